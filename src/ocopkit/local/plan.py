"""Plans: what a place sets out to do in a year or period, held against the law and against counts.

A plan is not a rule: whatever it says, products are evaluated by the decision in force. Hence
:func:`check_plan`, which tells where the two disagree.
"""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from attrs import frozen

from ocopkit.documents import Document
from ocopkit.errors import Problem, quoted
from ocopkit.local.place import Place
from ocopkit.local.reading import Source, read_named, wrong, wrong_period
from ocopkit.local.span import Span
from ocopkit.rules.articles import Route
from ocopkit.rules.law import Doubt, Period
from ocopkit.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ocopkit.cases.case import Case
    from ocopkit.cases.register import Register
    from ocopkit.local.measured import PlanProgress
    from ocopkit.local.progress import Counts
    from ocopkit.rules.book import RuleBook

Which = Literal["new", "upgraded", "re-evaluated", "recognised", "valid"]
"""Which products of a register are counted, in the time of a target: recognised for the first time ever;
recognised before that time and with more stars in it; recognised on re-evaluation; recognised at all; or,
whenever they were recognised, those that bear stars on the day."""


@frozen
class Sending:
    """Which results a tier hands to the next one.

    Args:
        at_least: The least points.
        to: The key of the tier they go to.
        text: With what.
    """

    at_least: int
    to: str
    text: Text | None = None


@frozen
class PlanRound:
    """An evaluation round, or a tier's step of it.

    Args:
        tier: The key of the tier, as the rule book has it.
        number: Which of the year's rounds of that tier, if there are several.
        does: What the tier does.
        topics: What it assesses, if only some topics.
        output: What it hands on.
        when: When it takes place.
        finish_before: The day before which it ends.
        files_before: The day before which files must be there.
        points_from: The least points of the products that it recognises or proposes for recognition.
        points_to: The most points of them.
        recognises: The stars that it recognises.
        forwards: Which results go to the next tier.
        otherwise: What follows below that.
    """

    tier: str
    number: int | None = None
    does: Text | None = None
    topics: tuple[Text, ...] = ()
    output: Text | None = None
    when: Span | None = None
    finish_before: date | None = None
    files_before: date | None = None
    points_from: int | None = None
    points_to: int | None = None
    recognises: tuple[int, ...] = ()
    forwards: Sending | None = None
    otherwise: Text | None = None

    @property
    def last_day(self) -> date | None:
        """The last day on which it can end; ``None`` if the plan doesn't say."""
        if self.finish_before:
            return date.fromordinal(self.finish_before.toordinal() - 1)
        return self.when.last_day if self.when else None


@frozen
class Work:
    """Work of the programme's cycle, or a deadline.

    Args:
        what: The work.
        step: Which step of the cycle it belongs to, if the plan says so.
        when: When it is done.
        before: The day before which it is done.
    """

    what: Text
    step: int | None = None
    when: Span | None = None
    before: date | None = None


@frozen
class Task:
    """What one body is charged with.

    Args:
        lead: Who leads.
        what: What it does.
        partners: With whom.
        when: When.
        budget: Paid from what, if the plan says so for this task.
    """

    lead: Text
    what: Text
    partners: tuple[Text, ...] = ()
    when: Span | None = None
    budget: Text | None = None


@frozen
class ReportDue:
    """A report that is due.

    Args:
        what: The report.
        by: Who makes it.
        every: How often.
        due: When it is due, if the plan says so.
    """

    what: Text
    by: Text | None = None
    every: Literal["month", "quarter", "half-year", "year", "once"] | None = None
    due: Span | None = None


@frozen
class Measure:
    """What of a register a target counts.

    Products of the plan's place are counted that still bear stars on the day; a product that was
    recognised and awaits its certificate counts too, unless it is asked which are ``valid``.

    Args:
        which: Which products; those of any of these.
        count: Whether the products are counted, or their producers, each once.
        kinds: The kinds of producer, as the rule book has them; all if empty.
        recognised_in: The time in which they were recognised before.
        of: Out of which a share is taken: the products that bore stars when the time began.
        each: The unit that is counted apart, for a target set for each of several.
        units: The names of those units, where they are known; those of the register if left out.
    """

    which: tuple[Which, ...]
    count: Literal["products", "producers"] = "products"
    kinds: tuple[str, ...] = ()
    recognised_in: Span | None = None
    of: Literal["at-start"] | None = None
    each: Literal["district", "commune"] | None = None
    units: tuple[str, ...] = ()


@frozen
class Target:
    """A target.

    Args:
        key: Its short name, by which counts are handed in.
        what: What is counted.
        at_least: The least number.
        at_most: The number that the plan doesn't expect to exceed; more is no fault.
        share: The least share of all there are: ``0.25``.
        about: Whether the plan gives the number or share as an approximation.
        each: The unit for which it is set, if for each of several (each district).
        every_year: Whether it is set anew for each year of the plan, rather than by its end.
        by: The day by which it is to be reached; the plan's last day if left out.
        stars: The stars that products must have, if the plan says so.
        measure: What of a register it counts; left out where no register records it. A target within
            another counts among what that one counts.
        of_which: Targets within it.
    """

    key: str
    what: Text
    at_least: int | None = None
    at_most: int | None = None
    share: Fraction | None = None
    about: bool = False
    each: Text | None = None
    every_year: bool = False
    by: date | None = None
    stars: tuple[int, ...] = ()
    measure: Measure | None = None
    of_which: "tuple[Target, ...]" = ()


@frozen
class State:
    """What there was when the plan was made.

    Args:
        what: What was counted.
        count: How many.
    """

    what: Text
    count: int


@frozen
class Plan:
    """A place's plan; a file under ``plans/``.

    Args:
        id: Its id, which is the file's name and begins with the place's.
        name: What it is called.
        source: The paper that it sets down.
        place: The place, by name.
        period: The days for which it plans.
        rules: The ids of the rule books that it names.
        routes: Which evaluations it is about; all if empty.
        rounds: The evaluation rounds.
        work: Work by step of the cycle, and deadlines.
        tasks: Who does what.
        reports: The reports due.
        targets: The targets.
        budget: Where the money comes from.
        state: What there was when it was made.
        re_evaluation_months: After how many months it has products evaluated again.
        notes: What else it says: supervision, guidance, digital tools.
        doubts: What isn't certain about our data.
    """

    id: str
    name: Text
    source: Source
    place: Place
    period: Period
    rules: tuple[str, ...]
    routes: tuple[Route, ...] = ()
    rounds: tuple[PlanRound, ...] = ()
    work: tuple[Work, ...] = ()
    tasks: tuple[Task, ...] = ()
    reports: tuple[ReportDue, ...] = ()
    targets: tuple[Target, ...] = ()
    budget: tuple[Text, ...] = ()
    state: tuple[State, ...] = ()
    re_evaluation_months: int | None = None
    notes: tuple[Text, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    def all_targets(self) -> Iterator[Target]:
        """Yield every target, each followed by those within it."""
        for target in self.targets:
            yield from _with_inner(target)

    def target(self, key: str) -> Target:
        """Return the target of a key.

        Raises:
            KeyError: If the plan has none of that key.
        """
        for target in self.all_targets():
            if target.key == key:
                return target
        raise KeyError(key)

    def check(self, book: "RuleBook") -> tuple[Problem, ...]:
        """Return where the plan contradicts a rule book; see :func:`ocopkit.local.lawful.check_plan`.

        Args:
            book: The rule book that it is held against.
        """
        from ocopkit.local.lawful import check_plan

        return check_plan(self, book)

    def progress(
        self,
        register: "Register | Iterable[Case]",
        on: date,
        *,
        counts: "Counts | None" = None,
        everywhere: bool = False,
    ) -> "PlanProgress":
        """Return how far a register reaches each target; see :func:`ocopkit.local.measured.measured`.

        Args:
            register: A register, or cases.
            on: The day.
            counts: What was counted elsewhere, by the key of its target; it goes before the register.
            everywhere: Whether all cases are taken to lie in the plan's place, whatever they record.
        """
        from ocopkit.local.measured import measured

        return measured(self, register, on, counts=counts, everywhere=everywhere)


def load_plan(file: Path) -> Plan:
    """Read a plan from its file.

    Args:
        file: A YAML or JSON file, named by the plan's id.

    Raises:
        DocumentError: With every problem, each at its file, line and column.

    Example:
        >>> folder = Path("examples/packs/vi-du/src/ocop_vi_du/documents/plans")
        >>> plan = load_plan(folder / "vi-du-ke-hoach-2026.yaml")
        >>> plan.target("new").at_least
        12
    """
    return read_plan(file)[0]


def read_plan(file: Path) -> tuple[Plan, Document]:
    """Read a plan with its document, so that what :func:`check_plan` finds can be located in it.

    Args:
        file: A YAML or JSON file, named by the plan's id.

    Raises:
        DocumentError: With every problem, each at its file, line and column.
    """
    return read_named(file, Plan, _wrong)


def _with_inner(target: Target) -> Iterator[Target]:
    yield target
    for inner in target.of_which:
        yield from _with_inner(inner)


def _wrong(plan: Plan) -> Iterator[Problem]:
    if plan.period.last_day is None:
        yield wrong("no-end", *_NO_END, "period")
    yield from wrong_period(plan.period)
    before: list[PlanRound] = []
    for index, one in enumerate(plan.rounds):
        yield from _wrong_round(one, before, ("rounds", index))
        before.append(one)
    seen: set[str] = set()
    for index, target in enumerate(plan.targets):
        yield from _wrong_target(target, ("targets", index), seen)


def _wrong_round(one: PlanRound, before: list[PlanRound], path: tuple[str | int, ...]) -> Iterator[Problem]:
    """Yield why a round can't take place as it is written, whatever the law says."""
    if one.points_from is not None and one.points_to is not None and one.points_to < one.points_from:
        yield wrong("range", *_POINTS_BACKWARDS, *path, "points_to")
    last = one.last_day
    if one.files_before and last and last < one.files_before:
        key = "finish_before" if one.finish_before else "when"
        yield wrong("time-backwards", *_OVER_BEFORE_FILES, *path, key)
    if one.number is not None and any(
        (other.tier, other.number, _year(other)) == (one.tier, one.number, _year(one)) for other in before
    ):
        yield wrong("repeated-round", *_repeated_round(one.number), *path, "number")


def _year(one: PlanRound) -> int | None:
    day = one.last_day or one.files_before
    return day.year if day else None


def _wrong_target(target: Target, path: tuple[str | int, ...], seen: set[str]) -> Iterator[Problem]:
    if target.key in seen:
        yield wrong("repeated-target", *_repeated(target.key), *path, "key")
    seen.add(target.key)
    if target.at_least is not None and target.at_least < 0:
        yield wrong("range", *_BELOW_ZERO, *path, "at_least")
    if target.at_most is not None and target.at_most < (target.at_least or 0):
        yield wrong("range", *_RANGE, *path, "at_most")
    if target.share is not None and not 0 < target.share <= 1:
        yield wrong("share", *_SHARE, *path, "share")
    if target.share is not None and target.at_least is not None:
        yield wrong("two-measures", *_TWO_MEASURES, *path, "share")
    if not _fits(target):
        yield wrong("unfit-measure", *_UNFIT, *path, "measure")
    for index, inner in enumerate(target.of_which):
        yield from _wrong_target(inner, (*path, "of_which", index), seen)


def _fits(target: Target) -> bool:
    """Return whether a target's measure can tell what the target asks."""
    measure = target.measure
    if measure is None:
        return True
    of_a_share = (target.share is not None) == (measure.of is not None)
    of_each = (target.each is not None) == (measure.each is not None)
    return bool(measure.which) and of_a_share and of_each


_NO_END = (
    Text(vi="Kế hoạch không có ngày cuối", en="The plan has no last day"),
    Text(vi="Chỉ tiêu phải đạt trước một ngày nào đó", en="Targets are to be reached by some day"),
    Text(vi="Thêm last_day", en="Add last_day"),
)
_OVER_BEFORE_FILES = (
    Text(vi="Đợt kết thúc trước hạn nộp hồ sơ", en="The round is over before its files are due"),
    Text(vi="Hồ sơ nộp đúng hạn vẫn không kịp", en="Files that are in time would come too late for it"),
    Text(vi="Sửa một trong hai ngày", en="Mend one of the two"),
)
_POINTS_BACKWARDS = (
    Text(vi="points_to nhỏ hơn points_from", en="points_to is less than points_from"),
    Text(vi="Không số điểm nào nằm trong khoảng đó", en="No points lie in that range"),
    Text(vi="Đổi chỗ hai số", en="Exchange the two"),
)
_BELOW_ZERO = (
    Text(vi="Chỉ tiêu nhỏ hơn 0", en="The target is below zero"),
    Text(vi="Không đếm được số âm", en="Nothing counts to less than nothing"),
    Text(vi="Viết số như trong kế hoạch", en="Write the number that the plan prints"),
)
_RANGE = (
    Text(vi="at_most nhỏ hơn at_least", en="at_most is less than at_least"),
    Text(vi="Không số nào nằm trong khoảng đó", en="No number lies in that range"),
    Text(vi="Đổi chỗ hai số", en="Exchange the two"),
)
_SHARE = (
    Text(vi="Tỷ lệ không nằm trong khoảng từ 0 đến 1", en="The share does not lie between 0 and 1"),
    Text(vi="Tỷ lệ 25% viết là 0.25", en="A share of 25% is written 0.25"),
    Text(vi="Chia cho 100", en="Divide it by 100"),
)
_TWO_MEASURES = (
    Text(vi="Chỉ tiêu có cả số lượng và tỷ lệ", en="The target has both a number and a share"),
    Text(vi="Không rõ đạt khi nào", en="When it is reached is unclear"),
    Text(vi="Tách thành hai chỉ tiêu", en="Make two targets of it"),
)

_UNFIT = (
    Text(vi="Cách đo (measure) không khớp với chỉ tiêu", en="The measure doesn't fit the target"),
    Text(
        vi="Tỷ lệ cần 'of', chỉ tiêu theo từng đơn vị cần 'each', và ngược lại; 'which' không được trống",
        en="A share needs 'of', a target of each unit needs 'each', and neither without; 'which' isn't empty",
    ),
    Text(vi="Sửa measure, hoặc bỏ đi nếu sổ không ghi việc này", en="Mend it, or drop what no register has"),
)


def _repeated_round(number: int) -> tuple[Text, Text, Text]:
    return (
        Text(vi=f"Cấp này đã có đợt {number} trong năm", en=f"This tier has a round {number} in that year"),
        Text(vi="Không rõ đợt nào nhận hồ sơ", en="Which of them takes a file is unclear"),
        Text(vi="Sửa số đợt, hoặc gộp hai dòng", en="Mend the number, or make one line of the two"),
    )


def _repeated(key: str) -> tuple[Text, Text, Text]:
    return (
        Text(vi=f"Khóa chỉ tiêu {quoted(key)} lặp lại", en=f"The target key {quoted(key)} is repeated"),
        Text(vi="Số liệu được đưa vào theo khóa", en="Counts are handed in by key"),
        Text(vi="Đặt khóa khác", en="Give it another key"),
    )
