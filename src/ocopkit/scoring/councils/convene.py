"""A council convened: who scores, who is left out, and everything that is wrong with it, all at once."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import get_args

from attrs import evolve

from ocopkit.conversion import expect
from ocopkit.errors import IncompleteSheetError, NotFoundError, Problem, SheetError
from ocopkit.product import Product
from ocopkit.rules.basis import Basis
from ocopkit.rules.criteria import CriteriaSet
from ocopkit.scoring.councils import refusals
from ocopkit.scoring.councils.members import (
    ROLES,
    Held,
    MemberSheet,
    Seat,
    Sitting,
    canonical,
    part_of,
)
from ocopkit.scoring.councils.refusals import CouncilError
from ocopkit.scoring.readings import Readings, readings_of
from ocopkit.scoring.regulation import Regulation, council_readings, impossible
from ocopkit.scoring.score import Score, basis_of, score

CARRIED_OUT: Mapping[str, tuple[str, ...]] = {
    "aggregation": ("mean", "majority"),
    "tie": ("not-decided", "chair-decides", "lower-stars"),
    "spread-at-limit": ("within", "beyond"),
    "gate-raised": ("majority", "any-member", "every-member"),
    "chair": ("needed", "not-needed"),
    "experts": ("advise", "score"),
    "secretary": ("advise", "score"),
    "form": ("either", "meeting", "written", "written-then-meeting"),
    "mean-rounding": ("exact", "two-decimals"),
    "council-minimum": ("mean", "majority", "every-member"),
}
"""The readings that a council carries out, with the options it knows."""


def convene(
    sheets: Iterable[MemberSheet],
    regulation: Regulation,
    readings: Mapping[str, str],
    held: Held,
) -> Sitting:
    """Return a council that may decide.

    Args:
        sheets: The members with their sheets, in any order.
        regulation: How the council works.
        readings: Options of the book's and the council's readings to use instead of their own choices.
        held: Whether it met.

    Raises:
        CouncilError: With everything that is wrong: members, quorum, sheets, missing answers.
        NotFoundError: If there is no such reading or option.
    """
    expect(sheets, Iterable, "sheets")
    expect(regulation, Regulation, "regulation")
    members = tuple(sheets)
    for one in members:
        expect(one, MemberSheet, "each of the sheets")
    if wrong := list(_wrong_words(members, held)):
        raise CouncilError(wrong)
    members = tuple(sorted(members, key=_order))
    forms = [sheet.criteria_set for one in members if one.conflict is None for sheet in one.scorings]
    if not forms:
        raise CouncilError([refusals.no_sheets()])
    form = _most_common(forms)
    basis = basis_of(form)
    problems = [one.under("regulation") for one in impossible(regulation)]
    rules, unknown = rules_of(basis, regulation, readings)
    problems += unknown
    own = {one.key: rules.choices[one.key] for one in basis.readings if one.key in rules.overridden}
    seats = tuple(_seat(one, form, rules, own, problems) for one in members)
    named = _named(seats)
    sitting = Sitting(seats, form, named[0][2] if named else None, regulation, rules, held)
    problems += refusals.of_regulation(regulation, basis, rules, held)
    problems += _of_members(members, rules)
    problems += _of_products(named)
    problems += _of_council(sitting)
    if problems:
        raise CouncilError(problems)
    return sitting


def _wrong_words(members: Iterable[MemberSheet], held: str) -> Iterator[Problem]:
    """Yield words that no document could hold: who makes values in Python may write anything."""
    if held not in get_args(Held):
        yield refusals.not_a_word(("held",), held, get_args(Held))
    for one in members:
        if one.role not in ROLES:
            yield refusals.not_a_word(("members", one.member, "role"), one.role, ROLES)


def _order(one: MemberSheet) -> tuple[int, str, str]:
    return (tuple(ROLES).index(one.role), canonical(one.member), one.member)


def _identity(form: CriteriaSet) -> tuple[str, str, int]:
    basis = basis_of(form)
    return (basis.book, basis.digest, form.number)


def _most_common(forms: list[CriteriaSet]) -> CriteriaSet:
    counted = Counter(map(_identity, forms))
    return min(forms, key=lambda form: (-counted[_identity(form)], _identity(form)))


def rules_of(
    basis: Basis, regulation: Regulation, chosen: Mapping[str, str]
) -> tuple[Readings, list[Problem]]:
    """Return how the council reads the law, with every answer of the regulation that doesn't exist."""
    book = {reading.key for reading in basis.readings}
    others = tuple(one for one in council_readings() if one.key not in book)
    both = evolve(basis, readings=basis.readings + others)
    readings_of(both, chosen)
    ruled: dict[str, str] = {}
    problems: list[Problem] = []
    for key, ruling in regulation.rules.items():
        try:
            readings_of(both, {key: ruling.choice})
        except NotFoundError as error:
            problems += [one.under("regulation", "rules", key) for one in error.problems]
        else:
            ruled[key] = ruling.choice
            if chosen.get(key, ruling.choice) != ruling.choice:
                problems.append(refusals.not_open(key, chosen[key], regulation))
    rules = readings_of(both, {**chosen, **ruled})
    problems += [
        refusals.not_carried_out(key, rules.choices[key], options)
        for key, options in CARRIED_OUT.items()
        if rules.choices.get(key, options[0]) not in options
    ]
    return rules, problems


def _seat(
    one: MemberSheet, form: CriteriaSet, rules: Readings, own: Mapping[str, str], problems: list[Problem]
) -> Seat:
    """Return a seat with its scores; what is wrong with its sheets is added to the problems."""
    part = part_of(one, rules)
    scores: list[Score] = []
    for number, sheet in enumerate(one.scorings if part == "scores" else (), start=1):
        if _identity(sheet.criteria_set) != _identity(form):
            problems.append(refusals.other_form(one, number, sheet, form))
            continue
        try:
            scores.append(score(sheet, readings=own))
        except (IncompleteSheetError, SheetError) as error:
            problems += [problem.under("members", one.member, number) for problem in error.problems]
    return Seat(one, part, tuple(scores))


def _named(seats: Iterable[Seat]) -> list[tuple[MemberSheet, int, Product, str]]:
    """Return each sheet's member, scoring, product and what it is called, most common first."""
    found = [
        (seat.member, number, sheet.product)
        for seat in seats
        if seat.part == "scores"
        for number, sheet in enumerate(seat.member.scorings, start=1)
        if sheet.product
    ]
    coded = all(product.code for _, _, product in found)
    called = [canonical((product.code if coded else None) or product.name) for _, _, product in found]
    counted = Counter(called)
    named = [(*one, name) for one, name in zip(found, called, strict=True)]
    return sorted(named, key=lambda one: (-counted[one[3]], one[3]))


def _of_products(named: list[tuple[MemberSheet, int, Product, str]]) -> Iterator[Problem]:
    for member, number, product, _ in named:
        if not _may_be_one(product, named[0][2]):
            yield refusals.other_product(member, number, product, named[0][2])


def _may_be_one(one: Product, other: Product) -> bool:
    """Tell whether two sheets can speak of one product: its code decides, else its name and who makes it."""
    if one.code and other.code:
        return canonical(one.code) == canonical(other.code)
    makers = [canonical(product.producer.name) for product in (one, other) if product.producer]
    return canonical(one.name) == canonical(other.name) and len(set(makers)) < 2  # noqa: PLR2004 (both known)


def _of_members(members: tuple[MemberSheet, ...], rules: Readings) -> Iterator[Problem]:
    counted = Counter(canonical(one.member) for one in members)
    told: set[str] = set()
    for one in members:
        name = canonical(one.member)
        if counted[name] > 1 and name not in told:
            told.add(name)
            yield refusals.duplicate(one, counted[name])
        yield from refusals.of_vote(one, part_of(one, rules))


def _of_council(sitting: Sitting) -> Iterator[Problem]:
    chairs = [seat for seat in sitting.council if seat.member.role == "chair"]
    if len(chairs) > 1:
        yield refusals.two_chairs([seat.member.member for seat in chairs])
    if not any(seat.part != "absent" for seat in chairs) and sitting.rules.of("chair") == "needed":
        yield refusals.no_chair(sitting)
    if quorum := sitting.regulation.quorum:
        members = len(sitting.council)
        present = sum(seat.part != "absent" for seat in sitting.council)
        if present < quorum.of(members):
            yield refusals.below_quorum(present, quorum.of(members), members, sitting.regulation)
    if not sitting.scoring:
        yield refusals.nobody_scores()
