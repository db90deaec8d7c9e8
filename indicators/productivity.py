"""Thesis: labour. How output is split: between hours and productivity, between wages and profits.

Hours and output of nonfarm business come with a refresh; until then hours are real GDP over nonfarm
output per hour. That is what the whole economy would have worked at nonfarm productivity: GDP also
counts farms, government and households, about a quarter of it. Growth is in logarithms, so that
hours and productivity add up to output.
"""

import numpy as np
import pandas as pd

from indicators import maths
from indicators.data.panel import MissingData, Panel
from indicators.data.periods import period_end, quarter
from indicators.labor import signed
from indicators.model import Control, Hints, Status, Verdict
from indicators.registry import indicator, judges, tidy

THESIS = "labor"
PER_HOUR, COSTS, GDP_REAL = "OPHNFB", "ULCNFB", "GDPC1"
OUTPUT, HOURS = "OUTNFB", "HOANBS"
PAYROLLS, HIRES = "PAYEMS", "JTSHIR"
NONFARM_SHARE, PRICES = "PRS85006173", "GDPDEF"
GDI, COMPENSATION_GDI, PROFITS_GDI = "NIPA_1_10_GDI", "NIPA_1_10_COMPENSATION_PAID", "NIPA_1_10_DOMESTIC_PROFITS"
COMPENSATION, PROFITS = "COE", "CPROFIT"

QUARTER, YEAR, TWO_YEARS = 3, 12, 24
BY_HOURS, BY_JOBS = "hours", "jobs"
INPUT = Control(
    "input",
    "Work counted in",
    (BY_HOURS, BY_JOBS),
    BY_HOURS,
    {BY_HOURS: "Hours", BY_JOBS: "Jobs"},
    "Hours: of nonfarm business, or until a refresh brings them real GDP ÷ output per hour. Jobs: payrolls, with "
    "productivity as real GDP per job",
)
HORIZON = Control(
    "horizon", "Growth over", (QUARTER, YEAR), YEAR, {QUARTER: "A quarter, annualised", YEAR: "Four quarters"}
)
WINDOW = Control("window", "Change over", (12, TWO_YEARS), TWO_YEARS, {12: "four quarters", 24: "eight quarters"})

#: What the claim's test asks: productivity supplies two thirds, hours grow by less than half a percent.
MOST, STILL = 200 / 3, 0.5

STAND_IN = (
    "Until a refresh brings the hours of nonfarm business, hours are real GDP ÷ nonfarm output per hour: what the "
    "whole economy would have worked at nonfarm productivity."
)
REVISED = "Productivity is rewritten at every release: read four quarters and years, and mind the vintage."


# --- growth accounting ----------------------------------------------------------------------------


def held(panel: Panel, *ids: str) -> tuple[pd.Series, ...] | None:
    """All of the series, or None if one of them cannot be had."""
    try:
        return tuple(panel[id] for id in ids)
    except MissingData:
        return None


def output_and_work(panel: Panel, work: str) -> tuple[pd.Series, pd.Series]:
    """Real output and the work put in, by quarter; only their growth is used.

    By hours: nonfarm business as published, or real GDP and the hours it implies. By jobs: real GDP
    and the quarter's mean payrolls.
    """
    if work == BY_JOBS:
        return panel[GDP_REAL], maths.quarters(panel[PAYROLLS], "mean")
    published = held(panel, OUTPUT, HOURS)
    if published:
        return published[0], published[1]
    return panel[GDP_REAL], (panel[GDP_REAL] / panel[PER_HOUR]).dropna()


def log_growth(series: pd.Series, months: int) -> pd.Series:
    """Growth over so many months at an annual rate, in log points; it adds up where rates do not."""
    return 100 * (12 / months) * np.log(series / maths.ago(series, months=months)).dropna()


def growth_accounts(panel: Panel, work: str = BY_HOURS, months: int = YEAR) -> pd.DataFrame:
    """Growth of `output`, `productivity` and `work` in log points at an annual rate; the last two add up to it."""
    output, labour = output_and_work(panel, work)
    frame = pd.concat({"output": output, "work": labour}, axis=1, join="inner")
    growth = frame.apply(log_growth, months=months).dropna()
    return growth.assign(productivity=growth.output - growth.work)


@indicator(
    thesis=THESIS,
    title="Growth of output, split into hours and productivity",
    unit="log points, annual rate",
    formula="growth of real output = growth of output per hour + growth of hours, in logarithms",
    series=(PER_HOUR, GDP_REAL, OUTPUT, HOURS, PAYROLLS),
    serves=("productivity-masks",),
    controls=(INPUT, HORIZON),
    hints=Hints("bars", 1, years=4),
    caveat=f"{STAND_IN} {REVISED}",
    method="BLS Productivity and Costs: output = output per hour × hours",
)
def growth_accounting(panel: Panel, input: str, horizon: int) -> pd.DataFrame:
    accounts = growth_accounts(panel, input, horizon)
    work = {BY_HOURS: "Hours", BY_JOBS: "Jobs"}[input]
    return tidy({"Productivity": accounts.productivity, work: accounts.work})


@indicator(
    thesis=THESIS,
    title="Productivity, unit labour costs and payrolls",
    unit="percent, year on year",
    formula="change from the same quarter a year earlier; payrolls are the mean of the quarter's months",
    series=(PER_HOUR, COSTS, PAYROLLS),
    serves=("productivity-masks",),
    hints=Hints(focus="Output per hour", years=5),
    caveat=REVISED + " Unit labour costs of the third quarter of 2025 were first published as a fall of 1.9%.",
    method="BLS Productivity and Costs, nonfarm business",
)
def productivity_and_payrolls(panel: Panel) -> pd.DataFrame:
    levels = {
        "Output per hour": panel[PER_HOUR],
        "Unit labour costs": panel[COSTS],
        "Payrolls": maths.quarters(panel[PAYROLLS], "mean"),
    }
    start = max(level.index[0] for level in levels.values())
    return tidy({name: maths.year_on_year(level[start:]) for name, level in levels.items()})


# --- labour and capital ---------------------------------------------------------------------------

OF_GDI, OF_GDP = "gross domestic income", "GDP"


def income_shares(panel: Panel, whole: str) -> pd.DataFrame:
    """Compensation (`labour`) and corporate profits (`profits`) as percent of domestic income or of GDP."""
    labour, profits, total = (COMPENSATION_GDI, PROFITS_GDI, GDI) if whole == OF_GDI else (COMPENSATION, PROFITS, "GDP")
    shares = {"labour": maths.share(panel[labour], panel[total]), "profits": maths.share(panel[profits], panel[total])}
    return pd.concat(shares, axis=1, join="inner")


def share_changes(panel: Panel, whole: str, months: int) -> pd.DataFrame:
    """Change of both shares over so many months, percentage points."""
    shares = income_shares(panel, whole)
    return shares.apply(maths.change, months=months)


def real_unit_labour_costs(panel: Panel) -> pd.Series:
    """Nonfarm unit labour costs over the GDP deflator, 2017 = 100: moves as the nonfarm labour share does.

    The labour share is unit labour costs over the price of nonfarm output; the deflator of GDP stands
    in for that price.
    """
    ratio = (panel[COSTS] / panel[PRICES]).dropna()
    return 100 * ratio / ratio["2017"].mean()


@indicator(
    thesis=THESIS,
    title="Labour share and profit share: how they moved",
    unit="change of the share, percentage points",
    formula="compensation or corporate profits ÷ gross domestic income or GDP × 100, less the same four or eight "
    "quarters earlier",
    series=(COMPENSATION_GDI, PROFITS_GDI, GDI, COMPENSATION, PROFITS, "GDP"),
    serves=("labor-to-capital",),
    controls=(WINDOW,),
    hints=Hints("ranks", 2, recessions=False),
    caveat="Compare changes within one source, not levels between two: compensation in national income also counts "
    "what residents earn abroad. Nine quarters of gross domestic income ship.",
    method="NIPA tables 1.10 and 1.12",
)
def income_share_moves(panel: Panel, window: int) -> pd.DataFrame:
    rows = []
    for whole, name in ((OF_GDI, "Of gross domestic income"), (OF_GDP, "Of GDP")):
        changes = share_changes(panel, whole, window)
        for column, share in (("labour", "Labour share"), ("profits", "Profit share")) if len(changes) else ():
            line = f"{name}, to {quarter(changes.index[-1])}"
            rows.append({"x": share, "line": line, "value": changes[column].iloc[-1]})
    return pd.DataFrame(rows)


@indicator(
    thesis=THESIS,
    title="Compensation of employees as a share of output",
    unit="percent",
    formula="compensation ÷ GDP × 100, and compensation ÷ gross domestic income × 100, each within its own table",
    series=(COMPENSATION, "GDP", COMPENSATION_GDI, GDI),
    serves=("labor-to-capital",),
    hints=Hints(decimals=2, focus="Of GDP", years=40),
    caveat="Gross of depreciation: as software and computers wear out faster, more of gross income is depreciation "
    "and neither wage nor profit. The self-employed are left out.",
    method="Bridgman (2014), gross against net; NIPA tables 1.10 and 1.12",
)
def labour_share(panel: Panel) -> pd.DataFrame:
    return tidy(
        {
            "Of GDP": maths.share(panel[COMPENSATION], panel["GDP"]),
            "Of domestic income": maths.share(panel[COMPENSATION_GDI], panel[GDI]),
        }
    )


@indicator(
    thesis=THESIS,
    title="Corporate profits as a share of output",
    unit="percent",
    formula="corporate profits ÷ GDP × 100, and domestic corporate profits ÷ gross domestic income × 100",
    series=(PROFITS, "GDP", PROFITS_GDI, GDI),
    serves=("labor-to-capital",),
    hints=Hints(decimals=2, focus="Of GDP", years=40),
    caveat="Of GDP: all profits of residents, with those earned abroad. Of domestic income: domestic industries only. "
    "With inventory valuation and capital consumption adjustments; before tax.",
    method="NIPA tables 1.10 and 1.12",
)
def profit_share(panel: Panel) -> pd.DataFrame:
    return tidy(
        {
            "Of GDP": maths.share(panel[PROFITS], panel["GDP"]),
            "Domestic, of domestic income": maths.share(panel[PROFITS_GDI], panel[GDI]),
        }
    )


@indicator(
    thesis=THESIS,
    title="Labour share of nonfarm business",
    unit="index, 2017 = 100",
    formula="unit labour costs ÷ GDP deflator, 2017 = 100; the published labour share beside it after a refresh",
    series=(COSTS, PRICES, NONFARM_SHARE),
    serves=("labor-to-capital",),
    hints=Hints(focus="Unit labour costs ÷ prices", years=40),
    caveat="The published index may not be at hand: it appears after a refresh. Unit labour costs over the deflator of "
    "GDP move as it does as far as nonfarm prices move with GDP's; they include imputed pay of the self-employed.",
    method="BLS nonfarm business: compensation with imputed pay of the self-employed ÷ output",
)
def nonfarm_labour_share(panel: Panel) -> pd.DataFrame:
    published = held(panel, NONFARM_SHARE)
    own = {"Unit labour costs ÷ prices": real_unit_labour_costs(panel)}
    return tidy(own | ({"As published": published[0]} if published else {}))


# --- the tests ------------------------------------------------------------------------------------


@judges(
    "productivity-masks",
    unit="percent of four-quarter output growth from output per hour",
    threshold="supported at 66.7 or more with hours growing by under 0.5%; contradicted when hours supply half or more",
    falsifier="hours supplying half or more of output growth over four quarters",
    source="BLS Productivity and Costs: output = output per hour × hours",
)
def judge_productivity_masks(panel: Panel) -> Verdict:
    accounts = growth_accounts(panel)
    day, latest = accounts.index[-1], accounts.iloc[-1]
    supplied = 100 * latest.productivity / latest.output
    output, hours = ("nonfarm output", "hours") if held(panel, OUTPUT, HOURS) else ("real GDP", "the hours it implies")
    payrolls, hires = maths.year_on_year(panel[PAYROLLS]).dropna(), panel[HIRES]
    return Verdict(
        weigh_growth(latest),
        float(supplied),
        f"In the four quarters to {quarter(day)} {output} grew by {latest.output:.1f}%: output per hour by "
        f"{latest.productivity:.1f}%, {supplied:.0f}% of it, {hours} by {signed(latest.work)}%. Payrolls were up "
        f"{payrolls.iloc[-1]:.1f}% on the year in {payrolls.index[-1]:%B %Y}, and hires were {hires.iloc[-1]:.1f}% of "
        f"employment in {hires.index[-1]:%B %Y}.",
        sensitivity=_by_input(panel, day),
        sample=f"four quarters to {quarter(day)}, overlapping; vintage of output per hour "
        f"{panel.provenance[PER_HOUR].vintage:%-d %B %Y}, of payrolls {panel.provenance[PAYROLLS].vintage:%-d %B %Y}",
        through=period_end(day, "quarterly"),
    )


def weigh_growth(growth: pd.Series) -> Status:
    """What the rule says; of output that shrinks there is nothing to supply a share of."""
    if growth.output <= 0:
        return "mixed"
    if growth.work >= growth.output / 2:
        return "contradicted"
    return "supported" if 100 * growth.productivity >= MOST * growth.output and growth.work < STILL else "mixed"


def _by_input(panel: Panel, day: pd.Timestamp) -> str:
    recent = growth_accounts(panel)[:day][-8:]
    judged = [weigh_growth(growth) for _, growth in recent.iterrows()]
    jobs = growth_accounts(panel, BY_JOBS).loc[day]
    return (
        f"{judged.count('supported')} of the last {len(recent)} four-quarter windows are supported, with hours growing "
        f"by {signed(recent.work.min())}% to {signed(recent.work.max())}%. Counted in jobs instead of hours, output "
        f"per job supplied {100 * jobs.productivity / jobs.output:.0f}% and jobs grew by {signed(jobs.work)}% "
        f"({weigh_growth(jobs)})."
    )


@judges(
    "labor-to-capital",
    unit="points, eight-quarter change of compensation as a share of income",
    threshold="supported when the labour share fell on both measures and the profit share rose; contradicted when the "
    "labour share rose on both",
    falsifier="a labour share that rose over eight quarters on both measures",
    source="NIPA table 1.10; BLS nonfarm business; Bridgman (2014)",
)
def judge_labor_to_capital(panel: Panel) -> Verdict:
    whole = OF_GDI if len(share_changes(panel, OF_GDI, TWO_YEARS)) else OF_GDP
    changes, shares = share_changes(panel, whole, TWO_YEARS), income_shares(panel, whole)
    nonfarm, name = nonfarm_changes(panel)
    day = changes.index.intersection(nonfarm.index)[-1]
    latest = changes.loc[day]
    return Verdict(
        weigh_shares(latest, nonfarm[day]),
        float(latest.labour),
        f"Over the eight quarters to {quarter(day)} compensation as a share of {whole} went "
        f"{_from_to(shares.labour[day], latest.labour)} and corporate profits "
        f"{_from_to(shares.profits[day], latest.profits)}; in nonfarm business {name} changed by "
        f"{signed(nonfarm[day])}%.",
        sensitivity=_by_quarters(panel, whole, day),
        sample=_past_changes(panel),
        through=period_end(day, "quarterly"),
    )


def weigh_shares(changes: pd.Series, nonfarm: float) -> Status:
    if changes.labour < 0 and nonfarm < 0 and changes.profits > 0:
        return "supported"
    return "contradicted" if changes.labour > 0 and nonfarm > 0 else "mixed"


def _from_to(last: float, change: float) -> str:
    return f"from {last - change:.1f}% to {last:.1f}% ({signed(change, 2)} points)"


def nonfarm_changes(panel: Panel) -> tuple[pd.Series, str]:
    """Percent change over eight quarters of the nonfarm labour share, or of what stands in for it, and its name."""
    published = held(panel, NONFARM_SHARE)
    index = published[0] if published else real_unit_labour_costs(panel)
    name = "the labour share" if published else "unit labour costs over prices"
    return maths.growth(index, months=TWO_YEARS).dropna(), name


def _by_quarters(panel: Panel, whole: str, day: pd.Timestamp) -> str:
    readings = []
    for quarters in (4, 6, 8):
        change = share_changes(panel, whole, 3 * quarters).loc[day]
        readings.append(f"{quarters} quarters: {signed(change.labour, 2)} and {signed(change.profits, 2)}")
    return f"Labour and profit share of {whole}, points, by window: {'; '.join(readings)}."


def _past_changes(panel: Panel) -> str:
    """How unusual a change is: the long measure, compensation over GDP, as a yardstick."""
    past = share_changes(panel, OF_GDP, TWO_YEARS)
    vintage = panel.provenance[COMPENSATION].vintage
    return (
        f"one change; over GDP {len(past)} overlapping eight-quarter changes since {quarter(past.index[0])} had a "
        f"standard deviation of {past.labour.std():.1f} points (compensation) and {past.profits.std():.1f} (profits); "
        f"the last, to {quarter(past.index[-1])}, was {signed(past.labour.iloc[-1], 2)}; vintage "
        f"{vintage:%-d %B %Y}"
    )
