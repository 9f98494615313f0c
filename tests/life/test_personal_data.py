"""Personal data of a producer's representative: shown nowhere unless it is asked for by name."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import attrs
import pytest
import typer
from typer.testing import CliRunner

import ocopkit
from ocopkit.cases.case import Case
from ocopkit.cases.deadlines import deadlines
from ocopkit.cases.document import case_of, case_to_plain
from ocopkit.cases.dossier import Dossier, completeness
from ocopkit.cases.events import (
    Assessed,
    CertificateIssued,
    CouncilResult,
    DossierFiled,
    Forwarded,
    Recognised,
)
from ocopkit.cases.icalendar import Entry, to_icalendar
from ocopkit.cases.register import load_register, register_cases, save_register
from ocopkit.cases.results import council_result
from ocopkit.cases.statistics import rows, statistics
from ocopkit.cli import case as commands
from ocopkit.cli import register
from ocopkit.cli._problems import guarded
from ocopkit.documents import parse, to_json
from ocopkit.errors import OcopError
from ocopkit.product import Person, Producer, Product
from ocopkit.scoring.council import MemberSheet
from ocopkit.scoring.councils.report import decision_report
from ocopkit.scoring.regulation import Regulation
from ocopkit.text import Text

LAW = ocopkit.rule_book
DAY = date(2026, 7, 10)
SECRETS = {
    "name": "Nguyễn-bí-mật",
    "sex": "nữ-bí-mật",
    "ethnicity": "Tày-bí-mật",
    "residence": "thôn-bí-mật",
    "telephone": "0900-bí-mật",
    "email": "thư@bí-mật",
}
PERSON = Person(**SECRETS, disability=True)
PRODUCT = Product("Chè minh họa", Producer("HTX Minh Họa", "cooperative", representative=PERSON))
CASE = Case.open(PRODUCT, LAW, id="19-1").apply(
    DossierFiled(date(2026, 6, 1), set=11),
    Assessed(date(2026, 6, 10), "commune"),
    Forwarded(date(2026, 6, 12), "commune"),
    CouncilResult(date(2026, 7, 1), "province", Fraction(92)),
    Recognised(DAY, "province"),
    CertificateIssued(DAY, "province"),
)
TEA = LAW("qd-26-2026")[11]
SHEET = ocopkit.ScoreSheet(TEA, {one.code: one.max for one in TEA.criteria}, product=PRODUCT)
MEMBERS = [MemberSheet("chair", SHEET, "chair"), MemberSheet("member", SHEET)]
RULES = Regulation("own", Text(vi="Quy chế", en="Rules"))


def is_silent(told: str) -> bool:
    return "bí-mật" not in told and '"disability": true' not in told and "disability=" not in told


def refused(event: Any) -> str:
    with pytest.raises(OcopError) as caught:
        CASE.apply(event)
    return caught.value.say("en") + caught.value.say("vi") + repr(caught.value)


def test_every_field_of_a_person_is_marked_personal() -> None:
    """A field added later is caught here: marked, and kept out of the repr."""
    for one in attrs.fields(Person):
        assert one.metadata.get("personal")
        assert one.repr is False
    assert attrs.fields_dict(Producer)["representative"].metadata.get("personal")
    assert set(SECRETS) | {"disability"} == {one.name for one in attrs.fields(Person)}


@pytest.mark.parametrize(
    "told",
    [
        lambda: repr(PERSON) + repr(PRODUCT) + str(PRODUCT),
        lambda: repr(CASE) + repr(CASE.state) + CASE._repr_html_(),
        lambda: repr(SHEET) + repr(ocopkit.score(SHEET)),
        lambda: repr(Dossier(PRODUCT, "qd-26-2026", 11)),
        lambda: repr(completeness(Dossier(PRODUCT, "qd-26-2026", 11), LAW("qd-26-2026"), on=DAY).told()),
        lambda: repr(MEMBERS) + repr(ocopkit.decide(MEMBERS, RULES)),
        lambda: refused(DossierFiled(DAY, "re-evaluation")),
        lambda: refused(DossierFiled(date(2026, 1, 1))),
        lambda: refused(council_result(ocopkit.score(SHEET), on=DAY, by="centre")),
        lambda: to_json(case_to_plain(CASE)),
        lambda: json.dumps(ocopkit.report(ocopkit.score(SHEET)), ensure_ascii=False),
        lambda: json.dumps(decision_report(ocopkit.decide(MEMBERS, RULES)), ensure_ascii=False),
        lambda: repr(deadlines(CASE, DAY)),
        lambda: to_icalendar(
            [Entry("1", PRODUCT.name, one) for one in deadlines(CASE, DAY)], made_at=datetime.now(UTC)
        ),
        lambda: repr(statistics([CASE], LAW, on=DAY)) + repr(list(rows([CASE], LAW, on=DAY))),
    ],
)
def test_what_is_shown_and_handed_out_is_silent(told: Callable[[], str]) -> None:
    """Reprs, messages, documents, reports, calendars and statistics say nothing of the representative."""
    said = told()
    assert said
    assert is_silent(said)


@pytest.mark.parametrize(
    "wrong",
    [
        "{name: bí-mật, telephone: [bí-mật]}",
        "{name: bí-mật, disability: bí-mật}",
        "bí-mật",
        "[bí-mật]",
        "{name: {bí-mật: 1}}",
        "{sex: bí-mật}",
        "{name: x, email: 0987654}",
    ],
)
def test_a_wrong_value_of_a_personal_field_is_not_repeated(wrong: str) -> None:
    """The message tells the place and the form, and not what stands there."""
    text = f"format: 2\nproduct: {{name: Chè, producer: {{name: HTX, representative: {wrong}}}}}\n"
    with pytest.raises(OcopError) as caught:
        case_of(parse(text), LAW)
    told = caught.value.say("en") + caught.value.say("vi")
    assert "product/producer/representative" in told
    assert is_silent(told)
    assert "987654" not in told


def test_a_register_keeps_personal_data_only_if_it_is_asked_to(tmp_path: Path) -> None:
    """Without being asked the file has none; with it, the file does, and what is counted from it doesn't."""
    file = tmp_path / "register.jsonl"
    save_register(file, [CASE])
    assert is_silent(file.read_text(encoding="utf-8"))
    save_register(file, [CASE], personal=True)
    assert not is_silent(file.read_text(encoding="utf-8"))
    assert next(register_cases(file, LAW)) == load_register(file, LAW).cases["19-1"] == CASE
    assert is_silent(repr(load_register(file, LAW)))
    assert is_silent(repr(statistics(file, LAW, on=DAY)) + repr(list(rows(file, LAW, on=DAY))))


@pytest.fixture(scope="module")
def app() -> typer.Typer:
    """Return the commands under their names."""
    top = typer.Typer(rich_markup_mode=None)
    top.command("show")(guarded(commands.show))
    top.command("apply")(guarded(commands.apply_command))
    top.command("deadlines")(guarded(commands.deadlines_command))
    top.command("stats")(guarded(register.stats))
    return top


@pytest.mark.parametrize(
    ("arguments", "asked"),
    [
        (["show", "FILE", "--on", "2026-08-01"], False),
        (["apply", "FILE", "{kind: appeal-noted, on: 2026-08-01}"], False),
        (["apply", "FILE", "{kind: appeal-noted, on: 2026-08-01}", "--personal"], True),
        (["apply", "FILE", "{kind: completed, on: 2026-08-01}"], False),
        (["deadlines", "FILE", "--on", "2026-08-01"], False),
        (["deadlines", "FILE", "--on", "2026-08-01", "--format", "json"], False),
        (["deadlines", "FILE", "--on", "2026-08-01", "--format", "ical"], False),
        (["stats", "REGISTER", "--on", "2026-08-01"], False),
        (["stats", "REGISTER", "--on", "2026-08-01", "--format", "json"], False),
    ],
)
def test_commands_say_nothing_unless_asked(
    app: typer.Typer, tmp_path: Path, arguments: list[str], asked: bool
) -> None:
    """Only `case apply --personal` writes personal data, since it writes the case."""
    file, many = tmp_path / "case.json", tmp_path / "register.jsonl"
    file.write_text(to_json(case_to_plain(CASE, personal=True)), encoding="utf-8")
    save_register(many, [CASE], personal=True)
    named = {"FILE": str(file), "REGISTER": str(many)}
    done = CliRunner().invoke(app, [named.get(one, one) for one in arguments] + ["--lang", "en"])
    assert done.output
    assert is_silent(done.output) is not asked
    if arguments == ["apply", "FILE", "{kind: appeal-noted, on: 2026-08-01}"]:
        assert done.stderr == "Personal data of the file is left out; add --personal to keep it\n"
