"""What readers call series besides their ids and titles: `seeds/aliases.toml`, for every search there is."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from indicators.catalogue import catalogue
from indicators.catalogue.catalogue import SeedError


@dataclass(frozen=True)
class View:
    """Several series and a formula over them, known by a name of its own."""

    id: str
    title: str
    names: tuple[str, ...]
    series: tuple[str, ...]
    #: Over the letters of the series, in their order.
    formula: str


@cache
def names() -> dict[str, tuple[str, ...]]:
    """The other names of series, by id. Raises SeedError."""
    tables: dict[str, list[str]] = catalogue.load("aliases.toml")["names"]
    _check(tables)
    return {id: tuple(words) for id, words in tables.items()}


@cache
def agencies() -> dict[str, tuple[str, ...]]:
    """The short names of agencies. Raises SeedError."""
    tables: dict[str, list[str]] = catalogue.load("aliases.toml")["agencies"]
    if unknown := sorted(set(tables) - set(catalogue.agencies(catalogue.series()))):
        raise SeedError(f"seeds/aliases.toml: no agency {', '.join(unknown)}")
    return {name: tuple(words) for name, words in tables.items()}


@cache
def views() -> dict[str, View]:
    """The views by id. Raises SeedError."""
    tables = catalogue.load("aliases.toml")["view"]
    found = [catalogue.convert("aliases.toml", table["id"], table, View) for table in tables]
    _check(id for view in found for id in view.series)
    return {view.id: view for view in found}


def _check(ids: Iterable[str]) -> None:
    if unknown := sorted(set(ids) - set(catalogue.series())):
        raise SeedError(f"seeds/aliases.toml: no series {', '.join(unknown)}")


def meant(words: str) -> tuple[str, ...]:
    """The series that are called so, exactly but for case and punctuation; of a view all of its series."""
    asked = plain(words)
    for id, one in catalogue.series().items():
        if asked in map(plain, (id, one.title, *names().get(id, ()))):
            return (id,)
    called = (view for view in views().values() if asked in map(plain, (view.title, *view.names)))
    return next((view.series for view in called), ())


def plain(words: str) -> str:
    """Words without case and punctuation, as searches compare them: `plain` of `static/series_search.js` is the same."""
    return " ".join(re.findall(r"[^\W_]+", words.lower().replace("&", "")))
