"""Thesis: AI capital spending holds up GDP.

AI-related investment is read from the national accounts as information-processing equipment
("equipment" below) and software (NIPA tables 5.3.5 and 5.3.6), with data-centre construction beside
it since 2014. It is an upper bound of what is AI, and the accounts' growth without it is
arithmetic, not a counterfactual: the money and the people would have gone elsewhere.
"""

from collections.abc import Iterable

import pandas as pd

from indicators.i18n.messages import message
from indicators.judging.registry import indicator, tidy
from indicators.model import Control, Hints
from indicators.panel.panel import Panel
from indicators.stats import maths

EQUIPMENT, SOFTWARE, STRUCTURES = "equipment", "software", "structures"
NAMES = {
    EQUIPMENT: "Equipment",
    SOFTWARE: "Software",
    STRUCTURES: "Data-centre structures",
}
GROSS, NET = "gross", "net"
QUARTER, YEAR = 3, 12

BASKET = Control(
    "basket", "Basket", (EQUIPMENT, SOFTWARE, STRUCTURES), (EQUIPMENT, SOFTWARE, STRUCTURES), NAMES, many=True
)
#: The share of GDP is compared with 2000, and data-centre structures are known from 2014 only.
LONG_BASKET = Control("parts", "Basket", (EQUIPMENT, SOFTWARE, STRUCTURES), (EQUIPMENT, SOFTWARE), NAMES, many=True)
IMPORTS = Control(
    "imports",
    "Imports",
    (GROSS, NET),
    GROSS,
    {GROSS: "Gross", NET: "Net of computer imports"},
    "Net: less the growth of imported computers, peripherals and parts, themselves net of exports",
)
HORIZON = Control(
    "horizon", "Growth over", (QUARTER, YEAR), YEAR, {QUARTER: "A quarter, annualised", YEAR: "Four quarters"}
)

INVESTMENT = ("A679RC1Q027SBEA", "B985RC1Q027SBEA", "DATACENTER_CONSTRUCTION_REAL", "CPIAUCSL")
QUANTITIES = ("Y034RX1Q020SBEA", "B985RX1Q020SBEA")
TOTALS = ("GDP", "GDPC1")
TRADE = ("B852RC1Q027SBEA", "B850RC1Q027SBEA")
COMPANIES = {
    "CAPEX_AMZN": message("Amazon"),
    "CAPEX_MSFT": message("Microsoft"),
    "CAPEX_GOOGL": message("Alphabet"),
    "CAPEX_META": message("Meta"),
    "CAPEX_ORCL": message("Oracle"),
}

NOT_ADDITIVE = (
    "Chained dollars are not additive: contributions are computed by BEA's Fisher formula and levels are never "
    "subtracted from one another."
)
#: The answer where a test does not tell now from before.
AS_BEFORE = message("Not settled: what is found today was found in most months before, too.")
ACCOUNTING = "Accounting, not a counterfactual: the money and the people would have gone elsewhere."


# --- the parts ------------------------------------------------------------------------------------


def nominal(panel: Panel, part: str) -> pd.Series:
    """One part of the basket, dollars at a seasonally adjusted annual rate, quarterly."""
    if part == EQUIPMENT:
        return (panel["A679RC1Q027SBEA"] - panel["B985RC1Q027SBEA"]).dropna()
    if part == SOFTWARE:
        return panel["B985RC1Q027SBEA"]
    prices = maths.quarters(panel["CPIAUCSL"], "mean")
    then = maths.of_year(panel["CPIAUCSL"], 2021).mean()
    return (real(panel, STRUCTURES) * prices / then).dropna()


def real(panel: Panel, part: str) -> pd.Series:
    """One part of the basket in constant dollars at an annual rate; only its growth is used."""
    if part == EQUIPMENT:
        return panel["Y034RX1Q020SBEA"]
    if part == SOFTWARE:
        return panel["B985RX1Q020SBEA"]
    return 4 * maths.quarters(panel["DATACENTER_CONSTRUCTION_REAL"], "sum")


def contribution(panel: Panel, part: str, months: int) -> pd.Series:
    """Contribution of one part to real GDP growth, percentage points (Fisher).

    Spending on structures is published unadjusted: over a single quarter its mean of four stands for it, which has no
    season.
    """
    spent, quantity = nominal(panel, part), real(panel, part)
    if part == STRUCTURES and months == QUARTER:
        spent, quantity = (one.rolling(4).mean().dropna() for one in (spent, quantity))
    return maths.contribution(spent, quantity, panel["GDP"], panel["GDPC1"], months)


def import_contribution(panel: Panel, months: int) -> pd.Series:
    """What net imports of computers, peripherals and parts take from real GDP growth, percentage points.

    They have no price index here, so they are deflated by that of information-processing equipment.
    """
    imports = (panel["B852RC1Q027SBEA"] - panel["B850RC1Q027SBEA"]).dropna()
    price = nominal(panel, EQUIPMENT) / real(panel, EQUIPMENT)
    return maths.contribution(imports, (imports / price).dropna(), panel["GDP"], panel["GDPC1"], months)


def basket_contribution(panel: Panel, basket: tuple[str, ...], imports: str, months: int) -> pd.Series:
    """Contribution of the basket, percentage points, on the quarters for which every part is known."""
    parts = [contribution(panel, part, months) for part in basket]
    if imports == NET and EQUIPMENT in basket:
        parts.append(-import_contribution(panel, months))
    return together(parts)


def together(parts: Iterable[pd.Series]) -> pd.Series:
    """The sum of contributions on the quarters that all of them have."""
    return pd.concat(parts, axis=1, join="inner").sum(axis=1)


def growth(panel: Panel, months: int) -> pd.Series:
    """Real GDP growth, percent, over a quarter at an annual rate (3) or over four quarters (12)."""
    return maths.annualised_growth(panel["GDPC1"], months).dropna()


def calendar_quarters(fiscal: pd.Series) -> pd.Series:
    """Flows of fiscal quarters, dated by their first month, spread evenly to calendar quarters.

    Companies whose fiscal quarters are calendar quarters come back unchanged. A calendar quarter
    that is not wholly covered is absent.
    """
    months = [(fiscal / 3).set_axis(fiscal.index + pd.DateOffset(months=ahead)) for ahead in range(3)]
    return maths.quarters(pd.concat(months).sort_index(), "sum")


def company_capex(panel: Panel) -> pd.DataFrame:
    """Cash capital expenditure by company and calendar quarter, dollars, where all five are known."""
    columns = {name: calendar_quarters(panel[id]) for id, name in COMPANIES.items()}
    return pd.DataFrame(columns).dropna()


# --- the indicators -------------------------------------------------------------------------------


@indicator(
    title="AI-related investment as a share of GDP",
    unit="percent of GDP",
    formula="investment in the chosen parts ÷ GDP × 100, both nominal at seasonally adjusted annual rates",
    series=(*INVESTMENT, "GDP"),
    serves=("capex-dependence",),
    controls=(LONG_BASKET,),
    hints=Hints(decimals=2, focus="Total", years=40),
    caveat="Equipment is information-processing equipment. Everything in these categories counts, AI or not: an "
    "upper bound. Data-centre structures are known "
    "from 2014 only and are put back into current prices with the consumer price index.",
    method="shares at current prices: chained dollars are not additive (BEA, NIPA handbook, chapter 4)",
)
def ai_investment_share(panel: Panel, parts: tuple[str, ...]) -> pd.DataFrame:
    shares = {NAMES[part]: maths.share(nominal(panel, part), panel["GDP"]) for part in parts}
    if len(parts) > 1:
        shares[message("Total")] = pd.concat(shares, axis=1, join="inner").sum(axis=1)
    return tidy(shares)


@indicator(
    title="What AI-related investment adds to real GDP growth",
    unit="contribution, percentage points",
    formula="mean of (share of GDP before × growth of quantity) and (share now × (1 − 1 / quantity relative)), "
    "annualised as BEA scales contributions",
    series=(*INVESTMENT, *QUANTITIES, *TOTALS),
    serves=("gdp-without-ai",),
    controls=(BASKET, HORIZON),
    hints=Hints("bars", 2, years=10),
    caveat=NOT_ADDITIVE + " Gross: much of the equipment is imported and takes from growth elsewhere. Over a single "
    "quarter structures, which are published unadjusted, are a mean of four.",
    method="BEA, NIPA handbook, chapter 4; Landefeld, Moulton and Vojtech (2003)",
)
def ai_contribution(panel: Panel, basket: tuple[str, ...], horizon: int) -> pd.DataFrame:
    return tidy({NAMES[part]: contribution(panel, part, horizon) for part in basket})


@indicator(
    title="Real GDP growth with and without AI-related investment",
    unit="percent change",
    formula="real GDP growth − contribution of the basket; net adds back the contribution of computer imports",
    series=(*INVESTMENT, *QUANTITIES, *TOTALS, *TRADE),
    serves=("gdp-without-ai",),
    controls=(BASKET, IMPORTS, HORIZON),
    hints=Hints("line", 1, focus="Without AI-related investment", years=4),
    caveat=ACCOUNTING + " Published net readings for 2025 run from nothing to 0.8 points.",
    method="BEA, NIPA handbook, chapter 4; on imports Carpinelli, Natoli and Taboga (2026)",
)
def gdp_without_ai(panel: Panel, basket: tuple[str, ...], imports: str, horizon: int) -> pd.DataFrame:
    total = growth(panel, horizon)
    without = (total - basket_contribution(panel, basket, imports, horizon)).dropna()
    return tidy(
        {message("Real GDP growth"): total[without.index[0] :], message("Without AI-related investment"): without}
    )


@indicator(
    title="Capital expenditure of the hyperscalers by calendar quarter",
    unit="dollars a quarter",
    formula="cash paid for property and equipment; fiscal quarters spread evenly over their months and added up "
    "by calendar quarter",
    series=tuple(COMPANIES),
    serves=("capex-dependence",),
    hints=Hints("bars", 1),
    caveat="Worldwide, not only in the United States; finance leases, 8 to 13 percent more, are outside. Oracle's "
    "quarters end in February, May, August and November.",
    method="SEC cash-flow statements, year-to-date figures differenced within the fiscal year",
)
def hyperscaler_capex(panel: Panel) -> pd.DataFrame:
    return tidy(dict(company_capex(panel).items()))


@indicator(
    title="Capital expenditure of the hyperscalers against the economy",
    unit="percent of US totals",
    formula="four times the quarter's capital expenditure ÷ GDP, and ÷ private nonresidential fixed investment "
    "(annual rates) × 100",
    series=(*COMPANIES, "GDP", "PNFI"),
    serves=("capex-dependence",),
    hints=Hints(decimals=2, thresholds={1.0: "1% of GDP: the test's threshold"}),
    caveat="The companies spend worldwide and the denominators are American: a measure of size, not a share in "
    "the strict sense.",
    method="cash-flow statements of Forms 10-Q and 10-K, differenced within the fiscal year",
)
def hyperscaler_capex_share(panel: Panel) -> pd.DataFrame:
    total = 4 * company_capex(panel).sum(axis=1)
    return tidy(
        {
            message("Of private nonresidential fixed investment"): maths.share(total, panel["PNFI"]),
            message("Of GDP"): maths.share(total, panel["GDP"]),
        }
    )


@indicator(
    title="Bank lending to business",
    unit="percent, year on year",
    formula="commercial and industrial loans of all commercial banks, change from the same month a year earlier",
    series=("BUSLOANS",),
    serves=("policy-backs-ai",),
    hints=Hints(focus="Commercial and industrial loans", years=20),
    caveat="Context for credit expansion: it does not show who borrows or why.",
)
def business_lending(panel: Panel) -> pd.DataFrame:
    return tidy({message("Commercial and industrial loans"): maths.year_on_year(panel["BUSLOANS"])})


@indicator(
    title="Banks tightening standards for business loans",
    unit="net percent of banks",
    formula="as published: banks tightening less banks easing, loans to large and middle-market firms",
    series=("DRTSCILM",),
    serves=("policy-backs-ai",),
    hints=Hints(focus="Net tightening", years=20, thresholds={0.0: ""}),
    caveat="Context for credit conditions: a survey of lenders, not of lending.",
)
def lending_standards(panel: Panel) -> pd.DataFrame:
    return tidy({message("Net tightening"): panel["DRTSCILM"]})
