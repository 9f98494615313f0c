"""The life of a product: its dossier, and what happens to it."""
