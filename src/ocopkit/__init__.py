"""Vietnam's OCOP programme (Mỗi xã một sản phẩm, One Commune One Product) as a library.

A *rule book* is one legal decision as data. A *score sheet* against one of its criteria sets gives a
*score*: points, gates, minimums, stars, and the reason for each. The names below are the public face;
each is loaded when it is first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from ocopkit.version import __version__

if TYPE_CHECKING:
    from ocopkit.cases.case import Case
    from ocopkit.catalog import Catalog, books, rule_book
    from ocopkit.crosswalks import crosswalk, translate
    from ocopkit.errors import (
        DocumentError,
        IncompleteSheetError,
        NotFoundError,
        NotInForceError,
        OcopError,
        Problem,
        SheetError,
    )
    from ocopkit.product import Producer, Product, ProductCode, producer_kind
    from ocopkit.rules.amend import amend
    from ocopkit.rules.audit import audit, audit_folder
    from ocopkit.rules.book import RuleBook
    from ocopkit.rules.criteria import CriteriaSet
    from ocopkit.rules.diff import diff
    from ocopkit.rules.export import export_book, import_book
    from ocopkit.scoring.blank import blank_sheet
    from ocopkit.scoring.bounds import Bounds, bounds
    from ocopkit.scoring.council import MemberSheet, decide
    from ocopkit.scoring.councils.minutes import explain_decision
    from ocopkit.scoring.explain import explain
    from ocopkit.scoring.readings import star_band
    from ocopkit.scoring.regulation import Regulation, load_regulation
    from ocopkit.scoring.report import report
    from ocopkit.scoring.score import Score, score
    from ocopkit.scoring.sheet import ScoreSheet
    from ocopkit.scoring.upgrade import path_to
    from ocopkit.scoring.upgrading.words import explain_path
    from ocopkit.sheets import dump_sheet, load_sheet, parse_sheet
    from ocopkit.text import Lang, Text

_HOMES = {
    "Bounds": "scoring.bounds",
    "Case": "cases.case",
    "Catalog": "catalog",
    "CriteriaSet": "rules.criteria",
    "DocumentError": "errors",
    "IncompleteSheetError": "errors",
    "Lang": "text",
    "MemberSheet": "scoring.council",
    "NotFoundError": "errors",
    "NotInForceError": "errors",
    "OcopError": "errors",
    "Problem": "errors",
    "Producer": "product",
    "Product": "product",
    "ProductCode": "product",
    "Regulation": "scoring.regulation",
    "RuleBook": "rules.book",
    "Score": "scoring.score",
    "ScoreSheet": "scoring.sheet",
    "SheetError": "errors",
    "Text": "text",
    "amend": "rules.amend",
    "audit": "rules.audit",
    "audit_folder": "rules.audit",
    "blank_sheet": "scoring.blank",
    "bounds": "scoring.bounds",
    "books": "catalog",
    "crosswalk": "crosswalks",
    "decide": "scoring.council",
    "diff": "rules.diff",
    "dump_sheet": "sheets",
    "explain": "scoring.explain",
    "explain_decision": "scoring.councils.minutes",
    "explain_path": "scoring.upgrading.words",
    "export_book": "rules.export",
    "import_book": "rules.export",
    "load_regulation": "scoring.regulation",
    "load_sheet": "sheets",
    "parse_sheet": "sheets",
    "path_to": "scoring.upgrade",
    "producer_kind": "product",
    "report": "scoring.report",
    "rule_book": "catalog",
    "score": "scoring.score",
    "star_band": "scoring.readings",
    "translate": "crosswalks",
}

__all__ = [
    "Bounds",
    "Case",
    "Catalog",
    "CriteriaSet",
    "DocumentError",
    "IncompleteSheetError",
    "Lang",
    "MemberSheet",
    "NotFoundError",
    "NotInForceError",
    "OcopError",
    "Problem",
    "Producer",
    "Product",
    "ProductCode",
    "Regulation",
    "RuleBook",
    "Score",
    "ScoreSheet",
    "SheetError",
    "Text",
    "__version__",
    "amend",
    "audit",
    "audit_folder",
    "blank_sheet",
    "books",
    "bounds",
    "crosswalk",
    "decide",
    "diff",
    "dump_sheet",
    "explain",
    "explain_decision",
    "explain_path",
    "export_book",
    "import_book",
    "load_regulation",
    "load_sheet",
    "parse_sheet",
    "path_to",
    "producer_kind",
    "report",
    "rule_book",
    "score",
    "star_band",
    "translate",
]


def __getattr__(name: str) -> object:
    """Load a public name on first use, so that importing the library costs next to nothing."""
    home = _HOMES.get(name)
    if home is None:
        message = f"module 'ocopkit' has no attribute {name!r}"
        raise AttributeError(message)
    value: object = getattr(import_module(f"ocopkit.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Return the public names."""
    return sorted(__all__)
