"""A product's life, to be lived in tests."""

import json
from typing import Any

from ocop_web.examples import EXAMPLES

LIFE: list[dict[str, Any]] = [
    {"kind": "dossier-filed", "on": "2026-06-01", "set": 11},
    {"kind": "assessed", "on": "2026-06-15", "by": "commune"},
    {"kind": "forwarded", "on": "2026-06-16", "by": "commune"},
    {"kind": "council-result", "on": "2026-08-03", "by": "province", "points": 92},
    {"kind": "recognised", "on": "2026-08-06", "by": "province"},
    {"kind": "certificate-issued", "on": "2026-08-07", "by": "province", "number": "1/2026"},
]
"""From the dossier to the certificate: 92 points are four stars here, and five hoped for from the centre."""

PERSON = {"name": "Nguyễn Văn Thử", "telephone": "0900 000 000"}
"""Somebody who is nobody's business."""


def case(key: str = "tea-1", events: int = 0) -> dict[str, Any]:
    """Return a case with the first so many events of a life."""
    begun: dict[str, Any] = json.loads(json.dumps(EXAMPLES["CaseRecord"]))
    begun["product"]["producer"]["representative"] = PERSON
    return {**begun, "id": key, "events": LIFE[:events]}
