"""The registry of indicators and tests: one decorator each, and nothing else to edit.

A thesis module decorates its functions; importing this module's `indicators()` or `tests()` loads
the thesis modules and returns what they declared.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from importlib import import_module
from typing import Any

import pandas as pd

from indicators.data.panel import Panel
from indicators.model import Control, Hints, Indicator, Test, Verdict

#: The thesis modules, in the order of the board.
MODULES = ("ai_capex", "vix_term_structure", "inequality", "childcare", "housing", "generations", "wealth")

#: The columns of a tidy frame; the last two only where there is an interval.
COLUMNS = ("x", "line", "value", "low", "high")

_indicators: dict[str, Indicator] = {}
_tests: dict[str, Test] = {}

Compute = Callable[..., pd.DataFrame]
Judge = Callable[[Panel], Verdict]


def indicator(
    *,
    thesis: str,
    title: str,
    unit: str,
    formula: str,
    series: tuple[str, ...],
    serves: tuple[str, ...],
    controls: tuple[Control, ...] = (),
    hints: Hints | None = None,
    caveat: str = "",
    method: str = "",
) -> Callable[[Compute], Compute]:
    """Register a function `(panel, **controls) -> frame` as an indicator; its name is the id.

    The frame is tidy: columns `x` (date, number or label), `line`, `value`. The function sees only
    the series it declares.
    """

    def register(compute: Compute) -> Compute:
        id = compute.__name__.replace("_", "-")
        _claim_id(id, _indicators)
        _indicators[id] = Indicator(
            id,
            thesis,
            title,
            unit,
            formula,
            series,
            serves,
            compute,
            controls,
            hints or Hints(),
            caveat,
            method,
        )
        return compute

    return register


def judges(claim: str, *, unit: str, threshold: str, falsifier: str, source: str = "") -> Callable[[Judge], Judge]:
    """Register a function `(panel) -> Verdict` as the test of a claim.

    The panel holds the series that the claim names in `seeds/claims.toml`.
    """

    def register(judge: Judge) -> Judge:
        _claim_id(claim, _tests)
        _tests[claim] = Test(claim, unit, threshold, falsifier, judge, source)
        return judge

    return register


def _claim_id(id: str, taken: dict[str, Any]) -> None:
    if id in taken:
        raise ValueError(f"{id!r} is registered twice")


@cache
def _loaded() -> bool:
    for module in MODULES:
        import_module(f"indicators.{module}")
    return True


def indicators() -> dict[str, Indicator]:
    """Every indicator by id, in the order they are written."""
    _loaded()
    return dict(_indicators)


def tests() -> dict[str, Test]:
    """Every test by the id of its claim."""
    _loaded()
    return dict(_tests)


def settle(indicator: Indicator, chosen: Mapping[str, Any]) -> dict[str, Any]:
    """The value of every control: what was chosen where it is an option, else the default."""
    return {c.id: chosen[c.id] if _fits(c, chosen.get(c.id)) else c.default for c in indicator.controls}


def _fits(control: Control, value: Any) -> bool:
    if control.bounds:
        low, high, _ = control.bounds
        return isinstance(value, (int, float)) and not isinstance(value, bool) and low <= value <= high
    if not control.options:
        return isinstance(value, date)
    if control.many:
        return isinstance(value, (list, tuple)) and bool(value) and set(value) <= set(control.options)
    return value in control.options


def run(indicator: Indicator, panel: Panel, **chosen: Any) -> tuple[pd.DataFrame, Panel]:
    """The indicator's frame for a choice of controls, and the panel of just the series it read.

    Raises MissingData.
    """
    view = panel.only(indicator.series)
    frame = indicator.compute(view, **settle(indicator, chosen))
    columns = [name for name in COLUMNS if name in frame]
    return frame[columns].dropna(subset=["value"]).reset_index(drop=True), view.seen()


def tidy(lines: Mapping[str, pd.Series]) -> pd.DataFrame:
    """Named dated series as one tidy frame, in the order given: the shape an indicator returns."""
    parts = [pd.DataFrame({"x": s.index, "line": name, "value": s.to_numpy()}) for name, s in lines.items()]
    return pd.concat(parts, ignore_index=True)


__all__ = ["indicator", "indicators", "judges", "run", "settle", "tests", "tidy"]
