"""Labels computed from the data: source lines, dates, alt text, numbers.

No label is written by hand for a particular chart, so none can be out of date. All are in the reader's
language; units are given in English and decide the form of a number.
"""

import re
from collections.abc import Iterable
from datetime import date

import pandas as pd

from dashboard.i18n.locale import format_day, format_dollars, format_number, language, translate, translate_list
from indicators.explore.chart import is_calculated, plots
from indicators.i18n.messages import ENGLISH
from indicators.model import Claim, Frequency, Indicator, Series
from indicators.model.frequency import FREQUENCIES, guess
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


def usual_step(days: pd.Series) -> float:
    """The median distance of a line's dates, days; NaN for a single date."""
    return float(days.diff().dt.days.median())


def frequency_of(days: pd.Series) -> Frequency:
    """The frequency of a line by its dates; dates finer than monthly are named by day."""
    return guess(usual_step(days))


def ended(days: pd.Series, last: date) -> str:
    """The last period of a line that ends at least one period before the last day shown; else empty."""
    end = days.iloc[-1].date()
    is_short = (last - end).days >= max(FEW_DAYS, 0.9 * usual_step(days))  # months and quarters differ in length
    return period_name(end, frequency_of(days)) if is_short else ""


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
    parts = [_reach(origins, lines)]
    parts.append(translate("vintage {days}", days=_vintages(o.vintage for o in origins)))
    if all(origin.source == SHIPPED for origin in origins):
        parts.insert(0, translate("figures as shipped"))
    if panel.as_of:
        parts.append(translate("as known on {day:day}, {basis}", day=panel.as_of, basis=panel.basis))
    return translate("{parts:title}.", parts=translate_list(parts))


def _reach(origins: list[Provenance], lines: pd.DataFrame | None) -> str:
    """The last period common to all series; where others reach a month or more further, theirs too."""
    ends = [(origin.through, period_name(origin.last, origin.series.frequency)) for origin in origins]
    if lines is not None and isinstance(lines.x.iloc[0], pd.Timestamp):
        end = _end(lines)
        ends = [min(one, end, key=_day) for one in ends]
    (first, begin), (last, end_name) = min(ends, key=_day), max(ends, key=_day)
    if (last - first).days < MONTH:
        return translate("data through {reach}", reach=begin)
    return translate("data through {first} to {last}", first=begin, last=end_name)


def _day(end: tuple[date, str]) -> date:
    return end[0]


def _end(lines: pd.DataFrame) -> tuple[date, str]:
    """The end of the last period of any line, and that period's name."""
    lasts = [(days.iloc[-1].date(), frequency_of(days)) for _, days in lines.groupby("line", sort=False).x]
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
