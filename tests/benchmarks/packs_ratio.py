"""ocopkit score SHEET with 34 packs installed / with none."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

LIMIT = 1.3
ROOT = Path(__file__).parents[2]
SHEET = ROOT / "examples" / "sheets" / "tea-three-stars.yaml"
EXAMPLE = ROOT / "examples" / "packs" / "vi-du" / "src" / "ocop_vi_du"
PACKS = 34
ROUNDS = 15


def install(site: Path) -> None:
    """Install one pack for each of 34 provinces, as a package manager would."""
    for number in range(PACKS):
        module = site / f"benchmark_pack_{number}"
        shutil.copytree(EXAMPLE, module)
        place = f'name: {{vi: "G", en: "P"}}\nplace: {{province: "Tỉnh {number}"}}\n'
        (module / "documents" / "pack.yaml").write_text(place, encoding="utf-8")
        info = site / f"benchmark_pack_{number}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: benchmark-pack-{number}\nVersion: 1.0\n"
        )
        (info / "entry_points.txt").write_text(f"[ocopkit]\ntinh-{number} = {module.name}\n")


def seconds(site: Path) -> float:
    """Return how long the whole command takes with a folder of packages on the import path."""
    paths = os.pathsep.join([str(site), str(ROOT / "src")])
    command = [sys.executable, "-c", "from ocopkit.cli import main; main()", "score", str(SHEET)]
    start = time.perf_counter()
    subprocess.run(
        command, check=True, cwd=ROOT, env={**os.environ, "PYTHONPATH": paths}, stdout=subprocess.DEVNULL
    )
    return time.perf_counter() - start


def packs_ratio() -> float:
    """Return the ratio, the best of many rounds taken turn by turn."""
    with tempfile.TemporaryDirectory() as folder:
        full, empty = Path(folder) / "full", Path(folder) / "empty"
        full.mkdir()
        empty.mkdir()
        install(full)
        best = {full: float("inf"), empty: float("inf")}
        for _ in range(ROUNDS):
            for site, fastest in best.items():
                best[site] = min(fastest, seconds(site))
        return best[full] / best[empty]
