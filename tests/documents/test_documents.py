"""Good documents are read; bad ones are refused in the very words that stand beside them.

Run this file by itself to write the expected words anew; then read every line of the difference as the
person who would be told so.
"""

import os
import tracemalloc
from pathlib import Path

import pytest

from ocopkit.catalog import books
from ocopkit.documents import LARGEST, parse, read, to_yaml
from ocopkit.errors import DocumentError, OcopError
from ocopkit.rules.folder import load_book
from ocopkit.sheets import dump_sheet, parse_sheet, read_sheet
from ocopkit.text import Lang

HERE = Path(__file__).parent
CATALOG = books(packs=False)
ENDINGS: dict[Lang, str] = {"en": ".expected", "vi": ".expected-vi"}


def cases(folder: str) -> list[str]:
    """Return the sheets (files) or rule books (folders) of a folder here, by name."""
    return sorted(
        entry.name
        for entry in (HERE / folder).iterdir()
        if entry.is_dir() or entry.suffix in {".yaml", ".json"}
    )


def wording(folder: str, case: str, lang: Lang) -> Path:
    """Return the file that holds the wording expected."""
    return HERE / folder / (case + ENDINGS[lang])


def refusal(folder: str, case: str, lang: Lang) -> str:
    """Return what is said of a case when it is read from here, or nothing if it is taken.

    The digest of the rule book is left out, since it changes with the law's text.
    """
    before = Path.cwd()
    os.chdir(HERE)
    try:
        if (HERE / folder / case).is_dir():
            for _ in load_book(Path(folder, case)):
                pass
        else:
            read_sheet(Path(folder, case), catalog=CATALOG)
    except OcopError as error:
        return error.say(lang).replace(CATALOG.book("qd-26-2026").digest[:12], "<digest>") + "\n"
    finally:
        os.chdir(before)
    return ""


TEA = [case for case in cases("good") if case.startswith("tea")]


def refused(content: str | bytes, *, json: bool = False) -> str:
    """Return what is said of a document that cannot be read."""
    with pytest.raises(DocumentError) as caught:
        parse(content, name="sheet", json=json)
    return str(caught.value)


@pytest.mark.parametrize("case", cases("good"))
def test_a_good_sheet_is_read_and_survives_being_written(case: str) -> None:
    """A sheet that was read, written and read again is the same sheet."""
    sheet = read_sheet(HERE / "good" / case, catalog=CATALOG).sheet
    assert parse_sheet(dump_sheet(sheet), catalog=CATALOG) == sheet


@pytest.mark.parametrize("case", TEA)
def test_all_ways_to_write_one_sheet_are_one_sheet(case: str) -> None:
    """Neither byte order mark, line ends, quotes, key order, brackets nor JSON changes what a sheet says."""
    plain = read_sheet(HERE / "good" / "tea.yaml", catalog=CATALOG).sheet
    assert read_sheet(HERE / "good" / case, catalog=CATALOG).sheet == plain
    assert dict(plain.answers) == {"1.1": "c", "1.2": "c", "1.6": "below", "5.1": "a", "7": "c"}


def test_the_sound_form_of_the_bad_books_is_read() -> None:
    """The rule book that every bad one is made of is itself sound."""
    assert [form.slug for form in load_book(HERE / "good-book")] == ["tea"]


@pytest.mark.parametrize("folder", ["bad", "bad-books"])
@pytest.mark.parametrize("lang", ["en", "vi"])
def test_a_bad_document_is_refused_in_the_words_expected(folder: str, lang: Lang) -> None:
    """Every problem of a bad document is told at once, in the order of the document, with its place."""
    files = [file for file in (HERE / folder).iterdir() if file.suffix == ENDINGS[lang]]
    said = {file.name: refusal(folder, file.stem, lang) for file in files}
    assert files
    assert said == {file.name: file.read_text(encoding="utf-8") for file in files}


@pytest.mark.parametrize("folder", ["bad", "bad-books"])
def test_every_bad_document_has_its_words(folder: str) -> None:
    """No bad document lacks its expected words, and no words lack their document."""
    assert [case for case in cases(folder) if not wording(folder, case, "en").is_file()] == []
    known = {wording(folder, case, lang).name for case in cases(folder) for lang in ENDINGS}
    written = {file.name for file in (HERE / folder).iterdir() if file.suffix in ENDINGS.values()}
    assert written - known == set()
    assert all(file.read_text(encoding="utf-8") for file in (HERE / folder).glob("*.expected*"))


def test_100_megabytes_are_refused_without_being_read(tmp_path: Path) -> None:
    """A file over the limit is refused at the cost of the limit, not of the file."""
    file = tmp_path / "large.yaml"
    with file.open("wb") as stream:
        for _ in range(100):
            stream.write(b"- ch\xc3\xa8\n" * (2**20 // 7))
    tracemalloc.start()
    try:
        with pytest.raises(DocumentError) as caught:
            read(file, name="large.yaml")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 3 * LARGEST
    assert str(caught.value) == (
        "large.yaml: [too-large] The file is larger than 4 MB. Sheets and rule books are a few dozen kB; "
        "a larger file is not read. Check that it is the right file."
    )


@pytest.mark.parametrize(
    ("text", "json", "where"),
    [
        ("answers: " + "[" * 100_000, False, "sheet:1:49: answers/0: "),
        ("{" * 100_000, False, "sheet:1:2: "),
        ("? " + "[" * 100_000, False, "sheet:1:3: "),
        ("[" * 100_000, True, "sheet:1:41: 0/0: "),
        ('{"a":' * 100_000, True, "sheet:1:201: a/a: "),
    ],
)
def test_values_cannot_nest_without_end(text: str, json: bool, where: str) -> None:
    """A hundred thousand open brackets are a problem with a place; they exhaust nothing."""
    said = refused(text, json=json)
    assert said.startswith(where)
    assert said.splitlines()[-1].endswith(
        "[too-deep] Values nest over 40 levels. No document here needs to be that deep. "
        "Look for brackets that are not closed."
    )


def test_aliases_are_not_followed() -> None:
    """A billion laughs cost as much as the text that asks for them."""
    document = read(HERE / "bad" / "billion-laughs.yaml")
    assert len(to_yaml(document.data)) < 1000


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("missing.yaml", "There is no such file. {why} Check the file's name and folder."),
        ("folder", "This is a folder, not a file. {why} Name a file in the folder."),
        ("file.yaml/sheet.yaml", "A part of the path is a file, not a folder. {why} Check the path."),
        ("a\0b.yaml", "The file cannot be read (embedded null byte). {why} Check the path and the disk."),
    ],
)
def test_a_path_that_cannot_be_read_is_named(
    path: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there is no file to read, the path and the reason are told."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "file.yaml").touch()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(OcopError) as caught:
        read_sheet(Path(path), catalog=CATALOG)
    why = "The operating system cannot open this path."
    assert str(caught.value) == f"{path}: [unreadable] {said.format(why=why)}"


def test_a_text_that_utf_8_cannot_hold_is_refused() -> None:
    """Half a surrogate pair is no character, also in a text that never was a file."""
    assert refused("set: 1\nname: chè \ud800").startswith(
        "sheet:2:11: [not-utf-8] The character here (U+D800)"
    )


def write() -> None:
    """Write every English wording anew, and the Vietnamese ones that there are."""
    for folder in ("bad", "bad-books"):
        for case in cases(folder):
            wording(folder, case, "en").write_text(refusal(folder, case, "en"), encoding="utf-8")
            if (file := wording(folder, case, "vi")).exists():
                file.write_text(refusal(folder, case, "vi"), encoding="utf-8")


if __name__ == "__main__":
    write()
