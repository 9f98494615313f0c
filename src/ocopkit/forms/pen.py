"""Cells written as all forms write them: in the languages of the form, offering what can be chosen."""

from collections.abc import Sequence

from attrs import frozen

from ocopkit.forms.excel import Worksheet
from ocopkit.forms.looks import Style
from ocopkit.page import Langs
from ocopkit.text import Text

_PICK = Text(vi="Chọn một giá trị trong danh sách.", en="Choose a value from the list.")
_PICK_TITLE = Text(vi="Không có trong danh sách", en="Not in the list")


@frozen(eq=False)
class Pen:
    """Writes the cells of a worksheet.

    Args:
        worksheet: The worksheet.
        style: The looks.
        langs: The languages of the form.
    """

    worksheet: Worksheet
    style: Style
    langs: Langs

    def say(self, cell: str, text: str, look: str) -> None:
        """Write a text as it is."""
        if text:
            self.worksheet.write_string(cell, text, self.style.of[look])
        else:
            self.worksheet.write_blank(cell, None, self.style.of[look])

    def said(self, cell: str, text: Text, look: str) -> str:
        """Write a text in the languages of the form, the second below the first and quieter; return it."""
        first, *others = dict.fromkeys(text.say(lang) for lang in self.langs)
        if others and first and others[0]:
            pieces = [first, self.style.english, "\n" + others[0], self.style.of[look]]
            self.worksheet.write_rich_string(cell, *pieces)
        else:
            self.say(cell, first, look)
        return "\n".join([first, *others])

    def formula(self, cell: str, formula: str, shown: float | str, look: str) -> None:
        """Write a formula with the value that it comes to."""
        self.worksheet.write_formula(cell, "=" + formula, self.style.of[look], shown)

    def offer(self, cell: str, source: str | Sequence[str]) -> None:
        """Let a cell offer the values of a list: of those given, or of the cells that hold them."""
        first = self.langs[0]
        validation = {
            "validate": "list",
            "source": source,
            "error_title": _PICK_TITLE.say(first),
            "error_message": _PICK.say(first),
        }
        self.worksheet.data_validation(cell, validation)
