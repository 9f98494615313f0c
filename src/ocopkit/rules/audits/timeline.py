"""What can be wrong between books: days that none of them covers, or several do."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import combinations

from ocopkit.rules.articles import Articles
from ocopkit.rules.audits.spot import Found, Spot, found
from ocopkit.rules.law import Instrument
from ocopkit.text import day_text

_SPOT = Spot().under("instrument/in_force", "instrument", "in_force")


def check_timeline(books: Iterable[Articles]) -> Iterator[tuple[Articles, Found]]:
    """Yield gaps and overlaps in time, each with the later book of the two.

    Args:
        books: The articles of the books, in any order.
    """
    dated = sorted(books, key=lambda one: one.instrument.in_force.first_day)
    for place, after in enumerate(dated[1:], start=1):
        ends = [one.instrument.in_force.last_day for one in dated[:place]]
        known = [end for end in ends if end is not None]
        if len(known) < len(ends):
            continue
        last, next_day = max(known), after.instrument.in_force.first_day
        if (next_day - last).days > 1:
            start, until = last + timedelta(days=1), next_day - timedelta(days=1)
            vi = f"Không văn bản nào có hiệu lực từ {day_text(start).vi} đến {day_text(until).vi}"
            en = f"No book is in force from {start} to {until}"
            yield after, found("gap-in-time", _SPOT, vi, en)
    for earlier, later in combinations(dated, 2):
        one, other = earlier.instrument.in_force, later.instrument.in_force
        if one.last_day and one.last_day < other.first_day:
            continue
        declared = _declared(earlier.instrument, later.instrument)
        last_days = [day for day in (one.last_day, other.last_day) if day]
        end_of_both = day_text(min(last_days, default=None))
        yield (
            later,
            found(
                "declared-overlap" if declared else "overlap-in-time",
                _SPOT,
                f"Cùng có hiệu lực với {earlier.id} từ {day_text(other.first_day).vi} đến {end_of_both.vi}",
                f"In force together with {earlier.id} from {other.first_day} to {end_of_both.en}",
            ),
        )


def _declared(earlier: Instrument, later: Instrument) -> bool:
    """Return whether one of two instruments says that it replaces or amends the other."""
    return (
        earlier.number in later.replaces
        or later.number == earlier.replaced_by
        or later.number in earlier.amended_by
    )
