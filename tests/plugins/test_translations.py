"""Translations of packs: what people read in one more language, and nothing else."""

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

import ocopkit
from ocopkit import packs
from ocopkit.cli._app import app
from ocopkit.local.translation import Translation
from ocopkit.plugins.documents import problems_of
from ocopkit.plugins.offers import offer_of_folder
from ocopkit.rules.book import digest_of

DOCUMENTS = Path("examples/packs/vi-du/src/ocop_vi_du/documents")
FILE = "translations/vi-du-tieng-phap-2026.yaml"
TEA = Path("examples/sheets/tea-three-stars.yaml")


@pytest.fixture
def french() -> Translation:
    """Return the translation of the example pack."""
    return packs.known([], folders=[DOCUMENTS]).translation("vi-du-tieng-phap-2026")


def test_a_set_is_shown_in_the_other_language(french: Translation) -> None:
    """Names that the translation knows are replaced, in both languages; others stay, and so does the set."""
    tea = ocopkit.rule_book("qd-26-2026")["fresh-and-processed-tea"]
    before = digest_of(tea)
    shown = french.shown(tea)
    assert (shown.name.vi, shown.name.en) == ("Thé frais et thé transformé",) * 2
    assert shown.criterion("1.1").name.vi == "Provenance des matières premières"
    assert shown.criterion("1.2") is tea.criterion("1.2")
    assert (tea.name.vi, digest_of(tea)) == ("Chè tươi, chè chế biến", before)


def test_a_score_is_shown_and_stays_what_it_is(french: Translation) -> None:
    """A score's names change for the reader; points, stars and digest don't, nor does the score itself."""
    score = ocopkit.score(ocopkit.load_sheet(TEA))
    before = ocopkit.report(score)
    shown = french.shown(score)
    assert (shown.points, shown.stars, shown.digest) == (score.points, score.stars, score.digest)
    assert shown.sheet.criteria_set.name.vi == "Thé frais et thé transformé"
    assert ocopkit.report(score) == before


def test_what_it_does_not_know_it_leaves(french: Translation) -> None:
    """A value in which nothing is translated is given back as it is."""
    text = ocopkit.Text(vi="Không có trong bản dịch", en="Not in it")
    assert french.shown(text) is text
    assert french.shown((1, "Bao bì")) == (1, "Bao bì")


@pytest.mark.parametrize(
    ("old", "new", "code", "said"),
    [
        ('"Bao bì": ', '"Bao bi": ', "unknown-wording", "Did you mean Bao bì"),
        ('"Emballage"', '" "', "empty-translation", "'Bao bì'"),
        ("language: fr", "language: French", "not-a-language", "'French'"),
        ("qd-26-2026]", "qd-26-2062]", "unknown-book", "qd-26-2026"),
        ('{province: "Ví Dụ"}', '{province: "Hà Nam"}', "other-place", "Hà Nam"),
        ("of: ", "off: ", "unknown-key", "'off'"),
    ],
)
def test_a_mistake_is_told_at_its_line(tmp_path: Path, old: str, new: str, code: str, said: str) -> None:
    """A wording that no document has, an empty one, a wrong tag, law or place: each is told at its line."""
    folder = tmp_path / "vi-du"
    shutil.copytree(DOCUMENTS, folder)
    text = (folder / FILE).read_text(encoding="utf-8")
    assert old in text
    (folder / FILE).write_text(text.replace(old, new), encoding="utf-8")
    offer = offer_of_folder(folder)
    (one,) = offer.of_kind("translations")
    found = problems_of(offer, one, ocopkit.books(packs=False).book)
    problem = next(problem for problem in found if problem.code == code)
    assert problem.where.file == f"vi-du/{FILE}"
    assert problem.where.line
    assert said in problem.say()


def test_an_unknown_translation_is_told() -> None:
    """Asking for a translation that no pack offers names the nearest."""
    known = packs.known([], folders=[DOCUMENTS])
    with pytest.raises(ocopkit.OcopError, match=r"unknown-translation.*vi-du-tieng-phap-2026\?"):
        known.translation("vi-du-tieng-phap-2062")


@pytest.mark.parametrize("command", [["show", "11", "--book", "qd-26-2026"], ["explain", str(TEA)]])
def test_the_commands_show_it(command: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """``show`` and ``explain`` take ``--translation``; without it nothing of a pack is seen."""
    monkeypatch.setenv("OCOPKIT_PACKS", "off")
    plain = CliRunner().invoke(app, command).stdout
    words = [*command, "--translation", "vi-du-tieng-phap-2026", "--folder", str(DOCUMENTS)]
    shown = CliRunner().invoke(app, words).stdout
    assert "Provenance" not in plain
    assert len(shown.splitlines()) == len(plain.splitlines())
    if command[0] == "show":
        assert "Provenance des matières premières" in shown
