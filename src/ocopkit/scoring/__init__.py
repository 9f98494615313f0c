"""One product against one criteria set: the sheet, the score, the reasons, what is still possible."""
