"""A finding as plain values, as `claimboard claims --json` prints it."""

from dataclasses import asdict
from datetime import date
from typing import Any

from indicators.model import Finding
from indicators.model.declaration import Bar
from indicators.model.verdict import Flips, LegFound, Worth


def as_json(finding: Finding) -> dict[str, Any]:
    """A finding as plain values: dates as ISO strings, numbers rounded to six significant digits."""
    own = {name: value for name, value in vars(finding).items() if name not in ("worth", "legs", "flips")}
    then = dict(finding.at_publication)
    return {name: _plain(value) for name, value in own.items()} | {
        "at_publication": {name: _plain(value) for name, value in (then | _of_legs(then.get("legs", ()))).items()},
        **_of_legs(finding.legs),
        **_of_worth(finding.worth),
        "flips": _of_flips(finding.flips),
    }


def _of_legs(legs: tuple[LegFound, ...]) -> dict[str, Any]:
    return {"legs": [{name: _plain(value) for name, value in vars(leg).items()} for leg in legs]}


def _of_worth(worth: Worth) -> dict[str, Any]:
    """Its parts by name; None where nothing is known."""
    rate = worth.base_rate
    of_rate = {"base_rate": _plain(rate) | {"basis": rate.basis}} if rate else {}
    return {name: _plain(value) for name, value in vars(worth).items()} | of_rate


def _of_flips(flips: Flips) -> dict[str, Any]:
    return {name: [{"value": _plain(value), "status": status} for value, status in row] for name, row in flips.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return float(f"{value:.6g}")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Bar):
        return {name: number for name, number in vars(value).items() if number is not None}
    if hasattr(value, "__dataclass_fields__"):
        return {name: _plain(one) for name, one in asdict(value).items()}
    return list(value) if isinstance(value, tuple) else value
