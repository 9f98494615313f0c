"""The points and stars of a population: by its own rule book, or by another that reads the same levels."""

from collections.abc import Mapping, Sequence

import narwhals as nw
import polars as pl

from ocopkit.errors import DocumentError, Problem, Where
from ocopkit.rules.addresses import layout
from ocopkit.rules.articles import SetEntry, StarBand
from ocopkit.rules.book import RuleBook
from ocopkit.rules.changing.match import match
from ocopkit.rules.criteria import CriteriaSet, Criterion
from ocopkit.scoring.readings import Readings, readings_of
from ocopkit.scoring.score import basis_of
from ocopkit.simulation.cells import columns_for, rungs
from ocopkit.simulation.checks import collected, counted
from ocopkit.simulation.compile import NO_STAR, Rows
from ocopkit.simulation.fact_checks import check_chosen
from ocopkit.simulation.facts import is_made
from ocopkit.simulation.population import Population
from ocopkit.simulation.weights import check_columns, check_weight, columns_of
from ocopkit.text import Text

AFTER = "after_"
"""What the names of results under a second book begin with."""


def results(
    people: Population,
    book: RuleBook | None = None,
    *,
    readings: Mapping[str, str] | None = None,
    detail: bool = False,
) -> Rows:
    """Return the points and stars of every row, still lazy.

    Args:
        people: The population.
        book: Another rule book to score by: the same levels, its points, minimums and bands.
        readings: Options of the book's readings to use instead of its own choices.
        detail: Whether to give also parts, sections, minimums missed and gates.

    Returns:
        The columns kept beside answers, ``points``, ``stars`` (0 where the product isn't rated), and the
        details; rows stand by criteria set where there are several.

    Raises:
        DocumentError: If rows hold levels that the other book doesn't have, or lack criteria that it has.
        NotFoundError: If the book has no such reading or option.

    Example:
        >>> import ocopkit, polars
        >>> from ocopkit.simulation.cells import column_of
        >>> from ocopkit.simulation.population import population
        >>> book = ocopkit.rule_book("qd-26-2026")
        >>> best = polars.DataFrame({column_of(one.code): [one.max] for one in book[11].criteria})
        >>> results(population(best, book, set=11)).collect().rows()
        [(100, 5)]
    """
    check_follows(people, book or people.book, readings)
    kept = people.columns
    frames: list[Rows] = []
    for number in people.sets:
        form = None if book is None else form_in(people, number, book)
        compiled = people.compiled(number, form=form, readings=readings, detail=detail)
        names = list(compiled.results) if detail else ["points", "stars"]
        frames.append(compiled.over(people.of_set(number)).select(*kept, *names))
    return frames[0] if len(frames) == 1 else nw.concat(frames, how="diagonal" if detail else "vertical")


def star_counts(
    people: Population,
    book: RuleBook | None = None,
    *,
    by: Sequence[str] = (),
    weight: str | None = None,
    readings: Mapping[str, str] | None = None,
) -> pl.DataFrame:
    """Return how many rows have how many stars, in one pass that keeps nothing of them.

    Args:
        people: The population.
        book: Another rule book to score by: the same levels, its points, minimums and bands.
        by: Columns to count by, such as a place or the producer's kind.
        weight: A column of weights to count by as well.
        readings: Options of the book's readings to use instead of its own choices.

    Returns:
        The columns asked for, ``stars`` (0 where the product isn't rated), ``rows``, and ``weight`` if one
        was asked for.

    Raises:
        DocumentError: If there is no such column; if rows hold levels that the other book doesn't have, or
            lack criteria that it has.
        NotFoundError: If the book has no such reading or option.

    Example:
        >>> import ocopkit, polars
        >>> from ocopkit.simulation.cells import column_of
        >>> from ocopkit.simulation.population import population
        >>> book = ocopkit.rule_book("qd-26-2026")
        >>> best = polars.DataFrame({column_of(one.code): [one.max] for one in book[11].criteria})
        >>> star_counts(population(best, book, set=11)).rows()
        [(5, 1)]
    """
    by = columns_of(by)
    check_columns(people, by, taken=["stars", "rows", "weight"])
    check_weight(people, weight)
    check_follows(people, book or people.book, readings)
    names = [*by, *filter(None, [weight])]
    found: list[pl.DataFrame] = []
    for number in people.sets:
        form = None if book is None else form_in(people, number, book)
        compiled = people.compiled(number, form=form, readings=readings)
        frame = compiled.over(people.of_set(number)).select(*names, "stars")
        bands = basis_of(compiled.criteria_set).bands
        found.append(_grouped(people, frame, by, weight) if names else _tallied(people, frame, bands))
    whole = found[0] if len(found) == 1 else pl.concat(found).group_by(*by, "stars").sum()
    return whole.sort(*by, "stars")


def _tallied(people: Population, frame: Rows, bands: Sequence[StarBand]) -> pl.DataFrame:
    """Return rows by stars: a sum for each number of stars is quicker than grouping."""
    stars = sorted({NO_STAR, *(band.stars for band in bands)})
    tests = {str(star): counted(nw.col("stars") == star, frame) for star in stars}
    row = collected(frame.select(**tests), in_memory=people.in_memory).row(0)
    counts = {star: int(count or 0) for star, count in zip(stars, row, strict=True)}
    kept = {star: count for star, count in counts.items() if count}
    return pl.DataFrame(
        {"stars": list(kept), "rows": list(kept.values())}, schema={"stars": pl.Int64, "rows": pl.Int64}
    )


def _grouped(people: Population, frame: Rows, by: Sequence[str], weight: str | None) -> pl.DataFrame:
    amounts = {"rows": nw.len()} | ({"weight": nw.col(weight).sum()} if weight else {})
    grouped = frame.group_by(*by, "stars").agg(**amounts)
    cells = collected(grouped, in_memory=people.in_memory).to_dict(as_series=False)
    numbers = {name: [int(one) for one in cells[name]] for name in ("stars", "rows")}
    return pl.DataFrame({name: numbers.get(name, cells[name]) for name in cells}, strict=False)


def form_in(people: Population, number: int, book: RuleBook) -> CriteriaSet | None:
    """Return the set of another book that a population's set became; ``None`` if it has none."""
    if book is people.book:
        return book[number]
    slug = people.book.entry(number).slug
    if any(entry.slug == slug for entry in book.entries):
        return book[slug]
    before, after = layout(people.book.articles), layout(book.articles)
    pairs = match(before, after)
    for place in before.places.values():
        if place.cls is SetEntry and place.own["number"] == number:
            found = pairs.get(place.id)
            return book[after.places[found].own["number"]] if found else None
    return None


def check_follows(people: Population, book: RuleBook, readings: Mapping[str, str] | None = None) -> None:
    """Refuse a book under which the levels that rows hold have no place or several.

    Raises:
        DocumentError: With all of them, each with the number of rows.
    """
    problems: list[Problem] = []
    for number in people.sets:
        form = form_in(people, number, book)
        if form is None:
            problems.append(_no_set(number, book))
            continue
        if book is not people.book:
            problems += _lost_in(people, number, form, readings)
        if book is not people.book or readings is not None:
            problems += check_chosen(people, number, form, readings)
    if problems:
        raise DocumentError(problems)


def _lost_in(
    people: Population, number: int, form: CriteriaSet, readings: Mapping[str, str] | None
) -> list[Problem]:
    """Return what the rows of one set hold that its form under another book can't tell."""
    rules = readings_of(basis_of(form), readings)
    columns = people.script(number, form, readings).columns
    asked = zip(form.criteria, columns, strict=True)
    problems = [_new_criterion(number, one.code, rules) for one, column in asked if column.name is None]
    if people.facts or (readings is None and people.readings):  # else they are the same
        columns = columns_for(people.book[number], people.kinds, rules, form)
    lost = [
        (column.name, cell, answers, kind)
        for column in columns
        for kind, cells in (("gone", column.gone), ("unclear", column.unclear))
        for cell, answers in cells.items()
        if column.name is not None and column.name in people.kinds
    ]
    if lost:
        sums = {
            str(at): counted(nw.col(name) == cell, people.frame) for at, (name, cell, _, _) in enumerate(lost)
        }
        counts = collected(people.of_set(number).select(**sums), in_memory=people.in_memory).row(0)
        for count, (name, cell, answers, kind) in zip(counts, lost, strict=True):
            if count:
                shown = f"{cell} ({', '.join(answers)})"
                problems.append(_lost(number, kind, name, shown, int(count), rules))
    return problems + _unanswered(people, number, form, readings)


def _unanswered(
    people: Population, number: int, form: CriteriaSet, readings: Mapping[str, str] | None
) -> list[Problem]:
    """Return what another book asks of rows that rightly had no answer to it."""
    source = people.book[number]
    conditions = [
        [(one.code, one.applies_when, rungs(one)) for one in each.criteria if _concerned(each, one)]
        for each in (source, form)
    ]
    if not people.gaps and conditions[0] == conditions[1]:
        return []
    old = people.compiled(number)
    new = people.compiled(number, form=form, readings=readings, prefix=AFTER)
    frame = people.of_set(number)
    for step in (*old.way, *new.way):
        frame = frame.with_columns(**step)
    sums: dict[str, nw.Expr] = {}
    for name, wanted in new.wanted.items():
        asked = old.asked.get(name, True)
        lacking = nw.col(name).is_null()
        if not isinstance(asked, bool):
            lacking = lacking | ~asked
        if wanted is not False and not is_made(name):
            test = lacking if isinstance(wanted, bool) else lacking & wanted
            sums[name] = counted(test, frame)
    counts = collected(frame.select(**sums), in_memory=people.in_memory).row(0)
    return [
        _not_told(number, name, int(count), form) for name, count in zip(sums, counts, strict=True) if count
    ]


def _concerned(form: CriteriaSet, criterion: Criterion) -> bool:
    """Return whether a criterion is asked on a condition, or is such a condition."""
    conditions = [one.applies_when.criterion for one in form.criteria if one.applies_when]
    return criterion.applies_when is not None or criterion.code in conditions


def _no_set(number: int, book: RuleBook) -> Problem:
    return Problem(
        "no-counterpart",
        Text(
            vi=f"{book.id} không có bộ nào ứng với bộ {number}", en=f"{book.id} has no set for set {number}"
        ),
        Text(vi="Không thể chấm lại các hồ sơ này", en="Its rows cannot be scored again"),
        Text(vi="Bỏ các dòng của bộ này", en="Leave out the rows of that set"),
        Where(("set",)),
    )


def _new_criterion(number: int, code: str, rules: Readings) -> Problem:
    return Problem(
        "no-counterpart",
        Text(
            vi=f"Bộ {number}: {rules.basis.book} hỏi thêm tiêu chí {code}",
            en=f"Set {number}: {rules.basis.book} asks criterion {code} as well",
        ),
        Text(vi="Dữ liệu không cho biết mức đạt", en="The rows do not say which level is reached"),
        Text(
            vi="Lập lại tập hồ sơ theo văn bản mới, có thêm cột này",
            en="Make the population by the new book, with a column for it",
        ),
        Where(("c" + code.replace(".", "_"),)),
    )


def _not_told(number: int, name: str, count: int, form: CriteriaSet) -> Problem:
    book = basis_of(form).book
    return Problem(
        "no-counterpart",
        Text(
            vi=f"{count} dòng của bộ {number}: theo {book} cột {name} phải có câu trả lời",
            en=f"{count} row{'' if count == 1 else 's'} of set {number}: {book} wants an answer in {name}",
        ),
        Text(
            vi="Trước đây tiêu chí không được hỏi ở các dòng này",
            en="The criterion was not asked of them before",
        ),
        Text(vi="Lập lại tập hồ sơ theo văn bản mới", en="Make the population by the new book"),
        Where((name,)),
    )


def _lost(number: int, kind: str, name: str, cell: str, count: int, rules: Readings) -> Problem:
    rows = Text(
        vi=f"{count} dòng của bộ {number}", en=f"{count} row{'' if count == 1 else 's'} of set {number}"
    )
    if kind == "gone":
        return Problem(
            "no-counterpart",
            Text(
                vi=f"{rows.vi}: {rules.basis.book} không còn mức {cell}",
                en=f"{rows.en}: {rules.basis.book} has no level {cell} any more",
            ),
            Text(
                vi="Không thể đoán các hồ sơ này thuộc mức nào",
                en="Which level these rows would have is not known",
            ),
            Text(vi="Ghi các dòng này vào mức khác", en="Give those rows another level"),
            Where((name,)),
        )
    return Problem(
        "shared-points",
        Text(
            vi=f"{rows.vi}: {cell} có thể là nhiều mức, nay khác nhau theo {rules.basis.book}",
            en=f"{rows.en}: {cell} can be several levels, which differ under {rules.basis.book}",
        ),
        Text(vi="Chỉ theo điểm thì không biết là mức nào", en="Points alone do not say which level is meant"),
        Text(vi="Ghi ký hiệu của mức trong cả cột", en="Write level keys in the whole column"),
        Where((name,)),
    )
