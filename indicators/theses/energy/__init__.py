"""Thesis: Energy."""

#: The order of the charts, where it is not that of the modules' names.
FIRST = ("bottlenecks", "power_against_chips", "demand", "supply")
