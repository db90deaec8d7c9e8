"""Words and numbers for people, computed from the data: source lines, dates, alt text, formats.

Nothing here is typed by hand about a particular chart, so nothing here can be out of date.
"""

import re
from collections.abc import Iterable
from datetime import date

import pandas as pd

from indicators.data.panel import Panel, Provenance
from indicators.data.periods import quarter
from indicators.data.store import SHIPPED
from indicators.exploration import plots
from indicators.model import Frequency, Indicator

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_SCALES = ((1.0, ""), (1e3, "k"), (1e6, "m"), (1e9, "bn"), (1e12, "tn"))


def day_name(day: date) -> str:
    """1 December 2025."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def period_name(day: date, frequency: Frequency) -> str:
    """The period that begins on a day, named as the field names it: 2026Q2, August 2026, 2025."""
    if frequency == "quarterly":
        return quarter(day)
    if frequency == "monthly":
        return f"{MONTHS[day.month - 1]} {day.year}"
    return str(day.year) if frequency == "annual" else day_name(day)


def number(value: float, unit: str, decimals: int = 1) -> str:
    """A value as a label has it: dollars scaled ($5.4tn), percent with its sign, others plain."""
    sign = "−" if value < 0 and round(abs(value), decimals) else ""
    if "dollars" in unit:
        return f"{sign}${_scaled(abs(value), decimals)}"
    percent = "%" if unit.startswith("percent") and "points" not in unit else ""
    return f"{sign}{abs(value):,.{decimals}f}{percent}"


def amount(value: float | None, unit: str) -> str:
    """A deciding number as the board shows it; empty where there is none."""
    return "" if value is None else number(value, unit, 0 if abs(value) >= 10 or value == int(value) else 2)


def unit_beside(unit: str) -> str:
    """A unit as it reads after a number that already carries its percent sign."""
    return unit.removeprefix("percent ") if "points" not in unit else unit


def _scaled(value: float, decimals: int) -> str:
    """To the first scale on which it is under a thousand once rounded: $1m and never $1,000k."""
    fitting = ((factor, name) for factor, name in _SCALES if round(value / factor, decimals) < 1000)
    factor, name = next(fitting, _SCALES[-1])
    return f"{value / factor:,.{decimals}f}{name}"


def source_line(panel: Panel, calculated: bool = True, ids: bool = True, most: int = 99) -> str:
    """Who published the series used, with their ids unless told otherwise, by agency in order of first use; of
    more than `most` agencies the rest are counted.

    Empty where no series was used: published points say in their caveat where they come from.
    """
    if not panel.provenance:
        return ""
    by_agency: dict[str, list[str]] = {}
    for id, origin in panel.provenance.items():
        by_agency.setdefault(origin.series.agency, []).append(id)
    names = "; ".join(
        f"{agency} ({', '.join(used)})" if ids else agency for agency, used in [*by_agency.items()][:most]
    )
    names += f" and {len(by_agency) - most} other agencies" if len(by_agency) > most else ""
    via = " via FRED" if any(o.series.sources[0].startswith("fred:") for o in panel.provenance.values()) else ""
    return f"Source: {names}{via}" + ("; Claimboard's calculations." if calculated else ".")


def date_line(panel: Panel) -> str:
    """How far the data reaches, of what vintage it is, and whether it is as shipped or as of a day."""
    if not panel.provenance or panel.through is None:
        return ""
    origins = list(panel.provenance.values())
    parts = [f"Data through {_reach(origins)}", f"vintage {_vintages(o.vintage for o in origins)}"]
    if all(origin.source == SHIPPED for origin in origins):
        parts.insert(0, "Figures as shipped")
    if panel.as_of:
        parts.append(f"as known on {day_name(panel.as_of)}, {panel.basis}")
    text = ", ".join(parts)
    return text[0].upper() + text[1:].replace("Data through", "data through", 1 if len(parts) > 2 else 0) + "."


def _reach(origins: list[Provenance]) -> str:
    shortest = min(origins, key=lambda origin: origin.through)
    return period_name(shortest.last, shortest.series.frequency)


def _vintages(days: Iterable[date]) -> str:
    first, *_, last = [*sorted(days)] * 2
    first, last = min(first, last), max(first, last)
    return day_name(last) if first == last else f"{day_name(first)} to {day_name(last)}"


def x_name(x: object, frequency: Frequency) -> str:
    return period_name(x.date(), frequency) if isinstance(x, pd.Timestamp) else str(x)


def alt_text(indicator: Indicator, frame: pd.DataFrame, frequency: Frequency) -> str:
    """What the chart shows, for who cannot see it: each line's last value, its change and its range."""
    if indicator.hints.kind != "panels":
        return f"{indicator.title}, {indicator.unit}. {_lines_in_words(frame, indicator, frequency)}"
    parts = (f"{own.title}: {_lines_in_words(rows, own, frequency)}" for own, rows in plots(indicator, frame))
    return f"{indicator.title}, {indicator.unit}. {' '.join(parts)}"


def _lines_in_words(frame: pd.DataFrame, indicator: Indicator, frequency: Frequency) -> str:
    lines = frame.groupby("line", sort=False)
    return " ".join(_line_in_words(str(name), line, indicator, frequency) for name, line in lines)


def _line_in_words(name: str, line: pd.DataFrame, indicator: Indicator, frequency: Frequency) -> str:
    def at(row: "pd.Series") -> str:
        return f"{number(row.value, indicator.unit, indicator.hints.decimals)} in {x_name(row.x, frequency)}"

    last, first = line.iloc[-1], line.iloc[0]
    if len(line) < 4 or not isinstance(last.x, pd.Timestamp):
        return f"{name}: " + ", ".join(at(row) for _, row in line.iterrows()) + "."
    high, low = line.loc[line.value.idxmax()], line.loc[line.value.idxmin()]
    return f"{name}: {at(last)}, from {at(first)}; highest {at(high)}, lowest {at(low)}."


def plain(text: str) -> str:
    """Text that Markdown leaves as it is: words of a provider are never markup, a link or a picture."""
    return re.sub(r"([\\`*_{}\[\]()<>#!|~$:])", r"\\\1", text)
