"""What measured facts say of a product: levels with their facts and papers, what is open, what differs."""

from collections.abc import Iterator

from ocopkit.assessing.assess import Assessment, Proof, Proposal
from ocopkit.assessing.words import value_text
from ocopkit.forms.handover import rated
from ocopkit.forms.handover.heading import items, part
from ocopkit.markup import Child, Html, el
from ocopkit.rules.facts import Fact
from ocopkit.scoring.plan import plan_of
from ocopkit.scoring.readings import UsedReading
from ocopkit.scoring.score import basis_of
from ocopkit.scoring.sheet import title
from ocopkit.text import Lang, Text, counted, day_text, same

_JUDGED = Text(vi="Hội đồng nhận định", en="For the council to judge")


def lead(found: Assessment) -> Text:
    """Return how much facts decide, in a sentence."""
    decided = sum(one.answer is not None for one in found.proposals)
    total, left = len(found.proposals), len(found.questions)
    day = day_text(found.on)
    criteria = "criterion is" if left == 1 else "criteria are"
    return Text(
        vi=f"Ngày {day.vi}, số liệu quyết định {decided} trong {total} tiêu chí;"
        f" {left} tiêu chí chờ hội đồng.",
        en=f"On {found.on} facts decide {decided} of {total} criteria;"
        f" {left} {criteria} left to the council.",
    )


def differences(found: Assessment, lang: Lang) -> Html | None:
    """Return where the council's own answers are ones that the facts don't allow."""
    council, facts = Text(vi="Hội đồng chấm", en="The council says"), Text(vi="Số liệu cho", en="Facts say")
    stands = Text(
        vi="Câu trả lời của hội đồng được giữ; khác biệt được nêu ở đây.",
        en="The council's answers stand; the differences are kept here.",
    )
    rows = [
        (
            el("p", rated.named(one.criterion, lang)),
            el("p", f"{council.say(lang)} ", el("b", _own(found, one, lang))),
            el(
                "p",
                f"{facts.say(lang)} ",
                _either([_said(found, one, key, lang) for key in one.answers], lang),
            ),
            _proofs(found, one, lang),
        )
        for one in found.differences
    ]
    name = Text(vi="Câu trả lời khác với số liệu", en="Answers that differ from the facts")
    return part(
        name, el("p", stands.say(lang), class_="quiet") if rows else None, items(rows, "lacking"), lang=lang
    )


def _own(found: Assessment, one: Proposal, lang: Lang) -> str | Html:
    """Return what the council says of a criterion, or of one that rests on it."""
    if one.against is None:
        return _said(found, one, one.own or "", lang)
    answer = found.sheet.answers[one.against.code]
    return f"{title(one.against).say(lang)}: {answer}"


def remarks(found: Assessment, lang: Lang) -> Html | None:
    """Return what speaks against given facts."""
    name = Text(vi="Số liệu chưa dùng được", en="Facts that don't count as given")
    lines = dict.fromkeys(one.text.say(lang) for one in found.remarks)
    return part(name, items(lines, "lacking"), lang=lang)


def proposals(found: Assessment, lang: Lang) -> Html | None:
    """Return the levels that facts choose, each with its facts and papers."""
    rows = [
        (
            el("p", rated.named(one.criterion, lang)),
            el("p", el("b", _said(found, one, one.answer or "", lang)), f" ({_worth(found, one, lang)})"),
            _proofs(found, one, lang),
            _read(one.reading, lang),
        )
        for one in found.proposals
        if one.answer is not None
    ]
    return part(Text(vi="Mức do số liệu quyết định", en="Levels that facts decide"), items(rows), lang=lang)


def questions(found: Assessment, lang: Lang) -> Html | None:
    """Return what the council still has to answer: first what facts narrow, then what it judges alone."""
    narrowed = [one for one in found.questions if one.kind != "judged"]
    judged = [one for one in found.questions if one.kind == "judged"]
    first = found.bounds.next_question
    once = Text(vi="Nên trả lời trước", en="Answer this one first")

    def head(one: Proposal) -> Iterator[Child]:
        yield el("p", rated.named(one.criterion, lang))
        if first is not None and one.criterion.code == first.code:
            yield el("p", el("b", once.say(lang)))

    rows = [(*head(one), *_open(found, one, lang)) for one in narrowed]
    alone = items((tuple(head(one)) for one in judged), "quietly", "two")
    return part(
        Text(vi="Tiêu chí chờ hội đồng", en="Left to the council"),
        items(rows),
        el("h3", _JUDGED.say(lang)) if alone else None,
        alone,
        lang=lang,
    )


def readings(found: Assessment) -> Iterator[UsedReading]:
    """Yield the readings that decide what the form leaves open at these facts, each once."""
    yield from {one.reading.reading.key: one.reading for one in found.proposals if one.reading}.values()


def _open(found: Assessment, one: Proposal, lang: Lang) -> Iterator[Child]:
    possible = Text(vi="Còn có thể", en="Still possible")
    missing = Text(vi="Còn thiếu số liệu", en="Facts that are missing")
    silent = Text(
        vi="Không mức nào của mẫu nói đến trường hợp này.", en="No level of the form covers this case."
    )
    if one.uncovered:
        yield el("p", silent.say(lang), class_="missed")
    elif one.answers:
        words = [_said(found, one, key, lang) for key in one.answers]
        yield el("p", f"{possible.say(lang)} ", _either(words, lang))
    if one.missing:
        yield el("p", f"{missing.say(lang)}:")
        yield el("ul", (el("li", _wanted(found, fact, lang)) for fact in one.missing), class_="papers")
    if one.to_judge:
        words = [text.say(lang) for text in one.to_judge]
        yield el("p", f"{_JUDGED.say(lang)}: {'; '.join(words)}")
    yield _read(one.reading, lang)


def _wanted(found: Assessment, fact: Fact, lang: Lang) -> str:
    """Return a missing fact with the papers that would prove it."""
    papers = [name.say(lang) for name in basis_of(found.criteria_set).papers_for(fact).values()]
    return f"{fact.name.say(lang)} ({', '.join(papers)})" if papers else fact.name.say(lang)


def _proofs(found: Assessment, one: Proposal, lang: Lang) -> Html | None:
    rows = [el("li", _proof(found, proof, lang)) for proof in one.decided_by]
    return el("ul", rows, class_="papers") if rows else None


def _proof(found: Assessment, proof: Proof, lang: Lang) -> Iterator[Child]:
    given = proof.given
    papers = basis_of(found.criteria_set).paper_names()
    yield f"{proof.fact.name.say(lang)}: "
    yield el("b", value_text(proof.fact, proof.value).say(lang))
    dates = (
        (Text(vi="đến ngày", en="as of"), given.as_of),
        (Text(vi="hiệu lực từ", en="valid from"), given.valid_from),
        (Text(vi="đến hết", en="until"), given.valid_until),
    )
    named = papers.get(given.paper or "", same(given.paper or "")).say(lang)
    days = [f"{word.say(lang)} {day_text(day).say(lang)}" for word, day in dates if day is not None]
    told = [word for word in (named, given.document, given.issuer, given.number, *days) if word]
    if told:
        yield el("span", f" · {', '.join(told)}", class_="quiet")


def _read(used: UsedReading | None, lang: Lang) -> Html | None:
    if used is None:
        return None
    word = Text(vi="Mẫu để ngỏ; cách hiểu", en="Left open by the form; reading")
    return el("p", f"{word.say(lang)} {used.reading.key}: {used.option.text.say(lang)}", class_="quiet")


def _said(found: Assessment, one: Proposal, answer: str, lang: Lang) -> str:
    """Return an answer with the wording of its level."""
    plan = plan_of(found.criteria_set)
    line = plan.slots[plan.index[one.criterion.code]].lines.get(answer)
    return rated.answer(line).say(lang) if line else answer


def _worth(found: Assessment, one: Proposal, lang: Lang) -> str:
    plan = plan_of(found.criteria_set)
    line = plan.slots[plan.index[one.criterion.code]].lines[one.answer or ""]
    return counted(line.points).say(lang)


def _either(words: list[str], lang: Lang) -> Html:
    between = Text(vi="; hoặc ", en="; or ").say(lang)
    return el("span", between.join(words))
