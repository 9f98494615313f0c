"""What can be wrong with the conditions of criteria: gaps, overlaps, ladders that don't rise, dead ends.

Every condition is looked at in every cell that facts can be in (:mod:`ocopkit.rules.audits.cells`), so what
is found is exact, and what isn't found isn't there.
"""

from collections.abc import Iterable, Iterator, Mapping

from attrs import evolve, frozen

from ocopkit.rules.articles import Articles
from ocopkit.rules.audits.cells import MOST, Axis, Cell, Space, fewest, space_of
from ocopkit.rules.audits.sets import spot_of
from ocopkit.rules.audits.spot import Found, Spot, found
from ocopkit.rules.conditions import Value
from ocopkit.rules.coverage import decided
from ocopkit.rules.criteria import CriteriaSet, Criterion
from ocopkit.rules.facts import Vocabulary
from ocopkit.rules.measuring import Outcome, facts_of, is_measured, outcomes
from ocopkit.text import Text


@frozen
class Fault:
    """A fault of one criterion's conditions, wherever the criterion stands.

    Args:
        code: Its kind.
        what: What is wrong.
    """

    code: str
    what: Text


def check_conditions(
    forms: Iterable[CriteriaSet], articles: Articles, vocabulary: Vocabulary
) -> Iterator[Found]:
    """Yield what is wrong with the conditions of criteria sets.

    Args:
        forms: The sets. Nothing is said of conditions where no criterion has any.
        articles: The articles of their book: its readings, its papers. Where the dossier lists no papers,
            nothing is said of what proves a fact.
        vocabulary: The facts that conditions name.
    """
    several = tuple(forms)
    if not any(decided(criterion) != "unmarked" for form in several for criterion in form.criteria):
        return
    papers = {paper.key for paper in articles.dossier.evidence} if articles.dossier else set[str]()
    choices = {reading.key: reading.choice for reading in articles.readings}
    looked_at: dict[Criterion, tuple[Fault, ...]] = {}
    unproved: dict[str, Spot] = {}
    for form in several:
        for criterion in form.criteria:
            spot = spot_of(form, criterion)
            if decided(criterion) == "unmarked":
                yield found(
                    "unmarked-criterion",
                    spot,
                    "Không có điều kiện, cũng không ghi do hội đồng nhận định",
                    "It has no conditions and isn't marked as left to judgement",
                )
            same = evolve(criterion, code="", doubts=(), gates=(), evidence=(), shared=None)
            if same not in looked_at:
                looked_at[same] = tuple(faults(same, vocabulary, choices))
            yield from (Found(one.code, spot, one.what) for one in looked_at[same])
            for key in facts_of(criterion):
                if papers and key in vocabulary and not papers.intersection(vocabulary[key].papers):
                    unproved.setdefault(key, spot)
    for key, spot in unproved.items():
        yield found(
            "fact-without-paper",
            evolve(spot, shared=None),
            f"Không giấy tờ nào của hồ sơ chứng minh số liệu {key}",
            f"No paper of the dossier proves the fact {key}",
        )


def faults(criterion: Criterion, vocabulary: Vocabulary, choices: Mapping[str, str]) -> Iterator[Fault]:
    """Yield what is wrong with the conditions of a criterion.

    Args:
        criterion: The criterion.
        vocabulary: The facts that its conditions name.
        choices: The option that holds for each reading, by its key.
    """
    if not is_measured(criterion):
        return
    steps = outcomes(criterion, choices)
    space = space_of([step.when for step in steps], vocabulary)
    if space.size > MOST:
        yield Fault("too-many-cells", Text(vi=f"{space.size} trường hợp", en=f"{space.size} cells"))
        return
    here = _Looking(criterion, steps, space)
    yield from here.gaps()
    yield from here.overlaps()
    yield from here.falls()
    yield from here.never()


class _Looking:
    """The conditions of one criterion in every cell that facts can be in."""

    def __init__(self, criterion: Criterion, steps: tuple[Outcome, ...], space: Space) -> None:
        self.steps = steps
        self.space = space
        self.ranks = {answer: rank for rank, answer in enumerate(criterion.answers())}
        self.cells = dict(space.cells())
        self.first = {cell: self._first(values) for cell, values in self.cells.items()}

    def _first(self, values: Mapping[str, Value]) -> int | None:
        """Return the place of the outcome that decides; -1 if none does, ``None`` if that isn't known."""
        for place, step in enumerate(self.steps):
            holds = step.when.holds_for(values)
            if holds:
                return place
            if holds is None:
                return None
        return -1

    def gaps(self) -> Iterator[Fault]:
        """Yield facts for which nothing follows."""
        for text in self._told(cell for cell, place in self.first.items() if place == -1):
            yield Fault(
                "uncovered-facts",
                Text(vi=f"Không mức nào: {text.vi}", en=f"No level: {text.en}"),
            )

    def _told(self, cells: Iterable[Cell]) -> Iterator[Text]:
        """Yield cells in words, each by the fewest facts that tell the same, and once."""
        said: set[Text] = set()
        for cell in cells:
            text = self.space.told(cell, fewest(self.cells[cell], self._first))
            if text not in said:
                said.add(text)
                yield text

    def overlaps(self) -> Iterator[Fault]:
        """Yield facts at which one level ends and a higher one begins, both of them included."""
        levels = [step for step in self.steps if step.left_open is None and not step.when.otherwise]
        said: set[tuple[str, str, str]] = set()
        for cell, values in self.cells.items():
            place = self.first[cell]
            if place is None or place < 0 or self.steps[place].left_open is not None:
                continue
            reached = [step for step in levels if step.when.holds_for(values)]
            for higher, lower in ((a, b) for i, a in enumerate(reached) for b in reached[i + 1 :]):
                for number, axis in enumerate(self.space.axes):
                    names = (lower.answers[0], higher.answers[0], axis.key)
                    if names not in said and self._meets(lower, higher, cell, number):
                        said.add(names)
                        text = axis.samples[cell[number]].text
                        yield Fault(
                            "two-levels",
                            Text(
                                vi=f"Hai mức {names[0]} và {names[1]}: {axis.name.vi}: {text.vi}",
                                en=f"Two levels, {names[0]} and {names[1]}: {axis.name.en}: {text.en}",
                            ),
                        )

    def _meets(self, lower: Outcome, higher: Outcome, cell: Cell, number: int) -> bool:
        """Return whether along one fact the lower level ends, and the higher one begins, around a cell."""
        if not self.space.axes[number].rises:
            return False
        along = list(self._along(cell, number))
        after = [values for place, values in along if place > cell[number]]
        before = [values for place, values in along if place < cell[number]]
        ends = any(lower.when.holds_for(values) is False for values in after)
        begins = any(higher.when.holds_for(values) is False for values in before)
        return begins and ends

    def _along(self, cell: Cell, number: int) -> Iterator[tuple[int, Mapping[str, Value]]]:
        """Yield the cells that differ in one fact only, the worst first, with the fact's place."""
        axis = self.space.axes[number]
        for place, sample in enumerate(axis.samples):
            other = (*cell[:number], place, *cell[number + 1 :])
            if sample.value is not None and other in self.cells:
                yield place, self.cells[other]

    def falls(self) -> Iterator[Fault]:
        """Yield facts with which a product gets less than with worse ones."""
        said: set[tuple[str, str, str]] = set()
        for cell in self.cells:
            rank = self._rank(cell)
            if rank is None:
                continue
            for number, axis in enumerate(self.space.axes):
                higher = self._next(cell, number) if axis.rises else None
                after = self._rank(higher) if higher is not None else None
                if higher is None or after is None or after >= rank:
                    continue
                answers = list(self.ranks)
                names = (answers[rank], answers[after], axis.key)
                if names not in said:
                    said.add(names)
                    yield Fault("level-falls", _falling(axis, cell[number], higher[number], names))

    def _rank(self, cell: Cell) -> int | None:
        """Return the rank of the answer in a cell; ``None`` if it isn't one or isn't known."""
        place = self.first[cell]
        if place is None or place < 0 or len(self.steps[place].answers) != 1:
            return None
        return self.ranks[self.steps[place].answers[0]]

    def _next(self, cell: Cell, number: int) -> Cell | None:
        """Return the next better possible cell along one fact."""
        if self.space.axes[number].samples[cell[number]].value is None:
            return None
        for place, _ in self._along(cell, number):
            if place > cell[number]:
                return (*cell[:number], place, *cell[number + 1 :])
        return None

    def never(self) -> Iterator[Fault]:
        """Yield conditions that hold nowhere, and levels that are reached nowhere."""
        reached = set(self.first.values())
        for place, step in enumerate(self.steps):
            if place in reached or step.when.otherwise:
                continue
            holds = any(step.when.holds_for(values) is not False for values in self.cells.values())
            where = step.left_open.reading if step.left_open else ", ".join(step.answers)
            if not holds:
                yield Fault(
                    "never-holds",
                    Text(
                        vi=f"{where}: điều kiện không bao giờ đúng: {step.when.formula}",
                        en=f"{where}: the condition never holds: {step.when.formula}",
                    ),
                )
            elif None not in reached:
                yield Fault(
                    "never-reached",
                    Text(
                        vi=f"{where}: mức khác luôn đứng trước: {step.when.formula}",
                        en=f"{where}: another level always comes first: {step.when.formula}",
                    ),
                )


def _falling(axis: Axis, before: int, after: int, names: tuple[str, str, str]) -> Text:
    low, high = axis.samples[before].text, axis.samples[after].text
    return Text(
        vi=f"{axis.name.vi}: {low.vi} được mức {names[0]}, {high.vi} chỉ được mức {names[1]}",
        en=f"{axis.name.en}: {low.en} reaches {names[0]}, {high.en} only {names[1]}",
    )
