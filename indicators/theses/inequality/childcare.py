"""Thesis: household inequality. What care for children costs, against rent and mortgage.

National prices are means over all ages and settings, and hide the child's age and the state.
"""

from dataclasses import replace

import pandas as pd

from indicators.catalogue import catalogue
from indicators.i18n.messages import message
from indicators.judging.judgement import Said
from indicators.judging.registry import indicator, statistic, tidy, words_of
from indicators.model import Control, Hints
from indicators.model.declaration import Reading
from indicators.model.missing import MissingData
from indicators.model.periods import period_end
from indicators.model.verdict import Words
from indicators.panel.panel import Panel
from indicators.stats import maths
from indicators.theses.inequality import housing
from indicators.theses.inequality.poverty_line import ranked

CARE, RENT, OWNERS = "CHILDCARE_PRICE_US", "MEDIAN_GROSS_RENT_US", "MEDIAN_OWNER_COSTS_US"
DEAREST, CHEAPEST, SHOWN = "dearest", "cheapest", 10

SECOND = Control(
    "second",
    "Second child, %",
    default=100.0,
    bounds=(40.0, 120.0, 5.0),
    help="Price of the second child's care in percent of the first's. An infant costs more than a child of four; the "
    "national price is a mean of all ages",
)
ORDER = Control("order", "States", (DEAREST, CHEAPEST), DEAREST, {DEAREST: "Dearest", CHEAPEST: "Cheapest"})


def yearly_costs(panel: Panel, second: float = 100.0) -> pd.DataFrame:
    """Care, rent, owners' costs and the new mortgage payment of the years for which all are known, dollars.

    Columns one, two, rent, owners, payment; `second` is the price of the second child's care in percent of the first's.
    Raises MissingData.
    """
    quarterly = maths.by_month(housing.principal_and_interest(panel, housing.DOWN.default), 12)
    payment = quarterly.mean()[quarterly.count() == 4]
    care, rent, owners = panel[CARE], 12 * panel[RENT], 12 * panel[OWNERS]
    two = care * (1 + second / 100)
    found = pd.DataFrame({"one": care, "two": two, "rent": rent, "owners": owners, "payment": payment}).dropna()
    if found.empty:
        raise MissingData(message("CHILDCARE_PRICE_US: no year for which care, rent and payment are all known"))
    return found


def infant_prices() -> pd.Series:
    """Price of a year's care for an infant in a centre by state, dollars, where published."""
    rows = catalogue.table("childcare_by_state")
    return pd.Series({row["state"]: float(row["infant_price"]) for row in rows if row["infant_price"]})


# --- the indicators -------------------------------------------------------------------------------


@indicator(
    title="A year of childcare against rent and mortgage payment",
    unit="dollars a year",
    formula="price of care for one child, and for two; 12 × median gross rent; 12 × median owner costs; a year of "
    "principal and interest on the median new house, 20% down, 30 years, means of the year",
    series=(CARE, RENT, OWNERS, *housing.PAYMENT),
    serves=("childcare-over-rent",),
    controls=(SECOND,),
    hints=Hints("ranks", 1, recessions=False),
    caveat="The price of care is a mean over all ages and settings. Owner costs are of all who have a mortgage, old "
    "loans included, with taxes, insurance and utilities; the payment is of a new loan, without them.",
)
def childcare_against_housing(panel: Panel, second: float) -> pd.DataFrame:
    costs = yearly_costs(panel, second)
    names = {
        "two": message("Care, two children"),
        "one": message("Care, one child"),
        "owners": message("Owners with a mortgage"),
        "payment": message("New mortgage"),
        "rent": message("Rent"),
    }
    last = costs.iloc[-1]
    return ranked({name: last[item] for item, name in names.items()}, f"{costs.index[-1]:%Y}")


@indicator(
    title="Consumer prices of childcare and of rent",
    unit="index, mean of 2000 = 100",
    formula="consumer price index ÷ its mean of 2000 × 100",
    series=("CUSR0000SEEB03", "CUUR0000SEHA"),
    serves=("childcare-over-rent",),
    hints=Hints(decimals=0, focus="Day care"),
    caveat="Which rose faster, not which costs more. Rent is of all tenants, so it follows new leases slowly. October "
    "2025 was never collected.",
)
def childcare_and_rent_prices(panel: Panel) -> pd.DataFrame:
    named = {"Rent": panel["CUUR0000SEHA"]["2000":], message("Day care"): panel["CUSR0000SEEB03"]["2000":]}
    return tidy({name: 100 * prices / maths.of_year(prices, 2000).mean() for name, prices in named.items()})


@indicator(
    title="Infant care by state, against the national rent",
    unit="dollars a year",
    formula="price of a year's care for an infant in a centre; 12 × the national median gross rent; the national price "
    "of care for one child of any age",
    series=(CARE, RENT),
    serves=("childcare-over-rent",),
    controls=(ORDER,),
    hints=Hints("ranks", 1, recessions=False),
    caveat="States of December 2025 to March 2026; rent and the national price of 2024. Infants in centres are the "
    "dearest care. Rents by state are not held here: a dear state has dear rents too. Four have no published price.",
    method="Child Care Aware of America, price and supply of child care, 2025 data",
)
def childcare_by_state(panel: Panel, order: str) -> pd.DataFrame:
    prices = infant_prices().sort_values(ascending=order == CHEAPEST)[:SHOWN]
    nation = {message("US: rent"): 12 * panel[RENT].iloc[-1], message("US: one child"): panel[CARE].iloc[-1]}
    return ranked(prices.to_dict() | nation, message("Infant in a centre, by state"))


@indicator(
    title="States where care for two costs more than housing",
    unit="one row a report",
    formula="as published: states of 50 in which centre care for an infant and a four-year-old exceeds average rent, "
    "and an average mortgage payment",
    series=(CARE,),
    serves=("childcare-over-rent",),
    hints=Hints("table", 0),
    caveat="The publisher's counts: rents and mortgages by state are not held here. The District of Columbia exceeds "
    "both in every report.",
    method="Child Care Aware of America, annual reports of May 2024 and May 2025",
)
def childcare_state_counts(panel: Panel) -> pd.DataFrame:
    rows = catalogue.table("childcare_against_housing")
    years = pd.to_datetime([f"{row['year']}-01-01" for row in rows])
    names = {
        "above_rent": message("States above rent"),
        "above_mortgage": message("States above mortgage"),
        "percent_of_married_couple_income": message("% of a couple's income"),
        "percent_of_single_parent_income": message("% of a single parent's"),
    }
    lines: dict[str, pd.Series] = {message("Price, one child, $"): panel[CARE]}
    for item, name in names.items():
        lines[name] = pd.Series([float(row[item]) for row in rows], years)
    return tidy(lines)


# --- the test -------------------------------------------------------------------------------------


@statistic
def care_for_two_of_dearer(panel: Panel) -> Reading:
    """Care for two children in percent of the dearer of rent and the payment on the median new house."""
    costs = yearly_costs(panel)
    return _yearly(100 * costs["two"] / costs[["rent", "payment"]].max(axis=1))


@statistic
def care_for_two_of_rent(panel: Panel) -> Reading:
    costs = yearly_costs(panel)
    return _yearly(100 * costs["two"] / costs["rent"])


@statistic
def care_of_rent(panel: Panel, *, second: float, spread: float) -> Reading:
    return _care_of("rent", panel, second, spread)


@statistic
def care_of_owner_costs(panel: Panel, *, second: float, spread: float) -> Reading:
    return _care_of("owners", panel, second, spread)


@statistic
def care_of_new_mortgage(panel: Panel, *, second: float, spread: float) -> Reading:
    return _care_of("payment", panel, second, spread)


def _care_of(item: str, panel: Panel, second: float, spread: float) -> Reading:
    """Care for two in percent of a cost of housing; known to `spread` percent of itself, as its mean is made."""
    costs = yearly_costs(panel, second)
    read, last = _yearly(100 * costs["two"] / costs[item]), costs.iloc[-1]
    words = {"cost": float(last["two"]), "one": float(100 * last["one"] / last["rent"])}
    sample = message("national figures of one year, {day:year}", day=read.day)
    return replace(read, error=read.value * spread / 100, sample=sample, words=words)


def _yearly(past: pd.Series) -> Reading:
    return Reading(float(past.iloc[-1]), period_end(past.index[-1], "annual"), past=past)


ANSWERS = {
    "supported": message("Yes, for two children: care costs more than rent, owners' costs and a new mortgage."),
    "contradicted": message("No: even for two children care costs less than rent, owners' costs and a new mortgage."),
    "mixed": message("Not settled: even for two children care does not clearly cost more than rent."),
}
OVER_RENT = message("Partly: for two children care costs more than rent, but not clearly more than every mortgage.")


@words_of("childcare-over-rent")
def childcare_in_words(said: Said) -> Words:
    rent = said["care-of-rent"]
    sentence = message(
        "In {day:year} care for two children cost {cost:,.0f} dollars (±{spread:g}%): {rent:.0f}% of the median rent, "
        "{owners:.0f}% of the costs of the median owner with a mortgage, {payment:.1f}% of the payment on the median new "
        "house. For one child it was {one:.0f}% of rent.",
        day=rent.day,
        spread=said.test.numbers()["spread"],
        rent=rent.value,
        owners=said["care-of-owner-costs"].value,
        payment=said["care-of-new-mortgage"].value,
        **rent.words,
    )
    over_rent = said.status == "mixed" and said.side("care-of-rent") == "supports"
    return Words(OVER_RENT if over_rent else ANSWERS[said.status], sentence)
