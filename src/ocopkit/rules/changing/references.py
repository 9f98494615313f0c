"""What the places of a rule book refer to has to be there."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import frozen

from ocopkit.errors import Path, Problem
from ocopkit.rules.articles import Articles
from ocopkit.rules.changing import refusals as no
from ocopkit.rules.changing.refusals import refusal
from ocopkit.rules.criteria import LETTERS, CriteriaSet, Criterion
from ocopkit.rules.facts import Vocabulary
from ocopkit.rules.fitting import misfits
from ocopkit.rules.law import Reading


@frozen
class Names:
    """The names in a book's articles that its criteria sets refer to.

    Args:
        parts: The codes of parts.
        papers: The keys of supporting papers.
        readings: The keys of readings.
        stars: The stars that there are bands for.
        options: The options of readings, each after its reading's key.
    """

    parts: frozenset[str]
    papers: frozenset[str]
    readings: frozenset[str]
    stars: frozenset[str]
    options: frozenset[tuple[str, str]]

    def lacks(self, other: "Names") -> bool:
        """Return whether another book has names that this one hasn't."""
        return not (
            self.parts >= other.parts
            and self.papers >= other.papers
            and self.readings >= other.readings
            and self.stars >= other.stars
            and self.options >= other.options
        )


def names_of(articles: Articles) -> Names:
    """Return the names in a book's articles that its criteria sets refer to."""
    papers = articles.dossier.evidence if articles.dossier else ()
    return Names(
        parts=frozenset(rule.code for rule in articles.parts),
        papers=frozenset(paper.key for paper in papers),
        readings=frozenset(reading.key for reading in articles.readings),
        stars=frozenset(str(band.stars) for band in articles.bands),
        options=frozenset((one.key, option.key) for one in articles.readings for option in one.options),
    )


def missing_in_articles(articles: Articles) -> Iterator[Problem]:
    """Yield a problem for everything that articles refer to and don't have."""
    if not articles.bands:
        yield refusal(("bands",), no.NO_BANDS)
    for reading in articles.readings:
        options = [option.key for option in reading.options]
        yield from _missing((f"readings/{reading.key}", "choice"), [reading.choice], options)


def missing_in_set(criteria_set: CriteriaSet, names: Names) -> Iterator[Problem]:
    """Yield a problem for everything that a criteria set refers to and that isn't there."""
    top = criteria_set.number
    for part in criteria_set.parts:
        yield from _missing((f"{top}/part/{part.code}",), [part.code], names.parts)
    codes = [criterion.code for criterion in criteria_set.criteria]
    for gate, _ in criteria_set.all_gates():
        key = f"{top}/gate/{gate.key}"
        yield from _missing((key, "zero_in"), gate.zero_in, codes)
        if gate.kind == "requirement":
            yield from _missing((key, "reading"), [str(gate.reading)], names.readings)
    earlier: dict[str, Criterion] = {}
    for criterion in criteria_set.criteria:
        key = f"{top}/{criterion.code}"
        yield from _missing((key, "evidence"), criterion.evidence, names.papers)
        yield from _ladders(key, criterion, names)
        yield from _condition(key, criterion, earlier)
        earlier[criterion.code] = criterion


def misfits_in_set(
    criteria_set: CriteriaSet, facts: Vocabulary, readings: Sequence[Reading]
) -> Iterator[Problem]:
    """Yield a problem for every condition of a criteria set that does not fit."""
    for criterion in criteria_set.criteria:
        for misfit in misfits(criterion, facts, readings):
            steps = _as_address(misfit.where.path)
            address = "/".join([str(criteria_set.number), criterion.code, *steps])
            yield refusal((address,), (misfit.code, misfit.what, misfit.why, misfit.mend))


def _as_address(path: Path) -> Iterator[str]:
    """Yield the steps of an address for a path within a criterion: levels and cases go by their letters."""
    letters = False
    for step in path:
        if isinstance(step, int):
            yield LETTERS[step] if letters else str(step + 1)
        elif step not in {"levels", "alternatives"}:
            yield step
        letters = step in {"levels", "alternatives"}


def _ladders(key: str, criterion: Criterion, names: Names) -> Iterator[Problem]:
    ladders = [levels for _, levels in criterion.ladders()]
    if not all(ladders):
        yield refusal((key, "levels"), no.NO_LEVELS)
    if criterion.alternatives and criterion.levels:
        yield refusal((key, "levels"), no.TWO_LADDERS)
    if criterion.marked_for is not None:
        yield from _missing((key, "marked_for"), [str(criterion.marked_for)], names.stars)
    for case, levels in criterion.ladders():
        for level in levels:
            if level.minimum_for is not None:
                place = "/".join([key, *([case] if case else []), level.key])
                yield from _missing((place, "minimum_for"), [str(level.minimum_for)], names.stars)


def _condition(key: str, criterion: Criterion, earlier: Mapping[str, Criterion]) -> Iterator[Problem]:
    condition = criterion.applies_when
    if condition is None:
        return
    other = earlier.get(condition.criterion)
    levels = [f"{condition.criterion} > {level.key}" for level in other.levels] if other else []
    wanted = f"{condition.criterion} > {condition.above}"
    yield from _missing((key, "applies_when"), [wanted], levels or earlier)


def _missing(path: Path, wanted: Iterable[str], known: Iterable[str]) -> Iterator[Problem]:
    there = list(known) if not isinstance(known, frozenset) else sorted(known)
    for name in wanted:
        if name not in there:
            yield refusal(path, no.no_such(name, there))
