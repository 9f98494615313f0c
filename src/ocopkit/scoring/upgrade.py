"""The path to a star: the cheapest set of level raises that reaches it, or why there is none."""

from collections.abc import Collection, Iterator, Mapping
from fractions import Fraction
from typing import Literal

from attrs import field, frozen

from ocopkit.conversion import expect, expect_codes, expect_whole
from ocopkit.errors import NotFoundError, Problem, nearest
from ocopkit.markup import Html, both, card, grid
from ocopkit.rules.articles import SupportingPaper
from ocopkit.rules.carried_out import AFTER_STOP, BELOW_LOWEST
from ocopkit.rules.criteria import Criterion, Gate
from ocopkit.rules.law import Citation
from ocopkit.scoring.plan import NOT_ASKED, Line, Minimum, Plan, plan_of, star_bit
from ocopkit.scoring.readings import Readings, readings_of
from ocopkit.scoring.score import Score, basis_of, score
from ocopkit.scoring.sheet import ScoreSheet, granted, title
from ocopkit.scoring.upgrading.cheapest import Found, Way, cheapest, goals_of
from ocopkit.scoring.upgrading.obstacles import Obstacle, bars, why_not
from ocopkit.scoring.upgrading.raising import By, CostError, Costs, Offer, offers_of
from ocopkit.text import Lang, Text, counted, join, same, starred

# Also found here by those who ask for a path.
__all__ = ["By", "CostError", "Costs", "Obstacle", "Path", "Step", "path_to"]

LIMIT = 10
"""The most ways that a path tells apart unless asked for more; all of them are counted."""


@frozen(eq=False)
class Step:
    """One criterion raised, or answered because the path makes it asked.

    Args:
        criterion: The criterion.
        start: Its line now; that of the answer ``"not-asked"`` if it has none.
        end: Its line at the end of the path.
        cost: What it costs, as the path counts.
        meets: The minimums of the star reached that it meets and the line now misses.
        lifts: The gates that its points alone, or with others, no longer raise.
        opens: The criteria that are asked because of it.
        papers: The papers of the dossier that support the criterion, as far as the book names them.
        cite: Where the criterion stands on the printed form.

    Example:
        >>> import ocopkit
        >>> from ocopkit.scoring.upgrade import path_to
        >>> sheet = ocopkit.load_sheet("examples/sheets/tea-three-stars.yaml")
        >>> step = path_to(sheet, 4).steps[1]
        >>> step.criterion.code, step.start.answer, step.end.answer, step.gained
        ('2.3', 'b', 'c', 1)
    """

    criterion: Criterion = field(repr=lambda criterion: criterion.code)
    start: Line = field(repr=lambda line: line.answer)
    end: Line = field(repr=lambda line: line.answer)
    cost: int | Fraction
    meets: tuple[Minimum, ...] = field(repr=False)
    lifts: tuple[Gate, ...] = field(repr=False)
    opens: tuple[Criterion, ...] = field(repr=False)
    papers: tuple[SupportingPaper, ...] = field(repr=False)
    cite: Citation = field(repr=False)

    @property
    def gained(self) -> int:
        """The points gained."""
        return self.end.points - self.start.points

    @property
    def wording(self) -> Text:
        """The wording of the level to reach."""
        if self.end.level:
            return self.end.level.name
        return Text(vi="dưới mức thấp nhất", en="below the lowest level")

    def say(self, lang: Lang = "en") -> str:
        """Return the step in one line: criterion, answers, points, and the level to reach."""
        name = title(self.criterion).say(lang)
        gained = counted(self.gained).say(lang)
        now = _answer(self.start).say(lang)
        return f"{name}: {now} → {self.end.answer} (+{gained}): {self.wording.say(lang)}"

    def __str__(self) -> str:
        """Return the step in one line of English."""
        return self.say("en")


@frozen(eq=False)
class Path:
    """The cheapest way from a sheet to a number of stars.

    It is a sequence of steps: those that minimums need come first, then the others, each in the order of
    the form.

    Args:
        score: The score that it starts from.
        to: The stars asked for.
        by: What it has least of: ``"raises"``, ``"levels"``, ``"points"``, or ``"costs"`` of a table.
        steps: The raises; empty if the star is reached already, or cannot be reached.
        cost: What they cost together; 0 if there are none.
        points: The points after them.
        stars: The stars after them, once no obstacle is left.
        count: How many ways are as cheap, this one included; 0 if none was found.
        alternatives: The others, up to the limit asked for; those that raise criteria earlier on the form
            come first.
        obstacles: What makes the star impossible until it is gone; empty if the steps are enough.

    Example:
        >>> import ocopkit
        >>> from ocopkit.scoring.upgrade import path_to
        >>> path = path_to(ocopkit.load_sheet("examples/sheets/tea-three-stars.yaml"), 4)
        >>> len(path), path.points, path.stars
        (5, 75, 4)
        >>> ocopkit.score(path.after()).stars
        4
    """

    score: Score = field(repr=False)
    to: int
    by: Literal["raises", "levels", "points", "costs"]
    steps: tuple[Step, ...]
    cost: int | Fraction
    points: int
    stars: int | None
    count: int
    alternatives: tuple[tuple[Step, ...], ...] = field(repr=False)
    obstacles: tuple[Obstacle, ...]

    @property
    def possible(self) -> bool:
        """Whether the steps are all that is needed."""
        return not self.obstacles

    @property
    def sheet(self) -> ScoreSheet:
        """The sheet that it starts from."""
        return self.score.sheet

    def after(self, steps: tuple[Step, ...] | None = None) -> ScoreSheet:
        """Return the sheet as it is once steps are taken.

        Args:
            steps: The steps of an alternative; the path's own if left out.
        """
        taken = self.steps if steps is None else steps
        return self.sheet.answer(
            {step.criterion.code: None if step.end.answer == NOT_ASKED else step.end.answer for step in taken}
        )

    def _repr_html_(self) -> str:
        """Return what a notebook shows: from where to where, each step, and what stands in the way."""
        begun = self.score
        rows = [
            (
                one.criterion.code,
                both(one.criterion.name),
                f"{one.start.answer} → {one.end.answer}",
                both(one.wording),
                f"+{one.gained}",
            )
            for one in self.steps
        ]
        heads = (
            Text(vi="Mã", en="Code"),
            Text(vi="Tiêu chí", en="Criterion"),
            Text(vi="Mức", en="Level"),
            Text(vi="Yêu cầu của mức", en="Wording"),
            Text(vi="Điểm", en="Points"),
        )
        until = Text(vi="Không thể cho đến khi", en="Impossible until")
        return card(
            both(Text(vi=f"Lộ trình lên {starred(self.to).vi}", en=f"The way to {starred(self.to).en}")),
            [
                (Text(vi="Hiện có", en="Now"), _reached(begun.points, begun.stars)),
                (Text(vi="Khi đó", en="Then"), _reached(self.points, self.stars) if rows else None),
                (Text(vi="Số cách tương đương", en="Ways as good"), self.count or None),
                *((until, both(one.text)) for one in self.obstacles),
            ],
            grid(heads, rows, numbers=1) if rows else None,
        )

    def __iter__(self) -> Iterator[Step]:
        """Yield the steps."""
        return iter(self.steps)

    def __len__(self) -> int:
        """Return the number of steps."""
        return len(self.steps)


def _reached(points: int, stars: int | None) -> Html:
    return both(join([counted(points), starred(stars)], ", "))


def path_to(
    start: Score | ScoreSheet,
    stars: int = 4,
    *,
    by: By | Costs = "raises",
    frozen: Collection[str] = (),
    readings: Mapping[str, str] | None = None,
    switch_cases: bool = False,
    limit: int = LIMIT,
) -> Path:
    """Return the cheapest set of level raises that brings a product to a number of stars, or more.

    The path is exact: no other set of raises reaches the star for less. Of those that cost the same, the
    ones that climb the fewest levels are kept, so that no raise is superfluous; all of them are counted.
    A raise goes up within the case chosen. A criterion that the path makes asked (the story's content
    once there is a story), or that was not assessed before, is answered as the path needs it: its lowest
    answer that fits the others costs nothing.

    Args:
        start: The complete sheet, or its score.
        stars: The stars to reach, 1 to 5.
        by: What there shall be least of: ``"raises"`` (criteria raised, however far), ``"levels"`` (levels
            climbed), ``"points"`` (points gained), or a table of what it costs to bring a criterion from
            its present answer to a level: ``{"3.5": {"b": 2, "c": 5}, …}``, exact numbers from 0 on.
        frozen: Codes of criteria that are to stay as they are.
        readings: Options of the book's readings to use instead of its own choices; those of the score if
            left out.
        switch_cases: Whether another case of an either-or criterion may be chosen where it is worth no
            fewer points; it counts as a level climbed.
        limit: The most ways to tell apart.

    Returns:
        The path. If gates bar the star, they are its obstacles, and the steps are what is needed besides;
        if no raise can reach it, the obstacles say why.

    Raises:
        CostError: With every cost that the table lacks, or that has no place on the form.
        IncompleteSheetError: With every answer that is missing.
        NotFoundError: If there is no such star, criterion, measure, reading or option.
        SheetError: If a reading refuses an answer.
        TypeError: If the stars are no whole number, or the codes no list.

    Example:
        >>> import ocopkit
        >>> sheet = ocopkit.load_sheet("examples/sheets/tea-three-stars.yaml")
        >>> print(path_to(sheet, 4, frozen=["6.1.1"]).obstacles[0].text.en)
        6.1.1 Impurities may rise to level c (...), a minimum for 4 stars; it is frozen at b
    """
    expect(start, Score | ScoreSheet, "start")
    stars = expect_whole(stars, "stars")
    fixed = expect_codes(frozen, "frozen")
    begun, rules = _begun(start, readings)
    sheet = begun.sheet
    known = [band.stars for band in rules.basis.bands]
    if stars not in known:
        raise NotFoundError([_unknown_star(rules.basis.book, stars, known)])
    plan = plan_of(sheet.criteria_set)
    # The lines of this plan: the sheet's may be those of an earlier one, made of the same form.
    given = {code: plan.slots[plan.index[code]].lines[str(one)] for code, one in sheet.answers.items()}
    below = rules.of(BELOW_LOWEST) != "refuse"
    offers = offers_of(
        plan,
        given,
        by=by,
        frozen=fixed,
        switch_cases=switch_cases,
        below=below,
        granted=granted(plan, given),
    )
    ways = _Ways(begun, rules, plan, given, offers, stars, by if isinstance(by, str) else "costs")
    if (begun.stars or 0) >= stars:
        return ways.path(None, ())
    goals = goals_of(rules, stars)

    def find(end: int) -> Found | None:
        return cheapest(plan, rules, offers, goals, end=end, limit=limit)

    whole = len(plan.slots)
    end = whole if rules.of(AFTER_STOP) == "no-star" else _stopped_at(plan, sheet)
    barring = bars(plan, rules, begun, stops=rules.of(AFTER_STOP) == "no-star")
    found = find(end)
    if found is None and end < whole:
        barring = bars(plan, rules, begun, stops=True)
        found = find(whole)
    if found is None:
        barring += why_not(plan, rules, given, offers, goals, fixed)
    return ways.path(found, tuple(barring))


def _begun(start: Score | ScoreSheet, readings: Mapping[str, str] | None) -> tuple[Score, Readings]:
    """Return the score to start from and the readings that it, and the path, go by."""
    if isinstance(start, ScoreSheet) or readings is not None:
        sheet = start if isinstance(start, ScoreSheet) else start.sheet
        begun = score(sheet, readings=readings)
    else:
        begun = start
        readings = {used.reading.key: used.option.key for used in start.readings if used.chosen}
    return begun, readings_of(basis_of(begun.sheet.criteria_set), readings)


def _stopped_at(plan: Plan, sheet: ScoreSheet) -> int:
    """Return the place after the last criterion that the gates raised on a sheet let assess."""
    places = [place for gate, place, _ in plan.gates if gate.kind == "stop" and gate.key in sheet.raised]
    return min(places, default=len(plan.slots) - 1) + 1


@frozen(eq=False)
class _Ways:
    """What turns the ways found into a path."""

    begun: Score
    rules: Readings
    plan: Plan
    given: Mapping[str, Line]
    offers: tuple[tuple[Offer, ...], ...]
    to: int
    by: Literal["raises", "levels", "points", "costs"]
    _known: dict[tuple[int, str, int], Step] = field(factory=dict[tuple[int, str, int], Step], init=False)
    """Steps made already: alternatives have most of theirs in common."""

    def path(self, found: Found | None, obstacles: tuple[Obstacle, ...]) -> Path:
        """Return the path of the ways found."""
        points, stars = self.begun.points, self.begun.stars
        ways: list[tuple[Step, ...]] = []
        if found:
            points, stars = self.end(found.ways[0])
            ways = [self.steps(way) for way in found.ways]
        return Path(
            score=self.begun,
            to=self.to,
            by=self.by,
            steps=ways[0] if ways else (),
            cost=found.cost if found else 0,
            points=points,
            stars=stars,
            count=found.count if found else 0,
            alternatives=tuple(ways[1:]),
            obstacles=obstacles,
        )

    def end(self, way: Way) -> tuple[int, int | None]:
        """Return the points and stars at the end of a way."""
        points = flags = 0
        for slot, line in zip(self.plan.slots, way, strict=True):
            points += line.points if line else 0
            flags |= (line or slot.not_asked).flags
        return points, self.rules.stars(points, flags)

    def steps(self, way: Way) -> tuple[Step, ...]:
        """Return the steps of a way, those that minimums and stops need first."""
        needed = self.rules.needs(self.end(way)[1] or self.to)
        steps: list[Step] = []
        for place, (slot, line) in enumerate(zip(self.plan.slots, way, strict=True)):
            start = self.given.get(slot.criterion.code, slot.not_asked)
            if line is None or line is start:
                continue
            key = (place, line.answer, needed)
            if key not in self._known:
                self._known[key] = self.step(start, line, self.offers[place], needed)
            steps.append(self._known[key])
        first = {step.criterion.code for step in steps if step.meets or step.lifts}
        first |= {step.criterion.code for step in steps for one in step.opens if one.code in first}
        return tuple(sorted(steps, key=lambda step: step.criterion.code not in first))

    def step(self, start: Line, end: Line, offers: tuple[Offer, ...], needed: int) -> Step:
        """Return one step, with all that it brings about."""
        criterion = end.criterion
        cost = next((offer.cost for offer in offers if offer.line is end), 0)
        missed = {(one.stars, one.on_title) for one in start.minimums if not one.met}
        leaves_zero = start.points == 0 < end.points
        opened = start.flags & ~end.flags
        papers = self.rules.basis.papers
        return Step(
            criterion=criterion,
            start=start,
            end=end,
            cost=cost,
            meets=tuple(
                one
                for one in end.minimums
                if one.met
                and (one.stars, one.on_title) in missed
                and star_bit(one.stars, on_title=one.on_title) & needed
            ),
            lifts=tuple(
                gate
                for gate, _, _ in self.plan.gates
                if leaves_zero and start.answer != NOT_ASKED and criterion.code in gate.zero_in
            ),
            opens=tuple(slot.criterion for slot in self.plan.slots if slot.not_asked_if & opened),
            papers=tuple(paper for paper in papers if paper.key in criterion.evidence),
            cite=self.plan.criteria_set.citation(criterion),
        )


def _answer(line: Line) -> Text:
    """Return an answer as people read it."""
    if line.answer == NOT_ASKED:
        return Text(vi="chưa chấm", en="not answered")
    if line.level is None and line.points == 0:
        return Text(vi="dưới mức thấp nhất", en="below the lowest level")
    return same(line.answer)


def _unknown_star(book: str, stars: object, known: list[int]) -> Problem:
    names = [str(one) for one in sorted(known)]
    return Problem(
        "unknown-star",
        Text(vi=f"{book} không có hạng {stars} sao", en=f"{book} has no {stars} stars"),
        Text(vi=f"Có các hạng: {', '.join(names)}", en=f"It has: {', '.join(names)}"),
        nearest("", names),
    )
