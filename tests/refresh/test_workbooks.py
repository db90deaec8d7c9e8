"""What comes in workbooks passes the gate into the store, and the charts beside the claims are drawn from it."""

import math
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest

from dashboard.charts import drawing
from dashboard.charts.spec import WIDE, Sketch
from dashboard.theme.tokens import LIGHT
from indicators.catalogue import catalogue
from indicators.judging import registry
from indicators.panel import panel
from indicators.providers import shared_file
from indicators.refresh import engine
from indicators.refresh.due import due
from indicators.store.store import Attempt, Store, end_of, open_store
from indicators.theses.flows import bond_distress, vix_term_structure
from tests.providers import shapes, workbooks
from tests.refresh.conftest import Fred

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
Rows = list[tuple[date, float]]


@pytest.fixture
def own(tmp_path: Path) -> Store:
    """The figures that ship, in a store that a refresh may write."""
    return open_store(tmp_path / "store.sqlite")


@pytest.fixture
def refresh(own: Store, fred: Fred) -> Callable[..., list[Attempt]]:
    """Let the providers have figures of some series, and ask for these."""

    def run(**figures: Rows) -> list[Attempt]:
        shared_file.forget()
        for id, rows in figures.items():
            one = catalogue.series()[id]
            shapes.say(fred, one.sources[0], one, rows)
        return list(engine.run(own, due(own, NOW, only=tuple(figures)), clock=lambda: NOW).attempts)

    return run


def every(days: int, first: date, last: date, value: Callable[[int], float]) -> Rows:
    return [(first + timedelta(days=n), value(n)) for n in range(0, (last - first).days + 1, days)]


def frame_of(store: Store, id: str) -> pd.DataFrame:
    one = registry.indicators()[id]
    frame, view = registry.run(one, panel.read(store, one.series))
    written = " ".join(note.text for note in drawing.figure(Sketch(one, frame, view, LIGHT, WIDE)).layout.annotations)
    assert all(origin.series.agency.split()[-1] in written for origin in view.provenance.values() if origin), written
    return frame


def newest(store: Store, id: str, day: date) -> date:
    return date.fromordinal(max(dict(store.states({id: end_of(day)})[id])))


def test_weeks_of_inversion_are_set_beside_others_by_distress(own: Store, refresh: Callable[..., list[Attempt]]):
    """A market that is in distress in the very weeks in which a close was inverted."""
    closes = panel.read(own, vix_term_structure.RATIO)
    inverted = set((vix_term_structure.ratio(closes) > 1).resample("W-FRI").max().pipe(lambda w: w[w].index.date))
    first, last = date(2006, 1, 6), date(2026, 10, 30)

    def index(n: int) -> float:
        return 0.2 + 0.1 * math.sin(n / 50) + (0.5 if first + timedelta(days=n) in inverted else 0.0)

    same = {id: every(7, first, last, index) for id in bond_distress.MARKETS}
    for id, rows in same.items():  # each answer has one column that varies
        (attempt,) = refresh(**{id: rows})
        assert (attempt.outcome, attempt.rows) == ("new", len(rows)), attempt.cause
    found = frame_of(own, "distress-when-inverted").set_index(["x", "line"])
    for market in ("All bonds", "Investment grade", "High yield"):
        assert found.value[market, "Weeks with an inverted close"] == 100
        assert 0 < found.value[market, "Other weeks"] < 25
        assert (
            found.low[market, "Other weeks"] <= found.value[market, "Other weeks"] <= found.high[market, "Other weeks"]
        )


def test_what_moves_with_shares_accounts_for_their_moves(own: Store, refresh: Callable[..., list[Attempt]]):
    """An index that follows the S&P 500 accounts for all of its moves, where it counts for the week it describes."""
    shares = panel.read(own, ("SPX_CLOSE",))["SPX_CLOSE"].resample("D").ffill()
    rows = [(day.date(), round(100 * math.log(value / 5000), 6)) for day, value in shares["2023-06-01":].items()]
    (attempt,) = refresh(ADS_INDEX=rows)
    assert (attempt.outcome, attempt.rows) == ("new", len(rows)), attempt.cause
    found = frame_of(own, "conditions-r2")
    assert set(found.line) == {"Business conditions", "Liquidity and positions"}
    one = registry.indicators()["conditions-r2"]
    alike = one.compute(panel.read(own, one.series), window=52, timing="happened")
    assert alike.value[alike.line == "Business conditions"].min() > 99


def test_a_share_of_businesses_is_known_from_the_day_it_was_published(
    own: Store, refresh: Callable[..., list[Attempt]]
):
    ends = every(14, date(2025, 11, 16), date(2026, 10, 18), lambda n: round(17.3 + n / 60, 1))
    before = every(14, date(2023, 9, 10), date(2025, 9, 21), lambda n: round(3.7 + n / 120, 1))
    for figures in ({"BTOS_AI_USE": ends}, {"BTOS_AI_USE_PRODUCTION": before}):
        (attempt,) = refresh(**figures)
        assert attempt.outcome == "new", attempt.cause
    found = frame_of(own, "ai-use")
    assert [len(part) for _, part in found.groupby("line", sort=False)] == [len(ends), len(before)]
    assert newest(own, "BTOS_AI_USE", date(2025, 12, 31)) == date(2025, 11, 30)
    assert newest(own, "BTOS_AI_USE", date(2026, 1, 1)) == date(2025, 12, 14)


def test_a_workbook_in_another_form_leaves_what_is_held(own: Store, fred: Fred, refresh: Callable[..., list[Attempt]]):
    refresh(CMDI_MARKET=every(7, date(2020, 1, 3), date(2026, 10, 30), lambda n: 0.3 + 0.1 * math.sin(n / 50)))
    fred.say("/cmdi/Market%20CMDI.xlsx", workbooks.answer({"Sheet1": [["Date", "Market CMDI"], ["2026-11-06", 0.5]]}))
    shared_file.forget()
    (attempt,) = engine.run(own, due(own, NOW, only=("CMDI_MARKET",)), clock=lambda: NOW).attempts
    assert attempt.outcome == "failed" and "a workbook without the sheet 'Index Data'" in attempt.cause
    assert newest(own, "CMDI_MARKET", NOW.date()) == date(2026, 10, 30)
