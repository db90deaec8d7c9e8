"""Yahoo's daily closes, through yfinance: `yahoo:<symbol>`. For what has no official twin; personal use only.

yfinance is large (0.5 s to import): this module is imported when Yahoo is asked. Its gaps are closed
here: tickers are asked one by one, for `download` turns a rate limit into an empty table; errors
are not hidden; every request it makes, those for cookies too, is bound by the deadline and goes to
`CLAIMBOARD_YAHOO_URL` when that is set. One at a time: it shares one session among all threads.

Quirks: closes are not adjusted for dividends (adjusted ones are rewritten at each); they are single
precision, and shown with the digits that has; a day that still runs is left out.
"""

import logging
import re
import warnings
from datetime import date, datetime
from functools import cache
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import yfinance
from curl_cffi.requests import Session
from curl_cffi.requests import exceptions as curl
from yfinance import exceptions as yahoo

from indicators.model import Series
from indicators.providers import PROVIDERS, Kind, Observed, Rows, SourceError, http
from indicators.providers.response import ordered

HOST = "finance.yahoo.com"
HOSTS = r"https://(query1|query2|fc|finance|guce|consent)\.(finance\.)?yahoo\.com"

# Errors are raised here; its own log would go to the terminal.
logging.getLogger("yfinance").setLevel(logging.CRITICAL)
_lock = Lock()
#: Pause after a rate limit, seconds: further requests prolong it.
RESTS = 1800.0


def fetch(id: str, series: Series, since: date | None = None) -> Observed:
    http.ready([PROVIDERS["yahoo"].base])  # curl would ignore an invalid setting, or blame the host
    with http.turn(_lock, HOST):
        http.pace.wait_for_rest(HOST)
        return Observed(read(_history(id, since)), f"yahoo:{id}", frequency="daily", complete=not since)


def read(frame: Any) -> Rows:
    """The closes of a table by day in the exchange's own time."""
    today = datetime.now(frame.index.tz).date()
    closes = ((day.date(), _shortest(np.float32(close))) for day, close in frame["Close"].items())
    return ordered("finance.yahoo.com", ((day, close) for day, close in closes if day < today))


def _shortest(close: Any) -> float | None:
    """A close with the digits that were sent. Raises SourceError (broken) for one that is infinite."""
    if abs(close) == float("inf"):
        raise SourceError("broken", f"finance.yahoo.com sent {str(close)!r} where a number belongs")
    return None if close != close else float(str(close))


def _history(symbol: str, since: date | None) -> Any:
    yfinance.config.debug.hide_exceptions = False
    # It uses deprecated parts of pandas and shows their warnings. Set each time: others reset the filters.
    warnings.filterwarnings("ignore", module=r"yfinance\b")
    span = {"start": since.isoformat()} if since else {"period": "max"}
    try:
        frame = yfinance.Ticker(symbol, session=_session()).history(
            interval="1d", auto_adjust=False, actions=False, **span
        )
    except SourceError:  # its turn came after the deadline
        raise
    except yahoo.YFRateLimitError:
        raise SourceError("busy", http.pace.rest(HOST, RESTS, "asks for fewer requests and is left alone")) from None
    except (yahoo.YFPricesMissingError, yahoo.YFTzMissingError, yahoo.YFTickerMissingError):
        raise SourceError("missing", f"finance.yahoo.com has no prices of {symbol}") from None
    except curl.HTTPError as error:
        status = getattr(error.response, "status_code", 0)
        kind: Kind = "missing" if status == 404 else "broken"
        raise SourceError(kind, f"finance.yahoo.com answered {status} for {symbol}") from None
    except curl.Timeout:
        raise SourceError("late", "finance.yahoo.com did not answer in time") from None
    except curl.CertificateVerifyError:
        raise SourceError("unreachable", f"finance.yahoo.com cannot be asked: {http.failures.UNTRUSTED}") from None
    except (curl.ConnectionError, curl.ProxyError):
        proxy = http.environment.proxy(PROVIDERS["yahoo"].base)
        raise SourceError("unreachable", f"{HOST} cannot be reached{f' through {proxy}' if proxy else ''}") from None
    except Exception as error:  # it raises any error of its parsing
        raise SourceError(
            "broken", f"finance.yahoo.com sent what yfinance cannot read ({type(error).__name__})"
        ) from None
    if frame is None or frame.empty:
        raise SourceError("missing", f"finance.yahoo.com has no prices of {symbol}")
    return frame


@cache
def _session() -> Any:
    class Bounded(Session):
        """yfinance's session, held to the deadline and to the base address."""

        def request(self, method: Any, url: str, **named: Any) -> Any:  # type: ignore[override]
            provider = PROVIDERS["yahoo"]
            if provider.base != provider.home:
                url = re.sub(HOSTS, provider.base, url)
            http.pace.wait(urlsplit(url).hostname or "")
            named["timeout"] = max(0.001, min(http.limits.patience.read, http.remaining()))
            return super().request(method, url, **named)

    return Bounded(impersonate="chrome")
