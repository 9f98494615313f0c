"""The page of readings: every question that a decision leaves open, and how each book reads it."""

from collections.abc import Iterator, Sequence

from attrs import evolve

from making.words import both, bullets, cited, md, short
from ocopkit.rules.book import RuleBook
from ocopkit.rules.law import Reading
from ocopkit.scoring.regulation import council_readings

_INTRO = """# Readings

Where a decision is silent, its rule book carries a named reading: the question, the options, our choice
(in bold), why, and the practice seen. `score`, `bounds` and `explain` take other options:
`ocopkit.score(sheet, readings={"minimum-missed": "not-achieved"})` in Python,
`ocopkit score --reading minimum-missed=not-achieved FILE` on the command line. A score records which
readings it used. Readings about [councils](#councils), certificates and days choose nothing in a score.

*Chỗ văn bản không quy định, mỗi quyết định ở đây có một cách hiểu được đặt tên: câu hỏi, các lựa chọn,
lựa chọn của chúng tôi (in đậm), lý do và thực tế đã thấy.*"""


def readings_page(books: Sequence[RuleBook]) -> str:
    """Return the page of all readings of some books.

    Args:
        books: The books, the latest first: its order of readings is kept.
    """
    keys = dict.fromkeys(reading.key for book in books for reading in book.articles.readings)
    questions = [block for key in keys for block in _question(books, key)]
    return "\n\n".join([_INTRO, *questions, *_of_councils()]) + "\n"


def _of_councils() -> Iterator[str]:
    """Yield the questions that no decision answers and a council's regulation may."""
    yield "## Councils { #councils }"
    yield (
        "No decision answers these; a council's regulation may, under `rules`. `ocopkit.decide` and "
        "`ocopkit council` take other options.\n\n*Không quyết định nào trả lời các câu hỏi này; quy chế của "
        "hội đồng có thể trả lời ở `rules`.*"
    )
    for reading in council_readings():
        yield f"### {reading.key} {{ #{reading.key} }}"
        yield f"**{md(reading.question.vi)}**<br>*{md(reading.question.en)}*"
        yield bullets(_options(reading))
        said = [f"Lý do · *Because:* {both(reading.because)}"]
        if reading.practice:
            said.append(f"Thực tế · *Practice:* {both(reading.practice)}")
        yield "<br>".join(said)


def _question(books: Sequence[RuleBook], key: str) -> Iterator[str]:
    """Yield a question; what books say alike is told once."""
    alike: dict[Reading, list[RuleBook]] = {}
    places: dict[str, str] = {}
    for book in books:
        for reading in book.articles.readings:
            if reading.key == key:
                alike.setdefault(evolve(reading, cite=()), []).append(book)
                places[book.id] = cited(reading.cite)
    yield f"## {key} {{ #{key} }}"
    for reading, same in alike.items():
        named = [f"[{short(one)}](reference/{one.id}/index.md){places[one.id]}" for one in same]
        yield f"**{md(reading.question.vi)}**<br>*{md(reading.question.en)}*"
        yield bullets(_options(reading))
        said = [f"Lý do · *Because:* {both(reading.because)}"]
        if reading.practice:
            said.append(f"Thực tế · *Practice:* {both(reading.practice)}")
        yield "<br>".join([*said, "; ".join(named)])


def _options(reading: Reading) -> Iterator[str]:
    for option in reading.options:
        chosen = option.key == reading.choice
        yield (f"**`{option.key}`**" if chosen else f"`{option.key}`") + f": {both(option.text)}"
