"""The documents that packs offer, read when they are asked for, and held against the law."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Generic, TypeVar

from attrs import evolve, frozen

from ocopkit.documents import read
from ocopkit.errors import DocumentError, NotFoundError, OcopError, Problem, Where
from ocopkit.local.benefit import Benefits, load_benefits
from ocopkit.local.lawful import check_plan
from ocopkit.local.place import Place
from ocopkit.local.plan import Plan, read_plan
from ocopkit.local.reading import other_name
from ocopkit.local.supplement import Supplement, check_supplement, load_supplement
from ocopkit.local.translation import (
    Translation,
    check_translation,
    load_translation,
    read_translation,
    wordings,
)
from ocopkit.plugins.manifest import Kind
from ocopkit.plugins.offers import Offer, Offered
from ocopkit.rules.audit import audit_folder
from ocopkit.rules.book import RuleBook
from ocopkit.scoring.regulation import Regulation, load_regulation, regulation_of
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


def supplements(offers: Iterable[Offer], find: FindBook | None = None) -> Found[Supplement]:
    """Return the supplements that packs offer.

    Args:
        offers: What the packs offer.
        find: Finds rule books; if given, what stands beside a law that isn't known is left out.
    """
    return _read(offers, "supplements", lambda one: load_supplement(one.file), find)


def regulations(offers: Iterable[Offer], find: FindBook | None = None) -> Found[Regulation]:
    """Return the council regulations that packs offer.

    Args:
        offers: What the packs offer.
        find: Finds rule books; if given, what is under a law that isn't known is left out.
    """
    return _read(offers, "regulations", lambda one: load_regulation(one.file), find)


def plans(offers: Iterable[Offer], find: FindBook | None = None) -> Found[Plan]:
    """Return the plans that packs offer.

    Args:
        offers: What the packs offer.
        find: Finds rule books; if given, what names a law that isn't known is left out.
    """
    return _read(offers, "plans", lambda one: read_plan(one.file)[0], find)


def benefits(offers: Iterable[Offer]) -> Found[Benefits]:
    """Return the reward schemes that packs offer.

    Args:
        offers: What the packs offer.
    """
    return _read(offers, "benefits", lambda one: load_benefits(one.file), None)


def translations(offers: Iterable[Offer]) -> Found[Translation]:
    """Return the translations that packs offer.

    Args:
        offers: What the packs offer.
    """
    return _read(offers, "translations", lambda one: load_translation(one.file), None)


def problems_of(offer: Offer, one: Offered, find: FindBook) -> tuple[Problem, ...]:
    """Return what is wrong with one document of a pack: as written, for its place, and by the law.

    Args:
        offer: What its pack offers.
        one: The document.
        find: Finds the rule books that the document names.
    """
    try:
        found = tuple(_CHECKS[one.kind](one, offer, find))
    except (DocumentError, NotFoundError) as error:
        found = error.problems
    return tuple(_in_pack(problem, offer, one) for problem in found)


def _in_pack(problem: Problem, offer: Offer, one: Offered) -> Problem:
    """Return a problem of a document with its file as the pack has it, the pack's name first."""
    name = one.file.name if one.kind != "books" else problem.where.file or one.file.name
    return evolve(problem, where=evolve(problem.where, file=f"{offer.pack}/{one.kind}/{name}"))


def _read(
    offers: Iterable[Offer], kind: Kind, load: Callable[[Offered], T], find: FindBook | None
) -> Found[T]:
    values: list[T] = []
    problems: list[Problem] = []
    for offer in offers:
        for one in offer.of_kind(kind):
            try:
                value = load(one)
            except OcopError as error:
                problems += [_in_pack(problem, offer, one) for problem in error.problems]
                continue
            lost = [problem for path, key in _laws(value) for problem in _law(key, find, path)[1]]
            problems += [_in_pack(problem, offer, one) for problem in lost]
            if not lost:
                values.append(value)
    return Found(tuple(values), tuple(problems))


def _laws(value: object) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield the id of each rule book under which a document holds, with the path at which it says so."""
    if isinstance(value, Supplement):
        yield ("beside",), value.file.beside
    if isinstance(value, Plan):
        yield from ((("rules", index), key) for index, key in enumerate(value.rules))
    if isinstance(value, Regulation):
        yield from ((("rule_books", index), key) for index, key in enumerate(value.rule_books))


def _of_book(one: Offered, offer: Offer, find: FindBook) -> Iterator[Problem]:
    del offer, find
    for finding in audit_folder(one.file):
        if finding.severity == "error":
            yield Problem(finding.code, finding.what, finding.why, finding.mend, finding.where)


def _of_supplement(one: Offered, offer: Offer, find: FindBook) -> Iterator[Problem]:
    supplement = load_supplement(one.file)
    document = supplement.document
    found = list(_of_place(supplement.file.place, offer))
    book, lost = _law(supplement.file.beside, find, ("beside",))
    found += lost
    yield from map(document.located, found) if document else found
    if book:
        yield from check_supplement(supplement, book)


def _of_regulation(one: Offered, offer: Offer, find: FindBook) -> Iterator[Problem]:
    document = read(one.file)
    regulation = regulation_of(document)
    found = list(other_name(regulation.id, one.id))
    place = offer.manifest.place if offer.manifest else None
    if place and regulation.place and regulation.place not in {place.province, place.district, place.commune}:
        found.append(evolve(_other_place(regulation.place, place), where=Where(("place",))))
    for index, key in enumerate(regulation.rule_books):
        found += _law(key, find, ("rule_books", index))[1]
    yield from map(document.located, found)


def _of_plan(one: Offered, offer: Offer, find: FindBook) -> Iterator[Problem]:
    plan, document = read_plan(one.file)
    found = list(_of_place(plan.place, offer))
    for index, key in enumerate(plan.rules):
        book, lost = _law(key, find, ("rules", index))
        found += lost
        if book:
            found += check_plan(plan, book)
    yield from map(document.located, found)


def _of_benefits(one: Offered, offer: Offer, find: FindBook) -> Iterator[Problem]:
    del find
    found = _of_place(load_benefits(one.file).place, offer)
    yield from map(read(one.file).located, found)


def _of_translation(one: Offered, offer: Offer, find: FindBook) -> Iterator[Problem]:
    translation, document = read_translation(one.file)
    found = list(_of_place(translation.place, offer))
    said: list[str] = []
    for index, key in enumerate(translation.of):
        if own := [other for other in offer.documents if other.id == key and other.kind != "books"]:
            said += wordings(_content(own[0]))
            continue
        book, lost = _law(key, find, ("of", index))
        found += lost
        said += wordings((book.articles, *book)) if book else ()
    found += check_translation(translation, said)
    yield from map(document.located, found)


def _content(one: Offered) -> object:
    """Return what a document says that isn't a rule book; nothing if it can't be read."""
    try:
        return _CONTENTS[one.kind](one.file)
    except OcopError:
        return None  # its own problems are told where it is looked at


_CONTENTS: dict[Kind, Callable[[Path], object]] = {
    "supplements": lambda file: load_supplement(file).file,
    "regulations": load_regulation,
    "plans": lambda file: read_plan(file)[0],
    "benefits": load_benefits,
    "translations": load_translation,
}
_CHECKS: dict[Kind, Callable[[Offered, Offer, FindBook], Iterator[Problem]]] = {
    "books": _of_book,
    "supplements": _of_supplement,
    "regulations": _of_regulation,
    "plans": _of_plan,
    "benefits": _of_benefits,
    "translations": _of_translation,
}


def _law(
    key: str, find: FindBook | None, path: tuple[str | int, ...]
) -> tuple[RuleBook | None, list[Problem]]:
    try:
        return find(key) if find else None, []
    except NotFoundError as error:
        return None, [evolve(problem, where=Where(path)) for problem in error.problems]


def _of_place(found: Place, offer: Offer) -> Iterator[Problem]:
    wanted = offer.manifest.place if offer.manifest else None
    if wanted and not wanted.holds(found):
        yield evolve(_other_place(found.text.vi, wanted), where=Where(("place",)))


def _other_place(found: str, wanted: Place) -> Problem:
    return Problem(
        "other-place",
        Text(vi=f"Văn bản dành cho {found}", en=f"The document is for {found}"),
        Text(vi=f"pack.yaml ghi {wanted.text.vi}", en=f"pack.yaml says {wanted.text.en}"),
        Text(vi="Sửa một trong hai, hoặc chuyển văn bản sang gói khác", en="Mend one, or move the document"),
    )
