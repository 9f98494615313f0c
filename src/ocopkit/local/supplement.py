"""Supplements: criteria that a place adds beside the national ones, never into them.

A supplement is a small criteria set with grades of its own. Its points, minimums and gates are scored by
the same engine, on a sheet of its own; the national score isn't looked at, so it cannot change.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import pairwise
from pathlib import Path as FilePath
from typing import Any

from attrs import evolve, field, frozen

from ocopkit.documents import Document, read, to_yaml
from ocopkit.errors import (
    DocumentError,
    NotFoundError,
    Path,
    Problem,
    SheetError,
    Where,
    nearest,
    quoted,
    together,
)
from ocopkit.local.place import Place
from ocopkit.local.reading import Source, read_named, wrong, wrong_period
from ocopkit.product import Product
from ocopkit.rules.articles import Articles, PartRule, ProductGroup, SetEntry, StarBand, Subgroup
from ocopkit.rules.book import RuleBook
from ocopkit.rules.building import build_set
from ocopkit.rules.criteria import CriteriaSet
from ocopkit.rules.facts import Vocabulary
from ocopkit.rules.files import CriterionFile, GateFile, LevelFile, PartFile, SectionFile, SetFile
from ocopkit.rules.folder import our_facts
from ocopkit.rules.law import Citation, Doubt, Instrument, Period
from ocopkit.scoring.score import Score, score
from ocopkit.scoring.sheet import ANSWERS, Answer, ScoreSheet
from ocopkit.text import Lang, Text, counted

_CODE = "L"
_IN_SET = ("parts", 0, "sections", 0)
"""Where the supplement's criteria stand in the criteria set that is made of them."""


@frozen
class Grade:
    """A grade of a supplement.

    Args:
        number: 1 to 5, the highest best; a level's ``minimum_for`` names a grade by it.
        name: Its name.
        at_least: The least points, included; the lowest grade begins at 0.
    """

    number: int
    name: Text
    at_least: int


@frozen
class SupplementFile:
    """A file under ``supplements/``.

    Args:
        id: Its id, which is the file's name and begins with the place's.
        name: What it is called.
        source: The paper that it sets down.
        place: The place, by name.
        period: The days on which it holds.
        beside: The id of the rule book beside which it stands.
        sets: Numbers or slugs of the product sets that it is for; all if empty.
        max: The most points.
        grades: Its grades, in any order.
        criteria: Its criteria, written as in a rule book's set files.
        gates: Gates on the product as a whole.
        cite: Where in the paper the form stands.
        doubts: What isn't certain about it.
    """

    id: str
    name: Text
    source: Source
    place: Place
    period: Period
    beside: str
    max: int
    grades: tuple[Grade, ...]
    criteria: tuple[CriterionFile, ...]
    sets: tuple[int | str, ...] = ()
    gates: tuple[GateFile, ...] = ()
    cite: tuple[Citation, ...] = ()
    doubts: tuple[Doubt, ...] = ()


@frozen(eq=False)
class Supplement:
    """Local criteria beside the national ones.

    Args:
        file: What its document says.
        book: A rule book of its own that holds its one criteria set: it can be scored, explained and
            printed like any other.
        document: The document, which knows where each value stands.
    """

    file: SupplementFile
    book: RuleBook = field(repr=False)
    document: Document | None = field(default=None, repr=False)

    @property
    def id(self) -> str:
        """Its id."""
        return self.file.id

    @property
    def form(self) -> CriteriaSet:
        """Its criteria, as a criteria set."""
        return self.book[1]

    def applies(self, national: CriteriaSet, place: Place, on: date) -> bool:
        """Return whether it is for a product set, a place and a day.

        Args:
            national: The national criteria set by which the product is scored.
            place: The place of the product.
            on: The day of the evaluation.
        """
        beside = national.basis.book if national.basis else None
        named = not self.file.sets or national.number in self.file.sets or national.slug in self.file.sets
        return (
            beside == self.file.beside and named and self.file.place.holds(place) and on in self.file.period
        )

    def sheet(
        self, answers: Mapping[str, Answer | None], raised: Mapping[str, str] | None = None
    ) -> ScoreSheet:
        """Return a score sheet of the supplement.

        Args:
            answers: An answer for each of its criteria, as in any score sheet.
            raised: The gates that apply, each with its reason.

        Raises:
            SheetError: With every answer that it does not allow.
        """
        return ScoreSheet(self.form, answers, raised or {})


@frozen(eq=False)
class LocalScore:
    """What a sheet of a supplement is worth.

    Args:
        supplement: The supplement.
        score: The points, minimums and gates, as the engine gives them; its ``stars`` are the number of
            the grade.
        grade: The grade; ``None`` if the product has none.
    """

    supplement: Supplement
    score: Score
    grade: Grade | None


@frozen(eq=False)
class Beside:
    """A national score with what a place adds beside it.

    Args:
        national: The national score, as it was handed in.
        local: The scores of the place's supplements, in the order of their ids.
    """

    national: Score
    local: tuple[LocalScore, ...]

    def say(self, lang: Lang = "en") -> str:
        """Return the national result and, below it, the local ones, a line each."""
        return "\n".join(text.say(lang) for text in self._lines())

    def _lines(self) -> Iterator[Text]:
        stars = self.national.stars
        form = self.national.sheet.criteria_set
        yield Text(
            vi=f"Quốc gia: {self.national.points}/{form.max} điểm, "
            + (f"{stars} sao" if stars else "không xếp hạng"),
            en=f"National: {self.national.points} of {form.max} points, "
            + (f"{stars} star{'' if stars == 1 else 's'}" if stars else "not rated"),
        )
        for one in self.local:
            yield local_text(one)


def local_text(one: LocalScore) -> Text:
    """Return the score of a supplement in words, with what holds its grade back."""
    grade = one.grade.name if one.grade else Text(vi="không xếp loại", en="no grade")
    name, points = one.supplement.file.name, one.score.points
    most = one.supplement.form.max
    missed = ", ".join(minimum.criterion.code for minimum in one.score.missed)
    raised_vi = "; ".join(result.gate.text.vi for result in one.score.raised)
    raised_en = "; ".join(result.gate.text.en for result in one.score.raised)
    return Text(
        vi=f"Riêng của địa phương, {name.vi}: {points}/{most} điểm, {grade.vi}"
        + (f"; chưa đạt mức tối thiểu ở {missed}" if missed else "")
        + (f"; bị loại hoặc dừng: {raised_vi}" if raised_vi else ""),
        en=f"Local, {name.en}: {points} of {counted(most).en}, {grade.en}"
        + (f"; minimum missed at {missed}" if missed else "")
        + (f"; gates raised: {raised_en}" if raised_en else ""),
    )


def load_supplement(file: FilePath) -> Supplement:
    """Read a supplement from its file.

    Args:
        file: A YAML or JSON file, named by the supplement's id.

    Raises:
        DocumentError: With every problem, each at its file, line and column.

    Example:
        >>> from pathlib import Path
        >>> folder = Path("examples/packs/vi-du/src/ocop_vi_du/documents/supplements")
        >>> supplement = load_supplement(folder / "vi-du-xanh-2026.yaml")
        >>> supplement.form.max
        10
    """
    content, document = read_named(file, SupplementFile, _wrong)
    book, problems = _book(content)
    if problems:
        raise DocumentError(map(document.located, problems))
    return Supplement(content, book, document)


@frozen
class LocalSheetFile:
    """A sheet of a supplement as a file writes it.

    Args:
        supplement: The id of the supplement.
        answers: An answer for each criterion by its code, as in any score sheet.
        raised: The gates that apply, by key, each with its reason.
        product: The product.
    """

    supplement: str
    answers: dict[str, Any] = field(factory=dict[str, Any], metadata=ANSWERS)
    raised: dict[str, str] = field(factory=dict[str, str])
    product: Product | None = None


def load_local_sheet(file: FilePath, known: Iterable[Supplement]) -> tuple[Supplement, ScoreSheet]:
    """Read a sheet of a supplement from a YAML or JSON file.

    Args:
        file: The file.
        known: The supplements to find its supplement in.

    Raises:
        DocumentError: With every problem, each at its file, line and column.

    Example:
        >>> from pathlib import Path
        >>> folder = Path("examples/packs/vi-du")
        >>> documents = folder / "src" / "ocop_vi_du" / "documents"
        >>> green = load_supplement(documents / "supplements" / "vi-du-xanh-2026.yaml")
        >>> found, sheet = load_local_sheet(folder / "sheets" / "green-tea.yaml", [green])
        >>> score_supplement(found, sheet).grade.name.en
        'Green'
    """
    document = read(file)
    content, problems = document.attempt(LocalSheetFile)
    if content is None:
        raise DocumentError(problems)
    by_id = {one.id: one for one in known}
    found: Iterable[Problem] = ()
    supplement = by_id.get(content.supplement)
    if supplement is None:
        found = [wrong("unknown-supplement", *_unknown_supplement(content.supplement, by_id), "supplement")]
    else:
        try:
            sheet = ScoreSheet(supplement.form, content.answers, content.raised, content.product)
            if not problems:
                return supplement, sheet
        except SheetError as error:
            found = error.problems
    raise DocumentError(together(problems, map(document.located, found)))


def dump_local_sheet(supplement: Supplement, sheet: ScoreSheet) -> str:
    """Return a sheet of a supplement as a YAML text that :func:`load_local_sheet` reads back.

    Args:
        supplement: The supplement.
        sheet: The sheet; it may be incomplete.

    Raises:
        NotFoundError: If the sheet is of another form.
    """
    if sheet.criteria_set != supplement.form:
        raise NotFoundError([_another_form(supplement, sheet)])
    return to_yaml(LocalSheetFile(supplement.id, dict(sheet.answers), dict(sheet.raised), sheet.product))


def check_supplement(supplement: Supplement, book: RuleBook) -> tuple[Problem, ...]:
    """Return where a supplement doesn't fit the rule book beside which it stands.

    Args:
        supplement: The supplement.
        book: The rule book of the id that it names.
    """
    slugs = [entry.slug for entry in book.entries]
    known = {*slugs, *(entry.number for entry in book.entries)}
    problems = [
        wrong(
            "unknown-set",
            Text(vi=f"{book.id} không có bộ tiêu chí {key!r}", en=f"{book.id} has no criteria set {key!r}"),
            Text(
                vi="Tiêu chí bổ sung chỉ đứng bên cạnh bộ tiêu chí có thật",
                en="A supplement stands beside criteria sets that exist",
            ),
            nearest(str(key), slugs, limit=30),
            "sets",
            index,
        )
        for index, key in enumerate(supplement.file.sets)
        if key not in known
    ]
    document = supplement.document
    return tuple(map(document.located, problems) if document else problems)


def score_supplement(supplement: Supplement, sheet: ScoreSheet) -> LocalScore:
    """Return the score of a complete sheet of a supplement.

    Args:
        supplement: The supplement.
        sheet: The sheet, made by :meth:`Supplement.sheet`.

    Raises:
        IncompleteSheetError: With every answer that is missing.
        NotFoundError: If the sheet is of another form.
    """
    if sheet.criteria_set != supplement.form:
        raise NotFoundError([_another_form(supplement, sheet)])
    result = score(sheet)
    grade = next((one for one in supplement.file.grades if one.number == result.stars), None)
    return LocalScore(supplement, result, grade)


def beside(national: Score, *local: LocalScore) -> Beside:
    """Return a national score with local ones beside it, in the order of their ids.

    Args:
        national: The national score; it is neither changed nor scored again.
        local: The scores of supplements.
    """
    return Beside(national, tuple(sorted(local, key=lambda one: one.supplement.id)))


def _book(content: SupplementFile) -> tuple[RuleBook, list[Problem]]:
    """Return the rule book that holds a supplement's one set, and what is wrong with its criteria."""
    entry = SetEntry(1, content.id, content.name)
    falling = sorted(content.grades, key=lambda grade: grade.at_least, reverse=True)
    ends = [None, *(grade.at_least for grade in falling)]
    source, name = content.source, content.name
    articles = Articles(
        id=content.id,
        name=name,
        instrument=Instrument(
            source.number or source.text.vi,
            source.issued_on or content.period.first_day,
            content.period,
            content.place.text,
        ),
        groups=(ProductGroup("local", name, (Subgroup("local", name, (entry,)),)),),
        parts=(PartRule(_CODE, name, content.max),),
        bands=tuple(
            StarBand(grade.number, grade.at_least, end) for grade, end in zip(falling, ends, strict=False)
        ),
        readings=(),
        doubts=content.doubts,
    )
    section = SectionFile(_CODE, name, content.max, content.criteria)
    parts = (PartFile(_CODE, content.max, (section,)),)
    # The vocabulary is large, and most supplements measure nothing.
    facts = our_facts() if any(map(_is_measured, content.criteria)) else Vocabulary()
    form, problems = build_set(
        articles, SetFile(1, content.id, content.cite, parts, content.gates, content.doubts), facts
    )
    return RuleBook.of(articles, {1: form}, facts), [_moved(problem) for problem in problems]


def _is_measured(item: CriterionFile) -> bool:
    """Return whether a criterion, or one below it, has a condition on facts."""
    ladders = (item.levels or (), *(case.levels for case in item.alternatives))
    of_levels = [level.when for levels in ladders for level in levels]
    of_cases = [case.when for case in item.alternatives]
    found = (item.all_when, item.below_when, *of_levels, *of_cases)
    return any(found) or any(map(_is_measured, item.criteria))


def _moved(problem: Problem) -> Problem:
    """Return a problem of the set with its path as the supplement's file has it."""
    path = problem.where.path
    if path[: len(_IN_SET)] != _IN_SET:
        return problem
    return evolve(problem, where=Where(path[len(_IN_SET) :], on_key=problem.where.on_key))


def _wrong(content: SupplementFile) -> Iterator[Problem]:
    yield from wrong_period(content.period)
    yield from _wrong_sums(content)
    yield from _wrong_grades(content)


def _leaves(content: SupplementFile) -> Iterator[tuple[Path, CriterionFile]]:
    for index, item in enumerate(content.criteria):
        if item.criteria:
            for inner, child in enumerate(item.criteria):
                yield ("criteria", index, "criteria", inner), child
        else:
            yield ("criteria", index), item


def _ladders(item: CriterionFile, path: Path) -> Iterator[tuple[Path, tuple[LevelFile, ...]]]:
    """Yield each ladder of a criterion that has levels, with its path."""
    if item.levels:
        yield (*path, "levels"), item.levels
    for index, case in enumerate(item.alternatives):
        if case.levels:
            yield (*path, "alternatives", index, "levels"), case.levels


def _wrong_sums(content: SupplementFile) -> Iterator[Problem]:
    total = 0
    for path, item in _leaves(content):
        total += item.max or 0
        for here, ladder in _ladders(item, path):
            points = [level.points for level in ladder]
            if points[-1] != item.max:
                yield wrong(
                    "ladder", *_ladder_ends(points[-1], item.max or 0), *here, len(points) - 1, "points"
                )
            for place, (lower, higher) in enumerate(pairwise(points), start=1):
                if higher < lower:
                    yield wrong("ladder", *_LADDER_FALLS, *here, place, "points")
    if total != content.max:
        yield wrong("sum", *_sum_differs(total, content.max), "max")


def _wrong_grades(content: SupplementFile) -> Iterator[Problem]:
    rising = sorted(content.grades, key=lambda grade: grade.at_least)
    numbers = [grade.number for grade in rising]
    starts = [grade.at_least for grade in rising]
    ordered = numbers == sorted(set(numbers)) and starts == sorted(set(starts))
    within = all(1 <= number <= 5 for number in numbers) and starts[:1] == [0]  # noqa: PLR2004 (as stars)
    if not (ordered and within and starts[-1] <= content.max):
        yield wrong("grades", *_WRONG_GRADES, "grades")
    for path, item in _leaves(content):
        for here, ladder in _ladders(item, path):
            for place, level in enumerate(ladder):
                if level.minimum_for and level.minimum_for not in numbers:
                    told = _unknown_grade(level.minimum_for)
                    yield wrong("unknown-grade", *told, *here, place, "minimum_for")


_LADDER_FALLS = (
    Text(vi="Điểm của các mức không tăng dần", en="The points of the levels do not rise"),
    Text(vi="Mức cao hơn không thể ít điểm hơn", en="A higher level cannot be worth less"),
    Text(vi="Xếp các mức từ thấp đến cao", en="Write the levels lowest first"),
)
_WRONG_GRADES = (
    Text(
        vi="Có số điểm không thuộc loại (grades) nào, hoặc thuộc hai loại",
        en="The grades do not cover every number of points exactly once",
    ),
    Text(
        vi="Loại thấp nhất bắt đầu từ 0 điểm, số từ 1 đến 5, loại cao hơn cần nhiều điểm hơn",
        en="The lowest begins at 0, numbers are 1 to 5, and a higher grade needs more points",
    ),
    Text(vi="Sửa number và at_least của các loại", en="Mend number and at_least of the grades"),
)


def _ladder_ends(found: int, most: int) -> tuple[Text, Text, Text]:
    return (
        Text(
            vi=f"Mức cao nhất được {found} điểm, nhưng max là {most}",
            en=f"The highest level is worth {found}, but max is {most}",
        ),
        Text(vi="Điểm tối đa phải đạt được", en="The most points must be reachable"),
        Text(vi="Sửa max hoặc mức cao nhất", en="Mend max or the highest level"),
    )


def _sum_differs(found: int, most: int) -> tuple[Text, Text, Text]:
    return (
        Text(
            vi=f"Các tiêu chí cộng lại được {found} điểm, nhưng max là {most}",
            en=f"The criteria sum to {counted(found).en}, but max is {most}",
        ),
        Text(vi="Tổng phải bằng điểm tối đa", en="The sum must be the maximum"),
        Text(vi="Sửa max hoặc điểm của tiêu chí", en="Mend max or the points of a criterion"),
    )


def _unknown_grade(number: int) -> tuple[Text, Text, Text]:
    return (
        Text(vi=f"minimum_for: không có loại {number}", en=f"minimum_for: there is no grade {number}"),
        Text(vi="Mức tối thiểu phải dành cho một loại có thật", en="A minimum is for a grade that exists"),
        Text(vi="Ghi number của một loại trong grades", en="Give the number of one of the grades"),
    )


def _unknown_supplement(key: str, known: Mapping[str, Supplement]) -> tuple[Text, Text, Text]:
    return (
        Text(vi=f"Không có tiêu chí bổ sung {quoted(key)}", en=f"There is no supplement {quoted(key)}"),
        Text(vi="Chỉ chấm được theo gói đã biết ở đây", en="Only those of packs known here can be used"),
        nearest(key, known)
        if known
        else Text(
            vi="Cài gói của địa phương, hoặc nêu thư mục văn bản (--folder)",
            en="Install the place's pack, or name the folder of its documents (--folder)",
        ),
    )


def _another_form(supplement: Supplement, sheet: ScoreSheet) -> Problem:
    return wrong(
        "another-form",
        Text(
            vi=f"Phiếu thuộc {sheet.criteria_set.slug}, không thuộc {supplement.id}",
            en=f"The sheet is of {sheet.criteria_set.slug}, not of {supplement.id}",
        ),
        Text(vi="Mỗi mẫu có phiếu riêng", en="Each form has sheets of its own"),
        Text(vi="Tạo phiếu bằng supplement.sheet(…)", en="Make it with supplement.sheet(…)"),
    )
