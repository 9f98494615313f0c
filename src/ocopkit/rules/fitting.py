"""Whether conditions fit the vocabulary of facts and the criterion they stand at."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from ocopkit.errors import Path, Problem, Where, nearest, quoted
from ocopkit.rules.conditions import Condition, LeftOpen
from ocopkit.rules.criteria import Criterion, Level
from ocopkit.rules.facts import CHOICES, NUMBERS, WHOLE, Fact, Vocabulary
from ocopkit.rules.law import Reading
from ocopkit.rules.measuring import conditions, is_measured
from ocopkit.text import Text

_BOUNDS = ("at_least", "above", "at_most", "below")
_FORMS = ("fact", "all", "any", "judged", "otherwise")
_COMPARISONS = (*_BOUNDS, "one_of", "holds", "in_force")


def misfits(
    criterion: Criterion, vocabulary: Vocabulary, readings: Sequence[Reading] = ()
) -> Iterator[Problem]:
    """Yield what is wrong with the conditions of a criterion, each by its path within the criterion.

    Args:
        criterion: The criterion.
        vocabulary: The facts that its conditions may name.
        readings: The readings of its book.
    """
    if criterion.judged and any(conditions(criterion)):
        yield _note(("judged",), "judged-and-measured", *_JUDGED_AND_MEASURED)
    for index, case in enumerate(criterion.alternatives):
        here: Path = ("alternatives", index)
        if case.when is not None:
            yield from of_condition(case.when, vocabulary, (*here, "when"))
        yield from _of_ladder(case.levels, case.below_when, vocabulary, here)
    yield from _of_ladder(criterion.levels, criterion.below_when, vocabulary, ())
    for index, one in enumerate(criterion.left_open):
        yield from of_condition(one.when, vocabulary, ("left_open", index, "when"))
        yield from _of_ways(one, criterion, readings, ("left_open", index))


def half_measured(criterion: Criterion) -> Iterator[Problem]:
    """Yield where conditions are missing, if a criterion has some; a draft's may come with a later change.

    Args:
        criterion: The criterion. Unless every level has a condition, facts do not choose among them.
    """
    if criterion.judged or not any(conditions(criterion)) or is_measured(criterion):
        return
    yield _note((), "half-measured", *_HALF_MEASURED)


def misfits_of_vocabulary(vocabulary: Vocabulary, common: Vocabulary) -> Iterator[Problem]:
    """Yield what is wrong with a vocabulary, each by its path in its file.

    Args:
        vocabulary: The vocabulary.
        common: The one that it adds to.
    """
    seen = set(common.keys)
    for index, fact in enumerate(vocabulary):
        here: Path = ("facts", index)
        if fact.key in seen:
            yield _note((*here, "key"), "repeated-fact", *_repeated(fact.key))
        seen.add(fact.key)
        keys = [option.key for option in fact.options]
        if (fact.kind in CHOICES) != (len(set(keys)) > 1) or len(set(keys)) != len(keys):
            yield _note((*here, "options"), "fact-options", *_OPTIONS)
    for index, one in enumerate(vocabulary.contradictions):
        yield from of_condition(one.when, common.with_more(vocabulary), ("contradictions", index, "when"))


def of_condition(
    condition: Condition, vocabulary: Vocabulary, path: Path, *, rest: bool = False
) -> Iterator[Problem]:
    """Yield what is wrong with a condition.

    Args:
        condition: The condition.
        vocabulary: The facts that it may name.
        path: Where it stands.
        rest: Whether it may be what remains when no level is reached.
    """
    forms = [name for name in _FORMS if getattr(condition, name)]
    compared = [name for name in _COMPARISONS if getattr(condition, name) not in {None, ()}]
    if len(forms) != 1 or (forms != ["fact"] and compared):
        yield _note(path, "condition-shape", *_SHAPE)
        return
    if condition.otherwise and not rest:
        yield _note(path, "otherwise-misplaced", *_MISPLACED)
    for name in ("all", "any"):
        for index, one in enumerate(getattr(condition, name)):
            yield from of_condition(one, vocabulary, (*path, name, index))
    if condition.fact is None:
        return
    if condition.fact not in vocabulary:
        yield _note((*path, "fact"), "unknown-fact", *_unknown(condition.fact, vocabulary.keys))
        return
    yield from _of_comparison(condition, vocabulary[condition.fact], path)


def _of_comparison(condition: Condition, fact: Fact, path: Path) -> Iterator[Problem]:
    compared = [name for name in _COMPARISONS if getattr(condition, name) not in {None, ()}]
    wanted = _wanted(fact)
    if not compared or not set(compared) <= set(wanted) or (len(compared) > 1 and fact.kind not in NUMBERS):
        yield _note(path, "comparison-unfit", *_unfit(fact, wanted))
        return
    for name in compared:
        if name in _BOUNDS and not _in_range(getattr(condition, name), fact):
            bound = getattr(condition, name)
            yield _note((*path, name), "threshold-out-of-range", *_out_of_range(fact, bound))
    known = [option.key for option in fact.options]
    for index, key in enumerate(condition.one_of):
        if key not in known:
            yield _note((*path, "one_of", index), "unknown-choice", *_no_choice(fact, key, known))


def _wanted(fact: Fact) -> tuple[str, ...]:
    if fact.kind in NUMBERS:
        return _BOUNDS
    if fact.kind in CHOICES:
        return ("one_of",)
    return ("in_force",) if fact.kind == "certificate" else ("holds",)


def _in_range(bound: Fraction, fact: Fact) -> bool:
    if fact.kind in WHOLE:
        return bound >= 0 and bound.denominator == 1
    return bound >= -1 if fact.kind == "rate" else 0 <= bound <= 1


def _of_ladder(
    levels: Sequence[Level], below: Condition | None, vocabulary: Vocabulary, path: Path
) -> Iterator[Problem]:
    for index, level in enumerate(levels):
        if level.when is not None:
            yield from of_condition(level.when, vocabulary, (*path, "levels", index, "when"), rest=index == 0)
    if below is None:
        return
    yield from of_condition(below, vocabulary, (*path, "below_when"), rest=True)
    if not levels or levels[0].points == 0:
        yield _note((*path, "below_when"), "nothing-below", *_NOTHING_BELOW)
    elif levels[0].when is not None and levels[0].when.otherwise:
        yield _note((*path, "below_when"), "otherwise-misplaced", *_TWO_RESTS)


def _of_ways(
    one: LeftOpen, criterion: Criterion, readings: Sequence[Reading], path: Path
) -> Iterator[Problem]:
    reading = next((found for found in readings if found.key == one.reading), None)
    if reading is None:
        told = _no_name("cách hiểu", "reading", one.reading, [found.key for found in readings])
        yield _note((*path, "reading"), "unknown-reading", *told)
    answers = list(criterion.answers())
    for index, way in enumerate(one.ways):
        if reading is not None and reading.option(way.option) is None:
            told = _no_name("lựa chọn", "option", way.option, [found.key for found in reading.options])
            yield _note((*path, "ways", index, "option"), "unknown-option", *told)
        if way.answer not in answers:
            told = _no_name("mức", "level", way.answer, answers)
            yield _note((*path, "ways", index, "answer"), "unknown-level", *told)


def _note(path: Path, code: str, what: Text, why: Text, mend: Text) -> Problem:
    return Problem(code, what, why, mend, Where(path))


_JUDGED_AND_MEASURED = (
    Text(vi="Tiêu chí vừa ghi 'judged' vừa có điều kiện", en="The criterion is 'judged' and has conditions"),
    Text(vi="Tiêu chí do hội đồng nhận định thì không số liệu nào chọn mức", en="No fact chooses its level"),
    Text(vi="Bỏ 'judged' hoặc bỏ các điều kiện", en="Remove 'judged', or the conditions"),
)
_HALF_MEASURED = (
    Text(
        vi="Chỉ một số mức, trường hợp có điều kiện", en="Only some of the levels and cases have a condition"
    ),
    Text(
        vi="Mức không có điều kiện sẽ không bao giờ được chọn",
        en="A level without a condition would never be chosen",
    ),
    Text(
        vi="Ghi 'when' ở mọi mức, mọi trường hợp; điều chỉ hội đồng nói được thì ghi 'judged' trong đó",
        en="Write a 'when' at every level and case; what only a council can say stands in it as 'judged'",
    ),
)
_SHAPE = (
    Text(vi="Điều kiện không rõ là loại nào", en="It is unclear what kind of condition this is"),
    Text(
        vi="Mỗi điều kiện là đúng một trong: fact (kèm so sánh), all, any, judged, otherwise",
        en="A condition is exactly one of: fact (with its comparison), all, any, judged, otherwise",
    ),
    Text(vi="Ghép nhiều điều kiện bằng all hoặc any", en="Join several conditions by all or any"),
)
_MISPLACED = (
    Text(vi="'otherwise' không đứng được ở đây", en="'otherwise' cannot stand here"),
    Text(
        vi="Phần còn lại chỉ có thể là mức thấp nhất, hoặc dưới mức thấp nhất",
        en="What remains can only be the lowest level, or below it",
    ),
    Text(
        vi="Ghi ở mức đầu tiên hoặc ở below_when, không nằm trong all, any",
        en="Write it at the first level or at below_when, not within all or any",
    ),
)
_TWO_RESTS = (
    Text(
        vi="below_when đứng cùng mức thấp nhất 'otherwise'",
        en="below_when stands beside a lowest level with 'otherwise'",
    ),
    Text(vi="Phần còn lại đã thuộc mức thấp nhất", en="All that remains reaches the lowest level already"),
    Text(vi="Bỏ một trong hai", en="Remove one of the two"),
)
_NOTHING_BELOW = (
    Text(vi="Không có gì dưới mức thấp nhất ở đây", en="Nothing is below the lowest level here"),
    Text(
        vi="Mức thấp nhất được 0 điểm, hoặc mỗi trường hợp có mức riêng",
        en="The lowest level is worth 0 points, or each case has levels of its own",
    ),
    Text(
        vi="Ghi điều kiện ở mức thấp nhất, hoặc below_when ở từng trường hợp",
        en="Write the condition at the lowest level, or below_when at each case",
    ),
)
_OPTIONS = (
    Text(vi="Các lựa chọn không phù hợp với loại số liệu", en="The options do not fit the kind of fact"),
    Text(
        vi="'choice' và 'place' có từ hai lựa chọn khác nhau; loại khác không có",
        en="A choice or place has two or more different options, other kinds have none",
    ),
    Text(vi="Sửa 'kind' hoặc 'options'", en="Mend 'kind' or 'options'"),
)


def _repeated(key: str) -> tuple[Text, Text, Text]:
    return (
        Text(vi=f"Số liệu {quoted(key)} có hai lần", en=f"The fact {quoted(key)} is there twice"),
        Text(vi="Điều kiện không biết chỉ số liệu nào", en="A condition could not tell which one is meant"),
        Text(vi="Đặt tên khác hoặc bỏ một", en="Rename or remove one"),
    )


def _unknown(key: str, known: Iterable[str]) -> tuple[Text, Text, Text]:
    return _no_name("số liệu", "fact", key, known)


def _no_name(vi: str, en: str, word: str, known: Iterable[str]) -> tuple[Text, Text, Text]:
    return (
        Text(vi=f"Không có {vi} {quoted(word)}", en=f"There is no {en} {quoted(word)}"),
        Text(vi="Điều kiện chỉ nhắc tới những gì đã có", en="Conditions name only what there is"),
        nearest(word, known),
    )


def _unfit(fact: Fact, wanted: Sequence[str]) -> tuple[Text, Text, Text]:
    words = ", ".join(wanted)
    return (
        Text(
            vi=f"Phép so sánh không hợp với {fact.key} ({fact.kind})",
            en=f"The comparison does not fit {fact.key} ({fact.kind})",
        ),
        Text(
            vi="Mỗi loại số liệu so sánh theo cách riêng", en="Each kind of fact is compared in its own way"
        ),
        Text(vi=f"Ghi: {words}", en=f"Write: {words}"),
    )


def _out_of_range(fact: Fact, bound: Fraction) -> tuple[Text, Text, Text]:
    mend = (
        Text(vi="Ghi số nguyên từ 0", en="Write a whole number from 0")
        if fact.kind in WHOLE
        else Text(vi="Ghi 75% là 0.75", en="Write 75 % as 0.75")
    )
    return (
        Text(vi=f"Ngưỡng {bound} nằm ngoài phạm vi của {fact.key}", en=f"{fact.key} cannot come to {bound}"),
        Text(
            vi="Tỷ lệ từ 0 đến 1; số đếm là số nguyên từ 0",
            en="A share goes from 0 to 1; a count is a whole number from 0",
        ),
        mend,
    )


def _no_choice(fact: Fact, key: str, known: Iterable[str]) -> tuple[Text, Text, Text]:
    return (
        Text(vi=f"{fact.key} không có lựa chọn {quoted(key)}", en=f"{fact.key} has no option {quoted(key)}"),
        Text(vi="Lựa chọn phải có trong facts.yaml", en="The option must stand in facts.yaml"),
        nearest(key, known),
    )
