"""A rule book: one legal decision as a value."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import partial
from typing import Any, cast
from unicodedata import combining, normalize

from attrs import evolve, field, frozen

from ocopkit.conversion import to_plain
from ocopkit.errors import NotFoundError, Problem, nearest
from ocopkit.markup import both, card, grid
from ocopkit.rules.articles import Articles, SetEntry
from ocopkit.rules.basis import Basis
from ocopkit.rules.criteria import CriteriaSet
from ocopkit.rules.facts import Vocabulary
from ocopkit.text import Text, same

_NOT_LAW = frozenset(
    {
        *("en", "doubts", "sources", "practice", "because", "hints", "shared"),
        *("id", "sets_from", "amendments"),  # what the book is called here, and how it came about
        "judged",  # that no fact chooses a level is what we say; the condition that chooses one is a rule
    }
)
"""Translations, hints and what we say about our own data: none of it is legal content."""


def _legal(value: Any) -> Any:
    if isinstance(value, dict):
        keyed = cast("dict[str, Any]", value)
        return {key: _legal(inner) for key, inner in keyed.items() if key not in _NOT_LAW}
    if isinstance(value, list | tuple):
        return [_legal(inner) for inner in cast("list[Any]", value)]
    return value


def digest_of(value: object) -> str:
    """Return the SHA-256 of the legal content of articles or of a criteria set, in hexadecimal.

    The same law has the same digest, whatever the order of keys, the comments or the white space of
    the file it was read from. English wording, hints and doubts do not count.
    """
    plain = _legal(to_plain(value))
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@frozen(eq=False)
class Shelf:
    """The criteria sets of a book, each loaded when it is first asked for.

    Args:
        load: Returns the set of a number.
        locked: Digests of sets by number, as published with the data and held against it on loading; the
            sets need not be loaded to know them.
        articles: The digest of the book's articles, if it was published and held against them.
        facts: Returns the vocabulary of the sets' conditions.
    """

    _load: Callable[[int], CriteriaSet]
    _locked: Mapping[int, str] = field(factory=dict[int, str])
    articles: str | None = None
    facts: Callable[[], Vocabulary] = field(default=Vocabulary, repr=False)
    _loaded: dict[int, CriteriaSet] = field(factory=dict[int, CriteriaSet], init=False)
    _bound: dict[int, CriteriaSet] = field(factory=dict[int, CriteriaSet], init=False)
    _digests: dict[int, str] = field(factory=dict[int, str], init=False)

    def take(self, number: int) -> CriteriaSet:
        """Return the set of a number."""
        if number not in self._loaded:  # of two threads that load it, both get what the first one kept
            self._loaded.setdefault(number, self._load(number))
        return self._loaded[number]

    def bound(self, number: int, basis: Callable[[], Basis]) -> CriteriaSet:
        """Return the set of a number, tied to what a score needs of its book."""
        if number not in self._bound:
            self._bound.setdefault(number, evolve(self.take(number), basis=basis()))
        return self._bound[number]

    def published(self, number: int) -> str | None:
        """Return the digest that was published for the set of a number, if any was."""
        return self._locked.get(number)

    def known(self) -> dict[int, str]:
        """Return the digests by number that are known already, without reading a set for them."""
        return {**self._locked, **self._digests}

    def digest(self, number: int) -> str:
        """Return the digest of the set of a number."""
        if number in self._locked:
            return self._locked[number]
        if number not in self._digests:
            self._digests[number] = digest_of(self.take(number))
        return self._digests[number]


@frozen(eq=False)
class RuleBook:
    """One legal decision as a frozen value: its articles and its criteria sets.

    Two books are equal if their legal content is, that is, if their digests are.

    Args:
        articles: All that the decision says besides its criteria sets.
        shelf: Its criteria sets.

    Example:
        >>> import ocopkit
        >>> book = ocopkit.rule_book("qd-26-2026")
        >>> book.articles.instrument.number
        '26/2026/QĐ-TTg'
        >>> book[11].slug
        'fresh-and-processed-tea'
    """

    articles: Articles = field(repr=lambda articles: articles.id)
    shelf: Shelf = field(repr=False)
    _memo: list[Basis] = field(factory=list[Basis], init=False, repr=False)

    @classmethod
    def of(
        cls, articles: Articles, sets: Mapping[int, CriteriaSet], facts: Vocabulary | None = None
    ) -> "RuleBook":
        """Return a book of sets that are at hand.

        Args:
            articles: The articles.
            sets: The criteria sets by number.
            facts: The vocabulary of the sets' conditions; an empty one if left out.
        """
        vocabulary = facts or Vocabulary()
        return cls(articles, Shelf(dict(sets).__getitem__, facts=partial(_given, vocabulary)))

    @property
    def id(self) -> str:
        """The book's id, such as ``"qd-26-2026"``."""
        return self.articles.id

    @property
    def entries(self) -> tuple[SetEntry, ...]:
        """The list of product sets by number; no criteria set is loaded for it."""
        return self.articles.entries()

    @property
    def digest(self) -> str:
        """The SHA-256 of the whole legal content, in hexadecimal."""
        return self.basis.digest

    @property
    def facts(self) -> Vocabulary:
        """The vocabulary of facts that conditions on levels name."""
        return self.shelf.facts()

    @property
    def basis(self) -> Basis:
        """What a score needs of the book."""
        if not self._memo:
            digests = [self.shelf.digest(entry.number) for entry in self.entries]
            whole = "\n".join([self.shelf.articles or digest_of(self.articles), *digests])
            articles = self.articles
            basis = Basis(
                book=self.id,
                digest=hashlib.sha256(whole.encode()).hexdigest(),
                # Whatever cites the decision then says that this isn't it.
                instrument=articles.instrument.number + (f" [{self.id}]" if articles.amendments else ""),
                bands=articles.bands,
                readings=articles.readings,
                doubts=articles.doubts,
                papers=articles.dossier.evidence if articles.dossier else (),
                facts=self.shelf.facts,
            )
            self._memo.append(basis)
        return self._memo[0]

    def entry(self, key: int | str) -> SetEntry:
        """Return the line of the list of product sets, by number or slug.

        Raises:
            NotFoundError: If the book has no such set.
        """
        for entry in self.entries:
            if key in {entry.number, entry.slug} and not isinstance(key, bool):
                return entry
        if isinstance(key, str) and key.isdecimal() and key in {str(entry.number) for entry in self.entries}:
            raise NotFoundError([_number_as_text(key)])
        raise NotFoundError(
            [
                Problem(
                    "unknown-set",
                    Text(
                        vi=f"{self.id} không có bộ tiêu chí {key!r}",
                        en=f"{self.id} has no criteria set {key!r}",
                    ),
                    Text(
                        vi=f"Có {len(self.entries)} bộ, theo số hoặc tên",
                        en=f"It has {len(self.entries)} sets, by number or slug",
                    ),
                    _sets_like(key, self.entries),
                )
            ]
        )

    def _repr_html_(self) -> str:
        """Return what a notebook shows: the decision and the list of its sets."""
        instrument = self.articles.instrument
        period = instrument.in_force
        last = period.last_day.isoformat() if period.last_day else "…"
        return card(
            f"{instrument.number} ({self.id})",
            [
                (Text(vi="Hiệu lực", en="In force"), f"{period.first_day} – {last}"),
                (Text(vi="Bộ tiêu chí", en="Criteria sets"), len(self)),
                *(
                    (Text(vi="Sửa đổi giả định", en="Amended as a what-if"), both(one.because))
                    for one in self.articles.amendments
                ),
            ],
            grid(
                (Text(vi="Số", en="Number"), Text(vi="Bộ sản phẩm", en="Product set"), same("slug")),
                [(entry.number, both(entry.name), entry.slug) for entry in self.entries],
            ),
        )

    def __getitem__(self, key: int | str) -> CriteriaSet:
        """Return the criteria set of a number or slug.

        Raises:
            NotFoundError: If the book has no such set.
        """
        return self._bound(self.entry(key).number)

    def _bound(self, number: int) -> CriteriaSet:
        return self.shelf.bound(number, lambda: self.basis)

    def __iter__(self) -> Iterator[CriteriaSet]:
        """Yield every criteria set in the order of their numbers."""
        return (self._bound(entry.number) for entry in self.entries)

    def __len__(self) -> int:
        """Return the number of criteria sets."""
        return len(self.entries)

    def __eq__(self, other: object) -> bool:
        """Return whether another book has the same legal content."""
        return isinstance(other, RuleBook) and self.digest == other.digest

    def __hash__(self) -> int:
        """Return the hash of the digest."""
        return hash(self.digest)


def _given(vocabulary: Vocabulary) -> Vocabulary:
    return vocabulary


_CLOSE = 64
"""The most letters of a mistyped name that are compared."""


def _sets_like(key: object, entries: Sequence[SetEntry]) -> Text:
    """Return a hint at the sets that a name may mean: by slug, else by a word of their names, else all."""
    like: list[SetEntry] = []
    if isinstance(key, str) and key.strip():
        slugs = [entry.slug for entry in entries]
        if get_close_matches(key.casefold()[:_CLOSE], slugs, n=1):
            return nearest(key, slugs)
        like = _named(key, entries, str.casefold) or _named(key, entries, _bare)
    vi = "; ".join(f"{entry.number} ({entry.name.vi})" for entry in like or entries)
    en = ", ".join(f"{entry.number} ({entry.slug})" for entry in like or entries)
    if like:
        return Text(vi=f"Có phải là {vi}?", en=f"Did you mean {en}?")
    return Text(vi=f"Dùng một trong: {vi}", en=f"Use one of: {en}")


def _named(word: str, entries: Sequence[SetEntry], fold: Callable[[str], str]) -> list[SetEntry]:
    """Return the sets in whose names a word begins like this one."""
    return [one for one in entries if f" {fold(word)}" in f" {fold(one.name.vi)} {fold(one.name.en)}"]


def _bare(name: str) -> str:
    """Return a name without marks and case, as people type it."""
    letters = normalize("NFD", name.casefold().replace("đ", "d"))
    return " ".join("".join(one for one in letters if not combining(one)).split())


def _number_as_text(key: str) -> Problem:
    return Problem(
        "unknown-set",
        Text(vi=f"{key!r} là chữ, không phải số", en=f"{key!r} is text, not a number"),
        Text(vi="Bộ tiêu chí gọi bằng số hoặc bằng tên", en="Sets go by number or by slug"),
        Text(vi=f"Viết {key} không có ngoặc kép", en=f"Write {key} without quotes"),
    )
