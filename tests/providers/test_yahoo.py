"""Yahoo through the real yfinance, against a provider on this machine."""

import datetime
from itertools import count
from pathlib import Path

import pytest

from indicators.providers import SourceError
from indicators.providers.fetching import fetch
from tests.conftest import series
from tests.providers.server import HTML, Answer, Provider, as_json

yfinance = pytest.importorskip("yfinance")
CHART = "/yahoo/v8/finance/chart/"
DAILY = series(frequency="daily")
SYMBOLS = (f"X{number}" for number in count())
pytestmark = pytest.mark.filterwarnings("error")  # what it says of pandas is not for a user


@pytest.fixture
def symbol(tmp_path: Path) -> str:
    """One that yfinance has not met; what it remembers is not the user's."""
    yfinance.set_tz_cache_location(str(tmp_path))
    return next(SYMBOLS)


def chart(*bars: tuple[str, float | None], zone: str = "America/New_York") -> Answer:
    """Yahoo's chart of daily bars, each stamped with the moment it opened."""
    stamps = [int(datetime.datetime.fromisoformat(moment).timestamp()) for moment, _ in bars]
    closes = [close for _, close in bars]
    quote = dict.fromkeys(("open", "high", "low", "close"), closes) | {"volume": [0 for _ in bars]}
    meta = {
        "currency": "USD",
        "symbol": "X",
        "exchangeTimezoneName": zone,
        "instrumentType": "INDEX",
        "dataGranularity": "1d",
        "validRanges": ["max"],
        "priceHint": 2,
        "firstTradeDate": stamps[0],
        "regularMarketTime": stamps[-1],
        "gmtoffset": 0,
        "timezone": zone,
    }
    result = {"meta": meta, "timestamp": stamps, "indicators": {"quote": [quote], "adjclose": [{"adjclose": closes}]}}
    return as_json({"chart": {"result": [result], "error": None}})


def test_closes_come_by_the_exchanges_own_day_in_the_digits_they_have(provider: Provider, symbol: str):
    provider.say(
        CHART + symbol,
        chart(
            ("2026-01-05T14:30Z", 129.0399932861328),
            ("2026-01-06T14:30Z", None),
            ("2026-01-07T14:30Z", 6890.89013671875),
        ),
    )
    found = fetch(f"yahoo:{symbol}", DAILY)
    days = [datetime.date.fromordinal(day).isoformat() for day, _ in found.rows]
    assert (days, [value for _, value in found.rows]) == (["2026-01-05", "2026-01-07"], [129.04, 6890.89])
    assert found.complete and found.source == f"yahoo:{symbol}"


def test_a_day_that_still_runs_is_left_out(provider: Provider, symbol: str):
    now = datetime.datetime.now(datetime.UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    before = now - datetime.timedelta(days=1)
    provider.say(CHART + symbol, chart((before.isoformat(), 1.5), (now.isoformat(), 2.5), zone="UTC"))
    assert fetch(f"yahoo:{symbol}", DAILY).rows == ((before.date().toordinal(), 1.5),)


@pytest.mark.parametrize(
    "answer, kind",
    [
        (Answer(b"Too Many Requests", 429, "text/plain"), "busy"),
        (
            as_json({"chart": {"result": None, "error": {"code": "Not Found", "description": "delisted"}}}, status=404),
            "missing",
        ),
        (Answer(HTML, 500, "text/html"), "broken"),
        (Answer(HTML, 200, "text/html"), "broken"),
        (Answer(b""), "broken"),
        (Answer(b'{"chart": {"resu'), "broken"),
        (Answer(b"{}"), "broken"),
        (Answer(reset=True), "unreachable"),
        (Answer(b"{" * 5000, drip=0.05), "late"),
    ],
    ids=["429", "404", "500", "page", "empty", "cut", "other", "reset", "drip"],
)
def test_a_failure_is_an_error_and_never_an_empty_table(
    provider: Provider, symbol: str, monkeypatch: pytest.MonkeyPatch, answer: Answer, kind: str
):
    monkeypatch.setenv("CLAIMBOARD_DEADLINE", "3")
    provider.say(CHART + symbol, answer)
    with pytest.raises(SourceError) as caught:
        fetch(f"yahoo:{symbol}", DAILY)
    assert caught.value.kind == kind
    assert "finance.yahoo.com" in str(caught.value)


def test_a_window_without_sessions_is_no_figure_rather_than_none(provider: Provider, symbol: str):
    empty = {"meta": {"exchangeTimezoneName": "UTC"}, "indicators": {"quote": [{}]}}
    provider.say(CHART + symbol, as_json({"chart": {"result": [empty], "error": None}}))
    with pytest.raises(SourceError) as caught:
        fetch(f"yahoo:{symbol}", DAILY)
    assert caught.value.kind == "missing"


def test_an_increment_asks_from_the_day(provider: Provider, symbol: str):
    provider.say(CHART + symbol, chart(("2026-01-05T14:30Z", 1.0)))
    assert not fetch(f"yahoo:{symbol}", DAILY, datetime.date(2026, 1, 2)).complete
    asked = int(provider.asked(CHART + symbol)[-1].query["period1"])
    assert datetime.datetime.fromtimestamp(asked, datetime.UTC).date() == datetime.date(2026, 1, 2)


def test_a_rate_limit_is_kept_to_without_asking_again(provider: Provider, symbol: str):
    provider.say(CHART + symbol, Answer(b"Too Many Requests", 429, "text/plain"))
    for _ in range(3):
        with pytest.raises(SourceError) as caught:
            fetch(f"yahoo:{symbol}", DAILY)
        assert caught.value.kind == "busy"
        asked = len(provider.requests)
    assert asked == len(provider.requests) <= 8
