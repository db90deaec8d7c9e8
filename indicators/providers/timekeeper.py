"""The time of providers: every HTTP response is dated, a refusal too."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from indicators.providers import PROVIDERS, http

#: Timeout for a host, seconds.
PATIENCE = 5.0


def said(names: Iterable[str]) -> tuple[str, datetime] | None:
    """Host and time (UTC) of the first provider to answer; None where none does."""
    for name in names:
        # Any error here occurs again, and is reported, when fetching.
        with suppress(Exception):
            answer = http.client().head(PROVIDERS[name].base, timeout=PATIENCE, follow_redirects=False)
            moment = parsedate_to_datetime(answer.headers["Date"])
            return answer.url.host, moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None
