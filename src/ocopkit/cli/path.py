"""The command that finds the way to the next star: path."""

from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from ocopkit.cli import _output
from ocopkit.cli._html import HtmlOption, PersonalOption, refuse_together
from ocopkit.cli._language import Language
from ocopkit.cli._law import ForceOption
from ocopkit.cli._problems import FINE
from ocopkit.cli._reading import sheet_in
from ocopkit.cli._sheets import FileArgument, ReadingOption, chosen
from ocopkit.errors import DocumentError, IncompleteSheetError, SheetError


def path_command(
    file: FileArgument,
    lang: Language,
    to: Annotated[int, typer.Option("--to", metavar="STARS", help="The stars to reach (hạng sao).")] = 4,
    by: Annotated[
        Literal["raises", "levels", "points"] | None,
        typer.Option(
            "--by",
            help="What to have least of: criteria raised, levels climbed, or points gained.",
            show_default="raises",
        ),
    ] = None,
    cost: Annotated[
        Path | None,
        typer.Option(
            "--cost",
            metavar="FILE",
            help="What each level costs, YAML or JSON, by criterion and level: least cost instead (chi phí).",
        ),
    ] = None,
    freeze: Annotated[
        list[str] | None,
        typer.Option(
            "--freeze", metavar="CODE", help="A criterion that stays as it is; may be repeated (giữ nguyên)."
        ),
    ] = None,
    switch_cases: Annotated[
        bool, typer.Option("--switch-cases", help="Allow another case of an either-or criterion.")
    ] = False,
    limit: Annotated[
        int, typer.Option("--limit", min=1, help="The most ways to list; all are counted.")
    ] = 10,
    reading: ReadingOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    html: HtmlOption = None,
    personal: PersonalOption = None,
    force: ForceOption = False,
) -> int:
    """Tell what to raise to reach a star, at least cost (lộ trình nâng hạng)."""
    from ocopkit.documents import read, to_json
    from ocopkit.scoring.explain import explain
    from ocopkit.scoring.report import report
    from ocopkit.scoring.upgrade import CostError, path_to

    refuse_together(html=html, as_json=as_json)
    if by and cost:
        message = "--by and --cost exclude each other"
        raise typer.BadParameter(message)
    document = sheet_in(file)
    table = read(cost) if cost else None
    try:
        path = path_to(
            document.sheet,
            to,
            by=table.structure(dict[str, dict[str, Any]]) if table else by or "raises",
            frozen=freeze or (),
            readings=chosen(reading),
            switch_cases=switch_cases,
            limit=limit,
        )
    except (IncompleteSheetError, SheetError) as error:
        raise document.located(error) from None
    except CostError as error:
        raise DocumentError([table.located(one) for one in error.problems if table]) from None
    if html is not None:
        from ocopkit.forms.results import path_page

        _output.save(path_page(path, lang=lang, personal=personal or []), html, force=force)
    else:
        _output.write(to_json(report(path)) if as_json else explain(path, lang=lang))
    return FINE
