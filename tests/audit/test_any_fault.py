"""Whatever single fault is put into QĐ 26/2026, the audit finds it."""

from collections.abc import Callable, Iterator
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ocopkit
from ocopkit import RuleBook
from ocopkit.rules.audit import AuditFinding
from ocopkit.rules.book import Shelf, digest_of
from ocopkit.rules.law import Citation

Steps = tuple[str | int, ...]
Put = Callable[[RuleBook, Steps, object], RuleBook]
New = Callable[[RuleBook], dict[tuple[str, str], AuditFinding]]

BOOK = ocopkit.rule_book("qd-26-2026")


def _to_ladders(cases: int) -> list[Steps]:
    """Return the steps from a criterion to each of its ladders."""
    return [("alternatives", case) for case in range(cases)] if cases else [()]


LADDERS: list[tuple[str, Steps]] = [
    (f"{form.number}/{one.code}", (form.number, "criterion", one.code, *steps, "levels"))
    for form in BOOK
    for one in form.criteria
    for steps in _to_ladders(len(one.alternatives))
]
"""Every ladder of the book: the clause of its criterion, and the steps to it."""

OFF = st.sampled_from([-3, -2, -1, 1, 2, 3])
"""By how much a number is off."""

faults = settings(max_examples=25)


def value_at(book: RuleBook, steps: Steps) -> Any:
    """Return what stands at some steps of a book."""
    here: Any = book.articles
    if isinstance(steps[0], int):
        here = book[steps[0]]
        steps = steps[1:]
        if steps[0] == "criterion":
            here = here.criterion(str(steps[1]))
            steps = steps[2:]
    for step in steps:
        here = here[step] if isinstance(step, int) else getattr(here, step)
    return here


def cited(value: Any, steps: Steps = ()) -> Iterator[Steps]:
    """Yield the steps to every list of citations that isn't empty."""
    for field in attrs.fields(type(value)):
        inner = getattr(value, field.name)
        if field.name == "cite" and inner:
            yield (*steps, "cite")
        elif attrs.has(type(inner)) and not isinstance(inner, Citation):
            yield from cited(inner, (*steps, field.name))
        elif isinstance(inner, tuple) and field.name != "cite":
            for index, item in enumerate(inner):
                if attrs.has(type(item)):
                    yield from cited(item, (*steps, field.name, index))


CITATIONS: list[Steps] = [*cited(BOOK.articles), *((form.number, "cite") for form in BOOK)]


def grave_at(found: dict[tuple[str, str], AuditFinding]) -> set[str]:
    """Return the clauses at which there are errors or warnings."""
    grave = [one for one in found.values() if one.severity in {"error", "warning"}]
    return {clause for one in grave for clause in (one.clause, *one.also)}


@pytest.fixture(scope="module")
def published() -> dict[int, str]:
    """Return the digests of the sets as they were published."""
    return {form.number: digest_of(form) for form in BOOK}


@faults
@given(ladder=st.sampled_from(LADDERS), data=st.data())
def test_a_level_dropped_is_found_at_its_criterion(
    put: Put, new: New, ladder: tuple[str, Steps], data: st.DataObject
) -> None:
    """Whichever level of whichever ladder is lost, there is an error or warning at the criterion."""
    clause, steps = ladder
    levels = value_at(BOOK, steps)
    lost = data.draw(st.integers(0, len(levels) - 1))
    found = new(put(BOOK, steps, (*levels[:lost], *levels[lost + 1 :])))
    assert any(f"{one}/".startswith(f"{clause}/") for one in grave_at(found))


@faults
@given(ladder=st.sampled_from(LADDERS), off=OFF)
def test_a_best_level_of_other_points_is_found_at_its_criterion(
    put: Put, new: New, ladder: tuple[str, Steps], off: int
) -> None:
    """The best level and the most points of a criterion are two records of one number."""
    clause, steps = ladder
    last = len(value_at(BOOK, steps)) - 1
    place = (*steps, last, "points")
    found = new(put(BOOK, place, value_at(BOOK, place) + off))
    assert any(f"{one}/".startswith(f"{clause}/") for one in grave_at(found))


@faults
@given(form=st.sampled_from(list(BOOK)), off=OFF, data=st.data())
def test_other_most_points_are_found_where_they_stand(
    put: Put, new: New, form: ocopkit.CriteriaSet, off: int, data: st.DataObject
) -> None:
    """The most points of a criterion, section or part disagree with what they hold."""
    part = data.draw(st.integers(0, len(form.parts) - 1))
    section = data.draw(st.integers(0, len(form.parts[part].sections) - 1))
    members = form.parts[part].sections[section].criteria
    member = data.draw(st.integers(0, len(members) - 1))
    in_section: Steps = ("parts", part, "sections", section)
    clause, steps = data.draw(
        st.sampled_from(
            [
                (form.parts[part].code, ("parts", part)),
                (form.parts[part].sections[section].code, in_section),
                (members[member].code, ("criterion", members[member].code)),
            ]
        )
    )
    place = (form.number, *steps, "max")
    found = new(put(BOOK, place, value_at(BOOK, place) + off))
    assert f"{form.number}/{clause}" in grave_at(found)


@faults
@given(ladder=st.sampled_from(LADDERS), off=OFF, data=st.data())
def test_any_other_points_in_a_published_set_are_found(
    put: Put,
    new: New,
    published: dict[int, str],
    ladder: tuple[str, Steps],
    off: int,
    data: st.DataObject,
) -> None:
    """A number that nothing else in the book repeats is still in the digest that was published."""
    clause, steps = ladder
    place = (*steps, data.draw(st.integers(0, len(value_at(BOOK, steps)) - 1)), "points")
    faulty = put(BOOK, place, value_at(BOOK, place) + off)
    found = new(RuleBook(faulty.articles, Shelf(faulty.shelf.take, published)))
    assert clause.split("/")[0] in grave_at(found)


@faults
@given(
    band=st.integers(0, len(BOOK.articles.bands) - 1),
    end=st.sampled_from(["at_least", "below"]),
    off=OFF,
)
def test_a_band_shifted_is_found_at_that_band(put: Put, new: New, band: int, end: str, off: int) -> None:
    """Either end of a band, moved by itself, leaves a gap, an overlap or an empty band."""
    most = sum(part.max for part in BOOK.articles.parts)
    place: Steps = ("bands", band, end)
    now = value_at(BOOK, place)
    found = new(put(BOOK, place, most - abs(off) if now is None else now + off))
    assert f"bands/{BOOK.articles.bands[band].stars}" in grave_at(found)


@faults
@given(steps=st.sampled_from(CITATIONS))
def test_a_citation_removed_is_found(put: Put, new: New, steps: Steps) -> None:
    """Whatever was cited and no longer is, is one warning."""
    found = new(put(BOOK, steps, ()))
    assert [(one.code, one.severity) for one in found.values()] == [("missing-citation", "warning")]
    assert next(iter(found.values())).where.path == steps
