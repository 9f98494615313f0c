# %% [markdown]
# # How stable is a council's star?
#
# Two councils look at one dossier. Each member is sometimes a level higher or lower than the dossier stands. How often
# would the second council have given other stars, and what would make ratings steadier: more members, a tighter
# spread, another rounding, another way of meeting a minimum?
#
# The dossiers are **synthetic**, and the noise is an assumption: nobody has published how far members of OCOP councils
# differ. What follows says what a given noise does, not how large it is.

# %%
import polars as pl

import ocopkit
from ocopkit.scoring.regulation import Spread
from ocopkit.simulation.councils import Council, Noise, compare_councils, stability
from ocopkit.simulation.synthesise import synthesise

pl.Config.set_tbl_rows(20)
book = ocopkit.rule_book("qd-26-2026")
people = synthesise(book, 11, 400, seed=26, stars={3: "0.6", 4: "0.38", 5: "0.02"}).people
noise = Noise({-1: "0.05", 0: "0.9", 1: "0.05"})  # one answer in ten is a level off

# %% [markdown]
# ## A question of law first
#
# A council meets a minimum or misses it. How, the decision doesn't say: by the mean of its members' points, by a
# majority of members, or only if every member awards the level. The same members' answers under the three readings:

# %%
ways = {
    f"minimums met by {way}": Council(7, readings={"council-minimum": way})
    for way in ("mean", "majority", "every-member")
}
compare_councils(people, noise, ways, draws=200, seed=1)

# %% [markdown]
# By the mean, one member below the level is enough to pull the whole council below it, since nobody can award more
# than the top of a ladder to make up for it. No number of members mends that. A regulation that says "by majority"
# makes ratings steadier than any other rule here could.
#
# ## Near a boundary
#
# With minimums met by a majority: the same products by their totals. A star near a boundary is a matter of luck.

# %%
seven = stability(people, noise, Council(7, readings={"council-minimum": "majority"}), draws=200, seed=1)
near = pl.col("points").is_between(64, 76)
seven.by_points.filter(near).select("points", "products", "same", "higher", "lower")

# %% [markdown]
# ## How many members?

# %%
sizes = {f"{n} members": Council(n, readings={"council-minimum": "majority"}) for n in (3, 5, 7, 9, 15)}
compare_councils(people, noise, sizes, draws=200, seed=1)

# %% [markdown]
# ## Which spread, which rounding?
#
# A limit on the spread between members' totals sends councils back to discuss (`again`); of those that may decide it
# changes next to nothing, and so does rounding the mean to two decimals.


# %%
def within(points: int | None) -> ocopkit.Regulation:
    name = ocopkit.Text(vi="Quy chế thử", en="A regulation to try")
    return ocopkit.Regulation("try", name, spread=None if points is None else Spread(points))


majority = {"council-minimum": "majority"}
limits = {f"spread of {points} at most": Council(7, within(points), majority) for points in (5, 8, 10)}
limits |= {"no limit": Council(7, within(None), majority)}
limits |= {"two decimals": Council(7, within(None), majority | {"mean-rounding": "two-decimals"})}
compare_councils(people, noise, limits, draws=200, seed=1)
