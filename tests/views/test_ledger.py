"""The ledger page: what refreshes kept, and what the tests would have said month by month."""

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.views import ledger
from indicators.catalogue import catalogue
from indicators.judging import evaluate
from indicators.judging.causes import Cause
from indicators.judging.evaluate import Moment
from indicators.store.store import Entry, Store, open_store
from tests.pack import FROZEN
from tests.patience import LONG
from tests.views.test_pages import clean, fresh, markup, opened, text

__all__ = ["fresh"]
CLAIM = "capex-dependence"


def entry(day: date, status: str, value: float, claim: str = CLAIM) -> Entry:
    at = int(datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp())
    return Entry(claim, at, None, status, value, "percent of GDP", f"It was {value}.", day, f"{day}")


@pytest.fixture
def kept(store: Store, fresh: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A store of the shipped figures with a ledger of three refreshes."""
    copy = tmp_path / "copy.sqlite"
    shutil.copyfile(store.name, copy)
    monkeypatch.setenv("CLAIMBOARD_STORE", str(copy))
    found = open_store(copy)
    found.keep([entry(date(2026, 9, 1), "mixed", 4.4), entry(date(2026, 9, 1), "open", 1.0, "a-claim-of-old")])
    found.keep([entry(date(2026, 9, 2), "mixed", 4.5)])
    found.keep([entry(date(2026, 9, 3), "supported", 5.1)])
    return found


def test_without_a_refresh_the_page_says_so(store: Store, fresh: None):
    assert "No refresh is recorded yet" in text(clean(opened("ledger")))


def test_a_changed_verdict_stands_with_its_day_and_both_readings(kept: Store):
    said = text(clean(opened("ledger")))
    assert "3 September 2026" in said and "Mixed, 4.50% → ● Supported , 5.10%" in said.replace("◐ ", "").replace(
        "Mixed ,", "Mixed,"
    )
    assert "2 September 2026" not in said, "only the number moved that day"
    assert catalogue.claims()[CLAIM].en in said and "It was 5.1." in said


def test_changes_of_the_number_are_shown_when_asked_for(kept: Store):
    page = opened("ledger")
    said = text(clean(page.toggle(key="numbers").set_value(True).run()))
    assert said.index("3 September 2026") < said.index("2 September 2026"), "newest first"


def test_the_ledger_of_a_past_day_ends_there(kept: Store):
    page = opened("ledger", {"asof": "2026-09-02"})
    clean(page.date_input(key="asof").set_value(date(2026, 9, 2)).run())
    assert "No verdict has changed since 1 September 2026" in text(page)


def test_the_replay_marks_where_a_verdict_changed():
    moments = [
        Moment(date(2025, 12, 1), "mixed", 4.4, "point-in-time", "percent"),
        Moment(date(2025, 12, 31), "mixed", 4.4, "reconstructed", "percent"),
        Moment(date(2026, 1, 31), "supported", 5.1, "reconstructed", "percent", (Cause("GDP", "released", "GDP"),)),
    ]
    table = ledger._table({CLAIM: moments})
    assert table.count("class=changed") == 1
    assert table.index("class=changed") > table.index("31 Dec 25")
    assert table.count("°") == 2
    assert table.count("title='Mixed, 4.40%'") == 2 and table.count("title='Supported, 5.10%, after GDP'") == 1
    assert "◐ Mixed" in table and "● Supported" in table and "○ Contradicted" not in table, "the key has what is there"


def test_the_replay_is_of_every_claim_and_of_what_its_page_shows(
    store: Store, fresh: None, monkeypatch: pytest.MonkeyPatch
):
    some = {id: claim for id, claim in catalogue.claims().items() if claim.thesis == "ai_capex"}
    monkeypatch.setattr(catalogue, "claims", lambda: some)
    page = AppTest.from_string("from dashboard.views import ledger\nledger._replayed()", default_timeout=LONG).run()
    shown = markup(clean(page.toggle(key="replay").set_value(True).run()))
    assert shown.count("<tr>") == 1 + len(some)
    months = len(evaluate.history(store, catalogue.claims()[CLAIM], date.fromisoformat(FROZEN)))
    assert shown.count("<td") == len(some) * months
