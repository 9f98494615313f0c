"""Pictures of a product's life under a decision, and their Mermaid texts, made from the same data."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from attrs import frozen

from making.drawing import arrow, box, height_of, number, picture, text, wrapped
from making.words import short, table
from ocopkit.cases.certificate import STATUS_NAMES, extension_rule, last_day_of_term, re_evaluation_window
from ocopkit.cases.process import first_tier, next_tier, scores, transitions_under, what_follows
from ocopkit.cases.process import to_mermaid as tiers_to_mermaid
from ocopkit.cases.transitions import EVENTS, STAGES, TRANSITIONS, Stage, Transition
from ocopkit.cases.transitions import to_mermaid as stages_to_mermaid
from ocopkit.rules.articles import Round, Tier
from ocopkit.rules.book import RuleBook
from ocopkit.text import Lang, Text, day_text

LANGS: tuple[Lang, ...] = ("vi", "en")
WIDTH = 560
_WAYS = {
    "adopt-central": Text(vi="công nhận theo kết quả này", en="recognises by this result"),
    "evaluate-anew": Text(vi="đánh giá lại", en="evaluates anew"),
    "province-decides": Text(
        vi="chọn: theo kết quả này, hoặc đánh giá lại", en="chooses: by this result, or evaluates anew"
    ),
}


def life_pictures(book: RuleBook) -> dict[str, str]:
    """Return the pictures of a decision by file name."""
    return {
        f"life/{book.id}.{name}.{lang}.svg": drawn(book, lang)
        for lang in LANGS
        for name, drawn in (("tiers", _tiers), ("stages", _stages), ("certificate", _certificate))
    }


_INTRO: dict[Lang, str] = {
    "en": """# The life of a product

OCOP isn't a number: it is a council's decision at the right level of government, a certificate with a time
to live, and what happens then. A `Case` is one product and its events, in their order, each judged by the
law of its day. An event that isn't possible is refused with the reason, the clause and what would be
possible.

```python
from datetime import date
import ocopkit
from ocopkit.cases.events import Assessed, CertificateIssued, CouncilResult
from ocopkit.cases.events import DossierFiled, Forwarded, Recognised

case = ocopkit.Case.open(ocopkit.Product("Chè minh họa"), ocopkit.rule_book).apply(
    DossierFiled(date(2026, 6, 1), set=11),
    Assessed(date(2026, 6, 15), by="commune"),
    Forwarded(date(2026, 6, 16), by="commune"),
    CouncilResult(date(2026, 12, 10), by="province", points=92),
    Recognised(date(2026, 12, 20), by="province"),
    CertificateIssued(date(2026, 12, 20), by="province"),
)
day = date(2027, 1, 5)
print(case.stars(day), case.potential(day), case.status(day), case.certificate.last_day)
# 4 5 valid 2029-12-19
print(case.possible(day))
# ('dossier-filed', 'forwarded', 'producer-stopped', 'inspected', 'revoked', 'appeal-noted', 'law-changed')
try:
    case.apply(CertificateIssued(day, by="province"))
except ocopkit.OcopError as error:
    print(error.problems[0].why.en)
# Each recognition has one certificate, and it comes after it (article 4(3), 26/2026/QĐ-TTg)
```

What to keep of it in a system of your own: [storing cases](storing-cases.md). On the command line:
[`ocopkit case`](cli.md#case) and [`ocopkit register`](cli.md#register).

The pictures and tables below are made from the data that the library itself goes by.""",
    "vi": """# Vòng đời sản phẩm

OCOP không chỉ là một con số: đó là quyết định của hội đồng ở đúng cấp, là giấy chứng nhận có thời hạn, và
là những gì diễn ra sau đó. Một `Case` là một sản phẩm cùng các sự kiện theo đúng thứ tự, mỗi sự kiện được
xét theo văn bản có hiệu lực vào ngày đó. Sự kiện không thể có bị từ chối, kèm lý do, điều khoản và những
việc có thể làm lúc đó.

```python
from datetime import date
import ocopkit
from ocopkit.cases.events import Assessed, CouncilResult, DossierFiled, Forwarded

case = ocopkit.Case.open(ocopkit.Product("Chè minh họa"), ocopkit.rule_book).apply(
    DossierFiled(date(2026, 6, 1), set=11),
    Assessed(date(2026, 6, 15), by="commune"),
    Forwarded(date(2026, 6, 16), by="commune"),
)
for one in case.deadlines(date(2026, 6, 17)):
    print(f"{one.due:%d/%m/%Y}", one.what.vi, "|", one.who.vi.split(",")[0], "|", one.clause.vi)
# 29/12/2026 Kết thúc đợt 2 (hồ sơ đề nghị trước 30/10/2026) | Hội đồng cấp tỉnh | Điều 5, 26/2026/QĐ-TTg
try:
    case.apply(CouncilResult(date(2026, 7, 1), by="centre", points=95))
except ocopkit.OcopError as error:
    print(error.problems[0].mend.vi)
# Ghi by: province, hoặc ghi việc chuyển hồ sơ trước
```

Các hình và bảng dưới đây được vẽ từ chính dữ liệu mà thư viện dùng.""",
}


def life_page(books: Sequence[RuleBook], lang: Lang) -> str:
    """Return the page on the life of a product, the pictures of each decision on it.

    Args:
        books: The books, the latest first.
        lang: ``"vi"`` or ``"en"``.
    """
    return "\n\n".join([_INTRO[lang], *(life_part(book, lang) for book in books), *_tables(lang)]) + "\n"


def _tables(lang: Lang) -> Iterator[str]:
    vi = lang == "vi"
    yield "## Sự kiện nào khi nào { #events }" if vi else "## Which event when { #events }"
    heads = ("Sự kiện", "Khi", "Sau đó", "Vì sao") if vi else ("Event", "When", "Then", "Why")
    rows: list[tuple[str, ...]] = []
    for line in TRANSITIONS:
        stages = ", ".join(STAGES[one].say(lang) for one in line.sources) or (
            "bất cứ lúc nào" if vi else "any time"
        )
        if line.statuses:
            name = "giấy chứng nhận" if vi else "the certificate is"
            stages = f"{name}: {', '.join(STATUS_NAMES[one].say(lang) for one in line.statuses)}"
        choice = f" ({line.when})" if line.when else ""
        then = STAGES[line.target].say(lang) if line.target else "–"
        rows.append(
            (
                f"{EVENTS[line.event].say(lang)}<br>`{line.event}`{choice}",
                stages,
                then,
                line.because.say(lang),
            )
        )
    yield table(heads, rows)
    yield "## Giấy chứng nhận mỗi ngày { #statuses }" if vi else "## A certificate on each day { #statuses }"
    yield (
        ("Mỗi ngày có đúng một trạng thái:" if vi else "On each day it has exactly one status:")
        + " "
        + ", ".join(f"{name.say(lang)} (`{key}`)" for key, name in STATUS_NAMES.items())
        + "."
    )


def life_part(book: RuleBook, lang: Lang) -> str:
    """Return the part of a page that shows the life of a product under a decision."""
    vi = lang == "vi"
    folder = "../life" if vi else "life"
    parts: list[tuple[str, str, str, str | None]] = [
        (
            "tiers",
            "Hồ sơ đi qua các cấp" if vi else "A dossier through the levels of government",
            "Nét đứt: kết quả trở về cấp dưới." if vi else "Dashed: a result that goes back down.",
            tiers_to_mermaid(book, lang),
        ),
        (
            "stages",
            "Các bước và sự kiện" if vi else "Stages and events",
            "Số là sự kiện, ghi ở chân hình; ↻: vẫn ở bước đó."
            if vi
            else "Numbers are events, listed below the picture; ↻: the stage stays.",
            stages_to_mermaid(lang, transitions_under(book)),
        ),
        (
            "certificate",
            "Thời hạn giấy chứng nhận" if vi else "The time of a certificate",
            "Ví dụ: cấp vào ngày đầu tiên có hiệu lực của quyết định."
            if vi
            else "An example: issued on the decision's first day in force.",
            None,
        ),
    ]
    shown = [f"## {short(book)} {{ #{book.id} }}"]
    for name, title, note, mermaid in parts:
        shown.append(f"### {title} {{ #{book.id}-{name} }}")
        shown.append(f"{note}\n\n![{title}, {short(book)}]({folder}/{book.id}.{name}.{lang}.svg)")
        if mermaid:
            summary = "Cùng hình, bằng chữ Mermaid" if vi else "The same as Mermaid text"
            code = "\n".join(f"    {line}".rstrip() for line in mermaid.splitlines())
            shown.append(f'??? note "{summary}"\n\n    ```text\n{code}\n    ```')
    return "\n\n".join(shown)


# The levels of government.


def _tiers(book: RuleBook, lang: Lang) -> str:
    left, width, right = 60, 320, 430
    y, shapes = 12.0, list[str]()
    producer = Text(vi="Chủ thể", en="Producer").say(lang)
    shapes += box(left, y, width, [producer], round_=True)
    begin = bottom = y + height_of([producer])
    places: dict[str, tuple[float, float]] = {}
    label, previous = "", ""
    for tier in book.articles.tiers:
        top = begin + 34
        lines = _tier_lines(book, tier, lang, width)
        shapes += box(left, top, width, lines)
        places[tier.key] = (top, height_of(lines))
        comes_first = tier.key == first_tier(book).key
        above = next_tier(book, previous) if previous else None
        if comes_first or above is tier:
            shapes.append(arrow([(left + width / 2, bottom), (left + width / 2, top)]))
            shapes.append(text(left + width / 2 + 8, top - 12, label))
        for place, stars in enumerate(tier.recognises):
            at = top - 4 + place * 26
            words = [f"{stars} ★"]
            shapes.append(arrow([(left + width, at + 12), (right, at + 12)]))
            shapes += box(right, at, 90, words, round_=True)
        bottom, previous = top + height_of(lines), tier.key
        least = tier.forwards.at_least if tier.forwards else None
        label = Text(vi=f"từ {least} điểm", en=f"from {least} points").say(lang) if least else ""
        begin = max(bottom, top + 26 * len(tier.recognises) - 6)
    lane = left - 18
    for higher, lower in dict.fromkeys(_falls(book)):
        high, low = places[higher], places[lower]
        shapes.append(
            arrow(
                [
                    (left, high[0] + high[1] / 2),
                    (lane, high[0] + high[1] / 2),
                    (lane, low[0] + low[1] / 2 + 8),
                    (left, low[0] + low[1] / 2 + 8),
                ],
                dashed=True,
            )
        )
        lane -= 18
    title = Text(vi="Hồ sơ đi qua các cấp", en="A dossier through the levels of government").say(lang)
    return picture(WIDTH, begin + 14, f"{title}, {short(book)}", shapes)


def _falls(book: RuleBook) -> Iterator[tuple[str, str]]:
    """Yield from which tier results go back to which."""
    for tier in book.articles.tiers:
        for band in book.articles.bands if scores(tier) else ():
            follows = what_follows(book, tier.key, stars=band.stars)
            if follows.falls_to:
                yield tier.key, follows.falls_to


def _tier_lines(book: RuleBook, tier: Tier, lang: Lang, width: float) -> list[str]:
    vi = lang == "vi"
    told: list[str] = []
    if not scores(tier):
        topics = len(tier.topics)
        told.append(
            f"đánh giá {topics} nội dung, không chấm điểm" if vi else f"{topics} topics, without points"
        )
    else:
        told.append("hội đồng chấm điểm" if vi else "its council gives points")
    if tier.working_days:
        days = tier.working_days
        told.append(f"trong {days} ngày làm việc" if vi else f"within {days} working days")
    told += [_round(one, lang) for one in book.articles.rounds if one.tier == tier.key]
    ways: dict[tuple[str, str], list[str]] = {}
    for band in reversed(book.articles.bands) if scores(tier) else ():
        follows = what_follows(book, tier.key, stars=band.stars)
        if follows.falls_to and follows.fallback:
            ways.setdefault((follows.falls_to, follows.fallback), []).append(str(band.stars))
    for (key, fallback), stars in ways.items():
        to = next(one.name for one in book.articles.tiers if one.key == key)
        way, several = _WAYS[fallback], ", ".join(stars)
        told.append(f"{several} sao: {to.vi} {way.vi}" if vi else f"{several} stars: {to.en} {way.en}")
    return [tier.name.say(lang), *(line for one in told for line in wrapped(one, width - 12))]


def _round(one: Round, lang: Lang) -> str:
    if lang == "en":
        return f"round {one.number}: files before {one.files_before}, ends before {one.finish_before}"
    files, finish = ("/".join(reversed(day.split("-"))) for day in (one.files_before, one.finish_before))
    return f"đợt {one.number}: hồ sơ trước {files}, xong trước {finish}"


# The stages.


@frozen
class _Lane:
    """Edges of one event to one stage that share a line beside the stages."""

    number: int
    target: int
    sources: tuple[int, ...]

    @property
    def span(self) -> tuple[int, int]:
        """The first and last stage that it passes."""
        rows = [self.target, *self.sources]
        return min(rows), max(rows)


def _stages(book: RuleBook, lang: Lang) -> str:
    lines = [line for line in transitions_under(book) if line.target]
    reached = {"new", *(line.target for line in lines)}
    stages: list[Stage] = [stage for stage in STAGES if stage in reached]
    rows: dict[Stage, int] = {stage: place for place, stage in enumerate(stages)}
    kinds = list(dict.fromkeys(line.event for line in lines))
    numbers = {kind: place for place, kind in enumerate(kinds, start=1)}
    down, loops, forward, backward = _edges(lines, rows, numbers)
    lefts, rights = _laid_out(backward), _laid_out(forward)
    left: float = 14 + 20 * (1 + max(lefts, default=0))
    gap, height = 24, 25
    width = WIDTH - left - 14 - 20 * (1 + max(rights, default=0))
    tops = {row: 12.0 + row * (height + gap) for row in rows.values()}
    shapes: list[str] = []
    for stage, row in rows.items():
        again = ", ".join(map(str, loops.get(row, ())))
        words = STAGES[stage].say(lang) + (f"  ↻ {again}" if again else "")
        shapes += box(left, tops[row], width, [words], round_=stage == "new")
    for row, told in down.items():
        shapes.append(arrow([(left + width / 2, tops[row] + height), (left + width / 2, tops[row + 1])]))
        for place, one in enumerate(told):
            shapes += number(left + width / 2 + 16 + 20 * place, tops[row] + height + gap / 2, one)
    for placed, edge, side in ((rights, left + width, 1), (lefts, left, -1)):
        for step, several in placed.items():
            for lane in several:
                shapes += _lane(lane, edge + side * 20 * (step + 1), edge, tops, height)
    bottom = tops[len(stages) - 1] + height + 22
    half = (len(kinds) + 1) // 2
    for place, kind in enumerate(kinds):
        left, y = 24 + (place // half) * WIDTH / 2, bottom + 20 * (place % half)
        shapes += number(left, y - 4, numbers[kind])
        shapes.append(text(left + 16, y, EVENTS[kind].say(lang)))
    title = Text(vi="Các bước và sự kiện", en="Stages and events").say(lang)
    return picture(WIDTH, bottom + 20 * half, f"{title}, {short(book)}", shapes)


def _edges(
    lines: Sequence[Transition], rows: dict[Stage, int], numbers: dict[str, int]
) -> tuple[dict[int, list[int]], dict[int, list[int]], list[_Lane], list[_Lane]]:
    """Return edges to the next stage, to the same, to a later and to an earlier one."""
    down: dict[int, list[int]] = {}
    loops: dict[int, list[int]] = {}
    lanes: dict[tuple[int, int, bool], list[int]] = {}
    for line in lines:
        for source in line.sources:
            if source not in rows or line.target is None:
                continue
            start, end, told = rows[source], rows[line.target], numbers[line.event]
            if start == end:
                loops.setdefault(start, []).append(told)
            elif end == start + 1:
                down.setdefault(start, []).append(told)
            else:
                lanes.setdefault((told, end, end > start), []).append(start)
    made = [(later, _Lane(told, end, tuple(sources))) for (told, end, later), sources in lanes.items()]
    forward = [lane for later, lane in made if later]
    backward = [lane for later, lane in made if not later]
    return down, {row: sorted(set(told)) for row, told in loops.items()}, forward, backward


def _laid_out(lanes: list[_Lane]) -> dict[int, list[_Lane]]:
    """Return by place the lanes that stand there: short ones near the stages, none over another."""
    placed: dict[int, list[_Lane]] = {}
    for lane in sorted(lanes, key=lambda one: one.span[1] - one.span[0]):
        first, last = lane.span
        place = 0
        while any(first <= other.span[1] and other.span[0] <= last for other in placed.get(place, ())):
            place += 1
        placed.setdefault(place, []).append(lane)
    return placed


def _lane(lane: _Lane, x: float, edge: float, tops: dict[int, float], height: float) -> Iterator[str]:
    first, last = lane.span
    shift = {True: 4, False: -4}[x > edge]
    arrive, leave = height / 2 - shift, height / 2 + shift
    ys = [tops[row] + (arrive if row == lane.target else leave) for row in (first, last)]
    yield arrow([(x, ys[0]), (x, ys[1])], head=False)
    for source in lane.sources:
        yield arrow([(edge, tops[source] + leave), (x, tops[source] + leave)], head=False)
    yield arrow([(x, tops[lane.target] + arrive), (edge, tops[lane.target] + arrive)])
    yield from number(x, (ys[0] + ys[1]) / 2, lane.number)


# The certificate.


def _certificate(book: RuleBook, lang: Lang) -> str:
    vi = lang == "vi"
    issued = book.articles.instrument.in_force.first_day
    last = last_day_of_term(book, issued)
    window, rule, again = re_evaluation_window(book, last), extension_rule(book), book.articles.re_evaluation
    end = last + timedelta(days=rule.extends_days or 0) if rule else last
    scale = (WIDTH - 60) / ((end - issued).days + 120)

    def x(on: date) -> float:
        return round(30 + (on - issued).days * scale, 1)

    def day(on: date) -> str:
        return day_text(on).say(lang)

    top, marks = 22.0, list[tuple[float, str]]()
    months = book.articles.certificate.valid_months if book.articles.certificate else 0
    shapes = [
        text(30, 14, f"{months} tháng" if vi else f"{months} months", bold=True),
        (
            f'<rect x="{x(issued)}" y="{top}" width="{x(last) - x(issued):g}" height="22" '
            'fill="#ddd" stroke="#222"/>'
        ),
    ]
    marks.append((x(issued), f"{day(issued)}: {'cấp' if vi else 'issued'}"))
    if window and window.last_day:
        between = f"{day(window.first_day)} – {day(window.last_day)}"
        told = "nộp hồ sơ đánh giá lại" if vi else "re-evaluation file"
        shapes.append(
            f'<rect x="{x(window.first_day)}" y="{top}" width="{x(window.last_day) - x(window.first_day):g}" '
            'height="22" fill="url(#h)" stroke="#222"/>'
        )
        marks.append((x(window.first_day), f"{between}: {told}"))
    if again and again.notice_days:
        notice = last - timedelta(days=again.notice_days)
        told = "chậm nhất thông báo cho chủ thể" if vi else "latest notice to the producer"
        marks.append((x(notice), f"{day(notice)}: {told}"))
    marks.append((x(last), f"{day(last)}: {'ngày cuối còn hiệu lực' if vi else 'last day in force'}"))
    if rule:
        shapes.append(
            f'<rect x="{x(last)}" y="{top}" width="{x(end) - x(last):g}" height="22" fill="url(#h)" '
            'stroke="#222" stroke-dasharray="4 3"/>'
        )
        told = "muộn nhất khi được kéo dài" if vi else "latest day if extended"
        marks.append((x(end), f"{day(end)}: {told}"))
    for place, (at, words) in enumerate(marks):
        y = top + 44 + 20 * place
        shapes.append(arrow([(at, y), (at, top + 23)]))
        anchor, dx = ("end", -6) if at > WIDTH / 2 else ("start", 6)
        shapes.append(text(at + dx, y, words, anchor=anchor))
    title = Text(vi="Thời hạn giấy chứng nhận", en="The time of a certificate").say(lang)
    return picture(WIDTH, top + 54 + 20 * len(marks), f"{title}, {short(book)}", shapes)
