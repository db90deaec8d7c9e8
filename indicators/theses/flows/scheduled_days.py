"""Thesis: markets move on flows. Days that were known ahead, and how far moves on them stand out.

Days of decisions of the Federal Open Market Committee and of consumer prices are listed; no list of payroll days
ships: they are reconstructed by the rule of their publisher. Speeches are in no free public calendar. A move is
ranked among those of ordinary sessions shortly before it, so that neither a wild season nor one wild day decides.
"""

from datetime import date
from functools import cache

import numpy as np
import pandas as pd

from indicators.catalogue import catalogue
from indicators.i18n.messages import message
from indicators.model.event_kind import EventKind
from indicators.model.missing import enough

#: Payroll days that the rule misses, by the day it gives: lapses in appropriations (2013, 2025, 2026).
LATE_PAYROLLS: dict[date, date | None] = {
    date(2013, 10, 4): date(2013, 10, 22),
    date(2013, 11, 1): date(2013, 11, 8),
    date(2025, 10, 3): date(2025, 11, 20),
    date(2025, 11, 7): None,  # October was published with November
    date(2025, 12, 5): date(2025, 12, 16),
    date(2026, 2, 6): date(2026, 2, 11),
}
FED, DATA = "fed", "data"
#: The past of what is not rolled back.
NO_PAST = pd.Series(dtype=float, index=pd.DatetimeIndex([]))
#: What is answered where a test would have said the same in most months before.
USUAL = message("Not settled: the test says now what it would have said in most months before.")
#: Standard errors to either side of a mean in a 90% interval.
REACH = 1.645
DAYS_A_MONTH = 365.25 / 12
#: The first year that is whole in all three calendars.
FIRST = "2006"


# --- the calendars --------------------------------------------------------------------------------


@cache
def listed_days(kind: EventKind) -> pd.DatetimeIndex:
    """Days of one kind of event in `seeds/events.toml`, ascending."""
    return pd.DatetimeIndex([event.date for event in catalogue.events() if event.kind == kind])


@cache
def cpi_days() -> pd.DatetimeIndex:
    """Days on which consumer prices were or will be published, from 2006 on, ascending."""
    early = pd.DatetimeIndex([row["day"] for row in catalogue.table("cpi_days")])
    late = pd.DatetimeIndex([one.published for one in catalogue.releases() if one.release == "consumer prices"])
    return early.union(listed_days(EventKind.CPI)).union(late)


@cache
def payroll_days(first: int = 1990, last: int = 2030) -> pd.DatetimeIndex:
    """Days of the Employment Situation from one year to another, by the rule of its publisher.

    The third Friday after the week (Sunday to Saturday) that holds the 12th of the month before; in
    January a week later if that is before the 4th; the day before if Independence Day is kept on it.
    """
    months = pd.date_range(f"{first - 1}-12-01", f"{last}-11-01", freq="MS")
    found = (_by_rule((month + pd.Timedelta(days=11)).date()) for month in months)
    return pd.DatetimeIndex([day for rule in found if (day := LATE_PAYROLLS.get(rule, rule))])


def _by_rule(twelfth: date) -> date:
    saturday = twelfth.toordinal() + (5 - twelfth.weekday()) % 7
    friday = date.fromordinal(saturday + 20)
    if friday.month == 1 and friday.day < 4:
        return date.fromordinal(saturday + 27)
    holiday = friday.month == 7 and friday.day in (3, 4)
    return date.fromordinal(saturday + 19) if holiday else friday


@cache
def kinds() -> dict[str, pd.DatetimeIndex]:
    """Days of decisions and days of data, consumer prices or payrolls; a day of both is in neither."""
    fed, data = listed_days(EventKind.FOMC), cpi_days().union(payroll_days())
    return {FED: fed.difference(data), DATA: data.difference(fed)}


# --- how far moves stand out ----------------------------------------------------------------------


def ranks(series: pd.Series, sessions: int) -> pd.DataFrame:
    """On every scheduled day, the rank of its move among those of so many ordinary sessions before it.

    Columns FED and DATA, percent of those sessions that moved less, ties by half; NaN where the day is of the other
    kind. An ordinary session has neither a decision nor a release.
    """
    move = (
        series[FIRST:].diff().abs().dropna().round(6)
    )  # two yields of two decimals differ by a hundredth, not by 0.0099999
    fed, data = kinds()[FED], kinds()[DATA]
    ordinary = move[~move.index.isin(listed_days(EventKind.FOMC).union(cpi_days()).union(payroll_days()))]
    enough(ordinary[sessions:])
    days = move.index.intersection(fed.union(data))
    days = days[ordinary.index.searchsorted(days) >= sessions]
    windows = np.lib.stride_tricks.sliding_window_view(ordinary.to_numpy(), sessions)
    before = windows[ordinary.index.searchsorted(days) - sessions]
    own = move[days].to_numpy()[:, None]
    rank = pd.Series(100 * ((before < own).mean(axis=1) + (before == own).mean(axis=1) / 2), days)
    return pd.DataFrame({FED: rank.where(days.isin(fed)), DATA: rank.where(days.isin(data))})


def trailing(ranked: pd.DataFrame, months: int) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Mean rank, its standard error and the days of each kind, over the months up to each day that so many precede.

    Raises TooShort where no day has so many months before it.
    """
    enough(ranked)
    rolling = ranked.rolling(f"{round(DAYS_A_MONTH * months)}D", min_periods=2)
    whole = ranked.index >= ranked.index[0] + pd.DateOffset(months=months)
    enough(ranked[whole])
    count = rolling.count()[whole]
    return rolling.mean()[whole], rolling.std()[whole] / np.sqrt(count), count
