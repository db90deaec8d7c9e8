"""Thesis: energy. Where power comes from, what is added, and what is invested in it.

Additions are nameplate changes in net summer capacity. Construction spending and private investment
are two measures of building: the one counts public owners too, the other communication lines, and
they are shown side by side, never divided by one another.
"""

from dataclasses import replace

import numpy as np
import pandas as pd

from indicators.catalogue import catalogue
from indicators.i18n.messages import message, named
from indicators.judging.judgement import Said
from indicators.judging.registry import indicator, statistic, tidy, words_of
from indicators.model import Hints
from indicators.model.declaration import Reading
from indicators.model.frequency import FREQUENCIES, Frequency
from indicators.model.missing import enough
from indicators.model.periods import period_end
from indicators.model.verdict import Words
from indicators.panel.panel import Panel
from indicators.stats import maths
from indicators.theses.energy.demand import CAPACITY_NOTE, GRID, YEAR, capacity, twelve_months

DECADE = "nuclear-gas-grid-decade"

#: The decade of the forecast: the ten calendar years after the article.
FORECAST_FROM, FORECAST_TO = pd.Timestamp("2026-01-01"), pd.Timestamp("2035-12-31")
#: Real private investment in power and communication structures.
INVESTED = "W003RX1Q020SBEA"

FUELS = {
    message("Gas"): "ELEC_GEN_GAS_MONTHLY",
    message("Coal"): "ELEC_GEN_COAL_MONTHLY",
    message("Nuclear"): "ELEC_GEN_NUCLEAR_MONTHLY",
    message("Wind"): "ELEC_GEN_WIND_MONTHLY",
    message("Solar"): "ELEC_GEN_SOLAR_ALL_MONTHLY",
    message("Hydro"): "ELEC_GEN_HYDRO_MONTHLY",
}
ADDITIONS = {
    "Gas": ("GAS",),
    message("Coal and oil"): ("COAL", "PETROLEUM"),
    "Nuclear": ("NUCLEAR",),
    "Wind": ("WIND",),
    "Solar": ("SOLAR",),
    message("Batteries"): ("BATTERY",),
}
DRAWN = tuple(f"ELEC_CAPACITY_{source}" for sources in ADDITIONS.values() for source in sources)


# --- the decade of the forecast -------------------------------------------------------------------


def power_construction(panel: Panel) -> pd.Series:
    """All power construction, public and private, 2017 dollars at an annual rate, quarterly."""
    spending = maths.quarters(panel["TLPWRCONS"], "mean")
    return (spending / panel["GDPDEF"] * 100).dropna()


@indicator(
    title="Building for power: investment and construction, real",
    unit="2017 dollars at an annual rate",
    formula="private investment in power and communication structures, chained; all power construction ÷ the GDP "
    "deflator; record: the highest investment before the forecast",
    series=(INVESTED, "TLPWRCONS", "GDPDEF"),
    serves=(DECADE,),
    hints=Hints(focus="Investment", quiet=("Record before",)),
    caveat="Investment counts communication lines too and is held from 2010 on; construction counts public owners. The "
    "GDP deflator is not a price of power plants. Two sources: compare their course, not their level.",
)
def power_building(panel: Panel) -> pd.DataFrame:
    invested = panel[INVESTED]
    built = power_construction(panel)[invested.index[0] :]
    record = pd.Series(invested[invested.index < FORECAST_FROM].max(), invested.index)
    return tidy({message("Investment"): invested, message("Construction"): built, message("Record before"): record})


@indicator(
    title="Power's share of all construction",
    unit="percent of construction spending",
    formula="power construction ÷ total construction × 100, both at seasonally adjusted annual rates",
    series=("TLPWRCONS", "TTLCONS"),
    serves=(DECADE,),
    hints=Hints(focus="Power", years=20),
    caveat="Public and private. Power counts plants, lines and pipelines for gas distribution, whatever their fuel.",
)
def power_construction_share(panel: Panel) -> pd.DataFrame:
    return tidy({message("Power"): maths.share(panel["TLPWRCONS"], panel["TTLCONS"])})


@indicator(
    title="Nuclear and gas in electricity generated",
    unit="percent of net generation, twelve months",
    formula="running sum of twelve months ÷ that of all fuels × 100",
    series=("ELEC_GEN_NUCLEAR_MONTHLY", "ELEC_GEN_GAS_MONTHLY", "ELEC_GEN_TOTAL_MONTHLY"),
    serves=(DECADE,),
    hints=Hints(years=20),
    caveat="A share of what is generated, not of what is invested: it moves with the price of gas and with outages.",
)
def nuclear_and_gas_share(panel: Panel) -> pd.DataFrame:
    total = twelve_months(panel["ELEC_GEN_TOTAL_MONTHLY"])
    fuels = {"Gas": "ELEC_GEN_GAS_MONTHLY", "Nuclear": "ELEC_GEN_NUCLEAR_MONTHLY"}
    return tidy({name: maths.share(twelve_months(panel[id]), total) for name, id in fuels.items()})


@indicator(
    title="Average time without power per customer",
    unit="minutes a year, without major events",
    formula="as published: the system average interruption duration index (SAIDI)",
    series=("SAIDI_NO_MAJOR_EVENTS",),
    serves=(DECADE,),
    hints=Hints(decimals=0, focus="Outage time"),
    caveat="What grid modernisation is to lower. Reporting widened over the years; storms are left out.",
    method="IEEE Standard 1366, SAIDI without major event days",
)
def outage_time(panel: Panel) -> pd.DataFrame:
    return tidy({message("Outage time"): panel["SAIDI_NO_MAJOR_EVENTS"]})


# --- supply ---------------------------------------------------------------------------------------


@indicator(
    title="Electricity generated by source",
    unit="terawatt-hours over twelve months",
    formula="running sum of twelve months",
    series=tuple(FUELS.values()),
    serves=(GRID,),
    hints=Hints(decimals=0, years=20),
    caveat="Utility scale, except solar, which counts rooftops too and so cannot be divided by the published total.",
)
def generation_by_source(panel: Panel) -> pd.DataFrame:
    return tidy({name: twelve_months(panel[id]) for name, id in FUELS.items()})


@indicator(
    title="Generating capacity by source",
    unit="gigawatts, net summer capacity",
    formula="as published, by year; coal and oil are added up",
    series=DRAWN,
    serves=(GRID, DECADE),
    hints=Hints(decimals=0),
    caveat=CAPACITY_NOTE + " Hydro, geothermal and other sources hardly move and are left out.",
)
def capacity_by_source(panel: Panel) -> pd.DataFrame:
    return tidy(_by_source(panel))


@indicator(
    title="Net additions to generating capacity by source",
    unit="gigawatts a year",
    formula="net summer capacity less that of the year before: additions less retirements",
    series=DRAWN,
    serves=(GRID, DECADE),
    hints=Hints("bars", 0),
    caveat=CAPACITY_NOTE + " Hydro, geothermal and other sources are left out; revisions of stock count as additions.",
)
def net_additions(panel: Panel) -> pd.DataFrame:
    return tidy({name: maths.change(held, months=YEAR) for name, held in _by_source(panel).items()})


def _by_source(panel: Panel) -> dict[str, pd.Series]:
    """Capacity by source, gigawatts, in the years for which every source is known."""
    held = {name: capacity(panel, sources) for name, sources in ADDITIONS.items()}
    return dict(pd.concat(held, axis=1, join="inner").items())


@indicator(
    title="Capacity that builders plan to add in the year",
    unit="gigawatts, utility scale",
    formula="EIA's count of additions planned for the year, as last published for it",
    series=("EIA_PLANNED_ADDITIONS", "EIA_PLANNED_ADDITIONS_GAS"),
    serves=(GRID, DECADE),
    hints=Hints("groups", 1, recessions=False),
    caveat="Plans: part of them slips into later years. The total of 2024 is what was built. Gas is held from 2025 on.",
)
def planned_additions(panel: Panel) -> pd.DataFrame:
    plans = {message("All sources"): panel["EIA_PLANNED_ADDITIONS"], "Natural gas": panel["EIA_PLANNED_ADDITIONS_GAS"]}
    return tidy({name: plan.set_axis(plan.index.strftime("%Y")) for name, plan in plans.items()})


@indicator(
    title="Projects waiting in interconnection queues at year end",
    unit="gigawatts of generation and storage",
    formula="active requests as published by Berkeley Lab, rounded",
    series=("INTERCONNECTION_QUEUE_LBNL",),
    serves=(GRID,),
    hints=Hints("dots", 0),
    caveat="The level is no measure of tightness: most requests are withdrawn, reforms clear them out, and coverage "
    "widened over the editions. Dated by the year at whose end it was counted.",
)
def interconnection_queue(panel: Panel) -> pd.DataFrame:
    return tidy({message("Active requests"): panel["INTERCONNECTION_QUEUE_LBNL"]})


@indicator(
    title="PJM capacity auction: clearing price by delivery year",
    unit="dollars per megawatt-day",
    formula="base residual auction, whole region, dated by the June in which delivery starts",
    series=("PJM_CAPACITY_PRICE",),
    serves=(GRID,),
    hints=Hints("dots", 0),
    caveat="Capped from delivery year 2026 on, so it understates scarcity since. Delivery years "
    "2011 to 2023 are not held and not filled. One region, not the country.",
)
def capacity_auction(panel: Panel) -> pd.DataFrame:
    return tidy({message("Clearing price"): panel["PJM_CAPACITY_PRICE"]})


@indicator(
    title="Electricity use of data centres: estimates and projection",
    unit="terawatt-hours a year",
    formula="as published by Berkeley Lab in December 2024; for 2028 the low and the high end of its projection",
    series=("DATACENTER_ELEC_LBNL",),
    serves=(GRID, "bigger-bottlenecks"),
    hints=Hints("dots", 0),
    caveat="Modelled bottom-up: nobody meters data centres as such. The projection is a range between cases, not an "
    "interval of confidence. Years in between were not carried over.",
    method="Berkeley Lab, 2024 United States Data Center Energy Usage Report",
)
def datacentre_electricity(panel: Panel) -> pd.DataFrame:
    lines: dict[str, pd.Series] = {message("Estimate"): panel["DATACENTER_ELEC_LBNL"]}
    for row in catalogue.table("datacenter_electricity_projection"):
        day = pd.DatetimeIndex([f"{row['year']}-01-01"])
        lines[named(message("Projection, {case}", case=row["case"]))] = pd.Series([float(row["terawatt_hours"])], day)
    return tidy(lines)


# --- the test -------------------------------------------------------------------------------------


@statistic
def power_investment_record(panel: Panel) -> Reading:
    """The best quarter of the decade so far, else the latest one, in percent of the record before the decade."""
    invested = panel[INVESTED]
    before, since = invested[invested.index < FORECAST_FROM], invested[invested.index >= FORECAST_FROM]
    return _progress(100 * pd.concat([before, since.cummax()]) / before.max(), "quarterly")


@statistic
def power_investment_level(panel: Panel) -> Reading:
    """The latest quarter in percent of the mean of 2025."""
    invested = panel[INVESTED]
    return _progress(100 * invested / maths.of_year(invested, 2025).mean(), "quarterly")


@statistic
def power_construction_lead(panel: Panel, *, base_years: int) -> Reading:
    """Power's share of construction in the decade so far less that of the years before, percentage points."""
    share = maths.share(panel["TLPWRCONS"], panel["TTLCONS"]).dropna()
    return _decade_so_far(share, "monthly", base_years)


@statistic
def nuclear_gas_lead(panel: Panel, *, base_years: int) -> Reading:
    """Net additions of nuclear and gas in the decade so far less those of the years before, gigawatts a year."""
    return _decade_so_far(maths.change(capacity(panel, ("NUCLEAR", "GAS")), months=YEAR), "annual", base_years)


def _decade_so_far(series: pd.Series, frequency: Frequency, base_years: int) -> Reading:
    """The mean of the decade so far, of a year at least, less that of so many years before it.

    The past is that of a year less the years before it. Every period must be known. Raises TooShort.
    """
    year = FREQUENCIES[frequency].per_year
    end = np.arange(1, len(series) + 1)
    start = end - np.maximum((series.index >= FORECAST_FROM).cumsum(), year)
    known = start >= year * base_years
    end, start = end[known], start[known]
    sums = np.concatenate([[0.0], series.cumsum()])
    mean = (sums[end] - sums[start]) / (end - start)
    before = (sums[start] - sums[start - year * base_years]) / (year * base_years)
    lead = pd.Series(mean - before, series.index[known])
    words = {"mean": float(mean[-1]), "first": series.index[start[-1]]} if len(lead) else {}
    return replace(_progress(lead, frequency), null=0.0, words=words)


def _progress(past: pd.Series, frequency: Frequency) -> Reading:
    """The last of what a statistic read; final once it is of the decade's last period."""
    enough(past)
    day = period_end(past.index[-1], frequency)
    return Reading(float(past.iloc[-1]), day, past=past, is_final=day >= FORECAST_TO.date())


ANSWERS = {
    "open": message("Open until the end of 2035, when the decade can be set against the years before it."),
    "supported": message(
        "Yes: power took more of construction, and nuclear and gas grew more, than in the years before."
    ),
    "contradicted": message(
        "No: power took less of construction, and nuclear and gas grew less, than in the years before."
    ),
    "mixed": message("Partly: building for power and capacity of nuclear and gas did not both outdo the years before."),
}


@words_of(DECADE)
def decade_in_words(said: Said) -> Words:
    building, plant = said["power-construction-lead"], said["nuclear-gas-lead"]
    sentence = message(
        "From {first:month} to {day:month} power took {share:.1f}% of construction spending, {lead:+.2f} points against the "
        "{years} years before; nuclear and gas grew by {added:.1f} GW a year to the end of {end:year}, {gap:+.2f} against "
        "their {years} years before.",
        first=building.words["first"],
        day=building.day,
        share=building.words["mean"],
        lead=building.value,
        years=said.test.numbers()["base_years"],
        added=plant.words["mean"],
        end=plant.day,
        gap=plant.value,
    )
    return Words(ANSWERS[said.status], sentence)
