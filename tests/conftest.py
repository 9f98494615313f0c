"""What all tests share."""

import os

import pytest
from hypothesis import settings

import ocopkit
from ocopkit import RuleBook
from ocopkit.scoring.plan import plan_of

settings.register_profile("default", deadline=None)
settings.register_profile("thorough", deadline=None, max_examples=2000)
settings.register_profile("mutation", deadline=None, max_examples=15, derandomize=True)
settings.load_profile(os.environ.get("OCOPKIT_HYPOTHESIS", "default"))


def pytest_runtest_setup() -> None:
    """Forget finished plans before each test, so that a mutated planner is seen by every test."""
    plan_of.cache_clear()


@pytest.fixture(scope="session")
def book() -> RuleBook:
    """Return QĐ 26/2026, the decision in force."""
    return ocopkit.rule_book("qd-26-2026")
