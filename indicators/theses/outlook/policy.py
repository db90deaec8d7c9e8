"""Thesis: liquidity and policy outlook. The Treasury's part in liquidity beside the Fed's, and policy on inequality.

What moves net liquidity is split by cause: the Fed's securities and its other assets, the Treasury's
account at the Fed, and reverse repo. The parts add up to the change exactly.
"""

from dataclasses import replace
from datetime import date

import pandas as pd

from indicators.catalogue import acts, catalogue
from indicators.i18n.messages import message
from indicators.judging.judgement import Said
from indicators.judging.registry import indicator, statistic, tidy, words_of
from indicators.model import Control, Hints
from indicators.model.declaration import Reading
from indicators.model.event_kind import EventKind
from indicators.model.missing import enough
from indicators.model.verdict import Words
from indicators.panel.panel import Panel
from indicators.stats import maths
from indicators.theses.outlook.liquidity import (
    ACCOUNT,
    AVERAGE,
    AVERAGES,
    BALANCE,
    CONVENTION,
    account,
    net,
    on,
    since_publication,
)

HOLDINGS = ("TREAST", "WSHOMCB")
SECURITIES, OTHER, TREASURY, REPO = (
    message("Fed securities"),
    message("Other Fed assets"),
    "Treasury account",
    message("Reverse repo"),
)
STEP = Control("step", "Change over", (1, 13, 52), 13, {1: "A week", 13: "13 weeks", 52: "52 weeks"})
BILLS = ("MSPD_BILLS", "MSPD_MARKETABLE")


def causes(panel: Panel, which: str = AVERAGE) -> pd.DataFrame:
    """The parts of net liquidity with their signs, dollars, weekly: every row adds up to it."""
    assets, held = panel["WALCL"], sum(panel[id] for id in HOLDINGS)
    parts = {
        SECURITIES: held,
        OTHER: assets - held,
        TREASURY: -account(panel, which),
        REPO: -on(panel["RRPONTSYD"], assets.index),
    }
    return pd.DataFrame(parts).dropna().loc[net(panel, which).index[0] :]


# --- the indicators: the Treasury's part ----------------------------------------------------------


@indicator(
    title="Change in net liquidity since the article, by cause",
    unit="dollars",
    formula="each part's value, with its sign in net liquidity, − its value on the last Wednesday before the article",
    series=(*BALANCE, *HOLDINGS),
    serves=("treasury-replaces-qe",),
    controls=(ACCOUNT,),
    hints=Hints(decimals=0, focus=TREASURY, thresholds={0.0: ""}),
    caveat=AVERAGES + " A falling account adds to net liquidity. It swings with tax dates and comes back: only a "
    "change over a year is more than season.",
    method=CONVENTION,
)
def causes_since_publication(panel: Panel, account: str) -> pd.DataFrame:
    parts = causes(panel, account)
    return tidy({name: since_publication(parts[name]) for name in parts})


@indicator(
    title="Change in net liquidity by cause",
    unit="dollars",
    formula="change over the chosen weeks in the Fed's securities and other assets, less those in the Treasury's "
    "account and in reverse repo",
    series=(*BALANCE, *HOLDINGS),
    serves=("treasury-replaces-qe",),
    controls=(STEP, ACCOUNT),
    hints=Hints("bars", 0, years=3),
    caveat=AVERAGES + " Securities: Treasuries and mortgage-backed securities held outright. Changes over more than "
    "a week overlap.",
    method=CONVENTION,
)
def liquidity_by_cause(panel: Panel, step: int, account: str) -> pd.DataFrame:
    parts = causes(panel, account)
    return tidy({name: maths.change(parts[name], days=7 * step) for name in parts})


@indicator(
    title="New federal debt, and what the Federal Reserve bought",
    unit="dollars, change over four quarters",
    formula="total public debt at the end of the quarter − four quarters before; Treasury securities held by the Fed, "
    "last Wednesday of the quarter, likewise",
    series=("GFDEBTN", "TREAST"),
    serves=("treasury-replaces-qe",),
    hints=Hints(decimals=1, focus="Federal debt", thresholds={0.0: ""}, years=20),
    caveat="Total public debt includes what government accounts hold. The Fed buys from dealers, not from the "
    "Treasury. Years in which the debt limit bound show late.",
)
def debt_and_fed_purchases(panel: Panel) -> pd.DataFrame:
    debt, held = panel["GFDEBTN"], maths.by_month(panel["TREAST"], 3).last()
    change = {message("Federal debt"): debt, message("Held by the Fed"): held[held.index.isin(debt.index)]}
    return tidy({name: maths.change(series, months=12) for name, series in change.items()})


@indicator(
    title="Treasury bills, their share of debt, and buybacks",
    unit="one row a month for which it is known",
    formula="bills ÷ marketable Treasury securities × 100; buybacks: par accepted over the twelve months",
    series=(*BILLS, "TREASURY_BUYBACKS"),
    serves=("treasury-replaces-qe",),
    hints=Hints("table", 1),
    caveat="As shipped two published points of the U.S. Treasury's figures, quoted at second hand (content.yudu.com, "
    "late 2025; June 2023 as 16 to 17%, here its middle). After a refresh: every December and the latest month.",
    method="U.S. Treasury, Monthly Statement of the Public Debt, table 1",
)
def bill_share(panel: Panel) -> pd.DataFrame:
    return tidy(_statement(panel) if all(id in panel for id in BILLS) else _points(panel.as_of))


def _points(as_of: date | None) -> dict[str, pd.Series]:
    """Bills as quoted: the months that had begun by a day (None: all)."""
    frame = pd.DataFrame(catalogue.table("treasury_bills")).set_index("month").astype(float)
    frame.index = pd.DatetimeIndex(frame.index)
    frame = frame[: pd.Timestamp(as_of)] if as_of else frame
    share = frame[["share_low", "share_high"]].mean(axis=1)
    return {
        message("Bills, billions of dollars"): frame["bills_billions"],
        message("Share of marketable debt, %"): share,
    }


def _statement(panel: Panel) -> dict[str, pd.Series]:
    """Bills by the monthly statement: Decembers and the latest month."""
    bills, whole = panel["MSPD_BILLS"], panel["MSPD_MARKETABLE"]
    shown = (bills.index.month == 12) | (bills.index == bills.index[-1])
    lines = {
        "Bills, billions of dollars": bills[shown] / 1e9,
        "Share of marketable debt, %": maths.share(bills[shown], whole),
    }
    if "TREASURY_BUYBACKS" in panel:
        year = panel["TREASURY_BUYBACKS"].resample("MS").sum().rolling(12).sum().dropna()
        lines["Buybacks over twelve months, billions of dollars"] = year[year.index.isin(bills[shown].index)] / 1e9
    return lines


# --- the indicators: policy and inequality --------------------------------------------------------


@indicator(
    title="Wealth share of the top 1%, and public transfers",
    unit="percent of household net worth; of personal income",
    formula="share of net worth as published; personal current transfer receipts ÷ personal income × 100",
    series=("WFRBST01134", "PCTR", "PI"),
    serves=("inequality-drives-policy",),
    hints=Hints(focus="Wealth of the top 1%"),
    caveat="Context: it shows inequality and what is paid out, not why a law is passed. Wealth after the latest survey "
    "is extrapolated by its publisher. Transfers appear after a refresh.",
    method="Batty et al. (2019), Distributional Financial Accounts, FEDS 2019-017",
)
def top_wealth_and_transfers(panel: Panel) -> pd.DataFrame:
    lines: dict[str, pd.Series] = {message("Wealth of the top 1%"): panel["WFRBST01134"]}
    paid = [panel[id] for id in ("PCTR", "PI") if id in panel]
    if len(paid) == 2:
        lines["Public transfers"] = maths.share(*paid)[lines["Wealth of the top 1%"].index[0] :]
    return tidy(lines)


@indicator(
    title="Economic policy uncertainty in the news",
    unit="index, monthly mean",
    formula="mean of the month's daily index; a month that has not ended is left out",
    series=("USEPUINDXD",),
    serves=("inequality-drives-policy",),
    hints=Hints(decimals=0, focus="Policy uncertainty"),
    caveat="A count of newspaper articles on uncertainty about any economic policy: it is not about inequality.",
    method="Baker, Bloom and Davis (2016), Measuring economic policy uncertainty",
)
def policy_uncertainty(panel: Panel) -> pd.DataFrame:
    daily = panel["USEPUINDXD"]
    months = maths.by_month(daily).mean()
    return tidy({"Policy uncertainty": months[months.index + pd.offsets.MonthEnd(0) <= daily.index[-1]]})


# --- what is known of policy on inequality: nothing that decides ----------------------------------


@statistic
def policy_uncertainty_over_a_year(panel: Panel) -> Reading:
    """Mean of the daily index of policy uncertainty over a year of days."""
    past = panel["USEPUINDXD"].rolling(365).mean().dropna()
    enough(past)
    return Reading(float(past.iloc[-1]), past.index[-1].date(), past=past)


@statistic
def affordability_acts(panel: Panel) -> Reading:
    """Federal acts that bear on affordability, listed by hand; beside them the wealth share, where a vintage is held."""
    enough(panel)  # a store without any figure has no claim to show
    found = acts.counted(EventKind.AFFORDABILITY_ACT, panel.as_of)
    if "WFRBST01134" not in panel:
        return found
    wealth = panel["WFRBST01134"]
    known = {"share": float(wealth.iloc[-1]), "day": wealth.index[-1], "usual": float(wealth.mean())}
    return replace(found, words={**found.words, **known, "first": wealth.index[0]})


@words_of("inequality-drives-policy")
def inequality_words(said: Said) -> Words:
    listed = said["affordability-acts"]
    answer = message("Cannot be decided by the figures held: no series shows what moved a policy.")
    if "share" not in listed.words:
        sentence = message(
            "Federal acts that bear on affordability, either way, listed by hand: {acts}, after the article: {since}.",
            acts=int(listed.value),
            since=listed.words["since"],
        )
        return Words(answer, sentence)
    sentence = message(
        "Federal acts that bear on affordability, either way, listed by hand: {acts}, after the article: {since}. As "
        "context, the top 1% held {share:.1f}% of net worth in {day:quarter} (mean since {first:year}: {usual:.1f}%).",
        acts=int(listed.value),
        **listed.words,
    )
    return Words(answer, sentence)
