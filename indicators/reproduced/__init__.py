"""Published figures, recomputed with the functions that draw the charts.

`seeds/reproductions.toml` says who published what; a function here comes to the same number or the
table says why not. What is instructive about a mismatch is in its `why`.
"""
