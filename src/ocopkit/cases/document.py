"""A case as a document: JSON or YAML with a format version, and back.

Personal data stays out of it unless it is asked for.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, cast

import attrs
from attrs import field, frozen

from ocopkit.cases.case import Case
from ocopkit.cases.events import KINDS, Event
from ocopkit.cases.law import Law
from ocopkit.conversion import from_plain, to_plain
from ocopkit.documents import Document, read
from ocopkit.errors import DocumentError, OcopError, Problem, Where, nearest
from ocopkit.product import Product
from ocopkit.rules.book import RuleBook
from ocopkit.text import Text

FORMAT = 2
"""The version of the format that is written; every one from 1 on is read.

Since 2 each line of a register says its format, and not only the line that opens a case.
"""


@frozen
class CaseRecord:
    """What a document of a case holds.

    Args:
        format: The version of the format.
        product: The product.
        id: The case's id in its register.
        opened_on: The day on which it began, if known.
        readings: Options of readings to use instead of the books' own choices.
        events: What happened, in its order.
    """

    format: int
    product: Product
    id: str = ""
    opened_on: date | None = None
    readings: dict[str, str] = field(factory=dict[str, str])
    events: tuple[dict[str, Any], ...] = ()


def case_to_plain(case: Case, *, personal: bool = False) -> dict[str, Any]:
    """Return a case as plain values, ready for JSON.

    Args:
        case: The case.
        personal: Whether personal data is written too.

    Example:
        >>> import ocopkit
        >>> case_to_plain(Case.open(Product("Chè minh họa"), ocopkit.rule_book, id="19-1"))
        {'format': 2, 'product': {'name': 'Chè minh họa'}, 'id': '19-1'}
    """
    product = case.product if personal else without_personal(case.product)
    file = CaseRecord(
        FORMAT,
        product,
        case.id,
        case.opened_on,
        dict(case.readings),
        tuple(event_to_plain(event) for event in case.events),
    )
    plain: dict[str, Any] = to_plain(file)
    return plain


def case_from_plain(value: object, law: Law | RuleBook) -> Case:
    """Return the case that plain values hold, every event judged anew by the law of its day.

    Args:
        value: What :func:`case_to_plain` returned, or the same read from JSON.
        law: How the rule book of a day is found, or one rule book.

    Raises:
        DocumentError: If the values don't fit, each with its path.
        CaseError: If an event isn't possible.
        NotFoundError: If there is no such reading, or the reading no such option.

    Example:
        >>> import ocopkit
        >>> case_from_plain({"format": 2, "product": {"name": "Chè"}}, ocopkit.rule_book).product.name
        'Chè'
    """
    return case_of(Document("<case>", cast("Any", value), {}), law)


def load_case(file: Path | str, law: Law | RuleBook) -> Case:
    """Return the case of a YAML or JSON file, every event judged anew by the law of its day.

    Args:
        file: The file.
        law: How the rule book of a day is found, or one rule book.

    Raises:
        DocumentError: With every problem of the file, each at its line and column.
        CaseError: If an event isn't possible, at its line and column.
    """
    return case_of(read(Path(file)), law)


def case_of(document: Document, law: Law | RuleBook) -> Case:
    """Return the case that a document holds; see :func:`load_case`."""
    if problem := newer_format(document.data):
        raise DocumentError([document.located(problem)])
    file = document.structure(CaseRecord)
    events, problems = _events(file.events)
    if problems:
        raise DocumentError([document.located(problem) for problem in problems])
    try:
        case = Case.open(file.product, law, id=file.id, on=file.opened_on, readings=file.readings)
        return case.apply(*events)
    except OcopError as error:
        raise type(error)(document.located(problem) for problem in error.problems) from None


def event_to_plain(event: Event) -> dict[str, Any]:
    """Return an event as plain values; what equals its default is left out.

    Example:
        >>> from ocopkit.cases.events import Lapsed
        >>> event_to_plain(Lapsed(date(2026, 6, 1)))
        {'kind': 'lapsed', 'on': '2026-06-01'}
    """
    return {"kind": event.kind, **to_plain(event)}


def event_from_plain(value: Mapping[str, Any]) -> Event:
    """Return the event that plain values hold.

    Args:
        value: The values, with ``kind`` and ``on``.

    Raises:
        DocumentError: If the kind isn't known or a value doesn't fit.

    Example:
        >>> event_from_plain({"kind": "lapsed", "on": "2026-06-01"})
        Lapsed(on=datetime.date(2026, 6, 1), note='')
    """
    _expect_mapping(value)
    kind = value.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        raise DocumentError([_unknown_kind(kind)])
    rest = {key: inner for key, inner in value.items() if key != "kind"}
    event: Event = from_plain(rest, KINDS[kind])
    return event


def without_personal(value: Any) -> Any:
    """Return a value of one of our classes without its personal data.

    Args:
        value: The value; fields marked ``personal`` go back to their default.

    Example:
        >>> from ocopkit.product import Person, Producer
        >>> without_personal(Producer("HTX Minh Họa", representative=Person("…"))).representative is None
        True
    """
    kind: Any = value.__class__
    if not attrs.has(kind):
        return value
    changed: dict[str, Any] = {}
    for one in attrs.fields(kind):
        inner = getattr(value, one.name)
        changed[one.name] = one.default if one.metadata.get("personal") else without_personal(inner)
    return attrs.evolve(value, **changed)


def _expect_mapping(value: object) -> None:
    """Refuse what a form may send in place of an event, in the words of a document."""
    if not isinstance(value, Mapping):
        from_plain(value, dict[str, Any])


def _events(plain: tuple[dict[str, Any], ...]) -> tuple[list[Event], list[Problem]]:
    events: list[Event] = []
    problems: list[Problem] = []
    for place, value in enumerate(plain):
        try:
            events.append(event_from_plain(value))
        except DocumentError as error:
            problems += [problem.under("events", place) for problem in error.problems]
    return events, problems


def newer_format(data: object) -> Problem | None:
    """Return what is said of a document in a format of a later version; ``None`` of any other."""
    found = cast("dict[str, object]", data).get("format") if isinstance(data, dict) else None
    if type(found) is not int or 1 <= found <= FORMAT:
        return None  # what is missing or of another type is told by its shape
    return Problem(
        "newer-format",
        Text(vi=f"Tệp ghi theo định dạng {found}", en=f"The file is written in format {found}"),
        Text(
            vi=f"Phiên bản này đọc được định dạng đến {FORMAT}",
            en=f"This version reads formats up to {FORMAT}",
        ),
        Text(vi="Cập nhật ocopkit để đọc tệp này", en="Update ocopkit to read it"),
        Where(("format",)),
    )


def _unknown_kind(kind: object) -> Problem:
    return Problem(
        "unknown-event",
        Text(vi=f"Không có loại sự kiện {kind!r}", en=f"There is no kind of event {kind!r}")
        if kind is not None
        else Text(vi="Sự kiện không có khóa 'kind'", en="The event has no key 'kind'"),
        Text(vi="Mỗi sự kiện thuộc một loại có tên ở đây", en="Every event is of a kind that is named here"),
        nearest(str(kind), KINDS, limit=len(KINDS)),
        Where(("kind",)),
    )
