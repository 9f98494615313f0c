"""What can be wrong in a criteria set: its sums, ladders, minimums, gates, conditions and names."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from attrs import frozen

from ocopkit.rules.articles import Articles
from ocopkit.rules.audits.spot import Found, Spot, found
from ocopkit.rules.criteria import LETTERS, CriteriaSet, Criterion, Gate, Level, Part, Section


@frozen
class Known:
    """The names and numbers of the articles that a set must fit.

    Args:
        parts: The most points of each part by its code.
        stars: The stars that bands have.
        readings: The keys of the readings.
        papers: The keys of the supporting papers.
    """

    parts: dict[str, int]
    stars: frozenset[int]
    readings: frozenset[str]
    papers: frozenset[str]


def known_of(articles: Articles) -> Known:
    """Return what the sets of a book must fit."""
    papers = articles.dossier.evidence if articles.dossier else ()
    return Known(
        {rule.code: rule.max for rule in articles.parts},
        frozenset(band.stars for band in articles.bands),
        frozenset(reading.key for reading in articles.readings),
        frozenset(paper.key for paper in papers),
    )


def spot_of_set(form: CriteriaSet) -> Spot:
    """Return the place of a set."""
    return Spot(str(form.number), (form.number,))


def spot_of(form: CriteriaSet, criterion: Criterion) -> Spot:
    """Return the place of a criterion."""
    clause = f"{form.number}/{criterion.code}"
    return Spot(clause, (form.number, "criteria", criterion.code), criterion.shared, 3)


def check_set(form: CriteriaSet, known: Known) -> Iterator[Found]:
    """Yield what is wrong with a set, apart from its wording.

    Args:
        form: The set.
        known: What the articles say that it must fit.
    """
    here = spot_of_set(form)
    yield from _parts(form, known, here)
    for index, part in enumerate(form.parts):
        inside = here.step("parts", index)
        for position, section in enumerate(part.sections):
            yield from _section(section, here, inside.step("sections", position))
    yield from _repeated(form)
    yield from _gates(form, known)
    for place, criterion in enumerate(form.criteria):
        spot = spot_of(form, criterion)
        yield from _ladders(criterion, spot)
        yield from _minimums(criterion, known, spot)
        yield from _condition(criterion, form.criteria[:place], spot)
        for position, paper in enumerate(criterion.evidence):
            if paper not in known.papers:
                yield _unknown(spot.step("evidence", position), "giấy tờ", "paper", paper)


def _unknown(spot: Spot, vi: str, en: str, name: object) -> Found:
    return found("unknown-name", spot, f"Không có {vi} {name}", f"There is no {en} {name}")


def _again(spot: Spot, vi: str, en: str, name: object) -> Found:
    return found("repeated-name", spot, f"{vi} {name} có hai lần", f"The {en} {name} is there twice")


def _parts(form: CriteriaSet, known: Known, here: Spot) -> Iterator[Found]:
    for index, part in enumerate(form.parts):
        spot = here.under(part.code, "parts", index)
        wanted = known.parts.get(part.code)
        if wanted is None:
            yield _unknown(spot, "phần", "part", part.code)
        elif part.max != wanted:
            yield found(
                "part-differs",
                spot.step("max"),
                f"Phần {part.code} có {part.max} điểm, điều khoản ghi {wanted}",
                f"Part {part.code} has {part.max} points, the articles say {wanted}",
            )
        yield from _sum(spot, f"phần {part.code}", f"part {part.code}", part.max, part.sections)
    codes = [part.code for part in form.parts]
    for code in known.parts:
        if code not in codes:
            yield found(
                "part-differs",
                here.step("parts"),
                f"Thiếu phần {code} ({known.parts[code]} điểm)",
                f"Part {code} ({known.parts[code]} points) is missing",
            )
    for code in _twice(codes):
        yield _again(here.under(code, "parts", codes.index(code)), "Phần", "part", code)


def _section(section: Section, here: Spot, inside: Spot) -> Iterator[Found]:
    spot = Spot(f"{here.clause}/{section.code}", inside.path)
    code = section.code
    yield from _sum(spot, f"mục {code}", f"section {code}", section.max, section.criteria)
    for heading in section.headings:
        covered = [one for one in section.criteria if heading.covers(one)]
        place = here.under(heading.code, "criteria", heading.code)
        code = heading.code
        yield from _sum(place, f"mục {code}", f"heading {code}", heading.max, covered)
    groups: dict[tuple[str, str], Criterion] = {}
    for criterion in section.criteria:
        above = next((one.code for one in section.headings if one.covers(criterion)), "")
        first = groups.setdefault((above, criterion.name.vi), criterion)
        if first is not criterion:
            yield found(
                "repeated-criterion",
                here.under(criterion.code, "criteria", criterion.code),
                f"{first.code} và {criterion.code} cùng tên: {criterion.name.vi}",
                f"{first.code} and {criterion.code} have one name: {criterion.name.en}",
                f"{here.clause}/{first.code}",
            )


def _sum(
    spot: Spot, vi: str, en: str, most: int, members: Iterable[Section | Criterion | Part]
) -> Iterator[Found]:
    points = [one.max for one in members]
    if most != sum(points):
        terms = " + ".join(map(str, points)) or "0"
        yield found(
            "sum",
            spot.step("max"),
            f"{vi[0].upper()}{vi[1:]} ghi {most} điểm, các phần bên trong có {terms} = {sum(points)}",
            f"{en[0].upper()}{en[1:]} says {most} points, its members have {terms} = {sum(points)}",
        )


def _repeated(form: CriteriaSet) -> Iterator[Found]:
    first: dict[str, Criterion] = {}
    for criterion in form.criteria:
        if first.setdefault(criterion.code, criterion) is not criterion:
            yield _again(spot_of(form, criterion), "Tiêu chí", "criterion", criterion.code)


def _ladders(criterion: Criterion, spot: Spot) -> Iterator[Found]:
    tops: list[int] = []
    for case, levels in criterion.ladders():
        place, where = _ladder_spot(criterion, case, spot)
        if not levels:
            yield found("no-levels", place, "Không có mức nào", "It has no level")
            continue
        tops.append(max(level.points for level in levels))
        yield from _ladder(levels, place, where)
    if tops and max(tops) != criterion.max:
        yield found(
            "ladder-max",
            spot.step("max"),
            f"Mức cao nhất là {max(tops)} điểm, tiêu chí ghi tối đa {criterion.max}",
            f"The best level is worth {max(tops)}, the criterion says {criterion.max}",
        )
    if len(criterion.alternatives) == 1:
        yield found("single-case", spot.step("alternatives"), "Chỉ có một trường hợp", "It has one case only")
    if len(tops) == len(criterion.alternatives):
        for index, (case_, top) in enumerate(zip(criterion.alternatives, tops, strict=True)):
            if top < max(tops):
                lost = max(tops) - top
                yield found(
                    "case-costs-points",
                    spot.under(case_.key, "alternatives", index),
                    f"Mất {lost} điểm: tối đa {top} thay vì {max(tops)} ({case_.name.vi})",
                    f"Costs {lost} of {max(tops)} points: at most {top} ({case_.name.en})",
                )


def _ladder_spot(criterion: Criterion, case: str | None, spot: Spot) -> tuple[Spot, Spot]:
    """Return the place of a ladder, and that of its list of levels."""
    if case is None:
        return spot, spot.step("levels")
    keys = [one.key for one in criterion.alternatives]
    place = spot.under(case, "alternatives", keys.index(case))
    return place, place.step("levels")


def _ladder(levels: tuple[Level, ...], place: Spot, where: Spot) -> Iterator[Found]:
    spots = [where.under(level.key, index) for index, level in enumerate(levels)]
    for level, spot in zip(levels, spots, strict=True):
        if level.points < 0:
            yield found("negative-points", spot, f"{level.points} điểm", f"{level.points} points")
    for (low, high), spot in zip(pairwise(levels), spots[1:], strict=True):
        if high.points == low.points:
            yield found(
                "repeated-points",
                spot,
                f"Mức {low.key} và {high.key} cùng {high.points} điểm",
                f"The levels {low.key} and {high.key} are both worth {high.points}",
            )
        elif high.points < low.points:
            yield found(
                "ladder-order",
                spot,
                f"Mức {high.key} có {high.points} điểm, thấp hơn mức {low.key} ({low.points})",
                f"The level {high.key} is worth {high.points}, less than {low.key} ({low.points})",
            )
    keys = "".join(level.key for level in levels)
    if keys != LETTERS[: len(levels)]:
        yield found(
            "level-keys",
            place,
            f"Khóa các mức: {', '.join(keys)}",
            f"The keys of its levels: {', '.join(keys)}",
        )
    wordings: dict[str, Level] = {}
    for level, spot in zip(levels, spots, strict=True):
        first = wordings.setdefault(level.name.vi.casefold(), level)
        if first is not level:
            yield found(
                "repeated-level",
                spot,
                f"Mức {first.key} và {level.key}: {level.name.vi}",
                f"The levels {first.key} and {level.key}: {level.name.en}",
            )


def _minimums(criterion: Criterion, known: Known, spot: Spot) -> Iterator[Found]:
    marks: list[frozenset[int]] = []
    for case, levels in criterion.ladders():
        _, where = _ladder_spot(criterion, case, spot)
        yield from _marks(levels, known, where)
        marks.append(frozenset(level.minimum_for for level in levels if level.minimum_for))
    if any(one != marks[0] for one in marks):
        yield _uneven(criterion, marks, spot)
    if criterion.marked_for and criterion.marked_for not in known.stars:
        yield _starless(spot.step("marked_for"), criterion.marked_for)
    if criterion.marked_for and not any(
        level.points > 0 for _, levels in criterion.ladders() for level in levels
    ):
        yield found(
            "minimum-unmeetable",
            spot.step("marked_for"),
            f"Dấu {criterion.marked_for} sao ở tiêu chí không mức nào có điểm",
            f"The mark for {criterion.marked_for} stars is on a criterion without points",
        )


def _marks(levels: tuple[Level, ...], known: Known, where: Spot) -> Iterator[Found]:
    marked = [
        (one.minimum_for, one, where.under(one.key, index))
        for index, one in enumerate(levels)
        if one.minimum_for
    ]
    for stars, level, place in marked:
        if stars not in known.stars:
            yield _starless(place, stars)
        if level is levels[0] and level.points == 0:
            yield found(
                "minimum-idle",
                place,
                f"Mức {level.key} (0 điểm) là mức tối thiểu cho {stars} sao",
                f"The level {level.key} (0 points) is the minimum for {stars} stars",
            )
    for (low, _, _), (high, level, place) in pairwise(marked):
        if high < low:
            yield found(
                "minimum-order",
                place,
                f"{low} sao cần mức thấp hơn mức {level.key} mà {high} sao cần",
                f"{low} stars need a level below {level.key}, which {high} stars need",
            )
        elif high == low:
            yield found(
                "minimum-repeated",
                place,
                f"Mức {level.key} lại là mức tối thiểu cho {high} sao",
                f"The level {level.key} is a minimum for {high} stars again",
            )


def _starless(spot: Spot, stars: int) -> Found:
    return found(
        "minimum-without-band",
        spot,
        f"Không có hạng {stars} sao",
        f"There is no band of {stars} stars",
    )


def _uneven(criterion: Criterion, marks: list[frozenset[int]], spot: Spot) -> Found:
    cases = [case.key for case in criterion.alternatives]
    told = "; ".join(
        f"{case}: {', '.join(map(str, sorted(stars))) or '–'}"
        for case, stars in zip(cases, marks, strict=True)
    )
    return found(
        "minimum-in-some-cases",
        spot.step("alternatives"),
        f"Hạng sao có mức tối thiểu theo từng trường hợp: {told}",
        f"Stars with a minimum, by case: {told}",
    )


def _gates(form: CriteriaSet, known: Known) -> Iterator[Found]:
    codes = [criterion.code for criterion in form.criteria]
    seen: set[str] = set()
    for spot, gate, place in _placed_gates(form):
        if gate.key in seen:
            yield _again(spot, "Điều kiện", "gate", gate.key)
        seen.add(gate.key)
        if gate.kind == "requirement" and gate.reading not in known.readings:
            yield _unknown(spot, "cách hiểu", "reading", gate.reading or "?")
        for code in gate.zero_in:
            if code not in codes:
                yield _unknown(spot.step("zero_in"), "tiêu chí", "criterion", code)
            elif place is not None and codes.index(code) > place:
                yield found(
                    "late-zero",
                    spot.step("zero_in"),
                    f"Điều kiện ở {codes[place]} xét tiêu chí {code} đứng sau",
                    f"The gate at {codes[place]} asks for {code}, which comes later",
                )


def _placed_gates(form: CriteriaSet) -> Iterator[tuple[Spot, Gate, int | None]]:
    """Yield every gate with its place, and how many criteria come before its own."""
    for index, gate in enumerate(form.gates):
        yield spot_of_set(form).under(gate.key, "gates", index), gate, None
    for place, criterion in enumerate(form.criteria):
        for index, gate in enumerate(criterion.gates):
            yield spot_of(form, criterion).under(gate.key, "gates", index), gate, place


def _condition(criterion: Criterion, before: tuple[Criterion, ...], spot: Spot) -> Iterator[Found]:
    condition = criterion.applies_when
    if condition is None:
        return
    place = spot.step("applies_when")
    other = next((one for one in before if one.code == condition.criterion), None)
    if other is None or other.alternatives:
        yield _unknown(place, "tiêu chí đứng trước", "earlier criterion with levels", condition.criterion)
        return
    keys = [level.key for level in other.levels]
    if condition.above not in keys:
        yield _unknown(place, f"mức của {other.code}:", f"level of {other.code}:", condition.above)
    elif condition.above == keys[-1]:
        yield found(
            "never-asked",
            place,
            f"Chỉ chấm khi {other.code} cao hơn mức {keys[-1]}, là mức cao nhất",
            f"Asked only if {other.code} is above {keys[-1]}, its best level",
        )
        if criterion.marked_for or any(
            level.minimum_for for _, levels in criterion.ladders() for level in levels
        ):
            yield found(
                "minimum-unmeetable",
                spot,
                "Có mức tối thiểu nhưng tiêu chí không bao giờ được chấm",
                "It has a minimum, but is never asked",
            )


def _twice(names: list[str]) -> list[str]:
    return [name for name in dict.fromkeys(names) if names.count(name) > 1]
