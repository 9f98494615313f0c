"""Why a star cannot be reached: gates on the sheet, and what no raise can mend."""

from collections.abc import Collection, Iterator, Mapping

from attrs import frozen

from ocopkit.rules.criteria import Criterion
from ocopkit.scoring.plan import Line, Plan, Slot, star_bit
from ocopkit.scoring.readings import Readings
from ocopkit.scoring.score import Score
from ocopkit.scoring.sheet import title
from ocopkit.scoring.upgrading.cheapest import Goal
from ocopkit.scoring.upgrading.raising import Offer
from ocopkit.text import Text, join

Offers = tuple[tuple[Offer, ...], ...]


@frozen(eq=False)
class Obstacle:
    """Something that makes a star impossible until it is gone.

    Args:
        code: The kind: ``"gate"``, ``"minimum"``, ``"not-asked"``, ``"zero"``, ``"points"``,
            ``"too-many-points"``, ``"no-combination"``.
        text: What must come about for the star to be possible, and what stands against it now.
        cite: Where it is written; empty if nowhere.
        at: The code of the criterion it concerns; empty if none.
    """

    code: str
    text: Text
    cite: Text
    at: str = ""


def bars(plan: Plan, rules: Readings, begun: Score, *, stops: bool) -> list[Obstacle]:
    """Return the gates raised on a sheet that bar every star.

    Args:
        plan: The criteria set.
        rules: The readings.
        begun: The score of the sheet.
        stops: Whether gates that stop the assessment are among them.
    """
    found: list[Obstacle] = []
    for result in begun.raised:
        gate = result.gate
        if result.by != "sheet" or not _bars(plan, rules, gate.key, stops=stops):
            continue
        until = {
            "disqualify": Text(vi="không còn thuộc diện bị loại", en="this no longer rules the product out"),
            "stop": Text(vi="không còn điều kiện dừng đánh giá", en="this no longer stops the assessment"),
            "requirement": Text(vi="đáp ứng yêu cầu của mẫu", en="this requirement of the form is met"),
        }[gate.kind]
        reason = f" — {result.reason}" if result.reason else ""
        text = Text(
            vi=f"{until.vi}: {gate.text.vi}{reason}",
            en=f"{until.en}: {gate.text.en}{reason}",
        )
        found.append(Obstacle("gate", text, _place(plan, result.criterion), _code(result.criterion)))
    return found


def _bars(plan: Plan, rules: Readings, key: str, *, stops: bool) -> bool:
    gate, place, _ = next(one for one in plan.gates if one[0].key == key)
    if gate.kind == "stop":
        return stops and place + 1 < len(plan.slots)
    return gate.kind == "disqualify" or rules.choices.get(gate.reading or "") == "disqualify"


def why_not(
    plan: Plan,
    rules: Readings,
    given: Mapping[str, Line],
    offers: Offers,
    goals: tuple[Goal, ...],
    fixed: Collection[str],
) -> list[Obstacle]:
    """Return why no raise reaches any of several goals, gates on the sheet aside.

    Args:
        plan: The criteria set.
        rules: The readings.
        given: The lines answered now, by code.
        offers: For each criterion the answers it may end with, the present one first.
        goals: What would be enough.
        fixed: Codes of the criteria that are to stay as they are.
    """
    form = _Form(plan, rules, given, offers, fixed)
    return [*form.zeros(), *(obstacle for goal in goals for obstacle in form.against(goal))]


@frozen(eq=False)
class _Form:
    """A form with what its criteria can end with."""

    plan: Plan
    rules: Readings
    given: Mapping[str, Line]
    offers: Offers
    fixed: Collection[str]

    def zeros(self) -> Iterator[Obstacle]:
        """Yield the criteria that cannot leave zero, where zero stops the assessment."""
        for gate, place, bit in self.plan.gates:
            if not bit or place + 1 >= len(self.plan.slots):
                continue
            for code in gate.zero_in:
                criterion = self.plan.slots[self.plan.index[code]].criterion
                if all(line.points == 0 for line in self.ends(criterion)):
                    name, now = title(criterion), self.now(criterion)
                    text = Text(
                        vi=f"{name.vi} được nâng trên 0 điểm; hiện {now.vi} ({gate.text.vi})",
                        en=f"{name.en} may rise above zero points; it {now.en} ({gate.text.en})",
                    )
                    yield Obstacle("zero", text, _place(self.plan, criterion), code)

    def against(self, goal: Goal) -> Iterator[Obstacle]:
        """Yield what stands against one goal."""
        minimums = list(self.minimums(goal))
        yield from minimums
        ends = [self.ends(slot.criterion) for slot in self.plan.slots]
        most = sum(max([line.points for line in lines]) for lines in ends)
        meeting = [
            [line.points for line in lines if not line.flags & goal.minimums] or [lines[0].points]
            for lines in ends
        ]
        least = sum(map(min, meeting))
        if most < goal.at_least:
            yield self.points(goal, most)
        elif goal.below is not None and least >= goal.below:
            yield self.too_many(goal, least)
        elif not minimums and not list(self.zeros()):
            yield Obstacle(
                "no-combination",
                Text(
                    vi=f"có cách nâng nào vừa đủ từ {goal.at_least} điểm cho {goal.stars} sao; hiện không có",
                    en=f"some set of raises lands on the points of {goal.stars} stars, from {goal.at_least};"
                    " none does",
                ),
                self.band(goal),
            )

    def minimums(self, goal: Goal) -> Iterator[Obstacle]:
        """Yield the minimums of a goal that cannot be met."""
        for slot in self.plan.slots:
            criterion = slot.criterion
            lines = self.ends(criterion)
            if any(not line.flags & goal.minimums for line in lines):
                continue
            if self.never_asked(slot):
                yield self.not_asked(criterion, goal)
                continue
            needed = next(
                one.required
                for one in reversed(lines[0].minimums)
                if not one.met and star_bit(one.stars, on_title=one.on_title) & goal.minimums
            )
            name, now, wording = title(criterion), self.now(criterion), needed.name
            text = Text(
                vi=f"{name.vi} được nâng lên mức {needed.key} ({wording.vi}), tối thiểu cho {goal.stars} sao;"
                f" hiện {now.vi}",
                en=f"{name.en} may rise to level {needed.key} ({wording.en}), a minimum for {goal.stars}"
                f" stars; it {now.en}",
            )
            yield Obstacle("minimum", text, _place(self.plan, criterion), criterion.code)

    def not_asked(self, criterion: Criterion, goal: Goal) -> Obstacle:
        """Return that a criterion with a minimum isn't asked, and cannot come to be."""
        condition = criterion.applies_when
        assert condition is not None  # noqa: S101 (only such criteria are ever not asked)
        other = self.plan.slots[self.plan.index[condition.criterion]].criterion
        name, now, above = title(criterion), self.now(other), title(other)
        text = Text(
            vi=f"{name.vi} được chấm, vì có mức tối thiểu cho {goal.stars} sao ({condition.text.vi});"
            f" hiện {above.vi} {now.vi}",
            en=f"{name.en} is asked, since {goal.stars} stars need a level of it ({condition.text.en});"
            f" now {above.en} {now.en}",
        )
        return Obstacle("not-asked", text, _place(self.plan, criterion), criterion.code)

    def points(self, goal: Goal, most: int) -> Obstacle:
        """Return that all raises together bring too few points."""
        holding = [text for slot in self.plan.slots for text in self.held(slot)]
        held = join(holding, "; ")
        text = Text(
            vi=f"có thể đạt từ {goal.at_least} điểm cho {goal.stars} sao; nâng hết mức chỉ được {most} điểm"
            + (f" ({held.vi})" if holding else ""),
            en=f"{goal.at_least} points, for {goal.stars} stars, are within reach; all raises together come"
            f" to {most}" + (f" ({held.en})" if holding else ""),
        )
        return Obstacle("points", text, self.band(goal))

    def held(self, slot: Slot) -> Iterator[Text]:
        """Yield what keeps a criterion from all its points."""
        criterion = slot.criterion
        most = max(line.points for line in self.ends(criterion))
        if most < slot.most:
            name, now = title(criterion), self.now(criterion)
            yield Text(
                vi=f"{name.vi}: {now.vi}, nhiều nhất {most}/{slot.most} điểm",
                en=f"{name.en}: it {now.en}, {most} of {slot.most} points at most",
            )

    def too_many(self, goal: Goal, least: int) -> Obstacle:
        """Return that the points lie above a band, where the minimums of a higher star decide."""
        text = Text(
            vi=f"điểm có thể dưới {goal.below}, mức mà từ đó xét mức tối thiểu của hạng cao hơn {goal.stars}"
            f" sao; nâng mức không làm giảm điểm, ít nhất cũng {least} điểm",
            en=f"fewer than {goal.below} points are within reach, from where minimums of more than"
            f" {goal.stars} stars decide; raises never lower points, and {least} are the least",
        )
        return Obstacle("too-many-points", text, self.band(goal))

    def ends(self, criterion: Criterion) -> list[Line]:
        """Return the lines that a criterion can end with."""
        place = self.plan.index[criterion.code]
        slot = self.plan.slots[place]
        if self.never_asked(slot):
            return [slot.not_asked]
        lines = [offer.line for offer in self.offers[place]]
        # Where it is not asked now, it may also stay so.
        return lines if criterion.code in self.given or not slot.not_asked_if else [*lines, slot.not_asked]

    def never_asked(self, slot: Slot) -> bool:
        """Return whether the condition on which a criterion is asked cannot come to hold."""
        condition = slot.criterion.applies_when
        if condition is None:
            return False
        other = self.plan.slots[self.plan.index[condition.criterion]].criterion
        return all(line.flags & slot.not_asked_if for line in self.ends(other))

    def now(self, criterion: Criterion) -> Text:
        """Return how a criterion stands now, after "hiện" or "it"."""
        slot = self.plan.slots[self.plan.index[criterion.code]]
        line = self.given.get(criterion.code)
        if line is None:
            if self.never_asked(slot):
                return Text(vi="không được chấm", en="is not asked")
            return Text(vi="chưa chấm", en="is not answered")
        if criterion.code in self.fixed:
            return Text(vi=f"giữ nguyên ở mức {line.answer}", en=f"is frozen at {line.answer}")
        if line.case:
            return Text(
                vi=f"chấm theo trường hợp {line.case.key} ({line.case.name.vi})",
                en=f"is assessed by case {line.case.key} ({line.case.name.en})",
            )
        return Text(vi=f"ở mức {line.answer}", en=f"stands at {line.answer}")

    def band(self, goal: Goal) -> Text:
        """Return where the star band of a goal is written."""
        band = next(one for one in self.rules.basis.bands if one.stars == goal.stars)
        return join([one.text for one in band.cite], ", ")


def _place(plan: Plan, criterion: Criterion | None) -> Text:
    form = plan.criteria_set
    if criterion is not None:
        return form.citation(criterion).text
    return join([one.text for one in form.cite], ", ") if form.cite else form.name


def _code(criterion: Criterion | None) -> str:
    return criterion.code if criterion else ""
