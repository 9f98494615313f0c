"""The command that compares two rule books: diff."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ocopkit.cli._language import Language

if TYPE_CHECKING:
    from ocopkit.rules.book import RuleBook


def diff_command(
    first: Annotated[
        str,
        typer.Argument(metavar="A", help="A rule book: its id, its folder, or an amendment's file."),
    ],
    second: Annotated[str, typer.Argument(metavar="B", help="The book to compare it with.")],
    lang: Language,
    only: Annotated[
        str | None,
        typer.Option("--set", metavar="SET", help="Compare one criteria set, by number or slug."),
    ] = None,
    style: Annotated[
        Literal["text", "markdown", "json"], typer.Option("--format", help="How to write it.")
    ] = "text",
    everything: Annotated[
        bool,
        typer.Option("--all", help="Tell also translations, citations, sources and new numbers."),
    ] = False,
) -> int:
    """Tell clause by clause how two rule books differ (so sánh hai văn bản)."""
    from ocopkit.cli._output import write
    from ocopkit.documents import to_json
    from ocopkit.rules.change import diff_markdown, diff_plain, diff_text
    from ocopkit.rules.diff import diff, diff_sets

    a, b = named_book(first), named_book(second)
    if only is None:
        found = diff(a, b)
    else:
        key = int(only) if only.isdecimal() else only
        found = diff_sets(a[key], b[key], facts=a.facts.with_more(b.facts))
    if style == "json":
        write(to_json(diff_plain(found)))
    elif style == "markdown":
        write(diff_markdown(found, lang=lang, everything=everything).rstrip("\n"))
    else:
        write(diff_text(found, lang=lang, everything=everything))
    return 0


def named_book(named: str) -> "RuleBook":
    """Return the book of an id, a folder with a book.yaml, or the file of an amendment."""
    from ocopkit.catalog import catalog_for
    from ocopkit.rules.amend import amend_by_file
    from ocopkit.rules.folder import load_book

    path = Path(named)
    if (path / "book.yaml").is_file():
        return load_book(path)
    if path.suffix in {".yaml", ".yml", ".json"}:
        return amend_by_file(path, lambda key: catalog_for(key).book(key))
    return catalog_for(named).book(named)
