"""Extra checks of a score by packs, each in a process of its own with a time limit.

What a pack's code does to the copy that it gets stays in that process; only plain findings come back, as
JSON. So a check can neither alter a score nor break or delay it beyond the limit.
"""

import json
import os
import pickle
import subprocess
import sys
import time
from collections.abc import Iterable
from typing import Any

from attrs import frozen

from ocopkit.conversion import from_plain
from ocopkit.errors import DocumentError, Problem, Where
from ocopkit.plugins import hooks
from ocopkit.plugins.offers import Offer, pack_failed
from ocopkit.scoring.score import Score
from ocopkit.text import Text

SECONDS = 10.0
"""The time that all checks together have, unless a caller gives them another."""

MOST_FINDINGS = 1000
"""The most findings that one check may return."""


@frozen
class PackFinding:
    """A finding that a pack adds to a score.

    Args:
        pack: The pack's name.
        code: The kind of finding.
        text: What it is.
        at: The code of the criterion it concerns; empty if none.
    """

    pack: str
    code: str
    text: Text
    at: str = ""


@frozen
class Checked:
    """What the packs' checks say of a score.

    Args:
        findings: Their findings, in the order of the packs.
        problems: Why a pack's findings are left out.
    """

    findings: tuple[PackFinding, ...] = ()
    problems: tuple[Problem, ...] = ()


def check_score(score: Score, offers: Iterable[Offer] | None = None, *, seconds: float = SECONDS) -> Checked:
    """Return what the checks of packs find in a score; the score itself stays as it is.

    Args:
        score: The score.
        offers: What the packs offer; what is installed if left out.
        seconds: The time that all checks together have.
    """
    if offers is None:
        from ocopkit.plugins.discovery import installed

        offers = installed()
    checking = [offer for offer in offers if offer.checks]
    content = pickle.dumps(score) if checking else b""
    end = time.monotonic() + seconds
    runs = [(offer, _started(offer)) for offer in checking]
    findings: list[PackFinding] = []
    problems: list[Problem] = []
    for offer, process in runs:
        found = _finished(offer, process, content, end, seconds)
        findings.extend(found.findings)
        problems.extend(found.problems)
    return Checked(tuple(findings), tuple(problems))


def _started(offer: Offer) -> "subprocess.Popen[bytes]":
    paths = os.pathsep.join(filter(None, sys.path))
    return subprocess.Popen(  # noqa: S603 (our own interpreter and module)
        [sys.executable, "-P", "-m", "ocopkit.plugins.worker", offer.pack, offer.checks],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": paths},
    )


def _finished(
    offer: Offer, process: "subprocess.Popen[bytes]", content: bytes, end: float, seconds: float
) -> Checked:
    try:
        answer, _ = process.communicate(content, timeout=max(end - time.monotonic(), 0.01))
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return Checked(problems=(_too_slow(offer, seconds),))
    try:
        told: dict[str, Any] = json.loads(answer)
        where = Where(file=told.get("file"), line=told.get("line"))
        if "failed" in told:
            return Checked(problems=(pack_failed(offer.pack, told["failed"], where, hooks.CHECK_SCORE),))
        if "returned" in told:
            return Checked(problems=(_returned(offer, told["returned"], where),))
        return Checked(tuple(_finding(offer.pack, one) for one in told["findings"]))
    except (ValueError, KeyError, TypeError, AttributeError, DocumentError):
        return Checked(problems=(_no_answer(offer, process.returncode),))


def _finding(pack: str, plain: dict[str, Any]) -> PackFinding:
    return from_plain({"pack": pack, **plain}, PackFinding)


_OTHERS_STAND = Text(
    vi="Phát hiện của gói này bị bỏ qua; kết quả quốc gia không đổi",
    en="Its findings are left out; national results stand",
)
_TELL = Text(vi="Báo cho người viết gói", en="Tell the author of the pack")


def _too_slow(offer: Offer, seconds: float) -> Problem:
    return Problem(
        "pack-too-slow",
        Text(
            vi=f"Gói {offer.pack!r}, {hooks.CHECK_SCORE} ({offer.checks}): quá {seconds:g} giây",
            en=f"The pack {offer.pack!r}, {hooks.CHECK_SCORE} ({offer.checks}): over {seconds:g} seconds",
        ),
        _OTHERS_STAND,
        _TELL,
    )


def _no_answer(offer: Offer, status: int) -> Problem:
    hook = f"{offer.pack!r}, {hooks.CHECK_SCORE} ({offer.checks})"
    return Problem(
        "pack-failed",
        Text(
            vi=f"Gói {hook}: tiến trình kết thúc với mã {status}",
            en=f"The pack {hook}: its process ended with {status}",
        ),
        _OTHERS_STAND,
        _TELL,
    )


def _returned(offer: Offer, value: str, where: Where) -> Problem:
    return Problem(
        "pack-return",
        Text(
            vi=f"Gói {offer.pack!r}: {hooks.CHECK_SCORE} trả về {value}",
            en=f"The pack {offer.pack!r}: {hooks.CHECK_SCORE} returned {value}",
        ),
        Text(
            vi=f"Phải trả về danh sách Finding, nhiều nhất {MOST_FINDINGS}, chữ có cả hai ngôn ngữ",
            en=f"It returns a list of Finding, at most {MOST_FINDINGS}, with texts in both languages",
        ),
        Text(vi="Sửa hàm này trong gói", en="Mend that function of the pack"),
        where,
    )
