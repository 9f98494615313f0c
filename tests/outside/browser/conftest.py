"""A headless Chromium, driven over a pipe by its own protocol: no port, no driver, no package."""

import base64
import contextlib
import itertools
import json
import os
import re
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SWITCHES = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    "--host-resolver-rules=MAP * ~NOTFOUND",  # nothing but files can be reached
)
PHONE = 600

# What a person would see: text outside the page, and text too faint to read (WCAG 2.2, 1.4.3).
MEASURE = """
(() => {
  const light = ([r, g, b]) => {
    const part = c => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  };
  const colour = said => (said.match(/[\\d.]+/g) || []).map(Number);
  const behind = element => {
    for (; element; element = element.parentElement) {
      const found = colour(getComputedStyle(element).backgroundColor);
      if (found.length === 3 || found[3] === 1) return found.slice(0, 3);
    }
    return [255, 255, 255];
  };
  const wide = document.documentElement.clientWidth;
  const outside = [], faint = [];
  let texts = 0;
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walk.nextNode());) {
    const said = node.textContent.trim();
    if (!said) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const boxes = [...range.getClientRects()];
    if (!boxes.length) continue;
    texts += 1;
    if (boxes.some(box => box.right > wide + 0.5 || box.left < -0.5)) outside.push(said.slice(0, 60));
    const [one, two] = [light(colour(getComputedStyle(node.parentElement).color)),
      light(behind(node.parentElement))].sort((a, b) => b - a);
    const contrast = (one + 0.05) / (two + 0.05);
    if (contrast < 4.5) faint.push(`${contrast.toFixed(2)}: ${said.slice(0, 60)}`);
  }
  for (const element of document.querySelectorAll('svg, td, th')) {
    const box = element.getBoundingClientRect();
    if (box.width && box.right > wide + 1) outside.push(element.tagName);
  }
  return {outside, faint, texts, text: document.body.innerText, scroll: document.documentElement.scrollWidth,
    wide, lang: document.documentElement.lang, headings: [...document.querySelectorAll('h1')].length};
})()
"""


class Chromium:
    """A running browser with one page open.

    Args:
        to: The end of a pipe that commands are written to.
        back: The end of a pipe that answers are read from.
    """

    def __init__(self, to: int, back: int) -> None:
        self.to, self.back = to, back
        self.rest = b""
        self.numbers = itertools.count(1)
        self.session: str | None = None
        self.told: list[dict[str, Any]] = []
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.ask(f"{domain}.enable")

    def ask(self, method: str, **values: Any) -> dict[str, Any]:
        """Send a command and return its result."""
        number = next(self.numbers)
        message = {"id": number, "method": method, "params": values}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.to, json.dumps(message).encode() + b"\0")
        while True:
            told = self.hear()
            if told.get("id") == number:
                if "error" in told:
                    raise RuntimeError(told["error"]["message"])
                result: dict[str, Any] = told["result"]
                return result
            self.told.append(told)

    def hear(self) -> dict[str, Any]:
        """Return the next message."""
        while b"\0" not in self.rest:
            piece = os.read(self.back, 1 << 16)
            if not piece:
                message = "the browser has ended"
                raise RuntimeError(message)
            self.rest += piece
        line, _, self.rest = self.rest.partition(b"\0")
        told: dict[str, Any] = json.loads(line)
        return told

    def open(self, file: Path, width: int, medium: str) -> None:
        """Open a page at a width in pixels, on a screen or as printed, and wait until it is there."""
        self.told.clear()
        self.ask(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=900,
            deviceScaleFactor=1,
            mobile=width < PHONE,
        )
        self.ask("Emulation.setScrollbarsHidden", hidden=True)
        self.ask("Emulation.setEmulatedMedia", media=medium)
        self.ask("Page.navigate", url=file.resolve().as_uri())
        while not self.happened("Page.loadEventFired"):
            self.told.append(self.hear())

    def measure(self) -> dict[str, Any]:
        """Return what is measured in the page."""
        found = self.ask("Runtime.evaluate", expression=MEASURE, returnByValue=True)
        if "exceptionDetails" in found:
            raise RuntimeError(str(found["exceptionDetails"]))
        value: dict[str, Any] = found["result"]["value"]
        return value

    def happened(self, *methods: str) -> list[dict[str, Any]]:
        """Return what the page told of some kinds."""
        return [one["params"] for one in self.told if one.get("method") in methods]


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    """Run a browser for all tests; without one they fail and say so."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    assert program, f"these tests need a browser: install one of {', '.join(PROGRAMS)}"
    theirs, to = os.pipe()
    back, answers = os.pipe()
    profile = tmp_path_factory.mktemp("profile")
    # The browser reads its commands from file descriptor 3 and answers on 4; ours may bear these numbers.
    high = [os.dup(os.dup(os.dup(end))) for end in (theirs, answers)]
    process = os.posix_spawn(
        program,
        [program, *SWITCHES, f"--user-data-dir={profile}", "about:blank"],
        os.environ,
        file_actions=[
            (os.POSIX_SPAWN_DUP2, high[0], 3),
            (os.POSIX_SPAWN_DUP2, high[1], 4),
            (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
        ],
        setpgroup=0,
    )
    for end in (theirs, answers, *high):
        os.close(end)
    try:
        yield Chromium(to, back)
    finally:
        os.close(to)
        os.close(back)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process, signal.SIGTERM)
        os.waitpid(process, 0)


@pytest.fixture
def see(chromium: Chromium, tmp_path: Path) -> Callable[..., dict[str, Any]]:
    """Return a function that looks at a page at a width, on a screen or as printed."""

    def look(text: str, *, width: int, medium: str = "screen") -> dict[str, Any]:
        file = tmp_path / "page.html"
        file.write_text(text, encoding="utf-8")
        chromium.open(file, width, medium)
        told = chromium.happened("Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled")
        asked = [one["request"]["url"] for one in chromium.happened("Network.requestWillBeSent")]
        return chromium.measure() | {
            "told": told,
            "elsewhere": [url for url in asked if url != file.resolve().as_uri()],
        }

    return look


@pytest.fixture
def paper(chromium: Chromium, tmp_path: Path) -> Callable[[str], list[tuple[float, float]]]:
    """Return a function that prints a page and returns the width and height of each sheet, in points."""

    def printed(text: str) -> list[tuple[float, float]]:
        file = tmp_path / "page.html"
        file.write_text(text, encoding="utf-8")
        chromium.open(file, 680, "")
        pdf = base64.b64decode(chromium.ask("Page.printToPDF", preferCSSPageSize=True)["data"])
        boxes = re.findall(rb"/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]", pdf)
        return [(float(width), float(height)) for width, height in boxes]

    return printed
