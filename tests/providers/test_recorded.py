"""What providers really sent, recorded: each body parses to the figures it is known to hold.

The recordings may not be redistributed and are not in this repository. They are looked for where
CLAIMBOARD_PAYLOADS says; without them these tests are skipped.
"""

import json
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from dashboard.cli import main
from indicators.judging import ledger
from indicators.panel import panel
from indicators.providers import Rows, SourceError
from indicators.providers.response import Body, monthly
from indicators.store.store import Store, open_store
from tests.conftest import series
from tests.providers.conftest import KEY
from tests.providers.modules import modules
from tests.providers.server import Answer, Provider, alfred

FOLDER = Path(os.environ.get("CLAIMBOARD_PAYLOADS") or "no-recorded-bodies")
#: The mark of a test that reads them: they are not ours to hand on.
OF_RECORDED = pytest.mark.skipif(not FOLDER.is_dir(), reason="CLAIMBOARD_PAYLOADS names no folder of recorded bodies")
pytestmark = OF_RECORDED


def recorded(name: str, form: str = "") -> Body:
    return Body((FOLDER / name).read_bytes(), "recorded", form or name.rpartition(".")[2], whole=True)


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def fred_rows(body: Body) -> Rows:
    points = body.json(modules.fred.Page).observations
    return body.rows((body.day(p.date), body.number(p.value, modules.fred.ABSENT)) for p in points)


def graph(id: str) -> Callable[[Body], Rows]:
    return lambda body: modules.fredgraph.read(body, id)


def eia_rows(column: str, **chosen: str) -> Callable[[Body], Rows]:
    def read(body: Body) -> Rows:
        rows = [r for r in modules.eia.read(body).data if chosen.items() <= r.items()]
        return body.rows(
            (body.day(str(r["period"]), modules.eia.PERIOD), body.number(r[column], (None,))) for r in rows
        )

    return read


def treasury_rows(column: str, **chosen: str) -> Callable[[Body], Rows]:
    def read(body: Body) -> Rows:
        rows = [r for r in body.json(modules.treasury.Answer).data if chosen.items() <= r.items()]
        return body.rows(
            sorted(modules.treasury.read(body, rows, series(frequency="daily"), "record_date", column).items())
        )

    return read


def bls_rows(id: str) -> Callable[[Body], Rows]:
    return lambda body: body.rows(modules.bls.read(body, id), newest_first=True)


def indeed_rows(what: str) -> Callable[[Body], Rows]:
    return lambda body: modules.indeed.read(body, *modules.indeed.question(what)[1:])


def contracts(body: Body) -> Rows:
    return body.rows(modules.cftc.read(body, body.json(list[dict[str, object]])[:1], "open_interest_all"))


def sec_rows(body: Body) -> Rows:
    return body.rows(sorted(modules.sec.quarters(modules.sec.read(body)).items()))


def concept(name: str) -> dict[int, float]:
    return dict(sec_rows(recorded(f"sec/companyconcept_{name}.json")))


TGA = {"account_type": "Treasury General Account (TGA) Closing Balance"}
PPE = "PaymentsToAcquirePropertyPlantAndEquipment"

KNOWN: list[tuple[str, Callable[[Body], Rows], int, dict[str, float]]] = [
    ("fred/observations_AMERIBOR.json", fred_rows, 157, {"2023-01-01": 4.63516, "2023-06-06": 5.25897}),
    ("fred/observations_BAMLC0A0CMEY.json", fred_rows, 2, {"2024-06-03": 5.48, "2024-06-04": 5.43}),
    ("fred/observations_BAMLH0A0HYM2_2026-05.json", fred_rows, 794 - 8, {"2023-05-30": 4.58, "2026-05-28": 2.72}),
    ("fred/observations_CPILFESL.json", fred_rows, 813, {"1957-01-01": 28.5, "2024-09-01": 320.767}),
    ("fred/observations_DFEDTARU_2026-05.json", fred_rows, 6374, {"2008-12-16": 0.25, "2026-05-29": 3.75}),
    ("fred/observations_DFF.json", fred_rows, 157, {"2023-01-01": 4.33, "2023-06-06": 5.08}),
    ("fred/observations_DHHNGSP.json", fred_rows, 7, {"2024-07-01": 2.21, "2024-07-10": 2.4}),
    ("fred/observations_DPCREDIT.json", fred_rows, 112, {"2023-01-02": 4.5, "2023-06-06": 5.25}),
    ("fred/observations_GDP.json", fred_rows, 311, {"1947-01-01": 243.164, "2024-07-01": 29349.924}),
    ("fred/observations_GDPC1_2026-05.json", fred_rows, 317, {"1947-01-01": 2182.681, "2026-01-01": 24152.656}),
    ("fred/observations_GDP_output_type4_initial.json", fred_rows, 132, {"2014-01-01": 17149.6}),
    ("fred/observations_ICSA_2026-05.json", fred_rows, 3099, {"1967-01-07": 208000, "2026-05-23": 215000}),
    ("fred/observations_IORB.json", fred_rows, 1065, {"2021-07-29": 0.15, "2024-06-27": 5.4}),
    ("fred/observations_MICH.json", fred_rows, 23, {"2022-06-01": 5.3, "2024-04-01": 3.2}),
    ("fred/observations_RIFSPPAAAD30NB.json", fred_rows, 22, {"2024-02-01": 5.35}),
    ("fred/observations_SOFR.json", fred_rows, 4, {"2024-06-03": 5.35, "2024-06-06": 5.33}),
    ("fred/observations_SP500_2026-05.json", fred_rows, 2609 - 95, {"2016-05-16": 2066.66, "2026-05-14": 7501.24}),
    ("fred/observations_TTLCONS_2026-05.json", fred_rows, 399, {"1993-01-01": 458080, "2026-03-01": 2185455}),
    ("fred/observations_UMCSENT.json", fred_rows, 23, {"2022-06-01": 50, "2024-04-01": 77.2}),
    ("fred/observations_USAB6CRSE02STSAQ.json", fred_rows, 16, {"2020-01-01": 22.47001, "2023-10-01": 21.55704}),
    ("fred/observations_VIXCLS_2026-05.json", fred_rows, 9498 - 302, {"1990-01-02": 17.24, "2026-05-28": 15.74}),
    ("fredgraph/CPIAUCSL.csv", graph("CPIAUCSL"), 952, {"2025-09-01": 324.245, "2026-05-01": 333.979}),
    ("fredgraph/DCOILWTICO.csv", graph("DCOILWTICO"), 10563 - 372, {"1986-01-02": 25.56, "2026-06-29": 71.87}),
    ("fredgraph/M2SL.csv", graph("M2SL"), 809, {"1959-01-01": 286.6, "2026-05-01": 23052.3}),
    ("fredgraph/FEDFUNDS_MORTGAGE30US.csv", graph("MORTGAGE30US"), 312, {"2025-11-01": 6.24}),
    ("fredgraph/DGS10_old_DATE_dot_missing.csv", graph("DGS10"), 2502, {"2014-07-01": 2.58, "2024-07-01": 4.48}),
    ("fredgraph/BAMLC0A0CMEY_BAMLC0A0CM_old_DATE_header.csv", graph("BAMLC0A0CM"), 328, {"2024-04-01": 0.92}),
    (
        "cboe/VIX_History.csv",
        lambda b: modules.cboe.read(b, "VIX"),
        9234,
        {"2020-03-16": 82.69, "2024-08-05": 38.57, "2026-07-22": 16.64},
    ),
    (
        "cboe/VIX3M_History.csv",
        lambda b: modules.cboe.read(b, "VIX3M"),
        4235,
        {"2020-03-16": 67.7, "2024-08-05": 33.71, "2026-07-22": 19.54},
    ),
    ("cboe/SKEW_History.csv", lambda b: modules.cboe.read(b, "SKEW"), 9189, {"2026-07-22": 150.19}),
    ("cboe/AAVE10RP_History.csv", lambda b: modules.cboe.read(b, "AAVE10RP"), 1644, {"2021-11-21": 260.9566}),
    ("cftc/socrata_jun7-fc8e_cot.json", contracts, 1, {"2024-08-20": 19404}),
    (
        "dfa/dfa-networth-levels.csv",
        lambda b: modules.dfa.read(b, ["TopPt1"], "Net worth"),
        136,
        {"1989-07-01": 1762391},
    ),
    (
        "dfa/dfa-networth-levels.csv",
        lambda b: modules.dfa.read(b, ["TopPt1", "RemainingTop1"], "Real estate"),
        136,
        {"1989-07-01": 143488 + 451112},
    ),
    ("eia/v2_retail-sales_US_annual_2001-.json", eia_rows("sales", sectorid="COM"), 25, {"2025-01-01": 1493486.09361}),
    ("eia/v2_retail-sales_US_annual_2001-.json", eia_rows("price", sectorid="COM"), 25, {"2025-01-01": 13.41}),
    ("eia/v2_retail-sales_US_annual_2001-.json", eia_rows("price", sectorid="RES"), 25, {"2025-01-01": 17.3}),
    ("eia/v2_retail-sales_AK_ALL_2001-01.json", eia_rows("price"), 1, {"2001-01-01": 9.97}),
    ("eia/v2_electric-power-operational-data_AK_2001-01.json", eia_rows("generation"), 1, {"2001-01-01": 493.206}),
    ("indeed/aggregate_job_postings_US.csv", indeed_rows("US/aggregate/total postings/SA"), 2387, {"2020-02-01": 100}),
    ("indeed/aggregate_job_postings_US.csv", indeed_rows("US/aggregate/new postings/SA"), 2387, {"2026-08-14": 97.19}),
    ("nyfed/effr_last2_2026-08-05.json", lambda b: modules.nyfed.read(b, "unsecured/effr"), 2, {"2026-08-05": 3.63}),
    ("nyfed/sofr_last2_2026-08-05.json", lambda b: modules.nyfed.read(b, "secured/sofr"), 2, {"2026-08-05": 3.64}),
    (
        "nyfed/sofr_search_2024-06-01_2024-06-06.json",
        lambda b: modules.nyfed.read(b, "secured/sofr"),
        4,
        {"2024-06-06": 5.33},
    ),
    (
        "owid/datacenter_construction_2026-05-15.csv",
        lambda b: modules.owid.read(b, series()),
        145,
        {"2014-01-01": 149693689, "2026-01-01": 2427607603},
    ),
    (
        "owid/datacenter_construction_month_interval.RECONSTRUCTED.csv",
        lambda b: modules.owid.read(b, series()),
        145,
        {"2014-01-01": 149693689, "2026-01-01": 2427607603},
    ),
    (
        "dfa/dfa-generation-levels-detail.2025-08.csv",
        lambda b: modules.dfa.read(b, ["Silent"], "Household count"),
        142,
        {"1989-07-01": 48553376},
    ),
    (
        "treasury/operating_cash_balance_2025-07-07_2025-07-11.json",
        treasury_rows("open_today_bal", **TGA),
        5,
        {"2025-07-07": 332482, "2025-07-11": 282363},
    ),
    ("bls/v2_APU0000701111_2022_catalog_calculations.json", bls_rows("APU0000701111"), 12, {"2022-12-01": 0.522}),
    ("bls/v2_post_multi_series_2024.json", bls_rows("LNS11000000"), 59, {"2024-11-01": 168286}),
    (f"sec/companyconcept_CRWV_{PPE}.json", sec_rows, 9, {"2026-01-01": 7695e6}),
]


@pytest.mark.parametrize("name, read, count, values", KNOWN, ids=[f"{n}-{i}" for i, (n, *_) in enumerate(KNOWN)])
def test_a_recorded_body_holds_what_it_is_known_to(
    name: str, read: Callable[[Body], Rows], count: int, values: dict[str, float]
):
    rows = read(recorded(name))
    assert len(rows) == count
    found = dict(rows)
    assert {text: found[day(text)] for text in values} == pytest.approx(values, rel=1e-9)


def test_what_was_never_collected_is_a_gap():
    """October 2025, which the shutdown left out, and the four quarters before the first of GDP."""
    prices = dict(modules.fredgraph.read(recorded("fredgraph/CPIAUCSL.csv"), "CPIAUCSL"))
    assert day("2025-09-01") in prices and day("2025-10-01") not in prices and day("2025-11-01") in prices
    assert fred_rows(recorded("fred/observations_GDP.json"))[0][0] == day("1947-01-01")
    lost = (FOLDER / "errors/bls_missing_row_2025M10.QUOTED.json").read_text()
    answer = f'{{"status": "REQUEST_SUCCEEDED", "Results": {{"series": [{{"seriesID": "X", "data": [{lost}]}}]}}}}'
    assert list(modules.bls.read(Body(answer.encode(), "recorded", "json"), "X")) == [(date(2025, 10, 1), None)]


def test_a_null_in_json_is_a_gap():
    found = modules.eia.read(recorded("eia/v2_rto_fuel-type_PGE_with_nulls.json"))
    body = Body(b"{}", "recorded", "json")
    assert [body.number(row["value"], (None,)) for row in found.data][:2] == [None, 400]


def test_hours_are_not_days():
    body = recorded("eia/v2_rto_region-data_PJM_2024-05.json")
    with pytest.raises(SourceError, match="where a date belongs"):
        body.day(str(modules.eia.read(body).data[0]["period"]), modules.eia.PERIOD)


def test_volatility_ran_backwards_on_the_days_it_is_known_to():
    near, far = (dict(modules.cboe.read(recorded(f"cboe/{s}_History.csv"), s)) for s in ("VIX", "VIX3M"))
    ratios = {
        text: near[day(text)] / far[day(text)] for text in ("2020-03-16", "2024-08-05", "2025-04-08", "2026-07-22")
    }
    assert ratios == pytest.approx(
        {"2020-03-16": 1.221, "2024-08-05": 1.144, "2025-04-08": 1.261, "2026-07-22": 0.852}, abs=1e-3
    )


def test_unit_and_frequency_are_stated():
    about = [recorded(f"fred/series_{id}.json").json(modules.fred.Abouts).seriess[0] for id in ("GDP", "SOFR", "DFF")]
    assert [(one.units, one.frequency) for one in about] == [
        ("Billions of Dollars", "Quarterly"),
        ("Percent", "Daily"),
        ("Percent", "Daily, 7-Day"),
    ]


def gdp(provider: Provider, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, str]]:
    """Let ALFRED have all vintages of GDP as they were recorded: the rows, each with its interval."""
    monkeypatch.setenv("FRED_API_KEY", KEY)
    rows: list[dict[str, str]] = json.loads((FOLDER / "fred/observations_GDP_all_vintages.json").read_text())[
        "observations"
    ]
    provider.say("/fred/series/vintagedates", Answer((FOLDER / "fred/vintagedates_GDP.json").read_bytes()))
    provider.say("/fred/series/observations", alfred(rows))
    return rows


def valid(rows: list[dict[str, str]], asked: str) -> dict[int, float]:
    """What was known on a day, by the intervals that the provider states."""
    known = [row for row in rows if row["realtime_start"] <= asked <= row["realtime_end"] and row["value"] != "."]
    return {day(row["date"]): float(row["value"]) for row in known}


@pytest.mark.parametrize("cut", [2000, 100, 40])
def test_all_vintages_are_had_however_they_are_cut(provider: Provider, monkeypatch: pytest.MonkeyPatch, cut: int):
    monkeypatch.setattr(modules.fred, "CUT", cut)
    gdp(provider, monkeypatch)
    found = modules.fred.vintages("GDP")
    assert len(provider.asked("/fred/series/observations")) == -(-393 // cut)

    quarter = [
        (known, dict(rows)[day("2014-01-01")]) for known, rows in found.vintages if day("2014-01-01") in dict(rows)
    ]
    assert len(quarter) == 12
    assert quarter[:3] == [(date(2014, 4, 30), 17149.6), (date(2014, 5, 29), 17101.3), (date(2014, 6, 25), 17016.0)]
    assert quarter[-1] == (date(2023, 9, 28), 17197.738)
    assert found.known == date(2024, 10, 30)
    assert found.rows == fred_rows(recorded("fred/observations_GDP.json"))


def test_what_was_known_on_a_day_can_be_told_from_the_vintages(provider: Provider, monkeypatch: pytest.MonkeyPatch):
    published = gdp(provider, monkeypatch)
    found = modules.fred.vintages("GDP")
    for asked in ("1995-06-30", "2009-07-30", "2014-06-24", "2020-12-31"):
        state: dict[int, float | None] = {}
        for known, rows in found.vintages:
            if known.isoformat() <= asked:
                state |= dict(rows)
        assert {d: v for d, v in state.items() if v is not None} == valid(published, asked)


#: Days in every decade, a day of a vintage and the one before it, and the last day that was recorded.
KNOWN_DAYS = (
    *("1991-12-04", "1993-03-01", "1995-06-30", "2009-07-30", "2009-07-31", "2014-06-24", "2014-06-25"),
    *("2020-12-31", "2023-09-27", "2023-09-28", "2024-10-30"),
)


def test_a_past_day_reads_as_the_provider_says_it_was_and_a_later_one_as_before(
    provider: Provider, monkeypatch: pytest.MonkeyPatch
):
    """The command brings the vintages before those that ship; then `as of` against the intervals in the recording."""
    monkeypatch.setattr(ledger, "record", lambda *_: ledger.Recorded())
    published = gdp(provider, monkeypatch)
    store = open_store()
    shipped = store.vintages(["GDP"])["GDP"]
    later = [(known.day, held_on(store, known.day)) for known in shipped] + [(date(2025, 12, 1), held_on(store))]

    said = CliRunner().invoke(main.app, ["refresh", "--vintages", "--only", "GDP"])
    assert (said.exit_code, said.stderr) == (0, "")
    assert said.stdout.endswith("1 new\n")
    for asked in KNOWN_DAYS:
        found = panel.read(store, ["GDP"], as_of=date.fromisoformat(asked))
        assert found.provenance["GDP"].basis == found.basis == "point-in-time", asked
        values = {moment.toordinal(): value for moment, value in (found["GDP"] / 1e9).items()}
        assert values == pytest.approx(valid(published, asked), rel=1e-12), asked
    assert [(day, held_on(store, day)) for day, _ in later] == later
    added = len(store.vintages(["GDP"])["GDP"]) - len(shipped)
    assert added == len({row["realtime_start"] for row in published})
    print(f"{added} vintages added, {len(KNOWN_DAYS)} days as recorded, {len(later)} later states as they were")

    again = CliRunner().invoke(main.app, ["refresh", "--vintages", "--only", "GDP", "--json"])
    (attempt,) = json.loads(again.stdout)["series"]
    assert (attempt["outcome"], attempt["rows"], attempt["cause"]) == ("unchanged", 0, "")


def held_on(store: Store, asked: date = date(2025, 12, 1)) -> tuple[str, dict[object, float]]:
    found = panel.read(store, ["GDP"], as_of=asked)
    return found.basis, found["GDP"].to_dict()


def test_the_days_of_a_release_are_read(provider: Provider, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("FRED_API_KEY", KEY)
    provider.say("/fred/release/dates", Answer((FOLDER / "fred/release_dates_10.json").read_bytes()))
    days = modules.fred.release_days(10)
    assert (len(days), days[0], days[-1]) == (927, date(1949, 3, 24), date(2024, 10, 10))


@pytest.mark.parametrize(
    "name, kind, said",
    [
        ("fred/error_400_unknown_series.json", "missing", "has no series X"),
        ("errors/fred_400_bad_api_key.QUOTED.json", "key", "does not accept FRED_API_KEY"),
    ],
)
def test_a_refusal_of_fred_is_told_by_its_text(
    provider: Provider, monkeypatch: pytest.MonkeyPatch, name: str, kind: str, said: str
):
    monkeypatch.setenv("FRED_API_KEY", KEY)
    provider.say("/fred/series/observations", Answer((FOLDER / name).read_bytes(), 400))
    with pytest.raises(SourceError, match=said) as caught:
        modules.fred.fetch("X", series())
    assert caught.value.kind == kind
    assert len(provider.asked("/fred/series/observations")) == 1


@pytest.mark.parametrize(
    "name, kind",
    [("errors/bls_invalid_series_http200.json", "missing"), ("errors/bls_quota_http200.QUOTED.json", "busy")],
)
def test_a_failure_of_the_labor_bureau_is_told_although_it_says_200(name: str, kind: str):
    with pytest.raises(SourceError) as caught:
        modules.bls.read(recorded(name), "X")
    assert caught.value.kind == kind


@pytest.mark.parametrize("name", ["errors/generic_nginx_504.html", "errors/fred_400_unknown_series.xml"])
@pytest.mark.parametrize("form", ["json", "csv", "zip"])
def test_a_page_is_not_taken_for_figures(name: str, form: str):
    with pytest.raises(SourceError, match="web page"):
        recorded(name, form)


def test_candles_of_the_other_exchange_are_not_read_as_ours():
    with pytest.raises(SourceError, match="another shape"):
        modules.coinbase.read(recorded("crypto/kraken_ohlc_1440_one_row_2026-09-24.json"))


def test_days_average_to_the_months_that_ship():
    whole = monthly(
        modules.indeed.read(
            recorded("indeed/aggregate_job_postings_US.csv"),
            *modules.indeed.question("US/aggregate/total postings/SA")[1:],
        )
    )
    assert whole[-1][0] == day("2026-07-01")  # August was running
