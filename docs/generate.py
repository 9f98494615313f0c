# ruff: noqa: INP001 (a script)
"""Write the documentation's generated pages: the law as encoded here, for people to read.

``python docs/generate.py`` writes them; with ``--check`` it only says which have drifted from the data, and
exits with 1 if any has.
"""

import sys
from pathlib import Path

from making.books import book_page
from making.comparing import comparison_page
from making.facts import facts_page
from making.findings import audit_page
from making.life import life_page, life_pictures
from making.readings import readings_page
from making.sets import set_page
from making.timeline import timeline
from making.words import page_of, short

from ocopkit.catalog import books
from ocopkit.crosswalks import crosswalk
from ocopkit.rules.book import RuleBook

HERE = Path(__file__).parent
REFERENCE = HERE / "reference"
LIFE = HERE / "life"
"""The folders that hold what is generated alone."""


def pages() -> dict[Path, str]:
    """Return every generated page by its file."""
    known = books(packs=False)
    national = [known.book(key) for key in known.national]
    latest = national[::-1]
    made = {
        "timeline.svg": timeline(national),
        "life.md": life_page(latest, "en"),
        "vi/vong-doi.md": life_page(latest, "vi"),
        "readings.md": readings_page(latest),
        "vocabulary.md": facts_page(latest),
        "audit.md": audit_page(national, known.folders),
        "compare-148-26.md": comparison_page(known.book("qd-148-2023"), latest[0], "en"),
        "vi/so-sanh-148-26.md": comparison_page(known.book("qd-148-2023"), latest[0], "vi"),
    }
    for book in national:
        made |= life_pictures(book)
        folder = f"reference/{book.id}"
        made[f"{folder}/index.md"] = book_page(book)
        if not book.articles.sets_from:
            for form in book:
                name = page_of(book.entry(form.number))
                links = _elsewhere(book, form.number, national)
                # A search that finds each criterion once for each decision helps nobody.
                made[f"{folder}/{name}"] = set_page(book, form, links, searched=book is latest[0])
    return {HERE / name: text for name, text in made.items()}


def _elsewhere(book: RuleBook, number: int, national: list[RuleBook]) -> list[str]:
    """Return links to the sets of other decisions for the same products."""
    links: list[str] = []
    own = [other for other in national if not other.articles.sets_from]
    for other in own:
        if other.id == book.id:
            continue
        older = own.index(other) < own.index(book)
        pairs = crosswalk(*(other.id, book.id) if older else (book.id, other.id)).pairs
        for first, second in pairs:
            mine, theirs = (second, first) if older else (first, second)
            if mine == number:
                page = f"../{other.id}/{page_of(other.entry(theirs))}"
                links.append(f"[{short(other)}: {theirs}]({page})")
    return links


def main(arguments: list[str]) -> int:
    """Write the pages, or with ``--check`` say which have drifted."""
    check = "--check" in arguments
    made = pages()
    drifted = 0
    for path in sorted({*made, *REFERENCE.rglob("*.md"), *LIFE.glob("*.svg")}):
        if path in made and path.is_file() and path.read_text(encoding="utf-8") == made[path]:
            continue
        drifted += 1
        sys.stdout.write(f"{path.relative_to(HERE).as_posix()}\n")
        if not check and path in made:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(made[path], encoding="utf-8", newline="\n")
        elif not check:
            path.unlink()
    return 1 if drifted and check else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
