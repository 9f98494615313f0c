"""Cases of law that a legal officer writes: what is given, what follows, and by which clause.

A case file is a mapping from sentences to cases, in YAML or JSON. Running a case finds the rule book,
makes the score sheet, scores it and holds what comes out against what the case expects.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

from attrs import evolve, field, frozen

from ocopkit.catalog import Catalog, books, catalog_for
from ocopkit.documents import Document, read
from ocopkit.errors import DocumentError, NotFoundError, OcopError, Problem, Where, nearest, quoted, together
from ocopkit.rules.articles import Route, StarBand
from ocopkit.rules.book import RuleBook
from ocopkit.rules.law import Citation
from ocopkit.scoring.explain import reasons
from ocopkit.scoring.filling import filled
from ocopkit.scoring.readings import readings_of
from ocopkit.scoring.score import Outcome, Score, score
from ocopkit.scoring.sheet import ScoreSheet
from ocopkit.text import Lang, Text, join, same

NO_STARS = "none"
"""What a case writes for "no star"."""

_ENDINGS = {".yaml", ".yml", ".json"}

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
    where: Where = Where()
    document: Document | None = field(default=None, repr=False, eq=False)


@frozen(eq=False)
class Found:
    """What came out of a case.

    Args:
        book: The rule book that applies.
        score: The score, if a sheet was scored.
        band: The star band, if a total alone was given.
        problems: Why it was refused, if it was.
    """

    book: RuleBook | None = None
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


def case_files(path: Path) -> tuple[Path, ...]:
    """Return the case files of a folder and of the folders below it, or the one file named.

    Args:
        path: A file or a folder.

    Raises:
        DocumentError: If the folder has no YAML or JSON file.
    """
    if not path.is_dir():
        return (path,)
    found = tuple(sorted(file for file in path.rglob("*") if file.suffix in _ENDINGS and file.is_file()))
    if not found:
        raise DocumentError([_no_files(path)])
    return found


def read_cases(file: Path, *, name: str | None = None) -> tuple[LegalCase, ...]:
    """Return the cases of a YAML or JSON file, in its order.

    Args:
        file: The file.
        name: The name that problems give to the file; its path if left out.

    Raises:
        DocumentError: With every problem of the file, each at its line and column.

    Example:
        >>> from pathlib import Path
        >>> cases = read_cases(Path("tests/cases/transition.yaml"))
        >>> all(run_case(case).passed for case in cases)
        True
    """
    return cases_of(read(file, name=name))


def cases_of(document: Document) -> tuple[LegalCase, ...]:
    """Return the cases that a document holds; see :func:`read_cases`."""
    content, problems = document.attempt(CaseFile)
    found = [
        problem.under(sentence)
        for sentence, entry in (content or {}).items()
        for problem in _wrong_entry(sentence, entry)
    ]
    problems = together(problems, map(document.located, found))
    if problems or content is None:
        raise DocumentError(problems)
    return tuple(
        LegalCase(
            Text(vi=sentence, en=entry.in_english or sentence),
            entry.given,
            entry.expect,
            same(entry.because) if isinstance(entry.because, str) else entry.because,
            entry.cite,
            entry.source,
            document.where((sentence,), on_key=True),
            document,
        )
        for sentence, entry in content.items()
    )


def run_case(case: LegalCase, *, catalog: Catalog | None = None) -> CaseResult:
    """Return what comes out of a case and how that differs from what it expects.

    Args:
        case: The case.
        catalog: The rule books to find its book in; those known in this environment if left out.
    """
    found = _found(case.given, catalog)
    problems = tuple(_located(case, problem) for problem in found.problems)
    found = evolve(found, problems=problems)
    return CaseResult(case, found, tuple(_differences(case.expect, found)))


def tell_result(result: CaseResult, *, lang: Lang = "en") -> str:
    """Return what there is to say of a case, in one language.

    Args:
        result: The case with what came out of it.
        lang: ``"vi"`` or ``"en"``.

    Returns:
        One line for a case that came out as expected; else also what is given, expected and found, the
        places and the reason, and why the score is what it is.
    """
    return "\n".join(text.say(lang) for text in _told(result))


# Reading: what the shape of a file cannot say.


def _wrong_entry(sentence: str, entry: CaseEntry) -> Iterator[Problem]:
    given = entry.given
    if not sentence.strip():
        yield _wrong("no-sentence", (), _NO_SENTENCE, on_key=True)
    if (given.rule_book is None) == (given.evaluated_on is None):
        yield _wrong("one-law", ("given",), _ONE_LAW)
    if given.evaluated_on is None and (given.filed or given.route != "first"):
        yield _wrong("no-day", ("given", "filed" if given.filed else "route"), _NO_DAY)
    if given.filed and given.evaluated_on and given.filed > given.evaluated_on:
        yield _wrong("filed-later", ("given", "filed"), _FILED_LATER)
    sheet = {"start": given.start, "answers": given.answers, "total": given.total, "raised": given.raised}
    filled_in = [key for key, value in sheet.items() if value or value == 0]
    if given.published_total is not None and (given.set is not None or filled_in):
        yield _wrong("total-and-sheet", ("given", "published_total"), _TOTAL_AND_SHEET)
    elif given.set is None and filled_in:
        yield _wrong("no-set", ("given", filled_in[0]), _NO_SET)
    if given.total is not None and given.start is None:
        yield _wrong("no-start", ("given", "total"), _NO_START)
    yield from _wrong_expectation(entry.expect)
    if not entry.cite and not entry.source:
        yield _wrong("no-source", (), _NO_SOURCE, on_key=True)
    for key, places in entry.cite.items():
        if key not in books(packs=False).ids and key not in books().ids:
            yield _unknown_book(key)
        for index, place in enumerate(places):
            if not place.is_known:
                yield _wrong("unknown-place", ("cite", key, index), _unknown_place(place))


def _wrong_expectation(expect: Expected) -> Iterator[Problem]:
    if expect == Expected():
        yield _wrong("nothing-expected", ("expect",), _NOTHING_EXPECTED)
    if isinstance(expect.stars, str) and expect.stars != NO_STARS:
        yield _wrong("not-stars", ("expect", "stars"), _not_stars(expect.stars))
    for key in expect.missed or ():
        if not re.fullmatch("[1-9]", key):
            yield _wrong("not-stars", ("expect", "missed", key), _not_stars(key), on_key=True)


# Running: from what is given to what is found.


def _found(given: Given, catalog: Catalog | None) -> Found:
    found = Found()
    try:
        book = _book(given, catalog)
        found = Found(book)
        readings = _readings(given, book)
        if given.published_total is not None:
            return Found(book, band=_band(book, given.published_total, readings))
        if given.set is not None:
            return Found(book, score=score(_sheet(given, book), readings=readings))
    except OcopError as error:
        return evolve(found, problems=error.problems)
    return found


def _book(given: Given, catalog: Catalog | None) -> RuleBook:
    if given.rule_book is not None:
        known = catalog or catalog_for(given.rule_book)
        return _under(("rule_book",), lambda: known.book(str(given.rule_book)))
    day = given.evaluated_on
    assert day is not None  # noqa: S101 (for type checkers: a case names one of both)
    known = catalog or books(packs=False)
    return _under(
        ("evaluated_on",),
        lambda: known.on(day, filed=given.filed, route=given.route, readings=given.readings),
    )


def _readings(given: Given, book: RuleBook) -> dict[str, str]:
    """Return the readings that bear on a score; the others must be those of transitional clauses."""
    own = {reading.key for reading in book.articles.readings}
    others: set[tuple[str, str]] = set()
    if given.evaluated_on is not None:
        national = books(packs=False)
        others = {
            (reading.key, option.key)
            for key in national.national
            for reading in national.book(key).articles.readings
            for option in reading.options
        }
    wanted = {
        key: option for key, option in given.readings.items() if key in own or (key, option) not in others
    }
    _under(("readings",), lambda: readings_of(book.basis, wanted))
    return wanted


def _band(book: RuleBook, total: Fraction, readings: Mapping[str, str]) -> StarBand:
    most = sum(part.max for part in book.articles.parts)
    if total > most:
        raise NotFoundError([_too_many_points(total, most)])
    return readings_of(book.basis, readings).band(total)


def _sheet(given: Given, book: RuleBook) -> ScoreSheet:
    form = _under(("set",), lambda: book[given.set or ""])
    if given.start is None:
        return ScoreSheet(form, given.answers, given.raised)
    sheet = filled(form, given.start, given.answers, total=given.total)
    return evolve(sheet, raised=given.raised)


def _under[T](path: tuple[str, ...], find: "Callable[[], T]") -> T:
    """Return what is found, or raise with the problems put below a key."""
    try:
        return find()
    except OcopError as error:
        raise type(error)(
            problem if problem.where.path else problem.under(*path) for problem in error.problems
        ) from None


def _located(case: LegalCase, problem: Problem) -> Problem:
    if case.document is None:
        return problem
    return case.document.located(problem.under(*case.where.path, "given"))
