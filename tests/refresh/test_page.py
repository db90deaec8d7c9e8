"""A refresh asked for on the data page: what it shows, and what it leaves."""

import json
from pathlib import Path

import pytest

from dashboard.server import journal
from dashboard.server.refresh_process import Round
from dashboard.views import data
from indicators.store.store import Store, open_store
from tests.patience import until
from tests.refresh.conftest import Fred
from tests.views.rows import series
from tests.views.running import clean, forget, opened


@pytest.fixture
def copy(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    path = tmp_path / "copy.sqlite"
    path.write_bytes(Path(store.name).read_bytes())
    monkeypatch.setenv("CLAIMBOARD_STORE", str(path))
    forget()
    data._rounds.cache_clear()
    return open_store(path)


def test_a_public_page_has_no_button(copy: Store):
    page = clean(opened("data"))
    assert [button for button in page.button if button.label == "Refresh now"] == []


def ended(round: Round) -> Round:
    until(lambda: not round.is_running)
    return round


def test_new_figures_come_to_the_page_without_a_restart(copy: Store, fred: Fred, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(data, "_is_ours_to_refresh", lambda: True)
    fred.has["UNRATE"] = {"2026-08-01": 4.4, "2026-09-01": 4.5}
    monkeypatch.setattr(data, "Round", lambda expected: Round(1, only=["UNRATE"]))
    page = clean(opened("data"))
    next(button for button in page.button if button.label == "Refresh now").click().run()
    answer = ended(data._rounds()[-1]).answer()
    assert [one["id"] for one in answer["series"]] == ["UNRATE"], answer
    said = [caption.value for caption in clean(page.run()).caption]
    assert any(words.startswith("The last refresh, ended") for words in said)
    assert series(page)["UNRATE"]["asked"].endswith(("UTC new figures", "UTC held back"))


def test_a_refresh_that_could_not_be_done_says_why(copy: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(journal.PLACE, str(tmp_path / "lines"))
    journal.open_lines(is_private=True)
    with copy.refreshing():
        answer = ended(Round(1, only=["UNRATE"])).answer()
    monkeypatch.setenv(journal.PLACE, "off")
    journal.open_lines(is_private=True)
    line = json.loads((tmp_path / "lines").read_text())
    assert (line["event"], line["status"], line["series"]) == ("refresh", 2, {})
    assert "another refresh" in answer["error"] and "Traceback" not in answer["error"]
