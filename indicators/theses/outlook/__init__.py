"""Thesis: Liquidity and policy outlook."""

#: The order of the charts, where it is not that of the modules' names.
FIRST = ("sentiment", "liquidity", "policy")
