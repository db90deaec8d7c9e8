"""Thesis: labour. How output is split: between hours and productivity, between wages and profits.

Hours and output of nonfarm business come with a refresh; until then hours are real GDP over nonfarm
output per hour. That is what the whole economy would have worked at nonfarm productivity: GDP also
counts farms, government and households, about a quarter of it. Growth is in logarithms, so that
hours and productivity add up to output.
"""

from typing import Any

import numpy as np
import pandas as pd

from indicators.i18n.messages import message, named
from indicators.judging.judgement import Said
from indicators.judging.registry import indicator, statistic, tidy, words_of
from indicators.model import Control, Hints
from indicators.model.declaration import Reading
from indicators.model.missing import MissingData, enough
from indicators.model.periods import period_end
from indicators.model.verdict import Words
from indicators.panel.panel import Panel
from indicators.stats import maths

PER_HOUR, COSTS, GDP_REAL = "OPHNFB", "ULCNFB", "GDPC1"
OUTPUT, HOURS = "OUTNFB", "HOANBS"
PAYROLLS = "PAYEMS"
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
    return tidy({message("Productivity"): accounts.productivity, work: accounts.work})


@indicator(
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
        message("Output per hour"): panel[PER_HOUR],
        message("Unit labour costs"): panel[COSTS],
        message("Payrolls"): maths.quarters(panel[PAYROLLS], "mean"),
    }
    start = max(level.index[0] for level in levels.values())
    return tidy({name: maths.year_on_year(level[start:]) for name, level in levels.items()})


# --- labour and capital ---------------------------------------------------------------------------

OF_GDI, OF_GDP = message("gross domestic income"), message("GDP")


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
    return 100 * ratio / maths.of_year(ratio, 2017).mean()


@indicator(
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
    for whole, name in ((OF_GDI, message("Of gross domestic income")), (OF_GDP, "Of GDP")):
        changes = share_changes(panel, whole, window)
        shares = {"labour": message("Labour share"), "profits": message("Profit share")} if len(changes) else {}
        line = named(message("{share}, to {day:quarter}", share=name, day=changes.index[-1])) if shares else name
        rows += [{"x": share, "line": line, "value": changes[part].iloc[-1]} for part, share in shares.items()]
    return pd.DataFrame(rows)


@indicator(
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
            message("Of domestic income"): maths.share(panel[COMPENSATION_GDI], panel[GDI]),
        }
    )


@indicator(
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
            message("Domestic, of domestic income"): maths.share(panel[PROFITS_GDI], panel[GDI]),
        }
    )


@indicator(
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
    own = {message("Unit labour costs ÷ prices"): real_unit_labour_costs(panel)}
    return tidy(own | ({"As published": published[0]} if published else {}))


# --- the tests ------------------------------------------------------------------------------------


@statistic
def productivity_part_of_output(panel: Panel) -> Reading:
    """Percent of four-quarter output growth, in quarters in which output grew. Raises MissingData where it shrank."""
    accounts = growth_accounts(panel)
    enough(accounts)
    if accounts.output.iloc[-1] <= 0:
        raise MissingData(message("output shrank: there is nothing to supply a part of"))
    growing = accounts[accounts.output > 0]
    return _of_quarters(100 * growing.productivity / growing.output)


@statistic
def hours_growth(panel: Panel) -> Reading:
    return _of_quarters(growth_accounts(panel).work)


def _of_quarters(past: pd.Series, **more: Any) -> Reading:
    enough(past)
    return Reading(float(past.iloc[-1]), period_end(past.index[-1], "quarterly"), past=past, **more)


@statistic
def productivity_above_normal(panel: Panel, *, years: int, revision: float) -> Reading:
    """Four-quarter growth of output per hour less its mean of so many years before, points; revised by `revision`."""
    growth = maths.year_on_year(panel[PER_HOUR]).dropna()
    normal = growth.rolling(4 * years).mean().shift(1)
    words = {"growth": growth.iloc[-1], "years": years}
    return _of_quarters((growth - normal).dropna(), error=revision, null=0.0, words=words)


def _first_changes(panel: Panel) -> pd.DataFrame:
    """What the first version reads: changes of both shares of income and of the nonfarm share, in quarters all have."""
    whole = OF_GDI if len(share_changes(panel, OF_GDI, TWO_YEARS)) else OF_GDP
    published = held(panel, NONFARM_SHARE)
    index = published[0] if published else real_unit_labour_costs(panel)
    nonfarm = maths.growth(index, months=TWO_YEARS).dropna().rename("nonfarm")
    return share_changes(panel, whole, TWO_YEARS).join(nonfarm, how="inner")


@statistic
def labour_share_change(panel: Panel) -> Reading:
    return _of_quarters(_first_changes(panel).labour)


@statistic
def profit_share_change(panel: Panel) -> Reading:
    return _of_quarters(_first_changes(panel).profits)


@statistic
def nonfarm_share_change(panel: Panel) -> Reading:
    return _of_quarters(_first_changes(panel).nonfarm)


@statistic
def nonfarm_labour_share_moves(panel: Panel, *, quarters: int, revision: float) -> Reading:
    return _moves(maths.growth(real_unit_labour_costs(panel), months=3 * quarters), quarters, revision)


@statistic
def net_labour_share_moves(panel: Panel, *, quarters: int, revision: float) -> Reading:
    share = maths.share(panel[COMPENSATION], panel[COMPENSATION] + panel[PROFITS])
    return _moves(maths.change(share, months=3 * quarters), quarters, revision)


def _moves(changes: pd.Series, quarters: int, revision: float) -> Reading:
    """Changes in units of their root mean square; `revision` in the same."""
    known = changes.dropna()
    enough(known)
    typical = np.sqrt((known**2).mean())
    return _of_quarters(
        known / typical,
        error=revision,
        null=0.0,
        sample=message("one change; the typical move is that of {count} overlapping ones", count=len(known)),
        words={"quarters": quarters, "change": known.iloc[-1]},
    )


SHARE_ANSWERS = {
    "supported": message("Yes: labour's share fell by more than it usually moves, on both measures."),
    "contradicted": message("No: labour's share did not fall, on either measure."),
    "mixed": message(
        "Not settled: labour's share neither fell beyond its usual moves on both measures, nor clearly held on both."
    ),
}


@words_of("labor-to-capital")
def labour_to_capital_words(said: Said) -> Words:
    nonfarm, net = said["nonfarm-labour-share-moves"], said["net-labour-share-moves"]
    sentence = message(
        "Over {quarters} quarters labour's share of nonfarm output moved by {change:±.1f}% to {day:quarter}, {moves:±.2f} "
        "typical moves (none: 0; a fall: −1); compensation's part of it and corporate profits by {net_change:±.2f} points "
        "to {net_day:quarter}, {net_moves:±.2f} typical moves.",
        day=nonfarm.day,
        moves=nonfarm.value,
        net_day=net.day,
        net_change=net.words["change"],
        net_moves=net.value,
        **nonfarm.words,
    )
    return Words(SHARE_ANSWERS[said.status], sentence)
