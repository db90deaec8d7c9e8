"""Thesis: household inequality. What care for children costs, against rent and mortgage.

National prices are means over all ages and settings, and hide the child's age and the state.
"""

from collections.abc import Mapping

import pandas as pd

from indicators.catalogue import catalogue
from indicators.i18n.messages import Message, joined, message
from indicators.judging.registry import indicator, judges, tidy
from indicators.model import Control, Hints, Status, Verdict
from indicators.model.missing import MissingData
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


def yearly_costs(panel: Panel, second: float = 100.0) -> tuple[int, dict[str, float]]:
    """Care, rent and mortgage payment of the last year for which all are known, dollars; and that year.

    `second` is the price of the second child's care in percent of the first's. Raises MissingData.
    """
    quarterly = maths.by_month(housing.principal_and_interest(panel, housing.DOWN.default), 12)
    payment = quarterly.mean()[quarterly.count() == 4]
    frame = pd.DataFrame({"care": panel[CARE], "rent": 12 * panel[RENT], "payment": payment}).dropna()
    if frame.empty:
        raise MissingData(message("CHILDCARE_PRICE_US: no year for which care, rent and payment are all known"))
    last = frame.iloc[-1]
    return frame.index[-1].year, {"one": last.care, "two": last.care * (1 + second / 100), **last[["rent", "payment"]]}


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
    year, costs = yearly_costs(panel, second)
    names = {
        "two": message("Care, two children"),
        "one": message("Care, one child"),
        "payment": message("New mortgage"),
        "rent": message("Rent"),
    }
    rows = {name: costs[item] for item, name in names.items()}
    owners = 12 * panel[OWNERS][f"{year}" : f"{year}"] if OWNERS in panel else pd.Series(dtype=float)
    return ranked(rows | ({message("Owners with a mortgage"): owners.iloc[-1]} if len(owners) else {}), str(year))


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


@judges(
    "childcare-over-rent",
    unit=message("percent of the dearer of rent and mortgage payment, two children"),
    threshold=message(
        "supported above 100, of both rent and the payment; contradicted if care for one and for two is below rent"
    ),
    falsifier=message("care for two children below the national rent"),
    source="prices of Child Care Aware of America, rent of the American Community Survey",
)
def judge_childcare(panel: Panel) -> Verdict:
    year, costs = yearly_costs(panel)
    dearer = max(costs["rent"], costs["payment"])
    status: Status = (
        "supported" if costs["two"] > dearer else "contradicted" if costs["two"] < costs["rent"] else "mixed"
    )
    return Verdict(
        status,
        float(100 * costs["two"] / dearer),
        _costs_in_words(year, costs),
        sensitivity=_childcare_sensitivity(panel, year, costs),
        sample=message("national means of one year, {year}", year=year),
    )


def _costs_in_words(year: int, costs: Mapping[str, float]) -> Message:
    national = message(
        "In {year} care for two children cost {cost:,.0f} dollars, {rent:.0f}% of the median rent and {payment:.0f}% of the "
        "payment on the median new house; for one child it was {one:.0f}% of rent.",
        year=year,
        cost=costs["two"],
        rent=100 * costs["two"] / costs["rent"],
        payment=100 * costs["two"] / costs["payment"],
        one=100 * costs["one"] / costs["rent"],
    )
    counted = next((row for row in catalogue.table("childcare_against_housing") if row["year"] == str(year)), None)
    if counted is None:
        return national
    by_state = message(
        "By state, care for two exceeds rent in {rent} and an average mortgage in {mortgage} (Child Care Aware of America).",
        rent=counted["above_rent"],
        mortgage=counted["above_mortgage"],
    )
    return joined([national, by_state], "sentences")


def _childcare_sensitivity(panel: Panel, year: int, costs: Mapping[str, float]) -> Message:
    """How cheap a second child may be, what another year says, and infants by state."""
    least = 100 * (max(costs["rent"], costs["payment"]) / costs["one"] - 1)
    payment = housing.principal_and_interest(panel, housing.DOWN.default)
    past = [
        message("{day:year}: {share:.0f}%", day=day, share=100 * 2 * care / payment[f"{day:%Y}"].mean())
        for day, care in panel[CARE].items()
    ]
    prices = infant_prices()
    return message(
        "It stays above the payment while the second child costs at least {least:.0f}% of the first, and above rent from "
        "{least_rent:.0f}%. Two children in percent of the payment, {past}. Care for one infant in a centre exceeds the "
        "national rent in {above} of {states} states.",
        least=least,
        least_rent=100 * (costs["rent"] / costs["one"] - 1),
        past=past,
        above=(prices > costs["rent"]).sum(),
        states=len(prices),
    )
