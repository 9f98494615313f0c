"""The TypeScript types hold: an example compiles with them, and so do real documents.

It needs TypeScript's compiler: ``tsc`` on the path, or ``npm`` to install it into a folder of its own.
"""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

import ocopkit
from ocopkit.documents import read, to_json
from ocopkit.errors import DocumentError, problem_report
from ocopkit.published import HERE
from ocopkit.scoring.councils.members import MemberSheet
from ocopkit.scoring.councils.report import decision_report
from ocopkit.scoring.report import bounds_report
from ocopkit.scoring.upgrade import path_to
from ocopkit.scoring.upgrading.report import path_report

TYPESCRIPT = "typescript@7.0.2"
TEA = Path("examples/sheets/tea-three-stars.yaml")


@pytest.fixture(scope="session")
def tsc(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the path of TypeScript's compiler."""
    found, npm = shutil.which("tsc"), shutil.which("npm")
    if found:
        return found
    if npm is None:
        pytest.fail("neither tsc nor npm is on the path: install Node.js (Debian: apt-get install npm)")
    folder = tmp_path_factory.mktemp("typescript")
    command = [npm, "install", "--silent", "--no-fund", "--no-audit", "--prefix", str(folder), TYPESCRIPT]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.fail(f"npm could not install {TYPESCRIPT}: {done.stderr}")
    return str(folder / "node_modules" / ".bin" / "tsc")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a folder with the types."""
    shutil.copy(HERE / "ocopkit.d.ts", tmp_path)
    return tmp_path


def _compiled(tsc: str, file: Path) -> str:
    options = ["--noEmit", "--strict", "--target", "es2022", "--module", "nodenext"]
    done = subprocess.run(
        [tsc, *options, file.name], cwd=file.parent, capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr


def test_an_example_compiles_with_the_types(tsc: str, project: Path) -> None:
    """A form's code compiles, and each mistake that it marks is one to the compiler."""
    file = Path(shutil.copy(Path(__file__).with_name("example.ts"), project))
    assert _compiled(tsc, file) == ""


def test_real_documents_are_of_their_types(tsc: str, project: Path) -> None:
    """A sheet, its report, path, bounds and problems, a decision and a whole book are of their types."""
    sheet = ocopkit.load_sheet(TEA)
    open_sheet = sheet.answer({"1.1": None})
    council = [MemberSheet("A", sheet, "chair"), MemberSheet("B", sheet.answer({"5.1": "c"}))]
    rules = ocopkit.Regulation("local", ocopkit.Text("Quy chế", "Regulation"))
    with pytest.raises(DocumentError) as caught:
        ocopkit.load_sheet("examples/sheets/every-mistake.yaml")
    documents: dict[str, object] = {
        "SheetDocument": read(TEA).data,
        "ReportDocument": ocopkit.report(ocopkit.score(sheet)),
        "PathDocument": path_report(path_to(sheet, 4)),
        "BoundsDocument": bounds_report(open_sheet, ocopkit.bounds(open_sheet)),
        "DecisionDocument": decision_report(ocopkit.decide(council, rules)),
        "ProblemsDocument": [problem_report(one) for one in caught.value.problems],
        "ExportDocument": json.loads(to_json(ocopkit.export_book(ocopkit.rule_book("qd-26-2026")))),
    }
    lines = [f'import type {{ {", ".join(documents)} }} from "./ocopkit.js";']
    lines += [f"export const of{name}: {name} = {json.dumps(plain)};" for name, plain in documents.items()]
    file = project / "documents.ts"
    file.write_text("\n".join(lines), encoding="utf-8")
    assert _compiled(tsc, file) == ""
    file.write_text("\n".join(lines).replace('"stars":', '"starz":', 1), encoding="utf-8")
    assert "error TS" in _compiled(tsc, file)
