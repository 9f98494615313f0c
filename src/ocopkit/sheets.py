"""Score sheets as documents: read, written, and made blank for filling in."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal, TypeVar, cast

from attrs import field, frozen

from ocopkit.catalog import Catalog, catalog_for
from ocopkit.conversion import expect, to_plain
from ocopkit.documents import Document, parse, read, to_yaml
from ocopkit.errors import (
    DocumentError,
    NotFoundError,
    OcopError,
    Problem,
    SheetError,
    Where,
    together,
)
from ocopkit.product import Product, producer_kind
from ocopkit.rules.book import RuleBook
from ocopkit.rules.criteria import CriteriaSet
from ocopkit.scoring.score import basis_of
from ocopkit.scoring.sheet import ANSWERS, RAISED, ScoreSheet
from ocopkit.text import Text

K = TypeVar("K")
T = TypeVar("T")


@frozen
class SheetFile:
    """A score sheet as a file writes it.

    Args:
        rule_book: The id of the rule book, such as ``qd-26-2026``.
        set: The criteria set, by slug or number.
        answers: An answer for each criterion by its code; empty where it isn't answered yet.
        raised: The gates that apply, by key, each with its reason.
        product: The product.
        digest: The digest of the rule book that the sheet was filled against, if it is to be checked.
        format: The version of the format; there is one, and it needn't be said.
    """

    rule_book: str
    set: int | str
    answers: dict[str, Any] = field(factory=dict[str, Any], metadata=ANSWERS)
    raised: dict[str, Any] | None = field(default=None, metadata=RAISED)
    product: Product | None = None
    digest: str | None = None
    format: Literal[1] = 1


@frozen
class SheetDocument:
    """A score sheet with the document it was read from.

    Args:
        sheet: The sheet.
        document: The document, which knows where each answer stands.
    """

    sheet: ScoreSheet
    document: Document

    def located(self, error: OcopError) -> OcopError:
        """Return an error about the sheet with its problems placed in the document."""
        return type(error)(map(self.document.located, error.problems))


def read_sheet(file: Path, *, catalog: Catalog | None = None) -> SheetDocument:
    """Read a score sheet from a YAML or JSON file.

    Args:
        file: The file.
        catalog: The rule books to find its book in; those known in this environment if left out.

    Raises:
        DocumentError: With every problem of the document, each at its file, line and column: how it is
            written, its keys, its book and set, its answers, its gates.
    """
    return sheet_of(read(file), catalog=catalog)


def sheet_of(document: Document, *, catalog: Catalog | None = None) -> SheetDocument:
    """Return the score sheet that a document holds; see :func:`read_sheet`."""
    content, problems = document.attempt(SheetFile)
    found: list[Problem] = []
    sheet = None if content is None else _sheet(content, catalog or catalog_for(content.rule_book), found)
    # Not to put "no" in quotes, but to take the gate out, is what mends a gate that isn't raised.
    gates = {one.where.path for one in found if one.code == "no-reason"}
    problems = [one for one in problems if one.where.path not in gates]
    problems = together(problems, map(document.located, found))
    if problems or sheet is None:
        raise DocumentError(problems)
    return SheetDocument(sheet, document)


def _sheet(content: SheetFile, catalog: Catalog, problems: list[Problem]) -> ScoreSheet | None:
    """Return the sheet of a file's content, or none if it has problems, which are added."""
    try:
        book = _under("rule_book", catalog.book, content.rule_book)
        problems += _of_another_text(content, book)
        form = _under("set", book.__getitem__, content.set)
        problems += _of_another_kind(content, book, form)
        return ScoreSheet(form, content.answers, content.raised or {}, content.product)
    except (NotFoundError, SheetError) as error:
        problems += error.problems
        return None


def load_sheet(file: Path | str, *, catalog: Catalog | None = None) -> ScoreSheet:
    """Return the score sheet of a YAML or JSON file.

    Args:
        file: The file's path.
        catalog: The rule books to find its book in; those known in this environment if left out.

    Raises:
        DocumentError: With every problem of the document, each at its file, line and column.

    Example:
        >>> import ocopkit
        >>> sheet = ocopkit.load_sheet("examples/sheets/tea-three-stars.yaml")
        >>> ocopkit.score(sheet).stars
        3
    """
    return read_sheet(Path(file), catalog=catalog).sheet


def parse_sheet(text: str, *, catalog: Catalog | None = None) -> ScoreSheet:
    """Return the score sheet that a YAML (or JSON) text holds.

    Args:
        text: The text.
        catalog: The rule books to find its book in; those known in this environment if left out.

    Raises:
        DocumentError: With every problem of the text, each at its line and column.
    """
    expect(text, str, "text")
    return sheet_of(parse(text), catalog=catalog).sheet


def sheet_from_plain(value: object, *, catalog: Catalog | None = None) -> ScoreSheet:
    """Return the score sheet that plain values hold, such as the body of a request, read from JSON.

    Args:
        value: What :func:`sheet_to_plain` returned, or the same from elsewhere: ``rule_book``, ``set``,
            ``answers``, and if need be ``raised``, ``product`` and ``digest``.
        catalog: The rule books to find its book in; those known in this environment if left out.

    Raises:
        DocumentError: With every problem of the values, each with its path.

    Example:
        >>> sheet = sheet_from_plain({"rule_book": "qd-26-2026", "set": 11, "answers": {"1.1": "c"}})
        >>> sheet.criteria_set.name.en, dict(sheet.answers)
        ('Fresh and processed tea', {'1.1': 'c'})
    """
    return sheet_of(Document("<sheet>", cast("Any", value), {}), catalog=catalog).sheet


def sheet_to_plain(sheet: ScoreSheet) -> dict[str, Any]:
    """Return a score sheet as plain values, ready for JSON, that :func:`sheet_from_plain` reads back.

    Args:
        sheet: The sheet, complete or not. All that it says of the product is written, personal data too.

    Example:
        >>> import ocopkit
        >>> tea = ocopkit.rule_book("qd-26-2026")[11]
        >>> plain = sheet_to_plain(ocopkit.ScoreSheet(tea, {"1.1": 3}))
        >>> plain["set"], plain["answers"]
        ('fresh-and-processed-tea', {'1.1': 'c'})
    """
    plain: dict[str, Any] = to_plain(_content(sheet))
    return plain


def dump_sheet(sheet: ScoreSheet) -> str:
    """Return a score sheet as a YAML text that :func:`parse_sheet` reads back.

    Args:
        sheet: The sheet, complete or not.
    """
    return to_yaml(_content(sheet))


def _content(sheet: ScoreSheet) -> SheetFile:
    expect(sheet, ScoreSheet, "sheet")
    basis = basis_of(sheet.criteria_set)
    return SheetFile(
        rule_book=basis.book,
        set=sheet.criteria_set.slug,
        answers=dict(sheet.answers),
        raised=dict(sheet.raised) or None,
        product=sheet.product,
        digest=basis.digest,
    )


def _of_another_text(content: SheetFile, book: RuleBook) -> Iterator[Problem]:
    if content.digest is not None and content.digest != book.digest:
        yield Problem(
            "other-digest",
            Text(
                vi=f"Phiếu được lập theo một nội dung khác của {book.id}",
                en=f"The sheet was filled against another text of {book.id}",
            ),
            Text(
                vi=f"Mã nội dung (digest) ở đây là {book.digest[:12]}…, trên phiếu là {content.digest[:12]}…",
                en=f"The digest here is {book.digest[:12]}…, on the sheet {content.digest[:12]}…",
            ),
            Text(
                vi="Rà lại các câu trả lời rồi xóa dòng digest, hoặc dùng phiên bản cũ",
                en="Go over the answers and delete the digest, or use the older version",
            ),
            Where(("digest",)),
        )


def _of_another_kind(content: SheetFile, book: RuleBook, form: CriteriaSet) -> Iterator[Problem]:
    producer = content.product.producer if content.product else None
    if producer and producer.kind is not None:
        try:
            producer_kind(book, producer.kind, group=form.group)
        except NotFoundError as error:
            yield from (problem.under("product", "producer", "kind") for problem in error.problems)


def _under(key: str, find: Callable[[K], T], name: K) -> T:
    """Return what is found by a name, or raise with the problems put below the name's key."""
    try:
        return find(name)
    except NotFoundError as error:
        raise NotFoundError(problem.under(key) for problem in error.problems) from None
