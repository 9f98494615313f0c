"""Crosswalks as folders: ``crosswalk.yaml`` and ``sets/OLD--NEW.yaml`` for each pair of sets.

What several sets have in common stands once in ``crosswalk.yaml``, by the names that the criteria bear
in both books' ``shared.yaml``; a set's file says the rest, by the codes of both forms. Loading accounts
for every criterion on both sides, or says which is forgotten. What comes out is a
:class:`~ocopkit.rules.crosswalk.Crosswalk`.
"""

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path as FilePath

from attrs import field, frozen

from ocopkit.documents import Document, read
from ocopkit.errors import DocumentError, Path, Problem, Where, nearest
from ocopkit.rules.book import RuleBook
from ocopkit.rules.criteria import CriteriaSet, Criterion
from ocopkit.rules.crosswalk import (
    Claim,
    CriterionMap,
    Crosswalk,
    SetMap,
    answers_of,
    claims_of,
)
from ocopkit.text import Text


@frozen
class MapFile:
    """A map of answers as a file writes it.

    Args:
        old: In ``crosswalk.yaml``, names in the old book's ``shared.yaml``.
        new: In ``crosswalk.yaml``, names in the new book's ``shared.yaml``.
        alike: Both forms print the same levels, word for word: each leads to itself.
        levels: Old answers that lead to exactly one new answer.
        possible: Old answers that leave a few new answers possible.
        claims: What the map says of itself.
        because: Why some answers are narrowed or left out.
        open: Why the old form cannot answer the new criterion at all.
    """

    old: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    alike: bool = False
    levels: dict[str, str] = field(factory=dict[str, str])
    possible: dict[str, tuple[str, ...]] = field(factory=dict[str, tuple[str, ...]])
    claims: tuple[Claim, ...] = ()
    because: Text | None = None
    open: Text | None = None


@frozen
class EntryFile:
    """A criterion of the new form as a set's file maps it, by name or in full.

    Args:
        old: The code on the old form; left out if it asks nothing like it.
        map: The name of a map in ``crosswalk.yaml``, instead of the rest.
        alike: Both forms print the same levels, word for word.
        levels: Old answers that lead to exactly one new answer.
        possible: Old answers that leave a few new answers possible.
        claims: What the map says of itself.
        because: Why some answers are narrowed or left out.
        open: Why the old form cannot answer the new criterion at all.
    """

    old: str | None = None
    map: str | None = None
    alike: bool = False
    levels: dict[str, str] = field(factory=dict[str, str])
    possible: dict[str, tuple[str, ...]] = field(factory=dict[str, tuple[str, ...]])
    claims: tuple[Claim, ...] = ()
    because: Text | None = None
    open: Text | None = None


@frozen
class DropFile:
    """Why criteria that several old sets have in common have no place in the new book.

    Args:
        old: Names in the old book's ``shared.yaml``.
        because: Why.
    """

    old: tuple[str, ...]
    because: Text


@frozen
class PairFile:
    """Two sets that belong together.

    Args:
        old: The number of the old set.
        new: The number of the new set.
    """

    old: int
    new: int


@frozen
class AloneFile:
    """A set without a counterpart.

    Args:
        set: Its number.
        because: Why it has none.
    """

    set: int
    because: Text


@frozen
class CrosswalkFile:
    """``crosswalk.yaml``: what holds for all sets.

    Args:
        old: The id of the rule book that answers were given under.
        new: The id of the rule book that they are to be read by.
        assumes: What the crosswalk takes for granted.
        sets: The sets that belong together.
        fresh: New sets without an old one.
        ended: Old sets without a new one.
        gates: Gates of the new forms by the gate of the old ones that raises them.
        alike: Names that both books' ``shared.yaml`` give to criteria with the same levels.
        maps: Maps by name.
        dropped: Old criteria, by shared name, that have no place in the new book.
    """

    old: str
    new: str
    assumes: Text
    sets: tuple[PairFile, ...]
    fresh: tuple[AloneFile, ...] = ()
    ended: tuple[AloneFile, ...] = ()
    gates: dict[str, str] = field(factory=dict[str, str])
    alike: tuple[str, ...] = ()
    maps: dict[str, MapFile] = field(factory=dict[str, MapFile])
    dropped: tuple[DropFile, ...] = ()


@frozen
class SetMapFile:
    """A file under ``sets/``.

    Args:
        old: The number of the old set.
        new: The number of the new set.
        criteria: Criteria of the new form by code, where ``crosswalk.yaml`` doesn't map them.
        dropped: Why criteria of the old form, by code, have no place on the new one.
    """

    old: int
    new: int
    criteria: dict[str, EntryFile] = field(factory=dict[str, EntryFile])
    dropped: dict[str, Text] = field(factory=dict[str, Text])


def load_crosswalk(folder: FilePath, old: RuleBook, new: RuleBook) -> Crosswalk:
    """Read a crosswalk from its folder; the map of each pair of sets is read when it is first asked for.

    Args:
        folder: The folder.
        old: The rule book that answers were given under.
        new: The rule book that they are to be read by.

    Raises:
        DocumentError: With every problem of ``crosswalk.yaml``; a pair's own when it is asked for.
    """
    document = read(folder / "crosswalk.yaml", name=f"{folder.name}/crosswalk.yaml")
    common = document.structure(CrosswalkFile)
    problems = list(_of_sets(common, old, new))
    if problems:
        raise DocumentError(map(document.located, problems))

    return Crosswalk(
        old=old,
        new=new,
        pairs=tuple((pair.old, pair.new) for pair in common.sets),
        fresh={one.set: one.because for one in common.fresh},
        ended={one.set: one.because for one in common.ended},
        assumes=common.assumes,
        load=partial(_load_pair, folder, common, old, new),
    )


def _load_pair(
    folder: FilePath, common: CrosswalkFile, old: RuleBook, new: RuleBook, first: int, last: int
) -> SetMap:
    name = f"{first:02d}--{last:02d}.yaml"
    pair = read(folder / "sets" / name, name=f"{folder.name}/sets/{name}")
    return _SetMapBuilder(common, pair, old[first], new[last]).build()


def _of_sets(common: CrosswalkFile, old: RuleBook, new: RuleBook) -> Iterator[Problem]:
    """Yield what is wrong with the list of sets: each set of both books stands in it once."""
    sides = (
        (old, "ended", [pair.old for pair in common.sets], common.ended),
        (new, "fresh", [pair.new for pair in common.sets], common.fresh),
    )
    for book, key, joined, alone in sides:
        known = [entry.number for entry in book.entries]
        listed = [*dict.fromkeys(joined), *(one.set for one in alone)]
        for number in sorted({*listed, *known}):
            if listed.count(number) != 1 or number not in known:
                yield Problem(
                    "set-not-accounted",
                    Text(
                        vi=f"Bộ {number} của {book.id} phải đứng đúng một nơi: sets hoặc {key}",
                        en=f"Set {number} of {book.id} must stand in exactly one place: sets or {key}",
                    ),
                    Text(
                        vi="Mỗi bộ hoặc được nối, hoặc có lý do vì sao không",
                        en="Each set is either joined, or has a reason why not",
                    ),
                    Text(vi="Thêm hoặc bỏ bộ này", en="Add or remove this set"),
                    Where(("sets",)),
                )


class _SetMapBuilder:
    """Makes the map of two sets of its file and what all sets have in common, noting every problem."""

    def __init__(self, common: CrosswalkFile, document: Document, old: CriteriaSet, new: CriteriaSet) -> None:
        self.common = common
        self.document = document
        self.content = document.structure(SetMapFile)
        self.old = old
        self.new = new
        self.by_code = {one.code: one for one in old.criteria}
        self.by_name = {one.shared: one for one in old.criteria if one.shared}
        self.problems: list[Problem] = []

    def build(self) -> SetMap:
        """Return the map.

        Raises:
            DocumentError: With every problem of the file.
        """
        for key in ("old", "new"):
            if getattr(self.content, key) != getattr(self, key).number:
                self._note((key,), "set-differs", *_SET_DIFFERS)
        known = [one.code for one in self.new.criteria]
        for code in self.content.criteria:
            if code not in known:
                self._note(("criteria", code), "unknown-criterion", *_unknown(self.new, code, known))
        criteria = tuple(self._criterion(one) for one in self.new.criteria)
        dropped = dict(self._dropped({one.old for one in criteria if one.old}))
        if self.problems:
            raise DocumentError(map(self.document.located, self.problems))
        return SetMap(self.old, self.new, criteria, dropped, self.common.gates)

    def _criterion(self, new: Criterion) -> CriterionMap:
        path: Path = ("criteria", new.code)
        entry = self.content.criteria.get(new.code)
        if entry is None:
            return self._shared(new)
        old = self.by_code.get(entry.old) if entry.old else None
        if entry.old and old is None:
            self._note((*path, "old"), "unknown-criterion", *_unknown(self.old, entry.old, self.by_code))
            return CriterionMap(new.code)
        if entry.map is None:
            return self._mapped(_in_full(entry), old, new, path)
        named = self.common.maps.get(entry.map)
        if named is None:
            self._note((*path, "map"), "unknown-map", *_unknown_map(entry.map, self.common.maps))
            return CriterionMap(new.code)
        return self._mapped(named, old, new, (*path, "map"))

    def _shared(self, new: Criterion) -> CriterionMap:
        """Return the map of a criterion that ``crosswalk.yaml`` maps by its shared name."""
        fitting: list[tuple[Criterion | None, MapFile]] = []
        for one in self.common.maps.values():
            if new.shared in one.new:
                found = [self.by_name[name] for name in one.old if name in self.by_name]
                fitting += [(old, one) for old in found] if one.old else [(None, one)]
        if new.shared in self.common.alike and new.shared in self.by_name:
            fitting.append((self.by_name[new.shared], MapFile(alike=True)))
        if len(fitting) != 1:
            self._note(("criteria", new.code), "not-mapped", *_not_mapped(new, len(fitting)))
            return CriterionMap(new.code)
        return self._mapped(fitting[0][1], fitting[0][0], new, ("criteria", new.code))

    def _mapped(self, file: MapFile, old: Criterion | None, new: Criterion, path: Path) -> CriterionMap:
        code = old.code if old else None
        if file.open:
            if file.levels or file.possible or file.alike:
                self._note((*path, "open"), "open-and-mapped", *_OPEN_AND_MAPPED)
            return CriterionMap(new.code, code, open=file.open)
        if old is None:
            self._note(path, "nothing-to-map", *_NOTHING_TO_MAP)
            return CriterionMap(new.code)
        if file.alike:
            return self._alike(old, new, path)
        levels = {key: (answer,) for key, answer in file.levels.items()} | file.possible
        if not self._known(levels, file, old, new, path):
            return CriterionMap(new.code, code)
        claims = claims_of(levels, old, new)
        for claim in file.claims:
            if claim not in claims:
                self._note(path, "false-claim", *_false_claim(new, claim))
        if "total" not in claims and file.because is None:
            self._note(path, "missing-reason", *_missing_reason(new))
        return CriterionMap(new.code, code, levels, file.claims, file.because)

    def _known(
        self,
        levels: Mapping[str, tuple[str, ...]],
        file: MapFile,
        old: Criterion,
        new: Criterion,
        path: Path,
    ) -> bool:
        """Return whether all answers of a map are answers of its forms, each listed once."""
        asked, wanted = answers_of(old), answers_of(new)
        wrong = [(old, key, asked) for key in levels if key not in asked]
        wrong += [(old, key, asked) for key in file.levels if key in file.possible]
        wrong += [(new, one, wanted) for some in levels.values() for one in some if one not in wanted]
        for criterion, answer, known in wrong:
            self._note(path, "unknown-level", *_unknown_level(criterion, answer, known))
        return not wrong

    def _alike(self, old: Criterion, new: Criterion, path: Path) -> CriterionMap:
        answers = answers_of(old)
        words = [
            [(case, [level.name.vi for level in levels]) for case, levels in one.ladders()]
            for one in (old, new)
        ]
        if words[0] != words[1] or not {*answers} <= {*answers_of(new)}:
            self._note(path, "not-alike", *_not_alike(old, new))
        levels = {answer: (answer,) for answer in answers}
        return CriterionMap(new.code, old.code, levels, ("total", "order-keeping"))

    def _dropped(self, used: set[str]) -> Iterator[tuple[str, Text]]:
        shared = {name: one.because for one in self.common.dropped for name in one.old}
        for code in self.content.dropped:
            if code in used or code not in self.by_code:
                known = [one for one in self.by_code if one not in used]
                self._note(("dropped", code), "unknown-criterion", *_unknown(self.old, code, known))
        for one in self.old.criteria:
            if one.code in used:
                continue
            because = self.content.dropped.get(one.code) or shared.get(one.shared or "")
            if because is None:
                self._note(("dropped",), "not-accounted", *_not_accounted(one))
            else:
                yield one.code, because

    def _note(self, path: Path, code: str, what: Text, why: Text, mend: Text) -> None:
        self.problems.append(Problem(code, what, why, mend, Where(path)))


def _in_full(entry: EntryFile) -> MapFile:
    return MapFile(
        alike=entry.alike,
        levels=entry.levels,
        possible=entry.possible,
        claims=entry.claims,
        because=entry.because,
        open=entry.open,
    )


_SET_DIFFERS = (
    Text(vi="Số của bộ khác với tên tệp", en="The set's number differs from the file's name"),
    Text(vi="Tệp có thể bị đặt nhầm chỗ", en="The file may be in the wrong place"),
    Text(vi="Sửa số hoặc đổi tên tệp", en="Mend the number or rename the file"),
)
_OPEN_AND_MAPPED = (
    Text(vi="Vừa bỏ ngỏ vừa có ánh xạ", en="It is both open and mapped"),
    Text(vi="Chỉ một trong hai đúng", en="Only one of them can be so"),
    Text(vi="Bỏ open, hoặc bỏ các mức", en="Remove open, or remove the levels"),
)
_NOTHING_TO_MAP = (
    Text(
        vi="Không nêu tiêu chí cũ, cũng không nêu lý do bỏ ngỏ", en="It names no old criterion and no reason"
    ),
    Text(vi="Không rõ câu trả lời lấy từ đâu", en="Where the answer comes from is unclear"),
    Text(vi="Thêm 'old: …' hoặc 'open: …'", en="Add 'old: …' or 'open: …'"),
)


def _named(criterion: Criterion) -> Text:
    return Text(f"{criterion.code} {criterion.name.vi}", f"{criterion.code} {criterion.name.en}")


def _unknown(
    form: CriteriaSet, code: str, known: list[str] | Mapping[str, object]
) -> tuple[Text, Text, Text]:
    return (
        Text(
            vi=f"Bộ {form.number} không có tiêu chí {code!r} để dùng ở đây",
            en=f"Set {form.number} has no criterion {code!r} to be used here",
        ),
        Text(
            vi="Mã phải có trên mẫu, và mỗi mã chỉ dùng một cách",
            en="Codes are the form's, each used in one way",
        ),
        nearest(code, known, limit=40),
    )


def _unknown_map(name: str, known: Mapping[str, object]) -> tuple[Text, Text, Text]:
    return (
        Text(vi=f"Không có ánh xạ {name!r}", en=f"There is no map {name!r}"),
        Text(vi="Tên phải có trong crosswalk.yaml", en="The name must stand in crosswalk.yaml"),
        nearest(name, known),
    )


def _unknown_level(criterion: Criterion, key: str, known: tuple[str, ...]) -> tuple[Text, Text, Text]:
    name = _named(criterion)
    return (
        Text(
            vi=f"{name.vi}: câu trả lời {key!r} không có hoặc lặp lại",
            en=f"{name.en}: the answer {key!r} is unknown or repeated",
        ),
        Text(vi="Mỗi câu trả lời của mẫu chỉ đứng một lần", en="Each answer of the form stands once"),
        nearest(key, known),
    )


def _not_mapped(new: Criterion, found: int) -> tuple[Text, Text, Text]:
    name = _named(new)
    return (
        Text(
            vi=f"{name.vi}: có {found} ánh xạ chung phù hợp",
            en=f"{name.en}: {found} shared maps fit it",
        ),
        Text(
            vi="Mỗi tiêu chí mới phải được ánh xạ hoặc bỏ ngỏ có lý do, đúng một lần",
            en="Each new criterion is mapped, or open with a reason, exactly once",
        ),
        Text(vi=f"Thêm '{new.code}' vào tệp này", en=f"Add '{new.code}' to this file"),
    )


def _false_claim(new: Criterion, claim: str) -> tuple[Text, Text, Text]:
    name = _named(new)
    return (
        Text(
            vi=f"{name.vi}: ánh xạ không {claim!r} như đã ghi",
            en=f"{name.en}: the map isn't {claim!r} as it claims",
        ),
        Text(vi="Người dùng tin vào điều đã ghi", en="Users rely on the claim"),
        Text(vi="Bỏ điều đã ghi, hoặc sửa các mức", en="Remove the claim, or mend the levels"),
    )


def _missing_reason(new: Criterion) -> tuple[Text, Text, Text]:
    name = _named(new)
    return (
        Text(
            vi=f"{name.vi}: có câu trả lời bị thu hẹp hoặc bỏ ngỏ mà không có lý do",
            en=f"{name.en}: answers are narrowed or left open without a reason",
        ),
        Text(
            vi="Người dùng phải biết vì sao phải trả lời lại", en="Users must know why they are asked again"
        ),
        Text(vi="Thêm 'because: {vi: …, en: …}'", en="Add 'because: {vi: …, en: …}'"),
    )


def _not_alike(old: Criterion, new: Criterion) -> tuple[Text, Text, Text]:
    first, second = _named(old), _named(new)
    return (
        Text(
            vi=f"{first.vi} và {second.vi} không in các mức như nhau",
            en=f"{first.en} and {second.en} don't print the same levels",
        ),
        Text(
            vi="'alike' nghĩa là từng mức giống nhau từng chữ",
            en="'alike' means word for word, level by level",
        ),
        Text(vi="Ghi 'levels' và lý do", en="Write 'levels', and the reason"),
    )


def _not_accounted(old: Criterion) -> tuple[Text, Text, Text]:
    name = _named(old)
    return (
        Text(
            vi=f"{name.vi}: không được dùng, cũng không được nêu là bỏ",
            en=f"{name.en}: neither used nor dropped",
        ),
        Text(vi="Không câu trả lời nào được mất âm thầm", en="No answer may be lost silently"),
        Text(
            vi=f"Dùng '{old.code}', hoặc nêu lý do ở dropped",
            en=f"Use '{old.code}', or give a reason under dropped",
        ),
    )
