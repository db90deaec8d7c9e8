"""Thesis: energy. Which bottlenecks of the article's list are tight, each by its own history.

A bottleneck is tight when its price rose faster over 12 months than it mostly did in ten years. Two
items have no public price: cooling is read from a backlog of orders, data centres from what is built.
"""

from collections.abc import Iterable, Mapping

import pandas as pd

from indicators.catalogue import catalogue
from indicators.i18n.messages import Message, message, named
from indicators.judging.registry import indicator, judges, tidy
from indicators.model import Control, Hints, Status, Verdict
from indicators.model.missing import enough
from indicators.panel.panel import Panel
from indicators.stats import maths

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
#: Stands in for the price of transformers when the test is tried another way.
MACHINERY = "WPU117"
#: A percentile needs this many months of changes behind it.
FEWEST = 60

LOOKBACK = Control(
    "lookback", "Compared with", (5, 10, 15), 10, {n: named(message("{n} years", n=n)) for n in (5, 10, 15)}
)
ITEM = Control("item", "Item", tuple(ITEMS), "Electricity")
PRICES = Control(
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
    title="Which of the six bottlenecks are tight",
    unit="number of items, by their change year on year",
    formula="an item is tight when at least half of the series of its test rose more over 12 months than the 75th "
    "percentile of their own changes in the years before",
    series=TESTED,
    serves=(ITEMS_CLAIM,),
    controls=(LOOKBACK,),
    hints=Hints("bars", 0, thresholds={float(BARS["many"]): "holds", float(BARS["few"]): "fails"}),
    caveat=SITING
    + " Months for which an item is not known are left out, October 2025 among them. Cooling is a backlog of orders "
    "and data centres a volume; nuclear and gas are read from their fuels.",
)
def tight_items(panel: Panel, lookback: int) -> pd.DataFrame:
    states = {item: tight(rises(panel, ids).values(), lookback) for item, ids in ITEMS.items()}
    return tidy(dict(pd.concat(states, axis=1, join="inner").items()))


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
    controls=(PRICES,),
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


@judges(
    ITEMS_CLAIM,
    unit=message("of six items tight, each in its own last month"),
    threshold=message(
        "an item is tight when its 12-month growth is above the {percentile}th percentile of its own ten years; supported "
        "when {many:words} of six or more are tight, contradicted at {few:words} or fewer, both in each item's own last "
        "month and in the last month known for all"
    ),
    falsifier=message("{few:words} or fewer of the six items tight in both readings"),
    source="percentile of the item's own history",
)
def judge_bigger_bottlenecks(panel: Panel, *, percentile: float, many: int, few: int) -> Verdict:
    changes = rises(panel, (*TESTED, MACHINERY))
    own, (day, shared) = _latest(changes, percentile=percentile), _shared(changes, percentile)
    days = [panel[id].index[-1] for id in TESTED]
    return Verdict(
        _weigh(sum(own.values()), sum(shared.values()), many, few),
        float(sum(own.values())),
        message(
            "Each in its own last month ({first:monthname} to {last:month}), {own} of six items rose faster than "
            "the {percentile}th percentile of their ten years: {own_items:comma lower}. In {day:month}, the last month "
            "known for all, {shared} did: {shared_items:comma lower}.",
            percentile=percentile,
            first=min(days),
            last=max(days),
            own=sum(own.values()),
            own_items=_named(own),
            day=day,
            shared=sum(shared.values()),
            shared_items=_named(shared),
        ),
        sensitivity=_tight_sensitivity(changes),
        sample=message(
            "120 monthly changes an item, overlapping by eleven months; cooling is a backlog of orders and data "
            "centres a volume of building, for want of prices"
        ),
    )


def _weigh(own: int, shared: int, many: int, few: int) -> Status:
    """The words of the test do not fix the month: where the two readings disagree it is mixed."""
    if min(own, shared) >= many:
        return "supported"
    return "contradicted" if max(own, shared) <= few else "mixed"


def _named(items: Mapping[str, bool]) -> list[str]:
    return [item for item, is_tight in items.items() if is_tight] or [message("none")]


def _latest(
    changes: Mapping[str, pd.Series],
    years: int = 10,
    percentile: float = TIGHT,
    items: Mapping[str, tuple[str, ...]] = ITEMS,
) -> dict[str, bool]:
    """Whether each item is tight in its own last month."""
    found = {item: tight([changes[id] for id in ids], years, percentile) for item, ids in items.items()}
    enough(*found.values())
    return {item: bool(state.iloc[-1]) for item, state in found.items()}


def _shared(changes: Mapping[str, pd.Series], percentile: float) -> tuple[pd.Timestamp, dict[str, bool]]:
    """The last month known for every item, and whether each was tight then."""
    by_item = {item: tight([changes[id] for id in ids], percentile=percentile) for item, ids in ITEMS.items()}
    states = pd.concat(by_item, axis=1, join="inner")
    enough(states)
    return states.index[-1], {str(item): bool(state) for item, state in states.iloc[-1].items()}


def _tight_sensitivity(changes: Mapping[str, pd.Series]) -> Message:
    return message(
        "In their own last months: {at_70} at the 70th percentile, {at_80} at the 80th percentile, {five} against 5 years, "
        "{fifteen} against 15 years; {grid} with the producer price of electrical machinery for that of transformers.",
        at_70=sum(_latest(changes, percentile=70).values()),
        at_80=sum(_latest(changes, percentile=80).values()),
        five=sum(_latest(changes, 5).values()),
        fifteen=sum(_latest(changes, 15).values()),
        grid=sum(_latest(changes, items={**ITEMS, "Grid equipment": (MACHINERY,)}).values()),
    )
