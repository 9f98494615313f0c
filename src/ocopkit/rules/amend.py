"""Amendments: a new rule book from an old one by addressed changes.

A change says, for an address (see :mod:`ocopkit.rules.addresses`), what the place becomes:

===========================================  ===========================================================
``"11/4.1/c": {"points": 4}``                fields that get other values
``"readings/last-day": "anniversary"``       a reading's choice, for short
``"11/2.4": None``                           the place goes, with all that is in it
``"11/3.5": {"after": "3.1"}``               it moves: it follows 3.1
``"11/3.5": {"in": "2"}``                    it moves: it comes first in section 2
``"11/3.3/b/when/at_most": 0.6``             what stands within a field: here, the threshold of a condition
``"11/2.5": {"add": {…}, "after": "2.4"}``   a new place, with its fields as an exported book writes them
===========================================  ===========================================================

Addresses are those of the old book. Where a new place takes the address of an old one that goes or is
renumbered, a ``+`` tells it apart: ``"+11/2.4": {"add": …}``; ``"after": "+2.4"`` names it as a neighbour.
A new place without ``after`` comes first in its list; levels and cases are lettered anew when all is done.

Changes don't depend on the order they are written in; several may change other fields of one place, or other
things within one field, and none may change the same. Nothing follows by itself: whoever raises a
band's ``at_least`` also amends the ``below`` of the band under it, and ``audit`` finds what was forgotten.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any, cast

from attrs import evolve, frozen

from ocopkit.conversion import expect, to_plain
from ocopkit.documents import Document, read
from ocopkit.errors import AmendmentError, DocumentError, OcopError, Problem
from ocopkit.errors import Path as Steps
from ocopkit.rules.addresses import NEW, Tree, stand_ins
from ocopkit.rules.articles import Amendment, Articles, SetEntry
from ocopkit.rules.book import RuleBook, Shelf
from ocopkit.rules.changing import refusals as no
from ocopkit.rules.changing.draft import carry_out
from ocopkit.rules.changing.edits import Reader, contradictions
from ocopkit.rules.changing.references import (
    misfits_in_set,
    missing_in_articles,
    missing_in_set,
    names_of,
)
from ocopkit.rules.changing.refusals import refusal
from ocopkit.rules.criteria import CriteriaSet
from ocopkit.text import Text, same

Changes = Mapping[str, Any]
"""What each place becomes, by its address."""


def amend(
    book: RuleBook,
    changes: Changes,
    *,
    because: Text | str,
    id: str | None = None,  # noqa: A002
) -> RuleBook:
    """Return a rule book with some places changed; the book itself stays as it is.

    Criteria sets that no change concerns are neither read nor copied.

    Args:
        book: The book to amend.
        changes: What each place becomes, by its address in the book.
        because: Why, as the amended book will say.
        id: The id of the amended book; the book's own, ``+`` and a short digest of the changes if left
            out.

    Returns:
        The amended book. Its articles tell why it was amended, and at which addresses.

    Raises:
        AmendmentError: With every change that points nowhere, does not fit, contradicts another one or
            changes nothing, each with its address; if the id is that of the decision amended.
        TypeError: If the book is no rule book, or the changes no mapping.

    Example:
        >>> import ocopkit
        >>> book = ocopkit.rule_book("qd-26-2026")
        >>> draft = amend(book, {"11/4.1/c": {"points": 4}}, because="draft 2027")
        >>> draft[11].criterion("4.1").levels[2].points, book[11].criterion("4.1").levels[2].points
        (4, 3)
    """
    expect(book, RuleBook, "book")
    expect(changes, Mapping, "changes")
    expect(because, Text | str, "because")
    expect(id, str | None, "id")
    for key in changes:
        expect(key, str, "an address in changes")
    unreadable = dict(_unreadable(changes))
    plain = {key: _exact(to_plain(change)) for key, change in changes.items() if key not in unreadable}
    reader = Reader(book)
    reader.problems += [*_misnamed(book, id), *unreadable.values()]
    for key, change in plain.items():
        reader.read(key, change)
    reader.finish()
    if not changes:
        reader.problems.append(refusal((), no.NOTHING_AT_ALL))
    articles, shelf = _carried_out(reader)
    short = hashlib.sha256(json.dumps(plain, sort_keys=True, default=str).encode()).hexdigest()[:8]
    why = same(because) if isinstance(because, str) else because
    amendments = (*book.articles.amendments, Amendment(why, tuple(sorted(plain)), book.id))
    called = f"{book.id}+{short}" if id is None else id
    return RuleBook(evolve(articles, id=called, amendments=amendments), shelf)


def _misnamed(book: RuleBook, called: str | None) -> list[Problem]:
    """Return what is wrong with the id of an amended book: it is none, or that of the law itself."""
    if called is None:
        return []
    if not called or called != called.strip() or not called.isprintable():
        return [refusal(("id",), no.no_id(called))]
    amendments = book.articles.amendments
    law = (amendments[0].base if amendments else book.id) or ""
    return [refusal(("id",), no.id_taken(called))] if called.casefold() == law.casefold() else []


_DEEPEST = 40
"""The most levels that a change may be nested."""


def _unreadable(changes: Changes) -> Iterator[tuple[str, Problem]]:
    """Yield the first problem of each change that can't be plain values: endless, or with odd keys."""
    for address, change in changes.items():
        pending: list[tuple[Steps, Any]] = [((address,), change)]
        while pending:
            path, value = pending.pop()
            if len(path) > _DEEPEST:
                yield address, refusal((address,), no.TOO_DEEP)
                break
            if isinstance(value, Mapping):
                odd = [key for key in cast("Iterable[Any]", value) if not isinstance(key, str)]
                if odd:
                    yield address, refusal(path, no.key_not_text(odd[0]))
                    break
                fields = cast("Mapping[str, Any]", value)
                pending += [((*path, key), member) for key, member in fields.items()]
            elif isinstance(value, list | tuple):
                members = cast("Sequence[Any]", value)
                pending += [((*path, at), member) for at, member in enumerate(members)]


@frozen
class AmendmentFile:
    """An amendment as a file writes it.

    Args:
        base: The id of the rule book that it amends.
        because: Why.
        changes: What each place becomes, by its address.
        id: The id of the amended book, if it has one of its own.
    """

    base: str
    because: Text
    changes: dict[str, Any]
    id: str | None = None


def amend_by_file(file: Path | str | Document, book_of: Callable[[str], RuleBook]) -> RuleBook:
    """Return the rule book that an amendment in a YAML or JSON file makes.

    Args:
        file: The file's path, or the document once it is read.
        book_of: Returns the rule book of an id, such as :func:`ocopkit.rule_book`.

    Raises:
        DocumentError: With every problem of the file, each at its line and column.

    Example:
        >>> import ocopkit
        >>> from ocopkit.documents import parse
        >>> text = '''
        ... base: qd-26-2026
        ... because: {vi: "Dự thảo 2027", en: "Draft of 2027"}
        ... changes:
        ...   bands/4: {at_least: 72}
        ...   bands/3: {below: 72}
        ... '''
        >>> amend_by_file(parse(text), ocopkit.rule_book).articles.bands[1].at_least
        72
    """
    document = file if isinstance(file, Document) else read(Path(file))
    # How it is written and what it says are told together, as far as what it says can be known.
    try:
        content = evolve(document, problems=()).structure(AmendmentFile)
    except DocumentError:
        content = document.structure(AmendmentFile)
    problems: list[Problem] = []
    try:
        book = book_of(content.base)
    except OcopError as error:
        problems = [problem.under("base") for problem in error.problems]
    else:
        problems += _misnamed(book, content.id) or _borne(content.id, book_of)
        try:
            named = None if problems else content.id
            amended = amend(book, content.changes, because=content.because, id=named)
        except AmendmentError as error:
            problems += [problem.under("changes") for problem in error.problems]
        else:
            if not problems and not document.problems:
                return amended
    told = {problem.where.path for problem in document.problems}
    located = [document.located(one) for one in problems if one.where.path not in told]
    raise DocumentError(sorted([*document.problems, *located], key=_position)) from None


def _borne(called: str | None, book_of: Callable[[str], RuleBook]) -> list[Problem]:
    """Return whether another book bears an id."""
    try:
        return [refusal(("id",), no.id_taken(called))] if called is not None and book_of(called) else []
    except OcopError:
        return []


def _exact(plain: Any) -> Any:
    """Return plain values with the numbers that people mean: 0.6 is six tenths."""
    if isinstance(plain, float):
        return Decimal(str(plain))
    if isinstance(plain, dict):
        return {key: _exact(value) for key, value in cast("dict[str, Any]", plain).items()}
    if isinstance(plain, list):
        return [_exact(value) for value in cast("Iterable[Any]", plain)]
    return plain


def _position(problem: Problem) -> tuple[int, int]:
    return (problem.where.line or 0, problem.where.column or 0)


def _carried_out(reader: Reader) -> tuple[Articles, Shelf]:
    """Return the new articles and sets.

    Raises:
        AmendmentError: With all that is wrong: what was read, or how it fits together.
    """
    problems = reader.problems
    contradicting = list(contradictions(reader.edits))
    _refuse([*problems, *contradicting] if contradicting else [])
    drafts: dict[str, Tree] = {}
    for tree in {edit.tree.root: edit.tree for edit in reader.edits}.values():
        edits = [edit for edit in reader.edits if edit.tree is tree]
        drafts[tree.root[0]], found = carry_out(edits)
        problems += found
    _refuse(problems)
    old, laid = reader.book.articles, drafts.pop("book", None)
    articles: Articles = old
    if laid is not None:
        kept = {"id": old.id, "sets_from": old.sets_from, "amendments": old.amendments}
        articles = laid.build(laid.root, more=kept)
    sources = _sources(reader, laid)
    changed = {
        int(number): draft.build(draft.root, more=stand_ins(CriteriaSet)) for number, draft in drafts.items()
    }
    _refuse(problems)
    shelf = _shelf(reader, articles, sources, changed)
    names = names_of(articles)
    # A set that isn't changed can only be hurt by what the articles lose.
    all_sets = names.lacks(names_of(old))
    concerned = [
        number for number, source in sources.items() if all_sets or source is None or source in changed
    ]
    problems += missing_in_articles(articles)
    for number in concerned:
        form = shelf.take(number)
        problems += missing_in_set(form, names)
        problems += misfits_in_set(form, shelf.facts(), articles.readings)
    _refuse(problems)
    return articles, shelf


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise AmendmentError(problems)


def _sources(reader: Reader, laid: Tree | None) -> dict[int, int | None]:
    """Return for each set of the new book its number in the old one; ``None`` if it is new."""
    found: dict[int, int | None] = {entry.number: entry.number for entry in reader.book.entries}
    if laid is not None:
        entries = [place for place in laid.places.values() if place.cls is SetEntry]
        found = {place.own["number"]: None if place.id[0] == NEW else int(place.id[1]) for place in entries}
    for number in sorted(number for number, source in found.items() if source is None):
        if number not in reader.new_sets:
            reader.problems.append(refusal((f"+sets/{number}",), no.no_form(number)))
    for number, (key, _) in reader.new_sets.items():
        if number not in found or found[number] is not None:
            reader.problems.append(refusal((key,), no.NO_ENTRY))
    for edit in reader.edits:
        top = edit.tree.root[0]
        if top.isdecimal() and int(top) not in found.values():
            told = no.within_removed(edit.key, f"sets/{top}")
            reader.problems.append(refusal((edit.key,), told))
    return found


def _shelf(
    reader: Reader,
    articles: Articles,
    sources: Mapping[int, int | None],
    changed: Mapping[int, CriteriaSet],
) -> Shelf:
    """Return the sets of the new book; what no change concerns stays on the old shelf."""
    old = reader.book
    before, after = _repeated(old.articles), _repeated(articles)

    untouched = {
        number
        for number, source in sources.items()
        if source == number and number not in changed and after[number] == before[number]
    }
    undressed = {number: source for number, source in sources.items() if source is not None}
    given = {number: reader.new_sets[number][1] for number, source in sources.items() if source is None}
    given |= {number: changed[source] for number, source in undressed.items() if source in changed}
    known = old.shelf.known()
    kept = {number: known[number] for number in sources if number in known and number in untouched}
    load = partial(_taken, old.shelf, undressed, given, after, frozenset(untouched))
    return Shelf(load, kept, facts=old.shelf.facts)


def _taken(
    shelf: Shelf,
    sources: Mapping[int, int],
    given: Mapping[int, CriteriaSet],
    repeated: Mapping[int, tuple[SetEntry, str, dict[str, Text]]],
    untouched: frozenset[int],
    number: int,
) -> CriteriaSet:
    """Return a set of the new book: as it stood on the old shelf, or with what it repeats changed."""
    if number in untouched:
        return shelf.take(number)
    found = given[number] if number in given else shelf.take(sources[number])
    return _dressed(found, *repeated[number])


def _repeated(articles: Articles) -> dict[int, tuple[SetEntry, str, dict[str, Text]]]:
    """Return by number what criteria sets repeat: their lines in the list, groups, names of parts."""
    names = {rule.code: rule.name for rule in articles.parts}
    return {
        entry.number: (entry, group.key, names)
        for group in articles.groups
        for subgroup in group.subgroups
        for entry in subgroup.sets
    }


def _dressed(
    criteria_set: CriteriaSet, entry: SetEntry, group: str, names: Mapping[str, Text]
) -> CriteriaSet:
    """Return a set with what it repeats of the articles."""
    return evolve(
        criteria_set,
        number=entry.number,
        slug=entry.slug,
        name=entry.name,
        group=group,
        samples=entry.samples,
        parts=tuple(evolve(part, name=names.get(part.code, part.name)) for part in criteria_set.parts),
    )
