"""The pages that hand over a result: what they say, what they leave out, and how they are made."""

from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

import ocopkit
from ocopkit import MemberSheet, Producer, Product, Regulation, RuleBook, Score, ScoreSheet
from ocopkit.cases.document import load_case
from ocopkit.errors import NotFoundError
from ocopkit.forms.results import bounds_page, case_page, decision_page, path_page, score_page
from ocopkit.product import Person
from ocopkit.scoring.councils.minutes import cut
from ocopkit.testing.strategies import sheets
from ocopkit.text import Lang, Text

BOOKS = [ocopkit.rule_book(key) for key in ("qd-1048-2019", "qd-148-2023", "qd-1489-2025", "qd-26-2026")]
LANGS: tuple[Lang, ...] = ("vi", "en")
EXAMPLES = Path("examples/sheets")
CASES = Path("examples/cases")
_VOID = {"meta", "br"}


class Page(HTMLParser):
    """A page read as a browser reads it; every element closed where it was opened.

    Args:
        text: The page.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.said: list[tuple[str, str]] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.said.append((self.open[-1] if self.open else "", data))

    @property
    def text(self) -> str:
        """All that it says, on one line."""
        return " ".join("".join(text for tag, text in self.said if tag not in {"style", "title"}).split())

    def of(self, name: str) -> Iterator[dict[str, str | None]]:
        """Yield the attributes of every element of a name."""
        return (attributes for tag, attributes in self.elements if tag == name)


def one_line(text: str) -> str:
    return " ".join(text.split())


def tea() -> ScoreSheet:
    return ocopkit.load_sheet(EXAMPLES / "tea-three-stars.yaml")


@st.composite
def scores(draw: st.DrawFn) -> Score:
    """Draw a score of any book and set, with any gates."""
    return ocopkit.score(draw(sheets(draw(st.sampled_from(BOOKS)))))


@given(scores(), st.sampled_from(LANGS))
@settings(max_examples=60)
def test_a_score_says_all_that_it_rests_on(score: Score, lang: Lang) -> None:
    """Total, parts, minimums missed and met, gates, readings and doubts each stand on the page, in words."""
    said = Page(score_page(score, lang=lang)).text
    form = score.sheet.criteria_set
    words = [
        form.name,
        *(line.criterion.name for line in score.lines),
        *(one.required.name for one in score.minimums),
        *(one.gate.text for one in score.gates),
        *(used.option.text for used in score.readings),
        *(one.text for one in score.findings),
    ]
    assert [text for text in words if one_line(text.say(lang)) not in said] == []
    numbers = [str(score.points), *(f"{one.points}/{one.part.max}" for one in score.parts)]
    assert [one for one in [*numbers, score.digest, score.version] if one not in said] == []


@given(scores(), st.sampled_from(LANGS))
@settings(max_examples=40)
def test_a_score_says_the_way_to_the_next_star_recognised(score: Score, lang: Lang) -> None:
    """Each step stands there with the level to reach, its wording and its papers; each obstacle too."""
    basis = score.sheet.criteria_set.basis
    assert basis is not None
    said = Page(score_page(score, lang=lang)).text
    higher = [band.stars for band in basis.bands if band.recognised_by and band.stars > (score.stars or 0)]
    for step in ocopkit.path_to(score, min(higher)) if higher else ():
        assert f"→ {step.end.answer} (+" in said
        assert one_line(step.wording.say(lang)) in said
        for paper in step.papers:
            assert f"{paper.name.say(lang)}: {paper.form.say(lang)}" in said
    for one in ocopkit.path_to(score, min(higher)).obstacles if higher else ():
        assert one_line(one.text.say(lang)) in said


@given(scores(), st.sampled_from(LANGS))
@settings(max_examples=30)
def test_a_page_is_sound_and_needs_nothing_else(score: Score, lang: Lang) -> None:
    """A page is well formed, in its language, with headings and scopes, and nothing from elsewhere."""
    text = score_page(score, lang=lang)
    page = Page(text)
    assert list(page.of("html")) == [{"lang": lang}]
    names = [name for name, _ in page.elements]
    assert (names.count("h1"), names.count("title"), names.count("main")) == (1, 1, 1)
    assert names.count("h2") > 3
    assert all(one.get("scope") in {"row", "col"} for one in page.of("th"))
    assert all("aria-hidden" in one or "aria-label" in one for one in page.of("svg"))
    assert not {"script", "link", "img", "iframe"} & set(names)
    assert not any(key in {"src", "href", "onload"} for _, given in page.elements for key in given)
    assert "url(" not in text
    assert "://" not in text


names = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), min_size=1, max_size=30)


@given(names, names)
@settings(max_examples=50)
def test_names_are_text_and_never_markup(name: str, other: str) -> None:
    """Whatever a product or its producer is called, the page shows it letter by letter."""
    sheet = evolve(tea(), product=Product(name, Producer(other)))
    page = Page(score_page(ocopkit.score(sheet)))
    assert [text for tag, text in page.said if tag == "h1"] == [name]
    assert other in [text for tag, text in page.said if tag == "dd"]


@pytest.mark.parametrize("lang", LANGS)
def test_an_incomplete_sheet_says_what_is_still_possible(lang: Lang) -> None:
    """Bounds say the points and stars still possible, and each open criterion with its levels."""
    sheet = ocopkit.load_sheet(EXAMPLES / "cosmetics-incomplete.yaml")
    said = Page(bounds_page(sheet, lang=lang)).text
    assert "64–81" in said
    assert {"vi": "2 sao hoặc 3 sao", "en": "2 stars or 3 stars"}[lang] in said
    for one in ocopkit.bounds(sheet).unanswered:
        assert one.name.say(lang) in said
        assert all(one_line(level.name.say(lang)) in said for _, levels in one.ladders() for level in levels)


@given(st.data())
@settings(max_examples=30)
def test_bounds_of_any_sheet_make_a_page(data: st.DataObject) -> None:
    """Complete, incomplete, stopped or out: any sheet's bounds make a sound page."""
    sheet = data.draw(sheets(data.draw(st.sampled_from(BOOKS)), complete=False))
    limits = ocopkit.bounds(sheet)
    said = Page(bounds_page(sheet)).text
    assert str(limits.least) in said
    assert all(one.name.vi in said for one in limits.unanswered)


PERSON = Person(
    "Nguyễn Thị Mẫu", "nữ", "Kinh", "Xã Ví Dụ", disability=False, telephone="0900 000 000", email="mau@vi.du"
)
ANSWERS = ["Nguyễn Thị Mẫu", "nữ", "Kinh", "Xã Ví Dụ", "0900 000 000", "mau@vi.du"]


def with_person(sheet: ScoreSheet) -> ScoreSheet:
    return evolve(sheet, product=Product("Chè", Producer("HTX", representative=PERSON)))


def test_personal_data_stays_out_unless_asked_for_by_name() -> None:
    """A page shows no field of the producer's representative but those that are named."""
    score = ocopkit.score(with_person(tea()))
    path = ocopkit.path_to(score, 4)
    case = load_case(CASES / "tea-potential-five.yaml", ocopkit.rule_book)
    case = evolve(case, product=Product("Chè", Producer("HTX", representative=PERSON)))
    on = date(2027, 3, 1)
    for text in (score_page(score), bounds_page(score.sheet), path_page(path), case_page(case, on)):
        values = [given for tag, given in Page(text).said if tag == "dd"]
        assert not set(ANSWERS) & set(values)
    for text in (
        score_page(score, personal=["telephone"]),
        path_page(path, personal=["telephone"]),
        case_page(case, on, personal=["telephone"]),
    ):
        values = [given for tag, given in Page(text).said if tag == "dd"]
        assert set(ANSWERS) & set(values) == {"0900 000 000"}


def test_personal_data_that_is_not_there_is_told() -> None:
    """A name that no personal data has is refused, with the names that there are."""
    with pytest.raises(NotFoundError) as refused:
        score_page(ocopkit.score(tea()), personal=["phone", "name"])
    assert [one.code for one in refused.value.problems] == ["unknown-personal-data"]
    assert "telephone" in refused.value.problems[0].mend.en


def council() -> list[MemberSheet]:
    sheet = tea()
    return [
        MemberSheet("Trần Thị B", sheet, "chair"),
        MemberSheet("Lê Văn C", sheet.answer({"4.1": "d", "7": "d"})),
        MemberSheet("Phạm D", sheet.answer({"5.3": "a"})),
        MemberSheet("Võ E", conflict="Người nhà của chủ thể"),
    ]


@pytest.mark.parametrize("lang", LANGS)
def test_a_decision_says_means_members_and_rules(lang: Lang) -> None:
    """A council's page says exact points, means, minimums and rules; members' names only if asked for."""
    result = ocopkit.decide(council(), Regulation("local", Text(vi="Quy chế", en="Regulation")))
    page = Page(decision_page(result, lang=lang))
    words = [
        *(one.text for one in result.rules),
        *(one.required.name for one in result.minimums),
        *(one.criterion.name for one in result.criteria),
        *(cut(one.mean) for one in result.parts),
        *(used.option.text for used in result.readings),
    ]
    assert [text for text in words if one_line(text.say(lang)) not in page.text] == []
    assert str(result.points) in page.text
    assert not [one for one in council() if one.member in page.text]
    named = Page(decision_page(result, lang=lang, personal=["members"]))
    assert all(one.member in named.text for one in council())
    assert "Người nhà" not in named.text


def test_a_barred_path_says_what_stands_in_its_way() -> None:
    """Where a star is impossible, the page says until when, and what is needed besides."""
    path = ocopkit.path_to(tea(), 4, frozen=["6.1.1"])
    said = Page(path_page(path, lang="en")).text
    assert "4 stars cannot be reached until:" in said
    assert path.obstacles[0].text.en in said


def test_ways_as_good_are_told(book: RuleBook) -> None:
    """Other ways that cost the same are listed, and those beyond the limit counted."""
    form = book[11]
    answers: dict[str, str | int | None] = {one.code: one.max for one in form.criteria}
    plain = [one for one in form.criteria if not any(level.minimum_for for level in one.levels)]
    while ocopkit.score(sheet := ScoreSheet(form, answers)).points >= 90:
        one = plain.pop()
        answers[one.code] = one.levels[-2].key
    path = ocopkit.path_to(sheet, 5, limit=2)
    said = Page(path_page(path, lang="en")).text
    assert path.count > 2
    assert f"{path.count - 1} other ways are as good" in said
    assert f"… and {path.count - 2} more" in said


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("file", sorted(CASES.glob("*.yaml")), ids=lambda file: file.stem)
def test_a_case_says_where_it_stands_on_a_day(file: Path, lang: Lang) -> None:
    """A case's page holds what happened by that day, and every deadline; nothing later."""
    case = load_case(file, ocopkit.rule_book)
    for on in (case.events[0].on, case.events[-1].on, date(2027, 3, 1), date(2040, 1, 1)):
        page = Page(case_page(case, on, lang=lang))
        days = [given["datetime"] for given in page.of("time")]
        assert days == [event.on.isoformat() for event in case.events if event.on <= on]
        for due in case.deadlines(on):
            assert due.what.say(lang) in page.text
            assert one_line(due.clause.say(lang)) in page.text
        stars = case.stars(on)
        assert {"vi": "không có hạng sao", "en": "no stars in force"}[lang] in page.text or stars


def test_notes_of_events_stay_out() -> None:
    """A note is free text that may name anybody; no page shows it."""
    case = load_case(CASES / "tea-potential-five.yaml", ocopkit.rule_book)
    told = evolve(case, events=tuple(evolve(one, note="Ông Nguyễn Văn Kín") for one in case.events))
    assert "Kín" not in case_page(told, date(2027, 3, 1))


def test_a_page_is_the_same_each_time() -> None:
    """No day or hour of its making is in a page: the same result makes the same page."""
    score: Any = ocopkit.score(tea())
    assert score_page(score) == score_page(ocopkit.score(tea()))


def test_the_star_asked_for_is_the_one_shown(book: RuleBook) -> None:
    """The way leads to the star that the caller names."""
    assert "Lộ trình lên 5 sao" in score_page(ocopkit.score(tea()), to=5)
    best = ocopkit.score(ScoreSheet(book[11], {one.code: one.max for one in book[11].criteria}))
    assert "Lộ trình" not in score_page(best)
