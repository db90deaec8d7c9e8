"""Thesis: household inequality. Whether a median income buys a median house.

The house is the median *new* house, the one price with a long public record. What is affordable is a
definition: the share of income that one payment takes, the Atlanta Fed's fuller payment and the
Realtors' index disagree in the same quarter, so they stand beside each other.
"""

import pandas as pd

from indicators.catalogue import catalogue
from indicators.i18n.messages import Message, message
from indicators.judging.registry import indicator, judges, tidy
from indicators.model import Control, Hints, Status, Verdict
from indicators.model.missing import MissingData
from indicators.model.periods import period_end
from indicators.panel.panel import Panel
from indicators.stats import maths

HOUSEHOLD, FAMILY = "household", "family"
INCOMES = {HOUSEHOLD: "MEHOINUSA646N", FAMILY: "MEFAINUSA646N"}
MONTHS = 360
#: The Realtors' rule: the payment takes a quarter of the income that qualifies for it.
QUALIFYING = 4
#: A payment above this percent of income is called unaffordable by the Atlanta Fed.
AFFORDABLE = 30.0
PAYMENT = ("MSPUS", "MORTGAGE30US")


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


@judges(
    "housing-out-of-reach",
    unit=message("percent of median household income, principal and interest"),
    threshold=message(
        "supported above {share} with price to income above the {percentile}th percentile of 1985-2019; contradicted under "
        "the mean since 1984"
    ),
    falsifier=message("a payment that takes less of median income than its mean since 1984"),
    source="the claim's definition; beside it the Atlanta Fed's monitor and the Realtors' method",
)
def judge_housing(panel: Panel, *, share: float, percentile: float) -> Verdict:
    income = panel[INCOMES[HOUSEHOLD]]
    simple, full = payment_shares(panel, income, DOWN.default, CHARGES.default)
    ratio, index = over_income(panel["MSPUS"], income), qualifying_index(panel, panel[INCOMES[FAMILY]])
    if ratio.index[0] > pd.Timestamp("1985-01-01"):
        raise MissingData(
            message(
                "MSPUS: with median incomes held only from {first:year}, and the test needs 1985 on",
                first=ratio.index[0],
            )
        )
    day, mean, limit = simple.index[-1], simple.mean(), dear(ratio, percentile)
    return Verdict(
        _weigh(simple[day] > share, simple[day] < mean, ratio[day] > limit),
        float(simple[day]),
        message(
            "In {day:quarter} the payment on the median new house took {share:.1f}% of median household income (mean since "
            "{since:year}: {mean:.1f}%) and the price was {ratio:.2f} years of income (dearest tenth of 1985-2019: "
            "{limit:.2f}); by the Atlanta Fed's definition it took {full:.0f}%, and the Realtors' method gives {index:.0f}.",
            day=day,
            share=simple[day],
            since=simple.index[0],
            mean=mean,
            ratio=ratio[day],
            limit=limit,
            full=full[day],
            index=index.iloc[-1],
        ),
        sensitivity=_sensitivity(panel, simple, income),
        sample=message(
            "{count} quarters, {first:quarter} to {day:quarter}", count=len(simple), first=simple.index[0], day=day
        ),
        through=period_end(day, "quarterly"),
    )


def _weigh(burdened: bool, below_mean: bool, dear: bool) -> Status:
    if burdened and dear:
        return "supported"
    return "contradicted" if below_mean else "mixed"


def _sensitivity(panel: Panel, simple: pd.Series, income: pd.Series) -> Message:
    """How near the mean is, which mean it would be otherwise, and the newest quarter on old income."""
    latest = 100 * principal_and_interest(panel, DOWN.default) / income.iloc[-1]
    return message(
        "Over eight quarters the share ran from {low:.1f}% to {high:.1f}%. It is {from_mean:+.2f} points from its mean, and "
        "{from_earlier:+.2f} from that to 2019. At the price and rate of {day:quarter} and the income of {income:year} it "
        "is {latest:.1f}%.",
        low=simple[-8:].min(),
        high=simple[-8:].max(),
        from_mean=simple.iloc[-1] - simple.mean(),
        from_earlier=simple.iloc[-1] - simple[:"2019"].mean(),
        day=latest.index[-1],
        income=income.index[-1],
        latest=latest.iloc[-1],
    )
