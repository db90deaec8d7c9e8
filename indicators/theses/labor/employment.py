"""Thesis: labour. Who is losing work: unemployment, postings, payrolls and turnover.

The article names the low-skilled; much of the research on AI and jobs finds educated entrants hit.
Both are kept apart here: schooling under a bachelor's degree on one side, recent graduates on the
other, ages 20-24 between them. The household survey of October 2025 was never taken, so a mean over
three months has no value from October to December 2025.
"""

from collections.abc import Iterable, Mapping
from datetime import date

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

TOTAL = "UNRATE"
YOUNG, UNSCHOOLED, GRADUATES = "LNS14000036", "LNS14027659", "NYFED_RECENT_GRAD_UNEMPLOYMENT"
HIGH_SCHOOL, BACHELORS = "LNS14027660", "LNS14027662"
SCHOOLING = {
    UNSCHOOLED: message("Less than high school"),
    HIGH_SCHOOL: message("High school"),
    "LNS14027689": message("Some college"),
    BACHELORS: message("Bachelor's degree"),
}
ENTRANTS = {
    YOUNG: message("Ages 20 to 24"),
    "LNS14024887": message("Ages 16 to 24"),
    GRADUATES: message("Recent graduates"),
}
GROUPS = {YOUNG: ENTRANTS[YOUNG], GRADUATES: ENTRANTS[GRADUATES], **SCHOOLING}
#: The exposed groups that the first version of the claim's test names.
EXPOSED = (UNSCHOOLED, YOUNG, GRADUATES)

ALL_POSTINGS, SOFTWARE_POSTINGS = "IHLIDXUS", "INDEED_SOFTWARE_POSTINGS_MONTHLY"
PAYROLLS, HEALTH, INFORMATION = "PAYEMS", "CES6562000001", "USINFO"
TEMPORARY, COMPUTER_SERVICES = "TEMPHELPS", "CES6054150001"

QUARTER, TWO_YEARS = 3, 24

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


def gap(panel: Panel, id: str, months: int = QUARTER) -> pd.Series:
    """A group's unemployment rate less that of all workers, percentage points."""
    return (unemployment(panel, id, months) - unemployment(panel, TOTAL, months)).dropna()


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


def _gap_change(panel: Panel, id: str) -> Reading:
    """Two-year change of a group's gap, in the last month that all exposed groups have."""
    changes = gap_changes(gaps_of(panel, EXPOSED), EXPOSED, TWO_YEARS)
    past = changes[id].round(9)  # means of tenths, without the noise of their division
    return Reading(float(past.iloc[-1]), period_end(past.index[-1], "monthly"), past=past)


@statistic
def unschooled_gap_change(panel: Panel) -> Reading:
    return _gap_change(panel, UNSCHOOLED)


@statistic
def ages_20_to_24_gap_change(panel: Panel) -> Reading:
    return _gap_change(panel, YOUNG)


@statistic
def recent_graduates_gap_change(panel: Panel) -> Reading:
    return _gap_change(panel, GRADUATES)


@statistic
def software_postings_lag(panel: Panel) -> Reading:
    """Change of software postings less that of all or none; no lag, 0, on a day on which they are not known."""
    day = _gap_change(panel, GRADUATES).day
    try:
        levels = panel[SOFTWARE_POSTINGS], monthly_mean(panel[ALL_POSTINGS])
    except MissingData:  # rewritten over their whole history: no past day has them
        return Reading(0.0, day)
    software, all_jobs = (maths.growth(level, months=TWO_YEARS) for level in levels)
    past = (software - all_jobs.clip(upper=0)).dropna()
    return Reading(float(past.get(pd.Timestamp(day.replace(day=1)), 0.0)), day, past=past)


@statistic
def low_schooled_gap_change(panel: Panel, *, months: int, unschooled: float, band: float) -> Reading:
    """Change of unemployment without college less that with a degree, points; `unschooled` weighs less than high school."""
    low = unschooled * unemployment(panel, UNSCHOOLED) + (1 - unschooled) * unemployment(panel, HIGH_SCHOOL)
    past = maths.change((low - unemployment(panel, BACHELORS)).dropna(), months=months)
    graduates = maths.change(gap(panel, GRADUATES), months=months)
    enough(past, graduates)
    return Reading(
        float(past.iloc[-1]),
        period_end(past.index[-1], "monthly"),
        error=band,
        null=0.0,
        sample=message("one change, of means of three months"),
        past=past,
        words={"months": months, "graduates": graduates.iloc[-1], "graduates_day": graduates.index[-1]},
    )


ANSWERS = {
    "supported": message(
        "Yes, though AI need not be why: unemployment of the low-schooled third rose against that of workers with degrees."
    ),
    "contradicted": message("No: unemployment of the low-schooled third fell against that of workers with degrees."),
    "mixed": message(
        "Not settled: unemployment of the low-schooled third did not clearly move against that of workers with degrees."
    ),
}


@words_of("low-skill-third")
def low_skill_words(said: Said) -> Words:
    read = said["low-schooled-gap-change"]
    low, high = read.span
    sentence = message(
        "Over {months} months to {day:month} unemployment without college moved by {change:±.2f} points ({low:±.1f} to "
        "{high:±.1f}; no change: 0) against that with a degree; over as many to {graduates_day:month} recent graduates' "
        "moved by {graduates:±.2f} against all workers'.",
        day=read.day,
        change=read.value,
        low=low,
        high=high,
        **read.words,
    )
    return Words(ANSWERS[said.status], sentence)
