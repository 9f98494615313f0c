"""A pack with a fault is reported and left out, and nothing else is affected."""

import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import ocopkit
from ocopkit import packs
from ocopkit.cases.dossier import Dossier, Evidence
from ocopkit.cli._app import app
from ocopkit.plugins import hooks
from ocopkit.plugins.discovery import VARIABLE, installed
from ocopkit.product import Product
from ocopkit.rules.law import Period
from ocopkit.scoring.report import report

TEA = "examples/sheets/tea-three-stars.yaml"
EXAMPLE = Path("examples/packs/vi-du/src/ocop_vi_du")
Install = Callable[..., None]
HOOK = "from ocopkit.plugins.hooks import hookimpl\n@hookimpl\ndef ocopkit_documents():\n    {body}\n"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("while True: pass", "'bad', ocopkit_documents (folder_bad): over 1 seconds"),
        (HOOK.format(body="while True: pass"), "over 1 seconds"),
        ("import os; os._exit(7)", "its process ended with 7"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt"),
        ("raise RuntimeError('no luck')", "RuntimeError: no luck"),
        ("raise RuntimeError(chr(0xD800))", r"RuntimeError: \ud800"),
        (
            HOOK.format(body="raise RuntimeError('no luck')"),
            "ocopkit_documents failed: RuntimeError: no luck",
        ),
        (HOOK.format(body="return None"), "ocopkit_documents returned None"),
        (HOOK.format(body="return 'documents'"), "ocopkit_documents returned 'documents'"),
        (HOOK.format(body="return [7] * 10000"), "ocopkit_documents returned 7"),
        (HOOK.replace("@hookimpl\n", "").format(body="return []"), "[pack-silent]"),
        (HOOK.replace("documents()", "documents(folder)").format(body="return []"), "{'folder'}"),
        (HOOK.replace("documents()", "document()").format(body="return []"), "unknown hook"),
        ("print('{\"folders\": []}'); raise ValueError('x')", "ValueError: x"),
    ],
)
def test_a_bad_pack_leaves_a_good_one_alone(
    install: Install, example_code: str, code: str, said: str
) -> None:
    """Whatever a pack does when it is imported or asked, it is named, and the next pack offers all it has."""
    install("bad", code)
    install("vi-du", example_code, place="Ví Dụ")
    bad, good = installed(seconds=1)
    (problem,) = bad.problems
    assert said in problem.say()
    assert "bad" in problem.say()
    assert bad.documents == ()
    assert (len(good.documents), good.problems) == (6, ())


def test_no_code_of_a_pack_runs_in_the_process_that_asks(install: Install, example_code: str) -> None:
    """Asking packs what they offer, and having them check, imports none of them here."""
    install("vi-du", example_code, place="Ví Dụ")
    known = packs.known()
    assert known.check_score(ocopkit.score(ocopkit.load_sheet(TEA))).problems == ()
    assert [name for name in sys.modules if name.startswith("folder_")] == []


def test_a_pack_that_claims_anothers_namespace_is_told(install: Install) -> None:
    """A book offered by itself must bear the name of its pack or of its pack's place."""
    book = EXAMPLE.resolve() / "documents" / "books" / "vi-du-tam-thoi-2018"
    install("quang-tri", f"from pathlib import Path\n{HOOK.format(body=f'return [Path({str(book)!r})]')}")
    (offer,) = installed()
    assert [problem.code for problem in offer.problems] == ["foreign-namespace"]
    assert offer.folders == ()
    assert ocopkit.books().ids == ocopkit.books(packs=False).ids


def test_a_folder_named_national_offers_no_national_book(tmp_path: Path) -> None:
    """Books are national by where they come from, not by the name of a folder."""
    folder = tmp_path / "national"
    folder.symlink_to(EXAMPLE.resolve() / "documents")
    known = packs.known([], folders=[folder])
    assert "vi-du-tam-thoi-2018" in known.catalog.ids
    assert known.catalog.national == ocopkit.books(packs=False).national


@pytest.mark.parametrize(
    ("kind", "file", "old", "new"),
    [
        ("found_supplements", "supplements/vi-du-xanh-2026.yaml", "beside: qd-26-2026", "beside: qd-99"),
        ("found_plans", "plans/vi-du-ke-hoach-2026.yaml", "rules: [qd-26-2026]", "rules: [qd-99]"),
        (
            "found_regulations",
            "regulations/vi-du-quy-che-2026.yaml",
            "rule_books: [qd-26-2026]",
            "rule_books: [qd-99]",
        ),
    ],
)
def test_a_document_for_a_law_that_does_not_exist_is_left_out(
    install: Install, example_code: str, tmp_path: Path, kind: str, file: str, old: str, new: str
) -> None:
    """It is told with the pack and file, and the pack's other documents are there."""
    install("vi-du", example_code, place="Ví Dụ")
    path = tmp_path / "folder_vi_du" / "documents" / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    known = packs.known()
    found = getattr(known, kind)
    assert found.values == ()
    (problem,) = found.problems
    assert problem.code == "unknown-book"
    assert problem.where.file == f"vi-du/{file}"
    others = (known.supplements, known.plans, known.regulations, known.benefits, known.translations)
    assert sum(map(len, others)) == 4


def test_two_packs_turned_off_cannot_clash(
    install: Install, example_code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where two packs clash, turning one off by variable or argument is enough."""
    install("vi-du", example_code, place="Ví Dụ")
    install("khac", example_code, place="Ví Dụ")
    with pytest.raises(ocopkit.OcopError, match=r"khac 1\.0, vi-du 1\.0.*OCOPKIT_PACKS=-NAME"):
        installed()
    assert [offer.pack for offer in installed(without=["khac"])] == ["vi-du"]
    monkeypatch.setenv(VARIABLE, "-vi-du")
    assert [offer.pack for offer in installed()] == ["khac"]


def test_a_mistyped_name_to_turn_off_is_told(install: Install, example_code: str) -> None:
    """A pack that was to be turned off and isn't there is told, so that a slip can't leave one on."""
    install("vi-du", example_code, place="Ví Dụ")
    offers = installed(without=["vi-duu"])
    assert [problem.code for offer in offers for problem in offer.problems] == ["pack-missing"]


@pytest.mark.parametrize("wrong", [{"only": "vi-du"}, {"without": "vi-du"}, {"folders": "packs/vi-du"}])
def test_one_name_where_several_are_wanted_is_told(wrong: dict[str, Any]) -> None:
    """A bare text isn't read letter by letter: it is told how a list is written."""
    (name,) = wrong
    with pytest.raises(TypeError, match=rf"{name} must be a list, such as \['"):
        packs.known(**wrong)


def test_documents_are_not_read_before_they_are_asked_for(
    install: Install, example_code: str, tmp_path: Path
) -> None:
    """A document that can't be read disturbs nobody who asks for another kind."""
    install("vi-du", example_code, place="Ví Dụ")
    documents = tmp_path / "folder_vi_du" / "documents"
    (documents / "plans" / "vi-du-ke-hoach-2026.yaml").write_bytes(b"\xff\xfe\x00")
    known = packs.known()
    assert known.problems == ()
    assert len(known.supplements) == 1
    assert known.plans == ()
    assert [problem.code for problem in known.found_plans.problems] == ["not-utf-8"]


def test_a_dossier_is_checked_by_packs(install: Install, example_code: str) -> None:
    """The example pack notes a paper that runs out within sixty days; the dossier stays as it is."""
    install("vi-du", example_code, place="Ví Dụ")
    valid = Period(date(2026, 1, 1), date(2026, 9, 30))
    dossier = Dossier(Product("Chè"), "qd-26-2026", 11, evidence=(Evidence("test-report", "KN-1", valid),))
    before = repr(dossier)
    known = packs.known()
    found = known.check_dossier(dossier, on=date(2026, 9, 1))
    assert [(one.pack, one.code) for one in found.findings] == [("vi-du", "runs-out-soon")]
    assert known.check_dossier(dossier, on=date(2026, 6, 1)).findings == ()
    assert repr(dossier) == before


@pytest.mark.parametrize("hook", [hooks.CHECK_SCORE, hooks.CHECK_DOSSIER])
def test_checks_that_hang_hold_up_no_other(install: Install, hook: str) -> None:
    """Two checks that never end cost the time limit once and are named; a third one's findings are there."""
    argument = "score" if hook == hooks.CHECK_SCORE else "dossier, on"
    endless = HOOK.replace("ocopkit_documents()", f"{hook}({argument})").format(body="while True: pass")
    quick = endless.replace("while True: pass", "return [Finding('x', Text(vi='v', en='e'))]")
    install("a", endless)
    install("b", endless)
    install("c", f"from ocopkit import Text\nfrom ocopkit.scoring.score import Finding\n{quick}")
    known = packs.known()
    if hook == hooks.CHECK_SCORE:
        found = known.check_score(ocopkit.score(ocopkit.load_sheet(TEA)), seconds=5)
    else:
        dossier = Dossier(Product("Chè"), "qd-26-2026", 11)
        found = known.check_dossier(dossier, on=date(2026, 9, 1), seconds=5)
    assert [problem.code for problem in found.problems] == ["pack-too-slow"] * 2
    assert all(f"{hook} (folder_" in problem.say() for problem in found.problems)
    assert [one.pack for one in found.findings] == ["c"]


def test_a_pack_that_hangs_when_imported_delays_no_national_result(install: Install) -> None:
    """A national sheet is loaded, scored, explained and reported without asking any pack."""
    install("vi-du", "while True: pass")
    found = ocopkit.score(ocopkit.load_sheet(TEA))
    assert report(found)["stars"] == 3


def test_packs_are_turned_off_before_any_command(install: Install, example_code: str) -> None:
    """``--packs`` says for one command which packs are used, and leaves no trace."""
    install("vi-du", example_code, place="Ví Dụ")
    before = dict(os.environ)
    run = CliRunner()
    assert "vi-du 1.0" in run.invoke(app, ["packs"]).stdout
    assert run.invoke(app, ["--packs", "off", "packs"]).stdout == ""
    assert run.invoke(app, ["--packs", "-vi-du", "packs"]).stdout == ""
    assert "[pack-missing]" in run.invoke(app, ["--packs", "khac", "packs", "--lang", "en"]).stderr
    assert dict(os.environ) == before


def test_findings_of_packs_are_told_below_the_reasons(install: Install) -> None:
    """``explain --checks`` adds what packs find; without it no pack is asked, so none can disturb."""
    code = HOOK.replace("ocopkit_documents()", "ocopkit_check_score(score)").format(
        body="return [Finding('x', Text(vi='Đẹp', en='Fine'), at='1.1')]"
    )
    install("vi-du", f"from ocopkit import Text\nfrom ocopkit.scoring.score import Finding\n{code}")
    install("bad", code.replace("return [", "return 7 or ["))
    run = CliRunner()
    plain = run.invoke(app, ["explain", TEA, "--lang", "en"])
    told = run.invoke(app, ["explain", TEA, "--lang", "en", "--checks"])
    assert (plain.exit_code, plain.stderr) == (0, "")
    assert told.stdout == plain.stdout + "vi-du: 1.1 Fine\n"
    assert told.exit_code == 1
    assert "'bad': ocopkit_check_score returned 7" in told.stderr
