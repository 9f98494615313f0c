"""How documents are written: YAML and JSON text to plain values, each with its place."""
