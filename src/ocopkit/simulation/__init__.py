"""Many products at once: populations of dossiers, what rules give them, and what other rules would."""

from ocopkit.errors import need

need("simulation", "narwhals", "numpy", "polars")
