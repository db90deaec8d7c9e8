"""What moved a verdict, on a claim's page: between the moments that the reader chooses."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.i18n import moves
from dashboard.urls.view_state import ViewState
from indicators.catalogue import catalogue
from indicators.judging import evaluate
from indicators.judging.attribution import AsKnown, Attribution
from indicators.store.store import Entry, Store, open_store
from tests.views.running import Open, clean, forget, fresh, of_claim, opened, text, visit

__all__ = ["fresh", "visit"]

CLAIM = "capex-dependence"
SPRING, SUMMER = date(2026, 3, 1), date(2026, 7, 31)
DAYS = {"moved": "Two days", "moved-since": SPRING.isoformat(), "moved-until": SUMMER.isoformat()}


def said(page: AppTest) -> str:
    """What the part of the page says, from its heading to the quote."""
    found = re.search(r"What moved this verdict (.*?)(The number is|Yuji|$)", text(page))
    assert found
    return found[1]


def between(store: Store, *moments: AsKnown) -> Attribution:
    return evaluate.attribution(store, catalogue.find_claim(CLAIM), *moments)


def test_without_a_choice_it_is_since_publication(fresh: None, visit: Open, store: Store):
    page = of_claim(visit, CLAIM)
    assert moves.sentence(between(store, AsKnown(catalogue.article().published))) in said(page)
    assert not [one for one in page.date_input if one.key != "asof"]


def test_between_two_days_of_the_address(fresh: None, visit: Open, store: Store):
    page = of_claim(visit, CLAIM, **DAYS)
    found = between(store, AsKnown(SPRING), AsKnown(SUMMER))
    assert found.moves and moves.sentence(found) in said(page)
    assert moves.sentence(between(store, AsKnown(catalogue.article().published))) not in said(page)
    assert [page.date_input(key=key).value for key in ("moved-since", "moved-until")] == [SPRING, SUMMER]


def test_the_later_day_may_be_named_first(fresh: None, visit: Open, store: Store):
    page = of_claim(visit, CLAIM, **DAYS | {"moved-since": DAYS["moved-until"], "moved-until": DAYS["moved-since"]})
    assert moves.sentence(between(store, AsKnown(SPRING), AsKnown(SUMMER))) in said(page)


def test_a_reader_chooses_two_days_and_the_months_are_of_publication_alone(fresh: None, visit: Open, store: Store):
    page = of_claim(visit, CLAIM)
    assert [one.key for one in page.toggle if one.key == "months"]
    page.button_group(key="moved").set_value("days").run()
    page.date_input(key="moved-since").set_value(SPRING).run()
    page.date_input(key="moved-until").set_value(SUMMER).run()
    assert moves.sentence(between(store, AsKnown(SPRING), AsKnown(SUMMER))) in said(clean(page))
    assert not [one.key for one in page.toggle if one.key == "months"]


def test_on_a_past_day_no_later_one_is_compared(fresh: None, visit: Open, store: Store):
    page = of_claim(visit, CLAIM, asof="2026-05-31", **DAYS)
    assert moves.sentence(between(store, AsKnown(SPRING), AsKnown(date(2026, 5, 31)))) in said(page)


@pytest.mark.parametrize("day", ["0001-01-01", "2026-02-30", "9999-12-31", "<script>", ""])
def test_a_day_that_is_none_is_left_out(fresh: None, day: str):
    page = clean(opened("ai_capex", {"claim": CLAIM, **DAYS, "moved-since": day}))
    assert page.date_input(key="moved-since").value == catalogue.article().published


def test_a_link_has_the_choice():
    shown = ViewState.from_query("ai_capex", {"claim": CLAIM, **DAYS})
    assert shown.to_query() == {"claim": [CLAIM]} | {key: [value] for key, value in DAYS.items()}


@pytest.fixture
def refreshed(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A store in which two refreshes are recorded, one at the end of each of the two days."""
    path = tmp_path / "own.sqlite"
    path.write_bytes(Path(store.name).read_bytes())
    monkeypatch.setenv("CLAIMBOARD_STORE", str(path))
    own = open_store(path)
    for day in (SPRING, SUMMER):
        moment = int(datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp())
        own.keep([Entry(CLAIM, moment, None, "mixed", float(day.month), "percent", "It is.", day, "x", "y", 4)])
    forget()
    return own


def test_by_the_last_two_refreshes(refreshed: Store):
    page = clean(opened("ai_capex", {"claim": CLAIM, "moved": "The last two refreshes"}))
    first, last = sorted(one.computed_at for one in refreshed.ledger())
    assert moves.sentence(between(refreshed, AsKnown(at=first), AsKnown(at=last))) in said(page)
    earlier = clean(opened("ai_capex", {"claim": CLAIM, "moved": "The last two refreshes", "asof": "2026-05-31"}))
    assert "Two refreshes are not recorded yet." in said(earlier)
    forget()


def test_before_two_refreshes_it_says_so(fresh: None, visit: Open):
    assert "Two refreshes are not recorded yet." in said(of_claim(visit, CLAIM, moved="The last two refreshes"))
