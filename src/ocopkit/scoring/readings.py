"""How a score reads the law where it is silent, and what stars follow from points and minimums."""

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from math import floor

from attrs import Factory, field, frozen

from ocopkit.conversion import expect
from ocopkit.errors import DocumentError, NotFoundError, Problem, nearest
from ocopkit.rules.articles import StarBand
from ocopkit.rules.basis import Basis
from ocopkit.rules.book import RuleBook
from ocopkit.rules.carried_out import BAND_GAP, CARRIED_OUT, LOWER_MINIMUMS, MINIMUM_MISSED, TITLE_MARK
from ocopkit.rules.law import Option, Reading, unknown_option
from ocopkit.scoring.fit import MOST_POINTS, unfit_bands
from ocopkit.scoring.plan import star_bit
from ocopkit.text import Text

_DECIMAL = re.compile(r"-?[0-9]{1,6}(\.[0-9]{1,20})?")


@frozen
class UsedReading:
    """A reading that a score used.

    Args:
        reading: The reading, with its question and its options.
        option: The option that was used.
        chosen: Whether a caller chose it over the book's own choice.
    """

    reading: Reading
    option: Option
    chosen: bool


@frozen(eq=False)
class Readings:
    """The readings of one book, with a caller's choices over them.

    Args:
        basis: What a score needs of the book.
        choices: The option chosen for each reading.
        overridden: The keys of the readings that a caller chose.
        always: The readings that every score uses.
    """

    basis: Basis
    choices: Mapping[str, str]
    overridden: frozenset[str]
    always: tuple[UsedReading, ...] = field(
        default=Factory(lambda own: own.all_used(MINIMUM_MISSED, LOWER_MINIMUMS), takes_self=True),
        init=False,
        repr=False,
    )
    _masks: Mapping[int, int] = field(
        default=Factory(lambda own: _star_masks(own.basis.bands, own.choices), takes_self=True),
        init=False,
        repr=False,
    )
    _reached: tuple[int, ...] = field(
        default=Factory(lambda own: _stars_by_points(own.by_height), takes_self=True),
        init=False,
        repr=False,
    )

    @property
    def by_height(self) -> tuple[StarBand, ...]:
        """The star bands, highest first."""
        return tuple(sorted(self.basis.bands, key=lambda band: band.at_least, reverse=True))

    def of(self, key: str) -> str:
        """Return the option chosen for a reading; the engine's first option if the book has none."""
        return self.choices.get(key) or CARRIED_OUT[key][0]

    def used(self, key: str) -> UsedReading | None:
        """Return a reading as a score records it; ``None`` if the book has none of that key."""
        for reading in self.basis.readings:
            option = reading.option(self.choices.get(key, ""))
            if reading.key == key and option:
                return UsedReading(reading, option, key in self.overridden)
        return None

    def all_used(self, *keys: str) -> tuple[UsedReading, ...]:
        """Return readings as a score records them, those that the book has."""
        return tuple(found for key in keys if (found := self.used(key)))

    def band(self, points: int | Fraction) -> StarBand:
        """Return the star band of a number of points, minimums aside."""
        if self.choices.get(BAND_GAP) == "round-half-up":
            points = floor(points + Fraction(1, 2))
        return next(band for band in self.by_height if points >= band.at_least)

    def same_band(self, least: int, most: int) -> bool:
        """Return whether two numbers of points lie in one star band."""
        top = MOST_POINTS - 1
        return self._reached[min(least, top)] == self._reached[min(most, top)]

    def needs(self, stars: int) -> int:
        """Return the bits of the minimums that a number of stars needs."""
        return self._masks[stars]

    def stars(self, points: int | Fraction, missed: int) -> int | None:
        """Return the stars that follow from points and missed minimums; ``None`` for none at all.

        Args:
            points: The exact points.
            missed: The bits of the minimums missed.
        """
        reached = (
            self._reached[min(points, MOST_POINTS - 1)] if type(points) is int else self.band(points).stars
        )
        if not missed & self._masks[reached]:
            return reached
        if self.of(MINIMUM_MISSED) == "not-achieved":
            return None
        return next(
            (
                band.stars
                for band in self.by_height
                if band.stars < reached and not missed & self._masks[band.stars]
            ),
            None,
        )


def _star_masks(bands: tuple[StarBand, ...], choices: Mapping[str, str]) -> dict[int, int]:
    """Return for each star the bits of the minimums that it needs."""
    title = choices.get(TITLE_MARK, "lowest-level") == "lowest-level"
    lower = choices.get(LOWER_MINIMUMS, "all-lower") == "all-lower"
    masks: dict[int, int] = {}
    below = 0
    for band in sorted(bands, key=lambda band: band.stars):
        own = star_bit(band.stars) | (star_bit(band.stars, on_title=True) if title else 0)
        masks[band.stars] = own | (below if lower else 0)
        below |= own
    return masks


def _stars_by_points(by_height: tuple[StarBand, ...]) -> tuple[int, ...]:
    """Return the stars of the band of each whole number of points."""
    table: list[int] = []
    for band in by_height:
        table[:0] = [band.stars] * (MOST_POINTS - band.at_least - len(table))
    return tuple(table)


def readings_of(basis: Basis, chosen: Mapping[str, str] | None = None) -> Readings:
    """Return the readings of a book with a caller's choices over them.

    Args:
        basis: What a score needs of the book.
        chosen: Options by the key of their reading.

    Raises:
        DocumentError: If the book's star bands could only be scored wrongly.
        NotFoundError: If the book has no such reading, or the reading no such option.
    """
    expect(chosen or {}, Mapping, "readings")
    if unfit := list(unfit_bands(basis.bands)):
        raise DocumentError(unfit)
    problems: list[Problem] = []
    choices = {reading.key: reading.choice for reading in basis.readings}
    by_key = {reading.key: reading for reading in basis.readings}
    for key, option in (chosen or {}).items():
        reading = by_key.get(key)
        if reading is None:
            problems.append(_unknown_reading(basis.book, key, by_key))
        elif reading.option(option) is None:
            problems.append(unknown_option(reading, option))
        else:
            choices[key] = option
    for key, options in CARRIED_OUT.items():
        if key in choices and choices[key] not in options and key in by_key:
            problems.append(_not_carried_out(key, choices[key], options))
    if problems:
        raise NotFoundError(problems)
    return Readings(basis, choices, frozenset(chosen or {}))


def star_band(book: RuleBook, points: int | Fraction | Decimal | str) -> StarBand:
    """Return the star band of a total, exact to the last decimal and never rounded.

    This is the band alone: whether the minimums for it are met is another question, which
    :func:`~ocopkit.scoring.score.score` answers.

    Args:
        book: The rule book.
        points: A total or mean from 0 to the book's maximum. Decimals come as text (``"69.71"``), as a
            :class:`~decimal.Decimal` or as a fraction; a float is refused, since it is not exact.

    Raises:
        TypeError: If the points are a float or no number.
        ValueError: If they are out of range.

    Example:
        >>> import ocopkit
        >>> from ocopkit.scoring.readings import star_band
        >>> book = ocopkit.rule_book("qd-26-2026")
        >>> star_band(book, "69.71").stars, star_band(book, "90.00").stars
        (3, 5)
    """
    if isinstance(points, bool | float):
        message = f"points must be an int, a Fraction, a Decimal or a text like '69.71', not {points!r}"
        raise TypeError(message)
    if isinstance(points, str | Decimal) and not _DECIMAL.fullmatch(str(points)):
        message = f"points must be written like '69.71', not {str(points)[:40]!r}"
        raise ValueError(message)
    exact = Fraction(points)
    most = sum(part.max for part in book.articles.parts)
    if not 0 <= exact <= most:
        message = f"points must be from 0 to {most}, not {points}"
        raise ValueError(message)
    return readings_of(book.basis).band(exact)


def _unknown_reading(book: str, key: str, known: Mapping[str, Reading]) -> Problem:
    return Problem(
        "unknown-reading",
        Text(vi=f"{book} không có cách hiểu {key!r}", en=f"{book} has no reading {key!r}"),
        Text(vi="Chỉ chọn được điều văn bản bỏ ngỏ", en="Only what the law leaves open can be chosen"),
        nearest(str(key), known, limit=30),
    )


def _not_carried_out(key: str, option: str, options: tuple[str, ...]) -> Problem:
    return Problem(
        "unknown-option",
        Text(
            vi=f"Lựa chọn {option!r} của {key!r} chưa tính được",
            en=f"The option {option!r} of {key!r} cannot be carried out",
        ),
        Text(vi="Cách chấm điểm không biết lựa chọn này", en="Scoring does not know it"),
        nearest(option, options),
    )
