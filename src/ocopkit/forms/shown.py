"""What each formula of a worksheet shows for a sheet, kept beside it for readers that compute nothing."""

from collections.abc import Mapping

from ocopkit.forms.formulas import (
    BAD,
    BADS,
    CHOSEN,
    ENOUGH,
    LACKING,
    LEFT_OPEN,
    NOTES,
    OPENS,
    RED,
    RUNS,
    SHORT,
    SKIPPED,
    SO_FAR,
    STOPS,
    Sheet,
    star_columns,
)
from ocopkit.forms.grid import SCORED
from ocopkit.forms.layout import possible
from ocopkit.forms.tally import OPEN, Tally, binding
from ocopkit.page import plain
from ocopkit.rules.criteria import Gate
from ocopkit.scoring.plan import NOT_ASKED, Slot
from ocopkit.scoring.sheet import ScoreSheet

Shown = Mapping[str, int | str]
"""What the cells of a row show, by column."""


def criterion_shown(sheet: Sheet, slot: Slot, filled: ScoreSheet, tally: Tally) -> Shown:
    """Return what a criterion's row shows.

    Args:
        sheet: The worksheet.
        slot: The criterion's place in the plan.
        filled: The sheet.
        tally: What it comes to.
    """
    code = slot.criterion.code
    runs, line = code in tally.running, tally.lines.get(code)
    offered = [one.answer for one in possible(sheet.grid.form, slot.criterion, sheet.grid.rules)]
    given = filled.lines.get(code)
    missed = tally.misses(code)
    skipped = line is not None and line.answer == NOT_ASKED
    note = ""
    if not runs:
        note = plain(NOTES["ended"], sheet.langs)
    elif line is None:
        note = plain(NOTES["open"], sheet.langs)
    else:
        stars = "".join(f" {one}★" for one in missed)
        lacking = plain(NOTES["missed"], sheet.langs) + stars if missed else ""
        note = (plain(NOTES["skipped"], sheet.langs) if skipped else "") + lacking
    found: dict[str, int | str] = {
        CHOSEN: offered.index(given.answer) + 1 if given else 0,
        RUNS: int(runs),
        SKIPPED: int(skipped),
        BAD: 0,
        LEFT_OPEN: int(code in tally.open),
        STOPS: int(runs and _ends_at(slot, filled, tally)),
        BADS: "",
        OPENS: "".join(f", {one}" for one in _until(sheet, code, tally.open)),
        SCORED: tally.points(code),
        RED: int(bool(missed)),
        "note": note,
    }
    for star, (flag, gathered) in star_columns(sheet).items():
        found[gathered] = "".join(f", {one}" for one in _until(sheet, code, tally.missed[star]))
        if star in binding(slot.not_asked, sheet.grid.rules):
            found[flag] = int(star in missed)
    return found


def gate_shown(sheet: Sheet, gate: Gate, filled: ScoreSheet, tally: Tally) -> Shown:
    """Return what the row of a gate shows.

    Args:
        sheet: The worksheet.
        gate: The gate.
        filled: The sheet.
        tally: What it comes to.
    """
    if gate.zero_in:
        place = next(place for one, place, _ in sheet.plan.gates if one.key == gate.key)
        slot = sheet.plan.slots[place]
        raised = slot.criterion.code in tally.running and zero_raised(gate, slot, tally)
        return {CHOSEN: int(raised), "note": plain(NOTES["raised"], sheet.langs) if raised else ""}
    return {CHOSEN: int(gate.key in filled.raised), BAD: 0, BADS: "", "note": ""}


def zero_raised(gate: Gate, slot: Slot, tally: Tally) -> bool:
    """Return whether the points raise a gate.

    Args:
        gate: The gate.
        slot: The place of the criterion at which it acts.
        tally: What the sheet comes to.
    """
    zeros = [tally.lines[code] for code in gate.zero_in if code in tally.lines]
    return slot.criterion.code in tally.lines and any(
        line.points == 0 and line.answer != NOT_ASKED for line in zeros
    )


def total_shown(tally: Tally) -> Shown:
    """Return what the row of the total shows.

    Args:
        tally: What the sheet comes to.
    """
    return {
        CHOSEN: sum(line.points for line in tally.lines.values()),
        RUNS: int(tally.unmet),
        SKIPPED: int(tally.stopped),
        BAD: 0,
        LEFT_OPEN: len(tally.open),
        STOPS: int(tally.out),
        RED: int(tally.ended),
        SCORED: tally.total,
    }


def band_shown(sheet: Sheet, stars: int, least: int, tally: Tally) -> Shown:
    """Return what the row of a star band shows.

    Args:
        sheet: The worksheet.
        stars: The star.
        least: Its least points.
        tally: What the sheet comes to.
    """
    total = sum(line.points for line in tally.lines.values())
    note = (
        plain(SHORT, sheet.langs).format(points=least - total)
        if total < least
        else plain(ENOUGH, sheet.langs)
    )
    if tally.total == OPEN:
        note = OPEN
    codes = tally.missed.get(stars, ())
    if codes:
        note += plain(LACKING, sheet.langs).format(codes=", ".join(codes))
    return {CHOSEN: tally.needed[stars], RUNS: tally.own.get(stars, 0), "note": note}


def so_far_shown(sheet: Sheet, tally: Tally) -> str:
    """Return what the line above the form shows.

    Args:
        sheet: The worksheet.
        tally: What the sheet comes to.
    """
    if isinstance(tally.star, str):
        return tally.star
    return plain(SO_FAR, sheet.langs).format(points=tally.total, star=tally.star)


def _until(sheet: Sheet, code: str, codes: tuple[str, ...]) -> list[str]:
    last = sheet.plan.index[code]
    return [one for one in codes if sheet.plan.index[one] <= last]


def _ends_at(slot: Slot, filled: ScoreSheet, tally: Tally) -> bool:
    stops = [gate for gate in slot.criterion.gates if gate.kind == "stop"]
    return any(
        zero_raised(gate, slot, tally) if gate.zero_in else gate.key in filled.raised for gate in stops
    )
