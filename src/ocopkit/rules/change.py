"""What a difference between two rule books is, and how people and programs are shown it."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any, Literal, TypedDict

import attrs
from attrs import frozen

from ocopkit.text import Lang, ReportText, Text, text_report

Kind = Literal["added", "removed", "moved", "renumbered", "renamed", "changed"]
"""How a place differs."""


@frozen
class Change:
    """One difference between two rule books, in one field of one place.

    Args:
        kind: How they differ.
        address: The place as an amendment of the first book names it (see
            :mod:`ocopkit.rules.addresses`); a new place by its new name.
        field: The field that differs; ``None`` if the place as a whole is added, removed or moved.
        before: The plain value in the first book; ``None`` if there is none.
        after: The plain value in the second.
        subject: What it is about, in words.
        said: How it differs, in words.
        code: The place's number on the form, in the first book and, if another, in the second.
        set: The number, in the first book, of the criteria set that it is in; ``None`` for all else.
        aside: Whether it concerns no rule: a translation, a source, a doubt, a citation, names in our data.
        position: For a place that is new or moved, where it stands, as an amendment says it.
    """

    kind: Kind
    address: str
    field: str | None
    before: Any
    after: Any
    subject: Text
    said: Text
    code: str = ""
    set: int | None = None
    aside: bool = False
    position: Mapping[str, str | None] = attrs.field(factory=dict[str, str | None])

    @property
    def text(self) -> Text:
        """The difference as a sentence."""
        return _sentence(self.subject, self.code, self.said)


@frozen
class Diff:
    """All differences between two rule books, or two criteria sets, in the order of the documents.

    Args:
        before: The id of the first book; for a set, with its number.
        after: The id of the second.
        changes: The differences; none if the two are the same to the letter.
    """

    before: str
    after: str
    changes: tuple[Change, ...]

    def __bool__(self) -> bool:
        """Return whether there is any difference."""
        return bool(self.changes)

    def __len__(self) -> int:
        """Return the number of differences."""
        return len(self.changes)

    def __iter__(self) -> Iterator[Change]:
        """Yield the differences."""
        return iter(self.changes)

    def __str__(self) -> str:
        """Return the differences in English, as :func:`diff_text` writes them."""
        return diff_text(self)

    def as_changes(self) -> dict[str, Any]:
        """Return the differences as changes that :func:`~ocopkit.rules.amend.amend` takes."""
        found: dict[str, Any] = {}
        for one in self.changes:
            if one.kind == "added":
                found[f"+{one.address}"] = {"add": one.after, **one.position}
            elif one.kind == "removed":
                found[one.address] = None
            elif one.field is None:
                found.setdefault(one.address, {}).update(one.position)
            else:
                found.setdefault(one.address, {})[one.field] = one.after
        return found


def diff_text(diff: Diff, *, lang: Lang = "en", everything: bool = False) -> str:
    """Return the differences as plain text, one a line.

    What differs alike in several criteria sets is told once, under the numbers of those sets.

    Args:
        diff: The differences.
        lang: ``"vi"`` or ``"en"``.
        everything: Whether to tell also what concerns no rule (translations, sources, doubts, citations)
            and each new number of a criterion.

    Example:
        >>> import ocopkit
        >>> from ocopkit.rules.amend import amend
        >>> from ocopkit.rules.diff import diff
        >>> book = ocopkit.rule_book("qd-26-2026")
        >>> draft = amend(book, {"bands/4": {"at_least": 72}}, because="draft", id="draft")
        >>> print(diff_text(diff(book, draft)))
        qd-26-2026 → draft: 1 difference
        <BLANKLINE>
        Articles
          4 stars: from 70 points → from 72 points
    """
    blocks = [f"{diff.before} → {diff.after}: {_count(diff).say(lang)}"]
    for heading, lines in _blocks(diff, everything=everything):
        told = "\n".join(f"  {line.say(lang)}" for line in lines)
        blocks.append(f"{heading.say(lang)}\n{told}")
    if rest := _left_out(diff, everything=everything):
        blocks.append(rest.say(lang))
    return "\n\n".join(blocks)


def diff_markdown(diff: Diff, *, lang: Lang = "en", everything: bool = False) -> str:
    """Return the differences as Markdown; see :func:`diff_text`."""
    blocks = [f"# {diff.before} → {diff.after}", f"{_count(diff).say(lang).capitalize()}."]
    for heading, lines in _blocks(diff, everything=everything):
        told = "\n".join(f"- {_escaped(line.say(lang))}" for line in lines)
        blocks.append(f"## {heading.say(lang)}\n\n{told}")
    if rest := _left_out(diff, everything=everything):
        blocks.append(f"*{rest.say(lang)}*")
    return "\n\n".join(blocks) + "\n"


class ReportChange(TypedDict):
    """One difference between two rule books."""

    kind: Kind
    address: str
    set: int | None
    field: str | None
    before: Any
    after: Any
    position: dict[str, str | None]
    aside: bool
    text: ReportText


class DiffReport(TypedDict):
    """All differences between two rule books as plain values."""

    before: str
    after: str
    changes: list[ReportChange]


def diff_plain(diff: Diff) -> DiffReport:
    """Return all differences as plain values, ready for JSON.

    Args:
        diff: The differences.

    Returns:
        What the JSON Schema ``diff.schema.json`` describes.
    """
    return DiffReport(
        before=diff.before,
        after=diff.after,
        changes=[
            ReportChange(
                kind=one.kind,
                address=one.address,
                set=one.set,
                field=one.field,
                before=one.before,
                after=one.after,
                position=dict(one.position),
                aside=one.aside,
                text=text_report(one.text),
            )
            for one in diff.changes
        ],
    )


def _sentence(subject: Text, code: str, said: Text) -> Text:
    number = f" ({code})" if code else ""
    return Text(
        vi=f"{subject.vi}{number}: {said.vi}",
        en=f"{subject.en}{number}: {said.en}",
    )


def _told(one: Change, *, everything: bool) -> bool:
    only_a_number = one.kind == "renumbered" and one.set is not None
    return everything or not (one.aside or only_a_number)


def _blocks(diff: Diff, *, everything: bool) -> Iterator[tuple[Text, list[Text]]]:
    """Yield headings with their lines: articles, what sets have in common, then each set's own."""
    alike: dict[tuple[Text, Text], list[Change]] = {}
    for one in diff.changes:
        if not _told(one, everything=everything):
            continue
        if one.set is None:
            continue
        alike.setdefault((one.subject, one.said), []).append(one)
    articles = [one.text for one in diff.changes if one.set is None and _told(one, everything=everything)]
    if articles:
        yield Text(vi="Các điều khoản chung", en="Articles"), articles
    grouped: dict[tuple[int, ...], list[Text]] = {}
    for (subject, said), changes in alike.items():
        numbers = tuple(sorted({one.set for one in changes if one.set is not None}))
        codes = {one.code for one in changes}
        code = codes.pop() if len(codes) == 1 else ""
        grouped.setdefault(numbers, []).append(_sentence(subject, code, said))
    for numbers in sorted(grouped, key=lambda one: (-len(one), one)):
        yield _sets(numbers), grouped[numbers]


def _sets(numbers: tuple[int, ...]) -> Text:
    runs: list[str] = []
    for _, group in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]):
        run = [number for _, number in group]
        runs.append(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}")
    listed = ", ".join(runs)
    many = len(numbers) > 1
    return Text(vi=f"Bộ {listed}", en=f"Set{'s' if many else ''} {listed}")


def _count(diff: Diff) -> Text:
    number = len(diff.changes)
    if not number:
        return Text(vi="không khác nhau", en="no difference")
    return Text(vi=f"{number} chỗ khác nhau", en=f"{number} difference{'s' if number > 1 else ''}")


def _left_out(diff: Diff, *, everything: bool) -> Text | None:
    aside = sum(one.aside for one in diff.changes)
    hidden = sum(not _told(one, everything=False) for one in diff.changes)
    numbers = hidden - aside
    if everything or not aside + numbers:
        return None
    return Text(
        vi=f"Không liệt kê: {numbers} chỗ chỉ đánh số lại, {aside} chỗ không phải quy định "
        "(bản dịch, trích dẫn, nguồn, điểm chưa chắc chắn).",
        en=f"Not listed: {numbers} new numbers, {aside} differences that concern no rule "
        "(translations, citations, sources, doubts).",
    )


def _escaped(line: str) -> str:
    return "".join(f"\\{c}" if c in "\\`*_[]<>" else c for c in line)
