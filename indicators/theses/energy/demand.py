"""Thesis: energy. Whether demand for electricity has left its flat trend, and outgrows capacity.

Demand is retail sales, which are published for whole years, with generation beside it by running
sums of twelve months, because weather moves single months. Monthly sales are of an older vintage
than annual ones and are only ever divided by one another.
"""

from dataclasses import replace
from statistics import NormalDist

import numpy as np
import pandas as pd

from indicators.i18n.messages import message
from indicators.judging.judgement import Said
from indicators.judging.registry import indicator, statistic, tidy, words_of
from indicators.model import Control, Hints
from indicators.model.declaration import Reading
from indicators.model.missing import enough
from indicators.model.periods import period_end
from indicators.model.verdict import Words
from indicators.panel.panel import Panel
from indicators.stats import maths
from indicators.stats.maths import Interval

GRID = "grid-must-grow"
YEAR, TWO_YEARS = 12, 24

#: The flat stretch that the claim names, and what else might be called one.
FLAT = (2007, 2020)
STRETCHES = ((2005, 2020), FLAT, (2007, 2019), (2010, 2020))

SALES, GENERATION, MONTHLY = "sales", "generation", "monthly"
DEMAND_SERIES = {
    SALES: "ELEC_SALES_TOTAL",
    GENERATION: "ELEC_GEN_TOTAL_MONTHLY",
    MONTHLY: "ELEC_SALES_TOTAL_MONTHLY",
}
SECTORS = {"Residential": "RESIDENTIAL", "Commercial": "COMMERCIAL", "Industrial": "INDUSTRIAL"}
DISPATCHABLE = ("COAL", "GAS", "NUCLEAR", "HYDRO", "PETROLEUM", "GEOTHERMAL")
GENERATING = (*DISPATCHABLE, "WIND", "SOLAR", "OTHER")
ALL_CAPACITY = (*GENERATING, "BATTERY")
KINDS = {"all": ALL_CAPACITY, "generating": GENERATING, "dispatchable": DISPATCHABLE}
CAPACITY = tuple(f"ELEC_CAPACITY_{source}" for source in ALL_CAPACITY)
STRETCH = Control(
    "stretch",
    "Trend of",
    tuple(f"{first}-{last}" for first, last in STRETCHES),
    f"{FLAT[0]}-{FLAT[1]}",
    help="Years to which the trend is fitted; 2007 to 2020 is the claim's flat stretch",
)
MEASURE = Control(
    "measure",
    "Measure",
    (SALES, GENERATION, MONTHLY),
    SALES,
    {SALES: "Retail sales", GENERATION: "Generation", MONTHLY: "Sales by month, to 2024"},
    "By month: running sums of twelve months. Monthly sales are an older vintage and end in March 2024",
)
COUNTED = Control(
    "counted",
    "Capacity",
    tuple(KINDS),
    "all",
    {"all": "All", "generating": "Without batteries", "dispatchable": "Dispatchable"},
    "Dispatchable: coal, gas, nuclear, hydro, oil and geothermal",
)
FIGURES = Control("figures", "Figures", ("annual", "monthly"), "annual", {"annual": "By year", "monthly": "By month"})

OLS = "ordinary least squares on the logarithm, prediction interval from Student's t; break as in Chow (1960)"
CAPACITY_NOTE = "Net summer capacity: a gigawatt of solar or wind yields less energy than one of gas, a battery none."


# --- the trend ------------------------------------------------------------------------------------


def student(freedom: int, level: float = 0.95) -> float:
    """Two-sided quantile of Student's t (Cornish-Fisher expansion; good to 0.001 from ten degrees of freedom)."""
    z = NormalDist().inv_cdf((1 + level) / 2)
    first, second = (z**3 + z) / 4, (5 * z**5 + 16 * z**3 + 3 * z) / 96
    third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    return z + first / freedom + second / freedom**2 + third / freedom**3


def log_trend(annual: pd.Series, first: int, last: int) -> tuple[np.ndarray, float, np.ndarray]:
    """Least-squares line through the logarithms of the years `first` to `last`.

    Returns coefficients (level in the middle year, growth a year), residual deviation, and the
    inverse moment matrix of the regressors. Raises TooShort on fewer than four years.
    """
    fitted = annual[str(first) : str(last)]
    enough(fitted[3:])
    x = regressors(fitted.index.year, first, last)
    inverse = np.linalg.inv(x.T @ x)
    beta = inverse @ x.T @ np.log(fitted.to_numpy())
    residuals = np.log(fitted.to_numpy()) - x @ beta
    return beta, float(np.sqrt(residuals @ residuals / (len(fitted) - 2))), inverse


def regressors(years: pd.Index | np.ndarray, first: int, last: int) -> np.ndarray:
    """A constant and the distance in years from the middle of the stretch, one row a year."""
    centred = np.asarray(years, dtype=float) - (first + last) / 2
    return np.column_stack([np.ones(len(centred)), centred])


def predict(annual: pd.Series, first: int, last: int, years: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The logarithm of the trend at some (fractional) years, and the standard error of predicting a year by it."""
    beta, deviation, inverse = log_trend(annual, first, last)
    x = regressors(years, first, last)
    return x @ beta, deviation * np.sqrt(1 + np.einsum("ij,jk,ik->i", x, inverse, x))


def extrapolate(annual: pd.Series, first: int, last: int, years: np.ndarray, level: float = 0.95) -> pd.DataFrame:
    """The trend at some (fractional) years with its prediction interval: columns value, low, high."""
    centre, error = predict(annual, first, last, years)
    reach = student(last - first - 1, level) * error
    return pd.DataFrame({"value": np.exp(centre), "low": np.exp(centre - reach), "high": np.exp(centre + reach)})


def trend_growth(annual: pd.Series, first: int, last: int, years: int = 2, level: float = 0.95) -> Interval:
    """Growth in percent over so many years that the trend predicts, with its prediction interval.

    Growth is the slope times the years plus two disturbances, one at each end.
    """
    beta, deviation, inverse = log_trend(annual, first, last)
    error = np.sqrt(2 * deviation**2 + (years * deviation) ** 2 * inverse[1, 1])
    reach = student(last - first - 1, level) * error
    low, value, high = (float(100 * np.expm1(years * beta[1] + sign * reach)) for sign in (-1, 0, 1))
    return Interval(value, low, high, last - first + 1)


def twelve_months(monthly: pd.Series) -> pd.Series:
    """Running sum of twelve months, dated by the last; absent where one of them is."""
    return monthly.asfreq("MS").rolling(YEAR, min_periods=YEAR).sum().dropna()


def years_of(monthly: pd.Series) -> pd.Series:
    """Sums of whole calendar years."""
    ends = twelve_months(monthly)
    december = ends[ends.index.month == YEAR]
    return december.set_axis(december.index - pd.DateOffset(months=YEAR - 1))


def capacity(panel: Panel, sources: tuple[str, ...]) -> pd.Series:
    """Net summer capacity of some sources together, gigawatts, in the years for which all are known."""
    parts = {source: panel[f"ELEC_CAPACITY_{source}"] for source in sources}
    return pd.concat(parts, axis=1, join="inner").sum(axis=1)


def growth(series: pd.Series, months: int = TWO_YEARS) -> pd.Series:
    """Percent change over so many months, by date."""
    return maths.growth(series, months=months).dropna()


def _stretch(text: str) -> tuple[int, int]:
    first, last = text.split("-")
    return int(first), int(last)


# --- demand ---------------------------------------------------------------------------------------


@indicator(
    title="Growth over two years: demand and generating capacity",
    unit="percent over two years",
    formula="retail sales, and net summer capacity, against two years before; interval: what the trend of the stretch "
    "predicts for two years, 95%",
    series=("ELEC_SALES_TOTAL", *CAPACITY),
    serves=(GRID,),
    controls=(COUNTED, STRETCH),
    hints=Hints(focus="Demand", quiet=("95% high", "95% low")),
    caveat=CAPACITY_NOTE + " The stretch held two recessions, so its interval is wide.",
    method=OLS,
)
def demand_and_capacity_growth(panel: Panel, counted: str, stretch: str) -> pd.DataFrame:
    demand = growth(panel["ELEC_SALES_TOTAL"])
    interval = trend_growth(panel["ELEC_SALES_TOTAL"], *_stretch(stretch))
    return tidy(
        {
            "Demand": demand,
            "Capacity": growth(capacity(panel, KINDS[counted])),
            "95% high": pd.Series(interval.high, demand.index),
            "95% low": pd.Series(interval.low, demand.index),
        }
    )


@indicator(
    title="Electricity demand against the trend of earlier years",
    unit="terawatt-hours over twelve months",
    formula="sum of twelve months; trend: exponential, least squares on the calendar years of the stretch, carried on "
    "with its 95% prediction interval",
    series=tuple(DEMAND_SERIES.values()),
    serves=(GRID,),
    controls=(MEASURE, STRETCH),
    hints=Hints(decimals=0, focus="Demand", quiet=("Trend", "95% high", "95% low")),
    caveat="Sales leave out what is used where it is made (about 140 TWh), generation counts losses. Monthly sales, "
    "an older vintage, end in March 2024 and are not set against the annual ones.",
    method=OLS,
)
def electricity_demand(panel: Panel, measure: str, stretch: str) -> pd.DataFrame:
    published = panel[DEMAND_SERIES[measure]]
    demand = published if measure == SALES else twelve_months(published)["2001":]
    annual = published if measure == SALES else years_of(published)
    ends = demand.index.year + (0 if measure == SALES else (demand.index.month - YEAR) / YEAR)
    trend = extrapolate(annual, *_stretch(stretch), np.asarray(ends, dtype=float)).set_index(demand.index)
    trend = trend[str(_stretch(stretch)[0]) :]
    return tidy(
        {
            message("Demand"): demand,
            message("Trend"): trend.value,
            message("95% high"): trend.high,
            message("95% low"): trend.low,
        }
    )


@indicator(
    title="Electricity sold by sector",
    unit="terawatt-hours a year",
    formula="retail sales as published",
    series=tuple(f"ELEC_SALES_{sector}" for sector in SECTORS.values()),
    serves=(GRID,),
    hints=Hints(decimals=0, focus="Commercial"),
    caveat="Data centres are billed as commercial, most of them, and are not told apart from shops and offices.",
)
def sales_by_sector(panel: Panel) -> pd.DataFrame:
    return tidy({name: panel[f"ELEC_SALES_{sector}"] for name, sector in SECTORS.items()})


@indicator(
    title="The commercial sector's share of electricity sold",
    unit="percent of retail sales",
    formula="commercial ÷ total × 100, by year, or running sums of twelve months of the monthly figures",
    series=(
        "ELEC_SALES_COMMERCIAL",
        "ELEC_SALES_TOTAL",
        "ELEC_SALES_COMMERCIAL_MONTHLY",
        "ELEC_SALES_TOTAL_MONTHLY",
    ),
    serves=(GRID,),
    controls=(FIGURES,),
    hints=Hints(focus="Commercial"),
    caveat="Monthly figures are of an older vintage than annual ones; each is divided by its own total.",
)
def commercial_share(panel: Panel, figures: str) -> pd.DataFrame:
    if figures == "annual":
        return tidy({"Commercial": maths.share(panel["ELEC_SALES_COMMERCIAL"], panel["ELEC_SALES_TOTAL"])})
    part, whole = (twelve_months(panel[f"ELEC_SALES_{name}_MONTHLY"]) for name in ("COMMERCIAL", "TOTAL"))
    return tidy({"Commercial": maths.share(part, whole)})


@indicator(
    title="Electric power: output and the capacity to make it",
    unit="index, 2017 output = 100",
    formula="capacity of electric power as published; its output, capacity × utilisation ÷ 100, and the production of "
    "electric and gas utilities together: means of twelve months",
    series=("CAPG2211S", "CAPUTLG2211S", "IPG2211A2N"),
    serves=(GRID,),
    hints=Hints(decimals=0, focus="Output", years=20),
    caveat="The Federal Reserve's capacity is sustainable output of plant in place, so wind and sun count at nameplate "
    "more than in energy. Electric and gas utilities together are a wider group.",
    method="Federal Reserve G.17: output is capacity times utilisation",
)
def power_output(panel: Panel) -> pd.DataFrame:
    return tidy(
        {
            "Capacity": panel["CAPG2211S"],
            message("Output"): twelve_months((panel["CAPG2211S"] * panel["CAPUTLG2211S"] / 100).dropna()) / YEAR,
            message("Electric and gas"): twelve_months(panel["IPG2211A2N"]) / YEAR,
        }
    )


# --- the test -------------------------------------------------------------------------------------


@statistic
def demand_growth_2y(panel: Panel) -> Reading:
    return _annual(growth(panel["ELEC_SALES_TOTAL"]))


@statistic
def demand_over_trend(panel: Panel, *, interval: float) -> Reading:
    """Growth over two years less the most that the trend of the flat stretch allows, percentage points."""
    sales = panel["ELEC_SALES_TOTAL"]
    return _annual(growth(sales) - trend_growth(sales, *FLAT, level=interval / 100).high)


@statistic
def demand_over_capacity(panel: Panel) -> Reading:
    """Growth of sales less that of all capacity over the last two years known for both, percentage points."""
    return _annual((growth(panel["ELEC_SALES_TOTAL"]) - growth(capacity(panel, ALL_CAPACITY))).dropna())


@statistic
def level_over_trend(panel: Panel, *, interval: float) -> Reading:
    """How far sales are above the upper end of the trend's interval, percent."""
    sales = panel["ELEC_SALES_TOTAL"]
    trend = extrapolate(sales, *FLAT, sales.index.year.to_numpy(float), interval / 100)
    return _annual(100 * (sales / trend.high.to_numpy() - 1))


@statistic
def sales_above_trend(panel: Panel, *, first: int, last: int) -> Reading:
    """How far sales are above the trend of a flat stretch, in errors of such a prediction. Raises TooShort within it."""
    sales = panel["ELEC_SALES_TOTAL"]
    enough(sales[str(last + 1) :])
    centre, error = predict(sales, first, last, sales.index.year.to_numpy(float))
    over = np.log(sales) - centre
    return replace(_annual(over / error), null=0.0, words={"over": float(100 * np.expm1(over.iloc[-1]))})


@statistic
def sales_less_capacity(panel: Panel, *, span: int, credit: float) -> Reading:
    """Growth of sales less that of capacity over the last years known for both, percentage points.

    A gigawatt of wind or solar counts `credit` percent of one that runs when called, a battery nothing; the interval is
    from nothing of it to twice as much.
    """
    least, gap, most = (_gap(panel, span, counted) for counted in (2 * credit, credit, 0))
    return replace(
        _annual(gap),
        low=float(least.iloc[-1]),
        high=float(most.iloc[-1]),
        null=float(gap.mean()),
        words={"since": gap.index[0]},
    )


def _gap(panel: Panel, span: int, credit: float) -> pd.Series:
    firm, weather = capacity(panel, DISPATCHABLE), capacity(panel, ("WIND", "SOLAR"))
    built = growth(firm + weather * credit / 100, YEAR * span)
    return (growth(panel["ELEC_SALES_TOTAL"], YEAR * span) - built).dropna()


def _annual(past: pd.Series) -> Reading:
    enough(past)
    sample = message("{count} years since {first:year}", count=len(past), first=past.index[0])
    return Reading(float(past.iloc[-1]), period_end(past.index[-1], "annual"), sample=sample, past=past)


ANSWERS = {
    "supported": message("Yes: demand has left its flat trend and outgrows the capacity that can serve it."),
    "contradicted": message("No: demand is near its flat trend, and capacity has outgrown it."),
    "mixed": message("Not settled: demand has not clearly left its flat trend."),
}
LEFT_ONLY = message(
    "Partly: demand has left its flat trend, but has not clearly outgrown the capacity that can serve it."
)
#: Where both stand as they mostly did.
USUAL = message("Not settled: demand and capacity stand to each other as they mostly did.")


@words_of(GRID)
def grid_in_words(said: Said) -> Words:
    level, gap, numbers = said["sales-above-trend"], said["sales-less-capacity"], said.test.numbers()
    sentence = message(
        "Sales of {year:year} stood {over:+.1f}% from the trend of {first}-{last}: {errors:+.1f} errors of prediction ({far} "
        "would be clear). Their growth over {span} years to {day:year} less that of capacity: {lead:+.1f} points ({low:+.1f} "
        "to {high:+.1f} as wind and solar count; since {since:year} {null:+.1f}).",
        year=level.day,
        over=level.words["over"],
        errors=level.value,
        day=gap.day,
        lead=gap.value,
        low=gap.low,
        high=gap.high,
        null=gap.null,
        since=gap.words["since"],
        **{name: numbers[name] for name in ("first", "last", "far", "span")},
    )
    return Words(_answer(said), sentence)


def _answer(said: Said) -> str:
    if said.worth.ordinary:
        return USUAL
    left_only = said.status == "mixed" and said.side("sales-above-trend") == "supports"
    return LEFT_ONLY if left_only else ANSWERS[said.status]
