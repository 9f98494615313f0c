"""A criteria set: what a product of one product set is scored against.

Parts hold sections, sections hold criteria, criteria hold levels. A criterion under a printed heading
(6.1.1 under 6.1) stands directly in its section; the heading is kept apart, in
:attr:`Section.headings`.
"""

from collections.abc import Iterator
from typing import Literal

from attrs import Factory, field, frozen

from ocopkit.conversion import NOT_IN_DOCUMENTS
from ocopkit.errors import NotFoundError, Problem, nearest, quoted
from ocopkit.markup import both, card, grid, together
from ocopkit.rules.basis import Basis
from ocopkit.rules.conditions import Condition, LeftOpen
from ocopkit.rules.law import Citation, Doubt
from ocopkit.text import Text

_MOST = Text(vi="Tối đa", en="Most")

LETTERS = "abcdefghijklmnopqrstuvwxyz"
"""The keys of levels and of cases, from the first."""

BELOW = "below"
"""The answer "not even the lowest printed level": an answer of its own, worth 0 points."""

EXEMPT = "exempt"
"""The answer "not asked of this product", where the form then gives full marks."""


@frozen
class Level:
    """A performance level of a criterion.

    Args:
        key: Its letter, from the lowest: ``"a"``, ``"b"``, … Two levels can bear the same points.
        points: What it is worth, a whole number.
        name: Our short wording of it.
        minimum_for: The star that needs at least this level (printed as ``***``, ``****``, ``*****``).
        when: The facts for which it is reached; ``None`` if that is left to judgement.
    """

    key: str
    points: int
    name: Text
    minimum_for: int | None = None
    when: Condition | None = None


@frozen
class Alternative:
    """One of the cases of an either-or criterion, with a ladder of its own.

    Args:
        key: Its letter.
        name: Which products it is for.
        levels: Its ladder, lowest first.
        when: The facts for which it is the product's case; ``None`` if that is left to judgement.
        below_when: The facts for which, in this case, not even the lowest printed level is reached.
    """

    key: str
    name: Text
    levels: tuple[Level, ...]
    when: Condition | None = None
    below_when: Condition | None = None


@frozen
class Gate:
    """A condition on which a product is out, or assessing stops, whatever its points.

    Args:
        key: Its name, by which a score sheet raises it.
        kind: ``"disqualify"``: the product is out. ``"stop"``: the later steps aren't assessed.
            ``"requirement"``: the form requires it, and a reading says what follows when it isn't met.
        text: What raises it.
        reading: For a requirement, the key of the reading that says what follows.
        zero_in: Codes of criteria; the gate is raised by itself if one of them scores 0.
    """

    key: str
    kind: Literal["disqualify", "stop", "requirement"]
    text: Text
    reading: str | None = None
    zero_in: tuple[str, ...] = ()


@frozen
class Applicability:
    """A criterion is asked only if another one is answered above a level.

    Args:
        criterion: The code of the other criterion, earlier on the form.
        above: The key of the level that must be exceeded.
        text: The condition in words.
    """

    criterion: str
    above: str
    text: Text


@frozen
class Criterion:
    """A criterion that is answered by one level.

    Args:
        code: Its number on the form, such as ``"1.1"``, ``"6.1.1"`` or, for a section scored directly,
            the section's.
        name: Its name.
        max: The most points.
        levels: Its ladder, lowest first; empty for an either-or criterion.
        alternatives: The cases of an either-or criterion.
        all_or_nothing: Whether the form prints no ladder, so that it is worth 0 or all its points.
        marked_for: The star whose mark the form prints on the criterion instead of a level.
        hints: How the form says to judge it.
        gates: Its gates.
        applies_when: The condition on which it is asked at all.
        exempt_when: Products it isn't asked of, which then get full marks.
        evidence: Keys of the dossier's supporting papers that bear on it.
        doubts: What isn't certain about it.
        shared: Its name among the criteria that several sets have in common.
        judged: Whether it is left to judgement, so that no fact chooses its level.
        below_when: The facts for which not even the lowest printed level is reached; in an either-or
            criterion, each case has its own.
        left_open: Facts for which the form names no level, or two.
    """

    code: str
    name: Text
    max: int
    levels: tuple[Level, ...] = field(default=(), repr=False)
    alternatives: tuple[Alternative, ...] = field(default=(), repr=False)
    all_or_nothing: bool = field(default=False, repr=False)
    marked_for: int | None = field(default=None, repr=False)
    hints: tuple[Text, ...] = field(default=(), repr=False)
    gates: tuple[Gate, ...] = field(default=(), repr=False)
    applies_when: Applicability | None = field(default=None, repr=False)
    exempt_when: Text | None = field(default=None, repr=False)
    evidence: tuple[str, ...] = field(default=(), repr=False)
    doubts: tuple[Doubt, ...] = field(default=(), repr=False)
    shared: str | None = field(default=None, repr=False)
    judged: bool = field(default=False, repr=False)
    below_when: Condition | None = field(default=None, repr=False)
    left_open: tuple[LeftOpen, ...] = field(default=(), repr=False)

    def ladders(self) -> Iterator[tuple[str | None, tuple[Level, ...]]]:
        """Yield each ladder with the key of its case; one ladder, without a case, for most criteria."""
        if self.alternatives:
            for case in self.alternatives:
                yield case.key, case.levels
        else:
            yield None, self.levels

    def answers(self) -> Iterator[str]:
        """Yield the answers that a score sheet can give, lowest first, case by case."""
        for case, levels in self.ladders():
            begin = f"{case}." if case else ""
            if levels and levels[0].points > 0:
                yield begin + BELOW
            yield from (begin + level.key for level in levels)
        if self.exempt_when:
            yield EXEMPT


@frozen
class Heading:
    """A printed heading over criteria of one section (6.1 over 6.1.1 and 6.1.2).

    Args:
        code: Its number; the criteria under it have codes that begin with it and a dot.
        name: Its name.
        max: The most points of its criteria together.
    """

    code: str
    name: Text
    max: int

    def covers(self, criterion: Criterion) -> bool:
        """Return whether a criterion stands under this heading."""
        return criterion.code.startswith(self.code + ".")


@frozen
class Section:
    """A section of a part.

    Args:
        code: Its number.
        name: Its name.
        max: The most points.
        criteria: Its criteria in the order of the form.
        headings: Headings over some of them.
        hints: How the form says to judge the whole section.
    """

    code: str
    name: Text
    max: int
    criteria: tuple[Criterion, ...]
    headings: tuple[Heading, ...] = ()
    hints: tuple[Text, ...] = ()


@frozen
class Part:
    """A part of a criteria set.

    Args:
        code: ``"A"``, ``"B"`` or ``"C"``.
        name: Its name.
        max: The most points.
        sections: Its sections in the order of the form.
    """

    code: str
    name: Text
    max: int
    sections: tuple[Section, ...]


@frozen(cache_hash=True)
class CriteriaSet:
    """The criteria of one product set.

    Args:
        number: Its number in the decision.
        slug: Its name in addresses and files.
        name: The product set's name.
        group: The key of the product group.
        parts: Its parts in the order of the form.
        gates: Gates on the dossier as a whole.
        samples: How many sample units a dossier holds.
        cite: Where the form stands.
        doubts: What isn't certain about the set.
        basis: What a score needs of the rule book; there once the set is taken from its book.
        criteria: All criteria in the order of the form; made of the parts.

    Example:
        >>> import ocopkit
        >>> tea = ocopkit.rule_book("qd-26-2026")["fresh-and-processed-tea"]
        >>> tea.criterion("4.1").max
        5
    """

    number: int
    slug: str
    name: Text
    group: str
    parts: tuple[Part, ...] = field(repr=False)
    gates: tuple[Gate, ...] = field(default=(), repr=False)
    samples: int | None = field(default=None, repr=False)
    cite: tuple[Citation, ...] = field(default=(), repr=False)
    doubts: tuple[Doubt, ...] = field(default=(), repr=False)
    basis: Basis | None = field(
        default=None, repr=False, eq=lambda basis: basis and basis.digest, metadata=NOT_IN_DOCUMENTS
    )
    criteria: tuple[Criterion, ...] = field(
        default=Factory(lambda form: _leaves(form.parts), takes_self=True), init=False, repr=False, eq=False
    )

    @property
    def max(self) -> int:
        """The most points of all parts together."""
        return sum(part.max for part in self.parts)

    def criterion(self, code: str) -> Criterion:
        """Return the criterion of a code.

        Raises:
            NotFoundError: If the form has none of that code.
        """
        for criterion in self.criteria:
            if criterion.code == code:
                return criterion
        raise NotFoundError([_unknown_criterion(self, code)])

    def _repr_html_(self) -> str:
        """Return what a notebook shows: the set and the most points of its parts and sections."""
        of_parts: list[Part | Section] = []
        for part in self.parts:
            of_parts.append(part)
            of_parts.extend(part.sections)
        rows = [(one.code, both(one.name), one.max) for one in of_parts]
        return card(
            together(f"{self.number}. ", both(self.name)),
            [
                (Text(vi="Văn bản", en="Decision"), self.basis.instrument if self.basis else None),
                (Text(vi="Tiêu chí", en="Criteria"), len(self.criteria)),
                (Text(vi="Điểm tối đa", en="Most points"), self.max),
            ],
            grid(
                (Text(vi="Mã", en="Code"), Text(vi="Phần, mục", en="Part, section"), _MOST), rows, numbers=1
            ),
        )

    def citation(self, criterion: Criterion) -> Citation:
        """Return the place of a criterion on the printed form."""
        form = self.cite[0].place if self.cite else ""
        return Citation(f"{form} item {criterion.code}".strip())

    def all_gates(self) -> Iterator[tuple[Gate, Criterion | None]]:
        """Yield every gate with its criterion (``None`` for the dossier's), in the order of the form."""
        for gate in self.gates:
            yield gate, None
        for criterion in self.criteria:
            for gate in criterion.gates:
                yield gate, criterion


def _unknown_criterion(form: CriteriaSet, code: str) -> Problem:
    return Problem(
        "unknown-criterion",
        Text(
            vi=f"Bộ {form.number} ({form.name.vi}) không có tiêu chí {quoted(code)}",
            en=f"Set {form.number} ({form.name.en}) has no criterion {quoted(code)}",
        ),
        Text(vi="Tiêu chí gọi bằng mã in trên mẫu", en="Criteria go by the codes printed on the form"),
        nearest(str(code), [one.code for one in form.criteria], limit=40),
    )


def _leaves(parts: tuple[Part, ...]) -> tuple[Criterion, ...]:
    return tuple(criterion for part in parts for section in part.sections for criterion in section.criteria)
