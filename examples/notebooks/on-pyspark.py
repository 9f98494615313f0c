# %% [markdown]
# # The same on PySpark: from QĐ 148 to QĐ 26
#
# When one machine is too small, the rows can stay in a cluster. A population is a dataframe of any kind that Narwhals
# knows; the rules are compiled for it, and only counts come back. Here Spark runs on this machine alone, beside Polars, and
# both must say the same. It needs a Java runtime (17 or newer) and `pip install ".[spark,plots]"`.
#
# The dossiers are **synthetic**: drawn so that the shares of stars are those asked for. They stand for nobody's products.

# %%
import os
import sys
import warnings
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

import polars as pl
from pyspark.sql import SparkSession

import ocopkit
from ocopkit.simulation.carry import carry
from ocopkit.simulation.population import population
from ocopkit.simulation.results import star_counts
from ocopkit.simulation.synthesise import synthesise

warnings.filterwarnings("ignore", category=FutureWarning)  # Spark's word on the pandas beside it
pl.Config.set_tbl_rows(40)
old, new = ocopkit.rule_book("qd-148-2023"), ocopkit.rule_book("qd-26-2026")
shares = {3: "0.76", 4: "0.23", 5: "0.01"}
places = {"place": {"north": "0.5", "centre": "0.2", "south": "0.3"}}
people = synthesise(old, "fresh-and-processed-tea", 20_000, seed=26, stars=shares, columns=places).people
folder = Path(mkdtemp())
people.frame.sink_parquet(folder / "tea.parquet")

# %% [markdown]
# Spark as it runs on one machine, quietly. On a cluster, `master` names it, and nothing else changes.

# %%
os.environ["PYSPARK_PYTHON"] = sys.executable
spark = (
    SparkSession.builder.master("local[2]")
    .config("spark.ui.enabled", "false")
    .config("spark.ui.showConsoleProgress", "false")
    .config("spark.driver.bindAddress", "127.0.0.1")
    .config("spark.driver.host", "127.0.0.1")
    .config("spark.sql.shuffle.partitions", "2")
    .config("spark.local.dir", str(folder))
    .getOrCreate()
)
spark.sparkContext.setLogLevel("ERROR")
far = population(spark.read.parquet(str(folder / "tea.parquet")), old, set="fresh-and-processed-tea")
type(far.frame.to_native()).__module__.split(".")[0]

# %% [markdown]
# ## The comparison
#
# Each dossier of QĐ 148 read by QĐ 26: the fewest and the most stars that it can still come to.

# %%
carried = carry(far, new)
carried.transitions


# %%
def beside(one: pl.DataFrame, other: pl.DataFrame) -> str:
    """Say whether Spark's table is that of Polars."""
    return "the same on Polars" if one.equals(other) else "DIFFERENT on Polars"


here = carry(people, new)
for name in ("transitions", "criteria", "left_out"):
    print(f"{name}: {beside(getattr(carried, name), getattr(here, name))}")

# %% [markdown]
# Not only the counts: every row has the same points and stars.

# %%
columns = ["id", "before_points", "before_stars", "least_points", "most_points", "least_stars", "most_stars"]
rows = [one.rows.select(*columns).collect(backend="polars").to_native().sort("id") for one in (carried, here)]
both = [one.cast(pl.Int64) for one in rows]
print(f"{both[0].height} rows: {beside(*both)}")
both[0].head(3)

# %% [markdown]
# ## Where
#
# What is counted by place is counted where the rows are; only the counts travel.

# %%
counts = star_counts(far, by=["place"])
print(beside(counts, star_counts(people, by=["place"])))
counts

# %%
spark.stop()
rmtree(folder)
