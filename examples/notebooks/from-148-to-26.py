# %% [markdown]
# # From QĐ 148 to QĐ 26: what the new minimums do
#
# Products were rated by the forms of QĐ 148/2023. On 22 May 2026 QĐ 26/2026 came with other forms, other points and more
# minimums. What would the same dossiers come to? Some answers carry over, some leave a few levels possible, and what the
# old form never asked stays open: so each product lies between a least and a most, and nothing is guessed.
#
# The dossiers are **synthetic**: drawn so that the shares of stars are those asked for. They stand for nobody's products.

# %%
import altair as alt
import polars as pl

import ocopkit
from ocopkit.simulation.carry import carry
from ocopkit.simulation.compare import compare
from ocopkit.simulation.plots import flow_plot, totals_plot
from ocopkit.simulation.synthesise import synthesise

alt.renderers.enable("svg")  # drawn here: nothing is fetched
pl.Config.set_tbl_rows(40)
pl.Config.set_fmt_str_lengths(48)
old, new = ocopkit.rule_book("qd-148-2023"), ocopkit.rule_book("qd-26-2026")
shares = {3: "0.76", 4: "0.23", 5: "0.01"}
people = synthesise(old, "fresh-and-processed-tea", 20_000, seed=26, stars=shares).people
totals_plot(people, old)

# %%
carried = carry(people, new)
carried.transitions

# %% [markdown]
# How many dossiers have stars under QĐ 26 that nothing left open can change, and which criteria leave most open?

# %%
carried.certain

# %%
by_openness = carried.criteria.sort("open", "narrowed", "code", descending=[True, True, False])
by_openness.select("code", "name_en", "source", "carried", "narrowed", "open").head(12)

# %% [markdown]
# ## The minimums alone
#
# To see what the minimums do and nothing else, take dossiers filled by QĐ 26 and compare it with itself without any. The
# difference is another rule book, made by taking the marks away one by one.

# %%
tea = new["fresh-and-processed-tea"]
marks = [
    (one.code, level.key, level.minimum_for)
    for one in tea.criteria
    for level in one.levels
    if level.minimum_for is not None
]
unmarked = {f"{tea.number}/{code}/{key}": {"minimum_for": None} for code, key, _ in marks}
free = ocopkit.amend(new, unmarked, because="no minimums, to see what they do", id="no-minimums")
len(marks)

# %%
anything = synthesise(
    new, tea.number, 20_000, seed=26, mean=72.0
).people  # every sheet possible, 72 points on average
without = compare(anything, free, new)
print(f"{without.down:.0f} of 20,000 have fewer stars because of a minimum")
without.stars

# %%
flow_plot(without)

# %% [markdown]
# Read the sentence with care: these are dossiers drawn without regard to minimums. Producers who know the form fill it
# so that the marked levels are reached first, which is what the marks are for.
