"""A case and what comes out of it."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from attrs import field, frozen

from ocopkit.assessing.assess import Assessment
from ocopkit.documents import Document
from ocopkit.errors import Problem, Where
from ocopkit.factsheets import GivenFactFile
from ocopkit.rules.articles import Route, StarBand
from ocopkit.rules.book import RuleBook
from ocopkit.rules.law import Citation
from ocopkit.scoring.score import Outcome, Score
from ocopkit.text import Text

NO_STARS = "none"
"""What a case writes for "no star"."""

OPEN, JUDGED = "open", "judged"
"""What a case writes for a criterion that its facts leave open, or that is left to judgement."""

_ANSWERS = {"type": "object", "additionalProperties": {"type": ["string", "integer"]}}
_STARS = {"anyOf": [{"type": "integer"}, {"const": NO_STARS}]}


@frozen
class Given:
    """What a case starts from: the law, and a sheet or a total.

    Args:
        rule_book: The id of the rule book, if the case names it.
        evaluated_on: The day of the evaluation, if the case lets the day decide on the rule book.
        filed: The day on which the file was handed in; the day of the evaluation if left out.
        route: Why the product is evaluated.
        readings: Options of readings to use instead of the book's own choices, by the reading's key.
        set: The criteria set, by slug or number.
        start: Where the answers start from: ``all-lowest``, ``all-highest`` or ``minimums-for-4-stars``;
            if left out, ``answers`` are all there are.
        answers: Answers by criterion code, as in a score sheet; over the start, if there is one.
        total: The points to reach: criteria that aren't named are raised from the start, one by one in
            the order of the form, each as far as the total allows.
        raised: The gates that apply, by key, each with its reason.
        facts: Measured facts, as in a fact sheet, on the day of the evaluation; what they choose stands over
            the start.
        published_total: A total alone, such as ``69.71``, exact; its star band is looked up, nothing else.
    """

    rule_book: str | None = None
    evaluated_on: date | None = None
    filed: date | None = None
    route: Route = "first"
    readings: dict[str, str] = field(factory=dict[str, str])
    set: int | str | None = None
    start: str | None = None
    answers: dict[str, Any] = field(factory=dict[str, Any], metadata={"schema": _ANSWERS})
    total: int | None = None
    raised: dict[str, str] = field(factory=dict[str, str])
    facts: dict[str, GivenFactFile] = field(factory=dict[str, GivenFactFile])
    published_total: Fraction | None = None


@frozen
class Expected:
    """What must follow; what is left out isn't looked at.

    Args:
        rule_book: The id of the rule book that applies.
        points: The points.
        stars: The stars, or ``none``.
        outcome: What came out, as in a score.
        recognised_by: The key of the tier that recognises those stars, or ``none``.
        missed: For each star named, exactly the criteria whose minimum for it is missed.
        gates: Exactly the gates that are raised, by the sheet or by the scores.
        findings: Codes of findings that must be there.
        no_findings: Codes of findings that must not be there.
        levels: What the facts choose for a criterion, by code: its answer, ``open`` or ``judged``.
        error: The code of the problem for which it is refused.
    """

    rule_book: str | None = None
    points: int | None = None
    stars: int | str | None = field(default=None, metadata={"schema": _STARS})
    outcome: Outcome | None = None
    recognised_by: str | None = None
    missed: dict[str, tuple[str, ...]] | None = None
    gates: tuple[str, ...] | None = None
    findings: tuple[str, ...] = ()
    no_findings: tuple[str, ...] = ()
    levels: dict[str, str] | None = None
    error: str | None = None


@frozen
class CaseEntry:
    """A case as a file writes it, below its sentence.

    Args:
        given: What it starts from.
        expect: What must follow.
        because: Why, in one text or in both languages.
        cite: The places that say so, by the id of the rule book that they stand in.
        source: Where the case comes from, if it was seen in practice.
        in_english: The sentence in English.
    """

    given: Given
    expect: Expected
    because: str | Text
    cite: dict[str, tuple[Citation, ...]] = field(factory=dict[str, tuple[Citation, ...]])
    source: str | None = None
    in_english: str | None = None


CaseFile = dict[str, CaseEntry]
"""A case file: cases by their sentences."""


@frozen
class LegalCase:
    """One case, ready to run.

    Args:
        sentence: What it says, in one sentence.
        given: What it starts from.
        expect: What must follow.
        because: Why.
        cite: The places that say so, by the id of the rule book.
        source: Where it was seen, if it was.
        where: Its place in its file.
        document: The file, which knows where each value stands.
    """

    sentence: Text
    given: Given
    expect: Expected
    because: Text
    cite: Mapping[str, tuple[Citation, ...]]
    source: str | None = None
    where: Where = field(factory=Where)
    document: Document | None = field(default=None, repr=False, eq=False)


@frozen(eq=False)
class Found:
    """What came out of a case.

    Args:
        book: The rule book that applies.
        assessment: What the facts say, if some were given.
        score: The score, if a sheet was scored.
        band: The star band, if a total alone was given.
        problems: Why it was refused, if it was.
    """

    book: RuleBook | None = None
    assessment: Assessment | None = None
    score: Score | None = None
    band: StarBand | None = None
    problems: tuple[Problem, ...] = ()


@frozen
class Difference:
    """Something that a case expects and that came out otherwise.

    Args:
        what: What it is.
        expected: What the case expects.
        found: What came out.
    """

    what: Text
    expected: str
    found: str


@frozen(eq=False)
class CaseResult:
    """A case with what came out of it.

    Args:
        case: The case.
        found: What came out.
        differences: What came out otherwise than expected.
    """

    case: LegalCase
    found: Found
    differences: tuple[Difference, ...]

    @property
    def passed(self) -> bool:
        """Whether everything came out as expected."""
        return not self.differences
