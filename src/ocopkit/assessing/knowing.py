"""What given facts come to on the day of the council: what is known, and what speaks against the rest."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Literal

from attrs import frozen

from ocopkit.assessing.facts import GivenFact
from ocopkit.rules.conditions import Value
from ocopkit.rules.facts import Fact, Vocabulary
from ocopkit.text import Text, day_text

Objection = Literal["unproved", "undated", "out-of-date", "not-yet", "contradictory"]
"""Why a given fact doesn't speak as it was given."""


@frozen
class Remark:
    """What speaks against a given fact.

    Args:
        fact: The fact.
        kind: ``"unproved"``: no paper proves it. ``"undated"``: a day is missing without which it cannot be
            told if it still holds. ``"out-of-date"``: it held before the day of the council.
            ``"not-yet"``: it holds only after that day. ``"contradictory"``: it cannot hold together with
            others.
        text: The remark in words.
        others: For a contradiction, the keys of all facts in it.
    """

    fact: Fact
    kind: Objection
    text: Text
    others: tuple[str, ...] = ()


@frozen
class Knowledge:
    """What is known on a day.

    Args:
        values: The values that count, by the keys of facts. A certificate counts as whether it is in force.
        remarks: What speaks against the other facts, or against taking them as they were given.
    """

    values: Mapping[str, Value]
    remarks: tuple[Remark, ...]


def known_on(given: Iterable[GivenFact], vocabulary: Vocabulary, day: date) -> Knowledge:
    """Return what given facts come to on a day.

    Nothing is taken for known without a paper where it speaks for the product, without the day that it needs,
    or against another fact. A certificate that isn't in force is known not to be.

    Args:
        given: The facts, each once.
        vocabulary: The vocabulary.
        day: The day of the council.
    """
    values: dict[str, Value] = {}
    remarks: list[Remark] = []
    for one in given:
        fact = vocabulary[one.fact]
        remark = _unproved(fact, one) or _timing(fact, one, day)
        if remark is not None:
            remarks.append(remark)
        if remark is None:
            values[fact.key] = one.exact
        elif fact.kind == "certificate" and remark.kind in {"out-of-date", "not-yet"}:
            values[fact.key] = False
    clashing: set[str] = set()
    for contradiction in vocabulary.contradictions:
        if contradiction.when.holds_for(values):
            keys = tuple(key for key in contradiction.when.facts() if key in values)
            clashing.update(keys)
            told = contradiction.text
            text = Text(
                vi=f"{told.vi}; các số liệu này chưa được dùng", en=f"{told.en}; these facts aren't used"
            )
            remarks += [Remark(vocabulary[key], "contradictory", text, keys) for key in keys]
    return Knowledge({key: value for key, value in values.items() if key not in clashing}, tuple(remarks))


def _unproved(fact: Fact, one: GivenFact) -> Remark | None:
    if one.paper is not None or not fact.needs_proof(one.exact):
        return None
    return Remark(
        fact,
        "unproved",
        Text(
            vi=f"{fact.name.vi}: chưa có giấy tờ chứng minh, nên chưa được dùng",
            en=f"{fact.name.en}: no paper proves it, so it isn't used",
        ),
    )


def _timing(fact: Fact, one: GivenFact, day: date) -> Remark | None:
    if fact.kind == "certificate":
        return _validity(fact, one, day) if one.value else None
    if one.as_of is not None and one.as_of > day:
        return _late(
            fact,
            "not-yet",
            f"đo ngày {day_text(one.as_of).vi}, sau ngày {day_text(day).vi}",
            f"measured on {one.as_of}, after {day}",
        )
    if not fact.of_last_year:
        return None
    year = day.year - 1
    if one.as_of is None:
        vi, en = (
            f"chưa ghi năm (as_of); cần số liệu năm {year}",
            f"its year isn't said (as_of); that of {year} is needed",
        )
        return _late(fact, "undated", vi, en)
    if one.as_of.year != year:
        vi = f"số liệu năm {one.as_of.year}; cần số liệu năm {year}"
        return _late(fact, "out-of-date", vi, f"of {one.as_of.year}; that of {year} is needed")
    return None


def _validity(fact: Fact, one: GivenFact, day: date) -> Remark | None:
    if one.valid_from is None:
        return _late(
            fact,
            "undated",
            "chưa ghi ngày bắt đầu hiệu lực (valid_from)",
            "its first valid day isn't said (valid_from)",
        )
    if one.valid_from > day:
        return _late(
            fact,
            "not-yet",
            f"chỉ có hiệu lực từ {day_text(one.valid_from).vi}, sau ngày {day_text(day).vi}",
            f"in force only from {one.valid_from}, after {day}",
        )
    if one.valid_until is not None and one.valid_until < day:
        return _late(
            fact,
            "out-of-date",
            f"hết hiệu lực sau {day_text(one.valid_until).vi}, trước ngày {day_text(day).vi}",
            f"expired after {one.valid_until}, before {day}",
        )
    return None


def _late(fact: Fact, kind: Objection, vi: str, en: str) -> Remark:
    return Remark(fact, kind, Text(vi=f"{fact.name.vi}: {vi}", en=f"{fact.name.en}: {en}"))
