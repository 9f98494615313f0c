"""What README.md says can be typed in, against a server as it is started there."""

import re
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

README = Path(__file__).parents[1] / "README.md"


def test_the_commands_of_the_readme_work(database: str) -> None:
    """Each curl command of the README is answered, one after the other, by a real server."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{free.getsockname()[1]}"
    start = [
        sys.executable,
        "-m",
        "uvicorn",
        "--factory",
        "ocop_web:create_app",
        "--port",
        place.split(":")[1],
    ]
    server = subprocess.Popen(start, env={"OCOP_DATABASE": database, "PYTHONPATH": ":".join(sys.path)})  # noqa: S603
    try:
        _wait_for(f"http://{place}/books")
        commands = re.findall(r"^curl .*$", README.read_text(encoding="utf-8"), re.MULTILINE)
        assert len(commands) == 5
        for command in commands:
            typed = command.replace("curl -s", "curl -sS --fail-with-body").replace("localhost:8000", place)
            done = subprocess.run(["bash", "-c", typed], capture_output=True, text=True, check=False)  # noqa: S603, S607
            assert done.returncode == 0, done.stdout + done.stderr
        assert '"due":"2026-09-17"' in done.stdout
    finally:
        server.terminate()
        server.wait()


def _wait_for(page: str) -> None:
    for _ in range(100):
        try:
            urlopen(page).close()  # noqa: S310 (our own server)
        except URLError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(page)
