"""A score sheet: the answers to one criteria set, checked as soon as it is made."""

import operator
import re
import unicodedata
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from numbers import Integral
from typing import Any

from attrs import evolve, field, frozen

from ocopkit.conversion import expect, shown
from ocopkit.errors import Problem, SheetError, Told, Where, nearest, quoted
from ocopkit.frozen import FrozenMap
from ocopkit.markup import both, card, grid, together
from ocopkit.product import Product
from ocopkit.rules.book import RuleBook
from ocopkit.rules.criteria import BELOW, EXEMPT, CriteriaSet, Criterion
from ocopkit.scoring.plan import Line, Plan, plan_of
from ocopkit.text import Lang, Text, counted, join

Answer = str | int
"""A level's key (``"c"``; ``"a.b"`` for case and level), ``"below"``, ``"exempt"``, or whole points."""

ANSWERS = {"schema": {"type": "object", "additionalProperties": {"type": ["string", "integer", "null"]}}}
"""The metadata of a file's answers by code: what its JSON Schema says of them."""

RAISED = {
    "schema": {"anyOf": [{"type": "object", "additionalProperties": {"type": "string"}}, {"type": "null"}]}
}
"""The metadata of a file's gates by key; the sheet itself tells of reasons that are none."""

_NO_REASONS = frozenset(
    (
        *("0", "false", "no", "n", "none", "null", "n/a", "không", "khong", "ko", "sai"),
        *("1", "true", "yes", "y", "x", "có", "co", "đúng", "-", "–", "?"),
    )
)
"""Words that say whether a gate applies, and not why."""

_LONGEST = 20
"""The most letters of an answer that may name a level in other words."""

_MOST = 10
"""How many answers for each criterion are looked at one by one: more are no sheet of the form."""


@frozen
class ScoreSheet:
    """The answers to one criteria set, complete or not; wrong ones are refused.

    Args:
        criteria_set: The set, taken from its rule book.
        answers: An answer for each criterion by its code: the key of a level, its points where only one
            level bears them, ``"below"`` for "not even the lowest printed level". ``None`` means that
            the criterion isn't answered yet. In the sheet they stand by level keys.
        raised: The gates that were found to apply, by key, each with its reason in words.
        product: The product, if the sheet says which.
        lines: The finished line of each answer, by code; made of the answers.
        way: What a walk through the form finds: what is assessed, what is missing; made of the answers.

    Raises:
        SheetError: With every answer that the form does not allow.

    Example:
        >>> import ocopkit
        >>> tea = ocopkit.rule_book("qd-26-2026")["fresh-and-processed-tea"]
        >>> sheet = ocopkit.ScoreSheet(tea, {"1.1": "c", "1.2": 2})
        >>> dict(sheet.answers)
        {'1.1': 'c', '1.2': 'c'}
    """

    criteria_set: CriteriaSet
    answers: Mapping[str, Answer | None]
    raised: Mapping[str, str] = field(factory=dict[str, str])
    product: Product | None = None
    lines: Mapping[str, Line] = field(init=False, repr=False, eq=False)
    way: "Walk" = field(init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        """Check the answers and bring them to their canonical form."""
        _refuse_other_types(self)
        if self.criteria_set.basis is None:
            raise SheetError([_no_book(self.criteria_set)])
        plan = plan_of(self.criteria_set)
        problems: list[Problem] = []
        lines = _resolve(plan, self.answers, problems)
        problems.extend(_wrong_gates(plan, self.raised))
        if problems:
            raise SheetError(problems)
        object.__setattr__(self, "lines", FrozenMap(lines))
        object.__setattr__(self, "way", walk(plan, lines, self.raised))
        object.__setattr__(self, "answers", FrozenMap({code: one.answer for code, one in lines.items()}))
        object.__setattr__(self, "raised", FrozenMap(self.raised))

    def __repr__(self) -> str:
        """Return the set, how much is answered, and the product: all answers would fill a screen."""
        form, basis = self.criteria_set, self.criteria_set.basis
        parts = [
            f"{basis.book if basis else '?'}/{form.slug}",
            f"{len(self.lines)} of {len(form.criteria)} answered",
            *([f"raised={list(self.raised)}"] if self.raised else []),
            *([f"product={self.product.name!r}"] if self.product else []),
        ]
        return f"ScoreSheet({', '.join(parts)})"

    def answer(self, answers: Mapping[str, Answer | None]) -> "ScoreSheet":
        """Return the sheet with more answers, or with others.

        Args:
            answers: Answers by code; ``None`` takes an answer back.

        Raises:
            SheetError: With every answer that the form does not allow.
        """
        expect(answers, Mapping, "answers")
        return evolve(self, answers={**self.answers, **answers})

    def under(self, book: RuleBook) -> "ScoreSheet":
        """Return the same answers against the set of the same number in another book, such as a draft.

        Where the forms differ in more than points, :func:`ocopkit.translate` is what carries a sheet over.

        Args:
            book: The other rule book.

        Raises:
            NotFoundError: If the book has no set of that number.
            SheetError: With every answer that the other form does not allow.
        """
        expect(book, RuleBook, "book")
        return evolve(self, criteria_set=book[self.criteria_set.number])

    def _repr_html_(self) -> str:
        """Return what a notebook shows: the set, the gates raised and the answers."""
        form = self.criteria_set
        left = len(self.way.missing)
        return card(
            self.product.name if self.product else both(form.name),
            [
                (
                    Text(vi="Bộ tiêu chí", en="Criteria set"),
                    together(f"{form.number}. ", both(form.name)),
                ),
                (Text(vi="Đã trả lời", en="Answered"), f"{len(self.lines)}/{len(form.criteria)}"),
                (Text(vi="Còn phải trả lời", en="Still wanted"), left or None),
                (Text(vi="Điều kiện được nêu", en="Gates raised"), ", ".join(self.raised) or None),
            ],
            grid(
                (
                    Text(vi="Mã", en="Code"),
                    Text(vi="Tiêu chí", en="Criterion"),
                    Text(vi="Mức", en="Level"),
                    Text(vi="Điểm", en="Points"),
                ),
                [
                    (code, both(line.criterion.name), line.answer, line.points)
                    for code, line in self.lines.items()
                ],
                numbers=1,
            ),
        )

    def unanswered(self) -> tuple[Criterion, ...]:
        """Return the criteria that still want an answer, in the order of the form.

        None is wanted once a disqualifying gate is raised, after a stop, or where the condition on which
        a criterion is asked doesn't hold.
        """
        return self.way.missing


@frozen(eq=False)
class Walk:
    """What a walk through the form in its order finds.

    Args:
        lines: The lines that are assessed.
        missing: The criteria that want an answer and have none.
        flags: The bits of all assessed lines.
        end: The place after the last criterion that is assessed.
        out: Whether a disqualifying gate is raised; then no answer is wanted.
    """

    lines: tuple[Line, ...]
    missing: tuple[Criterion, ...]
    flags: int
    end: int
    out: bool


def walk(plan: Plan, given: Mapping[str, Line], raised: Mapping[str, str]) -> Walk:
    """Walk through a form as far as gates let it be assessed.

    Args:
        plan: The criteria set.
        given: The lines answered, by code.
        raised: The gates raised.
    """
    end, out = _limits(plan, raised) if raised else (len(plan.slots), False)
    lines: list[Line] = []
    missing: list[Criterion] = []
    flags = 0
    for slot in plan.slots[:end]:
        line = given.get(slot.criterion.code)
        if line is None:
            if not flags & slot.not_asked_if:
                missing.append(slot.criterion)
                continue
            line = slot.not_asked
        lines.append(line)
        flags |= line.flags
        if flags & slot.stops:
            end = plan.index[slot.criterion.code] + 1
            break
    return Walk(tuple(lines), () if out else tuple(missing), flags, end, out)


def granted(plan: Plan, given: Mapping[str, Line]) -> int:
    """Return the bits of the conditions that given answers take for granted, since they are asked.

    No answer that sets one of these bits can join the given ones.

    Args:
        plan: The criteria set.
        given: The lines answered, by code.
    """
    bits = 0
    for slot in reversed(plan.slots):  # what a condition rests on comes before
        if slot.criterion.code in given or slot.not_asked.flags & bits:
            bits |= slot.not_asked_if
    return bits


def _limits(plan: Plan, raised: Mapping[str, str]) -> tuple[int, bool]:
    """Return the place where raised gates stop assessing, and whether one of them disqualifies."""
    end = len(plan.slots)
    out = False
    for gate, place, _ in plan.gates:
        if gate.key in raised:
            if gate.kind == "stop":
                end = min(end, place + 1)
            out = out or gate.kind == "disqualify"
    return end, out


def _refuse_other_types(sheet: ScoreSheet) -> None:
    """Refuse what is no sheet at all, before it fails somewhere inside."""
    wanted: list[tuple[str, object, type | tuple[type, ...]]] = [
        ("criteria_set", sheet.criteria_set, CriteriaSet),
        ("answers", sheet.answers, Mapping),
        ("raised", sheet.raised, Mapping),
        ("product", sheet.product, (Product, type(None))),
    ]
    for name, value, kind in wanted:
        if not isinstance(value, kind):
            message = f"{name} must be a {getattr(kind, '__name__', 'Product')}, not {shown(value)}"
            raise TypeError(message)
    keyed: list[tuple[str, Mapping[Any, Any]]] = [("answers", sheet.answers), ("raised", sheet.raised)]
    for name, items in keyed:
        for key in items:
            if not isinstance(key, str):
                message = f"the keys of {name} must be text, such as '1.1', not {shown(key)}"
                raise TypeError(message)


def _resolve(plan: Plan, answers: Mapping[str, Answer | None], problems: list[Problem]) -> dict[str, Line]:
    if len(answers) > _MOST * len(plan.slots):
        problems.append(_too_many(plan, len(answers)))
        return {}
    found: dict[str, Line] = {}
    for code, answer in answers.items():
        place = plan.index.get(code)
        if place is None:
            told = _unknown_criterion(plan, answers, code)
            problems.append(Problem(*told, Where(("answers", code), on_key=True)))
        elif answer is not None:
            slot = plan.slots[place]
            answered = _line(slot.criterion, slot.lines, answer)
            if isinstance(answered, Line):
                found[code] = answered
            else:
                problems.append(_problem(code, answered))
    lines: dict[str, Line] = {}
    flags = 0
    for slot in plan.slots:
        code = slot.criterion.code
        line = found.get(code)
        if flags & slot.not_asked_if:
            if line and answers[code] != 0:
                problems.append(_problem(code, _not_asked(slot.criterion)))
            flags |= slot.not_asked.flags
        elif line:
            flags |= line.flags
            lines[code] = line
    return lines


def _line(criterion: Criterion, lines: Mapping[str, Line], answer: object) -> Line | Told:
    if isinstance(answer, str):
        return lines.get(answer) or _unknown_level(criterion, lines, answer)
    if isinstance(answer, int | Integral) and not isinstance(answer, bool):  # numpy has its own
        answer = operator.index(answer)
        fitting = [line for line in lines.values() if line.points == answer and line.answer != EXEMPT]
        if len(fitting) == 1:
            return fitting[0]
        return (
            _shared_points(criterion, fitting, answer) if fitting else _off_ladder(criterion, lines, answer)
        )
    return _not_an_answer(criterion, lines, answer)


def _wrong_gates(plan: Plan, raised: Mapping[str, Any]) -> Iterator[Problem]:
    known = {gate.key: computed for gate, _, computed in plan.gates}
    for key, reason in raised.items():
        if key not in known:
            yield Problem(
                "unknown-gate",
                Text(
                    vi=f"Mẫu này không có điều kiện loại, dừng {quoted(key)}",
                    en=f"This form has no gate {quoted(key)}",
                ),
                Text(
                    vi="Chỉ nêu được điều kiện in trên mẫu",
                    en="Only gates of the form can be raised",
                ),
                nearest(key, known),
                Where(("raised", key), on_key=True),
            )
        elif known[key]:
            yield Problem(
                "computed-gate",
                Text(
                    vi=f"Điều kiện {key!r} do chính điểm chấm quyết định",
                    en=f"The gate {key!r} is decided by the points",
                ),
                Text(
                    vi="Nêu thêm ở đây có thể trái với điểm đã chấm",
                    en="Raising it here could contradict the answers",
                ),
                Text(vi="Bỏ dòng này", en="Remove this line"),
                Where(("raised", key), on_key=True),
            )
        elif not _is_reason(reason):
            told = Text(vi="mà không có lý do", en="without a reason")
            if reason is not None and not (isinstance(reason, str) and not reason.strip()):
                word = shown(reason)
                told = Text(vi=f"với {word}, đó không phải là lý do", en=f"with {word}, which is no reason")
            yield Problem(
                "no-reason",
                Text(vi=f"Điều kiện {key!r} được nêu {told.vi}", en=f"The gate {key!r} is raised {told.en}"),
                Text(
                    vi="Điều kiện này có thể loại sản phẩm: phải nói được vì sao",
                    en="It may cost the product its stars: somebody must be able to say why",
                ),
                Text(
                    vi="Không áp dụng thì bỏ hẳn điều kiện này khỏi phiếu; áp dụng thì ghi lý do bằng lời",
                    en="Remove the line if the gate is not raised; else write the reason in words",
                ),
                Where(("raised", key)),
            )


def _is_reason(reason: object) -> bool:
    if not isinstance(reason, str):
        return False
    word = unicodedata.normalize("NFC", reason).strip().rstrip(".!").casefold()
    return bool(word) and word not in _NO_REASONS


def _problem(code: str, told: Told) -> Problem:
    return Problem(*told, Where(("answers", code)))


def _no_book(form: CriteriaSet) -> Problem:
    return Problem(
        "no-book",
        Text(
            vi=f"Bộ {form.number} không gắn với quyết định",
            en=f"Set {form.number} belongs to no rule book",
        ),
        Text(
            vi="Hạng sao và cách hiểu nằm trong quyết định",
            en="Star bands and readings stand in the book",
        ),
        Text(vi="Lấy bộ từ quyết định: book[số]", en="Take the set from its book: book[number]"),
    )


def title(criterion: Criterion) -> Text:
    """Return a criterion's code and name."""
    return Text(vi=f"{criterion.code} {criterion.name.vi}", en=f"{criterion.code} {criterion.name.en}")


def choices(lines: Mapping[str, Line], lang: Lang) -> str:
    """Return the answers that a criterion takes, each with its points."""
    return ", ".join(f"{line.answer} = {counted(line.points).say(lang)}" for line in lines.values())


def _use(lines: Mapping[str, Line]) -> Text:
    return Text(vi=f"Dùng một trong: {choices(lines, 'vi')}", en=f"Use one of: {choices(lines, 'en')}")


def _too_many(plan: Plan, count: int) -> Problem:
    form = plan.criteria_set
    return Problem(
        "too-many-answers",
        Text(vi=f"Phiếu có {count} câu trả lời", en=f"The sheet has {count} answers"),
        Text(
            vi=f"Bộ {form.number} ({form.name.vi}) chỉ có {len(plan.slots)} tiêu chí",
            en=f"Set {form.number} ({form.name.en}) has only {len(plan.slots)} criteria",
        ),
        Text(vi="Kiểm tra xem có đúng tệp không", en="Check that it is the right file"),
        Where(("answers",)),
    )


def _unknown_criterion(plan: Plan, answers: Mapping[str, object], code: str) -> Told:
    form = plan.criteria_set
    above = code.rpartition(".")[0]
    place = plan.index.get(above)
    if place is not None and plan.slots[place].criterion.alternatives:
        cases = [other for other in answers if other.rpartition(".")[0] == above]
        return _case_as_code(plan.slots[place].criterion, cases)
    below = [other for other in plan.index if other.startswith(code + ".")]
    if below:
        names = ", ".join(below)
        return (
            "heading",
            Text(
                vi=f"{quoted(code)} chỉ là tiêu đề trên mẫu",
                en=f"{quoted(code)} is only a heading of the form",
            ),
            Text(vi="Điểm được chấm cho từng tiêu chí dưới tiêu đề", en="The criteria under it are scored"),
            Text(vi=f"Trả lời từng tiêu chí: {names}", en=f"Answer each of them: {names}"),
        )
    return (
        "unknown-criterion",
        Text(
            vi=f"Bộ {form.number} ({form.name.vi}) không có tiêu chí {quoted(code)}",
            en=f"Set {form.number} ({form.name.en}) has no criterion {quoted(code)}",
        ),
        Text(
            vi="Phiếu có thể thuộc bộ tiêu chí hoặc quyết định khác",
            en="The sheet may belong to another set or decision",
        ),
        join(
            [
                Text(
                    vi=f"Kiểm tra xem có đúng bộ {form.number} không.",
                    en=f"Check that set {form.number} is meant.",
                ),
                nearest(code, plan.index, limit=40),
            ]
        ),
    )


def _case_as_code(criterion: Criterion, cases: list[str]) -> Told:
    first = criterion.alternatives[0]
    example = f"{first.key}.{first.levels[-1].key}"
    both = len(cases) > 1
    name = title(criterion)
    return (
        "both-cases" if both else "case-as-code",
        Text(
            vi=f"{name.vi}: " + ("trả lời cả hai trường hợp" if both else "trường hợp viết trong mã"),
            en=f"{name.en}: " + ("both cases are answered" if both else "the case is written in the code"),
        ),
        Text(vi="Mẫu yêu cầu chọn một trong hai trường hợp", en="The form asks to choose one of the cases"),
        Text(
            vi=f'Viết một dòng, ví dụ "{criterion.code}": {example}',
            en=f'Write one line, such as "{criterion.code}": {example}',
        ),
    )


def _unknown_level(criterion: Criterion, lines: Mapping[str, Line], answer: str) -> Told:
    name = title(criterion)
    if re.fullmatch(r"\s*[-+]?[0-9]{1,18},[0-9]{1,18}\s*", answer):
        return _with_fraction(criterion, lines, answer)
    if re.fullmatch(r"\s*[-+]?[0-9]{1,18}\s*", answer):
        return (
            "points-as-text",
            Text(
                vi=f"{name.vi}: {answer!r} là chữ, không phải số",
                en=f"{name.en}: {answer!r} is text, not a number",
            ),
            Text(
                vi="Chữ trong ngoặc kép là ký hiệu của một mức; điểm là số nguyên không có ngoặc kép",
                en="A text in quotes is a level's key; points are whole numbers without quotes",
            ),
            Text(
                vi=f"Bỏ ngoặc kép, hoặc ghi ký hiệu của mức: {choices(lines, 'vi')}",
                en=f"Remove the quotes, or give a key: {choices(lines, 'en')}",
            ),
        )
    if answer == BELOW:
        return (
            "no-below",
            Text(
                vi=f"{name.vi}: không có mức nào thấp hơn mức thấp nhất",
                en=f"{name.en}: nothing is below the lowest level",
            ),
            Text(
                vi="Mức thấp nhất in trên mẫu đã là 0 điểm"
                if not criterion.alternatives
                else "Phải chọn trường hợp trước",
                en="The lowest printed level is worth 0 points already"
                if not criterion.alternatives
                else "The case must be chosen first",
            ),
            _use(lines),
        )
    if answer == EXEMPT:
        return (
            "not-exempt",
            Text(
                vi=f"{name.vi}: không sản phẩm nào được miễn",
                en=f"{name.en}: no product is exempt from it",
            ),
            Text(
                vi="Mẫu không cho điểm tối đa khi miễn",
                en="The form gives no full marks for exemption",
            ),
            _use(lines),
        )
    return (
        "unknown-level",
        Text(
            vi=f"{name.vi}: không có mức {quoted(answer)}",
            en=f"{name.en}: there is no level {quoted(answer)}",
        ),
        Text(
            vi="Mỗi tiêu chí chỉ có các mức in trên mẫu",
            en="A criterion has only its printed levels",
        ),
        join([*_meant(lines, answer), _use(lines)]),
    )


def _meant(lines: Mapping[str, Line], answer: str) -> list[Text]:
    """Return the level that an answer names in other letters or with a word before it, if it does."""
    words = answer.casefold().split()
    key = words[-1] if words and len(answer) <= _LONGEST else ""
    return [Text(vi=f"Có phải là {key}?", en=f"Did you mean {key}?")] if key in lines else []


def _off_ladder(criterion: Criterion, lines: Mapping[str, Line], number: int) -> Told:
    name = title(criterion)
    most = Text(vi=counted(criterion.max).vi, en=counted(criterion.max).en)
    return (
        "off-ladder",
        Text(
            vi=f"{name.vi}: không có mức {shown(number)} điểm",
            en=f"{name.en}: no level is worth {shown(number)} points",
        ),
        Text(
            vi=f"Tiêu chí này tối đa {most.vi}, chỉ chấm theo các mức in trên mẫu",
            en=f"The criterion is worth at most {most.en}, by its printed levels only",
        ),
        _use(lines),
    )


def _shared_points(criterion: Criterion, fitting: list[Line], number: int) -> Told:
    name = title(criterion)
    keys = ", ".join(line.answer for line in fitting)
    return (
        "shared-points",
        Text(
            vi=f"{name.vi}: nhiều mức cùng có {counted(number).vi} ({keys})",
            en=f"{name.en}: several levels are worth {counted(number).en} ({keys})",
        ),
        Text(
            vi="Chỉ từ số điểm thì không biết mức nào được chọn",
            en="The points alone do not tell which level is meant",
        ),
        Text(vi=f"Ghi ký hiệu của mức: {keys}", en=f"Give the level's key: {keys}"),
    )


def _with_fraction(criterion: Criterion, lines: Mapping[str, Line], answer: object) -> Told:
    name = title(criterion)
    return (
        "fractional-points",
        Text(
            vi=f"{name.vi}: điểm {shown(answer)} có phần thập phân",
            en=f"{name.en}: the points {shown(answer)} have decimals",
        ),
        Text(
            vi="Mỗi thành viên chấm theo mức, bằng số nguyên; chỉ điểm trung bình của hội đồng mới có thể lẻ",
            en="A member scores by levels, in whole points; only a council's mean can have a fraction",
        ),
        _use(lines),
    )


def _not_an_answer(criterion: Criterion, lines: Mapping[str, Line], answer: object) -> Told:
    name = title(criterion)
    if isinstance(answer, float | Decimal | Fraction):
        return _with_fraction(criterion, lines, answer)
    if isinstance(answer, list | tuple):
        return (
            "several-answers",
            Text(
                vi=f"{name.vi}: một danh sách không phải là câu trả lời",
                en=f"{name.en}: a list is not an answer",
            ),
            Text(
                vi="Mẫu yêu cầu chọn một trường hợp và một mức của nó"
                if criterion.alternatives
                else "Mỗi tiêu chí chỉ có một câu trả lời",
                en="The form asks to choose one of the cases, and one of its levels"
                if criterion.alternatives
                else "A criterion takes exactly one answer",
            ),
            _use(lines),
        )
    found = Text(vi="một bảng", en="a mapping")
    if not isinstance(answer, Mapping):
        found = Text(vi=shown(answer), en=shown(answer))
    return (
        "not-an-answer",
        Text(
            vi=f"{name.vi}: {found.vi} không phải là câu trả lời",
            en=f"{name.en}: {found.en} is not an answer",
        ),
        Text(
            vi="Câu trả lời là ký hiệu của một mức hoặc số điểm nguyên",
            en="An answer is a level's key or whole points",
        ),
        _use(lines),
    )


def _not_asked(criterion: Criterion) -> Told:
    name = title(criterion)
    condition = criterion.applies_when
    text = condition.text if condition else name
    other = condition.criterion if condition else ""
    return (
        "not-asked",
        Text(vi=f"{name.vi}: không được chấm ở đây", en=f"{name.en}: it is not asked here"),
        Text(
            vi=f"{text.vi}; tiêu chí {other} cho thấy không có",
            en=f"{text.en}; criterion {other} says that there is none",
        ),
        Text(vi=f"Bỏ dòng này, hoặc sửa {other}", en=f"Remove this line, or mend {other}"),
    )
