"""The refusal of each bad document, and where its expected wording stands.

Run this file by itself to write the expected wordings anew, then read every line of the difference as
the person who would be told so.
"""

import os
from pathlib import Path

from ocopkit.catalog import books
from ocopkit.errors import OcopError
from ocopkit.rules.folder import load_book
from ocopkit.sheets import read_sheet
from ocopkit.text import Lang

HERE = Path(__file__).parent
CATALOG = books(packs=False)
ENDINGS: dict[Lang, str] = {"en": ".expected", "vi": ".expected-vi"}


def cases(folder: str) -> list[str]:
    """Return the sheets (files) or rule books (folders) of a folder here, by name."""
    return sorted(
        entry.name
        for entry in (HERE / folder).iterdir()
        if entry.is_dir() or entry.suffix in {".yaml", ".json"}
    )


def wording(folder: str, case: str, lang: Lang) -> Path:
    """Return the file that holds the wording expected."""
    return HERE / folder / (case + ENDINGS[lang])


def refusal(folder: str, case: str, lang: Lang) -> str:
    """Return what is said of a case when it is read from here, or nothing if it is taken.

    The digest of the rule book is left out, since it changes with the law's text.
    """
    before = Path.cwd()
    os.chdir(HERE)
    try:
        if (HERE / folder / case).is_dir():
            for _ in load_book(Path(folder, case)):
                pass
        else:
            read_sheet(Path(folder, case), catalog=CATALOG)
    except OcopError as error:
        assert str(error) == error.say("en")
        return error.say(lang).replace(CATALOG.book("qd-26-2026").digest[:12], "<digest>") + "\n"
    finally:
        os.chdir(before)
    return ""


def write() -> None:
    """Write every English wording anew, and the Vietnamese ones that there are."""
    for folder in ("bad", "bad-books"):
        for case in cases(folder):
            wording(folder, case, "en").write_text(refusal(folder, case, "en"), encoding="utf-8")
            if (file := wording(folder, case, "vi")).exists():
                file.write_text(refusal(folder, case, "vi"), encoding="utf-8")


if __name__ == "__main__":
    write()
