"""What tests of household inequality share: the shipped figures, and short ways to read them."""

from datetime import date

import pandas as pd

from indicators.catalogue import catalogue
from indicators.judging import registry
from indicators.panel import panel
from indicators.panel.panel import Panel
from indicators.store.store import Store


def claimed(store: Store, claim: str, as_of: date | None = None) -> Panel:
    return panel.read(store, catalogue.claims()[claim].series, as_of)


def series(store: Store, *ids: str) -> Panel:
    return panel.read(store, ids)


def indicated(store: Store, id: str, **chosen: object) -> pd.DataFrame:
    one = registry.indicators()[id]
    return registry.run(one, panel.read(store, one.series), **chosen)[0]


def rows(frame: pd.DataFrame, line: str | None = None) -> dict[str, float]:
    chosen = frame[frame.line == line] if line else frame
    return dict(zip(chosen.x, chosen.value, strict=True))
