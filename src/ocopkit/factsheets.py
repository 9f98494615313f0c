"""Fact sheets as documents: read from YAML or JSON, and written."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

from attrs import field, frozen

from ocopkit.assessing.facts import GivenFact, problems_of
from ocopkit.assessing.sheet import FactSheet
from ocopkit.catalog import Catalog, catalog_for
from ocopkit.documents import Document, parse, read, to_yaml
from ocopkit.errors import DocumentError, NotFoundError, OcopError, Problem, SheetError, together
from ocopkit.local.supplement import Supplement
from ocopkit.product import Product
from ocopkit.rules.book import RuleBook
from ocopkit.rules.conditions import Value, plain_number
from ocopkit.rules.criteria import CriteriaSet
from ocopkit.scoring.score import basis_of
from ocopkit.scoring.sheet import ANSWERS, RAISED, ScoreSheet

_VALUE = {"type": ["boolean", "number", "string", "null"]}


@frozen
class GivenFactFile:
    """A fact as a file writes it, under its key.

    Args:
        value: Its value: a number (a share as 0.62), true or false, or the key of an option; empty if it
            isn't known yet.
        paper: The key of the dossier's supporting paper that proves it.
        document: Which document that is, in words.
        as_of: The day on which it was measured, or the last day of the period measured.
        issuer: For a certificate, who issued it.
        number: For a certificate, its number.
        valid_from: For a certificate, its first valid day.
        valid_until: For a certificate, its last valid day.
    """

    value: Any = field(default=None, metadata={"schema": _VALUE})
    paper: str | None = None
    document: str | None = None
    as_of: date | None = None
    issuer: str | None = None
    number: str | None = None
    valid_from: date | None = None
    valid_until: date | None = None


@frozen
class FactSheetFile:
    """A fact sheet as a file writes it.

    Args:
        rule_book: The id of the rule book, such as ``qd-26-2026``, or of a supplement.
        set: The criteria set, by slug or number.
        on: The day of the council.
        facts: The facts by their keys.
        answers: The council's own answers by code; each stands over any proposal.
        raised: The gates that apply, by key, each with its reason.
        product: The product.
    """

    rule_book: str
    set: int | str
    on: date | None = None
    facts: dict[str, GivenFactFile] = field(factory=dict[str, GivenFactFile])
    answers: dict[str, Any] | None = field(default=None, metadata=ANSWERS)
    raised: dict[str, Any] | None = field(default=None, metadata=RAISED)
    product: Product | None = None


@frozen
class FactSheetDocument:
    """A fact sheet with the document it was read from.

    Args:
        sheet: The fact sheet.
        document: The document, which knows where each fact stands.
    """

    sheet: FactSheet
    document: Document

    def located(self, error: OcopError) -> OcopError:
        """Return an error about the sheet with its problems placed in the document."""
        return type(error)(map(self.document.located, error.problems))


def read_facts(
    file: Path, *, catalog: Catalog | None = None, supplements: Iterable[Supplement] = ()
) -> FactSheetDocument:
    """Read a fact sheet from a YAML or JSON file.

    Args:
        file: The file.
        catalog: The rule books to find its book in; those known in this environment if left out.
        supplements: Local criteria that a sheet may name in place of a rule book, by their id.

    Raises:
        DocumentError: With every problem of the document, each at its file, line and column: how it is
            written, its keys, its book and set, its facts, the council's own answers.
    """
    return facts_of_document(read(file), catalog=catalog, supplements=supplements)


def load_facts(
    file: Path | str, *, catalog: Catalog | None = None, supplements: Iterable[Supplement] = ()
) -> FactSheet:
    """Return the fact sheet of a YAML or JSON file.

    Args:
        file: The file's path.
        catalog: The rule books to find its book in; those known in this environment if left out.
        supplements: Local criteria that a sheet may name in place of a rule book, by their id.

    Raises:
        DocumentError: With every problem of the document, each at its file, line and column.

    Example:
        >>> load_facts("examples/facts/tea.yaml").on
        datetime.date(2026, 9, 1)
    """
    return read_facts(Path(file), catalog=catalog, supplements=supplements).sheet


def parse_facts(text: str, *, catalog: Catalog | None = None) -> FactSheet:
    """Return the fact sheet that a YAML (or JSON) text holds.

    Args:
        text: The text.
        catalog: The rule books to find its book in; those known in this environment if left out.

    Raises:
        DocumentError: With every problem of the text, each at its line and column.

    Example:
        >>> sheet = parse_facts('''
        ... rule_book: qd-26-2026
        ... set: fresh-and-processed-tea
        ... facts:
        ...   local-labour-commune-share: {value: 0.62, paper: local-labour}
        ... ''')
        >>> from datetime import date
        >>> sheet.assess(date(2026, 9, 1)).proposal("3.3").answer
        'b'
    """
    return facts_of_document(parse(text), catalog=catalog).sheet


def facts_of_document(
    document: Document, *, catalog: Catalog | None = None, supplements: Iterable[Supplement] = ()
) -> FactSheetDocument:
    """Return the fact sheet that a document holds; see :func:`read_facts`."""
    content, problems = document.attempt(FactSheetFile)
    found: list[Problem] = []
    local = {one.id: one.book for one in supplements}
    sheet = None if content is None else _sheet(content, partial(_book, catalog, local), found)
    problems = together(problems, map(document.located, found))
    if problems or sheet is None:
        raise DocumentError(problems)
    return FactSheetDocument(sheet, document)


def dump_facts(sheet: FactSheet) -> str:
    """Return a fact sheet as a YAML text that :func:`parse_facts` reads back.

    Args:
        sheet: The fact sheet.
    """
    content = FactSheetFile(
        rule_book=basis_of(sheet.criteria_set).book,
        set=sheet.criteria_set.slug,
        on=sheet.on,
        facts={one.fact: _written(one) for one in sheet.facts},
        answers=dict(sheet.answers) or None,
        raised=dict(sheet.raised) or None,
        product=sheet.product,
    )
    return to_yaml(content)


def _book(catalog: Catalog | None, local: Mapping[str, RuleBook], key: str) -> RuleBook:
    return local[key] if key in local else (catalog or catalog_for(key)).book(key)


def _sheet(
    content: FactSheetFile, find: Callable[[str], RuleBook], problems: list[Problem]
) -> FactSheet | None:
    """Return the fact sheet of a file's content, or none if it has problems, which are added."""
    form = _form(content, find, problems)
    if form is None:
        return None
    facts = tuple(given_fact(key, one) for key, one in content.facts.items() if one.value is not None)
    problems += problems_of(facts, form)
    answers = content.answers or {}
    try:
        ScoreSheet(form, answers, content.raised or {}, content.product)
    except SheetError as error:
        problems += error.problems
    return FactSheet(form, facts, content.on, answers, content.raised or {}, content.product)


def _form(
    content: FactSheetFile, find: Callable[[str], RuleBook], problems: list[Problem]
) -> CriteriaSet | None:
    key = "rule_book"
    try:
        book = find(content.rule_book)
        key = "set"
        return book[content.set]
    except NotFoundError as error:
        problems += [problem.under(key) for problem in error.problems]
        return None


_PARTICULARS = ("paper", "document", "as_of", "issuer", "number", "valid_from", "valid_until")


def given_fact(key: str, one: GivenFactFile) -> GivenFact:
    """Return a fact as a file writes it, under its key.

    Args:
        key: The fact's key in the vocabulary.
        one: What the file says of it.
    """
    return GivenFact(key, one.value, **{name: getattr(one, name) for name in _PARTICULARS})


def _written(one: GivenFact) -> GivenFactFile:
    return GivenFactFile(_plain(one.exact), **{name: getattr(one, name) for name in _PARTICULARS})


def _plain(value: Value) -> object:
    """Return a value as files write it: numbers with decimals where that is exact."""
    if not isinstance(value, Fraction):
        return value
    if value.denominator == 1:
        return value.numerator
    number = plain_number(value)
    return number if "/" in number else Decimal(number)
