"""Thesis: household inequality. Who owns what, by generation.

The Distributional Financial Accounts give survey shares to the national totals. Quarters after the
survey of 2022 are extrapolated by the Federal Reserve, and every release rewrites the past: of a past
day they cannot be reconstructed. Means per household are pulled up by the richest.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from indicators.i18n.messages import Message, message, named
from indicators.judging.judgement import Said
from indicators.judging.registry import indicator, statistic, tidy, words_of
from indicators.model import Control, Hints
from indicators.model.declaration import Reading
from indicators.model.missing import enough
from indicators.model.verdict import Words
from indicators.panel.panel import Panel
from indicators.stats import maths
from indicators.theses.inequality.wealth import (
    ACCOUNTS,
    ASSET,
    ASSETS,
    EQUITIES,
    EXTRAPOLATED,
    METHOD,
    NET_WORTH,
    REAL_ESTATE,
    of_quarters,
    real,
)

BOOMERS, YOUNG = "BABYBOOM", "MILLENNIAL"
NAMES = {
    BOOMERS: message("Baby boomers"),
    "GENX": message("Generation X"),
    YOUNG: message("Millennials"),
    "SILENT": message("Silent"),
}
#: The middle of each generation's birth years: 1946-1964, 1965-1980, 1981-1996.
BORN = {BOOMERS: 1955.5, "GENX": 1973.0, YOUNG: 1989.0}
AGES = {
    "UNDER40": message("Under 40"),
    "40TO54": message("40 to 54"),
    "55TO69": message("55 to 69"),
    "70PLUS": message("70 and over"),
}

SHARES = {(g, a): f"DFA_SHARE_{g}_{a}" for g in NAMES for a in ASSETS}
LEVELS = {(g, a): f"DFA_LEVEL_{g}_{a}" for g in NAMES for a in (NET_WORTH, EQUITIES)}
HOUSEHOLDS = {g: f"DFA_HOUSEHOLDS_{g}" for g in NAMES}
BY_AGE = {f"DFA_SHARE_AGE{age}_NETWORTH": name for age, name in AGES.items()}
#: Of the Survey of Consumer Finances, every three years since 1989.
MEDIAN_UNDER_35, STOCKS_UNDER_35 = "SCF_MEDIAN_NETWORTH_UNDER35", "SCF_STOCKS_HELD_UNDER35"
YOUNG_SHARES = {"DFA_SHARE_AGEUNDER40_NETWORTH": "Net worth", "DFA_SHARE_AGEUNDER40_EQUITIES": "Equities"}

HELD = Control("held", "Per household", (NET_WORTH, EQUITIES), NET_WORTH, ASSETS)

MEAN = "Means, pulled up by the richest: not a typical household. "
COHORTS = (
    "Silent: born before 1946. Baby boomers are born 1946-1964, Generation X 1965-1980, Millennials 1981 and later. "
)


# --- the parts ------------------------------------------------------------------------------------


def household_shares(panel: Panel) -> pd.DataFrame:
    """Each generation's share of all households, percent, by quarter; columns by generation."""
    counts = pd.DataFrame({g: panel[id] for g, id in HOUSEHOLDS.items()})
    return 100 * counts.div(counts.sum(axis=1), axis=0)


def generation_shares(panel: Panel, asset: str) -> pd.DataFrame:
    """Each generation's share of an asset, percent, by quarter; columns by generation."""
    return pd.DataFrame({g: panel[SHARES[g, asset]] for g in NAMES})


def per_household(panel: Panel, generation: str, asset: str) -> pd.Series:
    """An asset's mean per household of a generation, constant dollars, from its first households on."""
    households = panel[HOUSEHOLDS[generation]]
    return real((panel[LEVELS[generation, asset]] / households[households > 0]).dropna(), panel)


def by_age(series: pd.Series, born: float) -> pd.Series:
    """A generation's quarters at which its middle birth year has a birthday, by age in years."""
    ages = series.index.year + (series.index.month - 1) / 12 - born
    whole = ages == ages.astype(int)
    return pd.Series(series.to_numpy()[whole], index=ages[whole].astype(int))


# --- the indicators -------------------------------------------------------------------------------


@indicator(
    title="Who owns what, by generation",
    unit="percent of the total",
    formula="as published",
    series=tuple(SHARES.values()),
    serves=("boomers-own", "young-no-capital"),
    controls=(ASSET,),
    hints=Hints(decimals=1, focus=NAMES[BOOMERS], provisional=EXTRAPOLATED),
    caveat=ACCOUNTS + COHORTS + "Equities are corporate equities and mutual fund shares, not those in pension plans.",
    method=METHOD,
)
def wealth_by_generation(panel: Panel, asset: str) -> pd.DataFrame:
    return tidy({NAMES[g]: shares for g, shares in generation_shares(panel, asset).items()})


@indicator(
    title="Share of assets against share of households",
    unit="percent of the total",
    formula="the generation's share of the asset, and of households, in the last quarter",
    series=(*SHARES.values(), *HOUSEHOLDS.values()),
    serves=("boomers-own", "young-no-capital"),
    controls=(ASSET,),
    hints=Hints("ranks", 1, recessions=False),
    caveat=ACCOUNTS + COHORTS,
    method=METHOD,
)
def wealth_against_households(panel: Panel, asset: str) -> pd.DataFrame:
    held, households = generation_shares(panel, asset), household_shares(panel)
    day = min(held.index[-1], households.index[-1])
    columns = {
        named(message("{what}, {day:quarter}", what=ASSETS[asset], day=day)): held.loc[day],
        named(message("{what}, {day:quarter}", what="Households", day=day)): households.loc[day],
    }
    rows = [{"x": NAMES[g], "line": line, "value": share[g]} for line, share in columns.items() for g in NAMES]
    return pd.DataFrame(rows)


@indicator(
    title="Share of net worth by age of the household's head",
    unit="percent of net worth",
    formula="as published",
    series=tuple(BY_AGE),
    serves=("boomers-own",),
    hints=Hints(decimals=1, focus=AGES["UNDER40"], provisional=EXTRAPOLATED),
    caveat=ACCOUNTS + "Ages stay and people pass through them; there are more old households than there were.",
    method=METHOD,
)
def wealth_by_age(panel: Panel) -> pd.DataFrame:
    return tidy({name: panel[id] for id, name in BY_AGE.items()})


@indicator(
    title="Wealth per household at the same age",
    unit="dollars per household by age in years, prices of the last quarter",
    formula="net worth or equities ÷ households of the generation, deflated by consumer prices, in the quarter in "
    "which the middle of its birth years has that age",
    series=(*(LEVELS[g, a] for g in BORN for a in (NET_WORTH, EQUITIES)), *(HOUSEHOLDS[g] for g in BORN), "CPIAUCSL"),
    serves=("young-no-capital",),
    controls=(HELD,),
    hints=Hints("curve", 1, recessions=False),
    caveat=MEAN + "Age by the middle of the birth years: mid-1955, 1973 and 1989 (of 1981-1996; the accounts count the "
    "younger with them, which makes Millennials poorer than their age says). Who has no household yet is not counted. "
    + ACCOUNTS,
    method=METHOD,
)
def wealth_at_same_age(panel: Panel, held: str) -> pd.DataFrame:
    lines = {g: by_age(per_household(panel, g, held), born).loc[25:55] for g, born in BORN.items()}
    return tidy({NAMES[g]: amounts for g, amounts in lines.items()})


@indicator(
    title="Wealth per household by generation",
    unit="dollars per household, prices of the last quarter",
    formula="net worth or equities ÷ households of the generation, deflated by consumer prices",
    series=(*LEVELS.values(), *HOUSEHOLDS.values(), "CPIAUCSL"),
    serves=("young-no-capital",),
    controls=(HELD,),
    hints=Hints(decimals=1, focus=NAMES[YOUNG], years=20, provisional=EXTRAPOLATED),
    caveat=MEAN + "The young are always poorer than the old: the chart at the same age is the fair one. " + ACCOUNTS,
    method=METHOD,
)
def wealth_per_household(panel: Panel, held: str) -> pd.DataFrame:
    return tidy({NAMES[g]: per_household(panel, g, held) for g in NAMES})


@indicator(
    title="What households under 40 own",
    unit="percent of the total",
    formula="as published",
    series=tuple(YOUNG_SHARES),
    serves=("young-no-capital",),
    hints=Hints(decimals=1, focus="Net worth", provisional=EXTRAPOLATED),
    caveat=ACCOUNTS + "The number of households under 40 is not in these figures, so this is no share per head.",
    method=METHOD,
)
def wealth_of_the_young(panel: Panel) -> pd.DataFrame:
    return tidy({name: panel[id] for id, name in YOUNG_SHARES.items()})


# --- the tests ------------------------------------------------------------------------------------


def _extrapolated(day: pd.Timestamp) -> Message:
    return message("{day:quarter}, extrapolated from the survey of 2022", day=day)


@statistic
def boomer_net_worth(panel: Panel) -> Reading:
    return of_quarters(panel[SHARES[BOOMERS, NET_WORTH]])


@statistic
def boomer_equities_for_their_number(panel: Panel) -> Reading:
    return of_quarters(panel[SHARES[BOOMERS, EQUITIES]] / household_shares(panel)[BOOMERS])


@statistic
def boomer_lead(panel: Panel) -> Reading:
    """Baby boomers' share of net worth less that of the generation with the largest after theirs, points."""
    shares = generation_shares(panel, NET_WORTH)
    return of_quarters(shares[BOOMERS] - shares.drop(columns=BOOMERS).max(axis=1))


@statistic
def boomer_net_worth_share(panel: Panel, *, band: float) -> Reading:
    others = generation_shares(panel, NET_WORTH).iloc[-1].drop(BOOMERS)
    next_one = str(others.idxmax())
    return _boomer_share(
        panel, NET_WORTH, band, {"next": NAMES[next_one], "next_share": others[next_one], "band": band}
    )


@statistic
def boomer_equities_share(panel: Panel, *, band: float) -> Reading:
    return _boomer_share(panel, EQUITIES, band)


@statistic
def boomer_real_estate_share(panel: Panel, *, band: float) -> Reading:
    return _boomer_share(panel, REAL_ESTATE, band)


def _boomer_share(panel: Panel, asset: str, band: float, words: Mapping[str, Any] | None = None) -> Reading:
    share, households = panel[SHARES[BOOMERS, asset]], household_shares(panel)[BOOMERS]
    sample = _extrapolated(share.index[-1])
    return of_quarters(share, error=band, null=float(households.iloc[-1]), sample=sample, words=words or {})


BOOMER_ANSWERS = {
    "supported": message("Yes: baby boomers hold more than half of net worth, of equities and of real estate."),
    "contradicted": message("No: baby boomers hold less than two fifths of net worth, of equities and of real estate."),
    "mixed": message("Partly: not of every kind of asset do baby boomers clearly hold more than half."),
}


@words_of("boomers-own")
def boomer_words(said: Said) -> Words:
    worth = said["boomer-net-worth-share"]
    sentence = message(
        "In {day:quarter} baby boomers held {worth:.1f}% of net worth, {equities:.1f}% of equities and {estate:.1f}% of real "
        "estate, each give or take {band:.0f} points, with {households:.1f}% of households (an even share); next came "
        "{next} with {next_share:.1f}% of net worth.",
        day=worth.day,
        worth=worth.value,
        equities=said["boomer-equities-share"].value,
        estate=said["boomer-real-estate-share"].value,
        households=worth.null,
        **worth.words,
    )
    return Words(BOOMER_ANSWERS[said.status], sentence)


@statistic
def millennial_wealth_for_their_number(panel: Panel) -> Reading:
    """Millennials' share of net worth as percent of their share of households."""
    return of_quarters(100 * panel[SHARES[YOUNG, NET_WORTH]] / household_shares(panel)[YOUNG])


@statistic
def millennial_worth_at_boomers_age(panel: Panel, *, apart: float, worth_band: float) -> Reading:
    return _at_boomers_age(panel, NET_WORTH, apart, worth_band)


@statistic
def millennial_equities_at_boomers_age(panel: Panel, *, apart: float, equities_band: float) -> Reading:
    return _at_boomers_age(panel, EQUITIES, apart, equities_band)


def _at_boomers_age(panel: Panel, asset: str, apart: float, band: float) -> Reading:
    """Means per household of Millennials as percent of baby boomers' so many years before, uncertain by percent `band`."""
    young = per_household(panel, YOUNG, asset)
    old = maths.ago(per_household(panel, BOOMERS, asset), months=int(12 * apart))
    relative = (100 * young / old).dropna()
    enough(relative)
    day = relative.index[-1]
    return of_quarters(
        relative,
        error=float(relative.iloc[-1]) * band / 100,
        null=100.0,
        sample=_extrapolated(day),
        words={"age": int(day.year + (day.month - 1) / 12 - BORN[YOUNG])},
    )


@statistic
def median_worth_under_35(panel: Panel, *, median_band: float) -> Reading:
    """Median net worth of families under 35 as percent of the first survey's, when baby boomers were so young."""
    dollars = panel[MEDIAN_UNDER_35]
    return _surveyed(
        100 * dollars / dollars.iloc[0], error=100 * dollars.iloc[-1] / dollars.iloc[0] * median_band / 100, null=100.0
    )


@statistic
def stockholders_under_35(panel: Panel, *, holders_band: float) -> Reading:
    """Percent of families under 35 that hold stocks; as usual is the mean of earlier surveys."""
    held = panel[STOCKS_UNDER_35]
    return _surveyed(held, error=holders_band, null=float(held.iloc[:-1].mean()))


def _surveyed(past: pd.Series, error: float, null: float) -> Reading:
    day = past.index[-1]
    sample = message("survey of {day:year}", day=day)
    return Reading(float(past.iloc[-1]), day.date(), error=float(error), null=null, sample=sample, past=past)


YOUNG_ANSWERS = {
    "supported": message(
        "Yes: the young have less than half of what baby boomers had at their age, and most hold no stocks."
    ),
    "contradicted": message(
        "No: the young have at least as much as baby boomers had at their age, and most hold stocks."
    ),
    "mixed": message("Not settled: wealth at the same age, and who holds stocks, do not all clearly point one way."),
}


@words_of("young-no-capital")
def young_words(said: Said) -> Words:
    worth, holders = said["millennial-worth-at-boomers-age"], said["stockholders-under-35"]
    low, high = worth.span
    sentence = message(
        "In {day:quarter} the mean Millennial household, aged {age}, had {worth:.1f}% ({low:.0f}% to {high:.0f}%) of baby "
        "boomers' real net worth at that age (as much: 100%) and {equities:.1f}% of their equities. In {survey:year} "
        "{holders:.0f}% of families under 35 held stocks; their median was {median:.0f}% of 1989's.",
        day=worth.day,
        worth=worth.value,
        low=low,
        high=high,
        equities=said["millennial-equities-at-boomers-age"].value,
        survey=holders.day,
        holders=holders.value,
        median=said["median-worth-under-35"].value,
        **worth.words,
    )
    return Words(YOUNG_ANSWERS[said.status], sentence)
