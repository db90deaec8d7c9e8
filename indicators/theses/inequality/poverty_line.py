"""Thesis: household inequality. The poverty line of a family of four.

A poverty line drawn by a multiplier is an argument, not a measurement: every input is here with who
published it, and every one can be changed.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from statistics import NormalDist
from typing import TypeVar

import numpy as np
import pandas as pd

from indicators.catalogue import catalogue
from indicators.i18n.messages import fill, message, named
from indicators.judging.judgement import Said
from indicators.judging.registry import indicator, statistic, tidy, words_of
from indicators.model import Control, Hints
from indicators.model.declaration import Reading
from indicators.model.missing import MissingData
from indicators.model.periods import period_end
from indicators.model.verdict import Words
from indicators.panel.panel import Panel, shared

GUIDELINE, THRESHOLD = "HHS_POVERTY_GUIDELINE_4", "POVERTY_THRESHOLD_4_2CHILDREN"
MEDIAN, LOWEST_FIFTH = "MEHOINUSA646N", "INCOME_20TH_PCTILE_US"
FOOD, SHELTER, UTILITIES = "CXUFOODTOTLLB0101M", "CXUSHELTERLB0101M", "CXUUTILSLB0101M"
HEALTH, EXPENDITURE = "CXUHEALTHLB0101M", "CXUTOTALEXPLB0101M"
CARE = "CHILDCARE_PRICE_US"
#: Orshansky: families of 1955 spent a third of their income after tax on food, at home and away.
MULTIPLIER = 3
#: The year of that survey.
SURVEYED = "1955"
NO_PAST = pd.Series(dtype=float, index=pd.DatetimeIndex([]))

Amount = TypeVar("Amount", float, pd.Series)


def _budget() -> dict[str, float]:
    return {row["item"]: float(row["dollars"]) for row in catalogue.table("budget_family_of_four")}


def _share(publisher: str, basis: str) -> float:
    """The published share of all food, at home and away, in percent."""
    rows = catalogue.table("food_shares")
    return float(
        next(r["share"] for r in rows if (r["publisher"], r["basis"], r["year"] > SURVEYED) == (publisher, basis, True))
    )


#: All food as a share of income after tax: Orshansky's own definition, today's figure.
TODAY = _share("U.S. Department of Agriculture", "after-tax income")

BASE = Control(
    "base", "Official line", (GUIDELINE, THRESHOLD), GUIDELINE, {GUIDELINE: "Guideline", THRESHOLD: "Census threshold"}
)
FOOD_SHARE = Control(
    "share",
    "Food, % of income",
    default=TODAY,
    bounds=(2.0, 40.0, 0.1),
    help="Food at home and away as percent of income after tax; a third in 1955",
)
ITEMS = tuple(
    Control(
        row["item"],
        row["label"],
        default=float(row["dollars"]),
        bounds=(0.0, 100_000.0, 500.0),
        help="Dollars a year for a family of four",
    )
    for row in catalogue.table("budget_family_of_four")
)
FAMILY = "The lines are for four people with two children; the incomes are of all households. "


# --- the parts ------------------------------------------------------------------------------------


def multiplied(official: Amount, share: float) -> Amount:
    """The official line with its multiplier redone: food costs a third of it, and is `share` percent of income."""
    return official / MULTIPLIER / (share / 100)


def lines_by_share(official: float, share: float) -> dict[str, float]:
    """The line by every published food share and by one chosen, dollars, named for a chart's axis."""
    published = {(float(row["share"]), row["label"]) for row in catalogue.table("food_shares")}
    chosen = {(share, message("chosen"))} if share not in {one for one, _ in published} else set()
    return {
        named(message("{share:.3g}%: {whose}", share=one, whose=label)): multiplied(official, one)
        for one, label in sorted(published | chosen)
    }


def survey_share(panel: Panel) -> float | None:
    """Food's share of all expenditure in the latest survey, percent; None without total expenditure."""
    food = panel[FOOD]
    if EXPENDITURE not in panel:
        return None
    on_food, in_all = shared(food, panel[EXPENDITURE]).iloc[-1]
    return float(100 * on_food / in_all)


def national_items(panel: Panel) -> dict[str, float]:
    """Items of the budget that a national figure of its last year can stand in for, dollars a year."""
    found = {
        "childcare": 2 * panel[CARE].iloc[-1],
        "housing": shared(panel[SHELTER], panel[UTILITIES]).sum(axis=1).iloc[-1],
        "food": panel[FOOD].iloc[-1],
    }
    return found | ({"health": panel[HEALTH].iloc[-1]} if HEALTH in panel else {})


def share_below(level: float, fifth: float, median: float) -> float:
    """Percent of households below an income, from two published points of the distribution.

    Logarithms of incomes are taken as normal through the upper limit of the lowest fifth and the
    median: an interpolation between them and an extrapolation outside.
    """
    spread = (np.log(median) - np.log(fifth)) / -NormalDist().inv_cdf(0.2)
    return 100 * NormalDist(np.log(median), spread).cdf(np.log(level))


def ranked(rows: Mapping[str, float], line: str) -> pd.DataFrame:
    """Labelled amounts as one line, the largest first."""
    ordered = sorted(rows.items(), key=lambda row: -row[1])
    return pd.DataFrame([{"x": name, "line": line, "value": value} for name, value in ordered])


# --- the indicators -------------------------------------------------------------------------------


@indicator(
    title="Poverty line for a family of four, by food's share",
    unit="dollars a year",
    formula="official line ÷ 3 (the cost of food in it) ÷ food's share; beside it the official line itself and Green's "
    "budget, the sum of its items",
    series=(GUIDELINE, THRESHOLD, FOOD, EXPENDITURE),
    serves=("poverty-line",),
    controls=(FOOD_SHARE, BASE),
    hints=Hints("ranks", 1, recessions=False),
    caveat="Orshansky's third was of all food, at home and away, in income after tax (Department of Agriculture, "
    "survey of 1955); of that kind today's share is 11.2% (same department, 2023). BLS's 12.8% is of expenditure "
    "(2022). The shares of 5 to 7% are of food at home only: with them her multiplier counts restaurants as need and "
    "not as food. She called her line a floor of too little, not of enough.",
    method="Fisher, Social Security Bulletin 55(4), 1992; National Academy of Sciences, Measuring Poverty (1995)",
)
def poverty_line_multiplier(panel: Panel, share: float, base: str) -> pd.DataFrame:
    official = panel[base]
    surveyed = survey_share(panel)
    rows = lines_by_share(official.iloc[-1], share) | {"Official line": official.iloc[-1]}
    if surveyed:
        rows[named(message("{share:.1f}%: all food, survey", share=surveyed))] = multiplied(official.iloc[-1], surveyed)
    return ranked(
        rows | {"Green's budget": sum(_budget().values())}, named(message("{day:year} line", day=official.index[-1]))
    )


@indicator(
    title="Green's budget for a family of four, item by item",
    unit="dollars a year",
    formula="total: the sum of the items; national: care for two children at the national price, shelter with "
    "utilities and food of the average consumer unit; items without a national figure are the budget's own",
    series=(CARE, SHELTER, UTILITIES, FOOD, HEALTH),
    serves=("poverty-line",),
    controls=ITEMS,
    hints=Hints("ranks", 1, recessions=False),
    caveat="Green's items are those of MIT's Living Wage Calculator for Essex County, New Jersey (2025), among the "
    "dearest places, not a national average. The average consumer unit is smaller than four people. National figures "
    "are of 2024, his of 2025.",
    method="Green (23 November 2025); on the source of his items Winship (November 2025)",
)
def poverty_line_budget(panel: Panel, **items: float) -> pd.DataFrame:
    labels = {row["item"]: row["label"] for row in catalogue.table("budget_family_of_four")}
    national = national_items(panel)
    rows = []
    for line, amounts in (
        (message("Green's, or as chosen"), items),
        (message("National where published"), items | national),
    ):
        rows.append({"x": "Total", "line": line, "value": sum(amounts.values())})
        known = items if amounts is items else national
        rows += [{"x": labels[item], "line": line, "value": value} for item, value in known.items()]
    return pd.DataFrame(rows)


@indicator(
    title="Official poverty line against household incomes",
    unit="dollars a year, current prices",
    formula="as published",
    series=(THRESHOLD, MEDIAN, "MEFAINUSA646N", LOWEST_FIFTH),
    serves=("poverty-line",),
    hints=Hints(decimals=1, focus="Official threshold"),
    caveat=FAMILY + "The limit of the lowest fifth is of the American Community Survey, the medians of the Current "
    "Population Survey. No survey for 2020.",
)
def poverty_line_and_incomes(panel: Panel) -> pd.DataFrame:
    return tidy(
        {
            message("Median family"): panel["MEFAINUSA646N"]["1980":],
            message("Median household"): panel[MEDIAN],
            message("Lowest fifth, up to"): panel[LOWEST_FIFTH],
            message("Official threshold"): panel[THRESHOLD],
        }
    )


@indicator(
    title="Households with incomes below each line",
    unit="percent of households, rough",
    formula="a lognormal distribution through two published points of the same year, the limit of the lowest fifth and "
    "the median",
    series=(GUIDELINE, MEDIAN, LOWEST_FIFTH),
    serves=("poverty-line",),
    controls=(FOOD_SHARE,),
    hints=Hints("ranks", 0, recessions=False),
    caveat=FAMILY
    + "So it is not a poverty rate. Two points of two surveys: between them good to a few points; above the "
    "median nothing checks it. Green's budget is of 2025, a year after these incomes.",
    method="incomes as lognormal (Aitchison and Brown 1957), fitted to two published points",
)
def households_below_lines(panel: Panel, share: float) -> pd.DataFrame:
    known = shared(panel[GUIDELINE], panel[LOWEST_FIFTH], panel[MEDIAN])
    official, fifth, median = known.iloc[-1]
    rows = lines_by_share(official, share) | {
        message("Official guideline"): official,
        message("Green's budget"): sum(_budget().values()),
    }
    return ranked(
        {name: share_below(level, fifth, median) for name, level in rows.items()},
        named(message("Incomes of {day:year}", day=known.index[-1])),
    )


# --- the test -------------------------------------------------------------------------------------


@statistic
def poverty_line_all_food(panel: Panel) -> Reading:
    return _lines(multiplied(panel[GUIDELINE], TODAY))


@statistic
def poverty_line_over_range(panel: Panel, *, high: float) -> Reading:
    """Dollars by which the line is above a range."""
    return _lines(multiplied(panel[GUIDELINE], TODAY) - high)


@statistic
def poverty_line_highest(panel: Panel) -> Reading:
    """The line by the smallest published food share, dollars."""
    return _lines(multiplied(panel[GUIDELINE], min(float(row["share"]) for row in catalogue.table("food_shares"))))


def _lines(by_year: pd.Series) -> Reading:
    """The last of lines drawn on the guidelines, each of which becomes known in the January of its year."""
    return Reading(float(by_year.iloc[-1]), period_end(by_year.index[-1], "monthly"), past=by_year)


@statistic
def orshansky_line(panel: Panel, *, drift: float) -> Reading:
    """The guideline with its multiplier redone by the share of all food in income after tax, dollars.

    The interval is that of the published shares of all food, each `drift` points off its year. There is no past: the
    bars are dollars of the article's year. Raises MissingData where a share had not been published.
    """
    of_income = all_food(panel, "after-tax income")
    shares = (float(of_income["share"]), float(all_food(panel, "expenditure")["share"]))
    official = panel[GUIDELINE].iloc[-1:]
    return replace(
        _lines(multiplied(official, shares[0])),
        low=float(multiplied(official, max(shares) + drift).iloc[0]),
        high=float(multiplied(official, min(shares) - drift).iloc[0]),
        null=float(official.iloc[0]),
        sample=message("{count} published shares of all food", count=len(shares)),
        past=NO_PAST,
        words={"share": shares[0], "year": of_income["year"]},
    )


def all_food(panel: Panel, basis: str) -> Mapping[str, str]:
    """The newest published share of all food on a basis that was known on the panel's day. Raises MissingData."""
    known = [
        row
        for row in catalogue.table("food_shares")
        if (row["food"], row["basis"]) == ("all", basis)
        and row["year"] > SURVEYED
        and (panel.as_of is None or date.fromisoformat(row["published"]) <= panel.as_of)
    ]
    if not known:
        raise MissingData(message("no share of all food had been published by {day}", day=panel.as_of))
    return max(known, key=lambda row: row["year"])


ANSWERS = {
    "supported": message("Yes: with today's share of all food the multiplier gives {low:,} dollars or more."),
    "contradicted": message("No: with today's shares of all food the multiplier does not give {far:,} dollars."),
    "mixed": message(
        "Partly: with all food the multiplier gives far more than the official line, but not clearly {low:,} dollars."
    ),
}


@words_of("poverty-line")
def poverty_line_in_words(said: Said) -> Words:
    read, numbers = said["orshansky-line"], said.test.numbers()
    sentence = message(
        "With all food at {share:g}% of income after tax ({year}), the multiplier makes {line:,.0f} dollars of the "
        "guideline of {guideline:,.0f}; published shares of all food, {drift:g} points off, allow {least:,.0f} to "
        "{most:,.0f}. The claim says {low:,} to {high:,}.",
        line=read.value,
        guideline=read.null,
        least=read.low,
        most=read.high,
        **read.words,
        **{name: numbers[name] for name in ("drift", "low", "high")},
    )
    return Words(fill(ANSWERS[said.status], numbers), sentence)
