"""The tutorials on packs, typed to the letter into an empty folder and an empty environment.

Plain ``pytest`` doesn't descend here, because each test makes an environment and installs into it:

    python -m pytest tests/outside/packs
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ocopkit.cli._pack_files import KINDS, Answers, Kind, pack_files, write_files

ROOT = Path(__file__).parents[3]
TUTORIALS = ["docs/tutorials/province.md", "docs/vi/goi-dia-phuong.md"]
_BLOCK = re.compile(r"^```(sh|console)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_PASSED = re.compile(r"\b\d+ passed\b")
PLACES: dict[Kind, str] = {
    "supplement": "Hà Giang",
    "regulation": "Cà Mau",
    "plan": "Đắk Lắk / Buôn Ma Thuột",
    "benefits": "Thừa Thiên Huế",
    "book": "Bắc Kạn",
    "translation": "Lai Châu",
    "check": "Bà Rịa - Vũng Tàu",
}


def emptied(folder: Path) -> Path:
    """Return an empty folder beside which nothing stands but a copy of ocopkit, and a bare ``python3``."""
    work, bare = folder / "work", folder / "bin"
    work.mkdir()
    (work / "ocopkit").symlink_to(ROOT)
    bare.mkdir()
    (bare / "python3").symlink_to(Path(sys.base_prefix) / "bin" / "python3")
    return work


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """Return an empty folder, without an environment."""
    return emptied(tmp_path)


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder whose environment has ocopkit and pytest, and no pack."""
    folder = emptied(tmp_path_factory.mktemp("ready"))
    for command in ("python3 -m venv .venv", "pip install './ocopkit[cli,testing]' pytest"):
        status, output = typed(command, folder)
        assert status == 0, output
    return folder


def typed(command: str, folder: Path) -> tuple[int, str]:
    """Return the status and the output of a command as a reader types it, the environment activated."""
    kept = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("LC_", "LANG", "OCOPKIT", "PYTHON", "VIRTUAL_ENV"))
    }
    path = [
        str(folder / ".venv" / "bin"),
        str(folder.parent / "bin"),
        *os.defpath.split(os.pathsep),
        "/usr/bin",
    ]
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env={**kept, "PATH": os.pathsep.join(path), "LANG": "C.UTF-8", "COLUMNS": "80", "TERM": "dumb"},
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    return done.returncode, done.stdout.decode()


def steps(page: Path) -> Iterator[tuple[str, str | None]]:
    """Yield each command of a page, with what it prints if the page shows it."""
    for kind, body in _BLOCK.findall(page.read_text(encoding="utf-8")):
        if kind == "sh":
            yield from ((line, None) for line in body.splitlines())
            continue
        for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
            command, _, printed = part.partition("\n")
            yield command, printed


@pytest.mark.parametrize("page", TUTORIALS)
def test_a_tutorial_works_to_the_letter(empty: Path, page: str) -> None:
    """Whoever types in every command of the page has an installed, tested pack, on the first try."""
    outputs: dict[str, str] = {}
    for command, printed in steps(ROOT / page):
        status, output = typed(command, empty)
        outputs[command] = output
        if printed is None:
            assert status == 0, f"{command}\n{output}"
        else:
            assert output == printed, command
    (tested,) = (output for command, output in outputs.items() if command.startswith("pytest "))
    assert _PASSED.search(tested)
    assert "vi-du\tocop-vi-du 1.0\tVí Dụ\t" in outputs["ocopkit packs"]


def test_a_new_pack_of_every_kind_works_at_once(empty: Path) -> None:
    """A pack of each kind, all in one empty environment: installed, listed, and its tests pass."""
    for kind, place in PLACES.items():
        answers = Answers(place, kind, 2026, "qd-26-2026", "Sở Nông nghiệp và Môi trường")
        write_files(empty / kind, pack_files(answers))
    packs = " ".join(f"./{kind}[test]" for kind in KINDS)
    commands = ["python3 -m venv .venv", f"pip install './ocopkit[cli,testing]' {packs}", "ocopkit packs"]
    for command in commands:
        status, listed = typed(command, empty)
        assert status == 0, listed
    assert len(listed.splitlines()) == len(KINDS)
    for kind in KINDS:
        status, output = typed(f"pytest -q {kind}", empty)
        assert status == 0, output
        assert "2 passed" in output


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("sed -i s/@hookimpl// pack/src/ocop_vi_du/__init__.py", "[pack-silent]"),
        ('sed -i \'s/= "ocop_vi_du"/= "ocop_vidu"/\' pack/pyproject.toml', "No module named 'ocop_vidu'"),
        ("sed -i s/entry-points.ocopkit/entry-points.ocop/ pack/pyproject.toml", "[pack-missing]"),
        ("sed -i 's/^vi-du = /vi_du = /' pack/pyproject.toml", "[pack-missing]"),
        ("rm -r pack/src/ocop_vi_du/documents", "[pack-return]"),
        ("rm pack/src/ocop_vi_du/documents/plans/*", "[empty-pack]"),
        ("sed -i 's/at_least: 10/at_least: ten/' pack/src/ocop_vi_du/documents/plans/*", "[wrong-type]"),
    ],
)
def test_a_mistake_before_installing_is_named_by_the_packs_own_test(
    ready: Path, command: str, said: str
) -> None:
    """Where ``check`` was left out, the test of the installed pack names the mistake."""
    shutil.rmtree(ready / "pack", ignore_errors=True)
    write_files(ready / "pack", pack_files(Answers("Ví Dụ", "plan", 2026, "qd-26-2026", "UBND")))
    for word in (command, "pip uninstall -q -y ocop-vi-du", "pip install --no-deps ./pack"):
        status, output = typed(word, ready)
        assert status == 0, output
    status, output = typed("pytest -q pack", ready)
    assert status == 1
    assert said in output
