"""Vietnam's OCOP programme (Mỗi xã một sản phẩm, One Commune One Product) as a library.

A *rule book* is one legal decision as data. A *score sheet* against one of its criteria sets gives a
*score*: points, gates, minimums, stars, and the reason for each. The names below are the public face;
each is loaded when it is first used. The rooms behind it, such as ``ocopkit.errors``, ``ocopkit.cases`` or
``ocopkit.simulation``, are packages to import from.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from ocopkit.version import __version__

if TYPE_CHECKING:
    from ocopkit import errors
    from ocopkit.cases.case import Case
    from ocopkit.catalog import Catalog, books, rule_book
    from ocopkit.crosswalks import translate
    from ocopkit.errors import DocumentError, OcopError, Problem, SheetError
    from ocopkit.product import Producer, Product
    from ocopkit.rules.amend import amend
    from ocopkit.rules.audit import audit
    from ocopkit.rules.book import RuleBook
    from ocopkit.rules.criteria import CriteriaSet
    from ocopkit.rules.diff import diff
    from ocopkit.rules.export import export_book
    from ocopkit.scoring.blank import blank_sheet
    from ocopkit.scoring.bounds import bounds
    from ocopkit.scoring.council import MemberSheet, decide
    from ocopkit.scoring.explain import explain
    from ocopkit.scoring.regulation import Regulation, load_regulation
    from ocopkit.scoring.report import report
    from ocopkit.scoring.score import Score, score
    from ocopkit.scoring.sheet import ScoreSheet
    from ocopkit.scoring.upgrade import path_to
    from ocopkit.sheets import dump_sheet, load_sheet, parse_sheet
    from ocopkit.text import Text

_HOMES = {
    "Case": "cases.case",
    "Catalog": "catalog",
    "CriteriaSet": "rules.criteria",
    "DocumentError": "errors",
    "MemberSheet": "scoring.council",
    "OcopError": "errors",
    "Problem": "errors",
    "Producer": "product",
    "Product": "product",
    "Regulation": "scoring.regulation",
    "RuleBook": "rules.book",
    "Score": "scoring.score",
    "ScoreSheet": "scoring.sheet",
    "SheetError": "errors",
    "Text": "text",
    "amend": "rules.amend",
    "audit": "rules.audit",
    "blank_sheet": "scoring.blank",
    "books": "catalog",
    "bounds": "scoring.bounds",
    "decide": "scoring.council",
    "diff": "rules.diff",
    "dump_sheet": "sheets",
    "explain": "scoring.explain",
    "export_book": "rules.export",
    "load_regulation": "scoring.regulation",
    "load_sheet": "sheets",
    "parse_sheet": "sheets",
    "path_to": "scoring.upgrade",
    "report": "scoring.report",
    "rule_book": "catalog",
    "score": "scoring.score",
    "translate": "crosswalks",
}

__all__ = [
    "Case",
    "Catalog",
    "CriteriaSet",
    "DocumentError",
    "MemberSheet",
    "OcopError",
    "Problem",
    "Producer",
    "Product",
    "Regulation",
    "RuleBook",
    "Score",
    "ScoreSheet",
    "SheetError",
    "Text",
    "__version__",
    "amend",
    "audit",
    "blank_sheet",
    "books",
    "bounds",
    "decide",
    "diff",
    "dump_sheet",
    "errors",
    "explain",
    "export_book",
    "load_regulation",
    "load_sheet",
    "parse_sheet",
    "path_to",
    "report",
    "rule_book",
    "score",
    "translate",
]


def __getattr__(name: str) -> object:
    """Load a public name on first use, so that importing the library costs next to nothing."""
    if name == "errors":
        return import_module("ocopkit.errors")
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
