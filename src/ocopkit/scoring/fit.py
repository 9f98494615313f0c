"""What scoring can carry out: forms and star bands that it could only score wrongly are refused.

Books read from a folder are checked on loading; these checks stand where every book comes by, also one
that was imported, amended or made in memory.
"""

from collections.abc import Iterator

from ocopkit.errors import Problem, Where
from ocopkit.rules.articles import StarBand
from ocopkit.rules.criteria import CriteriaSet, Criterion, Gate
from ocopkit.text import Text

MOST_POINTS = 1000
"""More points than any level or total has."""

MOST_STARS = 5
MOST_COMPUTED_GATES = 16
MOST_CONDITIONS = 24

_WHY = Text(vi="Chấm điểm sẽ cho kết quả sai", en="Scoring would give wrong results")


def unfit_bands(bands: tuple[StarBand, ...]) -> Iterator[Problem]:
    """Yield why star bands cannot be scored by: they must begin at 0 and each stand once.

    Args:
        bands: The star bands.
    """
    edges = sorted(band.at_least for band in bands)
    if not edges or edges[0] != 0:
        yield _problem(
            ("bands",),
            Text(vi="Không hạng sao nào bắt đầu từ 0 điểm", en="No star band begins at 0 points"),
            Text(vi="Thêm hạng thấp nhất từ 0 điểm", en="Let the lowest band begin at 0"),
        )
    if len(set(edges)) != len(edges) or len({band.stars for band in bands}) != len(bands):
        yield _problem(
            ("bands",),
            Text(vi="Hai hạng sao trùng nhau", en="Two star bands are alike"),
            Text(
                vi="Mỗi hạng một số sao và một ngưỡng điểm", en="Give each its own stars and its own points"
            ),
        )
    for band in bands:
        if not (1 <= band.stars <= MOST_STARS and 0 <= band.at_least < MOST_POINTS):
            yield _problem(
                ("bands", str(band.stars)),
                Text(
                    vi=f"Hạng {band.stars} sao từ {band.at_least} điểm",
                    en=f"A band of {band.stars} stars from {band.at_least} points",
                ),
                Text(
                    vi=f"Từ 1 đến {MOST_STARS} sao, từ 0 điểm", en=f"1 to {MOST_STARS} stars, from 0 points"
                ),
            )


def unfit_form(form: CriteriaSet) -> Iterator[Problem]:
    """Yield why a criteria set cannot be scored.

    Args:
        form: The criteria set.
    """
    places = {criterion.code: place for place, criterion in enumerate(form.criteria)}
    computed = 0
    conditions = 0
    if len(places) != len(form.criteria) or not places:
        yield _problem(
            (),
            Text(vi="Mã tiêu chí lặp lại hoặc không có tiêu chí", en="Codes are repeated, or there are none"),
            Text(vi="Mỗi tiêu chí một mã", en="Give each criterion a code of its own"),
        )
    for criterion in form.criteria:
        yield from _unfit_ladders(criterion)
        if condition := criterion.applies_when:
            conditions += 1
            if places.get(condition.criterion, len(places)) >= places[criterion.code]:
                yield _problem(
                    (criterion.code,),
                    Text(
                        vi=f"Điều kiện dựa vào {condition.criterion}, không đứng trước",
                        en=f"The condition rests on {condition.criterion}, which doesn't come before",
                    ),
                    Text(vi="Dựa vào một tiêu chí đứng trước", en="Rest it on an earlier criterion"),
                )
    for gate, at in form.all_gates():
        if gate.zero_in:
            computed += 1
            yield from _unfit_gate(gate, at, places)
    if computed > MOST_COMPUTED_GATES or conditions > MOST_CONDITIONS:
        yield _problem(
            (),
            Text(
                vi=f"{computed} điều kiện do điểm quyết định, {conditions} tiêu chí có điều kiện",
                en=f"{computed} gates decided by points, {conditions} conditional criteria",
            ),
            Text(
                vi=f"Nhiều nhất {MOST_COMPUTED_GATES} và {MOST_CONDITIONS}",
                en=f"At most {MOST_COMPUTED_GATES} and {MOST_CONDITIONS}",
            ),
        )


def _unfit_ladders(criterion: Criterion) -> Iterator[Problem]:
    ladders = [levels for _, levels in criterion.ladders()]
    levels = [level for ladder in ladders for level in ladder]
    if not ladders or not all(ladders) or not all(0 <= level.points < MOST_POINTS for level in levels):
        yield _problem(
            (criterion.code,),
            Text(
                vi="Thang mức trống hoặc điểm ngoài khoảng",
                en="A ladder is empty, or points are out of range",
            ),
            Text(
                vi=f"Mỗi mức từ 0 đến {MOST_POINTS - 1} điểm", en=f"Levels of 0 to {MOST_POINTS - 1} points"
            ),
        )
    elif criterion.marked_for and not all(any(one.points for one in ladder) for ladder in ladders):
        yield _problem(
            (criterion.code,),
            Text(
                vi="Có dấu sao nhưng không mức nào có điểm", en="It is marked, but no level is worth points"
            ),
            Text(vi="Bỏ dấu sao hoặc thêm mức có điểm", en="Remove the mark or add a level worth points"),
        )
    marks = [level.minimum_for for level in levels if level.minimum_for is not None]
    if any(not 1 <= mark <= MOST_STARS for mark in [*marks, criterion.marked_for or 1]):
        yield _problem(
            (criterion.code,),
            Text(vi="Mức tối thiểu cho hạng sao không có", en="A minimum for stars that there are none of"),
            Text(vi=f"Từ 1 đến {MOST_STARS} sao", en=f"1 to {MOST_STARS} stars"),
        )


def _unfit_gate(gate: Gate, criterion: Criterion | None, places: dict[str, int]) -> Iterator[Problem]:
    here = places[criterion.code] if criterion else -1
    early = all(places.get(code, len(places)) <= here for code in gate.zero_in)
    if gate.kind != "stop" or not early or here == len(places) - 1:
        yield _problem(
            ("gates", gate.key),
            Text(
                vi=f"Điều kiện {gate.key!r} do điểm quyết định không dùng được ở đây",
                en=f"The gate {gate.key!r}, decided by points, cannot be used here",
            ),
            Text(
                vi="Chỉ dùng để dừng, tại tiêu chí cuối trong số được nêu, khi còn tiêu chí phía sau",
                en="Let it be a stop, at the last of the criteria it names, with others after it",
            ),
        )


def _problem(path: tuple[str, ...], what: Text, mend: Text) -> Problem:
    return Problem("unfit", what, _WHY, mend, Where(path))
