"""The command that runs cases of law: check-cases."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ocopkit.cli import _output
from ocopkit.cli._language import Language
from ocopkit.cli._problems import FILE_HAS_PROBLEMS, FINE, tell_all
from ocopkit.errors import OcopError, Problem, few, problem_report

if TYPE_CHECKING:
    from ocopkit.casebook.model import CaseResult, LegalCase


def check_cases(
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="FILE|FOLDER", help="Case files, YAML or JSON, or folders of them."),
    ],
    lang: Language,
    everything: Annotated[
        bool, typer.Option("--all", help="Name also the cases that came out as expected.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> int:
    """Hold what the rules say against what cases expect (kiểm tra các trường hợp)."""
    from ocopkit.casebook.reading import case_files, read_cases
    from ocopkit.casebook.running import run_case
    from ocopkit.casebook.telling import tell_count, tell_result

    problems: list[Problem] = []
    cases: list[LegalCase] = []
    for path in paths:
        try:
            files = case_files(path)
        except OcopError as error:
            problems += error.problems
            continue
        for file in files:
            try:
                cases += read_cases(file)
            except OcopError as error:
                problems += error.problems
    results = [run_case(case) for case in cases]
    if as_json:
        from ocopkit.documents import to_json

        _output.write(
            to_json(
                {"cases": [_plain(one) for one in results], "problems": [*map(problem_report, few(problems))]}
            )
        )
    else:
        tell_all(problems, lang)
        _output.lines(
            (tell_result(one, lang=lang), "" if one.passed else "red")
            for one in results
            if everything or not one.passed
        )
        _output.write(tell_count(results, lang=lang))
    return FINE if not problems and all(one.passed for one in results) else FILE_HAS_PROBLEMS


def _plain(result: "CaseResult") -> dict[str, Any]:
    case, found = result.case, result.found
    scored = found.score
    return {
        "case": {"vi": case.sentence.vi, "en": case.sentence.en},
        "where": {"file": case.where.file, "line": case.where.line, "column": case.where.column},
        "passed": result.passed,
        "differences": [
            {
                "what": {"vi": one.what.vi, "en": one.what.en},
                "expected": one.expected,
                "found": one.found,
            }
            for one in result.differences
        ],
        "rule_book": found.book.id if found.book else None,
        "points": scored.points if scored else None,
        "stars": scored.stars if scored else found.band.stars if found.band else None,
        "problems": [problem_report(problem) for problem in found.problems],
    }
