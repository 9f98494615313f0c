"""How cases name what they cite."""

from collections.abc import Iterable

from ocopkit.rules.book import RuleBook
from ocopkit.rules.law import Citation
from ocopkit.text import Text, join, same


def clause(book: RuleBook, cite: Iterable[Citation] = ()) -> Text:
    """Return places of a decision with its number; the number alone where no place is known.

    Args:
        book: The rule book.
        cite: The places.

    Example:
        >>> import ocopkit
        >>> book = ocopkit.rule_book("qd-26-2026")
        >>> clause(book, book.articles.re_evaluation.cite).vi
        'khoản 6 Điều 7, 26/2026/QĐ-TTg'
    """
    places = [one.text for one in cite]
    return join([*places, same(book.articles.instrument.number)], ", ")


def name_of(book: RuleBook, tier: str) -> Text:
    """Return the name of a tier; its key where the book doesn't have it.

    Args:
        book: The rule book.
        tier: The tier's key.
    """
    found = next((one for one in book.articles.tiers if one.key == tier), None)
    return found.name if found else same(tier)


def listed(texts: Iterable[Text]) -> Text:
    """Return texts one after another; a dash where there are none."""
    several = list(texts)
    return join(several, ", ") if several else same("-")
