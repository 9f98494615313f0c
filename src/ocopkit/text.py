"""Text that a person sees: always in Vietnamese and in English."""

from typing import Literal

from attrs import frozen

Lang = Literal["vi", "en"]
"""A language that people are answered in."""


@frozen
class Text:
    """One text in Vietnamese and in English.

    Args:
        vi: The Vietnamese wording, with its diacritics.
        en: The English wording.

    Example:
        >>> Text(vi="Chè tươi", en="Fresh tea").say("vi")
        'Chè tươi'
    """

    vi: str
    en: str

    def say(self, lang: Lang) -> str:
        """Return the wording in one language.

        Args:
            lang: ``"vi"`` or ``"en"``.

        Raises:
            ValueError: If the language is another one.
        """
        words = {"vi": self.vi, "en": self.en}
        if lang not in words:
            message = f"texts are in 'vi' and 'en', not in {lang!r}"
            raise ValueError(message)
        return words[lang]


def same(text: str) -> Text:
    """Return a text that reads alike in both languages (a code, a number)."""
    return Text(vi=text, en=text)


def counted(points: int) -> Text:
    """Return a number of points in words.

    Example:
        >>> counted(1).en, counted(2).en
        ('1 point', '2 points')
    """
    return Text(vi=f"{points} điểm", en=f"{points} point{'' if points == 1 else 's'}")


def join(parts: list[Text], separator: str = " ") -> Text:
    """Return several texts as one."""
    return Text(
        vi=separator.join(part.vi for part in parts),
        en=separator.join(part.en for part in parts),
    )
