"""A digest says which law: the same law, the same digest."""

from pathlib import Path

import pytest
import yaml
from attrs import evolve

import ocopkit
from ocopkit import RuleBook
from ocopkit.rules.book import digest_of
from ocopkit.rules.folder import load_book

SET = "sets/11-fresh-and-processed-tea.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of QĐ 26/2026 without its published digests."""
    source = ocopkit.books(packs=False).folders["qd-26-2026"]
    copy = tmp_path / source.name
    (copy / "sets").mkdir(parents=True)
    for file in [*source.glob("*.yaml"), *source.glob("sets/*.yaml")]:
        (copy / file.relative_to(source)).write_bytes(file.read_bytes())
    return copy


def edit(file: Path, old: str, new: str) -> None:
    """Replace a text that stands in a file."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_comments_white_space_and_key_order_change_nothing(folder: Path, book: RuleBook) -> None:
    """The same content written in another way is the same law."""
    for file in [folder / "book.yaml", folder / "shared.yaml", folder / SET]:
        content = yaml.safe_load(file.read_text(encoding="utf-8").replace("2026-", "§2026-"))
        text = yaml.safe_dump(content, sort_keys=True, allow_unicode=True, width=60).replace("§", "")
        file.write_text(f"# another comment\n\n{text}", encoding="utf-8")
    assert load_book(folder).digest == book.digest


def test_one_point_more_is_another_law(folder: Path, book: RuleBook) -> None:
    """A level worth one point more changes the digest of its set and of the book."""
    edit(folder / SET, "points: 2,", "points: 1,")
    changed = load_book(folder)
    assert digest_of(changed[11]) != digest_of(book[11])
    assert digest_of(changed[12]) == digest_of(book[12])
    assert changed.digest != book.digest


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("at_least: 70", "at_least: 71"),
        ("valid_months: 36", "valid_months: 35"),
        ("Giấy chứng nhận cấp trước", "Giấy chứng nhận cấp từ"),
        ("choice: highest-star-met", "choice: not-achieved"),
        ("first_day: 2026-05-22", "first_day: 2026-05-23"),
    ],
)
def test_a_changed_article_is_another_law(folder: Path, book: RuleBook, old: str, new: str) -> None:
    """A band, a term, a word of Vietnamese, a reading's choice or a date is legal content."""
    edit(folder / "book.yaml", old, new)
    assert load_book(folder).digest != book.digest


def test_english_wording_hints_and_doubts_are_not_law(book: RuleBook) -> None:
    """A better translation, a hint or a doubt resolved leaves the digest as it is."""
    form = book[7]
    first = form.parts[0]
    renamed = evolve(first, name=evolve(first.name, en="Another translation"))
    assert digest_of(evolve(form, parts=(renamed, *form.parts[1:]), doubts=())) == digest_of(form)


def test_a_changed_file_is_told_by_its_published_digest(folder: Path) -> None:
    """A set changed after it was published is refused, with how to mend it."""
    source = ocopkit.books(packs=False).folders["qd-26-2026"]
    (folder / "digests.json").write_bytes((source / "digests.json").read_bytes())
    edit(folder / SET, "points: 2,", "points: 1,")
    book = load_book(folder)
    with pytest.raises(ocopkit.DocumentError, match="not-as-locked"):
        book[11]
    assert book[12].number == 12


def test_a_comment_in_a_published_file_changes_nothing(folder: Path) -> None:
    """Only legal content is held against the published digest."""
    source = ocopkit.books(packs=False).folders["qd-26-2026"]
    (folder / "digests.json").write_bytes((source / "digests.json").read_bytes())
    for name in ("book.yaml", SET):
        edit(folder / name, "\n", "\n# a comment\n")
    assert load_book(folder)[11].number == 11
