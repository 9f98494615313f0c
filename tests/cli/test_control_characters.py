"""What a file says can neither paint a terminal nor forge a row."""

from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

Run = Callable[..., CompletedProcess[str]]


def test_a_products_name_stays_on_its_line_and_sends_no_escapes(run: Run, tmp_path: Path) -> None:
    """A name with an escape sequence, a line break and tabs is shown as plain words on one line."""
    text = Path("examples/sheets/tea-three-stars.yaml").read_text(encoding="utf-8")
    file = tmp_path / "sheet.yaml"
    file.write_text(
        text.replace('"Chè xanh Minh Họa"', '"x\\e[31mRED\\nTotal\\t100\\t100"'), encoding="utf-8"
    )
    done = run("score", file)
    assert done.returncode == 0
    assert "\x1b" not in done.stdout
    assert "\nTotal\t100" not in done.stdout
    assert "\n\tTotal\t66\t100\n" in done.stdout
