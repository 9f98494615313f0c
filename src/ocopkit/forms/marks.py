"""What a workbook says it is, on its hidden worksheet: its kind, decision and set, in which languages."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from attrs import evolve, frozen

from ocopkit.catalog import Catalog, catalog_for
from ocopkit.errors import DocumentError, NotFoundError, Problem, Where
from ocopkit.forms import damage
from ocopkit.forms.excel import Worksheet
from ocopkit.forms.grid import DATA_SHEET, VERSION
from ocopkit.page import Langs
from ocopkit.rules.basis import Basis
from ocopkit.rules.book import RuleBook
from ocopkit.rules.criteria import CriteriaSet

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook

WorkbookKind = Literal["form", "facts"]
"""What a workbook is: the form of a score sheet, or of a fact sheet."""

_VERSIONS: Mapping[WorkbookKind, int] = {"form": VERSION, "facts": 1}
"""The version of each kind's shape; a workbook of another shape is not read."""

MOST_MEMBERS = 30
"""More members than any council has."""

_LANGS: Mapping[str, Langs] = {"vi": ("vi",), "en": ("en",), "vi+en": ("vi", "en"), "en+vi": ("en", "vi")}


@frozen(eq=False)
class Mark:
    """What a workbook says it is.

    Args:
        book: Its rule book.
        form: Its criteria set.
        langs: Its languages; answers are in the first.
        members: How many members' sheets are in a council's workbook; 0 if it isn't one.
    """

    book: RuleBook
    form: CriteriaSet
    langs: Langs
    members: int


def write_mark(
    worksheet: Worksheet,
    kind: WorkbookKind,
    form: CriteriaSet,
    basis: Basis,
    langs: Langs,
    members: int = 0,
) -> None:
    """Write what a workbook is into the first rows of its hidden worksheet.

    Args:
        worksheet: The hidden worksheet.
        kind: What the workbook is.
        form: The criteria set.
        basis: What it rests on.
        langs: The languages.
        members: How many members' sheets are in it.
    """
    told: list[tuple[str, str | int]] = [
        (f"ocopkit-{kind}", _VERSIONS[kind]),
        ("rule_book", basis.book),
        ("digest", basis.digest),
        ("set", form.slug),
        ("lang", "+".join(langs)),
        ("members", members),
    ]
    for number, (name, value) in enumerate(told):
        worksheet.write_row(number, 0, [name, value])


def read_mark(
    workbook: "Workbook", kind: WorkbookKind, name: str, catalog: Catalog | None
) -> tuple[Mark, list[Problem]]:
    """Return what a workbook says it is, and what is wrong with that but doesn't keep it from being read.

    Args:
        workbook: The workbook.
        kind: What it should be.
        name: The file's name.
        catalog: The rule books to find its book in; those known in this environment if ``None``.

    Raises:
        DocumentError: If it isn't of that kind, or of another version, book or set.
    """
    if DATA_SHEET not in workbook.sheetnames:
        raise DocumentError([damage.not_a_form(name)])
    worksheet = workbook[DATA_SHEET]
    told = {str(worksheet.cell(row, 1).value): worksheet.cell(row, 2).value for row in range(1, 7)}

    def where(row: int, *path: str) -> Where:
        return Where(path, name, row, 2, worksheet=DATA_SHEET)

    version = told.get(f"ocopkit-{kind}")
    if version is None:
        other = any(f"ocopkit-{one}" in told for one in _VERSIONS if one != kind)
        refused = {"form": damage.of_facts, "facts": damage.of_scores}[kind] if other else damage.not_a_form
        raise DocumentError([refused(name)])
    if version != _VERSIONS[kind]:
        raise DocumentError([damage.other_version(version, where(1))])
    key, members = str(told.get("rule_book")), told.get("members")
    langs = _LANGS.get(str(told.get("lang")))
    if langs is None or not isinstance(members, int) or not 0 <= members <= MOST_MEMBERS:
        raise DocumentError([damage.not_a_form(name)])
    try:
        book = (catalog or catalog_for(key)).book(key)
        form = book[str(told.get("set"))]
    except NotFoundError as error:
        row = 2 if any(one.code == "unknown-book" for one in error.problems) else 4
        raise DocumentError(evolve(one, where=where(row)) for one in error.problems) from None
    digest = str(told.get("digest"))
    problems = [damage.other_text(book, digest, where(3, "digest"))] if digest != book.digest else []
    return Mark(book, form, langs, members), problems
