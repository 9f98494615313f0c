"""How packs plug in: the hooks they may fill, and how installed packs are found and kept apart."""
