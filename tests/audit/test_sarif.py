"""Findings as SARIF 2.1.0."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema

from ocopkit import RuleBook
from ocopkit.rules.audit import audit, audit_folder
from ocopkit.rules.sarif import to_sarif

BOOK = Path("src/ocopkit/criteria/qd-26-2026")

_TEXT = {"type": "object", "required": ["text"], "properties": {"text": {"minLength": 1}}}
_LEVEL = {"enum": ["error", "warning", "note"]}
ESSENTIALS: dict[str, Any] = {
    "type": "object",
    "required": ["$schema", "version", "runs"],
    "properties": {
        "version": {"const": "2.1.0"},
        "runs": {
            "minItems": 1,
            "maxItems": 1,
            "items": {
                "required": ["tool", "results"],
                "properties": {
                    "tool": {
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "required": ["name", "version", "rules"],
                                "properties": {
                                    "rules": {
                                        "items": {
                                            "required": ["id", "shortDescription", "help"],
                                            "properties": {
                                                "shortDescription": _TEXT,
                                                "help": _TEXT,
                                                "defaultConfiguration": {"properties": {"level": _LEVEL}},
                                            },
                                        }
                                    }
                                },
                            }
                        },
                    },
                    "results": {
                        "items": {
                            "required": ["ruleId", "ruleIndex", "level", "message", "locations"],
                            "properties": {
                                "level": _LEVEL,
                                "message": _TEXT,
                                "locations": {
                                    "minItems": 1,
                                    "items": {
                                        "properties": {
                                            "physicalLocation": {
                                                "required": ["artifactLocation", "region"],
                                                "properties": {
                                                    "artifactLocation": {
                                                        "properties": {
                                                            "uri": {"pattern": "^[^/:][^: \\\\]*$"}
                                                        }
                                                    },
                                                    "region": {
                                                        "properties": {
                                                            "startLine": {
                                                                "type": "integer",
                                                                "minimum": 1,
                                                            },
                                                            "startColumn": {
                                                                "type": "integer",
                                                                "minimum": 1,
                                                            },
                                                        }
                                                    },
                                                },
                                            }
                                        }
                                    },
                                },
                            },
                        }
                    },
                },
            },
        },
    },
}
"""What the standard requires of what we write: section 3.13 (log), 3.14 (run), 3.27 (result) and below."""


def test_the_log_has_the_shape_of_sarif_2_1_0() -> None:
    """The log, its run, its rules and its results have what the standard requires of them."""
    log = json.loads(json.dumps(to_sarif(audit_folder(BOOK, root=Path.cwd()))))
    jsonschema.validate(log, ESSENTIALS)
    (run,) = log["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(rules) == len(set(rules))
    assert all(rules[one["ruleIndex"]] == one["ruleId"] for one in run["results"])


def test_each_finding_is_a_result_at_its_file_and_line() -> None:
    """A result's address leads from the root that was asked for to the line of the finding."""
    findings = audit_folder(BOOK, root=Path.cwd())
    results = to_sarif(findings)["runs"][0]["results"]
    assert len(results) == len(findings)
    for finding, result in zip(findings, results, strict=True):
        place = result["locations"][0]["physicalLocation"]
        assert Path(place["artifactLocation"]["uri"]).is_file()
        assert place["region"]["startLine"] == finding.where.line
        assert result["level"] == finding.severity


def test_a_finding_without_a_file_has_its_clause_for_a_place(book: RuleBook) -> None:
    """A book in memory has no files; its clauses are logical locations."""
    log = to_sarif(audit(book))
    jsonschema.validate(log, ESSENTIALS)
    places = [one["locations"][0] for one in log["runs"][0]["results"]]
    assert not any("physicalLocation" in place for place in places)
    names = {place["logicalLocations"][0]["fullyQualifiedName"] for place in places}
    assert "qd-26-2026:7/3.1/b" in names


def test_a_finding_keeps_its_fingerprint_when_lines_move(edited: Callable[..., Any]) -> None:
    """A line added above a finding makes no other finding of it."""

    def fingerprints(log: dict[str, Any]) -> list[str]:
        return [one["partialFingerprints"]["clause/v1"] for one in log["runs"][0]["results"]]

    before = fingerprints(to_sarif(audit_folder(BOOK)))
    assert len(set(before)) == len(before)
    assert not edited("book.yaml", "id: qd-26-2026\n", "# moved\n\nid: qd-26-2026\n")


def test_a_document_that_cannot_be_read_is_a_result_too(tmp_path: Path) -> None:
    """Problems of loading have rules of their own, told by what is wrong."""
    log = to_sarif(audit_folder(tmp_path), lang="vi")
    jsonschema.validate(log, ESSENTIALS)
    assert log["runs"][0]["tool"]["driver"]["rules"][0]["id"] == "unreadable"
