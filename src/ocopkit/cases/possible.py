"""What may happen next: what the table of stages allows and the law of the day doesn't rule out."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from attrs import frozen

from ocopkit.cases.certificate import extension_rule, re_evaluation_window
from ocopkit.cases.law import Given
from ocopkit.cases.process import Following, next_tier, scores, taker_of, what_follows
from ocopkit.cases.state import State
from ocopkit.cases.transitions import EVENTS, possible_at
from ocopkit.errors import NotInForceError, OcopError
from ocopkit.rules.articles import Tier
from ocopkit.rules.book import RuleBook
from ocopkit.text import Text


@frozen
class Standing:
    """Where a case stands, with the law of the day.

    Args:
        state: Where it stands.
        on: The day.
        now: The rule book of the day.
        book: The rule book by which the dossier under way is judged; that of the day if there is none.
        tier: The tier that has the dossier, if one has it that the book knows and whose time isn't over.
        taker: The tier to which the dossier goes on, where the one that has it was abolished.
        follows: What the last result leads to, if there is one.
        is_said: Whether it is said by which decision the dossier goes on; else a reading must be chosen,
            which is told with the event itself.
    """

    state: State
    on: date
    now: RuleBook
    book: RuleBook
    tier: Tier | None
    taker: Tier | None
    follows: Following | None
    is_said: bool = True


def possible_now(state: State, on: date, given: Given) -> tuple[str, ...]:
    """Return the kinds of event that may come next, in the order of the table.

    Where no law of the day is known, or the day is before the dossier's, the table alone answers.

    Args:
        state: Where the case stands.
        on: The day.
        given: What events are judged by.
    """
    kinds = possible_at(state.stage, state.status(on))
    if state.application and on < state.application.filed_on:
        return kinds
    try:
        standing = _standing(state, on, given)
    except OcopError:
        return kinds
    return tuple(kind for kind in kinds if _ALLOWED.get(kind, _anyway)(standing))


def told_possible(state: State, on: date, given: Given) -> Text:
    """Return in words what may come next."""
    kinds = possible_now(state, on, given)
    told = [f"{EVENTS[kind].vi} ({kind})" for kind in kinds]
    return Text(vi=f"Lúc này có thể: {'; '.join(told)}", en=f"Possible now: {', '.join(kinds)}")


def goes_on_unscored(book: RuleBook, state: State, tier: Tier, above: Tier) -> bool:
    """Return whether a re-evaluation goes on without points from a tier that gives them.

    It does where the product's stars are recognised above and the papers that the decision lists for
    handing on a re-evaluation are a list of their own, without a council's report.
    """
    last = state.certificate
    stars = last.stars if last else 0
    own_list = any(
        (one.by, one.to, one.routes) == (tier.key, above.key, ("re-evaluation",))
        for one in (book.articles.dossier.submissions if book.articles.dossier else ())
    )
    return own_list and stars not in tier.recognises and stars in above.recognises


def _standing(state: State, on: date, given: Given) -> Standing:
    now, application = given.book(on=on), state.application
    if application is None:
        return Standing(state, on, now, now, None, None, None)
    older = given.book(on=application.filed_on, route=application.route)
    book, is_said, tier = older, True, None
    try:
        book = given.book(on=on, filed=application.filed_on, route=application.route)
        tier = next((one for one in book.articles.tiers if one.key == application.tier), None)
    except NotInForceError as error:
        is_said = any(one.code == "transition-over" for one in error.problems)
    taker = taker_of(book, older, application.tier)
    result, follows = application.result, None
    if result and application.latest:
        then = given.book(on=result.on, filed=application.filed_on, route=application.route)
        follows = what_follows(
            then, application.latest, points=result.points, stars=result.stars, readings=given.of(then)
        )
    return Standing(state, on, now, book, tier, taker, follows, is_said)


def _anyway(_: Standing) -> bool:
    return True


def _returned(at: Standing) -> bool:
    return not at.is_said or at.tier is not None


def _assessed(at: Standing) -> bool:
    return not at.is_said or (at.tier is not None and not scores(at.tier))


def _scored(at: Standing) -> bool:
    adopted = at.state.application is not None and at.state.application.choice == "adopt-central"
    return not at.is_said or (at.tier is not None and scores(at.tier) and not adopted)


def _forwarded(at: Standing) -> bool:
    application = at.state.application
    if application is None:
        return False
    if at.state.stage not in {"with-tier", "assessed"}:
        follows = at.follows
        return follows is not None and follows.forwards_to is not None and follows.tier == application.tier
    if at.taker is not None or not at.is_said:
        return True
    above = next_tier(at.book, at.tier.key) if at.tier else None
    if at.tier is None or above is None:
        return False
    if at.state.stage == "assessed":
        return True
    again = application.route == "re-evaluation" and scores(at.tier)
    return again and goes_on_unscored(at.book, at.state, at.tier, above)


def _chosen(at: Standing) -> bool:
    return at.follows is not None and at.follows.falls_to is not None


def _recognised(at: Standing) -> bool:
    follows, application = at.follows, at.state.application
    if follows is None or application is None:
        return False
    adopted = "adopt-central" in {application.choice, follows.fallback}
    return follows.recognises is not None or (follows.falls_to is not None and adopted)


def _extended(at: Standing) -> bool:
    rule, last = extension_rule(at.now), at.state.certificate
    if rule is None or rule.extends_days is None or last is None:
        return False
    begun = last.last_day >= at.now.articles.instrument.in_force.first_day
    noted = last.extended_to is not None or last.expiry_noted_on is not None
    missed = not window_kept(at.state, at.now, at.on)
    return begun and missed and not noted and at.on <= last.last_day + timedelta(days=rule.extends_days)


def window_kept(state: State, book: RuleBook, on: date) -> bool:
    """Return whether the window of a re-evaluation was kept, or still can be.

    Args:
        state: Where the case stands; it has a certificate.
        book: The rule book of the day.
        on: The day.
    """
    last, application = state.certificate, state.application
    window = re_evaluation_window(book, last.last_day) if last else None
    if last is None or window is None:
        return False
    end = window.last_day or window.first_day
    filed = application if application and application.route == "re-evaluation" else None
    return on <= end or (filed is not None and last.issued_on < filed.filed_on <= end)


def _remedied(at: Standing) -> bool:
    return at.state.defects is not None


def _expired(at: Standing) -> bool:
    return at.state.certificate is not None and at.state.certificate.expiry_noted_on is None


_ALLOWED: Mapping[str, Callable[[Standing], bool]] = {
    "returned": _returned,
    "assessed": _assessed,
    "council-result": _scored,
    "fallback-chosen": _chosen,
    "forwarded": _forwarded,
    "recognised": _recognised,
    "extended": _extended,
    "remedied": _remedied,
    "expired": _expired,
}
"""What an event needs beside its stage; those that aren't named need nothing that is known beforehand."""
