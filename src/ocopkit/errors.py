"""Every exception of the library, and the problem that each of them lists.

An error never stops at the first problem: it carries all of them, each with where it stands, what is
wrong, why that is wrong and how to mend it, in Vietnamese and in English.
"""

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NotRequired, TypedDict

from attrs import evolve, field, frozen

from ocopkit.text import Lang, ReportText, Text, same, text_report

Path = tuple[str | int, ...]
"""The way from the top of a document to a value: keys and 0-based indices."""

_MOST_OF_A_KIND = 100
"""The most problems of one kind that are told: a broken file can have hundreds of thousands."""

_LONGEST = 60
"""The most characters of a document's own text that a message repeats."""


@frozen
class Where:
    """A place in a document.

    Args:
        path: Keys and 0-based indices from the top of the document.
        file: The document's name, if it has one.
        line: The 1-based line, if known.
        column: The 1-based column, if known.
        on_key: Whether the key is meant rather than its value.
        worksheet: The worksheet, if the document is one; line and column are then a cell's.

    Example:
        >>> str(Where(("answers", "1.1"), file="tea.yaml", line=4, column=8))
        'tea.yaml:4:8: answers/1.1'
        >>> str(Where(("answers", "1.1"), file="tea.xlsx", line=14, column=5, worksheet="Phiếu"))
        'tea.xlsx:Phiếu!E14: answers/1.1'
    """

    path: Path = ()
    file: str | None = None
    line: int | None = None
    column: int | None = None
    on_key: bool = field(default=False, repr=False)
    worksheet: str | None = None

    def __str__(self) -> str:
        """Return ``file:line:column: path``, as far as known; ``file:worksheet!cell: path`` for a cell."""
        known: list[str | int | None] = [self.file, self.line, self.column]
        if self.worksheet is not None:
            known[1:] = [f"{self.worksheet}!{_letters(self.column or 1)}{self.line or 1}"]
        place = ":".join(str(part) for part in known if part is not None)
        path = "/".join(_step(step) for step in self.path)
        return ": ".join(part for part in (place, path) if part)


@frozen
class Problem:
    """One thing that is wrong, told so that it can be mended.

    Args:
        code: The kind of problem, as listed on the documentation's page of errors.
        what: What is wrong.
        why: Why that is wrong.
        mend: How to mend it.
        where: The place of the problem.

    Example:
        >>> texts = [Text(vi=one, en=one) for one in ("No such set", "It isn't scored", "Choose one")]
        >>> print(Problem("unknown-set", *texts, Where(("set",), "tea.yaml", 2, 6)))
        tea.yaml:2:6: set: [unknown-set] No such set. It isn't scored. Choose one.
    """

    code: str
    what: Text
    why: Text
    mend: Text
    where: Where = Where()

    def say(self, lang: Lang = "en") -> str:
        """Return the problem on one line: ``where: [code] what. why. mend.``."""
        texts = (self.what.say(lang), self.why.say(lang), self.mend.say(lang))
        sentences = " ".join(text if text.endswith((".", "?", "!", "…")) else text + "." for text in texts)
        place = str(self.where)
        return f"{place}: [{self.code}] {sentences}" if place else f"[{self.code}] {sentences}"

    def __str__(self) -> str:
        """Return the problem on one line, in English."""
        return self.say("en")

    def under(self, *steps: str | int) -> "Problem":
        """Return the same problem with its path put below other steps."""
        return evolve(self, where=evolve(self.where, path=(*steps, *self.where.path)))


Told = tuple[str, Text, Text, Text]
"""A problem without its place: code, what, why and how to mend it."""


class ReportWhere(TypedDict):
    """A place in a document, as far as known."""

    file: str | None
    line: int | None
    column: int | None
    path: list[str | int]
    worksheet: NotRequired[str]


class ReportProblem(TypedDict):
    """A problem as plain values."""

    code: str
    what: ReportText
    why: ReportText
    mend: ReportText
    where: ReportWhere


def problem_report(problem: Problem) -> ReportProblem:
    """Return a problem as plain values, ready for JSON.

    Args:
        problem: The problem.

    Example:
        >>> tea = Problem("unknown-set", *[Text(vi="Chè", en="Tea")] * 3, Where(("set",)))
        >>> problem_report(tea)["where"]["path"]
        ['set']
    """
    where = problem.where
    place = ReportWhere(file=where.file, line=where.line, column=where.column, path=list(where.path))
    if where.worksheet is not None:
        place["worksheet"] = where.worksheet
    return ReportProblem(
        code=problem.code,
        what=text_report(problem.what),
        why=text_report(problem.why),
        mend=text_report(problem.mend),
        where=place,
    )


def few(problems: Iterable[Problem]) -> Iterator[Problem]:
    """Yield problems as people are told them: of each kind the first hundred, then how many are left.

    Args:
        problems: All the problems.

    Example:
        >>> tea = Problem("unknown-set", *[Text(vi="Chè", en="Tea")] * 3, Where(("set",), "tea.yaml"))
        >>> [one.what.en for one in few([tea] * 103)][99:]
        ['Tea', '… and 3 more of this kind']
    """
    counts: Counter[str] = Counter()
    files: dict[str, str | None] = {}
    for one in problems:
        counts[one.code] += 1
        files[one.code] = one.where.file
        if counts[one.code] <= _MOST_OF_A_KIND:
            yield one
    for code, count in counts.items():
        if count > _MOST_OF_A_KIND:
            yield _more(code, count - _MOST_OF_A_KIND, files[code])


def _more(code: str, count: int, file: str | None) -> Problem:
    return Problem(
        code,
        Text(vi=f"… và {count} lỗi nữa cùng loại này", en=f"… and {count} more of this kind"),
        Text(
            vi=f"Mỗi loại chỉ nêu {_MOST_OF_A_KIND} lỗi đầu",
            en=f"Of each kind only the first {_MOST_OF_A_KIND} are told",
        ),
        Text(vi="Sửa các lỗi đã nêu rồi kiểm tra lại", en="Mend those above, then check again"),
        Where(file=file),
    )


class OcopError(Exception):
    """The common base of the library's errors: a list of problems.

    Args:
        problems: All the problems found, in the order of the document or form.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems."""
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def say(self, lang: Lang = "en") -> str:
        """Return the problems, one a line, in one language: of each kind the first hundred."""
        return "\n".join(problem.say(lang) for problem in few(self.problems))

    def __str__(self) -> str:
        """Return the problems in English."""
        return self.say("en")


class DocumentError(OcopError):
    """A document could not be read: its syntax, its shape or a value is wrong."""


class SheetError(OcopError):
    """A score sheet holds answers that its criteria set does not allow."""


class FactsError(OcopError):
    """A fact sheet holds facts that cannot be, or that its criteria set does not ask for."""


class IncompleteSheetError(OcopError):
    """A score sheet lacks answers; no answer is not zero."""


class NotFoundError(OcopError):
    """No rule book, criteria set, criterion or reading goes by that name."""


class AmendmentError(OcopError):
    """An amendment holds changes that the rule book does not allow."""


class NotInForceError(OcopError):
    """No national rule book was in force on that day."""


class CaseError(OcopError):
    """An event isn't possible in a case: each problem says why, and what would be possible."""


def together(*steps: Iterable[Problem]) -> list[Problem]:
    """Return the problems of one document, found in several steps, in the order of the document.

    What an earlier step says of a value isn't said again by a later one.

    Args:
        steps: The problems of each step, each with its place.
    """
    told: set[Path] = set()
    kept: list[Problem] = []
    for step in steps:
        fresh = [one for one in step if one.where.on_key or one.where.path not in told]
        told.update(one.where.path for one in fresh if not one.where.on_key)
        kept.extend(fresh)
    return sorted(kept, key=_place)


def _place(problem: Problem) -> tuple[str, int, int]:
    where = problem.where
    return (where.file or "", where.line or 0, where.column or 0)


def no_extra(what: Text, extra: str, *, file: str | None = None) -> Problem:
    """Return the problem that something needs libraries which only an extra of ocopkit brings.

    Args:
        what: That they are needed, and for what.
        extra: The name of the extra.
        file: The file that cannot be read without them.
    """
    return Problem(
        "no-extra",
        what,
        Text(vi="Phần này không cài sẵn cùng ocopkit", en="They don't come with ocopkit itself"),
        same(f'pip install "ocopkit[{extra}]"'),
        Where(file=file),
    )


def need(extra: str, *libraries: str) -> None:
    """Refuse, by the name of their extra, to go on without libraries that aren't installed.

    Args:
        extra: The extra of ocopkit that brings them.
        libraries: The libraries.

    Raises:
        ModuleNotFoundError: If one is missing; it says what to install, in Vietnamese and English.
    """
    from importlib.util import find_spec

    for name in libraries:
        if find_spec(name) is None:
            told = no_extra(Text(vi=f"Cần cài thêm {name}", en=f"{name} is needed"), extra)
            message = f"{told.what.vi} / {told.what.en}: {told.mend.en}"
            raise ModuleNotFoundError(message, name=name)


def quoted(word: object) -> str:
    """Return a word in quotes as messages show it: on one line, and cut where it is long.

    Example:
        >>> quoted("Chè")
        "'Chè'"
    """
    return repr(shortened(str(word)))


def shortened(text: str) -> str:
    """Return a document's own text as messages repeat it: cut where it is long."""
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _letters(column: int) -> str:
    """Return a column as spreadsheets name it: A, B, … Z, AA."""
    above, last = divmod(column - 1, 26)
    return (_letters(above) if above else "") + chr(ord("A") + last)


def _step(step: str | int) -> str:
    plain = isinstance(step, int) or (step.isprintable() and 0 < len(step) <= _LONGEST)
    return str(step) if plain else quoted(step)


def nearest(word: str, known: Iterable[str], *, limit: int = 12) -> Text:
    """Return a hint that names the known words nearest to a mistyped one, or all if there are few.

    Args:
        word: What was written.
        known: The words that would have been right.
        limit: The most words to list when nothing is near.

    Example:
        >>> nearest("qd-26-2025", ["qd-26-2026"]).en
        'Did you mean qd-26-2026?'
    """
    choices = list(dict.fromkeys(known))
    if not choices:
        return Text(vi="Ở đây chưa có tên nào để chọn: bỏ dòng này", en="None is defined here: remove this")
    folded = word.strip().casefold()
    close = [choice for choice in choices if choice.casefold() == folded]
    close = close or difflib.get_close_matches(word[:_LONGEST], choices, n=3, cutoff=0.6)
    if close:
        names = ", ".join(close)
        return Text(vi=f"Có phải là {names}?", en=f"Did you mean {names}?")
    names = ", ".join(choices[:limit]) + ("…" if len(choices) > limit else "")
    return Text(vi=f"Dùng một trong: {names}", en=f"Use one of: {names}")
