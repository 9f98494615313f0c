"""What all tests share."""

import os

import pytest
from hypothesis import Phase, settings

import ocopkit
from ocopkit import RuleBook
from ocopkit.scoring.plan import plan_of
from ocopkit.scoring.score import _doubts, _own_readings

settings.register_profile("default", deadline=None)
settings.register_profile("thorough", deadline=None, max_examples=2000)
settings.register_profile(
    "mutation",
    deadline=None,
    max_examples=15,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],  # that a test fails is all there is to know
)
settings.load_profile(os.environ.get("OCOPKIT_HYPOTHESIS", "default"))


def pytest_runtest_setup() -> None:
    """Forget what is kept from test to test, so that a mutant is seen by every test."""
    for kept in (plan_of, _own_readings, _doubts):
        kept.cache_clear()


@pytest.fixture(scope="session")
def book() -> RuleBook:
    """Return QĐ 26/2026, the decision in force."""
    return ocopkit.rule_book("qd-26-2026")
