"""The process in which code of packs runs, started by those who ask; see :func:`main`."""

import json
import os
import pickle
import sys
from collections.abc import Iterable, Mapping
from importlib.metadata import EntryPoint
from itertools import islice
from typing import IO, Any, TypeGuard, cast

from ocopkit.plugins import hooks
from ocopkit.plugins.asking import Answer, ask, managed, returned
from ocopkit.plugins.faults import failed, to_plain, wrong_return
from ocopkit.plugins.processes import told
from ocopkit.text import Text

MOST_FINDINGS = 1000
"""The most findings that one check may return."""


def offered(pack: str, module: str) -> Answer:
    """Return what a pack offers, its module imported here.

    Args:
        pack: The pack's name.
        module: The module as its entry point names it.
    """
    try:
        plugin = EntryPoint(pack, module, hooks.NAME).load()
    except BaseException as error:  # noqa: BLE001 (whatever a pack does, it is only left out)
        return Answer(problems=(failed(pack, error),))
    return ask(pack, plugin)


def checked(pack: str, module: str, hook: str, given: Mapping[str, object]) -> dict[str, Any]:
    """Return what one pack's check finds, or why it finds nothing, as plain values.

    Args:
        pack: The pack's name.
        module: The module as its entry point names it.
        hook: The hook's name.
        given: Its arguments.
    """
    findings: list[dict[str, str]] = []
    try:
        plugin = EntryPoint(pack, module, hooks.NAME).load()
        for answer in returned(managed(pack, plugin), hook, given):
            if not isinstance(answer, Iterable) or isinstance(answer, str | bytes):
                return _wrong(pack, plugin, hook, answer)
            some = list(islice(cast("Iterable[object]", answer), MOST_FINDINGS + 1))
            if len(some) > MOST_FINDINGS:
                return _wrong(pack, plugin, hook, some)
            for one in some:
                if not _is_finding(one):
                    return _wrong(pack, plugin, hook, one)
                findings.append({"code": one.code, "vi": one.text.vi, "en": one.text.en, "at": one.at})
    except BaseException as error:  # noqa: BLE001 (as above)
        return {"findings": [], "problems": [to_plain(failed(pack, error, hook))]}
    return {"findings": findings, "problems": []}


def _is_finding(one: object) -> "TypeGuard[Any]":
    from ocopkit.scoring.score import Finding

    if not isinstance(one, Finding):
        return False
    texts = (one.code, one.at, getattr(one.text, "vi", None), getattr(one.text, "en", None))
    return all(isinstance(text, str) for text in texts)


_FINDINGS = Text(
    vi=f"Phải trả về danh sách Finding, nhiều nhất {MOST_FINDINGS}, chữ có cả hai ngôn ngữ",
    en=f"It returns a list of Finding, at most {MOST_FINDINGS}, with texts in both languages",
)


def _wrong(pack: str, plugin: object, hook: str, value: object) -> dict[str, Any]:
    problem = wrong_return(pack, plugin, hook, value, _FINDINGS)
    return {"findings": [], "problems": [to_plain(problem)]}


def main(task: str, *words: str) -> None:
    """Do what is asked and leave; what packs print goes nowhere.

    Args:
        task: ``"offer"``, to say what each pack offers, a line of JSON each; or ``"check"``, to check what
            standard input holds, pickled.
        *words: ``PACK=MODULE …`` to offer; ``PACK MODULE HOOK`` to check.
    """
    given: dict[str, object] = {}
    if task == "check":
        given = pickle.load(sys.stdin.buffer)  # noqa: S301 (from the process that started this one)
    out = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    with os.fdopen(out, "w", encoding="utf-8") as stream:
        _answer(stream, task, words, given)
    os._exit(0)  # a thread that a pack left running must not keep us


def _answer(stream: "IO[str]", task: str, words: tuple[str, ...], given: Mapping[str, object]) -> None:
    if task == "check":
        pack, module, hook = words
        stream.write(json.dumps(checked(pack, module, hook, given)))
        return
    for word in words:
        pack, _, module = word.partition("=")
        stream.write(told(offered(pack, module)) + "\n")
        stream.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
