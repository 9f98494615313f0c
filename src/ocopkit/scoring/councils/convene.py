"""A council convened: who scores, who is left out, and everything that is wrong with it, all at once."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from attrs import evolve, field, frozen

from ocopkit.errors import IncompleteSheetError, NotFoundError, OcopError, Problem, SheetError, Where
from ocopkit.product import Product
from ocopkit.rules.basis import Basis
from ocopkit.rules.criteria import CriteriaSet
from ocopkit.scoring.readings import Readings, readings_of
from ocopkit.scoring.regulation import Regulation, council_readings, faults
from ocopkit.scoring.score import Score, basis_of, score
from ocopkit.scoring.sheet import ScoreSheet
from ocopkit.text import Text

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
    members = tuple(sorted(sheets, key=_order))
    counting = [sheet for one in members if one.conflict is None for sheet in one.scorings]
    if not counting:
        raise CouncilError([_no_sheets()])
    form = _most_common(counting)
    rules, problems = _rules(basis_of(form), regulation, readings)
    problems += faults(regulation)
    problems += _of_regulation(regulation, basis_of(form), rules, held)
    problems += _of_members(members, rules)
    own = {one.key: rules.choices[one.key] for one in basis_of(form).readings if one.key in rules.overridden}
    seats = tuple(_seat(one, form, rules, own, problems) for one in members)
    scored = [one for seat in seats if seat.part == "scores" for one in seat.member.scorings]
    products, others = _products(seats)
    sitting = Sitting(seats, form, products[0] if products else None, regulation, rules, held)
    problems += others
    problems += _of_council(sitting)
    if not scored:
        problems.append(_nobody_scores())
    if problems:
        raise CouncilError(problems)
    return sitting


def _order(one: MemberSheet) -> tuple[int, str, str]:
    return (tuple(ROLES).index(one.role), canonical(one.member), one.member)


def _identity(form: CriteriaSet) -> tuple[str, str, int]:
    basis = basis_of(form)
    return (basis.book, basis.digest, form.number)


def _most_common(sheets: list[ScoreSheet]) -> CriteriaSet:
    forms = [sheet.criteria_set for sheet in sheets]
    counted = Counter(map(_identity, forms))
    return min(forms, key=lambda form: (-counted[_identity(form)], _identity(form)))


def _rules(basis: Basis, regulation: Regulation, chosen: Mapping[str, str]) -> tuple[Readings, list[Problem]]:
    """Return how the council reads the law, with every answer of the regulation that doesn't exist."""
    book = {reading.key for reading in basis.readings}
    both = evolve(
        basis, readings=(*basis.readings, *(one for one in council_readings() if one.key not in book))
    )
    readings_of(both, chosen)
    known = {reading.key: reading for reading in both.readings}
    ruled: dict[str, str] = {}
    problems: list[Problem] = []
    for key, ruling in regulation.rules.items():
        if key in known and known[key].option(ruling.choice) is None and key not in book:
            continue  # the regulation's own faults tell of it
        try:
            readings_of(both, {key: ruling.choice})
        except NotFoundError as error:
            problems += [one.under("regulation", "rules", key) for one in error.problems]
        else:
            ruled[key] = ruling.choice
    problems += [
        _not_open(key, option, regulation)
        for key, option in chosen.items()
        if key in ruled and ruled[key] != option
    ]
    return readings_of(both, {**chosen, **ruled}), problems


def _seat(
    one: MemberSheet, form: CriteriaSet, rules: Readings, own: Mapping[str, str], problems: list[Problem]
) -> Seat:
    """Return a seat with its scores; what is wrong with its sheets is added to the problems."""
    part = part_of(one, rules)
    scores: list[Score] = []
    for number, sheet in enumerate(one.scorings if part == "scores" else (), start=1):
        if _identity(sheet.criteria_set) != _identity(form):
            problems.append(_other_form(one, number, sheet, form))
            continue
        try:
            scores.append(score(sheet, readings=own))
        except (IncompleteSheetError, SheetError) as error:
            problems += [problem.under("members", one.member, number) for problem in error.problems]
    return Seat(one, part, tuple(scores))


def _products(seats: Iterable[Seat]) -> tuple[list[Product], list[Problem]]:
    """Return the products that sheets name, the most common first, and those that are another one."""
    named = [
        (seat.member, number, sheet.product)
        for seat in seats
        if seat.part == "scores"
        for number, sheet in enumerate(seat.member.scorings, start=1)
        if sheet.product
    ]
    coded = all(product.code for _, _, product in named)
    counted = Counter(_called(product, coded=coded) for _, _, product in named)
    ranked = sorted(
        named, key=lambda one: (-counted[_called(one[2], coded=coded)], _called(one[2], coded=coded))
    )
    if not ranked:
        return [], []
    first = ranked[0][2]
    others = [
        _other_product(member, number, product, first)
        for member, number, product in named
        if _called(product, coded=coded) != _called(first, coded=coded)
    ]
    return [product for _, _, product in ranked], others


def _called(product: Product, *, coded: bool) -> str:
    return canonical(product.code or "") if coded else canonical(product.name)


def _of_regulation(regulation: Regulation, basis: Basis, rules: Readings, held: Held) -> Iterator[Problem]:
    if regulation.rule_books and basis.book not in regulation.rule_books:
        books = ", ".join(regulation.rule_books)
        yield Problem(
            "other-regime",
            Text(
                vi=f"{regulation.name.vi}: không áp dụng cho phiếu theo {basis.instrument}",
                en=f"{regulation.name.en} does not hold for sheets under {basis.instrument}",
            ),
            Text(
                vi=f"Dữ liệu ghi quy chế này áp dụng cho: {books}", en=f"By its data it holds under: {books}"
            ),
            Text(
                vi=f"Dùng quy chế của hội đồng chấm theo {basis.book}",
                en=f"Use the regulation of a council that scores by {basis.book}",
            ),
            Where(("regulation", "rule_books")),
        )
    allowed = rules.of("form") if "form" in rules.choices else "either"
    if allowed in {"meeting", "written"} and allowed != held:
        met = held == "meeting"
        yield Problem(
            "wrong-form",
            Text(
                vi="Hội đồng đã họp" if met else "Hội đồng đã lấy ý kiến bằng văn bản",
                en="The council met" if met else "The council gave written opinions",
            ),
            Text(
                vi="Quy định yêu cầu lấy ý kiến bằng văn bản" if met else "Quy định yêu cầu hội đồng họp",
                en="Its rules ask for written opinions" if met else "Its rules ask for a meeting",
            ),
            Text(vi="Làm đúng hình thức, rồi chấm", en="Use the form that the rules ask for, and score then"),
            Where(("regulation", "rules", "form")),
        )


def _of_members(members: tuple[MemberSheet, ...], rules: Readings) -> Iterator[Problem]:
    counted = Counter(canonical(one.member) for one in members)
    told: set[str] = set()
    for one in members:
        plain = canonical(one.member)
        if counted[plain] > 1 and plain not in told:
            told.add(plain)
            yield _duplicate(one, counted[plain])
        yield from _of_vote(one, rules)


def _of_council(sitting: Sitting) -> Iterator[Problem]:
    chairs = [seat for seat in sitting.council if seat.member.role == "chair"]
    if len(chairs) > 1:
        yield _two_chairs([seat.member.member for seat in chairs])
    if not any(seat.part != "absent" for seat in chairs) and sitting.rules.of("chair") == "needed":
        yield _no_chair(sitting)
    if quorum := sitting.regulation.quorum:
        members = len(sitting.council)
        present = sum(seat.part != "absent" for seat in sitting.council)
        if present < quorum.of(members):
            yield _below_quorum(present, quorum.of(members), members, sitting.regulation)


