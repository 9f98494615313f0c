"""Conditions in words, as people read them beside a level."""

from collections.abc import Iterable
from fractions import Fraction

from ocopkit.rules.conditions import Condition, plain_number
from ocopkit.rules.facts import NOT_NEGATIVE, Fact, Vocabulary
from ocopkit.text import Text, join, same


def condition_text(condition: Condition, vocabulary: Vocabulary) -> Text:
    """Return a condition in words.

    Args:
        condition: The condition.
        vocabulary: The facts that it names.

    Example:
        >>> import ocopkit
        >>> book = ocopkit.rule_book("qd-26-2026")
        >>> level = book[11].criterion("1.5").levels[3]
        >>> for part in condition_text(level.when, book.facts).en.split("; "):
        ...     print(part)
        Share of the volume sold under linkage contracts: over 75 %
        and Months for which the linkage contracts have run stably: at least 12
    """
    if condition.all:
        return _joined(condition.all, vocabulary, Text(vi="; và ", en="; and "))
    if condition.any:
        return _joined(condition.any, vocabulary, Text(vi="; hoặc ", en="; or "))
    if condition.judged is not None:
        said = condition.judged
        return Text(vi=f"hội đồng nhận định: {said.vi}", en=f"as the council finds: {said.en}")
    if condition.fact is None:
        return Text(vi="các trường hợp còn lại", en="otherwise")
    return _compared(condition, vocabulary[condition.fact])


def _joined(members: Iterable[Condition], vocabulary: Vocabulary, word: Text) -> Text:
    parts = [_bracketed(one, condition_text(one, vocabulary)) for one in members]
    return Text(vi=word.vi.join(one.vi for one in parts), en=word.en.join(one.en for one in parts))


def _bracketed(condition: Condition, told: Text) -> Text:
    several = len(condition.all) > 1 or len(condition.any) > 1
    return Text(vi=f"({told.vi})", en=f"({told.en})") if several else told


def _compared(condition: Condition, fact: Fact) -> Text:
    name = fact.name
    if condition.in_force is not None:
        vi, en = (
            ("còn hiệu lực", "in force") if condition.in_force else ("không còn hiệu lực", "not in force")
        )
        return Text(vi=f"{name.vi}: {vi}", en=f"{name.en}: {en}")
    if condition.holds is not None:
        return name if condition.holds else Text(vi=f"{name.vi}: không", en=f"{name.en}: no")
    if condition.one_of:
        options = [option.text for option in fact.options if option.key in condition.one_of]
        told = join(options, " / ")
        return Text(vi=f"{name.vi}: {told.vi}", en=f"{name.en}: {told.en}")
    told = _range(condition, fact)
    return Text(vi=f"{name.vi}: {told.vi}", en=f"{name.en}: {told.en}")


def _range(condition: Condition, fact: Fact) -> Text:
    least, most = condition.at_least, condition.at_most
    least = Fraction(0) if most == 0 and fact.kind in NOT_NEGATIVE else least
    if least is not None and least == most:
        number = _number(least, fact)
        return Text(vi=f"đúng {number.vi}", en=f"exactly {number.en}")
    low = _side(least, fact, "từ", "at least") or _side(condition.above, fact, "trên", "over")
    high = _side(most, fact, "tối đa", "at most") or _side(condition.below, fact, "dưới", "under")
    if low is None or high is None:
        one = low or high or Text("", "")
        return Text(vi=f"{one.vi} trở lên", en=one.en) if least is not None else one
    to = high.vi.removeprefix("tối đa ")
    return Text(vi=f"{low.vi} đến {to}", en=f"{low.en}, {high.en}")


def _side(bound: Fraction | None, fact: Fact, vi: str, en: str) -> Text | None:
    if bound is None:
        return None
    number = _number(bound, fact)
    return Text(vi=f"{vi} {number.vi}", en=f"{en} {number.en}")


def _number(number: Fraction, fact: Fact) -> Text:
    if fact.kind not in {"share", "rate"}:
        return same(plain_number(number))
    percent = plain_number(number * 100)
    return Text(vi=f"{percent.replace('.', ',')}%", en=f"{percent} %")
