"""Where a plan contradicts the law."""

from collections.abc import Iterator
from datetime import date, timedelta

from ocopkit.cases.process import scores
from ocopkit.errors import Problem, nearest
from ocopkit.local.plan import Plan, PlanRound, Target
from ocopkit.local.reading import wrong
from ocopkit.rules.articles import Round, Tier
from ocopkit.rules.book import RuleBook
from ocopkit.rules.law import Citation
from ocopkit.text import Text, day_text


def check_plan(plan: Plan, book: RuleBook) -> tuple[Problem, ...]:
    """Return where a plan contradicts a rule book.

    Looked at: whether the book was in force in the plan's time; tiers that it doesn't have; rounds that
    end after its date, of which a place may hold more than the decision asks for; stars that a tier may
    not recognise; points from and to which results are recognised, or from which they are handed on, and
    points of a tier that gives none; stars in targets; the time of re-evaluation.

    Args:
        plan: The plan.
        book: The rule book that it is held against.

    Returns:
        The contradictions, each by its path in the plan and with the article; none if there are none.
        What the book doesn't say, it doesn't forbid.

    Example:
        >>> import ocopkit
        >>> from pathlib import Path
        >>> from ocopkit.local.plan import load_plan
        >>> folder = Path("examples/packs/vi-du/src/ocop_vi_du/documents/plans")
        >>> check_plan(load_plan(folder / "vi-du-ke-hoach-2026.yaml"), ocopkit.rule_book("qd-26-2026"))
        ()
    """
    return tuple(_found(plan, book))


def _found(plan: Plan, book: RuleBook) -> Iterator[Problem]:
    if book.id not in plan.rules:
        yield wrong("other-law", *_other_law(plan, book), "rules")
    in_force = book.articles.instrument.in_force
    last = plan.period.last_day or plan.period.first_day
    if last < in_force.first_day or (in_force.last_day and in_force.last_day < plan.period.first_day):
        yield wrong("not-in-force", *_not_in_force(book, in_force.first_day, in_force.last_day), "period")
    tiers = {tier.key: tier for tier in book.articles.tiers}
    for index, one in enumerate(plan.rounds):
        tier = tiers.get(one.tier)
        if tier is None:
            yield wrong("unknown-tier", *_unknown_tier(one.tier, book, tiers), "rounds", index, "tier")
        else:
            yield from _dates(one, book, last.year, ("rounds", index))
            yield from _round(one, tier, book, ("rounds", index))
    stars = {band.stars for band in book.articles.bands}
    for index, target in enumerate(plan.targets):
        yield from _target(target, stars, book, ("targets", index))
    certificate = book.articles.certificate
    months = plan.re_evaluation_months
    if certificate and months is not None and months != certificate.valid_months:
        yield wrong(
            "other-validity",
            Text(
                vi=f"Kế hoạch đánh giá lại sau {months} tháng",
                en=f"The plan re-evaluates after {months} months",
            ),
            _by(
                certificate.cite,
                f"Giấy chứng nhận có giá trị {certificate.valid_months} tháng",
                f"A certificate is valid for {certificate.valid_months} months",
            ),
            _AS_IN_LAW,
            "re_evaluation_months",
        )


def _round(one: PlanRound, tier: Tier, book: RuleBook, path: tuple[str | int, ...]) -> Iterator[Problem]:
    for stars in one.recognises:
        if stars not in tier.recognises:
            yield wrong("may-not-recognise", *_may_not(stars, tier, book), *path, "recognises")
    yield from _points(one, tier, book, path)
    sends, law = one.forwards, tier.forwards
    if sends and law is None:
        yield wrong("no-forwarding", *_no_forwarding(tier, book), *path, "forwards")
    elif sends and law:
        if sends.at_least != law.at_least:
            yield wrong(
                "other-threshold",
                *_threshold(sends.at_least, law.at_least, tier.cite, "chuyển lên cấp trên", "handed on"),
                *path,
                "forwards",
                "at_least",
            )
        if sends.to != law.to:
            yield wrong("other-tier", *_other_tier(sends.to, law.to, tier.cite), *path, "forwards", "to")


def _points(one: PlanRound, tier: Tier, book: RuleBook, path: tuple[str | int, ...]) -> Iterator[Problem]:
    """Look at the points of the stars that a round is for: those that it names, else those of its tier."""
    if not scores(tier):
        for key in ("points_from", "points_to"):
            if getattr(one, key) is not None:
                yield wrong("tier-gives-no-points", *_gives_no_points(tier), *path, key)
        return
    stars = [star for star in one.recognises if star in tier.recognises] or list(tier.recognises)
    bands = [band for band in book.articles.bands if band.stars in stars]
    if not bands:
        return
    least = min(band.at_least for band in bands)
    if one.points_from is not None and one.points_from != least:
        yield wrong(
            "other-threshold",
            *_threshold(one.points_from, least, tier.cite, "công nhận", "recognised"),
            *path,
            "points_from",
        )
    highest = max(bands, key=lambda band: band.stars)
    most = sum(part.max for part in book.articles.parts)
    top = most if highest.below is None else highest.below - 1
    # More points than the tier's highest stars want are recognised with these stars all the same.
    allowed = {top, most} if highest.stars == max(tier.recognises) else {top}
    if one.points_to is not None and one.points_to not in allowed:
        yield wrong("other-threshold", *_to(one.points_to, top, highest.cite), *path, "points_to")


def _dates(one: PlanRound, book: RuleBook, last_year: int, path: tuple[str | int, ...]) -> Iterator[Problem]:
    """Hold the days of a round against the decision's; a place may hold more rounds than these."""
    legal = sorted((rule for rule in book.articles.rounds if rule.tier == one.tier), key=_number)
    if one.number is not None and one.number < 1:
        yield wrong("unknown-round", *_NO_ROUND, *path, "number")
    rules = [rule for rule in legal if one.number in {None, rule.number}]
    if not rules:
        return
    if one.last_day:
        first = legal[0].finish_before
        limits = {_limit(rule.finish_before, first, one.last_day, last_year): rule for rule in rules}
        if one.last_day >= max(limits):
            key = "finish_before" if one.finish_before else "when"
            yield wrong("round-too-late", *_too_late(max(limits), limits[max(limits)]), *path, key)
    if one.files_before:
        last, first = one.files_before - timedelta(days=1), legal[0].files_before
        limits = {_limit(rule.files_before, first, last, last_year): rule for rule in rules}
        if last >= max(limits):
            told = _files_too_late(max(limits), limits[max(limits)])
            yield wrong("files-too-late", *told, *path, "files_before")


def _number(rule: Round) -> int:
    return rule.number


def _limit(month_and_day: str, of_first_round: str, day: date, last_year: int) -> date:
    """Return the day before which a yearly step must be done that a plan puts on a day.

    The year of rounds begins with the first; a round whose month lies before the first's is of the next
    calendar year. Years after the plan's last are not the plan's.
    """
    over_new_year = month_and_day < of_first_round
    begun = day.year - (over_new_year and f"{day:%m-%d}" < of_first_round)
    return date.fromisoformat(f"{min(begun, last_year) + over_new_year}-{month_and_day}")


def _target(
    target: Target, stars: set[int], book: RuleBook, path: tuple[str | int, ...]
) -> Iterator[Problem]:
    for one in target.stars:
        if one not in stars:
            yield wrong("unknown-stars", *_unknown_stars(one, book), *path, "stars")
    for index, inner in enumerate(target.of_which):
        yield from _target(inner, stars, book, (*path, "of_which", index))


_AS_IN_LAW = Text(
    vi="Sửa kế hoạch theo quyết định; địa phương không đổi được quy định này",
    en="Mend the plan by the decision; a place cannot change this rule",
)


def _by(cite: tuple[Citation, ...], vi: str, en: str) -> Text:
    if not cite:
        return Text(vi=vi, en=en)
    place = cite[0].text
    return Text(vi=f"{vi} ({place.vi})", en=f"{en} ({place.en})")


def _other_law(plan: Plan, book: RuleBook) -> tuple[Text, Text, Text]:
    named = ", ".join(plan.rules)
    return (
        Text(
            vi=f"Kế hoạch dựa trên {named}, không phải {book.id}", en=f"The plan names {named}, not {book.id}"
        ),
        Text(
            vi="Một kế hoạch theo quyết định này có thể trái quyết định khác",
            en="What one decision allows another may not",
        ),
        Text(
            vi="Rà soát theo đúng quyết định, hoặc sửa 'rules' khi kế hoạch đã chuyển sang quyết định mới",
            en="Hold it against the decision it names, or mend 'rules' once it was moved to the new one",
        ),
    )


def _not_in_force(book: RuleBook, first: date, last: date | None) -> tuple[Text, Text, Text]:
    until_vi, until_en = (f" đến {day_text(last).vi}", f" to {last}") if last else ("", "")
    return (
        Text(
            vi=f"{book.id} không có hiệu lực vào ngày nào của kế hoạch",
            en=f"{book.id} was in force on no day of the plan",
        ),
        Text(
            vi=f"Có hiệu lực từ {day_text(first).vi}{until_vi}", en=f"It is in force from {first}{until_en}"
        ),
        Text(vi="Chọn quyết định của thời kỳ đó", en="Choose the decision of that time"),
    )


def _unknown_tier(key: str, book: RuleBook, tiers: dict[str, Tier]) -> tuple[Text, Text, Text]:
    return (
        Text(
            vi=f"{book.id} không giao việc cho cấp {key!r}", en=f"{book.id} gives no work to a tier {key!r}"
        ),
        Text(
            vi=f"Các cấp là {', '.join(tier.name.vi for tier in tiers.values())}",
            en=f"Its tiers are {', '.join(tier.name.en for tier in tiers.values())}",
        ),
        nearest(key, tiers),
    )


_NO_ROUND = (
    Text(vi="Số đợt phải từ 1 trở lên", en="Rounds are numbered from 1"),
    Text(vi="Đợt đầu tiên trong năm là đợt 1", en="The first round of a year is round 1"),
    Text(vi="Sửa 'number', hoặc bỏ đi nếu chỉ có một đợt", en="Mend 'number', or leave it out"),
)


def _too_late(limit: date, rule: Round) -> tuple[Text, Text, Text]:
    return _later_than(
        limit,
        rule,
        f"Đợt {rule.number} phải xong trước {limit:%d/%m} hằng năm",
        f"Round {rule.number} ends before {limit:%d/%m} (day, month) each year",
    )


def _files_too_late(limit: date, rule: Round) -> tuple[Text, Text, Text]:
    return _later_than(
        limit,
        rule,
        f"Hồ sơ của đợt {rule.number} phải có trước {limit:%d/%m} hằng năm",
        f"Files of round {rule.number} are proposed before {limit:%d/%m} (day, month) each year",
    )


def _later_than(limit: date, rule: Round, vi: str, en: str) -> tuple[Text, Text, Text]:
    return (
        Text(vi=f"Trễ thời hạn: phải trước ngày {day_text(limit).vi}", en=f"It is later than {limit} allows"),
        _by(rule.cite, vi, en),
        _AS_IN_LAW,
    )


def _may_not(stars: int, tier: Tier, book: RuleBook) -> tuple[Text, Text, Text]:
    allowed = ", ".join(map(str, tier.recognises)) or "–"
    return (
        Text(
            vi=f"{tier.name.vi} không được công nhận {stars} sao",
            en=f"{tier.name.en}: may not recognise {stars} stars",
        ),
        _by(
            tier.cite,
            f"Theo {book.articles.instrument.number} cấp này công nhận: {allowed}",
            f"By {book.articles.instrument.number} it recognises: {allowed}",
        ),
        _AS_IN_LAW,
    )


def _threshold(
    found: int, legal: int, cite: tuple[Citation, ...], vi: str, en: str
) -> tuple[Text, Text, Text]:
    return (
        Text(vi=f"Được {vi} từ {found} điểm", en=f"Results are {en} from {found} points"),
        _by(cite, f"Quyết định quy định từ {legal} điểm", f"The decision says from {legal} points"),
        _AS_IN_LAW,
    )


def _to(found: int, legal: int, cite: tuple[Citation, ...]) -> tuple[Text, Text, Text]:
    return (
        Text(vi=f"Được công nhận đến {found} điểm", en=f"Results are recognised up to {found} points"),
        _by(cite, f"Quyết định quy định đến {legal} điểm", f"The decision says up to {legal} points"),
        _AS_IN_LAW,
    )


def _gives_no_points(tier: Tier) -> tuple[Text, Text, Text]:
    return (
        Text(vi=f"{tier.name.vi} không chấm điểm", en=f"{tier.name.en}: gives no points"),
        _by(tier.cite, tier.does.vi, tier.does.en),
        _AS_IN_LAW,
    )


def _no_forwarding(tier: Tier, book: RuleBook) -> tuple[Text, Text, Text]:
    return (
        Text(vi=f"{tier.name.vi} không chuyển tiếp kết quả", en=f"{tier.name.en}: hands no results on"),
        Text(
            vi=f"{book.articles.instrument.number} không quy định việc này",
            en=f"{book.articles.instrument.number} does not provide for it",
        ),
        _AS_IN_LAW,
    )


def _other_tier(found: str, legal: str, cite: tuple[Citation, ...]) -> tuple[Text, Text, Text]:
    return (
        Text(vi=f"Kết quả được chuyển đến {found!r}", en=f"Results go to {found!r}"),
        _by(cite, f"Quyết định chuyển đến {legal!r}", f"The decision sends them to {legal!r}"),
        _AS_IN_LAW,
    )


def _unknown_stars(stars: int, book: RuleBook) -> tuple[Text, Text, Text]:
    return (
        Text(vi=f"Chỉ tiêu {stars} sao", en=f"A target of {stars} stars"),
        Text(vi=f"{book.id} không có hạng sao này", en=f"{book.id} has no such star"),
        _AS_IN_LAW,
    )
