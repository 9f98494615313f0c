"""What a cell of a population's column says: the answer that stands behind points or a level's key."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

from attrs import field, frozen

from ocopkit.rules.addresses import layout
from ocopkit.rules.carried_out import BELOW_LOWEST
from ocopkit.rules.changing.match import match
from ocopkit.rules.criteria import BELOW, EXEMPT, Alternative, CriteriaSet, Criterion, Level
from ocopkit.scoring.plan import IS_BELOW, Line, Slot, plan_of, star_bit
from ocopkit.scoring.readings import Readings
from ocopkit.text import Text

Cell = int | str
"""Whole points, or a level's key as a sheet writes it (``"c"``, ``"a.b"``, ``"below"``)."""

Kind = Literal["points", "keys"]
"""What a column holds."""

_UNPRINTED = (BELOW, EXEMPT)


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
    form = target or source
    plan, bits = plan_of(form), bearing(rules)
    followed = _itself(source) if _same_ladders(source, form) else _followed(source, form)
    columns: list[Column] = []
    for slot in plan.slots:
        code = slot.criterion.code
        if code not in followed:
            columns.append(Column(None, {}))
            continue
        old, answers = followed[code]
        lines = {
            answer: one_higher(slot, slot.lines[new]) if code == raised else slot.lines[new]
            for answer, new in answers.items()
            if new in slot.lines
        }
        name = column_of(old.criterion.code)
        columns.append(
            _by_keys(name, old, lines) if kinds.get(name) == "keys" else _by_points(name, old, lines, bits)
        )
    return tuple(columns)


def _itself(form: CriteriaSet) -> dict[str, tuple[Slot, dict[str, str]]]:
    return {
        slot.criterion.code: (slot, {answer: answer for answer in slot.lines}) for slot in plan_of(form).slots
    }


def _same_ladders(source: CriteriaSet, target: CriteriaSet) -> bool:
    """Return whether every criterion and level of one set is that of the other, whatever its worth."""
    if source is target:
        return True
    first, second = source.criteria, target.criteria
    return len(first) == len(second) and all(
        one is other
        or (one.code, one.name, one.exempt_when is None, rungs(one))
        == (other.code, other.name, other.exempt_when is None, rungs(other))
        for one, other in zip(first, second, strict=True)
    )


def rungs(criterion: Criterion) -> list[tuple[str | None, str, Text]]:
    """Return the levels of a criterion by case, key and name, whatever they are worth."""
    return [(case, level.key, level.name) for case, ladder in criterion.ladders() for level in ladder]


@lru_cache(maxsize=256)
def _followed(source: CriteriaSet, target: CriteriaSet) -> dict[str, tuple[Slot, dict[str, str]]]:
    """Return by the code of a target's criterion the source's, and the target's answer for each answer."""
    before, after = layout(source), layout(target, number=source.number)
    pairs = match(before, after)
    old, new = plan_of(source), plan_of(target)
    found: dict[str, tuple[Slot, dict[str, str]]] = {}
    for place in before.places.values():
        if place.cls is Criterion and place.id in pairs:
            code = pairs[place.id][-1]
            slot = old.slots[old.index[place.id[-1]]]
            # What isn't a printed level bears the same name everywhere: below, exempt.
            answers = {answer: answer for answer in slot.lines if answer in _UNPRINTED}
            for cell in before.within(place.id):
                if before.places[cell].cls is Level and cell in pairs:
                    answers[".".join(cell[2:])] = ".".join(pairs[cell][2:])
                elif before.places[cell].cls is Alternative and cell in pairs:
                    answers[f"{cell[-1]}.{BELOW}"] = f"{pairs[cell][-1]}.{BELOW}"
            found[code] = (
                slot,
                {key: to for key, to in answers.items() if to in new.slots[new.index[code]].lines},
            )
    return found


def _by_keys(name: str, old: Slot, lines: Mapping[str, Line]) -> Column:
    gone: dict[Cell, tuple[str, ...]] = {answer: (answer,) for answer in old.lines if answer not in lines}
    read: dict[Cell, Line] = {answer: line for answer, line in lines.items()}  # noqa: C416
    return Column(name, read, gone=gone)


def _by_points(name: str, old: Slot, lines: Mapping[str, Line], bits: int) -> Column:
    by_points: dict[int, list[str]] = {}
    for answer, line in old.lines.items():
        if answer != EXEMPT:
            by_points.setdefault(line.points, []).append(answer)
    read: dict[Cell, Line] = {}
    unclear: dict[Cell, tuple[str, ...]] = {}
    gone: dict[Cell, tuple[str, ...]] = {}
    for points, answers in sorted(by_points.items()):
        known = [lines[answer] for answer in answers if answer in lines]
        if len(known) < len(answers):
            gone[points] = tuple(answers)
        elif len({(line.points, line.flags & bits) for line in known}) > 1:
            unclear[points] = tuple(answers)
        else:
            read[points] = known[0]
    return Column(name, read, unclear, gone)


def bearing(rules: Readings) -> int:
    """Return the bits of a line that bear on a result under the readings chosen."""
    bits = ~0 if rules.of(BELOW_LOWEST) == "refuse" else ~IS_BELOW
    bands = rules.basis.bands
    for band in bands:
        for on_title in (False, True):
            bit = star_bit(band.stars, on_title=on_title)
            if all(rules.stars(other.at_least, bit) == other.stars for other in bands):
                bits &= ~bit
    return bits


def one_higher(slot: Slot, line: Line) -> Line:
    """Return the line one level higher in the same case; the same line at the top.

    Args:
        slot: The criterion's place on the form.
        line: A line of it.
    """
    lines = [one for one in slot.lines.values() if one.case == line.case and one.answer != EXEMPT]
    place = next((at for at, one in enumerate(lines) if one is line), len(lines))
    return lines[place + 1] if place + 1 < len(lines) else line
