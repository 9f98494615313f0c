"""What the pages of a score and of a council's decision have in common: total, sums, minimums, gates."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from attrs import frozen

from ocopkit.forms.handover.figures import bar, scale, star_row
from ocopkit.forms.handover.heading import items, part
from ocopkit.markup import Child, Html, el, together
from ocopkit.page import table
from ocopkit.rules.articles import StarBand
from ocopkit.rules.criteria import EXEMPT, CriteriaSet, Criterion, Level
from ocopkit.scoring.councils.minutes import cut
from ocopkit.scoring.plan import NOT_ASKED, Line
from ocopkit.scoring.score import Outcome
from ocopkit.text import Lang, Text, counted, same, starred

Points = int | Fraction

OUTCOMES: dict[Outcome, Text] = {
    "rated": Text(vi="Đã phân hạng.", en="Rated."),
    "not-achieved": Text(
        vi="Không đạt: thiếu yêu cầu tối thiểu của hạng sao theo điểm.",
        en="Not achieved: a minimum of the star that the points reach is missed.",
    ),
    "stopped": Text(vi="Dừng đánh giá trước khi hết mẫu.", en="Assessing stopped before the form's end."),
    "disqualified": Text(vi="Bị loại: không được phân hạng.", en="Disqualified: no star."),
}
MET = Text(vi="đạt", en="met")
MISSED = Text(vi="chưa đạt", en="not met")


@frozen(eq=False)
class Sum:
    """The points of a part or of a section.

    Args:
        code: Its code.
        name: Its name.
        points: Its points; ``None`` if none of it was assessed.
        most: The most points.
        is_part: Whether it is a part.
    """

    code: str
    name: Text
    points: Points | None
    most: int
    is_part: bool = False


@frozen(eq=False)
class Need:
    """A minimum level for a star.

    Args:
        criterion: The criterion.
        stars: The star.
        required: The level that is needed at least.
        met: Whether it is met.
        now: What there is instead.
        place: Where it is written.
    """

    criterion: Criterion
    stars: int
    required: Level
    met: bool
    now: Text
    place: Text


def shown(points: Points) -> Text:
    """Return points as people read them: a decimal where they end, else cut and never rounded."""
    return cut(points) if isinstance(points, Fraction) else same(str(points))


def verdict(total: Text, most: Text, rank: Child, lead: Child, drawn: Html, lang: Lang) -> Html:
    """Return the result in one box: total, stars, what they mean, and the scale."""
    return el(
        "section",
        el(
            "p",
            el("span", total.say(lang), el("span", f" {most.say(lang)}", class_="most"), class_="total"),
            " ",
            el("span", rank, class_="rank"),
            class_="figures",
        ),
        el("p", lead, class_="lead"),
        drawn,
        class_="verdict",
        aria_label=Text(vi="Kết quả", en="Result").say(lang),
    )


def out_of(most: int) -> Text:
    """Return the most points, as they stand behind a total."""
    return Text(vi=f"/{most} điểm", en=f"of {most} points")


def star_figure(stars: int | None, lang: Lang) -> Html:
    """Return stars as a figure and in words."""
    return together(star_row(stars, lang), " ", starred(stars).say(lang))


def on_scale(
    form: CriteriaSet, bands: Sequence[StarBand], points: Points, stars: int | None, lang: Lang
) -> Html:
    """Return a total on the scale of the star bands."""
    return scale(bands, form.max, lang, points=points, reached=[stars])


def sums(rows: Iterable[Sum], lang: Lang) -> Html | None:
    """Return the points of parts and sections as bars with their numbers."""
    names = Text(vi="Phần, mục", en="Part, section"), Text(vi="Điểm", en="Points")
    lines = [
        el(
            "tr",
            el(
                "th",
                el(
                    "div",
                    el("span", el("span", one.code, class_="code"), f" {one.name.say(lang)}"),
                    bar(one.points, one.most) if one.points is not None else None,
                    class_="sum",
                ),
                scope="row",
            ),
            el("td", _out_of(one, lang), class_="number"),
            class_="part" if one.is_part else None,
        )
        for one in rows
    ]
    heads = el(
        "tr",
        el("th", names[0].say(lang), scope="col"),
        el("th", names[1].say(lang), scope="col", class_="number"),
    )
    body = el("table", el("thead", heads), el("tbody", lines), class_="sums")
    return part(Text(vi="Điểm theo phần và mục", en="Points by part and section"), body, lang=lang)


def _out_of(one: Sum, lang: Lang) -> str:
    if one.points is None:
        return Text(vi="không chấm", en="not assessed").say(lang)
    return f"{shown(one.points).say(lang)}/{one.most}"


def answer(line: Line) -> Text:
    """Return an answer with the wording of its level."""
    if line.answer == NOT_ASKED:
        return Text(vi="không được chấm", en="not asked")
    if line.answer == EXEMPT:
        return Text(vi="không phải chấm, được điểm tối đa", en="not asked of this product: full marks")
    if line.level is None:
        return Text(vi="dưới mức thấp nhất", en="below the lowest level")
    return Text(vi=f"{line.answer}: {line.level.name.vi}", en=f"{line.answer}: {line.level.name.en}")


def star_table(
    bands: Sequence[StarBand], points: Points, stars: int | None, needs: Sequence[Need], lang: Lang
) -> Html:
    """Return for each star the points and the minimums that it needs, and whether they are there."""
    rows: list[list[Child]] = []
    for band in sorted(bands, key=lambda band: band.stars):
        own = [one for one in needs if one.stars == band.stars]
        met = sum(one.met for one in own)
        rows.append(
            [
                starred(band.stars).say(lang),
                _points_of(band, points).say(lang),
                f"{met}/{len(own)}" if own else "–",
                verdict_of(stars is not None and stars >= band.stars, lang),
            ]
        )
    heads = [
        Text(vi="Hạng", en="Stars"),
        Text(vi="Điểm", en="Points"),
        Text(vi="Tối thiểu", en="Minimums"),
        Text(vi="Kết luận", en="Result"),
    ]
    return el("div", table(heads, rows, (lang,), stack=False), class_="small")


def _points_of(band: StarBand, points: Points) -> Text:
    needed = Text(vi=f"từ {band.at_least}", en=f"from {band.at_least}")
    if points >= band.at_least:
        return needed
    short = shown(band.at_least - points)
    return Text(vi=f"{needed.vi}, thiếu {short.vi}", en=f"{needed.en}, {short.en} short")


def verdict_of(met: bool, lang: Lang) -> Html:  # noqa: FBT001 (the one thing it says)
    """Return whether something is met, in a word."""
    return el("span", MET.say(lang), class_="met") if met else el("span", MISSED.say(lang), class_="missed")


def minimums(
    bands: Sequence[StarBand], points: Points, stars: int | None, needs: Sequence[Need], lang: Lang
) -> Html | None:
    """Return what each star needs: first in a table, then each minimum missed, then those met."""
    levels = sorted({one.stars for one in needs})
    missed = [
        together(
            el("h3", _missing(level, sum(not one.met for one in needs if one.stars == level)).say(lang)),
            items((_missed(one, lang) for one in needs if one.stars == level and not one.met), "lacking"),
        )
        for level in levels
        if any(not one.met for one in needs if one.stars == level)
    ]
    met = [
        together(
            el("h3", _all_met(level).say(lang)),
            items((_met(one, lang) for one in needs if one.stars == level and one.met), "quietly", "two"),
        )
        for level in levels
        if any(one.met for one in needs if one.stars == level)
    ]
    return together(
        part(
            Text(vi="Điều kiện của từng hạng sao", en="What each star needs"),
            star_table(bands, points, stars, needs, lang),
            missed,
            lang=lang,
        ),
        part(
            Text(vi="Các mức tối thiểu đã đạt", en="Minimum levels that are met"),
            met,
            lang=lang,
            class_="basis",
        ),
    )


def _missing(stars: int, count: int) -> Text:
    levels = "minimum level is" if count == 1 else "minimum levels are"
    return Text(
        vi=f"{starred(stars).vi}: còn thiếu {count} mức tối thiểu",
        en=f"{starred(stars).en}: {count} {levels} not met",
    )


def _all_met(stars: int) -> Text:
    return Text(vi=f"Cho {starred(stars).vi}", en=f"For {starred(stars).en}")


def _missed(one: Need, lang: Lang) -> Iterator[Child]:
    needed = Text(vi="Cần mức", en="Needed is level")
    yield el("p", named(one.criterion, lang))
    yield el(
        "p",
        f"{needed.say(lang)} ",
        el("b", f"{one.required.key} ({counted(one.required.points).say(lang)})"),
        f": {one.required.name.say(lang)}",
    )
    yield el("p", one.now.say(lang), el("span", f" · {one.place.say(lang)}", class_="quiet"))


def _met(one: Need, lang: Lang) -> Iterator[Child]:
    yield el("span", one.criterion.code, class_="code")
    yield f" {one.criterion.name.say(lang)}: "
    yield f"{one.required.key}, {one.required.name.say(lang)}"


def named(criterion: Criterion, lang: Lang) -> Html:
    """Return a criterion by its code and name."""
    return el(
        "span", el("span", criterion.code, class_="code"), f" {criterion.name.say(lang)}", class_="name"
    )


@frozen(eq=False)
class Raised:
    """A gate of the form, and what is to be said of it.

    Args:
        text: The gate.
        raised: Whether it was raised.
        note: Who raised it, or why.
        place: Where it is written.
    """

    text: Text
    raised: bool
    note: Text
    place: Text


def gates(found: Sequence[Raised], lang: Lang) -> Html | None:
    """Return the gates that were raised, then the others of the form."""
    if not found:
        return None
    raised = [one for one in found if one.raised]
    clear = [one for one in found if not one.raised]
    none = Text(vi="Không có điều kiện nào bị nêu.", en="None was raised.")
    others = Text(vi="Các điều kiện không bị nêu", en="Not raised")
    return part(
        Text(vi="Điều kiện loại, dừng và yêu cầu của mẫu", en="Knock-outs, stops and requirements"),
        items((_raised(one, lang) for one in raised), "lacking") or el("p", none.say(lang)),
        el("h3", others.say(lang)) if clear else None,
        items(((one.text.say(lang), _note(one, lang)) for one in clear), "quietly"),
        lang=lang,
    )


def _raised(one: Raised, lang: Lang) -> Iterator[Child]:
    yield el("p", el("b", one.text.say(lang)))
    if one.note.vi:
        yield el("p", one.note.say(lang))
    yield el("p", one.place.say(lang), class_="quiet")


def _note(one: Raised, lang: Lang) -> str:
    return f" ({one.note.say(lang)})" if one.note.vi else ""
