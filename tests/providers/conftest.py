"""Each test has a provider of its own on this machine, no keys, and little patience."""

from collections.abc import Iterator
from datetime import date

import pytest

from indicators.model import Series
from indicators.providers import PROVIDERS, Observed, SourceError, fred, shared_file
from indicators.providers.fetching import fetch
from indicators.providers.http import limits, pace
from tests.conftest import series
from tests.patience import LONG
from tests.providers.server import Provider

#: What a key looks like. No provider gave it out.
KEY = "0123456789abcdef0123456789abcdef"
DAILY, QUARTERLY, ANNUAL = (series(frequency=f) for f in ("daily", "quarterly", "annual"))


def set_needed_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key for every provider of which nothing comes without."""
    for one in PROVIDERS.values():
        if one.key_needed:
            monkeypatch.setenv(one.key, KEY)


def rows(found: Observed) -> dict[str, float]:
    return {date.fromordinal(day).isoformat(): value for day, value in found.rows}


def failure(locator: str, one: Series = DAILY) -> SourceError:
    """The error that a fetch ends in, which names the host."""
    with pytest.raises(SourceError) as caught:
        fetch(locator, one)
    assert "127.0.0.1" in str(caught.value)
    return caught.value


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits and deadlines in milliseconds; nothing remembered from the test before."""
    hurry = limits.Patience(
        deadline=LONG, connect=LONG, read=LONG, first_wait=0.001, longest_wait=1, largest=limits.MEGABYTE
    )
    monkeypatch.setattr(limits, "patience", hurry)
    pace.forget()
    fred._accepted.clear()
    shared_file.forget()
    for variable in ("CLAIMBOARD_DEADLINE", "CLAIMBOARD_RATE", "CLAIMBOARD_CONTACT"):
        monkeypatch.delenv(variable, raising=False)
    for one in PROVIDERS.values():
        if one.key:
            monkeypatch.delenv(one.key, raising=False)


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    """One server that stands for all providers, each at /<name>."""
    with Provider() as server:
        for name in PROVIDERS:
            monkeypatch.setenv(f"CLAIMBOARD_{name.upper()}_URL", f"{server.url}/{name}")
        yield server
