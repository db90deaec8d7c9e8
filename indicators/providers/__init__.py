"""Where figures come from: one small module a provider, and this registry of them.

A locator is "provider:the provider's own id", as `seeds/series.toml` lists them. `fetch` asks one
provider for one series and gives back what it said, or raises `SourceError` with a kind and one
sentence that is safe to show. Nothing here knows the store.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from importlib import import_module
from typing import Literal
from urllib.parse import unquote, urlsplit

from indicators.model import Series
from indicators.providers import redaction

Kind = Literal["unreachable", "refused", "missing", "busy", "broken", "late", "key", "setting"]
Rows = tuple[tuple[int, float], ...]
#: A day on which the provider published, and what was new or revised (None: withdrawn) that day.
Revision = tuple[date, tuple[tuple[int, float | None], ...]]


class SourceError(RuntimeError):
    """A provider gave no good answer. The message is one sentence, names the host and shows no key.

    kind: unreachable (no connection), refused (401, 403), missing (404, unknown series), busy (429,
    quota), broken (5xx, malformed, truncated), late (past the deadline), key (none, or a bad one), setting (a variable
    of the environment that cannot be used).
    """

    def __init__(self, kind: Kind, message: str) -> None:
        super().__init__(redact(message))
        self.kind: Kind = kind


@dataclass(frozen=True)
class Observed:
    """What one provider said of one series.

    `rows` are (ordinal day, value), ascending and unique. The day is the first of the period, or
    the observation's own day where the series is daily or weekly; the value is in the catalogue's
    unit.
    """

    rows: Rows
    #: The locator that was asked, "fred:GDP".
    source: str
    #: The day this became public, where the provider says so; None means now.
    known: date | None = None
    #: Earlier and present vintages, oldest first: where they were asked for, or where the answer tells their days.
    vintages: tuple[Revision, ...] = ()
    #: As the provider states them, where it does.
    unit: str = ""
    frequency: str = ""
    title: str = ""
    #: What the provider, or how it was asked, leaves to be said though the figures are good.
    note: str = ""
    #: False: a part, as from `since` on. What is held from before its first row stands.
    complete: bool = True


@dataclass(frozen=True)
class Provider:
    """One provider: its module is `indicators.providers.<name>`, loaded when first asked."""

    name: str
    #: Where it answers; `CLAIMBOARD_<NAME>_URL` leads to a mirror instead.
    home: str
    #: The environment variable that holds its key, and whether nothing can be asked without it.
    key: str = ""
    key_needed: bool = False

    @property
    def base(self) -> str:
        return (os.environ.get(f"CLAIMBOARD_{self.name.upper()}_URL", "").strip() or self.home).rstrip("/")


PROVIDERS: dict[str, Provider] = {
    one.name: one
    for one in (
        Provider("fred", "https://api.stlouisfed.org/fred", key="FRED_API_KEY"),
        Provider("fredgraph", "https://fred.stlouisfed.org/graph"),
        Provider("cboe", "https://cdn.cboe.com/api/global/us_indices/daily_prices"),
        Provider("sec", "https://data.sec.gov/api/xbrl"),
        Provider("eia", "https://api.eia.gov/v2", key="EIA_API_KEY", key_needed=True),
        Provider("treasury", "https://api.fiscaldata.treasury.gov/services/api/fiscal_service"),
        Provider("nyfed", "https://markets.newyorkfed.org/api"),
        Provider("dfa", "https://www.federalreserve.gov/releases/z1/dataviz/download/zips"),
        Provider("cftc", "https://publicreporting.cftc.gov/resource"),
        Provider("bls", "https://api.bls.gov/publicAPI", key="BLS_API_KEY"),
        Provider("indeed", "https://raw.githubusercontent.com/hiring-lab"),
        Provider("owid", "https://ourworldindata.org/grapher"),
        Provider("census", "https://api.census.gov/data", key="CENSUS_API_KEY"),
        Provider("coinbase", "https://api.exchange.coinbase.com"),
        Provider("yahoo", "https://query2.finance.yahoo.com"),
    )
}


def key(name: str) -> str:
    """The key of a provider, from its environment variable; empty when there is none."""
    return os.environ.get(PROVIDERS[name].key, "").strip()


def redact(text: str, at_most: int = redaction.SENTENCE) -> str:
    """What a provider said, in one line, without any key or password of ours, cut to a length.

    All that comes from outside goes through this before it is shown, kept or logged.
    """
    return redaction.fit(text, {*map(key, PROVIDERS), *_passwords()}, at_most)


def _passwords() -> Iterator[str]:
    """Those in addresses that the environment holds: of mirrors, proxies and the store."""
    for value in os.environ.values():
        if "://" in value and "@" in value:
            with suppress(ValueError):  # an address that cannot be read is refused where it is used
                yield unquote(urlsplit(value).password or "")


def can_fetch(locator: str) -> bool:
    """Whether anything can be asked for it. Points carried over by hand (`published:`) cannot be fetched."""
    return locator.partition(":")[0] in PROVIDERS


def ready() -> None:
    """Raise SourceError (setting) where the environment holds what would keep every provider from being asked."""
    from indicators.providers import http

    http.ready(provider.base for provider in PROVIDERS.values())


def fetch(locator: str, series: Series, since: date | None = None) -> Observed:
    """Ask the locator's provider for a series; with `since`, for what lies on or after that day if it can.

    Takes no longer than the deadline of `http`. Raises SourceError.
    """
    from indicators.providers import http

    name, _, id = locator.partition(":")
    if name not in PROVIDERS:
        raise SourceError("missing", f"nothing fetches {locator!r}")
    if PROVIDERS[name].key_needed and not key(name):
        raise SourceError("key", f"{PROVIDERS[name].base} needs a key, which is free: set {PROVIDERS[name].key}")
    ask: Callable[[str, Series, date | None], Observed] = import_module(f"{__name__}.{name}").fetch
    with http.deadline():
        found = ask(id, series, since)
    return replace(
        found,
        source=locator,
        unit=redact(found.unit),
        frequency=redact(found.frequency),
        title=redact(found.title),
        note=redact(found.note),
    )
