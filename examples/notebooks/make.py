"""Run the notebooks: `python examples/notebooks/make.py` writes them anew, with `--check` it compares.

Each notebook is written as a Python file with cells (`# %%`) and kept beside it as it came out when run. Checking
runs them all again and fails where a cell says something else than what is kept. Names of notebooks may follow.
"""

import sys
from pathlib import Path
from typing import Any

import jupytext  # type: ignore[import-untyped]
import nbformat
from nbclient import NotebookClient

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]


def run(source: Path) -> Any:
    """Return a notebook with what its cells put out."""
    notebook = jupytext.read(source)
    for number, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{number}"
        cell["metadata"] = {}
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    # What programs beside Python say (Java, when Spark starts) goes to the terminal and not into cells.
    quiet = ["--IPKernelApp.capture_fd_output=False"]
    resources = {"metadata": {"path": str(ROOT)}}
    NotebookClient(notebook, timeout=600, resources=resources, extra_arguments=quiet).execute()
    for cell in notebook.cells:
        cell.get("metadata", {}).pop("execution", None)
    return notebook


def said(notebook: Any) -> list[str]:
    """Return what the cells say in plain text, cell by cell; pictures count by their kind."""
    found: list[str] = []
    for cell in notebook.cells:
        parts = [cell.source]
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            plain = output.get("text") or data.get("text/plain", "")
            parts.append("(a picture)" if "image/svg+xml" in data else plain)
        found.append("\n".join(parts))
    return found


def kept_in(file: Path) -> Any:
    """Return the notebook that is kept in a file."""
    return nbformat.read(file, as_version=4)  # type: ignore[no-untyped-call]


def main(arguments: list[str]) -> int:
    """Run notebooks; return how many differ from what is kept."""
    check = "--check" in arguments
    names = [one for one in arguments if not one.startswith("-")]
    differing = 0
    for source in sorted(HERE.glob("[0-9a-z]*-*.py")):
        if names and source.stem not in names:
            continue
        kept, made = source.with_suffix(".ipynb"), run(source)
        if check:
            same = kept.exists() and said(kept_in(kept)) == said(made)
            print(
                f"{source.stem}: {'as kept' if same else 'differs: run make.py and look at the difference'}"
            )
            differing += not same
        else:
            nbformat.write(made, kept)  # type: ignore[no-untyped-call]
            print(f"{kept.name}: written")
    return differing


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
