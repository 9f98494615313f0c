"""What the pages of results are made of: figures, and the sections of a score, a council, a path, a case."""
