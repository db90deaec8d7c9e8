"""Fundamentals, flows and the returns of the S&P 500 on one grid of days, and regressions on them.

Rolling regressions of its return on changes, never on levels: two trending levels correlate whatever
they are. Weeks run from Wednesday to Wednesday, the day of the Federal Reserve's balance sheet.
Fundamentals count in the week they became known, by their publication lag; prices and flows in the
week they happened. The R² are adjusted, since the two sets differ in number. Association, not cause.
"""

from collections.abc import Mapping
from typing import Literal

import numpy as np
import pandas as pd

from indicators.i18n.messages import message
from indicators.model.frequency import FREQUENCIES
from indicators.model.missing import MissingData, enough
from indicators.panel.panel import Panel

WEEKLY, MONTHLY = "W-WED", "ME"
WEDNESDAY = 2

#: How a series becomes a change: percent of itself, or points of what it is measured in.
RELATIVE, POINTS = "relative", "points"
FUNDAMENTALS = {
    "ICSA": message("Initial claims"),
    "CCSA": message("Continued claims"),
    "PAYEMS": "Payrolls",
    "INDPRO": "Industrial production",
}
WIDER_FUNDAMENTALS = {"IHLIDXUS": message("Job postings"), "WEI": message("Weekly Economic Index")}
VIX, TWO_YEAR, LIQUIDITY, CONDITIONS = "VIX", "2-year yield", "Net liquidity", message("Financial conditions")
MANAGERS, LEVERAGED, MARGIN = (
    message("Asset managers' net position"),
    message("Leveraged funds' net position"),
    "Margin debt",
)
SPX = "S&P 500"
LIQUIDITY_SERIES = ("WALCL", "TGA_DAILY", "WTREGEN", "RRPONTSYD")
FLOW_SERIES = ("VIXCLS", "DGS2", *LIQUIDITY_SERIES)
SERIES = ("SPX_CLOSE", *FUNDAMENTALS, *FLOW_SERIES)
WIDER_SERIES = (*WIDER_FUNDAMENTALS, "NFCI")
POSITIONS = ("COT_SP500_AM_NET", "COT_SP500_LEV_NET", "COT_SP500_OI")

PUBLISHED, HAPPENED = "published", "happened"


# --- changes on a grid of days --------------------------------------------------------------------


def as_known(panel: Panel, id: str, grid: pd.DatetimeIndex, lag: int | None = None) -> pd.Series:
    """The newest value of a series on each day of a grid; NaN where it is two steps of its calendar old.

    With `lag` None a value counts from the end of its period plus the series' publication lag.
    """
    values = panel[id]
    series = panel.provenance[id].series
    ends = values.index + pd.offsets.MonthEnd(0) if series.frequency == "monthly" else values.index
    since = ends + pd.Timedelta(days=series.lag if lag is None else lag)
    stale = pd.Timedelta(days=2 * FREQUENCIES[series.frequency].step)
    enough(grid)
    newest = since.searchsorted(grid, side="right") - 1
    known = (newest >= 0) & (grid - since[newest] <= stale)
    return pd.Series(np.where(known, values.to_numpy()[newest], np.nan), grid, name=id)


def change(level: pd.Series, how: str) -> pd.Series:
    """From one day of the grid to the next: logarithmic in percent, or in the series' own unit."""
    return 100 * np.log(level).diff() if how == RELATIVE else level.diff()


def treasury_change(panel: Panel, grid: pd.DatetimeIndex) -> pd.Series:
    """Change of the Treasury's account, dollars: of its closing balance, else of the week average.

    Each change is wholly of the one or of the other; a level of the one is never set against the other.
    """
    closing, average = (change(as_known(panel, id, grid, 0), POINTS) for id in ("TGA_DAILY", "WTREGEN"))
    return closing.combine_first(average)


def liquidity_change(panel: Panel, grid: pd.DatetimeIndex) -> pd.Series:
    """Change of net liquidity, dollars."""
    assets, repo = (change(as_known(panel, id, grid, 0), POINTS) for id in ("WALCL", "RRPONTSYD"))
    return assets - treasury_change(panel, grid) - repo


#: What every regression reads, and so what its grid of days is bound by.
REACH = ("SPX_CLOSE", "VIXCLS", "DGS2", "WALCL", "RRPONTSYD")


def grid_of(panel: Panel, step: str, ids: tuple[str, ...] = REACH) -> pd.DatetimeIndex:
    """Every Wednesday, or every month's end, that all of some series reach."""
    held = [panel[id].index for id in ids]
    days = pd.date_range(max(index[0] for index in held), min(index[-1] for index in held))
    return days[days.day_of_week == WEDNESDAY if step == WEEKLY else days.is_month_end]


def changes(panel: Panel, step: str, timing: str = PUBLISHED, wider: bool = False) -> pd.DataFrame:
    """The return of the S&P 500 and the changes of every regressor held, by name, on the grid."""
    grid = grid_of(panel, step)
    lag = None if timing == PUBLISHED else 0
    columns = {
        SPX: change(as_known(panel, "SPX_CLOSE", grid, 0), RELATIVE),
        **{name: change(as_known(panel, id, grid, lag), RELATIVE) for id, name in FUNDAMENTALS.items()},
        VIX: change(as_known(panel, "VIXCLS", grid, 0), POINTS),
        TWO_YEAR: change(as_known(panel, "DGS2", grid, 0), POINTS),
        LIQUIDITY: liquidity_change(panel, grid),
    }
    if wider:
        columns |= _held(panel, {"IHLIDXUS": "Job postings"}, grid, lag, RELATIVE)
        columns |= _held(panel, {"WEI": "Weekly Economic Index"}, grid, lag, POINTS)
        columns |= _held(panel, {"NFCI": CONDITIONS}, grid, 0, POINTS)
    return pd.DataFrame(columns).iloc[1:]


def _held(
    panel: Panel, names: Mapping[str, str], grid: pd.DatetimeIndex, lag: int | None, how: str
) -> dict[str, pd.Series]:
    """Changes of the series that are held; one that is not is left out, and the panel says why."""
    found = {}
    for id, name in names.items():
        try:
            panel[id]
        except MissingData:
            continue
        found[name] = change(as_known(panel, id, grid, lag), how)
    return found


def monthly_changes(panel: Panel) -> pd.DataFrame:
    """As `changes` by month, with futures positions (points of open interest) and margin debt where held."""
    frame = changes(panel, MONTHLY)
    grid = frame.index
    margin = _held(panel, {"FINRA_MARGIN_DEBT": MARGIN}, grid, 0, RELATIVE)
    return frame.join(positions(panel, grid)).assign(**margin)


def positions(panel: Panel, grid: pd.DatetimeIndex) -> pd.DataFrame:
    """Changes of net positions in S&P 500 futures from one day of the grid to the next, points of open interest."""
    contracts = as_known(panel, "COT_SP500_OI", grid, 0)
    nets = {MANAGERS: "COT_SP500_AM_NET", LEVERAGED: "COT_SP500_LEV_NET"}
    return pd.DataFrame(
        {name: change(100 * as_known(panel, id, grid, 0) / contracts, POINTS) for name, id in nets.items()}
    )


# --- how much they account for --------------------------------------------------------------------


def adjusted_r2(y: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Adjusted R² of least squares of y (..., n) on x (..., n, k) with a constant, percent; it may be negative.

    By the correlations of the regressors with each other and with y. A regressor that does not move
    explains nothing.
    """
    n, k = x.shape[-2:]
    y, x = _standardised(y[..., None]), _standardised(x)
    turned = np.swapaxes(x, -1, -2)
    between, with_y = turned @ x / n, turned @ y / n
    r2 = (np.swapaxes(with_y, -1, -2) @ np.linalg.pinv(between, rcond=1e-12, hermitian=True) @ with_y)[..., 0, 0]
    return 100 * (1 - (1 - r2) * (n - 1) / (n - k - 1))


def _standardised(columns: np.ndarray) -> np.ndarray:
    """Columns less their mean, over their standard deviation; a column that does not vary is zero."""
    spread = columns.std(axis=-2, keepdims=True)
    return (columns - columns.mean(axis=-2, keepdims=True)) / np.where(spread > 0, spread, 1)


def rolling_r2(frame: pd.DataFrame, names: list[str], window: int, every: int = 1) -> pd.Series:
    """Adjusted R² over the `window` rows up to each one, or to the last and each `every` rows before it.

    None where a row of them lacks a value.
    """
    if len(frame) < window:
        return pd.Series(dtype=float)
    rows = np.lib.stride_tricks.sliding_window_view(frame[[SPX, *names]].to_numpy(), window, axis=0)
    whole = np.flatnonzero(~np.isnan(rows).any(axis=(1, 2)))[::-every][::-1]
    found = adjusted_r2(rows[whole, 0], np.swapaxes(rows[whole, 1:], 1, 2))
    return pd.Series(found, frame.index[window - 1 :][whole])


Kind = Literal["fundamentals", "flows", "without VIX"]


def regressors(frame: pd.DataFrame) -> dict[Kind, list[str]]:
    """The three sets, of what the frame holds."""
    real = [name for name in (*FUNDAMENTALS.values(), *WIDER_FUNDAMENTALS.values()) if name in frame]
    flows = [name for name in frame if name not in (SPX, *real)]
    return {"fundamentals": real, "flows": flows, "without VIX": [name for name in flows if name != VIX]}


def readings(frame: pd.DataFrame, window: int) -> pd.DataFrame:
    """Adjusted R² of the three sets over a moving window; columns as `regressors` names them."""
    return pd.DataFrame({kind: rolling_r2(frame, names, window) for kind, names in regressors(frame).items()}).dropna()
