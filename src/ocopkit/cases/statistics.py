"""How many products bear how many stars on a day, counted over a register.

Events are taken one line at a time, and only what a day's count needs is kept of each case: memory grows
with the cases, not with their events. No name of a person, producer or product is looked at.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, get_args
from unicodedata import normalize

from attrs import field, frozen

from ocopkit.cases.case import Case
from ocopkit.cases.certificate import IN_FORCE, Status
from ocopkit.cases.days import months_after
from ocopkit.cases.document import case_to_plain
from ocopkit.cases.events import KINDS
from ocopkit.cases.provinces import Provinces, provinces
from ocopkit.cases.refusals import not_allowed
from ocopkit.cases.register import opened_twice, register_lines
from ocopkit.conversion import expect_day, shown
from ocopkit.errors import CaseError, DocumentError, Problem, Where
from ocopkit.rules.book import RuleBook
from ocopkit.text import Text

MOST_MONTHS = 1200
"""A hundred years: no certificate runs for longer."""

UNKNOWN = "?"
"""What isn't recorded."""

Habit = Literal["apart", "with-stars-in-force", "with-stars-hoped-for"]
"""Where a product counts whose higher stars are hoped for: in a column of its own, with the stars that it
bears (the law's view), or already with the stars hoped for. All three are seen in published statistics."""

View = Literal["as-recorded", "before", "after"]
"""By which provinces is counted: as recorded, or as before or after the merger of 2025."""


_Place = tuple[str, frozenset[int]]
"""What a dossier's set says of its case: the product group, and which stars there are."""


@frozen
class Row:
    """One case on a day, without anything personal: a row for a dataframe.

    Args:
        case: Its id.
        province: The producer's province.
        kind: The producer's kind.
        group: The product group of its last dossier.
        status: What its certificate is.
        stars: The stars that it bears; ``None`` if it bears none.
        potential: The stars hoped for beyond those; ``None`` if none.
        last_day: The last day on which its certificate is in force, if it is.
        certified_ever: Whether it ever had a certificate.
    """

    case: str
    province: str
    kind: str
    group: str
    status: Status
    stars: int | None
    potential: int | None
    last_day: date | None
    certified_ever: bool


@frozen
class Count:
    """How many products.

    Args:
        ever: How many ever had a certificate.
        valid: How many bear stars on the day.
        stars: How many bear how many stars, by the habit chosen.
        potential: How many hope for how many stars, whatever the habit.
    """

    ever: int = 0
    valid: int = 0
    stars: Mapping[int, int] = field(factory=dict[int, int])
    potential: Mapping[int, int] = field(factory=dict[int, int])


@frozen
class Statistics:
    """What a register counts on a day.

    Args:
        on: The day.
        cases: How many cases there are.
        total: All together.
        statuses: How many certificates are what; the last one of each product.
        expiring: How many bear stars on the day and lose them within the months asked for.
        by_group: The counts by product group.
        by_province: The counts by province.
        by_kind: The counts by kind of producer.
        problems: What is to be told of the file.
    """

    on: date
    cases: int
    total: Count
    statuses: Mapping[Status, int]
    expiring: int
    by_group: Mapping[str, Count]
    by_province: Mapping[str, Count]
    by_kind: Mapping[str, Count]
    problems: tuple[Problem, ...] = ()


def statistics(
    source: Path | str | Iterable[Case | Mapping[str, Any]],
    books: Callable[[str], RuleBook],
    *,
    on: date,
    habit: Habit = "apart",
    view: View = "as-recorded",
    expiring_within: int = 6,
) -> Statistics:
    """Return what a register, or some cases, count on a day; events after it are left aside.

    Args:
        source: The register's file; or cases, or what :func:`~ocopkit.cases.document.case_to_plain` made of
            them (a database keeps them so).
        books: Returns the rule book of an id; it is asked only for the groups of product sets.
        on: The day.
        habit: Where products count whose higher stars are hoped for.
        view: By which provinces is counted.
        expiring_within: Within how many calendar months a certificate counts as expiring.

    Raises:
        CaseError: If there is no such habit or view.
        DocumentError: If the file can't be read, or two cases have the same id.
        ValueError: If the months are none, or more than a century.

    Example:
        >>> import ocopkit
        >>> statistics([], ocopkit.rule_book, on=date(2026, 9, 1)).total.valid
        0
    """
    expect_day(on, "on")
    _expect_word("habit", habit, get_args(Habit))
    told: list[Problem] = []
    limit = _limit(on, expiring_within, "expiring_within")
    found = list(rows(source, books, on=on, view=view, told=told))
    return Statistics(
        on,
        len(found),
        _count(found, habit),
        Counter(row.status for row in found),
        sum(row.last_day is not None and row.last_day <= limit for row in found),
        _by(found, "group", habit),
        _by(found, "province", habit),
        _by(found, "kind", habit),
        tuple(told),
    )


def rows(
    source: Path | str | Iterable[Case | Mapping[str, Any]],
    books: Callable[[str], RuleBook],
    *,
    on: date,
    view: View = "as-recorded",
    told: list[Problem] | None = None,
) -> Iterator[Row]:
    """Yield each case on a day as a row.

    :func:`ocopkit.simulation.registers.register_frame` makes a dataframe of them.

    Args:
        source: The register's file; or cases, or what :func:`~ocopkit.cases.document.case_to_plain` made of
            them (a database keeps them so).
        books: Returns the rule book of an id; it is asked only for the groups of product sets.
        on: The day; events after it are left aside.
        view: By which provinces is counted.
        told: Where problems are put that don't stop the reading.
    """
    expect_day(on, "on")
    _expect_word("view", view, get_args(View))
    day, known = on.isoformat(), provinces()
    places: dict[tuple[str, int], _Place] = {}
    for name, life in _lives(source, day, told).items():
        yield _row(name, life, day, places, books, known, view)


@frozen
class Expiring:
    """A certificate that runs out soon.

    Args:
        row: The case on the day.
        product: The product's name.
        last_day: The last day on which the certificate is in force.
    """

    row: Row
    product: str
    last_day: date


def expiring(
    source: Path | str | Iterable[Case | Mapping[str, Any]],
    books: Callable[[str], RuleBook],
    *,
    on: date,
    within: int = 6,
    view: View = "as-recorded",
    told: list[Problem] | None = None,
) -> tuple[Expiring, ...]:
    """Return the certificates in force on a day that run out within some months, the first to end first.

    Args:
        source: The register's file; or cases, or what :func:`~ocopkit.cases.document.case_to_plain` made of
            them (a database keeps them so).
        books: Returns the rule book of an id; it is asked only for the groups of product sets.
        on: The day; events after it are left aside.
        within: Within how many calendar months.
        view: By which provinces.
        told: Where problems are put that don't stop the reading.

    Raises:
        DocumentError: If the file can't be read, or two cases have the same id.

    Example:
        >>> import ocopkit
        >>> file = Path("examples/cases/register.jsonl")
        >>> found = expiring(file, ocopkit.rule_book, on=date(2026, 7, 1), within=12)
        >>> [(one.row.case, one.product, one.row.stars, str(one.last_day)) for one in found]
        [('24-00001-1', 'Rượu minh họa', 4, '2027-02-02')]
    """
    expect_day(on, "on")
    _expect_word("view", view, get_args(View))
    day, known = on.isoformat(), provinces()
    limit, places = _limit(on, within, "within"), dict[tuple[str, int], _Place]()
    found: list[Expiring] = []
    for name, life in _lives(source, day, told).items():
        row = _row(name, life, day, places, books, known, view)
        if row.last_day is not None and row.last_day <= limit:
            found.append(Expiring(row, life.product, row.last_day))
    return tuple(sorted(found, key=lambda one: (one.last_day, one.row.case)))


def _expect_word(name: str, value: object, words: tuple[str, ...]) -> None:
    """Refuse a word that there isn't: counted otherwise than was meant would look as good."""
    if value not in words:
        raise CaseError([not_allowed(name, value, words)])


def _limit(on: date, months: int, name: str) -> date:
    """Return the last day of some months from a day on."""
    if type(months) is not int or not 0 <= months <= MOST_MONTHS:
        message = f"{name} must be a number of months from 0 to {MOST_MONTHS}, not {months!r}"
        raise ValueError(message)
    return months_after(on, months)


def _lives(
    source: Path | str | Iterable[Case | Mapping[str, Any]], day: str, told: list[Problem] | None
) -> "dict[str, _Life]":
    """Return what is kept of each case up to a day."""
    if isinstance(source, str):
        source = Path(source)
    lines = (
        register_lines(source, told if told is not None else [])
        if isinstance(source, Path)
        else _plain(source)
    )
    lives: dict[str, _Life] = {}
    for line in lines:
        name = line["case"]
        try:
            life = lives.get(name)
            if life is None:
                life = lives[name] = _Life(line)
            elif "product" in line:
                file = str(source) if isinstance(source, Path) else None
                raise DocumentError([opened_twice(file, str(name))])
            life.take(line.get("events", ()), day)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise DocumentError([_not_filled_in(str(name), error)]) from None
    return lives


class _Life:
    """What is kept of a case while its events pass by; dates stay texts, which compare as dates do."""

    __slots__ = (
        *("begun", "book", "by", "ended", "extended", "issued", "kind", "last", "latest"),
        *("potential", "product", "province", "result", "route", "set", "stars"),
    )

    def __init__(self, line: Mapping[str, Any]) -> None:
        """Take what the line says of the producer."""
        product: Mapping[str, Any] = line.get("product") or {}
        producer: Mapping[str, Any] = product.get("producer") or {}
        self.product = _word(product.get("name"))
        self.province = normalize("NFC", _word(producer.get("province")))
        self.kind = _word(producer.get("kind"))
        self.begun = self.latest = line.get("opened_on", "")
        self.book = self.by = self.route = self.issued = self.last = self.extended = self.ended = ""
        self.set = self.stars = self.result = self.potential = 0

    def take(self, events: Iterable[Mapping[str, Any]], day: str) -> None:
        """Take events up to a day: what :mod:`ocopkit.cases.state` does, for what is counted here."""
        for event in events:
            on = event["on"]
            if on < self.latest or not _is_day(on):
                raise ValueError(on)
            self.latest = on
            if on > day:
                return
            if not self.begun:
                self.begun = on
            kind = event["kind"]
            if effect := _TAKEN.get(kind):
                effect(self, event, on)
            elif kind not in KINDS:
                raise ValueError(kind)

    def filed(self, event: Mapping[str, Any], _: str) -> None:
        """A dossier is filed."""
        self.route = event.get("route", "first")
        if event.get("set"):
            self.book, self.set = event["rule_book"], event["set"]
        self.potential = self.result = 0

    def scored(self, event: Mapping[str, Any], _: str) -> None:
        """A council gives its result."""
        self.result, self.potential = _number(event.get("stars") or 0), 0
        self.by = event["by"]

    def recognised(self, event: Mapping[str, Any], _: str) -> None:
        """A tier recognises the product."""
        own = event["by"] == self.by
        self.potential = self.result if own and self.result > _number(event["stars"]) else 0

    def certified(self, event: Mapping[str, Any], on: str) -> None:
        """A certificate is issued; one in force before it is superseded and no longer counts."""
        self.stars, self.issued, self.last = _number(event["stars"]), on, _day(event["last_day"])
        self.extended = self.ended = ""

    def prolonged(self, event: Mapping[str, Any], _: str) -> None:
        """The certificate is extended."""
        self.extended = _day(event["until"])

    def withdrawn(self, _: Mapping[str, Any], on: str) -> None:
        """The certificate is revoked."""
        self.ended = on

    def came_to_nothing(self, event: Mapping[str, Any], on: str) -> None:
        """What was under way ends; an extension lasts only until then."""
        self.potential = 0
        ends = event["kind"] == "producer-stopped" or self.route == "re-evaluation"
        if ends and self.extended and on < self.extended:
            self.extended = on if on > self.last else ""

    def status(self, day: str) -> Status:
        """Return what the certificate is on a day after all events taken."""
        if not self.issued:
            return "not-issued"
        if self.ended:
            return "revoked"
        if day <= self.last:
            return "valid"
        return "extended" if day <= self.extended else "expired"


_TAKEN: Mapping[str, Callable[[_Life, Mapping[str, Any], str], None]] = {
    "dossier-filed": _Life.filed,
    "council-result": _Life.scored,
    "recognised": _Life.recognised,
    "certificate-issued": _Life.certified,
    "extended": _Life.prolonged,
    "revoked": _Life.withdrawn,
    "refused": _Life.came_to_nothing,
    "lapsed": _Life.came_to_nothing,
    "producer-stopped": _Life.came_to_nothing,
}


@lru_cache(maxsize=100_000)  # a register has few days and many events
def _is_day(written: str) -> bool:
    """Return whether a text is a day, written as the days that it is compared with."""
    return date.fromisoformat(written).isoformat() == written


def _day(written: object) -> str:
    if not isinstance(written, str) or not _is_day(written):
        raise ValueError(written)
    return written


def _number(written: object) -> int:
    if type(written) is not int:
        raise TypeError(written)
    return written


def _word(written: object) -> str:
    if written is None:
        return UNKNOWN
    if not isinstance(written, str):
        raise TypeError(written)
    written.encode()  # half a letter can be counted, but never written
    return written or UNKNOWN


def _plain(cases: Iterable[Case | Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    for place, case in enumerate(cases):
        plain = case_to_plain(case) if isinstance(case, Case) else case
        yield {**plain, "case": plain.get("id") or f"#{place}"}


def _row(
    name: str,
    life: _Life,
    day: str,
    places: dict[tuple[str, int], _Place],
    books: Callable[[str], RuleBook],
    known: Provinces,
    view: View,
) -> Row:
    status = life.status(day)
    in_force = status in IN_FORCE
    if (life.book, life.set) not in places:
        places[life.book, life.set] = _place(books, life.book, life.set)
    group, stars = places[life.book, life.set]
    if in_force and stars and life.stars not in stars:
        raise DocumentError([_no_such_stars(name, life.stars)])
    province = life.province
    if view == "after":
        province = known.after(province)
    elif view == "before" and life.begun:
        province = known.before(province, date.fromisoformat(life.begun))
    last = max(life.last, life.extended)
    return Row(
        name,
        province,
        life.kind,
        group,
        status,
        life.stars if in_force else None,
        (life.potential or None) if in_force else None,
        date.fromisoformat(last) if in_force else None,
        bool(life.issued),
    )


def _place(books: Callable[[str], RuleBook], key: str, number: int) -> _Place:
    """Return the product group of a set, and the stars that its decision gives."""
    if not key or not number:
        return UNKNOWN, frozenset()
    articles = books(key).articles
    stars = frozenset(band.stars for band in articles.bands)
    for group in articles.groups:
        if any(entry.number == number for part in group.subgroups for entry in part.sets):
            return group.key, stars
    return UNKNOWN, stars


def _by(found: list[Row], name: str, habit: Habit) -> dict[str, Count]:
    parts: dict[str, list[Row]] = {}
    for row in found:
        parts.setdefault(getattr(row, name), []).append(row)
    return {key: _count(parts[key], habit) for key in sorted(parts)}


def _count(found: list[Row], habit: Habit) -> Count:
    stars: Counter[int] = Counter()
    potential: Counter[int] = Counter()
    for row in found:
        if row.stars is None:
            continue
        if row.potential is None or habit == "with-stars-in-force":
            stars[row.stars] += 1
        elif habit == "with-stars-hoped-for":
            stars[row.potential] += 1
        if row.potential is not None:
            potential[row.potential] += 1
    ever = sum(row.certified_ever for row in found)
    valid = sum(row.stars is not None for row in found)
    return Count(ever, valid, dict(sorted(stars.items())), dict(sorted(potential.items())))


def _not_filled_in(name: str, error: Exception) -> Problem:
    lacking = isinstance(error, KeyError)
    return Problem(
        "not-filled-in",
        Text(vi=f"Một sự kiện thiếu khóa {error}", en=f"An event lacks the key {error}")
        if lacking
        else Text(
            vi=f"Một dòng không đúng dạng: {shown(_wrong(error))}",
            en=f"A line doesn't have the right form: {shown(_wrong(error))}",
        ),
        Text(
            vi="Thống kê chỉ đọc sự kiện đã được xét và điền đủ",
            en="Statistics read only events that were judged and filled in",
        ),
        Text(
            vi="Đọc bằng load_register rồi ghi lại bằng save_register",
            en="Read it with load_register and write it with save_register",
        ),
        Where((name,)),
    )


def _no_such_stars(name: str, stars: int) -> Problem:
    return Problem(
        "no-such-stars",
        Text(vi=f"Giấy chứng nhận ghi {stars} sao", en=f"The certificate says {stars} stars"),
        Text(vi="Quyết định của hồ sơ không có hạng này", en="The dossier's decision has no such rank"),
        Text(
            vi="Đọc bằng load_register để biết sự kiện nào sai",
            en="Read it with load_register, which tells which event is wrong",
        ),
        Where((name,)),
    )


def _wrong(error: Exception) -> object:
    """Return the value that an error is about, as far as it says."""
    if isinstance(error, UnicodeEncodeError):
        return ascii(error.object)
    return error.args[0] if error.args else ""
