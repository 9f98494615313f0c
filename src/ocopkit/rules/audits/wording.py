"""What can be wrong in what people read: citations, translations; and the doubts on record."""

import re
from collections.abc import Iterator

from ocopkit.rules.articles import Articles
from ocopkit.rules.audits.sets import spot_of, spot_of_set
from ocopkit.rules.audits.spot import Found, Spot, found, walk
from ocopkit.rules.criteria import CriteriaSet, Section
from ocopkit.rules.law import Citation, Doubt
from ocopkit.text import Text

_WORD = re.compile(r"[^\W\d_]{2,}")
_LONG = 4
"""From how many words on a text is a sentence and no longer a name or a code."""


def check_wording(articles: Articles) -> Iterator[Found]:
    """Yield what is wrong with the texts, citations and doubts of the articles."""
    for spot, value in walk(articles, Spot()):
        yield from _check(value, spot)


def check_set_wording(form: CriteriaSet) -> Iterator[Found]:
    """Yield what is wrong with the texts, citations and doubts of a criteria set."""
    here = spot_of_set(form)
    if not form.cite:
        yield _uncited(here)
    for index, cite in enumerate(form.cite):
        yield from _check(cite, here.step("cite", index))
    for index, doubt in enumerate(form.doubts):
        for spot, value in walk(doubt, here.step("doubts", index)):
            yield from _check(value, spot)
    for index, gate in enumerate(form.gates):
        yield from _text(gate.text, here.under(gate.key, "gates", index))
    for index, part in enumerate(form.parts):
        for position, section in enumerate(part.sections):
            place = here.under(section.code, "parts", index, "sections", position)
            yield from _section(section, here, place)
    for criterion in form.criteria:
        for spot, value in walk(criterion, spot_of(form, criterion)):
            yield from _check(value, spot)


def _section(section: Section, here: Spot, place: Spot) -> Iterator[Found]:
    """Yield what is wrong with the texts of a section, its criteria aside."""
    yield from _text(section.name, place.step("name"))
    for index, hint in enumerate(section.hints):
        yield from _text(hint, place.step("hints", index))
    for heading in section.headings:
        yield from _text(heading.name, here.under(heading.code, "criteria", heading.code, "name"))


def _check(value: object, spot: Spot) -> Iterator[Found]:
    if isinstance(value, Text):
        yield from _text(value, spot)
    elif isinstance(value, Citation):
        if not value.is_known:
            yield found("citation-form", spot, f"Viết {value.place!r}", f"It says {value.place!r}")
    elif isinstance(value, Doubt):
        place = Spot(value.at, spot.path, spot.shared, spot.depth) if value.at else spot
        yield Found(value.kind, place, value.text)
    elif getattr(value, "cite", None) == ():
        yield _uncited(spot)


def _uncited(spot: Spot) -> Found:
    return found("missing-citation", spot.step("cite"), "Không có trích dẫn", "It has no citation")


def _text(text: Text, spot: Spot) -> Iterator[Found]:
    vi, en = text.vi.strip(), text.en.strip()
    if not vi or not en:
        other = f" ({vi or en})" if vi or en else ""
        missing = ("Thiếu tiếng Việt", "No Vietnamese") if not vi else ("Thiếu tiếng Anh", "No English")
        yield found(
            "missing-translation", spot.step("en" if vi else "vi"), missing[0] + other, missing[1] + other
        )
    elif len(_WORD.findall(vi)) < _LONG:
        return
    elif vi == en:
        yield found("not-translated", spot.step("en"), vi, en)
    elif vi.isascii():
        yield found("no-diacritics", spot.step("vi"), vi, vi)
