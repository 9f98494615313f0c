"""A rule book as one JSON document, and back."""

from typing import Any, cast

from attrs import field, frozen

from ocopkit.conversion import expect, from_plain, to_plain
from ocopkit.errors import DocumentError, Problem, Where
from ocopkit.rules.articles import Articles
from ocopkit.rules.book import RuleBook
from ocopkit.rules.criteria import CriteriaSet
from ocopkit.rules.facts import Vocabulary
from ocopkit.text import Text


@frozen
class _Exported:
    rule_book: Articles
    sets: tuple[CriteriaSet, ...]
    facts: Vocabulary = field(factory=Vocabulary)


def export_book(book: RuleBook) -> dict[str, Any]:
    """Return a whole rule book as plain values, ready for JSON.

    Args:
        book: The rule book.

    Returns:
        ``{"rule_book": {"id", "digest", "instrument", "bands", "readings", …}, "sets": [{"number",
        "slug", "name", "group", "parts", …}], "facts": {"facts": […]}}``, as the JSON Schema
        ``export.schema.json`` describes.

    Example:
        >>> import ocopkit
        >>> data = ocopkit.export_book(ocopkit.rule_book("qd-26-2026"))
        >>> data["sets"][10]["slug"]
        'fresh-and-processed-tea'
    """
    expect(book, RuleBook, "book")
    articles = to_plain(book.articles)
    for band in articles["bands"]:
        band.setdefault("recognised_by", None)
    header = {"id": articles.pop("id"), "digest": book.digest, **articles}
    return {"rule_book": header, "sets": [_set(one) for one in book], "facts": to_plain(book.facts)}


def import_book(data: dict[str, Any]) -> RuleBook:
    """Return the rule book that :func:`export_book` made plain.

    Args:
        data: What it returned, also after a trip through JSON.

    Raises:
        DocumentError: With every value that does not fit, each with its path; if sets are missing or too
            many; if the content isn't the one that its digest was made of.
    """
    given = cast("object", data)  # it may come from anywhere
    top = cast("dict[str, object]", given) if isinstance(given, dict) else {}
    if not isinstance(top.get("rule_book"), dict):
        raise DocumentError([_no_book()])
    header = cast("dict[str, object]", top["rule_book"])
    digest = header.get("digest")
    articles = {key: value for key, value in header.items() if key != "digest"}
    exported = from_plain({**top, "rule_book": articles}, _Exported)
    listed = sorted(entry.number for entry in exported.rule_book.entries())
    if listed != sorted(one.number for one in exported.sets):
        raise DocumentError([_other_sets(listed)])
    book = RuleBook.of(exported.rule_book, {one.number: one for one in exported.sets}, exported.facts)
    if digest is not None and digest != book.digest:
        raise DocumentError([_other_digest()])
    return book


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


def _no_book() -> Problem:
    return Problem(
        "missing-key",
        Text(vi="Thiếu khóa 'rule_book'", en="The key 'rule_book' is missing"),
        Text(vi="Dữ liệu xuất gồm rule_book và sets", en="An export has rule_book and sets"),
        Text(vi="Dùng đúng tài liệu do ocopkit export ghi ra", en="Use what ocopkit export wrote"),
    )


def _other_sets(listed: list[int]) -> Problem:
    numbers = ", ".join(map(str, listed))
    return Problem(
        "set-differs",
        Text(vi="Các bộ tiêu chí không khớp danh mục", en="The sets are not those that the articles list"),
        Text(vi=f"Danh mục có: {numbers}", en=f"Listed are: {numbers}"),
        Text(vi="Sửa danh mục hoặc thêm, bớt bộ cho khớp", en="Mend the list, or add or remove sets"),
        Where(("sets",)),
    )


def _other_digest() -> Problem:
    return Problem(
        "other-digest",
        Text(
            vi="Nội dung khác với mã nội dung (digest) ghi kèm",
            en="The content is not the one that its digest names",
        ),
        Text(vi="Dữ liệu đã bị sửa sau khi xuất", en="It was changed after it was exported"),
        Text(
            vi="Xuất lại, hoặc xóa digest nếu bạn cố ý sửa",
            en="Export it again, or delete the digest if you changed it on purpose",
        ),
        Where(("rule_book", "digest")),
    )
