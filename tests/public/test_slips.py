"""Slips of a stranger's hand: each is told for what it is, where it happens."""

import pickle
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from threading import Barrier
from typing import Any

import numpy as np
import pytest

import ocopkit
from ocopkit.cases.document import case_from_plain
from ocopkit.catalog import Catalog, books
from ocopkit.crosswalks import crosswalk
from ocopkit.errors import CaseError, NotFoundError, nearest
from ocopkit.rules.book import RuleBook
from ocopkit.rules.crosswalk import crosswalk_of_itself
from ocopkit.rules.folder import load_book
from ocopkit.text import Text

HEAD = "rule_book: qd-26-2026\nset: 11\n"
RULES = ocopkit.Regulation("local", Text("Quy chế", "Regulation"))
WRONG: Any = "qd-26-2026"
NOTHING: Any = None
NUMBER: Any = 26
FOUR: Any = "4"
PLAIN: Any = {}


@pytest.fixture(scope="module")
def sheet() -> ocopkit.ScoreSheet:
    """Return a complete sheet."""
    return ocopkit.load_sheet("examples/sheets/tea-three-stars.yaml")


@pytest.mark.parametrize(
    ("slip", "told"),
    [
        (
            lambda _: ocopkit.rule_book(on=WRONG),
            "on must be a date, such as date(2026, 9, 1), not 'qd-26-2026'",
        ),
        (lambda _: ocopkit.rule_book(on=datetime(2026, 9, 1)), "on must be a date"),  # noqa: DTZ001
        (lambda _: ocopkit.rule_book(on=date(2026, 9, 1), filed=WRONG), "filed must be a date"),
        (lambda _: books(packs=False).book(NUMBER), "a rule book's id must be a str, not 26"),
        (lambda one: ocopkit.diff(one.criteria_set, WRONG), "a must be a RuleBook, not a CriteriaSet"),
        (lambda _: ocopkit.diff(ocopkit.rule_book(WRONG), WRONG), "b must be a RuleBook, not 'qd-26-2026'"),
        (lambda _: ocopkit.amend(WRONG, {}, because="…"), "book must be a RuleBook"),
        (
            lambda _: ocopkit.amend(ocopkit.rule_book(WRONG), NOTHING, because="…"),
            "changes must be a Mapping, not None",
        ),
        (
            lambda _: ocopkit.amend(ocopkit.rule_book(WRONG), {}, because=NOTHING),
            "because must be a Text or str",
        ),
        (lambda _: ocopkit.audit(WRONG), "book must be a RuleBook"),
        (lambda _: ocopkit.export_book(WRONG), "book must be a RuleBook"),
        (lambda _: ocopkit.score(WRONG), "sheet must be a ScoreSheet"),
        (lambda one: ocopkit.score(one, readings=WRONG), "readings must be a Mapping"),
        (lambda _: ocopkit.bounds(WRONG), "sheet must be a ScoreSheet"),
        (lambda _: ocopkit.path_to(WRONG), "start must be a Score or ScoreSheet"),
        (lambda one: ocopkit.path_to(one, FOUR), "stars must be a whole number, such as 4, not '4'"),
        (lambda one: ocopkit.path_to(one, True), "stars must be a whole number, such as 4, not true"),
        (
            lambda one: ocopkit.path_to(one, 4, frozen="5.1"),
            "frozen must be a list of texts, such as ['5.1', '5.2'], not '5.1'",
        ),
        (lambda one: ocopkit.path_to(one, 4, frozen=[WRONG, NUMBER]), "each of frozen must be a str, not 26"),
        (lambda one: ocopkit.path_to(one, 4, by=NUMBER), "by must be a str or Mapping, not 26"),
        (
            lambda one: ocopkit.bounds(one, possible={"1.1": WRONG}),
            "possible answers must be a list of texts",
        ),
        (ocopkit.report, "report takes a score, a council's decision or a path, not ScoreSheet"),
        (lambda _: ocopkit.blank_sheet(WRONG), "form must be a CriteriaSet"),
        (lambda _: ocopkit.dump_sheet(WRONG), "sheet must be a ScoreSheet"),
        (ocopkit.parse_sheet, "text must be a str, not a ScoreSheet"),
        (lambda one: one.under(WRONG), "book must be a RuleBook"),
        (lambda one: one.answer(WRONG), "answers must be a Mapping"),
        (lambda one: ocopkit.decide(one, RULES), "sheets must be a Iterable, not a ScoreSheet"),
        (
            lambda one: ocopkit.decide([one], RULES),
            "each of the sheets must be a MemberSheet, not a ScoreSheet",
        ),
        (lambda _: ocopkit.decide([], WRONG), "regulation must be a Regulation"),
        (lambda _: ocopkit.Case.open(WRONG, ocopkit.rule_book), "product must be a Product"),
        (
            lambda _: ocopkit.Case.open(ocopkit.Product("Chè"), ocopkit.rule_book).apply(PLAIN),
            "an event is one of the classes of ocopkit.cases.events, not dict",
        ),
    ],
)
def test_a_wrong_argument_is_named(
    slip: Callable[[Any], object], told: str, sheet: ocopkit.ScoreSheet
) -> None:
    """What takes a book, a sheet or a day says so at once, and what it was given instead."""
    with pytest.raises(TypeError) as caught:
        slip(sheet)
    assert str(caught.value).startswith(told)


def test_a_criterion_that_isn_t_there_is_told_with_its_neighbours(book: RuleBook) -> None:
    """A mistyped code is an error of the library that names the codes nearest to it."""
    with pytest.raises(NotFoundError, match=r"has no criterion '6\.1\.9'.*Did you mean 6\.1\.2, 6\.1\.1"):
        book[11].criterion("6.1.9")


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ('"1.1":c', "This colon lacks a space after it"),
        ('"1.1" c', "This line lacks a colon|Something follows a closing quote"),
        ('"1.1": C', "Did you mean c?"),
        ('"1.1": "c "', "Did you mean c?"),
        ('"1.1": Mức C', "Did you mean c?"),
        ('"1.1": level b', "Did you mean b?"),
        ('"1.1": BELOW', "Did you mean below?"),
    ],
)
def test_a_slip_on_a_sheet_gets_its_own_cure(answers: str, told: str) -> None:
    """A missing space, a capital letter or a word before a level's key are told for what they are."""
    with pytest.raises(ocopkit.DocumentError, match=told.replace("?", r"\?")):
        ocopkit.parse_sheet(f"{HEAD}answers:\n  {answers}\n")


def test_a_level_that_is_none_is_not_guessed() -> None:
    """What is no level in any letters gets the list of levels, and no guess."""
    with pytest.raises(ocopkit.DocumentError) as caught:
        ocopkit.parse_sheet(f'{HEAD}answers:\n  "1.1": very good\n')
    assert "Did you mean" not in caught.value.say("en")
    assert "Use one of: below = 0 points, a = 1 point" in caught.value.say("en")


def test_a_name_in_other_letters_is_found() -> None:
    """A name that differs in capital letters alone is what is meant."""
    assert nearest("QD-26-2026", ["qd-26-2026", "qd-148-2023"]).en == "Did you mean qd-26-2026?"


@pytest.mark.parametrize("word", ["false", "FALSE", "không", "Không.", "no", "0", "True", "có", "x", "-"])
def test_a_mere_yes_or_no_is_no_reason(book: RuleBook, word: str) -> None:
    """A gate that stands on a sheet is raised: who writes "no" after it is told to take it out."""
    for reason in (word, f" {word} "):
        with pytest.raises(ocopkit.SheetError, match="Remove the line if the gate is not raised"):
            ocopkit.ScoreSheet(book[11], {}, {"dossier": reason})
    assert ocopkit.ScoreSheet(book[11], {}, {"dossier": f"{word}, biên bản số 3"}).way.out


@pytest.mark.parametrize("reason", [False, True, 0, None, ["giả mạo"], Fraction(10**5000)], ids="abcdef")
def test_a_reason_is_a_text(book: RuleBook, reason: object) -> None:
    """What is no text is no reason either, and told in the same words."""
    raised: Any = {"dossier": reason}
    with pytest.raises(ocopkit.SheetError, match="no-reason"):
        ocopkit.ScoreSheet(book[11], {}, raised)


def test_an_option_that_is_nothing_is_told(sheet: ocopkit.ScoreSheet) -> None:
    """A reading without an option, or under no name, is told with the options there are."""
    with pytest.raises(NotFoundError, match="Use one of: highest-star-met, not-achieved"):
        ocopkit.score(sheet, readings={"minimum-missed": NOTHING})
    with pytest.raises(NotFoundError, match="has no reading 26"):
        ocopkit.score(sheet, readings={NUMBER: "not-achieved"})


@pytest.mark.parametrize(("sign", "digits"), [(1, 5000), (-1, 5000), (1, 200)])
def test_a_number_too_long_to_write_is_told_by_its_size(book: RuleBook, sign: int, digits: int) -> None:
    """Python itself refuses to write numbers of more than 4,300 digits."""
    points = sign * 10**digits
    with pytest.raises(ocopkit.SheetError, match=r"no level is worth -?10\^(5000|200) points"):
        ocopkit.ScoreSheet(book[11], {"1.1": points})
    huge: Any = Fraction(points, 7) * 7 + Fraction(1, 7)
    with pytest.raises(ocopkit.SheetError, match=r"-?10\^(5000|200) have decimals"):
        ocopkit.ScoreSheet(book[11], {"1.1": huge})


@pytest.mark.parametrize("kind", [np.int64, np.int8, np.uint16])
def test_whole_numbers_of_numpy_are_whole_numbers(
    sheet: ocopkit.ScoreSheet, kind: Callable[[int], Any]
) -> None:
    """Points and stars that come out of a dataframe are what they are; truth values are no points."""
    form = sheet.criteria_set
    assert dict(ocopkit.ScoreSheet(form, {"1.1": kind(3)}).answers) == {"1.1": "c"}
    assert type(ocopkit.path_to(sheet, kind(4)).to) is int
    truth: Any = np.bool_(1)
    for wrong in (truth, True):
        with pytest.raises(ocopkit.SheetError, match="not-an-answer"):
            ocopkit.ScoreSheet(form, {"1.1": wrong})


def test_codes_of_a_generator_are_all_frozen(sheet: ocopkit.ScoreSheet) -> None:
    """Codes that can be read only once are read once."""
    codes = [one.code for one in sheet.criteria_set.criteria]
    assert not ocopkit.path_to(sheet, 4, frozen=(code for code in codes)).possible  # type: ignore[arg-type]


def test_of_each_kind_a_hundred_problems_are_told() -> None:
    """Of a hundred thousand problems in a broken file, the error keeps all and tells a hundred of a kind."""
    text = HEAD + "answers:\n" + '  "1.1": z\n' * 2000 + "".join(f"k{n}: 1\n" for n in range(2000))
    with pytest.raises(ocopkit.DocumentError) as caught:
        ocopkit.parse_sheet(text)
    assert len(caught.value.problems) == 1999 + 2000 + 1
    told = str(caught.value).splitlines()
    assert len(told) == 203
    assert [line.partition("]")[2][:26] for line in told[-2:]] == [
        " … and 1899 more of this k",
        " … and 1900 more of this k",
    ]
    assert "và 1899 lỗi nữa cùng loại này" in caught.value.say("vi")


@pytest.mark.parametrize("reason", ['""', '"  "'])
def test_a_gate_is_raised_with_a_reason(reason: str) -> None:
    """A gate may cost a product its stars: a sheet that raises one without a word of why is refused."""
    with pytest.raises(ocopkit.DocumentError) as caught:
        ocopkit.parse_sheet(f"{HEAD}raised:\n  impurities: {reason}\n")
    (problem,) = caught.value.problems
    assert (problem.code, problem.where.line) == ("no-reason", 4)


def test_an_event_before_its_dossier_is_refused_with_reasons() -> None:
    """A day before the dossier was handed in is an impossible event, and not an error inside."""
    filed = {"kind": "dossier-filed", "on": "2026-06-01"}
    early = {"kind": "assessed", "on": "2026-01-01", "by": "commune"}
    plain = {"format": 1, "product": {"name": "Chè"}, "events": [filed, early]}
    with pytest.raises(CaseError, match="out-of-order"):
        case_from_plain(plain, ocopkit.rule_book)
    case = case_from_plain({**plain, "events": [filed]}, ocopkit.rule_book)
    assert case.possible(date(2026, 1, 1)) == ()


@pytest.mark.parametrize("day", ["9999-12-31", "0026-05-22", "2262-05-22"])
def test_a_day_of_another_age_is_a_slip(day: str) -> None:
    """A year that no certificate can be of is refused where it is read, not where days are reckoned."""
    plain = {"format": 1, "product": {"name": "Chè"}, "events": [{"kind": "lapsed", "on": day}]}
    with pytest.raises(ocopkit.DocumentError, match="Days here are of the years 1900-2199"):
        case_from_plain(plain, ocopkit.rule_book)


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "answers:\n" + "".join(f"  k{n}: a\n" for n in range(100_000)),
        HEAD + "raised:\n" + "".join(f"  k{n}: {n % 2 or 'x'}\n" for n in range(20_000)),
    ],
    ids=["answers", "half of the reasons"],
)
def test_a_hostile_sheet_is_refused_in_time(text: str) -> None:
    """A sheet of a hundred thousand answers, or with every second reason wrong, costs seconds, not hours."""
    begun = time.process_time()
    with pytest.raises(ocopkit.DocumentError):
        ocopkit.parse_sheet(text)
    assert time.process_time() - begun < 20


def test_a_sheet_with_too_many_answers_is_told_once(book: RuleBook) -> None:
    """A thousand unknown answers to a form of 32 criteria are one problem."""
    with pytest.raises(ocopkit.SheetError) as caught:
        ocopkit.ScoreSheet(book[11], {f"k{number}": "a" for number in range(1000)})
    assert [one.code for one in caught.value.problems] == ["too-many-answers"]


def test_amended_books_and_crosswalks_travel_between_processes(book: RuleBook) -> None:
    """What a pool of workers is given arrives the same: amended books, crosswalks, sheets of them."""
    draft = ocopkit.amend(book, {"11/4.1/c": {"points": 4}, "bands/4": {"at_least": 72}}, because="…")
    again = pickle.loads(pickle.dumps(draft))  # noqa: S301 (our own)
    assert (again, again[11].criterion("4.1").levels[2].points) == (draft, 4)
    assert again[12] == draft[12]
    sheet = ocopkit.ScoreSheet(draft[11], {"1.1": "c"})
    assert pickle.loads(pickle.dumps(sheet)) == sheet  # noqa: S301
    for walk in (
        crosswalk("qd-148-2023", "qd-26-2026"),
        crosswalk("qd-1048-2019", "qd-26-2026"),
        crosswalk_of_itself(book),
    ):
        old, new = walk.pairs[0]
        found = pickle.loads(pickle.dumps(walk)).between(old, new)  # noqa: S301
        expected = walk.between(old, new)
        assert [(one.old, one.new, one.levels) for one in found.criteria] == [
            (one.old, one.new, one.levels) for one in expected.criteria
        ]


def test_threads_that_load_at_once_share_what_they_load() -> None:
    """Eight threads that ask a fresh catalog and book for the same thing get the same thing."""
    known = books(packs=False)
    catalog, start = Catalog(known.folders, known.national), Barrier(8)
    fresh = load_book(Path(known.folders["qd-26-2026"]))

    def take(_: int) -> tuple[int, int]:
        start.wait()
        return id(catalog.book("qd-26-2026")), id(fresh[11])

    with ThreadPoolExecutor(8) as threads:
        assert len(set(threads.map(take, range(8)))) == 1
