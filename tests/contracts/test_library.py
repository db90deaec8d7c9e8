"""The library's front door: every example of its page runs, and its tables say what the objects beneath them say."""

import re
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from indicators import compare, findings, frame, history, research, series
from indicators.catalogue import catalogue
from indicators.catalogue.catalogue import UnknownClaim, UnknownSeries
from indicators.judging import evaluate
from indicators.panel import panel
from indicators.store.store import Store

PAGE = Path(__file__).resolve().parents[2] / "docs" / "LIBRARY.md"
PUBLICATION = date(2025, 12, 1)


def test_every_example_of_the_page_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    known: dict[str, object] = {}
    blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S)
    for block in blocks:
        exec(compile(block, str(PAGE), "exec"), known)
    assert len(blocks) >= 8
    assert isinstance(known["revision"], pd.Series) and len(known["revision"]) > 100  # type: ignore[arg-type]


def test_findings_are_those_of_the_board(store: Store):
    table = findings(as_of=PUBLICATION, store=store, claims=["vix-inversion", "capex-dependence"])
    for id, row in table.iterrows():
        found = evaluate.finding(store, catalogue.claims()[str(id)], PUBLICATION)
        assert (row.status, row.answer) == (found.status, str(found.answer))
        assert row.value == found.value


def test_series_are_of_the_day_in_base_units_with_their_origin(store: Store):
    table = series("PAYEMS", "GDP", as_of="2025-12-01", store=store)
    read = panel.read(store, ["PAYEMS", "GDP"], PUBLICATION)
    pd.testing.assert_series_equal(table.GDP.dropna(), read["GDP"], check_names=False, check_freq=False)
    assert list(table) == ["PAYEMS", "GDP"] and table.attrs["units"] == {"PAYEMS": "persons", "GDP": "dollars"}
    assert all(day <= PUBLICATION for day in table.attrs["vintages"].values())
    assert table.PAYEMS.iloc[-1] > 1e8, "persons, not thousands of them"


def test_a_series_without_figures_is_named_with_its_reason(store: Store):
    assert "refresh" in series("NCBCEBQ027S", store=store).attrs["missing"]["NCBCEBQ027S"]


def test_a_frame_takes_controls_by_name(store: Store):
    daily, smooth = (frame("vix-ratio", store=store, smoothing=days) for days in (1, 20))
    assert list(daily)[:3] == ["x", "line", "value"] and daily.attrs["unit"]
    assert daily.value.std() > smooth.value.std()


def test_history_begins_at_publication_and_names_what_came(store: Store):
    past = history("capex-dependence", store=store)
    assert past.index[0] == pd.Timestamp(PUBLICATION)
    changed = past.status != past.status.shift()
    assert all(past.causes[changed].iloc[1:]), "a change of status has a cause"


def test_two_days_are_compared_by_their_findings(store: Store):
    table = compare(PUBLICATION, store=store)
    assert list(table.index) == list(catalogue.claims())
    assert (table.moved == (table.status_before != table.status_after)).all() and table.moved.any()


def test_what_is_unknown_is_refused_in_a_sentence(store: Store):
    with pytest.raises(UnknownSeries, match="did you mean"):
        series("PAYEM", store=store)
    with pytest.raises(UnknownClaim, match="no claim 'nonsense'"):
        history("nonsense", store=store)
    with pytest.raises(research.UnknownIndicator, match="did you mean vix-ratio"):
        frame("vix-rate", store=store)
    with pytest.raises(ValueError, match="YYYY-MM-DD, not 'yesterday'"):
        findings(as_of="yesterday", store=store)
    with pytest.raises(ValueError, match="in the future"):
        findings(as_of="2999-01-01", store=store)
