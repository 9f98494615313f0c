"""Case files: found, read strictly, and every problem located."""

import re
from collections.abc import Iterator
from pathlib import Path

from ocopkit.casebook.model import NO_STARS, CaseEntry, CaseFile, Expected, Given, LegalCase
from ocopkit.catalog import books, catalog_for
from ocopkit.documents import Document, read
from ocopkit.errors import DocumentError, NotFoundError, Problem, Where, quoted
from ocopkit.rules.law import Citation
from ocopkit.text import Text, same

_ENDINGS = {".yaml", ".yml", ".json"}


def case_files(path: Path) -> tuple[Path, ...]:
    """Return the case files of a folder and of the folders below it, or the one file named.

    Args:
        path: A file or a folder.

    Raises:
        DocumentError: If the folder has no YAML or JSON file.
    """
    if not path.is_dir():
        return (path,)
    found = tuple(sorted(file for file in path.rglob("*") if file.suffix in _ENDINGS and file.is_file()))
    if not found:
        raise DocumentError([_no_files(path)])
    return found


def read_cases(file: Path, *, name: str | None = None) -> tuple[LegalCase, ...]:
    """Return the cases of a YAML or JSON file, in its order.

    Args:
        file: The file: a mapping from sentences to cases.
        name: The name that problems give to the file; its path if left out.

    Raises:
        DocumentError: With every problem of the file, each at its line and column.

    Example:
        >>> from pathlib import Path
        >>> first, *others = read_cases(Path("tests/cases/transition.yaml"))
        >>> first.sentence.en
        'On 20 August 2019 there is no national decision yet'
    """
    return cases_of(read(file, name=name))


def cases_of(document: Document) -> tuple[LegalCase, ...]:
    """Return the cases that a document holds; see :func:`read_cases`.

    Args:
        document: The document.
    """
    content = document.structure(
        CaseFile,
        lambda content: [
            problem.under(sentence)
            for sentence, entry in content.items()
            for problem in _wrong_entry(document, sentence, entry)
        ],
    )
    return tuple(
        LegalCase(
            Text(vi=sentence, en=entry.in_english or sentence),
            entry.given,
            entry.expect,
            same(entry.because) if isinstance(entry.because, str) else entry.because,
            entry.cite,
            entry.source,
            document.where((sentence,), on_key=True),
            document,
        )
        for sentence, entry in content.items()
    )


def _wrong_entry(document: Document, sentence: str, entry: CaseEntry) -> Iterator[Problem]:
    """Yield what the shape of a case can't say; what is written counts, even where it isn't sound."""
    if not sentence.strip():
        yield _problem(_NO_SENTENCE, ())
    given = _written(document, sentence, "given")
    yield from _wrong_law(entry.given, given)
    yield from _wrong_sheet(given)
    yield from _wrong_expectation(entry.expect, _written(document, sentence, "expect"))
    yield from _wrong_places(entry, _written(document, sentence))


def _written(document: Document, *path: str) -> frozenset[str]:
    """Return the keys of a mapping in a document that have something behind them."""
    value = document.data
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    if not isinstance(value, dict):
        return frozenset()
    return frozenset(key for key, inner in value.items() if inner is not None)


def _wrong_law(given: Given, written: frozenset[str]) -> Iterator[Problem]:
    if len(written & {"rule_book", "evaluated_on"}) != 1:
        yield _problem(_ONE_LAW, ("given",))
    elif "rule_book" in written:
        needing = [key for key in ("filed", "route", "facts") if key in written]
        yield from (_problem(_NO_DAY, ("given", key)) for key in needing)
    elif given.evaluated_on and given.filed and given.filed > given.evaluated_on:
        yield _problem(_FILED_LATER, ("given", "filed"))


def _wrong_sheet(written: frozenset[str]) -> Iterator[Problem]:
    sheet = [key for key in ("set", "start", "answers", "total", "raised", "facts") if key in written]
    if "published_total" in written and sheet:
        yield _problem(_TOTAL_AND_SHEET, ("given", "published_total"))
    elif sheet and "set" not in written:
        yield _problem(_NO_SET, ("given", sheet[0]))
    elif "total" in written and "start" not in written:
        yield _problem(_NO_START, ("given", "total"))


def _wrong_expectation(expect: Expected, written: frozenset[str]) -> Iterator[Problem]:
    if not written:
        yield _problem(_NOTHING_EXPECTED, ("expect",))
    if isinstance(expect.stars, str) and expect.stars != NO_STARS:
        yield _not_stars(expect.stars, ("expect", "stars"))
    for key in expect.missed or ():
        if not re.fullmatch("[1-9]", key):
            yield _not_stars(key, ("expect", "missed", key))


def _wrong_places(entry: CaseEntry, written: frozenset[str]) -> Iterator[Problem]:
    if not written & {"cite", "source"}:
        yield _problem(_NO_SOURCE, ())
    for key, places in entry.cite.items():
        if key not in books(packs=False).ids:
            try:
                catalog_for(key).book(key)
            except NotFoundError as error:
                yield from (problem.under("cite", key) for problem in error.problems)
        for index, place in enumerate(places):
            if not place.is_known:
                yield _unknown_place(place, ("cite", key, index))


def _problem(told: tuple[str, Text, Text, Text], path: tuple[str, ...]) -> Problem:
    return Problem(*told, Where(path))


_NO_SENTENCE = (
    "no-sentence",
    Text(vi="Trường hợp chưa có tên", en="The case has no name"),
    Text(vi="Mỗi trường hợp mang tên là một câu", en="Each case is named by a sentence"),
    Text(vi="Viết câu đó trước dấu hai chấm", en="Write the sentence before the colon"),
)
_ONE_LAW = (
    "one-law",
    Text(
        vi="Phải nêu rule_book hoặc evaluated_on, và chỉ một trong hai",
        en="Either rule_book or evaluated_on is needed, and only one of them",
    ),
    Text(
        vi="Văn bản áp dụng được gọi theo mã, hoặc do ngày đánh giá quyết định",
        en="The law is named by its id, or the day of the evaluation decides on it",
    ),
    Text(
        vi="Viết như rule_book: qd-26-2026, hoặc evaluated_on: 2026-09-01",
        en="Write it like rule_book: qd-26-2026, or evaluated_on: 2026-09-01",
    ),
)
_NO_DAY = (
    "no-day",
    Text(
        vi="Ngày nộp, hình thức đánh giá và số liệu cần có ngày đánh giá",
        en="It needs the day of the evaluation",
    ),
    Text(
        vi="Chúng chỉ có ý nghĩa vào một ngày đánh giá",
        en="It matters only on the day of an evaluation",
    ),
    Text(vi="Thay rule_book bằng evaluated_on", en="Give evaluated_on instead of rule_book"),
)
_FILED_LATER = (
    "filed-later",
    Text(vi="Hồ sơ nộp sau ngày đánh giá", en="The file is handed in after its evaluation"),
    Text(vi="Hồ sơ phải được nộp trước khi đánh giá", en="A file comes before it is evaluated"),
    Text(vi="Sửa filed hoặc evaluated_on", en="Mend filed or evaluated_on"),
)
_TOTAL_AND_SHEET = (
    "total-and-sheet",
    Text(vi="Vừa có tổng điểm công bố vừa có phiếu chấm", en="Both a published total and a sheet are given"),
    Text(
        vi="Tổng điểm công bố chỉ được xét thuộc hạng sao nào, không chấm phiếu",
        en="Of a published total only the star band is looked up; no sheet is scored",
    ),
    Text(
        vi="Bỏ published_total, hoặc bỏ set, start, answers, total, raised và facts",
        en="Leave out published_total, or set, start, answers, total, raised and facts",
    ),
)
_NO_SET = (
    "no-set",
    Text(vi="Có nội dung phiếu nhưng chưa nêu bộ tiêu chí", en="There is a sheet, but no criteria set"),
    Text(vi="Phiếu được chấm theo một bộ tiêu chí", en="A sheet is scored against a criteria set"),
    Text(vi="Thêm set: số hoặc tên bộ tiêu chí", en="Add set: the set's number or slug"),
)
_NO_START = (
    "no-start",
    Text(vi="Có tổng điểm nhưng không có cách bắt đầu", en="There is a total, but no start"),
    Text(
        vi="Tổng điểm đạt được bằng cách nâng dần từ một phiếu ban đầu",
        en="A total is reached by raising criteria from a start",
    ),
    Text(vi="Thêm start, ví dụ start: all-lowest", en="Add a start, such as start: all-lowest"),
)
_NOTHING_EXPECTED = (
    "nothing-expected",
    Text(vi="Trường hợp không nêu kết quả phải có", en="The case expects nothing"),
    Text(vi="Như vậy thì kết quả nào cũng đúng", en="Then whatever comes out is right"),
    Text(vi="Thêm ít nhất một kết quả, ví dụ stars: 3", en="Add what must follow, such as stars: 3"),
)
_NO_SOURCE = (
    "no-source",
    Text(vi="Trường hợp không dẫn điều khoản nào", en="The case cites no place"),
    Text(
        vi="Người đọc phải tra lại được trong văn bản hoặc nguồn công bố",
        en="A reader must be able to look it up in the law, or where it was published",
    ),
    Text(
        vi="Thêm cite: {qd-26-2026: [art. 3.3]}, hoặc source",
        en="Add cite: {qd-26-2026: [art. 3.3]}, or source",
    ),
)


def _not_stars(written: str, path: tuple[str, ...]) -> Problem:
    return Problem(
        "not-stars",
        Text(vi=f"{quoted(written)} không phải hạng sao", en=f"{quoted(written)} is no number of stars"),
        Text(vi="Hạng sao là một số nguyên", en="Stars are a whole number"),
        Text(
            vi=f"Viết một số, hoặc {NO_STARS} nếu không xếp hạng",
            en=f"Write a number, or {NO_STARS} where there are no stars",
        )
        if path[-1] == "stars"
        else Text(vi='Viết như missed: {5: ["4.1"]}', en='Write it like missed: {5: ["4.1"]}'),
        Where(path, on_key=path[-1] == written),
    )


def _unknown_place(place: Citation, path: tuple[str | int, ...]) -> Problem:
    return Problem(
        "unknown-place",
        Text(
            vi=f"Không hiểu vị trí {quoted(place.place)}",
            en=f"The place {quoted(place.place)} isn't understood",
        ),
        Text(
            vi="Vị trí viết theo điều (art.) hoặc phụ lục (annex) để in được bằng hai thứ tiếng",
            en="A place is an article or an annex, written so that it can be told in two languages",
        ),
        Text(
            vi="Viết như art. 3.3, art. 12.2a hoặc annex II form 11 item 4.1",
            en="Write it like art. 3.3, art. 12.2a or annex II form 11 item 4.1",
        ),
        Where(path),
    )


def _no_files(folder: Path) -> Problem:
    return Problem(
        "no-files",
        Text(vi="Thư mục không có tệp YAML hay JSON", en="The folder has no YAML or JSON file"),
        Text(vi="Không có trường hợp nào để kiểm tra", en="There are no cases to check"),
        Text(vi="Kiểm tra đường dẫn", en="Check the path"),
        Where(file=str(folder)),
    )
