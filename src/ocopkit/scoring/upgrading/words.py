"""A path in words."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from ocopkit.scoring.upgrade import Path, Step
from ocopkit.text import Text, counted, join, same, starred


def path_lines(path: Path) -> Iterator[Text]:
    """Yield a path in words, line by line.

    Args:
        path: The path.
    """
    if path.possible and not path.steps:
        yield Text(
            vi=f"Đã đạt {path.stars} sao ({path.points} điểm): không phải nâng tiêu chí nào.",
            en=f"{starred(path.stars).en} reached already ({counted(path.points).en}): nothing to raise.",
        )
        return
    if path.obstacles:
        yield Text(
            vi=f"Không thể đạt {path.to} sao cho đến khi:",
            en=f"{starred(path.to).en} are impossible until:",
        )
        for obstacle in path.obstacles:
            place = _bracket(obstacle.cite)
            yield Text(vi=f"  - {obstacle.text.vi}{place.vi}", en=f"  - {obstacle.text.en}{place.en}")
        if not path.count:
            return
    yield _heading(path)
    for step in path.steps:
        yield from _step(step)
    yield Text(
        vi=f"Khi đó: {path.points} điểm, {starred(path.stars).vi}.",
        en=f"Then: {counted(path.points).en}, {starred(path.stars).en}.",
    )
    yield from _alternatives(path)


def _number(cost: int | Fraction) -> int | Decimal:
    """Return a cost as a number that people write; a fraction such as 1/3 to 28 digits."""
    return cost if isinstance(cost, int) else Decimal(cost.numerator) / Decimal(cost.denominator)


def _heading(path: Path) -> Text:
    """Return from where to where, at what cost."""
    count = len(path.steps)
    climbed = f"{path.cost} level{'' if path.cost == 1 else 's'}"
    more = {
        "raises": same(""),
        "levels": Text(vi=f", tổng cộng {path.cost} bậc", en=f", {climbed} in all"),
        "points": Text(vi=f", thêm {path.cost} điểm", en=f", {path.cost} more points"),
        "costs": Text(vi=f", chi phí {_number(path.cost)}", en=f", at a cost of {_number(path.cost)}"),
    }[path.by]
    now = starred(path.score.stars)
    criteria = "criterion" if count == 1 else "criteria"
    if path.obstacles and not count:
        return Text(vi="Ngoài ra không phải nâng tiêu chí nào.", en="Besides, nothing to raise.")
    if path.obstacles:
        return Text(
            vi=f"Ngoài ra còn phải nâng {count} tiêu chí{more.vi}:",
            en=f"Besides, {count} {criteria} to raise{more.en}:",
        )
    return Text(
        vi=f"Từ {path.score.points} điểm, {now.vi} lên {path.to} sao: nâng {count} tiêu chí{more.vi}.",
        en=f"From {counted(path.score.points).en} and {now.en} to {starred(path.to).en}:"
        f" {count} {criteria} to raise{more.en}.",
    )


def _step(step: Step) -> Iterator[Text]:
    """Yield the lines of a step: the raise, then what it brings about and what supports it."""
    yield Text(vi=f"  - {step.say('vi')}", en=f"  - {step.say('en')}")
    notes: list[Text] = []
    if step.meets:
        stars = ", ".join(str(minimum.stars) for minimum in step.meets)
        notes.append(Text(vi=f"mức tối thiểu của {stars} sao", en=f"a minimum for {stars} stars"))
    notes += [Text(vi=f"gỡ: {gate.text.vi}", en=f"lifts: {gate.text.en}") for gate in step.lifts]
    if step.opens:
        codes = ", ".join(one.code for one in step.opens)
        notes.append(Text(vi=f"khi đó chấm thêm {codes}", en=f"{codes} then asked"))
    if step.papers:
        names = join([paper.name for paper in step.papers], ", ")
        notes.append(Text(vi=f"minh chứng: {names.vi}", en=f"evidence: {names.en}"))
    said, place = join(notes, "; "), _bracket(step.cite.text)
    yield Text(vi=f"    {said.vi}{place.vi}", en=f"    {said.en}{place.en}")


def _alternatives(path: Path) -> Iterator[Text]:
    others = path.count - 1
    if others < 1:
        return
    yield Text(
        vi=f"Có {others} cách khác tương đương:",
        en=f"{others} other way{' is' if others == 1 else 's are'} as good:",
    )
    for steps in path.alternatives:
        yield same("  - " + ", ".join(f"{step.criterion.code} → {step.end.answer}" for step in steps))
    left = others - len(path.alternatives)
    if left:
        yield Text(vi=f"  … và {left} cách nữa", en=f"  … and {left} more")


def _bracket(place: Text) -> Text:
    return Text(vi=f" [{place.vi}]" if place.vi else "", en=f" [{place.en}]" if place.en else "")
