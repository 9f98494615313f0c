"""Code of packs in processes of their own, which can be stopped.

No code of a pack ever runs in the process that asks. A pack that hangs, ends its process or changes
whatever it can reach harms nobody but itself.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import EntryPoint
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import IO, Any

from ocopkit.plugins import hooks
from ocopkit.plugins.asking import Answer
from ocopkit.plugins.faults import from_plain, no_answer, to_plain, too_slow

SECONDS = 10.0
"""The time that a pack has to answer, unless a caller gives it another."""


def asked(
    points: Iterable[EntryPoint], *, seconds: float = SECONDS, source: Path | None = None
) -> dict[str, Answer]:
    """Return what packs offer, by their names, asked in a process of their own.

    They are asked one after the other. One that takes too long, or ends the process, is left out and
    says so, and the others are asked in another process.

    Args:
        points: Their entry points, each of another name.
        seconds: The time that each pack has.
        source: A folder to import from first, for packs that aren't installed.
    """
    left = list(points)
    answers: dict[str, Answer] = {}
    while left:
        answers |= _asked_in_one(left, seconds, source)
        left = [point for point in left if point.name not in answers]
    return answers


def started(
    *words: str,
    stdin: int | IO[bytes],
    stdout: int | IO[bytes] = subprocess.PIPE,
    source: Path | None = None,
) -> "subprocess.Popen[bytes]":
    """Return a process of :mod:`ocopkit.plugins.worker` that finds the same packages as this one.

    Args:
        *words: What it is to do.
        stdin: What it reads, as :class:`subprocess.Popen` takes it.
        stdout: Where it writes.
        source: A folder to import from first.
    """
    paths = os.pathsep.join([*([str(source.resolve())] if source else []), *filter(None, sys.path)])
    return subprocess.Popen(  # noqa: S603 (our own interpreter and module)
        [sys.executable, "-P", "-m", "ocopkit.plugins.worker", *words],
        stdin=stdin,
        stdout=stdout,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": paths},
    )


def told(answer: Answer) -> str:
    """Return an answer as one line of JSON, to be handed to another process."""
    return json.dumps(
        {
            "folders": [str(folder) for folder in answer.folders],
            "checks": answer.checks,
            "problems": [to_plain(problem) for problem in answer.problems],
        }
    )


def _heard(line: bytes) -> Answer:
    plain: Mapping[str, Any] = json.loads(line)
    return Answer(
        tuple(Path(folder) for folder in plain["folders"]),
        tuple(plain["checks"]),
        tuple(from_plain(problem) for problem in plain["problems"]),
    )


def _asked_in_one(points: Sequence[EntryPoint], seconds: float, source: Path | None) -> dict[str, Answer]:
    """Return the answers of a process, up to and with the first pack that fails to give one."""
    answers: dict[str, Answer] = {}
    words = (f"{point.name}={point.value}" for point in points)
    process = started("offer", *words, stdin=subprocess.DEVNULL, source=source)
    lines: Queue[bytes] = Queue()
    reader = Thread(target=_read, args=(process.stdout, lines), daemon=True)
    reader.start()
    try:
        for point in points:
            try:
                line = lines.get(timeout=seconds)
                answers[point.name] = _heard(line)
            except Empty:
                answers[point.name] = Answer(
                    problems=(too_slow(point.name, point.value, hooks.DOCUMENTS, seconds),)
                )
                return answers
            except (ValueError, KeyError, TypeError):
                problem = no_answer(point.name, point.value, hooks.DOCUMENTS, _status(process))
                answers[point.name] = Answer(problems=(problem,))
                return answers
    finally:
        process.kill()
        process.wait()
        reader.join(1)
        if process.stdout and not reader.is_alive():  # a process that a pack left behind may hold it
            process.stdout.close()
    return answers


def _status(process: "subprocess.Popen[bytes]") -> int | None:
    """Return the status with which a process ends that has nothing more to say."""
    try:
        return process.wait(1)
    except subprocess.TimeoutExpired:
        return None


def _read(stream: "IO[bytes]", lines: "Queue[bytes]") -> None:
    """Put each line of a stream into a queue, and an empty one once it ends."""
    for line in stream:
        lines.put(line)
    lines.put(b"")
