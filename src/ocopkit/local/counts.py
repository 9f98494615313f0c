"""Counts for a plan's targets that no register has, from a file."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from attrs import field, frozen

from ocopkit.documents import read
from ocopkit.errors import DocumentError, Problem
from ocopkit.local.progress import Count, Counts
from ocopkit.local.reading import wrong
from ocopkit.text import Text


@frozen
class CountsFile:
    """What was counted for a plan, as a file writes it.

    Args:
        plan: The id of the plan.
        on: The day up to which was counted.
        counts: The counts by the key of their target.
        by_unit: For targets set for each of several units: the counts by the key and the unit.
        source: Who counted.
    """

    plan: str
    on: date
    counts: dict[str, Count] = field(factory=dict[str, Count])
    by_unit: dict[str, dict[str, Count]] = field(factory=dict[str, dict[str, Count]])
    source: Text | None = None

    @property
    def all_counts(self) -> Counts:
        """The counts of all targets, whether counted as a whole or unit by unit."""
        return {**self.counts, **self.by_unit}


def load_counts(file: Path) -> CountsFile:
    """Read counts from a YAML or JSON file.

    Args:
        file: The file.

    Raises:
        DocumentError: With every problem, each at its file, line and column.
    """
    document = read(file)
    found = document.structure(CountsFile)
    if problems := [document.located(problem) for problem in _wrong(found)]:
        raise DocumentError(problems)
    return found


def _wrong(found: CountsFile) -> Iterator[Problem]:
    for key in found.by_unit:
        if key in found.counts:
            yield wrong("repeated-target", *_TWICE, "by_unit", key)
    places: list[tuple[tuple[str, ...], Count]] = [
        (("counts", key), one) for key, one in found.counts.items()
    ]
    for key, units in found.by_unit.items():
        places += [(("by_unit", key, unit), one) for unit, one in units.items()]
    for place, one in places:
        if one.done < 0:
            yield wrong("range", *_BELOW_ZERO, *place, "done")
        elif one.of is not None and one.of < one.done:
            yield wrong("range", *_MORE_THAN_ALL, *place, "of")


_TWICE = (
    Text(
        vi="Chỉ tiêu có số chung và có cả số theo đơn vị", en="The target is counted as a whole and by unit"
    ),
    Text(vi="Không rõ số nào được dùng", en="Which of the two counts is unclear"),
    Text(vi="Bỏ ở một nơi", en="Remove one of the two"),
)
_BELOW_ZERO = (
    Text(vi="Số đếm được nhỏ hơn 0", en="The count is below zero"),
    Text(vi="Không đếm được số âm", en="Nothing counts to less than nothing"),
    Text(vi="Viết số đã đếm", en="Write the number that was counted"),
)
_MORE_THAN_ALL = (
    Text(vi="done lớn hơn of", en="done is more than of"),
    Text(vi="Một phần không thể nhiều hơn tất cả", en="A part can't be more than all there are"),
    Text(vi="Sửa một trong hai số", en="Mend one of the two"),
)
