"""What QĐ 26/2026 says besides its criteria sets."""

from datetime import date
from pathlib import Path

import pytest

import ocopkit
from ocopkit import RuleBook
from ocopkit.product import producer_kind
from ocopkit.rules.export import import_book
from ocopkit.rules.law import Citation

IDS = ocopkit.books(packs=False).national


def test_article_3_3_bands(book: RuleBook) -> None:
    """Article 3.3: from 90, from 70, from 50, from 30, under 30; 3-5 stars are recognised."""
    assert [(band.stars, band.at_least, band.recognised_by) for band in book.articles.bands] == [
        (5, 90, "centre"),
        (4, 70, "province"),
        (3, 50, "province"),
        (2, 30, None),
        (1, 0, None),
    ]


def test_article_3_1_parts(book: RuleBook) -> None:
    """Article 3.1: 40, 25 and 35 points."""
    assert {rule.code: rule.max for rule in book.articles.parts} == {"A": 40, "B": 25, "C": 35}


def test_article_4_3_certificate(book: RuleBook) -> None:
    """Article 4.3: from three stars, for 36 months."""
    rule = book.articles.certificate
    assert rule is not None
    assert (rule.from_stars, rule.valid_months) == (3, 36)


def test_article_5_rounds(book: RuleBook) -> None:
    """Article 5: two rounds a year at the province and at the centre."""
    assert [(one.tier, one.files_before, one.finish_before) for one in book.articles.rounds] == [
        ("province", "04-30", "06-30"),
        ("province", "10-30", "12-30"),
        ("centre", "07-30", "09-30"),
        ("centre", "01-30", "03-30"),
    ]


def test_article_7_6_re_evaluation(book: RuleBook) -> None:
    """Article 7.6: the file 180 to 120 days before expiry, the result within 45 days."""
    rule = book.articles.re_evaluation
    assert rule is not None
    window = (rule.not_earlier_than_days, rule.not_later_than_days, rule.within_days)
    assert window == (180, 120, 45)


def test_article_8_revocation(book: RuleBook) -> None:
    """Article 8: six grounds, within 15 days of the conclusion."""
    rule = book.articles.revocation
    assert rule is not None
    assert [ground.point for ground in rule.grounds] == ["a", "b", "c", "d", "đ", "e"]
    assert rule.within_days == 15
    assert [authority.stars for authority in rule.authorities] == [(3, 4), (5,)]


def test_the_commune_answers_within_15_working_days_on_four_topics(book: RuleBook) -> None:
    """Articles 4.1, 7: the commune assesses four topics without points."""
    commune = next(tier for tier in book.articles.tiers if tier.key == "commune")
    assert commune.working_days == 15
    assert len(commune.topics) == 4
    assert commune.recognises == ()


def test_only_tourism_needs_no_samples(book: RuleBook) -> None:
    """Five sample units for every set but 26."""
    assert {entry.number for entry in book.entries if entry.samples == 0} == {26}
    assert {entry.samples for entry in book.entries} == {0, 5}


def test_article_2_3_producers(book: RuleBook) -> None:
    """Article 2.3: six kinds of producer, and three more for tourism."""
    kinds = book.articles.producers
    assert len([kind for kind in kinds if not kind.groups]) == 6
    assert [kind.groups for kind in kinds if kind.groups] == [("tourism",)] * 3
    assert producer_kind(book, "association", group="tourism").name.vi == "Hội"
    with pytest.raises(ocopkit.errors.NotFoundError, match="admits no kind of producer 'association'"):
        producer_kind(book, "association", group="food")


@pytest.mark.parametrize("key", IDS)
def test_every_reading_names_its_question_choice_and_reason(key: str) -> None:
    """A reading has a question, at least two options, and its choice is one of them."""
    for reading in ocopkit.rule_book(key).articles.readings:
        assert len(reading.options) >= 2
        assert reading.option(reading.choice) is not None
        assert reading.question.vi != reading.question.en
        assert reading.because.vi != reading.because.en


@pytest.mark.parametrize("key", IDS)
def test_every_citation_is_written_in_a_known_form(key: str) -> None:
    """A citation reads as an article or an annex, in both languages."""
    book = ocopkit.rule_book(key)
    places = [one for form in book for one in form.cite]
    places += [one for band in book.articles.bands for one in band.cite]
    assert places
    for place in places:
        assert place.is_known
        assert place.text.vi != place.text.en


@pytest.mark.parametrize(
    ("place", "vi", "en"),
    [
        ("art. 4", "Điều 4", "article 4"),
        ("art. 7.6", "khoản 6 Điều 7", "article 7(6)"),
        ("art. 12.2a", "điểm a khoản 2 Điều 12", "article 12(2)(a)"),
        ("annex II form 11 item 6.1.1", "Phụ lục II, mẫu số 11, mục 6.1.1", "annex II, form 11, item 6.1.1"),
    ],
)
def test_citations_read_as_lawyers_write_them(place: str, vi: str, en: str) -> None:
    """Point, clause and article in the order of each language."""
    assert (Citation(place).text.vi, Citation(place).text.en) == (vi, en)


def test_one_set_loads_without_touching_the_others(tmp_path: Path) -> None:
    """Set 11 can be scored where the files of the other 25 sets are missing."""
    source = ocopkit.books(packs=False).folders["qd-26-2026"]
    folder = tmp_path / source.name
    (folder / "sets").mkdir(parents=True)
    for name in ("book.yaml", "shared.yaml", "digests.json", "sets/11-fresh-and-processed-tea.yaml"):
        (folder / name).write_bytes((source / name).read_bytes())
    from ocopkit.rules.folder import load_book

    assert load_book(folder)[11].criterion("4.1").max == 5


def test_a_book_survives_its_export() -> None:
    """A book exported and read back has the same digest, articles and sets."""
    for key in IDS:
        book = ocopkit.rule_book(key)
        again = import_book(ocopkit.export_book(book))
        assert again == book
        assert again.articles == book.articles
        assert list(again) == list(book)


def test_a_set_goes_by_number_or_slug_and_nothing_else(book: RuleBook) -> None:
    """A number as text is told so; True is no 1; a near miss names the nearest slug."""
    with pytest.raises(ocopkit.errors.NotFoundError, match="Write 11 without quotes"):
        book["11"]
    with pytest.raises(ocopkit.errors.NotFoundError, match="no criteria set True"):
        book[True]
    with pytest.raises(ocopkit.errors.NotFoundError, match="Did you mean coffee-and-cocoa"):
        book["coffee-cocoa"]


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("chè", "11 (Chè tươi, chè chế biến)"),
        ("ca phe", "13 (Cà phê, ca cao)"),
        ("Coffee", "13 (Cà phê, ca cao)"),
        ("rượu", "14 (Rượu trắng)"),
    ],
)
def test_a_set_is_found_by_a_word_of_its_name(book: RuleBook, asked: str, meant: str) -> None:
    """Who asks for a set by what it is called is told its number, with or without marks on the letters."""
    with pytest.raises(ocopkit.errors.NotFoundError) as caught:
        book.entry(asked)
    assert caught.value.problems[0].mend.vi == f"Có phải là {meant}?"


def test_a_name_like_no_set_is_answered_with_all_of_them(book: RuleBook) -> None:
    """A name like none is answered with every number, each with its name in the reader's language."""
    with pytest.raises(ocopkit.errors.NotFoundError) as caught:
        book.entry("xyz")
    mend = caught.value.problems[0].mend
    assert [f"{one.number} ({one.name.vi})" in mend.vi for one in book.entries] == [True] * 26
    assert [f"{one.number} ({one.slug})" in mend.en for one in book.entries] == [True] * 26


def test_the_decision_in_force_today_is_qd_26(book: RuleBook) -> None:
    """QĐ 26/2026 is in force from 22 May 2026, with no end known."""
    period = book.articles.instrument.in_force
    assert period.first_day == date(2026, 5, 22)
    assert period.last_day is None
