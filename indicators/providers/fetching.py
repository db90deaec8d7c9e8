"""Fetching a locator through its provider's module, under one deadline."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from importlib import import_module

from indicators.model import Series
from indicators.providers import PROVIDERS, Observed, SourceError, http, key, redact


def ready() -> None:
    """Raise SourceError (setting) for an invalid setting that affects every provider."""
    http.ready(provider.base for provider in PROVIDERS.values())


def fetch(locator: str, series: Series, since: date | None = None) -> Observed:
    """Fetch a series from the locator's provider; with `since`, from that day on where the provider can.

    Takes no longer than the deadline of `http`. Raises SourceError.
    """
    name, _, id = locator.partition(":")
    if name not in PROVIDERS:
        raise SourceError("missing", f"nothing fetches {locator!r}")
    if PROVIDERS[name].key_needed and not key(name):
        raise SourceError("key", f"{PROVIDERS[name].base} needs a key, which is free: set {PROVIDERS[name].key}")
    ask: Callable[[str, Series, date | None], Observed] = import_module(f"{__package__}.{name}").fetch
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
