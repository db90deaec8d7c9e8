"""Thesis: Labour and productivity."""

#: The order of the charts, where it is not that of the modules' names.
FIRST = ("productivity", "employment")
