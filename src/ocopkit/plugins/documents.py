"""The documents that packs offer, read when they are asked for, and held against the law."""

from collections.abc import Callable, Iterable, Iterator
from typing import Generic, TypeVar

from attrs import evolve, frozen

from ocopkit.errors import DocumentError, NotFoundError, OcopError, Problem, Where
from ocopkit.local.benefit import Benefits, load_benefits
from ocopkit.local.lawful import check_plan
from ocopkit.local.place import Place
from ocopkit.local.plan import Plan, read_plan
from ocopkit.local.supplement import Supplement, check_supplement, load_supplement
from ocopkit.plugins.manifest import Kind
from ocopkit.plugins.offers import Offer, Offered
from ocopkit.rules.audit import audit_folder
from ocopkit.rules.book import RuleBook
from ocopkit.scoring.regulation import Regulation, load_regulation
from ocopkit.text import Text

T = TypeVar("T")

FindBook = Callable[[str], RuleBook]
"""Returns the rule book of an id, or raises :class:`~ocopkit.errors.NotFoundError`."""


@frozen
class Found(Generic[T]):
    """Documents of one kind.

    Args:
        values: The documents, in the order of packs and ids.
        problems: Why others are left out.
    """

    values: tuple[T, ...]
    problems: tuple[Problem, ...]


def supplements(offers: Iterable[Offer]) -> Found[Supplement]:
    """Return the supplements that packs offer.

    Args:
        offers: What the packs offer.
    """
    return _read(offers, "supplements", lambda one: load_supplement(one.file))


def regulations(offers: Iterable[Offer]) -> Found[Regulation]:
    """Return the council regulations that packs offer.

    Args:
        offers: What the packs offer.
    """
    return _read(offers, "regulations", lambda one: load_regulation(one.file))


def plans(offers: Iterable[Offer]) -> Found[Plan]:
    """Return the plans that packs offer.

    Args:
        offers: What the packs offer.
    """
    return _read(offers, "plans", lambda one: read_plan(one.file)[0])


def benefits(offers: Iterable[Offer]) -> Found[Benefits]:
    """Return the reward schemes that packs offer.

    Args:
        offers: What the packs offer.
    """
    return _read(offers, "benefits", lambda one: load_benefits(one.file))


def problems_of(one: Offered, place: Place | None, find: FindBook) -> tuple[Problem, ...]:
    """Return what is wrong with one document: as written, for its pack's place, and by the law.

    Args:
        one: The document.
        place: The place of its pack, if it says one.
        find: Finds the rule books that the document names.
    """
    try:
        return tuple(_CHECKS[one.kind](one, place, find))
    except (DocumentError, NotFoundError) as error:
        return error.problems


def _read(offers: Iterable[Offer], kind: Kind, load: Callable[[Offered], T]) -> Found[T]:
    values: list[T] = []
    problems: list[Problem] = []
    for offer in offers:
        for one in offer.of_kind(kind):
            try:
                values.append(load(one))
            except OcopError as error:
                problems.extend(error.problems)
    return Found(tuple(values), tuple(problems))


def _of_book(one: Offered, place: Place | None, find: FindBook) -> Iterator[Problem]:
    del place, find
    for finding in audit_folder(one.file):
        if finding.severity == "error":
            yield Problem(finding.code, finding.what, finding.why, finding.mend, finding.where)


def _of_supplement(one: Offered, place: Place | None, find: FindBook) -> Iterator[Problem]:
    supplement = load_supplement(one.file)
    document = supplement.document
    found = list(_of_place(supplement.file.place, place))
    book, lost = _law(supplement.file.beside, find, ("beside",))
    found += lost
    yield from map(document.located, found) if document else found
    if book:
        yield from check_supplement(supplement, book)


def _of_regulation(one: Offered, place: Place | None, find: FindBook) -> Iterator[Problem]:
    regulation = load_regulation(one.file)
    where = Where(file=f"{one.file.parent.name}/{one.file.name}")
    if regulation.id != one.id:
        yield evolve(_other_id(regulation.id, one.id), where=where)
    if place and regulation.place and regulation.place not in {place.province, place.district, place.commune}:
        yield evolve(_other_place(regulation.place, place), where=where)
    for index, key in enumerate(regulation.rule_books):
        for problem in _law(key, find, ("rule_books", index))[1]:
            yield evolve(problem, where=evolve(problem.where, file=where.file))


def _of_plan(one: Offered, place: Place | None, find: FindBook) -> Iterator[Problem]:
    plan, document = read_plan(one.file)
    found = list(_of_place(plan.place, place))
    for index, key in enumerate(plan.rules):
        book, lost = _law(key, find, ("rules", index))
        found += lost
        if book:
            found += check_plan(plan, book)
    yield from map(document.located, found)


def _of_benefits(one: Offered, place: Place | None, find: FindBook) -> Iterator[Problem]:
    del find
    where = Where(file=f"{one.file.parent.name}/{one.file.name}")
    for problem in _of_place(load_benefits(one.file).place, place):
        yield evolve(problem, where=evolve(problem.where, file=where.file))


_CHECKS: dict[Kind, Callable[[Offered, Place | None, FindBook], Iterator[Problem]]] = {
    "books": _of_book,
    "supplements": _of_supplement,
    "regulations": _of_regulation,
    "plans": _of_plan,
    "benefits": _of_benefits,
}


def _law(key: str, find: FindBook, path: tuple[str | int, ...]) -> tuple[RuleBook | None, list[Problem]]:
    try:
        return find(key), []
    except NotFoundError as error:
        return None, [evolve(problem, where=Where(path)) for problem in error.problems]


def _of_place(found: Place, wanted: Place | None) -> Iterator[Problem]:
    if wanted and not wanted.holds(found):
        yield evolve(_other_place(found.text.vi, wanted), where=Where(("place",)))


def _other_place(found: str, wanted: Place) -> Problem:
    return Problem(
        "other-place",
        Text(vi=f"Văn bản dành cho {found}", en=f"The document is for {found}"),
        Text(vi=f"pack.yaml ghi {wanted.text.vi}", en=f"pack.yaml says {wanted.text.en}"),
        Text(vi="Sửa một trong hai, hoặc chuyển văn bản sang gói khác", en="Mend one, or move the document"),
    )


def _other_id(found: str, name: str) -> Problem:
    return Problem(
        "id-differs",
        Text(
            vi=f"Mã trong tệp là {found!r}, nhưng tên tệp là {name!r}",
            en=f"The id in the file is {found!r}, but the file is named {name!r}",
        ),
        Text(
            vi="Văn bản được tìm theo tên tệp, nên hai tên phải giống nhau",
            en="Documents are found by their file's name, so both must agree",
        ),
        Text(vi="Đổi một trong hai", en="Rename one of the two"),
    )
