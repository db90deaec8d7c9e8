"""Thesis: Household inequality."""

#: The order of the charts, where it is not that of the modules' names.
FIRST = ("poverty_line", "childcare", "housing", "generations", "wealth")
