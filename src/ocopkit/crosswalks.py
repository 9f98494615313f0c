"""The crosswalks shipped with the national rule books, found by the books they join."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from attrs import evolve

from ocopkit import criteria
from ocopkit.catalog import books, rule_book
from ocopkit.errors import NotFoundError, Problem
from ocopkit.rules.book import RuleBook
from ocopkit.rules.crosswalk import Crosswalk, compose, crosswalk_of_itself, unknown_crosswalk
from ocopkit.rules.crosswalk_folder import load_crosswalk
from ocopkit.scoring.score import basis_of
from ocopkit.scoring.sheet import ScoreSheet
from ocopkit.scoring.translate import Translation, translate_by
from ocopkit.text import Text

FOLDER = Path(criteria.__file__).parent / "crosswalks"
"""Where the shipped crosswalks stand, each in a folder named ``OLD--NEW``."""


def crosswalk(old: str, new: str) -> Crosswalk:
    """Return the crosswalk from one national rule book to another.

    Where none is declared between the two, those that lead from one to the other are composed. Books with
    the same criteria sets (a decision that changed only the process) share their crosswalks.

    Args:
        old: The id of the rule book that answers were given under.
        new: The id of the rule book that they are to be read by.

    Raises:
        NotFoundError: If there is no such book, or no crosswalk leads from the one to the other.
        DocumentError: If a crosswalk's document is wrong.

    Example:
        >>> walk = crosswalk("qd-148-2023", "qd-26-2026")
        >>> walk.between(11, 11).criterion("3.2").levels["a"]
        ('a', 'b')
    """
    return _crosswalk(old, new)


def translate(
    sheet: ScoreSheet,
    *,
    to: RuleBook,
    crosswalk: Crosswalk | None = None,
    into: int | str | None = None,
    readings: Mapping[str, str] | None = None,
) -> Translation:
    """Return a sheet filled under one decision, read by another, as far as it carries over.

    No answer is invented: each answer on the new sheet follows, by the crosswalk, from one on the old
    sheet; everything else is a question with its reason.

    Args:
        sheet: The sheet, complete or not.
        to: The rule book to read it by.
        crosswalk: The crosswalk to read it by; the shipped one if left out.
        into: The number or slug of the new set, where the old set was split.
        readings: Options of the new book's readings, for the bounds.

    Raises:
        NotFoundError: If no crosswalk joins the two books; if the sheet's set leads to no set of the new
            book, or to several and none is chosen.

    Example:
        >>> import ocopkit
        >>> old, new = ocopkit.rule_book("qd-148-2023"), ocopkit.rule_book("qd-26-2026")
        >>> best = {one.code: one.levels[-1].key for one in old[11].criteria}
        >>> read = translate(ocopkit.ScoreSheet(old[11], best), to=new)
        >>> read.bounds.least, read.bounds.most
        (67, 100)
    """
    walk = crosswalk or shipped(basis_of(sheet.criteria_set).book, to.id)
    return translate_by(sheet, to=to, crosswalk=walk, into=into, readings=readings)


def shipped(old: str, new: str) -> Crosswalk:
    """Return the crosswalk between two books at hand, of which either may be a draft.

    Args:
        old: The id of the first book.
        new: The id of the second.

    Raises:
        NotFoundError: If no crosswalk leads from the one to the other, such as to a draft.
    """
    national = books(packs=False).ids
    others = [one for one in (old, new) if one not in national]
    if draft := next((one for one in others if one not in books().ids), None):
        raise NotFoundError([_no_crosswalk_of(draft, old, new)])
    return _crosswalk(old, new)


def _no_crosswalk_of(draft: str, old: str, new: str) -> Problem:
    return evolve(
        unknown_crosswalk(old, new, ()),
        why=Text(
            vi=f"Phép chuyển nối các quyết định quốc gia; {draft} là bản dự thảo",
            en=f"Crosswalks join national decisions, and {draft} is a draft",
        ),
        mend=Text(
            vi="Chuyển sang quyết định mà dự thảo sửa, rồi chấm theo dự thảo",
            en="Read by the decision that the draft amends, then score by the draft",
        ),
    )


@lru_cache(maxsize=32)
def _crosswalk(old: str, new: str) -> Crosswalk:
    first, last = rule_book(old), rule_book(new)
    if _home(first) == _home(last):
        return crosswalk_of_itself(first, last)
    steps = _path(_home(first), _home(last))
    if not steps:
        known = [f"{one} → {other}" for one, other in _declared()]
        raise NotFoundError([unknown_crosswalk(old, new, known)])
    chain = [first, *(rule_book(step) for step in steps[1:-1]), last]
    walks = [
        load_crosswalk(FOLDER / f"{steps[place]}--{steps[place + 1]}", one, chain[place + 1])
        for place, one in enumerate(chain[:-1])
    ]
    whole = walks[0]
    for walk in walks[1:]:
        whole = compose(whole, walk)
    return whole


def _home(book: RuleBook) -> str:
    """Return the id of the book whose criteria sets a book has."""
    return book.articles.sets_from or book.id


def _declared() -> list[tuple[str, str]]:
    folders = sorted(file.parent.name for file in FOLDER.glob("*/crosswalk.yaml"))
    return [(name.partition("--")[0], name.partition("--")[2]) for name in folders]


def _path(start: str, end: str) -> list[str]:
    """Return the ids of the books on the shortest declared way; empty if there is none."""
    ways = [[start]]
    seen = {start}
    while ways:
        way = ways.pop(0)
        if way[-1] == end:
            return way
        for one, other in _declared():
            if one == way[-1] and other not in seen:
                seen.add(other)
                ways.append([*way, other])
    return []
