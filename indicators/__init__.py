"""Claims of an article and the public data that hold or break them, as a library.

    from indicators import findings, frame, history, open_store, series

    findings(as_of="2025-12-01")             # every verdict as known on a day, as a DataFrame
    series("PAYEMS", "UNRATE")               # series side by side, with their sources and vintages in `.attrs`
    frame("vix-ratio")                       # what a chart shows
    history("vix-inversion")                 # a verdict month by month, and which release changed it
    store = open_store("claimboard.sqlite")  # another store than the default one: `store=store` in each of them

Beneath these: `claims()` and `series_catalogue()` are what there is, `evaluate` the finding on one claim as an object,
and `run` the frame of one of `indicators()` from a panel that `read_panel` has read. docs/LIBRARY.md has examples.
What is not named here may change without notice.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from indicators.catalogue.catalogue import claims
    from indicators.catalogue.catalogue import series as series_catalogue
    from indicators.judging.evaluate import finding as evaluate
    from indicators.judging.registry import indicators, run
    from indicators.panel.panel import read as read_panel
    from indicators.research import compare, findings, frame, history, series
    from indicators.store.store import open_store

__all__ = [
    "claims",
    "compare",
    "evaluate",
    "findings",
    "frame",
    "history",
    "indicators",
    "open_store",
    "read_panel",
    "run",
    "series",
    "series_catalogue",
]

#: Module and name of each, imported on first use: a single module of this package must not import pandas (0.7 s).
_HOMES = {
    "claims": ("catalogue.catalogue", "claims"),
    "compare": ("research", "compare"),
    "evaluate": ("judging.evaluate", "finding"),
    "findings": ("research", "findings"),
    "frame": ("research", "frame"),
    "history": ("research", "history"),
    "indicators": ("judging.registry", "indicators"),
    "open_store": ("store.store", "open_store"),
    "read_panel": ("panel.panel", "read"),
    "run": ("judging.registry", "run"),
    "series": ("research", "series"),
    "series_catalogue": ("catalogue.catalogue", "series"),
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, there = _HOMES[name]
    return getattr(import_module(f"{__name__}.{module}"), there)
