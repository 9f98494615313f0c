"""Points and stars of the same dossiers by OpenFisca-core 46 and by ocopkit.

    python tests/benchmarks/openfisca.py

makes an environment for OpenFisca in a temporary folder (it wants libraries of its own versions), lets it
compute there, holds every total and every star against ours, prints the ratios and their bounds, and exits
with 1 if one falls below. An environment that has openfisca-core already can be named:
``--python /path/python``.

The OpenFisca model is written as its documentation teaches: an entity; an input variable for each criterion;
parameters for bands and minimums; vectorised formulas for each section, part and total, for the minimums of
each star, and for the stars. It is measured twice. *By levels*, dossiers say which level they have, and what
a level is worth is a parameter, looked up by it: the law as data, which an amendment can change. *By points*,
dossiers hold the points already, and all that is left is adding up and comparing. Inputs are set once,
outside of what is timed; what is timed is ``calculate("stars")`` in a simulation that has computed nothing
yet, and, on our side, compiling the set and all that follows.
"""

import json
import subprocess
import sys
import tempfile
import time
import venv
from importlib import import_module
from pathlib import Path
from typing import Any

ROUNDS = 3
BOUNDS = {"levels": 40.0, "points": 3.0}
NOT_ASKED = "not_asked"
PERIOD = "2026"
PACKAGE = "openfisca-core>=46,<47"


def model(folder: Path) -> None:
    """Write the dossiers and the law as plain data, for a process that doesn't know us."""
    import numpy as np

    shared = import_module("simulation")
    whole, names = shared.matrix()
    form = shared.BOOK[shared.SET]
    column = {one.code: name for one, name in zip(form.criteria, names, strict=True)}
    minimums: dict[int, list[tuple[str, int, list[str]]]] = {}
    ranks = np.empty_like(whole)
    for place, one in enumerate(form.criteria):
        ranks[:, place] = np.searchsorted([level.points for level in one.levels], whole[:, place])
        for rank, level in enumerate(one.levels):
            if level.minimum_for:
                enough = [other.key for other in one.levels[rank:]]
                minimums.setdefault(level.minimum_for, []).append((column[one.code], level.points, enough))
    asked = whole[:, names.index("c5_1")] > 0
    story = names.index("c5_2")
    ranks[~asked, story] = len(form.criteria[story].levels)
    np.save(folder / "points-in.npy", whole)
    np.save(folder / "levels-in.npy", ranks)
    law = {
        "columns": names,
        "levels": {
            column[one.code]: {level.key: level.points for level in one.levels} | {NOT_ASKED: 0}
            for one in form.criteria
        },
        "sections": {
            s.code: [column[one.code] for one in s.criteria] for p in form.parts for s in p.sections
        },
        "parts": {part.code: [section.code for section in part.sections] for part in form.parts},
        "minimums": minimums,
        "bands": {band.stars: max(band.at_least, 0) for band in shared.BOOK.articles.bands},
    }
    (folder / "law.json").write_text(json.dumps(law), encoding="utf-8")


def theirs(folder: Path, kind: str) -> None:  # noqa: C901, PLR0915 (one model, from parameters to stars)
    """Compute the stars by OpenFisca, and print the best time; runs in OpenFisca's environment."""
    import numpy as np

    def of(module: str, name: str) -> Any:  # where types are checked, OpenFisca isn't installed
        return getattr(import_module(f"openfisca_core.{module}"), name)

    build_entity, system_class = of("entities", "build_entity"), of("taxbenefitsystems", "TaxBenefitSystem")
    variable_class, year, enum = (
        of("variables", "Variable"),
        of("periods", "YEAR"),
        of("indexed_enums", "Enum"),
    )

    law: dict[str, Any] = json.loads((folder / "law.json").read_text(encoding="utf-8"))
    whole = np.load(folder / f"{kind}-in.npy")
    dossier = build_entity(key="dossier", plural="dossiers", label="A dossier", is_person=True)
    system = system_class([dossier])

    def since(value: int) -> dict[str, Any]:
        return {"values": {"2026-01-01": {"value": value}}}

    system.parameters = of("parameters", "ParameterNode")(
        data={
            "bands": {f"stars_{stars}": since(points) for stars, points in law["bands"].items()},
            "minimums": {
                f"stars_{stars}": {column: since(points) for column, points, _ in ones}
                for stars, ones in law["minimums"].items()
            },
            "points": {
                column: {key: since(points) for key, points in levels.items()}
                for column, levels in law["levels"].items()
            },
        }
    )

    def variable(name: str, formula: Any = None, **fields: Any) -> None:
        fields = {"value_type": int, "entity": dossier, "definition_period": year, "label": name} | fields
        if formula is not None:
            fields["formula"] = formula
        system.add_variable(type(name, (variable_class,), fields))

    def sum_of(names: list[str]) -> Any:
        def formula(dossiers: Any, period: Any) -> Any:
            return sum(dossiers(name, period) for name in names)

        return formula

    def points_of(column: str) -> Any:
        def formula(dossiers: Any, period: Any, parameters: Any) -> Any:
            return parameters(period).points[column][dossiers(f"level_{column}", period)]

        return formula

    def meets_by_points(stars: str) -> Any:
        columns = [column for column, _, _ in law["minimums"][stars]]

        def formula(dossiers: Any, period: Any, parameters: Any) -> Any:
            least = parameters(period).minimums[f"stars_{stars}"]
            met = dossiers(columns[0], period) >= least[columns[0]]
            for column in columns[1:]:
                met = met & (dossiers(column, period) >= least[column])
            return met

        return formula

    def meets_by_levels(stars: str) -> Any:
        def formula(dossiers: Any, period: Any) -> Any:
            met = np.ones(dossiers.count, dtype=bool)
            for column, _, enough in law["minimums"][stars]:
                level = dossiers(f"level_{column}", period)
                met = met & np.logical_or.reduce([level == level.possible_values[key] for key in enough])
            return met

        return formula

    def stars_of(dossiers: Any, period: Any, parameters: Any) -> Any:
        points = dossiers("points", period)
        bands = parameters(period).bands
        found = np.ones(dossiers.count, dtype=np.int32)
        met = np.ones(dossiers.count, dtype=bool)
        for stars in sorted(law["bands"], key=int):
            if stars in law["minimums"]:
                met = met & dossiers(f"meets_{stars}", period)
            found = np.where((points >= bands[f"stars_{stars}"]) & met, int(stars), found)
        return found

    kinds: dict[str, Any] = {}
    for column, levels in law["levels"].items():
        if kind == "points":
            variable(column)
        else:
            kinds[column] = enum(f"Level{column}", {key: key for key in levels})
            lowest = next(iter(kinds[column]))
            variable(f"level_{column}", value_type=enum, possible_values=kinds[column], default_value=lowest)
            variable(column, points_of(column))
    for section, columns in law["sections"].items():
        variable(f"section_{section}", sum_of(columns))
    for part, sections in law["parts"].items():
        variable(f"part_{part}", sum_of([f"section_{section}" for section in sections]))
    variable("points", sum_of([f"part_{part}" for part in law["parts"]]))
    for stars in law["minimums"]:
        formula = meets_by_points(stars) if kind == "points" else meets_by_levels(stars)
        variable(f"meets_{stars}", formula, value_type=bool)
    variable("stars", stars_of)

    best = float("inf")
    for _ in range(ROUNDS):
        simulation = of("simulations", "SimulationBuilder")().build_default_simulation(
            system, count=len(whole)
        )
        for place, column in enumerate(law["columns"]):
            if kind == "points":
                simulation.set_input(column, PERIOD, whole[:, place].astype(np.int32))
            else:
                simulation.set_input(f"level_{column}", PERIOD, whole[:, place].astype(np.int16))
        start = time.perf_counter()
        stars = simulation.calculate("stars", PERIOD)
        best = min(best, time.perf_counter() - start)
    np.save(folder / "points.npy", simulation.calculate("points", PERIOD))
    np.save(folder / "stars.npy", stars)
    print(best)


def ours(folder: Path, kind: str) -> float:
    """Return the best time of the same by ocopkit, after holding every result against theirs."""
    import numpy as np
    import polars as pl

    from ocopkit.simulation.population import population

    shared = import_module("simulation")
    law = json.loads((folder / "law.json").read_text(encoding="utf-8"))
    whole = np.load(folder / f"{kind}-in.npy")
    columns = {name: pl.Series(whole[:, at]) for at, name in enumerate(law["columns"])}
    if kind == "levels":
        for name, levels in law["levels"].items():
            keys = [key for key in levels if key != NOT_ASKED]
            cells = pl.Series([*keys, None], dtype=pl.Enum(keys))
            columns[name] = cells.gather(columns[name].cast(pl.UInt32))
    people = population(pl.DataFrame(columns), shared.BOOK, set=shared.SET)

    def scored() -> pl.DataFrame:
        compiled = people.compiled(shared.SET, detail=True)
        found: pl.DataFrame = compiled.over(people.frame).select("points", "stars").collect().to_native()
        return found

    best = float("inf")
    for _ in range(10 * ROUNDS):
        start = time.perf_counter()
        found = scored()
        best = min(best, time.perf_counter() - start)
    for name in ("points", "stars"):
        if not (found[name].to_numpy() == np.load(folder / f"{name}.npy")).all():
            sys.exit(f"{name}: the two don't agree")
    return best


def main(python: str | None) -> int:
    """Print the ratios; return 1 if one is below its bound."""
    slow = 0
    with tempfile.TemporaryDirectory(prefix="ocopkit-openfisca-") as made:
        folder = Path(made)
        if python is None:
            venv.create(folder / "env", with_pip=True)
            python = str(folder / "env" / "bin" / "python")
            subprocess.run([python, "-m", "pip", "install", "--quiet", PACKAGE], check=True)
        model(folder)
        for kind, bound in BOUNDS.items():
            command = [python, __file__, "--theirs", str(folder), kind]
            told = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.split()
            other, own = float(told[-1]), ours(folder, kind)
            ratio = other / own
            slow += ratio < bound
            print(f"by {kind}: OpenFisca {other * 1e3:.0f} ms, ocopkit {own * 1e3:.1f} ms, same results")
            name = f"OpenFisca-core 46 / ocopkit, by {kind}"
            print(f"{name:<50} {ratio:7.2f}   bound {bound:g}   {'ok' if ratio >= bound else 'TOO SLOW'}")
    return 1 if slow else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--theirs"]:
        theirs(Path(sys.argv[2]), sys.argv[3])
    else:
        sys.exit(main(sys.argv[2] if sys.argv[1:2] == ["--python"] else None))
