"""Regulations are data: read strictly, laid over the national rules, and written back."""

from fractions import Fraction
from pathlib import Path

import pytest
from attrs import evolve

from ocopkit import Text, books
from ocopkit.documents import parse, to_yaml
from ocopkit.errors import DocumentError, NotFoundError
from ocopkit.rules.articles import Route
from ocopkit.scoring.councils.convene import CARRIED_OUT
from ocopkit.scoring.regulation import (
    Quorum,
    Regulation,
    Rounds,
    Ruling,
    Size,
    Spread,
    council_readings,
    load_regulation,
    national_regulations,
    regulation_for,
    regulation_of,
)

CATALOG = books(packs=False)
EVERYTHING = """
id: every-mistake
name: {vi: "Quy chế", en: "Regulation"}
tier: province
size: {least: 11, most: 9}
quorum: {share: "5/4"}
spread: {points: -1, beyond: shout}
rounds: {count: 0}
colour: blue
rules:
  aggregation: {choice: means}
  tie: chair-decides
"""


def test_every_problem_of_a_regulation_is_told_with_its_place() -> None:
    """Numbers that cannot be, options that do not exist, keys that are not known: all at once, by line."""
    with pytest.raises(DocumentError) as wrong:
        regulation_of(parse(EVERYTHING, name="rules.yaml"))
    told = [(one.where.line, "/".join(map(str, one.where.path)), one.code) for one in wrong.value.problems]
    assert told == [
        (5, "size", "impossible-rule"),
        (6, "quorum", "impossible-rule"),
        (7, "spread/points", "impossible-rule"),
        (7, "spread/beyond", "not-allowed"),
        (8, "rounds/count", "impossible-rule"),
        (9, "colour", "unknown-key"),
        (11, "rules/aggregation/choice", "unknown-option"),
        (12, "rules/tie", "wrong-type"),
    ]


@pytest.mark.parametrize("book", CATALOG.national)
def test_every_national_book_says_what_it_fixes_about_councils(book: str) -> None:
    """Each decision's rules stand beside it, for its own tiers, under no other book."""
    tiers = [tier.key for tier in CATALOG.book(book).articles.tiers]
    known = national_regulations(CATALOG.folders[book])
    assert known
    for one in known:
        assert one.tier in tiers
        assert one.rule_books == (book,)
        assert one.doubts
    councils = {council.tier for council in CATALOG.book(book).articles.councils}
    assert councils <= {one.tier for one in known}


@pytest.mark.parametrize("book", CATALOG.national)
def test_national_citations_are_written_so_that_they_can_be_read(book: str) -> None:
    """Every place that the national rules cite is an article or an annex."""
    for one in national_regulations(CATALOG.folders[book]):
        rules = [one.size, one.quorum, one.spread, one.rounds, *one.rules.values()]
        assert all(place.is_known for rule in rules if rule for place in rule.cite)


def test_a_council_carries_out_every_option_of_its_readings() -> None:
    """What can be read can be done, and nothing else; also the two readings that stand in the books."""
    in_file = {one.key: one for one in council_readings()}
    for book in CATALOG.national:
        own = {one.key: one for one in CATALOG.book(book).articles.readings}
        readings = own | in_file
        for key, options in CARRIED_OUT.items():
            assert [option.key for option in readings[key].options] == list(options)
        assert set(own) & set(in_file) == set()
    for reading in in_file.values():
        assert reading.option(reading.choice)
        for text in (reading.question, reading.because, *(one.text for one in reading.options)):
            assert text.vi
            assert text.en
            assert text.vi != text.en


def test_a_regulation_survives_being_written_and_read() -> None:
    """Shares stay exact, whole ones included, and nothing is lost."""
    for share in (Fraction(3, 4), Fraction(1), Fraction(2, 3)):
        full = Regulation(
            "own",
            Text("Quy chế", "Regulation"),
            tier="province",
            size=Size(7, 9),
            quorum=Quorum(share=share),
            spread=Spread(8, "refuse"),
            rounds=Rounds(2),
            rules={"tie": Ruling("chair-decides")},
        )
        assert regulation_of(parse(to_yaml(full))) == full


@pytest.mark.parametrize(
    ("share", "members", "needed"),
    [("3/4", 8, 6), ("3/4", 9, 7), ("2/3", 9, 6), ("2/3", 10, 7), ("1/1", 5, 5), ("0/1", 5, 0)],
)
def test_a_quorum_is_an_exact_share_rounded_up(share: str, members: int, needed: int) -> None:
    """3/4 of 9 members are 6.75: 7 of them must be there."""
    assert Quorum(share=Fraction(share)).of(members) == needed
    assert Quorum(least=6, share=Fraction(share)).of(members) == max(6, needed)


def test_a_rule_says_whose_it_is_through_several_layers() -> None:
    """A district over its province over the nation: each rule keeps the name of who made it."""
    nation = Regulation("n", Text("Quốc gia", "Nation"), rounds=Rounds(2), size=Size(9, 11))
    province = Regulation(
        "p", Text("Tỉnh", "Province"), spread=Spread(10), rules={"tie": Ruling("lower-stars")}
    )
    district = Regulation("d", Text("Huyện", "District"), size=Size(5, 7))
    laid = district.over(province.over(nation))
    assert laid.size == Size(5, 7)
    assert laid.spread
    assert laid.rounds
    assert (laid.spread.by, laid.rounds.by) == (province.name, nation.name)
    assert laid.rules["tie"].by == province.name
    assert laid.over(nation) == evolve(laid, doubts=laid.over(nation).doubts)


def test_a_departure_from_the_base_is_a_doubt() -> None:
    """Where both speak and differ, the own rule holds and the difference is told; agreement is silent."""
    nation = Regulation("n", Text("Quốc gia", "Nation"), spread=Spread(10), rules={"chair": Ruling("needed")})
    same = Regulation("p", Text("Tỉnh", "Province"), spread=Spread(10), rules={"chair": Ruling("needed")})
    other = Regulation("q", Text("Tỉnh khác", "Another"), spread=Spread(15))
    assert same.over(nation).doubts == ()
    laid = other.over(nation)
    assert laid.spread == Spread(15)
    assert [one.at for one in laid.doubts] == ["spread"]
    assert "Another departs from Nation" in laid.doubts[0].text.en


def test_a_tier_that_has_no_council_is_an_error_that_names_the_others() -> None:
    """No commune council scores; asking for one names the tiers whose councils do."""
    known = national_regulations(CATALOG.folders["qd-1048-2019"])
    with pytest.raises(NotFoundError) as unknown:
        regulation_for(known, "commune")
    assert "district, province, centre" in unknown.value.problems[0].mend.en


def test_a_missing_or_wrong_national_file_is_told_with_its_place(tmp_path: Path) -> None:
    """A book's folder without the file, and a file with a wrong number in its second regulation."""
    with pytest.raises(DocumentError) as missing:
        national_regulations(tmp_path)
    assert [one.code for one in missing.value.problems] == ["unreadable"]
    (tmp_path / "regulation.yaml").write_text(
        "regulations:\n"
        "- {id: a, name: {vi: A, en: A}}\n"
        "- {id: b, name: {vi: B, en: B}, rounds: {count: 0}}\n",
        encoding="utf-8",
    )
    with pytest.raises(DocumentError) as wrong:
        national_regulations(tmp_path)
    assert [one.where.path for one in wrong.value.problems] == [("regulations", 1, "rounds", "count")]
    assert [one.where.line for one in wrong.value.problems] == [3]


def test_the_examples_load(examples: Path) -> None:
    """Every regulation among the examples is sound."""
    files = [*examples.glob("regulations/*.yaml"), examples / "regulation.yaml"]
    assert len(files) == 4
    for file in files:
        assert load_regulation(file).name.vi


@pytest.mark.parametrize(
    ("book", "tier", "route", "spread", "rounds"),
    [
        ("qd-1048-2019", "district", "first", None, 1),
        ("qd-1048-2019", "province", "first", 10, 2),
        ("qd-1048-2019", "centre", "first", 10, 2),
        ("qd-26-2026", "province", "first", None, None),
        ("qd-26-2026", "province", "re-evaluation", None, None),
    ],
)
def test_the_catalog_knows_the_regulation_of_each_regime(
    book: str, tier: str, route: Route, spread: int | None, rounds: int | None
) -> None:
    """QĐ 1048: two scorings and 10 points in provinces and at the centre; QĐ 26 leaves both open."""
    found = CATALOG.regulation(book, tier, route=route)
    assert (found.tier, found.rule_books) == (tier, (book,))
    assert (found.spread and found.spread.points, found.rounds and found.rounds.count) == (spread, rounds)


def test_a_province_s_own_regulation_stands_over_that_of_the_regime(examples: Path) -> None:
    """Tây Ninh over QĐ 1048: the quorum is its own, the size the decision's; and each says whose it is."""
    own = load_regulation(examples / "regulations" / "tay-ninh.yaml")
    found = CATALOG.regulation("qd-1048-2019", "province", own=own)
    base = CATALOG.regulation("qd-1048-2019", "province")
    assert found.quorum == own.quorum
    assert found.size == (base.size and evolve(base.size, by=base.name))
    assert found == own.over(base)
    with pytest.raises(NotFoundError, match="no-council"):
        CATALOG.regulation("qd-26-2026", "commune", own=evolve(own, tier="commune"))


def test_what_has_no_regulation_is_told_with_what_has() -> None:
    """An unknown book names the nearest; a tier without a council names those with one."""
    with pytest.raises(NotFoundError, match="Did you mean qd-1048-2019"):
        CATALOG.regulation("qd-1048-2018", "province")
    with pytest.raises(NotFoundError, match=r"no-council.*province, centre"):
        CATALOG.regulation("qd-26-2026", "commune")
