"""What a council decides, as values: means, gates, minimums, votes, rules, findings."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

from attrs import field, frozen

from ocopkit.markup import both, card, grid, together
from ocopkit.product import Product
from ocopkit.rules.criteria import CriteriaSet, Criterion, Gate, Level, Part, Section
from ocopkit.rules.law import Citation
from ocopkit.scoring.councils.members import Held, Seat
from ocopkit.scoring.plan import Line
from ocopkit.scoring.readings import UsedReading
from ocopkit.scoring.regulation import Regulation
from ocopkit.scoring.score import Finding, Outcome
from ocopkit.text import Text, starred


@frozen(eq=False)
class CriterionMean:
    """What a council gives for a criterion.

    Args:
        criterion: The criterion.
        lines: The line of each member who scores, by member; none for a criterion that a member left
            open on a sheet that puts the product out.
        mean: The exact mean of their points.
        least: The fewest points that one of them gives.
        most: The most.
    """

    criterion: Criterion
    lines: Mapping[str, Line] = field(repr=False)
    mean: Fraction
    least: int
    most: int

    @property
    def spread(self) -> int:
        """How many points apart the members are."""
        return self.most - self.least


@frozen(eq=False)
class SectionMean:
    """The mean points of a section.

    Args:
        section: The section.
        mean: Its exact mean.
    """

    section: Section
    mean: Fraction


@frozen(eq=False)
class PartMean:
    """The mean points of a part.

    Args:
        part: The part.
        mean: Its exact mean.
    """

    part: Part
    mean: Fraction


@frozen(eq=False)
class CouncilGate:
    """A gate, who raised it, and whether the council did.

    Args:
        gate: The gate.
        criterion: The criterion it is printed at; ``None`` if it is the dossier's.
        raised: Whether the council raised it.
        members: The members whose sheets raise it.
        of: How many members score.
    """

    gate: Gate
    criterion: Criterion | None
    raised: bool
    members: tuple[str, ...]
    of: int


@frozen(eq=False)
class CouncilMinimum:
    """A minimum level for a star, and whether the council meets it.

    Args:
        criterion: The criterion.
        stars: The star that needs it.
        required: The level that is needed at least.
        met: Whether the council meets it.
        mean: The mean of the members' points.
        meeting: How many members award the level or a higher one.
        of: How many members score.
        on_title: Whether the form prints the mark on the criterion, so that the level is a reading.
    """

    criterion: Criterion
    stars: int
    required: Level
    met: bool
    mean: Fraction
    meeting: int
    of: int
    on_title: bool = False


@frozen(eq=False)
class Scoring:
    """One time that the council scored.

    Args:
        number: Which time, from 1.
        totals: The total of each member who scores, by member.
        within: Whether the totals are close enough; ``None`` if no rule limits them.
    """

    number: int
    totals: Mapping[str, int]
    within: bool | None = None

    @property
    def least(self) -> int:
        """The lowest total."""
        return min(self.totals.values())

    @property
    def most(self) -> int:
        """The highest total."""
        return max(self.totals.values())

    @property
    def spread(self) -> int:
        """The points between the highest total and the lowest."""
        return self.most - self.least


@frozen(eq=False)
class UsedRule:
    """A rule of the regulation, or of the decision under it, that the result rests on.

    Args:
        key: Its name: ``quorum``, ``spread``, ``size``, ``rounds`` or the key of the reading it settles.
        text: What it says.
        by: Whose rule it is.
        cite: Where it is written, as far as known.
    """

    key: str
    text: Text
    by: Text
    cite: tuple[Citation, ...] = ()


@frozen(eq=False)
class Decision:
    """What a council decides, with the reason for each number.

    Args:
        criteria_set: What it scored against.
        product: The product, if a sheet says which.
        regulation: The regulation.
        held: Whether it met or gave written opinions.
        aggregation: Whether the mean is graded or the members vote on the stars.
        points: The points that are graded: the exact mean, unless a rule or reading rounds it.
        mean: The exact mean of the members' totals.
        stars: 1 to 5, or ``None`` if the product isn't rated.
        outcome: Why there are stars or none.
        seats: Everyone with what they did, by role and name.
        scorings: Every scoring, first to last; the last counts.
        criteria: The mean of each criterion, in the order of the form, as far as it was assessed.
        sections: The mean of each section.
        parts: The mean of each part.
        gates: Every gate of the form, raised or not.
        minimums: Every minimum level for a star, met or missed.
        votes: How many members rank the product at each number of stars (0 for none).
        rules: The rules that it rests on, each with whose it is.
        readings: The readings that it used where neither law nor regulation says.
        findings: What else its user should know.
        rule_book: The id of the rule book.
        digest: The digest of the rule book.
        version: The version of this library.
    """

    criteria_set: CriteriaSet = field(repr=False)
    product: Product | None
    regulation: Regulation = field(repr=False)
    held: Held
    aggregation: Literal["mean", "majority"]
    points: Fraction
    mean: Fraction
    stars: int | None
    outcome: Outcome
    seats: tuple[Seat, ...] = field(repr=False)
    scorings: tuple[Scoring, ...] = field(repr=False)
    criteria: tuple[CriterionMean, ...] = field(repr=False)
    sections: tuple[SectionMean, ...] = field(repr=False)
    parts: tuple[PartMean, ...] = field(repr=False)
    gates: tuple[CouncilGate, ...] = field(repr=False)
    minimums: tuple[CouncilMinimum, ...] = field(repr=False)
    votes: Mapping[int, int] = field(repr=False)
    rules: tuple[UsedRule, ...] = field(repr=False)
    readings: tuple[UsedReading, ...] = field(repr=False)
    findings: tuple[Finding, ...] = field(repr=False)
    rule_book: str
    digest: str = field(repr=False)
    version: str = field(repr=False)

    def _repr_html_(self) -> str:
        """Return what a notebook shows: points, stars, how members voted, and the means of the parts."""
        form = self.criteria_set
        scoring = sum(seat.part == "scores" for seat in self.seats)
        return card(
            self.product.name if self.product else both(form.name),
            [
                (
                    Text(vi="Bộ tiêu chí", en="Criteria set"),
                    together(f"{form.number}. ", both(form.name)),
                ),
                (Text(vi="Thành viên chấm điểm", en="Members who score"), f"{scoring}/{len(self.seats)}"),
                (Text(vi="Điểm", en="Points"), f"{self.points}/{form.max}"),
                (Text(vi="Hạng sao", en="Stars"), both(starred(self.stars))),
                (Text(vi="Quy chế", en="Regulation"), both(self.regulation.name)),
            ],
            grid(
                (
                    Text(vi="Phần", en="Part"),
                    Text(vi="Tên", en="Name"),
                    Text(vi="Trung bình", en="Mean"),
                    Text(vi="Tối đa", en="Most"),
                ),
                [(one.part.code, both(one.part.name), str(one.mean), one.part.max) for one in self.parts],
                numbers=2,
            ),
        )

    @property
    def missed(self) -> tuple[CouncilMinimum, ...]:
        """The minimums that are missed, by star and form order."""
        return tuple(sorted((one for one in self.minimums if not one.met), key=lambda one: one.stars))

    @property
    def raised(self) -> tuple[CouncilGate, ...]:
        """The gates that the council raised."""
        return tuple(one for one in self.gates if one.raised)

    @property
    def disagreements(self) -> tuple[CriterionMean, ...]:
        """The criteria on which members differ, those where they differ most first."""
        apart = [one for one in self.criteria if one.spread]
        return tuple(sorted(apart, key=lambda one: -one.spread))
