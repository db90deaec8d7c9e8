"""Thesis: Crypto."""

#: The order of the charts, where it is not that of the modules' names.
FIRST = ("since_article", "assets")
