"""The files of a new pack, made of a few answers."""

import difflib
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Literal, get_args

from attrs import frozen

from ocopkit.errors import OcopError, Problem, Where, nearest, quoted
from ocopkit.text import Text, day_text

if TYPE_CHECKING:
    from ocopkit.local.place import Place
    from ocopkit.rules.book import RuleBook

Kind = Literal["supplement", "regulation", "plan", "benefits", "book", "translation", "check"]
"""What a new pack begins with: a kind of document, or a check in code."""

KINDS: tuple[Kind, ...] = get_args(Kind)
UNDER_A_LAW: tuple[Kind, ...] = ("supplement", "regulation", "plan", "translation")
"""The kinds that name a national decision."""

_WORDS: Mapping[Kind, str] = {
    "supplement": "tieu-chi",
    "regulation": "quy-che",
    "plan": "ke-hoach",
    "benefits": "khen-thuong",
    "book": "bo-tieu-chi",
    "translation": "ban-dich",
}
_FOLDERS: Mapping[Kind, str] = {
    "supplement": "supplements",
    "regulation": "regulations",
    "plan": "plans",
    "benefits": "benefits",
    "book": "books",
    "translation": "translations",
}
_KIND_OF_PROVINCE = re.compile(r"^(?:tỉnh|thành phố|tp\.|tp)\s+", re.IGNORECASE)
_KIND_OF_UNIT = re.compile(
    r"^(?:tỉnh|thành phố|huyện|quận|thị xã|thị trấn|xã|phường|đặc khu)(?=\s)", re.IGNORECASE
)
_LONGEST_NAME = 60
"""The most letters of a province's name that are compared."""

_FIRST_YEAR = 2018
"""The year in which the programme began (Decision 490/QĐ-TTg of 2018)."""

_LAST_YEAR = 2100
_MERGER = 2025
"""The year in which districts were abolished."""


@frozen
class Answers:
    """What is asked of somebody who begins a pack.

    Args:
        place: The province; with a unit in it after a stroke: ``"Lai Châu / Phong Thổ"``.
        kind: What the pack begins with.
        year: The year that it is for.
        book: The id of the national rule book under which it holds.
        publisher: Who publishes it.
    """

    place: str
    kind: Kind
    year: int
    book: str
    publisher: str


def place_of(written: str, year: int) -> "Place":
    """Return the place that people write.

    Args:
        written: The province, with or without what kind it is; with a unit in it after a stroke.
        year: The year: before 2025 the unit is a district, from then on a commune.

    Raises:
        OcopError: If no ids could begin with it, or the province looks mistyped.
    """
    from ocopkit.local.place import Place

    province, _, unit = (part.strip() for part in written.partition("/"))
    province = province_named(province)
    place = Place(province, unit or None) if year < _MERGER else Place(province, commune=unit or None)
    wrong = {'"', "\\"} & set(written) or "/" in unit or not written.isprintable()
    if wrong or not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", place.namespace):
        raise OcopError([_unusable(written)])
    return place


def province_named(written: str) -> str:
    """Return a province's name without its kind; one that there is, as it is spelt officially.

    Raises:
        OcopError: If it is nearly the name of a province that there is, or was before the merger.
    """
    from ocopkit.local.location import plain_unit

    known = {plain_unit(name): _KIND_OF_PROVINCE.sub("", name) for name in _provinces()}
    plain = plain_unit(written)
    if plain in known:
        return known[plain]
    if (named := _otherwise_named(written)) is not None:
        return _KIND_OF_PROVINCE.sub("", named)
    if near := difflib.get_close_matches(plain[:_LONGEST_NAME], known, n=3, cutoff=0.85):
        raise OcopError([_mistyped(written, [known[one] for one in near])])
    return _KIND_OF_PROVINCE.sub("", written)


def _otherwise_named(written: str) -> str | None:
    """Return the name of a province that people write in another way too, such as "TP.HCM"."""
    from ocopkit.cases.provinces import provinces

    known = provinces()
    before = known.before(written, known.eve)
    return before if before != written and not written.isdecimal() else None


def _provinces() -> list[str]:
    """Return the names of all provinces of before and after the merger, each with its kind."""
    from ocopkit.cases.provinces import provinces

    today = provinces().provinces
    return [one.name for province in today for one in province.merged_from] + [one.name for one in today]


def merged_into(place: "Place", year: int) -> str | None:
    """Return the name of the province into which that of a place was merged; ``None`` if it is there still.

    Args:
        place: The place.
        year: The year: before 2026 nothing is said, as 2025 has days of both.
    """
    from ocopkit.cases.provinces import provinces
    from ocopkit.local.location import plain_unit

    known = provinces()
    after = known.after(place.province)
    today = next((one for one in known.provinces if one.name == after), None)
    if today is None or len(today.merged_from) == 1 or date(year, 1, 1) < known.effective:
        return None
    before = known.before(place.province, known.eve)
    is_there = plain_unit(after) in {plain_unit(before), plain_unit(place.province)}
    return None if is_there else _KIND_OF_PROVINCE.sub("", after)


def usual_publisher(place: "Place") -> str:
    """Return the body that publishes for a place, unless somebody else is named.

    Example:
        >>> usual_publisher(place_of("Cao Bằng / Xã Đàm Thủy", 2026))
        'UBND xã Đàm Thủy, tỉnh Cao Bằng'
    """
    official = {_KIND_OF_PROVINCE.sub("", name): name for name in _provinces()}
    province = official.get(place.province, f"Tỉnh {place.province}")
    units = [unit for unit in (place.commune, place.district, province) if unit]
    return "UBND " + ", ".join(_KIND_OF_UNIT.sub(lambda found: found[0].lower(), unit) for unit in units)


def kind_of(written: str) -> Kind:
    """Return the kind that people write.

    Raises:
        OcopError: If there is no such kind.
    """
    for kind in KINDS:
        if kind == written:
            return kind
    raise OcopError([_unknown_kind(written)])


def year_of(written: str) -> int:
    """Return the year that people write.

    Raises:
        OcopError: If it is none of the programme's.
    """
    if written.isdecimal() and _FIRST_YEAR <= int(written[:9]) <= _LAST_YEAR:
        return int(written)
    raise OcopError([_not_a_year(written)])


def book_of(key: str, year: int) -> "RuleBook":
    """Return the national rule book of an id, if it was in force in a year.

    Raises:
        OcopError: If there is none, or it wasn't.
    """
    from ocopkit.catalog import rule_book

    book = rule_book(key)
    if _period(book, year) is None:
        raise OcopError([_not_in_force(book, year)])
    return book


def usual_book(year: int) -> str:
    """Return the id of the decision in force at the end of a year, else of the first that there was."""
    from ocopkit.catalog import books
    from ocopkit.errors import NotInForceError

    known = books(packs=False)
    try:
        return known.on(date(year, 12, 31)).id
    except NotInForceError:
        return known.national[0]


def publisher_of(written: str) -> str:
    """Return a publisher's name as people write it.

    Raises:
        OcopError: If it can't stand in the files.
    """
    if written.strip() and written.isprintable() and not {'"', "\\"} & set(written):
        return written.strip()
    raise OcopError([_unusable(written)])


def pack_files(answers: Answers) -> dict[str, str]:
    """Return the files of a new pack by their way from its folder.

    Args:
        answers: What was answered.

    Raises:
        OcopError: If an answer can't be used.
    """
    return {name: _filled(template, _words(answers)) for name, template in _templates(answers)}


def _templates(answers: Answers) -> Iterator[tuple[str, str]]:
    """Yield each file's way from the folder of the pack, with its templates."""
    words = _words(answers)
    package = f"src/{words['module']}"
    yield "pyproject.toml", "pyproject.toml"
    yield "README.md", "README.md"
    yield ".github/workflows/check.yml", "check.yml"
    yield f"{package}/__init__.py", "check.py" if answers.kind == "check" else "init.py"
    yield f"{package}/documents/pack.yaml", "pack.yaml"
    yield "tests/test_pack.py", "test_pack.py"
    if answers.kind == "book":
        yield words["document"] + "/book.yaml", "book.yaml"
        yield words["document"] + "/sets/01-tea.yaml", "set.yaml"
    elif answers.kind != "check":
        yield words["document"], f"{answers.kind}.yaml"


def _filled(template: str, words: Mapping[str, str]) -> str:
    here = Path(__file__).with_name("pack_files")
    return Template((here / f"{template}.txt").read_text(encoding="utf-8")).substitute(words)


def _words(answers: Answers) -> dict[str, str]:
    """Return what stands for each placeholder."""
    place = place_of(answers.place, answers.year)
    space = place.namespace
    module = "ocop_" + space.replace("-", "_")
    is_check = answers.kind == "check"
    key = "" if is_check else f"{space}-{_WORDS[answers.kind]}-{answers.year}"
    document = (
        f"src/{module}/documents/{_FOLDERS[answers.kind]}/{key}" if key else f"src/{module}/__init__.py"
    )
    units = {"province": place.province, "district": place.district, "commune": place.commune}
    tier = next(name for name in ("commune", "district", "province") if units[name])
    words = {
        "pack": space,
        "module": module,
        "place": place.text.vi,
        "place_keys": "{" + ", ".join(f'{name}: "{unit}"' for name, unit in units.items() if unit) + "}",
        "unit": units[tier] or "",
        "tier": tier,
        "publisher": answers.publisher.strip(),
        "year": str(answers.year),
        "book": answers.book,
        "id": key,
        "document": document if is_check or answers.kind == "book" else f"{document}.yaml",
        "ids": f'"{key}"' if key else "",
        "checks": '"ocopkit_check_score"' if is_check else "",
    }
    return words | _of_law(answers, tier)


def _of_law(answers: Answers, tier: str) -> dict[str, str]:
    """Return what the decision says that a document of the pack repeats, so that it begins lawful."""
    year = answers.year
    days = {"first_day": f"{year}-01-01", "last_day": f"{year}-12-31"}
    if answers.kind not in UNDER_A_LAW:
        return days
    book = book_of(answers.book, year)
    law = book.articles
    first, last = _period(book, year) or (date(year, 1, 1), date(year, 12, 31))
    known = {one.key: one for one in law.tiers}
    key = tier if tier in known else law.tiers[0].key
    round_lines = [f'  when: "{first}/{last}"']
    if dated := [one for one in law.rounds if one.tier == key]:
        latest = max(dated, key=lambda one: one.finish_before)
        round_lines = [f"  number: {latest.number}", f"  finish_before: {year}-{latest.finish_before}"]
    if known[key].recognises:
        least = min(band.at_least for band in law.bands if band.stars in known[key].recognises)
        stars = ", ".join(map(str, known[key].recognises))
        round_lines += [f"  points_from: {least}", f"  recognises: [{stars}]"]
    return {
        "first_day": str(first),
        "last_day": str(last),
        "tier": key,
        "round": "\n".join(round_lines),
        "part": law.parts[0].name.vi,
    }


def _period(book: "RuleBook", year: int) -> tuple[date, date] | None:
    """Return the days of a year on which a rule book is in force."""
    period = book.articles.instrument.in_force
    first = max(date(year, 1, 1), period.first_day)
    last = min(date(year, 12, 31), period.last_day or date(year, 12, 31))
    return (first, last) if first <= last else None


def write_files(folder: Path, files: Mapping[str, str]) -> None:
    """Write the files of a new pack; none is overwritten.

    Args:
        folder: The pack's folder; made if it isn't there.
        files: The files.

    Raises:
        OcopError: If the folder is a file, holds one of the files already, or can't be written.
    """
    if there := [folder / name for name in files if (folder / name).exists()]:
        raise OcopError(map(_exists, there))
    try:
        for name, text in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            with (folder / name).open("x", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
    except OSError as error:
        raise OcopError([_unwritable(folder, error)]) from None


def _unusable(written: str) -> Problem:
    return Problem(
        "unusable-name",
        Text(vi=f"Tên {quoted(written)} không dùng được", en=f"The name {quoted(written)} can't be used"),
        Text(
            vi='Tên được ghi vào các tệp và tạo nên mã của văn bản; không chứa dấu " hay \\',
            en='It goes into files, and ids of documents are made of it; it holds neither " nor \\',
        ),
        Text(
            vi='Viết như "Quảng Trị" hoặc "Lai Châu / Phong Thổ"',
            en='Write it like "Quảng Trị" or "Lai Châu / Phong Thổ"',
        ),
    )


def _mistyped(written: str, near: list[str]) -> Problem:
    names = ", ".join(near)
    return Problem(
        "unknown-province",
        Text(vi=f"Không có tỉnh, thành phố {quoted(written)}", en=f"There is no province {quoted(written)}"),
        Text(
            vi="Sản phẩm được đếm theo tên tỉnh; viết sai tên thì không sản phẩm nào được đếm",
            en="Products are counted by the name of their province; with a mistyped one, none would be",
        ),
        Text(vi=f"Có phải là {names}?", en=f"Did you mean {names}?"),
    )


def _unknown_kind(written: str) -> Problem:
    return Problem(
        "unknown-kind",
        Text(vi=f"Không có loại {quoted(written)}", en=f"There is no kind {quoted(written)}"),
        Text(
            vi="Gói bắt đầu bằng một loại văn bản, hoặc một kiểm tra bằng mã (check)",
            en="A pack begins with a kind of document, or with a check in code",
        ),
        nearest(written, KINDS),
    )


def _not_a_year(written: str) -> Problem:
    return Problem(
        "not-a-year",
        Text(
            vi=f"{quoted(written)} không phải là năm của chương trình",
            en=f"{quoted(written)} is no year of the programme",
        ),
        Text(
            vi=f"Chương trình OCOP có từ năm {_FIRST_YEAR}",
            en=f"The programme began in {_FIRST_YEAR}",
        ),
        Text(vi="Viết bốn chữ số, như 2026", en="Write four digits, such as 2026"),
    )


def _not_in_force(book: "RuleBook", year: int) -> Problem:
    period = book.articles.instrument.in_force
    usual = usual_book(year)
    return Problem(
        "law-not-in-force",
        Text(vi=f"{book.id} không có hiệu lực năm {year}", en=f"{book.id} wasn't in force in {year}"),
        Text(
            vi=f"Có hiệu lực từ {day_text(period.first_day).vi}"
            + (f" đến {day_text(period.last_day).vi}" if period.last_day else ""),
            en=f"It holds from {period.first_day}" + (f" to {period.last_day}" if period.last_day else ""),
        ),
        _NO_LAW if usual == book.id else _other_book(usual),
    )


def _other_book(key: str) -> Text:
    return Text(vi=f"Chọn quyết định khác, như {key}", en=f"Choose another decision, such as {key}")


_NO_LAW = Text(
    vi="Năm đó chưa có quyết định quốc gia nào: chọn năm khác, hoặc bắt đầu bằng book, benefits, check",
    en="There was no national decision in that year: choose another, or begin with book, benefits, check",
)


def _exists(file: Path) -> Problem:
    return Problem(
        "file-exists",
        Text(vi="Tệp đã có", en="The file exists already"),
        Text(vi="Không tệp nào bị ghi đè", en="Nothing is overwritten"),
        Text(vi="Chọn thư mục khác", en="Choose another folder"),
        Where(file=str(file)),
    )


def _unwritable(folder: Path, error: OSError) -> Problem:
    reason = error.strerror or type(error).__name__
    return Problem(
        "unwritable",
        Text(vi=f"Không ghi được vào thư mục: {reason}", en=f"The folder cannot be written: {reason}"),
        Text(vi="Hệ thống từ chối đường dẫn này", en="The system refuses this path"),
        Text(vi="Kiểm tra thư mục và quyền ghi", en="Check the folder and the permissions"),
        Where(file=str(folder)),
    )
