"""Packs are found, kept apart, and can neither break nor change a national result."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import ocopkit
from ocopkit.catalog import catalog_for
from ocopkit.plugins import hooks
from ocopkit.plugins.asking import ask
from ocopkit.plugins.discovery import installed
from ocopkit.plugins.offers import offer_of

GOOD = """
from pathlib import Path
from ocopkit.plugins.hooks import hookimpl

@hookimpl
def ocopkit_documents():
    return [Path(__file__).parent / "vi-du-2026"]
"""
BOOK = """\
id: vi-du-2026
name: {vi: "Bộ quy tắc ví dụ", en: "Example book"}
instrument:
  number: 1/QĐ-VD
  issued_on: 2026-06-01
  in_force: {first_day: 2026-06-01}
  issuer: {vi: "UBND tỉnh Ví Dụ", en: "Example province"}
groups:
- key: food
  name: {vi: "Thực phẩm", en: "Food"}
  subgroups:
  - {key: all, name: {vi: "Tất cả", en: "All"}, sets: [{number: 1, slug: tea, name: {vi: "Chè", en: "Tea"}}]}
parts: [{code: A, name: {vi: "Phần A", en: "Part A"}, max: 5}]
bands: [{stars: 2, at_least: 3}, {stars: 1, at_least: 0, below: 3}]
readings: []
"""
SET = """\
set: 1
slug: tea
cite: [annex I form 1]
parts:
- code: A
  max: 5
  sections:
  - code: "1"
    name: {vi: "Mục 1", en: "Section 1"}
    max: 5
    criteria:
    - code: "1"
      name: {vi: "Hương", en: "Aroma"}
      max: 5
      levels:
      - {points: 1, vi: "Nhẹ", en: "Light"}
      - {points: 5, vi: "Đậm", en: "Full"}
"""


def install(site: Path, name: str, code: str, *, entry: str = "", version: str = "1.0") -> None:
    """Install a pack by hand: a module, and the metadata that announces it."""
    module = f"pack_{name.replace('-', '_')}"
    package = site / module
    (package / "vi-du-2026" / "sets").mkdir(parents=True)
    (package / "__init__.py").write_text(code, encoding="utf-8")
    (package / "vi-du-2026" / "book.yaml").write_text(BOOK, encoding="utf-8")
    (package / "vi-du-2026" / "sets" / "01-tea.yaml").write_text(SET, encoding="utf-8")
    info = site / f"{module}-{version}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
    (info / "entry_points.txt").write_text(f"[{hooks.NAME}]\n{entry or name} = {module}\n")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give a folder of installed packages at the front of the import path."""
    monkeypatch.syspath_prepend(tmp_path)
    ocopkit.books.cache_clear()
    yield tmp_path
    for name in [name for name in sys.modules if name.startswith("pack_")]:
        del sys.modules[name]
    ocopkit.books.cache_clear()


def test_a_packs_book_is_found_and_scored(site: Path) -> None:
    """A pack's own book stands in the catalog beside the national ones, and its sheets score."""
    install(site, "vi-du", GOOD)
    catalog = ocopkit.books()
    assert "vi-du-2026" in catalog.ids
    assert "vi-du-2026" not in catalog.national
    sheet = ocopkit.parse_sheet('rule_book: vi-du-2026\nset: tea\nanswers: {"1": b}\n')
    score = ocopkit.score(sheet)
    assert (score.points, score.stars) == (5, 2)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("raise RuntimeError('no luck')", "RuntimeError: no luck"),
        ("import nowhere_at_all", "ModuleNotFoundError"),
        ("\n\nimport nowhere_at_all", "pack_vi_du/__init__.py:3:"),
        ("\ndef broken(:", "pack_vi_du/__init__.py:2:"),
        ("raise SystemExit(3)", "SystemExit: 3"),
        (GOOD.replace("return [", "yield 1 / 0\n    return ["), "ZeroDivisionError"),
        (
            GOOD.replace("return [Path", "while True: yield 7\n    return [Path"),
            "ocopkit_documents returned 7",
        ),
        (GOOD.replace("vi-du-2026", "missing"), "ocopkit_documents returned"),
        (
            GOOD.replace("return [Path(__file__)", "return 7 or [Path(__file__)"),
            "ocopkit_documents returned 7",
        ),
        (GOOD.replace("def ocopkit_documents", "def ocopkit_document"), "unknown hook"),
        (GOOD.replace("return [", "raise KeyError('x')\n    return ["), "KeyError"),
    ],
)
def test_a_pack_that_fails_is_left_out_and_says_why(site: Path, code: str, said: str) -> None:
    """Whatever goes wrong inside a pack, the national books are there and the pack's problem is told."""
    install(site, "vi-du", code)
    catalog = ocopkit.books()
    assert catalog.national == ocopkit.books(packs=False).national
    assert "vi-du-2026" not in catalog.ids
    assert any(said in problem.say() and "vi-du" in problem.say() for problem in catalog.problems)


def test_two_packs_of_one_name_are_both_named(site: Path) -> None:
    """Two distributions that announce one name are an error that names both."""
    install(site, "vi-du", GOOD)
    install(site, "other-pack", GOOD, entry="vi-du", version="2.0")
    with pytest.raises(
        ocopkit.errors.NotFoundError, match=r"other-pack 2\.0.*vi-du 1\.0|vi-du 1\.0.*other-pack 2\.0"
    ):
        installed()


def test_two_packs_with_one_book_are_both_named(site: Path) -> None:
    """Two packs that offer a book of one id are an error that names both."""
    install(site, "vi-du", GOOD)
    install(site, "vi", GOOD)
    with pytest.raises(ocopkit.errors.NotFoundError, match=r"'vi-du-2026': vi 1\.0, vi-du 1\.0"):
        ocopkit.books()


def test_a_national_book_is_found_without_asking_packs(site: Path) -> None:
    """However broken the packs are, a national sheet finds its book."""
    install(site, "vi-du", GOOD)
    install(site, "other-pack", GOOD, entry="vi-du")
    assert catalog_for("qd-26-2026").book("qd-26-2026").id == "qd-26-2026"
    sheet = ocopkit.load_sheet("examples/sheets/tea-three-stars.yaml")
    assert ocopkit.score(sheet).stars == 3


def test_national_results_are_the_same_whatever_is_installed(site: Path) -> None:
    """Digest and explanation of a national score are byte for byte the same with a pack installed."""
    sheet = ocopkit.load_sheet("examples/sheets/fish-sauce-held-back.yaml")
    before = (ocopkit.score(sheet).digest, ocopkit.explain(ocopkit.score(sheet), lang="vi"))
    install(site, "vi-du", GOOD)
    assert "vi-du-2026" in ocopkit.books().ids
    again = ocopkit.load_sheet("examples/sheets/fish-sauce-held-back.yaml", catalog=ocopkit.books())
    assert (ocopkit.score(again).digest, ocopkit.explain(ocopkit.score(again), lang="vi")) == before


def test_the_national_books_come_in_through_the_same_hook() -> None:
    """The national books are offered by one hook implementation, like any pack's."""
    from ocopkit import criteria

    offer = offer_of("national", ask("national", criteria))
    assert [folder.name for folder in offer.folders] == list(ocopkit.books(packs=False).national)
    assert offer.problems == ()
