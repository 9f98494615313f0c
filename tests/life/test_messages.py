"""Bad input, and word for word what is said of it: why, by which clause, and what would be allowed.

python tests/life/test_messages.py    writes anew what is said, to be read before it is kept
"""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
import yaml

import ocopkit
from ocopkit.cases.case import Case
from ocopkit.cases.events import (
    Assessed,
    CertificateIssued,
    CouncilResult,
    DossierFiled,
    Forwarded,
    Recognised,
    Revoked,
)
from ocopkit.cases.results import council_result
from ocopkit.documents import to_yaml
from ocopkit.errors import OcopError
from ocopkit.product import Product
from ocopkit.scoring.council import MemberSheet
from ocopkit.text import Lang

LAW = ocopkit.rule_book
DAY = date(2026, 9, 10)


def at_province() -> Case:
    """Return a case whose dossier is with the province under QĐ 26/2026."""
    return Case.open(Product("Chè minh họa"), LAW, on=date(2026, 6, 1)).apply(
        DossierFiled(date(2026, 6, 1), set=11),
        Assessed(date(2026, 6, 10), "commune"),
        Forwarded(date(2026, 6, 12), "commune"),
    )


def certified() -> Case:
    day = date(2026, 6, 25)
    return at_province().apply(
        CouncilResult(date(2026, 6, 20), "province", Fraction(75)),
        Recognised(day, "province"),
        CertificateIssued(day, "province", "01"),
    )


def sheet(name: str, key: str = "qd-26-2026", number: int = 11) -> ocopkit.ScoreSheet:
    form = LAW(key)[number]
    return ocopkit.ScoreSheet(form, {one.code: one.max for one in form.criteria}, product=Product(name))


def filed(one: ocopkit.ScoreSheet) -> Case:
    return at_province().apply(council_result(ocopkit.score(one), on=DAY, by="province"))


def without_a_chair() -> object:
    rules = ocopkit.books(packs=False).regulation("qd-26-2026", "province")
    return ocopkit.decide([MemberSheet("An", sheet("Chè")), MemberSheet("Bình", sheet("Chè"))], rules)


WRONG: dict[str, Callable[[], object]] = {
    "before its cause": lambda: at_province().apply(CertificateIssued(DAY, "province")),
    "from the wrong authority": lambda: certified().apply(Revoked(DAY, "centre", "a")),
    "from a tier that doesn't have the dossier": lambda: at_province().apply(
        CouncilResult(DAY, "centre", Fraction(95))
    ),
    "before the case began": lambda: Case.open(Product("Chè"), LAW, on=date(2026, 6, 1)).apply(
        DossierFiled(date(2026, 5, 31))
    ),
    "under a law not yet in force": lambda: Case.open(Product("Chè"), LAW("qd-26-2026")).apply(
        DossierFiled(date(2026, 5, 21))
    ),
    "before there was a law": lambda: Case.open(Product("Chè"), LAW).apply(DossierFiled(date(2019, 8, 20))),
    "a certificate issued twice": lambda: certified().apply(CertificateIssued(DAY, "province", "02")),
    "a sheet of another product": lambda: filed(sheet("Chè khác")),
    "a sheet of another set": lambda: filed(sheet("Chè minh họa", number=12)),
    "a sheet of another book": lambda: filed(sheet("Chè minh họa", "qd-148-2023")),
    "a council without its chair": without_a_chair,
}

SAID_IN = Path(__file__).parent / "said.yaml"
SAID: dict[str, dict[Lang, str]] = yaml.safe_load(SAID_IN.read_text(encoding="utf-8"))


def said(wrong: str) -> dict[Lang, str]:
    """Return what is said of a bad input."""
    with pytest.raises(OcopError) as caught:
        WRONG[wrong]()
    return {"en": caught.value.say("en"), "vi": caught.value.say("vi")}


@pytest.mark.parametrize("wrong", WRONG)
def test_bad_input_is_refused_in_these_words(wrong: str) -> None:
    """The place, what is wrong, why, and what would be allowed, in both languages."""
    assert said(wrong) == SAID[wrong]


def test_nothing_else_is_expected() -> None:
    """Each expectation is of a bad input above."""
    assert set(SAID) == set(WRONG)


if __name__ == "__main__":
    SAID_IN.write_text(to_yaml({wrong: said(wrong) for wrong in WRONG}), encoding="utf-8")
