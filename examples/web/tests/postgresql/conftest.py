"""A PostgreSQL server of our own, on this machine alone, for as long as the tests run."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

USER = "nobody" if os.geteuid() == 0 else None
"""Who runs the server: it refuses to be run by root."""


def _program(name: str) -> str:
    """Return the path of one of PostgreSQL's programs."""
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    found = shutil.which(name, path=os.pathsep.join([os.environ["PATH"], *map(str, places)]))
    if found is None:
        pytest.fail(f"{name} isn't here: install PostgreSQL (Debian: apt-get install postgresql)")
    return found


def _run(name: str, *arguments: str) -> None:
    done = subprocess.run(  # noqa: S603 (our own commands)
        [_program(name), *arguments],
        user=USER,
        cwd="/",
        env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        pytest.fail(f"{name}: {done.stderr}")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def server() -> Iterator[int]:
    """Return the port of the server, which listens on this machine only."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        if USER:
            shutil.chown(folder, USER)
        data, port = f"{folder}/data", _free_port()
        _run("initdb", *f"--pgdata {data} --username ocop --auth trust --encoding UTF8 --no-sync".split())
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        _run("pg_ctl", "start", "--wait", "--pgdata", data, "--log", f"{folder}/log", "--options", options)
        try:
            yield port
        finally:
            _run("pg_ctl", "stop", "--mode", "immediate", "--pgdata", data)


@pytest.fixture
def database(server: int, _numbers: Iterator[int] = count(1)) -> str:  # noqa: B008
    """Return the URL of an empty database."""
    name = f"ocop{next(_numbers)}"
    _run("createdb", "--host", "127.0.0.1", "--port", str(server), "--username", "ocop", name)
    return f"postgresql+psycopg://ocop@127.0.0.1:{server}/{name}"
