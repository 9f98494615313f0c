"""The process in which one pack checks one score: ``python -m ocopkit.plugins.worker PACK MODULE``.

It reads a score from standard input and writes one JSON document to standard output.
"""

import json
import os
import pickle
import sys
from collections.abc import Iterable
from importlib.metadata import EntryPoint
from itertools import islice
from typing import Any, TypeGuard, cast

from ocopkit.plugins import hooks
from ocopkit.plugins.checks import MOST_FINDINGS
from ocopkit.plugins.offers import failed, wrong_return
from ocopkit.scoring.score import Finding, Score
from ocopkit.text import same


def answer(pack: str, module: str, score: Score) -> dict[str, Any]:
    """Return what one pack's check says of a score, or why it says nothing, as plain values.

    Args:
        pack: The pack's name.
        module: The module as its entry point names it.
        score: The score.
    """
    findings: list[object] = []
    try:
        plugin = EntryPoint(pack, module, hooks.NAME).load()
        returned = getattr(plugin, hooks.CHECK_SCORE)(score)
        if isinstance(returned, Iterable) and not isinstance(returned, str | bytes):
            findings = list(islice(cast("Iterable[object]", returned), MOST_FINDINGS + 1))
        else:
            return _wrong(pack, plugin, returned)
    except (Exception, SystemExit) as error:  # noqa: BLE001 (whatever a pack does, it is only left out)
        problem = failed(pack, error)
        said = f"{type(error).__name__}: {error}"
        return {"failed": said, "file": problem.where.file, "line": problem.where.line}
    told: list[dict[str, Any]] = []
    for one in findings:
        if not _is_finding(one):
            return _wrong(pack, plugin, one)
        told.append({"code": one.code, "text": {"vi": one.text.vi, "en": one.text.en}, "at": one.at})
    return _wrong(pack, plugin, findings) if len(told) > MOST_FINDINGS else {"findings": told}


def _is_finding(one: object) -> TypeGuard[Finding]:
    if not isinstance(one, Finding):
        return False
    texts = (one.code, one.at, getattr(one.text, "vi", None), getattr(one.text, "en", None))
    return all(isinstance(text, str) for text in texts)


def _wrong(pack: str, plugin: object, value: object) -> dict[str, Any]:
    problem = wrong_return(pack, plugin, hooks.CHECK_SCORE, value, same(""))
    return {"returned": repr(value)[:200], "file": problem.where.file, "line": problem.where.line}


def main(pack: str, module: str) -> None:
    """Read, check, answer; what the pack prints goes nowhere."""
    score: Score = pickle.load(sys.stdin.buffer)  # noqa: S301 (from the process that started this one)
    out = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    told = json.dumps(answer(pack, module, score)).encode()
    with os.fdopen(out, "wb") as stream:
        stream.write(told)
    os._exit(0)  # a thread that the pack left running must not keep us


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
