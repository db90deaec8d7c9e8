"""Full-text search for series in FRED, through fredapi: the start of a new table in `seeds/series.toml`.

fredapi asks, pages and reads; its gaps are closed by the one method overridden here, through which
it does all its asking: our client brings the deadline, the retries and the base address, and the
key stays out of messages.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl
from xml.etree import ElementTree

from fredapi import Fred

from indicators.providers import PROVIDERS, SourceError, http, key, redact

NAMES = ("id", "title", "units", "frequency", "seasonal_adjustment")


@dataclass(frozen=True)
class Found:
    """A series of FRED, as FRED describes it."""

    id: str
    title: str
    unit: str
    frequency: str
    adjustment: str
    last: str


def search(text: str, limit: int = 20) -> list[Found]:
    """The best matches, best first. Needs FRED_API_KEY. Raises SourceError."""
    if not key("fred"):
        raise SourceError("key", "api.stlouisfed.org needs a key: set FRED_API_KEY (free at fred.stlouisfed.org)")
    with http.deadline():
        table = _Client(key("fred")).search(text, limit=limit)
    return [] if table is None else [_found(row) for row in table.to_dict("records")]


def _found(row: dict[str, Any]) -> Found:
    last = row["observation_end"].date().isoformat()
    id, title, unit, frequency, adjustment = (redact(row[name]) for name in NAMES)
    return Found(id, title, unit, frequency, adjustment, last)


class _Client(Fred):
    # fredapi's own installs HTTPS_PROXY, or None, for every `urlopen` of this process.
    def __init__(self, api_key: str) -> None:
        self.api_key, self.root_url = api_key, PROVIDERS["fred"].base

    def _Fred__fetch_data(self, url: str) -> ElementTree.Element:
        address, _, query = url.partition("?")
        body = http.ask(address, dict(parse_qsl(query)) | {"api_key": self.api_key}, form="xml", also=(400,))
        try:
            root = ElementTree.fromstring(body.content)
        except ElementTree.ParseError:
            body.fail("sent broken or truncated XML")
        if body.status == 400:
            bad = "api_key" in root.get("message", "")
            raise SourceError("key" if bad else "broken", f"{body.host} refused: {root.get('message')}")
        return root
