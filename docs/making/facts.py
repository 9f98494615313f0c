"""The page of facts: what is measured, how, by which paper, and for which decisions."""

from collections.abc import Sequence

from making.words import both, md, runs, short, table
from ocopkit.rules.book import RuleBook
from ocopkit.rules.coverage import coverage
from ocopkit.rules.facts import Fact
from ocopkit.rules.measuring import facts_of
from ocopkit.text import Text

_INTRO = """# The vocabulary of facts

Every fact that a condition on a level names, whatever the decision: its key, what it is, how it is measured
and over which period, the dossier's papers that prove it. [How facts choose levels](facts.md).

*Mọi số liệu mà điều kiện của các mức dùng tới: tên, cách đo và thời kỳ đo, giấy tờ của hồ sơ chứng minh.*"""

_KINDS = {
    "share": Text(vi="tỷ lệ 0–1", en="share, 0–1"),
    "rate": Text(vi="mức tăng", en="rate of growth"),
    "count": Text(vi="số đếm", en="count"),
    "months": Text(vi="số tháng", en="months"),
    "years": Text(vi="số năm", en="years"),
    "yes-no": Text(vi="có/không", en="yes or no"),
    "choice": Text(vi="lựa chọn", en="choice"),
    "place": Text(vi="địa bàn", en="place"),
    "certificate": Text(vi="giấy chứng nhận", en="certificate"),
}


def facts_page(books: Sequence[RuleBook]) -> str:
    """Return the page of all facts.

    Args:
        books: The books, the latest first; all share one vocabulary.
    """
    own = [book for book in books if not book.articles.sets_from]
    asked = {short(book): _asked(book) for book in own}
    rows = [
        _row(fact, [f"{name}: {found[fact.key]}" for name, found in asked.items() if fact.key in found])
        for fact in own[0].facts
    ]
    blocks = [
        _INTRO,
        "## Coverage { #coverage }",
        "Criteria and points of all sets together: what facts decide, what they narrow, what is judged.",
        _coverage(own),
        "## Facts { #facts }",
        table(("Key", "Kind", "What · how it is measured", "Papers", "Criteria (sets)"), rows),
        "## Papers { #papers }",
        "What the keys of papers stand for where a decision's own list doesn't name them.",
        "\n".join(f"- `{one.key}`: {both(one.text)}" for one in own[0].facts.papers),
        "## What cannot hold together { #contradictions }",
        "\n".join(f"- {both(one.text)}" for one in own[0].facts.contradictions),
    ]
    return "\n\n".join(blocks) + "\n"


def _asked(book: RuleBook) -> dict[str, str]:
    """Return for each fact the criteria that it decides, and in how many sets of a book."""
    codes: dict[str, set[str]] = {}
    sets: dict[str, set[int]] = {}
    for form in book:
        for criterion in form.criteria:
            for key in facts_of(criterion):
                codes.setdefault(key, set()).add(criterion.code)
                sets.setdefault(key, set()).add(form.number)
    return {key: f"{', '.join(sorted(found))} ({runs(sets[key])})" for key, found in codes.items()}


def _coverage(books: Sequence[RuleBook]) -> str:
    rows: list[Sequence[object]] = []
    for book in books:
        found = coverage(book)
        parts = (found.measured, found.partly, found.judged)
        numbers = [number for part in parts for number in (part.criteria, part.points)]
        rows.append((short(book), *numbers, found.conditions, found.facts))
    names = ("", "measured:", "points:", "in part:", "points:", "judged:", "points:", "conditions:", "facts:")
    return table(names, rows)


def _row(fact: Fact, books: Sequence[str]) -> tuple[str, ...]:
    told = [f"{both(fact.name)}<br>{both(fact.measured)}"]
    if fact.issuer and fact.scope:
        told.append(f"{both(fact.issuer)}; {both(fact.scope)}")
    told += [f"`{option.key}`: {both(option.text)}" for option in fact.options]
    papers = "<br>".join(f"`{md(key)}`" for key in fact.papers)
    return (f"`{fact.key}`", both(_KINDS[fact.kind]), "<br>".join(told), papers, "<br>".join(books))
