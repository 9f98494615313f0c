"""The command ``ocopkit diff``: two books, one set, three formats."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

import ocopkit
from ocopkit.cli._problems import guarded
from ocopkit.cli.diff import diff_command

GOOD = Path(__file__).parent / "good" / "threshold-2027.yaml"
app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)
app.command("diff")(guarded(diff_command))


def run(*arguments: str, status: int = 0, lang: str = "en") -> str:
    """Return what the command writes, once it has left with the status expected."""
    result = CliRunner().invoke(app, [*arguments, "--lang", lang])
    assert result.exit_code == status, result.output
    return result.output


def test_two_books_are_compared_in_words() -> None:
    """By default the command writes text, one difference a line."""
    out = run("qd-148-2023", "qd-26-2026", lang="vi")
    assert out.startswith("qd-148-2023 → qd-26-2026: ")
    assert "  Tiêu chí “Kế toán” (3.đ): bỏ, tối đa 1 điểm (0/1)\n" in out


@pytest.mark.parametrize("key", ["11", "fresh-and-processed-tea"])
def test_one_set_is_compared(key: str) -> None:
    """With --set, by number or slug, only that form is compared."""
    out = run("qd-148-2023", "qd-26-2026", "--set", key)
    assert out.startswith("qd-148-2023/11 → qd-26-2026/11: ")
    assert "Articles" not in out


def test_json_holds_every_difference() -> None:
    """JSON is one document with the place, both values and the sentence in both languages."""
    data = json.loads(run("qd-26-2026", str(GOOD), "--format", "json"))
    assert (data["before"], data["after"]) == ("qd-26-2026", "draft-2027")
    (points,) = [one for one in data["changes"] if one["address"] == "11/4.1/c"]
    assert (points["field"], points["before"], points["after"], points["set"]) == ("points", 3, 4, 11)
    assert points["text"]["vi"] == "Tiêu chí “Khu vực phân phối chính”, mức c (4.1): điểm 3 → 4"


def test_markdown_has_a_heading_for_each_group_of_sets() -> None:
    """Markdown can be put into a document as it is."""
    out = run("qd-26-2026", str(GOOD), "--format", "markdown", lang="vi")
    assert out.startswith("# qd-26-2026 → draft-2027\n")
    assert "\n## Bộ 11\n" in out


def test_everything_is_told_on_demand() -> None:
    """With --all, translations, citations, sources and new numbers are told too."""
    short, long = (run("qd-148-2023", "qd-26-2026", *more) for more in ((), ("--all",)))
    assert "Not listed: " in short
    assert "Not listed: " not in long
    assert "renumbered 3.e → 3.5" in long


def test_books_are_found_by_folder() -> None:
    """A folder with a book.yaml is a rule book as well as an id is."""
    folder = Path(ocopkit.__file__).parent / "criteria" / "qd-26-2026"
    assert run(str(folder), "qd-26-2026").startswith("qd-26-2026 → qd-26-2026: no difference")


def test_wrong_use_is_told() -> None:
    """An unknown book is wrong use; an amendment with problems is a file with problems."""
    assert "There is no rule book 'qd-27'" in run("qd-27", "qd-26-2026", status=2)
    bad = Path(__file__).parent / "bad" / "nowhere.yaml"
    assert "nowhere.yaml:4:" in run("qd-26-2026", str(bad), status=1)
