"""A reader's own chart: a choice of series and transforms, as an indicator and its frame.

Its title, unit, formula and caveat are derived from the choice, so that a chart of the explorer has all
that a chart of a thesis has.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from indicators.catalogue import catalogue
from indicators.explore import pipeline
from indicators.explore.formula import CALCULATED
from indicators.explore.pipeline import Choice, Line, Lines, Work
from indicators.i18n.messages import fill, joined, message
from indicators.judging import registry
from indicators.model import Hints, Indicator
from indicators.model.missing import MissingData
from indicators.model.unit import parse
from indicators.panel.panel import Panel

ID = "explorer"
#: The formula of a chart without calculation.
AS_PUBLISHED = message("as published, no transformation")
#: Counts from here on are shown in millions or billions; dollars are scaled by the labels.
_SCALES = ((1e9, message("billions of {unit}")), (1e6, message("millions of {unit}")))
#: Where the unit is no noun.
_BARE_SCALES = ((1e9, message("{unit}, in billions")), (1e6, message("{unit}, in millions")))


@dataclass(frozen=True)
class Explored:
    """The chart of a choice, and the notes beside it."""

    indicator: Indicator
    #: Tidy, with the columns `unit`, `panel` (the name of the plot a row is drawn in) and `frequency`, of its line.
    frame: pd.DataFrame
    #: What is drawn, and what is missing of what was to be.
    panel: Panel
    notes: tuple[str, ...]
    #: What is wrong with formulas, by their number.
    faults: Mapping[int, str]


def explore(choice: Choice, panel: Panel) -> Explored:
    """The chart of a choice. Raises MissingData, naming every cause, when nothing of it can be drawn."""
    work = pipeline.begin(choice, panel)
    lines = pipeline.carry_out(work)
    if not lines:
        said = dict.fromkeys([*work.notes, *work.faults.values()])
        raise MissingData(" ".join(said) or message("Nothing is known for that choice."))
    frame = _frame(_scaled(lines), choice)
    drawn = _drawn(lines, choice)
    shown = work.panel.only([*drawn, *work.panel.missing])
    indicator = _indicator(frame, work, drawn)
    return Explored(indicator, frame, shown, tuple(dict.fromkeys(work.notes)), work.faults)


def _drawn(lines: Lines, choice: Choice) -> tuple[str, ...]:
    """The series that the lines are made of: what was read and left out is credited nowhere."""
    used = frozenset().union(*(line.of for line in lines.values()))
    return tuple(id for id in dict.fromkeys(choice.reads) if id in used)


def _scaled(lines: Lines) -> list[Line]:
    """Large counts in millions or billions, the same for all lines of a unit."""
    highest: dict[str, float] = {}
    for line in lines.values():
        highest[line.unit] = max(highest.get(line.unit, 0), float(line.values.abs().max()))
    return [_scaled_by(line, highest[line.unit]) for line in lines.values()]


def _scaled_by(line: Line, highest: float) -> Line:
    if not parse(line.unit).is_count:
        return line
    for factor, words in _BARE_SCALES if line.unit == CALCULATED else _SCALES:
        if highest >= factor:
            return replace(line, values=line.values / factor, unit=fill(words, {"unit": line.unit}))
    return line


def _frame(lines: list[Line], choice: Choice) -> pd.DataFrame:
    names = _names(lines)
    frame = registry.tidy({names[line.name]: line.values for line in lines})
    units = {names[line.name]: line.unit for line in lines}
    frequencies = {names[line.name]: line.frequency for line in lines}
    apart = {name: message("{name}: {unit}", name=name, unit=unit) for name, unit in units.items()}
    panels = apart if choice.apart else units
    own = {"unit": units, "panel": panels, "frequency": frequencies}
    places, known = pd.factorize(frame.line)
    # dtype object: other columns would convert a Message to str.
    by_line = {column: np.array([of[line] for line in known], object) for column, of in own.items()}
    columns = {column: pd.Series(words[places], frame.index, object) for column, words in by_line.items()}
    return frame.assign(**columns)


def _names(lines: list[Line]) -> dict[str, str]:
    """The name of each line: its title where all titles are short and distinct, else its id."""
    known = catalogue.series()
    titles = {line.name: known[line.name].title for line in lines if line.name in known}
    called = [titles.get(line.name, line.name) for line in lines]
    if any(len(title) > 36 for title in titles.values()) or len(set(called)) < len(called):
        titles = {}
    return {line.name: titles.get(line.name, line.name) for line in lines}


def _indicator(frame: pd.DataFrame, work: Work, drawn: tuple[str, ...]) -> Indicator:
    choice = work.choice
    several = frame.panel.nunique() > 1
    unit: str = frame.unit.iloc[0] if frame.unit.nunique() == 1 else message("each plot in its own unit")
    log = choice.log and bool((frame.value > 0).all())
    if choice.log and not log:
        work.notes.append(message("A logarithmic scale needs values above zero; the scale is linear."))
    return Indicator(
        id=ID,
        thesis=ID,
        title=_title(frame, choice),
        unit=joined([unit, *(brief for _, brief in work.steps if brief)], "semicolon"),
        formula=_numbered([words for words, _ in work.steps]),
        series=drawn,
        serves=(),
        compute=lambda panel: explore(choice, panel).frame,
        hints=Hints(
            "panels" if several else "line", decimals(frame.value, unit), recessions=choice.recessions, log=log
        ),
        caveat=joined([*dict.fromkeys(work.cautions), *_stated(drawn)], "sentences"),
        method=message("FRED's formulas in FRED's order (frequency, units, formula), by date and never across a gap"),
    )


def _stated(drawn: tuple[str, ...]) -> list[str]:
    """The catalogue's caveats on the series."""
    notes = {id: catalogue.find_series(id).note for id in drawn}
    return [message("{id}: {note}", id=id, note=note) for id, note in notes.items() if note]


def _numbered(steps: list[str]) -> str:
    if len(steps) < 2:
        return steps[0] if steps else AS_PUBLISHED
    *before, last = (message("({n}) {step}", n=n, step=step) for n, step in enumerate(steps, 1))
    return joined([*(message("{sentence}.", sentence=step) for step in before), last], "sentences")


def _title(frame: pd.DataFrame, choice: Choice) -> str:
    """The lines by name, those that fit."""
    names = list(dict.fromkeys(frame.line))
    known = catalogue.series()
    names = [known[name].title if name in known else name for name in names]
    if len(names) > 2:
        return message("{names:dot} · {count} more", names=names[:2], count=len(names) - 2)
    return joined(names, "dot")


def is_calculated(indicator: Indicator) -> bool:
    """Whether a chart's series were transformed, which its source line states."""
    return indicator.formula != AS_PUBLISHED


def plots(indicator: Indicator, frame: pd.DataFrame) -> list[tuple[Indicator, pd.DataFrame]]:
    """The indicator of each plot of a frame, titled by its panel and in its own unit, and its rows."""
    found = []
    for _, rows in frame.groupby("panel", sort=False):
        unit: str = rows.unit.iloc[0]
        hints = replace(indicator.hints, kind="line", decimals=decimals(rows.value, unit))
        title = message("{plot:title}", plot=rows.panel.iloc[0])
        found.append((replace(indicator, title=title, unit=unit, hints=hints), rows))
    return found


def decimals(values: pd.Series, unit: str) -> int:
    """Decimals that give a median value three digits, at the scale of dollar labels, without trailing zeros."""
    middling = float(values.abs().median())
    if middling == 0 or not math.isfinite(middling):
        return 1
    digits = math.floor(math.log10(middling))
    if parse(unit).is_currency:
        return min(max(2 - (digits % 3 if digits > 2 else digits), 0), 4)
    rate = parse(unit).measure in ("percent", "points", "deviations")
    wanted = min(max(2 - digits, 1), 2) if rate else min(max(2 - digits, 0), 4)
    exact = (places for places in range(wanted) if ((values - values.round(places)).abs() < 1e-9).all())
    return max(next(exact, wanted), 1 if rate else 0)
