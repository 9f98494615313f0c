"""For authors of packs and of systems built on ocopkit: Hypothesis strategies drawn from rule books."""

from ocopkit.errors import need

need("testing", "hypothesis")
