"""What is computed before a reader comes: it asks no session, of which there is none."""

import logging

import pytest

from dashboard.session import state
from indicators.catalogue import catalogue
from indicators.store.store import Store
from tests.views.running import fresh

__all__ = ["fresh"]


def test_the_board_is_prepared_without_asking_for_a_reader(
    store: Store, fresh: None, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
):
    few = {id: one for id, one in catalogue.claims().items() if one.thesis == "ai_capex"}
    monkeypatch.setattr(catalogue, "claims", lambda: few)
    with caplog.at_level(logging.WARNING):
        state._prepare(state.served())
    assert [record.getMessage() for record in caplog.records if "ScriptRunContext" in record.getMessage()] == []
