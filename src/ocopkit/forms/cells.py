"""The cells of a worksheet that people filled in, read by the keys of its rows."""

from collections.abc import Callable, Collection, Mapping
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from attrs import frozen

from ocopkit.errors import Problem, Where
from ocopkit.forms import damage
from ocopkit.forms.formulas import gate_words
from ocopkit.forms.grid import Field
from ocopkit.forms.layout import label, possible
from ocopkit.page import Langs
from ocopkit.rules.criteria import CriteriaSet, Criterion, Gate
from ocopkit.scoring.readings import Readings
from ocopkit.text import Text

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

COLUMN = {letter: place for place, letter in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ", start=1)}
"""The number of each column that forms use."""

_MOST_ROWS = 5000
"""More rows than any form has, with room for what people add below."""


def rows_of(
    worksheet: "Worksheet", key_column: str, at: Mapping[str, int], seen: Callable[[str], str], file: str
) -> tuple[dict[str, int], list[Problem]]:
    """Return the row of each key, with the rows that are missing, moved or there twice.

    Args:
        worksheet: The worksheet.
        key_column: The hidden column that has the keys.
        at: Where each key should stand, from the top.
        seen: The column in which somebody looks at the row of a key.
        file: The file's name.
    """
    found: dict[str, int] = {}
    problems: list[Problem] = []

    def here(key: str, row: int) -> Where:
        return Where(path_of(key), file, row, COLUMN[seen(key)], worksheet=worksheet.title)

    for number in range(1, min(worksheet.max_row, _MOST_ROWS) + 1):
        key = worksheet.cell(number, COLUMN[key_column]).value
        if not isinstance(key, str) or key not in at:
            continue
        if key in found:
            problems.append(damage.repeated_row(key, found[key], here(key, number)))
        else:
            found[key] = number
    wanted = list(at)
    in_order = set[str]()
    have = list(found)
    for block in SequenceMatcher(None, wanted, have, autojunk=False).get_matching_blocks():
        in_order.update(wanted[block.a : block.a + block.size])
    for key in wanted:
        if key not in found:
            problems.append(damage.missing_row(key, here(key, at[key])))
        elif key not in in_order:
            problems.append(damage.moved_row(key, at[key], here(key, found[key])))
    return found, problems


def path_of(key: str) -> tuple[str, ...]:
    """Return the path of a row's key."""
    return tuple(key.split("/"))


@frozen(eq=False)
class Cells:
    """The cells of a worksheet, and what is wrong with them.

    Args:
        worksheet: The worksheet.
        rows: The row of each key.
        langs: The languages of the form; answers are in the first.
        file: The file's name.
        problems: What is wrong, to which reading adds.
    """

    worksheet: "Worksheet"
    rows: Mapping[str, int]
    langs: Langs
    file: str
    problems: list[Problem]

    def where(self, key: str, column: str) -> Where:
        """Return the place of a row's cell."""
        return Where(
            path_of(key), self.file, self.rows.get(key, 1), COLUMN[column], worksheet=self.worksheet.title
        )

    def cell(self, key: str, column: str) -> "Cell | MergedCell | None":
        """Return a row's cell, if the row is there."""
        row = self.rows.get(key)
        return None if row is None else self.worksheet.cell(row, COLUMN[column])

    def filled(self, key: str, column: str) -> "Cell | MergedCell | None":
        """Return a row's cell, if it is there and anything is in it."""
        cell = self.cell(key, column)
        return None if cell is None or is_blank(cell.value) else cell

    def answer(
        self, key: str, column: str, criterion: Criterion, form: CriteriaSet, rules: Readings
    ) -> str | None:
        """Return the answer to a criterion, if one is given."""
        cell = self.filled(key, column)
        if cell is None:
            return None
        offered = {label(one).say(self.langs[0]): one.answer for one in possible(form, criterion, rules)}
        value = trimmed(cell.value)
        if value in offered and cell.data_type != "f":
            return offered[value]
        self.problems.append(
            damage.not_offered(criterion, cell.value, list(offered), self.where(key, column))
        )
        return None

    def gate(self, gate: Gate, at: tuple[str, str], reason_at: tuple[str, str]) -> str | None:
        """Return why a gate is raised, if it is.

        Args:
            gate: The gate.
            at: The row and column that say whether it applies.
            reason_at: The row and column of the reason.
        """
        no, yes = (text.say(self.langs[0]) for text in gate_words(gate))
        cell, reason = self.filled(*at), self.text(*reason_at)
        value = "" if cell is None else trimmed(cell.value)
        if value == yes:
            return reason or ""
        if value not in {"", no}:
            offered = [no, yes]
            self.problems.append(
                damage.not_a_choice(gate.text, cell and cell.value, offered, self.where(*at))
            )
        elif reason:
            self.problems.append(damage.stray_reason(gate.text, self.where(*reason_at)))
        return None

    def field(self, one: Field, column: str) -> str | bool | None:
        """Return the value of a field above the form, or nothing."""
        value = self.text(one.key, column)
        if value is None or not one.choices:
            return value
        offered = {choice.text.say(self.langs[0]): choice.value for choice in one.choices}
        return self.one_of(one.key, column, one.text, value, offered)

    def one_of(
        self, key: str, column: str, name: Text, value: str, offered: Mapping[str, str | bool]
    ) -> str | bool | None:
        """Return what a word of a list stands for; tell of a word that the list doesn't have."""
        if value in offered:
            return offered[value]
        self.problems.append(damage.not_a_choice(name, value, list(offered), self.where(key, column)))
        return None

    def text(self, key: str, column: str) -> str | None:
        """Return the text of a cell; nothing where it is blank, and where it holds something else."""
        cell = self.filled(key, column)
        if cell is None:
            return None
        value: object = cell.value
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        if isinstance(value, str) and cell.data_type not in {"f", "e"}:
            return value.strip()
        self.problems.append(damage.not_text(value, self.where(key, column)))
        return None

    def named(
        self,
        filled: Mapping[tuple[str, ...], str | bool],
        fields: Mapping[tuple[str, ...], Field],
        column: str,
    ) -> dict[tuple[str, ...], str | bool]:
        """Return what is said of what has a name; tell of names that are left out though more is said."""
        kept = dict(filled)
        for owner in (("product",), ("product", "producer"), ("member",)):
            name = (*owner, "name")
            said = [path for path in kept if path[: len(owner)] == owner]
            if name in fields and said and name not in kept:
                one = fields[name]
                self.problems.append(damage.empty_cell(one.text, self.where(one.key, column)))
                kept = {path: value for path, value in kept.items() if path not in said}
        return kept

    def places_of_fields(
        self, fields: Mapping[tuple[str, ...], Field], column: str
    ) -> dict[tuple[str | int, ...], tuple[int, int]]:
        """Return where the values of fields stand."""
        found: dict[tuple[str | int, ...], tuple[int, int]] = {}
        for path, one in fields.items():
            if one.key in self.rows:
                found[path] = (self.rows[one.key], COLUMN[column])
                if path[-1] == "name":
                    found[path[:-1]] = found[path]
        return found

    def strays(
        self,
        rows: range,
        columns: Callable[[int], Collection[str]],
        told: Callable[[object, Where], Problem] = damage.stray,
    ) -> None:
        """Tell of values in cells that take none.

        Args:
            rows: The rows to look at.
            columns: The columns that take nothing, by row.
            told: What is said of such a value.
        """
        for number in rows:
            for column in columns(number):
                value = self.worksheet.cell(number, COLUMN[column]).value
                if not is_blank(value):
                    where = Where((), self.file, number, COLUMN[column], worksheet=self.worksheet.title)
                    self.problems.append(told(value, where))


def put_in(data: dict[str, Any], values: Mapping[tuple[str, ...], object]) -> None:
    """Put values into nested mappings by their paths."""
    for path, value in values.items():
        inner = data
        for step in path[:-1]:
            inner = inner.setdefault(step, {})
        inner[path[-1]] = value


def is_blank(value: object) -> bool:
    """Return whether a cell holds nothing that anybody sees."""
    return value is None or (isinstance(value, str) and not value.strip(" "))


def trimmed(value: object) -> str:
    """Return a value as formulas compare it: spaces around it and doubled ones inside left out."""
    return " ".join(part for part in str(value).split(" ") if part)
