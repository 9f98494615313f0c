"""Making a criteria set of its file, with every problem noted by its path."""

from collections.abc import Iterator, Mapping
from itertools import chain

from attrs import evolve

from ocopkit.errors import Path, Problem, Where, nearest, quoted
from ocopkit.rules.articles import Articles, SetEntry
from ocopkit.rules.conditions import Condition
from ocopkit.rules.criteria import (
    LETTERS,
    Alternative,
    CriteriaSet,
    Criterion,
    Gate,
    Heading,
    Level,
    Part,
    Section,
)
from ocopkit.rules.facts import Vocabulary
from ocopkit.rules.files import CaseFile, CriterionFile, GateFile, LevelFile, PartFile, SetFile, SharedFile
from ocopkit.rules.fitting import half_measured, misfits
from ocopkit.text import Text


def build_set(articles: Articles, content: SetFile, facts: Vocabulary) -> tuple[CriteriaSet, list[Problem]]:
    """Return the criteria set that a set file's content describes, with what is wrong with it.

    Args:
        articles: The articles that the set belongs to; they list a set of the content's number.
        content: The content. It takes nothing from a ``shared.yaml``.
        facts: The facts that its conditions may name.

    Returns:
        The set as far as it is sound, and the problems, each by its path in the content.
    """
    entry = next(entry for entry in articles.entries() if entry.number == content.set)
    builder = SetBuilder(articles, entry, SharedFile(), facts)
    return builder.build(content), builder.problems


class SetBuilder:
    """Makes a criteria set of its file, noting every problem by its path."""

    def __init__(
        self, articles: Articles, entry: SetEntry, shared: SharedFile, facts: Vocabulary | None = None
    ) -> None:
        self.articles = articles
        self.entry = entry
        self.shared = shared
        self.facts = facts
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
                    (*here, "code"), "unknown-part", *unknown("phần", "part", part.code, names, IN_BOOK)
                )
            parts.append(
                Part(
                    part.code, names.get(part.code, Text("", "")), part.max, tuple(self._sections(part, here))
                )
            )
        for path, codes in self._zero_in:
            for code in codes:
                if code not in self._codes:
                    told = unknown("tiêu chí", "criterion", code, self._codes, _IN_SET)
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
            ladder = self._two_levels(full)
        criterion = Criterion(
            code=item.code,
            name=full.name,
            max=full.max,
            levels=ladder,
            alternatives=tuple(
                Alternative(
                    letter,
                    case.name,
                    self._case(case, (*home, "alternatives", index)),
                    case.when,
                    case.below_when,
                )
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
            judged=full.judged,
            below_when=full.below_when,
            left_open=full.left_open,
        )
        if full.all_when and not all_or_nothing:
            self._note((*home, "all_when"), "two-ladders", *_LADDER_PRINTED)
        self._check_papers(criterion, home)
        self._check_condition(criterion, home)
        if self.facts is not None:
            told = chain(misfits(criterion, self.facts, self.articles.readings), half_measured(criterion))
            for misfit in told:
                self._note((*home, *misfit.where.path), misfit.code, misfit.what, misfit.why, misfit.mend)
        self._codes[item.code] = criterion
        yield criterion

    def _in_full(self, item: CriterionFile, path: Path) -> tuple[CriterionFile, Path] | None:
        """Return a criterion with what it takes from ``shared.yaml``, and where that stands."""
        if item.shared is None:
            return item, path
        common = self.shared.criteria.get(item.shared)
        if common is None:
            known = self.shared.criteria
            told = unknown("tiêu chí chung", "shared criterion", item.shared, known, _IN_SHARED)
            self._note((*path, "shared"), "unknown-shared", *told)
            return None
        if item.max is not None and item.max != common.max:
            self._note((*path, "max"), "max-differs", *_differs(item.max, common.max, "shared.yaml"))
        if evolve(item, code=None, shared=None, max=None, doubts=()) != CriterionFile():
            self._note(path, "beside-shared", *_BESIDE_SHARED)
        full = evolve(common, code=item.code, shared=item.shared, doubts=common.doubts + item.doubts)
        return full, (_SHARED, "criteria", item.shared)

    def _two_levels(self, full: CriterionFile) -> tuple[Level, ...]:
        texts = self.shared.all_or_nothing or _NOT_MET_AND_MET
        if len(texts) != len(_NOT_MET_AND_MET):
            self._note((_SHARED, "all_or_nothing"), "two-levels", *_TWO_LEVELS)
            texts = _NOT_MET_AND_MET
        rest = Condition(otherwise=True) if full.all_when else None
        return (
            Level("a", 0, texts[0], when=rest),
            Level("b", full.max or 0, texts[1], when=full.all_when),
        )

    def _check_papers(self, criterion: Criterion, path: Path) -> None:
        for paper in criterion.evidence:
            if paper not in self._papers:
                told = unknown("giấy tờ", "paper", paper, self._papers, IN_BOOK)
                self._note((*path, "evidence"), "unknown-paper", *told)

    def _check_condition(self, criterion: Criterion, path: Path) -> None:
        condition = criterion.applies_when
        if condition is None:
            return
        known = [f"{other.code} > {level.key}" for other in self._codes.values() for level in other.levels]
        wanted = f"{condition.criterion} > {condition.above}"
        if wanted not in known:
            told = unknown("tiêu chí và mức", "criterion and level", wanted, known, _BEFORE)
            self._note((*path, "applies_when"), "unknown-condition", *told)

    def _gates_of(self, gates: tuple[str | GateFile, ...], path: Path) -> tuple[Gate, ...]:
        return tuple(gate for index, item in enumerate(gates) for gate in self._gate(item, (*path, index)))

    def _gate(self, item: str | GateFile, path: Path) -> Iterator[Gate]:
        file = self.shared.gates.get(item) if isinstance(item, str) else item
        if file is None:
            self._note(
                path, "unknown-gate", *unknown("điều kiện", "gate", str(item), self.shared.gates, _IN_SHARED)
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
            told = unknown("cách hiểu", "reading", file.reading, self._readings, IN_BOOK)
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
            Level(letter, file.points, Text(file.vi, file.en), file.minimum_for, file.when)
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
_LADDER_PRINTED = (
    Text(vi="all_when ở tiêu chí có in thang điểm", en="all_when at a criterion with a ladder"),
    Text(
        vi="all_when chỉ dùng khi mẫu không in thang điểm",
        en="It is for criteria whose form prints no ladder",
    ),
    Text(vi="Viết điều kiện 'when' ở từng mức", en="Write a 'when' at each level"),
)
_EMPTY_LADDER = (
    Text(vi="Trường hợp này không có mức nào", en="This case has no level"),
    Text(vi="Phiếu không thể trả lời trường hợp này", en="A sheet could not answer it"),
    Text(vi="Thêm các mức, từ thấp đến cao", en="Add its levels, lowest first"),
)
_TOO_MANY_LEVELS = (
    Text(vi=f"Có hơn {len(LETTERS)} mức", en=f"There are over {len(LETTERS)} levels"),
    Text(vi="Ký hiệu của mức là một chữ cái", en="The key of a level is one letter"),
    Text(vi="Kiểm tra xem các mức có bị chép lặp không", en="Check whether levels were copied twice"),
)


def _negative(points: int) -> tuple[Text, Text, Text]:
    return (
        Text(vi=f"Mức này có {points} điểm", en=f"This level is worth {points} points"),
        Text(vi="Không mức nào có điểm âm", en="No level is worth less than nothing"),
        Text(vi="Viết số điểm in trên mẫu", en="Write the points that the form prints"),
    )


IN_BOOK = Text(vi="Tên phải có trong book.yaml", en="The name must stand in book.yaml")
_IN_SHARED = Text(vi="Tên phải có trong shared.yaml", en="The name must stand in shared.yaml")
_IN_SET = Text(vi="Tiêu chí phải có trong tệp này", en="The criterion must stand in this file")
_BEFORE = Text(
    vi="Điều kiện chỉ xét một tiêu chí đứng trước, không có trường hợp, và một mức của nó",
    en="A condition looks at a criterion before it, without cases, and at one of its levels",
)


def unknown(
    vi: str, en: str, word: str, known: Mapping[str, object] | list[str], why: Text
) -> tuple[Text, Text, Text]:
    """Return what, why and how to mend where a name leads nowhere."""
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
        Text(vi="Hai nơi của cùng một văn bản phải khớp", en="Both places of the rule book must agree"),
        Text(vi="Sửa một trong hai nơi theo văn bản", en="Mend one of the two by the printed text"),
    )


def _repeated(word: str) -> tuple[Text, Text, Text]:
    return (
        Text(vi=f"{word!r} lặp lại trong bộ này", en=f"{word!r} is repeated in this set"),
        Text(vi="Phiếu đánh giá không thể phân biệt", en="A score sheet could not tell them apart"),
        Text(vi="Đặt tên khác hoặc bỏ một", en="Rename or remove one"),
    )
