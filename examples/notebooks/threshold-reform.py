# %% [markdown]
# # A threshold reform
#
# Somebody proposes: four stars from 72 points instead of 70, three from 55 instead of 50, and bilingual labels as a
# minimum for four stars. Who would lose a star, where, and because of which clause?
#
# The dossiers here are **synthetic**: drawn at random so that the shares of stars are those asked for. They stand for
# nobody's products.

# %%
import altair as alt

import ocopkit
from ocopkit.simulation.compare import compare
from ocopkit.simulation.impact import impact_by_clause
from ocopkit.simulation.plots import flow_plot, heat_map, tornado, totals_plot
from ocopkit.simulation.synthesise import synthesise

alt.renderers.enable("svg")  # drawn here: nothing is fetched
book = ocopkit.rule_book("qd-26-2026")
tea = book["fresh-and-processed-tea"]
made = synthesise(
    book,
    tea.number,
    20_000,
    seed=26,
    stars={3: "0.74", 4: "0.25", 5: "0.01"},
    columns={"place": {"Thái Nguyên": "0.5", "Lâm Đồng": "0.3", "Hà Giang": "0.2"}},
)
made.people.label, made.error

# %% [markdown]
# Where the totals lie. Highest entropy puts nothing in but the shares of stars and the ladders: within three stars
# most products stand where most sheets stand.

# %%
totals_plot(made.people, book)

# %% [markdown]
# The reform is another rule book, made of the one in force by addressed changes. Nothing is changed in place.

# %%
clauses = {
    "4 stars from 72": {"bands/4": {"at_least": 72}, "bands/3": {"below": 72}},
    "3 stars from 55": {"bands/3": {"at_least": 55}, "bands/2": {"below": 55}},
    "bilingual label for 4 stars": {"11/2.4/b": {"minimum_for": 4}},
}
draft = book
for name, changes in clauses.items():
    draft = ocopkit.amend(draft, changes, because=name, id="draft")
print(ocopkit.diff(book, draft))

# %%
found = compare(made.people, book, draft, by=["place"])
print(f"{found.down:.0f} of 20,000 lose a star or more, {found.up:.0f} gain")
found.stars

# %%
flow_plot(found)

# %%
heat_map(found, "place")

# %% [markdown]
# Because of which clause? Clauses interact: a product can fall to three stars by the band or by the label. Each clause
# gets the mean of what it adds over every order in which the three could have been enacted.

# %%
impact = impact_by_clause(made.people, book, clauses)
impact.clauses.select("clause", "down", "up")

# %%
tornado(impact)

# %% [markdown]
# The three add up to what the reform does as a whole:

# %%
round(impact.clauses["down"].sum(), 6) == found.down
