"""The agencies and Cboe, each in its own wire format and with its own faults. The figures are made up."""

import io
import json
import zipfile
from datetime import date
from typing import Any

import pytest

from indicators.providers import SourceError
from indicators.providers.fetching import fetch
from tests.conftest import series
from tests.providers.conftest import ANNUAL, DAILY, KEY, QUARTERLY, failure, rows
from tests.providers.server import HTML, Answer, Asked, Provider, as_csv, as_json


@pytest.fixture(autouse=True)
def keyed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EIA_API_KEY", KEY)


# Cboe


@pytest.mark.parametrize("header, cells", [("DATE,OPEN,HIGH,LOW,CLOSE", "9,9,9,16.640000"), ("DATE,X", "16.640000")])
def test_a_close_is_read_from_either_layout(provider: Provider, header: str, cells: str):
    provider.say("/cboe/X_History.csv", as_csv(f"{header}\n07/21/2026,{cells}\n07/22/2026,{cells}\n"))
    assert rows(fetch("cboe:X", DAILY)) == {"2026-07-21": 16.64, "2026-07-22": 16.64}


def test_a_symbol_cboe_does_not_know_is_refused(provider: Provider):
    provider.say("/cboe/X_History.csv", Answer(b"<?xml version='1.0'?><Error/>", 403, "application/xml"))
    assert failure("cboe:X").kind == "refused"


# EIA

SALES = "/eia/electricity/retail-sales/data/"
COMMERCIAL = "eia:electricity/retail-sales?frequency=monthly&data=sales&stateid=US&sectorid=COM"


def eia(total: Any, *periods: str, value: Any = "5.5", **more: Any) -> Answer:
    data = [{"period": p, "stateid": "US", "sales": value, "sales-units": "million kilowatt hours"} for p in periods]
    echo = {"command": "/v2/electricity", "params": {"api_key": KEY}}
    return as_json({"response": {"total": total, "frequency": "monthly", "data": data}, "request": echo} | more)


@pytest.mark.parametrize("total, value", [("2", "5.5"), (2, 5.5)])
def test_figures_may_be_text_or_numbers(provider: Provider, total: Any, value: Any):
    provider.say(SALES, eia(total, "2026-01", "2026-02", value=value))
    found = fetch(COMMERCIAL, series())
    assert rows(found) == {"2026-01-01": 5.5, "2026-02-01": 5.5}
    assert (found.unit, found.frequency) == ("gigawatt-hours", "monthly")


def test_a_route_that_begins_late_leaves_what_is_held_from_before(provider: Provider):
    provider.say("/eia/electricity/electric-power-operational-data/data/", eia("1", "2026-01"))
    route = COMMERCIAL.replace("retail-sales", "electric-power-operational-data")
    provider.say(SALES, eia("1", "2026-01"))
    assert (fetch(route, series()).complete, fetch(COMMERCIAL, series()).complete) == (False, True)


def test_pages_are_asked_for_until_all_rows_are_in_hand(provider: Provider):
    provider.say(SALES, eia("3", "2026-01", "2026-02"), eia("3", "2026-03"))
    assert len(fetch(COMMERCIAL, series()).rows) == 3
    assert [one.query["offset"] for one in provider.requests] == ["0", "2"]


CAPACITY = "/eia/electricity/state-electricity-profiles/capability/data/"
OTHER = "eia:electricity/state-electricity-profiles/capability?frequency=annual&data=capability&stateId=US&energysourceid=OT+WOO"


def capability(*found: tuple[str, str, str | None]) -> Answer:
    rows = [
        {"period": y, "stateId": "US", "energysourceid": code, "capability": v, "capability-units": "megawatts"}
        for y, code, v in found
    ]
    return as_json({"response": {"total": str(len(rows)), "frequency": "annual", "data": rows}})


def test_a_sum_over_codes_has_no_value_where_one_of_them_has_none(provider: Provider):
    provider.say(
        CAPACITY,
        capability(
            *(("2022", "OT", "1416.4"), ("2022", "WOO", "7414.8")),
            ("2023", "OT", "1500"),
            *(("2024", "WOO", "7000"), ("2024", "OT", None)),
        ),
    )
    assert rows(fetch(OTHER, ANNUAL)) == {"2022-01-01": 8831.2}
    assert provider.requests[0].query["facets[energysourceid][]"] == "WOO"  # the last of two


@pytest.mark.parametrize(
    "answer, said",
    [
        (capability(("2022", "OT", "1")), "no rows of energysourceid 'WOO'"),
        (capability(("2022", "OT", "1"), ("2022", "OT", "1"), ("2022", "WOO", "1")), "2022-01-01 twice"),
    ],
)
def test_a_sum_over_codes_of_which_one_is_absent_or_twice_is_an_error(provider: Provider, answer: Answer, said: str):
    provider.say(CAPACITY, answer)
    assert said in str(failure(OTHER, ANNUAL))


@pytest.mark.parametrize(
    "answer, kind, said",
    [
        (eia("0"), "broken", "no rows"),
        (eia("9"), "broken", "announced 9 rows and sent 0"),
        (eia("1", "2026-01", value="n/a"), "broken", "'n/a'"),
        (eia("1", "2026-01", value=KEY), "broken", "[key]"),
        (eia("2", "2026-01", "2026-01"), "broken", "2026-01-01 twice"),
        (eia("2", warnings=[{"warning": "length", "description": f"for {KEY}"}]), "broken", "it warns: "),
        (as_json({"error": {"code": "API_KEY_INVALID", "message": KEY}}, status=403), "key", "EIA_API_KEY"),
        (as_json({"request": {"params": {"api_key": KEY}}}), "broken", "another shape"),
        (as_json({"response": KEY}), "broken", "another shape"),
    ],
)
def test_an_answer_of_eia_with_something_wrong_is_an_error_without_the_key(
    provider: Provider, answer: Answer, kind: str, said: str
):
    provider.say(SALES, answer)
    error = failure(COMMERCIAL, series())
    assert error.kind == kind and said in str(error) and KEY not in str(error)


@pytest.mark.parametrize("warning", [{"warning": "length", "description": f"for {KEY}"}, "soon retired", 5])
def test_an_answer_of_eia_that_is_whole_passes_and_its_warning_is_noted(provider: Provider, warning: Any):
    provider.say(SALES, eia("2", "2026-01", "2026-02", warnings=[warning]))
    found = fetch(COMMERCIAL, series())
    assert len(found.rows) == 2 and "sent all rows; it warns: " in found.note and KEY not in found.note


def test_eia_without_a_key_says_where_to_get_one(provider: Provider, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("EIA_API_KEY")
    with pytest.raises(SourceError, match="EIA_API_KEY") as caught:
        fetch(COMMERCIAL, series())
    assert caught.value.kind == "key" and not provider.requests


# Treasury

BOOK = "/treasury/v1/x"


def fiscal(*found: dict[str, str | None], pages: int = 1) -> Answer:
    meta = {"count": len(found), "total-count": len(found), "total-pages": pages}
    return as_json({"data": list(found), "meta": meta, "links": {"next": "&page%5Bnumber%5D=2"}})


def test_the_text_null_is_a_gap_and_an_end_of_month_is_its_month(provider: Provider):
    provider.say(BOOK, fiscal({"record_date": "2026-05-31", "a": "1.5"}, {"record_date": "2026-06-30", "a": "null"}))
    assert rows(fetch("treasury:v1/x?b=c&field=a", series())) == {"2026-05-01": 1.5}


def test_pages_of_the_treasury_are_asked_by_number(provider: Provider):
    provider.say(
        BOOK,
        fiscal({"record_date": "2026-05-01", "a": "1"}, pages=2),
        fiscal({"record_date": "2026-05-02", "a": "2"}, pages=2),
    )
    assert len(fetch("treasury:v1/x?b=c&field=a", DAILY).rows) == 2
    assert [one.query["page[number]"] for one in provider.requests] == ["1", "2"]


def test_two_rows_of_a_day_are_an_error_but_buybacks_are_added(provider: Provider):
    twice = ({"record_date": "2026-05-01", "a": "1"}, {"record_date": "2026-05-01", "a": "2"})
    provider.say(BOOK, fiscal(*twice))
    assert "2026-05-01 twice" in str(failure("treasury:v1/x?b=c&field=a"))
    operations = [{"operation_date": "2026-05-01", "a": v} for v in ("1", "null", "2")]
    provider.say("/treasury/v1/buybacks_operations", fiscal(*operations, {"operation_date": "2026-05-08", "a": "null"}))
    assert rows(fetch("treasury:v1/buybacks_operations?field=a", DAILY)) == {"2026-05-01": 3}


def test_the_treasurys_account_is_followed_through_its_names(provider: Provider):
    def answer(asked: Asked) -> Answer:
        row = {"open_today_bal": "null", "close_today_bal": "null"}
        return {
            "Federal Reserve Account": fiscal(row | {"record_date": "2021-09-30", "close_today_bal": "100"}),
            "Treasury General Account (TGA)": fiscal(row | {"record_date": "2022-04-15", "close_today_bal": "200"}),
            "Treasury General Account (TGA) Closing Balance": fiscal(
                row | {"record_date": "2022-04-18", "open_today_bal": "300"}
            ),
        }[asked.query["filter"].split(":eq:")[1].partition(",")[0]]

    provider.say("/treasury/v1/accounting/dts/operating_cash_balance", answer)
    locator = "treasury:v1/accounting/dts/operating_cash_balance?account_type=Treasury General Account (TGA) Closing Balance&field=open_today_bal"
    assert rows(fetch(locator, DAILY)) == {"2021-09-30": 100, "2022-04-15": 200, "2022-04-18": 300}
    assert rows(fetch(locator, DAILY, date(2022, 4, 18))) == {"2022-04-18": 300}
    assert len(provider.requests) == 4


def test_a_column_that_is_not_there_is_an_error(provider: Provider):
    provider.say(BOOK, fiscal({"record_date": "2026-05-01", "b": "1"}))
    assert "without 'a'" in str(failure("treasury:v1/x?b=c&field=a"))


# New York Fed


def rate(**found: Any) -> dict[str, Any]:
    return {"effectiveDate": "2026-08-05", "type": "SOFR", "percentRate": 3.64, "revisionIndicator": ""} | found


def test_a_reference_rate_is_turned_around(provider: Provider):
    provider.say(
        "/nyfed/rates/secured/sofr/search.json",
        as_json({"refRates": [rate(), rate(effectiveDate="2026-08-04", percentRate=3.66)]}),
    )
    assert list(rows(fetch("nyfed:secured/sofr", DAILY)).items()) == [("2026-08-04", 3.66), ("2026-08-05", 3.64)]


@pytest.mark.parametrize(
    "found, said",
    [([rate(type="EFFR")], "another rate"), ([rate(), rate(effectiveDate="2026-08-06")], "after"), ([], "no figure")],
)
def test_a_rate_that_is_not_the_one_asked_for_is_an_error(provider: Provider, found: list[Any], said: str):
    provider.say("/nyfed/rates/secured/sofr/search.json", as_json({"refRates": found}))
    assert said in str(failure("nyfed:secured/sofr"))


# DFA


def misplaced(answer: Answer) -> Answer:
    """A zip whose directory says that it begins 256 bytes further on."""
    body = bytearray(answer.body)
    body[-5] += 1
    return Answer(bytes(body), type=answer.type)


def zipped(**files: str) -> Answer:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(f"dfa-{name}-levels.csv", text)
    return Answer(stream.getvalue(), type="application/zip")


LEVELS = "Date,Category,Net worth,Other assets\r\n1989:Q3,A,1,5\r\n1989:Q3,B,2,5\r\n1989:Q4,A,3,5\r\n1989:Q4,B,4,5\r\n"


def test_categories_are_added_and_the_zip_is_fetched_once(provider: Provider):
    provider.say("/dfa/dfa.zip", zipped(age=LEVELS))
    assert rows(fetch("dfa:age-levels/A+B/Net worth", QUARTERLY)) == {"1989-07-01": 3, "1989-10-01": 7}
    assert rows(fetch("dfa:age-levels/B/Net worth", QUARTERLY)) == {"1989-07-01": 2, "1989-10-01": 4}
    assert len(provider.requests) == 1


@pytest.mark.parametrize(
    "answer, said",
    [
        (zipped(other=LEVELS), "without dfa-age-levels.csv"),
        (zipped(age=LEVELS.replace("1989:Q4,B,4,5\r\n", "")), "1989-10-01 with categories twice or not at all"),
        (zipped(age=LEVELS.replace(",B,", ",C,")), "no category 'B'"),
        (zipped(age=LEVELS.replace("Net worth", "Worth")), "without the column"),
        (zipped(age=LEVELS.replace("1989:Q3", "1989-Q3")), "where a date belongs"),
        (zipped(age="x" * 2_000_000), "too large"),
        (Answer(zipped(age=LEVELS).body[:-30], type="application/zip"), "broken or truncated zip"),
        (misplaced(zipped(age=LEVELS)), "broken or truncated zip"),
        (Answer(HTML, type="text/html"), "web page"),
    ],
    ids=["member", "uneven", "category", "column", "date", "large", "cut", "misplaced", "page"],
)
def test_a_zip_that_is_not_as_it_must_be_is_an_error(provider: Provider, answer: Answer, said: str):
    provider.say("/dfa/dfa.zip", answer)
    assert said in str(failure("dfa:age-levels/A+B/Net worth", QUARTERLY))


def test_a_zip_that_fails_is_told_to_all_who_wait_for_it(provider: Provider):
    provider.say("/dfa/dfa.zip", Answer(HTML, 503))
    assert [failure("dfa:age-levels/A/Net worth").kind for _ in range(3)] == ["broken"] * 3
    assert len(provider.requests) == 4


# CFTC


def report(day: str, **columns: str) -> dict[str, str]:
    return {"report_date_as_yyyy_mm_dd": f"{day}T00:00:00.000"} | columns


def test_a_net_position_has_a_gap_where_a_column_is_absent(provider: Provider):
    found = [
        report("2026-08-04", long="10", short="4"),
        report("2026-08-11", long="10"),
        report("2026-08-18", long="1", short="4"),
    ]
    provider.say("/cftc/d.json", as_json(found))
    assert rows(fetch("cftc:d/13874+/long-short", series(frequency="weekly"))) == {"2026-08-04": 6, "2026-08-18": -3}


def test_reports_are_paged(provider: Provider, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("indicators.providers.cftc.PAGE", 1)
    provider.say(
        "/cftc/d.json", as_json([report("2026-08-04", a="1")]), as_json([report("2026-08-11", a="2")]), as_json([])
    )
    assert len(fetch("cftc:d/x/a", series(frequency="weekly")).rows) == 2


# BLS

BLS = "/bls/v1/timeseries/data/"


def bureau(*found: tuple[str, str, str], **changed: Any) -> Answer:
    data = [{"year": y, "period": p, "periodName": "", "value": v, "footnotes": [{}]} for y, p, v in found]
    results = {"Results": {"series": [{"seriesID": "X", "data": data}]}}
    return as_json({"status": "REQUEST_SUCCEEDED", "responseTime": 1, "message": []} | results | changed)


def test_a_month_never_collected_is_a_gap_and_the_years_average_is_no_month(provider: Provider):
    provider.say(
        BLS,
        bureau(("2025", "M13", "9"), ("2025", "M11", "3"), ("2025", "M10", "-"), ("2025", "M09", "2")),
        bureau(message=["No Data Available for Series X Year: 2004"]),
    )
    assert rows(fetch("bls:X", series())) == {"2025-09-01": 2, "2025-11-01": 3}
    asked = [json.loads(one.body) for one in provider.requests]
    assert [int(one["endyear"]) - int(one["startyear"]) for one in asked] == [9, 9]


def test_with_a_key_more_years_are_asked_for_at_a_time(provider: Provider, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("BLS_API_KEY", KEY)
    provider.say("/bls/v2/timeseries/data/", bureau(("2025", "Q01", "3")), bureau())
    assert rows(fetch("bls:X", QUARTERLY)) == {"2025-01-01": 3}
    asked = json.loads(provider.requests[0].body)
    assert int(asked["endyear"]) - int(asked["startyear"]) == 19 and asked["registrationkey"] == KEY


@pytest.mark.parametrize(
    "answer, kind",
    [
        (bureau(status="REQUEST_NOT_PROCESSED", message=[f"daily threshold of {KEY} reached"], Results={}), "busy"),
        (bureau(status="REQUEST_NOT_PROCESSED", message=["other"], Results=[]), "broken"),
        (bureau(message=["Invalid Series for Series X"]), "missing"),
        (bureau(message=["Series does not exist for Series X"]), "missing"),
        (bureau(("2025", "M14", "1")), "broken"),
        (bureau(("2025", "M01", "N/A")), "broken"),
        (bureau(("2025", "M01", "1"), ("2025", "M02", "1")), "broken"),
    ],
)
def test_a_failure_that_says_200_is_a_failure(
    provider: Provider, monkeypatch: pytest.MonkeyPatch, answer: Answer, kind: str
):
    monkeypatch.setenv("CENSUS_API_KEY", KEY)
    provider.say(BLS, answer, bureau())
    error = failure("bls:X", series())
    assert error.kind == kind and KEY not in str(error)


def test_a_message_beside_figures_stops_nothing(provider: Provider):
    provider.say(BLS, bureau(("2025", "M01", "3"), message=["Catalog does not exist for Series X"]), bureau())
    assert rows(fetch("bls:X", series())) == {"2025-01-01": 3}


def test_after_the_questions_of_a_day_nobody_asks_for_a_while(provider: Provider):
    provider.say(BLS, bureau(status="REQUEST_NOT_PROCESSED", message=["daily threshold reached"], Results={}))
    said = [str(failure(f"bls:{id}", series())) for id in "XYZ"]
    assert len(provider.requests) == 1 and all("is left alone until" in one for one in said)
