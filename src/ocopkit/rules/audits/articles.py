"""What can be wrong in the articles: bands, names, readings and dates."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import pairwise
from types import MappingProxyType
from typing import cast

from ocopkit.rules.articles import (
    Articles,
    Authority,
    CertificateRule,
    Council,
    Forwarding,
    ProducerKind,
    Round,
    SetEntry,
    StarBand,
    Submission,
    SupervisionRule,
    Tier,
)
from ocopkit.rules.audits.sets import spot_of, spot_of_set
from ocopkit.rules.audits.spot import Found, Spot, found, walk
from ocopkit.rules.carried_out import (
    AFTER_STOP,
    BELOW_LOWEST,
    CARRIED_OUT,
    EFFECTS,
    LOWER_MINIMUMS,
    MINIMUM_MISSED,
    TITLE_MARK,
)
from ocopkit.rules.criteria import CriteriaSet
from ocopkit.rules.law import Reading
from ocopkit.text import day_text

PRODUCER = "producer"
"""The one that hands over papers without being a tier."""

_NAMING: Mapping[type, Mapping[str, str]] = MappingProxyType(
    {
        StarBand: {"recognised_by": "tier"},
        Tier: {"recognises": "star band"},
        Forwarding: {"to": "tier"},
        Council: {"tier": "tier"},
        Round: {"tier": "tier"},
        SupervisionRule: {"tier": "tier"},
        Submission: {"by": "tier", "to": "tier"},
        ProducerKind: {"groups": "group"},
        SetEntry: {"ministries": "ministry"},
        CertificateRule: {"from_stars": "star band"},
        Authority: {"stars": "star band"},
    }
)
"""The fields that name something that stands elsewhere in the articles, and what that is."""

_IN_VIETNAMESE = {"tier": "cấp", "star band": "hạng sao", "group": "nhóm", "ministry": "bộ, ngành"}

_TOP = Spot()


def check_articles(articles: Articles, forms: tuple[CriteriaSet, ...]) -> Iterator[Found]:
    """Yield what is wrong with the articles of a book, apart from their wording.

    Args:
        articles: The articles.
        forms: The book's criteria sets, as far as they could be read.
    """
    yield from _dates(articles)
    yield from _repeated(articles)
    yield from _names(articles)
    yield from _bands(articles)
    yield from _recognisers(articles)
    yield from _papers(articles, forms)
    yield from _doubts(articles, forms)
    gates = [gate for form in forms for gate, _ in form.all_gates()]
    effects = {gate.reading for gate in gates if gate.kind == "requirement"}
    for index, reading in enumerate(articles.readings):
        place = _TOP.under(f"readings/{reading.key}", "readings", index)
        yield from _reading(reading, place, needed=reading.key in effects)
    yield from _missing_readings(articles, forms)


def _dates(articles: Articles) -> Iterator[Found]:
    instrument = articles.instrument
    period = instrument.in_force
    spot = _TOP.under("instrument", "instrument")
    when = spot.under("in_force", "in_force")
    if period.last_day and period.last_day < period.first_day:
        yield found(
            "period-reversed",
            when,
            f"Từ {day_text(period.first_day).vi} đến {day_text(period.last_day).vi}",
            f"From {period.first_day} to {period.last_day}",
        )
    if instrument.issued_on > period.first_day:
        yield found(
            "issued-late",
            spot.step("issued_on"),
            f"Ký ngày {day_text(instrument.issued_on).vi}, có hiệu lực từ {day_text(period.first_day).vi}",
            f"Issued on {instrument.issued_on}, in force from {period.first_day}",
        )
    if instrument.replaced_by and period.last_day is None:
        yield found(
            "no-last-day",
            when,
            f"Bị thay thế bởi {instrument.replaced_by}",
            f"Replaced by {instrument.replaced_by}",
        )
    for index, one in enumerate(articles.rounds):
        for field in ("finish_before", "files_before"):
            day: str = getattr(one, field)
            if not _is_day(day):
                place = _TOP.under(f"rounds/{one.tier}-{one.number}", "rounds", index, field)
                yield found("month-day", place, f"Không có ngày {day}", f"There is no day {day}")


def _is_day(day: str) -> bool:
    """Return whether a month and day exist in some year."""
    try:
        date.fromisoformat(f"2000-{day}")
    except ValueError:
        return False
    return True


def _repeated(articles: Articles) -> Iterator[Found]:
    lists: list[tuple[str, Iterable[object]]] = [
        ("ministries", [one.key for one in articles.ministries]),
        ("groups", [one.key for one in articles.groups]),
        ("producers", [one.key for one in articles.producers]),
        ("parts", [one.code for one in articles.parts]),
        ("bands", [one.stars for one in articles.bands]),
        ("readings", [one.key for one in articles.readings]),
        ("tiers", [one.key for one in articles.tiers]),
        ("forms", [one.number for one in articles.forms]),
    ]
    for name, keys in lists:
        yield from _twice(keys, _TOP.step(name), name)
    if articles.dossier:
        papers = [one.key for one in articles.dossier.evidence]
        yield from _twice(papers, _TOP.step("dossier", "evidence"), "dossier")
    for index, reading in enumerate(articles.readings):
        options = _TOP.step("readings", index, "options")
        yield from _twice([one.key for one in reading.options], options, f"readings/{reading.key}")
    entries = [
        (entry, _TOP.step("groups", a, "subgroups", b, "sets", c))
        for a, group in enumerate(articles.groups)
        for b, subgroup in enumerate(group.subgroups)
        for c, entry in enumerate(subgroup.sets)
    ]
    for field in ("number", "slug"):
        seen: set[object] = set()
        for entry, place in entries:
            name = getattr(entry, field)
            if name in seen:
                spot = place.under(f"groups/{entry.slug}", field)
                yield found("repeated-name", spot, f"{name} có hai lần", f"{name} is there twice")
            seen.add(name)


def _twice(keys: Iterable[object], where: Spot, name: str) -> Iterator[Found]:
    seen: set[object] = set()
    for index, key in enumerate(keys):
        if key in seen:
            spot = where.under(f"{name}/{key}", index)
            yield found("repeated-name", spot, f"{key} có hai lần", f"{key} is there twice")
        seen.add(key)


def _names(articles: Articles) -> Iterator[Found]:
    """Yield each name that stands for something that the book doesn't have."""
    known: dict[str, set[object]] = {
        "tier": {one.key for one in articles.tiers},
        "star band": {one.stars for one in articles.bands},
        "group": {one.key for one in articles.groups},
        "ministry": {one.key for one in articles.ministries},
    }
    for spot, value in walk(articles, _TOP):
        for field, kind in _NAMING.get(type(value), {}).items():
            named: object = getattr(value, field)
            several = cast("tuple[object, ...]", named) if isinstance(named, tuple) else (named,)
            for name in several:
                if name is not None and name != PRODUCER and name not in known[kind]:
                    yield found(
                        "unknown-name",
                        spot.step(field),
                        f"Không có {_IN_VIETNAMESE[kind]} {name}",
                        f"There is no {kind} {name}",
                    )


def _doubts(articles: Articles, forms: tuple[CriteriaSet, ...]) -> Iterator[Found]:
    """Yield the doubts about a set or a clause of it that the book doesn't have."""
    numbers = {str(entry.number) for entry in articles.entries()}
    read = {str(form.number) for form in forms}
    clauses = {f"{form.number}/{code}" for form in forms for code in _codes(form)}
    told = [(one, _TOP.step("doubts", index)) for index, one in enumerate(articles.doubts)]
    for form in forms:
        place = spot_of_set(form)
        told += [(one, place.step("doubts", index)) for index, one in enumerate(form.doubts)]
        for criterion in form.criteria:
            place = spot_of(form, criterion)
            told += [(one, place.step("doubts", index)) for index, one in enumerate(criterion.doubts)]
    for doubt, place in told:
        number, _, code = doubt.at.partition("/")
        lost = number not in numbers or (code and number in read and doubt.at not in clauses)
        if number.isdecimal() and lost:
            yield found(
                "unknown-name",
                Spot(doubt.at, (*place.path, "at")),
                f"Không có bộ hoặc mục {doubt.at}",
                f"There is no set or clause {doubt.at}",
            )


def _codes(form: CriteriaSet) -> Iterator[str]:
    """Yield the code of everything in a set that has one."""
    for part in form.parts:
        yield part.code
        for section in part.sections:
            yield section.code
            yield from (heading.code for heading in section.headings)
            yield from (criterion.code for criterion in section.criteria)


def _bands(articles: Articles) -> Iterator[Found]:
    most = sum(part.max for part in articles.parts)
    stars = [one.stars for one in articles.bands]
    places = {
        id(band): _TOP.under(f"bands/{band.stars}", "bands", index)
        for index, band in enumerate(articles.bands)
    }
    if not articles.bands:
        yield found("band-gap", _TOP.under("bands"), "Không có hạng sao nào", "There is no band")
        return
    rising = sorted(articles.bands, key=lambda band: band.at_least)
    if stars != [band.stars for band in rising[::-1]] or stars != sorted(stars, reverse=True):
        order = ", ".join(map(str, stars))
        yield found(
            "band-order",
            _TOP.under("bands", "bands"),
            f"Thứ tự các hạng: {order}",
            f"The order of the bands: {order}",
        )
    for band in rising:
        below = most + 1 if band.below is None else band.below
        if band.at_least > most or below <= band.at_least:
            yield found(
                "band-empty",
                places[id(band)],
                f"Từ {band.at_least} đến dưới {below}, tối đa {most}",
                f"From {band.at_least} to under {below}, of {most}",
            )
    lowest, highest = rising[0], rising[-1]
    if lowest.at_least != 0:
        yield found(
            "band-gap" if lowest.at_least > 0 else "band-overlap",
            places[id(lowest)].step("at_least"),
            f"Hạng thấp nhất bắt đầu từ {lowest.at_least}, không phải 0",
            f"The lowest band begins at {lowest.at_least} and not at 0",
        )
    for low, high in pairwise(rising):
        yield from _border(low, high, places[id(low)], places[id(high)])
    if highest.below is not None and highest.below <= most:
        yield found(
            "band-gap",
            places[id(highest)].step("below"),
            f"Hạng cao nhất dừng trước {highest.below}, tối đa là {most}",
            f"The highest band ends before {highest.below}, the most is {most}",
        )


def _border(low: StarBand, high: StarBand, lower: Spot, upper: Spot) -> Iterator[Found]:
    vi = f"{low.stars} sao đến dưới {low.below}, {high.stars} sao từ {high.at_least}"
    en = f"{low.stars} stars end before {low.below}, {high.stars} begin at {high.at_least}"
    place = upper.step("at_least")
    if low.below is None:
        vi, en = f"Hạng {low.stars} sao không ghi below", f"The band of {low.stars} has no below"
        yield found("band-overlap", place, vi, en, lower.clause)
    elif low.below < high.at_least:
        yield found("band-gap", place, vi, en, lower.clause)
    elif low.below > high.at_least:
        yield found("band-overlap", place, vi, en, lower.clause)


def _recognisers(articles: Articles) -> Iterator[Found]:
    listed = {star for tier in articles.tiers for star in tier.recognises}
    tiers = {tier.key: tier for tier in articles.tiers}
    for index, band in enumerate(articles.bands):
        spot = _TOP.under(f"bands/{band.stars}", "bands", index, "recognised_by")
        tier = tiers.get(band.recognised_by or "")
        if band.recognised_by is None and band.stars in listed:
            names = ", ".join(one.key for one in articles.tiers if band.stars in one.recognises)
            yield found(
                "recogniser-differs",
                spot,
                f"Không ghi cấp công nhận, nhưng {names} công nhận {band.stars} sao",
                f"It names no tier, but {names} recognises {band.stars} stars",
            )
        elif tier is not None and band.stars not in tier.recognises:
            yield found(
                "recogniser-differs",
                spot,
                f"Ghi {tier.key}, nhưng cấp đó không công nhận {band.stars} sao",
                f"It names {tier.key}, which doesn't recognise {band.stars} stars",
            )


def _papers(articles: Articles, forms: tuple[CriteriaSet, ...]) -> Iterator[Found]:
    used = {paper for form in forms for one in form.criteria for paper in one.evidence}
    for index, paper in enumerate(articles.dossier.evidence if articles.dossier else ()):
        if paper.key not in used:
            spot = _TOP.under(f"dossier/{paper.key}", "dossier", "evidence", index)
            yield found("paper-unused", spot, paper.name.vi, paper.name.en)


def _reading(reading: Reading, spot: Spot, *, needed: bool) -> Iterator[Found]:
    keys = [option.key for option in reading.options]
    told = ", ".join(keys)
    if reading.choice not in keys:
        yield found(
            "unknown-choice",
            spot.step("choice"),
            f"Chọn {reading.choice}, nhưng có: {told}",
            f"It chooses {reading.choice} of: {told}",
        )
    if len(keys) == 1:
        yield found("single-option", spot.step("options"), f"Chỉ có {told}", f"Only {told}")
    carried_out = EFFECTS if needed else CARRIED_OUT.get(reading.key)
    for index, key in enumerate(keys):
        if carried_out and key not in carried_out:
            known = ", ".join(carried_out)
            yield found(
                "option-not-carried-out",
                spot.under(key, "options", index),
                f"Chấm điểm chỉ biết: {known}",
                f"Scoring knows only: {known}",
            )


def _missing_readings(articles: Articles, forms: tuple[CriteriaSet, ...]) -> Iterator[Found]:
    """Yield the readings that scoring will need, given what the sets hold, and the book lacks."""
    ladders = [levels for form in forms for one in form.criteria for _, levels in one.ladders() if levels]
    titles = any(one.marked_for for form in forms for one in form.criteria)
    minimums = titles or any(level.minimum_for for levels in ladders for level in levels)
    needed = {
        MINIMUM_MISSED: minimums,
        LOWER_MINIMUMS: minimums,
        BELOW_LOWEST: any(levels[0].points > 0 for levels in ladders),
        AFTER_STOP: any(gate.kind == "stop" for form in forms for gate, _ in form.all_gates()),
        TITLE_MARK: titles,
    }
    keys = {reading.key for reading in articles.readings}
    for key, wanted in needed.items():
        if wanted and key not in keys:
            options = ", ".join(CARRIED_OUT[key])
            yield found(
                "missing-reading",
                _TOP.under(f"readings/{key}", "readings"),
                f"Cần cách hiểu {key} ({options})",
                f"The reading {key} is needed ({options})",
            )
