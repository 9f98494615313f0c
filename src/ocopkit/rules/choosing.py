"""Readings chosen by name: a name that nobody knows is refused, and never left aside."""

from collections.abc import Iterable, Mapping, Sequence

from attrs import evolve

from ocopkit.conversion import expect
from ocopkit.errors import NotFoundError, Problem, Where, nearest
from ocopkit.rules.book import RuleBook
from ocopkit.rules.law import Reading, unknown_option
from ocopkit.text import Text


def expect_readings(chosen: Mapping[str, str] | None, books: Sequence[RuleBook]) -> None:
    """Refuse chosen readings that none of some books has, and options that none of these readings has.

    Args:
        chosen: Options by the key of their reading.
        books: The books, each of which may have readings that the others don't.

    Raises:
        NotFoundError: With every reading and option that there isn't, and those that there are.
        TypeError: If they aren't a mapping.

    Example:
        >>> import ocopkit
        >>> expect_readings({"lst-day": "anniversary"}, [ocopkit.rule_book("qd-26-2026")])
        Traceback (most recent call last):
        ...
        ocopkit.errors.NotFoundError: readings/lst-day: [unknown-reading] There is no reading 'lst-day'. ...
    """
    if not chosen:
        return
    expect(chosen, Mapping, "readings")
    if all(_is_known(key, option, books) for key, option in chosen.items()):
        return  # asked with every event of a life: what is told otherwise is only made where it is needed
    known: dict[str, Reading] = {}
    for book in books:
        for reading in book.articles.readings:
            options = (*known.get(reading.key, reading).options, *reading.options)
            known[reading.key] = evolve(reading, options=options)
    problems = [
        unknown_option(known[key], option).under("readings", key) if key in known else _unknown(key, known)
        for key, option in chosen.items()
        if key not in known or known[key].option(option) is None
    ]
    if problems:
        raise NotFoundError(problems)


def own_readings(chosen: Mapping[str, str], book: RuleBook) -> dict[str, str]:
    """Return those of some chosen readings that a book has: a life is judged by several books.

    Args:
        chosen: Options by the key of their reading.
        book: The book.

    Example:
        >>> import ocopkit
        >>> chosen = {"last-day": "anniversary", "pending-files": "old-rules"}
        >>> own_readings(chosen, ocopkit.rule_book("qd-26-2026"))
        {'last-day': 'anniversary'}
    """
    own = {reading.key for reading in book.articles.readings}
    return {key: option for key, option in chosen.items() if key in own}


def option_of(book: RuleBook, key: str, chosen: Mapping[str, str] | None = None) -> str | None:
    """Return the option of a reading that holds; ``None`` if the book has no such reading.

    Args:
        book: The rule book.
        key: The reading's key.
        chosen: Options to use instead of the book's own choices, by the key of their reading.

    Raises:
        NotFoundError: If the option chosen isn't one of the reading's.
    """
    reading = next((one for one in book.articles.readings if one.key == key), None)
    if reading is None:
        return None
    option = (chosen or {}).get(key, reading.choice)
    if reading.option(option) is None:
        raise NotFoundError([unknown_option(reading, option)])
    return option


def _is_known(key: str, option: str, books: Iterable[RuleBook]) -> bool:
    return any(
        reading.key == key and reading.option(option) is not None
        for book in books
        for reading in book.articles.readings
    )


def _unknown(key: str, known: Iterable[str]) -> Problem:
    return Problem(
        "unknown-reading",
        Text(vi=f"Không có cách hiểu {key!r}", en=f"There is no reading {key!r}"),
        Text(vi="Chỉ chọn được điều văn bản bỏ ngỏ", en="Only what the law leaves open can be chosen"),
        nearest(str(key), known, limit=40),
        Where(("readings", key)),
    )
