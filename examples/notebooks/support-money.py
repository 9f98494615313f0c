# %% [markdown]
# # Where support money moves most stars
#
# A province can pay for trademarks, certificates, packaging, linkage contracts. Which of them lift most products to
# their next star? For every product the cheapest way up is computed exactly, minimums first; then the ways are counted
# by criterion.
#
# The dossiers are **synthetic**, and the costs further down are made up to show how costs enter.

# %%
import polars as pl

import ocopkit
from ocopkit.simulation.paths import ways_up
from ocopkit.simulation.synthesise import synthesise

pl.Config.set_tbl_rows(40)
pl.Config.set_fmt_str_lengths(60)
book = ocopkit.rule_book("qd-26-2026")
shares = {3: "0.76", 4: "0.23", 5: "0.01"}
people = synthesise(book, 11, 10_000, seed=26, stars=shares).people
ways = ways_up(people)
ways.products.select("stars", "to", "raises").group_by("stars", "to", "raises").len().sort("stars", "raises")

# %% [markdown]
# By the number of criteria to raise. The criteria that most ways need:

# %%
ways.criteria.select("code", "name_en", "rows", "alone", "required").head(12)

# %% [markdown]
# `required`: the product misses a minimum there, so that no money elsewhere helps. `alone`: raising this one criterion is
# enough.
#
# ## With costs
#
# The same by costs in millions of đồng for each level climbed (made up): nine criteria have a price of their own, the
# others cost 20.

# %%
paid = {"1.2": 60, "1.5": 15, "2.2": 25, "2.3": 8, "3.5": 12, "4.2": 10, "4.3": 18, "5.1": 6, "9": 45}
tea = book[11]
costs = {
    one.code: {level.key: paid.get(one.code, 20) * step for step, level in enumerate(one.levels)}
    for one in tea.criteria
}
dear = ways_up(people, by=costs)
three = pl.col("stars") == 3
dear.products.filter(three)["cost"].drop_nulls().describe()

# %%
budget = 20_000
cheapest = dear.products.filter(three).sort("cost").with_columns(spent=pl.col("cost").cum_sum())
lifted = cheapest.filter(pl.col("spent") <= budget).height
print(
    f"{budget:,} million đồng, spent on the cheapest ways first, lift {lifted} products from three stars to four"
)

# %%
dear.criteria.select("code", "name_en", "rows", "alone", "required", "cost").head(12)
