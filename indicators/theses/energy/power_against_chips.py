"""Thesis: energy. Whether power is scarcer than chips, as prices tell it.

Each side is an index that weighs every price alike (Jevons), because no public weights say what an
AI data centre buys. On the chip side the producer prices of semiconductors and of computers come
with a refresh; until then the commodity price of computers stands in for both.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from indicators.i18n.messages import Message, message, named
from indicators.judging.registry import indicator, judges, tidy
from indicators.model import Control, Hints, Status, Verdict
from indicators.model.missing import enough
from indicators.model.periods import period_end
from indicators.panel.panel import Panel
from indicators.stats import maths

SCARCITY = "energy-not-gpu"
YEAR, THREE_YEARS = 12, 36

#: The side of power: what the claim's test lists. The last two come with a refresh.
POWER = {
    "WPU054": message("Electric power"),
    "APU000072610": message("Household electricity"),
    "PCU335311335311": message("Transformers"),
    "PCOPPUSDM": message("Copper"),
    "PCU335313335313": message("Switchgear"),
    "PCU333611333611": message("Turbines"),
}
#: What ships of it, and can be left out of a chart.
SHIPPED, NONE = tuple(POWER)[:4], "none"
#: The side of chips, and what stands in for it while neither is in the store.
CHIPS, COMPUTERS = ("PCU334413334413", "PCU334111334111"), "WPU115"
UTILISATION = {"CAPUTLG2211S": message("Electric power"), "CAPUTLHITEK2S": message("Computers and chips")}
MODELS = pd.Timestamp("2022-11-01")  # the launch of large language models, the claim's base
STARTS = {2022: MODELS, 2020: pd.Timestamp("2020-01-01"), 2016: pd.Timestamp("2016-01-01")}


WITHOUT = Control(
    "without",
    "Left out",
    (NONE, *SHIPPED),
    NONE,
    {NONE: "None", **POWER},
    "One price of the power side to leave out",
)
START = Control("start", "First month", tuple(STARTS), 2022, {year: f"{day:%Y-%m}" for year, day in STARTS.items()})

STAND_IN = (
    "Chip side: producer prices of semiconductors and of computers where a refresh has brought them, else those of "
    "computers and computer equipment stand in. Switchgear and turbines also come with a refresh."
)


# --- power against chips --------------------------------------------------------------------------


def jevons(panel: Panel, ids: Iterable[str]) -> pd.Series:
    """Equally weighted geometric mean of prices in the months all of them have; only its growth means anything.

    Ids that are not in the store are left out; if none is, MissingData is raised for the first.
    """
    wanted = tuple(ids)
    prices = [panel[id] for id in wanted if id in panel] or [panel[wanted[0]]]
    return np.exp(np.log(pd.concat(prices, axis=1, join="inner")).mean(axis=1))


def chips(panel: Panel) -> pd.Series:
    """The chip side's index: semiconductors and computers, or the stand-in."""
    return jevons(panel, CHIPS if any(id in panel for id in CHIPS) else (COMPUTERS,))


def lead(panel: Panel, months: int, parts: Iterable[str] = tuple(POWER)) -> pd.Series:
    """Price growth of the power side less that of the chip side over so many months, percentage points."""
    power, chip = jevons(panel, parts), chips(panel)
    return (maths.growth(power, months=months) - maths.growth(chip, months=months)).dropna()


@indicator(
    title="How far power-side prices outrun chip-side prices",
    unit="percentage points, above zero where power-side prices rose more",
    formula="growth of the power side's index less that of the chip side's, over 12 and over 36 months",
    series=(*POWER, COMPUTERS, *CHIPS),
    serves=(SCARCITY,),
    controls=(WITHOUT,),
    hints=Hints(focus=message("Over 12 months"), years=10),
    caveat=STAND_IN + " Copper swings more than the rest: leave it out and look again.",
    method="Jevons index (ILO and IMF, Producer Price Index Manual)",
)
def scarcity_lead(panel: Panel, without: str) -> pd.DataFrame:
    parts = [id for id in POWER if id != without]
    return tidy(
        {
            named(message("Over {months} months", months=months)): lead(panel, months, parts)
            for months in (YEAR, THREE_YEARS)
        }
    )


@indicator(
    title="Prices of the power side and of the chip side",
    unit="index, first month = 100",
    formula="power side: equally weighted geometric mean of electric power, household electricity, transformers and "
    "copper; every line is 100 in the month chosen",
    series=(*POWER, COMPUTERS, *CHIPS),
    serves=(SCARCITY,),
    controls=(START,),
    hints=Hints(decimals=0, focus="Power side"),
    caveat=STAND_IN + " Quality-adjusted prices of computers fall as they get faster: a steady price is a dearer chip.",
    method="Jevons index (ILO and IMF, Producer Price Index Manual)",
)
def relative_scarcity(panel: Panel, start: int) -> pd.DataFrame:
    shown = {name: panel[id] for id, name in POWER.items() if id in panel and name != "Household electricity"}
    lines = {message("Power side"): jevons(panel, POWER), message("Chip side"): chips(panel), **shown}
    return tidy({name: maths.index_to(line[STARTS[start] :], STARTS[start].date()) for name, line in lines.items()})


@indicator(
    title="Capacity use: electric power against computers and chips",
    unit="percent of capacity",
    formula="as published; computers and chips: computers, communications equipment and semiconductors",
    series=tuple(UTILISATION),
    serves=(SCARCITY,),
    hints=Hints(focus="Electric power", years=20),
    caveat="Chips for AI are mostly made abroad: capacity use of American plants says little of their scarcity. Power "
    "plants stand ready for peaks, and wind and sun are idle by nature.",
)
def capacity_use(panel: Panel) -> pd.DataFrame:
    return tidy({name: panel[id] for id, name in UTILISATION.items()})


@indicator(
    title="Producer prices of grid equipment",
    unit="index, first month = 100",
    formula="each price ÷ its level in the month chosen × 100",
    series=("PCU335311335311", "WPU117", "WPU1026", "PCU335313335313", "PCU333611333611"),
    serves=(SCARCITY, "bigger-bottlenecks"),
    controls=(START,),
    hints=Hints(decimals=0, focus="Transformers"),
    caveat="Prices of producers at home: imports and lead times, which rose first, are not in them. Switchgear and "
    "turbines come with a refresh.",
)
def grid_equipment_prices(panel: Panel, start: int) -> pd.DataFrame:
    names = {
        "PCU335311335311": "Transformers",
        "WPU117": message("Electrical machinery"),
        "WPU1026": message("Wire and cable"),
    }
    names |= {"PCU335313335313": "Switchgear", "PCU333611333611": "Turbines"}
    base = STARTS[start]
    return tidy({name: maths.index_to(panel[id][base:], base.date()) for id, name in names.items() if id in panel})


# --- the test -------------------------------------------------------------------------------------


@judges(
    SCARCITY,
    unit=message("percentage points: power-side less chip-side price growth, 12 months"),
    threshold=message(
        "supported when power-side prices rose more over 12 and over 36 months; contradicted when chip-side "
        "prices rose more over both"
    ),
    falsifier=message("chip-side prices rising more than power-side prices over 12 and over 36 months"),
    source="Jevons index (ILO and IMF, Producer Price Index Manual)",
)
def judge_energy_not_gpu(panel: Panel) -> Verdict:
    power, chip = jevons(panel, POWER), chips(panel)
    year, three = lead(panel, YEAR), lead(panel, THREE_YEARS)
    enough(year, three)
    day = min(year.index[-1], three.index[-1])
    rest = {months: _without_each(panel, months) for months in (YEAR, THREE_YEARS)}
    status: Status = "mixed"
    if year[day] * three[day] > 0:
        status = "supported" if year[day] > 0 else "contradicted"
    return Verdict(
        status,
        float(year[day]),
        message(
            "To {day:month} power-side prices rose {power:.1f}% over 12 months and {power_three:.1f}% over 36; {side}, "
            "{chips:.1f}% and {chips_three:.1f}%: a lead of {lead:.1f} points over 12 months. {hinge}",
            day=day,
            power=maths.growth(power, months=YEAR)[day],
            power_three=maths.growth(power, months=THREE_YEARS)[day],
            side=_side(panel),
            chips=maths.growth(chip, months=YEAR)[day],
            chips_three=maths.growth(chip, months=THREE_YEARS)[day],
            lead=year[day],
            hinge=_hinge(rest[YEAR], year[day]),
        ),
        sensitivity=_scarcity_sensitivity(panel, rest),
        sample=message(
            "{power} prices of power against {chips} of chips",
            power=sum(id in panel for id in POWER),
            chips=max(1, sum(id in panel for id in CHIPS)),
        ),
        through=period_end(day, "monthly"),
    )


def _without_each(panel: Panel, months: int) -> dict[str, float]:
    """The latest lead with each price of the power side left out in turn, by its name."""
    held = [id for id in POWER if id in panel]
    return {POWER[out]: float(lead(panel, months, [id for id in held if id != out]).iloc[-1]) for out in held}


def _side(panel: Panel) -> Message:
    if any(id in panel for id in CHIPS):
        return message("semiconductors and computers")
    return message("computers, standing in for chips")


def _hinge(without: dict[str, float], whole: float) -> Message:
    """Which single price the sign of the 12-month lead hangs on, if there is one."""
    turned = {name: rest for name, rest in without.items() if rest * whole < 0}
    if not turned:
        return message("No single price decides it.")
    name = max(turned, key=lambda one: abs(turned[one] - whole))
    return message(
        "The 12-month lead hangs on {name:lower}: without it, it is {rest:+.1f} points.", name=name, rest=turned[name]
    )


def _scarcity_sensitivity(panel: Panel, without: dict[int, dict[str, float]]) -> Message:
    leads = [
        message(
            "{low:+.1f} to {high:+.1f} points over {months} months",
            low=min(rest.values()),
            high=max(rest.values()),
            months=months,
        )
        for months, rest in without.items()
    ]
    return message(
        "With any one price of power left out the lead is {leads:and}. Capacity use: {uses}.",
        leads=leads,
        uses=[_use(name, panel[id]) for id, name in UTILISATION.items()],
    )


def _use(name: str, series: pd.Series) -> Message:
    gap = series.iloc[-1] - series[series.index > series.index[-1] - pd.DateOffset(years=10)].mean()
    known = {"name": name, "use": series.iloc[-1], "gap": abs(gap)}
    if gap > 0:
        return message("{name:lower} {use:.0f}% ({gap:.1f} points above its ten-year mean)", **known)
    return message("{name:lower} {use:.0f}% ({gap:.1f} points below its ten-year mean)", **known)
