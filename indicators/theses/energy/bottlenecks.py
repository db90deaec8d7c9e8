"""Thesis: energy. Which bottlenecks of the article's list are tight, each by its own history.

A bottleneck is tight when its price, after inflation, rose faster over 12 months than it mostly did in
ten years. Cooling has no public price and is read from a backlog of orders. Data centres have only the
volume that is built, and more building is no bottleneck: they are shown, and not counted.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from indicators.catalogue import catalogue
from indicators.i18n.messages import message, named
from indicators.judging.judgement import Said
from indicators.judging.registry import indicator, statistic, tidy, words_of
from indicators.model import Control, Hints
from indicators.model.declaration import Reading
from indicators.model.missing import enough
from indicators.model.periods import period_end
from indicators.model.verdict import Words
from indicators.panel.panel import Panel
from indicators.stats import maths
from indicators.theses.energy.power_against_chips import PRICES

ITEMS_CLAIM = "bigger-bottlenecks"
CENTS = 100

#: The article's list, each item by the series that its test reads.
ITEMS: Mapping[str, tuple[str, ...]] = {
    message("Electricity"): ("APU000072610",),
    message("Grid equipment"): ("PCU335311335311",),
    message("Nuclear and gas"): ("MHHNGSP", "PURANUSDM"),
    message("Cooling"): ("A33HUO",),
    message("Copper and minerals"): ("PCOPPUSDM", "PALUMUSDM"),
    message("Data centres"): ("DATACENTER_CONSTRUCTION_REAL",),
}
#: Those that the test counts: of data centres only the volume is known.
COUNTED = {item: ids for item, ids in ITEMS.items() if item != "Data centres"}
#: What is shown beside them, of the same item.
BESIDE = {
    "Electricity": ("WPU054",),
    "Grid equipment": ("WPU117", "A35SUO", "PCU335313335313"),
    "Nuclear and gas": ("ELEC_GEN_GAS_MONTHLY", "ELEC_GEN_NUCLEAR_MONTHLY", "PCU333611333611"),
    "Cooling": ("PCU333415333415",),
    "Copper and minerals": ("WPUSI019011", "WPU1026"),
    "Data centres": (),
}
#: How a series reads in the panel, with its unit there and the factor that leads to it.
NAMES = {
    "APU000072610": (message("Electricity, retail"), message("¢ per kWh"), CENTS),
    "WPU054": (message("Electricity, PPI"), message("1982 = 100"), 1),
    "PCU335311335311": (message("Transformers, PPI"), message("June 1981 = 100"), 1),
    "WPU117": (message("Electric gear, PPI"), message("1982 = 100"), 1),
    "A35SUO": (message("Electric gear, orders"), message("$bn"), 1e-9),
    "PCU335313335313": (message("Switchgear, PPI"), message("index"), 1),
    "MHHNGSP": (message("Natural gas"), message("$ per million Btu"), 1),
    "PURANUSDM": (message("Uranium"), message("$ per pound"), 1),
    "ELEC_GEN_GAS_MONTHLY": (message("Gas generation"), message("TWh a month"), 1),
    "ELEC_GEN_NUCLEAR_MONTHLY": (message("Nuclear generation"), message("TWh a month"), 1),
    "PCU333611333611": (message("Turbines, PPI"), message("index"), 1),
    "A33HUO": (message("Cooling, orders"), message("$bn"), 1e-9),
    "PCU333415333415": (message("Cooling, PPI"), message("index"), 1),
    "PCOPPUSDM": ("Copper", message("$ per tonne"), 1),
    "PALUMUSDM": (message("Aluminium"), message("$ per tonne"), 1),
    "WPUSI019011": (message("Copper products, PPI"), message("1982 = 100"), 1),
    "WPU1026": (message("Wire and cable, PPI"), message("1982 = 100"), 1),
    "DATACENTER_CONSTRUCTION_REAL": (message("Data-centre building"), message("2021 $bn a month"), 1e-9),
}
PANEL = tuple(id for item in ITEMS for id in (*ITEMS[item], *BESIDE[item]))
TESTED = tuple(id for ids in ITEMS.values() for id in ids)
BARS = catalogue.claims()[ITEMS_CLAIM].thresholds
TIGHT = BARS["percentile"]
#: A percentile needs this many months of changes behind it.
FEWEST = 60

LOOKBACK = Control(
    "lookback", "Compared with", (5, 10, 15), 10, {n: named(message("{n} years", n=n)) for n in (5, 10, 15)}
)
ITEM = Control("item", "Item", tuple(ITEMS), "Electricity")
IN_PRICES = Control(
    "prices", "Prices", ("current", "constant"), "current", {"current": "Current", "constant": "Of the last year"}
)

SITING = "Limits to siting have no public series: data-centre construction shows what was built, not what was refused."


# --- the article's list ---------------------------------------------------------------------------


def limits(changes: pd.Series, years: int, percentile: float = TIGHT) -> pd.Series:
    """The percentile of the changes of the years up to each month; NaN with fewer than five years behind it."""
    return changes.rolling(f"{365 * years}D", min_periods=FEWEST).quantile(percentile / 100)


def rises(panel: Panel, ids: Iterable[str] = TESTED) -> dict[str, pd.Series]:
    """The 12-month changes of the items' series, percent, by id."""
    return {id: maths.year_on_year(panel[id]).dropna() for id in ids}


def tight(changes: Iterable[pd.Series], years: int = 10, percentile: float = TIGHT) -> pd.Series:
    """By month, whether at least half of an item's series rise faster than their own percentile (1 or 0)."""
    found = []
    for change in changes:
        limit = limits(change, years, percentile)
        found.append((change > limit).astype(float)[limit.notna()])
    return ((sum(found) / len(found)).dropna() >= 0.5).astype(float)


def tight_by_item(panel: Panel, months: int, years: int, percentile: float = TIGHT) -> pd.DataFrame:
    """Whether each item counted is tight (1 or 0), a column each, in the months known for all.

    The price of an item of two series is their geometric mean, so that chance makes every item tight equally often.
    """
    states = {}
    for item, ids in COUNTED.items():
        prices = pd.concat([panel[id] for id in ids], axis=1, join="inner")
        real = np.exp(np.log(prices).mean(axis=1)) / panel[PRICES]
        changes = maths.growth(real, months=months).dropna()
        limit = changes.rolling(12 * years, min_periods=12 * years).quantile(percentile / 100).dropna()
        states[item] = (changes[limit.index] > limit).astype(float)
    found = pd.concat(states, axis=1, join="inner")
    enough(found)
    return found


def item_name(id: str) -> str:
    """An item without what it is a figure of."""
    return NAMES[id][0].split(",")[0]


def limit_name(id: str) -> str:
    """The line above which an item is tight."""
    return named(message("Limit, {item:lower}", item=item_name(id)))


def standing(series: pd.Series, years: int) -> dict[str, float]:
    """The latest 12-month change among those of the years before it: change, limit, z-score and percentile."""
    changes = maths.year_on_year(series).dropna()
    enough(changes)
    window = changes[changes.index > changes.index[-1] - pd.Timedelta(days=365 * years)]
    latest = float(changes.iloc[-1])
    return {
        message("12-month change, %"): latest,
        named(message("{share}th percentile, %", share=TIGHT)): float(window.quantile(TIGHT / 100)),
        message("z-score"): float(maths.zscore(window).iloc[-1]),
        message("Percentile"): float(100 * (window <= latest).mean()),
    }


@indicator(
    title="Which of the five bottlenecks are tight",
    unit="number of items, by their real change year on year",
    formula="an item is tight when its price ÷ consumer prices rose more over 12 months than the 75th percentile of its "
    "own such changes in the years before; an item of two prices is their geometric mean",
    series=(*(id for ids in COUNTED.values() for id in ids), PRICES),
    serves=(ITEMS_CLAIM,),
    controls=(LOOKBACK,),
    hints=Hints("bars", 0, thresholds={float(BARS["many"]): "holds", float(BARS["few"]): "fails"}),
    caveat=SITING
    + " Months for which an item is not known are left out, October 2025 among them. Cooling is a backlog of orders; "
    "nuclear and gas are read from their fuels.",
)
def tight_items(panel: Panel, lookback: int) -> pd.DataFrame:
    return tidy(dict(tight_by_item(panel, 12, lookback).items()))


@indicator(
    title="How unusual the last 12 months are for each bottleneck",
    unit="place among past changes year on year, 0 lowest, 100 highest",
    formula="share of the 12-month changes in the years before that were no higher than the latest",
    series=PANEL,
    serves=(ITEMS_CLAIM,),
    controls=(LOOKBACK,),
    hints=Hints("ranks", 0, recessions=False),
    caveat=SITING + " Each series by its own last month. PPI: producer price index; orders: unfilled; electric gear: "
    "electrical machinery and equipment. Prices of cooling equipment, switchgear and turbines come with a refresh.",
)
def bottleneck_percentiles(panel: Panel, lookback: int) -> pd.DataFrame:
    ranks = {NAMES[id][0]: standing(panel[id], lookback)["Percentile"] for id in PANEL if id in panel}
    return tidy({"Percentile": pd.Series(ranks)})


@indicator(
    title="Bottleneck panel",
    unit="one row a series",
    formula="latest value; its change from the same month a year before; that change among those of the years before: "
    "75th percentile, distance from the mean in standard deviations, percentile",
    series=PANEL,
    serves=(ITEMS_CLAIM,),
    controls=(LOOKBACK,),
    hints=Hints("table", 1),
    caveat=SITING + " Each series by its own last month. PPI: producer price index; orders: unfilled.",
)
def bottleneck_panel(panel: Panel, lookback: int) -> pd.DataFrame:
    rows = {}
    for id in (one for one in PANEL if one in panel):
        name, unit, factor = NAMES[id]
        rows[named(message("{item}, {unit}", item=name, unit=unit))] = {
            message("Latest"): float(panel[id].iloc[-1] * factor),
            **standing(panel[id], lookback),
        }
    return tidy(dict(pd.DataFrame(rows).T.items()))


@indicator(
    title="One bottleneck: 12-month change and its limit",
    unit="percent, year on year",
    formula="change from the same month a year earlier; dotted: 75th percentile of the ten years up to each month",
    series=TESTED,
    serves=(ITEMS_CLAIM,),
    controls=(ITEM,),
    hints=Hints(quiet=tuple(limit_name(id) for id in TESTED), years=10),
    caveat=SITING + " Cooling is a backlog of orders in dollars; data-centre construction is in constant dollars.",
)
def bottleneck_change(panel: Panel, item: str) -> pd.DataFrame:
    lines: dict[str, pd.Series] = {}
    for id in ITEMS[item]:
        name, changes = item_name(id), maths.year_on_year(panel[id]).dropna()
        lines |= {name: changes, limit_name(id): limits(changes, 10)}
    return tidy(lines)


@indicator(
    title="What electricity costs, by sector",
    unit="cents per kilowatt-hour",
    formula="average retail price of the year; in prices of the last year: × consumer price index of that year ÷ that "
    "of each",
    series=(
        "ELEC_PRICE_TOTAL",
        "ELEC_PRICE_RESIDENTIAL",
        "ELEC_PRICE_COMMERCIAL",
        "ELEC_PRICE_INDUSTRIAL",
        "CPIAUCSL",
    ),
    serves=(ITEMS_CLAIM,),
    controls=(IN_PRICES,),
    hints=Hints(decimals=1, focus="Residential"),
    caveat="Averages of what was paid, over all contracts. Consumer prices of 2025 are a mean of eleven months: "
    "October was never collected.",
)
def electricity_prices(panel: Panel, prices: str) -> pd.DataFrame:
    sectors = (message("Residential"), message("Commercial"), "Total", message("Industrial"))
    paid = {name: CENTS * panel[f"ELEC_PRICE_{name.upper()}"] for name in sectors}
    if prices == "constant":
        consumer = maths.by_month(panel["CPIAUCSL"], 12).mean()
        paid = {name: maths.deflate(line, consumer, line.index[-1].date()) for name, line in paid.items()}
    return tidy(paid)


@indicator(
    title="What electricity costs, by month",
    unit="cents per kilowatt-hour",
    formula="households: city average of the consumer price survey; industry: average retail price; both as published",
    series=("APU000072610", "ELEC_PRICE_INDUSTRIAL_MONTHLY"),
    serves=(ITEMS_CLAIM,),
    hints=Hints(decimals=1, focus="Households", years=10),
    caveat="Two surveys, of different coverage: compare their course. October 2025 was never collected for households. "
    "Summer prices are higher: compare with the same month a year earlier.",
)
def electricity_prices_by_month(panel: Panel) -> pd.DataFrame:
    names = {"Households": "APU000072610", message("Industry"): "ELEC_PRICE_INDUSTRIAL_MONTHLY"}
    return tidy({name: CENTS * panel[id] for name, id in names.items()})


@indicator(
    title="Orders waiting at makers of grid and cooling equipment",
    unit="dollars, unfilled orders",
    formula="as published, in current dollars",
    series=("A35SUO", "A33HUO"),
    serves=(ITEMS_CLAIM,),
    hints=Hints(years=20),
    caveat="Electrical equipment includes appliances and components. A backlog in current dollars grows with prices.",
)
def unfilled_orders(panel: Panel) -> pd.DataFrame:
    return tidy({message("Electrical equipment"): panel["A35SUO"], message("Heating and cooling"): panel["A33HUO"]})


@indicator(
    title="Data-centre construction, inflation-adjusted",
    unit="constant 2021 dollars a month",
    formula="as published: private spending put in place, deflated",
    series=("DATACENTER_CONSTRUCTION_REAL",),
    serves=(ITEMS_CLAIM,),
    hints=Hints(focus="Data centres"),
    caveat="Buildings only, not the machines in them; not comparable with construction in current dollars. " + SITING,
)
def datacentre_construction(panel: Panel) -> pd.DataFrame:
    return tidy({"Data centres": panel["DATACENTER_CONSTRUCTION_REAL"]})


# --- the test -------------------------------------------------------------------------------------


@statistic
def tight_items_own_months(panel: Panel, *, percentile: float) -> Reading:
    """How many of six items are tight, each in its own last month."""
    return _count(_states(panel, percentile).ffill().dropna())


@statistic
def tight_items_shared_month(panel: Panel, *, percentile: float) -> Reading:
    """How many of six items are tight in the last month known for all."""
    return _count(_states(panel, percentile).dropna())


def _count(states: pd.DataFrame) -> Reading:
    enough(states)
    count = states.sum(axis=1)
    return Reading(float(count.iloc[-1]), period_end(count.index[-1], "monthly"), past=count)


def _states(panel: Panel, percentile: float) -> pd.DataFrame:
    changes = rises(panel)
    found = {item: tight([changes[id] for id in ids], percentile=percentile) for item, ids in ITEMS.items()}
    return pd.concat(found, axis=1, sort=True)


@statistic
def tight_items_real(panel: Panel, *, months: int, years: int, percentile: float) -> Reading:
    """How many of the items counted are tight in the last month known for all; null: what chance gives."""
    states = tight_by_item(panel, months, years, percentile)
    return replace(
        _count(states),
        null=len(COUNTED) * (1 - percentile / 100),
        sample=message(
            "{months} monthly changes an item, overlapping by eleven months; cooling is a backlog", months=12 * years
        ),
        words={"items": [str(item) for item, is_tight in states.iloc[-1].items() if is_tight] or [message("none")]},
    )


ANSWERS = {
    "supported": message("Yes: more of the five items are tight than chance would explain."),
    "contradicted": message("No: no more of the five items are tight than chance alone would give."),
    "mixed": message("Not settled: more of the five items are tight than chance gives, but too few to rule it out."),
}
#: Where the count is what it mostly was.
USUAL = message("Not settled: as many of the five items are tight as mostly are.")


@words_of(ITEMS_CLAIM)
def bottlenecks_in_words(said: Said) -> Words:
    read, numbers = said["tight-items-real"], said.test.numbers()
    sentence = message(
        "In {day:month}, {count:.0f} of 5 items had risen faster, after inflation, than the {percentile}th percentile "
        "of their own {years} years: {items:comma lower}. Chance gives {null:.2f}; {many:words} or more would be hard "
        "to put down to it.",
        day=read.day,
        count=read.value,
        null=read.null,
        items=read.words["items"],
        **{name: numbers[name] for name in ("percentile", "years", "many")},
    )
    return Words(USUAL if said.worth.ordinary else ANSWERS[said.status], sentence)
