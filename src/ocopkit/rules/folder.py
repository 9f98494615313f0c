"""Rule books as folders: ``book.yaml``, ``shared.yaml``, ``sets/NN-slug.yaml`` and ``digests.json``.

A set file reads like the printed form: sections in order, a criterion that several sets have in common
by its name in ``shared.yaml``, the set's own criteria in full. The classes here are those files'
shapes; what comes out is a :class:`~ocopkit.rules.book.RuleBook`.
"""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path as FilePath
from typing import Literal

from attrs import evolve, field, frozen

from ocopkit.documents import Document, read
from ocopkit.errors import DocumentError, Path, Problem, Where, nearest, quoted, together
from ocopkit.rules.articles import Articles, SetEntry
from ocopkit.rules.book import RuleBook, Shelf, digest_of
from ocopkit.rules.criteria import (
    Alternative,
    Applicability,
    CriteriaSet,
    Criterion,
    Gate,
    Heading,
    Level,
    Part,
    Section,
)
from ocopkit.rules.law import Citation, Doubt
from ocopkit.text import Text

LETTERS = "abcdefghijklmnopqrstuvwxyz"


@frozen
class LevelFile:
    """A level as a file writes it: ``{points: 2, minimum_for: 3, vi: …, en: …}``.

    Args:
        points: What it is worth.
        vi: Its wording in Vietnamese.
        en: Its wording in English.
        minimum_for: The star that needs at least this level.
    """

    points: int
    vi: str
    en: str
    minimum_for: Literal[3, 4, 5] | None = None


@frozen
class CaseFile:
    """A case of an either-or criterion as a file writes it; its key is its letter in order.

    Args:
        name: Which products it is for.
        levels: Its ladder, lowest first.
    """

    name: Text
    levels: tuple[LevelFile, ...]


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


def load_book(folder: FilePath, *, locked: bool = True) -> RuleBook:
    """Read a rule book from its folder; each criteria set is read when it is first asked for.

    Args:
        folder: The folder. With ``sets_from: NAME`` in ``book.yaml``, the sets are those of the folder
            NAME beside it.
        locked: Whether each set is held against its published digest.

    Returns:
        The rule book.

    Raises:
        DocumentError: With every problem of ``book.yaml``.
    """
    document = read(folder / "book.yaml", name=_label(folder, "book.yaml"))
    articles = document.structure(Articles)
    if wrong := list(_wrong_choices(articles)):
        raise DocumentError(map(document.located, wrong))
    source = _Source(folder, articles, _read_lock(folder, articles) if locked else {})
    source.hold(articles, "articles", document, "book.yaml")
    numbers = {entry.number: str(entry.number) for entry in articles.entries()}
    digests = {number: source.lock[key] for number, key in numbers.items() if key in source.lock}
    return RuleBook(articles, Shelf(source.load, digests, source.lock.get("articles")))


LOCK = "digests.json"
"""The file of published digests: of the articles, of each set by its number, and of each file's bytes."""


def file_digest(file: FilePath) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def set_files(folder: FilePath, articles: Articles) -> list[FilePath]:
    """Return the files from which the sets of a book are read: ``shared.yaml`` and one for each set."""
    beside = folder.parent / (articles.sets_from or folder.name)
    return [beside / "shared.yaml", *(beside / "sets" / set_file_name(one) for one in articles.entries())]


def set_file_name(entry: SetEntry) -> str:
    """Return the name of a set's file.

    Example:
        >>> from ocopkit.text import same
        >>> set_file_name(SetEntry(3, "rice", same("rice")))
        '03-rice.yaml'
    """
    return f"{entry.number:02d}-{entry.slug}.yaml"


def _label(folder: FilePath, *steps: str) -> str:
    return "/".join((folder.name, *steps))


def _read_lock(folder: FilePath, articles: Articles) -> dict[str, str]:
    file = folder / LOCK
    if not file.is_file():
        return {}
    document = read(file, name=_label(folder, LOCK))
    digests = document.structure(dict[str, str])
    numbers = [str(entry.number) for entry in articles.entries()]
    files = [folder / "book.yaml", *set_files(folder, articles)]
    known = {"articles", *numbers, *(_relative(folder, one) for one in files)}
    if wrong := [
        Problem(
            "unknown-set",
            *_unknown("bộ số", "set number", key, dict.fromkeys(numbers), _IN_BOOK),
            Where((key,), on_key=True),
        )
        for key in digests
        if key not in known
    ]:
        raise DocumentError(map(document.located, wrong))
    return digests


def _relative(folder: FilePath, file: FilePath) -> str:
    return file.relative_to(folder.parent).as_posix()


@frozen(eq=False)
class _Source:
    """A folder from which the sets of one book are read, with its published digests."""

    folder: FilePath
    articles: Articles
    lock: Mapping[str, str]
    _shared: list[tuple[Document | None, SharedFile]] = field(
        factory=list[tuple[Document | None, SharedFile]], init=False
    )

    @property
    def beside(self) -> FilePath:
        """The folder that holds the sets: the book's own, or the one it takes them from."""
        return self.folder.parent / (self.articles.sets_from or self.folder.name)

    def shared(self) -> tuple[Document | None, SharedFile]:
        """Return what several sets have in common."""
        if not self._shared:
            file = self.beside / "shared.yaml"
            if file.is_file():
                document = read(file, name=_label(self.beside, "shared.yaml"))
                self._shared.append((document, document.structure(SharedFile)))
            else:
                self._shared.append((None, SharedFile()))
        return self._shared[0]

    def load(self, number: int) -> CriteriaSet:
        """Read the set of a number."""
        entry = next(entry for entry in self.articles.entries() if entry.number == number)
        file = set_file_name(entry)
        document = read(self.beside / "sets" / file, name=_label(self.beside, "sets", file))
        content = document.structure(SetFile)
        shared_document, shared = self.shared()
        builder = _SetBuilder(self.articles, entry, shared)
        built = builder.build(content)
        problems = [document.located(one) for one in builder.problems]
        if shared_document:
            problems += map(shared_document.located, builder.of_shared)
        if problems:
            raise DocumentError(together(problems))
        self.hold(built, str(number), document, "book.yaml", "shared.yaml", f"sets/{file}")
        return built

    def hold(self, value: object, key: str, document: Document, *files: str) -> None:
        """Hold what was read against its published digest.

        Files whose very bytes are those published need no second look, which saves every start half the
        work; else the legal content decides, so that a comment more or less changes nothing.
        """
        published = self.lock.get(key)
        if published is None or all(self._has_published_bytes(file) for file in files):
            return
        if digest_of(value) != published:
            raise DocumentError([document.located(_not_as_locked())])

    def _has_published_bytes(self, name: str) -> bool:
        file = (self.folder if name == "book.yaml" else self.beside) / name
        return self.lock.get(_relative(self.folder, file)) == file_digest(file)


def build_set(articles: Articles, content: SetFile) -> tuple[CriteriaSet, list[Problem]]:
    """Return the criteria set that a set file's content describes, with what is wrong with it.

    Args:
        articles: The articles that the set belongs to; they list a set of the content's number.
        content: The content. It takes nothing from a ``shared.yaml``.

    Returns:
        The set as far as it is sound, and the problems, each by its path in the content.
    """
    entry = next(entry for entry in articles.entries() if entry.number == content.set)
    builder = _SetBuilder(articles, entry, SharedFile())
    return builder.build(content), builder.problems


class _SetBuilder:
    """Makes a criteria set of its file, noting every problem by its path."""

    def __init__(self, articles: Articles, entry: SetEntry, shared: SharedFile) -> None:
        self.articles = articles
        self.entry = entry
        self.shared = shared
        self.problems: list[Problem] = []
        self.of_shared: list[Problem] = []
        self._codes: dict[str, Criterion] = {}
        self._gates: set[str] = set()
        self._zero_in: list[tuple[Path, tuple[str, ...]]] = []
        self._papers = [paper.key for paper in articles.dossier.evidence] if articles.dossier else []
        self._readings = [reading.key for reading in articles.readings]

    def build(self, content: SetFile) -> CriteriaSet:
        """Return the set."""
        for name in ("set", "slug"):
            found, wanted = getattr(content, name), self.entry.number if name == "set" else self.entry.slug
            if found != wanted:
                self._note((name,), "set-differs", *_differs(found, wanted, "book.yaml"))
        names = {rule.code: rule.name for rule in self.articles.parts}
        parts: list[Part] = []
        gates = self._gates_of(content.gates, ("gates",))
        for index, part in enumerate(content.parts):
            here: Path = ("parts", index)
            if part.code not in names:
                self._note(
                    (*here, "code"), "unknown-part", *_unknown("phần", "part", part.code, names, _IN_BOOK)
                )
            parts.append(
                Part(
                    part.code, names.get(part.code, Text("", "")), part.max, tuple(self._sections(part, here))
                )
            )
        for path, codes in self._zero_in:
            for code in codes:
                if code not in self._codes:
                    told = _unknown("tiêu chí", "criterion", code, self._codes, _IN_SET)
                    self._note(path, "unknown-criterion", *told)
        group = next(
            group.key
            for group in self.articles.groups
            for subgroup in group.subgroups
            if self.entry in subgroup.sets
        )
        return CriteriaSet(
            number=self.entry.number,
            slug=self.entry.slug,
            name=self.entry.name,
            group=group,
            parts=tuple(parts),
            gates=gates,
            samples=self.entry.samples,
            cite=content.cite,
            doubts=content.doubts,
        )

    def _sections(self, part: PartFile, path: Path) -> Iterator[Section]:
        for index, section in enumerate(part.sections):
            here: Path = (*path, "sections", index)
            headings: list[Heading] = []
            criteria: list[Criterion] = []
            for position, item in enumerate(section.criteria):
                place: Path = (*here, "criteria", position)
                if item.criteria:
                    if item.code is None or item.name is None or item.max is None:
                        self._missing(item, ("code", "name", "max"), place)
                        continue
                    headings.append(Heading(item.code, item.name, item.max))
                    for inner, child in enumerate(item.criteria):
                        criteria.extend(self._criterion(child, (*place, "criteria", inner)))
                else:
                    criteria.extend(self._criterion(item, place))
            yield Section(
                section.code, section.name, section.max, tuple(criteria), tuple(headings), section.hints
            )

    def _criterion(self, item: CriterionFile, path: Path) -> Iterator[Criterion]:
        if item.code is None:
            self._missing(item, ("code",), path)
            return
        if item.code in self._codes:
            self._note((*path, "code"), "repeated-code", *_repeated(item.code))
        found = self._in_full(item, path)
        if found is None:
            return
        full, home = found
        if full.name is None or full.max is None:
            self._missing(full, ("name", "max"), home)
            return
        if full.levels and full.alternatives:
            self._note((*home, "levels"), "two-ladders", *_TWO_LADDERS)
        ladder = self._levels(full.levels or (), (*home, "levels"))
        all_or_nothing = not ladder and not full.alternatives
        if all_or_nothing:
            ladder = self._two_levels(full.max)
        criterion = Criterion(
            code=item.code,
            name=full.name,
            max=full.max,
            levels=ladder,
            alternatives=tuple(
                Alternative(letter, case.name, self._case(case, (*home, "alternatives", index)))
                for index, (letter, case) in enumerate(zip(LETTERS, full.alternatives, strict=False))
            ),
            all_or_nothing=all_or_nothing,
            marked_for=full.marked_for,
            hints=full.hints,
            gates=self._gates_of(full.gates, (*home, "gates")),
            applies_when=full.applies_when,
            exempt_when=full.exempt_when,
            evidence=full.evidence,
            doubts=full.doubts,
            shared=full.shared,
        )
        self._check_papers(criterion, home)
        self._check_condition(criterion, home)
        self._codes[item.code] = criterion
        yield criterion

    def _in_full(self, item: CriterionFile, path: Path) -> tuple[CriterionFile, Path] | None:
        """Return a criterion with what it takes from ``shared.yaml``, and where that stands."""
        if item.shared is None:
            return item, path
        common = self.shared.criteria.get(item.shared)
        if common is None:
            known = self.shared.criteria
            told = _unknown("tiêu chí chung", "shared criterion", item.shared, known, _IN_SHARED)
            self._note((*path, "shared"), "unknown-shared", *told)
            return None
        if item.max is not None and item.max != common.max:
            self._note((*path, "max"), "max-differs", *_differs(item.max, common.max, "shared.yaml"))
        if evolve(item, code=None, shared=None, max=None, doubts=()) != CriterionFile():
            self._note(path, "beside-shared", *_BESIDE_SHARED)
        full = evolve(common, code=item.code, shared=item.shared, doubts=common.doubts + item.doubts)
        return full, (_SHARED, "criteria", item.shared)

    def _two_levels(self, points: int) -> tuple[Level, ...]:
        texts = self.shared.all_or_nothing or _NOT_MET_AND_MET
        if len(texts) != len(_NOT_MET_AND_MET):
            self._note((_SHARED, "all_or_nothing"), "two-levels", *_TWO_LEVELS)
            texts = _NOT_MET_AND_MET
        return (Level("a", 0, texts[0]), Level("b", points, texts[1]))

    def _check_papers(self, criterion: Criterion, path: Path) -> None:
        for paper in criterion.evidence:
            if paper not in self._papers:
                told = _unknown("giấy tờ", "paper", paper, self._papers, _IN_BOOK)
                self._note((*path, "evidence"), "unknown-paper", *told)

    def _check_condition(self, criterion: Criterion, path: Path) -> None:
        condition = criterion.applies_when
        if condition is None:
            return
        known = [f"{other.code} > {level.key}" for other in self._codes.values() for level in other.levels]
        wanted = f"{condition.criterion} > {condition.above}"
        if wanted not in known:
            told = _unknown("tiêu chí và mức", "criterion and level", wanted, known, _BEFORE)
            self._note((*path, "applies_when"), "unknown-condition", *told)

    def _gates_of(self, gates: tuple[str | GateFile, ...], path: Path) -> tuple[Gate, ...]:
        return tuple(gate for index, item in enumerate(gates) for gate in self._gate(item, (*path, index)))

    def _gate(self, item: str | GateFile, path: Path) -> Iterator[Gate]:
        file = self.shared.gates.get(item) if isinstance(item, str) else item
        if file is None:
            self._note(
                path, "unknown-gate", *_unknown("điều kiện", "gate", str(item), self.shared.gates, _IN_SHARED)
            )
            return
        key = file.key or (item if isinstance(item, str) else None)
        if key is None:
            self._missing(file, ("key",), path)
            return
        if key in self._gates:
            self._note(path, "repeated-gate", *_repeated(key))
        self._gates.add(key)
        home = (_SHARED, "gates", item) if isinstance(item, str) else path
        if file.kind == "requirement" and file.reading is None:
            self._missing(file, ("reading",), home)
        elif file.reading is not None and file.reading not in self._readings:
            told = _unknown("cách hiểu", "reading", file.reading, self._readings, _IN_BOOK)
            self._note((*home, "reading"), "unknown-reading", *told)
        self._zero_in.append(((*home, "zero_in"), file.zero_in))
        yield Gate(key, file.kind, Text(file.vi, file.en), file.reading, file.zero_in)

    def _case(self, case: CaseFile, path: Path) -> tuple[Level, ...]:
        if not case.levels:
            self._note((*path, "levels"), "empty-ladder", *_EMPTY_LADDER)
        return self._levels(case.levels, (*path, "levels"))

    def _levels(self, files: tuple[LevelFile, ...], path: Path) -> tuple[Level, ...]:
        if len(files) > len(LETTERS):
            self._note(path, "too-many-levels", *_TOO_MANY_LEVELS)
        for index, file in enumerate(files):
            if file.points < 0:
                self._note((*path, index, "points"), "negative-points", *_negative(file.points))
        return tuple(
            Level(letter, file.points, Text(file.vi, file.en), file.minimum_for)
            for letter, file in zip(LETTERS, files, strict=False)
        )

    def _missing(self, item: object, keys: tuple[str, ...], path: Path) -> None:
        for key in keys:
            if getattr(item, key) is None:
                self._note(path, "missing-key", *_missing(key))

    def _note(self, path: Path, code: str, what: Text, why: Text, mend: Text) -> None:
        if path and path[0] == _SHARED:
            self.of_shared.append(Problem(code, what, why, mend, Where(path[1:])))
        else:
            self.problems.append(Problem(code, what, why, mend, Where(path)))


def _wrong_choices(articles: Articles) -> Iterator[Problem]:
    for index, reading in enumerate(articles.readings):
        if reading.option(reading.choice) is None:
            known = [option.key for option in reading.options]
            why = Text(vi="Lựa chọn phải có trong options", en="The choice must be one of the options")
            told = _unknown("lựa chọn", "option", reading.choice, known, why)
            yield Problem("unknown-option", *told, Where(("readings", index, "choice")))


_SHARED = "shared.yaml"
"""The first step of a path in ``shared.yaml`` rather than in the set's file."""

_BESIDE_SHARED = (
    Text(
        vi="Bên cạnh 'shared' còn có nội dung khác",
        en="Something else stands beside 'shared'",
    ),
    Text(
        vi="Nội dung lấy từ shared.yaml; ở đây chỉ có code, max và doubts",
        en="The content comes from shared.yaml; only code, max and doubts stand here",
    ),
    Text(
        vi="Bỏ các khóa khác, hoặc viết đủ tiêu chí mà không dùng 'shared'",
        en="Remove the other keys, or write the criterion in full without 'shared'",
    ),
)
_NOT_MET_AND_MET = (Text("Không đạt", "Not met"), Text("Đạt", "Met"))
_TWO_LEVELS = (
    Text(vi="all_or_nothing không có đúng hai mức", en="all_or_nothing does not have exactly two levels"),
    Text(vi="Đó là hai mức: không đạt và đạt", en="Its two levels are: not met, met"),
    Text(vi="Viết hai dòng, 'không đạt' trước", en="Write two lines, 'not met' first"),
)
_TWO_LADDERS = (
    Text(vi="Tiêu chí có cả levels và alternatives", en="The criterion has both levels and alternatives"),
    Text(
        vi="Tiêu chí hai trường hợp có thang điểm riêng trong mỗi trường hợp",
        en="An either-or criterion has its ladders in its cases",
    ),
    Text(vi="Giữ lại một trong hai khóa", en="Keep one of the two keys"),
)
_EMPTY_LADDER = (
    Text(vi="Trường hợp này không có mức nào", en="This case has no level"),
    Text(vi="Phiếu không thể trả lời trường hợp này", en="A sheet could not answer it"),
    Text(vi="Thêm các mức, từ thấp đến cao", en="Add its levels, lowest first"),
)
_TOO_MANY_LEVELS = (
    Text(vi=f"Có hơn {len(LETTERS)} mức", en=f"There are over {len(LETTERS)} levels"),
    Text(vi="Khóa của mức là một chữ cái", en="The key of a level is one letter"),
    Text(vi="Kiểm tra xem các mức có bị chép lặp không", en="Check whether levels were copied twice"),
)


def _negative(points: int) -> tuple[Text, Text, Text]:
    return (
        Text(vi=f"Mức này có {points} điểm", en=f"This level is worth {points} points"),
        Text(vi="Không mức nào có điểm âm", en="No level is worth less than nothing"),
        Text(vi="Viết số điểm in trên mẫu", en="Write the points that the form prints"),
    )


_IN_BOOK = Text(vi="Tên phải có trong book.yaml", en="The name must stand in book.yaml")
_IN_SHARED = Text(vi="Tên phải có trong shared.yaml", en="The name must stand in shared.yaml")
_IN_SET = Text(vi="Tiêu chí phải có trong tệp này", en="The criterion must stand in this file")
_BEFORE = Text(
    vi="Điều kiện chỉ xét một tiêu chí đứng trước, không có trường hợp, và một mức của nó",
    en="A condition looks at a criterion before it, without cases, and at one of its levels",
)


def _unknown(
    vi: str, en: str, word: str, known: Mapping[str, object] | list[str], why: Text
) -> tuple[Text, Text, Text]:
    return (
        Text(vi=f"Không có {vi} {quoted(word)}", en=f"There is no {en} {quoted(word)}"),
        why,
        nearest(word, known),
    )


def _missing(key: str) -> tuple[Text, Text, Text]:
    return (
        Text(vi=f"Thiếu khóa {key!r}", en=f"The key {key!r} is missing"),
        Text(vi="Khóa này là bắt buộc ở đây", en="It is required here"),
        Text(vi=f"Thêm '{key}: …'", en=f"Add '{key}: …'"),
    )


def _differs(found: object, wanted: object, place: str) -> tuple[Text, Text, Text]:
    return (
        Text(
            vi=f"Ở đây là {found}, nhưng trong {place} là {wanted}",
            en=f"It is {found} here, but {wanted} in {place}",
        ),
        Text(vi="Hai nơi của bộ quy tắc phải khớp", en="Both places of the rule book must agree"),
        Text(vi="Sửa một trong hai nơi theo văn bản", en="Mend one of the two by the printed text"),
    )


def _repeated(word: str) -> tuple[Text, Text, Text]:
    return (
        Text(vi=f"{word!r} lặp lại trong bộ này", en=f"{word!r} is repeated in this set"),
        Text(vi="Phiếu đánh giá không thể phân biệt", en="A score sheet could not tell them apart"),
        Text(vi="Đặt tên khác hoặc bỏ một", en="Rename or remove one"),
    )


def _not_as_locked() -> Problem:
    return Problem(
        "not-as-locked",
        Text(vi="Nội dung khác với digests.json", en="The content differs from digests.json"),
        Text(vi="Tệp đã bị sửa sau khi công bố", en="The file was changed after it was published"),
        Text(
            vi="Cài lại gói, hoặc xóa digests.json nếu đây là bộ của bạn",
            en="Reinstall, or delete digests.json if the book is your own",
        ),
    )
