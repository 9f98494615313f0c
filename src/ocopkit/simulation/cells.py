"""What a cell of a population's column says: the answer that stands behind points or a level's key."""

from collections.abc import Iterable, Mapping
from typing import Literal

from attrs import field, frozen

from ocopkit.rules.addresses import Address, layout
from ocopkit.rules.changing.match import match
from ocopkit.rules.criteria import BELOW, EXEMPT, CriteriaSet, Criterion, Level
from ocopkit.scoring.plan import IS_BELOW, Line, Slot, plan_of, star_bit
from ocopkit.scoring.readings import BELOW_LOWEST, Readings

Cell = int | str
"""Whole points, or a level's key as a sheet writes it (``"c"``, ``"a.b"``, ``"below"``)."""

Kind = Literal["points", "keys"]
"""What a column holds."""


@frozen(eq=False)
class Column:
    """How the cells of one column are read for one criterion of the set that is scored.

    Args:
        name: The column; ``None`` if the population has none for the criterion.
        lines: What each cell is worth under the set that is scored.
        unclear: Cells that stand for several levels which the set treats differently, with their answers.
        gone: Cells whose level the set that is scored doesn't have any more, with their answers.
    """

    name: str | None
    lines: Mapping[Cell, Line]
    unclear: Mapping[Cell, tuple[str, ...]] = field(factory=dict[Cell, tuple[str, ...]])
    gone: Mapping[Cell, tuple[str, ...]] = field(factory=dict[Cell, tuple[str, ...]])


def column_of(code: str) -> str:
    """Return the column of a criterion: ``c`` and its code, with ``_`` for each dot.

    Example:
        >>> column_of("6.1.1")
        'c6_1_1'
    """
    return "c" + code.replace(".", "_")


def gate_column(key: str) -> str:
    """Return the column that says whether a gate is raised.

    Example:
        >>> gate_column("copied-design")
        'gate_copied_design'
    """
    return "gate_" + key.replace("-", "_")


def columns_for(
    source: CriteriaSet,
    kinds: Mapping[str, Kind],
    rules: Readings,
    target: CriteriaSet | None = None,
    *,
    raised: str | None = None,
) -> tuple[Column, ...]:
    """Return how each criterion of a set reads the cells of a population.

    Points are those of the set that the dossiers were scored by; another set reads the same levels, not
    the same points.

    Args:
        source: The set that the population's cells belong to.
        kinds: What each column holds, by its name.
        rules: The readings of the set that is scored.
        target: The set that is scored; the source itself if left out.
        raised: The code of a criterion of the target that is read one level higher than it stands.
    """
    same = target is None or target is source
    form = source if target is None else target
    found: dict[str, tuple[Slot, Mapping[str, str | None]]] = {}
    old = plan_of(source)
    for slot, answers in (
        ((one, {answer: answer for answer in one.lines}) for one in old.slots)
        if same
        else _followed(source, form)
    ):
        found[slot.criterion.code] = (slot, answers)
    columns: list[Column] = []
    for slot in plan_of(form).slots:
        code = slot.criterion.code
        if code not in found:
            columns.append(Column(None, {}))
            continue
        here, answers = found[code]
        lines = {
            answer: _raised(slot, slot.lines[new]) if code == raised else slot.lines[new]
            for answer, new in answers.items()
            if new is not None
        }
        columns.append(_column(here, kinds, rules, slot if not same else here, lines))
    return tuple(columns)


def _column(
    old: Slot, kinds: Mapping[str, Kind], rules: Readings, new: Slot, lines: Mapping[str, Line]
) -> Column:
    name = column_of(old.criterion.code)
    del new
    if kinds.get(name, "points") == "keys":
        gone = {answer: (answer,) for answer in old.lines if answer not in lines}
        return Column(name, dict(lines), gone=gone)
    by_points: dict[int, list[str]] = {}
    for answer, line in old.lines.items():
        if answer != EXEMPT:
            by_points.setdefault(line.points, []).append(answer)
    read: dict[Cell, Line] = {}
    unclear: dict[Cell, tuple[str, ...]] = {}
    missing: dict[Cell, tuple[str, ...]] = {}
    for points, answers in by_points.items():
        known = [lines[answer] for answer in answers if answer in lines]
        if len(known) < len(answers):
            missing[points] = tuple(answers)
        elif len({(line.points, bearing(line, rules)) for line in known}) > 1:
            unclear[points] = tuple(answers)
        else:
            read[points] = known[0]
    return Column(name, read, unclear, missing)


def bearing(line: Line, rules: Readings) -> int:
    """Return the bits of a line that bear on a result under the readings chosen."""
    flags = line.flags
    if rules.of(BELOW_LOWEST) != "refuse":
        flags &= ~IS_BELOW
    for band in rules.basis.bands:
        for on_title in (False, True):
            bit = star_bit(band.stars, on_title=on_title)
            if not any(rules.stars(other.at_least, bit) != other.stars for other in rules.basis.bands):
                flags &= ~bit
    return flags


def _raised(slot: Slot, line: Line) -> Line:
    """Return the line one level higher in the same case; the same line at the top."""
    lines = [one for one in slot.lines.values() if one.case == line.case and one.answer != EXEMPT]
    place = next((at for at, one in enumerate(lines) if one is line), len(lines))
    return lines[place + 1] if place + 1 < len(lines) else line


def _followed(source: CriteriaSet, target: CriteriaSet) -> Iterable[tuple[Slot, dict[str, str | None]]]:
    """Yield for each criterion of a target that the source has too: the old slot and the new answers."""
    before, after = layout(source), layout(target, number=source.number)
    pairs = match(before, after)
    new_of = {str(pairs[one.id][-1]): one.id for one in before.places.values() if one.id in pairs and one.cls is Criterion}
    old_plan, new_plan = plan_of(source), plan_of(target)
    raise NotImplementedError
