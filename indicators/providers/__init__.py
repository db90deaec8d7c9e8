"""The providers: a small module for each, and this registry of their properties.

A locator is "provider:the provider's own id", as listed in `seeds/series.toml`. `fetch` requests one
series from one provider and returns its answer, or raises `SourceError` with a kind and one sentence
that is safe to show. No module here knows the store.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Literal
from urllib.parse import unquote, urlsplit

from indicators.providers import redaction

Kind = Literal["unreachable", "refused", "missing", "busy", "broken", "late", "key", "setting"]
Rows = tuple[tuple[int, float], ...]
#: A day of publication, and the rows new or revised (None: withdrawn) that day.
Revision = tuple[date, tuple[tuple[int, float | None], ...]]


class SourceError(RuntimeError):
    """A provider gave no valid answer. The message is one sentence, names the host and shows no key.

    kind: unreachable (no connection), refused (401, 403), missing (404, unknown series), busy (429,
    quota), broken (5xx, malformed, truncated), late (past the deadline), key (none, or a bad one), setting (a variable
    of the environment that cannot be used).
    """

    def __init__(self, kind: Kind, message: str) -> None:
        super().__init__(redact(message))
        self.kind: Kind = kind


@dataclass(frozen=True)
class Observed:
    """One provider's answer for one series.

    `rows` are (ordinal day, value), ascending and unique. The day is the first of the period, or
    the observation's own day where the series is daily or weekly; the value is in the catalogue's
    unit.
    """

    rows: Rows
    #: The locator, such as "fred:GDP".
    source: str
    #: The day of publication, where the provider gives it; None: now.
    known: date | None = None
    #: Past and present vintages, oldest first, where requested or where the answer dates them.
    vintages: tuple[Revision, ...] = ()
    #: As stated by the provider, where it does.
    unit: str = ""
    frequency: str = ""
    title: str = ""
    #: A remark on valid figures, such as a provider's warning.
    note: str = ""
    #: False: a part, as from `since` on. Figures held from before its first row stay.
    complete: bool = True


@dataclass(frozen=True, kw_only=True)
class Provider:
    """The properties of one provider. Its module, `indicators.providers.<name>`, fetches, and is imported on first use.

    Fields without a default are required. Raises ValueError for an invalid rate.
    """

    name: str
    #: Its name in words.
    who: str
    #: Its base URL; `CLAIMBOARD_<NAME>_URL` sets a mirror.
    home: str
    #: Requests a second that its host allows, or a polite rate; a mirror has no limit.
    rate: float
    #: Its terms of use; those of a series are in the catalogue.
    terms: str
    #: Whether a snapshot may include figures fetched from it.
    may_redistribute: bool
    #: The environment variable of its key, the benefit of a key, and whether it is required.
    key: str = ""
    key_brings: str = ""
    key_needed: bool = False

    def __post_init__(self) -> None:
        if self.rate <= 0:
            raise ValueError(f"{self.name}: {self.rate:g} requests a second is no rate to ask a provider at")

    @property
    def host(self) -> str:
        return urlsplit(self.home).hostname or ""

    @property
    def base(self) -> str:
        return (os.environ.get(f"CLAIMBOARD_{self.name.upper()}_URL", "").strip() or self.home).rstrip("/")


_OPEN, _OWNERS, _CITED = "public domain", "the owner's terms govern reuse", "CC BY 4.0"
PROVIDERS: dict[str, Provider] = {
    one.name: one
    for one in (
        Provider(
            name="fred", who="Federal Reserve Bank of St. Louis, FRED and ALFRED", home="https://api.stlouisfed.org/fred",
            rate=2.0, terms="by series; the owner's terms govern reuse", may_redistribute=True,
            key="FRED_API_KEY", key_brings="FRED as JSON, with units, vintages and days of release, in place of its graph download",
        ),
        Provider(
            name="fredgraph", who="the graph download of FRED", home="https://fred.stlouisfed.org/graph",
            rate=5.0, terms="by series; the owner's terms govern reuse", may_redistribute=True,
        ),
        Provider(
            name="cboe", who="Cboe, daily closes of its indices", home="https://cdn.cboe.com/api/global/us_indices/daily_prices",
            rate=5.0, terms=_OWNERS, may_redistribute=True,
        ),
        Provider(
            name="sec", who="Securities and Exchange Commission, companies' filings", home="https://data.sec.gov/api/xbrl",
            rate=8.0, terms=_OPEN, may_redistribute=True,
        ),
        Provider(
            name="eia", who="Energy Information Administration", home="https://api.eia.gov/v2",
            rate=5.0, terms=_OPEN, may_redistribute=True,
            key="EIA_API_KEY", key_brings="electricity by sector, fuel and month; nothing of EIA comes without it", key_needed=True,
        ),
        Provider(
            name="treasury", who="Treasury, Fiscal Data", home="https://api.fiscaldata.treasury.gov/services/api/fiscal_service",
            rate=5.0, terms=_OPEN, may_redistribute=True,
        ),
        Provider(
            name="nyfed", who="Federal Reserve Bank of New York, reference rates", home="https://markets.newyorkfed.org/api",
            rate=5.0, terms="free with attribution", may_redistribute=True,
        ),
        Provider(
            name="cmdi", who="Federal Reserve Bank of New York, Corporate Bond Market Distress Index",
            home="https://www.newyorkfed.org/medialibrary/research/interactives/cmdi/downloads",
            rate=1.0, terms="free with attribution", may_redistribute=True,
        ),
        Provider(
            name="ads", who="Federal Reserve Bank of Philadelphia, Aruoba-Diebold-Scotti index",
            home="https://www.philadelphiafed.org/-/media/frbp/assets/surveys-and-data/ads",
            rate=1.0, terms="free with attribution", may_redistribute=True,
        ),
        Provider(
            name="dfa", who="Federal Reserve Board, Distributional Financial Accounts", home="https://www.federalreserve.gov/releases/z1/dataviz/download/zips",
            rate=5.0, terms=_OPEN, may_redistribute=True,
        ),
        Provider(
            name="cftc", who="Commodity Futures Trading Commission", home="https://publicreporting.cftc.gov/resource",
            rate=5.0, terms=_OPEN, may_redistribute=True,
        ),
        Provider(
            name="bls", who="Bureau of Labor Statistics", home="https://api.bls.gov/publicAPI",
            rate=0.5, terms=_OPEN, may_redistribute=True,
            key="BLS_API_KEY", key_brings="more questions a day",
        ),
        Provider(
            name="indeed", who="Indeed Hiring Lab", home="https://raw.githubusercontent.com/hiring-lab",
            rate=5.0, terms=_CITED, may_redistribute=True,
        ),
        Provider(
            name="owid", who="Our World in Data", home="https://ourworldindata.org/grapher",
            rate=5.0, terms=_CITED, may_redistribute=True,
        ),
        Provider(
            name="census", who="Census Bureau", home="https://api.census.gov/data",
            rate=5.0, terms=_OPEN, may_redistribute=True,
            key="CENSUS_API_KEY", key_brings="the yearly survey, which mostly wants one",
        ),
        Provider(
            name="btos", who="Census Bureau, Business Trends and Outlook Survey", home="https://www.census.gov/hfp/btos/downloads",
            rate=1.0, terms=_OPEN, may_redistribute=True,
        ),
        Provider(
            name="tic", who="Treasury, International Capital System", home="https://ticdata.treasury.gov/resource-center/data-chart-center/tic/Documents",
            rate=2.0, terms=_OPEN, may_redistribute=True,
        ),
        Provider(
            name="federalregister", who="Federal Register, counts of documents", home="https://www.federalregister.gov/api/v1",
            rate=2.0, terms=_OPEN, may_redistribute=True,
        ),
        Provider(
            name="fec", who="Federal Election Commission, reports of committees", home="https://api.open.fec.gov/v1",
            rate=2.0, terms=_OPEN, may_redistribute=True,
            key="FEC_API_KEY", key_brings="receipts of political committees; nothing of the FEC comes without it", key_needed=True,
        ),
        Provider(
            name="coinbase", who="Coinbase Exchange", home="https://api.exchange.coinbase.com",
            rate=5.0, terms=_OWNERS, may_redistribute=True,
        ),
        Provider(
            name="yahoo", who="Yahoo Finance, daily closes", home="https://query2.finance.yahoo.com",
            rate=2.0, terms="personal use only; not redistributed", may_redistribute=False,
        ),
    )
}  # fmt: skip


def key(name: str) -> str:
    """The key of a provider, from its environment variable; empty when unset."""
    return os.environ.get(PROVIDERS[name].key, "").strip()


def redact(text: str, at_most: int = redaction.SENTENCE) -> str:
    """A provider's text in one line, without keys and passwords of ours, cut to a length.

    Every text from outside passes through this before it is shown, stored or logged.
    """
    return redaction.fit(text, {*map(key, PROVIDERS), *_passwords()}, at_most)


def _passwords() -> Iterator[str]:
    """The passwords in addresses of the environment: of mirrors, proxies and the store."""
    for value in os.environ.values():
        if "://" in value and "@" in value:
            with suppress(ValueError):  # an invalid address is refused where it is used
                yield unquote(urlsplit(value).password or "")


def may_pass_on(locator: str) -> bool:
    """Whether a locator's provider permits redistribution. True for shipped figures and those entered by hand."""
    provider = PROVIDERS.get(locator.partition(":")[0])
    return provider is None or provider.may_redistribute


def can_fetch(locator: str) -> bool:
    """Whether a locator can be fetched. Points entered by hand (`published:`) cannot."""
    return locator.partition(":")[0] in PROVIDERS
