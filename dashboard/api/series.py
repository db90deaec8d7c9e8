"""Series as answers: what they are, and their observations as known on a day or at a moment, in base units."""

from typing import Any

import pandas as pd

from dashboard.api.asked import Asked, Refused
from dashboard.exports import bundle
from dashboard.i18n import labels
from dashboard.i18n.locale import translate
from dashboard.session import state
from indicators.catalogue import catalogue
from indicators.model import Series, unit
from indicators.panel.panel import Panel


def series_of(id: str) -> Series:
    """Raises Refused for an unknown one."""
    if one := catalogue.series().get(id):
        return one
    raise Refused(404, translate("There is no series of this name; the page Data lists them."))


def as_csv(asked: Asked, one: Series) -> str:
    """The observations, in the columns that figures of charts have. Raises Refused where there are none."""
    panel = _panel(asked, one)
    said = [
        _base(one),
        labels.source_line(panel, calculated=False),
        labels.sentence(one.terms),
        labels.date_line(panel),
    ]
    head = ["Entity", "Day", one.title, "Unit", "Source", "Terms", "Dates"]
    rows = [
        [one.id, f"{day:%Y-%m-%d}", float(f"{value:.10g}"), said[0], *(said[1:] if n == 0 else [""] * 3)]
        for n, (day, value) in enumerate(_items(panel[one.id]))
    ]
    return bundle.table([head, *rows])


def as_json(asked: Asked, one: Series) -> str:
    """The same with what is known about the series. Raises Refused where there are none."""
    panel = _panel(asked, one)
    origin, values = panel.provenance[one.id], panel[one.id]
    own = {name: getattr(one, name) for name in ("id", "title", "agency", "frequency", "adjustment", "terms")}
    reach: dict[str, Any] = {
        "unit": _base(one),
        "source": origin.source,
        "vintage": origin.vintage,
        "basis": origin.basis,
    }
    reach |= {"first": f"{values.index[0]:%Y-%m-%d}", "last": f"{values.index[-1]:%Y-%m-%d}", "rows": len(values)}
    rows = [[f"{day:%Y-%m-%d}", float(f"{value:.10g}")] for day, value in _items(values)]
    return bundle.dumped(own | reach | {"as_of": asked.view.day, "software": bundle.software(), "observations": rows})


def _panel(asked: Asked, one: Series) -> Panel:
    panel = state.panel_of(asked.now, asked.view, (one.id,))
    if one.id in panel.missing:
        raise Refused(404, translate("{id}: {reason}.", id=one.id, reason=panel.missing[one.id]))
    return panel


def _items(values: pd.Series) -> list[tuple[Any, float]]:
    return list(zip(values.index, values.tolist(), strict=True))


def _base(one: Series) -> str:
    return unit.parse(one.unit).base
