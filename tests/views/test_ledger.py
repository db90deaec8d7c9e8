"""The ledger page: what refreshes kept, and what the tests would have said month by month."""

import re
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.session import over_time
from dashboard.views import ledger_replay
from indicators.catalogue import catalogue
from indicators.judging import evaluate
from indicators.judging.attribution import Cause
from indicators.judging.evaluate import Moment
from indicators.model import Finding
from indicators.store.store import Entry, Store, open_store
from tests.pack import FROZEN
from tests.patience import LONG
from tests.views.running import clean, fresh, markup, opened, text

__all__ = ["fresh"]
CLAIM = "capex-dependence"
TODAY = date(2026, 11, 30)


def entry(day: date, status: str, value: float, claim: str = CLAIM) -> Entry:
    at = int(datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp())
    return Entry(claim, at, None, status, value, "percent of GDP", f"It was {value}.", day, f"{day}")


@pytest.fixture
def kept(store: Store, fresh: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A store of the shipped figures with a ledger of three refreshes."""
    copy = tmp_path / "copy.sqlite"
    shutil.copyfile(store.name, copy)
    monkeypatch.setenv("CLAIMBOARD_STORE", str(copy))
    monkeypatch.setattr(over_time, "history", lambda claim: [])  # takes long, and is not what these are about
    found = open_store(copy)
    found.keep([entry(date(2026, 9, 1), "mixed", 4.4), entry(date(2026, 9, 1), "open", 1.0, "a-claim-of-old")])
    found.keep([entry(date(2026, 9, 2), "mixed", 4.5)])
    found.keep([entry(date(2026, 9, 3), "supported", 5.1)])
    return found


def test_without_a_refresh_the_page_says_so(store: Store, fresh: None, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(over_time, "history", lambda claim: [])
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


# --- the replay -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def found(store: Store) -> Finding:
    return evaluate.findings(store, [catalogue.claims()[CLAIM]], today=TODAY)[0]


def months(*statuses: str, basis: str = "reconstructed", cause: str = "GDP") -> list[Moment]:
    """A finding at publication and at the ends of the months after it; what changed it is a release."""
    days = [date(2025, 12, 1), date(2025, 12, 31), date(2026, 1, 31)]
    why = (Cause(cause, "released", cause),)
    return [Moment(day, status, 4.4, basis, "percent", why) for day, status in zip(days, statuses, strict=False)]  # type: ignore[arg-type]


def test_publication_and_now_are_there_before_any_month_is_judged(found: Finding):
    table = ledger_replay.table({CLAIM: found}, {})
    said = " ".join(re.sub(r"<[^>]*>", " ", table).split())
    assert "Claim at publication now" in said and "◐ Mixed" in said
    assert "● Supported, 3.32 3.32 ↗" in said, "what it says now, with its number, and that it moved"


def test_the_replay_shades_where_one_verdict_followed_another(found: Finding):
    table = ledger_replay.table({CLAIM: found}, {CLAIM: months("mixed", "mixed", "supported")})
    assert table.count("class=changed") == 1
    assert table.index("class=changed") > table.index("31 Jan 26")
    assert table.count("title='Mixed, 4.40%'") == 2 and table.count("title='Supported, 4.40%, after GDP'") == 1
    assert "○ Contradicted" not in table, "the key has what is there"


def test_a_first_verdict_is_no_move(found: Finding):
    assert "class=changed" not in ledger_replay.table({CLAIM: found}, {CLAIM: months("no data", "mixed", "mixed")})


def test_a_claim_reconstructed_in_every_month_says_so_once(found: Finding):
    whole = months("no data", "mixed", "mixed")
    table = ledger_replay.table({CLAIM: found}, {CLAIM: whole})
    assert table.count("°") == 1
    assert table.index("°") < table.index("title='No data, "), "beside the claim's name, not in a month"
    assert "every month reconstructed from later vintages" in table


def test_among_months_as_they_were_a_reconstructed_one_is_marked_and_an_empty_one_never(found: Finding):
    some = [*months("no data"), *months("mixed", "mixed", basis="point-in-time")[1:]]
    some.append(replace(some[-1], day=date(2026, 2, 28), basis="reconstructed"))
    table = ledger_replay.table({CLAIM: found}, {CLAIM: some})
    assert table.count("°") == 1 and "◐°" in table and "×°" not in table


def test_the_replay_is_open_and_is_of_every_claim_and_of_what_its_page_shows(
    store: Store, fresh: None, monkeypatch: pytest.MonkeyPatch
):
    some = {id: claim for id, claim in catalogue.claims().items() if claim.thesis == "ai_capex"}
    monkeypatch.setattr(catalogue, "claims", lambda: some)
    script = "import streamlit as st\nfrom dashboard.views import ledger_replay\n"
    script += "ledger_replay.show()\nledger_replay.fill(st.empty(), st.empty())"
    shown = markup(clean(AppTest.from_string(script, default_timeout=LONG).run()))
    assert shown.count("<tr class='claim'>") == len(some)
    days = len(evaluate.history(store, catalogue.claims()[CLAIM], date.fromisoformat(FROZEN)))
    assert shown.count("<td") == (len(some) * (days + 1)) + 2, "publication, months and now, and a thesis's own row"


def test_before_publication_there_is_nothing_to_replay(kept: Store):
    assert "Nothing had been published by that day." in text(clean(opened("ledger", {"asof": "2025-11-01"})))
