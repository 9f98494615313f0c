"""What an unquoted word or number of a document means."""

import re
from decimal import Decimal

from ocopkit.errors import Told
from ocopkit.text import Text

Plain = None | bool | int | str | Decimal | list["Plain"] | dict[str, "Plain"]
"""What a document holds before it is read into a class; numbers with a fraction are exact decimals."""

_CONSTANTS: dict[str, Plain] = {"": None, "~": None, "null": None, "true": True, "false": False}
_WORDS = frozenset({"yes", "no", "on", "off", "y", "n", "true", "false", "null"})

_START_OF_NUMBER = frozenset("0123456789+-.")
_LONGEST_NUMBER = 40
_WHOLE = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
_FRACTION = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,18}")
_UNCLEAR = re.compile(
    r"[-+]?0[0-9_]+|[-+]?0[xob][0-9a-fA-F_]+|[-+]?[0-9][0-9]*_[0-9_]*"
    r"|[-+]?[0-9]+(?::[0-5]?[0-9])+(?:\.[0-9]*)?|[-+]?\.(?:inf|nan)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")


def meaning(text: str) -> tuple[Plain, Told | None]:
    """Return the value of an unquoted text, and what is wrong with it, if anything.

    Nothing is guessed: what programs read differently (``no``, ``012``, ``12:30``, ``1e3``) is a problem.

    Example:
        >>> meaning("12"), meaning("c")
        ((12, None), ('c', None))
        >>> meaning("no")[1][0]
        'ambiguous-value'
    """
    if text in _CONSTANTS:
        return _CONSTANTS[text], None
    if text[0] not in _START_OF_NUMBER:
        return text, _ambiguous_word(text) if text.lower() in _WORDS else None
    if _WHOLE.fullmatch(text):
        return int(text), None
    if _FRACTION.fullmatch(text):
        return Decimal(text), None
    if len(text) <= _LONGEST_NUMBER and _UNCLEAR.fullmatch(text):
        return text, _ambiguous_number(text)
    return text, _odd_number(text) if _NUMBER.fullmatch(text) else None


def _ambiguous_word(text: str) -> Told:
    return _ambiguous(
        text,
        Text(
            vi="Có chương trình đọc là chữ, có chương trình đọc là đúng/sai hoặc trống",
            en="Some programs read it as text, others as true, false or nothing",
        ),
        Text(
            vi=f'Nếu là chữ, đặt trong ngoặc kép: "{text}"; không thì viết true, false hoặc null',
            en=f'If it is text, put it in quotes: "{text}"; else write true, false or null',
        ),
    )


def _ambiguous_number(text: str) -> Told:
    return _ambiguous(
        text,
        Text(
            vi="Có chương trình đọc là chữ, có chương trình đọc là một số khác",
            en="Some programs read it as text, others as another number",
        ),
        Text(
            vi=f'Nếu là chữ hoặc mã số, đặt trong ngoặc kép: "{text}"; là số thì viết theo lối thường',
            en=f'If it is text or a code, put it in quotes: "{text}"; a number is written in plain decimals',
        ),
    )


def _ambiguous(text: str, why: Text, mend: Text) -> Told:
    return (
        "ambiguous-value",
        Text(
            vi=f"Giá trị {text} có thể hiểu theo nhiều cách",
            en=f"The value {text} can be read in two ways",
        ),
        why,
        mend,
    )


def _odd_number(text: str) -> Told:
    start = text if len(text) <= _LONGEST_NUMBER else text[:_LONGEST_NUMBER] + "…"
    return (
        "odd-number",
        Text(
            vi=f"Số {start} không được viết theo cách thường",
            en=f"The number {start} is not written in the plain way",
        ),
        Text(
            vi="Số chỉ gồm chữ số và dấu chấm thập phân, mỗi bên tối đa 18 chữ số, không có số mũ",
            en="Numbers are digits and a decimal point, at most 18 digits a side, without an exponent",
        ),
        Text(
            vi="Viết lại như 1000 hoặc 0.5; nếu là chữ hoặc mã số, đặt trong ngoặc kép",
            en="Write it like 1000 or 0.5; if it is text or a code, put it in quotes",
        ),
    )
