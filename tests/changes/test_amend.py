"""What an amendment does, place by place, and what it refuses."""

from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

import ocopkit
from ocopkit import RuleBook, Text
from ocopkit.errors import AmendmentError
from ocopkit.rules.amend import amend
from ocopkit.rules.diff import diff
from ocopkit.rules.export import import_book
from ocopkit.rules.folder import load_book

NAME = {"vi": "Mới", "en": "New"}
LADDER = [{"points": points, "name": {"vi": f"Bậc {points}", "en": f"Step {points}"}} for points in (0, 1)]
NEW = {"name": NAME, "max": 1, "levels": LADDER}


def codes(book: RuleBook, section: str, number: int = 11) -> list[str]:
    """Return the codes of a section's criteria, in order."""
    sections = [one for part in book[number].parts for one in part.sections if one.code == section]
    return [criterion.code for criterion in sections[0].criteria]


def made(book: RuleBook, changes: dict[str, Any]) -> RuleBook:
    """Return an amended book."""
    return amend(book, changes, because="draft")


def refused(book: RuleBook, changes: dict[str, Any]) -> list[str]:
    """Return the place and the code of every problem of an amendment."""
    with pytest.raises(AmendmentError) as caught:
        amend(book, changes, because="draft")
    return [f"{problem.where} {problem.code}" for problem in caught.value.problems]


def test_points_and_minimums_of_a_level(book: RuleBook) -> None:
    """A level gets other points, or becomes the minimum for a star."""
    draft = made(book, {"11/4.1/c": {"points": 4}, "fresh-and-processed-tea/3.5/b": {"minimum_for": 3}})
    assert draft[11].criterion("4.1").levels[2].points == 4
    assert draft[11].criterion("3.5").levels[1].minimum_for == 3
    assert book[11].criterion("4.1").levels[2].points == 3


def test_bands_readings_and_articles(book: RuleBook) -> None:
    """A band, a reading's choice, a round and the certificate change in the articles."""
    draft = made(
        book,
        {
            "bands/4": {"at_least": 72},
            "bands/3": {"below": 72},
            "readings/minimum-missed": "not-achieved",
            "rounds/province-1": {"finish_before": "07-31"},
            "certificate": {"valid_months": 60},
        },
    )
    assert [(band.at_least, band.below) for band in draft.articles.bands[1:3]] == [(72, 90), (50, 72)]
    assert next(one for one in draft.articles.readings if one.key == "minimum-missed").choice == (
        "not-achieved"
    )
    assert draft.articles.rounds[0].finish_before == "07-31"
    before, after = book.articles.certificate, draft.articles.certificate
    assert before is not None
    assert after == evolve(before, valid_months=60)


def test_a_score_follows_the_amended_book(book: RuleBook) -> None:
    """Whoever reaches 71 points has four stars today, and three where the band begins at 72."""
    draft = made(book, {"bands/4": {"at_least": 72}, "bands/3": {"below": 72}})
    answers = {one.code: one.max for one in book[11].criteria}
    answers |= {"4.2": 0, "1.2": 0, "1.3": 0, "5.2": 0, "6.2.1": 0, "6.2.2": 0, "6.2.3": 0, "1.1": 2}
    answers |= {"3.1": 1, "3.2": 0, "3.3": 1, "11": 2, "10": 1, "1.4": 3}
    scores = [ocopkit.score(ocopkit.ScoreSheet(one[11], answers)) for one in (book, draft)]
    assert [score.points for score in scores] == [71, 71]
    assert [score.stars for score in scores] == [4, 3]


def test_a_criterion_added_removed_moved(book: RuleBook) -> None:
    """Criteria come, go and change places, each named by its neighbours."""
    draft = made(
        book,
        {
            "11/2.5": {"add": NEW, "after": "2.4"},
            "11/2.0": {"add": NEW, "in": "2"},
            "11/2.2": None,
            "11/3.5": {"after": "2.1"},
            "11/3.4": {"in": "3"},
        },
    )
    assert codes(draft, "2") == ["2.0", "2.1", "3.5", "2.3", "2.4", "2.5"]
    assert codes(draft, "3") == ["3.4", "3.1", "3.2", "3.3"]


def test_a_new_place_can_take_the_number_of_an_old_one(book: RuleBook) -> None:
    """With a plus, what is new is told from what is renumbered, and one new place can follow another."""
    draft = made(
        book,
        {
            "11/2.4": {"code": "2.6"},
            "+11/2.4": {"add": NEW, "after": "2.3"},
            "+11/2.5": {"add": NEW, "after": "+2.4"},
        },
    )
    assert codes(draft, "2") == ["2.1", "2.2", "2.3", "2.4", "2.5", "2.6"]
    assert draft[11].criterion("2.6").shared == book[11].criterion("2.4").shared


def test_levels_are_lettered_anew(book: RuleBook) -> None:
    """When a level goes or comes, letters follow the order of the ladder."""
    level = {"points": 4, "name": NAME}
    draft = made(book, {"11/4.1/b": None, "+11/4.1/d": {"add": level, "after": "c"}})
    levels = draft[11].criterion("4.1").levels
    assert [(one.key, one.points) for one in levels] == [("a", 1), ("b", 3), ("c", 4), ("d", 5)]


def test_a_whole_ladder_can_be_replaced(book: RuleBook) -> None:
    """A field that holds places takes a whole new list."""
    draft = made(book, {"11/4.1": {"levels": LADDER, "max": 1}})
    assert [one.points for one in draft[11].criterion("4.1").levels] == [0, 1]


def test_cases_of_an_either_or(book: RuleBook) -> None:
    """The cases of an either-or have addresses, and their levels below them."""
    draft = made(book, {"26/15/b/a": {"points": 2}, "26/15/c": {"add": {"name": NAME, "levels": LADDER}}})
    cases = draft[26].criterion("15").alternatives
    assert [(case.key, [one.points for one in case.levels]) for case in cases] == [
        ("a", [0, 1]),
        ("b", [1, 3]),
        ("c", [2, 3]),
    ]


def test_gates_come_go_and_move(book: RuleBook) -> None:
    """A gate is named by its key, on the dossier or on a criterion."""
    gate = {"kind": "stop", "text": NAME}
    draft = made(
        book,
        {
            "11/gate/dossier": None,
            "11/gate/raw-material-origin": {"in": "1.2"},
            "11/gate/new": {"add": gate, "in": "7"},
            "11/gate/whole": {"add": gate, "in": None},
        },
    )
    found = {gate.key: criterion.code if criterion else None for gate, criterion in draft[11].all_gates()}
    assert "dossier" not in found
    assert (found["raw-material-origin"], found["new"], found["whole"]) == ("1.2", "7", None)


def test_a_product_set_added_renumbered_removed_regrouped(book: RuleBook) -> None:
    """The list of sets and the forms go together: a line comes with a form, and goes with it."""
    section = {"code": "1", "name": NAME, "max": 1, "criteria": [{"code": "1", **NEW}]}
    part = {"code": "A", "max": 1, "sections": [section]}
    draft = made(
        book,
        {
            "+sets/5": {"add": {"slug": "new", "name": NAME}, "in": "tea"},
            "+5": {"add": {"parts": [part]}},
            "sets/5": {"number": 27, "in": "spices"},
            "sets/24": None,
        },
    )
    assert len(draft) == len(book)
    assert (draft["new"].number, draft["new"].name.en, draft["new"].group) == (5, "New", "food")
    assert draft["new"].parts[0].name == book[1].parts[0].name
    assert draft[27].criteria == book[5].criteria
    assert (draft[27].number, draft["fast-food"].number) == (27, 27)
    assert [entry.number for entry in draft.entries] == [n for n in range(1, 28) if n != 24]


def test_names_that_sets_repeat_follow_the_articles(book: RuleBook) -> None:
    """A set bears the name that the list of sets gives it, and its parts those of the list of parts."""
    draft = made(book, {"sets/11": {"name": NAME}, "parts/A": {"name": NAME}})
    assert draft[11].name == Text(vi="Mới", en="New")
    assert [draft[number].parts[0].name.en for number in (3, 11)] == ["New", "New"]


def test_an_amended_book_says_so(book: RuleBook) -> None:
    """It has an id of its own, and tells why and where it was amended, one reason after the other."""
    why = Text(vi="Dự thảo 2027", en="Draft of 2027")
    first = amend(book, {"bands/4": {"at_least": 72}, "11/2.4": None}, because=why)
    second = amend(first, {"bands/5": {"at_least": 92}}, because="more", id="draft-2")
    assert first.id.startswith("qd-26-2026+")
    assert second.id == "draft-2"
    assert [(one.because.en, one.addresses) for one in second.articles.amendments] == [
        ("Draft of 2027", ("11/2.4", "bands/4")),
        ("more", ("bands/5",)),
    ]
    assert import_book(ocopkit.export_book(second)).articles == second.articles


def test_an_amended_book_is_not_taken_for_the_law(book: RuleBook) -> None:
    """It never bears the id of the decision, however often it was amended; what cites it says so."""
    changes = {"bands/4": {"at_least": 72}, "bands/3": {"below": 72}}
    first = amend(book, changes, because="draft", id="draft")
    again = amend(first, {"bands/5": {"at_least": 92}}, because="more", id="draft")
    assert [one.base for one in again.articles.amendments] == ["qd-26-2026", "draft"]
    for one, called in ((book, "qd-26-2026"), (first, "qd-26-2026"), (again, "QD-26-2026")):
        with pytest.raises(AmendmentError) as caught:
            amend(one, {"bands/5": {"at_least": 95}}, because="-", id=called)
        assert [(one.code, one.where.path) for one in caught.value.problems] == [("id-taken", ("id",))]
    assert book.basis.instrument == "26/2026/QĐ-TTg"
    assert again.basis.instrument == "26/2026/QĐ-TTg [draft]"
    assert "more" in again._repr_html_()


@pytest.mark.parametrize("called", ["", " ", "qd-26-2026 ", "draft\n", "a\x00b"])
def test_an_id_is_a_line_of_text(called: str, book: RuleBook) -> None:
    """An id that can't be seen, or not told from another one, is refused beside whatever else is wrong."""
    with pytest.raises(AmendmentError) as caught:
        amend(book, {"11/9.9": None}, because="-", id=called)
    assert [one.code for one in caught.value.problems] == ["wrong-id", "unknown-address"]


def holding_itself() -> dict[str, Any]:
    """Return changes that hold themselves in every way there is."""
    fields: dict[str, Any] = {"points": 4}
    fields["when"] = fields
    levels: list[Any] = []
    levels.append(levels)
    added: dict[str, Any] = {}
    added["add"] = added
    deep: dict[str, Any] = {}
    inner = deep
    for _ in range(100_000):
        inner["all"] = {}
        inner = inner["all"]
    return {
        "11/4.1/c": fields,
        "11/4.2": {"levels": levels},
        "11/4.2/x": added,
        "11/3.3/b": {"when": deep},
        "11/4.3": {1: 2},
        "11/9.9": None,
    }


def test_values_that_hold_themselves_are_refused(book: RuleBook) -> None:
    """What has no end, or keys that are no text, is told with its address, beside what else is wrong."""
    assert sorted(refused(book, holding_itself())) == [
        "11/3.3/b too-deep",
        "11/4.1/c too-deep",
        "11/4.2 too-deep",
        "11/4.2/x too-deep",
        "11/4.3 key-not-text",
        "11/9.9 unknown-address",
    ]


def test_changes_of_other_fields_of_one_place_go_together(book: RuleBook) -> None:
    """Points and wording of a level, written apart and by other addresses, are one amendment."""
    apart = {
        "11/4.1/c": {"points": 4},
        "fresh-and-processed-tea/4.1/c": {"minimum_for": None},
        "11/4.1/c/name/en": "Three districts",
        "11/4.1/c/name/vi": "Ba huyện",
    }
    whole = {
        "11/4.1/c": {
            "points": 4,
            "minimum_for": None,
            "name": {"en": "Three districts", "vi": "Ba huyện"},
        }
    }
    assert made(book, apart)[11] == made(book, whole)[11]
    assert made(book, dict(reversed(apart.items())))[11] == made(book, whole)[11]
    level = made(book, apart)[11].criterion("4.1").levels[2]
    assert (level.points, level.minimum_for, level.name) == (
        4,
        None,
        Text(vi="Ba huyện", en="Three districts"),
    )


def test_a_place_may_move_and_change_by_two_changes(book: RuleBook) -> None:
    """Where a criterion stands and what it is worth are two things."""
    apart = {"11/3.5": {"after": "3.1"}, "fresh-and-processed-tea/3.5": {"max": 4}}
    whole = {"11/3.5": {"after": "3.1", "max": 4}}
    assert made(book, apart)[11] == made(book, whole)[11]


@pytest.mark.parametrize(
    "changes",
    [
        {"11/4.1/c": {"points": 4}, "11/4.1/c/points": 5},
        {"11/4.1/c": {"points": 4}, "fresh-and-processed-tea/4.1/c": {"points": 4, "minimum_for": None}},
        {"11/4.1/c/name": {"vi": "Ba", "en": "Three"}, "11/4.1/c/name/en": "Two"},
        {"11/4.1/c/name/en": "Three", "fresh-and-processed-tea/4.1/c/name/en": "Two"},
        {"11/3.5": {"after": "3.1"}, "fresh-and-processed-tea/3.5": {"in": "2"}},
        {"11/4.1/c": {"points": 4}, "fresh-and-processed-tea/4.1/c": None},
    ],
)
def test_two_changes_of_the_very_same_are_refused(changes: dict[str, Any], book: RuleBook) -> None:
    """Which of two values counts can't be told, in whatever words the addresses are written."""
    assert [one.rsplit(" ", 1)[1] for one in refused(book, changes)] == ["changed-twice"]


def test_sets_that_no_change_concerns_are_neither_read_nor_copied() -> None:
    """To amend a set of a book just opened, and to know the new digest, no other set is read."""
    folder = Path(ocopkit.__file__).parent / "criteria" / "qd-26-2026"
    book = load_book(folder)
    draft = made(book, {"11/4.1/c": {"points": 4}, "certificate": {"valid_months": 60}})
    assert draft.digest != book.digest
    assert set(book.shelf._loaded) == {11}
    assert set(draft.shelf._loaded) == {11}
    assert draft.shelf.take(3) is book.shelf.take(3)


def test_every_problem_is_told_at_once(book: RuleBook) -> None:
    """Mistyped addresses, fields and values are all told, each with its place."""
    changes = {
        "11/9.9": None,
        "bandz/4": {"at_least": 72},
        "99/1": {"max": 3},
        "11/4.1/c": {"point": 4},
        "11/4.1/b": {"points": "4"},
        "bands/5": {"at_least": 90.5},
        "bands/3": 7,
        "11/1.1/a": {"name": {"vi": "x"}},
        "11/4.1/a": {"points": 1},
    }
    assert refused(book, changes) == [
        "11/9.9 unknown-address",
        "bandz/4 unknown-address",
        "99/1 unknown-address",
        "11/4.1/c/point unknown-field",
        "11/4.1/b/points wrong-type",
        "bands/5/at_least wrong-type",
        "bands/3 not-a-change",
        "11/1.1/a/name missing-key",
        "11/4.1/a/points changes-nothing",
    ]


def test_the_nearest_addresses_are_named(book: RuleBook) -> None:
    """A mistyped address is answered by those most like it."""
    with pytest.raises(AmendmentError, match=r"Did you mean readings/minimum-missed\b"):
        made(book, {"readings/minimum-mised": "not-achieved"})
    with pytest.raises(AmendmentError, match="Did you mean fresh-and-processed-tea"):
        made(book, {"fresh-and-procesed-tea/2.4": None})


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        ({}, [" changes-nothing"]),
        ({"11/4.1/c": {}}, ["11/4.1/c changes-nothing"]),
        ({"11/2.3": {"after": "2.2"}}, ["11/2.3 changes-nothing"]),
        ({"readings/minimum-missed": "highest-star-met"}, ["readings/minimum-missed/choice changes-nothing"]),
        (
            {"11/4.1/a": {"points": 2}, "fresh-and-processed-tea/4.1/a": {"points": 3}},
            ["fresh-and-processed-tea/4.1/a changed-twice"],
        ),
        ({"11/4.1": None, "11/4.1/a": {"points": 2}}, ["11/4.1/a changed-twice"]),
        ({"11/section/2": None, "11/2.4/a": {"points": 2}}, ["11/2.4/a changed-twice"]),
        ({"11/4.1": {"levels": LADDER}, "11/4.1/a": {"points": 2}}, ["11/4.1/a changed-twice"]),
        ({"11/4.1": None, "11/4.1/e": {"add": LADDER[0]}}, ["11/4.1/e changed-twice"]),
        ({"sets/11": None, "11/4.1/a": {"points": 2}}, ["11/4.1/a changed-twice"]),
        ({"11/2.1": {"after": "3.1"}, "11/2.2": {"after": "3.1"}}, ["11/2.2 same-spot"]),
        ({"11/2.3": {"after": "2.2"}, "11/2.2": {"after": "2.3"}}, ["11/2.3 circle", "11/2.2 circle"]),
        ({"11/2.1": {"after": "2.9"}}, ["11/2.1/after unknown-neighbour"]),
        ({"11/2.1": {"after": "2.4"}, "11/2.4": None}, ["11/2.1/after unknown-neighbour"]),
        ({"11/2.1": {"in": "22"}}, ["11/2.1/in unknown-neighbour"]),
        ({"11/2.1": {"after": 2}}, ["11/2.1/after not-a-neighbour"]),
        ({"11/2.1": {"after": "3.1", "in": "4"}}, ["11/2.1/in elsewhere"]),
        ({"bands/4": {"in": "5"}}, ["bands/4/in not-into"]),
        ({"11/2.4": {"add": NEW, "after": "2.3"}}, ["11/2.4 address-taken"]),
        ({"11/2.4": {"code": "2.3"}}, ["11/2.4 address-taken"]),
        ({"certificate": {"add": {}}}, ["certificate address-taken"]),
        ({"11/2.9": {"add": NEW}}, ["11/2.9 where"]),
        ({"11/2.9": {"add": {**NEW, "code": "2.8"}, "in": "2"}}, ["11/2.9/add/code name-differs"]),
        ({"11/2.9": {"add": NEW, "in": "2", "max": 1}}, ["11/2.9/max beside-add"]),
        ({"11/2.9": {"add": {"name": NAME, "levels": LADDER}, "in": "2"}}, ["11/2.9/add missing-key"]),
        ({"11/2.9": {"add": {"name": NAME, "max": 1}, "in": "2"}}, ["11/2.9/levels no-levels"]),
        ({"11/4.1": {"alternatives": [{"name": NAME, "levels": LADDER}]}}, ["11/4.1/levels two-ladders"]),
        ({"11": None}, ["11 cannot-remove"]),
        ({"book": {"id": "mine"}}, ["book/id unknown-field"]),
        ({"+27": {"add": {"parts": []}}}, ["+27 set-without-line"]),
        (
            {"sets/27": {"add": {"slug": "new", "name": NAME}, "in": "tea"}},
            ["+sets/27 line-without-set"],
        ),
        ({"readings/minimum-missed": "never"}, ["readings/minimum-missed/choice unknown-reference"]),
        ({"11/4.1/a": {"minimum_for": 6}}, ["11/4.1/a/minimum_for unknown-reference"]),
        ({"16/6.1": None}, ["16/gate/sensory-zero/zero_in unknown-reference"]),
        ({"parts/C": None}, [f"{number}/part/C unknown-reference" for number in range(1, 27)]),
    ],
)
def test_what_does_not_fit_is_refused(book: RuleBook, changes: dict[str, Any], problems: list[str]) -> None:
    """Each contradiction, each missing neighbour and each broken reference is told at its address."""
    assert refused(book, changes) == problems


@pytest.mark.parametrize("share", [float("nan"), float("inf")])
def test_no_number_is_no_threshold(book: RuleBook, share: float) -> None:
    """A threshold that is no number is refused at its address, like text."""
    with pytest.raises(AmendmentError) as refused:
        amend(book, {"11/3.3/b/when/at_most": share}, because="a draft")
    assert [problem.code for problem in refused.value.problems] == ["wrong-type"]


def test_an_address_is_text(book: RuleBook) -> None:
    """A set's number without quotes is no address."""
    with pytest.raises(TypeError, match="an address in changes must be a str, not 11"):
        amend(book, {11: {"name": {"vi": "Chè", "en": "Tea"}}}, because="a draft")  # type: ignore[dict-item]


def test_what_is_removed_with_its_section_may_be_named_too(book: RuleBook) -> None:
    """To remove a section and a criterion in it is to say one thing twice; what moves out is kept."""
    draft = made(book, {"11/section/2": None, "11/2.4": None, "11/2.1": {"in": "3"}})
    assert codes(draft, "3")[0] == "2.1"
    assert {one.code for one in draft[11].criteria}.isdisjoint({"2.2", "2.3", "2.4"})


def test_problems_are_told_in_vietnamese(book: RuleBook) -> None:
    """Each problem reads in Vietnamese as well."""
    with pytest.raises(AmendmentError) as caught:
        made(book, {"11/4.1/c": {"points": 3}})
    assert caught.value.say("vi") == (
        "11/4.1/c/points: [changes-nothing] Hiện đã là 3. Sửa đổi không làm thay đổi gì có thể là nhầm chỗ. "
        "Bỏ dòng này hoặc kiểm tra lại địa chỉ."
    )


def test_differences_are_an_amendment(book: RuleBook) -> None:
    """What a comparison finds can be written down as changes, and read by a person."""
    draft = made(book, {"11/2.5": {"add": NEW, "after": "2.3"}, "11/2.4": None, "bands/4": {"at_least": 72}})
    changes = diff(book, draft).as_changes()
    assert set(changes) == {"+11/2.5", "11/2.4", "bands/4"}
    assert changes["bands/4"] == {"at_least": 72}
    assert changes["+11/2.5"]["after"] == "2.3"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"11/3.3/c/when/at_least": "abc"}, "11/3.3/c/when/at_least wrong-type"),
        ({"11/3.3/c/when": {"at_least": "abc"}}, "11/3.3/c/when/at_least wrong-type"),
        ({"11/3.3/c/when/nothing": 1}, "11/3.3/c/when/nothing unknown-key"),
        (
            {"11/3.3/c/when/at_least": 0.8, "11/3.3/b/when/at_least": "abc"},
            "11/3.3/b/when/at_least wrong-type",
        ),
    ],
)
def test_what_is_wrong_within_a_field_stands_at_its_own_address(
    book: RuleBook, changes: dict[str, Any], told: str
) -> None:
    """Not at an address twice as long, and not at another change's."""
    assert refused(book, changes) == [told]
