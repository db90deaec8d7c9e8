"""Published figures on market flows."""

import pandas as pd

from indicators.judging.registry import reproduces
from indicators.panel.panel import Panel
from indicators.stats import maths
from indicators.theses.flows import buybacks, vix_term_structure, volatility_target

VIX, RATIO = ("VIXCLS",), vix_term_structure.RATIO
BUYBACKS, SHARES = ("SPX_BUYBACKS_Q",), ("SPX_CLOSE",)
LATEST = "2025-07-01"
SITE_SPAN = slice("2010-01-01", "2026-06-05")


def _ratio(panel: Panel) -> pd.Series:
    return vix_term_structure.ratio(panel)


@reproduces("F12-days", series=RATIO)
def inverted_since_2010(panel: Panel) -> float:
    return float((_ratio(panel)[SITE_SPAN] > 1).sum())


@reproduces("F12-sessions", series=RATIO)
def sessions_since_2010(panel: Panel) -> float:
    return float(len(_ratio(panel)[SITE_SPAN]))


@reproduces("F12-episodes", series=RATIO)
def episodes_since_2010(panel: Panel) -> float:
    return float(len(maths.episodes(_ratio(panel)[SITE_SPAN], 1.0)))


@reproduces("F13", series=RATIO)
def inverted_of_501(panel: Panel) -> float:
    return float((_ratio(panel)[:"2026-05-15"].tail(501) > 1).sum())


@reproduces("F15-2024", series=VIX)
def mean_2024(panel: Panel) -> float:
    return float(maths.of_year(panel["VIXCLS"], 2024).mean())


@reproduces("F15-2022", series=VIX)
def mean_2022(panel: Panel) -> float:
    return float(maths.of_year(panel["VIXCLS"], 2022).mean())


@reproduces("F15-2025", series=VIX)
def mean_2025_to_date(panel: Panel) -> float:
    return float(maths.between(panel["VIXCLS"], "2025-01-01", "2025-03-21").mean())


@reproduces("F15-2020", series=VIX)
def mean_2020(panel: Panel) -> float:
    return float(maths.of_year(panel["VIXCLS"], 2020).mean())


@reproduces("F15-2008", series=VIX)
def mean_2008(panel: Panel) -> float:
    return float(maths.of_year(panel["VIXCLS"], 2008).mean())


@reproduces("F16", series=VIX)
def highest_close(panel: Panel) -> float:
    return float(panel["VIXCLS"].max())


@reproduces("F19", series=VIX)
def close_of_5_august_2024(panel: Panel) -> float:
    return maths.at(panel["VIXCLS"], "2024-08-05")


def _since(panel: Panel, quarter: str) -> float:
    """Percent change of a quarter's buybacks to the third quarter of 2025."""
    spent = panel["SPX_BUYBACKS_Q"]
    return 100 * (maths.at(spent, LATEST) / maths.at(spent, quarter) - 1)


@reproduces("F09-quarter", series=BUYBACKS)
def buybacks_on_the_quarter(panel: Panel) -> float:
    return _since(panel, "2025-04-01")


@reproduces("F09-year", series=BUYBACKS)
def buybacks_on_the_year(panel: Panel) -> float:
    return _since(panel, "2024-07-01")


@reproduces("F09-record", series=BUYBACKS)
def buybacks_below_their_record(panel: Panel) -> float:
    spent = panel["SPX_BUYBACKS_Q"]
    return float(100 * (maths.at(spent, LATEST) / spent[:LATEST].max() - 1))


@reproduces("F10", series=BUYBACKS)
def buybacks_over_four_quarters(panel: Panel) -> float:
    return maths.at(buybacks.year_sum(panel["SPX_BUYBACKS_Q"]), LATEST) / 1e12


@reproduces("F10-growth", series=BUYBACKS)
def growth_over_four_quarters(panel: Panel) -> float:
    return maths.at(maths.year_on_year(buybacks.year_sum(panel["SPX_BUYBACKS_Q"])), LATEST)


@reproduces("F29", series=SHARES)
def volatility_of_the_rule(panel: Panel) -> float:
    """What the rule realised, percent a year: target 10%, 20 sessions, at most 150%."""
    held = volatility_target.exposure(panel, 10.0, 20, 1.5, "SPX_CLOSE")
    fund = (held.shift() * panel["SPX_CLOSE"].pct_change()).dropna()
    return float(100 * fund.std() * volatility_target.SESSIONS["SPX_CLOSE"] ** 0.5)


@reproduces("F30", series=("DGS2",))
def yield_on_29_october(panel: Panel) -> float:
    return 100 * maths.at(panel["DGS2"].diff(), "2025-10-29")
