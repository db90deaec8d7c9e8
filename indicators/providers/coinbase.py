"""Coinbase's daily candles: `coinbase:<product>`, as in coinbase:BTC-USD. No key.

Quirks: [time, low, high, open, close, volume], newest first, 300 at most; the day that still runs
is among them and is left out. Days end at midnight UTC.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Annotated

from msgspec import Meta

from indicators.model import Series
from indicators.providers import PROVIDERS, Observed, http
from indicators.providers.response import Body

FIRST = date(2015, 7, 20)
WINDOW = timedelta(days=300)
EPOCH = date(1970, 1, 1)
#: Its time is in seconds since 1970 and within the years of a calendar.
Candle = tuple[Annotated[int, Meta(ge=0, le=10**11)], float, float, float, float, float]


def fetch(id: str, series: Series, since: date | None = None) -> Observed:
    today = datetime.now(UTC).date()
    begin, found = since or FIRST, list[tuple[date, float]]()
    while True:
        end = min(begin + WINDOW - timedelta(days=1), today)
        window = {"granularity": "86400", "start": begin.isoformat(), "end": end.isoformat()}
        body = http.ask(f"{PROVIDERS['coinbase'].base}/products/{id}/candles", window, form="json")
        found += read(body)
        begin = end + timedelta(days=1)
        if begin >= today:
            break
    return Observed(body.rows(pair for pair in found if pair[0] < today), f"coinbase:{id}", complete=not since)


def read(body: Body) -> list[tuple[date, float]]:
    """Closes by day, ascending."""
    return [(EPOCH + timedelta(seconds=one[0]), one[4]) for one in reversed(body.json(list[Candle]))]
