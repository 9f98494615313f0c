"""Makes ``st.from_type(ocopkit.ScoreSheet)`` and its like work, with nothing to import by hand.

Hypothesis calls :func:`register` when it is first imported: ocopkit's package names it under the entry
points ``hypothesis``. A strategy is made when it is asked for, so that this costs no more than the classes
(less than a tenth of a second); ``HYPOTHESIS_NO_PLUGINS=1`` leaves it out.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def register() -> None:
    """Tell Hypothesis how to draw rule books, criteria sets, sheets, scores, products, cases and registers.

    It may be called again, and by hand where ocopkit isn't installed but only on the path.

    Example:
        >>> from hypothesis import find, strategies as st
        >>> import ocopkit
        >>> register()
        >>> find(st.from_type(ocopkit.ScoreSheet), lambda sheet: True).unanswered()
        ()
    """
    from hypothesis import strategies as st

    from ocopkit.cases.case import Case
    from ocopkit.cases.register import Register
    from ocopkit.product import Producer, Product
    from ocopkit.rules.book import RuleBook
    from ocopkit.rules.criteria import CriteriaSet
    from ocopkit.scoring.score import Score
    from ocopkit.scoring.sheet import ScoreSheet

    types = (RuleBook, CriteriaSet, ScoreSheet, Score, Producer, Product, Case, Register)
    for kind in types:
        st.register_type_strategy(kind, _strategy_for)


def _strategy_for(kind: type) -> Any:
    """Return the strategy of one of the classes; what strategies need is imported only now."""
    from ocopkit.testing import cases, strategies

    makers: dict[str, Callable[[], Any]] = {
        "RuleBook": strategies.rule_books,
        "CriteriaSet": strategies.criteria_sets,
        "ScoreSheet": strategies.sheets,
        "Score": strategies.scores,
        "Producer": cases.producers,
        "Product": cases.products,
        "Case": cases.cases,
        "Register": cases.registers,
    }
    return makers[kind.__name__]()
