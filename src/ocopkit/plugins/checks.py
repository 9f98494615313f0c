"""Extra checks by packs, each in a process of its own with a time limit.

What a pack's code does to the copy that it gets stays in that process; only plain findings come back, as
JSON. So a check can neither alter what it looks at nor break or delay it beyond the limit. The copy holds no
personal data.
"""

import json
import pickle
import subprocess
import time
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from attrs import evolve, frozen

from ocopkit.cases.dossier import Dossier
from ocopkit.errors import Problem
from ocopkit.plugins import hooks
from ocopkit.plugins.faults import from_plain, no_answer, too_slow
from ocopkit.plugins.offers import Offer
from ocopkit.plugins.processes import SECONDS, started
from ocopkit.product import without_personal_data
from ocopkit.scoring.score import Score
from ocopkit.text import Text


@frozen
class PackFinding:
    """A finding that a pack adds.

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
    """What the packs' checks find.

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
    return _checked(hooks.CHECK_SCORE, {"score": _impersonal(score)}, offers, seconds)


def check_dossier(
    dossier: Dossier, offers: Iterable[Offer] | None = None, *, on: date, seconds: float = SECONDS
) -> Checked:
    """Return what the checks of packs find in a dossier; the dossier itself stays as it is.

    Args:
        dossier: The dossier.
        offers: What the packs offer; what is installed if left out.
        on: The day on which it is looked at.
        seconds: The time that all checks together have.
    """
    shown = evolve(dossier, product=without_personal_data(dossier.product))
    return _checked(hooks.CHECK_DOSSIER, {"dossier": shown, "on": on}, offers, seconds)


def _impersonal(score: Score) -> Score:
    """Return a score whose sheet tells nothing personal: whoever wrote a pack has no part in it."""
    product = score.sheet.product
    if product is None or product.producer is None or product.producer.representative is None:
        return score
    return evolve(score, sheet=evolve(score.sheet, product=without_personal_data(product)))


def _checked(hook: str, given: dict[str, Any], offers: Iterable[Offer] | None, seconds: float) -> Checked:
    if offers is None:
        from ocopkit.plugins.discovery import installed

        offers = installed()
    checking = [offer for offer in offers if hook in offer.checks]
    found: list[Checked] = []
    if checking:
        with TemporaryDirectory() as folder:
            found = _run(hook, pickle.dumps(given), checking, seconds, Path(folder))
    return Checked(
        tuple(finding for one in found for finding in one.findings),
        tuple(problem for one in found for problem in one.problems),
    )


def _run(hook: str, content: bytes, offers: list[Offer], seconds: float, folder: Path) -> list[Checked]:
    """Run the checks at the same time; files between the processes keep one from waiting for another."""
    given = folder / "given"
    given.write_bytes(content)
    end = time.monotonic() + seconds
    processes: list[subprocess.Popen[bytes]] = []
    for place, offer in enumerate(offers):
        with given.open("rb") as stdin, (folder / str(place)).open("wb") as stdout:
            words = ("check", offer.pack, offer.module, hook)
            processes.append(started(*words, stdin=stdin, stdout=stdout, source=offer.source))
    found: list[Checked] = []
    for place, (offer, process) in enumerate(zip(offers, processes, strict=True)):
        try:
            status = process.wait(max(end - time.monotonic(), 0))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            found.append(Checked(problems=(too_slow(offer.pack, offer.module, hook, seconds),)))
            continue
        found.append(_read(offer, hook, status, (folder / str(place)).read_bytes()))
    return found


def _read(offer: Offer, hook: str, status: int, answer: bytes) -> Checked:
    try:
        told: dict[str, Any] = json.loads(answer)
        return Checked(
            tuple(
                PackFinding(offer.pack, one["code"], Text(vi=one["vi"], en=one["en"]), one["at"])
                for one in told["findings"]
            ),
            tuple(map(from_plain, told["problems"])),
        )
    except (ValueError, KeyError, TypeError):
        return Checked(problems=(no_answer(offer.pack, offer.module, hook, status),))
