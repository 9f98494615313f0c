"""Every block of the documentation runs and prints what the page says.

Python blocks of one page share a namespace and run at the repository's root; what a statement prints is
compared with the comment behind it, or with the comment lines directly below it. Console blocks
(``$ ocopkit …`` with its output) run in a folder that has only ``examples/``, ``src/`` and ``tests/``.

    python tests/docs/test_blocks.py    writes anew what the blocks print
"""

import ast
import contextlib
import io
import os
import re
import subprocess
import sys
import tempfile
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    [ROOT / "README.md", *(page for page in ROOT.glob("docs/**/*.md") if "reference" not in page.parts)]
)
_NOT_FOUND = 127
_FENCE = r"^(?P<indent> *)```(?P<kind>\w+)[^\n]*\n(?P<body>.*?)^(?P=indent)```$"
_BLOCK = re.compile(_FENCE, re.MULTILINE | re.DOTALL)


def blocks(page: Path, kind: str) -> Iterator[tuple[int, str]]:
    """Yield the blocks of one kind, each with the line it begins on."""
    text = page.read_text(encoding="utf-8")
    for found in _BLOCK.finditer(text):
        if found["kind"] == kind:
            indent = len(found["indent"])
            body = "".join(line[indent:] or "\n" for line in found["body"].splitlines(keepends=True))
            yield text.count("\n", 0, found.start()) + 2, body


def with_blocks(kind: str) -> list[Path]:
    return [page for page in PAGES if any(True for _ in blocks(page, kind))]


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", with_blocks("python"), ids=name)
def test_python_blocks_print_what_their_comments_say(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader who types in the Python blocks of a page sees what the page says."""
    monkeypatch.chdir(ROOT)
    for body, anew in run(page):
        assert anew == body


def run(page: Path) -> Iterator[tuple[str, str]]:
    """Run the Python blocks of a page in one namespace; yield each as it stands and as it should."""
    namespace: dict[str, object] = {"__name__": "__main__"}
    for line, body in blocks(page, "python"):
        comments = comments_of(body)
        lines = body.splitlines()
        where = f"{name(page)} (block on line {line})"
        for last, printed in ran_backwards(ast.parse(body).body, namespace, where):
            expected = expected_of(last, comments)
            if printed and expected and printed != expected:
                if last in comments:
                    lines[last - 1] = lines[last - 1].replace(expected[0], " / ".join(printed))
                else:
                    lines[last : last + len(expected)] = [f"# {one}".rstrip() for one in printed]
        yield body, "\n".join(lines) + "\n"


def ran_backwards(
    statements: list[ast.stmt], namespace: dict[str, object], where: str
) -> list[tuple[int, list[str]]]:
    """Run statements; return the last line of each with what it printed, the last statement first."""
    ran: list[tuple[int, list[str]]] = []
    for statement in statements:
        code = compile(ast.Module([statement], []), where, "exec")
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            exec(code, namespace)  # noqa: S102 (to run them is the point)
        ran.append((statement.end_lineno or 0, printed.getvalue().splitlines()))
    return ran[::-1]


def comments_of(body: str) -> dict[int, tuple[str, bool]]:
    """Return by line each comment, and whether it stands alone on it."""
    tokens = tokenize.generate_tokens(io.StringIO(body).readline)
    return {
        token.start[0]: (token.string.removeprefix("#").removeprefix(" "), token.line.startswith("#"))
        for token in tokens
        if token.type == tokenize.COMMENT
    }


def expected_of(last: int, comments: dict[int, tuple[str, bool]]) -> list[str]:
    if last in comments:
        return [comments[last][0]]
    expected: list[str] = []
    while comments.get(last + 1, ("", False))[1]:
        last += 1
        expected.append(comments[last][0])
    return expected


@pytest.mark.parametrize("page", with_blocks("console"), ids=name)
def test_console_blocks_print_what_they_show(page: Path, tmp_path: Path) -> None:
    """A reader who types in the commands of a page sees what the page shows, to the letter."""
    prepare(tmp_path)
    for _, body in blocks(page, "console"):
        assert typed(body, tmp_path) == body


def prepare(folder: Path) -> None:
    for part in ("examples", "src", "tests"):
        (folder / part).symlink_to(ROOT / part)


def typed(body: str, folder: Path) -> str:
    """Return a console block as it reads once its commands have run."""
    commands = [line.removeprefix("$ ") for line in body.splitlines() if line.startswith("$ ")]
    assert commands, "a console block holds commands, each after '$ '"
    return "".join(f"$ {command}\n{output(command, folder)}" for command in commands)


def output(command: str, folder: Path) -> str:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG", "OCOPKIT"))}
    environment = {
        **kept,
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        "LANG": "C.UTF-8",
        "COLUMNS": "80",
        "TERM": "dumb",
    }
    run = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=environment,
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    assert run.returncode != _NOT_FOUND, run.stdout
    printed = run.stdout.decode()
    assert "Traceback (most recent call last)" not in printed, printed  # never written into a page
    return printed if printed.endswith("\n") or not printed else printed + "\n"


def main() -> None:
    """Write anew what the blocks of every page print."""
    os.chdir(ROOT)
    for page in PAGES:
        text = old = page.read_text(encoding="utf-8")
        for body, anew in run(page):
            text = text.replace(body, anew)
        with tempfile.TemporaryDirectory() as temporary:
            prepare(Path(temporary))
            for _, body in blocks(page, "console"):
                anew = typed(body, Path(temporary))
                text = text.replace(f"```console\n{body}```", f"```console\n{anew}```")
        if text != old:
            page.write_text(text, encoding="utf-8", newline="\n")
            sys.stdout.write(f"{name(page)}\n")


if __name__ == "__main__":
    main()
