"""How amendments are carried out, and how differences are found and told."""
