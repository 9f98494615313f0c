"""Any event, whoever made it, wherever a case stands: it is accepted, or told why not."""

from datetime import date, timedelta
from fractions import Fraction
from typing import Any, get_args

from hypothesis import given, settings
from hypothesis import strategies as st

import ocopkit
from ocopkit.cases.case import Case, replayed
from ocopkit.cases.deadlines import late
from ocopkit.cases.document import case_from_plain, case_to_plain
from ocopkit.cases.events import (
    KINDS,
    Assessed,
    CertificateIssued,
    Choice,
    CouncilResult,
    DossierFiled,
    Event,
    Finding,
    Forwarded,
    Recognised,
)
from ocopkit.errors import OcopError, Problem
from ocopkit.product import Product
from ocopkit.rules.articles import Route

LAW = ocopkit.rule_book
DAY = date(2026, 6, 1)
LIFE = (
    DossierFiled(DAY, set=11),
    Assessed(DAY + timedelta(10), "commune"),
    Forwarded(DAY + timedelta(11), "commune"),
    CouncilResult(DAY + timedelta(20), "province", Fraction(92)),
    Recognised(DAY + timedelta(21), "province"),
    CertificateIssued(DAY + timedelta(21), "province", "01"),
    Forwarded(DAY + timedelta(22), "province"),
    CouncilResult(DAY + timedelta(80), "centre", Fraction(85)),
)
days = st.dates(date(2026, 5, 1), date(2031, 1, 1))
tiers = st.sampled_from(["commune", "district", "province", "centre", "ward", ""])
books = st.sampled_from([None, "qd-26-2026", "qd-1489-2025", "x"])
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "on": days,
    "by": tiers,
    "to": st.none() | tiers,
    "points": st.none() | st.fractions(-5, 105, max_denominator=100),
    "stars": st.none() | st.integers(-1, 6),
    "set": st.none() | st.integers(-1, 27),
    "rule_book": books,
    "product": st.sampled_from([None, "Chè", "Rượu"]),
    "route": st.sampled_from(get_args(Route)),
    "choice": st.sampled_from(get_args(Choice)),
    "finding": st.sampled_from(get_args(Finding)),
    "until": st.none() | days,
    "last_day": st.none() | days,
    "remedy_by": st.none() | days,
    "number": st.sampled_from(["", "01", "02"]),
    "code": st.sampled_from([None, "19-05542-3-2026", "x"]),
    "ground": st.sampled_from([None, "a", "đ", "z"]),
    "note": st.sampled_from(["", "lý do"]),
}


@st.composite
def events(draw: st.DrawFn) -> Event:
    """Draw an event of any kind, its fields put together without regard to each other."""
    kind = draw(st.sampled_from(sorted(KINDS)))
    fields = {name: draw(FIELDS[name]) for name in KINDS[kind].__annotations__ if name != "kind"}
    if kind == "law-changed":
        fields["rule_book"] = fields["rule_book"] or "x"
    event: Event = KINDS[kind](**fields)
    return event


@given(st.integers(0, len(LIFE)), st.lists(events(), min_size=1, max_size=4))
@settings(max_examples=100)
def test_any_event_is_accepted_or_told_why_not(lived: int, more: list[Event]) -> None:
    """What is refused is told in both languages; what is accepted is read again and answers."""
    case, told = Case.open(Product("Chè"), LAW).apply(*LIFE[:lived]), list[Problem]()
    for event in more:
        try:
            case = case.apply(event)
        except OcopError as error:
            told += error.problems
    assert all(one.what.vi and one.what.en and one.mend.vi and one.mend.en for one in told)
    assert case_from_plain(case_to_plain(case), LAW) == case
    assert replayed(case).state == case.state
    for day in (DAY, date(2029, 6, 22), date(2031, 1, 1)):
        assert (case.stars(day) is not None) is (case.status(day) in {"valid", "extended"})
        assert all(one.due < one.done for one in case.deadlines(day) if one.done)
    assert all(one.done and one.due < one.done for one in late(case))
