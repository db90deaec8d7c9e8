"""Thesis: labour. Who is losing work: unemployment, postings, payrolls and turnover.

The article names the low-skilled; much of the research on AI and jobs finds educated entrants hit.
Both are kept apart here: schooling under a bachelor's degree on one side, recent graduates on the
other, ages 20-24 between them. The household survey of October 2025 was never taken, so a mean over
three months has no value from October to December 2025.
"""

from collections.abc import Iterable, Mapping
from datetime import date

import numpy as np
import pandas as pd

from indicators.i18n.messages import Message, joined, message, named
from indicators.judging.registry import indicator, judges, tidy
from indicators.model import Control, Hints, Status, Verdict
from indicators.model.missing import MissingData
from indicators.model.periods import period_end
from indicators.panel.panel import Panel
from indicators.stats import maths

TOTAL = "UNRATE"
YOUNG, UNSCHOOLED, GRADUATES = "LNS14000036", "LNS14027659", "NYFED_RECENT_GRAD_UNEMPLOYMENT"
BACHELORS = "LNS14027662"
SCHOOLING = {
    UNSCHOOLED: message("Less than high school"),
    "LNS14027660": message("High school"),
    "LNS14027689": message("Some college"),
    BACHELORS: message("Bachelor's degree"),
}
ENTRANTS = {
    YOUNG: message("Ages 20 to 24"),
    "LNS14024887": message("Ages 16 to 24"),
    GRADUATES: message("Recent graduates"),
}
GROUPS = {YOUNG: ENTRANTS[YOUNG], GRADUATES: ENTRANTS[GRADUATES], **SCHOOLING}
#: The exposed groups that the claim's test names. Of them the first two are what the article calls low-skilled.
LOW_SKILLED = (UNSCHOOLED, YOUNG)
EXPOSED = (*LOW_SKILLED, GRADUATES)

ALL_POSTINGS, SOFTWARE_POSTINGS = "IHLIDXUS", "INDEED_SOFTWARE_POSTINGS_MONTHLY"
PAYROLLS, HEALTH, INFORMATION = "PAYEMS", "CES6562000001", "USINFO"
TEMPORARY, COMPUTER_SERVICES = "TEMPHELPS", "CES6054150001"

QUARTER, TWO_YEARS = 3, 24
#: Two-year changes before the pandemic: the noise and the cycle that a change stands against.
QUIET_YEARS = slice("1994", "2019")

GAP, RATE = "gap", "rate"
READING = Control("reading", "Shown as", (GAP, RATE), GAP, {GAP: "Gap to the total", RATE: "Rate"})
MEAN = Control("mean", "Mean over", (1, QUARTER), QUARTER, {1: "the month", QUARTER: "three months"})
WINDOW = Control("window", "Change over", (12, TWO_YEARS, 36), TWO_YEARS, {12: "a year", 24: "two years", 36: "three"})
YEAR_EARLIER, CHATGPT = "year", "chatgpt"
SINCE = Control(
    "since",
    "Change since",
    (YEAR_EARLIER, CHATGPT),
    YEAR_EARLIER,
    {YEAR_EARLIER: "A year earlier", CHATGPT: "November 2022"},
    "November 2022 is the month in which ChatGPT was released",
)
RELEASED = date(2022, 11, 1)

NEVER_TAKEN = "October 2025 was never collected: its months are gaps."
SMALL_SAMPLE = "Small groups of a household survey: a month's change of half a point can be chance."


# --- unemployment ---------------------------------------------------------------------------------


def unemployment(panel: Panel, id: str, months: int = QUARTER) -> pd.Series:
    """Rate of a group, percent: mean of so many months up to each, absent where one of them is.

    Recent graduates are published as a mean of three months and come back as they are.
    """
    if id == GRADUATES:
        return panel[id]
    return maths.every_month(panel[id]).rolling(months).mean().dropna()


def gap(panel: Panel, id: str, months: int = QUARTER, to: str = TOTAL) -> pd.Series:
    """A group's unemployment rate less that of all workers (or of `to`), percentage points."""
    return (unemployment(panel, id, months) - unemployment(panel, to, months)).dropna()


def gaps_of(panel: Panel, ids: Iterable[str]) -> dict[str, pd.Series]:
    """Each group's gap, by id."""
    return {id: gap(panel, id) for id in ids}


def gap_changes(gaps: Mapping[str, pd.Series], ids: tuple[str, ...], months: int) -> pd.DataFrame:
    """Change of each group's gap over so many months, percentage points, in the months that all have.

    Raises MissingData where there is no such month.
    """
    moves = {id: maths.change(gaps[id], months=months) for id in ids}
    changes = pd.concat(moves, axis=1, join="inner").dropna()
    if changes.empty:
        raise MissingData(
            message("unemployment of {series} does not reach back {months} months", series=ids, months=months)
        )
    return changes


def _shown(panel: Panel, groups: Mapping[str, str], reading: str, months: int) -> pd.DataFrame:
    if reading == GAP:
        return tidy({name: gap(panel, id, months) for id, name in groups.items()})
    rates = {name: unemployment(panel, id, months) for id, name in groups.items()}
    start = min(rate.index[0] for rate in rates.values())
    return tidy(rates | {message("All workers"): unemployment(panel, TOTAL, months)[start:]})


@indicator(
    title="Unemployment gaps to the total: how they moved, by group",
    unit="change of the gap, percentage points",
    formula="(rate of the group − rate of all workers) less the same a year, two or three earlier; means of three "
    "months, in the last month that every group has",
    series=(TOTAL, *GROUPS),
    serves=("low-skill-third",),
    controls=(WINDOW,),
    hints=Hints("ranks", 2, recessions=False),
    caveat=SMALL_SAMPLE + " Schooling is of people aged 25 and over; recent graduates are 22 to 27 with a bachelor's "
    "degree or more.",
)
def gap_moves(panel: Panel, window: int) -> pd.DataFrame:
    changes = gap_changes(gaps_of(panel, GROUPS), tuple(GROUPS), window)
    latest = changes.iloc[-1].sort_values(ascending=False)
    line = named(message("Change to {day:month}", day=changes.index[-1]))
    return pd.DataFrame({"x": [GROUPS[str(id)] for id in latest.index], "line": line, "value": latest.to_numpy()})


@indicator(
    title="Unemployment by schooling, 25 years and over",
    unit="points of the unemployment rate",
    formula="unemployment rate of the group − unemployment rate of all workers, or the rate itself",
    series=(TOTAL, *SCHOOLING),
    serves=("low-skill-third",),
    controls=(READING, MEAN),
    hints=Hints(focus=SCHOOLING[UNSCHOOLED], quiet=("All workers",), years=5),
    caveat=f"{NEVER_TAKEN} {SMALL_SAMPLE}",
    method="Current Population Survey, table A-4: 25 years and over",
)
def unemployment_by_schooling(panel: Panel, reading: str, mean: int) -> pd.DataFrame:
    return _shown(panel, SCHOOLING, reading, mean)


@indicator(
    title="Unemployment of entrants: the young and recent graduates",
    unit="points of the unemployment rate",
    formula="unemployment rate of the group − unemployment rate of all workers, or the rate itself",
    series=(TOTAL, *ENTRANTS),
    serves=("low-skill-third",),
    controls=(READING, MEAN),
    hints=Hints(focus=ENTRANTS[GRADUATES], quiet=("All workers",), years=5),
    caveat=f"{NEVER_TAKEN} Recent graduates are ages 22 to 27 with a bachelor's degree or more, always a mean of "
    "three months, and rewritten by their publisher: the 5.8% much quoted in 2025 is in the series no more.",
)
def unemployment_of_entrants(panel: Panel, reading: str, mean: int) -> pd.DataFrame:
    return _shown(panel, ENTRANTS, reading, mean)


# --- postings -------------------------------------------------------------------------------------


def monthly_mean(daily: pd.Series) -> pd.Series:
    """A daily series by calendar month, dated by its first day; a month short of a day is absent."""
    grouped = maths.by_month(daily)
    means = grouped.mean()
    return means[grouped.count() == means.index.days_in_month]


@indicator(
    title="Job postings on Indeed: all and software development",
    unit="index, 1 February 2020 = 100",
    formula="as published; the daily index of all postings averaged by calendar month, whole months only",
    series=(ALL_POSTINGS, SOFTWARE_POSTINGS),
    serves=("low-skill-third",),
    hints=Hints(focus="Software development", thresholds={100.0: "before the pandemic"}),
    caveat="Postings of one site, and rewritten over their whole history: what was known on an earlier day cannot "
    "be had. Software work is educated work.",
)
def job_postings(panel: Panel) -> pd.DataFrame:
    return tidy(
        {
            message("Software development"): panel[SOFTWARE_POSTINGS],
            message("All postings"): monthly_mean(panel[ALL_POSTINGS]),
        }
    )


@indicator(
    title="Postings that mention artificial intelligence",
    unit="percent of postings on Indeed",
    formula="as published, the daily share averaged by calendar month, whole months only",
    series=("INDEED_AI_SHARE_POSTINGS_US",),
    serves=("low-skill-third",),
    hints=Hints(focus="Share of postings"),
    caveat="Work with AI that is wanted: it says nothing of the work that AI replaces.",
)
def ai_postings(panel: Panel) -> pd.DataFrame:
    return tidy({message("Share of postings"): monthly_mean(panel["INDEED_AI_SHARE_POSTINGS_US"])})


# --- payrolls and turnover ------------------------------------------------------------------------


@indicator(
    title="Payrolls most open to replacement, against all",
    unit="percent change in employees",
    formula="(employees ÷ employees a year earlier, or in November 2022, − 1) × 100",
    series=(TEMPORARY, COMPUTER_SERVICES, PAYROLLS),
    serves=("low-skill-third",),
    controls=(SINCE,),
    hints=Hints(focus="Temporary help", quiet=("All payrolls",), years=4),
    caveat="Temporary help is mostly low-skilled and turns early in every cycle, AI or not; computer systems design "
    "is educated work.",
)
def exposed_payrolls(panel: Panel, since: str) -> pd.DataFrame:
    names = {
        TEMPORARY: message("Temporary help"),
        COMPUTER_SERVICES: message("Computer systems design"),
        PAYROLLS: message("All payrolls"),
    }
    start = max(panel[id].index[0] for id in names)
    levels = {name: panel[id][start:] for id, name in names.items()}
    if since == CHATGPT:
        return tidy({name: maths.index_to(level, RELEASED) - 100 for name, level in levels.items()})
    return tidy({name: maths.year_on_year(level) for name, level in levels.items()})


@indicator(
    title="Payrolls in and outside health care and information",
    unit="change over twelve months, jobs",
    formula="employees less employees in the same month a year earlier; all else is the total less the two groups",
    series=(PAYROLLS, HEALTH, INFORMATION),
    serves=("productivity-masks", "real-economy-shrinks"),
    hints=Hints("bars", 0, years=3),
    caveat="Health care includes social assistance. As of an earlier day the total is the vintage of that day and the "
    "groups are a later one, cut: the yearly benchmark of February 2026 lies between them.",
)
def payrolls_by_group(panel: Panel) -> pd.DataFrame:
    total, health, information = panel[PAYROLLS], panel[HEALTH], panel[INFORMATION]
    parts = {
        "Health care": health,
        message("Information"): information,
        message("All else"): (total - health - information).dropna(),
    }
    changes = {name: maths.change(part, months=12) for name, part in parts.items()}
    common = changes["All else"].index
    return tidy({name: change.reindex(common) for name, change in changes.items()})


def openings_rate(panel: Panel) -> pd.Series:
    """Job openings as a percent of jobs filled and open, as the Bureau of Labor Statistics defines it."""
    openings = panel["JTSJOL"]
    return maths.share(openings, (openings + panel[PAYROLLS]).dropna())


@indicator(
    title="Hires, quits, layoffs and openings",
    unit="percent of employment",
    formula="hires, quits, layoffs: as published; openings ÷ (employees + openings) × 100",
    series=("JTSHIR", "JTSQUR", "JTSLDR", "JTSJOL", PAYROLLS),
    serves=("low-skill-third", "productivity-masks"),
    hints=Hints(focus="Hires", years=10),
    caveat="A survey of about 21,000 establishments, whole economy: it shows little hiring and little firing, not why.",
    method="rates as the Job Openings and Labor Turnover Survey defines them",
)
def labour_turnover(panel: Panel) -> pd.DataFrame:
    return tidy(
        {
            message("Hires"): panel["JTSHIR"],
            message("Openings"): openings_rate(panel),
            message("Quits"): panel["JTSQUR"],
            message("Layoffs"): panel["JTSLDR"],
        }
    )


# --- the test -------------------------------------------------------------------------------------


@judges(
    "low-skill-third",
    unit=message("points, two-year change of the gap to total unemployment, less than high school"),
    threshold=message(
        "supported when the gaps of less than high school, ages 20 to 24 and recent graduates all widened by {widened} "
        "points or more and software postings fell by more than all; contradicted when none widened"
    ),
    falsifier=message("every exposed group's gap unchanged or narrower over two years"),
    source="household survey (BLS), New York Fed, Indeed Hiring Lab; means of three months",
)
def judge_low_skill_third(panel: Panel, *, widened: float) -> Verdict:
    gaps = gaps_of(panel, EXPOSED)
    changes = gap_changes(gaps, EXPOSED, TWO_YEARS)
    day, latest = changes.index[-1], changes.iloc[-1]
    postings = posting_changes(panel, day, TWO_YEARS)
    return Verdict(
        weigh(latest, postings, widened),
        float(latest[UNSCHOOLED]),
        joined([_gaps_in_words(day, latest), _postings_in_words(postings)], "sentences"),
        sensitivity=_by_window(panel, gaps, day, widened),
        sample=_noise(panel, gaps),
        through=period_end(day, "monthly"),
    )


def posting_changes(panel: Panel, day: pd.Timestamp, months: int) -> dict[str, float] | None:
    """Percent change of `software` postings and of `all` to a month; None when they are not known."""
    try:
        levels = {"software": panel[SOFTWARE_POSTINGS], "all": monthly_mean(panel[ALL_POSTINGS])}
    except MissingData:  # rewritten over their whole history: no past day has them
        return None
    changes = {name: maths.growth(level, months=months) for name, level in levels.items()}
    return {name: float(change.get(day, np.nan)) for name, change in changes.items()}


def weigh(changes: pd.Series, postings: dict[str, float] | None, widened: float) -> Status:
    """What the rule says of the changes of the gaps, in points; it is not met while postings are unknown."""
    if (changes.round(2) <= 0).all():
        return "contradicted"
    fell_more = postings is not None and postings["software"] < min(postings["all"], 0)
    return "supported" if (changes.round(2) >= widened).all() and fell_more else "mixed"


def _gaps_in_words(day: pd.Timestamp, changes: pd.Series) -> Message:
    """What the gaps did, and which groups lost ground, where they part: the article says the low-skilled."""
    low, educated = changes[list(LOW_SKILLED)], changes[GRADUATES]
    gaps = message(
        "In the two years to {day:month} the gap to total unemployment moved by {unschooled:±.2f} points for less than "
        "high school, {young:±.2f} for ages 20 to 24 and {graduates:±.2f} for recent graduates",
        day=day,
        unschooled=changes[UNSCHOOLED],
        young=changes[YOUNG],
        graduates=educated,
    )
    if (low <= 0).all() and educated > 0:
        return message("{gaps}: educated entrants lost ground, not the low-skilled.", gaps=gaps)
    if (low > 0).all() and educated <= 0:
        return message("{gaps}: the low-skilled lost ground, not educated entrants.", gaps=gaps)
    return message("{gaps}.", gaps=gaps)


def _postings_in_words(postings: dict[str, float] | None) -> Message:
    if postings is None:
        return message("Postings as known then are not held.")
    return message("Postings: software {software:±.0f}%, all {all:±.0f}%.", **postings)


def _by_window(panel: Panel, gaps: Mapping[str, pd.Series], day: pd.Timestamp, widened: float) -> Message:
    readings = []
    for months in WINDOW.options:
        latest = gap_changes(gaps, EXPOSED, months)[:day].iloc[-1]
        verdict = weigh(latest, posting_changes(panel, day, months), widened)
        readings.append(_reading(months, latest, verdict))
    low = weigh(gap_changes(gaps, LOW_SKILLED, TWO_YEARS).loc[day], posting_changes(panel, day, TWO_YEARS), widened)
    schooled = gap(panel, UNSCHOOLED, to=BACHELORS)
    change = (schooled - maths.ago(schooled, months=TWO_YEARS)).get(day, np.nan)
    return message(
        "By window, in the order above: {readings:semicolon}. Without graduates: {low}. Less than high school against "
        "bachelor's degrees, two years: {change:±.1f} points.",
        readings=readings,
        low=low,
        change=change,
    )


def _reading(months: int, changes: pd.Series, verdict: Status) -> Message:
    known = {"years": months // 12, "changes": list(changes), "verdict": verdict}
    if months > 12:
        return message("{years} years {changes:comma ±.1f} ({verdict})", **known)
    return message("{years} year {changes:comma ±.1f} ({verdict})", **known)


def _noise(panel: Panel, gaps: Mapping[str, pd.Series]) -> Message:
    """How much such changes were before the pandemic, so that half a point is read for what it is."""
    past = gap_changes(gaps, LOW_SKILLED, TWO_YEARS)[QUIET_YEARS]
    days = sorted(panel.provenance[id].vintage for id in (TOTAL, *EXPOSED))
    return message(
        "one change a group; {count} overlapping two-year changes of 1994 to 2019 had standard deviations of "
        "{unschooled:.1f} and {young:.1f} points (less than high school, ages 20 to 24); vintages {first:day} to {last:day}",
        count=len(past),
        unschooled=past[UNSCHOOLED].std(),
        young=past[YOUNG].std(),
        first=days[0],
        last=days[-1],
    )
