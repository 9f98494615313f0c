"""Running a case: the law that applies, the sheet, the score, and what differs from what is expected."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from attrs import evolve

from ocopkit.assessing.assess import Assessment, assess
from ocopkit.casebook.model import (
    JUDGED,
    NO_STARS,
    OPEN,
    CaseResult,
    Difference,
    Expected,
    Found,
    Given,
    LegalCase,
)
from ocopkit.catalog import Catalog, books, catalog_for
from ocopkit.errors import NotFoundError, OcopError, Problem, Where
from ocopkit.factsheets import given_fact
from ocopkit.rules.articles import StarBand
from ocopkit.rules.book import RuleBook
from ocopkit.scoring.filling import filled
from ocopkit.scoring.readings import readings_of
from ocopkit.scoring.score import Score, score
from ocopkit.scoring.sheet import ScoreSheet
from ocopkit.text import Text

T = TypeVar("T")


def run_case(case: LegalCase, *, catalog: Catalog | None = None) -> CaseResult:
    """Return what comes out of a case, and what of it differs from what the case expects.

    Args:
        case: The case.
        catalog: The rule books to find its book in; those known in this environment if left out.

    Example:
        >>> from pathlib import Path
        >>> from ocopkit.casebook.reading import read_cases
        >>> results = [run_case(case) for case in read_cases(Path("tests/cases/transition.yaml"))]
        >>> all(result.passed for result in results)
        True
    """
    found = _found(case.given, catalog)
    found = evolve(found, problems=tuple(_located(case, problem) for problem in found.problems))
    return CaseResult(case, found, tuple(_differences(case.expect, found)))


def _found(given: Given, catalog: Catalog | None) -> Found:
    found = Found()
    try:
        book = _book(given, catalog)
        found = Found(book)
        readings = _readings(given, book)
        if given.published_total is not None:
            return Found(book, band=_band(book, given.published_total, readings))
        if given.set is not None:
            assessed = _assessed(given, book, readings)
            found = Found(book, assessed)
            sheet = _sheet(given, book)
            if assessed is not None:
                chosen = {one.criterion.code: one.answer for one in assessed.proposals if one.answer}
                sheet = sheet.answer({code: one for code, one in chosen.items() if code not in given.answers})
                if sheet.unanswered():
                    return found
            return evolve(found, score=score(sheet, readings=readings))
    except OcopError as error:
        return evolve(found, problems=error.problems)
    return found


def _book(given: Given, catalog: Catalog | None) -> RuleBook:
    if (key := given.rule_book) is not None:
        return _under("rule_book", lambda: (catalog or catalog_for(key)).book(key))
    day = given.evaluated_on
    assert day is not None  # noqa: S101 (for type checkers: reading a case makes sure of it)
    known = catalog or books(packs=False)
    return _under(
        "evaluated_on",
        lambda: known.on(day, filed=given.filed, route=given.route, readings=given.readings),
    )


def _readings(given: Given, book: RuleBook) -> dict[str, str]:
    """Return the readings that bear on a score.

    Where the day decides on the book, a reading may be one of another book's: of the transitional clauses
    that led here.
    """
    own = {reading.key for reading in book.articles.readings}
    elsewhere: set[tuple[str, str]] = set()
    if given.evaluated_on is not None:
        catalog = books(packs=False)
        elsewhere = {
            (reading.key, option.key)
            for key in catalog.national
            for reading in catalog.book(key).articles.readings
            for option in reading.options
        }
    bearing = {
        key: option for key, option in given.readings.items() if key in own or (key, option) not in elsewhere
    }
    _under("readings", lambda: readings_of(book.basis, bearing))
    return bearing


def _band(book: RuleBook, total: Fraction, readings: Mapping[str, str]) -> StarBand:
    most = sum(part.max for part in book.articles.parts)
    if total > most:
        raise NotFoundError([_too_many_points(total, most)])
    return readings_of(book.basis, readings).band(total)


def _assessed(given: Given, book: RuleBook, readings: Mapping[str, str]) -> Assessment | None:
    """Return what the facts of a case say, if it has some."""
    if not given.facts or given.evaluated_on is None:
        return None
    form, day = _under("set", lambda: book[given.set or ""]), given.evaluated_on
    facts = [given_fact(key, one) for key, one in given.facts.items()]
    return assess(facts, form, on=day, answers=given.answers, readings=readings)


def _sheet(given: Given, book: RuleBook) -> ScoreSheet:
    form = _under("set", lambda: book[given.set or ""])
    if given.start is None:
        return ScoreSheet(form, given.answers, given.raised)
    return evolve(filled(form, given.start, given.answers, total=given.total), raised=given.raised)


def _under(key: str, find: Callable[[], T]) -> T:
    """Return what is found, or raise with the problems put below a key."""
    try:
        return find()
    except OcopError as error:
        raise type(error)(_placed(problem, key) for problem in error.problems) from None


def _placed(problem: Problem, key: str) -> Problem:
    chosen = problem.where.path[:1] == ("readings",)  # a key beside, not below
    return problem if chosen else problem.under(key)


def _located(case: LegalCase, problem: Problem) -> Problem:
    if case.document is None:
        return problem
    return case.document.located(problem.under(*case.where.path, "given"))


def _differences(expect: Expected, found: Found) -> Iterator[Difference]:
    codes = _listed(problem.code for problem in found.problems)
    if (expect.error or "–") != codes:
        yield Difference(_ERROR, expect.error or "–", codes)
    if found.problems and not expect.error:
        return  # nothing else can have come out
    for what, wanted, came_out in _pairs(expect, found):
        if wanted != came_out:
            yield Difference(what, wanted, came_out)
    there = {one.code for one in found.score.findings} if found.score else set[str]()
    for code in expect.findings:
        if code not in there:
            yield Difference(_FINDINGS, code, _listed(there))
    for code in expect.no_findings:
        if code in there:
            yield Difference(_FINDINGS, f"≠ {code}", _listed(there))


def _pairs(expect: Expected, found: Found) -> Iterator[tuple[Text, str, str]]:
    """Yield what a case expects beside what came out, for what it doesn't leave out."""
    if expect.rule_book is not None:
        yield _BOOK, expect.rule_book, found.book.id if found.book else "–"
    if expect.points is not None:
        yield _POINTS, str(expect.points), str(found.score.points) if found.score else "–"
    if expect.stars is not None:
        yield _STARS, str(expect.stars), _stars(found)
    if expect.outcome is not None:
        yield _OUTCOME, expect.outcome, found.score.outcome if found.score else "–"
    if expect.recognised_by is not None:
        yield _TIER, expect.recognised_by, _recognised_by(found)
    for stars, codes in (expect.missed or {}).items():
        what = Text(vi=f"Mức tối thiểu của {stars} sao chưa đạt", en=f"Minimums for {stars} stars missed")
        yield what, _listed(codes), _listed(_missed(found.score, int(stars))) if found.score else "–"
    for code, level in (expect.levels or {}).items():
        yield Text(vi=f"Mức của {code}", en=f"Level of {code}"), level, _level(found.assessment, code)
    if expect.gates is not None:
        raised = [one.gate.key for one in found.score.raised] if found.score else []
        yield _GATES, _listed(expect.gates), _listed(raised)


def _stars(found: Found) -> str:
    if found.band:
        return str(found.band.stars)
    if found.score:
        return str(found.score.stars or NO_STARS)
    return "–"


def _level(assessed: Assessment | None, code: str) -> str:
    """Return what facts say of a criterion: its answer, or that it is open or judged; a dash if nothing."""
    for one in assessed.proposals if assessed else ():
        if one.criterion.code == code:
            return one.answer or (JUDGED if one.kind == "judged" else OPEN)
    return "–"


def _recognised_by(found: Found) -> str:
    stars = _stars(found)
    bands = found.book.articles.bands if found.book else ()
    return next((band.recognised_by or NO_STARS for band in bands if str(band.stars) == stars), NO_STARS)


def _missed(scored: Score, stars: int) -> list[str]:
    return [one.criterion.code for one in scored.missed if one.stars == stars]


def _listed(words: Iterable[str]) -> str:
    """Return words as a list that doesn't depend on their order; a dash if there are none."""
    return ", ".join(sorted(set(words))) or "–"


_BOOK = Text(vi="Văn bản áp dụng", en="Rule book")
_POINTS = Text(vi="Điểm", en="Points")
_STARS = Text(vi="Hạng sao", en="Stars")
_OUTCOME = Text(vi="Kết quả", en="Outcome")
_TIER = Text(vi="Cấp công nhận", en="Recognised by")
_GATES = Text(vi="Điều kiện loại, dừng", en="Gates raised")
_FINDINGS = Text(vi="Lưu ý", en="Findings")
_ERROR = Text(vi="Lỗi", en="Error")


def decimals(number: Fraction) -> str:
    """Return an exact number as people write it: in decimals where they end.

    Example:
        >>> decimals(Fraction(6971, 100)), decimals(Fraction(209, 3))
        ('69.71', '209/3')
    """
    rest = number.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return str(Decimal(number.numerator) / Decimal(number.denominator)) if rest == 1 else str(number)


def _too_many_points(total: Fraction, most: int) -> Problem:
    return Problem(
        "too-many-points",
        Text(vi=f"{decimals(total)} điểm vượt thang điểm", en=f"{decimals(total)} points are too many"),
        Text(vi=f"Thang điểm là {most}", en=f"The most that a set gives is {most}"),
        Text(vi="Sửa tổng điểm", en="Mend the total"),
        Where(("published_total",)),
    )
