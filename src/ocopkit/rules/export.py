"""A rule book as one JSON document, and back."""

from typing import Any

from attrs import frozen

from ocopkit.conversion import from_plain, to_plain
from ocopkit.rules.articles import Articles
from ocopkit.rules.book import RuleBook
from ocopkit.rules.criteria import CriteriaSet


@frozen
class _Exported:
    rule_book: Articles
    sets: tuple[CriteriaSet, ...]


def export_book(book: RuleBook) -> dict[str, Any]:
    """Return a whole rule book as plain values, ready for JSON.

    Args:
        book: The rule book.

    Returns:
        ``{"rule_book": {"id", "digest", "instrument", "bands", "readings", …}, "sets": [{"number",
        "slug", "name", "group", "parts", …}]}``, as the JSON Schema ``export.schema.json`` describes.

    Example:
        >>> import ocopkit
        >>> data = ocopkit.export_book(ocopkit.rule_book("qd-26-2026"))
        >>> data["sets"][10]["slug"]
        'fresh-and-processed-tea'
    """
    articles = to_plain(book.articles)
    for band in articles["bands"]:
        band.setdefault("recognised_by", None)
    header = {"id": articles.pop("id"), "digest": book.digest, **articles}
    return {"rule_book": header, "sets": [_set(one) for one in book]}


def import_book(data: dict[str, Any]) -> RuleBook:
    """Return the rule book that :func:`export_book` made plain.

    Args:
        data: What it returned, also after a trip through JSON.

    Raises:
        DocumentError: With every value that does not fit, each with its path.
    """
    header = {key: value for key, value in data.get("rule_book", {}).items() if key != "digest"}
    exported = from_plain({**data, "rule_book": header}, _Exported)
    return RuleBook.of(exported.rule_book, {one.number: one for one in exported.sets})


def _set(criteria_set: CriteriaSet) -> dict[str, Any]:
    plain: dict[str, Any] = to_plain(criteria_set)
    for part in plain["parts"]:
        for section in part["sections"]:
            for criterion in section["criteria"]:
                criterion.setdefault("levels", [])
                criterion.setdefault("alternatives", [])
                ladders = [criterion["levels"], *(case["levels"] for case in criterion["alternatives"])]
                for level in (level for ladder in ladders for level in ladder):
                    level.setdefault("minimum_for", None)
    return plain
