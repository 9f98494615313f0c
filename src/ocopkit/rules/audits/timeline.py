"""What can be wrong between books: days that none of them covers, or several do."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import combinations

from ocopkit.rules.articles import Articles
from ocopkit.rules.audits.spot import Found, Spot, found
from ocopkit.rules.law import Instrument

_SPOT = Spot().under("instrument/in_force", "instrument", "in_force")


def check_timeline(books: Iterable[Articles]) -> Iterator[tuple[Articles, Found]]:
    """Yield gaps and overlaps in time, each with the later book of the two.

    Args:
        books: The articles of the books, in any order.
    """
    dated = sorted(books, key=lambda one: one.instrument.in_force.first_day)
    for before, after in zip(dated, dated[1:], strict=False):
        ends = [one.instrument.in_force.last_day for one in dated[: dated.index(after)]]
        first_day = after.instrument.in_force.first_day
        if None in ends:
            continue
        last = max(end for end in ends if end is not None)
        if last + timedelta(days=1) < first_day:
            first, until = last + timedelta(days=1), first_day - timedelta(days=1)
            vi = f"Không văn bản nào có hiệu lực từ {first} đến {until} (sau {before.id})"
            en = f"No book is in force from {first} to {until} (after {before.id})"
            yield after, found("gap-in-time", _SPOT, vi, en)
    for earlier, later in combinations(dated, 2):
        one, other = earlier.instrument.in_force, later.instrument.in_force
        ends = [end for end in (one.last_day, other.last_day) if end]
        if one.last_day and one.last_day < other.first_day:
            continue
        declared = _declared(earlier.instrument, later.instrument)
        until = str(min(ends)) if ends else "…"
        yield (
            later,
            found(
                "declared-overlap" if declared else "overlap-in-time",
                _SPOT,
                f"Cùng có hiệu lực với {earlier.id} từ {other.first_day} đến {until}",
                f"In force together with {earlier.id} from {other.first_day} to {until}",
            ),
        )


def _declared(earlier: Instrument, later: Instrument) -> bool:
    """Return whether one of two instruments says that it replaces or amends the other."""
    return (
        earlier.number in later.replaces
        or later.number == earlier.replaced_by
        or later.number in earlier.amended_by
    )
