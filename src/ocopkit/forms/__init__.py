"""Score sheets and results for people: workbooks and printable pages, written and read back."""
