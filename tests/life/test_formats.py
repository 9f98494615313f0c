"""Documents written by older versions load for ever; those of today fit their published schemas."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import ocopkit
from ocopkit.cases.document import FORMAT, case_from_plain, case_to_plain, load_case
from ocopkit.cases.events import KINDS
from ocopkit.cases.register import load_register, save_register
from ocopkit.cases.statistics import statistics
from ocopkit.errors import DocumentError
from ocopkit.published import json_schemas

STORED = Path(__file__).parent / "stored"
LAW = ocopkit.rule_book
SCHEMAS = json_schemas()
STATUSES = {
    date(2020, 5, 10): "not-issued",
    date(2020, 5, 11): "valid",
    date(2023, 5, 11): "expired",
    date(2023, 8, 9): "valid",
    date(2026, 8, 15): "extended",
    date(2026, 9, 2): "expired",
    date(2026, 10, 1): "revoked",
}
"""What was told of the stored case when it was written."""


def fits(name: str, plain: object) -> None:
    jsonschema.Draft202012Validator(SCHEMAS[name]).validate(plain)


def test_a_case_of_format_1_loads_as_it_was_written() -> None:
    """A file of November 2026 with every kind of event: the same events, and the same status each day."""
    case = load_case(STORED / "format-1.json", LAW)
    assert {event.kind for event in case.events} == set(KINDS)
    assert {day: case.status(day) for day in STATUSES} == STATUSES
    now = case_to_plain(case)
    assert now["format"] == FORMAT == 2
    before = json.loads((STORED / "format-1.json").read_text(encoding="utf-8"))
    assert {**now, "format": 1} == before


def test_a_register_of_format_1_loads_as_it_was_written(tmp_path: Path) -> None:
    """Its lines that add to a case say no format; written anew each line says it."""
    file = STORED / "format-1.jsonl"
    found = load_register(file, LAW)
    assert found.problems == ()
    assert found.cases["19-1"].events == load_case(STORED / "format-1.json", LAW).events
    counted = statistics(file, LAW, on=date(2026, 8, 15))
    assert (counted.total.ever, counted.statuses) == (1, {"extended": 1, "not-issued": 1})
    anew = tmp_path / "register.jsonl"
    save_register(anew, found.cases.values())
    assert load_register(anew, LAW) == found
    assert statistics(anew, LAW, on=date(2026, 8, 15)) == counted


def test_a_case_of_a_later_format_is_refused() -> None:
    """What a later version writes is not guessed at."""
    with pytest.raises(DocumentError) as caught:
        case_from_plain({"format": 3, "product": {"name": "Chè"}}, LAW)
    assert str(caught.value) == (
        "<case>: format: [newer-format] The file is written in format 3. This version reads formats up to 2. "
        "Update ocopkit to read it."
    )


def test_cases_and_registers_fit_their_schemas() -> None:
    """Stored and written anew, with every kind of event, by the line or whole."""
    fits("case.schema.json", json.loads((STORED / "format-1.json").read_text(encoding="utf-8")))
    fits("case.schema.json", case_to_plain(load_case(STORED / "format-1.json", LAW)))
    for line in (STORED / "format-1.jsonl").read_text(encoding="utf-8").splitlines():
        fits("register.schema.json", json.loads(line))


@pytest.mark.parametrize(
    "wrong",
    [
        {"format": 3, "product": {"name": "Chè"}},
        {"product": {"name": "Chè"}},
        {"format": 2, "product": {"name": "Chè"}, "events": [{"kind": "filed", "on": "2026-06-01"}]},
        {"format": 2, "product": {"name": "Chè"}, "events": [{"kind": "lapsed"}]},
        {"format": 2, "product": {"name": "Chè"}, "events": [{"kind": "lapsed", "on": "…", "by": "x"}]},
        {"format": 2, "product": {"name": "Chè"}, "evnts": []},
    ],
)
def test_what_a_case_s_reader_refuses_its_schema_refuses(wrong: dict[str, Any]) -> None:
    """A wrong format, kind or key is wrong for both."""
    with pytest.raises(DocumentError):
        case_from_plain(wrong, LAW)
    with pytest.raises(jsonschema.ValidationError):
        fits("case.schema.json", wrong)
