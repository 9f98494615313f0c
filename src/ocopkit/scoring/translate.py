"""A sheet filled under one rule book, read by another: what carries over, what is open, and the bounds."""

from collections.abc import Mapping

from attrs import field, frozen

from ocopkit.errors import NotFoundError, Problem
from ocopkit.rules.book import RuleBook
from ocopkit.rules.criteria import CriteriaSet, Criterion, Gate
from ocopkit.rules.crosswalk import Crosswalk, SetMap, answers_of
from ocopkit.scoring.bounds import Bounds, bounds
from ocopkit.scoring.plan import NOT_ASKED, plan_of
from ocopkit.scoring.score import basis_of
from ocopkit.scoring.sheet import ScoreSheet, title, walk
from ocopkit.text import Text, join


@frozen(eq=False)
class Reply:
    """What an old sheet says of one criterion of the new form.

    Args:
        criterion: The criterion of the new form.
        possible: The answers that the old sheet leaves possible, lowest first within a ladder.
        carried: Whether the one possible answer stands on the new sheet; ``possible`` then holds it alone.
        source: The criterion of the old form that it follows from, if there is one.
        given: The answer on the old sheet, if it has one; ``"not-asked"`` if its form didn't ask.
        reason: Why the criterion is still open; ``None`` if its answer is carried.
    """

    criterion: Criterion
    possible: tuple[str, ...]
    carried: bool
    source: Criterion | None = None
    given: str | None = None
    reason: Text | None = None

    @property
    def narrowed(self) -> bool:
        """Whether the criterion is open, but not every answer is possible any more."""
        return not self.carried and len(self.possible) < len(answers_of(self.criterion))


@frozen(eq=False)
class Dropped:
    """An answer of the old sheet that has no place on the new one.

    Args:
        criterion: The criterion of the old form.
        answer: The answer.
        reason: Why it has no place.
    """

    criterion: Criterion
    answer: str
    reason: Text


@frozen(eq=False)
class Translation:
    """A sheet filled under one rule book, read by another.

    Args:
        source: The sheet as it was filled.
        sheet: The sheet against the new form, with the answers and gates that carry over.
        replies: What the old sheet says of each criterion of the new form, in its order.
        dropped: The answers of the old sheet that have no place on the new one.
        gates_dropped: The gates that the old sheet raises and the new form does not print.
        gates_unchecked: The gates of the new form that no gate of the old form answers for.
        bounds: What the new sheet can still come to, given what the old one leaves possible and the gates
            that were carried.
        assumes: What the crosswalk takes for granted.
    """

    source: ScoreSheet
    sheet: ScoreSheet
    replies: tuple[Reply, ...] = field(repr=False)
    dropped: tuple[Dropped, ...] = field(repr=False)
    gates_dropped: tuple[Gate, ...] = field(repr=False)
    gates_unchecked: tuple[Gate, ...] = field(repr=False)
    bounds: Bounds
    assumes: Text = field(repr=False)

    def cite(self, reply: Reply) -> Text:
        """Return the places on both printed forms that a reply rests on, the old one first."""
        places = [self.sheet.criteria_set.citation(reply.criterion).text]
        if reply.source:
            places.insert(0, self.source.criteria_set.citation(reply.source).text)
        return join(places, " → ")

    @property
    def carried(self) -> tuple[Reply, ...]:
        """The criteria whose answer is carried over."""
        return tuple(reply for reply in self.replies if reply.carried)

    @property
    def questions(self) -> tuple[Reply, ...]:
        """The criteria that may still want an answer, each with the reason and the possible answers."""
        wanted = {criterion.code for criterion in self.bounds.unanswered}
        return tuple(reply for reply in self.replies if reply.criterion.code in wanted)


def translate_by(
    sheet: ScoreSheet,
    *,
    to: RuleBook,
    crosswalk: Crosswalk,
    into: int | str | None = None,
    readings: Mapping[str, str] | None = None,
) -> Translation:
    """Return a sheet read by another rule book, as far as a crosswalk carries it.

    No answer is invented: each answer on the new sheet follows, by the crosswalk, from one on the old
    sheet; everything else is a question with its reason.

    Args:
        sheet: The sheet, complete or not.
        to: The rule book to read it by, the one that the crosswalk leads to.
        crosswalk: The crosswalk from the sheet's rule book.
        into: The number or slug of the new set, where the old set was split.
        readings: Options of the new book's readings, for the bounds.

    Raises:
        NotFoundError: If the crosswalk joins other books; if the sheet's set leads to no set of the new
            book, or to several and none is chosen.

    Example:
        >>> import ocopkit
        >>> from ocopkit.rules.crosswalk import crosswalk_of_itself
        >>> book = ocopkit.rule_book("qd-26-2026")
        >>> sheet = ocopkit.ScoreSheet(book[11], {"1.1": "c"})
        >>> again = translate_by(sheet, to=book, crosswalk=crosswalk_of_itself(book))
        >>> dict(again.sheet.answers)
        {'1.1': 'c'}
    """
    between = _between(sheet, to, crosswalk, into)
    given = _given(sheet)
    form = to[between.new.number]
    replies = _replies(between, form, given)
    raised, lost, unchecked = _gates(between, sheet)
    answers = {one.criterion.code: one.possible[0] for one in replies if one.carried}
    carried = ScoreSheet(form, answers, raised, sheet.product)
    left = {one.criterion.code: one.possible for one in replies if one.narrowed}
    dropped = tuple(
        Dropped(one, sheet.lines[one.code].answer, between.dropped[one.code])
        for one in sheet.criteria_set.criteria
        if one.code in between.dropped and one.code in sheet.lines
    )
    return Translation(
        source=sheet,
        sheet=carried,
        replies=replies,
        dropped=dropped,
        gates_dropped=lost,
        gates_unchecked=unchecked,
        bounds=bounds(carried, readings=readings, possible=left),
        assumes=crosswalk.assumes,
    )


def _between(sheet: ScoreSheet, to: RuleBook, crosswalk: Crosswalk, into: int | str | None) -> SetMap:
    start = basis_of(sheet.criteria_set).book
    if (start, to.id) != (crosswalk.old.id, crosswalk.new.id):
        raise NotFoundError([_other_crosswalk(crosswalk, start, to.id)])
    number = sheet.criteria_set.number
    targets = crosswalk.targets(number)
    if into is not None:
        return crosswalk.between(number, to.entry(into).number)
    if not targets:
        raise NotFoundError([_no_set(sheet.criteria_set, to, crosswalk.ended[number])])
    target, *others = targets
    if others:
        raise NotFoundError([_several_sets(sheet.criteria_set, to, targets)])
    return crosswalk.between(number, target)


def _given(sheet: ScoreSheet) -> dict[str, str]:
    """Return the answers of a sheet by code, and which criteria its form did not ask."""
    way = walk(plan_of(sheet.criteria_set), sheet.lines, {})
    lines = [*way.lines, *sheet.lines.values()]
    return {line.criterion.code: line.answer for line in lines}


def _replies(between: SetMap, form: CriteriaSet, given: Mapping[str, str]) -> tuple[Reply, ...]:
    replies: dict[str, Reply] = {}
    for criterion in form.criteria:
        one = between.criterion(criterion.code)
        source = between.old.criterion(one.old) if one.old else None
        answer = given.get(one.old or "")
        possible = one.levels.get(answer or "", answers_of(criterion))
        reason: Text | None = None
        if one.open or source is None:
            reason = one.open
        elif answer is None:
            reason = _unanswered(source)
        elif answer == NOT_ASKED:
            reason = source.applies_when.text if source.applies_when else one.because
        elif len(possible) > 1:
            reason = one.because
        elif (condition := criterion.applies_when) and not _settled(replies[condition.criterion]):
            reason = condition.text
        replies[criterion.code] = Reply(criterion, possible, reason is None, source, answer, reason)
    return tuple(replies.values())


def _settled(reply: Reply) -> bool:
    """Return whether a criterion that others depend on is as sure as it was on the old sheet."""
    return reply.carried or reply.given is None


def _gates(between: SetMap, sheet: ScoreSheet) -> tuple[dict[str, str], tuple[Gate, ...], tuple[Gate, ...]]:
    """Return the gates raised on the new sheet, those dropped, and those that nobody has checked."""
    old = {gate.key: gate for gate, _ in between.old.all_gates()}
    new = {gate.key: gate for gate, _ in between.new.all_gates() if not gate.zero_in}
    leads = {key: between.gates[key] for key in old if between.gates.get(key) in new}
    raised = {leads[key]: reason for key, reason in sheet.raised.items() if key in leads}
    lost = tuple(old[key] for key in sheet.raised if key not in leads)
    return raised, lost, tuple(gate for key, gate in new.items() if key not in leads.values())


def _unanswered(source: Criterion) -> Text:
    name = title(source)
    return Text(vi=f"Phiếu cũ chưa trả lời {name.vi}", en=f"The old sheet does not answer {name.en}")


def _other_crosswalk(crosswalk: Crosswalk, start: str, end: str) -> Problem:
    return Problem(
        "other-crosswalk",
        Text(
            vi=f"Phép chuyển đi từ {crosswalk.old.id} sang {crosswalk.new.id}",
            en=f"The crosswalk leads from {crosswalk.old.id} to {crosswalk.new.id}",
        ),
        Text(
            vi=f"Phiếu thuộc {start} và cần đọc theo {end}",
            en=f"The sheet is under {start} and is to be read by {end}",
        ),
        Text(vi=f"Dùng phép chuyển từ {start} sang {end}", en=f"Use the crosswalk from {start} to {end}"),
    )


def _several_sets(form: CriteriaSet, to: RuleBook, targets: tuple[int, ...]) -> Problem:
    vi = ", ".join(f"{number} ({to.entry(number).name.vi})" for number in targets)
    en = ", ".join(f"{number} ({to.entry(number).name.en})" for number in targets)
    return Problem(
        "set-split",
        Text(
            vi=f"Bộ {form.number} ({form.name.vi}) được chia thành nhiều bộ",
            en=f"Set {form.number} ({form.name.en}) was split into several",
        ),
        Text(vi=f"Có thể là: {vi}", en=f"It may be: {en}"),
        Text(vi="Chọn một bộ bằng into=…", en="Choose one with into=…"),
    )


def _no_set(form: CriteriaSet, to: RuleBook, because: Text) -> Problem:
    return Problem(
        "set-ended",
        Text(
            vi=f"Bộ {form.number} ({form.name.vi}) không có bộ tương ứng trong {to.id}",
            en=f"Set {form.number} ({form.name.en}) has no counterpart in {to.id}",
        ),
        because,
        Text(
            vi="Đánh giá sản phẩm từ đầu theo bộ phù hợp nhất",
            en="Evaluate the product anew by the set that fits it best",
        ),
    )
