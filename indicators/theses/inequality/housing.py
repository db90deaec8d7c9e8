"""Thesis: household inequality. Whether a median income buys a median house.

The house is the median *new* house, the one price with a long public record. What is affordable is a
definition: the share of income that one payment takes, the Atlanta Fed's fuller payment and the
Realtors' index disagree in the same quarter, so they stand beside each other.
"""

from dataclasses import replace

import numpy as np
import pandas as pd

from indicators.catalogue import catalogue
from indicators.i18n.messages import message
from indicators.judging.judgement import Said
from indicators.judging.registry import indicator, statistic, tidy, words_of
from indicators.model import Control, Hints
from indicators.model.declaration import Reading
from indicators.model.missing import MissingData, enough
from indicators.model.periods import period_end
from indicators.model.verdict import Words
from indicators.panel.panel import Panel
from indicators.stats import maths, newey_west

HOUSEHOLD, FAMILY = "household", "family"
INCOMES = {HOUSEHOLD: "MEHOINUSA646N", FAMILY: "MEFAINUSA646N"}
MONTHS = 360
#: The Realtors' rule: the payment takes a quarter of the income that qualifies for it.
QUALIFYING = 4
#: A payment above this percent of income is called unaffordable by the Atlanta Fed.
AFFORDABLE = 30.0
PAYMENT = ("MSPUS", "MORTGAGE30US")
#: Lags of a mean's error for each root of its length: of shares that move slowly (Lazarus and others 2018).
BANDWIDTH = 1.3


def atlanta_fed() -> dict[str, float]:
    """The Atlanta Fed's published payment of late 2025 and its parts, by item."""
    return {row["item"]: float(row["value"]) for row in catalogue.table("housing_payment_atlanta_fed")}


def charges_rate() -> float:
    """Taxes and insurance in the Atlanta Fed's payment, percent of the price a year."""
    found = atlanta_fed()
    return 100 * 12 * found["other_than_principal_and_interest"] / found["median_price"]


INCOME = Control(
    "income", "Median income of", (HOUSEHOLD, FAMILY), HOUSEHOLD, {HOUSEHOLD: "Households", FAMILY: "Families"}
)
DOWN = Control("down", "Down payment, %", default=20.0, bounds=(0.0, 50.0, 1.0), help="Percent of the price")
CHARGES = Control(
    "charges",
    "Taxes, insurance, %",
    default=round(charges_rate(), 1),
    bounds=(0.0, 5.0, 0.1),
    help="Percent of the price a year; the default is what the Atlanta Fed's payment of late 2025 implies",
)
SAVING = Control(
    "saving", "Saved, % of income", default=10.0, bounds=(1.0, 40.0, 1.0), help="Percent of income before tax"
)

NEW = "New houses only, not all houses. "
SAME_YEAR = "A quarter is set against the income of its own calendar year, so it appears once that is published."


def annuity(rate: pd.Series) -> pd.Series:
    """Monthly payment per dollar borrowed over 30 years at a fixed rate in percent a year, above zero."""
    monthly = rate / 1200
    return monthly / (1 - (1 + monthly) ** -MONTHS)


def principal_and_interest(panel: Panel, down: float) -> pd.Series:
    """A year's payments on the median new house at the quarter's mean rate, dollars, quarterly.

    `down` is the down payment in percent of the price.
    """
    rate = maths.by_month(panel["MORTGAGE30US"], 3).mean()
    return (12 * panel["MSPUS"] * (1 - down / 100) * annuity(rate)).dropna()


def full_payment(panel: Panel, charges: float) -> pd.Series:
    """A year's payments as the Atlanta Fed counts them, dollars: 10% down, with taxes and insurance.

    `charges` in percent of the price a year.
    """
    down = atlanta_fed()["down_payment_percent"]
    return (principal_and_interest(panel, down) + panel["MSPUS"] * charges / 100).dropna()


def income_of_the_year(income: pd.Series, days: pd.DatetimeIndex) -> pd.Series:
    """The annual income of each day's own calendar year; no value where that year is not published."""
    years = pd.DatetimeIndex(days.to_numpy().astype("datetime64[Y]").astype("datetime64[s]"))
    return pd.Series(income.reindex(years).to_numpy(), index=days)


def over_income(amount: pd.Series, income: pd.Series) -> pd.Series:
    """A quarterly amount as a ratio to the income of its year."""
    return (amount / income_of_the_year(income, amount.index)).dropna()


def payment_shares(panel: Panel, income: pd.Series, down: float, charges: float) -> tuple[pd.Series, pd.Series]:
    """Both payments, without and with taxes and insurance, as percent of income."""
    simple = 100 * over_income(principal_and_interest(panel, down), income)
    return simple, 100 * over_income(full_payment(panel, charges), income)


def qualifying_index(panel: Panel, family: pd.Series) -> pd.Series:
    """The Realtors' index on new houses: median family income over the income that qualifies, times 100."""
    return 100 / over_income(QUALIFYING * principal_and_interest(panel, DOWN.default), family)


# --- the indicators -------------------------------------------------------------------------------


@indicator(
    title="Payment on the median new house, by two definitions",
    unit="percent of median income; dotted: 30%",
    formula="twelve payments of a 30-year loan at the quarter's mean rate ÷ median income of the year × 100; the first "
    "is principal and interest, the second has 10% down and adds taxes and insurance",
    series=(*PAYMENT, *INCOMES.values()),
    serves=("housing-out-of-reach",),
    controls=(DOWN, CHARGES, INCOME),
    hints=Hints(decimals=1, focus="Principal and interest", thresholds={AFFORDABLE: ""}),
    caveat=NEW + SAME_YEAR + " Taxes and insurance are held at one share of the price throughout: known for late 2025, "
    "an assumption before.",
    method="first: the claim's definition; second: after the Atlanta Fed's Home Ownership Affordability Monitor, on "
    "new houses; its 10% down payment is implied by its figures, not stated",
)
def house_payment_share(panel: Panel, down: float, charges: float, income: str) -> pd.DataFrame:
    simple, full = payment_shares(panel, panel[INCOMES[income]], down, charges)
    return tidy({message("With taxes and insurance"): full, message("Principal and interest"): simple})


@indicator(
    title="Affordability of the median new house, by two indices",
    unit="index, 100 = median income just suffices",
    formula="Realtors' method: median family income ÷ (4 × a year's payments with 20% down) × 100; Atlanta Fed's: "
    "100 × 30 ÷ the share of median household income that a payment with 10% down, taxes and insurance takes",
    series=(*PAYMENT, *INCOMES.values(), "FIXHAI"),
    serves=("housing-out-of-reach",),
    hints=Hints(decimals=0, thresholds={100.0: ""}),
    caveat=NEW + SAME_YEAR + " The Realtors' own index is on existing houses and projected income; it may not be "
    "redistributed and appears after a refresh.",
    method="National Association of Realtors, index methodology; Atlanta Fed, Home Ownership Affordability Monitor",
)
def housing_affordability(panel: Panel) -> pd.DataFrame:
    _, full = payment_shares(panel, panel[INCOMES[HOUSEHOLD]], DOWN.default, CHARGES.default)
    lines = {
        message("Realtors' method"): qualifying_index(panel, panel[INCOMES[FAMILY]]),
        message("Atlanta Fed's method"): 100 * AFFORDABLE / full,
    }
    return tidy(lines | ({"Realtors' index, as published": panel["FIXHAI"]} if "FIXHAI" in panel else {}))


@indicator(
    title="Price of the median new house in years of income",
    unit="years of median income before tax",
    formula="median price of new houses sold ÷ median income of the year; dotted: the 90th percentile of 1985-2019",
    series=("MSPUS", *INCOMES.values()),
    serves=("housing-out-of-reach",),
    controls=(INCOME,),
    hints=Hints(decimals=2, focus="Price to income", quiet=("90th percentile, 1985-2019",)),
    caveat=NEW + SAME_YEAR + " Houses also changed: size and quality are not held constant.",
)
def house_price_to_income(panel: Panel, income: str) -> pd.DataFrame:
    ratio = over_income(panel["MSPUS"], panel[INCOMES[income]])
    return tidy(
        {
            message("Price to income"): ratio,
            message("90th percentile, 1985-2019"): pd.Series(dear(ratio, 90), ratio.index),
        }
    )


def dear(ratio: pd.Series, percentile: float) -> float:
    """The level that a percentile of the quarters of 1985-2019 marks."""
    return float(ratio["1985":"2019"].quantile(percentile / 100))


@indicator(
    title="Years to save the down payment on the median new house",
    unit="years",
    formula="down payment ÷ (median household income of the year × rate of saving); no interest earned, price standing "
    "still; the national rate is the year's mean personal saving rate",
    series=("MSPUS", INCOMES[HOUSEHOLD], "PSAVERT"),
    serves=("housing-out-of-reach",),
    controls=(DOWN, SAVING),
    hints=Hints(decimals=1, focus="At the chosen rate"),
    caveat=NEW + "The personal saving rate is a share of disposable income over all households, so it flatters: who "
    "rents saves less. In 2020 and 2021 transfers raised it.",
)
def down_payment_years(panel: Panel, down: float, saving: float) -> pd.DataFrame:
    sought = over_income(panel["MSPUS"] * down / 100, panel[INCOMES[HOUSEHOLD]])
    rate = income_of_the_year(maths.by_month(panel["PSAVERT"], 12).mean(), sought.index)
    return tidy(
        {
            message("At the national saving rate"): (100 * sought / rate).dropna(),
            message("At the chosen rate"): 100 * sought / saving,
        }
    )


@indicator(
    title="Homeownership, and renters who spend 30% of income on rent",
    unit="percent of households, and of renting households",
    formula="as published",
    series=("RHORUSQ156N", "RENT_BURDEN_US"),
    serves=("housing-out-of-reach",),
    hints=Hints(decimals=1),
    caveat="The rate of homeownership counts occupied houses, not people, and hardly moves with affordability. No "
    "survey of rent for 2020.",
)
def homeownership_and_rent_burden(panel: Panel) -> pd.DataFrame:
    return tidy({message("Homeowners"): panel["RHORUSQ156N"], message("Burdened renters"): panel["RENT_BURDEN_US"]})


# --- the test -------------------------------------------------------------------------------------


@statistic
def payment_share(panel: Panel) -> Reading:
    """Principal and interest with 20% down, percent of median household income."""
    return _quarterly(_simple(panel))


@statistic
def price_over_dear(panel: Panel, *, percentile: float) -> Reading:
    """Years of income by which the price is above a percentile of 1985-2019."""
    ratio = _price_to_income(panel)
    return _quarterly(ratio - dear(ratio, percentile))


@statistic
def payment_share_over_mean(panel: Panel) -> Reading:
    simple = _simple(panel)
    return _quarterly(simple - simple.mean())


@statistic
def full_payment_share(panel: Panel, *, quarters: int, down: float, charges: float) -> Reading:
    """A payment with taxes and insurance over the last quarters, percent of median household income; null: its mean."""
    share = _full(panel, quarters, down, charges)
    return replace(_quarterly(share), null=float(share.mean()))


@statistic
def full_payment_over_mean(panel: Panel, *, quarters: int, down: float, charges: float, since: int) -> Reading:
    """The same less its own mean since a year, percentage points; the interval is that of the mean (95%)."""
    share = _full(panel, quarters, down, charges)
    longest = _full(panel, 1, down, charges)[str(since) :].to_numpy()
    mean = newey_west.mean(longest, round(BANDWIDTH * len(longest) ** 0.5), level=0.95)
    read = _quarterly(share - mean.value)
    return replace(read, low=read.value + mean.value - mean.high, high=read.value + mean.value - mean.low, null=0.0)


@statistic
def price_to_income_rank(panel: Panel, *, quarters: int) -> Reading:
    """Percent of the quarters of 1985-2019 in which the price was fewer years of income than over the last quarters."""
    ratio = _price_to_income(panel)
    before, years = np.sort(ratio["1985":"2019"].to_numpy()), ratio.rolling(quarters).mean().dropna()
    rank = pd.Series(100 * np.searchsorted(before, years.to_numpy()) / len(before), years.index)
    return replace(_quarterly(rank), null=50.0, words={"last": min(ratio.index[-1].year, 2019)})


def _simple(panel: Panel) -> pd.Series:
    return 100 * over_income(principal_and_interest(panel, DOWN.default), panel[INCOMES[HOUSEHOLD]])


def _full(panel: Panel, quarters: int, down: float, charges: float) -> pd.Series:
    payment = principal_and_interest(panel, down) + panel["MSPUS"] * charges / 100
    return 100 * over_income(payment, panel[INCOMES[HOUSEHOLD]]).rolling(quarters).mean().dropna()


def _price_to_income(panel: Panel) -> pd.Series:
    """Years of income, by quarter. Raises MissingData where it does not reach back to 1985."""
    ratio = over_income(panel["MSPUS"], panel[INCOMES[HOUSEHOLD]])
    enough(ratio)
    if ratio.index[0] > pd.Timestamp("1985-01-01"):
        raise MissingData(
            message(
                "MSPUS: with median incomes held only from {first:year}, and the test needs 1985 on",
                first=ratio.index[0],
            )
        )
    return ratio


def _quarterly(past: pd.Series) -> Reading:
    enough(past)
    sample = message("{count} quarters since {first:quarter}", count=len(past), first=past.index[0])
    return Reading(float(past.iloc[-1]), period_end(past.index[-1], "quarterly"), sample=sample, past=past)


ANSWERS = {
    "supported": message("Yes: the payment is beyond what is affordable and beyond its own past, and so is the price."),
    "contradicted": message(
        "No: by most of what is asked, payment and price leave a house no further out of reach than usual."
    ),
    "mixed": message("Not settled: payment and price do not agree on whether a house is out of reach."),
}
BURDENED = message(
    "Partly: the payment is beyond what is affordable, but payment and price are not both clearly above their past."
)
#: Where payment and price are what they mostly were.
USUAL = message("Not settled: payment and price are to income what they mostly were.")


@words_of("housing-out-of-reach")
def housing_in_words(said: Said) -> Words:
    share, excess, rank = (
        said[one] for one in ("full-payment-share", "full-payment-over-mean", "price-to-income-rank")
    )
    numbers = said.test.numbers()
    sentence = message(
        "In the year to {day:quarter} the payment on the median new house, with taxes and insurance, took {share:.1f}% of "
        "median income (affordable: {line}%), {excess:+.1f} points from its mean since {since} ({low:+.1f} to {high:+.1f}); "
        "price to income was above {rank:.0f}% of 1985-{last} (usual: {null:.0f}%).",
        day=share.day,
        share=share.value,
        line=numbers["line"],
        excess=excess.value,
        since=numbers["since"],
        low=excess.low,
        high=excess.high,
        rank=rank.value,
        last=rank.words["last"],
        null=rank.null,
    )
    return Words(_answer(said), sentence)


def _answer(said: Said) -> str:
    if said.worth.ordinary:
        return USUAL
    burdened = said.status == "mixed" and said.side("full-payment-share") == "supports"
    return BURDENED if burdened else ANSWERS[said.status]
