"""The packs known here: what their places add to the national rules, each document read when asked for.

:func:`known` gives them: ``packs.known().supplements``, ``.plans``, ``.check_score(score)`` …
"""

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from pathlib import Path

from attrs import field, frozen

from ocopkit.cases.dossier import Dossier
from ocopkit.catalog import Catalog, catalog_of
from ocopkit.errors import NotFoundError, Problem, nearest, quoted
from ocopkit.local.benefit import Benefits
from ocopkit.local.place import Place
from ocopkit.local.plan import Plan
from ocopkit.local.supplement import Supplement
from ocopkit.local.translation import Translation
from ocopkit.plugins import checks, documents
from ocopkit.plugins.discovery import installed
from ocopkit.plugins.offers import Offer
from ocopkit.plugins.processes import SECONDS
from ocopkit.rules.criteria import CriteriaSet
from ocopkit.scoring.regulation import Regulation
from ocopkit.scoring.score import Score
from ocopkit.text import Text


@frozen(eq=False)
class Packs:
    """The packs known here; their documents are read when they are first asked for.

    Args:
        offers: What each pack offers, not read yet.
        catalog: The rule books, national ones and those of the packs.
    """

    offers: tuple[Offer, ...]
    catalog: Catalog = field(repr=False)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Why packs, or parts of them, are left out, as far as is known without reading their documents."""
        return tuple(problem for offer in self.offers for problem in offer.problems)

    @cached_property
    def found_supplements(self) -> documents.Found[Supplement]:
        """Their supplements, and why others are left out."""
        return documents.supplements(self.offers, self.catalog.book)

    @cached_property
    def found_regulations(self) -> documents.Found[Regulation]:
        """Their council regulations, and why others are left out."""
        return documents.regulations(self.offers, self.catalog.book)

    @cached_property
    def found_plans(self) -> documents.Found[Plan]:
        """Their plans, and why others are left out."""
        return documents.plans(self.offers, self.catalog.book)

    @cached_property
    def found_benefits(self) -> documents.Found[Benefits]:
        """Their reward schemes, and why others are left out."""
        return documents.benefits(self.offers)

    @cached_property
    def found_translations(self) -> documents.Found[Translation]:
        """Their translations, and why others are left out."""
        return documents.translations(self.offers)

    @property
    def supplements(self) -> tuple[Supplement, ...]:
        """Their supplements."""
        return self.found_supplements.values

    @property
    def regulations(self) -> tuple[Regulation, ...]:
        """Their council regulations."""
        return self.found_regulations.values

    @property
    def plans(self) -> tuple[Plan, ...]:
        """Their plans."""
        return self.found_plans.values

    @property
    def benefits(self) -> tuple[Benefits, ...]:
        """Their reward schemes."""
        return self.found_benefits.values

    @property
    def translations(self) -> tuple[Translation, ...]:
        """Their translations."""
        return self.found_translations.values

    def supplements_for(self, form: CriteriaSet, place: Place, on: date) -> tuple[Supplement, ...]:
        """Return the supplements that stand beside a product's national score.

        Args:
            form: The national criteria set by which the product is scored.
            place: The place of the product.
            on: The day of the evaluation.

        Example:
            >>> from datetime import date
            >>> import ocopkit
            >>> from ocopkit.local.place import Place
            >>> here = known([], folders=["examples/packs/vi-du/src/ocop_vi_du/documents"])
            >>> tea = ocopkit.rule_book("qd-26-2026")["fresh-and-processed-tea"]
            >>> [one.id for one in here.supplements_for(tea, Place("Ví Dụ"), date(2026, 9, 1))]
            ['vi-du-xanh-2026']
        """
        return tuple(one for one in self.supplements if one.applies(form, place, on))

    def translation(self, key: str) -> Translation:
        """Return the translation of an id.

        Args:
            key: Its id.

        Raises:
            NotFoundError: If no pack known here offers it.
        """
        by_id = {one.id: one for one in self.translations}
        if key not in by_id:
            raise NotFoundError([_unknown_translation(key, by_id), *self.found_translations.problems])
        return by_id[key]

    def check_score(self, score: Score, *, seconds: float = SECONDS) -> checks.Checked:
        """Return what the packs' checks find in a score; the score itself stays as it is.

        Args:
            score: The score.
            seconds: The time that all checks together have.
        """
        return checks.check_score(score, self.offers, seconds=seconds)

    def check_dossier(self, dossier: Dossier, *, on: date, seconds: float = SECONDS) -> checks.Checked:
        """Return what the packs' checks find in a dossier; the dossier itself stays as it is.

        Args:
            dossier: The dossier.
            on: The day on which it is looked at.
            seconds: The time that all checks together have.
        """
        return checks.check_dossier(dossier, self.offers, on=on, seconds=seconds)


def known(
    only: Iterable[str] | None = None,
    *,
    without: Iterable[str] = (),
    folders: Iterable[Path | str] = (),
    seconds: float = SECONDS,
) -> Packs:
    """Return the packs known in this environment.

    A pack that fails is left out and says why; the others still work. No code of a pack runs in this
    process, and apart from each ``pack.yaml`` nothing is read yet.

    Args:
        only: The names of the installed packs to use; if left out, what the variable ``OCOPKIT_PACKS``
            says, else all.
        without: The names of packs to leave out of them.
        folders: Folders of documents to use besides, which need no package.
        seconds: The time that each pack has to say what it offers.

    Raises:
        NotFoundError: If two packs have one name, speak for one place, or offer one document.
        TypeError: If a single text is given where several are wanted.

    Example:
        >>> here = known([], folders=["examples/packs/vi-du/src/ocop_vi_du/documents"])
        >>> [one.id for one in here.supplements], here.problems
        (['vi-du-xanh-2026'], ())
        >>> here.catalog.book("vi-du-tam-thoi-2018").articles.certificate.valid_months
        24
    """
    for name, value in (("only", only), ("without", without), ("folders", folders)):
        if isinstance(value, str | Path):  # a text would be read letter by letter
            message = f"{name} must be a list, such as [{str(value)!r}]"
            raise TypeError(message)
    offers = installed(only, without=without, folders=map(Path, folders), seconds=seconds)
    return Packs(offers, catalog_of(offers))


def _unknown_translation(key: str, by_id: Iterable[str]) -> Problem:
    return Problem(
        "unknown-translation",
        Text(vi=f"Không có bản dịch {quoted(key)}", en=f"There is no translation {quoted(key)}"),
        Text(
            vi="Chỉ dùng được bản dịch của gói đã biết ở đây", en="Only those of packs known here can be used"
        ),
        nearest(key, by_id),
    )
