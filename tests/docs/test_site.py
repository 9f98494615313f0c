"""The site around the pages."""

from importlib.util import find_spec
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("page", "language", "search", "contents"),
    [
        ("vi/bieu-mau.md", "vi", "Tìm kiếm", "Mục lục"),
        ("forms.md", "en", "Search", "Table of contents"),
        (None, "en", "Search", "Table of contents"),
    ],
)
def test_a_page_s_frame_speaks_its_language(
    page: str | None, language: str, search: str, contents: str
) -> None:
    """Around a Vietnamese page the search box and the contents are Vietnamese, and browsers are told so."""
    theme = find_spec("material")
    assert theme is not None
    assert theme.origin is not None
    folders = [ROOT / "docs/making/theme", Path(theme.origin).parent / "templates"]
    told = Environment(loader=FileSystemLoader(folders), autoescape=True).from_string(
        '{% import "partials/language.html" as lang with context %}'
        '{{ lang.t("language") }}|{{ lang.t("search.placeholder") }}|{{ lang.t("toc") }}'
    )
    config = {"theme": {"language": "en"}}
    shown = told.render(config=config, page=page and {"file": {"src_uri": page}})
    assert shown == f"{language}|{search}|{contents}"
