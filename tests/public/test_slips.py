"""Slips of a stranger's hand: each is told for what it is, where it happens."""

import pickle
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from pathlib import Path
from threading import Barrier
from typing import Any

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
