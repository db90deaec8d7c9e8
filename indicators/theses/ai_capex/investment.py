"""Thesis: AI capital spending holds up GDP.

AI-related investment is read from the national accounts as information-processing equipment
("equipment" below) and software (NIPA tables 5.3.5 and 5.3.6), with data-centre construction beside
it since 2014. It is an upper bound of what is AI, and the accounts' growth without it is
arithmetic, not a counterfactual: the money and the people would have gone elsewhere.
"""

from collections.abc import Iterable

import pandas as pd

from indicators.i18n.messages import Message, message
from indicators.judging.registry import indicator, judges, tidy
from indicators.model import Control, Hints, Status, Verdict
from indicators.model.periods import period_end
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
    """Contribution of one part to real GDP growth, percentage points (Fisher)."""
    return maths.contribution(nominal(panel, part), real(panel, part), panel["GDP"], panel["GDPC1"], months)


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
    caveat=NOT_ADDITIVE + " Gross: much of the equipment is imported and takes from growth elsewhere.",
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


# --- the tests ------------------------------------------------------------------------------------


@judges(
    "gdp-without-ai",
    unit=message("percent of four-quarter real GDP growth, gross"),
    threshold=message(
        "supported at {gross_share:.1f} gross and {net_share} net of computer imports; contradicted under {low} gross"
    ),
    falsifier=message("AI-related investment supplying under {low:part} of four-quarter growth, gross"),
    source="BEA contributions formula (NIPA handbook, chapter 4)",
)
def judge_gdp_without_ai(panel: Panel, *, gross_share: float, net_share: float, low: float) -> Verdict:
    total = growth(panel, YEAR)
    two = [contribution(panel, part, YEAR) for part in (EQUIPMENT, SOFTWARE)]
    parts = [*two, contribution(panel, STRUCTURES, YEAR)]
    gross = maths.share(together(parts), total)
    net = maths.share(together([*parts, -import_contribution(panel, YEAR)]), total)
    day = min(gross.index[-1], net.index[-1])
    status = _weigh_gdp(gross[day], net[day], gross_share=gross_share, net_share=net_share, low=low)
    narrow = maths.share(together(two), total)
    return Verdict(
        status,
        float(gross[day]),
        message(
            "In the four quarters to {day:quarter} AI-related investment supplied {gross:.0f}% of real GDP growth of "
            "{growth:.1f}%, or {net:.0f}% net of computer imports; gross, without data-centre structures, it was "
            "{narrow:.0f}% in the four quarters to {narrow_day:quarter}.",
            day=day,
            gross=gross[day],
            growth=total[day],
            net=net[day],
            narrow=narrow.iloc[-1],
            narrow_day=narrow.index[-1],
        ),
        sensitivity=message(
            "Over the last eight quarters for which both are known the gross share ran from {gross_low:.0f}% to "
            "{gross_high:.0f}%, the net share from {net_low:.0f}% to {net_high:.0f}%.",
            gross_low=gross[:day][-8:].min(),
            gross_high=gross[:day][-8:].max(),
            net_low=net[:day][-8:].min(),
            net_high=net[:day][-8:].max(),
        ),
        sample=message("four quarters to {day:quarter}; quarters overlap and are revised", day=day),
        through=period_end(day, "quarterly"),
    )


def _weigh_gdp(gross: float, net: float, *, gross_share: float, net_share: float, low: float) -> Status:
    if gross >= gross_share and net >= net_share:
        return "supported"
    return "contradicted" if gross < low else "mixed"


@judges(
    "capex-dependence",
    unit=message("percent of GDP"),
    threshold=message(
        "supported at a record share with hyperscaler capital expenditure above {capex}% of GDP; contradicted "
        "below the 2000 peak and falling"
    ),
    falsifier=message("a share of GDP below its 2000 peak and lower than a year earlier"),
    source="BEA nominal shares (NIPA table 5.3.5 over 1.1.5)",
)
def judge_capex_dependence(panel: Panel, *, capex: float) -> Verdict:
    shares = maths.share(panel["A679RC1Q027SBEA"], panel["GDP"])
    spent = maths.share(4 * company_capex(panel).sum(axis=1), panel["GDP"])
    peak, latest = shares["1999":"2001"].max(), shares.iloc[-1]
    record = latest >= shares.max()
    falling = latest < peak and latest < maths.ago(shares, months=12).iloc[-1]
    status: Status = "supported" if record and spent.iloc[-1] > capex else "contradicted" if falling else "mixed"
    return Verdict(
        status,
        float(latest),
        _share_in_words(shares, spent, peak),
        sensitivity=message(
            "The share has been above the 2000 peak since {since:quarter}.", since=_above_since(shares, peak)
        )
        if latest > peak
        else message("The share is not above the 2000 peak."),
        sample=message("{count} quarters since {first:quarter}", count=len(shares), first=shares.index[0]),
        through=period_end(min(shares.index[-1], spent.index[-1]), "quarterly"),
    )


def _share_in_words(shares: pd.Series, capex: pd.Series, peak: float) -> Message:
    known = {
        "share": shares.iloc[-1],
        "day": shares.index[-1],
        "peak": peak,
        "capex": capex.iloc[-1],
        "capex_day": capex.index[-1],
    }
    if shares.iloc[-1] >= shares.max():
        return message(
            "Information-processing equipment and software were {share:.2f}% of GDP in {day:quarter}, a record, against "
            "{peak:.2f}% at the peak of 2000; the five hyperscalers' capital expenditure was {capex:.2f}% of GDP in "
            "{capex_day:quarter}.",
            **known,
        )
    return message(
        "Information-processing equipment and software were {share:.2f}% of GDP in {day:quarter}, not a record, against "
        "{peak:.2f}% at the peak of 2000; the five hyperscalers' capital expenditure was {capex:.2f}% of GDP in "
        "{capex_day:quarter}.",
        **known,
    )


def _above_since(series: pd.Series, level: float) -> pd.Timestamp:
    below = series[series <= level]
    return series[below.index[-1] :].index[1]
