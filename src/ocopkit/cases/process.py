"""Who assesses, recognises, certifies and forwards, and what a council's result leads to.

Everything is read from the tiers, bands and readings of a rule book.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from attrs import frozen

from ocopkit.cases.certificate import extension_rule
from ocopkit.cases.transitions import TRANSITIONS, Transition
from ocopkit.cases.wording import clause, listed, name_of
from ocopkit.conversion import is_short
from ocopkit.errors import CaseError, Problem, Where, quoted
from ocopkit.rules.articles import StarBand, Tier
from ocopkit.rules.book import RuleBook
from ocopkit.rules.choosing import expect_readings, option_of
from ocopkit.scoring.readings import readings_of
from ocopkit.text import Lang, Text, same, starred

_POINTS = re.compile(r"-?[0-9]{1,6}(\.[0-9]{1,20})?|[0-9]{1,18}/[1-9][0-9]{0,17}", re.ASCII)

BELOW_AT_THE_TOP = "central-below-90"
"""The reading on a result of the highest tier that makes only stars of a lower one."""

Fallback = Literal["adopt-central", "evaluate-anew", "province-decides"]
"""What the lower tier does then: use the result, evaluate anew, or choose between the two."""


@frozen
class Following:
    """What a council's result leads to.

    Args:
        tier: The key of the tier whose council it was.
        points: The points, if known.
        stars: The stars that the result makes; 0 for none.
        recognises: The stars that this tier recognises on it; ``None`` if it recognises none.
        forwards_to: The key of the tier to which the result goes on.
        potential: The stars hoped for from there, beyond those recognised here.
        falls_to: The key of the lower tier that may recognise these stars, where this one doesn't.
        fallback: What that lower tier does.
        because: Why, in words.
        clause: Where it is written.
    """

    tier: str
    points: Fraction | None
    stars: int
    recognises: int | None
    forwards_to: str | None
    potential: int | None
    falls_to: str | None
    fallback: Fallback | None
    because: Text
    clause: Text

    @property
    def is_refused(self) -> bool:
        """Whether nobody recognises anything on it."""
        return self.recognises is None and self.forwards_to is None and self.falls_to is None


def tier_of(book: RuleBook, key: str) -> Tier:
    """Return the tier of a key.

    Args:
        book: The rule book.
        key: The tier's key.

    Raises:
        CaseError: If the book has no such tier, with those that it has.

    Example:
        >>> import ocopkit
        >>> tier_of(ocopkit.rule_book("qd-26-2026"), "commune").working_days
        15
    """
    found = next((tier for tier in book.articles.tiers if tier.key == key), None)
    if found is None:
        known = ", ".join(tier.key for tier in book.articles.tiers)
        raise CaseError(
            [
                Problem(
                    "no-such-tier",
                    Text(vi=f"{book.id} không có cấp {key!r}", en=f"{book.id} has no tier {key!r}"),
                    Text(
                        vi=f"{clause(book).vi} chỉ có các cấp: {known}",
                        en=f"{clause(book).en} has only the tiers: {known}",
                    ),
                    Text(vi=f"Ghi một trong: {known}", en=f"Write one of: {known}"),
                )
            ]
        )
    return found


def scores(tier: Tier) -> bool:
    """Return whether a tier's council gives points; a tier with topics assesses these without points."""
    return not tier.topics


def first_tier(book: RuleBook) -> Tier:
    """Return the tier to which a producer hands the dossier.

    Args:
        book: The rule book.

    Example:
        >>> import ocopkit
        >>> first_tier(ocopkit.rule_book("qd-1048-2019")).key
        'district'
    """
    rules = book.articles.dossier
    submissions = rules.submissions if rules else ()
    to = next((one.to for one in submissions if one.by == "producer"), None)
    return tier_of(book, to) if to else book.articles.tiers[0]


def next_tier(book: RuleBook, key: str) -> Tier | None:
    """Return the tier to which a tier hands dossiers on; ``None`` for the highest.

    Args:
        book: The rule book.
        key: The tier's key.
    """
    tier = tier_of(book, key)
    if tier.forwards:
        return tier_of(book, tier.forwards.to)
    place = book.articles.tiers.index(tier)
    return book.articles.tiers[place + 1] if place + 1 < len(book.articles.tiers) else None


def taker_of(book: RuleBook, older: RuleBook, key: str) -> Tier | None:
    """Return the tier that has the files of one that a later decision no longer knows: the next above it.

    Args:
        book: The later rule book.
        older: The rule book under which the file was handed in.
        key: The key of the tier that had the file.

    Returns:
        The tier; ``None`` if the later book knows the tier itself, or none above it.

    Example:
        >>> import ocopkit
        >>> older, newer = ocopkit.rule_book("qd-148-2023"), ocopkit.rule_book("qd-1489-2025")
        >>> taker_of(newer, older, "district").key
        'province'
    """
    known = {tier.key: tier for tier in book.articles.tiers}
    keys = [tier.key for tier in older.articles.tiers]
    if key in known or key not in keys:
        return None
    return next((known[one] for one in keys[keys.index(key) + 1 :] if one in known), None)


def band_of(book: RuleBook, points: Fraction, readings: Mapping[str, str] | None = None) -> StarBand:
    """Return the star band of exact points, minimums aside.

    Args:
        book: The rule book.
        points: The points.
        readings: Options of the book's readings to use instead of its own choices.
    """
    return readings_of(book.basis, readings).band(points)


def recognisable(tier: Tier, stars: int) -> int | None:
    """Return the most stars that a tier recognises on a result of so many; ``None`` if none.

    Args:
        tier: The tier.
        stars: The stars of the result.
    """
    return max((one for one in tier.recognises if one <= stars), default=None)


def what_follows(
    book: RuleBook,
    tier: str,
    *,
    points: int | Fraction | Decimal | str | None = None,
    stars: int | None = None,
    readings: Mapping[str, str] | None = None,
) -> Following:
    """Return what the result of a tier's council leads to.

    Args:
        book: The rule book by which the council evaluated.
        tier: The key of the council's tier.
        points: The exact points, if known.
        stars: The stars of the result, 0 for none; those of the points if left out. Fewer than the points
            make is possible, since minimums may be missed.
        readings: Options of the book's readings to use instead of its own choices.

    Raises:
        CaseError: If the tier gives no points, if neither points nor stars are given, if no band has the
            stars, or if they are more than the points make.
        NotFoundError: If the book has no such reading, or the reading no such option.
        TypeError: If the points are a float, which isn't exact.

    Example:
        >>> import ocopkit
        >>> book = ocopkit.rule_book("qd-26-2026")
        >>> found = what_follows(book, "province", points=92)
        >>> found.recognises, found.forwards_to, found.potential
        (4, 'centre', 5)
        >>> below = what_follows(book, "centre", points=85)
        >>> below.recognises, below.falls_to, below.fallback
        (None, 'province', 'province-decides')
    """
    expect_readings(readings, [book])
    at = tier_of(book, tier)
    exact = _exact(points) if points is not None else None
    reached = _stars(book, at, exact, stars, readings)
    own = recognisable(at, reached) if reached else None
    above = _forwarded(book, at, exact, reached)
    # What only a lower tier recognises goes back to it; what goes on is decided above.
    lower = None if own or above else _lower(book, at, reached)
    fallback = _fallback(book, at, readings) if lower else None
    if not (own or above or lower) and (lower := _evaluating_anew(book, at, readings)):
        fallback = "evaluate-anew"  # there is nothing to use, and the other way stays open
    hoped = reached if above and reached > (own or 0) else None
    because = _because(book, at, reached, own, above, lower, fallback)
    places = clause(book, at.cite)
    return Following(tier, exact, reached, own, above, hoped, lower, fallback, because, places)


def _exact(points: object) -> Fraction:
    """Return points as they are written; what isn't exact, or no number of points at all, is refused."""
    if isinstance(points, bool | float) or not isinstance(points, int | Fraction | Decimal | str):
        message = f"points must be an int, a Fraction, a Decimal or a text like '69.71', not {points!r}"
        raise TypeError(message)
    written = f"{points:f}" if isinstance(points, Decimal) and is_short(points) else str(points)
    if isinstance(points, str | Decimal) and not _POINTS.fullmatch(written):
        raise CaseError([_no_points(written)])
    return Fraction(points)


def _stars(
    book: RuleBook, tier: Tier, points: Fraction | None, stars: int | None, readings: Mapping[str, str] | None
) -> int:
    if not scores(tier):
        raise CaseError([_gives_no_points(book, tier)])
    if points is None and stars is None:
        raise CaseError([_no_result()])
    if stars is not None and stars not in {0, *(band.stars for band in book.articles.bands)}:
        raise CaseError([_no_such_stars(book, stars)])
    if points is None:
        return stars or 0
    most = sum(part.max for part in book.articles.parts)
    if not 0 <= points <= most:
        raise CaseError([_out_of_range(book, points, most)])
    band = band_of(book, points, readings)
    if stars is not None and stars > band.stars:
        raise CaseError([_too_many_stars(book, points, stars, band)])
    return band.stars if stars is None else stars


def _forwarded(book: RuleBook, tier: Tier, points: Fraction | None, stars: int) -> str | None:
    if tier.forwards is None or not stars:
        return None
    if points is None:
        points = Fraction(next((band.at_least for band in book.articles.bands if band.stars == stars), 0))
    return tier.forwards.to if points >= tier.forwards.at_least else None


def _lower(book: RuleBook, tier: Tier, stars: int) -> str | None:
    below = book.articles.tiers[: book.articles.tiers.index(tier)]
    return next((one.key for one in reversed(below) if stars in one.recognises), None)


def _evaluating_anew(book: RuleBook, tier: Tier, readings: Mapping[str, str] | None) -> str | None:
    """Return the key of the tier that may evaluate anew after the highest one recognised nothing."""
    if tier is not book.articles.tiers[-1] or _fallback(book, tier, readings) == "adopt-central":
        return None
    below = [one for one in book.articles.tiers[:-1] if one.recognises]
    return below[-1].key if below else None


def _fallback(book: RuleBook, tier: Tier, readings: Mapping[str, str] | None) -> Fallback:
    """Return what a lower tier does with the result; without a reading, what "otherwise" says holds."""
    is_top = tier is book.articles.tiers[-1]
    option = option_of(book, BELOW_AT_THE_TOP, readings) if is_top else None
    if option == "adopt-central" or (option is None and is_top and tier.otherwise):
        return "adopt-central"
    return "evaluate-anew" if option == "evaluate-anew" else "province-decides"


def _because(
    book: RuleBook,
    tier: Tier,
    stars: int,
    own: int | None,
    above: str | None,
    lower: str | None,
    fallback: Fallback | None,
) -> Text:
    name = tier.name
    made = starred(stars)
    result = Text(vi=f"Kết quả đạt {made.vi}", en=f"The result makes {made.en}") if stars else None
    parts = [result or Text(vi="Kết quả không đạt sao nào", en="The result makes no star")]
    if own:
        parts.append(Text(vi=f"{name.vi} công nhận {own} sao", en=f"{name.en} recognises {own} stars"))
    if above:
        to = name_of(book, above)
        parts.append(Text(vi=f"chuyển lên {to.vi}", en=f"it goes on to: {to.en}"))
    if lower:
        to = name_of(book, lower)
        ways = {
            "adopt-central": Text(vi="dùng kết quả này để công nhận", en="recognises by this result"),
            "evaluate-anew": Text(vi="đánh giá lại theo thẩm quyền", en="evaluates anew"),
            "province-decides": Text(
                vi="được chọn dùng kết quả này hoặc đánh giá lại",
                en="chooses to use this result or to evaluate anew",
            ),
        }
        way = ways[fallback or "province-decides"]
        parts.append(Text(vi=f"{to.vi} {way.vi}", en=f"{to.en} {way.en}"))
    if not own and not above and not lower:
        parts.append(Text(vi="không cấp nào công nhận", en="no tier recognises it"))
    return Text(vi="; ".join(one.vi for one in parts), en="; ".join(one.en for one in parts))


def _gives_no_points(book: RuleBook, tier: Tier) -> Problem:
    scoring = listed(one.name for one in book.articles.tiers if scores(one))
    return Problem(
        "tier-gives-no-points",
        Text(vi=f"{tier.name.vi} không chấm điểm", en=f"{tier.name.en} gives no points"),
        Text(
            vi=f"{clause(book, tier.cite).vi}: {tier.does.vi}",
            en=f"{clause(book, tier.cite).en}: {tier.does.en}",
        ),
        Text(vi=f"Các cấp chấm điểm: {scoring.vi}", en=f"Points are given by: {scoring.en}"),
    )


def _no_result() -> Problem:
    return Problem(
        "no-result",
        Text(
            vi="Kết quả không có điểm, cũng không có hạng sao", en="The result has neither points nor stars"
        ),
        Text(vi="Không có gì để biết kết quả dẫn đến đâu", en="Nothing tells what it leads to"),
        Text(vi="Ghi điểm, hoặc hạng sao (0 nếu không đạt)", en="Give points, or stars (0 for none)"),
    )


def _no_points(written: str) -> Problem:
    return Problem(
        "not-points",
        Text(vi=f"{quoted(written)} không phải số điểm", en=f"{quoted(written)} is no number of points"),
        Text(
            vi="Điểm được giữ chính xác, viết bằng số thập phân hoặc phân số",
            en="Points are kept exact, and written as a decimal number or a fraction",
        ),
        Text(vi='Viết như "69.71" hoặc "275/3"', en='Write them like "69.71" or "275/3"'),
        Where(("points",)),
    )


def _out_of_range(book: RuleBook, points: Fraction, most: int) -> Problem:
    return Problem(
        "points-out-of-range",
        Text(vi=f"{_told(points)} điểm nằm ngoài thang điểm", en=f"{_told(points)} points are off the scale"),
        clause(book, book.articles.parts[0].cite),
        Text(vi=f"Điểm từ 0 đến {most}", en=f"Points are from 0 to {most}"),
        Where(("points",)),
    )


def _no_such_stars(book: RuleBook, stars: int) -> Problem:
    known = ", ".join(str(one) for one in sorted(band.stars for band in book.articles.bands))
    places = clause(book, dict.fromkeys(place for band in book.articles.bands for place in band.cite))
    return Problem(
        "no-such-stars",
        Text(vi=f"Không có hạng {stars} sao", en=f"There is no grade of {stars} stars"),
        places,
        Text(vi=f"Ghi một trong: {known}; 0 nếu không đạt", en=f"Write one of: {known}; 0 for none"),
        Where(("stars",)),
    )


def _too_many_stars(book: RuleBook, points: Fraction, stars: int, band: StarBand) -> Problem:
    return Problem(
        "too-many-stars",
        Text(
            vi=f"{_told(points)} điểm không thể là {stars} sao",
            en=f"{_told(points)} points can't make {stars} stars",
        ),
        clause(book, band.cite),
        Text(vi=f"Nhiều nhất {band.stars} sao", en=f"At most {band.stars} stars"),
        Where(("stars",)),
    )


def _told(points: Fraction) -> str:
    """Return points as people read them: exact where decimals can be, else as a fraction."""
    decimal = Decimal(points.numerator) / Decimal(points.denominator)
    return format(decimal, "f") if Fraction(decimal) == points else str(points)


def _line(book: RuleBook, tier: Tier) -> Text:
    parts: list[Text] = []
    if not scores(tier):
        parts.append(Text(vi="đánh giá, không chấm điểm", en="assesses without points"))
    if tier.recognises:
        stars = same(", ".join(map(str, sorted(tier.recognises))))
        parts.append(Text(vi=f"công nhận {stars.vi} sao", en=f"recognises {stars.en} stars"))
    if tier.forwards:
        to = name_of(book, tier.forwards.to)
        least = tier.forwards.at_least
        parts.append(Text(vi=f"từ {least} điểm chuyển lên {to.vi}", en=f"from {least} points to: {to.en}"))
    told = Text(vi="; ".join(one.vi for one in parts), en="; ".join(one.en for one in parts))
    return Text(vi=f"{tier.name.vi}: {told.vi}", en=f"{tier.name.en}: {told.en}")


def transitions_under(book: RuleBook) -> tuple[Transition, ...]:
    """Return the lines of the table of stages that are possible under a decision.

    Under one whose tiers all give points nothing is assessed without them; where no result falls to a
    lower tier, or the decision says what that tier does, nothing is chosen; and only a decision that
    extends certificates knows an extension.

    Args:
        book: The rule book.

    Example:
        >>> import ocopkit
        >>> kinds = {line.event for line in transitions_under(ocopkit.rule_book("qd-1048-2019"))}
        >>> "assessed" in kinds, "council-result" in kinds
        (False, True)
    """
    unscored = any(not scores(tier) for tier in book.articles.tiers)
    chosen = {
        option
        for tier in book.articles.tiers
        if scores(tier)
        for band in book.articles.bands
        for option in _choices(book, tier, band.stars)
    }
    never = set[str]()
    if not unscored:
        never.add("assessed")
    if extension_rule(book) is None:
        never.add("extended")
    return tuple(
        line
        for line in TRANSITIONS
        if line.event not in never and (line.event != "fallback-chosen" or line.when in chosen)
    )


def _choices(book: RuleBook, tier: Tier, stars: int) -> tuple[str, ...]:
    follows = what_follows(book, tier.key, stars=stars)
    if follows.fallback == "province-decides":
        return ("adopt-central", "evaluate-anew")
    return (follows.fallback,) if follows.fallback else ()


def to_mermaid(book: RuleBook, lang: Lang = "en") -> str:
    """Return the way of a dossier through the tiers of a book as a Mermaid flow chart.

    Args:
        book: The rule book.
        lang: ``"vi"`` or ``"en"``.

    Example:
        >>> import ocopkit
        >>> print(to_mermaid(ocopkit.rule_book("qd-26-2026")).splitlines()[2])
            commune["Commune: assesses without points"]
    """
    lines = ["flowchart LR", {"vi": "    producer([Chủ thể])", "en": "    producer([Producer])"}[lang]]
    lines += [f'    {tier.key}["{_line(book, tier).say(lang)}"]' for tier in book.articles.tiers]
    lines.append(f"    producer --> {first_tier(book).key}")
    for tier in book.articles.tiers:
        above = next_tier(book, tier.key)
        if above and tier.forwards:
            least = tier.forwards.at_least
            label = {"vi": f"từ {least} điểm", "en": f"from {least} points"}[lang]
            lines.append(f"    {tier.key} -->|{label}| {above.key}")
        elif above:
            lines.append(f"    {tier.key} --> {above.key}")
    return "\n".join(lines) + "\n"
