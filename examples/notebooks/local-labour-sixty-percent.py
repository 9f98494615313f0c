# %% [markdown]
# # Sixty percent local labour
#
# Criterion 3.3 of the tea form asks which share of the workers comes from the commune: one point from 25 %, two from
# 50 %, three from 75 %. What would a threshold of 60 % do? The share is a fact and the threshold stands in the rule
# book as data, so the question has an answer without anybody scoring again.
#
# The dossiers and their shares of local labour are **synthetic**: drawn at random. They stand for nobody's products,
# and no survey of real shares stands behind them. The last section shows how much that matters.

# %%
import random
from collections.abc import Callable

import altair as alt
import polars as pl

import ocopkit
from ocopkit.simulation.compare import Comparison, compare
from ocopkit.simulation.plots import flow_plot, heat_map
from ocopkit.simulation.population import Population, population
from ocopkit.simulation.synthesise import SYNTHETIC, synthesise

alt.renderers.enable("svg")  # drawn here: nothing is fetched
book = ocopkit.rule_book("qd-26-2026")
labour = book["fresh-and-processed-tea"].criterion("3.3")
for level in reversed(labour.levels):
    print(level.points, level.name.en, "|", level.when.formula if level.when else "judged")

# %% [markdown]
# First 20,000 dossiers with points, and then a share for each that fits its points: any share within the band is as
# likely as any other. The column of points goes, the fact stays.

# %%
made = synthesise(
    book,
    11,
    20_000,
    seed=60,
    stars={3: "0.4", 4: "0.4", 5: "0.2"},
    mean=80,
    columns={"place": {"Thái Nguyên": "0.5", "Lâm Đồng": "0.3", "Hà Giang": "0.2"}},
)
rows = made.people.frame.collect().to_native()
boundary = {"share-boundary": "higher-level"}  # who stands exactly on a threshold has reached it
bands = {1: (0.25, 0.4999), 2: (0.5, 0.7499), 3: (0.7501, 1.0)}


def with_shares(spread: Callable[[random.Random], float]) -> Population:
    draw = random.Random(60)  # noqa: S311 (the same shares every time)
    ends = [bands[points] for points in rows["c3_3"]]
    shares = [round(low + (high - low) * spread(draw), 4) for low, high in ends]
    facts = rows.drop("c3_3").with_columns(f_local_labour_commune_share=pl.Series(shares))
    return population(facts, book, set=11, label=SYNTHETIC, readings=boundary)


people = with_shares(random.Random.random)
people.frame.select("id", "place", "f_local_labour_commune_share").head(3).collect().to_native()

# %% [markdown]
# "A threshold of 60 %" can mean two things: three points from 60 %, or two points only from 60 %. Each draft moves both
# ends that meet there; where the form leaves the boundary itself open, that moves too.

# %%
at_sixty = {"fact": "local-labour-commune-share", "at_least": 0.6, "at_most": 0.6}
changes: dict[str, dict[str, object]] = {
    "three points from 60 %": {
        "11/3.3/b/when/at_most": 0.6,
        "11/3.3/c/when/at_least": 0.6,
        "11/3.3/left_open/1/when": at_sixty,
    },
    "two points only from 60 %": {"11/3.3/a/when/below": 0.6, "11/3.3/b/when/at_least": 0.6},
}
drafts = {name: ocopkit.amend(book, one, because=name, id=name) for name, one in changes.items()}
print(ocopkit.diff(book, drafts["three points from 60 %"]))


# %%
def moves(people: Population) -> dict[str, Comparison]:
    found = {
        name: compare(people, book, one, by=["place"], readings=boundary) for name, one in drafts.items()
    }
    for name, one in found.items():
        print(f"{name}: {one.up:.0f} of 20,000 gain a star, {one.down:.0f} lose one")
    return found


found = moves(people)

# %% [markdown]
# One point moves few: only those who stand one point below a boundary and meet every minimum above it, or exactly on
# it. Of these dossiers none goes from three to four stars: those who miss four stars here miss a minimum, not a point.

# %%
flow_plot(found["three points from 60 %"])

# %%
heat_map(found["two points only from 60 %"], "place")

# %% [markdown]
# Any other threshold is another draft. How many would move if three points began elsewhere? The two sides differ:
# dossiers drawn with five stars crowd at the boundary, with no point to lose, and most of those below it miss a minimum.

# %%
steps = [0.55, 0.6, 0.65, 0.7, 0.8, 0.85, 0.9]
table = []
for step in steps:
    open_at = at_sixty | {"at_least": step, "at_most": step}
    where = {"b/when/at_most": step, "c/when/at_least": step, "left_open/1/when": open_at}
    draft = ocopkit.amend(book, {f"11/3.3/{key}": value for key, value in where.items()}, because="a step")
    one = compare(people, book, draft, readings=boundary)
    table.append({"three points from": f"{step:.0%}", "gain": int(one.up), "lose": int(one.down)})
pl.DataFrame(table)

# %% [markdown]
# ## What the numbers rest on
#
# On shares that nobody measured. If producers hire until they reach a threshold and no further, shares bunch just above
# 25, 50 and 75 %. The levels of today are the same, dossier by dossier; what a draft does is not:

# %%
bunched = with_shares(lambda draw: draw.random() ** 4)
found = moves(bunched)

# %% [markdown]
# Points cannot tell these two worlds apart, facts can. Before anybody enacts a threshold, the shares in the dossiers
# that are there should be read out: they are on paper, as the evidence for criterion 3.3.
