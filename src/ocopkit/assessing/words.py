"""What facts say of a product, in words."""

from collections.abc import Iterator, Mapping

from ocopkit.assessing.assess import Assessment, Proof, Proposal
from ocopkit.assessing.facts import GivenFact
from ocopkit.rules.conditions import Value, plain_number
from ocopkit.rules.criteria import BELOW
from ocopkit.rules.facts import Fact
from ocopkit.scoring.plan import plan_of
from ocopkit.scoring.score import basis_of
from ocopkit.scoring.sheet import title
from ocopkit.text import Lang, Text, counted, day_text, join, same

_NONE = Text(vi="không xếp hạng", en="no star")
_NO_GRADE = Text(vi="không xếp loại", en="no grade")
_STARS = Text(vi="hạng sao", en="stars")
_GRADES = Text(vi="xếp loại", en="grades")


def tell_assessment(found: Assessment, *, lang: Lang = "en", grades: Mapping[int, Text] | None = None) -> str:
    """Return what facts say of a product, in words: proposals with their papers, questions, remarks.

    Args:
        found: What :func:`~ocopkit.assessing.assess.assess` returned.
        lang: ``"vi"`` or ``"en"``.
        grades: The names of a supplement's grades by number, which then are told in place of stars.

    Example:
        >>> from datetime import date
        >>> import ocopkit
        >>> from ocopkit.assessing.assess import assess
        >>> tea = ocopkit.rule_book("qd-26-2026")["fresh-and-processed-tea"]
        >>> labour = GivenFact("local-labour-commune-share", 0.62, paper="local-labour")
        >>> for line in tell_assessment(assess([labour], tea, on=date(2026, 9, 1))).splitlines()[:3]:
        ...     print(line[:99])
        On 2026-09-01 facts decide 1 of 32 criteria (2 points); 31 are left to the council.
        Points still possible: 3 to 99; stars: 1, 2, 3, 4, 5.
        3.3 Use of local labour: b = 2 points, by Share of workers from the commune-level area: 62 % [Local
    """
    return "\n".join(text.say(lang) for text in _lines(found, grades))


def _lines(found: Assessment, grades: Mapping[int, Text] | None) -> Iterator[Text]:
    decided = [one for one in found.proposals if one.answer is not None]
    points = sum(_points(found, one, str(one.answer)) for one in decided)
    left = len(found.questions)
    yield Text(
        vi=f"Ngày {day_text(found.on).vi}, số liệu quyết định {len(decided)} trong "
        f"{len(found.proposals)} tiêu chí "
        f"({points} điểm); {left} tiêu chí chờ hội đồng.",
        en=f"On {found.on} facts decide {len(decided)} of {len(found.proposals)} criteria "
        f"({counted(points).en}); {left} are left to the council.",
    )
    limits = found.bounds
    told = join([_ranked(one, grades) for one in limits.stars], ", ")
    rank = _GRADES if grades else _STARS
    yield Text(
        vi=f"Điểm còn có thể: từ {limits.least} đến {limits.most}; {rank.vi}: {told.vi}.",
        en=f"Points still possible: {limits.least} to {limits.most}; {rank.en}: {told.en}.",
    )
    yield from (_decided(found, one) for one in decided)
    waiting = {one.criterion.code for one in found.questions}
    yield from (_open(one) for one in found.proposals if one.kind == "open" and one.criterion.code in waiting)
    yield from (_different(one) for one in found.differences)
    # A contradiction is a remark on each of its facts, and told once.
    notes = dict.fromkeys(one.text for one in found.remarks)
    yield from (Text(vi=f"Lưu ý: {text.vi}.", en=f"Note: {text.en}.") for text in notes)
    judged = [one for one in found.questions if one.kind == "judged"]
    if judged:
        codes = ", ".join(one.criterion.code for one in judged)
        yield Text(
            vi=f"Hội đồng nhận định {len(judged)} tiêu chí: {codes}.",
            en=f"Left to judgement, {len(judged)} criteria: {codes}.",
        )


def _ranked(number: int | None, grades: Mapping[int, Text] | None) -> Text:
    if number is None:
        return _NO_GRADE if grades else _NONE
    return (grades or {}).get(number, same(str(number)))


def value_text(fact: Fact, value: Value) -> Text:
    """Return the value of a fact in words.

    Args:
        fact: The fact.
        value: Its value.
    """
    if isinstance(value, bool) and fact.kind == "certificate":
        return Text(vi="còn hiệu lực", en="in force") if value else Text(vi="không có", en="none in force")
    if isinstance(value, bool):
        return Text(vi="có", en="yes") if value else Text(vi="không", en="no")
    if isinstance(value, str):
        option = fact.option(value)
        return option.text if option else same(value)
    if fact.kind in {"share", "rate"}:
        number = plain_number(value * 100)
        if "/" not in number:
            return Text(vi=f"{number.replace('.', ',')}%", en=f"{number} %")
        near = f"{float(value * 100):.1f}"
        return Text(vi=f"{value} (khoảng {near.replace('.', ',')}%)", en=f"{value} (about {near} %)")
    number = plain_number(value)
    units = {
        "months": Text(vi=f"{number} tháng", en=f"{number} months"),
        "years": Text(vi=f"{number} năm", en=f"{number} years"),
    }
    return units.get(fact.kind, same(number))


def _points(found: Assessment, one: Proposal, answer: str) -> int:
    plan = plan_of(found.criteria_set)
    return plan.slots[plan.index[one.criterion.code]].lines[answer].points


def _decided(found: Assessment, one: Proposal) -> Text:
    name, worth = title(one.criterion), counted(_points(found, one, str(one.answer)))
    chosen = _answer(str(one.answer))
    proofs = join([_proof(found, proof) for proof in one.decided_by], "; ")
    by = Text(vi=f", theo {proofs.vi}", en=f", by {proofs.en}") if one.decided_by else same("")
    read = (
        Text(
            vi=f" (mẫu để ngỏ; cách hiểu {one.reading.reading.key}: {one.reading.option.text.vi})",
            en=f" (left open by the form; reading {one.reading.reading.key}: {one.reading.option.text.en})",
        )
        if one.reading
        else same("")
    )
    return Text(
        vi=f"{name.vi}: {chosen.vi} = {worth.vi}{by.vi}{read.vi}.",
        en=f"{name.en}: {chosen.en} = {worth.en}{by.en}{read.en}.",
    )


def _proof(found: Assessment, proof: Proof) -> Text:
    fact, given = proof.fact, proof.given
    value = value_text(fact, proof.value)
    names = basis_of(found.criteria_set).paper_names()
    shown = _paper(given, names.get(given.paper, same(given.paper))) if given.paper else same("")
    return Text(vi=f"{fact.name.vi}: {value.vi}{shown.vi}", en=f"{fact.name.en}: {value.en}{shown.en}")


def _paper(given: GivenFact, paper: Text) -> Text:
    more = "".join(f", {word}" for word in (given.document, given.number) if word)
    return Text(vi=f" [{paper.vi}{more}]", en=f" [{paper.en}{more}]")


def _open(one: Proposal) -> Text:
    name = title(one.criterion)
    allowed = join([_answer(answer) for answer in one.answers], ", ")
    vi, en = ([f"còn có thể {allowed.vi}"], [f"still possible {allowed.en}"]) if one.answers else ([], [])
    if one.missing:
        facts = join([fact.name for fact in one.missing], "; ")
        vi, en = [*vi, f"còn thiếu: {facts.vi}"], [*en, f"missing: {facts.en}"]
    if one.to_judge:
        words = join(list(one.to_judge), "; ")
        vi, en = [*vi, f"hội đồng nhận định: {words.vi}"], [*en, f"to judge: {words.en}"]
    if one.reading:
        key = one.reading.reading.key
        vi, en = [*vi, f"mẫu để ngỏ ({key})"], [*en, f"left open by the form ({key})"]
    if one.uncovered:
        vi, en = (
            [*vi, "không mức nào của mẫu nói đến trường hợp này"],
            [*en, "no level of the form covers it"],
        )
    return Text(vi=f"{name.vi}: {'; '.join(vi)}.", en=f"{name.en}: {'; '.join(en)}.")


def _different(one: Proposal) -> Text:
    name, own = title(one.criterion), _answer(one.own or "")
    allowed = join([_answer(answer) for answer in one.answers], ", ")
    if one.against is not None:
        other = title(one.against)
        return Text(
            vi=f"Khác số liệu: {name.vi}: số liệu cho {allowed.vi}, nhưng câu trả lời của hội đồng cho "
            f"{other.vi} không hợp với mức đó; hội đồng trả lời lại một trong hai.",
            en=f"Differs from the facts: {name.en}: facts say {allowed.en}, which the council's answer to "
            f"{other.en} denies; the council answers one of them again.",
        )
    return Text(
        vi=f"Khác số liệu: {name.vi}: hội đồng chấm {own.vi}, số liệu cho {allowed.vi}.",
        en=f"Differs from the facts: {name.en}: the council says {own.en}, facts say {allowed.en}.",
    )


def _answer(answer: str) -> Text:
    """Return an answer as people say it."""
    begin, dot, last = answer.rpartition(".")
    if last != BELOW:
        return same(answer)
    return Text(vi=f"{begin}{dot}dưới mức thấp nhất", en=f"{begin}{dot}below the lowest level")
