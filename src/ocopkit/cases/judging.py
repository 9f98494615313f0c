"""Whether an event is possible: by where the case stands and by the law of its day.

What an event leaves out is filled in from the law, so that its effect never depends on a later one.
"""

from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from functools import cache
from typing import Any, Literal, get_args, get_origin, get_type_hints
from unicodedata import normalize

from attrs import evolve

from ocopkit.cases import refusals as no
from ocopkit.cases.certificate import (
    STATUS_NAMES,
    Certificate,
    extension_rule,
    grounds_of,
    last_day_of_term,
    re_evaluation_window,
    revoking_tier,
)
from ocopkit.cases.events import (
    KINDS,
    Assessed,
    CertificateIssued,
    CouncilResult,
    DossierFiled,
    Event,
    Expired,
    Extended,
    FallbackChosen,
    Forwarded,
    Inspected,
    LawChanged,
    Recognised,
    Refused,
    Remedied,
    Returned,
    Revoked,
)
from ocopkit.cases.law import Given
from ocopkit.cases.possible import goes_on_unscored, told_possible, window_kept
from ocopkit.cases.process import (
    Following,
    first_tier,
    next_tier,
    recognisable,
    scores,
    taker_of,
    tier_of,
    what_follows,
)
from ocopkit.cases.state import Application, State
from ocopkit.cases.transitions import EVENTS, STAGES, reason_of, statuses_for, transition_of
from ocopkit.cases.wording import clause, listed
from ocopkit.errors import CaseError, OcopError, Problem, Where
from ocopkit.product import ProductCode
from ocopkit.rules.articles import Tier
from ocopkit.rules.book import RuleBook
from ocopkit.text import Text, day_text

_LAST = date(2199, 12, 31)
"""The last day on which anything can happen: a later one is a slip, and would keep all else from a case."""


def judged(state: State, event: Event, given: Given) -> Event:
    """Return an event with what it leaves out filled in, if it is possible.

    Args:
        state: Where the case stands.
        event: The event.
        given: What it is judged by.

    Raises:
        CaseError: If it isn't possible: with the reason, the clause and what would be possible.
        NotInForceError: If no law that it needs was in force on its day.
        TypeError: If its day is no date, its points are a float, or another value isn't of its type.
    """
    if type(event.on) is not date:
        message = f"the day of an event must be a date, not {event.on!r}"
        raise TypeError(message)
    _expect_values(event)
    if event.on > _LAST:
        raise CaseError([no.too_far_ahead(event.on, _LAST)])
    problems = [*_out_of_order(state, event, given), *_not_at_this_stage(state, event, given)]
    if problems:
        raise CaseError(problems)
    judge = _JUDGES.get(event.kind)
    return judge(state, event, given) if judge else event


def _expect_values(event: Event) -> None:
    """Refuse values that no document could hold: who makes an event in Python may write anything."""
    for name, (kinds, choices) in _fields(event.kind).items():
        value = getattr(event, name)
        if choices and value not in choices:
            raise CaseError([no.not_allowed(name, value, choices)])
        if not choices and type(value) not in kinds:
            wanted = " or ".join(kind.__name__ for kind in kinds)
            message = f"{name} of {event.kind} must be {wanted}, not {value!r}"
            raise TypeError(message)


@cache
def _fields(kind: str) -> dict[str, tuple[tuple[type, ...], tuple[str, ...]]]:
    """Return the types of each field of an event, or the words that it may hold."""
    found: dict[str, tuple[tuple[type, ...], tuple[str, ...]]] = {}
    for name, hint in get_type_hints(KINDS[kind]).items():
        if name in {"kind", "on", "points"}:  # day and points are looked at by themselves
            continue
        choices: tuple[str, ...] = get_args(hint) if get_origin(hint) is Literal else ()
        found[name] = ((), choices) if choices else (get_args(hint) or (hint,), ())
    return found


@contextmanager
def _at(name: str) -> Generator[None]:
    """Tell what is refused inside at a field of the event."""
    try:
        yield
    except OcopError as error:
        raise type(error)(problem.under(name) for problem in error.problems) from None


def _out_of_order(state: State, event: Event, given: Given) -> list[Problem]:
    first = max((day for day in (state.last_on, given.opened_on) if day), default=None)
    if first is None or event.on >= first:
        return []
    name = EVENTS[event.kind]
    before_opening = state.last_on is None or event.on < (given.opened_on or event.on)
    why = Text(vi="Vòng đời bắt đầu từ ngày mở", en="A life begins with the day on which it was opened")
    if not before_opening:
        why = Text(
            vi=f"Sự kiện cuối cùng là ngày {day_text(state.last_on).vi}; sự kiện giữ đúng thứ "
            f"tự, không chèn vào giữa",
            en=f"The last event is of {state.last_on}; events keep their order and none is put in between",
        )
    return [
        Problem(
            "case-not-begun" if before_opening else "out-of-order",
            Text(
                vi=f"Sự kiện {name.vi!r} ghi ngày {day_text(event.on).vi}",
                en=f"The event {name.en!r} is dated {event.on}",
            ),
            why,
            Text(vi=f"Ghi ngày từ {first} trở đi", en=f"Date it {first} or later"),
            Where(("on",)),
        )
    ]


def _not_at_this_stage(state: State, event: Event, given: Given) -> list[Problem]:
    choice = getattr(event, "choice", None)
    if transition_of(event.kind, state.stage, choice):
        return []
    return [
        Problem(
            "not-possible-now",
            Text(
                vi=f"Không thể có sự kiện {EVENTS[event.kind].vi!r} khi: {STAGES[state.stage].vi}",
                en=f"There can be no {EVENTS[event.kind].en!r} at this stage: {STAGES[state.stage].en}",
            ),
            _with_clause(reason_of(event.kind), event, given),
            told_possible(state, event.on, given),
            Where(("kind",)),
        )
    ]


def _with_clause(why: Text, event: Event, given: Given) -> Text:
    """Return a reason with the places of the law of the day that provide for the event."""
    try:
        book = given.book(on=event.on)
    except OcopError:
        return why
    articles = book.articles
    if event.kind == "dossier-filed":
        papers = articles.dossier.submissions if articles.dossier else ()
        cite = [place for one in papers if one.by == "producer" for place in one.cite]
    elif event.kind == "certificate-issued":
        cite = list(articles.certificate.cite if articles.certificate else ())
    elif tier := next((one for one in articles.tiers if one.key == getattr(event, "by", None)), None):
        cite = list(tier.cite)
    else:
        return why
    places = clause(book, dict.fromkeys(cite))
    return Text(vi=f"{why.vi} ({places.vi})", en=f"{why.en} ({places.en})")


# What each kind of event needs.


def _step(state: State, event: Event, given: Given) -> Event:
    """Judge a step of the cycle before the dossier: nothing is asked but that there is a programme."""
    del state
    given.book(on=event.on)
    return event


def _filed(state: State, event: DossierFiled, given: Given) -> Event:
    book = given.book(on=event.on, route=event.route)
    first = first_tier(book)
    problems = _wrong_route(state, event, book)
    if event.to is not None and event.to != first.key:
        problems.append(no.wrong_tier(book, event.to, first))
    if event.set is not None:
        with _at("set"):
            book.entry(event.set)
    if event.rule_book is not None and event.rule_book != book.id:
        problems.append(no.other_law(event, book))
    _raise(problems)
    return evolve(event, to=first.key, rule_book=book.id)


def _wrong_route(state: State, event: DossierFiled, book: RuleBook) -> list[Problem]:
    last = state.certificate
    in_force = last is not None and last.is_in_force(event.on)
    if event.route == "first":
        return [no.already_certified(book, last)] if last and in_force else []
    if event.route == "upgrade":
        if last is None or not in_force:
            return [no.no_certificate(book, state, event, "upgrade")]
        top = max(band.stars for band in book.articles.bands)
        return [no.nothing_higher(book, last)] if last.stars >= top else []
    return _wrong_time(state, event, book)


def _wrong_time(state: State, event: DossierFiled, book: RuleBook) -> list[Problem]:
    """Return what is wrong with the day of a re-evaluation file; a late one is possible while in force."""
    last = state.certificate
    if last is None or last.ended_by == "revoked":
        return [no.no_certificate(book, state, event, "re-evaluation")]
    window = re_evaluation_window(book, last.last_day)
    if window is None:
        return []
    if event.on < window.first_day:
        return [no.too_early(book, last, window.first_day)]
    if last.is_in_force(event.on):
        return []
    rule = extension_rule(book)
    can_extend = (
        rule is not None
        and rule.extends_days is not None
        and last.last_day >= book.articles.instrument.in_force.first_day
        and last.extended_to is None
        and last.expiry_noted_on is None
        and event.on <= last.last_day + timedelta(days=rule.extends_days)
    )
    return [no.ran_out(book, last, event.on, rule if can_extend else None)]


def _at_tier(state: State, event: Any, given: Given) -> tuple[Application, RuleBook, Tier]:
    """Return the dossier, the law of the day for it, and the tier that acts, where the dossier is with."""
    application = _application(state, event.on, given)
    book = given.book(on=event.on, filed=application.filed_on, route=application.route)
    if found := _taker(book, application, given):
        _raise([no.tier_is_gone(book, found[0], application, found[1])])
    tier = _tier(book, event.by)
    if event.by != application.tier:
        _raise([no.not_with(book, application, event.by)])
    return application, book, tier


def _taker(book: RuleBook, application: Application, given: Given) -> tuple[RuleBook, Tier] | None:
    """Return who has the files of a tier that the law no longer knows, with the law that knew it."""
    if any(tier.key == application.tier for tier in book.articles.tiers):
        return None
    older = given.book(on=application.filed_on, route=application.route)
    taker = taker_of(book, older, application.tier)
    return (older, taker) if taker else None


def _tier(book: RuleBook, by: str) -> Tier:
    with _at("by"):
        return tier_of(book, by)


def _returned(state: State, event: Returned, given: Given) -> Event:
    _at_tier(state, event, given)
    return event


def _assessed(state: State, event: Assessed, given: Given) -> Event:
    _, book, tier = _at_tier(state, event, given)
    if scores(tier):
        _raise([no.gives_points(book, tier)])
    return event


def _result(state: State, event: CouncilResult, given: Given) -> Event:
    application, book, _ = _at_tier(state, event, given)
    problems: list[Problem] = []
    if application.choice == "adopt-central":
        problems.append(no.adopted_already())
    if event.set is not None and application.set is not None and event.set != application.set:
        problems.append(no.other_sheet("set", str(event.set), str(application.set)))
    if event.rule_book is not None and event.rule_book != book.id:
        problems.append(no.other_sheet("rule_book", event.rule_book, book.id))
    if event.product is not None and not _same_name(event.product, given.product):
        problems.append(no.other_sheet("product", event.product, given.product or ""))
    _raise(problems)
    found = what_follows(book, event.by, points=event.points, stars=event.stars, readings=given.of(book))
    return evolve(event, points=found.points, stars=found.stars, rule_book=book.id, product=None)


def _same_name(one: str, other: str | None) -> bool:
    """Return whether two names are the same letters, in whichever way their marks are encoded."""
    return normalize("NFC", one.strip()) == normalize("NFC", (other or "").strip())


def _decided(state: State, on: date, given: Given) -> tuple[Application, RuleBook, Following]:
    """Return the dossier, the law of the day of its last result, and what that result leads to."""
    application = _application(state, on, given)
    result = application.result
    if result is None or application.latest is None:
        raise CaseError([no.no_result_yet(told_possible(state, on, given))])
    book = given.book(on=result.on, filed=application.filed_on, route=application.route)
    follows = what_follows(
        book, application.latest, points=result.points, stars=result.stars, readings=given.of(book)
    )
    return application, book, follows


def _fallback(state: State, event: FallbackChosen, given: Given) -> Event:
    application, book, follows = _decided(state, event.on, given)
    if follows.falls_to is None:
        _raise([no.nothing_to_choose(book, follows)])
    elif event.by != follows.falls_to:
        _raise([no.not_the_choosers(book, application, follows, event.by)])
    elif follows.fallback not in {"province-decides", event.choice}:
        _raise([no.choice_is_made(follows)])
    return event


def _forwarded(state: State, event: Forwarded, given: Given) -> Event:
    application = _application(state, event.on, given)
    if state.stage in {"with-tier", "assessed"}:
        return _handed_on(state, event, given)
    application, book, follows = _decided(state, event.on, given)
    _tier(book, event.by)
    if event.by != application.tier:
        _raise([no.not_with(book, application, event.by)])
    if follows.forwards_to is None or follows.tier != event.by:
        _raise([no.stays_here(book, event.by, follows)])
    return _to(book, event, tier_of(book, follows.forwards_to or ""))


def _handed_on(state: State, event: Forwarded, given: Given) -> Event:
    """Hand on what was assessed without points, what a higher tier re-evaluates, or what a tier leaves."""
    application = _application(state, event.on, given)
    book = given.book(on=event.on, filed=application.filed_on, route=application.route)
    found = _taker(book, application, given)
    if found and event.by == application.tier:
        return _to(book, event, found[1])
    _, _, tier = _at_tier(state, event, given)
    above = next_tier(book, event.by)
    if above is None:
        raise CaseError([no.is_the_top(book, tier)])
    if scores(tier) and not (
        application.route == "re-evaluation" and goes_on_unscored(book, state, tier, above)
    ):
        raise CaseError([no.not_assessed_yet(book, tier)])
    if not scores(tier) and state.stage != "assessed":
        raise CaseError([no.not_assessed_yet(book, tier)])
    return _to(book, event, above)


def _to(book: RuleBook, event: Forwarded, above: Tier) -> Event:
    if event.to is not None and event.to != above.key:
        _raise([no.wrong_tier(book, event.to, above)])
    return evolve(event, to=above.key)


def _recognised(state: State, event: Recognised, given: Given) -> Event:
    application, book, follows = _decided(state, event.on, given)
    tier = _tier(book, event.by)
    adopted = follows.falls_to == event.by and (
        application.choice == "adopt-central" or follows.fallback == "adopt-central"
    )
    own = follows.tier == event.by == application.tier
    if not own and not adopted:
        choice_first = follows.falls_to == event.by
        _raise([no.choose_first(follows) if choice_first else no.not_yours(book, follows, event.by)])
    due = recognisable(tier, follows.stars) if follows.stars else None
    if due is None:
        _raise([no.nothing_to_recognise(book, follows)])
    elif event.stars is not None and event.stars != due:
        _raise([no.other_stars(book, tier, event.stars, due, follows)])
    elif (
        application.route == "upgrade"
        and (last := state.certificate)
        and last.is_in_force(event.on)
        and due < last.stars
        and not event.note.strip()
    ):
        _raise([no.no_upgrade(book, last, due)])
    return evolve(event, stars=due)


def _refused(state: State, event: Refused, given: Given) -> Event:
    application, book, follows = _decided(state, event.on, given)
    if event.by not in {application.tier, follows.falls_to}:
        _raise([no.not_with(book, application, event.by)])
    due = recognisable(tier_of(book, event.by), follows.stars) if follows.stars else None
    if due and not event.note.strip():
        _raise([no.say_why(follows, due)])
    return event


def _issued(state: State, event: CertificateIssued, given: Given) -> Event:
    application, book, _ = _decided(state, event.on, given)
    recognition = application.recognition
    if recognition is None:
        raise CaseError([no.no_recognition(told_possible(state, event.on, given))])
    problems: list[Problem] = []
    if event.by != recognition.by:
        problems.append(no.issuer(book, recognition.by, event.by))
    if event.stars is not None and event.stars != recognition.stars:
        problems.append(no.stars_differ(event.stars, recognition.stars))
    if event.number and event.number.strip() in {one.number for one in state.certificates}:
        problems.append(no.number_used(event.number))
    last_day = last_day_of_term(book, event.on, readings=given.of(book))
    if event.last_day is not None and event.last_day not in _terms(book, event.on):
        problems.append(no.wrong_term(book, event.last_day, last_day))
    _raise(problems)
    code = event.code
    if code is not None and book.articles.product_code is not None:
        with _at("code"):
            code = str(ProductCode.parse(code, book.articles.product_code))
    number = event.number.strip()
    return evolve(
        event, number=number, code=code, stars=recognition.stars, last_day=event.last_day or last_day
    )


def _terms(book: RuleBook, issued_on: date) -> set[date]:
    """Return the last days that the readings of the law allow to be printed."""
    keys = [
        {reading.key: option.key}
        for reading in book.articles.readings
        if reading.key == "last-day"
        for option in reading.options
    ]
    return {last_day_of_term(book, issued_on, readings=one) for one in [{}, *keys]}


def _extended(state: State, event: Extended, given: Given) -> Event:
    last = _last(state, event, given)
    book = given.book(on=event.on)
    rule = extension_rule(book)
    if rule is None or rule.extends_days is None:
        raise CaseError([no.no_extension(book)])
    limit = last.last_day + timedelta(days=rule.extends_days)
    why = clause(book, rule.cite)
    problems = _wrong_authority(book, last, event.by)
    if window_kept(state, book, event.on):
        window = re_evaluation_window(book, last.last_day)
        problems.append(no.window_kept(why, rule.text, window.last_day if window else None))
    if last.last_day < book.articles.instrument.in_force.first_day or last.expiry_noted_on:
        problems.append(no.ran_out_before(why, last))
    if last.extended_to is not None:
        problems.append(no.extended_already(why, last))
    if event.on > limit or (event.until is not None and not last.last_day < event.until <= limit):
        problems.append(no.beyond(why, last, limit))
    _raise(problems)
    return evolve(event, until=event.until or limit)


def _inspected(state: State, event: Inspected, given: Given) -> Event:
    _last(state, event, given)
    _supervising(given.book(on=event.on), event.by)
    if event.remedy_by is not None and (event.finding != "defects" or event.remedy_by < event.on):
        _raise([no.remedy_day(event)])
    return event


def _supervising(book: RuleBook, by: str) -> None:
    """Refuse a tier that doesn't supervise; where the law is silent, any of its tiers may."""
    _tier(book, by)
    allowed = [rule.tier for rule in book.articles.supervision]
    if allowed and by not in allowed:
        _raise([no.not_a_supervisor(book, by)])


def _remedied(state: State, event: Remedied, given: Given) -> Event:
    _last(state, event, given)
    _supervising(given.book(on=event.on), event.by)
    if state.defects is None:
        _raise([no.no_defects(told_possible(state, event.on, given))])
    return event


def _revoked(state: State, event: Revoked, given: Given) -> Event:
    last = _last(state, event, given)
    book = given.book(on=event.on)
    problems = _wrong_authority(book, last, event.by)
    grounds = grounds_of(book)
    points = [ground.point for ground in grounds]
    if grounds and event.ground not in points:
        problems.append(no.no_such_ground(book, event.ground))
    if not grounds and not event.note.strip():
        problems.append(no.ground_in_words(book))
    _raise(problems)
    return event


def _wrong_authority(book: RuleBook, last: Certificate, by: str) -> list[Problem]:
    """Return a problem unless it is the authority of the stars; where the law is silent, also the issuer."""
    right = revoking_tier(book, last.stars)
    issuers = {tier.key for tier in book.articles.tiers if tier.key == last.by}  # none once it is abolished
    allowed = {right} if book.articles.revocation else {right, *issuers}
    return [] if by in allowed else [no.not_the_authority(book, last, by, right or last.by)]


def _expired(state: State, event: Expired, given: Given) -> Event:
    last = _last(state, event, given)
    if last.expiry_noted_on is not None:
        _raise([no.noted_already(last)])
    return event


def _law_changed(state: State, event: LawChanged, given: Given) -> Event:
    del state
    book = given.book(on=event.on)
    if book.id != event.rule_book:
        _raise([no.other_law(event, book)])
    return event


_JUDGES: Mapping[str, Callable[[State, Any, Given], Event]] = {
    "idea-registered": _step,
    "idea-accepted": _step,
    "plan-received": _step,
    "dossier-filed": _filed,
    "returned": _returned,
    "assessed": _assessed,
    "council-result": _result,
    "fallback-chosen": _fallback,
    "forwarded": _forwarded,
    "recognised": _recognised,
    "refused": _refused,
    "certificate-issued": _issued,
    "extended": _extended,
    "inspected": _inspected,
    "remedied": _remedied,
    "revoked": _revoked,
    "expired": _expired,
    "law-changed": _law_changed,
}


def _raise(problems: list[Problem]) -> None:
    if problems:
        raise CaseError(problems)


def _application(state: State, on: date, given: Given) -> Application:
    if state.application is None:
        raise CaseError([no.no_result_yet(told_possible(state, on, given))])
    return state.application


def _last(state: State, event: Event, given: Given) -> Certificate:
    """Return the certificate issued last, if its status on the day of an event is what it needs."""
    allowed = statuses_for(event.kind)
    last = state.certificate
    status = last.status(event.on) if last else "not-issued"
    if last is not None and status in allowed:
        return last
    wanted = listed(text for key, text in STATUS_NAMES.items() if key in allowed)
    name, now = EVENTS[event.kind], STATUS_NAMES[status]
    raise CaseError(
        [
            Problem(
                "wrong-status",
                Text(
                    vi=f"Không thể có sự kiện {name.vi!r}: ngày {day_text(event.on).vi} giấy "
                    f"chứng nhận {now.vi}",
                    en=f"There can be no {name.en!r}: on {event.on} the certificate is {now.en}",
                ),
                Text(
                    vi=f"Việc này cần giấy chứng nhận: {wanted.vi}",
                    en=f"It needs a certificate that is: {wanted.en}",
                ),
                told_possible(state, event.on, given),
                Where(("kind",)),
            )
        ]
    )
