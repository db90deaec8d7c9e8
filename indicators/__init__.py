"""Claims of an article and the public data that hold or break them, as a library.

    from indicators import claims, evaluate, indicators, open_store, read_panel, run, series

    store = open_store("claimboard.sqlite")               # filled with the figures that ship, where it is new
    finding = evaluate(store, claims()["vix-inversion"])  # its verdict, its number, what would overturn it
    chart = indicators()["vix-ratio"]
    frame, read = run(chart, read_panel(store, chart.series))

What is not named here may change without notice.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from indicators.catalogue.catalogue import claims, series
    from indicators.judging.evaluate import finding as evaluate
    from indicators.judging.registry import indicators, run
    from indicators.panel.panel import read as read_panel
    from indicators.store.store import open_store

__all__ = ["claims", "evaluate", "indicators", "open_store", "read_panel", "run", "series"]

#: Module and name of each, imported on first use: a single module of this package must not import pandas (0.7 s).
_HOMES = {
    "claims": ("catalogue.catalogue", "claims"),
    "series": ("catalogue.catalogue", "series"),
    "evaluate": ("judging.evaluate", "finding"),
    "indicators": ("judging.registry", "indicators"),
    "run": ("judging.registry", "run"),
    "read_panel": ("panel.panel", "read"),
    "open_store": ("store.store", "open_store"),
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, there = _HOMES[name]
    return getattr(import_module(f"{__name__}.{module}"), there)
