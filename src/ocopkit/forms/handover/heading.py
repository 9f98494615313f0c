"""What stands at the top and at the foot of every page: whose result it is, and what it rests on."""

from collections.abc import Collection, Iterable, Iterator

from attrs import fields

from ocopkit.errors import NotFoundError, Problem, nearest
from ocopkit.markup import Child, Html, el, together
from ocopkit.product import Person, Product
from ocopkit.rules.criteria import CriteriaSet
from ocopkit.scoring.readings import UsedReading
from ocopkit.scoring.reasons import cited
from ocopkit.scoring.score import Finding, basis_of
from ocopkit.text import Lang, Text
from ocopkit.version import __version__

MEMBERS = "members"
"""The names of a council's members, as one asks for them."""

_PERSON: dict[str, Text] = {
    "name": Text(vi="Đại diện pháp luật", en="Legal representative"),
    "sex": Text(vi="Giới tính", en="Sex"),
    "ethnicity": Text(vi="Dân tộc", en="Ethnicity"),
    "residence": Text(vi="Nơi ở", en="Residence"),
    "disability": Text(vi="Khuyết tật", en="Disability"),
    "telephone": Text(vi="Điện thoại", en="Telephone"),
    "email": Text(vi="Thư điện tử", en="E-mail"),
}
_YES = Text(vi="có", en="yes")
_NO = Text(vi="không", en="no")


def refuse_unknown(personal: Collection[str]) -> None:
    """Refuse personal data asked for by a name that nothing has.

    Args:
        personal: The names.

    Raises:
        NotFoundError: With every name that isn't known.
    """
    known = (*(one.name for one in fields(Person)), MEMBERS)
    if problems := [_unknown(name, known) for name in personal if name not in known]:
        raise NotFoundError(problems)


def _unknown(name: str, known: tuple[str, ...]) -> Problem:
    return Problem(
        "unknown-personal-data",
        Text(vi=f"Không có dữ liệu cá nhân nào tên {name!r}", en=f"No personal data goes by {name!r}"),
        Text(
            vi="Dữ liệu cá nhân chỉ hiện khi được gọi đúng tên",
            en="Personal data is shown only where it is asked for by name",
        ),
        nearest(name, known),
    )


def title_of(product: Product | None, form: CriteriaSet | None, lang: Lang) -> str:
    """Return what a page is about: the product, or its criteria set where no product is named."""
    if product is not None:
        return product.name
    return form.name.say(lang) if form else ""


def head(
    kind: Text, product: Product | None, form: CriteriaSet | None, lang: Lang, personal: Collection[str]
) -> Html:
    """Return the head of a page: what it is, the product, who makes it, what it was held against."""
    return el(
        "header",
        el("p", kind.say(lang), class_="kind"),
        el("h1", title_of(product, form, lang)),
        facts([*_producer(product, lang, personal), *_form(form, lang)], lang),
    )


def _producer(product: Product | None, lang: Lang, personal: Collection[str]) -> Iterator[tuple[Text, Child]]:
    if product is None:
        return
    if producer := product.producer:
        yield Text(vi="Chủ thể", en="Producer"), producer.name
        places = [one for one in (producer.commune, producer.district, producer.province) if one]
        if places:
            yield Text(vi="Địa phương", en="Place"), ", ".join(places)
        if producer.representative:
            for name, word in _PERSON.items():
                value: str | bool | None = getattr(producer.representative, name)
                if name in personal and value is not None:
                    yield word, (_YES if value else _NO).say(lang) if isinstance(value, bool) else value
    if product.code:
        yield Text(vi="Mã sản phẩm", en="Product code"), product.code


def _form(form: CriteriaSet | None, lang: Lang) -> Iterator[tuple[Text, Child]]:
    if form is None:
        return
    yield Text(vi="Bộ tiêu chí", en="Criteria set"), f"{form.number}. {form.name.say(lang)}"
    place = cited(form.cite).say(lang)
    number = basis_of(form).instrument
    yield Text(vi="Căn cứ", en="Decision"), ", ".join(part for part in (place, number) if part)


def facts(pairs: Iterable[tuple[Text, Child]], lang: Lang) -> Html | None:
    """Return facts as a list of names and values; nothing if there are none."""
    rows = [(el("dt", name.say(lang)), el("dd", value)) for name, value in pairs]
    return el("dl", (piece for row in rows for piece in row), class_="facts") if rows else None


def part(name: Text, *inside: Child | Iterable[Child], lang: Lang, **attributes: str) -> Html | None:
    """Return a part of a page under its heading; nothing where it would be empty."""
    content = together(*inside)
    if not content.source:
        return None
    return el("section", el("h2", name.say(lang)), content, **attributes)


def items(lines: Iterable[Child | Iterable[Child]], kind: str | None = None, more: str = "") -> Html | None:
    """Return a list of items; nothing if there are none.

    Args:
        lines: What each item holds.
        kind: The class of the items.
        more: A class of the list besides its own.
    """
    rows = [el("li", line, class_=kind) for line in lines]
    return el("ul", rows, class_=f"items {more}".strip()) if rows else None


def upper(text: str) -> str:
    """Return a text that begins with a capital."""
    return text[:1].upper() + text[1:]


def used_readings(readings: Iterable[UsedReading], lang: Lang) -> Html | None:
    """Return how the law was read where it is silent."""
    chosen = Text(vi="do người dùng chọn", en="chosen by the user")
    name = Text(vi="Cách hiểu đã dùng khi văn bản chưa quy định", en="Readings where the law is silent")
    lines = [
        (
            el("p", one.reading.question.say(lang)),
            el("p", "→ ", el("b", one.option.text.say(lang)), f" ({chosen.say(lang)})" if one.chosen else ""),
        )
        for one in readings
    ]
    return part(name, items(lines, "quietly"), lang=lang, class_="basis")


def doubts(findings: Iterable[Finding], lang: Lang) -> Html | None:
    """Return what the result's user should know, what could change the stars first."""
    weighs = Text(vi="Có thể đổi hạng sao", en="It could change the stars")
    lines = [
        (el("b", f"{weighs.say(lang)}: ", class_="missed") if one.weighs else None, one.text.say(lang))
        for one in sorted(findings, key=lambda one: not one.weighs)
    ]
    name = Text(vi="Lưu ý về dữ liệu và kết quả", en="Notes on the data and the result")
    return part(name, items(lines, "quietly"), lang=lang, class_="basis")


def foot(rests_on: Iterable[tuple[Text, Child]], lang: Lang, *, says: Text) -> Html:
    """Return the foot of a page: what it rests on and what it is not.

    Args:
        rests_on: What it rests on, each with its name.
        lang: The language.
        says: What it is not.
    """
    by = Text(vi="Lập bằng", en="Made by")
    return el(
        "footer",
        el("p", says.say(lang)),
        facts([*rests_on, (by, f"ocopkit {__version__}")], lang),
    )


def sources(book: str, digest: str, form: CriteriaSet) -> list[tuple[Text, Child]]:
    """Return the rule book that a result rests on."""
    return [
        (Text(vi="Văn bản", en="Decision"), f"{basis_of(form).instrument} ({book})"),
        (Text(vi="Mã nội dung", en="Digest of the text"), el("code", digest)),
    ]
