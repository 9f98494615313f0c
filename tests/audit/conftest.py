"""Rule books with a fault in them, in memory and as folders."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest

from ocopkit import RuleBook
from ocopkit.rules.audit import AuditFinding, audit, audit_folder
from ocopkit.rules.book import Shelf

BOOK = Path("src/ocopkit/criteria/qd-26-2026")

Steps = tuple[str | int, ...]
Put = Callable[[RuleBook, Steps, object], RuleBook]
New = Callable[[RuleBook], dict[tuple[str, str], AuditFinding]]
Edited = Callable[..., list[AuditFinding]]


def changed(value: Any, steps: Steps, new: object) -> Any:
    """Return a value with what stands at some steps (fields and positions) replaced."""
    if not steps:
        return new
    step, *rest = steps
    if isinstance(step, int):
        inner = changed(value[step], tuple(rest), new)
        return (*value[:step], inner, *value[step + 1 :])
    return attrs.evolve(value, **{step: changed(getattr(value, step), tuple(rest), new)})


def way(form: Any, code: str) -> Steps:
    """Return the steps from a criteria set to the criterion of a code."""
    return next(
        ("parts", a, "sections", b, "criteria", c)
        for a, part in enumerate(form.parts)
        for b, section in enumerate(part.sections)
        for c, criterion in enumerate(section.criteria)
        if criterion.code == code
    )


@pytest.fixture(scope="session")
def put() -> Put:
    """Return a function that changes one value of a book.

    Steps begin with a field of the articles; or with the number of a set, then a field of the set, or
    ``"criterion"`` and a code.
    """

    def change(book: RuleBook, steps: Steps, new: object) -> RuleBook:
        if not isinstance(steps[0], int):
            return RuleBook(changed(book.articles, steps, new), Shelf(book.shelf.take))
        number, inner = steps[0], steps[1:]
        form = book.shelf.take(number)
        if inner[0] == "criterion":
            inner = (*way(form, str(inner[1])), *inner[2:])
        faulty = changed(form, inner, new)
        take = book.shelf.take
        return RuleBook(book.articles, Shelf(lambda one: faulty if one == number else take(one)))

    return change


@pytest.fixture(scope="session")
def new(book: RuleBook) -> New:
    """Return a function that gives what an audit finds in a book and not in QĐ 26/2026."""
    known = {(one.code, one.clause, one.what) for one in audit(book)}

    def findings(faulty: RuleBook) -> dict[tuple[str, str], AuditFinding]:
        return {
            (one.code, one.clause): one
            for one in audit(faulty)
            if (one.code, one.clause, one.what) not in known
        }

    return findings


@pytest.fixture
def edited(tmp_path: Path, book: RuleBook) -> Edited:
    """Return a function that edits one text in a copy of QĐ 26/2026 and gives what is newly found."""
    known = {(one.code, one.clause, one.what) for one in audit(book)}
    folder = tmp_path / BOOK.name
    shutil.copytree(BOOK, folder)

    def findings(file: str, old: str, text: str, *, published: bool = False) -> list[AuditFinding]:
        path = folder / file
        content = path.read_text("utf-8")
        assert content.count(old) == 1
        path.write_text(content.replace(old, text), "utf-8")
        if not published:
            (folder / "digests.json").unlink()
        found = audit_folder(folder)
        return [one for one in found if (one.code, one.clause, one.what) not in known]

    return findings
