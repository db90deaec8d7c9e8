"""Units: the one place where a published unit becomes a base unit.

Series are stored as published (`series.toml` says how). Everything that computes receives base
units: dollars, never millions or billions of them. So nobody multiplies by a thousand in passing,
which is how net liquidity goes wrong elsewhere (reverse repo is published in billions, the Fed's
assets in millions).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Unit:
    """What a published number counts: `value * factor` is in `base`."""

    base: str
    factor: float = 1.0


UNITS: dict[str, Unit] = {
    "dollars": Unit("dollars"),
    "millions of dollars": Unit("dollars", 1e6),
    "billions of dollars": Unit("dollars", 1e9),
    "billions of chained 2017 dollars": Unit("chained 2017 dollars", 1e9),
    "chained 2017 dollars": Unit("chained 2017 dollars"),
    "constant 2021 dollars": Unit("constant 2021 dollars"),
    "2024 CPI-adjusted dollars": Unit("2024 CPI-adjusted dollars"),
    "1982-84 CPI-adjusted dollars": Unit("1982-84 CPI-adjusted dollars"),
    "dollars per hour": Unit("dollars per hour"),
    "dollars per household": Unit("dollars per household"),
    "dollars per kilowatt-hour": Unit("dollars per kilowatt-hour"),
    "cents per kilowatt-hour": Unit("dollars per kilowatt-hour", 0.01),
    "dollars per therm": Unit("dollars per therm"),
    "dollars per million Btu": Unit("dollars per million Btu"),
    "dollars per metric ton": Unit("dollars per metric ton"),
    "dollars per pound": Unit("dollars per pound"),
    "dollars per troy ounce": Unit("dollars per troy ounce"),
    "dollars per megawatt-day": Unit("dollars per megawatt-day"),
    "dollars per barrel": Unit("dollars per barrel"),
    "percent": Unit("percent"),
    "percent at annual rate": Unit("percent at annual rate"),
    "percentage points": Unit("percentage points"),
    "percentage points at annual rate": Unit("percentage points at annual rate"),
    "index": Unit("index"),
    "ratio": Unit("ratio"),
    "price, 100 minus rate": Unit("price, 100 minus rate"),
    "persons": Unit("persons"),
    "thousands of persons": Unit("persons", 1e3),
    "thousands of jobs": Unit("jobs", 1e3),
    "claims": Unit("claims"),
    "households": Unit("households"),
    "weeks": Unit("weeks"),
    "hours": Unit("hours"),
    "minutes per customer": Unit("minutes per customer"),
    "contracts": Unit("contracts"),
    "terawatt-hours": Unit("terawatt-hours"),
    "gigawatt-hours": Unit("terawatt-hours", 1e-3),
    "gigawatts": Unit("gigawatts"),
    "megawatts": Unit("gigawatts", 1e-3),
}


def to_base(unit: str) -> float:
    """The factor that turns a number published in `unit` into its base unit.

    Raises KeyError with the known names when the unit is not in the vocabulary.
    """
    try:
        return UNITS[unit].factor
    except KeyError:
        raise KeyError(f"unknown unit {unit!r}; known units: {', '.join(UNITS)}") from None
