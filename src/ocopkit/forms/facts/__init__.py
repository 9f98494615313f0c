"""Fact sheets as workbooks: blank or filled in, and read back."""
