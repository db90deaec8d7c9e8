"""Thesis: Market flows."""

#: The order of the charts, where it is not that of the modules' names.
FIRST = (
    "rate_odds",
    "buybacks",
    "volatility_target",
    "trend_following",
    "vix_term_structure",
    "fed_days",
    "fundamentals",
)
