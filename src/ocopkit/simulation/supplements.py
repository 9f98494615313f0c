"""Local supplements for many products: what a place adds, scored beside the national result."""

from collections.abc import Iterable

import narwhals as nw

from ocopkit.errors import DocumentError, Problem, Where
from ocopkit.local.supplement import Supplement
from ocopkit.simulation.cells import column_of, gate_column
from ocopkit.simulation.compile import Rows, any_of
from ocopkit.simulation.population import Population, population
from ocopkit.simulation.refusals import missing_column
from ocopkit.simulation.results import results


def local_name(supplement: Supplement, name: str) -> str:
    """Return what a column of a supplement is called: its id, with ``_`` for each hyphen, and the name.

    Args:
        supplement: The supplement.
        name: The column as it would be called in a population of its own: ``cX_1``, ``gate_burning``, …

    Example:
        >>> from pathlib import Path
        >>> from ocopkit.local.supplement import load_supplement
        >>> folder = Path("examples/packs/vi-du/src/ocop_vi_du/documents/supplements")
        >>> local_name(load_supplement(folder / "vi-du-xanh-2026.yaml"), "cX_1")
        'vi_du_xanh_2026_cX_1'
    """
    return f"{supplement.id.replace('-', '_')}_{name}"


def with_supplements(people: Population, supplements: Iterable[Supplement]) -> Rows:
    """Return the points and stars of every row, and beside them those of local supplements.

    The columns of a supplement begin with its id (see :func:`local_name`). A row in which none of them is
    filled has no local score; one that is begun must be complete. The national result is the same with
    and without them.

    Args:
        people: The population; the supplements' columns are among those kept beside national answers.
        supplements: The supplements.

    Returns:
        What :func:`~ocopkit.simulation.results.results` gives, without the supplements' answers, and for each
        supplement ``…_points`` and ``…_grade`` (the number of the grade, 0 for none); still lazy.

    Raises:
        DocumentError: With all that doesn't fit: columns that are missing, values that no level has,
            missing answers, each with its column and rows.

    Example:
        >>> from pathlib import Path
        >>> import ocopkit, polars
        >>> from ocopkit.local.supplement import load_supplement
        >>> folder = Path("examples/packs/vi-du/src/ocop_vi_du/documents/supplements")
        >>> green = load_supplement(folder / "vi-du-xanh-2026.yaml")
        >>> book = ocopkit.rule_book("qd-26-2026")
        >>> best = {column_of(one.code): [one.max] for one in book[11].criteria}
        >>> local = {local_name(green, column_of(one.code)): [one.max] for one in green.form.criteria}
        >>> with_supplements(
        ...     population(polars.DataFrame(best | local), book, set=11), [green]
        ... ).collect().rows()
        [(100, 5, 10, 5)]
    """
    rows = results(people)
    problems: list[Problem] = []
    steps: list[tuple[Supplement, Population]] = []
    for supplement in supplements:
        try:
            steps.append((supplement, _own(people, supplement)))
        except DocumentError as error:
            problems += [_renamed(supplement, problem) for problem in error.problems]
    if problems:
        raise DocumentError(problems)
    kept = list(rows.collect_schema().names())
    for supplement, own in steps:
        columns = _columns(supplement, kept)
        prefix = local_name(supplement, "")
        filled = any_of(~nw.col(name).is_null() for name in _criteria(supplement).values())
        rows = rows.with_columns(**{plain: nw.col(name) for plain, name in columns.items()})
        rows = own.compiled(own.sets[0], prefix=prefix).over(rows)
        grade, points = f"{prefix}grade", f"{prefix}points"
        here = filled if isinstance(filled, nw.Expr) else nw.lit(filled)
        rows = rows.with_columns(
            **{
                points: nw.when(here).then(nw.col(points)),
                grade: nw.when(here).then(nw.col(f"{prefix}stars")),
            }
        )
        kept = [*(name for name in kept if name not in columns.values()), points, grade]
        rows = rows.select(*kept)
    return rows


def _own(people: Population, supplement: Supplement) -> Population:
    """Return the rows that a supplement is answered for, as a population of its own form."""
    names = people.frame.collect_schema().names()
    wanted = _criteria(supplement)
    absent = [plain for plain, name in wanted.items() if name not in names]
    if absent:
        raise DocumentError([missing_column(name, [supplement.form.number]) for name in absent])
    columns = _columns(supplement, names)
    filled = any_of(~nw.col(name).is_null() for name in wanted.values())
    frame = people.frame if isinstance(filled, bool) else people.frame.filter(filled)
    more = {"id": nw.col("id")} if "id" in names else {}
    own = frame.select(**{plain: nw.col(name) for plain, name in columns.items()}, **more)
    return population(own, supplement.book, set=supplement.form.number)


def _criteria(supplement: Supplement) -> dict[str, str]:
    names = [column_of(one.code) for one in supplement.form.criteria]
    return {name: local_name(supplement, name) for name in names}


def _columns(supplement: Supplement, names: Iterable[str]) -> dict[str, str]:
    """Return the columns that a supplement has among those there are, by what they are to it."""
    gates = [gate_column(gate.key) for gate, _ in supplement.form.all_gates()]
    found = _criteria(supplement) | {name: local_name(supplement, name) for name in gates}
    there = set(names)
    return {plain: name for plain, name in found.items() if name in there}


def _renamed(supplement: Supplement, problem: Problem) -> Problem:
    path = tuple(
        local_name(supplement, part) if isinstance(part, str) else part for part in problem.where.path
    )
    where = Where(path, on_key=problem.where.on_key)
    return Problem(problem.code, problem.what, problem.why, problem.mend, where)
