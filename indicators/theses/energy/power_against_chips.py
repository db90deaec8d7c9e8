"""Thesis: energy. Whether power is scarcer than chips, as prices tell it.

Each side is an index that weighs every price alike (Jevons), because no public weights say what an
AI data centre buys. On the chip side the producer prices of semiconductors and of computers come
with a refresh; until then the commodity price of computers stands in for both.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from indicators.i18n.messages import Message, message, named
from indicators.judging.judgement import Said
from indicators.judging.registry import indicator, statistic, tidy, words_of
from indicators.model import Control, Hints
from indicators.model.declaration import Reading
from indicators.model.missing import enough
from indicators.model.periods import period_end
from indicators.model.verdict import Words
from indicators.panel.panel import Panel
from indicators.stats import maths

SCARCITY = "energy-not-gpu"
PRICES = "CPIAUCSL"
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


@statistic
def power_price_lead_1y(panel: Panel) -> Reading:
    return _lead(panel, YEAR)


@statistic
def power_price_lead_3y(panel: Panel) -> Reading:
    return _lead(panel, THREE_YEARS)


def _lead(panel: Panel, months: int) -> Reading:
    """Of both spans at the last month that both have."""
    both = pd.concat([lead(panel, YEAR), lead(panel, THREE_YEARS)], axis=1, join="inner").dropna()
    enough(both)
    past = both.iloc[:, (YEAR, THREE_YEARS).index(months)]
    return Reading(float(past.iloc[-1]), period_end(past.index[-1], "monthly"), past=past)


def tightness(panel: Panel, id: str, months: int, years: int) -> pd.Series:
    """The real growth of a price over so many months, in standard deviations from its mean of so many years before."""
    real = maths.growth(panel[id] / panel[PRICES], months=months).dropna()
    before = real.rolling(YEAR * years, min_periods=YEAR * years)
    return ((real - before.mean()) / before.std()).dropna()


def tightness_by_price(panel: Panel, ids: Iterable[str], months: int, years: int) -> pd.DataFrame:
    """Tightness of the prices of a side that are in the store, a column each, in months that all of them have."""
    return pd.concat({id: tightness(panel, id, months, years) for id in ids}, axis=1, join="inner")


def _chip_ids(panel: Panel) -> tuple[str, ...]:
    return CHIPS if all(id in panel for id in CHIPS) else (COMPUTERS,)


@statistic
def power_tightness_lead(panel: Panel, *, months: int, years: int) -> Reading:
    """Mean tightness of power-side prices less that of chip-side prices; the interval leaves each power price out."""
    held = [id for id in POWER if id in panel or id in SHIPPED]
    power = tightness_by_price(panel, held, months, years)
    chip = tightness_by_price(panel, _chip_ids(panel), months, years).mean(axis=1)
    gap = (power.mean(axis=1) - chip).dropna()
    enough(gap)
    day = gap.index[-1]
    without = {id: float(power.loc[day].drop(id).mean() - chip[day]) for id in held}
    return Reading(
        float(gap[day]),
        period_end(day, "monthly"),
        min(without.values()),
        max(without.values()),
        null=0.0,
        sample=message(
            "{power} prices of power against {chips} of chips", power=len(held), chips=len(_chip_ids(panel))
        ),
        past=gap,
        words={
            "power": float(power.loc[day].mean()),
            "chips": float(chip[day]),
            "side": _side(panel),
            "tightest": POWER[str(power.loc[day].idxmax())],
        },
    )


def _side(panel: Panel) -> Message:
    if all(id in panel for id in CHIPS):
        return message("semiconductors and computers")
    return message("computers, standing in for chips")


ANSWERS = {
    "supported": message(
        "Yes: prices of power are further above their own normal than prices of chips, whichever is left out."
    ),
    "contradicted": message("No: prices of chips are further above their own normal than prices of power."),
    "mixed": message("Not settled: which side is tighter hangs on a single price."),
}


@words_of(SCARCITY)
def scarcity_words(said: Said) -> Words:
    read = said["power-tightness-lead"]
    sentence = message(
        "In {day:month} real prices of power stood {power:+.1f} standard deviations from their own mean; {side}, "
        "{chips:+.1f}: a lead of {lead:+.1f} (equally tight: 0), {low:+.1f} to {high:+.1f} as each price is left out.",
        day=read.day,
        lead=read.value,
        low=read.low,
        high=read.high,
        **{name: read.words[name] for name in ("power", "chips", "side")},
    )
    return Words(ANSWERS[said.status], sentence)
