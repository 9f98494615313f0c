"""Packs of documents and checks: found, kept to their place, and unable to touch a national result."""

import json
import os
import shutil
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import ocopkit
from ocopkit import packs
from ocopkit.cases.case import Case
from ocopkit.cases.dossier import Dossier
from ocopkit.cases.events import CertificateIssued, CouncilResult, DossierFiled, Recognised
from ocopkit.plugins import documents, hooks
from ocopkit.plugins.asking import MOST
from ocopkit.plugins.checks import check_dossier, check_score
from ocopkit.plugins.discovery import VARIABLE, chosen, installed
from ocopkit.plugins.offers import offer_of_folder
from ocopkit.product import Person, Producer, Product
from ocopkit.scoring.report import report

EXAMPLE = Path("examples/packs/vi-du/src/ocop_vi_du")
TEA = "examples/sheets/tea-three-stars.yaml"
CHECK = """
from ocopkit import Text
from ocopkit.plugins.hooks import hookimpl
from ocopkit.scoring.score import Finding

@hookimpl
def ocopkit_check_score(score):
    {body}
"""
Install = Callable[..., None]


def test_a_pack_tells_its_place_and_documents(install: Install, example_code: str) -> None:
    """A pack is known by its place, period and documents, none of which was read to know them."""
    install("vi-du", example_code, place="Ví Dụ")
    (offer,) = installed()
    assert offer.manifest is not None
    assert offer.manifest.place.namespace == "vi-du"
    assert offer.distribution == "vi-du 1.0"
    assert [(one.kind, one.id) for one in offer.documents] == [
        ("books", "vi-du-tam-thoi-2018"),
        ("supplements", "vi-du-xanh-2026"),
        ("regulations", "vi-du-quy-che-2026"),
        ("plans", "vi-du-ke-hoach-2026"),
        ("benefits", "vi-du-khen-thuong-2026"),
        ("translations", "vi-du-tieng-phap-2026"),
    ]
    assert offer.problems == ()


def test_documents_are_read_when_asked_for(install: Install, example_code: str) -> None:
    """Documents of each kind are read when that kind is asked for."""
    install("vi-du", example_code, place="Ví Dụ")
    offers = installed()
    assert [one.id for one in documents.supplements(offers).values] == ["vi-du-xanh-2026"]
    assert [one.id for one in documents.plans(offers).values] == ["vi-du-ke-hoach-2026"]
    assert [one.id for one in documents.benefits(offers).values] == ["vi-du-khen-thuong-2026"]
    assert [one.quorum.share for one in documents.regulations(offers).values if one.quorum] == [3 / 4]


def test_a_places_own_book_scores_by_its_own_bands(install: Install, example_code: str) -> None:
    """A whole local book has its own sets, stars, minimums and gates, beside the national books."""
    install("vi-du", example_code, place="Ví Dụ")
    text = "rule_book: vi-du-tam-thoi-2018\nset: tea\nanswers: {'1.1': b, '1.2': b, '2.1': c, '2.2': b}\n"
    sheet = ocopkit.parse_sheet(text)
    assert (ocopkit.score(sheet).points, ocopkit.score(sheet).stars) == (45, 2)  # 1.1 c is the minimum for 3
    best = ocopkit.score(sheet.answer({"1.1": "c"}))
    assert (best.points, best.stars) == (50, 3)


def test_a_document_that_is_wrong_leaves_the_others(tmp_path: Path) -> None:
    """A document that can't be read is told with its line, and the others of its pack are there."""
    shutil.copytree(EXAMPLE / "documents", tmp_path / "vi-du")
    (tmp_path / "vi-du" / "plans" / "vi-du-2027.yaml").write_text("id: vi-du-2027\n", encoding="utf-8")
    found = documents.plans([offer_of_folder(tmp_path / "vi-du")])
    assert [plan.id for plan in found.values] == ["vi-du-ke-hoach-2026"]
    assert {problem.where.file for problem in found.problems} == {"vi-du/plans/vi-du-2027.yaml"}


def test_a_folder_needs_no_package(install: Install) -> None:
    """A folder of documents given directly is a pack like any other, named by its place."""
    (offer,) = installed(folders=[EXAMPLE / "documents"])
    assert (offer.pack, len(offer.documents), offer.problems) == ("vi-du", 6, ())


def test_folders_of_several_places_are_used_together(install: Install) -> None:
    """However the folders are called, those of six places are six packs; two of one place are told."""
    folders = sorted(Path("examples/packs").glob("*/src/*/documents"))
    assert [offer.problems for offer in installed(folders=folders)] == [()] * 6
    with pytest.raises(ocopkit.errors.NotFoundError, match="'vi-du': examples/packs/vi-du/") as caught:
        installed(folders=[*folders, EXAMPLE / "documents"])
    assert caught.value.problems[0].code == "pack-clash"


def test_packs_can_be_turned_off(
    install: Install, example_code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The environment variable turns all packs off or names the ones to use; an argument goes before it."""
    install("vi-du", example_code, place="Ví Dụ")
    install("khac", example_code, place="Ví Dụ Khác")
    assert [offer.pack for offer in installed()] == ["khac", "vi-du"]
    monkeypatch.setenv(VARIABLE, "off")
    assert installed() == ()
    monkeypatch.setenv(VARIABLE, "vi-du")
    assert [offer.pack for offer in installed()] == ["vi-du"]
    assert [offer.pack for offer in installed(["khac"])] == ["khac"]


def test_a_pack_named_and_not_installed_is_told(install: Install, example_code: str) -> None:
    """Naming a pack that isn't there is told with the nearest name."""
    install("vi-du", example_code, place="Ví Dụ")
    (problem,) = [problem for offer in installed(["vi-duu"]) for problem in offer.problems]
    assert (problem.code, problem.mend.en) == ("pack-missing", "Did you mean vi-du?")


@given(st.lists(st.from_regex(r"[a-z]{1,9}", fullmatch=True), min_size=1).map(sorted))
def test_names_in_the_environment(names: list[str]) -> None:
    """Names stand with commas between, spaces aside; nothing means all."""
    known = ["vi-du", "other"]
    expected = (
        [] if names == ["off"] else known if set(names) == {"all"} else [n for n in names if n != "all"]
    )
    assert list(chosen(" , ".join(names), known)) == expected
    assert list(chosen("", known)) == known
    assert list(chosen(",".join(f"-{name}" for name in names), [*names, "vi-du!"])) == ["vi-du!"]


def test_two_packs_for_one_place_are_both_named(install: Install, example_code: str) -> None:
    """Two packs that speak for one place are an error that names both."""
    install("vi-du", example_code, place="Ví Dụ")
    install("other", example_code, place="Ví Dụ")
    with pytest.raises(ocopkit.errors.NotFoundError, match=r"speak for 'vi-du': other 1\.0, vi-du 1\.0"):
        installed()


def test_two_packs_with_one_document_are_both_named(install: Install, tmp_path: Path) -> None:
    """A province and a district of it that publish one document are an error that names both."""
    for name, place in (("tinh", 'province: "Ví"'), ("huyen", 'province: "Ví", district: "Dụ"')):
        folder = tmp_path / name
        (folder / "plans").mkdir(parents=True)
        (folder / "pack.yaml").write_text(
            f'name: {{vi: "G", en: "P"}}\nplace: {{{place}}}\n', encoding="utf-8"
        )
        (folder / "plans" / "vi-du-2026.yaml").write_text("", encoding="utf-8")
    with pytest.raises(ocopkit.errors.NotFoundError, match=r"offer 'vi-du-2026': \S*tinh, \S*huyen"):
        installed(folders=[tmp_path / "tinh", tmp_path / "huyen"])


def test_a_pack_speaks_for_its_own_place_only(install: Install, example_code: str) -> None:
    """Documents whose ids claim another place are left out and named, each with its file."""
    install("quang-tri", example_code, place="Quảng Trị")
    (offer,) = installed()
    assert offer.documents == ()
    assert [problem.code for problem in offer.problems] == ["foreign-namespace"] * 6
    assert all("quang-tri-…" in problem.mend.en for problem in offer.problems)


def test_ten_thousand_documents_are_refused(tmp_path: Path) -> None:
    """A pack with 10,000 documents is left out; none of them is read."""
    shutil.copytree(EXAMPLE / "documents", tmp_path / "vi-du")
    for number in range(10_000):
        os.link(EXAMPLE / "documents" / "pack.yaml", tmp_path / "vi-du" / "plans" / f"vi-du-{number}.yaml")
    offer = offer_of_folder(tmp_path / "vi-du")
    assert offer.documents == ()
    assert [problem.code for problem in offer.problems] == ["too-many-documents"]
    assert str(MOST) in offer.problems[0].say()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda folder: (folder / "pack.yaml").write_text("name: 7\n"), "wrong-type"),
        (lambda folder: (folder / "supplement").mkdir(), "unknown-folder"),
        (
            lambda folder: shutil.copy(folder / "pack.yaml", folder / "plans" / "vi-du-ke-hoach-2026.json"),
            "document-twice",
        ),
        (
            lambda folder: (folder / "plans" / "vi-du-ke-hoach-2026.yaml").rename(folder / "plan.yaml"),
            "stray-document",
        ),
        (
            lambda folder: shutil.copytree(folder / "plans", folder / "plans" / "2027"),
            "stray-document",
        ),
        (
            lambda folder: (folder / "books" / "vi-du-tam-thoi-2018" / "book.yaml").unlink(),
            "stray-document",
        ),
    ],
)
def test_what_is_wrong_with_a_folder_is_told(
    tmp_path: Path, change: Callable[[Path], object], code: str
) -> None:
    """A wrong pack.yaml, a folder that is no kind, a document twice or out of place: each is told."""
    shutil.copytree(EXAMPLE / "documents", tmp_path / "vi-du")
    change(tmp_path / "vi-du")
    assert code in [problem.code for problem in offer_of_folder(tmp_path / "vi-du").problems]


@pytest.mark.parametrize("suffix", [".yml", ".YAML"])
def test_yaml_is_found_however_its_suffix_is_written(tmp_path: Path, suffix: str) -> None:
    """A plan saved as ``.yml`` is a plan; nothing of a pack is passed over silently."""
    shutil.copytree(EXAMPLE / "documents", tmp_path / "vi-du")
    file = tmp_path / "vi-du" / "plans" / "vi-du-ke-hoach-2026.yaml"
    file.rename(file.with_suffix(suffix))
    offer = offer_of_folder(tmp_path / "vi-du")
    assert offer.problems == ()
    assert [one.id for one in documents.plans([offer]).values] == ["vi-du-ke-hoach-2026"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("beside: qd-26-2026", "beside: qd-99-2099", "unknown-book"),
        ("sets: [fresh-and-processed-tea, 3]", "sets: [coffee-beans]", "unknown-set"),
        ('place: {province: "Ví Dụ"}', 'place: {province: "Quảng Trị"}', "other-place"),
    ],
)
def test_a_document_is_held_against_the_law(tmp_path: Path, old: str, new: str, code: str) -> None:
    """A document for a law or a product set that doesn't exist, or for another place, is told at its line."""
    folder = tmp_path / "vi-du"
    shutil.copytree(EXAMPLE / "documents", folder)
    file = folder / "supplements" / "vi-du-xanh-2026.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    offer = offer_of_folder(folder)
    (one,) = offer.of_kind("supplements")
    problems = documents.problems_of(offer, one, ocopkit.books(packs=False).book)
    assert [(problem.code, problem.where.line is not None) for problem in problems] == [(code, True)]


def checked(install: Install, body: str, seconds: float = 20) -> tuple[list[str], list[str]]:
    """Return the codes of findings, and the problems, of a check whose body is given."""
    install("vi-du", CHECK.format(body=body))
    found = check_score(ocopkit.score(ocopkit.load_sheet(TEA)), seconds=seconds)
    return [one.code for one in found.findings], [problem.say() for problem in found.problems]


def test_a_check_adds_findings(install: Install) -> None:
    """What a check returns is added with the name of its pack."""
    body = "return [Finding('tall', Text(vi='Cao', en='Tall'), at='1.1')]"
    assert checked(install, body) == (["tall"], [])


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("raise KeyError('no luck')", "failed: KeyError: 'no luck'"),
        ("raise SystemExit(3)", "failed: SystemExit: 3"),
        ("import os; os._exit(7)", "its process ended with 7"),
        ("return 7", "ocopkit_check_score returned 7"),
        ("return None", "ocopkit_check_score returned None"),
        ("return ['fine']", "ocopkit_check_score returned 'fine'"),
        ("return [Finding('x', 'no text')]", "ocopkit_check_score returned Finding"),
        ("return [Finding('x', Text(vi='v', en='e'))] * 10000", "ocopkit_check_score returned [Finding"),
    ],
)
def test_a_check_that_fails_is_told_and_left_out(install: Install, body: str, said: str) -> None:
    """A check that raises, ends its process or returns nonsense is told with pack and hook, and left out."""
    findings, (problem,) = checked(install, body)
    assert findings == []
    assert said in problem
    assert "'vi-du'" in problem
    assert hooks.CHECK_SCORE in problem


def test_an_error_is_told_with_file_and_line(install: Install) -> None:
    """The message names the file and line of the pack's own code."""
    _, (problem,) = checked(install, "raise KeyError('no luck')")
    assert "folder_vi_du/__init__.py:8" in problem


def test_a_check_that_hangs_is_stopped(install: Install) -> None:
    """A check that never ends is stopped after the time limit, which the message names."""
    findings, (problem,) = checked(install, "while True: pass", seconds=1.5)
    assert findings == []
    assert "over 1.5 seconds" in problem


def test_what_a_check_prints_disturbs_nothing(install: Install) -> None:
    """A check that prints, even to the bare descriptor, still answers."""
    body = "import os; print('{'); os.write(1, b'}'); return [Finding('x', Text(vi='v', en='e'))]"
    assert checked(install, body) == (["x"], [])


def test_a_check_gets_a_copy(install: Install) -> None:
    """A check that alters all it can reach, by any trick, alters nothing here."""
    score = ocopkit.score(ocopkit.load_sheet(TEA))
    before = report(score)
    install(
        "vi-du",
        CHECK.format(
            body="object.__setattr__(score, 'points', 100); score.sheet.answers._items.clear();"
            " import ocopkit.scoring.readings as r; r.star_bit = lambda *a: 0; return []"
        ),
    )
    assert check_score(score).problems == ()
    assert report(score) == before
    assert report(ocopkit.score(ocopkit.load_sheet(TEA))) == before


def test_a_check_learns_nothing_personal(install: Install) -> None:
    """The copies that packs get have no representative: nobody asked for that data by name."""
    look = "[Finding(str({}.representative), Text(vi='v', en='e'))]"
    producer = Producer("HTX Minh Họa", representative=Person("An"))
    product = Product("Chè", producer)
    install(
        "vi-du",
        CHECK.format(body=f"return {look.format('score.sheet.product.producer')}")
        + "\n\n@hookimpl\ndef ocopkit_check_dossier(dossier):\n"
        + f"    return {look.format('dossier.product.producer')}\n",
    )
    sheet = ocopkit.load_sheet(TEA)
    score = ocopkit.score(ocopkit.ScoreSheet(sheet.criteria_set, sheet.answers, product=product))
    dossier = Dossier(product, "qd-26-2026", 11)
    found = [*check_score(score).findings, *check_dossier(dossier, on=date(2026, 9, 1)).findings]
    assert [one.code for one in found] == ["None", "None"]
    assert score.sheet.product == dossier.product == product


def test_the_example_check(install: Install, example_code: str) -> None:
    """The example pack notes a product within three points of the next star."""
    install("vi-du", example_code, place="Ví Dụ")
    sheet = ocopkit.load_sheet(TEA)
    near = ocopkit.score(sheet.answer({"4.1": "d"}))
    assert near.points in range(67, 70)
    (finding,) = check_score(near).findings
    assert (finding.pack, finding.code) == ("vi-du", "near-next-star")


HOSTILE = """
import ocopkit.rules.book, ocopkit.scoring.readings, ocopkit.text
ocopkit.scoring.readings.star_bit = lambda *a: 0
ocopkit.rules.book.digest_of = lambda *a: "0" * 64
ocopkit.text.Text.say = lambda *a: "?"
"""
SHEETS = [
    Path("examples/sheets/tea-three-stars.yaml"),
    Path("examples/sheets/fish-sauce-held-back.yaml"),
    Path("examples/sheets/water-stopped-by-zero.yaml"),
]


def national_bytes(catalog: ocopkit.Catalog) -> list[bytes]:
    """Return the digest, the explanations and the report of national scores, byte for byte."""
    told = [catalog.book(key).digest for key in catalog.national]
    for file in SHEETS:
        found = ocopkit.score(ocopkit.load_sheet(file, catalog=catalog))
        told += [found.digest, ocopkit.explain(found, lang="vi"), ocopkit.explain(found, lang="en")]
        told.append(json.dumps(report(found), ensure_ascii=False, sort_keys=True))
    return [one.encode() for one in told]


@pytest.fixture(scope="module")
def national_without_packs() -> list[bytes]:
    """Return what national results are where no pack is asked."""
    return national_bytes(ocopkit.books(packs=False))


@settings(
    max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)
@given(order=st.permutations(["a", "b", "c", "d", "e"]), count=st.integers(1, 5))
def test_national_results_are_the_same_whatever_is_installed(
    install: Install,
    example_code: str,
    tmp_path: Path,
    national_without_packs: list[bytes],
    order: list[str],
    count: int,
) -> None:
    """Whatever packs are installed and used, sound or hostile, in whatever order: the same national bytes."""
    for item in tmp_path.iterdir():
        shutil.rmtree(item)
    codes = {
        "a": (example_code, "Ví Dụ"),
        "b": ("raise RuntimeError('no luck')", ""),
        "c": (example_code.replace('"documents"', '"nowhere"'), ""),
        "d": (HOSTILE + example_code, "Tỉnh D"),
        "e": (example_code.replace("Path(__file__).parent", "7 or Path(__file__).parent"), ""),
    }
    for place, name in enumerate(order[:count]):
        code, of = codes[name]
        install(f"{place}-{name}", code, place=of)
    known = packs.known()
    first = ocopkit.score(ocopkit.load_sheet(SHEETS[0]))
    assert {offer.pack for offer in known.offers} == {f"{i}-{name}" for i, name in enumerate(order[:count])}
    assert ("a" in order[:count]) == bool(known.supplements and known.plans and known.translations)
    assert known.check_score(first).problems == ()
    for one in known.translations:
        assert one.shown(first).digest == first.digest
    ocopkit.books.cache_clear()
    assert national_bytes(known.catalog) == national_without_packs
    assert national_bytes(ocopkit.books()) == national_without_packs


def test_nothing_is_asked_of_packs_for_a_national_sheet(install: Install) -> None:
    """Scoring a national sheet imports no pack: a pack that would end the process is never run."""
    install("vi-du", "import os; os._exit(9)")
    assert ocopkit.score(ocopkit.load_sheet(TEA)).stars == 3


def test_a_places_own_book_rules_a_life(install: Install, example_code: str) -> None:
    """A local book's own tiers recognise, and its certificate runs for its own 24 months."""
    install("vi-du", example_code, place="Ví Dụ")
    book = packs.known().catalog.book("vi-du-tam-thoi-2018")
    case = Case.open(Product("Chè minh họa"), book).apply(
        DossierFiled(date(2018, 10, 1)),
        CouncilResult(date(2018, 11, 1), "province", Fraction(45)),
        Recognised(date(2018, 11, 10), "province"),
        CertificateIssued(date(2018, 11, 15), "province"),
    )
    assert case.stars(date(2019, 1, 1)) == 3
    assert case.status(date(2020, 11, 14)) == "valid"
    assert case.status(date(2020, 11, 15)) == "expired"
    low = Case.open(Product("Chè minh họa"), book).apply(
        DossierFiled(date(2018, 10, 1)), CouncilResult(date(2018, 11, 1), "province", Fraction(30))
    )
    with pytest.raises(ocopkit.OcopError, match=r"2 stars; no tier recognises it \(04/QĐ-VD\)"):
        low.apply(Recognised(date(2018, 11, 10), "province"))
