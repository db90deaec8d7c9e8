"""Thesis: markets move on flows. What shares' weekly moves have in common with one index of business conditions."""

import pandas as pd

from indicators.i18n.messages import message
from indicators.judging.registry import indicator, tidy
from indicators.model import Hints
from indicators.panel.panel import Panel
from indicators.theses.flows.fundamentals import TIMING, UNIT, WINDOW
from indicators.theses.flows.regressors import (
    LEVERAGED,
    LIQUIDITY,
    LIQUIDITY_SERIES,
    MANAGERS,
    POINTS,
    POSITIONS,
    PUBLISHED,
    RELATIVE,
    SPX,
    WEEKLY,
    as_known,
    change,
    grid_of,
    liquidity_change,
    positions,
    rolling_r2,
)

CONDITIONS = message("Business conditions")


def weekly(panel: Panel, timing: str) -> pd.DataFrame:
    """The S&P 500's return and changes from Wednesday to Wednesday: of the index, of liquidity, of positions before."""
    grid = grid_of(panel, WEEKLY, ("SPX_CLOSE", "WALCL", "RRPONTSYD"))
    lag = None if timing == PUBLISHED else 0
    frame = {
        SPX: change(as_known(panel, "SPX_CLOSE", grid, 0), RELATIVE),
        LIQUIDITY: liquidity_change(panel, grid),
        CONDITIONS: change(as_known(panel, "ADS_INDEX", grid, lag), POINTS),
    }
    return pd.DataFrame(frame).join(positions(panel, grid).shift(1))


@indicator(
    title="Weekly S&P 500 returns: business conditions against flows",
    unit=UNIT,
    formula="adjusted R² of least squares on changes from Wednesday to Wednesday: on the Aruoba-Diebold-Scotti index; and on "
    "net liquidity with the positions of asset managers and leveraged funds a week earlier",
    series=("SPX_CLOSE", *LIQUIDITY_SERIES, *POSITIONS, "ADS_INDEX"),
    serves=("flows-over-fundamentals",),
    controls=(WINDOW, TIMING),
    hints=Hints(decimals=0, focus=CONDITIONS, years=10, thresholds={0.0: ""}),
    caveat="No figure of the index ships: a refresh brings it. Each update estimates all days anew, so a change of a past "
    "week is not the news that markets had, but what was made of that week later. Association, not cause.",
    method="Federal Reserve Bank of Philadelphia; Aruoba, Diebold and Scotti (2009), Real-Time Measurement of Business "
    "Conditions",
)
def conditions_r2(panel: Panel, window: int, timing: str) -> pd.DataFrame:
    frame = weekly(panel, timing)
    sets: dict[str, list[str]] = {
        CONDITIONS: [CONDITIONS],
        message("Liquidity and positions"): [LIQUIDITY, MANAGERS, LEVERAGED],
    }
    return tidy({name: rolling_r2(frame, names, window) for name, names in sets.items()})
