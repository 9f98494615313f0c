"""The readings that scoring carries out: what it can do where the law is silent.

The list stands with the rules because an audit asks it of a book before anything is scored.
"""

from collections.abc import Mapping
from types import MappingProxyType

MINIMUM_MISSED = "minimum-missed"
LOWER_MINIMUMS = "lower-minimums"
BELOW_LOWEST = "below-lowest-level"
AFTER_STOP = "after-stop"
TITLE_MARK = "title-mark"
BAND_GAP = "band-gap"
NO_STORY = "no-story"

CARRIED_OUT: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        MINIMUM_MISSED: ("highest-star-met", "not-achieved"),
        LOWER_MINIMUMS: ("all-lower", "own-only"),
        BELOW_LOWEST: ("zero-points", "refuse"),
        AFTER_STOP: ("no-star", "points-so-far"),
        TITLE_MARK: ("lowest-level", "not-binding"),
        BAND_GAP: ("half-open", "round-half-up"),
        NO_STORY: ("zero-points",),
    }
)
"""The readings, each with the options that scoring knows."""

EFFECTS = ("disqualify", "note")
"""What a requirement that isn't met can lead to, as its reading says."""
