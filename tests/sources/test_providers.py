"""Each provider's answers, in its own wire format and with its own faults. The figures are made up."""

import io
import json
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from typer.testing import CliRunner

from dashboard import cli
from indicators.data.sources import Observed, SourceError, fetch, fred
from indicators.data.sources.search import search
from indicators.model import Series
from tests.conftest import series
from tests.sources.conftest import KEY
from tests.sources.server import HTML, Answer, Asked, Provider, as_csv, as_json

DAILY, QUARTERLY, ANNUAL = (series(frequency=f) for f in ("daily", "quarterly", "annual"))


@pytest.fixture(autouse=True)
def keyed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EIA_API_KEY", KEY)


def rows(found: Observed) -> dict[str, float]:
    return {date.fromordinal(day).isoformat(): value for day, value in found.rows}


def failure(locator: str, one: Series = DAILY) -> SourceError:
    with pytest.raises(SourceError) as caught:
        fetch(locator, one)
    assert "127.0.0.1" in str(caught.value)
    return caught.value


# fredgraph

GRAPH = "/fredgraph/fredgraph.csv"


@pytest.mark.parametrize("header, absent", [("observation_date", ""), ("DATE", ".")])
def test_a_graph_is_read_with_its_old_and_its_new_header(provider: Provider, header: str, absent: str):
    provider.say(GRAPH, as_csv(f"{header},UNRATE\n2025-09-01,4.4\n2025-10-01,{absent}\n2025-11-01,4.6\n"))
    found = fetch("fred:UNRATE", series())
    assert rows(found) == {"2025-09-01": 4.4, "2025-11-01": 4.6}
    assert found.source == "fred:UNRATE" and found.complete


@pytest.mark.parametrize(
    "text, said",
    [
        ("date,UNRATE\n2025-01-01,4\n", "does not begin with a date"),
        ("observation_date,PAYEMS\n2025-01-01,4\n", "without the column 'UNRATE'"),
        ("observation_date,UNRATE\n2025-01-01,4\n2025-01-01,4\n", "2025-01-01 twice"),
        ("observation_date,UNRATE\n2025-02-01,4\n2025-01-01,4\n", "2025-01-01 after 2025-02-01"),
        ("observation_date,UNRATE\n2025-01-01,n.a.\n", "'n.a.' where a number belongs"),
        ("observation_date,UNRATE\n2025-01-01,nan\n", "'nan' where a number belongs"),
        ("observation_date,UNRATE\n2025-01-01,1_000\n", "'1_000' where a number belongs"),
        ("observation_date,UNRATE\n2025-01-01,1e999\n", "'1e999' where a number belongs"),
        ("observation_date,UNRATE\n2025-13-01,4\n", "'2025-13-01' where a date belongs"),
        ("observation_date,UNRATE\n01/02/2025,4\n", "'01/02/2025' where a date belongs"),
        ("observation_date,UNRATE\n2025-01-01,4\n2025-02-01,4", "ends in the middle of a line"),
        ("observation_date,UNRATE\n2025-01-01,4\n2025-02\n", "lines differ in length"),
        ("observation_date,UNRATE\n2025-01-01,\n", "no figure"),
        ("observation_date,UNRATE\n", "no figure"),
        ("<!DOCTYPE html><p>Sorry</p>\n", "web page"),
    ],
)
def test_a_graph_that_is_not_as_it_must_be_is_an_error(provider: Provider, text: str, said: str):
    provider.say(GRAPH, as_csv(text))
    error = failure("fred:UNRATE")
    assert error.kind == "broken" and said in str(error)


def test_days_are_averaged_to_months_and_a_running_month_is_left_out(provider: Provider):
    days = [(f"2026-01-{day:02}", 2 * day) for day in range(1, 32)] + [("2026-02-01", 99)]
    provider.say(GRAPH, as_csv("observation_date,X\n" + "".join(f"{day},{value}\n" for day, value in days)))
    assert rows(fetch("fred:X@monthly", series())) == {"2026-01-01": 32}


def test_a_graph_is_asked_in_the_librarys_own_name_and_the_others_in_ours(provider: Provider):
    for locator in ("fred:X", "cboe:X"):
        failure(locator)
    agents = [one.headers["User-Agent"].partition("/")[0] for one in provider.requests]
    assert agents == ["python-httpx", "Claimboard"]


# FRED's JSON

OBSERVATIONS = "/fred/series/observations"


def points(**values: str) -> Answer:
    found = [
        {"realtime_start": "2026-01-01", "realtime_end": "9999-12-31", "date": d, "value": v} for d, v in values.items()
    ]
    return as_json({"units": "lin", "count": len(found), "offset": 0, "limit": 100000, "observations": found})


@pytest.fixture
def with_key(provider: Provider, monkeypatch: pytest.MonkeyPatch) -> Provider:
    monkeypatch.setenv("FRED_API_KEY", KEY)
    about = {"id": "X", "units": "Billions of Dollars", "frequency": "Weekly, Ending Saturday", "title": "X"}
    provider.say("/fred/series", as_json({"seriess": [about]}))
    return provider


def test_with_a_key_figures_come_as_json_with_unit_and_frequency(with_key: Provider):
    with_key.say(
        OBSERVATIONS, points(**{"1946-01-01": ".", "1947-01-01": "243.164", "1947-04-01": "22.470010000000002"})
    )
    found = fetch("fred:X", QUARTERLY)
    assert rows(found) == {"1947-01-01": 243.164, "1947-04-01": 22.470010000000002}
    assert (found.unit, found.frequency, found.known) == ("Billions of Dollars", "weekly", None)
    assert with_key.asked(OBSERVATIONS)[0].query["api_key"] == KEY


def test_figures_and_description_are_asked_for_at_once(with_key: Provider):
    with_key.say("/fred/series", as_json({"seriess": [{"units": "Percent", "frequency": "Daily"}]}, late=0.3))
    with_key.say(OBSERVATIONS, replace(points(**{"2026-01-01": "1"}), late=0.3))
    begun = time.monotonic()
    assert fetch("fred:X", DAILY).unit == "Percent"
    assert time.monotonic() - begun < 0.55


def test_a_mirror_may_hold_figures_only_but_a_broken_description_is_an_error(with_key: Provider):
    with_key.say(OBSERVATIONS, points(**{"2026-01-01": "1"}))
    with_key.say("/fred/series", Answer(b"{}", 404))
    assert fetch("fred:X", DAILY).unit == ""
    with_key.say("/fred/series", Answer(HTML, 200, "text/html"))
    assert failure("fred:X").kind == "broken"


def test_a_description_that_never_comes_ends_at_the_deadline(with_key: Provider, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CLAIMBOARD_DEADLINE", "0.3")
    with_key.say(OBSERVATIONS, points(**{"2026-01-01": "1"}))
    with_key.say("/fred/series", Answer(b"{}", late=30))
    assert failure("fred:X").kind == "late"


def test_an_increment_is_marked_and_asks_nothing_more(with_key: Provider):
    with_key.say(OBSERVATIONS, points(**{"2026-01-01": "1"}))
    found = fetch("fred:X", QUARTERLY, date(2026, 1, 1))
    assert not found.complete and found.unit == ""
    assert with_key.asked(OBSERVATIONS)[0].query["observation_start"] == "2026-01-01"
    assert len(with_key.requests) == 1


def test_pages_are_read_to_the_end(with_key: Provider):
    def page(asked: Asked) -> Answer:
        first = int(asked.query["offset"])
        found = [{"date": f"2026-01-{day + 1:02}", "value": str(day)} for day in range(first, min(first + 4, 10))]
        return as_json({"count": 10, "observations": found})

    with_key.say(OBSERVATIONS, page)
    assert len(fetch("fred:X", DAILY).rows) == 10
    assert len(with_key.asked(OBSERVATIONS)) == 3


def test_fewer_than_announced_is_an_error(with_key: Provider):
    with_key.say(OBSERVATIONS, as_json({"count": 2, "observations": []}))
    assert "announced 2 observations and sent 0" in str(failure("fred:X"))


@pytest.mark.parametrize(
    "said, kind",
    [
        ("Bad Request.  The series does not exist.", "missing"),
        (f"Bad Request.  The value for variable api_key is not registered: {KEY}", "key"),
        (f"Bad Request.  Something else about {KEY}.", "broken"),
    ],
)
def test_a_refusal_says_why_and_never_the_key(with_key: Provider, said: str, kind: str):
    with_key.say(OBSERVATIONS, as_json({"error_code": 400, "error_message": said}, status=400))
    error = failure("fred:X")
    assert error.kind == kind and KEY not in str(error)
    assert len(with_key.asked(OBSERVATIONS)) == 1


def test_a_key_of_the_wrong_form_is_not_sent(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("FRED_API_KEY", "YOUR_API_KEY_HERE")
    with pytest.raises(SourceError, match="32 small letters and digits") as caught:
        fetch("fred:X", DAILY)
    assert caught.value.kind == "key" and "YOUR_API_KEY_HERE" not in str(caught.value)


def test_vintages_are_told_by_the_day_they_came(with_key: Provider, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(fred, "CUT", 2)
    known = [
        {"date": "2026-01-01", "value": "10", "realtime_start": "2026-04-30", "realtime_end": "2026-05-27"},
        {"date": "2026-01-01", "value": "11", "realtime_start": "2026-05-28", "realtime_end": "9999-12-31"},
        {"date": "2026-04-01", "value": "20", "realtime_start": "2026-07-30", "realtime_end": "2026-08-25"},
        {"date": "2026-04-01", "value": ".", "realtime_start": "2026-08-26", "realtime_end": "9999-12-31"},
    ]

    def cut(asked: Asked) -> Answer:
        first, last = asked.query["realtime_start"], asked.query["realtime_end"]
        inside = [p for p in known if p["realtime_start"] <= last and p["realtime_end"] >= first]
        moved = [p | {"realtime_start": max(first, p["realtime_start"])} for p in inside]
        return as_json({"count": len(moved), "observations": moved})

    with_key.say("/fred/series/vintagedates", as_json({"vintage_dates": sorted({p["realtime_start"] for p in known})}))
    with_key.say(OBSERVATIONS, cut)
    found = fred.vintages("X")
    january, april = date(2026, 1, 1).toordinal(), date(2026, 4, 1).toordinal()
    assert found.vintages == (
        (date(2026, 4, 30), ((january, 10.0),)),
        (date(2026, 5, 28), ((january, 11.0),)),
        (date(2026, 7, 30), ((april, 20.0),)),
        (date(2026, 8, 26), ((april, None),)),
    )
    assert found.rows == ((january, 11.0),)
    windows = [(one.query["realtime_start"], one.query["realtime_end"]) for one in with_key.asked(OBSERVATIONS)]
    assert windows == [("2026-04-30", "2026-07-29"), ("2026-07-30", "9999-12-31")]


# fredapi

SEARCH = "/fred/series/search"
HIT = (
    '<series id="X" realtime_start="2026-01-01" realtime_end="2026-01-01" title="Power" observation_start="1990-01-01" '
    'observation_end="2025-12-01" frequency="Monthly" frequency_short="M" units="Index" units_short="Index" '
    'seasonal_adjustment="Seasonally Adjusted" seasonal_adjustment_short="SA" last_updated="2026-01-02 07:31:09-05" '
    'popularity="13" notes="n"/>'
)


def xml(text: str, status: int = 200) -> Answer:
    return Answer(f'<?xml version="1.0" encoding="utf-8" ?>\n{text}'.encode(), status, "text/xml")


def test_words_are_looked_for_through_fredapi_and_our_client(with_key: Provider):
    with_key.say(SEARCH, xml("", 503), xml(f'<seriess count="1">{HIT}</seriess>'))
    (found,) = search("electric power & light", limit=5)
    assert (found.id, found.title, found.unit, found.last) == ("X", "Power", "Index", "2025-12-01")
    assert with_key.requests[0].query["search_text"] == "electric power & light"
    assert len(with_key.requests) == 2


def test_the_command_line_lists_what_was_found(with_key: Provider):
    with_key.say(SEARCH, xml(f'<seriess count="1">{HIT}</seriess>'))
    plain, table = (CliRunner().invoke(cli.app, ["find", "power", *more]) for more in ([], ["--json"]))
    assert plain.output == "fred:X: Power (Index; Monthly; to 2025-12-01)\n"
    assert json.loads(table.output)[0]["id"] == "X"


def test_the_command_line_says_in_a_line_why_it_cannot_search():
    result = CliRunner().invoke(cli.app, ["find", "power"])
    assert result.exit_code == 2 and result.output.count("\n") == 1 and "FRED_API_KEY" in result.output


def test_nothing_found_is_an_empty_list(with_key: Provider):
    with_key.say(SEARCH, xml('<seriess count="0"/>'))
    assert search("nothing") == []


@pytest.mark.parametrize(
    "answer, kind",
    [
        (xml(f'<error code="400" message="Bad Request. The value for variable api_key: {KEY}" />', 400), "key"),
        (xml('<error code="400" message="Bad Request." />', 400), "broken"),
        (Answer(HTML, 504, "text/html"), "broken"),
        (Answer(HTML, 200, "text/html"), "broken"),
        (Answer(b""), "broken"),
        (xml("<seriess count="), "broken"),
        (Answer(reset=True), "unreachable"),
    ],
    ids=["key", "400", "504", "page", "empty", "cut", "reset"],
)
def test_what_fredapi_would_stumble_over_is_an_error_in_words(with_key: Provider, answer: Answer, kind: str):
    with_key.say(SEARCH, answer)
    with pytest.raises(SourceError) as caught:
        search("power")
    assert caught.value.kind == kind and KEY not in str(caught.value)


def test_a_search_without_a_key_says_so(monkeypatch: pytest.MonkeyPatch):
    with pytest.raises(SourceError, match="set FRED_API_KEY"):
        search("power")


# Cboe


@pytest.mark.parametrize("header, cells", [("DATE,OPEN,HIGH,LOW,CLOSE", "9,9,9,16.640000"), ("DATE,X", "16.640000")])
def test_a_close_is_read_from_either_layout(provider: Provider, header: str, cells: str):
    provider.say("/cboe/X_History.csv", as_csv(f"{header}\n07/21/2026,{cells}\n07/22/2026,{cells}\n"))
    assert rows(fetch("cboe:X", DAILY)) == {"2026-07-21": 16.64, "2026-07-22": 16.64}


def test_a_symbol_cboe_does_not_know_is_refused(provider: Provider):
    provider.say("/cboe/X_History.csv", Answer(b"<?xml version='1.0'?><Error/>", 403, "application/xml"))
    assert failure("cboe:X").kind == "refused"


# SEC

CONCEPT = "/sec/companyconcept/CIK0000000042/us-gaap/Tag.json"


def facts(*found: tuple[str, str, float, str]) -> Answer:
    return as_json(
        {
            "cik": 42,
            "units": {
                "USD": [{"start": s, "end": e, "val": v, "filed": f, "fy": 1, "fp": "Q1"} for s, e, v, f in found]
            },
        }
    )


def test_quarters_are_rebuilt_from_sums_of_the_year(provider: Provider):
    provider.say(
        CONCEPT,
        facts(
            ("2025-01-01", "2025-03-31", 10, "2025-04-30"),
            ("2025-01-01", "2025-06-30", 25, "2025-07-30"),
            ("2025-01-01", "2025-09-30", 45, "2025-10-30"),
            ("2025-01-01", "2025-12-31", 70, "2026-02-01"),
            ("2025-04-01", "2026-03-31", 999, "2026-04-30"),  # trailing twelve months
        ),
    )
    assert rows(fetch("sec:42/Tag", QUARTERLY)) == {
        "2025-01-01": 10,
        "2025-04-01": 15,
        "2025-07-01": 20,
        "2025-10-01": 25,
    }


def test_the_latest_filing_counts_and_a_reported_quarter_stands(provider: Provider):
    provider.say(
        CONCEPT,
        facts(
            ("2025-01-01", "2025-03-31", 11, "2026-04-30"),
            ("2025-01-01", "2025-03-31", 10, "2025-04-30"),
            ("2025-01-01", "2025-06-30", 25, "2025-07-30"),
            ("2025-04-01", "2025-06-30", 15, "2025-07-30"),
        ),
    )
    assert rows(fetch("sec:42/Tag", QUARTERLY)) == {"2025-01-01": 11, "2025-04-01": 15}


def test_fiscal_quarters_of_whole_weeks_are_dated_by_the_nearest_month(provider: Provider):
    provider.say(
        CONCEPT, facts(("2025-01-27", "2025-04-27", 1, "2025-05-28"), ("2025-04-28", "2025-07-27", 2, "2025-08-27"))
    )
    assert rows(fetch("sec:42/Tag", QUARTERLY)) == {"2025-02-01": 1, "2025-05-01": 2}


def test_a_year_beside_its_first_quarter_gives_no_other(provider: Provider):
    provider.say(
        CONCEPT, facts(("2025-01-01", "2025-03-31", 1, "2025-04-30"), ("2025-01-01", "2025-12-31", 9, "2026-02-01"))
    )
    assert rows(fetch("sec:42/Tag", QUARTERLY)) == {"2025-01-01": 1}


def test_a_half_year_alone_gives_no_quarter(provider: Provider):
    provider.say(CONCEPT, facts(("2025-01-01", "2025-06-30", 25, "2025-07-30")))
    assert "no figure" in str(failure("sec:42/Tag", QUARTERLY))


def test_the_sec_is_told_who_asks(provider: Provider, monkeypatch: pytest.MonkeyPatch):
    provider.say(CONCEPT, Answer(HTML, 403, "text/html"))
    error = failure("sec:42/Tag")
    assert error.kind == "refused" and "CLAIMBOARD_CONTACT" in str(error)
    monkeypatch.setenv("CLAIMBOARD_CONTACT", "someone@example.org")
    assert "CLAIMBOARD_CONTACT" not in str(failure("sec:42/Tag"))
    assert "someone@example.org" in provider.requests[-1].headers["User-Agent"]
    assert len(provider.requests) == 2


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


@pytest.mark.parametrize(
    "answer, kind, said",
    [
        (eia("0"), "broken", "no rows"),
        (eia("9"), "broken", "announced 9 rows and sent 0"),
        (eia("1", "2026-01", value="n/a"), "broken", "'n/a'"),
        (eia("1", "2026-01", value=KEY), "broken", "[key]"),
        (eia("2", "2026-01", "2026-01"), "broken", "2026-01-01 twice"),
        (eia("1", "2026-01", warnings=[{"warning": "length", "description": f"for {KEY}"}]), "broken", "warning"),
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
        (Answer(HTML, type="text/html"), "web page"),
    ],
    ids=["member", "uneven", "category", "column", "date", "large", "cut", "page"],
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
    monkeypatch.setattr("indicators.data.sources.cftc.PAGE", 1)
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


# Indeed, OWID

POSTINGS = "date,jobcountry,indeed_job_postings_index_SA,indeed_job_postings_index_NSA,variable\n"
SECTORS = "date,jobcountry,indeed_job_postings_index,variable,display_name\n"


@pytest.mark.parametrize(
    "locator, path, text, expected",
    [
        (
            "indeed:US/aggregate/total postings/SA",
            "/indeed/job_postings_tracker/master/US/aggregate_job_postings_US.csv",
            POSTINGS + "2026-01-01,US,100,101,total postings\n2026-01-01,US,90,91,new postings\n",
            100,
        ),
        (
            "indeed:US/sector/Software, Other/SA",
            "/indeed/job_postings_tracker/master/US/job_postings_by_sector_US.csv",
            SECTORS + '2026-01-01,US,70,total postings,"Software, Other"\n2026-01-01,US,80,total postings,Law\n',
            70,
        ),
        (
            "indeed:US/ai",
            "/indeed/ai-tracker/main/AI_posting.csv",
            "date,jobcountry,AI_share_postings\n2026-01-01,GB,1\n2026-01-01,US,2.5\n",
            2.5,
        ),
    ],
)
def test_the_wanted_rows_are_taken_from_a_stack(
    provider: Provider, locator: str, path: str, text: str, expected: float
):
    provider.say(path, Answer(text.encode(), type="text/plain; charset=utf-8"))
    assert rows(fetch(locator, DAILY)) == {"2026-01-01": expected}


def test_a_stack_without_the_wanted_rows_is_an_error(provider: Provider):
    provider.say(
        "/indeed/ai-tracker/main/AI_posting.csv", as_csv("date,jobcountry,AI_share_postings\n2026-01-01,GB,1\n")
    )
    assert "no figure" in str(failure("indeed:US/ai"))


@pytest.mark.parametrize(
    "text, said",
    [
        ("Entity,Code,Year,V\nUS,USA,2026,1", "another table"),
        ("Entity,Code,Day,V,W\nUS,USA,2026-01-01,1,2", "another table"),
        ("Entity,Code,Day,V\nUS,USA,2026-01-01,1\nUK,GBR,2026-02-01,1", "more than one place"),
    ],
)
def test_a_chart_of_more_than_one_thing_is_an_error(provider: Provider, text: str, said: str):
    provider.say("/owid/x.csv", as_csv(text))
    assert said in str(failure("owid:x", series()))


# Census


def estimate(*cells: Any) -> Callable[[Asked], Answer]:
    return lambda asked: as_json([[*asked.query["get"].split(","), "us"], [*cells, "1"]])


def test_years_without_a_survey_are_gaps(provider: Provider):
    provider.say("/census/2024/acs/acs1", estimate("1487"))
    provider.say("/census/2025/acs/acs1", estimate("-666666666"))
    assert rows(fetch("census:acs/acs1/B25064_001E", ANNUAL, date(2023, 1, 1))) == {"2024-01-01": 1487}


def test_a_share_is_worked_out_to_the_decimal_it_is_published_in(provider: Provider):
    provider.say("/census/2024/acs/acs1", estimate("30", "21.77", "110", "10"))
    locator = "census:acs/acs1/A_1E+A_2E/A_3E-A_4E"
    assert rows(fetch(locator, ANNUAL, date(2024, 1, 1))) == {"2024-01-01": 51.8}


@pytest.mark.parametrize(
    "answer, kind, said",
    [
        (Answer(HTML, type="text/html"), "key", "CENSUS_API_KEY"),
        (as_json([["B25064_001E", "us"]]), "broken", "another table"),
        (as_json([["B25064_001E", "us"], ["?", "1"]]), "broken", "'?'"),
        (Answer(b"error", 400, "text/plain"), "broken", "400"),
    ],
)
def test_a_survey_that_cannot_be_read_is_an_error(provider: Provider, answer: Answer, kind: str, said: str):
    provider.say("/census/2024/acs/acs1", answer)
    with pytest.raises(SourceError) as caught:
        fetch("census:acs/acs1/B25064_001E", ANNUAL, date(2024, 1, 1))
    assert caught.value.kind == kind and said in str(caught.value)


# Coinbase


def test_candles_are_turned_around_and_the_running_day_is_left_out(provider: Provider):
    def candles(asked: Asked) -> Answer:
        first, last = (date.fromisoformat(asked.query[name]).toordinal() for name in ("start", "end"))
        epoch = date(1970, 1, 1).toordinal()
        return as_json([[(day - epoch) * 86400, 1, 9, 2, day / 2, 7.5] for day in range(last, first - 1, -1)])

    provider.say("/coinbase/products/BTC-USD/candles", candles)
    found = fetch("coinbase:BTC-USD", DAILY, date(2025, 1, 1))
    first, last = found.rows[0][0], found.rows[-1][0]
    yesterday = datetime.now(UTC).date().toordinal() - 1
    assert (first, last) == (date(2025, 1, 1).toordinal(), yesterday)
    assert [value for _, value in found.rows] == [day / 2 for day in range(first, last + 1)]
    for one in provider.requests:
        assert (date.fromisoformat(one.query["end"]) - date.fromisoformat(one.query["start"])).days < 300
