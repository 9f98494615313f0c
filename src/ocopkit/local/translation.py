"""Translations: what a document says, in one more language, for people to read and for nothing else.

A translation goes by wording: the Vietnamese on the left, the other language on the right. What is scored
and what a digest rests on stays Vietnamese; only a copy that is shown bears the other words.
"""

import copy
import operator
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar, cast

from attrs import frozen

from ocopkit.documents import Document
from ocopkit.errors import Problem, nearest, quoted
from ocopkit.local.place import Place
from ocopkit.local.reading import Source, read_named, wrong
from ocopkit.rules.law import Doubt
from ocopkit.text import Text, same

T = TypeVar("T")

_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


@frozen
class Translation:
    """Wordings in one more language; a file under ``translations/``.

    Args:
        id: Its id, which is the file's name and begins with the place's.
        name: What it is called.
        language: The language's tag, such as ``"tyz"`` for Tày or ``"fr"`` for French.
        place: The place whose translation it is, by name.
        of: The ids of the documents whose wordings it translates: rule books, or documents of its own pack.
        texts: For each wording in Vietnamese, to the letter, what is shown instead.
        source: The paper that it sets down, if there is one.
        doubts: What isn't certain about it.
    """

    id: str
    name: Text
    language: str
    place: Place
    of: tuple[str, ...]
    texts: dict[str, str]
    source: Source | None = None
    doubts: tuple[Doubt, ...] = ()

    def shown(self, value: T) -> T:
        """Return a copy of a criteria set, a score or the like for people to read.

        Whatever wording the translation knows is replaced, whichever language is asked for; points,
        stars, codes and the digest stay as they are.

        Args:
            value: The value; it stays as it is.
        """
        return cast("T", self._shown(value))

    def _shown(self, value: Any) -> Any:
        if isinstance(value, Text):
            words = self.texts.get(value.vi)
            return value if words is None else same(words)
        if isinstance(value, tuple):
            items = cast("tuple[object, ...]", value)
            others = tuple(map(self._shown, items))
            return items if all(map(operator.is_, items, others)) else others
        old = {name: getattr(value, name) for name in _fields(value)}
        new = {name: made for name, one in old.items() if (made := self._shown(one)) is not one}
        if not new:
            return value
        copied = copy.copy(value)
        for name, one in new.items():
            object.__setattr__(copied, name, one)  # a copy to read needs no check of its parts
        return copied


def _fields(value: object) -> list[str]:
    """Return the names of a value's fields, if its class is made of attrs."""
    return [field.name for field in getattr(type(value), "__attrs_attrs__", ())]


def load_translation(file: Path) -> Translation:
    """Read a translation from its file.

    Args:
        file: A YAML or JSON file, named by the translation's id.

    Raises:
        DocumentError: With every problem, each at its file, line and column.

    Example:
        >>> folder = Path("examples/packs/vi-du/src/ocop_vi_du/documents/translations")
        >>> load_translation(folder / "vi-du-tieng-phap-2026.yaml").texts["Bao bì"]
        'Emballage'
    """
    return read_translation(file)[0]


def read_translation(file: Path) -> tuple[Translation, Document]:
    """Read a translation, and the document that knows where each value stands.

    Args:
        file: A YAML or JSON file, named by the translation's id.

    Raises:
        DocumentError: With every problem, each at its file, line and column.
    """
    return read_named(file, Translation, _wrong)


def check_translation(translation: Translation, wordings: Iterable[str]) -> Iterator[Problem]:
    """Yield what a translation translates that none of its documents says.

    Args:
        translation: The translation.
        wordings: What its documents say in Vietnamese.
    """
    known = set(wordings)
    for words in translation.texts:
        if words not in known:
            yield wrong(
                "unknown-wording",
                Text(
                    vi=f"Không văn bản nào trong `of` có câu {quoted(words)}",
                    en=f"No document in `of` says {quoted(words)}",
                ),
                Text(
                    vi="Bản dịch tìm theo đúng nguyên văn tiếng Việt; câu này sẽ không bao giờ được dùng",
                    en="A translation is found by the Vietnamese to the letter; this would never be used",
                ),
                nearest(words, known, limit=3),
                "texts",
                words,
            )


def wordings(value: object) -> Iterator[str]:
    """Yield all that a document says in Vietnamese.

    Args:
        value: A rule book's articles, a criteria set, a supplement's file, a plan …
    """
    if isinstance(value, Text):
        yield value.vi
    elif isinstance(value, tuple | list):
        for item in cast("Iterable[object]", value):
            yield from wordings(item)
    elif isinstance(value, Mapping):
        yield from wordings(list(cast("Mapping[object, object]", value).values()))
    else:
        if isinstance(vi := getattr(value, "vi", None), str):
            yield vi
        for name in _fields(value):
            yield from wordings(getattr(value, name))


def _wrong(content: Translation) -> Iterator[Problem]:
    if not _TAG.fullmatch(content.language):
        yield wrong(
            "not-a-language",
            Text(
                vi=f"{quoted(content.language)} không phải là mã ngôn ngữ",
                en=f"{quoted(content.language)} is no language tag",
            ),
            Text(
                vi="Chương trình khác nhận biết ngôn ngữ theo mã này",
                en="Other programs know the language by it",
            ),
            Text(
                vi='Viết như "tyz" (Tày), "km" (Khmer), "fr" (Pháp)',
                en='Write it like "tyz" (Tày), "km" (Khmer), "fr" (French)',
            ),
            "language",
        )
    for words, shown in content.texts.items():
        if not shown.strip():
            yield wrong(
                "empty-translation",
                Text(vi=f"Câu {quoted(words)} chưa dịch", en=f"{quoted(words)} isn't translated"),
                Text(vi="Người đọc sẽ thấy chỗ trống", en="Readers would see nothing there"),
                Text(vi="Dịch, hoặc bỏ dòng này", en="Translate it, or remove the line"),
                "texts",
                words,
            )
