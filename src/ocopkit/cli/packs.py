"""Commands about the packs of provinces: packs, check-pack, score-local; and check of a folder."""

import os
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from attrs import evolve

from ocopkit.cli._language import Language
from ocopkit.cli._output import lines, table, write
from ocopkit.cli._packs import FolderOption
from ocopkit.cli._problems import FILE_HAS_PROBLEMS, FINE, status_of, tell, tell_all
from ocopkit.errors import DocumentError, IncompleteSheetError, OcopError, Problem, no_extra, problem_report
from ocopkit.text import Lang, Text, day_text

if TYPE_CHECKING:
    from ocopkit.plugins.offers import Offer
    from ocopkit.testing.pack import PackReport

JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def turn(names: str) -> Callable[[], None]:
    """Have this process, and those that it starts, use some packs only; return what undoes it.

    Args:
        names: What the variable ``OCOPKIT_PACKS`` would say.
    """
    from ocopkit.plugins.discovery import VARIABLE

    before = os.environ.get(VARIABLE)
    os.environ[VARIABLE] = names

    def back() -> None:
        if before is None:
            del os.environ[VARIABLE]
        else:
            os.environ[VARIABLE] = before

    return back


def packs(lang: Language, folder: FolderOption = None, as_json: JsonOption = False) -> int:
    """List the packs known here, with their places and documents (các gói địa phương)."""
    from ocopkit.plugins.discovery import installed

    offers = installed(folders=folder or ())
    problems = [problem for offer in offers for problem in offer.problems]
    if as_json:
        from ocopkit.documents import to_json

        write(to_json({"packs": [_plain(offer) for offer in offers]}))
    else:
        headings = [text.say(lang) for text in _HEADINGS]
        table(headings, [_row(offer, lang) for offer in offers], keys=2, numbers=1)
        tell_all(problems, lang)
    return FILE_HAS_PROBLEMS if problems else FINE


def score_local(
    lang: Language,
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Sheets of supplements (phiếu).")],
    folder: FolderOption = None,
    national: Annotated[
        Path | None,
        typer.Option("--beside", metavar="SHEET", help="The national sheet to show first (phiếu quốc gia)."),
    ] = None,
) -> int:
    """Score sheets of local supplements (chấm tiêu chí bổ sung của địa phương)."""
    from ocopkit import packs
    from ocopkit.local.supplement import beside, load_local_sheet, local_text, score_supplement

    if national:
        from ocopkit.scoring.score import score
        from ocopkit.sheets import load_sheet

        write(beside(score(load_sheet(national))).say(lang))
    found = packs.known(folders=folder or ()).found_supplements
    tell_all(found.problems, lang)
    status = FINE
    for file in files:
        try:
            result = score_supplement(*load_local_sheet(file, found.values))
        except (DocumentError, IncompleteSheetError) as error:
            tell_all([_in_file(problem, file) for problem in error.problems], lang)
            status = status_of(error)
            continue
        write(f"{file}: {local_text(result).say(lang)}")
        for line in result.score.lines:
            name = line.criterion.name.say(lang)
            write(f"{line.criterion.code}\t{name}\t{line.points}\t{line.criterion.max}")
    return status


def _in_file(problem: Problem, file: Path) -> Problem:
    """Return a problem with the file that it is in, if it doesn't say so itself."""
    where = problem.where
    return problem if where.file else evolve(problem, where=evolve(where, file=str(file)))


def check_pack_command(
    lang: Language,
    pack: Annotated[
        str,
        typer.Argument(
            metavar="FOLDER|NAME",
            help="A folder that holds pack.yaml, or the name of an installed pack (gói).",
        ),
    ],
    examples: Annotated[int, typer.Option("--examples", min=1, help="Examples drawn for each form.")] = 25,
    as_json: JsonOption = False,
) -> int:
    """Tell whether a pack satisfies what every pack must (kiểm tra gói)."""
    report = _report(Path(pack) if Path(pack).is_dir() else pack, examples)
    if as_json:
        from ocopkit.documents import to_json

        write(to_json(report.plain()))
        return FINE if report.ok else FILE_HAS_PROBLEMS
    return _told(report, lang)


def check_folder(folder: Path, lang: Lang) -> int:
    """Tell whether the pack in a folder satisfies what every pack must; return the exit status.

    Args:
        folder: A folder that holds ``pack.yaml``, at whatever depth.
        lang: ``"vi"`` or ``"en"``.
    """
    try:
        return _told(_report(folder, None), lang)
    except OcopError as error:
        tell(error, lang)
        return FILE_HAS_PROBLEMS  # what a folder lacks is the folder's fault, not the command's


def _report(pack: "Path | str", examples: int | None) -> "PackReport":
    if not find_spec("hypothesis"):
        raise OcopError([_NO_EXTRA])
    from ocopkit.testing.pack import EXAMPLES, check_pack

    return check_pack(pack, examples=examples or EXAMPLES)


def _told(report: "PackReport", lang: Lang) -> int:
    for one in report.invariants:
        lines([(one.say(lang), "" if one.ok else "red")])
        tell_all(one.problems, lang)
    return FINE if report.ok else FILE_HAS_PROBLEMS


_NO_EXTRA = no_extra(
    Text(vi="Kiểm tra gói cần cài thêm thư viện", en="Checking packs needs more libraries"), "testing"
)
_HEADINGS = (
    Text(vi="Gói", en="Pack"),
    Text(vi="Phiên bản", en="Version"),
    Text(vi="Địa phương", en="Place"),
    Text(vi="Thời gian", en="Period"),
    Text(vi="Văn bản", en="Documents"),
    Text(vi="Số lỗi", en="Problems"),
)


def _row(offer: "Offer", lang: Lang) -> tuple[str, ...]:
    manifest = offer.manifest
    return (
        offer.pack,
        offer.distribution or "–",
        manifest.place.text.say(lang) if manifest else "–",
        _period(offer, lang),
        ", ".join(one.id for one in offer.documents) or "–",
        str(len(offer.problems)),
    )


def _period(offer: "Offer", lang: Lang) -> str:
    period = offer.manifest.period if offer.manifest else None
    if period is None:
        return "–"
    return f"{day_text(period.first_day).say(lang)} – {day_text(period.last_day).say(lang)}"


def _plain(offer: "Offer") -> dict[str, Any]:
    return {
        "name": offer.pack,
        "distribution": offer.distribution or None,
        "manifest": offer.manifest,
        "documents": [{"kind": one.kind, "id": one.id} for one in offer.documents],
        "checks": list(offer.checks),
        "problems": [problem_report(problem) for problem in offer.problems],
    }
