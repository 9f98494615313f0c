"""What is wrong or doubtful in a rule book as encoded, each with its place and how to mend it.

Loading checks that documents have the right shape; the audit checks that they make sense: sums, ladders,
bands, minimums, reach, names, citations, translations, dates, and the doubts on record.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path as FilePath

from attrs import evolve, field, frozen

from ocopkit.conversion import expect
from ocopkit.documents import read
from ocopkit.errors import DocumentError, Path, Where
from ocopkit.rules.audits.across import check_across
from ocopkit.rules.audits.articles import check_articles
from ocopkit.rules.audits.conditions import check_conditions
from ocopkit.rules.audits.kinds import KINDS, SEVERITIES, Severity
from ocopkit.rules.audits.reach import check_reach
from ocopkit.rules.audits.sets import check_set, known_of, spot_of_set
from ocopkit.rules.audits.spot import Found, found, merged
from ocopkit.rules.audits.timeline import check_timeline
from ocopkit.rules.audits.wording import check_set_wording, check_wording
from ocopkit.rules.book import RuleBook, Shelf, digest_of
from ocopkit.rules.criteria import CriteriaSet
from ocopkit.rules.folder import load_book
from ocopkit.rules.places import Places
from ocopkit.text import Lang, Text

_SEVERITY_WORDS: dict[Severity, Text] = {
    "error": Text(vi="lỗi", en="error"),
    "warning": Text(vi="cảnh báo", en="warning"),
    "note": Text(vi="ghi chú", en="note"),
}

_ON_RECORD = Text(vi="Dữ liệu đã ghi điểm chưa chắc chắn ở đây", en="The data records a doubt here")


@frozen
class AuditFinding:
    """One thing that is wrong or doubtful in a rule book as encoded.

    Args:
        book: The book's id.
        code: The kind of finding.
        severity: ``"error"``: the book contradicts itself. ``"warning"``: somebody should look.
            ``"note"``: known, and not answered.
        clause: The clause, such as ``"7/3.1"`` (set, criterion) or ``"bands/4"``.
        what: What is wrong.
        why: Why it matters.
        mend: How to mend it.
        where: The file, line and column, where the book was read from a folder.
        also: Other clauses that the same fault concerns, such as a criterion that several sets share.
        explained: Whether the book records a doubt at that very clause.
    """

    book: str
    code: str
    severity: Severity
    clause: str
    what: Text
    why: Text
    mend: Text
    where: Where = field(factory=Where)
    also: tuple[str, ...] = ()
    explained: bool = False

    def say(self, lang: Lang = "en") -> str:
        """Return the finding on one line: ``file:line:column: severity: clause: [code] what. …``."""
        place = str(evolve(self.where, path=())) or self.book
        severity = _SEVERITY_WORDS[self.severity].say(lang)
        clause = f"{self.clause}: " if self.clause else ""
        texts = [self.what, *_also(self.also), self.why, self.mend]
        if self.explained and self.severity != "note":
            texts.append(_ON_RECORD)
        told = " ".join(_sentence(text.say(lang)) for text in texts)
        return f"{place}: {severity}: {clause}[{self.code}] {told}"

    def __str__(self) -> str:
        """Return the finding on one line, in English."""
        return self.say("en")


def audit(book: RuleBook) -> tuple[AuditFinding, ...]:
    """Return what is wrong or doubtful in a rule book as encoded.

    Args:
        book: The book. A set that cannot be read is a finding too, and the others are still looked at.

    Returns:
        The findings in the order of the book: its articles, then its sets, then what differs between
        sets. They know their files and lines only if the book is audited as a folder.

    Example:
        >>> import ocopkit
        >>> from ocopkit.rules.audit import audit
        >>> print(str(audit(ocopkit.rule_book("qd-26-2026"))[0]).partition(". ")[0])
        qd-26-2026: warning: councils/province: [missing-citation] It has no citation
    """
    expect(book, RuleBook, "book")
    return tuple(_audit(book, Where))


def audit_books(books: Iterable[RuleBook]) -> tuple[AuditFinding, ...]:
    """Return what is wrong or doubtful in several rule books, and in time between them.

    Args:
        books: The books, in any order.

    Returns:
        The findings of each book as :func:`audit` gives them, then gaps and overlaps in time.
    """
    several = tuple(books)
    findings = [finding for book in several for finding in audit(book)]
    between = check_timeline(book.articles for book in several)
    told = [_finding(articles.id, one, Where, frozenset()) for articles, one in between]
    return (*findings, *told)


def audit_folder(folder: FilePath, *, root: FilePath | None = None) -> tuple[AuditFinding, ...]:
    """Return what is wrong or doubtful in the rule book of a folder, each at its file, line and column.

    Args:
        folder: The folder. What cannot be read in it is a finding too.
        root: The folder from which files are named; the one that holds the book's if left out.

    Example:
        >>> from pathlib import Path
        >>> from ocopkit.rules.audit import audit_folder
        >>> findings = audit_folder(Path("src/ocopkit/criteria/qd-26-2026"))
        >>> next(one.where.file for one in findings if one.clause == "7/3.1")
        'qd-26-2026/sets/07-processed-vegetables-fruit-nuts.yaml'
    """
    return audit_folders([folder], root=root)


def audit_folders(folders: Iterable[FilePath], *, root: FilePath | None = None) -> tuple[AuditFinding, ...]:
    """Return what is wrong or doubtful in the rule books of several folders, and in time between them.

    Args:
        folders: The folders. A fault in a file that two books have in common is told once.
        root: The folder from which files are named; the one that holds each book's if left out.
    """
    findings: list[AuditFinding] = []
    loaded: dict[str, tuple[RuleBook, Callable[[Path], Where], str]] = {}
    for folder in map(FilePath.resolve, folders):
        prefix = _prefix(folder.parent, root)
        try:
            book = _with_published(load_book(folder, locked=False), folder)
        except DocumentError as error:
            findings.extend(_named(_unreadable(folder.name, "", error), prefix))
            continue
        places = Places(folder, book.articles)
        loaded[book.id] = book, places.where, prefix
        findings.extend(_named(_audit(book, places.where), prefix))
    for articles, one in check_timeline(book.articles for book, _, _ in loaded.values()):
        _, where, prefix = loaded[articles.id]
        findings.extend(_named([_finding(articles.id, one, where, frozenset())], prefix))
    first: dict[object, AuditFinding] = {}
    for finding in findings:
        first.setdefault(_identity(finding), finding)
    return tuple(first.values())


def count(findings: Iterable[AuditFinding]) -> dict[Severity, int]:
    """Return how many findings there are of each severity, the gravest first."""
    counted = Counter(one.severity for one in findings)
    return {severity: counted[severity] for severity in SEVERITIES}


def tell(findings: Iterable[AuditFinding], *, lang: Lang = "en") -> str:
    """Return findings as a plain text: one a line, and how many there are in the last line.

    Args:
        findings: The findings.
        lang: ``"vi"`` or ``"en"``.

    Example:
        >>> print(tell([]))
        0 errors, 0 warnings, 0 notes
    """
    several = tuple(findings)
    return "\n".join([*(one.say(lang) for one in several), total(several).say(lang)])


def total(findings: Iterable[AuditFinding]) -> Text:
    """Return how many findings there are of each severity, in words."""
    counted = count(findings).items()
    vi = [f"{number} {_SEVERITY_WORDS[severity].vi}" for severity, number in counted]
    en = [
        f"{number} {_SEVERITY_WORDS[severity].en}{'' if number == 1 else 's'}" for severity, number in counted
    ]
    return Text(vi=", ".join(vi), en=", ".join(en))


def _audit(book: RuleBook, where: Callable[[Path], Where]) -> Iterator[AuditFinding]:
    forms: list[CriteriaSet] = []
    unreadable: list[AuditFinding] = []
    for number in sorted({entry.number for entry in book.entries}):
        try:
            forms.append(book.shelf.take(number))
        except DocumentError as error:
            unreadable.extend(_unreadable(book.id, str(number), error))
    doubted = _doubted(book, forms)
    for one in merged(_checks(book, tuple(forms))):
        yield _finding(book.id, one, where, doubted)
    yield from unreadable


def _with_published(book: RuleBook, folder: FilePath) -> RuleBook:
    """Return the book with the digests published beside its sets, which no longer forbid reading it."""
    name = f"{book.articles.sets_from or folder.name}/digests.json"
    file = folder.parent / name
    digests = read(file, name=name).structure(dict[str, str]) if file.is_file() else {}
    published = {int(key): digest for key, digest in digests.items() if key.isdecimal()}
    return RuleBook(book.articles, Shelf(book.shelf.take, published, facts=book.shelf.facts))


def _checks(book: RuleBook, forms: tuple[CriteriaSet, ...]) -> Iterator[Found]:
    known = known_of(book.articles)
    yield from check_articles(book.articles, forms)
    yield from check_wording(book.articles)
    for form in forms:
        yield from _as_published(book, form)
        yield from check_set(form, known)
        yield from check_reach(form, book.articles)
        yield from check_set_wording(form)
    yield from check_across(forms)
    yield from check_conditions(forms, book.articles, book.facts)


def _as_published(book: RuleBook, form: CriteriaSet) -> Iterator[Found]:
    published = book.shelf.published(form.number)
    if published is None:
        return
    digest = digest_of(form)
    if digest != published:
        yield found(
            "not-as-published",
            spot_of_set(form),
            f"Mã nội dung (digest) là {digest[:12]}…, bản công bố là {published[:12]}…",
            f"Its digest is {digest[:12]}…, the one published {published[:12]}…",
        )


def _doubted(book: RuleBook, forms: Iterable[CriteriaSet]) -> frozenset[str]:
    """Return the criteria, as clauses, at which the book records a doubt."""
    clauses = {doubt.at for doubt in book.articles.doubts}
    for form in forms:
        clauses.update(doubt.at for doubt in form.doubts)
        clauses.update(f"{form.number}/{one.code}" for one in form.criteria if one.doubts)
    return frozenset(clause for clause in clauses if "/" in clause)


def _finding(book: str, one: Found, where: Callable[[Path], Where], doubted: frozenset[str]) -> AuditFinding:
    kind = KINDS[one.code]
    criterion = "/".join(one.spot.clause.split("/")[:2])
    return AuditFinding(
        book=book,
        code=one.code,
        severity=kind.severity,
        clause=one.spot.clause,
        what=one.what,
        why=kind.why,
        mend=kind.mend,
        where=where(one.spot.path),
        also=one.also,
        explained=criterion in doubted,
    )


def _unreadable(book: str, clause: str, error: DocumentError) -> Iterator[AuditFinding]:
    for one in error.problems:
        yield AuditFinding(book, one.code, "error", clause, one.what, one.why, one.mend, one.where)


def _prefix(parent: FilePath, root: FilePath | None) -> str:
    """Return what to put before files that are named from a folder on, to name them from the root."""
    if root is None or not parent.is_relative_to(root.resolve()):
        return ""
    steps = parent.relative_to(root.resolve()).parts
    return "".join(f"{step}/" for step in steps)


def _named(findings: Iterable[AuditFinding], prefix: str) -> Iterator[AuditFinding]:
    for one in findings:
        file = one.where.file
        yield evolve(one, where=evolve(one.where, file=prefix + file)) if file and prefix else one


def _identity(one: AuditFinding) -> object:
    """Return what tells two findings apart, whichever book they were found through."""
    return (one.code, one.clause, one.what, one.where) if one.where.file else one


def _also(clauses: tuple[str, ...]) -> list[Text]:
    named = ", ".join(clauses)
    return [Text(vi=f"Cũng ở {named}", en=f"Also at {named}")] if clauses else []


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!", "…")) else text + "."
