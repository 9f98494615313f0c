"""The way to a star on a page: each step with the level to reach, its wording and the papers for it."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from ocopkit.forms.handover.heading import items, part
from ocopkit.forms.handover.rated import named
from ocopkit.markup import Child, Html, el
from ocopkit.scoring.plan import NOT_ASKED, Line
from ocopkit.scoring.reasons import cited
from ocopkit.scoring.upgrade import Obstacle, Path, Step
from ocopkit.text import Lang, Text, counted, same, starred


def route(path: Path, lang: Lang) -> Html | None:
    """Return a path as a part of a page: what bars it, its steps, and other ways as good."""
    return part(
        Text(vi=f"Lộ trình lên {starred(path.to).vi}", en=f"The way to {starred(path.to).en}"),
        _obstacles(path, lang),
        el("p", summary(path).say(lang)),
        el("ol", [el("li", _step(step, lang)) for step in path.steps], class_="steps")
        if path.steps
        else None,
        _end(path, lang),
        _alternatives(path, lang),
        lang=lang,
    )


def summary(path: Path) -> Text:
    """Return what a path comes to, in a sentence."""
    count = len(path.steps)
    if path.possible and not count:
        return Text(
            vi=f"Đã đạt {starred(path.stars).vi}: không phải nâng tiêu chí nào.",
            en=f"{starred(path.stars).en} reached already: nothing to raise.",
        )
    if not count:
        return (
            Text(vi="Ngoài ra không phải nâng tiêu chí nào.", en="Besides, nothing is to be raised.")
            if path.count
            else Text(vi="Chưa có cách nâng nào đạt hạng này.", en="No set of raises reaches this star.")
        )
    besides = Text(vi="Ngoài ra phải nâng", en="Besides, to raise:") if path.obstacles else None
    head = besides or Text(vi="Phải nâng", en="To raise:")
    gained = sum(step.gained for step in path.steps)
    criteria = "criterion" if count == 1 else "criteria"
    cost = _cost(path)
    return Text(
        vi=f"{head.vi} {count} tiêu chí, thêm {gained} điểm{cost.vi}.",
        en=f"{head.en} {count} {criteria}, {counted(gained).en} more{cost.en}.",
    )


def _obstacles(path: Path, lang: Lang) -> Html | None:
    if not path.obstacles:
        return None
    until = Text(
        vi=f"Không thể đạt {starred(path.to).vi} cho đến khi:",
        en=f"{starred(path.to).en} cannot be reached until:",
    )
    return el(
        "div",
        el("p", el("b", until.say(lang), class_="missed")),
        items((_obstacle(one, lang) for one in path.obstacles), "lacking"),
    )


def _obstacle(one: Obstacle, lang: Lang) -> Iterator[Child]:
    yield el("p", one.text.say(lang))
    if one.cite.vi:
        yield el("p", one.cite.say(lang), class_="quiet")


def _step(step: Step, lang: Lang) -> Iterator[Child]:
    gained = f"+{counted(step.gained).say(lang)}"
    yield el("p", named(step.criterion, lang))
    yield el(
        "p",
        el("b", f"{_now(step.start).say(lang)} → {step.end.answer}", class_="climb"),
        f" ({gained}): {step.wording.say(lang)}",
    )
    if because := [text.say(lang) for text in _because(step)]:
        yield el("p", "; ".join(because), ".")
    if step.papers:
        papers = Text(vi="Minh chứng", en="Evidence")
        yield el("p", el("b", f"{papers.say(lang)}:"))
        yield el("ul", (el("li", one) for one in _papers(step, lang)), class_="papers")
    yield el("p", step.cite.text.say(lang), class_="quiet")


def _because(step: Step) -> Iterator[Text]:
    if step.meets:
        stars = ", ".join(str(one.stars) for one in step.meets)
        yield Text(vi=f"Mức tối thiểu cho {stars} sao", en=f"A minimum for {stars} stars")
    for gate in step.lifts:
        yield Text(vi=f"Không còn: {gate.text.vi}", en=f"No longer: {gate.text.en}")
    if step.opens:
        codes = ", ".join(one.code for one in step.opens)
        yield Text(vi=f"Khi đó chấm thêm {codes}", en=f"{codes} then asked")


def _papers(step: Step, lang: Lang) -> Iterator[str]:
    for paper in step.papers:
        place = cited(paper.cite).say(lang)
        form = paper.form.say(lang)
        yield f"{paper.name.say(lang)}: {form}" + (f" ({place})" if place else "")


def _now(line: Line) -> Text:
    """Return an answer by its key, where it has one."""
    if line.answer == NOT_ASKED:
        return Text(vi="chưa chấm", en="not answered")
    if line.level is None and not line.points:
        return Text(vi="dưới mức thấp nhất", en="below the lowest level")
    return same(line.answer)


def _cost(path: Path) -> Text:
    """Return what a path costs by its measure, unless that is said already."""
    cost = path.cost if isinstance(path.cost, int) else _decimal(path.cost)
    if path.by == "levels":
        return Text(vi=f", tổng cộng {cost} bậc", en=f", {cost} level{'' if cost == 1 else 's'} in all")
    if path.by == "costs":
        return Text(vi=f", chi phí {cost}", en=f", at a cost of {cost}")
    return same("")


def _decimal(cost: Fraction) -> Decimal:
    return Decimal(cost.numerator) / Decimal(cost.denominator)


def _end(path: Path, lang: Lang) -> Html | None:
    if not path.steps:
        return None
    then = Text(
        vi=f"Khi đó: {path.points} điểm, {starred(path.stars).vi}.",
        en=f"Then: {counted(path.points).en}, {starred(path.stars).en}.",
    )
    return el("p", el("b", then.say(lang)))


def _alternatives(path: Path, lang: Lang) -> Html | None:
    others = path.count - 1
    if others < 1:
        return None
    as_good = Text(
        vi=f"Có {others} cách khác tương đương",
        en=f"{others} other way{' is' if others == 1 else 's are'} as good",
    )
    left = others - len(path.alternatives)
    more = Text(vi=f"… và {left} cách nữa", en=f"… and {left} more")
    ways = [
        ", ".join(f"{step.criterion.code} → {step.end.answer}" for step in steps)
        for steps in path.alternatives
    ]
    return el(
        "div",
        el("h3", as_good.say(lang)),
        items([*ways, *([more.say(lang)] if left else [])], "quietly"),
    )
