"""Producers, products and product codes."""

import re
from typing import ClassVar, Self

from attrs import evolve, field, frozen

from ocopkit.errors import NotFoundError, OcopError, Problem, nearest
from ocopkit.rules.articles import CodeField, CodeRule, ProducerKind
from ocopkit.rules.book import RuleBook
from ocopkit.text import Text, same

PERSONAL = {"personal": True}
"""Metadata of a field that holds personal data: it is kept out of reprs and messages."""


class ProductCodeError(OcopError):
    """A product code is not written as its rule says."""


@frozen
class Person:
    """A producer's legal representative; personal data, shown only where asked for by name.

    Args:
        name: The full name.
        sex: As the form states it.
        ethnicity: As the form states it.
        residence: Where the person lives.
        disability: Whether the person has a disability, if stated.
        telephone: The telephone number.
        email: The e-mail address.
    """

    name: str = field(repr=False, metadata=PERSONAL)
    sex: str | None = field(default=None, repr=False, metadata=PERSONAL)
    ethnicity: str | None = field(default=None, repr=False, metadata=PERSONAL)
    residence: str | None = field(default=None, repr=False, metadata=PERSONAL)
    disability: bool | None = field(default=None, repr=False, metadata=PERSONAL)
    telephone: str | None = field(default=None, repr=False, metadata=PERSONAL)
    email: str | None = field(default=None, repr=False, metadata=PERSONAL)


@frozen
class Producer:
    """Who makes the product and answers for it.

    Args:
        name: Its registered name.
        kind: The key of its kind, one of those that the rule book admits.
        province: The province's name or code.
        commune: The commune's name or code.
        district: The district's name or code, before July 2025.
        address: Its address.
        registration: The number of its business registration.
        representative: Its legal representative.

    Example:
        >>> Producer("HTX Chè Thử Nghiệm", "cooperative").kind
        'cooperative'
    """

    name: str
    kind: str | None = None
    province: str | None = None
    commune: str | None = None
    district: str | None = None
    address: str | None = None
    registration: str | None = None
    representative: Person | None = field(default=None, repr=False, metadata=PERSONAL)


@frozen
class Product:
    """A product that is, or is to be, evaluated.

    Args:
        name: Its name.
        producer: Who makes it.
        code: Its product code as it is printed; :meth:`ProductCode.parse` reads it by the book's rule.
        description: What it is.

    Example:
        >>> Product("Chè minh họa", Producer("HTX Minh Họa", "cooperative")).name
        'Chè minh họa'
    """

    name: str
    producer: Producer | None = None
    code: str | None = None
    description: str | None = None


def without_personal_data(product: Product) -> Product:
    """Return a product without its producer's representative.

    Args:
        product: The product.
    """
    if product.producer is None:
        return product
    return evolve(product, producer=evolve(product.producer, representative=None))


@frozen
class ProductCode:
    """A product code such as ``19-05542-3-2026``: administrative codes, serial number, year.

    Args:
        province: The province's code.
        serial: The serial number.
        year: The year of evaluation.
        district: The district's code, where the rule has one.
        commune: The commune's code, where the rule has one.

    Example:
        >>> code = ProductCode.parse("19-05542-3-2026", ("province", "commune", "serial", "year"))
        >>> code.commune, code.serial
        ('05542', 3)
        >>> str(code)
        '19-05542-3-2026'
    """

    province: str
    serial: int
    year: int
    district: str | None = None
    commune: str | None = None

    def __str__(self) -> str:
        """Return the code as it is written: province, district, commune, serial, year."""
        places = [self.province, self.district, self.commune]
        return "-".join([place for place in places if place] + [str(self.serial), str(self.year)])

    _patterns: ClassVar[dict[str, str]] = {
        "province": r"[0-9]{1,2}",
        "district": r"[0-9]{1,3}",
        "commune": r"[0-9]{1,5}",
        "serial": r"[1-9][0-9]{0,5}",
        "year": r"20[0-9]{2}",
    }

    @classmethod
    def parse(cls, text: str, rule: CodeRule | tuple[CodeField, ...]) -> Self:
        """Return the code that a text holds.

        Args:
            text: The code, its fields joined by hyphens.
            rule: The rule book's rule, or the fields in their order. It must be told, since
                ``10-139-1-2022`` reads as a district's or as a commune's code.

        Raises:
            ProductCodeError: If a field is missing, too many or not a code.
        """
        fields = rule.fields if isinstance(rule, CodeRule) else rule
        parts = text.strip().split("-")
        pattern = "-".join(fields)
        if len(parts) != len(fields):
            raise ProductCodeError(
                [
                    Problem(
                        "product-code",
                        Text(
                            vi=f"Mã {text!r} có {len(parts)} phần",
                            en=f"The code {text!r} has {len(parts)} fields",
                        ),
                        Text(vi=f"Quy định có {len(fields)} phần", en=f"The rule has {len(fields)}"),
                        Text(vi=f"Viết theo dạng {pattern}", en=f"Write it as {pattern}"),
                    )
                ]
            )
        problems = [
            Problem(
                "product-code",
                Text(
                    vi=f"Mã {text!r}: {part!r} không phải {name}",
                    en=f"The code {text!r}: {part!r} is no {name}",
                ),
                Text(vi=f"Dạng là {pattern}", en=f"The form is {pattern}"),
                Text(
                    vi="Sửa phần này; năm có bốn chữ số",
                    en="Mend this field; years have four digits",
                ),
            )
            for name, part in zip(fields, parts, strict=True)
            if not re.fullmatch(cls._patterns[name], part)
        ]
        if problems:
            raise ProductCodeError(problems)
        found: dict[str, str] = dict(zip(fields, parts, strict=True))
        return cls(
            province=found["province"],
            serial=int(found["serial"]),
            year=int(found["year"]),
            district=found.get("district"),
            commune=found.get("commune"),
        )


def producer_kind(book: RuleBook, key: str, *, group: str | None = None) -> ProducerKind:
    """Return the kind of producer of a key, if the rule book admits it.

    Args:
        book: The rule book.
        key: The kind's key.
        group: The key of the product group it must be admitted for.

    Raises:
        NotFoundError: If the book does not admit that kind, or not for that group.

    Example:
        >>> import ocopkit
        >>> from ocopkit.product import producer_kind
        >>> book = ocopkit.rule_book("qd-26-2026")
        >>> producer_kind(book, "cooperative").name.vi
        'Hợp tác xã'
    """
    admitted = {
        kind.key: kind
        for kind in book.articles.producers
        if group is None or not kind.groups or group in kind.groups
    }
    if key in admitted:
        return admitted[key]
    limit = next((one.name for one in book.articles.groups if one.key == group), same(group or ""))
    raise NotFoundError(
        [
            Problem(
                "unknown-producer-kind",
                Text(
                    vi=f"{book.id} không nhận loại hình chủ thể {key!r}"
                    + (f" ({limit.vi})" if group else ""),
                    en=f"{book.id} admits no kind of producer {key!r}" + (f" ({limit.en})" if group else ""),
                ),
                Text(
                    vi=f"Quyết định nêu {len(admitted)} loại hình",
                    en=f"The decision names {len(admitted)} kinds",
                ),
                nearest(key, admitted),
            )
        ]
    )
