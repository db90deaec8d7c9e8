"""Revisions of one series: two vintages of it as two lines, in the reader's units, and what the later one changed."""

from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from indicators.explore.chart import decimals, explore
from indicators.explore.pipeline import NONE, Choice
from indicators.i18n.messages import message
from indicators.judging import registry
from indicators.model import Hints, Indicator
from indicators.model.missing import MissingData
from indicators.panel.panel import Panel

ID = "revisions"


@dataclass(frozen=True)
class Revised:
    """Two vintages of a series, and what differs between them."""

    indicator: Indicator
    #: Tidy: a line a vintage, and the column `frequency`.
    frame: pd.DataFrame
    #: The later vintage.
    panel: Panel
    #: By the first day of the period, ascending: `before` and `after` of the periods that both have.
    shared: pd.DataFrame

    @property
    def changed(self) -> pd.DataFrame:
        """The periods whose value is another, with their `change`."""
        change = self.shared.after - self.shared.before
        return self.shared.assign(change=change)[change.abs() > 1e-9 * self.shared.before.abs()]

    @property
    def largest(self) -> pd.Timestamp:
        """The period that was revised most. Raises ValueError where none was."""
        return self.changed.change.abs().idxmax()


def compare(choice: Choice, before: Panel, after: Panel) -> Revised:
    """The first series of a choice in two vintages, at its frequency and in its units; formulas are left aside.

    Raises MissingData where a vintage cannot be drawn, and where both are the same one.
    """
    id = choice.series[0]
    alone = replace(choice, series=(id,), units=choice.units[:1], formulas=(), names=(), score=NONE, apart=False)
    older, newer = (explore(alone, panel) for panel in (before, after))
    days = [_vintage(one.panel, id) for one in (older, newer)]
    if days[0] >= days[1]:
        raise MissingData(
            message("{id}: the vintage of {day:day} is the only one held by then", id=id, day=days[0])
            if days[0] == days[1]
            else message("{id}: the second vintage is to be the later one", id=id)
        )
    if older.indicator.unit != newer.indicator.unit:
        raise MissingData(message("{id}: the two vintages are in different units", id=id))
    names = [day.isoformat() for day in days]
    values = [one.frame.set_index("x").value for one in (older, newer)]
    frame = registry.tidy(dict(zip(names, values, strict=True))).assign(frequency=newer.frame.frequency.iloc[0])
    shared = pd.concat({"before": values[0], "after": values[1]}, axis=1, join="inner")
    return Revised(_indicator(newer.indicator, frame, id, names), frame, newer.panel, shared)


def _vintage(panel: Panel, id: str) -> date:
    return panel.provenance[id].vintage


def _indicator(drawn: Indicator, frame: pd.DataFrame, id: str, names: list[str]) -> Indicator:
    return replace(
        drawn,
        id=ID,
        title=message("{title}, as known on {days:and}", title=drawn.title, days=names),
        hints=Hints("line", decimals(frame.value, drawn.unit), focus=names[1], quiet=(names[0],), recessions=False),
        caveat=message("A series that was rebased or redefined in between differs throughout."),
        compute=lambda _: frame,
    )
