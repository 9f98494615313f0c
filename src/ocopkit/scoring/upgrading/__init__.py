"""How the cheapest way to a star is found: what may be raised, at what cost, and why it may fail."""
