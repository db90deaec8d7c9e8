"""A finding as plain values, as `claimboard claims --json` prints it, and what moved its verdict."""

from dataclasses import asdict
from datetime import date
from typing import Any

from indicators.judging.attribution import Attribution, Contribution
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
        "flips": flips(finding.flips),
    }


def moves(found: Attribution) -> dict[str, Any]:
    """What moved a verdict, as plain values: the contributions that moved its number or its word."""
    ends = {"from": _plain(found.before), "to": _plain(found.now)}
    return {"leg": found.leg, "unit": str(found.unit), **ends, "moves": [_move(one) for one in found.moves]}


def _move(one: Contribution) -> dict[str, Any]:
    return {
        "day": one.day.isoformat(),
        "releases": list(one.releases),
        "kind": _KINDS[one.kind],
        "period": _plain(one.period),
        "series": list(one.series),
        "from": _plain(one.before),
        "to": _plain(one.now),
        "flips": one.flips,
    }


_KINDS = {"released": "new period", "revised": "revision", "listed": "listed by hand"}


def _of_legs(legs: tuple[LegFound, ...]) -> dict[str, Any]:
    return {"legs": [{name: _plain(value) for name, value in vars(leg).items()} for leg in legs]}


def _of_worth(worth: Worth) -> dict[str, Any]:
    """Its parts by name; None where nothing is known."""
    rate = worth.base_rate
    of_rate = {"base_rate": _plain(rate) | {"basis": rate.basis}} if rate else {}
    return {name: _plain(value) for name, value in vars(worth).items()} | of_rate


def flips(found: Flips) -> dict[str, Any]:
    """The status over each parameter of a test, as plain values."""
    return {name: [{"value": _plain(value), "status": status} for value, status in row] for name, row in found.items()}


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
