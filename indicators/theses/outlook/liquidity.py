"""Thesis: liquidity and policy outlook. Net liquidity, what moves it, and whether 2026 brings a wave.

Net liquidity is the Federal Reserve's assets less the Treasury's account at the Fed and less
overnight reverse repo: an identity of the Fed's balance sheet (reserves, currency and the rest are
what remains), not a law of markets. Assets and reverse repo are Wednesday levels; the customary
series of the Treasury's account is the average of the week that ends that Wednesday.
"""

from dataclasses import dataclass
from datetime import timedelta

import pandas as pd

from indicators.catalogue import catalogue
from indicators.catalogue.declarations import declarations
from indicators.i18n.messages import message, named
from indicators.judging.registry import indicator, tidy
from indicators.model import Control, Hints
from indicators.model.missing import MissingData
from indicators.panel.panel import Panel
from indicators.stats import maths

#: Overnight reverse repo was opened to money funds in September 2013; before, what little there was is not daily.
SINCE = "2014"
PUBLISHED = pd.Timestamp(catalogue.article().published)
FORECAST = PUBLISHED.year + 1
#: The first of the years the article's forecast is measured against; before it net liquidity has no whole year.
FIRST = 2015
WAVE = "liquidity-wave-2026"
WEEK = timedelta(weeks=1)

AVERAGE, WEDNESDAY = "average", "wednesday"
ACCOUNT = Control(
    "account",
    "Treasury account",
    (AVERAGE, WEDNESDAY),
    AVERAGE,
    {AVERAGE: "Week average", WEDNESDAY: "Wednesday close"},
    "The customary formula takes the week's average; Wednesday's close is of the same day as the Fed's assets",
)
NET, M2 = "net", "m2"  # also the names of their bars in the claim's test
MEASURE = Control("measure", "Measure", (NET, M2), NET, {NET: "Net liquidity", M2: "M2"})

BALANCE = ("WALCL", "WTREGEN", "WDTGAL", "RRPONTSYD")
AVERAGES = (
    "The Treasury's account is a week's average and the Fed's assets a Wednesday level, unless Wednesday closes are "
    "chosen (H.4.1, from 2015)."
)
CONVENTION = "Fed assets less Treasury account less reverse repo, the market's convention; H.4.1 for the balance sheet"


# --- net liquidity --------------------------------------------------------------------------------


def on(daily: pd.Series, days: pd.DatetimeIndex) -> pd.Series:
    """A balance on the given days: where the day was a holiday, what stood since the last session before it."""
    return daily.reindex(days, method="ffill", tolerance=pd.Timedelta(days=4))


def account(panel: Panel, which: str = AVERAGE) -> pd.Series:
    """The Treasury's account at the Fed, dollars, on the Wednesdays of the Fed's balance sheet."""
    return panel["WTREGEN" if which == AVERAGE else "WDTGAL"]


def net(panel: Panel, which: str = AVERAGE) -> pd.Series:
    """Net liquidity, dollars, weekly since 2014. Raises MissingData where none of it was published."""
    assets = panel["WALCL"]
    found = (assets - account(panel, which) - on(panel["RRPONTSYD"], assets.index)).dropna()[SINCE:]
    found.name = "net liquidity"
    if found.empty:
        raise MissingData(
            message("RRPONTSYD: no net liquidity before {since}, when reverse repo had begun", since=SINCE)
        )
    return found


def base(index: pd.DatetimeIndex) -> pd.Timestamp:
    """The last of some dates before the article was published, or the first there is."""
    return index[max(index.searchsorted(PUBLISHED) - 1, 0)]


def since_publication(series: pd.Series) -> pd.Series:
    """Change from the last value before the article."""
    start = base(series.index)
    return series[start:] - series[start]


# --- growth over calendar years -------------------------------------------------------------------


@dataclass(frozen=True)
class Growth:
    """Growth of a stock over calendar years, from last value to last value, percent."""

    #: By year; the last one may be incomplete.
    years: pd.Series
    complete: bool

    @property
    def full(self) -> pd.Series:
        return self.years if self.complete else self.years.iloc[:-1]


def calendar_growth(series: pd.Series) -> Growth:
    """Growth by calendar year of a weekly or monthly stock. Raises MissingData before its second year."""
    ends = series.groupby(series.index.year).last()
    years = (100 * (ends / ends.shift() - 1)).dropna()
    if years.empty:
        raise MissingData(message("{series}: not yet two years of it", series=series.name))
    return Growth(years, not left_of_year(series.index))


def left_of_year(index: pd.DatetimeIndex) -> int:
    """How many observations of its year are still to come after the last one."""
    last = index[-1]
    if index[-1] - index[-2] > WEEK:
        return 12 - last.month
    return int((pd.Timestamp(last.year, 12, 31) - last) // WEEK)


def stock(panel: Panel, measure: str) -> pd.Series:
    """Net liquidity or M2, dollars."""
    return net(panel) if measure == NET else panel["M2SL"]


def priced(panel: Panel) -> pd.Series:
    """The 2-year yield less the upper bound of the federal funds target, percentage points."""
    return (panel["DGS2"] - panel["DFEDTARU"]).dropna()


# --- the indicators: the wave ---------------------------------------------------------------------


@indicator(
    title="Net liquidity and M2: growth by calendar year",
    unit="percent, change over the calendar year",
    formula="last value of the year ÷ last value of the year before − 1, × 100; a wave is growth in the top quarter of "
    "the calendar years before the article",
    series=("WALCL", "WTREGEN", "RRPONTSYD", "M2SL"),
    serves=("liquidity-wave-2026",),
    controls=(MEASURE,),
    hints=Hints("ranks", 1),
    caveat="A year to date is set against whole years. Net liquidity has eleven of them: a rough quarter.",
)
def growth_by_year(panel: Panel, measure: str) -> pd.DataFrame:
    growth = calendar_growth(stock(panel, measure))
    rows = [(str(year), message("Complete years"), value) for year, value in growth.full.loc[FIRST:].items()]
    rows.append((message("A wave"), message("The bar"), declarations()[WAVE][-1].thresholds[measure]))
    if not growth.complete:
        rows.append(
            (
                named(message("{year} to date", year=growth.years.index[-1])),
                message("Year to date"),
                growth.years.iloc[-1],
            )
        )
    return pd.DataFrame(sorted(rows, key=lambda row: -row[2]), columns=["x", "line", "value"])


@indicator(
    title="Net liquidity and bank reserves",
    unit="dollars",
    formula="Federal Reserve total assets − Treasury General Account − overnight reverse repo, Wednesdays",
    series=(*BALANCE, "WRESBAL"),
    serves=("liquidity-wave-2026",),
    controls=(ACCOUNT,),
    hints=Hints(decimals=2, focus="Net liquidity", years=10),
    caveat=AVERAGES + " Reserves are week averages. An identity: net liquidity is reserves, currency and other "
    "liabilities, so it says nothing of its own about markets.",
    method=CONVENTION,
)
def net_liquidity(panel: Panel, account: str) -> pd.DataFrame:
    return tidy({"Net liquidity": net(panel, account), "Bank reserves": panel["WRESBAL"][SINCE:]})


@indicator(
    title="Net liquidity, reserves and M2 since the article",
    unit="dollars, change since the last value before 1 December 2025",
    formula="value − last value before the article's day (M2: November 2025)",
    series=(*BALANCE, "WRESBAL", "M2SL"),
    serves=("liquidity-wave-2026",),
    controls=(ACCOUNT,),
    hints=Hints(decimals=0, focus="Net liquidity", thresholds={0.0: ""}),
    caveat=AVERAGES + " M2 is a month's average, drawn on the month's first day, and seasonally adjusted; the "
    "others are not and swing with tax dates.",
)
def liquidity_since_publication(panel: Panel, account: str) -> pd.DataFrame:
    lines = {"Net liquidity": net(panel, account), message("Bank reserves"): panel["WRESBAL"], "M2": panel["M2SL"]}
    return tidy({name: since_publication(series) for name, series in lines.items()})


@indicator(
    title="Growth of net liquidity and M2",
    unit="percent, change over a year",
    formula="value ÷ value 52 weeks before (M2: the same month a year before) − 1, × 100",
    series=("WALCL", "WTREGEN", "RRPONTSYD", "M2SL"),
    serves=("liquidity-wave-2026",),
    hints=Hints(focus="Net liquidity", thresholds={0.0: ""}, years=10),
    caveat="The Treasury's account is a week's average. 2020 and 2021 are the Fed's purchases in the pandemic.",
)
def liquidity_growth(panel: Panel) -> pd.DataFrame:
    weekly = net(panel)
    over_a_year = maths.growth(weekly, days=7 * 52)
    return tidy({"Net liquidity": over_a_year, "M2": maths.year_on_year(panel["M2SL"][SINCE:])})


@indicator(
    title="Moves of the policy rate that markets price",
    unit="percentage points above the upper target bound; above zero rises are priced, below it cuts",
    formula="2-year Treasury yield − upper bound of the federal funds target; futures: 100 − price − upper bound",
    series=("DGS2", "DFEDTARU", "ZQZ26"),
    serves=("liquidity-wave-2026",),
    hints=Hints(decimals=2, focus="2-year yield", thresholds={0.0: ""}, years=5),
    caveat="A stand-in: the 2-year yield holds a term premium and two years of policy. Futures of December 2026 may "
    "not be redistributed: they appear after a refresh, and settle on the effective rate, a little below the bound.",
)
def rate_moves_priced(panel: Panel) -> pd.DataFrame:
    lines: dict[str, pd.Series] = {message("2-year yield"): priced(panel)}
    if "ZQZ26" in panel:
        lines["December 2026 futures"] = (100 - panel["ZQZ26"] - panel["DFEDTARU"]).dropna()
    return tidy(lines)


@indicator(
    title="Overnight rates against the rate on reserves",
    unit="basis points above the rate on reserve balances",
    formula="(SOFR − interest on reserve balances) × 100, and the same of the effective federal funds rate",
    series=("SOFR", "EFFR", "IORB"),
    serves=("liquidity-wave-2026",),
    hints=Hints(decimals=0, focus="SOFR", thresholds={0.0: ""}, years=3),
    caveat="Pressure in funding, a sign that reserves are scarce. Ends of months and quarters stand out every time.",
)
def funding_pressure(panel: Panel) -> pd.DataFrame:
    spreads = {"SOFR": panel["SOFR"], message("Federal funds"): panel["EFFR"]}
    return tidy({name: (100 * (rate - panel["IORB"])).dropna() for name, rate in spreads.items()})


@indicator(
    title="Financial conditions and financial stress",
    unit="index, zero is the long-run average",
    formula="as published: above zero conditions are tighter, or stress is higher, than on average",
    series=("NFCI", "STLFSI4"),
    serves=("liquidity-wave-2026",),
    hints=Hints(decimals=2, focus="Chicago Fed conditions", thresholds={0.0: ""}, years=10),
    caveat="Both are rewritten over their whole history at each release: the latest vintage is not what was read then.",
)
def financial_conditions(panel: Panel) -> pd.DataFrame:
    return tidy(
        {
            message("Chicago Fed conditions"): panel["NFCI"][SINCE:],
            message("St. Louis Fed stress"): panel["STLFSI4"][SINCE:],
        }
    )
