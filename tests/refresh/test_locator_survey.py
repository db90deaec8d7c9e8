"""`claimboard doctor --locators`: what is unproved is listed offline, and what providers say otherwise when they are asked."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dashboard.cli import main
from indicators.catalogue import catalogue
from indicators.providers import proofs
from indicators.refresh import locator_survey
from tests.conftest import series, small_store
from tests.providers.server import as_json
from tests.refresh.conftest import HELD, Fred

KEY = "0123456789abcdef0123456789abcdef"


def doctor(*given: str) -> Result:
    return CliRunner().invoke(main.app, ["doctor", "--locators", *given])


def test_what_no_real_answer_was_read_through_is_listed_and_nobody_is_asked(fred: Fred):
    said = doctor()
    assert (said.exit_code, said.stderr) == (0, "")
    first, *lines = said.stdout.splitlines()
    assert first == f"{len(lines)} of {len(proofs.asked())} locators were never read from an answer of their own:"
    assert "RENT_BURDEN_US census:acs/acs1/" in said.stdout and " fred:GDP:" not in said.stdout
    assert lines[-1].endswith("no answer of its route was read")
    listed = json.loads(doctor("--json").stdout)
    assert [f"{one['series']} {one['locator']}: {one['says']}" for one in listed] == lines
    assert fred.requests == []


def test_a_new_series_is_listed_until_an_answer_of_it_was_read(catalogued: Callable[..., None]):
    catalogued(series("NEW", sources=("fred:NEW", "published:someone")), catalogue.find_series("GDP"))
    assert [(one.id, str(proof)) for one, proof in proofs.unproved()] == [("NEW", "no answer of its route was read")]


@pytest.fixture
def told(fred: Fred, catalogued: Callable[..., None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Five series of which FRED knows four, one of them as the catalogue does."""
    monkeypatch.setenv("FRED_API_KEY", KEY)
    catalogued(*(series(id, title=f"Weekly {id.lower()}") for id in ("GOOD", "UNIT", "TITLE", "VALUE", "GONE")))
    place = str(tmp_path / "store.sqlite")
    monkeypatch.setenv("CLAIMBOARD_STORE", place)
    small_store(tmp_path, place, GOOD=(("2026-09-10", HELD),), VALUE=(("2026-09-10", HELD),))
    monkeypatch.setattr(catalogue, "FIGURES", tmp_path / "figures")
    fred.say("/fred/series", lambda asked: as_json({"seriess": [about(asked.query["series_id"])]}))
    fred.say(
        "/fred/series/observations",
        lambda asked: (
            as_json({"error_code": 400, "error_message": "Bad Request.  The series does not exist."}, status=400)
            if asked.query["series_id"] == "GONE"
            else as_json({"count": len(HELD), "observations": points(2 if asked.query["series_id"] == "VALUE" else 1)})
        ),
    )
    return ["GOOD", "UNIT", "TITLE", "VALUE", "GONE"]


def about(id: str) -> dict[str, str]:
    title = "Something Else" if id == "TITLE" else f"{id}, Weekly"
    return {"title": title, "units": "Percent" if id == "UNIT" else "Index 2017=100", "frequency": "Monthly"}


def points(factor: float) -> list[dict[str, str]]:
    return [{"date": day, "value": str(value * factor)} for day, value in HELD.items()]


def test_each_locator_is_asked_once_and_what_differs_is_said_in_a_line(told: list[str], fred: Fred):
    said = doctor("--ask")
    assert said.exit_code == 1
    *lines, last = said.stdout.splitlines()
    assert last == "5 asked, 1 not read, 4 not as catalogued"
    assert lines == [
        "GOOD fred:GOOD: 155 for 2026-08-01; as the catalogue has it",
        "UNIT fred:UNIT: 155 for 2026-08-01; the unit is stated as 'Percent'; the catalogue has 'index'",
        "TITLE fred:TITLE: 155 for 2026-08-01; the title is stated as 'Something Else'; the catalogue has 'Weekly title'",
        "VALUE fred:VALUE: 310 for 2026-08-01; 155 is held for that day",
        f"GONE fred:GONE: not read; {fred.host} has no series GONE",
    ]
    assert KEY not in said.output
    found = json.loads(doctor("--ask", "--json").stdout)
    assert [one["series"] for one in found] == told
    assert [len(one["differs"]) for one in found] == [0, 1, 1, 1, 1]


def test_a_slip_of_one_locator_does_not_end_the_survey(told: list[str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(locator_survey, "_value", lambda *_: 1 / 0)
    said = doctor("--ask")
    assert said.stdout.count("an error of Claimboard's own (ZeroDivisionError)") == 4
