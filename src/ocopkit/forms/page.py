"""Pages of forms: see :mod:`ocopkit.page`."""

from ocopkit.page import BOTH, STYLE, Child, Html, Langs, el, page, plain, say, table, together

__all__ = ["BOTH", "STYLE", "Child", "Html", "Langs", "el", "page", "plain", "say", "table", "together"]
