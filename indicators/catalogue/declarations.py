"""The declared tests of claims: the `[[claim.test]]` tables of `seeds/claims.toml`, version by version.

A bar is a number, or the name of one among the test's `thresholds`; words of the test name thresholds in braces.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

import msgspec

from indicators.catalogue.catalogue import WORDS, SeedError, claim_tables, fill_words, test_numbers
from indicators.i18n.messages import fill
from indicators.model.declaration import Declaration


@cache
def declarations() -> dict[str, tuple[Declaration, ...]]:
    """The versions of each claim's test that are declared, oldest first. Raises SeedError."""
    return {one["id"]: _versions(one["id"], one.get("test", [])) for one in claim_tables()}


def _versions(id: str, tables: list[dict[str, Any]]) -> tuple[Declaration, ...]:
    found = tuple(_declaration(id, table) for table in tables)
    if [one.version for one in found] != list(range(1, len(found) + 1)):
        raise SeedError(f"seeds/claims.toml, {id}: versions of a test count up from 1")
    if [one.declared for one in found] != sorted(one.declared for one in found):
        raise SeedError(f"seeds/claims.toml, {id}: a version is declared no earlier than the one before")
    return found


def _declaration(id: str, table: Mapping[str, Any]) -> Declaration:
    place = f"seeds/claims.toml, {id}, version {table.get('version')}"
    numbers = table.get("thresholds", {})
    legs = [_leg(place, leg, numbers) for leg in table["legs"]]
    named = [name for name in (*WORDS, "why") if name in table]
    words = {name: fill_words(place, name, table[name], test_numbers(table)) for name in named}
    try:
        return msgspec.convert(dict(table) | words | {"claim": id, "legs": legs}, Declaration, strict=True)
    except (msgspec.ValidationError, ValueError) as error:
        raise SeedError(f"{place}: {error}") from None


def _leg(place: str, leg: Mapping[str, Any], numbers: Mapping[str, float]) -> dict[str, Any]:
    """A leg with its bars as numbers, and its name and unit as texts to be translated."""
    bars = {side: _bar(place, leg[side], numbers) for side in ("supports", "contradicts") if side in leg}
    return {**leg, **bars, **{key: fill(leg[key], {}) for key in ("name", "unit") if key in leg}}


def _bar(place: str, bar: Mapping[str, Any], numbers: Mapping[str, float]) -> dict[str, float]:
    """A bar with its number in place of the name of one."""
    unknown = [name for name in bar.values() if isinstance(name, str) and name not in numbers]
    if unknown:
        raise SeedError(f"{place}: a bar names {', '.join(unknown)}; thresholds: {', '.join(numbers) or 'none'}")
    return {bound: numbers[value] if isinstance(value, str) else value for bound, value in bar.items()}
