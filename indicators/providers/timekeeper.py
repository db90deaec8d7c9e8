"""What time it is elsewhere: every HTTP answer is dated, a refusal too."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from indicators.providers import PROVIDERS, http

#: Seconds that a host is waited for: it only has to say a word.
PATIENCE = 5.0


def said(names: Iterable[str]) -> tuple[str, datetime] | None:
    """The host and the time (UTC) that the first of some providers to answer says; None where none does."""
    for name in names:
        # Whatever goes wrong here is met again, and named, by who fetches.
        with suppress(Exception):
            answer = http.client().head(PROVIDERS[name].base, timeout=PATIENCE, follow_redirects=False)
            moment = parsedate_to_datetime(answer.headers["Date"])
            return answer.url.host, moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None
