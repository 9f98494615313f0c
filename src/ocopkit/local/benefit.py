"""Benefits: what a place pays for recognition, and what one product gets."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Literal

from attrs import frozen

from ocopkit.errors import Problem
from ocopkit.local.place import Place
from ocopkit.local.reading import Source, read_named, wrong, wrong_period
from ocopkit.rules.articles import Route
from ocopkit.rules.law import Citation, Doubt, Period
from ocopkit.text import Lang, Text, day_text, join

Rewarded = Literal["first", "upgraded", "kept"]
"""What is rewarded: a first recognition; a higher star; the same star again on re-evaluation."""

Event = Literal["first", "upgraded", "kept", "lowered", "unchanged"]
"""What happened: one of these, fewer stars than before, or the same stars without a re-evaluation."""


@frozen
class Reward:
    """What is paid for an event and a star.

    Args:
        event: The event.
        stars: The star reached or kept.
        dong: The amount in đồng.
        cite: Where it is written.
    """

    event: Rewarded
    stars: int
    dong: int
    cite: tuple[Citation, ...] = ()


@frozen
class Payer:
    """Who pays.

    Args:
        by: Who.
        stars: For which stars; all if empty.
    """

    by: Text
    stars: tuple[int, ...] = ()


@frozen
class Benefits:
    """A place's reward scheme; a file under ``benefits/``.

    Args:
        id: Its id, which is the file's name and begins with the place's.
        name: What it is called.
        source: The paper that it sets down.
        place: The place, by name.
        period: The days of the recognitions that it rewards.
        rewards: What is paid for which event and star.
        upgrade_pays_difference: Whether an upgrade gets what the new star pays on first recognition, less
            what the star held before does.
        once_per_star: Whether reaching a star is rewarded only once, and keeping it only once.
        payers: Who pays.
        conditions: On what conditions.
        doubts: What isn't certain.
    """

    id: str
    name: Text
    source: Source
    place: Place
    period: Period
    rewards: tuple[Reward, ...]
    upgrade_pays_difference: bool = False
    once_per_star: bool = False
    payers: tuple[Payer, ...] = ()
    conditions: tuple[Text, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    def reward(self, event: Event, stars: int) -> Reward | None:
        """Return what the scheme says for an event and a star; ``None`` if it says nothing."""
        return next((one for one in self.rewards if (one.event, one.stars) == (event, stars)), None)


@frozen
class Recognition:
    """A recognition of one product.

    Args:
        event: What happened.
        stars: The star reached or kept.
        on: The day of the decision.
        route: Why the product was evaluated, if known.
    """

    event: Event
    stars: int
    on: date
    route: Route | None = None


@frozen
class Award:
    """What one recognition gets by one scheme.

    Args:
        scheme: The id of the scheme.
        recognition: The recognition.
        dong: The amount in đồng; ``None`` if the scheme doesn't say one.
        because: Why, in words.
        cite: The clauses.
        payer: Who pays, if the scheme says so and there is something to pay.
        source: The paper that the scheme sets down.
    """

    scheme: str
    recognition: Recognition
    dong: int | None
    because: Text
    cite: tuple[Citation, ...] = ()
    payer: Text | None = None
    source: Text | None = None

    @property
    def clause(self) -> Text:
        """Where it is written: the clauses, as far as they are known, and the paper."""
        parts = [join([one.text for one in self.cite], "; ")] if self.cite else []
        return join([*parts, *([self.source] if self.source else [])], ", ")

    def say(self, lang: Lang = "en") -> str:
        """Return the award on one line."""
        clause = self.clause.say(lang)
        return f"{amount(self.dong, lang)} đ: {self.because.say(lang)}" + (f" [{clause}]" if clause else "")


def amount(dong: int | None, lang: Lang) -> str:
    """Return a number of đồng as people write it; ``"?"`` if it isn't known.

    Example:
        >>> amount(20_000_000, "vi"), amount(None, "en")
        ('20.000.000', '?')
    """
    return "?" if dong is None else f"{dong:,}".replace(",", "." if lang == "vi" else ",")


def load_benefits(file: Path) -> Benefits:
    """Read a reward scheme from its file.

    Args:
        file: A YAML or JSON file, named by the scheme's id.

    Raises:
        DocumentError: With every problem, each at its file, line and column.

    Example:
        >>> folder = Path("examples/packs/vi-du/src/ocop_vi_du/documents/benefits")
        >>> load_benefits(folder / "vi-du-khen-thuong-2026.yaml").reward("first", 3).dong
        20000000
    """
    return read_named(file, Benefits, _wrong)[0]


def award(scheme: Benefits, recognition: Recognition, history: Iterable[Recognition] = ()) -> Award:
    """Return what a product gets for a recognition.

    Args:
        scheme: The scheme.
        recognition: The recognition.
        history: The product's earlier recognitions, in any order; later ones are not looked at.

    Returns:
        The award with its reason. Nothing is paid outside the scheme's period, or twice where it pays
        once. Where the scheme names no amount, none is made up: the amount is ``None``.

    Raises:
        ValueError: If an upgrade is no upgrade: no earlier recognition has fewer stars.

    Example:
        >>> folder = Path("examples/packs/vi-du/src/ocop_vi_du/documents/benefits")
        >>> scheme = load_benefits(folder / "vi-du-khen-thuong-2026.yaml")
        >>> three = Recognition("first", 3, date(2026, 6, 20))
        >>> award(scheme, Recognition("upgraded", 4, date(2026, 12, 1)), [three]).dong
        20000000
    """
    return award_after(
        scheme,
        recognition,
        sorted((one for one in history if one.on < recognition.on), key=lambda one: one.on),
    )


def award_after(scheme: Benefits, recognition: Recognition, earlier: Sequence[Recognition]) -> Award:
    """Return what a product gets for a recognition after others; see :func:`award`.

    Args:
        scheme: The scheme.
        recognition: The recognition.
        earlier: The product's recognitions before it, in their order, those of the same day included.
    """
    held = earlier[-1].stars if earlier else None
    if recognition.event == "upgraded" and (held is None or held >= recognition.stars):
        message = f"no recognition before {recognition.on} has fewer than {recognition.stars} stars"
        raise ValueError(message)
    source = scheme.source.text
    if recognition.event == "unchanged":
        return Award(scheme.id, recognition, 0, _event(recognition), source=source)
    if recognition.on not in scheme.period:
        return Award(scheme.id, recognition, 0, _not_then(scheme), source=source)
    if scheme.once_per_star and (before := _rewarded_before(scheme, recognition, earlier)):
        return Award(scheme.id, recognition, 0, _already(before), source=source)
    dong, because, cite = _amount(scheme, recognition, held)
    payer = next((one.by for one in scheme.payers if not one.stars or recognition.stars in one.stars), None)
    return Award(scheme.id, recognition, dong, because, cite, payer if dong else None, source)


def total(awards: Iterable[Award]) -> tuple[int, int]:
    """Return the sum of awards in đồng, and how many of them have no stated amount.

    Args:
        awards: The awards.
    """
    amounts = [one.dong for one in awards]
    return sum(amount or 0 for amount in amounts), sum(amount is None for amount in amounts)


def _rewarded_before(
    scheme: Benefits, recognition: Recognition, earlier: Sequence[Recognition]
) -> Recognition | None:
    kept = recognition.event == "kept"
    for one in earlier:
        if one.stars == recognition.stars and (one.event == "kept") == kept and one.on in scheme.period:
            return one
    return None


def _amount(
    scheme: Benefits, recognition: Recognition, held: int | None
) -> tuple[int | None, Text, tuple[Citation, ...]]:
    if recognition.event == "upgraded" and scheme.upgrade_pays_difference and held is not None:
        new, old = scheme.reward("first", recognition.stars), scheme.reward("first", held)
        if new is None:
            return None, _no_amount(recognition), ()
        less = old.dong if old else 0
        return max(new.dong - less, 0), _difference(recognition, held), new.cite + (old.cite if old else ())
    found = scheme.reward(recognition.event, recognition.stars)
    if found is None:
        return None, _no_amount(recognition), ()
    return found.dong, _event(recognition), found.cite


def _wrong(scheme: Benefits) -> Iterator[Problem]:
    yield from wrong_period(scheme.period)
    seen: set[tuple[str, int]] = set()
    for index, one in enumerate(scheme.rewards):
        if one.dong < 0:
            yield wrong("negative-amount", *_NEGATIVE, "rewards", index, "dong")
        if (one.event, one.stars) in seen:
            yield wrong("repeated-reward", *_REPEATED, "rewards", index)
        seen.add((one.event, one.stars))
        if one.event == "upgraded" and scheme.upgrade_pays_difference:
            yield wrong("two-rules", *_TWO_RULES, "rewards", index)


EVENT_TEXTS: Mapping[Event, Text] = {
    "first": Text(vi="công nhận lần đầu", en="first recognition"),
    "upgraded": Text(vi="nâng hạng", en="upgrade"),
    "kept": Text(vi="giữ hạng khi đánh giá lại", en="star kept on re-evaluation"),
    "lowered": Text(vi="xuống hạng", en="fewer stars than before"),
    "unchanged": Text(vi="hạng không đổi, không phải đánh giá lại", en="same stars without a re-evaluation"),
}


def _event(one: Recognition) -> Text:
    event = EVENT_TEXTS[one.event]
    return Text(
        vi=f"{event.vi}, {one.stars} sao, ngày {day_text(one.on).vi}",
        en=f"{event.en}, {one.stars} stars, on {one.on}",
    )


def _difference(one: Recognition, held: int) -> Text:
    text = _event(one)
    return Text(
        vi=f"{text.vi}: phần chênh lệch giữa {one.stars} sao và {held} sao",
        en=f"{text.en}: the difference between {one.stars} and {held} stars",
    )


def _no_amount(one: Recognition) -> Text:
    text = _event(one)
    return Text(vi=f"{text.vi}: văn bản không nêu mức", en=f"{text.en}: the scheme states no amount")


def _already(before: Recognition) -> Text:
    text = _event(before)
    return Text(vi=f"đã được thưởng một lần: {text.vi}", en=f"rewarded once already: {text.en}")


def _not_then(scheme: Benefits) -> Text:
    first, last = scheme.period.first_day, scheme.period.last_day
    return Text(
        vi=f"ngoài thời gian áp dụng ({day_text(first).vi} – {day_text(last).vi})",
        en=f"outside the scheme's period ({first} – {last or '…'})",
    )


_NEGATIVE = (
    Text(vi="Số tiền nhỏ hơn 0", en="The amount is below zero"),
    Text(vi="Thưởng không lấy tiền của chủ thể", en="A reward takes nothing away"),
    Text(vi="Viết số đồng như trong văn bản", en="Write the đồng that the paper prints"),
)
_REPEATED = (
    Text(vi="Sự kiện và hạng sao này đã có mức thưởng", en="This event and star have a reward already"),
    Text(vi="Không rõ mức nào được áp dụng", en="Which of them holds is unclear"),
    Text(vi="Giữ lại một dòng", en="Keep one of the lines"),
)
_TWO_RULES = (
    Text(
        vi="Có cả mức cho nâng hạng và quy tắc phần chênh lệch",
        en="There is an amount for upgrades beside the rule of the difference",
    ),
    Text(vi="Không rõ trả mức nào", en="Which of them is paid is unclear"),
    Text(
        vi="Bỏ dòng này, hoặc bỏ upgrade_pays_difference", en="Remove this line, or upgrade_pays_difference"
    ),
)
