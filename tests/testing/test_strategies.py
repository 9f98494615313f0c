"""The Hypothesis strategies: found by type, always valid, never filtered, shrinking to what is simple."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

import ocopkit
from ocopkit.cases.case import Case, replayed
from ocopkit.cases.events import KINDS
from ocopkit.cases.provinces import provinces
from ocopkit.cases.register import Register, load_register, save_register
from ocopkit.product import Product
from ocopkit.testing import cases as living
from ocopkit.testing import strategies
from ocopkit.testing.lives import recognised

BOOKS = [ocopkit.rule_book(key) for key in ocopkit.books(packs=False).national]
SAME_EACH_TIME = settings(database=None, derandomize=True, phases=[Phase.generate, Phase.shrink])
TYPES = (
    "ocopkit.RuleBook",
    "ocopkit.CriteriaSet",
    "ocopkit.ScoreSheet",
    "ocopkit.Score",
    "ocopkit.Product",
    "ocopkit.Case",
    "ocopkit.cases.register.Register",
)


def test_types_are_known_without_importing_anything_by_hand() -> None:
    """``st.from_type(ocopkit.ScoreSheet)`` works in a process that imported only Hypothesis and ocopkit."""
    code = (
        "from hypothesis import find, settings, Phase, strategies as st\n"
        "import ocopkit, ocopkit.cases.register\n"
        "assert 'ocopkit.testing.strategies' not in __import__('sys').modules\n"
        f"for kind in ({', '.join(TYPES)}):\n"
        "    few = settings(max_examples=10, database=None, phases=[Phase.generate])\n"
        "    found = find(st.from_type(kind), lambda value: True, settings=few)\n"
        "    assert isinstance(found, kind), kind\n"
    )
    quiet = ["-W", "ignore:Generating overly large repr"]
    run = subprocess.run([sys.executable, *quiet, "-c", code], capture_output=True, check=False)
    assert run.returncode == 0, run.stderr.decode()


@given(st.from_type(ocopkit.ScoreSheet))
@settings(max_examples=60)
def test_every_sheet_is_complete_and_can_be_scored(sheet: ocopkit.ScoreSheet) -> None:
    """A sheet drawn by its type has every answer that is asked for, and a score with its reasons."""
    assert sheet.unanswered() == ()
    assert ocopkit.explain(ocopkit.score(sheet), lang="vi")


@given(st.from_type(ocopkit.Score))
@settings(max_examples=40)
def test_every_score_is_of_a_national_book(score: ocopkit.Score) -> None:
    """A score drawn by its type is of one of the four decisions, and scoring its sheet gives it again."""
    assert score.rule_book in {book.id for book in BOOKS}
    assert ocopkit.score(score.sheet).points == score.points


@given(st.from_type(Product))
def test_every_product_has_a_producer_that_some_decision_admits(product: Product) -> None:
    """The kind of producer is one that a rule book names, the province one of the 63 of before."""
    assert product.producer
    assert product.producer.kind in {kind.key for book in BOOKS for kind in book.articles.producers}
    old = {one.name for province in provinces().provinces for one in province.merged_from}
    assert product.producer.province in old


@given(st.from_type(Case))
@settings(max_examples=60)
def test_every_case_can_be_lived_again(case: Case) -> None:
    """Each event of a drawn case is judged anew and accepted, with the same end."""
    again = replayed(case)
    assert (again.events, again.state) == (case.events, case.state)


@given(st.from_type(Register))
@settings(max_examples=25)
def test_every_register_can_be_saved_and_read(
    tmp_path_factory: pytest.TempPathFactory, register: Register
) -> None:
    """A drawn register comes back from its file as it was, each case under an id of its own."""
    file = tmp_path_factory.mktemp("drawn") / "register.jsonl"
    save_register(file, register.cases.values())
    assert load_register(file, ocopkit.rule_book).cases == register.cases


def test_lives_are_varied() -> None:
    """Among 250 drawn cases are most of the 22 kinds of event, certificates of 3 and 4 stars; 5 is found."""
    kinds: set[str] = set()
    stars: set[int] = set()

    @settings(SAME_EACH_TIME, max_examples=250, phases=[Phase.generate])
    @given(living.cases())
    def look(case: Case) -> None:
        kinds.update(event.kind for event in case.events)
        stars.update(one.stars for one in case.state.certificates)

    look()
    assert len(set(KINDS) & kinds) >= 17, set(KINDS) - kinds
    assert stars >= {3, 4}
    rare = settings(SAME_EACH_TIME, max_examples=5000, phases=[Phase.generate])
    find(living.cases(), lambda case: any(one.stars == 5 for one in case.state.certificates), settings=rare)


def has_result(case: Case) -> bool:
    """Return whether some council gave its result."""
    return any(event.kind == "council-result" for event in case.events)


def test_a_case_shrinks_to_what_it_needs() -> None:
    """The simplest product with a council's result has a dossier and that result, both on its first day."""
    found = find(living.cases(most=8), has_result, settings=SAME_EACH_TIME)
    assert [event.kind for event in found.events] == ["dossier-filed", "council-result"]
    assert len({event.on for event in found.events}) == 1
    assert find(living.registers(), lambda _: True, settings=SAME_EACH_TIME).cases == {}


def test_a_sheet_shrinks_to_lowest_levels_and_no_gate() -> None:
    """The simplest sheet of a set has the lowest level of every ladder and raises no gate."""
    tea = ocopkit.rule_book("qd-26-2026")[11]
    found = find(strategies.sheets(form=tea), lambda _: True, settings=SAME_EACH_TIME)
    assert not found.raised
    assert ocopkit.score(found).points == 0


@pytest.mark.parametrize("module", [strategies, living])
def test_nothing_is_filtered(module: object) -> None:
    """No strategy throws examples away: there is neither ``assume`` nor ``filter`` nor ``reject``."""
    file = Path(str(getattr(module, "__file__", "")))
    names = {
        getattr(node.func, "attr", getattr(node.func, "id", ""))
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
    }
    assert not names & {"assume", "filter", "reject"}


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.id)
@pytest.mark.parametrize("stars", [3, 4, 5])
def test_an_ordinary_life_by_each_decision(book: ocopkit.RuleBook, stars: int) -> None:
    """By each of the four decisions a product can be recognised at 3, 4 and 5 stars by passing its tiers."""
    day = book.articles.instrument.in_force.first_day
    case = recognised(Case.open(Product("Chè minh họa"), ocopkit.rule_book), stars, on=day)
    assert case.stars(day) == stars


def test_stars_that_nobody_recognises_are_refused() -> None:
    """One star is no certificate: an ordinary life says so."""
    case = Case.open(Product("Chè minh họa"), ocopkit.rule_book)
    day = BOOKS[-1].articles.instrument.in_force.first_day
    with pytest.raises(ValueError, match="no tier recognises 1 stars"):
        recognised(case, 1, on=day)
