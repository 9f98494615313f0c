"""LibreOffice, which computes what our formulas say without knowing our engine."""

import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

import pytest

Recalculate = Callable[[Mapping[str, bytes]], dict[str, Path]]

_ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
"""The setting that makes it compute every formula of a workbook that it opens."""


@pytest.fixture(scope="session")
def recalculate(tmp_path_factory: pytest.TempPathFactory) -> Recalculate:
    """Return a function that has LibreOffice compute workbooks, given by name, all in one start."""
    office = shutil.which("soffice")
    assert office, "these tests need LibreOffice: install libreoffice-calc, which has the command soffice"
    profile = tmp_path_factory.mktemp("profile")
    (profile / "user").mkdir()
    (profile / "user" / "registrymodifications.xcu").write_text(_ALWAYS, encoding="utf-8")

    def run(workbooks: Mapping[str, bytes]) -> dict[str, Path]:
        given, made = tmp_path_factory.mktemp("given"), tmp_path_factory.mktemp("made")
        for name, content in workbooks.items():
            (given / f"{name}.xlsx").write_bytes(bare(content))
        command = [office, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to"]
        command += ["xlsx:Calc MS Excel 2007 XML", "--outdir", str(made)]
        command += [str(given / f"{name}.xlsx") for name in workbooks]
        told = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
        found = {name: made / f"{name}.xlsx" for name in workbooks}
        assert all(file.is_file() for file in found.values()), told.stderr
        return found

    return run


def bare(content: bytes) -> bytes:
    """Return a workbook without the values that are kept beside its formulas: they have to be computed."""
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.infolist():
            data = old.read(one)
            if one.filename.startswith("xl/worksheets/"):
                data = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", data)
            new.writestr(one, data)
    return stream.getvalue()
