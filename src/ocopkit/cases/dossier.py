"""An application dossier: what it holds, and which papers are still missing."""

from collections.abc import Iterator
from datetime import date
from typing import get_args

from attrs import field, frozen

from ocopkit.cases.process import scores
from ocopkit.cases.refusals import not_allowed
from ocopkit.cases.rounds import Planned, turn_for
from ocopkit.conversion import expect, expect_day
from ocopkit.errors import CaseError, NotFoundError, Problem, Where, nearest
from ocopkit.product import Product
from ocopkit.rules.articles import FormSpec, Route, SupportingPaper
from ocopkit.rules.book import RuleBook
from ocopkit.rules.criteria import CriteriaSet, Criterion
from ocopkit.rules.law import Period
from ocopkit.text import Text, day_text

DOSSIER = "dossier"
"""Where a book's doubts about the papers of a dossier stand."""


@frozen
class Evidence:
    """A paper that supports what a dossier claims.

    Args:
        paper: The key of the supporting paper in the rule book.
        reference: Its number or file name.
        valid: The days on which it is valid, if it runs out.
        note: What else is to be said of it.

    Example:
        >>> paper = Evidence("test-report", "KN-2026-118", Period(date(2026, 3, 1), date(2027, 2, 28)))
        >>> paper.is_valid_on(date(2027, 3, 1))
        False
    """

    paper: str
    reference: str = ""
    valid: Period | None = None
    note: str = ""

    def is_valid_on(self, day: date) -> bool:
        """Return whether the paper is valid on a day; one that doesn't run out always is."""
        return self.valid is None or day in self.valid


@frozen
class Dossier:
    """An application dossier.

    Args:
        product: The product.
        rule_book: The id of the rule book it is handed in under.
        set: The number of the criteria set.
        route: Why the product is evaluated.
        filed_on: The day on which it was handed in.
        evidence: The papers it holds.
        samples: How many sample units came with it.
        forms: The numbers of the printed forms it holds, such as ``"01"``.
    """

    product: Product
    rule_book: str
    set: int
    route: Route = "first"
    filed_on: date | None = None
    evidence: tuple[Evidence, ...] = ()
    samples: int = field(default=0)
    forms: tuple[str, ...] = ()


@frozen(eq=False)
class MissingPaper:
    """A supporting paper that a dossier lacks, or that isn't valid on the day.

    Args:
        paper: The paper.
        supports: The criteria it supports.
        on: The day.
        held: The paper that the dossier holds but that isn't valid on the day, if there is one: of several
            the one that is to be valid soonest, else the one that was valid last.
    """

    paper: SupportingPaper
    supports: tuple[Criterion, ...]
    on: date
    held: Evidence | None = None

    def told(self) -> Text:
        """Return that it is missing, or from when or to when it is valid."""
        name, valid = self.paper.name, self.held.valid if self.held else None
        if valid and valid.first_day > self.on:
            first = valid.first_day
            return Text(
                vi=f"Chỉ có hiệu lực từ ngày {day_text(first).vi}: {name.vi}",
                en=f"Not valid before {first}: {name.en}",
            )
        if valid and valid.last_day:
            last = valid.last_day
            return Text(vi=f"Hết hạn ngày {day_text(last).vi}: {name.vi}", en=f"Expired on {last}: {name.en}")
        return Text(vi=f"Thiếu: {name.vi}", en=f"Missing: {name.en}")


def missing_papers(
    dossier: Dossier, form: CriteriaSet, papers: tuple[SupportingPaper, ...], *, on: date
) -> tuple[MissingPaper, ...]:
    """Return the supporting papers that a dossier lacks on a day, in the order of the rule book.

    A paper that supports no criterion of the set is not asked for. Whether a criterion that lacks its
    paper can still be answered is for the council to judge.

    Args:
        dossier: The dossier.
        form: The criteria set.
        papers: The supporting papers that the rule book lists.
        on: The day, usually that of the council.

    Raises:
        NotFoundError: If the dossier names a paper that the rule book doesn't list.

    Example:
        >>> import ocopkit
        >>> book = ocopkit.rule_book("qd-26-2026")
        >>> dossier = Dossier(Product("Chè minh họa"), book.id, 11)
        >>> papers = book.articles.dossier.evidence
        >>> missing_papers(dossier, book[11], papers, on=date(2026, 9, 1))[0].paper.name.en
        'Business registration'
    """
    known = {paper.key for paper in papers}
    if wrong := [
        _unknown(index, one.paper, known)
        for index, one in enumerate(dossier.evidence)
        if one.paper not in known
    ]:
        raise NotFoundError(wrong)
    missing: list[MissingPaper] = []
    for paper in papers:
        supports = tuple(one for one in form.criteria if paper.key in one.evidence)
        held = [one for one in dossier.evidence if one.paper == paper.key]
        if supports and not any(one.is_valid_on(on) for one in held):
            missing.append(MissingPaper(paper, supports, on, _nearest(held, on)))
    return tuple(missing)


def _nearest(held: list[Evidence], on: date) -> Evidence | None:
    """Return the paper that is to be valid soonest, else the one that was valid last."""

    def rank(one: Evidence) -> tuple[bool, int]:
        valid = one.valid or Period(on)
        begun = valid.first_day <= on
        return begun, (on - (valid.last_day or on)).days if begun else (valid.first_day - on).days

    return min(held, key=rank, default=None)


@frozen(eq=False)
class RunningOut:
    """A paper that is valid on the day and no longer when the council meets.

    Args:
        evidence: The paper that the dossier holds.
        paper: The paper as the rule book lists it.
        council_by: The day on which the council meets, or by which its round ends.
    """

    evidence: Evidence
    paper: SupportingPaper
    council_by: date


@frozen(eq=False)
class Completeness:
    """What a dossier still lacks.

    Args:
        is_known: Whether our data knows what the decision asks for on this route.
        asked: The papers that the decision asks of the producer for the route, as a list to go through.
        forms: The printed forms that it lacks, as far as the decision names them by number.
        papers: The supporting papers that it lacks, or that aren't valid on the day.
        samples: How many sample units it lacks.
        runs_out: The papers that are valid on the day and no longer when the council meets.
        doubts: What our data says of the dossier where it doesn't know what is asked for.
    """

    is_known: bool
    asked: tuple[Text, ...]
    forms: tuple[FormSpec, ...]
    papers: tuple[MissingPaper, ...]
    samples: int
    runs_out: tuple[RunningOut, ...]
    doubts: tuple[Text, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing of what is known to be asked; papers that run out later don't count."""
        return self.is_known and not (self.forms or self.papers or self.samples)

    def told(self) -> tuple[Text, ...]:
        """Return what is missing, one text each."""
        lines: list[Text] = []
        if not self.is_known:
            lines += [_NOT_KNOWN, *self.doubts]
        lines += [
            Text(
                vi=f"Thiếu mẫu số {one.number}: {one.name.vi}", en=f"Form {one.number} missing: {one.name.en}"
            )
            for one in self.forms
        ]
        lines += [missing.told() for missing in self.papers]
        if self.samples:
            lines.append(
                Text(vi=f"Thiếu {self.samples} sản phẩm mẫu", en=f"{self.samples} sample units missing")
            )
        for one in self.runs_out:
            last = one.evidence.valid.last_day if one.evidence.valid else None
            name, day = one.paper.name, one.council_by
            lines.append(
                Text(
                    vi=f"Sẽ hết hạn ngày {day_text(last).vi}, trước khi hội đồng họp "
                    f"({day_text(day).vi}): {name.vi}",
                    en=f"Runs out on {last}, before the council meets ({day}): {name.en}",
                )
            )
        return tuple(lines)


def completeness(
    dossier: Dossier,
    book: RuleBook,
    *,
    on: date,
    council_on: date | None = None,
    plan: Planned | None = None,
) -> Completeness:
    """Return what a dossier still lacks by its regime, set and route.

    Args:
        dossier: The dossier.
        book: The rule book it is handed in under.
        on: The day on which its papers must be valid.
        council_on: The day on which the council is to meet; if left out, the end of the round that takes
            a file of the day, if one is known.
        plan: The place's plan, whose rounds hold where it dates them.

    Raises:
        CaseError: If the dossier is of another book, a route that there isn't, or has a form that the book
            doesn't print.
        NotFoundError: If the book has no such set, or the dossier names a paper that it doesn't list.

    Example:
        >>> import ocopkit
        >>> book = ocopkit.rule_book("qd-26-2026")
        >>> dossier = Dossier(Product("Điểm du lịch minh họa"), book.id, 26, forms=("01",))
        >>> found = completeness(dossier, book, on=date(2026, 9, 1))
        >>> found.samples, [form.number for form in found.forms]
        (0, ['02'])
    """
    expect_day(on, "on")
    if council_on is not None:
        expect_day(council_on, "council_on")
    for one in dossier.evidence:
        expect(one, Evidence, "each of the evidence")
        expect(one.valid, Period | None, "valid")
    if wrong := [*_of_other_law(dossier, book), *_unknown_forms(dossier, book)]:
        raise CaseError(wrong)
    rules = book.articles.dossier
    entry, form = book.entry(dossier.set), book[dossier.set]
    submissions = [
        one
        for one in (rules.submissions if rules else ())
        if one.by == "producer" and dossier.route in one.routes
    ]
    places = {cite.place for one in submissions for cite in one.cite}
    forms = tuple(
        one
        for one in book.articles.forms
        if one.number not in dossier.forms and any(place.endswith(f" form {one.number}") for place in places)
    )
    listed = rules.evidence if rules else ()
    return Completeness(
        bool(submissions),
        tuple(paper for one in submissions for paper in one.papers),
        forms,
        missing_papers(dossier, form, listed, on=on),
        max(0, (entry.samples or 0) - dossier.samples),
        tuple(_running_out(dossier, listed, on, council_on or _last_meeting(book, on, plan))),
        tuple(one.text for one in book.articles.doubts if one.at == DOSSIER and not submissions),
    )


def _running_out(
    dossier: Dossier, listed: tuple[SupportingPaper, ...], on: date, council_by: date | None
) -> Iterator[RunningOut]:
    papers = {paper.key: paper for paper in listed}
    for one in dossier.evidence if council_by else ():
        same_paper = [other for other in dossier.evidence if other.paper == one.paper]
        if (
            council_by
            and one.is_valid_on(on)
            and not any(other.is_valid_on(council_by) for other in same_paper)
        ):
            yield RunningOut(one, papers[one.paper], council_by)


def _last_meeting(book: RuleBook, on: date, plan: Planned | None) -> date | None:
    """Return the last day on which the first council that scores a file of a day may meet."""
    scoring = next((tier.key for tier in book.articles.tiers if scores(tier)), None)
    turn = turn_for(book, scoring, on, plan) if scoring else None
    return turn.ends_by if turn else None


_NOT_KNOWN = Text(
    vi="Dữ liệu không có danh mục giấy tờ của quyết định này cho trường hợp này: đối chiếu với văn bản",
    en="Our data doesn't know which papers this decision asks for here: hold the dossier against the text",
)


def _of_other_law(dossier: Dossier, book: RuleBook) -> Iterator[Problem]:
    if dossier.rule_book != book.id:
        yield Problem(
            "other-law",
            Text(
                vi=f"Hồ sơ nộp theo {dossier.rule_book}, không phải {book.id}",
                en=f"The dossier is handed in under {dossier.rule_book}, not {book.id}",
            ),
            Text(
                vi="Mỗi quyết định có thành phần hồ sơ riêng",
                en="Each decision has a list of papers of its own",
            ),
            Text(vi=f"Đối chiếu với {dossier.rule_book}", en=f"Hold it against {dossier.rule_book}"),
            Where(("rule_book",)),
        )
    if dossier.route not in get_args(Route):
        yield not_allowed("route", dossier.route, get_args(Route))


def _unknown_forms(dossier: Dossier, book: RuleBook) -> Iterator[Problem]:
    known = [one.number for one in book.articles.forms]
    for index, number in enumerate(dossier.forms):
        if known and number not in known:
            yield Problem(
                "unknown-form",
                Text(vi=f"{book.id} không in mẫu số {number!r}", en=f"{book.id} prints no form {number!r}"),
                Text(vi="Mẫu được gọi bằng số đã in", en="Forms go by their number as it is printed"),
                nearest(number, known),
                Where(("forms", index)),
            )


def _unknown(index: int, key: str, known: set[str]) -> Problem:
    return Problem(
        "unknown-paper",
        Text(vi=f"Không có giấy tờ {key!r}", en=f"There is no paper {key!r}"),
        Text(vi="Văn bản liệt kê các giấy tờ minh chứng", en="The decision lists the supporting papers"),
        nearest(key, sorted(known)),
        Where(("evidence", index, "paper")),
    )
