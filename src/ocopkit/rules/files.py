"""The shapes of a rule book's files: what ``shared.yaml`` and a file under ``sets/`` may say.

A set file reads like the printed form: sections in order, a criterion that several sets have in common
by its name in ``shared.yaml``, the set's own criteria in full. (``book.yaml`` is
:class:`~ocopkit.rules.articles.Articles`.)
"""

from typing import Literal

from attrs import field, frozen

from ocopkit.rules.conditions import Condition, LeftOpen
from ocopkit.rules.criteria import Applicability
from ocopkit.rules.law import Citation, Doubt
from ocopkit.text import Text


@frozen
class LevelFile:
    """A level as a file writes it: ``{points: 2, minimum_for: 3, vi: …, en: …}``.

    Args:
        points: What it is worth.
        vi: Its wording in Vietnamese.
        en: Its wording in English.
        minimum_for: The star that needs at least this level.
        when: The facts for which it is reached.
    """

    points: int
    vi: str
    en: str
    minimum_for: Literal[3, 4, 5] | None = None
    when: Condition | None = None


@frozen
class CaseFile:
    """A case of an either-or criterion as a file writes it; its key is its letter in order.

    Args:
        name: Which products it is for.
        levels: Its ladder, lowest first.
        when: The facts for which it is the product's case.
        below_when: The facts for which, in this case, not even the lowest printed level is reached.
    """

    name: Text
    levels: tuple[LevelFile, ...]
    when: Condition | None = None
    below_when: Condition | None = None


@frozen
class GateFile:
    """A gate as a file writes it.

    Args:
        kind: What it does.
        vi: What raises it, in Vietnamese.
        en: What raises it, in English.
        key: The name by which a sheet raises it; its name in ``shared.yaml`` if left out.
        reading: For a requirement, the reading that says what follows.
        zero_in: Codes of criteria; raised by itself if one of them scores 0.
    """

    kind: Literal["disqualify", "stop", "requirement"]
    vi: str
    en: str
    key: str | None = None
    reading: str | None = None
    zero_in: tuple[str, ...] = ()


@frozen
class CriterionFile:
    """A criterion as a file writes it.

    Args:
        code: Its number on the form; left out in ``shared.yaml``.
        shared: Its name in ``shared.yaml``; then only its code and its most points stand here.
        name: Its name.
        max: The most points.
        levels: Its ladder, lowest first; an empty list where the form prints none.
        alternatives: The cases of an either-or criterion.
        criteria: The criteria under it, if it is only a heading.
        marked_for: The star whose mark the form prints on the criterion itself.
        hints: How the form says to judge it.
        gates: Its gates, by name or in full.
        applies_when: The condition on which it is asked at all.
        exempt_when: Products it isn't asked of, which then get full marks.
        evidence: Keys of the supporting papers that bear on it.
        doubts: What isn't certain about it.
        judged: Whether it is left to judgement.
        all_when: Where the form prints no ladder, the facts for which all its points are given.
        below_when: The facts for which not even the lowest printed level is reached.
        left_open: Facts for which the form names no level, or two.
    """

    code: str | None = None
    shared: str | None = None
    name: Text | None = None
    max: int | None = None
    levels: tuple[LevelFile, ...] | None = None
    alternatives: tuple[CaseFile, ...] = ()
    criteria: "tuple[CriterionFile, ...]" = ()
    marked_for: Literal[3, 4, 5] | None = None
    hints: tuple[Text, ...] = ()
    gates: tuple[str | GateFile, ...] = ()
    applies_when: Applicability | None = None
    exempt_when: Text | None = None
    evidence: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    judged: bool = False
    all_when: Condition | None = None
    below_when: Condition | None = None
    left_open: tuple[LeftOpen, ...] = ()


@frozen
class SectionFile:
    """A section as a set file writes it.

    Args:
        code: Its number.
        name: Its name.
        max: The most points.
        criteria: Its criteria in the order of the form.
        hints: How the form says to judge the whole section.
    """

    code: str
    name: Text
    max: int
    criteria: tuple[CriterionFile, ...]
    hints: tuple[Text, ...] = ()


@frozen
class PartFile:
    """A part as a set file writes it; its name stands in ``book.yaml``.

    Args:
        code: ``A``, ``B`` or ``C``.
        max: The most points.
        sections: Its sections.
    """

    code: str
    max: int
    sections: tuple[SectionFile, ...]


@frozen
class SetFile:
    """A file under ``sets/``.

    Args:
        set: The set's number.
        slug: Its name in addresses and files, as in ``book.yaml``.
        cite: Where the form stands.
        parts: Its parts.
        gates: Gates on the dossier as a whole, by name or in full.
        doubts: What isn't certain about the set.
    """

    set: int
    slug: str
    cite: tuple[Citation, ...]
    parts: tuple[PartFile, ...]
    gates: tuple[str | GateFile, ...] = ()
    doubts: tuple[Doubt, ...] = ()


@frozen
class SharedFile:
    """``shared.yaml``: what several sets have in common, by name.

    Args:
        criteria: Criteria, without a code.
        gates: Gates.
        all_or_nothing: The two levels of a criterion for which the form prints no ladder: none and all.
    """

    criteria: dict[str, CriterionFile] = field(factory=dict[str, CriterionFile])
    gates: dict[str, GateFile] = field(factory=dict[str, GateFile])
    all_or_nothing: tuple[Text, ...] = ()
