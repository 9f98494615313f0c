"""How a council works: what a regulation says, as data, and what the national decision says under it.

A regulation is a file like any other. What it leaves out it leaves open: a province's regulation is laid
:meth:`~Regulation.over` the national rules, and what neither of them says is a named reading.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Literal

from attrs import evolve, field, frozen

from ocopkit.documents import Document, read
from ocopkit.errors import NotFoundError, Problem, Where, nearest
from ocopkit.rules.articles import Route
from ocopkit.rules.law import Citation, Doubt, Reading
from ocopkit.text import Text, counted, join, same

FILE = "regulation.yaml"
"""The file beside a rule book that says what the decision fixes about councils."""


@frozen
class Size:
    """How many members a council has.

    Args:
        least: At least.
        most: At most.
        cite: Where it is written.
        by: Whose rule it is; the regulation's own if left out.
    """

    least: int
    most: int
    cite: tuple[Citation, ...] = ()
    by: Text | None = None

    @property
    def text(self) -> Text:
        """What it says."""
        return Text(
            vi=f"Hội đồng có từ {self.least} đến {self.most} thành viên",
            en=f"The council has {self.least} to {self.most} members",
        )


@frozen
class Quorum:
    """How many of the council's members must be present.

    Args:
        least: At least so many.
        share: At least this share of them, exact: ``"3/4"``.
        cite: Where it is written.
        by: Whose rule it is; the regulation's own if left out.

    Example:
        >>> Quorum(share=Fraction(3, 4)).of(9)
        7
    """

    least: int = 0
    share: Fraction = Fraction(0)
    cite: tuple[Citation, ...] = ()
    by: Text | None = None

    @property
    def text(self) -> Text:
        """What it says."""
        some = Text(vi=f"{self.least} thành viên", en=f"{self.least} members")
        share = Text(vi=f"{self.share} số thành viên", en=f"{self.share} of the members")
        told = [text for text, says in ((some, self.least), (share, self.share)) if says]
        return join(
            [
                Text(vi="Phải có mặt ít nhất", en="There must be present at least"),
                Text(vi=" và ".join(one.vi for one in told), en=" and ".join(one.en for one in told)),
            ]
        )

    def of(self, members: int) -> int:
        """Return how many of a number of members must be present."""
        return max(self.least, math.ceil(self.share * members))


@frozen
class Spread:
    """How far apart members' totals may be.

    Args:
        points: The most points between the highest total and the lowest.
        beyond: What follows beyond it: the members discuss and score again, or there is no result.
        cite: Where it is written.
        by: Whose rule it is; the regulation's own if left out.
    """

    points: int
    beyond: Literal["score-again", "refuse"] = "score-again"
    cite: tuple[Citation, ...] = ()
    by: Text | None = None

    @property
    def text(self) -> Text:
        """What it says."""
        again = Text(
            vi="nếu quá thì thảo luận, thống nhất và chấm lại",
            en="beyond that they discuss, agree and score again",
        )
        none = Text(vi="nếu quá thì không có kết quả", en="beyond that there is no result")
        then = again if self.beyond == "score-again" else none
        return Text(
            vi=f"Điểm của các thành viên chênh nhau không quá {self.points} điểm; {then.vi}",
            en=f"Members' totals differ by at most {counted(self.points).en}; {then.en}",
        )


@frozen
class Rounds:
    """How often a council scores a product; the last time counts.

    Args:
        count: How often.
        cite: Where it is written.
        by: Whose rule it is; the regulation's own if left out.
    """

    count: int
    cite: tuple[Citation, ...] = ()
    by: Text | None = None

    @property
    def text(self) -> Text:
        """What it says."""
        times = "once" if self.count == 1 else f"{self.count} times"
        return Text(
            vi=f"Hội đồng chấm {self.count} lần, lần cuối được tính",
            en=f"The council scores {times}, and the last time counts",
        )


@frozen
class Ruling:
    """A regulation's answer to a question that the decision leaves open.

    Args:
        choice: The key of the option.
        cite: Where it is written.
        by: Whose rule it is; the regulation's own if left out.
    """

    choice: str
    cite: tuple[Citation, ...] = ()
    by: Text | None = None


@frozen
class Regulation:
    """How a council works, as far as its regulation says.

    Args:
        id: Its short name.
        name: Its name.
        tier: The key of the tier of government whose council it is for; any if left out.
        routes: The routes it is for; all if empty.
        rule_books: The ids of the rule books under which it holds; all if empty.
        place: The province or district.
        size: How many members the council has.
        quorum: How many must be present.
        spread: How far apart members' totals may be, and what follows beyond that.
        rounds: How often the council scores.
        rules: Its answers to named readings, of councils (:func:`council_readings`) or of the rule book:
            ``aggregation``, ``tie``, ``gate-raised``, ``mean-rounding``, ``council-minimum`` …
        doubts: What isn't certain about this data.
        sources: What this data rests on.

    Example:
        >>> regulation = load_regulation("examples/council/regulations/tay-ninh.yaml")
        >>> regulation.quorum.share, regulation.spread.points
        (Fraction(3, 4), 10)
    """

    id: str
    name: Text
    tier: str | None = None
    routes: tuple[Route, ...] = ()
    rule_books: tuple[str, ...] = ()
    place: str | None = None
    size: Size | None = None
    quorum: Quorum | None = None
    spread: Spread | None = None
    rounds: Rounds | None = None
    rules: Mapping[str, Ruling] = field(factory=dict[str, Ruling])
    doubts: tuple[Doubt, ...] = ()
    sources: Text | None = None

    def over(self, base: "Regulation") -> "Regulation":
        """Return this regulation with what it leaves out taken from another, each rule with whose it is.

        Where both speak and differ, this one holds, and a doubt says so.

        Args:
            base: The rules it stands on, such as the national ones.

        Example:
            >>> base = Regulation("national", Text("Quốc gia", "National"), rounds=Rounds(2))
            >>> own = Regulation("own", Text("Tỉnh", "Province"), spread=Spread(10)).over(base)
            >>> own.spread.by, own.rounds.by.en
            (None, 'National')
        """
        size, quorum, spread, rounds = base.size, base.quorum, base.spread, base.rounds
        own, under = _told(self), _told(base)
        departing = tuple(
            _departure(key, self, own[key], base, under[key])
            for key in own
            if key in under and own[key] != under[key]
        )
        return evolve(
            self,
            tier=self.tier or base.tier,
            routes=self.routes or base.routes,
            rule_books=self.rule_books or base.rule_books,
            size=self.size or (size and evolve(size, by=size.by or base.name)),
            quorum=self.quorum or (quorum and evolve(quorum, by=quorum.by or base.name)),
            spread=self.spread or (spread and evolve(spread, by=spread.by or base.name)),
            rounds=self.rounds or (rounds and evolve(rounds, by=rounds.by or base.name)),
            rules={
                **{key: evolve(one, by=one.by or base.name) for key, one in base.rules.items()},
                **self.rules,
            },
            doubts=(*self.doubts, *departing, *(one for one in base.doubts if one.at not in own)),
        )


def _told(regulation: Regulation) -> dict[str, Text]:
    """Return what a regulation says, by the name of the rule."""
    numbers = {
        "size": regulation.size,
        "quorum": regulation.quorum,
        "spread": regulation.spread,
        "rounds": regulation.rounds,
    }
    words = {key: rule.text for key, rule in numbers.items() if rule}
    return words | {key: same(f"{key}: {ruling.choice}") for key, ruling in regulation.rules.items()}


def _departure(key: str, own: Regulation, says: Text, base: Regulation, under: Text) -> Doubt:
    return Doubt(
        "doubt",
        Text(
            vi=f"{own.name.vi} quy định khác {base.name.vi} ({says.vi} / {under.vi})",
            en=f"{own.name.en} departs from {base.name.en} ({says.en} / {under.en})",
        ),
        at=key,
    )


@frozen
class RegulationsFile:
    """What a decision fixes about councils; the content of ``regulation.yaml`` beside a rule book.

    Args:
        regulations: Its rules, by tier and route.
    """

    regulations: tuple[Regulation, ...]


@frozen
class ReadingsFile:
    """Named readings as a file holds them.

    Args:
        readings: The readings.
    """

    readings: tuple[Reading, ...]


@cache
def council_readings() -> tuple[Reading, ...]:
    """Return the readings on how councils work where neither a decision nor a regulation says.

    Example:
        >>> [reading.key for reading in council_readings()][:3]
        ['aggregation', 'tie', 'spread-at-limit']
    """
    file = Path(__file__).with_name("council-readings.yaml")
    return read(file, name=file.name).structure(ReadingsFile).readings


def load_regulation(file: Path | str) -> Regulation:
    """Return the regulation of a YAML or JSON file.

    Args:
        file: The file's path.

    Raises:
        DocumentError: With every problem of the document, each at its file, line and column.

    Example:
        >>> load_regulation("examples/council/regulations/tra-vinh.yaml").rules["aggregation"].choice
        'majority'
    """
    return regulation_of(read(Path(file)))


def regulation_of(document: Document) -> Regulation:
    """Return the regulation that a document holds; see :func:`load_regulation`."""
    return document.structure(Regulation, _faults)


def national_regulations(folder: Path) -> tuple[Regulation, ...]:
    """Return what the decision of a rule book fixes about councils, by tier and route.

    Args:
        folder: The rule book's folder; it holds a ``regulation.yaml``.

    Raises:
        DocumentError: If the file is missing or wrong.
    """
    content = read(folder / FILE).structure(
        RegulationsFile,
        lambda content: [
            one.under("regulations", place)
            for place, regulation in enumerate(content.regulations)
            for one in _faults(regulation)
        ],
    )
    return content.regulations


def regulation_for(known: Iterable[Regulation], tier: str, route: Route = "first") -> Regulation:
    """Return the regulation of a tier's council for a route.

    Args:
        known: Regulations, such as the national ones of a rule book.
        tier: The key of the tier.
        route: Why the product is evaluated.

    Raises:
        NotFoundError: If none is for that tier and route.

    Example:
        >>> from ocopkit.catalog import books
        >>> known = national_regulations(books(packs=False).folders["qd-1048-2019"])
        >>> regulation_for(known, "province").spread.points
        10
    """
    known = tuple(known)
    for one in known:
        if one.tier == tier and (not one.routes or route in one.routes):
            return one
    tiers = [one.tier for one in known if one.tier and (not one.routes or route in one.routes)]
    raise NotFoundError([_no_council(tier, route, tiers)])


def not_for_route(regulation: Regulation, route: Route) -> Iterator[Problem]:
    """Yield that a regulation isn't for a route, if so.

    Args:
        regulation: The regulation.
        route: Why the product is evaluated.
    """
    if regulation.routes and route not in regulation.routes:
        routes = ", ".join(regulation.routes)
        yield Problem(
            "other-route",
            Text(
                vi=f"{regulation.name.vi}: không áp dụng cho hình thức đánh giá '{route}'",
                en=f"{regulation.name.en} does not hold for the route '{route}'",
            ),
            Text(vi=f"Quy chế ghi áp dụng cho: {routes}", en=f"By its data it holds for: {routes}"),
            Text(
                vi="Dùng quy chế khác, hoặc chọn đúng hình thức đánh giá (--route)",
                en="Use another regulation, or choose the route that is meant (--route)",
            ),
            Where(("routes",)),
        )


def _faults(regulation: Regulation) -> Iterator[Problem]:
    yield from impossible(regulation)
    yield from _unknown_choices(regulation)


def impossible(regulation: Regulation) -> Iterator[Problem]:
    """Yield the numbers of a regulation that no council could work by.

    Args:
        regulation: The regulation.
    """
    size, quorum, spread, rounds = regulation.size, regulation.quorum, regulation.spread, regulation.rounds
    if size and not 1 <= size.least <= size.most:
        yield _impossible(
            ("size",),
            Text(
                vi=f"Hội đồng có từ {size.least} đến {size.most} thành viên là không thể",
                en=f"A council of {size.least} to {size.most} members is impossible",
            ),
            Text(vi="Viết số ít nhất rồi số nhiều nhất", en="Write the least number, then the most"),
        )
    if quorum and not (quorum.least >= 0 and 0 <= quorum.share <= 1):
        yield _impossible(
            ("quorum",),
            Text(
                vi=f"Phải có mặt ít nhất {quorum.least} người và {quorum.share} số thành viên là không thể",
                en=f"A quorum of at least {quorum.least}, and {quorum.share} of all, is impossible",
            ),
            Text(vi='Viết tỷ lệ từ 0 đến 1, như "3/4"', en='Write a share from 0 to 1, such as "3/4"'),
        )
    if spread and spread.points < 0:
        yield _impossible(
            ("spread", "points"),
            Text(
                vi=f"Chênh lệch {spread.points} điểm là không thể",
                en=f"A difference of {spread.points} points is impossible",
            ),
            Text(vi="Viết số điểm từ 0 trở lên", en="Write points of 0 or more"),
        )
    if rounds and rounds.count < 1:
        yield _impossible(
            ("rounds", "count"),
            Text(
                vi=f"Chấm {rounds.count} lần là không thể", en=f"Scoring {rounds.count} times is impossible"
            ),
            Text(vi="Viết 1 hoặc lớn hơn", en="Write 1 or more"),
        )


def _unknown_choices(regulation: Regulation) -> Iterator[Problem]:
    for reading in council_readings():
        ruling = regulation.rules.get(reading.key)
        if ruling and reading.option(ruling.choice) is None:
            yield _unknown_choice(reading, ruling)


def _impossible(path: tuple[str, ...], what: Text, mend: Text) -> Problem:
    why = Text(vi="Không hội đồng nào làm được như vậy", en="No council could work so")
    return Problem("impossible-rule", what, why, mend, Where(path))


def _unknown_choice(reading: Reading, ruling: Ruling) -> Problem:
    return Problem(
        "unknown-option",
        Text(
            vi=f"{reading.key!r} không có lựa chọn {ruling.choice!r}",
            en=f"{reading.key!r} has no option {ruling.choice!r}",
        ),
        reading.question,
        nearest(ruling.choice, [one.key for one in reading.options]),
        Where(("rules", reading.key, "choice")),
    )


def _no_council(tier: str, route: str, tiers: list[str]) -> Problem:
    return Problem(
        "no-council",
        Text(
            vi=f"Không có quy định về hội đồng cấp {tier!r} cho {route!r}",
            en=f"There are no rules for a council of the tier {tier!r} for {route!r}",
        ),
        Text(
            vi="Mỗi quyết định chỉ giao việc chấm cho hội đồng của một số cấp",
            en="A decision gives the scoring to the councils of certain tiers",
        ),
        nearest(tier, tiers),
    )
