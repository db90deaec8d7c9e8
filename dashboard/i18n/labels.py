"""Labels computed from the data: source lines, dates, alt text, numbers.

No label is written by hand for a particular chart, so none can be out of date. All are in the reader's
language; units are given in English and decide the form of a number.
"""

import re
from collections.abc import Iterable
from datetime import date

import numpy as np
import pandas as pd

from dashboard.i18n.locale import format_day, format_dollars, format_number, language, translate, translate_list
from indicators.explore.chart import is_calculated, plots
from indicators.i18n.messages import ENGLISH
from indicators.judging.attribution import Cause
from indicators.model import Claim, Frequency, Indicator, Series
from indicators.model.frequency import FREQUENCIES, coarseness, finest, guess
from indicators.model.periods import period_end
from indicators.model.unit import parse
from indicators.panel.panel import Panel, Provenance
from indicators.store.store import SHIPPED

#: Prefix of the terms of freely usable series, which a picture does not name.
PUBLIC_DOMAIN = "public domain"
#: Minimum distance in days at which a line counts as ending before others.
FEW_DAYS = 14
#: The fewest days of a month.
MONTH = 28


def day_name(day: date) -> str:
    """1 December 2025."""
    return format_day(day)


def period_name(day: date, frequency: Frequency) -> str:
    """The name of the period that begins on a day: 2026Q2, August 2026, 2025."""
    return format_day(day, FREQUENCIES[frequency].form)


def frequency_of(rows: pd.DataFrame, panel: Panel, of_all: bool = False) -> Frequency:
    """How often a line has a value; with `of_all` the frequency whose periods tell all dates of `rows` apart.

    `rows` are dated and tidy. Those of a reader's own chart declare it, in a column `frequency`. Nothing declares an
    indicator's, which may sum up its series to months or take single days of them, nor that of what is published now
    and then: it is read from how far the dates are apart, here and nowhere else, and is no finer than the finest series.
    """
    series = {origin.series.frequency for origin in panel.provenance.values()}
    known: set[Frequency] = {*rows.frequency} if "frequency" in rows else series
    least = "daily" if "irregular" in known or not known else finest(known)
    if "frequency" in rows and "irregular" not in known:
        return least
    steps = np.diff(np.unique(rows.x.to_numpy().astype("datetime64[D]").astype(int)))  # days
    usual = (steps.min() if of_all else np.median(steps)) if len(steps) else np.nan
    return max(least, guess(float(usual)), key=coarseness)


def ended(rows: pd.DataFrame, last: date, panel: Panel) -> str:
    """The last period of a line, where it ends one or more before the last day shown; elsewhere empty."""
    end, frequency = rows.x.iloc[-1].date(), frequency_of(rows, panel)
    is_short = (last - end).days >= max(FEW_DAYS, FREQUENCIES[frequency].spacing[0])
    return period_name(end, frequency) if is_short else ""


def number(value: float, unit: str, decimals: int = 1) -> str:
    """A value as a label: dollars scaled ($5.4tn), percent with its sign, others plain."""
    sign = "−" if value < 0 and round(abs(value), decimals) else ""
    if parse(unit).is_currency:
        return sign + format_dollars(abs(value), decimals)
    percent = "%" if parse(unit).is_percent else ""
    return f"{sign}{format_number(abs(value), f',.{decimals}f')}{percent}"


def amount(value: float | None, unit: str) -> str:
    """A deciding number as on the board; empty where there is none."""
    return "" if value is None else number(value, unit, 0 if abs(value) >= 10 or value == int(value) else 2)


def unit_beside(unit: str) -> str:
    """The text of a unit after a number with its percent sign."""
    if not parse(unit).is_percent:
        return translate(unit)
    if language() == ENGLISH:
        return parse(unit).after_sign
    return _SIGN.sub(r"\1", translate(unit).removeprefix("% "))


#: A percent sign in brackets, alone or before other text.
_SIGN = re.compile(r"[（(]%[）)]|([（(])%[、,] ?")


def causes(found: Iterable[Cause]) -> str:
    """What changed a verdict: the releases, of a series without one its id; after releases alone no revision is named."""
    known = list(found)
    told = [one for one in known if one.change != "revised"] or known
    names = dict.fromkeys(one.release or one.series for one in told)
    return translate("after {names:and}", names=list(names)) if names else ""


def source_line(panel: Panel, calculated: bool = True, ids: bool = True, most: int = 99) -> str:
    """Who published the series used, with their ids unless told otherwise, by agency in order of first use, those
    first whose series come by FRED; of more than `most` agencies the rest are counted.

    Empty where no series was used: the caveat gives the source of published points.
    """
    if not panel.provenance:
        return ""
    agencies = list(dict.fromkeys(origin.series.agency for origin in panel.provenance.values()))
    shown = [one for one in panel.provenance.values() if one.series.agency in agencies[:most]]
    by_fred, others = (_agencies([one.series for one in shown if _is_by_fred(one) is by], ids) for by in (True, False))
    if by_fred:
        by_fred = translate("{names} via FRED", names=by_fred)
    names = translate_list([*filter(None, (by_fred, others))], "semicolon")
    if len(agencies) > most:
        names = translate(
            "{names} and {count} other agency",
            "{names} and {count} other agencies",
            names=names,
            count=len(agencies) - most,
        )
    if calculated:
        return translate("Source: {names}; Claimboard's calculations.", names=names)
    return translate("Source: {names}.", names=names)


def _is_by_fred(origin: Provenance) -> bool:
    return origin.series.sources[0].startswith("fred:")


def _agencies(series: list[Series], ids: bool) -> str:
    """The agencies of some series, with their ids or without, in order of first use."""
    of: dict[str, list[str]] = {}
    for one in series:
        of.setdefault(one.agency, []).append(one.id)
    return translate_list(
        [f"{translate(name)} ({', '.join(used)})" if ids else translate(name) for name, used in of.items()], "semicolon"
    )


def provenance(panel: Panel, indicator: Indicator, ids: bool = True, most: int = 99) -> str:
    """The source line of an indicator and the terms of its series."""
    source = source_line(panel, is_calculated(indicator), ids, most)
    return translate_list([*filter(None, (source, terms_line(panel, ids)))], "sentences")


def terms_line(panel: Panel, ids: bool = True) -> str:
    """The terms of the series that are not in the public domain, by id unless told otherwise; empty where all are."""
    by_terms: dict[str, list[str]] = {}
    for id, origin in panel.provenance.items():
        if not origin.series.terms.startswith(PUBLIC_DOMAIN):
            by_terms.setdefault(origin.series.terms, []).append(id)
    said = [
        translate("{ids}: {terms}.", ids=", ".join(used), terms=terms)
        if ids
        else translate("{terms:title}.", terms=terms)
        for terms, used in by_terms.items()
    ]
    return translate_list(said, "sentences")


def date_line(panel: Panel, lines: pd.DataFrame | None = None) -> str:
    """The reach and vintage of the data, and whether it is as shipped or as of a day.

    With `lines` (a tidy frame), the reach is at most their last period.
    """
    if not panel.provenance or panel.through is None:
        return ""
    origins = list(panel.provenance.values())
    parts = [_reach(panel, lines)]
    parts.append(translate("vintage {days}", days=_vintages(o.vintage for o in origins)))
    if all(origin.source == SHIPPED for origin in origins):
        parts.insert(0, translate("figures as shipped"))
    if panel.as_of:
        parts.append(translate("as known on {day:day}, {basis}", day=panel.as_of, basis=panel.basis))
    return translate("{parts:title}.", parts=translate_list(parts))


def _reach(panel: Panel, lines: pd.DataFrame | None) -> str:
    """The period that every series reaches; and where others go a month or more further, the last of theirs too."""
    ends = [(one.through, period_name(one.last, one.series.frequency)) for one in panel.provenance.values()]
    if lines is not None and isinstance(lines.x.iloc[0], pd.Timestamp):
        end = _end(lines, panel)
        ends = [min(one, end, key=_day) for one in ends]
    (first, begin), (last, end_name) = min(ends, key=_day), max(ends, key=_day)
    if (last - first).days < MONTH:
        return translate("data through {reach}", reach=begin)
    return translate("data through {first} to {last}", first=begin, last=end_name)


def _day(end: tuple[date, str]) -> date:
    return end[0]


def _end(lines: pd.DataFrame, panel: Panel) -> tuple[date, str]:
    """The last day of the last period that any line has, and the name of that period."""
    by_line = lines.groupby("line", sort=False)
    lasts = [(rows.x.iloc[-1].date(), frequency_of(rows, panel)) for _, rows in by_line]
    return max(((period_end(*last), period_name(*last)) for last in lasts), key=_day)


def _vintages(days: Iterable[date]) -> str:
    first, *_, last = [*sorted(days)] * 2
    first, last = min(first, last), max(first, last)
    return day_name(last) if first == last else translate("{first:day} to {last:day}", first=first, last=last)


def x_name(x: object, frequency: Frequency) -> str:
    return period_name(x.date(), frequency) if isinstance(x, pd.Timestamp) else translate(str(x))


def alt_text(indicator: Indicator, frame: pd.DataFrame, frequency: Frequency) -> str:
    """The alt text of a chart: each line's last value, change and range.

    Dates are named by the frame's column `frequency` where it has one, else by the one given.
    """
    if not indicator.hints.chart.has_plots:
        lines = _lines_in_words(frame, indicator, frequency)
    else:
        parts = ((own.title, _lines_in_words(rows, own, frequency)) for own, rows in plots(indicator, frame))
        lines = translate_list(
            [translate("{plot}: {lines}", plot=plot, lines=lines) for plot, lines in parts], "sentences"
        )
    return translate("{title}, {unit}. {lines}", title=indicator.title, unit=indicator.unit, lines=lines)


def _lines_in_words(frame: pd.DataFrame, indicator: Indicator, frequency: Frequency) -> str:
    lines = frame.groupby("line", sort=False)
    return translate_list([_line_in_words(str(name), line, indicator, frequency) for name, line in lines], "sentences")


def _line_in_words(name: str, line: pd.DataFrame, indicator: Indicator, frequency: Frequency) -> str:
    def at(row: pd.Series) -> str:
        value = number(row.value, indicator.unit, indicator.hints.decimals)
        return translate("{value} in {period}", value=value, period=x_name(row.x, row.get("frequency", frequency)))

    last, first = line.iloc[-1], line.iloc[0]
    if len(line) < 4 or not isinstance(last.x, pd.Timestamp):
        return translate("{line}: {values:comma}.", line=name, values=[at(row) for _, row in line.iterrows()])
    high, low = line.loc[line.value.idxmax()], line.loc[line.value.idxmin()]
    return translate(
        "{line}: {last}, from {first}; highest {high}, lowest {low}.",
        line=name,
        last=at(last),
        first=at(first),
        high=at(high),
        low=at(low),
    )


def quoted(claim: Claim) -> str:
    """The quote of a claim in the reader's edition of the article; in our English where there is none."""
    words: str = getattr(claim, language())
    return words


def sentence(text: str) -> str:
    """A text with a full stop at its end."""
    return text if text.endswith((".", "。")) else translate("{text}.", text=text)


def plain(text: str) -> str:
    """Text escaped for Markdown: a provider's text is never markup, a link or a picture."""
    return re.sub(r"([\\`*_{}\[\]()<>#!|~$:])", r"\\\1", text)
