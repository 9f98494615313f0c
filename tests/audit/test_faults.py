"""Every kind of fault that the audit knows is found where it was put in."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from attrs import evolve

import ocopkit
from ocopkit import RuleBook
from ocopkit.catalog import books
from ocopkit.rules.articles import SetEntry
from ocopkit.rules.audit import AuditFinding, audit_books
from ocopkit.rules.audits.kinds import KINDS
from ocopkit.rules.book import Shelf, digest_of
from ocopkit.rules.criteria import Gate, Level
from ocopkit.rules.law import Citation, Doubt, Period
from ocopkit.text import Text, same

Steps = tuple[str | int, ...]
Put = Callable[[RuleBook, Steps, object], RuleBook]
New = Callable[[RuleBook], dict[tuple[str, str], AuditFinding]]

TASTE = (7, "criterion", "6.5")
"""0, 1, 3 (for 4 stars) and 5 points (for 5 stars); in no other set."""
LEVELS = (*TASTE, "levels")


def level(key: str, points: int, minimum_for: int | None = None) -> Level:
    """Return a level with a wording of its own."""
    return Level(key, points, Text(vi=f"Mức thử {key}", en=f"Trial level {key}"), minimum_for)


def ladder(*points: int) -> tuple[Level, ...]:
    """Return a ladder of some points."""
    return tuple(level("abcdefgh"[index], one) for index, one in enumerate(points))


IN_A_SET: list[tuple[Steps, object, set[tuple[str, str]]]] = [
    # Sums
    ((*TASTE, "max"), 6, {("ladder-max", "7/6.5"), ("sum", "7/6")}),
    ((7, "parts", 2, "sections", 0, "max"), 16, {("sum", "7/6"), ("sum", "7/C")}),
    ((7, "parts", 2, "max"), 36, {("sum", "7/C"), ("part-differs", "7/C")}),
    (
        (11, "parts", 2, "sections", 0, "headings", 0, "max"),
        5,
        {("sum", "11/6.1")},
    ),
    ((7, "parts", 2, "code"), "D", {("unknown-name", "7/D"), ("part-differs", "7")}),
    # Ladders
    (LEVELS, (), {("no-levels", "7/6.5"), ("star-out-of-reach", "7")}),
    (LEVELS, ladder(0, 1, 3, 4), {("ladder-max", "7/6.5")}),
    (LEVELS, ladder(0, 3, 1, 5), {("ladder-order", "7/6.5/c")}),
    (LEVELS, ladder(0, 3, 3, 5), {("repeated-points", "7/6.5/c")}),
    (LEVELS, ladder(-1, 1, 3, 5), {("negative-points", "7/6.5/a")}),
    (LEVELS, (level("a", 0), level("c", 5)), {("level-keys", "7/6.5")}),
    (
        LEVELS,
        (level("a", 0), evolve(level("a", 5), key="b")),
        {("repeated-level", "7/6.5/b")},
    ),
    # Minimums
    ((*LEVELS, 2, "minimum_for"), 6, {("minimum-without-band", "7/6.5/c"), ("minimum-order", "7/6.5/d")}),
    (
        (*TASTE, "marked_for"),
        6,
        {("minimum-without-band", "7/6.5"), ("missing-reading", "readings/title-mark")},
    ),
    ((*LEVELS, 0, "minimum_for"), 3, {("minimum-idle", "7/6.5/a")}),
    ((*LEVELS, 3, "minimum_for"), 3, {("minimum-order", "7/6.5/d")}),
    ((*LEVELS, 3, "minimum_for"), 4, {("minimum-repeated", "7/6.5/d")}),
    (
        (26, "criterion", "15", "alternatives", 0, "levels", 1, "minimum_for"),
        5,
        {("minimum-in-some-cases", "26/15")},
    ),
    # Either-or
    (
        (26, "criterion", "15", "alternatives", 1, "levels", 1, "points"),
        2,
        {("case-costs-points", "26/15/b")},
    ),
    # Conditions
    (
        (11, "criterion", "5.2", "applies_when", "above"),
        "e",
        {("never-asked", "11/5.2"), ("differs-from-shared", "11/5.2")},
    ),
    (
        (11, "criterion", "5.2", "applies_when", "above"),
        "z",
        {("unknown-name", "11/5.2"), ("differs-from-shared", "11/5.2")},
    ),
    (
        (11, "criterion", "5.2", "applies_when", "criterion"),
        "6.2",
        {("unknown-name", "11/5.2"), ("differs-from-shared", "11/5.2")},
    ),
    # Gates
    (
        (16, "criterion", "6.4", "gates", 0, "zero_in"),
        ("6.1", "6.9"),
        {("unknown-name", "16/6.4/sensory-zero")},
    ),
    (
        (16, "criterion", "6.4", "gates", 0, "zero_in"),
        ("6.1", "7"),
        {("late-zero", "16/6.4/sensory-zero")},
    ),
    (
        (16, "gates"),
        (Gate("sensory-zero", "disqualify", same("Thử")),),
        {("repeated-name", "16/6.4/sensory-zero")},
    ),
    (
        (7, "gates"),
        (Gate("trial", "requirement", same("Thử"), reading="trial"),),
        {("unknown-name", "7/trial")},
    ),
    # Names
    (
        (*TASTE, "code"),
        "6.4",
        {("repeated-name", "7/6.4")},
    ),
    ((*TASTE, "name"), Text(vi="Mùi", en="Smell"), {("repeated-criterion", "7/6.5")}),
    ((*TASTE, "evidence"), ("trial",), {("unknown-name", "7/6.5")}),
    (
        (7, "criterion", "3.3", "levels", 1, "minimum_for"),
        3,
        {("differs-from-shared", "7/3.3")},
    ),
    (
        (20, "criterion", "3.1", "levels", 1, "points"),
        1,
        {("points-differ", "20/3.1"), ("repeated-points", "20/3.1/b"), ("differs-from-shared", "20/3.1")},
    ),
    # Wording
    ((7, "cite"), (), {("missing-citation", "7")}),
    ((7, "cite", 0), Citation("form 7"), {("citation-form", "7")}),
    ((*LEVELS, 1, "name", "vi"), "", {("missing-translation", "7/6.5/b")}),
    ((*LEVELS, 1, "name", "en"), " ", {("missing-translation", "7/6.5/b")}),
    ((*LEVELS, 1, "name"), same("Vị chấp nhận được nói chung"), {("not-translated", "7/6.5/b")}),
    ((*LEVELS, 1, "name", "vi"), "Vi chap nhan duoc noi chung", {("no-diacritics", "7/6.5/b")}),
    ((7, "parts", 2, "sections", 0, "name", "en"), "", {("missing-translation", "7/6")}),
    ((11, "parts", 2, "sections", 0, "headings", 0, "name", "vi"), "", {("missing-translation", "11/6.1")}),
    # Doubts
    ((*TASTE, "doubts"), (Doubt("single-source", same("Thử")),), {("single-source", "7/6.5/doubts/1")}),
    ((9, "doubts"), (Doubt("repair", same("Thử"), at="9/8"),), {("repair", "9/8")}),
    ((9, "doubts"), (Doubt("doubt", same("Thử"), at="9/99"),), {("doubt", "9/99"), ("unknown-name", "9/99")}),
]

IN_THE_ARTICLES: list[tuple[Steps, object, set[tuple[str, str]]]] = [
    # Bands
    (("bands", 1, "at_least"), 75, {("band-gap", "bands/4")}),
    (("bands", 1, "at_least"), 65, {("band-overlap", "bands/4")}),
    (("bands", 2, "below"), 65, {("band-gap", "bands/4")}),
    (("bands", 2, "below"), None, {("band-overlap", "bands/4")}),
    (("bands", 4, "at_least"), 1, {("band-gap", "bands/1")}),
    (("bands", 0, "below"), 100, {("band-gap", "bands/5")}),
    (("bands", 1, "below"), 70, {("band-empty", "bands/4"), ("band-gap", "bands/5")}),
    (("bands", 0, "at_least"), 101, {("band-empty", "bands/5"), ("band-gap", "bands/5")}),
    (("bands", 0, "recognised_by"), "trial", {("unknown-name", "bands/5")}),
    (("bands", 0, "recognised_by"), "province", {("recogniser-differs", "bands/5")}),
    (("bands", 1, "recognised_by"), None, {("recogniser-differs", "bands/4")}),
    (("bands", 3, "stars"), 1, {("repeated-name", "bands/1")}),
    (
        ("bands", 3, "stars"),
        4,
        {("band-order", "bands"), ("repeated-name", "bands/4"), ("recogniser-differs", "bands/4")},
    ),
    # Names
    (("tiers", 1, "recognises"), (3, 4, 6), {("unknown-name", "tiers/province")}),
    (("tiers", 1, "forwards", "to"), "trial", {("unknown-name", "tiers/province/forwards")}),
    (
        ("councils", 0, "tier"),
        "trial",
        {("unknown-name", "councils/trial"), ("missing-citation", "councils/trial")},
    ),
    (("rounds", 2, "tier"), "trial", {("unknown-name", "rounds/trial-1")}),
    (("supervision", 0, "tier"), "trial", {("unknown-name", "supervision/trial")}),
    (("dossier", "submissions", 0, "to"), "trial", {("unknown-name", "dossier/submissions/1")}),
    (("producers", 6, "groups"), ("trial",), {("unknown-name", "producers/association")}),
    (
        ("groups", 0, "subgroups", 0, "sets", 0, "ministries"),
        ("trial",),
        {("unknown-name", "groups/food/fresh-food/1")},
    ),
    (("certificate", "from_stars"), 6, {("unknown-name", "certificate")}),
    (
        ("revocation", "authorities", 0, "stars"),
        (6,),
        {("unknown-name", "revocation/authorities/1")},
    ),
    (("forms", 1, "number"), "01", {("repeated-name", "forms/01")}),
    # Readings
    (("readings", 0, "choice"), "trial", {("unknown-choice", "readings/minimum-missed")}),
    (
        ("readings", 0, "key"),
        "trial",
        {("missing-reading", "readings/minimum-missed")},
    ),
    (
        ("readings", 0, "options", 1, "key"),
        "trial",
        {("option-not-carried-out", "readings/minimum-missed/trial")},
    ),
    (
        ("readings", 0, "options", 1, "key"),
        "highest-star-met",
        {("repeated-name", "readings/minimum-missed/highest-star-met")},
    ),
    # Dates
    (
        ("instrument", "in_force", "last_day"),
        date(2026, 5, 21),
        {("period-reversed", "instrument/in_force")},
    ),
    (("instrument", "issued_on"), date(2026, 5, 23), {("issued-late", "instrument")}),
    (("instrument", "replaced_by"), "1/2030", {("no-last-day", "instrument/in_force")}),
    (("rounds", 0, "finish_before"), "06-31", {("month-day", "rounds/province-1")}),
    # Wording and doubts
    (("bands", 1, "cite"), (), {("missing-citation", "bands/4")}),
    (("tiers", 0, "cite"), (), {("missing-citation", "tiers/commune")}),
    (("certificate", "cite"), (), {("missing-citation", "certificate")}),
    (("readings", 0, "cite"), (), {("missing-citation", "readings/minimum-missed")}),
    (("certificate", "cite", 0), Citation("article 4"), {("citation-form", "certificate")}),
    (("minimums", "en"), "", {("missing-translation", "minimums")}),
    (
        ("dossier", "evidence", 3, "form", "vi"),
        "",
        {("missing-translation", "dossier/environment-and-technology")},
    ),
    (("doubts", 0, "at"), "27", {("doubt", "27"), ("unknown-name", "27")}),
]


def _clauses(fault: tuple[Steps, object, set[tuple[str, str]]]) -> str:
    return " ".join(sorted(f"{code}@{clause}" for code, clause in fault[2]))


@pytest.mark.parametrize("fault", IN_A_SET, ids=_clauses)
def test_a_fault_in_a_set_is_found_at_its_clause(
    book: RuleBook, put: Put, new: New, fault: tuple[Steps, object, set[tuple[str, str]]]
) -> None:
    """One value of one set is changed, and exactly the findings that follow from it are new."""
    steps, value, expected = fault
    assert set(new(put(book, steps, value))) == expected


@pytest.mark.parametrize("fault", IN_THE_ARTICLES, ids=_clauses)
def test_a_fault_in_the_articles_is_found_at_its_clause(
    book: RuleBook, put: Put, new: New, fault: tuple[Steps, object, set[tuple[str, str]]]
) -> None:
    """One value of the articles is changed, and exactly the findings that follow from it are new."""
    steps, value, expected = fault
    assert set(new(put(book, steps, value))) == expected


def test_a_reading_with_a_single_option_is_found(book: RuleBook, put: Put, new: New) -> None:
    """A reading is a choice only where there are at least two ways to read the law."""
    options = book.articles.readings[0].options[:1]
    faulty = put(book, ("readings", 0, "options"), options)
    assert set(new(faulty)) == {("single-option", "readings/minimum-missed")}


def test_an_either_or_with_one_case_is_found(book: RuleBook, put: Put, new: New) -> None:
    """An either-or with a single case leaves nothing to choose."""
    cases = book[26].criterion("15").alternatives[:1]
    faulty = put(book, (26, "criterion", "15", "alternatives"), cases)
    assert set(new(faulty)) == {("single-case", "26/15")}


def test_a_set_listed_twice_is_found(book: RuleBook, put: Put, new: New) -> None:
    """Two lines of the list of product sets cannot have one slug."""
    subgroup = ("groups", 0, "subgroups", 0, "sets", 1)
    first = book.entry(1)
    assert isinstance(first, SetEntry)
    faulty = put(book, (*subgroup, "slug"), first.slug)
    assert set(new(faulty)) == {("repeated-name", f"groups/{first.slug}")}


def test_a_mark_on_a_criterion_without_points_cannot_be_met(book: RuleBook, put: Put, new: New) -> None:
    """A mark printed on a criterion asks for some points; where none are given no star follows."""
    without = put(book, LEVELS, ladder(0))
    faulty = put(put(without, (*TASTE, "marked_for"), 5), (*TASTE, "max"), 0)
    assert set(new(faulty)) == {
        ("minimum-unmeetable", "7/6.5"),
        ("missing-reading", "readings/title-mark"),
        ("star-out-of-reach", "7"),
        ("sum", "7/6"),
    }


def test_a_star_above_the_ceiling_of_a_set_is_out_of_reach(book: RuleBook, put: Put, new: New) -> None:
    """With 5 stars from 100 points, a set whose ladders sum to 99 cannot give them."""
    strict = put(put(book, ("bands", 0, "at_least"), 100), ("bands", 1, "below"), 100)
    faulty = put(strict, LEVELS, ladder(0, 1, 3, 4))
    found = new(faulty)
    assert set(found) == {("ladder-max", "7/6.5"), ("star-out-of-reach", "7")}
    assert "to 99" in found["star-out-of-reach", "7"].what.en


def test_a_star_out_of_reach_for_one_case_is_told_with_that_case(book: RuleBook, put: Put, new: New) -> None:
    """With 5 stars from 100 points, a case that costs one point takes them from those it is for."""
    strict = put(put(book, ("bands", 0, "at_least"), 100), ("bands", 1, "below"), 100)
    case = (26, "criterion", "8", "alternatives", 1, "levels", 1, "points")
    found = new(put(strict, case, 2))
    assert set(found) == {
        ("case-costs-points", "26/8/b"),
        ("star-out-of-reach-in-case", "26"),
    }
    assert found["case-costs-points", "26/8/b"].what.en.startswith("Costs 1 of 3 points")
    named = book[26].criterion("8").alternatives[1].name.vi
    assert found["star-out-of-reach-in-case", "26"].what.vi.startswith(named)


def test_a_minimum_that_forces_points_up_leaves_no_room_in_a_lower_band(
    book: RuleBook, put: Put, new: New
) -> None:
    """A minimum for one star that is worth 30 points leaves no total under 30 that meets it."""
    worth = put(put(book, LEVELS, ladder(30, 35)), (*TASTE, "max"), 35)
    assert ("star-out-of-reach", "7") not in new(worth)
    found = new(put(worth, (*LEVELS, 0, "minimum_for"), 1))
    assert "1 stars (0–29 points)" in found["star-out-of-reach", "7"].what.en


def test_points_beyond_all_reason_are_told_and_do_no_harm(book: RuleBook, put: Put, new: New) -> None:
    """A typing error of sixteen digits is a wrong ladder and no reason to fill the memory."""
    best = new(put(book, (*LEVELS, 3, "points"), 10**16))
    assert set(best) == {("ladder-max", "7/6.5"), ("star-out-of-reach", "7")}
    assert set(new(put(book, (7, "parts", 2, "max"), 10**16))) == {("sum", "7/C"), ("part-differs", "7/C")}


def test_a_book_that_never_ends_leaves_no_gap(book: RuleBook, put: Put) -> None:
    """The last day that a calendar has is a last day like others."""
    endless = _in_force(book, put, "old", date(2020, 1, 1), date.max)
    later = _in_force(book, put, "later", date(2021, 1, 1), date(2021, 12, 31))
    assert set(_between(endless, later)) == {"overlap-in-time"}


def test_a_paper_that_no_criterion_names_is_noted(book: RuleBook, put: Put, new: New) -> None:
    """A paper of the dossier that supports no criterion is handed in for nothing that is said."""
    paper = evolve(book.articles.dossier.evidence[0], key="trial") if book.articles.dossier else None
    papers = (*book.articles.dossier.evidence, paper) if book.articles.dossier else ()
    faulty = put(book, ("dossier", "evidence"), papers)
    assert set(new(faulty)) == {("paper-unused", "dossier/trial")}


def test_a_criterion_that_is_never_asked_and_has_a_minimum_cannot_be_met(
    book: RuleBook, put: Put, new: New
) -> None:
    """A minimum of a criterion whose condition cannot hold takes the star from everybody."""
    marked = put(book, (11, "criterion", "5.2", "levels", 1, "minimum_for"), 5)
    found = new(put(marked, (11, "criterion", "5.2", "applies_when", "above"), "e"))
    assert {("never-asked", "11/5.2"), ("minimum-unmeetable", "11/5.2"), ("star-out-of-reach", "11")} <= set(
        found
    )


def test_a_set_that_is_not_as_published_is_found(book: RuleBook, put: Put, new: New) -> None:
    """A change that contradicts nothing else still differs from the digest published with the set."""
    faulty = put(book, (*LEVELS, 1, "points"), 2)
    assert not new(faulty)
    published = Shelf(faulty.shelf.take, {7: digest_of(book.shelf.take(7))})
    assert set(new(RuleBook(faulty.articles, published))) == {("not-as-published", "7")}


def _between(*books: RuleBook) -> dict[str, AuditFinding]:
    kinds = {"gap-in-time", "overlap-in-time", "declared-overlap"}
    return {one.code: one for one in audit_books(books) if one.code in kinds}


def _in_force(book: RuleBook, put: Put, key: str, first_day: date, last_day: date) -> RuleBook:
    named = put(book, ("id",), key)
    numbered = put(named, ("instrument", "number"), key)
    return put(numbered, ("instrument", "in_force"), Period(first_day, last_day))


def test_days_between_two_books_that_none_covers_are_found(book: RuleBook, put: Put) -> None:
    """A book that ends two days before the next begins leaves one day without rules."""
    old = _in_force(book, put, "old", date(2020, 1, 1), date(2020, 12, 30))
    later = _in_force(book, put, "later", date(2021, 1, 1), date(2021, 12, 31))
    found = _between(later, old)
    assert set(found) == {"gap-in-time"}
    assert found["gap-in-time"].book == "later"
    assert "from 2020-12-31 to 2020-12-31" in found["gap-in-time"].what.en
    whole = _in_force(book, put, "old", date(2020, 1, 1), date(2020, 12, 31))
    assert not _between(whole, later)


def test_days_that_two_books_cover_are_found_unless_declared(book: RuleBook, put: Put) -> None:
    """Two books in force on one day are in order only if one says that it replaces the other."""
    old = _in_force(book, put, "old", date(2020, 1, 1), date(2021, 1, 1))
    later = _in_force(book, put, "later", date(2021, 1, 1), date(2021, 12, 31))
    assert set(_between(old, later)) == {"overlap-in-time"}
    declared = put(later, ("instrument", "replaces"), ("old",))
    assert set(_between(old, declared)) == {"declared-overlap"}


def test_the_national_books_leave_no_day_out_and_overlap_as_they_declare() -> None:
    """From 21 August 2019 on every day has a book; QĐ 148, 1489 and 26 overlap as they say."""
    known = books(packs=False)
    assert set(_between(*map(known.book, known.national))) == {"declared-overlap"}


def test_every_kind_of_finding_has_a_fault_that_brings_it_up() -> None:
    """No kind is listed that no test of this file brings up."""
    tables = [*IN_A_SET, *IN_THE_ARTICLES]
    in_tables = {code for _, _, expected in tables for code, _ in expected}
    by_themselves = {
        "single-option",
        "single-case",
        "minimum-unmeetable",
        "star-out-of-reach-in-case",
        "paper-unused",
        "not-as-published",
        "gap-in-time",
        "overlap-in-time",
        "declared-overlap",
    }
    of_conditions = {
        "unmarked-criterion",
        "uncovered-facts",
        "two-levels",
        "level-falls",
        "never-holds",
        "never-reached",
        "fact-without-paper",
        "too-many-cells",
    }  # brought up in tests/facts/test_audit.py
    assert in_tables | by_themselves | of_conditions == set(KINDS)


def test_every_kind_is_told_in_both_languages() -> None:
    """A kind has a title, a reason and a remedy in Vietnamese and in English."""
    texts: list[Any] = [text for kind in KINDS.values() for text in (kind.title, kind.why, kind.mend)]
    assert all(text.vi and text.en and not text.vi.isascii() for text in texts)


def test_an_audited_book_is_named_in_each_finding() -> None:
    """Findings about several books say which book each of them is about."""
    several = [ocopkit.rule_book("qd-26-2026"), ocopkit.rule_book("qd-148-2023")]
    assert {one.book for one in audit_books(several)} == {"qd-26-2026", "qd-148-2023"}
