"""The command ``pack new``: a few questions, and a working pack."""

import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from ocopkit.cli import _pack_files
from ocopkit.cli._language import Language
from ocopkit.cli._law import VIETNAM
from ocopkit.cli._output import write
from ocopkit.cli._pack_files import KINDS, UNDER_A_LAW, Answers, Kind
from ocopkit.cli._problems import FINE, note, tell
from ocopkit.errors import OcopError, Problem
from ocopkit.text import Lang, Text

T = TypeVar("T")


def new(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where the pack is written (thư mục).")],
    lang: Language,
    place: Annotated[
        str | None,
        typer.Option(metavar="NAME", help='The province, or "province / commune" (địa phương).'),
    ] = None,
    kind: Annotated[
        str | None, typer.Option(metavar="KIND", help=f"What it begins with: {', '.join(KINDS)} (loại).")
    ] = None,
    year: Annotated[str | None, typer.Option(metavar="YEAR", help="The year it is for (năm).")] = None,
    book: Annotated[
        str | None, typer.Option("--book", metavar="ID", help="The national decision (quyết định).")
    ] = None,
    publisher: Annotated[
        str | None, typer.Option(metavar="NAME", help="Who publishes it (đơn vị công bố).")
    ] = None,
) -> int:
    """Write a new pack; asks what the options don't say (tạo gói mới)."""
    given = {"--place": place, "--kind": kind, "--year": year, "--book": book, "--publisher": publisher}
    if not sys.stdin.isatty():
        if missing := [name for name in ("--place", "--kind") if given[name] is None]:
            raise OcopError([_no_terminal(missing)])
        answers = _without_questions(given)
    else:
        answers = _asked(given, lang)
    files = _pack_files.pack_files(answers)
    _pack_files.write_files(folder, files)
    for name in files:
        write(str(folder / name))
    write(_NEXT.say(lang).format(folder=folder))
    place_there = _pack_files.place_of(answers.place, answers.year)
    if merged := _pack_files.merged_into(place_there, answers.year):
        note(_MERGED.say(lang).format(province=place_there.province, merged=merged))
    return FINE


def _without_questions(given: dict[str, str | None]) -> Answers:
    """Return the answers that the options give, and the usual ones for those they don't."""
    problems: list[Problem] = []

    def use(read: Callable[[str], T], written: str, instead: T) -> T:
        try:
            return read(written)
        except OcopError as error:
            problems.extend(error.problems)
            return instead

    place, kind = given["--place"] or "", given["--kind"] or ""
    year = use(_pack_files.year_of, given["--year"] or _this_year(), int(_this_year()))
    use(lambda written: _pack_files.place_of(written, year), place, None)
    known: Kind = use(_pack_files.kind_of, kind, KINDS[0])
    book = given["--book"] or _pack_files.usual_book(year)
    if known in UNDER_A_LAW:
        use(lambda key: _pack_files.book_of(key, year), book, None)
    named = given["--publisher"]
    publisher = use(_pack_files.publisher_of, named, "") if named else ""
    if problems:
        raise OcopError(problems)
    return Answers(place, known, year, book, publisher or _usual_publisher(place, year))


def _asked(given: dict[str, str | None], lang: Lang) -> Answers:
    """Return the answers that the options give, and ask for those they don't."""

    def ask(name: str, question: Text, read: Callable[[str], T], usual: str | None = None) -> T:
        written = given[name]
        while True:
            if written is None:
                written = typer.prompt(question.say(lang), default=usual, type=str)
            try:
                return read(written)
            except OcopError as error:
                tell(error, lang)
                written = None

    this_year = int(_this_year())

    def as_place(written: str) -> str:
        _pack_files.place_of(written, this_year)
        return written

    place = ask("--place", _PLACE, as_place)
    kind = ask("--kind", _KIND, _pack_files.kind_of, KINDS[0])
    year = ask("--year", _YEAR, _pack_files.year_of, _this_year())
    book = _pack_files.usual_book(year)
    if kind in UNDER_A_LAW:
        book = ask("--book", _BOOK, lambda key: _pack_files.book_of(key, year).id, book)
    publisher = ask("--publisher", _PUBLISHER, _pack_files.publisher_of, _usual_publisher(place, year))
    return Answers(place, kind, year, book, publisher)


def _this_year() -> str:
    return str(datetime.now(VIETNAM).year)


def _usual_publisher(place: str, year: int) -> str:
    return _pack_files.usual_publisher(_pack_files.place_of(place, year))


_PLACE = Text(
    vi='Tỉnh nào (hoặc "tỉnh / xã")',
    en='Which province (or "province / commune")',
)
_KIND_NAMES: Mapping[Kind, str] = {
    "supplement": "tiêu chí bổ sung",
    "regulation": "quy chế hội đồng",
    "plan": "kế hoạch",
    "benefits": "mức thưởng",
    "book": "bộ tiêu chí riêng",
    "translation": "bản dịch",
    "check": "kiểm tra bằng mã",
}
_KIND = Text(
    vi=f"Bắt đầu bằng gì: {', '.join(f'{kind} ({name})' for kind, name in _KIND_NAMES.items())}",
    en=f"What does it begin with ({', '.join(KINDS)})",
)
_YEAR = Text(vi="Cho năm nào", en="For which year")
_BOOK = Text(vi="Theo quyết định quốc gia nào", en="Under which national decision")
_PUBLISHER = Text(vi="Đơn vị nào công bố", en="Who publishes it")
_MERGED = Text(
    vi="Lưu ý: từ 01/07/2025 {province} đã nhập vào {merged}; sản phẩm nay ghi theo tên mới.",
    en="Note: on 1 July 2025 {province} was merged into {merged}; products now record the new name.",
)
_NEXT = Text(
    vi="Gói đã sẵn sàng. Sửa văn bản, rồi kiểm tra: ocopkit check {folder}",
    en="The pack is ready. Edit its document, then check it: ocopkit check {folder}",
)


def _no_terminal(missing: list[str]) -> Problem:
    names = ", ".join(missing)
    return Problem(
        "no-terminal",
        Text(vi=f"Thiếu {names}", en=f"{names} missing"),
        Text(
            vi="Lệnh không chạy trong cửa sổ lệnh nên không hỏi được",
            en="There is no terminal on which to ask",
        ),
        Text(
            vi="Ghi câu trả lời bằng tùy chọn: --place, --kind, và nếu cần --year, --book, --publisher",
            en="Give the answers as options: --place, --kind, and if need be --year, --book, --publisher",
        ),
    )
