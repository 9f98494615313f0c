"""What the generated pages of the documentation are made with: run ``docs/generate.py``."""
