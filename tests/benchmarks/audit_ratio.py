"""Audit of every rule book / parsing its YAML."""

import statistics
import time
from collections.abc import Callable

import yaml

from ocopkit.catalog import books
from ocopkit.rules.audit import audit_folders

LIMIT = 8
"""Auditing may take so many times what parsing takes."""


def audit_ratio(rounds: int = 5) -> float:
    """Return the time to audit all national books over the time to parse their YAML by the C loader.

    Args:
        rounds: How often both are timed, in turn; the medians are compared.
    """
    known = books(packs=False)
    folders = [known.folders[key] for key in known.national]
    files = [file for folder in folders for file in sorted(folder.rglob("*.yaml"))]

    def parse() -> None:
        for file in files:
            yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader)

    def audit() -> None:
        audit_folders(folders)

    parse()
    audit()
    pairs = [(_seconds(parse), _seconds(audit)) for _ in range(rounds)]
    parsing = statistics.median(seconds for seconds, _ in pairs)
    auditing = statistics.median(seconds for _, seconds in pairs)
    return auditing / parsing


def _seconds(action: Callable[[], None]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def main() -> None:
    """Print the ratio beside its limit."""
    count = len(books(packs=False).national)
    print(f"auditing {count} rule books: {audit_ratio():.2f}x parsing their YAML (limit {LIMIT}x)")


if __name__ == "__main__":
    main()
