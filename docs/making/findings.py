"""The page of what the audit finds in our own books, as it is."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from making.words import anchor, bullets, home, md, page_of, runs, short, table
from ocopkit.rules.audit import AuditFinding, audit_folders, count
from ocopkit.rules.audits.kinds import KINDS, SEVERITIES
from ocopkit.rules.book import RuleBook

_INTRO = """# What the audit finds in our own books

`ocopkit audit` looks for what is wrong or doubtful in a rule book as encoded: sums, ladders, bands,
minimums, stars out of reach, names, citations, translations, dates, and every doubt on record. This page
is what it finds in the national books, as it is: nothing is hidden, and nothing was mended only to silence
it. An *error* is a place where the book contradicts itself, as its source does; a *warning* one that
somebody should look at; a *note* is known and not answered. A clause is a set and a criterion, such as
7/3.1, and leads to its place; \\* marks those at which the data records a doubt itself.

`ocopkit audit --lang vi` cho kết quả này bằng tiếng Việt."""


def audit_page(books: Sequence[RuleBook], folders: Mapping[str, Path]) -> str:
    """Return the page of findings.

    Args:
        books: The books, oldest first.
        folders: Their folders by id.
    """
    findings = audit_folders(folders[book.id] for book in books)
    by_book = {book.id: [one for one in findings if one.book == book.id] for book in books}
    rows = [
        (f"[{short(book)}](#{book.id})", *(count(by_book[book.id])[kind] for kind in SEVERITIES))
        for book in books
    ]
    rows.append(("Together", *(count(findings)[kind] for kind in SEVERITIES)))
    blocks = [_INTRO, table(("", *(f"{kind}s:" for kind in SEVERITIES)), rows)]
    for book in reversed(books):
        blocks += _of_book(book, by_book[book.id])
    return "\n\n".join(blocks) + "\n"


def _of_book(book: RuleBook, findings: Sequence[AuditFinding]) -> Iterator[str]:
    yield f"## {short(book)} {{ #{book.id} }}"
    if book.articles.sets_from:
        yield f"Its sets are those of [{book.articles.sets_from}](#{book.articles.sets_from}) and told there."
    for kind in sorted(KINDS.values(), key=lambda one: SEVERITIES.index(one.severity)):
        found = [one for one in findings if one.code == kind.code]
        if found:
            yield f"### {kind.severity}: {kind.code} ({len(found)}) {{ #{book.id}-{kind.code} }}"
            yield f"{md(kind.title.en)}. {md(kind.why.en)}. {md(kind.mend.en)}."
            yield bullets(_told(book, found))


def _told(book: RuleBook, findings: Sequence[AuditFinding]) -> Iterator[str]:
    """Yield what was found, each once, with all its clauses."""
    alike: dict[str, dict[str, bool]] = {}
    for one in findings:
        clauses = alike.setdefault(one.what.en, {})
        recorded = one.explained and one.severity != "note"
        clauses.update(dict.fromkeys((one.clause, *one.also), recorded))
    for what, clauses in alike.items():
        yield f"{_clauses(book, clauses)}: {md(what)}"


def _clauses(book: RuleBook, clauses: Mapping[str, bool]) -> str:
    """Return clauses with links; those that differ only in the set are drawn together."""
    numbers = {entry.number for entry in book.entries}
    by_rest: dict[tuple[str, bool], list[int]] = {}
    told: list[str] = []
    for clause, recorded in clauses.items():
        number, _, rest = re.sub(r"/doubts/\d+$", "", clause).partition("/")
        if number.isdecimal() and int(number) in numbers:
            by_rest.setdefault((rest, recorded), []).append(int(number))
        else:
            told.append(f"`{clause or 'the whole'}`" + "\\*" * recorded)
    for (rest, recorded), sets in by_rest.items():
        link = _page(book, sets[0], rest.partition("/")[0])
        name = f"{runs(sets)}/{rest}" if rest else runs(sets)
        told.append(f"[{name}]({link})" + "\\*" * recorded)
    return ", ".join(told)


def _page(book: RuleBook, number: int, code: str) -> str:
    page = f"{home(book)}/{page_of(book.entry(number))}"
    known = any(one.code == code for one in book[number].criteria)
    return page + ("#" + anchor(code) if known else "")
