"""Charts of a reader's own, from the figures that ship."""

from datetime import date

import pandas as pd
import pytest

from dashboard.charts.spec import WIDE, Frame, Sketch
from dashboard.theme.tokens import LIGHT
from indicators.explore.chart import Explored, explore
from indicators.explore.pipeline import Choice
from indicators.panel import panel
from indicators.store.store import Store

SEVERAL = ("GDP", "UNRATE", "CPIAUCSL", "WALCL", "PAYEMS", "DGS10")


class Data:
    """Each series by itself, and what is made of a choice: series of one family that are read together fit each other."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __getitem__(self, id: str) -> pd.Series:
        return panel.read(self._store, [id])[id]

    def explore(self, choice: Choice, day: date | None = None) -> Explored:
        return explore(choice, panel.read(self._store, choice.reads, day))


@pytest.fixture(scope="module")
def data(store: Store) -> Data:
    return Data(store)


def line(explored: Explored, name: str = "") -> pd.Series:
    """A line's values by date; the only one where no name is given."""
    rows = explored.frame[explored.frame.line == name] if name else explored.frame
    return rows.set_index("x").value


def sketch(explored: Explored, size: Frame = WIDE) -> Sketch:
    return Sketch(explored.indicator, explored.frame, explored.panel, LIGHT, size)
