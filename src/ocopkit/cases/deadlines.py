"""What is due in a case: what, by whom, by when, and from which clause; and what was done too late."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from attrs import evolve, frozen

from ocopkit.cases.case import Case
from ocopkit.cases.certificate import (
    IN_FORCE,
    Certificate,
    re_evaluation_window,
    revoking_body,
    revoking_tier,
)
from ocopkit.cases.days import days_after, days_before
from ocopkit.cases.events import Event
from ocopkit.cases.process import next_tier, scores, tier_of, what_follows
from ocopkit.cases.rounds import Planned, Turn, turn_for
from ocopkit.cases.state import Application, State, advance
from ocopkit.cases.wording import clause, name_of
from ocopkit.errors import NotInForceError
from ocopkit.rules.articles import Tier
from ocopkit.rules.book import RuleBook
from ocopkit.rules.choosing import own_readings
from ocopkit.rules.transition import last_day_of
from ocopkit.text import Text, day_text

PRODUCER = Text(vi="Chủ thể", en="Producer")
_ANSWERED: Mapping[str, frozenset[str]] = {
    "assessed": frozenset({"assess"}),
    "council-result": frozenset({"re-evaluate", "finish-round"}),
    "dossier-filed": frozenset({"file-for-re-evaluation"}),
    "remedied": frozenset({"remedy"}),
    "revoked": frozenset({"revoke"}),
}
"""The kinds of deadline that an event answers."""

_PENDING = frozenset({"with-tier", "returned", "assessed", "evaluated", "recognised"})


@frozen
class Deadline:
    """Something that is due.

    Args:
        kind: Its short name, the same for all cases.
        what: What is to be done.
        who: By whom.
        due: The last day on which it is in time.
        clause: Where it is written.
        opens: The first day on which it can be done, if that is limited.
        done: The day on which it was done, if that was too late.
    """

    kind: str
    what: Text
    who: Text
    due: date
    clause: Text
    opens: date | None = None
    done: date | None = None

    def is_over(self, on: date) -> bool:
        """Return whether it is too late on a day."""
        return on > self.due


def deadlines(case: Case, on: date, *, plan: Planned | None = None) -> tuple[Deadline, ...]:
    """Return what is due in a case as it stands on a day, earliest first; what is overdue is kept.

    What was done too late since the last dossier was handed in is kept as well, with the day on which it was
    done; :func:`late` tells it of the whole life.

    Args:
        case: The case.
        on: The day; later events are left aside.
        plan: The place's plan, whose rounds hold where it dates them.

    Raises:
        NotInForceError: If no law was in force on that day.
        OcopError: If working days must be counted and the package ``holidays`` isn't installed.

    Example:
        >>> import ocopkit
        >>> from ocopkit.cases.events import DossierFiled
        >>> case = Case.open(ocopkit.Product("Chè minh họa"), ocopkit.rule_book)
        >>> first = deadlines(case.apply(DossierFiled(date(2026, 8, 24))), date(2026, 9, 1))[0]
        >>> first.who.en, str(first.due), first.clause.en
        ("Commune people's committee", '2026-09-17', 'article 4(1), article 7, 26/2026/QĐ-TTg')
    """
    then = case.as_of(on)
    filed = [place for place, event in enumerate(then.events) if event.kind == "dossier-filed"]
    since = filed[-1] if filed else 0
    done = [one for place, one in _late(then, plan) if place >= since]
    return tuple(sorted([*_open(then, on, plan), *done], key=lambda one: (one.due, one.kind)))


def late(case: Case, *, plan: Planned | None = None) -> tuple[Deadline, ...]:
    """Return what was done too late in the whole life of a case, in the order in which it was done.

    It counts all the same: that a time is over makes neither an assessment nor a revocation void. Each is
    told with the time that it had by the law of its day, and with the day on which it was done.

    Args:
        case: The case.
        plan: The place's plan, whose rounds hold where it dates them.

    Raises:
        OcopError: If working days must be counted and the package ``holidays`` isn't installed.

    Example:
        >>> import ocopkit
        >>> from ocopkit.cases.events import Assessed, DossierFiled
        >>> case = Case.open(ocopkit.Product("Chè minh họa"), ocopkit.rule_book)
        >>> case = case.apply(DossierFiled(date(2026, 8, 24)), Assessed(date(2026, 9, 30), "commune"))
        >>> [(one.kind, str(one.due), str(one.done)) for one in late(case)]
        [('assess', '2026-09-17', '2026-09-30')]
    """
    return tuple(one for _, one in _late(case, plan))


def _late(case: Case, plan: Planned | None) -> Iterator[tuple[int, Deadline]]:
    """Yield what was done too late with the place of its event."""
    state = State()
    for place, event in enumerate(case.events):
        kinds = _ANSWERED.get(event.kind, frozenset())
        if kinds and not _surely_in_time(case, state, event):
            then = evolve(case, events=case.events[:place], state=state)
            yield from (
                (place, evolve(one, done=event.on))
                for one in _open(then, event.on, plan)
                if one.kind in kinds and one.is_over(event.on)
            )
        state = advance(state, event)


def _surely_in_time(case: Case, state: State, event: Event) -> bool:
    """Return whether nothing needs to be reckoned: working days need a package that isn't always there."""
    if event.kind == "dossier-filed":
        return getattr(event, "route", None) != "re-evaluation"
    application = state.application
    if event.kind != "assessed" or application is None:
        return False
    book = case.law(on=event.on, filed=application.filed_on, route=application.route, readings=case.readings)
    least = tier_of(book, application.tier).working_days
    return least is None or event.on < application.received_on + timedelta(days=least)


def _open(then: Case, on: date, plan: Planned | None) -> Iterator[Deadline]:
    """Yield what is still due in a case after its last event."""
    book = then.law(on=on, readings=then.readings)
    yield from _of_application(then, book, on, plan)
    yield from _of_certificate(then, book, on)
    yield from _of_inspection(then, book)


def _of_application(case: Case, now: RuleBook, on: date, plan: Planned | None) -> Iterator[Deadline]:
    application, stage = case.state.application, case.state.stage
    if application is None:
        return
    filed = case.law(on=application.filed_on, readings=case.readings)
    try:
        book = case.law(on=on, filed=application.filed_on, route=application.route, readings=case.readings)
    except NotInForceError:
        book = filed  # its time is over, or not said: what it was filed under is all that is known
    if stage in {"with-tier", "assessed", "returned"}:
        yield from _of_transition(case, application, filed, now)
    if not any(tier.key == application.tier for tier in book.articles.tiers):
        return
    tier = tier_of(book, application.tier)
    if stage == "with-tier":
        yield from _to_assess(case, application, book, tier, plan)
    rule = book.articles.re_evaluation
    if application.route == "re-evaluation" and rule and rule.within_days:
        return  # it has days of its own, and waits for no round
    if stage == "assessed" and (above := next_tier(book, tier.key)):
        yield from _to_forward(book, tier, above.key, on, plan)
    elif stage in {"evaluated", "recognised", "certified"}:
        yield from _to_forward_result(case, application, book, on, plan)


def _to_assess(
    case: Case, application: Application, book: RuleBook, tier: Tier, plan: Planned | None
) -> Iterator[Deadline]:
    start, readings = application.received_on, own_readings(case.readings, book)
    rule = book.articles.re_evaluation
    if tier.working_days:
        yield Deadline(
            "assess",
            Text(vi="Đánh giá hồ sơ", en="Assess the dossier"),
            tier.body,
            days_after(book, start, tier.working_days, working=True, readings=readings),
            clause(book, tier.cite),
        )
    if application.route == "re-evaluation" and rule and rule.within_days:
        if scores(tier):
            yield Deadline(
                "re-evaluate",
                Text(vi="Có kết quả đánh giá lại", en="Give the result of the re-evaluation"),
                tier.body,
                days_after(book, start, rule.within_days, readings=readings),
                clause(book, rule.cite),
            )
    elif (turn := turn_for(book, tier.key, start, plan)) and turn.ends_by:
        yield Deadline("finish-round", _finish(turn), tier.body, turn.ends_by, turn.clause)


def _finish(turn: Turn) -> Text:
    round_ = _named(turn)
    if turn.files_by is None:
        return Text(vi=f"Kết thúc {round_.vi}", en=f"Finish {round_.en}")
    before = turn.files_by + timedelta(days=1)
    return Text(
        vi=f"Kết thúc {round_.vi} (hồ sơ đề nghị trước {day_text(before).vi})",
        en=f"Finish {round_.en} (files proposed before {before})",
    )


def _named(turn: Turn) -> Text:
    if turn.number is None:
        return Text(vi="đợt đánh giá", en="the round")
    return Text(vi=f"đợt {turn.number}", en=f"round {turn.number}")


def _to_forward(book: RuleBook, tier: Tier, above: str, on: date, plan: Planned | None) -> Iterator[Deadline]:
    if turn := turn_for(book, above, on, plan):
        to, round_ = name_of(book, above), _named(turn)
        yield Deadline(
            "forward",
            Text(
                vi=f"Gửi hồ sơ lên {to.vi} để kịp {round_.vi}",
                en=f"Hand the dossier on ({to.en}) in time for {round_.en}",
            ),
            tier.body,
            turn.last_chance,
            turn.clause,
        )


def _to_forward_result(
    case: Case, application: Application, book: RuleBook, on: date, plan: Planned | None
) -> Iterator[Deadline]:
    result, latest = application.result, application.latest
    if result is None or latest is None or latest != application.tier:
        return
    if case.state.stage != "evaluated" and case.state.potential is None:
        return
    readings = own_readings(case.readings, book)
    follows = what_follows(book, latest, points=result.points, stars=result.stars, readings=readings)
    if follows.forwards_to:
        yield from _to_forward(book, tier_of(book, latest), follows.forwards_to, on, plan)


def _of_transition(
    case: Case, application: Application, older: RuleBook, newer: RuleBook
) -> Iterator[Deadline]:
    if older.id == newer.id:
        return
    for rule in newer.articles.transition:
        if rule.follows == "old-rules" and rule.within_days and application.route in rule.routes:
            yield Deadline(
                "transition",
                Text(vi="Đánh giá xong hồ sơ theo quy định cũ", en="Finish the file under the old rules"),
                name_of(older, application.tier),
                last_day_of(newer, rule.within_days, case.readings),
                clause(newer, rule.cite),
            )


def _of_certificate(case: Case, book: RuleBook, on: date) -> Iterator[Deadline]:
    last = case.state.certificate
    if last is None or last.status(on) not in IN_FORCE:
        return
    yield end_of_certificate(book, last.stars, last.last_day_in_force)
    application = case.state.application
    if (
        application is not None
        and application.route == "re-evaluation"
        and application.filed_on > last.issued_on
        and case.state.stage in _PENDING
    ):
        return
    yield from _to_file(case, book, last)


def end_of_certificate(book: RuleBook, stars: int, last_day: date) -> Deadline:
    """Return the end of a certificate as a calendar shows it.

    Args:
        book: The rule book of the day.
        stars: The certificate's stars.
        last_day: The last day on which it is in force.

    Example:
        >>> import ocopkit
        >>> end_of_certificate(ocopkit.rule_book("qd-26-2026"), 4, date(2029, 8, 6)).what.en
        'The certificate of 4 stars ends after this day'
    """
    rule = book.articles.certificate
    return Deadline(
        "certificate-ends",
        Text(
            vi=f"Giấy chứng nhận {stars} sao hết hiệu lực sau ngày này",
            en=f"The certificate of {stars} stars ends after this day",
        ),
        PRODUCER,
        last_day,
        clause(book, rule.cite if rule else ()),
    )


def _to_file(case: Case, book: RuleBook, last: Certificate) -> Iterator[Deadline]:
    rule = book.articles.re_evaluation
    window = re_evaluation_window(book, last.last_day)
    # A time that was over before the decision began could not be kept.
    begun = book.articles.instrument.in_force.first_day
    if rule and window and window.last_day and window.last_day >= begun:
        yield Deadline(
            "file-for-re-evaluation",
            Text(vi="Nộp hồ sơ đánh giá lại", en="Hand in the re-evaluation file"),
            PRODUCER,
            window.last_day,
            clause(book, rule.cite),
            window.first_day,
        )
    if rule and rule.notice_days:
        known = {tier.key for tier in book.articles.tiers}
        issuer = last.by if last.by in known else revoking_tier(book, last.stars) or last.by
        yield Deadline(
            "give-notice",
            Text(
                vi="Thông báo bằng văn bản cho chủ thể về việc giấy chứng nhận sắp hết hạn",
                en="Notify the producer in writing that the certificate runs out",
            ),
            name_of(book, issuer),
            days_before(book, last.last_day, rule.notice_days, readings=own_readings(case.readings, book)),
            clause(book, rule.cite),
        )


def _of_inspection(case: Case, book: RuleBook) -> Iterator[Deadline]:
    state, last = case.state, case.state.certificate
    if state.defects and state.defects.remedy_by:
        yield Deadline(
            "remedy",
            Text(vi="Khắc phục thiếu sót đã kết luận", en="Remedy the defects that were found"),
            PRODUCER,
            state.defects.remedy_by,
            clause(book, [cite for rule in book.articles.supervision for cite in rule.cite][:1]),
        )
    rule = book.articles.revocation
    if state.failed and last and rule:
        yield Deadline(
            "revoke",
            Text(vi="Quyết định thu hồi theo kết luận kiểm tra", en="Decide on revoking, by the conclusion"),
            revoking_body(book, last.stars) or name_of(book, revoking_tier(book, last.stars) or last.by),
            days_after(book, state.failed.on, rule.within_days, readings=own_readings(case.readings, book)),
            clause(book, rule.cite),
        )
