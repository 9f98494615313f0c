"""Plain values to classes and back, by cattrs, with every loss refused.

cattrs on its own would read ``2.7`` as ``2``, ``true`` as ``1`` and a number as text; here each of them
is a problem, told with its path. A class with one field can be written as that field alone: its class
attribute ``written_as`` names the field.
"""

import math
import operator
import re
import types
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cache
from numbers import Integral
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin

import attrs
from cattrs import ClassValidationError, Converter, IterableValidationError
from cattrs.errors import AttributeValidationNote, ForbiddenExtraKeysError, IterableValidationNote
from cattrs.gen import make_dict_unstructure_fn, override

from ocopkit.errors import DocumentError, Path, Problem, Where, nearest, quoted, shortened
from ocopkit.text import Text

T = TypeVar("T")

NOT_IN_DOCUMENTS = types.MappingProxyType({"in_documents": False})
"""Metadata of a field that is never written to a document nor read from one."""


def from_plain(value: object, cls: type[T]) -> T:
    """Return plain values as an instance of a class.

    Args:
        value: ``None``, booleans, numbers, texts, lists and dictionaries.
        cls: A class made of attrs, or any type that such a class has for a field.

    Raises:
        DocumentError: With every value that does not fit, each with its path.
    """
    try:
        return _converter().structure(value, cls)
    except Exception as error:
        problems = list(_problems(error, ()))
        if not problems:
            raise
        raise DocumentError(problems) from None


def to_plain(value: object) -> Any:
    """Return a value of one of our classes as plain values; what equals its default is left out."""
    return _converter().unstructure(value)


class RefusedError(ValueError):
    """A value that does not fit, as a converter's hook tells it."""

    def __init__(self, code: str, what: Text, why: Text, mend: Text) -> None:
        """Keep what a problem needs."""
        super().__init__(what.en)
        self.told = (code, what, why, mend)


_LIST = Text(vi="danh sách", en="a list")
_MAPPING = Text(vi="bảng khóa: giá trị", en="a mapping of keys to values")
_KINDS: list[tuple[type, Text]] = [
    (bool, Text(vi="đúng/sai", en="true or false")),
    (int, Text(vi="số nguyên", en="a whole number")),
    (Decimal, Text(vi="số thập phân", en="a number with a fraction")),
    (float, Text(vi="số thập phân", en="a number with a fraction")),
    (str, Text(vi="chữ", en="text")),
    (list, _LIST),
    (tuple, _LIST),
    (dict, _MAPPING),
    (type(None), Text(vi="giá trị trống", en="nothing")),
]


_TOO_LONG = 10**100
"""From here on numbers are told by their size: Python writes none of more than 4,300 digits."""


def shown(value: object) -> str:
    """Return a value as people write it, cut where it is long."""
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, int | Fraction) and not -_TOO_LONG < value < _TOO_LONG:
        over = math.log10(abs(value.numerator)) - math.log10(value.denominator)
        return f"{'-' if value < 0 else ''}10^{over:.0f}"
    return shortened(str(value).lower() if isinstance(value, bool) else str(value))


def expect(value: object, kind: Any, name: str) -> None:
    """Refuse a wrong argument before it fails somewhere inside.

    Args:
        value: The argument.
        kind: What it must be an instance of.
        name: Its name.

    Raises:
        TypeError: If it isn't.
    """
    if not isinstance(value, kind):
        wanted = " or ".join(one.__name__ for one in get_args(kind) or (kind,))
        message = f"{name} must be a {wanted}, not {_named(value)}"
        raise TypeError(message)


def expect_whole(value: object, name: str) -> int:
    """Return a whole number, of numpy's too, as an ``int``; refuse what is none.

    Args:
        value: The argument.
        name: Its name.

    Raises:
        TypeError: If it isn't a whole number; ``True`` and ``"4"`` aren't.
    """
    if isinstance(value, bool) or not isinstance(value, Integral):
        message = f"{name} must be a whole number, such as 4, not {_named(value)}"
        raise TypeError(message)
    return operator.index(value)


def expect_codes(value: object, name: str) -> frozenset[str]:
    """Return codes as a set; refuse a single text, which would be read letter by letter.

    Args:
        value: The argument.
        name: Its name.

    Raises:
        TypeError: If it isn't several texts.
    """
    if isinstance(value, str) or not isinstance(value, Iterable):
        message = f"{name} must be a list of texts, such as ['5.1', '5.2'], not {_named(value)}"
        raise TypeError(message)
    codes = tuple(cast("Iterable[str]", value))
    for code in codes:
        expect(code, str, f"each of {name}")
    return frozenset(codes)


def expect_day(value: object, name: str) -> None:
    """Refuse what is no day; a moment (``datetime``) isn't one.

    Args:
        value: The argument.
        name: Its name.

    Raises:
        TypeError: If it isn't a day.
    """
    if isinstance(value, datetime) or not isinstance(value, date):
        message = f"{name} must be a date, such as date(2026, 9, 1), not {_named(value)}"
        raise TypeError(message)


def _named(value: object) -> str:
    plain = isinstance(value, str | int | float | types.NoneType)
    return shown(value) if plain else f"a {type(value).__name__}"


def _kind(value: object) -> Text:
    return next((text for kind, text in _KINDS if isinstance(value, kind)), Text(vi="?", en="?"))


def _wrong_type(value: object, wanted: Text, mend: Text) -> RefusedError:
    kind = _kind(value)
    plain = not isinstance(value, list | dict | tuple | types.NoneType)
    found = f" ({shown(value)})" if plain else ""
    return RefusedError(
        "wrong-type",
        Text(
            vi=f"Ở đây cần {wanted.vi}, nhưng lại là {kind.vi}{found}",
            en=f"Expected {wanted.en}, found {kind.en}{found}",
        ),
        Text(
            vi="Không giá trị nào được tự đổi sang kiểu khác",
            en="No value is turned into another type silently",
        ),
        mend,
    )


_WHOLE = Text(vi="số nguyên", en="a whole number")
_TEXT = Text(vi="chữ", en="text")
_GROUPED = re.compile(r"[0-9]{1,3}(?:[., ][0-9]{3}){2,5}")  # 20.000.000, as amounts are printed


def _int(value: object, _: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    mend = Text(vi="Viết số nguyên, không có ngoặc kép", en="Write a whole number without quotes")
    if isinstance(value, str) and _GROUPED.fullmatch(value):
        digits = "".join(filter(str.isdecimal, value))
        mend = Text(vi=f"Viết liền các chữ số: {digits}", en=f"Write the digits without a break: {digits}")
    raise _wrong_type(value, _WHOLE, mend)


def _str(value: object, _: object) -> str:
    if isinstance(value, str):
        return value
    mend = Text(vi="Viết chữ sau khóa này", en="Write a text after this key")
    if isinstance(value, bool | int | float | Decimal):
        mend = Text(vi="Đặt trong ngoặc kép", en="Put it in quotes")
    raise _wrong_type(value, _TEXT, mend)


def _bool(value: object, _: object) -> bool:
    if isinstance(value, bool):
        return value
    raise _wrong_type(
        value,
        Text(vi="đúng/sai", en="true or false"),
        Text(vi="Viết true hoặc false", en="Write true or false"),
    )


_YEARS = range(1900, 2200)
"""The years of the days in documents: another one is a slip, and days are reckoned from them."""


def _date(value: object, _: object) -> date:
    day = _day(value)
    if day is not None and day.year in _YEARS:
        return day
    years = f"{_YEARS[0]}-{_YEARS[-1]}"
    why = Text(vi=f"Ngày ở đây thuộc các năm {years}", en=f"Days here are of the years {years}")
    if day is None:
        why = Text(
            vi="Ngày phải có thật và viết theo năm-tháng-ngày",
            en="A day must exist and is written year-month-day",
        )
    raise RefusedError(
        "not-a-date",  # noqa: EM101 (a code)
        Text(vi=f"{shown(value)} không phải là ngày", en=f"{shown(value)} is not a date"),
        why,
        Text(vi="Viết như 2026-05-22", en="Write it like 2026-05-22"),
    )


def _day(value: object) -> date | None:
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return None
    return value if isinstance(value, date) else None


_MOST_DIGITS = 40
"""The most digits on either side of the point of a number."""


def is_short(number: Decimal) -> bool:
    """Return whether a number can be written out: 1e999999999 would take all memory.

    Args:
        number: The number.

    Example:
        >>> is_short(Decimal("69.71")), is_short(Decimal("1e999999999")), is_short(Decimal("NaN"))
        (True, False, False)
    """
    return number.is_finite() and abs(number.adjusted()) < _MOST_DIGITS


def _fraction(value: object, _: object) -> Fraction:
    written = not isinstance(value, Decimal) or is_short(value)
    if isinstance(value, int | Decimal | Fraction) and not isinstance(value, bool) and written:
        return Fraction(value)
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,18}/[1-9][0-9]{0,17}", value):
        return Fraction(value)
    raise _wrong_type(
        value,
        Text(vi="một số hoặc phân số", en="a number or a fraction"),
        Text(vi='Viết như 0.75 hoặc "3/4"', en='Write it like 0.75 or "3/4"'),
    )


def _plain_fraction(fraction: Fraction) -> int | str:
    return fraction.numerator if fraction.denominator == 1 else str(fraction)


def _sequence(cls: Any, converter: Converter) -> Callable[[object, object], object]:
    (item, *_) = get_args(cls)
    structure = converter.structure

    def hook(value: object, _: object) -> object:
        if not isinstance(value, list | tuple):
            raise _wrong_type(
                value,
                _LIST,
                Text(
                    vi="Viết mỗi phần tử trên một dòng sau dấu '-'", en="Write each item on a line after '-'"
                ),
            )
        items: list[object] = []
        errors: list[Exception] = []
        for index, member in enumerate(cast("Sequence[object]", value)):
            try:
                items.append(structure(member, item))
            except Exception as error:  # noqa: BLE001 (told together with the others)
                error.add_note(IterableValidationNote("", index, item))
                errors.append(error)
        if errors:
            message = "list"
            raise IterableValidationError(message, errors, cls)  # pyright: ignore[reportCallIssue]
        return tuple(items)

    return hook


def _mapping(cls: Any, converter: Converter) -> Callable[[object, object], object]:
    _, item = get_args(cls)
    structure = converter.structure

    def hook(value: object, _: object) -> object:
        if not isinstance(value, Mapping):
            raise _wrong_type(value, _MAPPING, Text(vi="Viết 'khóa: giá trị'", en="Write 'key: value'"))
        items: dict[str, object] = {}
        errors: list[Exception] = []
        for key, member in cast("Mapping[object, object]", value).items():
            try:
                items[_str(key, None)] = structure(member, item)
            except Exception as error:  # noqa: BLE001 (told together with the others)
                error.add_note(IterableValidationNote("", str(key), item))
                errors.append(error)
        if errors:
            message = "mapping"
            raise IterableValidationError(message, errors, cls)  # pyright: ignore[reportCallIssue]
        return items

    return hook


def _class(cls: Any, converter: Converter) -> Callable[[object, object], object]:  # noqa: C901 (with its hook)
    """Structure a class field by field.

    cattrs' own function compiles code for each class, which pays only for many instances; ours are few,
    and compiling took half of every start.
    """
    if any(isinstance(attribute.type, str) for attribute in attrs.fields(cls)):
        attrs.resolve_types(cls)
    members = [
        (attribute.alias, attribute.type, attribute.default is attrs.NOTHING)
        for attribute in attrs.fields(cls)
        if attribute.init and attribute.metadata.get("in_documents", True)
    ]
    known = {name for name, _, _ in members}
    single = getattr(cls, "written_as", None)
    structures: dict[str, Callable[[Any, Any], object]] = {}

    def hook(value: object, _: object) -> object:
        if single and isinstance(value, str):
            return cls(value)
        if not isinstance(value, Mapping):
            wanted = ", ".join(name for name, _, _ in members)
            raise _wrong_type(
                value,
                _MAPPING,
                Text(vi=f"Viết các khóa: {wanted}", en=f"Write the keys: {wanted}"),
            )
        if not structures:  # only now, since a class may hold others of its own kind
            structures.update({name: converter.get_structure_hook(kind) for name, kind, _ in members})
        arguments: dict[str, object] = {}
        errors: list[Exception] = []
        for name, kind, required in members:
            if name in value:
                try:
                    arguments[name] = structures[name](value[name], kind)
                except Exception as error:  # noqa: BLE001 (told together with the others)
                    error.add_note(AttributeValidationNote("", name, kind))
                    errors.append(error)
            elif required:
                errors.append(KeyError(name))
        if extra := {str(key) for key in cast("Mapping[object, object]", value)} - known:
            errors.append(ForbiddenExtraKeysError("", cls, extra))
        if errors:
            message = "class"
            raise ClassValidationError(message, errors, cls)  # pyright: ignore[reportCallIssue]
        return cls(**arguments)

    return hook


def _left_out(cls: Any) -> dict[str, Any]:
    return {
        attribute.name: override(omit=True)
        for attribute in attrs.fields(cls)
        if not attribute.metadata.get("in_documents", True)
    }


def _plain_class(cls: Any, converter: Converter) -> Callable[[Any], object]:
    if single := getattr(cls, "written_as", None):
        return operator.attrgetter(single)
    return make_dict_unstructure_fn(cls, converter, _cattrs_omit_if_default=True, **_left_out(cls))


def _literal(cls: Any) -> Callable[[object, object], object]:
    allowed = get_args(cls)

    def hook(value: object, _: object) -> object:
        for choice in allowed:
            if type(choice) is type(value) and choice == value:
                return choice
        raise RefusedError(
            "not-allowed",  # noqa: EM101 (a code)
            Text(vi=f"{shown(value)} không được phép ở đây", en=f"{shown(value)} is not allowed here"),
            Text(vi="Ở đây chỉ nhận một số giá trị", en="Only certain values are allowed here"),
            nearest(str(value), map(str, allowed)),
        )

    return hook


def _union(cls: Any, converter: Converter) -> Callable[[object, object], object]:
    """Structure ``T | None`` and unions of plain types, without turning one into another."""
    members = [kind for kind in get_args(cls) if kind is not type(None)]
    optional = type(None) in get_args(cls)
    names = {int: _WHOLE, str: _TEXT}
    mapping = _MAPPING

    def hook(value: object, _: object) -> object:
        if value is None and optional:
            return None
        if len(members) == 1:
            return converter.structure(value, members[0])
        for kind in members:
            if type(value) is kind:
                return value
            if attrs.has(kind) and isinstance(value, Mapping):
                return converter.structure(value, kind)
        wanted = [names.get(kind, mapping) for kind in members]
        raise _wrong_type(
            value,
            Text(vi=" hoặc ".join(w.vi for w in wanted), en=" or ".join(w.en for w in wanted)),
            Text(vi="Viết theo một trong các kiểu đó", en="Write it as one of these"),
        )

    return hook


def _is_literal(cls: Any) -> bool:
    return get_origin(cls) is Literal


def _is_sequence(cls: Any) -> bool:
    return get_origin(cls) is tuple


def _is_mapping(cls: Any) -> bool:
    return get_origin(cls) in {dict, Mapping}


def _is_union(cls: Any) -> bool:
    return get_origin(cls) in {Union, types.UnionType}


@cache
def _converter() -> Converter:
    converter = Converter(detailed_validation=True, prefer_attrib_converters=False)
    converter.register_structure_hook(int, _int)
    converter.register_structure_hook(str, _str)
    converter.register_structure_hook(bool, _bool)
    converter.register_structure_hook(date, _date)
    converter.register_structure_hook(Fraction, _fraction)
    factories: list[tuple[Callable[[Any], bool], Any]] = [
        (_is_literal, _literal),
        (_is_union, _union),
        (_is_sequence, _sequence),
        (_is_mapping, _mapping),
        (attrs.has, _class),
    ]
    for fits, factory in factories:
        converter.register_structure_hook_factory(fits, factory)
    converter.register_unstructure_hook(date, lambda day: day.isoformat())
    converter.register_unstructure_hook(Fraction, _plain_fraction)
    converter.register_unstructure_hook_factory(attrs.has, _plain_class)
    return converter


def _problems(error: BaseException, path: Path) -> Iterator[Problem]:
    """Yield the problems of cattrs' nested errors, each with its path."""
    if isinstance(error, ClassValidationError | IterableValidationError):
        for inner in error.exceptions:
            step = next(
                (
                    note.name if isinstance(note, AttributeValidationNote) else note.index
                    for note in reversed(getattr(inner, "__notes__", []))
                    if isinstance(note, AttributeValidationNote | IterableValidationNote)
                ),
                None,
            )
            yield from _problems(inner, path if step is None else (*path, step))
    elif isinstance(error, RefusedError):
        yield Problem(*error.told, Where(path))
    elif isinstance(error, ForbiddenExtraKeysError):
        known = [field.alias for field in attrs.fields(error.cl)]
        for key in sorted(error.extra_fields, key=str):
            yield Problem(
                "unknown-key",
                Text(
                    vi=f"Ở đây không có khóa {quoted(key)}",
                    en=f"The key {quoted(key)} is not known here",
                ),
                Text(
                    vi="Nếu bỏ qua, nội dung của khóa viết sai sẽ mất mà không ai biết",
                    en="If it were skipped, what a mistyped key says would be lost silently",
                ),
                nearest(str(key), known),
                Where((*path, key), on_key=True),
            )
    elif isinstance(error, KeyError):
        key = str(error.args[0])
        yield Problem(
            "missing-key",
            Text(vi=f"Thiếu khóa {key!r}", en=f"The key {key!r} is missing"),
            Text(vi="Khóa này là bắt buộc ở đây", en="It is required here"),
            Text(vi=f"Thêm '{key}: …'", en=f"Add '{key}: …'"),
            Where(path),
        )
