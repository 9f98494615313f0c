"""What any rule needs: where it is written, when it holds, what is doubtful, how it is read."""

import re
from datetime import date
from typing import ClassVar, Literal

from attrs import frozen

from ocopkit.errors import Problem, nearest
from ocopkit.text import Text

_ARTICLE = re.compile(r"art\. (?P<article>[0-9]+)(?:\.(?P<clause>[0-9]+))?(?P<point>[a-zđ])?")
_ANNEX = re.compile(r"annex (?P<annex>[IVX]+)(?: form (?P<form>[0-9]+))?(?: item (?P<item>[0-9a-zđ.]+))?")


@frozen
class Citation:
    """The place in an instrument that says so.

    Args:
        place: ``"art. 7.6"``, ``"art. 12.2a"`` or ``"annex II form 11 item 1.1"``.

    Example:
        >>> Citation("art. 12.2a").text.vi
        'điểm a khoản 2 Điều 12'
        >>> Citation("annex II form 11 item 1.1").text.en
        'annex II, form 11, item 1.1'
    """

    written_as: ClassVar[str] = "place"

    place: str

    @property
    def is_known(self) -> bool:
        """Whether the place is written in one of the two forms."""
        return bool(_ARTICLE.fullmatch(self.place) or _ANNEX.fullmatch(self.place))

    @property
    def text(self) -> Text:
        """The place as lawyers write it."""
        if found := _ARTICLE.fullmatch(self.place):
            article, clause, point = found["article"], found["clause"], found["point"]
            vi = f"Điều {article}"
            en = f"article {article}"
            if clause:
                vi, en = f"khoản {clause} {vi}", f"{en}({clause})"
            if point:
                vi, en = f"điểm {point} {vi}", f"{en}({point})"
            return Text(vi=vi, en=en)
        if found := _ANNEX.fullmatch(self.place):
            vi, en = f"Phụ lục {found['annex']}", f"annex {found['annex']}"
            if found["form"]:
                vi, en = f"{vi}, mẫu số {found['form']}", f"{en}, form {found['form']}"
            if found["item"]:
                vi, en = f"{vi}, mục {found['item']}", f"{en}, item {found['item']}"
            return Text(vi=vi, en=en)
        return Text(vi=self.place, en=self.place)


@frozen
class Period:
    """The days on which something holds, both ends included.

    Args:
        first_day: The first day.
        last_day: The last day, or ``None`` while no end is known.

    Example:
        >>> date(2026, 5, 22) in Period(date(2026, 5, 22))
        True
    """

    first_day: date
    last_day: date | None = None

    def __contains__(self, day: date) -> bool:
        """Return whether it holds on a day."""
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)


@frozen
class Instrument:
    """A legal instrument.

    Args:
        number: Its official number, such as ``26/2026/QĐ-TTg``.
        issued_on: The day it was signed.
        in_force: The days on which it is in force.
        issuer: Who issued it.
        replaces: The numbers of the instruments that it replaces.
        replaced_by: The number of the instrument that replaces it.
        amends: The numbers of the instruments that it amends.
        amended_by: The numbers of the instruments that amend it.
    """

    number: str
    issued_on: date
    in_force: Period
    issuer: Text
    replaces: tuple[str, ...] = ()
    replaced_by: str | None = None
    amends: tuple[str, ...] = ()
    amended_by: tuple[str, ...] = ()


@frozen
class Doubt:
    """Something in our data that a user should know is not certain.

    Args:
        kind: ``"repair"`` if the transcript was mended, ``"doubt"`` if the source itself looks wrong or is
            silent, ``"single-source"`` if it rests on one transcription.
        text: What is doubtful, and why it stands as it does.
        at: The clause it concerns, such as ``"7/3.1"`` (set, criterion); empty if the whole.
    """

    kind: Literal["repair", "doubt", "single-source"]
    text: Text
    at: str = ""


@frozen
class Option:
    """One way to read the law where it is silent.

    Args:
        key: The short name that callers choose it by.
        text: What it means.
    """

    key: str
    text: Text


@frozen
class Reading:
    """An interpretation where the law is silent: the question, our choice, the alternatives, why.

    Args:
        key: The name of the question.
        question: The question in words.
        choice: The key of the option that holds unless a caller chooses another.
        options: All ways to read it.
        because: Why this choice.
        practice: What has been seen in practice; ``None`` if nothing is known.
        cite: The places of the instrument that raise the question.
    """

    key: str
    question: Text
    choice: str
    options: tuple[Option, ...]
    because: Text
    practice: Text | None = None
    cite: tuple[Citation, ...] = ()

    def option(self, key: str) -> Option | None:
        """Return the option of that key, if there is one."""
        return next((option for option in self.options if option.key == key), None)


def unknown_option(reading: Reading, option: str) -> Problem:
    """Return what is to be said of an option that a reading doesn't have."""
    return Problem(
        "unknown-option",
        Text(
            vi=f"Cách hiểu {reading.key!r} không có lựa chọn {option!r}",
            en=f"The reading {reading.key!r} has no option {option!r}",
        ),
        reading.question,
        nearest(str(option), [one.key for one in reading.options]),
    )
