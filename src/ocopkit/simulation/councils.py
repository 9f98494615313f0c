"""Councils under uncertainty: how often would another council have given other stars?

Each member answers each criterion as the dossier stands, or some levels higher or lower: that is the noise, a
share for each shift; unequal shares up and down are a bias. Councils are drawn with a seed, and what they
decide follows the rules of :func:`ocopkit.scoring.council.decide`. Councils whose members are too far apart,
or whose vote is tied, are counted and set aside: those of life would discuss and score again.
"""

import random
from collections.abc import Iterator, Mapping
from fractions import Fraction

import polars as pl
from attrs import field, frozen

from ocopkit.errors import NotFoundError, OcopError, Problem, Where, nearest
from ocopkit.markup import both, card
from ocopkit.scoring.councils.convene import rules_of
from ocopkit.scoring.plan import plan_of
from ocopkit.scoring.regulation import Regulation
from ocopkit.scoring.score import basis_of
from ocopkit.simulation.cells import columns_for, gate_column
from ocopkit.simulation.council_model import CouncilModel, places
from ocopkit.simulation.facts import settled
from ocopkit.simulation.population import Population
from ocopkit.simulation.synthesise import exact_shares, not_positive
from ocopkit.text import Text

Shifts = Mapping[int, Fraction | float | str]
"""How often a member is so many levels higher (lower, if negative) than the dossier stands."""

_NO_RULES = Regulation("no-regulation", Text(vi="Không có quy chế", en="No regulation"))
_SHEETS = 1_000_000
"""The most members' sheets that are held in memory at once."""


@frozen
class Noise:
    """How members' answers depart from how a dossier stands.

    Args:
        shifts: The share of answers that are so many levels higher or lower; they add up to 1. An answer is
            never shifted past the ends of its ladder.
        criteria: Other shares for some criteria, by code.

    Example:
        >>> Noise({-1: "0.1", 0: "0.8", 1: "0.1"}, {"5.1": {0: "0.7", 1: "0.3"}}).of("5.1")
        {0: Fraction(7, 10), 1: Fraction(3, 10)}
    """

    shifts: Shifts
    criteria: Mapping[str, Shifts] = field(factory=dict[str, Shifts])

    def of(self, code: str) -> dict[int, Fraction]:
        """Return the exact shares for a criterion, lowest shift first."""
        shares = self.criteria.get(code, self.shifts)
        return {shift: Fraction(str(shares[shift])) for shift in sorted(shares)}


@frozen
class Council:
    """A council to draw.

    Args:
        members: How many members score.
        regulation: How it works: spread, mean or majority, how minimums are met.
        readings: Options for what neither law nor regulation says.
    """

    members: int = 7
    regulation: Regulation = _NO_RULES
    readings: Mapping[str, str] = field(factory=dict[str, str])


@frozen(eq=False)
class Stability:
    """How stable the stars of products are from council to council.

    Args:
        products: A row for each product: the columns kept beside answers, ``points`` and ``stars`` as the
            dossier stands (0 for no star), and over the councils that decide: the shares ``same``,
            ``higher`` and ``lower``, ``stars_0`` … for each number of stars, ``error`` (the standard error
            of ``same``), ``mean`` (their mean points); over all councils drawn: ``again`` (the share that
            would score again) and ``spread`` (the mean difference between highest and lowest total).
            Shares are null where no council decides.
        council: The council that was drawn.
        draws: How many councils were drawn for each product.
        seed: What the drawing started from.
    """

    products: pl.DataFrame = field(repr=False)
    council: Council = field(repr=False)
    draws: int
    seed: int

    def _repr_html_(self) -> str:
        """Return what a notebook shows: how often other councils would give other stars."""
        names = {
            "same": Text(vi="Cùng hạng sao", en="The same stars"),
            "higher": Text(vi="Hạng cao hơn", en="More stars"),
            "lower": Text(vi="Hạng thấp hơn", en="Fewer stars"),
            "again": Text(vi="Phải chấm lại", en="Would score again"),
            "spread": Text(vi="Chênh lệch giữa thành viên (điểm)", en="Spread between members (points)"),
        }
        told = {name: value for name, value in self.whole.items() if value is not None}
        return card(
            both(Text(vi="Độ ổn định của hạng sao", en="How stable stars are")),
            [
                (Text(vi="Số sản phẩm", en="Products"), f"{self.products.height:,}"),
                (Text(vi="Thành viên hội đồng", en="Members"), self.council.members),
                (Text(vi="Số hội đồng cho mỗi sản phẩm", en="Councils for each product"), f"{self.draws:,}"),
                *(
                    (names[key], f"{value:.1f}" if key == "spread" else f"{value:.1%}")
                    for key, value in told.items()
                ),
            ],
        )

    @property
    def whole(self) -> dict[str, float | None]:
        """The means over all products of ``same``, ``higher``, ``lower``, ``again`` and ``spread``."""
        names = ("same", "higher", "lower", "again", "spread")
        row = self.products.select(pl.col(name).mean() for name in names).row(0)
        return dict(zip(names, row, strict=True))

    @property
    def by_points(self) -> pl.DataFrame:
        """For each total as the dossier stands: how many products, and their mean shares."""
        shares = [pl.col(name).mean() for name in ("same", "higher", "lower", "again", "spread")]
        return self.products.group_by("points").agg(pl.len().alias("products"), *shares).sort("points")


def stability(
    people: Population, noise: Noise, council: Council | None = None, *, draws: int = 200, seed: int
) -> Stability:
    """Return how often councils whose members depart from the dossier give it other stars.

    The same seed gives the same councils; councils that differ only in their regulation or readings are
    drawn with the same members' answers, so that their results differ by the rules alone.

    A criterion that isn't asked of the dossier, but is of a member who answers the condition otherwise, is
    answered around its lowest level. Gates that a row raises are raised by every member.

    Args:
        people: The dossiers as they stand.
        noise: How members depart from them.
        council: How many members, and by which rules; seven members and no regulation if left out.
        draws: How many councils are drawn for each product.
        seed: What the drawing starts from.

    Raises:
        NotFoundError: If the noise names a criterion that no set of the population has; if there is no
            such reading or option.
        OcopError: If shares don't add up to 1, or numbers of members or draws are not at least 1.

    Example:
        >>> import ocopkit
        >>> from ocopkit.simulation.synthesise import synthesise
        >>> book = ocopkit.rule_book("qd-26-2026")
        >>> people = synthesise(book, 11, 50, seed=1, stars={3: "0.5", 4: "0.5"}).people
        >>> calm = stability(people, Noise({0: 1}), draws=5, seed=1)
        >>> calm.whole["same"], calm.whole["spread"]
        (1.0, 0.0)
    """
    people, council = settled(people), council or Council()
    if problems := list(_wrong(noise, council, draws)):
        raise OcopError(problems)
    if unknown := _unknown(people, noise):
        raise NotFoundError(unknown)
    tables = [_of_set(people, number, noise, council, draws, seed) for number in people.sets]
    return Stability(pl.concat(tables), council, draws, seed)


def compare_councils(
    people: Population, noise: Noise, councils: Mapping[str, Council], *, draws: int = 200, seed: int
) -> pl.DataFrame:
    """Return how stable stars are under councils of other sizes or rules, a row for each.

    Args:
        people: The dossiers as they stand.
        noise: How members depart from them.
        councils: The councils by any names.
        draws: How many councils of each are drawn for each product.
        seed: What the drawing starts from.

    Returns:
        ``council``, ``members``, and the means over all products of :attr:`Stability.whole`.

    Raises:
        NotFoundError: As :func:`stability` does.
        OcopError: As :func:`stability` does.

    Example:
        >>> import ocopkit
        >>> from ocopkit.simulation.synthesise import synthesise
        >>> book = ocopkit.rule_book("qd-26-2026")
        >>> people = synthesise(book, 11, 50, seed=1, stars={3: "0.5", 4: "0.5"}).people
        >>> noise = Noise({-1: "0.1", 0: "0.8", 1: "0.1"})
        >>> ways = {way: Council(7, readings={"council-minimum": way}) for way in ("mean", "majority")}
        >>> found = compare_councils(people, noise, ways, draws=20, seed=1)
        >>> found["same"][0] < found["same"][
        ...     1
        ... ]  # one member below a minimum is enough to pull a mean below it
        True
    """
    rows = [
        {"council": name, "members": one.members}
        | stability(people, noise, one, draws=draws, seed=seed).whole
        for name, one in councils.items()
    ]
    return pl.DataFrame(rows)


def _of_set(
    people: Population, number: int, noise: Noise, council: Council, draws: int, seed: int
) -> pl.DataFrame:
    form = people.book[number]
    rules, wrong = rules_of(basis_of(form), council.regulation, council.readings)
    if wrong:
        raise NotFoundError(wrong)
    rows: pl.DataFrame = (
        people.compiled(number).over(people.of_set(number)).collect(backend="polars").to_native()
    )
    plan = plan_of(form)
    shifts = {one.code: noise.of(one.code) for one in form.criteria}
    model = CouncilModel(plan, rules, shifts, council.members, council.regulation.spread)
    columns = columns_for(form, people.kinds, rules)
    stand = [places(slot, column, rows) for slot, column in zip(plan.slots, columns, strict=True)]
    raised = {
        at: rows[gate_column(gate.key)].fill_null(value=False)
        for at, (gate, _, computed) in enumerate(plan.gates)
        if not computed and gate_column(gate.key) in rows.columns
    }
    most = max(band.stars for band in rules.by_height)
    draw = random.Random(f"{seed}/{number}")  # noqa: S311 (reproducible councils, no secrets)
    size = max(1, _SHEETS // (draws * council.members))
    parts: list[pl.DataFrame] = []
    for start in range(0, max(rows.height, 1), size):
        picked = model.drawn([one.slice(start, size) for one in stand], draws, draw)
        gates = {at: one.slice(start, size) for at, one in raised.items()}
        parts.append(_shares(model.decided(picked, gates, draws), rows["stars"].slice(start, size), most))
    kept = rows.select(*people.columns, "points", "stars")
    return pl.concat([kept, pl.concat(parts)], how="horizontal")


def _shares(found: pl.DataFrame, considered: pl.Series, most: int) -> pl.DataFrame:
    """Return one row for each product: what its councils decide, beside the stars at which it stands."""
    stars, stands = pl.col("stars"), pl.col("stands")
    return (
        found.with_columns(stands=pl.lit(considered).gather(pl.col("product")))
        .group_by("product", maintain_order=True)
        .agg(
            same=(stars == stands).mean(),
            higher=(stars > stands).mean(),
            lower=(stars < stands).mean(),
            **{f"stars_{one}": (stars == one).mean() for one in range(most + 1)},
            decided=stars.count(),
            mean=pl.col("mean").filter(stars.is_not_null()).mean(),
            again=pl.col("again").mean(),
            spread=pl.col("spread").mean(),
        )
        .with_columns(error=(pl.col("same") * (1 - pl.col("same")) / pl.col("decided")).sqrt())
        .drop("product", "decided")
    )


def _wrong(noise: Noise, council: Council, draws: int) -> Iterator[Problem]:
    for code, shares in (("shifts", noise.shifts), *noise.criteria.items()):
        try:
            exact_shares(shares, code)
        except OcopError as error:
            yield from (one.under("noise") for one in error.problems)
    for name, number in (("members", council.members), ("draws", draws)):
        if number < 1:
            yield not_positive(name, number)


def _unknown(people: Population, noise: Noise) -> list[Problem]:
    known = {one.code for number in people.sets for one in people.book[number].criteria}
    return [
        Problem(
            "unknown-criterion",
            Text(vi=f"Không bộ nào có tiêu chí {code!r}", en=f"No set here has a criterion {code!r}"),
            Text(vi="Độ nhiễu chỉ cho được theo tiêu chí", en="Noise is given for criteria of the sets"),
            nearest(code, known, limit=40),
            Where(("noise", code), on_key=True),
        )
        for code in noise.criteria
        if code not in known
    ]
