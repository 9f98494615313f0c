"""Every hook has a page with its exact arguments, and every page is of a hook."""

import inspect
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from ocopkit.plugins import hooks

FOLDER = Path(__file__).parents[2] / "docs" / "hooks"
HOOKS = {name: one for name, one in vars(hooks).items() if hasattr(one, f"{hooks.NAME}_spec")}


def signature(hook: Callable[..., object]) -> str:
    """Return a hook's signature as it is written, without quotes."""
    source = inspect.getsource(hook)
    return " ".join(source[source.index("def ") : source.index(":\n")].replace('"', "").split())


def test_the_hooks_are_those_that_messages_name() -> None:
    """Every hook that can be filled is asked, and none else."""
    assert tuple(HOOKS) == hooks.NAMES


def test_every_hook_has_a_page_and_every_page_a_hook() -> None:
    """No hook is missing from the documentation, and no page is of a hook that is gone."""
    assert {page.stem for page in FOLDER.glob("*.md")} - {"index"} == set(HOOKS)
    index = (FOLDER / "index.md").read_text(encoding="utf-8")
    assert set(re.findall(r"\((ocopkit_\w+)\.md\)", index)) == set(HOOKS)


@pytest.mark.parametrize("name", HOOKS)
def test_a_page_gives_the_exact_signature(name: str) -> None:
    """A page shows the hook's signature, and explains each of its arguments, in order, and no other."""
    text = (FOLDER / f"{name}.md").read_text(encoding="utf-8")
    assert text.startswith(f"# {name}\n\n```py\n{signature(HOOKS[name])}\n```\n")
    section = text.split("\n## Arguments\n")[1].split("\n## ")[0]
    told = re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)
    assert told == list(inspect.signature(HOOKS[name]).parameters)
    assert told or section.strip() == "None."


@pytest.mark.parametrize("name", HOOKS)
def test_the_contract_stands_in_the_docstring(name: str) -> None:
    """A hook's docstring explains each argument, what it returns, and shows an example."""
    contract = inspect.getdoc(HOOKS[name]) or ""
    for argument in inspect.signature(HOOKS[name]).parameters:
        assert f"\n    {argument}: " in contract
    assert "\nReturns:\n" in contract
    assert "@hookimpl" in contract
