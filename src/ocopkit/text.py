"""Text that a person sees: always in Vietnamese and in English."""

from typing import TYPE_CHECKING, Literal, TypedDict

from attrs import frozen

if TYPE_CHECKING:
    from datetime import date

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


class ReportText(TypedDict):
    """A text in Vietnamese and in English, as plain values."""

    vi: str
    en: str


def text_report(text: Text) -> ReportText:
    """Return a text as plain values, ready for JSON.

    Example:
        >>> text_report(Text(vi="Chè", en="Tea"))
        {'vi': 'Chè', 'en': 'Tea'}
    """
    return ReportText(vi=text.vi, en=text.en)


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


def starred(stars: int | None) -> Text:
    """Return a number of stars in words.

    Example:
        >>> starred(4).vi, starred(None).en
        ('4 sao', 'no star')
    """
    if stars is None:
        return Text(vi="không xếp hạng", en="no star")
    return Text(vi=f"{stars} sao", en=f"{stars} star{'' if stars == 1 else 's'}")


def day_text(day: "date | None") -> Text:
    """Return a day as people write it; no day, such as a period's open end, is three dots.

    Example:
        >>> from datetime import date
        >>> day_text(date(2027, 1, 30))
        Text(vi='30/01/2027', en='2027-01-30')
    """
    return same("…") if day is None else Text(vi=f"{day:%d/%m/%Y}", en=day.isoformat())


def join(parts: list[Text], separator: str = " ") -> Text:
    """Return several texts as one."""
    return Text(
        vi=separator.join(part.vi for part in parts),
        en=separator.join(part.en for part in parts),
    )
