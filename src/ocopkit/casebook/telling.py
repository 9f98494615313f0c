"""A case and what came out of it, in words."""

from collections.abc import Iterable, Iterator

from ocopkit.casebook.model import CaseResult, Given, LegalCase
from ocopkit.casebook.running import decimals
from ocopkit.catalog import catalog_for
from ocopkit.scoring.reasons import reasons
from ocopkit.text import Lang, Text, counted, same


def tell_result(result: CaseResult, *, lang: Lang = "en") -> str:
    """Return what there is to say of a case.

    Args:
        result: The case with what came out of it.
        lang: ``"vi"`` or ``"en"``.

    Returns:
        One line if all came out as expected; else also what is given, what is expected and found, the
        reason and the places, and why the score is what it is.

    Example:
        >>> from pathlib import Path
        >>> from ocopkit.casebook.reading import read_cases
        >>> from ocopkit.casebook.running import run_case
        >>> case = read_cases(Path("tests/cases/transition.yaml"))[0]
        >>> print(tell_result(run_case(case)).partition(": ")[2])
        as expected: On 20 August 2019 there is no national decision yet
    """
    return "\n".join(text.say(lang) for text in _lines(result))


def tell_count(results: Iterable[CaseResult], *, lang: Lang = "en") -> str:
    """Return how many cases came out as expected and how many didn't.

    Args:
        results: The cases with what came out of them.
        lang: ``"vi"`` or ``"en"``.
    """
    passed = [result.passed for result in results]
    failed = passed.count(False)
    return Text(
        vi=f"{len(passed)} trường hợp, {failed} trường hợp sai",
        en=f"{len(passed)} {'case' if len(passed) == 1 else 'cases'}, {failed} failed",
    ).say(lang)


def _lines(result: CaseResult) -> Iterator[Text]:
    case = result.case
    place = ":".join(str(one) for one in (case.where.file, case.where.line, case.where.column) if one)
    start = f"{place}: " if place else ""
    told = Text(vi="đúng", en="as expected") if result.passed else Text(vi="SAI", en="FAILED")
    yield Text(vi=f"{start}{told.vi}: {case.sentence.vi}", en=f"{start}{told.en}: {case.sentence.en}")
    if result.passed:
        return
    for key, value in _given(case.given):
        yield Text(vi=f"  Cho: {key.vi} {value.vi}", en=f"  Given: {key.en} {value.en}")
    for one in result.differences:
        yield Text(
            vi=f"  {one.what.vi}: phải là {one.expected}, nhưng ra {one.found}",
            en=f"  {one.what.en}: expected {one.expected}, found {one.found}",
        )
    yield Text(vi=f"  Vì: {case.because.vi}", en=f"  Because: {case.because.en}")
    for cited in _cited(case):
        yield Text(vi=f"  Căn cứ: {cited.vi}", en=f"  Cited: {cited.en}")
    found = result.found
    why = [Text(vi=one.say("vi"), en=one.say("en")) for one in found.problems]
    if found.score:
        why += reasons(found.score)
    if why:
        yield Text(vi="  Kết quả tính được:", en="  What came out, and why:")
    yield from (Text(vi=f"    {line.vi}", en=f"    {line.en}") for line in why)


def _given(given: Given) -> Iterator[tuple[Text, Text]]:
    yield from _law(given)
    if given.set is not None:
        yield Text(vi="bộ tiêu chí", en="criteria set"), same(str(given.set))
    if given.start:
        yield Text(vi="bắt đầu", en="start"), same(given.start)
    for code, answer in given.answers.items():
        yield same(code), same(f"= {answer}")
    for key, fact in given.facts.items():
        yield same(key), same(f"= {fact.value}")
    if given.total is not None:
        yield Text(vi="tổng", en="total"), counted(given.total)
    if given.published_total is not None:
        yield Text(vi="tổng điểm công bố", en="published total"), same(decimals(given.published_total))
    for key, reason in given.raised.items():
        yield Text(vi="điều kiện", en="gate"), same(f"{key} ({reason})")


def _law(given: Given) -> Iterator[tuple[Text, Text]]:
    if given.rule_book:
        yield Text(vi="văn bản", en="rule book"), same(given.rule_book)
    if given.evaluated_on:
        yield Text(vi="ngày đánh giá", en="evaluated on"), same(str(given.evaluated_on))
        yield Text(vi="hình thức đánh giá", en="route"), same(given.route)
    if given.filed:
        yield Text(vi="ngày nộp hồ sơ", en="filed on"), same(str(given.filed))
    for key, option in given.readings.items():
        yield Text(vi="cách hiểu", en="reading"), same(f"{key} = {option}")


def _cited(case: LegalCase) -> Iterator[Text]:
    for key, places in case.cite.items():
        number = catalog_for(key).book(key).articles.instrument.number
        for place in places:
            yield Text(vi=f"{place.text.vi}, {number}", en=f"{number}, {place.text.en}")
    if case.source:
        yield same(case.source)
