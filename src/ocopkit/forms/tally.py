"""What the computed cells of a form show for a sheet, complete or not.

A workbook keeps this beside each formula, so that a reader that computes nothing shows the truth too; and a
test holds it against what another program computes from the formulas.
"""

from collections.abc import Iterable, Mapping

from attrs import frozen

from ocopkit.page import Langs, plain
from ocopkit.rules.carried_out import AFTER_STOP, LOWER_MINIMUMS, MINIMUM_MISSED, TITLE_MARK
from ocopkit.rules.criteria import Criterion, Gate
from ocopkit.scoring.plan import Line, Slot, plan_of
from ocopkit.scoring.readings import Readings
from ocopkit.scoring.sheet import ScoreSheet
from ocopkit.text import Text

UNSCORED = "–"
"""What stands for points where assessing ended before."""
OPEN = "…"
"""What stands for a sum of which an answer is missing: no answer is not zero."""
WRONG = "?"
"""What stands for points where the answer isn't one of the list."""

BAD_CELLS = Text(vi="Sửa các ô: {codes}", en="Mend the cells: {codes}")
LEFT = Text(vi="Còn {count} tiêu chí chưa chấm: {codes}", en="{count} criteria still open: {codes}")
OUT = Text(vi="Bị loại: không được phân hạng", en="Disqualified: no star")
STOPPED = Text(vi="Dừng đánh giá: không được phân hạng", en="Assessing stopped: no star")
NOT_ACHIEVED = Text(
    vi="Không đạt: thiếu mức tối thiểu của hạng sao theo điểm",
    en="Not achieved: a minimum of the star that the points reach is missed",
)


@frozen(eq=False)
class Tally:
    """What a sheet comes to so far.

    Args:
        lines: What is assessed so far, by code; criteria that aren't asked included.
        running: The codes of the criteria that assessing reaches.
        open: The codes of those of them that want an answer and have none.
        missed: The codes of the criteria that miss a minimum, for each star that has one.
        own: How many minimums of each star are missed, those never assessed included.
        needed: How many minimums keep each star band from being given, by its stars.
        out: Whether a disqualifying gate is raised: then nothing more needs an answer.
        unmet: Whether a requirement isn't met that disqualifies by its reading.
        stopped: Whether assessing ended before the last criterion.
        total: The points of all criteria together, or the open mark.
        star: The stars, or the words that stand for them.
    """

    lines: Mapping[str, Line]
    running: frozenset[str]
    open: tuple[str, ...]
    missed: Mapping[int, tuple[str, ...]]
    own: Mapping[int, int]
    needed: Mapping[int, int]
    out: bool
    unmet: bool
    stopped: bool
    total: int | str
    star: int | str

    def points(self, code: str) -> int | str:
        """Return what a criterion shows: its points, nothing while open, a dash where not assessed.

        Args:
            code: The criterion's code.
        """
        line = self.lines.get(code)
        return line.points if line else "" if code in self.running else UNSCORED

    def sum(self, criteria: Iterable[Criterion]) -> int | str:
        """Return what the sum over some criteria shows.

        Args:
            criteria: The criteria.
        """
        codes = [one.code for one in criteria]
        if not self.out and any(code in self.open for code in codes):
            return OPEN
        return sum(self.lines[code].points for code in codes if code in self.lines)

    @property
    def ended(self) -> bool:
        """Whether a gate puts the product out or ends assessing."""
        return self.out or self.unmet or self.stopped

    def misses(self, code: str) -> tuple[int, ...]:
        """Return the stars whose minimum a criterion misses.

        Args:
            code: The criterion's code.
        """
        return tuple(stars for stars, codes in self.missed.items() if code in codes)


def binding(line: Line, rules: Readings) -> frozenset[int]:
    """Return the stars whose minimum a line misses, marks on titles included where they bind.

    Args:
        line: The finished line of an answer.
        rules: How the law is read.
    """
    titles = rules.of(TITLE_MARK) == "lowest-level"
    return frozenset(one.stars for one in line.minimums if not one.met and (titles or not one.on_title))


def marked_stars(slots: Iterable[Slot], rules: Readings) -> tuple[int, ...]:
    """Return the stars that have a minimum, lowest first.

    Args:
        slots: The places of a form.
        rules: How the law is read.
    """
    return tuple(sorted({stars for slot in slots for stars in binding(slot.not_asked, rules)}))


def disqualifies(gate: Gate, rules: Readings) -> bool:
    """Return whether a requirement that isn't met puts the product out by its reading.

    Args:
        gate: The gate.
        rules: How the law is read.
    """
    return gate.kind == "requirement" and rules.choices.get(gate.reading or "") == "disqualify"


def tally(sheet: ScoreSheet, rules: Readings, langs: Langs) -> Tally:
    """Return what a sheet comes to so far.

    Args:
        sheet: The sheet, complete or not.
        rules: How the law is read.
        langs: The languages of the words.
    """
    plan, way = plan_of(sheet.criteria_set), sheet.way
    codes = [slot.criterion.code for slot in plan.slots]
    lines = {line.criterion.code: line for line in way.lines}
    running = frozenset(codes[: way.end])
    left = tuple(code for code in codes if code in running and code not in lines)
    stars = marked_stars(plan.slots, rules)
    missed = {
        one: tuple(code for code, line in lines.items() if one in binding(line, rules)) for one in stars
    }
    stopped = way.end < len(codes)
    unmet = any(disqualifies(gate, rules) for gate, _, _ in plan.gates if gate.key in sheet.raised)
    rest = [star for slot in plan.slots[way.end :] for star in binding(slot.not_asked, rules)]
    own = {star: len(found) + rest.count(star) for star, found in missed.items()}
    needed = {
        band.stars: sum(own.get(star, 0) for star in needs(rules, band.stars)) for band in rules.by_height
    }
    total = sum(line.points for line in lines.values())
    unfinished = bool(left) and not way.out
    star: int | str
    if way.out or (unmet and not left):
        star = plain(OUT, langs)
    elif left:
        star = plain(LEFT, langs).format(count=len(left), codes=", ".join(left))
    elif stopped and rules.of(AFTER_STOP) == "no-star":
        star = plain(STOPPED, langs)
    else:
        star = _stars(rules, total, needed) or plain(NOT_ACHIEVED, langs)
    return Tally(
        lines=lines,
        running=running,
        open=left,
        missed=missed,
        own=own,
        needed=needed,
        out=way.out,
        unmet=unmet,
        stopped=stopped,
        total=OPEN if unfinished else total,
        star=star,
    )


def needs(rules: Readings, stars: int) -> tuple[int, ...]:
    """Return the stars whose minimums a star needs: its own, and those of lower bands by the reading.

    Args:
        rules: How the law is read.
        stars: The star.
    """
    lower = rules.of(LOWER_MINIMUMS) == "all-lower"
    return (*(one.stars for one in rules.by_height if lower and one.stars < stars), stars)


def _stars(rules: Readings, total: int, needed: Mapping[int, int]) -> int | None:
    reached = rules.band(total).stars
    for stars in (reached, *lower_bands(rules, reached)):
        if not needed[stars]:
            return stars
    return None


def lower_bands(rules: Readings, stars: int) -> tuple[int, ...]:
    """Return the stars that may be given instead of one that a minimum is missed for, best first.

    Args:
        rules: How the law is read.
        stars: The star that the points reach.
    """
    if rules.of(MINIMUM_MISSED) == "not-achieved":
        return ()
    return tuple(band.stars for band in rules.by_height if band.stars < stars)
