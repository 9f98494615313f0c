"""``python -m ocopkit`` is the command line."""

from ocopkit.cli import main

if __name__ == "__main__":
    main()
