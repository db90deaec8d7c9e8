"""Published figures on market flows."""

import pandas as pd

from indicators import maths, vix_term_structure
from indicators.data.panel import Panel
from indicators.registry import reproduces

VIX, RATIO = ("VIXCLS",), vix_term_structure.RATIO
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
    return float(panel["VIXCLS"]["2024"].mean())


@reproduces("F15-2020", series=VIX)
def mean_2020(panel: Panel) -> float:
    return float(panel["VIXCLS"]["2020"].mean())


@reproduces("F15-2008", series=VIX)
def mean_2008(panel: Panel) -> float:
    return float(panel["VIXCLS"]["2008"].mean())


@reproduces("F16", series=VIX)
def highest_close(panel: Panel) -> float:
    return float(panel["VIXCLS"].max())


@reproduces("F19", series=VIX)
def close_of_5_august_2024(panel: Panel) -> float:
    return float(panel["VIXCLS"]["2024-08-05"])
