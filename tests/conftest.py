"""What all tests share."""

import pytest
from hypothesis import settings

import ocopkit
from ocopkit import RuleBook

settings.register_profile("default", deadline=None)
settings.load_profile("default")


@pytest.fixture(scope="session")
def book() -> RuleBook:
    """Return QĐ 26/2026, the decision in force."""
    return ocopkit.rule_book("qd-26-2026")
