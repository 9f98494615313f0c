"""Commands about the packs of provinces: packs, check-pack, score-local."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ocopkit.cli._language import Language
from ocopkit.cli._output import lines, table, write
from ocopkit.cli._problems import FILE_HAS_PROBLEMS, FINE, plain, tell, tell_all
from ocopkit.errors import DocumentError, IncompleteSheetError
from ocopkit.text import Lang, Text

if TYPE_CHECKING:
    from ocopkit.plugins.offers import Offer

FolderOption = Annotated[
    list[Path] | None,
    typer.Option("--folder", metavar="FOLDER", help="A folder of documents to look at besides (thư mục)."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]


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
) -> int:
    """Score sheets of local supplements (chấm tiêu chí bổ sung của địa phương)."""
    from ocopkit.local.supplement import load_local_sheet, local_text, score_supplement
    from ocopkit.plugins.discovery import installed
    from ocopkit.plugins.documents import supplements

    found = supplements(installed(folders=folder or ()))
    tell_all(found.problems, lang)
    status = FINE
    for file in files:
        try:
            result = score_supplement(*load_local_sheet(file, found.values))
        except (DocumentError, IncompleteSheetError) as error:
            status = tell(error, lang)
            continue
        write(f"{file}: {local_text(result).say(lang)}")
        for line in result.score.lines:
            name = line.criterion.name.say(lang)
            write(f"{line.criterion.code}\t{name}\t{line.points}\t{line.criterion.max}")
    return status


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
    if missing := _missing_extra():
        message = f'this needs an extra: pip install "ocopkit[testing]" ({missing})'
        raise typer.BadParameter(message)
    from ocopkit.testing.pack import check_pack

    report = check_pack(Path(pack) if Path(pack).is_dir() else pack, examples=examples)
    if as_json:
        from ocopkit.documents import to_json

        invariants = [
            {
                "key": one.key,
                "ok": one.ok,
                "examples": one.examples,
                "text": {"vi": one.text.vi, "en": one.text.en},
                "problems": [plain(problem) for problem in one.problems],
            }
            for one in report.invariants
        ]
        write(to_json({"pack": report.pack, "ok": report.ok, "invariants": invariants}))
    else:
        for one in report.invariants:
            lines([(one.say(lang), "" if one.ok else "red")])
            tell_all(one.problems, lang)
    return FINE if report.ok else FILE_HAS_PROBLEMS


def _missing_extra() -> str:
    from importlib.util import find_spec

    return "" if find_spec("hypothesis") else "hypothesis"


_HEADINGS = (
    Text(vi="Gói", en="Pack"),
    Text(vi="Bản", en="Version"),
    Text(vi="Địa phương", en="Place"),
    Text(vi="Thời gian", en="Period"),
    Text(vi="Văn bản", en="Documents"),
    Text(vi="Vấn đề", en="Problems"),
)


def _row(offer: "Offer", lang: Lang) -> tuple[str, ...]:
    manifest = offer.manifest
    return (
        offer.pack,
        offer.distribution or "–",
        manifest.place.text.say(lang) if manifest else "–",
        _period(offer),
        ", ".join(one.id for one in offer.documents) or "–",
        str(len(offer.problems)),
    )


def _period(offer: "Offer") -> str:
    period = offer.manifest.period if offer.manifest else None
    return f"{period.first_day} – {period.last_day or '…'}" if period else "–"


def _plain(offer: "Offer") -> dict[str, Any]:
    return {
        "name": offer.pack,
        "distribution": offer.distribution or None,
        "manifest": offer.manifest,
        "documents": [{"kind": one.kind, "id": one.id} for one in offer.documents],
        "checks": bool(offer.checks),
        "problems": [plain(problem) for problem in offer.problems],
    }
