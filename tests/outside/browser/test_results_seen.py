"""The pages of results as a real browser shows them: on a telephone, on a desk, on A4."""

import random
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

import ocopkit
from ocopkit import MemberSheet, Product, Regulation, RuleBook, ScoreSheet
from ocopkit.cases.document import load_case
from ocopkit.factsheets import load_facts
from ocopkit.forms.results import (
    assessment_page,
    bounds_page,
    case_page,
    decision_page,
    path_page,
    score_page,
)
from ocopkit.scoring.councils.minutes import cut
from ocopkit.scoring.plan import plan_of
from ocopkit.text import Lang, Text

ROOT = Path(__file__).parents[3]
SHEETS = sorted(one.stem for one in (ROOT / "examples/sheets").glob("*.yaml") if one.stem != "every-mistake")
CASES = sorted(one.stem for one in (ROOT / "examples/cases").glob("*.yaml"))
LANGS: tuple[Lang, ...] = ("vi", "en")
BOOKS = [ocopkit.rule_book(key) for key in ("qd-1048-2019", "qd-148-2023", "qd-26-2026")]
See = Callable[..., dict[str, Any]]
Paper = Callable[[str], list[tuple[float, float]]]

PHONE, DESK = 360, 1280
PRINTABLE = 680  # 210 mm less the margins, at 96 pixels an inch
A4 = (595, 842)
LONG = "Nguyễn" * 30


def example(name: str) -> ScoreSheet:
    return ocopkit.load_sheet(ROOT / "examples/sheets" / f"{name}.yaml")


def page_of(sheet: ScoreSheet, lang: Lang) -> str:
    """Return the page of a sheet, complete or not."""
    if sheet.unanswered():
        return bounds_page(sheet, lang=lang)
    return score_page(ocopkit.score(sheet), lang=lang)


def at_random(book: RuleBook, number: int, seed: int) -> ScoreSheet:
    """Return a sheet filled at random, with a gate raised now and then and a name that is hard to place."""
    luck = random.Random(f"{book.id} {number} {seed}")  # noqa: S311 (a test's luck)
    form = book[number]
    flags = 0
    answers: dict[str, str | int | None] = {}
    for slot in plan_of(form).slots:
        if not flags & slot.not_asked_if:
            answer = luck.choice(list(slot.lines))
            flags |= slot.lines[answer].flags
            answers[slot.criterion.code] = answer
    keys = [gate.key for gate, _ in form.all_gates() if not gate.zero_in]
    raised = {luck.choice(keys): f"Lý do {LONG}"} if keys and luck.random() < 0.3 else {}
    return ScoreSheet(form, answers, raised, Product(f"<b>Chè</b> & {LONG}"))


def hold(see: See, text: str, *, lang: Lang, says: tuple[str, ...]) -> None:
    """Hold a page against all that is asked of one, at every width."""
    for width, medium in ((PHONE, "screen"), (DESK, "screen"), (PRINTABLE, "print")):
        seen = see(text, width=width, medium=medium)
        assert seen["outside"] == []
        assert seen["scroll"] <= seen["wide"] == width
        assert seen["faint"] == []
        assert (seen["told"], seen["elsewhere"]) == ([], [])
        assert (seen["lang"], seen["headings"]) == (lang, 1)
        assert seen["texts"] > 10
        assert [one for one in says if one not in seen["text"]] == []


def said_by(sheet: ScoreSheet, lang: Lang) -> tuple[str, ...]:
    """Return what the page of a sheet must say: total and stars, and every minimum that is missed."""
    form = sheet.criteria_set
    if sheet.unanswered():
        limits = ocopkit.bounds(sheet)
        codes = tuple(one.name.say(lang) for one in limits.unanswered)
        return (form.name.say(lang), f"{limits.least}–{limits.most}", *codes)
    score = ocopkit.score(sheet)
    parts = tuple(f"{one.points}/{one.part.max}" for one in score.parts)
    missed = tuple(one.required.name.say(lang) for one in score.missed)
    gates = tuple(one.gate.text.say(lang) for one in score.raised)
    return (form.name.say(lang), str(score.points), *parts, *missed, *gates, *path_texts(score, lang))


def path_texts(score: ocopkit.Score, lang: Lang) -> Iterator[str]:
    """Yield what the way to the next star must say."""
    if score.stars == 5:
        return
    path = ocopkit.path_to(score, max(3, (score.stars or 0) + 1))
    for step in path:
        yield step.wording.say(lang)
        yield from (paper.name.say(lang) for paper in step.papers)
    for one in path.obstacles:
        yield one.text.say(lang)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", SHEETS)
def test_examples_are_seen_whole(see: See, name: str, lang: Lang) -> None:
    """Every example's page says all, stays within 360 pixels and A4, and is dark enough to read."""
    sheet = example(name)
    hold(see, page_of(sheet, lang), lang=lang, says=said_by(sheet, lang))


@pytest.mark.parametrize("number", range(1, 27))
def test_sheets_at_random_are_seen_whole(see: See, number: int) -> None:
    """So does that of a sheet filled at random in each set of each decision, whatever the names on it."""
    for seed, book in enumerate(BOOKS):
        sheet = at_random(book, number, seed)
        lang = LANGS[(number + seed) % 2]
        text = page_of(sheet, lang)
        hold(see, text, lang=lang, says=(f"<b>Chè</b> & {LONG}", *said_by(sheet, lang)))


@pytest.mark.parametrize("lang", LANGS)
def test_a_decision_is_seen_whole(see: See, lang: Lang) -> None:
    """A council's result says means and members, who are numbered."""
    sheet = example("tea-three-stars")
    members = [
        MemberSheet(f"Nguyễn {LONG}", sheet, "chair"),
        MemberSheet("Trần Thị B", sheet.answer({"4.1": "d", "7": "d"})),
        MemberSheet("Lê Văn C", sheet.answer({"5.3": "a"})),
        MemberSheet("Phạm D", present=False),
    ]
    result = ocopkit.decide(members, Regulation("local", Text(vi="Quy chế", en="Regulation")))
    says = (cut(result.points).say(lang), str(result.points), result.criteria_set.name.say(lang))
    hold(see, decision_page(result, lang=lang), lang=lang, says=says)
    assert "Trần" not in see(decision_page(result, lang=lang), width=PHONE)["text"]
    hold(see, decision_page(result, lang=lang, personal=["members"]), lang=lang, says=(LONG, "Trần Thị B"))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", CASES)
def test_a_case_is_seen_whole(see: See, name: str, lang: Lang) -> None:
    """A case says where the product stands, what happened and what is due."""
    case = load_case(ROOT / "examples/cases" / f"{name}.yaml", ocopkit.rule_book)
    for on in (date(2026, 6, 20), date(2027, 3, 1), date(2030, 1, 1)):
        due = tuple(one.what.say(lang) for one in case.deadlines(on))
        hold(see, case_page(case, on, lang=lang), lang=lang, says=(case.product.name, *due))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("stars", [3, 4, 5])
def test_a_path_is_seen_whole(see: See, stars: int, lang: Lang) -> None:
    """A path says each step with its wording; what stands in its way where it is barred."""
    for fixed in ((), ("6.1.1",)):
        path = ocopkit.path_to(example("tea-three-stars"), stars, by="levels", frozen=fixed)
        says = (
            *(step.wording.say(lang) for step in path),
            *(one.text.say(lang) for one in path.obstacles),
        )
        hold(see, path_page(path, lang=lang), lang=lang, says=says)


@pytest.mark.parametrize("lang", LANGS)
def test_an_assessment_is_seen_whole(see: See, lang: Lang) -> None:
    """What facts say: levels with facts and papers, what differs, what speaks against facts, what is open."""
    sheet = load_facts(ROOT / "examples/facts/tea.yaml")
    given = tuple(
        evolve(one, document=f"<b>{LONG}</b>") if one.fact == "linkage-contract-share" else one
        for one in sheet.facts
    )
    for facts, on in ((given, date(2026, 9, 1)), ((), date(2026, 9, 1)), (given, date(2031, 9, 1))):
        found = evolve(sheet, facts=facts, product=Product(f"<b>Chè</b> & {LONG}")).assess(on)
        proofs = [proof for one in found.proposals if one.answer for proof in one.decided_by]
        says = (
            f"{found.bounds.least}–{found.bounds.most}",
            *(one.criterion.name.say(lang) for one in (*found.questions, *found.differences)),
            *(proof.fact.name.say(lang) for proof in proofs),
            *(one.text.say(lang) for one in found.remarks),
            *(one.fact.name.say(lang) for one in found.remarks),
        )
        hold(see, assessment_page(found, lang=lang), lang=lang, says=says)


@pytest.mark.parametrize("name", SHEETS)
def test_pages_are_printed_on_a4(paper: Paper, name: str) -> None:
    """Each sheet of paper is A4, upright."""
    printed = paper(page_of(example(name), "vi"))
    assert printed
    assert {(round(width), round(height)) for width, height in printed} == {A4}


def test_what_is_wrong_is_seen(see: See) -> None:
    """The measures see faint text, text outside the page, requests elsewhere and errors."""
    text = page_of(example("tea-three-stars"), "vi")
    faint = see(text.replace("--quiet: #595959", "--quiet: #999"), width=PHONE)
    assert faint["faint"]
    wide = see(text.replace("<h1>", '<h1 style="width: 700px; text-align: right">'), width=PHONE)
    assert wide["outside"]
    policy = text.index("<meta http-equiv"), text.index("<title>")
    loose = text[: policy[0]] + text[policy[1] :]
    asking = see(loose.replace("</main>", '<img src="http://example.org/a.png"></main>'), width=PHONE)
    assert asking["elsewhere"] == ["http://example.org/a.png"]
    assert asking["told"]


def test_nothing_is_lost_without_colours(see: See) -> None:
    """Met and missed are said in words, so that a page printed in black says the same."""
    sheet = evolve(example("tea-three-stars"), product=None)
    seen = see(page_of(sheet, "vi"), width=PRINTABLE, medium="print")
    assert {"đạt", "chưa đạt"} <= set(seen["text"].replace("\t", "\n").splitlines())
