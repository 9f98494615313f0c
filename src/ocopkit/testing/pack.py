"""The invariants that every pack must satisfy, in one call.

    from ocopkit.testing.pack import check_pack

    def test_pack():
        report = check_pack("quang-tri")
        assert report.ok, report.say("vi")

Nothing about Hypothesis needs to be known: it draws the examples, always the same ones.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from itertools import pairwise, product
from pathlib import Path
from typing import Any

from attrs import evolve, frozen
from hypothesis import HealthCheck, Phase, given, settings

from ocopkit.cases.dossier import Dossier
from ocopkit.catalog import books
from ocopkit.documents import read as read_document
from ocopkit.documents import to_json
from ocopkit.errors import NotFoundError, Problem, Where, nearest, problem_report
from ocopkit.local.benefit import Benefits, Event, Recognition, award, load_benefits
from ocopkit.local.plan import Plan, Target, load_plan
from ocopkit.local.progress import Count, Counts, progress
from ocopkit.local.supplement import load_supplement
from ocopkit.plugins import hooks
from ocopkit.plugins.checks import check_dossier, check_score
from ocopkit.plugins.discovery import installed
from ocopkit.plugins.documents import problems_of
from ocopkit.plugins.manifest import FILE
from ocopkit.plugins.offers import Offer, Offered, offer_of_folder
from ocopkit.plugins.sources import is_source, offer_of_source
from ocopkit.product import Product
from ocopkit.rules.book import RuleBook
from ocopkit.rules.criteria import CriteriaSet
from ocopkit.rules.folder import load_book
from ocopkit.scoring.explain import explain
from ocopkit.scoring.plan import plan_of
from ocopkit.scoring.report import report
from ocopkit.scoring.score import basis_of, score
from ocopkit.scoring.sheet import ScoreSheet
from ocopkit.testing.strategies import sheets
from ocopkit.text import Lang, Text

_NOT_ABOUT = Text("", "")
"""What a law returns of a sheet that it says nothing about; such sheets aren't counted."""

_SOME_DAY = date(2026, 9, 1)
"""The day on which checks look at a dossier."""

EXAMPLES = 25
"""How many examples are drawn for each form, unless the caller says otherwise."""


@frozen
class Invariant:
    """One invariant, and how it went.

    Args:
        key: Its short name.
        text: What must hold.
        examples: On how many examples it was looked at; 0 if the pack has nothing that it is about.
        problems: Where it doesn't hold.
    """

    key: str
    text: Text
    examples: int
    problems: tuple[Problem, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether it holds."""
        return not self.problems

    def say(self, lang: Lang = "en") -> str:
        """Return how it went, the number of examples and what must hold, with tabs between."""
        return f"{_mark(self).say(lang)}\t{self.examples}\t{self.text.say(lang)}"


@frozen
class PackReport:
    """What :func:`check_pack` found.

    Args:
        pack: The pack's name.
        invariants: Every invariant, the ones that there was nothing to look at for included.
    """

    pack: str
    invariants: tuple[Invariant, ...]

    @property
    def ok(self) -> bool:
        """Whether all of them hold."""
        return all(one.ok for one in self.invariants)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All problems."""
        return tuple(problem for one in self.invariants for problem in one.problems)

    def say(self, lang: Lang = "en") -> str:
        """Return the report: a line for each invariant, and below it its problems."""
        told: list[str] = []
        for one in self.invariants:
            told.append(one.say(lang))
            told.extend(f"  {problem.say(lang)}" for problem in one.problems)
        return "\n".join(told)

    def __str__(self) -> str:
        """Return the report in English."""
        return self.say("en")

    def plain(self) -> dict[str, Any]:
        """Return the report as plain values, ready for JSON."""
        return {
            "pack": self.pack,
            "ok": self.ok,
            "invariants": [
                {
                    "key": one.key,
                    "ok": one.ok,
                    "examples": one.examples,
                    "text": {"vi": one.text.vi, "en": one.text.en},
                    "problems": [problem_report(problem) for problem in one.problems],
                }
                for one in self.invariants
            ],
        }


def check_pack(pack: str | Path, *, examples: int = EXAMPLES) -> PackReport:
    """Return whether a pack satisfies what every pack must, invariant by invariant, each counted.

    Args:
        pack: The name of an installed pack; or a folder that holds ``pack.yaml``, at whatever depth.
        examples: How many examples are drawn for each form. The same call draws the same ones.

    Raises:
        NotFoundError: If no such pack is installed, or the folder holds no ``pack.yaml``, or several.

    Example:
        >>> found = check_pack(Path("examples/packs/vi-du"), examples=5)
        >>> found.ok, found.pack
        (True, 'vi-du')
        >>> [one.key for one in found.invariants][:3]
        ['offered', 'documents', 'points']
    """
    before = _national_results()
    offer = _offer(pack)
    offered = offer.documents
    place = offer.manifest.place if offer.manifest else None
    problems = (*offer.problems, *_nothing(offer))
    own = {one.id: one.file for one in offered if one.kind == "books"}

    def find(key: str) -> RuleBook:
        return load_book(own[key]) if key in own else books(packs=False).book(key)

    read = [(one, problems_of(offer, one, find)) for one in offered]
    sound = [one for one, found in read if not found]
    wrong = tuple(problem for _, found in read for problem in found)
    wrong += tuple(told for one in sound if one.kind == "benefits" for told in _no_such_stars(one))
    name = place.namespace if place and not offer.module else offer.pack
    return PackReport(
        name,
        (
            Invariant("offered", _OFFERED, len(offered) + len(offer.checks), problems),
            Invariant("documents", _DOCUMENTS, len(offered), wrong),
            *_forms(list(_forms_of(sound)), examples),
            _targets([load_plan(one.file) for one in sound if one.kind == "plans"]),
            _awards([load_benefits(one.file) for one in sound if one.kind == "benefits"]),
            _checks(offer, min(examples, 3)),
            _national(before),
        ),
    )


def _no_such_stars(one: Offered) -> Iterator[Problem]:
    """Yield where a reward scheme names stars that no national decision has."""
    known = books(packs=False)
    stars = {band.stars for key in known.national for band in known.book(key).articles.bands}
    scheme, document = load_benefits(one.file), read_document(one.file)
    named: list[tuple[str, int, int]] = []
    for place, reward in enumerate(scheme.rewards):
        named.append(("rewards", place, reward.stars))
    for place, payer in enumerate(scheme.payers):
        named += [("payers", place, star) for star in payer.stars]
    for key, place, star in named:
        if star not in stars:
            problem = Problem(
                "unknown-stars",
                Text(vi=f"Không có hạng {star} sao", en=f"There is no rank of {star} stars"),
                Text(
                    vi="Không sản phẩm nào được thưởng theo dòng này", en="No product would be rewarded by it"
                ),
                nearest(str(star), [str(each) for each in sorted(stars)]),
                Where((key, place, "stars")),
            )
            yield document.located(problem)


def _offer(pack: str | Path) -> Offer:
    if isinstance(pack, str):
        return installed([pack])[0]
    if is_source(pack):
        return offer_of_source(pack)
    found = sorted(file for file in pack.rglob(FILE) if not _hidden(file.relative_to(pack)))
    if not found:
        raise NotFoundError([_no_pack(pack)])
    if len(found) > 1:
        raise NotFoundError([_several(pack, [file.parent for file in found])])
    return offer_of_folder(found[0].parent)


def _hidden(file: Path) -> bool:
    return any(step.startswith(".") or step in {"build", "dist"} for step in file.parts)


def _nothing(offer: Offer) -> Iterator[Problem]:
    if not offer.documents and not offer.checks and not offer.problems:
        yield Problem(
            "empty-pack",
            Text(vi=f"Gói {offer.pack!r} không có gì", en=f"The pack {offer.pack!r} offers nothing"),
            Text(vi="Không có văn bản nào được tìm thấy", en="No document was found in it"),
            Text(vi="Thêm plans/, supplements/ …", en="Add plans/, supplements/ …"),
        )


def _forms_of(offered: Iterable[Offered]) -> Iterator[tuple[str, RuleBook, CriteriaSet]]:
    for one in offered:
        if one.kind == "supplements":
            supplement = load_supplement(one.file)
            yield one.id, supplement.book, supplement.form
        if one.kind == "books":
            book = load_book(one.file)
            for form in book:
                yield f"{one.id}/{form.slug}", book, form


def _forms(forms: list[tuple[str, RuleBook, CriteriaSet]], examples: int) -> Iterator[Invariant]:
    laws: list[tuple[str, Text, Callable[[ScoreSheet], Text | None]]] = [
        ("points", _POINTS, _points_differ),
        ("raise", _RAISE, _raise_lowers),
        ("gates", _GATES, _gate_lifts),
        ("say", _SAY, _unsaid),
    ]
    for key, text, law in laws:
        count = 0
        problems: list[Problem] = []
        for name, book, form in forms:
            drawn, failed = _drawn(book, form, law, examples)
            count += drawn
            if failed:
                problems.append(_broken(name, text, failed))
        yield Invariant(key, text, count, tuple(problems))


def _drawn(
    book: RuleBook, form: CriteriaSet, law: Callable[[ScoreSheet], Text | None], examples: int
) -> tuple[int, Text | None]:
    """Return on how many sheets a law was looked at, and how one of them breaks it."""
    count = 0
    broken: list[Text] = []

    @settings(
        max_examples=examples,
        database=None,
        derandomize=True,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(sheets(book, form=form))
    def look(sheet: ScoreSheet) -> None:
        nonlocal count
        told = law(sheet)
        count += told is not _NOT_ABOUT
        if told and told is not _NOT_ABOUT and not broken:
            broken.append(told)

    look()
    return count, broken[0] if broken else None


def _points_differ(sheet: ScoreSheet) -> Text | None:
    found = score(sheet)
    sums = (sum(one.points for one in found.parts), sum(one.points for one in found.sections))
    if sums == (found.points, found.points) and 0 <= found.points <= sheet.criteria_set.max:
        return None
    return _at(sheet, Text(vi=f"tổng {found.points}", en=f"the total is {found.points}"))


def _raise_lowers(sheet: ScoreSheet) -> Text | None:
    """Return how raising one answer by a level lowers points or grade, if it does."""
    found = score(sheet)
    if found.outcome in {"stopped", "disqualified"}:
        return _NOT_ABOUT
    plan = plan_of(sheet.criteria_set)
    for code, answer in sheet.answers.items():
        for lower, higher in pairwise(plan.slots[plan.index[code]].lines.values()):
            if lower.answer == answer and lower.case == higher.case:
                better = score(sheet.answer({code: higher.answer}))
                if better.points < found.points or (better.stars or 0) < (found.stars or 0):
                    return _at(
                        sheet,
                        Text(
                            vi=f"{code}: {lower.answer} → {higher.answer}",
                            en=f"{code}: {lower.answer} → {higher.answer}",
                        ),
                    )
    return None


def _gate_lifts(sheet: ScoreSheet) -> Text | None:
    clear = evolve(sheet, raised={})
    if not sheet.raised or clear.unanswered():
        return _NOT_ABOUT
    if (score(sheet).stars or 0) <= (score(clear).stars or 0):
        return None
    return _at(sheet, Text(vi=", ".join(sheet.raised), en=", ".join(sheet.raised)))


def _unsaid(sheet: ScoreSheet) -> Text | None:
    found = score(sheet)
    if all(line.strip() for lang in ("vi", "en") for line in explain(found, lang=lang).splitlines()):
        return None
    return _at(sheet, Text(vi="một dòng trống", en="an empty line"))


def _at(sheet: ScoreSheet, told: Text) -> Text:
    answers = json.dumps(dict(sheet.answers), ensure_ascii=False)
    return Text(vi=f"{told.vi}, với {answers}", en=f"{told.en}, with {answers}")


def _targets(plans: list[Plan]) -> Invariant:
    """Look at whether every target is reached by what it asks for and not by one less."""
    count = 0
    problems: list[Problem] = []
    for plan in plans:
        last = plan.period.last_day or plan.period.first_day
        for target in plan.all_targets():
            wanted = target.at_least if target.share is None else 100
            if not wanted:
                continue
            count += 1
            of = 100 if target.share is not None else None
            enough = progress(plan, _counts(target, Count(wanted, of)), last)
            later = progress(plan, _counts(target, Count(0, of)), last + timedelta(days=1))
            states = (
                {one.target.key: one.status for one in enough},
                {one.target.key: one.status for one in later},
            )
            if (states[0][target.key], states[1][target.key]) != (
                "reached",
                "missed",
            ) and not target.every_year:
                problems.append(_broken(f"{plan.id}/{target.key}", _TARGETS, target.what))
    return Invariant("targets", _TARGETS, count, tuple(problems))


def _counts(target: Target, count: Count) -> Counts:
    return {target.key: {"": count} if target.each else count}


_EVENTS: tuple[Event, ...] = ("first", "upgraded", "kept")


def _awards(schemes: list[Benefits]) -> Invariant:
    """Look at every event of every star after every history of one earlier recognition."""
    count = 0
    problems: list[Problem] = []
    for scheme in schemes:
        day = scheme.period.first_day
        for event, stars, held in product(_EVENTS, (3, 4, 5), (None, 3, 4, 5)):
            if (event == "first") != (held is None) or (event == "upgraded" and (held or 0) >= stars):
                continue
            if event == "kept" and held != stars:
                continue
            history = [Recognition("first", held, day)] if held else []
            later = Recognition(event, stars, day + timedelta(days=1))
            found = award(scheme, later, history)
            again = award(
                scheme, evolve(later, event="first"), [*history, evolve(later, event="first", on=day)]
            )
            count += 1
            negative = found.dong is not None and found.dong < 0
            twice = scheme.once_per_star and bool(again.dong)
            if negative or twice:
                problems.append(_broken(scheme.id, _AWARDS, found.because))
    return Invariant("awards", _AWARDS, count, tuple(problems))


def _checks(offer: Offer, examples: int) -> Invariant:
    problems: list[Problem] = []
    count = 0
    for sheet in _national_sheets()[:examples] if offer.checks else ():
        form = sheet.criteria_set
        dossier = Dossier(Product("Sản phẩm minh họa"), basis_of(form).book, form.number)
        found = (
            *(check_score(score(sheet), [offer]).problems if hooks.CHECK_SCORE in offer.checks else ()),
            *(
                check_dossier(dossier, [offer], on=_SOME_DAY).problems
                if hooks.CHECK_DOSSIER in offer.checks
                else ()
            ),
        )
        count += len(offer.checks)
        problems.extend(found)
        if found:
            break
    return Invariant("checks", _CHECKS, count, tuple(problems))


def _national_sheets() -> list[ScoreSheet]:
    """Return a sheet of every set of every national book, from the lowest to the highest answers."""
    catalog = books(packs=False)
    made: list[ScoreSheet] = []
    for key in catalog.national:
        book = catalog.book(key)
        for place, entry in enumerate(book.entries[:: max(len(book.entries) // 3, 1)]):
            form = book[entry.number]
            answers: dict[str, str | int | None] = {}
            for slot in plan_of(form).slots:
                keys = [answer for answer in slot.lines if answer != "exempt"]
                answers[slot.criterion.code] = keys[min(place + len(keys) // 2, len(keys) - 1)]
            made.append(_asked(form, answers))
    return made


def _asked(form: CriteriaSet, answers: dict[str, str | int | None]) -> ScoreSheet:
    """Return a sheet of those answers that are asked for."""
    flags = 0
    kept: dict[str, str | int | None] = {}
    for slot in plan_of(form).slots:
        if not flags & slot.not_asked_if:
            answer = answers[slot.criterion.code]
            kept[slot.criterion.code] = answer
            flags |= slot.lines[str(answer)].flags
    return ScoreSheet(form, kept)


def _national_results() -> list[str]:
    told: list[str] = []
    for sheet in _national_sheets():
        found = score(sheet)
        told += [found.digest, explain(found, lang="vi"), explain(found, lang="en"), to_json(report(found))]
    return told


def _national(before: list[str]) -> Invariant:
    """Hold national results with the pack loaded against those from before it was."""
    books.cache_clear()
    plan_of.cache_clear()
    after = _national_results()
    count = len(_national_sheets())
    if after == before:
        return Invariant("national", _NATIONAL, count)
    changed = Text(vi="có kết quả khác đi", en="a result differs")
    return Invariant("national", _NATIONAL, count, (_broken("national", _NATIONAL, changed),))


def _mark(one: Invariant) -> Text:
    if one.problems:
        return Text(vi="SAI", en="WRONG")
    return (
        Text(vi="đạt", en="holds") if one.examples else Text(vi="không có gì để xét", en="nothing to look at")
    )


_OFFERED = Text(
    vi="Gói nạp được; mọi văn bản thuộc địa phương của gói và có tên riêng",
    en="The pack loads; every document belongs to its place and has a name of its own",
)
_DOCUMENTS = Text(
    vi="Mọi văn bản đọc được, cộng đúng, không trái quyết định quốc gia mà nó nêu",
    en="Every document reads, adds up, and contradicts no national decision that it names",
)
_POINTS = Text(
    vi="Tổng điểm bằng tổng các phần và các mục, trong khoảng từ 0 đến tối đa",
    en="The total is the sum of parts and of sections, from 0 to the maximum",
)
_RAISE = Text(
    vi="Nâng một mức không làm giảm điểm hay hạng",
    en="Raising a level lowers neither points nor grade",
)
_GATES = Text(
    vi="Điều kiện loại không bao giờ nâng hạng",
    en="A gate never lifts the grade",
)
_SAY = Text(
    vi="Mọi kết quả giải thích được bằng hai ngôn ngữ", en="Every result is explained in both languages"
)
_TARGETS = Text(
    vi="Chỉ tiêu đạt khi đủ số, và không đạt khi hết hạn mà chưa có gì",
    en="A target is reached by what it asks for, and missed with nothing once its day is over",
)
_AWARDS = Text(
    vi="Không mức thưởng nào âm; thưởng một lần thì không trả hai lần",
    en="No reward is negative; what is paid once is not paid twice",
)
_CHECKS = Text(
    vi="Kiểm tra bằng mã trả lời đúng kiểu, trong thời hạn",
    en="Checks in code answer rightly and in time",
)
_NATIONAL = Text(
    vi="Kết quả quốc gia giống hệt từng chữ, có hay không có gói",
    en="National results are the same to the letter, with and without the pack",
)


def _broken(at: str, law: Text, told: Text) -> Problem:
    return Problem(
        "pack-invariant",
        Text(vi=f"{at}: {told.vi}", en=f"{at}: {told.en}"),
        law,
        Text(vi="Sửa văn bản hoặc mã của gói", en="Mend the pack's document or code"),
        Where(file=at),
    )


def _no_pack(folder: Path) -> Problem:
    return Problem(
        "no-pack",
        Text(vi=f"Không có {FILE} trong {folder}", en=f"There is no {FILE} in {folder}"),
        Text(vi=f"{FILE} cho biết gói dành cho nơi nào", en=f"{FILE} says what place a pack is for"),
        Text(vi=f"Thêm {FILE} với name và place", en=f"Add {FILE} with name and place"),
        Where(file=str(folder)),
    )


def _several(folder: Path, packs: list[Path]) -> Problem:
    listed = ", ".join(str(one) for one in packs)
    return Problem(
        "several-packs",
        Text(
            vi=f"Có {len(packs)} gói trong thư mục: {listed}",
            en=f"The folder holds {len(packs)} packs: {listed}",
        ),
        Text(
            vi="Mỗi lần kiểm tra một gói; không gói nào bị bỏ qua mà không nói",
            en="One pack is checked at a time, and none is passed over silently",
        ),
        Text(vi="Nêu thư mục của từng gói", en="Name the folder of each"),
        Where(file=str(folder)),
    )
