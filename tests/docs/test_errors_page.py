"""The page of errors explains every code that the library can give, and no other."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
ON_THE_PAGE = re.findall(r"^### ([a-z][a-z0-9-]*)", PAGE, re.MULTILINE)
_CODE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_TEXTS = {"Text", "join", "nearest"}


def codes() -> set[str]:
    """Return the codes of all problems that the code base makes.

    A code is the first argument of a problem, the first member of a tuple that holds the texts of one, or
    what is passed to ``_note`` beside a path.
    """
    found: set[str] = set()
    for file in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            found.update(one for one in _codes(node) if _CODE.fullmatch(one))
    return found


def _codes(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Call):
        made = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if made in {"Problem", "RefusedError", "wrong"} and node.args:
            yield from _words(node.args[0])
        if made == "_note" and len(node.args) > 1:
            yield from _words(node.args[1])
    if isinstance(node, ast.Tuple) and any(map(_is_text, node.elts[1:])):
        yield from _words(node.elts[0])


def _words(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _words(node.body)
        yield from _words(node.orelse)


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") in _TEXTS


def test_every_code_is_explained() -> None:
    """Whoever meets a code finds it on the page."""
    assert sorted(codes() - set(ON_THE_PAGE)) == []


def test_no_code_is_explained_that_does_not_exist() -> None:
    """Nobody reads about an error that cannot happen."""
    assert sorted(set(ON_THE_PAGE) - codes()) == []


def test_codes_stand_once_in_alphabetical_order() -> None:
    """A code can be found by leafing."""
    assert sorted(set(ON_THE_PAGE)) == ON_THE_PAGE


def test_codes_in_expected_messages_are_explained() -> None:
    """Every code in the messages that tests expect, found without reading the code base, is explained."""
    expected = "".join(
        file.read_text(encoding="utf-8") for file in sorted((ROOT / "tests").rglob("*.expected"))
    )
    told = set(re.findall(r": \[([a-z][a-z0-9-]*)\] ", expected))
    assert told
    assert sorted(told - set(ON_THE_PAGE)) == []


def test_each_code_has_a_cause_and_a_cure() -> None:
    """An explanation says why it happens, and how to mend it."""
    sections = re.split(r"^### ", PAGE, flags=re.MULTILINE)[1:]
    lacking = [one.split()[0] for one in sections if "**Cause.**" not in one or "**Cure.**" not in one]
    assert lacking == []
