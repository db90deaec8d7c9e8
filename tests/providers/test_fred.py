"""FRED: its graph download, its JSON, its vintages, its search. The figures are made up."""

import gzip
import json
import threading
import urllib.request
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from click.testing import CliRunner

from dashboard.cli import main
from indicators.providers import SourceError, fred
from indicators.providers.fetching import fetch
from indicators.providers.search import search
from tests.conftest import series
from tests.providers.conftest import DAILY, KEY, QUARTERLY, failure, rows
from tests.providers.server import HTML, Answer, Asked, Provider, alfred, as_csv, as_json, unmeasured

# the graph download

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


@pytest.mark.parametrize("end", ["", "\n", "\r\n", "\n\n", "\r\n\r\n", "\n \n"])
def test_a_table_of_known_length_may_end_without_an_end_of_line_or_with_more(provider: Provider, end: str):
    provider.say(GRAPH, as_csv(f"observation_date,UNRATE\n2025-01-01,4{end}"))
    assert rows(fetch("fred:UNRATE", series())) == {"2025-01-01": 4}


def test_a_table_that_does_not_say_where_it_ends_was_cut_where_its_last_line_does_not_end(provider: Provider):
    provider.say(GRAPH, unmeasured(as_csv("observation_date,UNRATE\n2025-01-01,4.4")))
    assert "ends in the middle of a line" in str(failure("fred:UNRATE"))
    provider.say(GRAPH, unmeasured(as_csv("observation_date,UNRATE\n2025-01-01,4.4\n\n")))
    assert rows(fetch("fred:UNRATE", series())) == {"2025-01-01": 4.4}


def test_a_packed_answer_that_breaks_off_is_not_read(provider: Provider):
    packed = gzip.compress(b"observation_date,UNRATE\n2025-01-01,4.4\n")
    for answer in (Answer(packed[:-9], type="text/csv"), unmeasured(Answer(packed[:-9], type="text/csv"))):
        provider.say(GRAPH, replace(answer, headers=dict(answer.headers) | {"Content-Encoding": "gzip"}))
        assert "broke off" in str(failure("fred:UNRATE"))


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
    both = threading.Barrier(2)

    def together(answer: Answer) -> Callable[[Asked], Answer]:
        """Given once the other has been asked for too."""

        def give(asked: Asked) -> Answer:
            both.wait(30)
            return answer

        return give

    with_key.say("/fred/series", together(as_json({"seriess": [{"units": "Percent", "frequency": "Daily"}]})))
    with_key.say(OBSERVATIONS, together(points(**{"2026-01-01": "1"})))
    assert fetch("fred:X", DAILY).unit == "Percent"


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
    for path in ("/fred/series", OBSERVATIONS):
        with_key.say(path, as_json({"error_code": 400, "error_message": said}, status=400))
    error = failure("fred:X")
    assert error.kind == kind and KEY not in str(error)
    assert len(with_key.asked(OBSERVATIONS)) == 1


UNREGISTERED = as_json(
    {"error_code": 400, "error_message": "Bad Request.  The value for variable api_key is not registered."}, status=400
)


def test_a_key_that_has_worked_and_is_once_unknown_is_tried_again(with_key: Provider):
    good = points(**{"2026-01-01": "1"})
    with_key.say(OBSERVATIONS, good, UNREGISTERED, good)
    assert [len(fetch("fred:X", DAILY).rows) for _ in range(2)] == [1, 1]
    assert len(with_key.asked(OBSERVATIONS)) == 3


def test_where_a_key_is_not_accepted_the_graph_download_is_read_and_that_is_noted(with_key: Provider):
    for path in ("/fred/series", OBSERVATIONS):
        with_key.say(path, UNREGISTERED)
    with_key.say(GRAPH, as_csv("observation_date,X\n2026-01-01,4\n"))
    found = fetch("fred:X", series())
    assert rows(found) == {"2026-01-01": 4} and found.source == "fred:X"
    assert "does not accept FRED_API_KEY; read from the graph download" in found.note
    assert len(with_key.asked(OBSERVATIONS)) == 1


def test_a_series_without_vintages_is_said_to_have_none(with_key: Provider):
    said = "Bad Request.  The series does not exist in ALFRED but may exist in FRED."
    with_key.say("/fred/series/vintagedates", as_json({"error_code": 400, "error_message": said}, status=400))
    with pytest.raises(SourceError, match="has no vintages of X") as caught:
        fred.vintages("X")
    assert caught.value.kind == "missing"


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

    with_key.say("/fred/series/vintagedates", as_json({"vintage_dates": sorted({p["realtime_start"] for p in known})}))
    with_key.say(OBSERVATIONS, alfred(known))
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
    plain, table = (CliRunner().invoke(main.app, ["find", "power", *more]) for more in ([], ["--json"]))
    assert plain.output == "fred:X: Power (Index; Monthly; to 2025-12-01)\n"
    assert json.loads(table.output)[0]["id"] == "X"


def test_the_command_line_tells_first_what_the_catalogue_has_under_that_name(with_key: Provider):
    with_key.say(SEARCH, xml(f'<seriess count="1">{HIT}</seriess>'))
    first, second, last = CliRunner().invoke(main.app, ["find", "10y-2y"]).output.splitlines()
    assert first.startswith("DGS10: Market yield") and second.startswith("DGS2: ") and last.startswith("fred:X: ")


def test_the_command_line_says_in_a_line_why_it_cannot_search():
    result = CliRunner().invoke(main.app, ["find", "power"])
    assert result.exit_code == 2 and result.output.count("\n") == 1 and "FRED_API_KEY" in result.output


def test_nothing_found_is_an_empty_list(with_key: Provider):
    with_key.say(SEARCH, xml('<seriess count="0"/>'))
    assert search("nothing") == []


def test_a_search_leaves_the_proxies_of_this_process_alone(with_key: Provider, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with_key.say(SEARCH, xml('<seriess count="0"/>'))
    before = vars(urllib.request)["_opener"]
    search("nothing")
    assert vars(urllib.request)["_opener"] is before


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
