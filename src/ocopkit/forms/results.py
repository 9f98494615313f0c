"""Results that one can hand over: self-contained pages for a telephone and for A4 paper.

A page needs no network and no script, in Vietnamese or in English. Personal data is left out unless it is
asked for by name: a field of :class:`~ocopkit.product.Person`, or ``"members"`` for the names of a council's
members.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from ocopkit.assessing.assess import Assessment
from ocopkit.cases.case import Case
from ocopkit.cases.deadlines import late
from ocopkit.forms.handover import council, life, measured, rated, route
from ocopkit.forms.handover.figures import scale
from ocopkit.forms.handover.heading import (
    MEMBERS,
    doubts,
    foot,
    head,
    items,
    part,
    refuse_unknown,
    sources,
    title_of,
    used_readings,
)
from ocopkit.forms.handover.style import STYLE
from ocopkit.markup import Child, Html, el
from ocopkit.page import page, table
from ocopkit.product import Product
from ocopkit.rules.articles import StarBand
from ocopkit.rules.criteria import CriteriaSet
from ocopkit.scoring.bounds import Bounds, bounds
from ocopkit.scoring.council import Decision
from ocopkit.scoring.councils.minutes import cut, exact
from ocopkit.scoring.plan import Line, plan_of
from ocopkit.scoring.reasons import cited
from ocopkit.scoring.score import Score, basis_of
from ocopkit.scoring.sheet import ScoreSheet
from ocopkit.scoring.upgrade import Path, path_to
from ocopkit.text import Lang, Text, counted, same, starred

_SCORE = Text(vi="Kết quả chấm điểm OCOP", en="OCOP score")
_BOUNDS = Text(vi="Khoảng điểm của phiếu chưa đủ (OCOP)", en="Score bounds of an incomplete OCOP sheet")
_DECISION = Text(vi="Kết quả của hội đồng OCOP", en="Result of an OCOP council")
_PATH = Text(vi="Lộ trình nâng hạng OCOP", en="The way to more OCOP stars")
_ASSESSMENT = Text(vi="Số liệu và mức đề xuất (OCOP)", en="Facts and proposed levels (OCOP)")
_CASE = Text(vi="Vòng đời sản phẩm OCOP", en="The life of an OCOP product")
_NOT_A_RECOGNITION = Text(
    vi="Kết quả này được tính từ phiếu, theo văn bản nêu dưới đây. Đây không phải quyết định công nhận"
    " của cơ quan có thẩm quyền.",
    en="This result is computed from the sheet by the decision named below. It is not a recognition"
    " by an authority.",
)
_NOT_A_SCORE = Text(
    vi="Trang này nêu mức mà số liệu đề xuất. Hội đồng đối chiếu giấy tờ và quyết định; đây không phải"
    " kết quả chấm điểm.",
    en="This page tells the levels that facts propose. The council checks the papers and decides; it is no"
    " score.",
)
_NOT_A_REGISTER = Text(
    vi="Trang này tính từ các sự kiện đã ghi, theo văn bản có hiệu lực. Đây không phải giấy chứng nhận.",
    en="This page is computed from the events recorded, by the decisions in force. It is not a certificate.",
)


def score_page(
    score: Score, *, lang: Lang = "vi", to: int | None = None, personal: Collection[str] = ()
) -> str:
    """Return a score as a page: total, stars, parts, minimums, gates, the way to a star, what it rests on.

    Args:
        score: The score.
        lang: ``"vi"`` or ``"en"``.
        to: The stars that the way leads to; the next that is recognised if left out.
        personal: The personal data to show, by name, such as ``("name", "telephone")``.

    Returns:
        A whole HTML document.

    Raises:
        NotFoundError: If no personal data goes by one of the names, or there is no such star.

    Example:
        >>> import ocopkit
        >>> from ocopkit.forms.results import score_page
        >>> score = ocopkit.score(ocopkit.load_sheet("examples/sheets/tea-three-stars.yaml"))
        >>> page = score_page(score)
        >>> "Lộ trình lên 4 sao" in page, "://" in page, "<script" in page
        (True, False, False)
    """
    refuse_unknown(personal)
    sheet, form = score.sheet, score.sheet.criteria_set
    bands = basis_of(form).bands
    goal = to if to is not None else _next_star(bands, score.stars)
    path = path_to(score, goal) if goal is not None else None
    needs = list(_needs(score))
    return _page(
        _SCORE,
        sheet.product,
        form,
        lang,
        personal,
        rated.verdict(
            same(str(score.points)),
            rated.out_of(form.max),
            rated.star_figure(score.stars, lang),
            _lead(score, path).say(lang),
            rated.on_scale(form, bands, score.points, score.stars, lang),
            lang,
        ),
        rated.gates(list(_gates(score)), lang) if score.raised else None,
        rated.sums(_sums(score), lang),
        route.route(path, lang) if path is not None else None,
        rated.minimums(bands, score.points, score.stars, needs, lang),
        _answers(score, lang),
        rated.gates(list(_gates(score)), lang) if not score.raised else None,
        used_readings(score.readings, lang),
        doubts(score.findings, lang),
        foot(sources(score.rule_book, score.digest, form), lang, says=_NOT_A_RECOGNITION),
    )


def bounds_page(
    sheet: ScoreSheet,
    *,
    readings: Mapping[str, str] | None = None,
    lang: Lang = "vi",
    personal: Collection[str] = (),
) -> str:
    """Return what an incomplete sheet can still come to as a page.

    Args:
        sheet: The sheet, complete or not.
        readings: Options of the book's readings to use instead of its own choices.
        lang: ``"vi"`` or ``"en"``.
        personal: The personal data to show, by name.

    Returns:
        A whole HTML document.

    Raises:
        NotFoundError: If there is no such reading or option, or no personal data of one of the names.
        SheetError: If a reading refuses an answer.

    Example:
        >>> import ocopkit
        >>> from ocopkit.forms.results import bounds_page
        >>> sheet = ocopkit.load_sheet("examples/sheets/cosmetics-incomplete.yaml")
        >>> "64–81" in bounds_page(sheet, lang="en")
        True
    """
    refuse_unknown(personal)
    form = sheet.criteria_set
    basis = basis_of(form)
    limits = bounds(sheet, readings=readings)
    return _page(
        _BOUNDS,
        sheet.product,
        form,
        lang,
        personal,
        _range(form, limits, _still_open(limits), lang),
        _open_questions(sheet, limits, lang),
        foot(sources(basis.book, basis.digest, form), lang, says=_NOT_A_RECOGNITION),
    )


def decision_page(decision: Decision, *, lang: Lang = "vi", personal: Collection[str] = ()) -> str:
    """Return a council's decision as a page.

    Args:
        decision: The decision.
        lang: ``"vi"`` or ``"en"``.
        personal: The personal data to show, by name; ``"members"`` for the names of the members, who
            are numbered otherwise.

    Returns:
        A whole HTML document.

    Raises:
        NotFoundError: If no personal data goes by one of the names.

    Example:
        >>> import ocopkit
        >>> from ocopkit.forms.results import decision_page
        >>> from ocopkit.scoring.council import MemberSheet, decide
        >>> from ocopkit.scoring.regulation import Regulation
        >>> sheet = ocopkit.load_sheet("examples/sheets/tea-three-stars.yaml")
        >>> council = [MemberSheet("Nguyễn Thị B", sheet, "chair"), MemberSheet("Trần Văn C", sheet)]
        >>> result = decide(council, Regulation("local", ocopkit.Text("Quy chế", "Regulation")))
        >>> "Nguyễn" in decision_page(result), "Nguyễn" in decision_page(result, personal=["members"])
        (False, True)
    """
    refuse_unknown(personal)
    form = decision.criteria_set
    bands = basis_of(form).bands
    called = council.labels(decision, lang, named=MEMBERS in personal)
    gates = rated.gates(list(council.gates_of(decision)), lang)
    return _page(
        _DECISION,
        decision.product,
        form,
        lang,
        personal,
        rated.verdict(
            cut(decision.points),
            rated.out_of(form.max),
            rated.star_figure(decision.stars, lang),
            _council_lead(decision).say(lang),
            rated.on_scale(form, bands, decision.points, decision.stars, lang),
            lang,
        ),
        gates if decision.raised else None,
        council.council(decision, lang, called),
        rated.sums(council.sums_of(decision), lang),
        rated.minimums(bands, decision.points, decision.stars, list(council.needs_of(decision)), lang),
        council.criteria(decision, lang),
        None if decision.raised else gates,
        council.rules(decision, lang),
        used_readings(decision.readings, lang),
        doubts(decision.findings, lang),
        foot(
            [
                *sources(decision.rule_book, decision.digest, form),
                (Text(vi="Quy chế", en="Regulation"), decision.regulation.name.say(lang)),
            ],
            lang,
            says=_NOT_A_RECOGNITION,
        ),
    )


def path_page(path: Path, *, lang: Lang = "vi", personal: Collection[str] = ()) -> str:
    """Return a path to a star as a page: each step with the level to reach and the papers that it needs.

    Args:
        path: The path.
        lang: ``"vi"`` or ``"en"``.
        personal: The personal data to show, by name.

    Returns:
        A whole HTML document.

    Raises:
        NotFoundError: If no personal data goes by one of the names.

    Example:
        >>> import ocopkit
        >>> from ocopkit.forms.results import path_page
        >>> path = ocopkit.path_to(ocopkit.load_sheet("examples/sheets/tea-three-stars.yaml"), 4)
        >>> "Then: 75 points, 4 stars." in path_page(path, lang="en")
        True
    """
    refuse_unknown(personal)
    score = path.score
    form = score.sheet.criteria_set
    bands = basis_of(form).bands
    now = Text(
        vi=f"Hiện có {score.points} điểm, {starred(score.stars).vi}.",
        en=f"Now: {counted(score.points).en}, {starred(score.stars).en}.",
    )
    return _page(
        _PATH,
        score.sheet.product,
        form,
        lang,
        personal,
        rated.verdict(
            same(f"{score.points} → {path.points}" if path.steps else str(score.points)),
            rated.out_of(form.max),
            rated.star_figure(path.stars, lang) if path.possible else _barred(path).say(lang),
            now.say(lang),
            scale(bands, form.max, lang, points=score.points, until=path.points, reached=[path.stars]),
            lang,
        ),
        route.route(path, lang),
        used_readings((one for one in score.readings if one.chosen), lang),
        foot(sources(score.rule_book, score.digest, form), lang, says=_NOT_A_RECOGNITION),
    )


def assessment_page(found: Assessment, *, lang: Lang = "vi", personal: Collection[str] = ()) -> str:
    """Return what measured facts say of a product as a page.

    Args:
        found: What :func:`~ocopkit.assessing.assess.assess` returned.
        lang: ``"vi"`` or ``"en"``.
        personal: The personal data to show, by name.

    Returns:
        A whole HTML document: what is still possible, where the council's own answers differ, what speaks
        against given facts, the levels that facts decide with their papers, what is left to the council.

    Raises:
        NotFoundError: If no personal data goes by one of the names.

    Example:
        >>> from datetime import date
        >>> from ocopkit.factsheets import load_facts
        >>> from ocopkit.forms.results import assessment_page
        >>> found = load_facts("examples/facts/tea.yaml").assess(date(2026, 9, 1))
        >>> "26–86" in assessment_page(found, lang="en")
        True
    """
    refuse_unknown(personal)
    form, limits, product = found.criteria_set, found.bounds, found.sheet.product
    basis = basis_of(form)
    return _page(
        _ASSESSMENT,
        product,
        form,
        lang,
        personal,
        _range(form, limits, measured.lead(found), lang),
        measured.differences(found, lang),
        measured.remarks(found, lang),
        measured.proposals(found, lang),
        measured.questions(found, lang),
        used_readings(measured.readings(found), lang),
        foot(sources(basis.book, basis.digest, form), lang, says=_NOT_A_SCORE),
    )


def case_page(case: Case, on: date, *, lang: Lang = "vi", personal: Collection[str] = ()) -> str:
    """Return the life of a product as a page: where it stands on a day, its certificates, what is due.

    Args:
        case: The case.
        on: The day; later events are left aside.
        lang: ``"vi"`` or ``"en"``.
        personal: The personal data to show, by name.

    Returns:
        A whole HTML document.

    Raises:
        NotFoundError: If no personal data goes by one of the names.
        NotInForceError: If no law was in force on that day.

    Example:
        >>> import ocopkit
        >>> from pathlib import Path
        >>> from ocopkit.cases.document import load_case
        >>> from ocopkit.forms.results import case_page
        >>> case = load_case(Path("examples/cases/tea-potential-five.yaml"), ocopkit.rule_book)
        >>> "Giấy chứng nhận" in case_page(case, date(2027, 3, 1))
        True
    """
    refuse_unknown(personal)
    then = case.as_of(on)
    book = case.law(on=on, readings=case.readings)
    rests_on: list[tuple[Text, Child]] = [
        (
            Text(vi="Văn bản ngày đó", en="Decision of that day"),
            f"{book.articles.instrument.number} ({book.id})",
        ),
        (Text(vi="Mã nội dung", en="Digest of the text"), el("code", book.digest)),
    ]
    if case.id:
        rests_on.insert(0, (Text(vi="Mã vòng đời", en="Case"), case.id))
    return _page(
        _CASE,
        case.product,
        None,
        lang,
        personal,
        life.standing(then, on, lang),
        life.due([one for one in case.deadlines(on) if one.done is None], on, lang),
        life.late(late(then), lang),
        life.certificates(then, book, on, lang),
        life.time_line(then, book, lang),
        life.possible(then, on, lang),
        foot(rests_on, lang, says=_NOT_A_REGISTER),
    )


def _page(
    kind: Text,
    product: Product | None,
    form: CriteriaSet | None,
    lang: Lang,
    personal: Collection[str],
    *body: Child,
) -> str:
    about = title_of(product, form, lang)
    name = Text(vi=f"{kind.vi}: {about}", en=f"{kind.en}: {about}")
    return page(name, head(kind, product, form, lang, personal), *body, langs=(lang,), style=STYLE)


def _range(form: CriteriaSet, limits: Bounds, told: Text, lang: Lang) -> Html:
    """Return the points and stars still possible in one box."""
    points = f"{limits.least}–{limits.most}" if limits.least < limits.most else str(limits.most)
    bands = basis_of(form).bands
    return rated.verdict(
        same(points),
        rated.out_of(form.max),
        _stars_left(limits).say(lang),
        told.say(lang),
        scale(bands, form.max, lang, least=limits.least, points=limits.most, reached=limits.stars),
        lang,
    )


def _next_star(bands: tuple[StarBand, ...], stars: int | None) -> int | None:
    """Return the next star that somebody recognises; ``None`` at the top."""
    higher = [band.stars for band in bands if band.recognised_by and band.stars > (stars or 0)]
    return min(higher, default=None)


def _lead(score: Score, path: Path | None) -> Text:
    """Return what the result comes to, in a sentence."""
    if score.outcome != "rated":
        return rated.OUTCOMES[score.outcome]
    if path is None:
        return Text(vi="Đây là hạng cao nhất.", en="This is the highest there is.")
    band = next(one for one in basis_of(score.sheet.criteria_set).bands if one.stars == path.to)
    short = max(band.at_least - score.points, 0)
    misses = sum(not one.met and one.stars <= path.to for one in score.minimums)
    return _short_of(path.to, counted(short) if short else None, misses)


def _short_of(stars: int, points: Text | None, misses: int) -> Text:
    """Return what a star still lacks."""
    if points is None and not misses:
        return Text(
            vi=f"Đủ điểm và mức tối thiểu của {stars} sao.",
            en=f"Points and minimum levels are there for {stars} stars.",
        )
    levels = Text(vi=f"{misses} mức tối thiểu", en=f"{misses} minimum level{'' if misses == 1 else 's'}")
    if points is None:
        return Text(
            vi=f"Đủ điểm của {stars} sao nhưng còn thiếu {levels.vi}.",
            en=f"The points are there for {stars} stars, but {levels.en} not.",
        )
    both = misses > 0
    return Text(
        vi=f"Để đạt {stars} sao còn thiếu {points.vi}" + (f" và {levels.vi}." if both else "."),
        en=f"For {stars} stars {points.en} are missing" + (f", and {levels.en}." if both else "."),
    )


def _barred(path: Path) -> Text:
    stars = starred(path.to)
    return Text(vi=f"Chưa thể đạt {stars.vi}", en=f"{stars.en} not within reach yet")


def _council_lead(decision: Decision) -> Text:
    if decision.outcome != "rated":
        return rated.OUTCOMES[decision.outcome]
    votes = [
        Text(vi=f"{count} phiếu {starred(stars or None).vi}", en=f"{count} for {starred(stars or None).en}")
        for stars, count in decision.votes.items()
    ]
    points = decision.points
    cannot_end = cut(points) != exact(points)
    return Text(
        vi=(f"Điểm trung bình đúng bằng {points}. " if cannot_end else "")
        + f"Phiếu của các thành viên: {', '.join(one.vi for one in votes)}.",
        en=(f"The mean is exactly {points}. " if cannot_end else "")
        + f"Members' sheets: {', '.join(one.en for one in votes)}.",
    )


def _sums(score: Score) -> Iterator[rated.Sum]:
    """Yield the points of parts and sections in the order of the form."""
    assessed = {line.criterion.code for line in score.lines}
    points = {one.section.code: one.points for one in score.sections}
    for one in score.parts:
        yield rated.Sum(one.part.code, one.part.name, one.points, one.part.max, is_part=True)
        for section in one.part.sections:
            any_line = any(criterion.code in assessed for criterion in section.criteria)
            yield rated.Sum(
                section.code, section.name, points[section.code] if any_line else None, section.max
            )


def _needs(score: Score) -> Iterator[rated.Need]:
    """Yield the minimums, with the answers given."""
    given = {line.criterion.code: line for line in score.lines}
    for one in score.minimums:
        line = given[one.criterion.code]
        answer, points = rated.answer(line), counted(line.points)
        now = Text(vi=f"Hiện {answer.vi} ({points.vi})", en=f"Now {answer.en} ({points.en})")
        place = score.sheet.criteria_set.citation(one.criterion).text
        yield rated.Need(one.criterion, one.stars, one.required, one.met, now, place)


def _gates(score: Score) -> Iterator[rated.Raised]:
    """Yield the gates, with the reasons given."""
    form = score.sheet.criteria_set
    for one in score.gates:
        place = form.citation(one.criterion).text if one.criterion else cited(form.cite)
        note = same(one.reason)
        if one.by == "scores":
            zero = ", ".join(
                line.criterion.code
                for line in score.lines
                if line.points == 0 and line.criterion.code in one.gate.zero_in
            )
            note = Text(vi=f"0 điểm ở {zero}", en=f"Zero points in {zero}")
        yield rated.Raised(one.gate.text, one.raised, note, place)


def _answers(score: Score, lang: Lang) -> Html | None:
    heads = [
        Text(vi="Tiêu chí", en="Criterion"),
        Text(vi="Mức chấm", en="Level given"),
        Text(vi="Điểm", en="Points"),
    ]
    rows: list[list[Child]] = [
        [
            rated.named(line.criterion, lang),
            rated.answer(line).say(lang),
            f"{line.points}/{line.criterion.max}",
        ]
        for line in score.lines
    ]
    name = Text(vi="Điểm từng tiêu chí", en="Points of each criterion")
    return part(name, table(heads, rows, (lang,), numbers=1), lang=lang, class_="basis")


def _stars_left(limits: Bounds) -> Text:
    """Return every number of stars still possible, with "or" before the last."""
    *others, last = [starred(one) for one in limits.stars]
    if not others:
        return last
    return Text(
        vi=f"{', '.join(one.vi for one in others)} hoặc {last.vi}",
        en=f"{', '.join(one.en for one in others)} or {last.en}",
    )


def _still_open(limits: Bounds) -> Text:
    left = len(limits.unanswered)
    if not left:
        return Text(vi="Phiếu không còn tiêu chí nào phải trả lời.", en="No answer is missing.")
    return Text(
        vi=f"Phiếu còn {left} tiêu chí chưa trả lời, nên chưa có điểm: đây là mọi kết quả còn có thể.",
        en=f"{left} {'criterion is' if left == 1 else 'criteria are'} unanswered, so there is no score yet:"
        " this is all that can still come out.",
    )


def _open_questions(sheet: ScoreSheet, limits: Bounds, lang: Lang) -> Html | None:
    plan = plan_of(sheet.criteria_set)
    first = Text(vi="Nên trả lời trước", en="Answer this one first")
    rows = [
        (
            el("p", rated.named(one, lang)),
            el("p", el("b", first.say(lang))) if one is limits.next_question else None,
            items(
                (_choice(line, lang) for line in plan.slots[plan.index[one.code]].lines.values()), "quietly"
            ),
        )
        for one in limits.unanswered
    ]
    return part(Text(vi="Tiêu chí chưa trả lời", en="Unanswered criteria"), items(rows), lang=lang)


def _choice(line: Line, lang: Lang) -> str:
    return f"{rated.answer(line).say(lang)} ({counted(line.points).say(lang)})"
