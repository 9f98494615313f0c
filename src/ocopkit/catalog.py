"""The rule books known here, by id and by date."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import field, frozen

from ocopkit import criteria
from ocopkit.conversion import expect, expect_day
from ocopkit.errors import NotFoundError, NotInForceError, Problem, Where, nearest
from ocopkit.plugins.asking import ask
from ocopkit.plugins.offers import Offer, offer_of
from ocopkit.rules.articles import Route
from ocopkit.rules.book import RuleBook
from ocopkit.rules.choosing import expect_readings
from ocopkit.rules.folder import load_book
from ocopkit.rules.transition import after_transition
from ocopkit.text import Text, day_text

if TYPE_CHECKING:
    from ocopkit.scoring.regulation import Regulation

NATIONAL = "national"
"""The name of the pack of national rule books."""


@frozen(eq=False)
class Catalog:
    """The rule books known in one place: the national ones and those of packs.

    Args:
        folders: The folder of each book by its id.
        national: The ids of the national books.
        problems: Why packs, or parts of them, are left out.
    """

    folders: Mapping[str, Path]
    national: tuple[str, ...]
    problems: tuple[Problem, ...] = ()
    _books: dict[str, RuleBook] = field(factory=dict[str, RuleBook], init=False, repr=False)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all books, the national ones first, oldest decision first among them."""
        local = [key for key in self.folders if key not in self.national]
        return (*self.national, *sorted(local))

    def book(self, key: str) -> RuleBook:
        """Return the rule book of an id.

        Raises:
            NotFoundError: If there is none of that id.
            DocumentError: If its documents are wrong.
        """
        expect(key, str, "a rule book's id")
        if key not in self.folders:
            raise NotFoundError([_unknown_book(key, self.ids)])
        if key not in self._books:
            self._books.setdefault(key, load_book(self.folders[key]))
        return self._books[key]

    def on(
        self,
        day: date,
        *,
        filed: date | None = None,
        route: Route = "first",
        readings: Mapping[str, str] | None = None,
    ) -> RuleBook:
        """Return the national rule book by which a file is evaluated on a day.

        Where two decisions are in force side by side, new files follow the later one. A file handed in
        before a decision began follows that decision's transitional clauses.

        Args:
            day: The day of the evaluation.
            filed: The day on which the file was handed in; the same day if left out.
            route: Why the product is evaluated.
            readings: Options of the books' readings to use instead of their own choices.

        Raises:
            NotInForceError: If no national book was in force, with its neighbours in time; if a
                transitional clause set a time that is over, or no clause says which rules hold.
            NotFoundError: If no national book has such a reading, or the reading no such option.
            ValueError: If the file was handed in after the day.
        """
        expect_day(day, "on")
        expect_day(filed or day, "filed")
        if filed is not None and filed > day:
            message = f"the file was handed in on {filed}, after {day}"
            raise ValueError(message)
        dated = [self.book(key) for key in self.national]
        dated.sort(key=lambda book: book.articles.instrument.in_force.first_day)
        expect_readings(readings, dated)
        current = _in_force(filed or day, dated)
        for book in dated:
            if (filed or day) < book.articles.instrument.in_force.first_day <= day:
                current = after_transition(current, book, day, route, readings or {})
        return current

    def regulation(
        self, book: str, tier: str, *, route: Route = "first", own: "Regulation | None" = None
    ) -> "Regulation":
        """Return how the council of a tier works under a decision, a place's own rules over the decision's.

        Args:
            book: The id of the rule book.
            tier: The key of the tier.
            route: Why the product is evaluated.
            own: The place's regulation; the decision's rules alone if left out.

        Raises:
            NotFoundError: If there is no book of that id, or it has no council of that tier for that route;
                if the place's regulation isn't for that route.
            DocumentError: If the decision's rules are wrong as written.

        Example:
            >>> books(packs=False).regulation("qd-1048-2019", "province").spread.points
            10
            >>> from ocopkit.scoring.regulation import load_regulation
            >>> own = load_regulation("examples/council/regulations/tay-ninh.yaml")
            >>> found = books(packs=False).regulation("qd-1048-2019", "province", own=own)
            >>> found.quorum.share, found.quorum.by, found.size.by.en
            (Fraction(3, 4), None, 'Decision 1048/QĐ-TTg, provincial council')
        """
        from ocopkit.scoring.regulation import FILE, national_regulations, not_for_route, regulation_for

        if wrong := list(not_for_route(own, route)) if own else []:
            raise NotFoundError(wrong)
        if book not in self.folders:
            raise NotFoundError([_unknown_book(book, self.ids)])
        folder = self.folders[book]
        known = national_regulations(folder) if (folder / FILE).is_file() else ()
        if own is not None and not known:  # a place's own book may leave all of it to regulations
            return own
        national = regulation_for(known, tier, route)
        return own.over(national) if own else national


def _in_force(day: date, dated: list[RuleBook]) -> RuleBook:
    for book in reversed(dated):
        if day in book.articles.instrument.in_force:
            return book
    raise NotInForceError([_not_in_force(day, dated)])


@cache
def books(*, packs: bool = True) -> Catalog:
    """Return the rule books known in this environment, found once per process.

    Args:
        packs: Whether installed packs are asked for theirs.

    Raises:
        NotFoundError: If two packs have the same name, or offer a book of the same id.

    Example:
        >>> "qd-26-2026" in books(packs=False).ids
        True
    """
    if not packs:
        return catalog_of(())
    from ocopkit.plugins.discovery import installed  # costly: reads the metadata of every package

    return catalog_of(installed())


def catalog_of(offers: Iterable[Offer]) -> Catalog:
    """Return the national rule books with those that packs offer.

    Args:
        offers: What the packs offer.

    Raises:
        NotFoundError: If two packs offer a book of the same id, or the library's own files cannot be read.
    """
    folders: dict[str, Path] = {}
    owners: dict[str, str] = {}
    clashes: list[Problem] = []
    own = offer_of(NATIONAL, ask(NATIONAL, criteria))
    if not own.folders:
        raise NotFoundError([_unread(str(Path(criteria.__file__).parent))])
    known = (own, *offers)
    for offer in known:
        owner = offer.distribution or offer.pack
        for folder in offer.folders:
            if folder.name in folders:
                clashes.append(_same_book(folder.name, owners[folder.name], owner))
            folders.setdefault(folder.name, folder)
            owners.setdefault(folder.name, owner)
    if clashes:
        raise NotFoundError(clashes)
    national = tuple(folder.name for folder in own.folders)
    return Catalog(folders, national, tuple(one for offer in known for one in offer.problems))


def catalog_for(key: str) -> Catalog:
    """Return a catalog to find a book of an id in.

    A national book is found without looking for packs, so that they can neither slow nor break it.

    Args:
        key: The book's id.
    """
    national = books(packs=False)
    return national if key in national.folders else books()


def rule_book(
    key: str | None = None,
    *,
    on: date | None = None,
    filed: date | None = None,
    route: Route = "first",
    readings: Mapping[str, str] | None = None,
) -> RuleBook:
    """Return a national rule book, by id or by the day on which a file is evaluated.

    Args:
        key: The book's id, such as ``"qd-26-2026"``.
        on: The day of the evaluation, if no id is given.
        filed: The day on which the file was handed in; the same day if left out.
        route: Why the product is evaluated: transitional clauses differ by it.
        readings: Options of the books' readings to use instead of their own choices.

    Returns:
        The rule book; its criteria sets are read when they are first asked for.

    Raises:
        NotFoundError: If there is no national book of that id, reading of that key or option of it.
        NotInForceError: If none was in force on that day; the error names the neighbours in time. Also if
            the file lies between two decisions and no clause says which holds.
        TypeError: If both an id and a day are given, or neither.
        ValueError: If the file was handed in after the day.

    Example:
        >>> from datetime import date
        >>> rule_book(on=date(2026, 9, 1)).id
        'qd-26-2026'
        >>> rule_book(on=date(2026, 6, 15), filed=date(2026, 5, 4)).id
        'qd-1489-2025'
    """
    if (key is None) == (on is None):
        message = "rule_book() takes an id or a day (on=…), and not both"
        raise TypeError(message)
    if key is not None:
        return books(packs=False).book(key)
    assert on is not None  # noqa: S101 (for type checkers)
    return books(packs=False).on(on, filed=filed, route=route, readings=readings)


def _unknown_book(key: str, known: tuple[str, ...]) -> Problem:
    return Problem(
        "unknown-book",
        Text(vi=f"Ở đây không có văn bản {key!r}", en=f"There is no rule book {key!r}"),
        Text(
            vi="Chỉ chấm được theo văn bản có dữ liệu ở đây",
            en="Only books whose data is here can be used",
        ),
        nearest(key, known),
    )


def _not_in_force(day: date, dated: list[RuleBook]) -> Problem:
    periods = [(book.id, book.articles.instrument.in_force) for book in dated]
    before = [(key, period.last_day) for key, period in periods if period.last_day and period.last_day < day]
    after = [(key, period.first_day) for key, period in periods if period.first_day > day]
    vi = [f"{key} hết hiệu lực sau {day_text(last).vi}" for key, last in before[-1:]]
    vi += [f"{key} có hiệu lực từ {day_text(first).vi}" for key, first in after[:1]]
    en = [f"{key} ended after {last}" for key, last in before[-1:]]
    en += [f"{key} begins on {first}" for key, first in after[:1]]
    return Problem(
        "not-in-force",
        Text(
            vi=f"Ngày {day_text(day).vi} không có quyết định quốc gia nào có hiệu lực",
            en=f"No national decision was in force on {day}",
        ),
        Text(vi="; ".join(vi), en="; ".join(en)),
        Text(
            vi="Chọn ngày khác, hoặc gọi theo mã",
            en="Choose another day, or ask for a book by its id",
        ),
    )


def _same_book(key: str, owner: str, other: str) -> Problem:
    return Problem(
        "book-clash",
        Text(
            vi=f"Hai gói cùng cung cấp {key!r}: {owner}, {other}",
            en=f"Two packs offer {key!r}: {owner}, {other}",
        ),
        Text(vi="Không rõ bộ nào được dùng", en="Which of them counts is unclear"),
        Text(vi="Đổi mã của một bộ hoặc gỡ một gói", en="Rename one book or uninstall one pack"),
    )


def _unread(folder: str) -> Problem:
    return Problem(
        "no-national-books",
        Text(vi="Không đọc được các quyết định quốc gia", en="The national rule books can't be read"),
        Text(
            vi="Chúng là các tệp nằm cạnh mã nguồn, không đọc được từ trong tệp zip hay wheel",
            en="They are files beside the code, and can't be read from inside a zip file or a wheel",
        ),
        Text(vi="Cài ocopkit bằng pip", en="Install ocopkit with pip"),
        Where(file=folder),
    )
