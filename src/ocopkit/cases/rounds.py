"""In which round a dossier is evaluated: the decision's yearly rounds, or those of a place's plan."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Protocol

from attrs import frozen

from ocopkit.cases.process import tier_of
from ocopkit.cases.wording import clause
from ocopkit.rules.book import RuleBook
from ocopkit.text import Text


class PlannedRound(Protocol):
    """A round as a place plans it; :class:`ocopkit.local.plan.PlanRound` is one."""

    @property
    def tier(self) -> str:
        """The key of the tier."""
        ...

    @property
    def number(self) -> int | None:
        """Which of the year's rounds of that tier, if there are several."""
        ...

    @property
    def files_before(self) -> date | None:
        """The day before which files must be there."""
        ...

    @property
    def last_day(self) -> date | None:
        """The last day on which it can end."""
        ...


class Planned(Protocol):
    """What a place plans; :class:`ocopkit.local.plan.Plan` is one."""

    @property
    def name(self) -> Text:
        """What it is called."""
        ...

    @property
    def rounds(self) -> Iterable[PlannedRound]:
        """The rounds."""
        ...


@frozen
class Turn:
    """A round that takes a file.

    Args:
        tier: The key of the tier whose round it is.
        number: Which of the year's rounds of that tier, if there are several.
        files_by: The last day on which files are in time, if said.
        ends_by: The last day on which it ends, if said.
        clause: Where it is written.
    """

    tier: str
    number: int | None
    files_by: date | None
    ends_by: date | None
    clause: Text

    @property
    def last_chance(self) -> date:
        """The last day on which a file is still taken."""
        last = self.files_by or self.ends_by
        return last or date.max


def turn_for(book: RuleBook, tier: str, day: date, plan: Planned | None = None) -> Turn | None:
    """Return the next round of a tier that takes a file of a day; ``None`` if none is known.

    Where a plan dates a round of the tier that still takes the file, it holds unless the decision's ends
    sooner; else the decision's yearly rounds do, as after the plan's last round.

    Args:
        book: The rule book.
        tier: The key of the tier.
        day: The day on which the tier has the file.
        plan: The place's plan.

    Raises:
        CaseError: If the book has no such tier, with those that it has.

    Example:
        >>> import ocopkit
        >>> found = turn_for(ocopkit.rule_book("qd-26-2026"), "province", date(2026, 6, 12))
        >>> found.number, str(found.files_by), str(found.ends_by)
        (2, '2026-10-29', '2026-12-29')
    """
    tier_of(book, tier)
    planned, national = (
        min((one for one in turns if day <= one.last_chance), key=_last_chance, default=None)
        for turns in (_planned(plan, tier), _national(book, tier, day))
    )
    if planned is None or national is None:
        return planned or national
    # A plan brings forward what the decision says, and never puts it off.
    return national if planned.ends_by and _ends_before(national, planned.ends_by) else planned


def _last_chance(turn: Turn) -> date:
    return turn.last_chance


def _ends_before(turn: Turn, day: date) -> bool:
    return turn.ends_by is not None and turn.ends_by < day


def _planned(plan: Planned | None, tier: str) -> Iterator[Turn]:
    for one in plan.rounds if plan else ():
        if plan and one.tier == tier and (one.files_before or one.last_day):
            yield Turn(tier, one.number, _day_before(one.files_before), one.last_day, plan.name)


def _national(book: RuleBook, tier: str, day: date) -> Iterator[Turn]:
    for one in book.articles.rounds:
        for year in (day.year, day.year + 1):
            if one.tier == tier:
                files, finish = _dated(year, one.files_before), _dated(year, one.finish_before)
                if finish < files:
                    finish = _dated(year + 1, one.finish_before)
                places = clause(book, one.cite)
                yield Turn(tier, one.number, _day_before(files), _day_before(finish), places)


def _dated(year: int, written: str) -> date:
    month, day = written.split("-")
    return date(year, int(month), int(day))


def _day_before(day: date | None) -> date | None:
    return day - timedelta(days=1) if day else None
