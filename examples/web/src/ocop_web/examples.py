"""What requests hold, by the name of their schema: shown at ``/docs``. Names are made up."""

from typing import Any

ANSWERS = {
    "1.1": "c",
    "1.2": "c",
    "1.3": "d",
    "1.4": "c",
    "1.5": "c",
    "1.6": "b",
    "1.7": "b",
    "2.1": "b",
    "2.2": "d",
    "2.3": "b",
    "2.4": "b",
    "3.1": "b",
    "3.2": "b",
    "3.3": "b",
    "3.4": "b",
    "3.5": "b",
    "4.1": "c",
    "4.2": "b",
    "4.3": "b",
    "5.1": "b",
    "5.2": "b",
    "5.3": "c",
    "6.1.1": "b",
    "6.1.2": "b",
    "6.2.1": "b",
    "6.2.2": "c",
    "6.2.3": "b",
    "7": "c",
    "8": "c",
    "9": "c",
    "10": "b",
    "11": "c",
}
"""A tea of 66 points and three stars."""

SHEET: dict[str, Any] = {
    "rule_book": "qd-26-2026",
    "set": "fresh-and-processed-tea",
    "product": {"name": "Chè minh họa", "producer": {"name": "HTX Minh Họa", "kind": "cooperative"}},
    "answers": ANSWERS,
}

EXAMPLES: dict[str, Any] = {
    "SheetFile": SHEET,
    "Council": {
        "tier": "province",
        "members": [
            {"name": "Chủ tịch", "role": "chair", "sheets": [SHEET]},
            {"name": "Ủy viên 1", "sheets": [{**SHEET, "answers": {**ANSWERS, "5.1": "c"}}]},
            {"name": "Ủy viên 2", "sheets": [SHEET]},
        ],
    },
    "CaseRecord": {
        "format": 1,
        "id": "tea-1",
        "product": {
            "name": "Chè minh họa",
            "producer": {"name": "HTX Minh Họa", "kind": "cooperative", "province": "19"},
        },
    },
    "Event": {"kind": "dossier-filed", "on": "2026-06-01", "set": 11},
}
