"""Audit findings as SARIF 2.1.0, the format in which code-hosting services take the results of checks."""

import hashlib
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from ocopkit.rules.audit import AuditFinding
from ocopkit.rules.audits.kinds import KINDS
from ocopkit.text import Lang
from ocopkit.version import __version__

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def to_sarif(findings: Iterable[AuditFinding], *, lang: Lang = "en") -> dict[str, Any]:
    """Return audit findings as a SARIF 2.1.0 log, ready for JSON.

    Args:
        findings: The findings. Services find the lines if files are named from the repository's root
            on, as :func:`~ocopkit.rules.audit.audit_folders` does with that ``root``.
        lang: The language of the messages.

    Returns:
        One run with one rule for each kind of finding, and one result for each finding. A finding without
        a file has its clause for a place.

    Example:
        >>> to_sarif([])["version"]
        '2.1.0'
    """
    several = tuple(findings)
    codes = list(dict.fromkeys(one.code for one in several))
    driver = {
        "name": "ocopkit",
        "version": __version__,
        "rules": [_rule(code, several, lang) for code in codes],
    }
    results = [_result(one, codes.index(one.code), lang) for one in several]
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}],
    }


def _rule(code: str, findings: tuple[AuditFinding, ...], lang: Lang) -> dict[str, Any]:
    example = next(one for one in findings if one.code == code)
    title = KINDS[code].title if code in KINDS else example.what
    help_text = f"{example.why.say(lang)}. {example.mend.say(lang)}."
    return {
        "id": code,
        "shortDescription": {"text": title.say(lang)},
        "help": {"text": help_text},
        "defaultConfiguration": {"level": example.severity},
    }


def _result(one: AuditFinding, rule: int, lang: Lang) -> dict[str, Any]:
    also = f" ({', '.join(one.also)})" if one.also else ""
    message = f"{one.clause}{also}: " if one.clause else ""
    texts = ". ".join(text.say(lang) for text in (one.what, one.why, one.mend))
    place: dict[str, Any] = {"logicalLocations": [{"fullyQualifiedName": f"{one.book}:{one.clause}"}]}
    if one.where.file:
        place["physicalLocation"] = {
            "artifactLocation": {"uri": quote(one.where.file)},
            "region": {"startLine": one.where.line or 1, "startColumn": one.where.column or 1},
        }
    return {
        "ruleId": one.code,
        "ruleIndex": rule,
        "level": one.severity,
        "message": {"text": f"{message}{texts}."},
        "locations": [place],
        "partialFingerprints": {"clause/v1": _fingerprint(one)},
        "properties": {"book": one.book, "clause": one.clause, "explained": one.explained},
    }


def _fingerprint(one: AuditFinding) -> str:
    """Return what stays the same when lines move, so that a known finding isn't told as a new one."""
    told = f"{one.book}\n{one.code}\n{one.clause}\n{one.what.vi}"
    return hashlib.sha256(told.encode()).hexdigest()
