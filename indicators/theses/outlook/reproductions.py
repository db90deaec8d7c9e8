"""Published figures on liquidity."""

import numpy as np
import pandas as pd

from indicators.judging.registry import reproduces
from indicators.panel.panel import Panel
from indicators.stats import maths
from indicators.theses.outlook import liquidity, policy

RESERVES, ASSETS = ("WRESBAL",), ("WALCL",)
NET = ("WALCL", "WTREGEN", "RRPONTSYD")
BILLION, TRILLION = 1e9, 1e12
TEN_YEARS = slice("2016-02-17", "2026-02-16")


@reproduces("O01-account", series=("TGA_DAILY",))
def account_on_31_october(panel: Panel) -> float:
    return maths.at(panel["TGA_DAILY"], "2025-10-30") / BILLION


@reproduces("O01-sofr", series=("SOFR", "EFFR", "IORB"))
def sofr_on_31_october(panel: Panel) -> float:
    lines = liquidity.funding_pressure(panel).set_index("x").groupby("line").value
    return maths.at(lines.get_group("SOFR"), "2025-10-31")


@reproduces("O02", series=RESERVES)
def reserves_on_24_september(panel: Panel) -> float:
    return maths.at(panel["WRESBAL"], "2025-09-24") / BILLION


@reproduces("O04-repo", series=("RRPONTSYD",))
def repo_in_november(panel: Panel) -> float:
    return maths.at(panel["RRPONTSYD"], "2025-11-26") / BILLION


@reproduces("O04-account", series=("WTREGEN",))
def account_in_november(panel: Panel) -> float:
    return maths.at(liquidity.account(panel), "2025-11-26") / BILLION


@reproduces("O07-change", series=RESERVES)
def reserves_in_the_week_to_17_december(panel: Panel) -> float:
    return maths.at(panel["WRESBAL"].diff(), "2025-12-17") / BILLION


@reproduces("O05-peak", series=ASSETS)
def highest_assets(panel: Panel) -> float:
    return float(panel["WALCL"].max()) / TRILLION


@reproduces("O05-runoff", series=(*NET, *policy.HOLDINGS))
def fall_of_securities(panel: Panel) -> float:
    held = policy.causes(panel)[policy.SECURITIES]
    return (maths.at(held, "2022-06-01") - maths.at(held, "2025-12-03")) / TRILLION


@reproduces("O06-assets", series=ASSETS)
def assets_on_10_december(panel: Panel) -> float:
    return maths.at(panel["WALCL"], "2025-12-10") / TRILLION


@reproduces("O06-reserves", series=RESERVES)
def reserves_on_3_december(panel: Panel) -> float:
    return maths.at(panel["WRESBAL"], "2025-12-03") / TRILLION


@reproduces("F28", series=(*NET, "SPX_CLOSE"))
def correlation_of_levels(panel: Panel) -> float:
    return _with_shares(panel).corr().iloc[0, 1]


@reproduces("F28-changes", series=(*NET, "SPX_CLOSE"))
def correlation_of_changes(panel: Panel) -> float:
    return np.log(_with_shares(panel)).diff().corr().iloc[0, 1]


def _with_shares(panel: Panel) -> pd.DataFrame:
    weekly = liquidity.net(panel)[TEN_YEARS]
    return pd.DataFrame({"liquidity": weekly, "shares": liquidity.on(panel["SPX_CLOSE"], weekly.index)})
