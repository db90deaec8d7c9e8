"""Every locator of the catalogue against an answer of its own route, and the list of those that are proved."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest

from indicators.catalogue import catalogue
from indicators.model import Series, periods
from indicators.model.frequency import FREQUENCIES
from indicators.providers import Observed, dfa, proofs
from indicators.providers.fetching import fetch
from indicators.providers.response import Body
from indicators.refresh import publish_gate
from indicators.store.store import Store, end_of
from tests.conftest import allow_few
from tests.providers import shapes
from tests.providers.conftest import KEY, set_needed_keys
from tests.providers.server import Provider
from tests.providers.test_recorded import FOLDER, OF_RECORDED

TODAY = datetime.now(UTC).date()
ASKED = proofs.asked()
#: yfinance makes its own requests: its answers are in test_yahoo.
MADE = [(*pair, "") for pair in ASKED if not pair[0].startswith("yahoo:")]
#: With a key FRED is asked another way, and states unit and frequency.
MADE += [(*pair, KEY) for pair in ASKED if pair[0].startswith("fred:")]
HOW = (
    "has no line in seeds/proofs.csv: read a real answer of it and give `own` and its day, or leave both empty, "
    "and `claimboard doctor --locators` will list it"
)


def test_every_locator_has_a_line_that_says_how_far_it_is_proved():
    known = proofs.proofs()
    for locator, _ in ASKED:
        assert locator in known, f"{locator} {HOW}"
    assert set(known) == {locator for locator, _ in ASKED}, "a line of a locator that is no longer asked"


def test_what_is_unproved_is_not_most_of_any_provider_but_those_that_are_known():
    own = {locator.partition(":")[0] for locator, one in proofs.proofs().items() if one.read == "own"}
    assert {locator.partition(":")[0] for locator, _ in ASKED} - own == {
        *("ads", "bls", "btos", "cftc", "census", "cmdi", "coinbase", "owid", "yahoo", "federalregister", "fec"),
    }
    assert len(proofs.unproved()) == sum(one.read != "own" for one in proofs.proofs().values())
    assert all(one.day <= date.today() for one in proofs.proofs().values() if one.day)


@pytest.mark.parametrize("locator, one", ASKED, ids=lambda v: str(v)[:60])
def test_what_a_provider_states_of_a_series_is_as_the_catalogue_has_it(locator: str, one: Series):
    """One value is held, and does not show the unit to be the same."""
    proof = proofs.proofs()[locator]
    frequency = "" if "@" in locator else proof.frequency.lower()
    row = (date(2020, 1, 1).toordinal(), 1.0)
    publish_gate.check(one, [row], Observed((row,), locator, unit=proof.unit, frequency=frequency), TODAY, lenient=True)


def figures(one: Series) -> list[tuple[date, float]]:
    """Four figures a step of the series apart: of the last months that are over, else none of this year's where they
    are of periods.
    """
    months = FREQUENCIES[one.frequency].months
    if months:
        running = TODAY.replace(day=1) if months == 1 else date(TODAY.year, 1, 1)
        days = [periods.add_months(running, months * n) for n in range(-4, 0)]
    else:
        gaps = {"daily": (0, 1, 1, 1), "weekly": (0, 7, 7, 7), "irregular": (0, 6, 9, 14)}[one.frequency]
        days = [date(2026, 10, 6) + timedelta(days=n) for n in accumulate(gaps)]
    least = 6.0 if one.unit == "documents" else 5.5
    return [(day, least + n) for n, day in enumerate(days)]


#: They are asked for each year, day or month, or send a row for each.
SINCE = ("census:", "coinbase:", "federalregister:")


def read(provider: Provider, locator: str, one: Series) -> tuple[Observed, list[tuple[date, float]]]:
    rows = figures(one)
    shapes.say(provider, locator, one, rows)
    return fetch(locator, one, rows[0][0] if locator.startswith(SINCE) else None), rows


@pytest.mark.parametrize("locator, one, key", MADE, ids=lambda v: str(v)[:60])
def test_an_answer_of_its_own_route_is_read_and_may_be_published(
    provider: Provider, monkeypatch: pytest.MonkeyPatch, locator: str, one: Series, key: str
):
    set_needed_keys(monkeypatch)
    monkeypatch.setenv("FRED_API_KEY", key)
    found, rows = read(provider, locator, one)
    assert {date.fromordinal(day): value for day, value in found.rows} == pytest.approx(dict(rows))
    allow_few(monkeypatch)  # four rows have the shape, not the length
    publish_gate.check(one, [], found, rows[-1][0] + timedelta(days=abs(one.lag)))


def held(store: Store, one: Series) -> Mapping[int, float]:
    return dict(store.states({one.id: end_of(date.max)})[one.id])


def test_figures_that_ship_are_spaced_as_the_answers_are(store: Store, monkeypatch: pytest.MonkeyPatch):
    """What is declared daily comes by the day, and so on: the gate would refuse the provider's whole history."""
    allow_few(monkeypatch)  # of two series one year ships
    for locator, one in ASKED:
        if rows := tuple(held(store, one).items()):
            publish_gate.check(
                one, [], Observed(rows, locator), date.fromordinal(rows[-1][0]) + timedelta(days=abs(one.lag))
            )


def test_a_line_that_cannot_be_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "proofs.csv").write_text("locator,read,day,unit,frequency\nfred:X,own,,,\n")
    monkeypatch.setattr(catalogue, "SEEDS", tmp_path)
    proofs.proofs.cache_clear()
    try:
        with pytest.raises(catalogue.SeedError, match=r"seeds/proofs.csv, line 2: 'own' of ''"):
            proofs.proofs()
    finally:
        proofs.proofs.cache_clear()


#: A locator, and the recorded answer of its route that what is made for it must look like.
RECORDED = {
    "fred:GDP": "fred/observations_GDP.json",
    "fred:CPIAUCSL": "fredgraph/CPIAUCSL.csv",
    "sec:1326801/PaymentsToAcquirePropertyPlantAndEquipment": "sec/companyconcept_META_PaymentsToAcquirePropertyPlantAndEquipment.json",
    "eia:electricity/retail-sales?frequency=annual&data=sales&stateid=US&sectorid=COM": "eia/v2_retail-sales_US_annual_2001-.json",
    "eia:electricity/electric-power-operational-data?frequency=monthly&data=generation&location=US&sectorid=99&fueltypeid=NG": "eia/v2_electric-power-operational-data_AK_2001-01.json",
    "treasury:v1/accounting/od/buybacks_operations?field=total_par_amt_accepted": "treasury/buybacks_operations_2026-08-18.QUOTED.json",
    "treasury:v1/debt/mspd/mspd_table_1?security_type_desc=Marketable&security_class_desc=Bills&field=total_mil_amt": "treasury/mspd_table_1_bills_2026-04_05.RECONSTRUCTED.json",
    "nyfed:secured/sofr": "nyfed/sofr_search_2024-06-01_2024-06-06.json",
    "cboe:VIX6M": "cboe/VIX6M_History.2026-05.csv",
    "cftc:gpe5-46if/13874+/open_interest_all": "cftc/gpe5-46if_13874A_2026-08_09.columns_cut.json",
    "bls:CUSR0000SEEB03": "bls/v2_post_multi_series_2024.json",
    "indeed:US/aggregate/total postings/SA": "indeed/aggregate_job_postings_US.csv",
    "indeed:US/sector/Software Development/SA@monthly": "indeed/job_postings_by_sector_US.two_sectors_cut.csv",
    "indeed:US/ai": "indeed/AI_posting_2026-07.csv",
    "owid:monthly-spending-data-center-us": "owid/datacenter_construction_month_interval.RECONSTRUCTED.csv",
}


def looks(content: bytes) -> set[str]:
    """The names in an answer: the columns of a table, or the keys of JSON with those above them."""
    try:
        return set(_keys(json.loads(content)))
    except ValueError:
        return set(content.decode().splitlines()[0].split(","))


def _keys(value: Any, above: str = "") -> Iterator[str]:
    if isinstance(value, list):
        for one in value:
            yield from _keys(one, above)
    elif isinstance(value, dict):
        for name, one in value.items():
            yield f"{above}/{name}"
            yield from _keys(one, f"{above}/{name}")


@OF_RECORDED
@pytest.mark.parametrize("locator", RECORDED, ids=lambda v: str(v)[:60])
def test_what_is_made_has_only_names_that_a_recorded_answer_has(
    provider: Provider, monkeypatch: pytest.MonkeyPatch, locator: str
):
    monkeypatch.setenv("EIA_API_KEY", KEY)
    name = RECORDED[locator]
    monkeypatch.setenv("FRED_API_KEY", KEY if name.startswith("fred/") else "")
    read(provider, locator, dict(ASKED)[locator])
    (asked,) = [one for one in provider.requests if not one.path.endswith("/series")][:1]
    assert looks(provider.answer(asked).body) <= looks((FOLDER / name).read_bytes())


@OF_RECORDED
@pytest.mark.parametrize(
    "locator, one", [pair for pair in ASKED if pair[0].startswith("dfa:")], ids=lambda v: str(v)[4:60]
)
def test_every_file_of_the_distributional_accounts_has_the_columns_that_are_asked_of_it(locator: str, one: Series):
    name, categories, column = locator.removeprefix("dfa:").split("/", 2)
    body = Body((FOLDER / "dfa" / f"dfa-{name}.2025-08.csv").read_bytes(), "recorded", "csv")
    rows = dfa.read(body, categories.split("+"), column)
    assert (len(rows), rows[-1][0]) == (142, date(2024, 10, 1).toordinal())
    publish_gate.check(one, [], Observed(rows, locator), date.fromordinal(rows[-1][0]) + timedelta(days=abs(one.lag)))
    assert proofs.proofs()[locator].read == "own"
