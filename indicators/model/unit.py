"""Units, and the one place where the text of a unit is parsed.

Series are stored as published, in the unit that `series.toml` names. Every computation receives base
units: dollars, never millions or billions of them. So no code scales by a thousand in passing,
which is the usual error in net liquidity (reverse repo is published in billions, the Fed's assets
in millions).

A series has a unit of the vocabulary below. An indicator says in free words what it charts ("percent of GDP"),
and a provider what it sends ("Billions of Dollars"): `parse` reads both, by the words declared in `ANYWHERE` and
`FIRST`; no other code inspects the text.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

#: The dimension of a unit. `points` are differences of percents; `count` is the default.
Measure = Literal["currency", "percent", "points", "index", "ratio", "logarithm", "deviations", "quote", "count"]

DOLLARS, PERCENT, RATIO = "dollars", "percent", "ratio"

#: Words that decide the dimension anywhere in the text, in this order, and those that decide it at its start.
ANYWHERE: Mapping[str, Measure] = {DOLLARS: "currency", "percentage points": "points"}
FIRST: Mapping[str, Measure] = {
    PERCENT: "percent",
    "percentage": "percent",
    "index": "index",
    RATIO: "ratio",
    "natural": "logarithm",
    "standard": "deviations",
    "price": "quote",
}
MAGNITUDES = ("thousand", "million", "billion", "trillion")
#: Units without a season: they compare with the same season, or cover a whole sample.
SEASONLESS = ("year on year", "variance explained")
#: "Percent of" a year is the base of an index: the Federal Reserve's wording of capacity.
_BASED = re.compile(r"percent of (19|20)\d\d\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True)
class Likeness:
    """The properties in which two spellings of one unit must agree."""

    magnitude: str | None
    is_rate: bool
    #: The price base years; none for an index, which is rebased now and then.
    years: tuple[str, ...]


@dataclass(frozen=True)
class Unit:
    """A unit of measurement: `value * factor` is in `base`."""

    text: str
    #: Empty: the unit is its own base.
    of: str = ""
    factor: float = 1.0

    @property
    def base(self) -> str:
        return self.of or self.text

    @cached_property
    def _words(self) -> tuple[str, ...]:
        return tuple(re.findall(r"\w+", self.text.lower()))

    @cached_property
    def measure(self) -> Measure:
        text = f" {' '.join(self._words)} "
        anywhere = next((measure for words, measure in ANYWHERE.items() if f" {words} " in text), None)
        return anywhere or FIRST.get(text.split(" ")[1], "count")

    @property
    def is_currency(self) -> bool:
        """Whether it is dollars, of any year and per anything: written with a sign and scaled."""
        return self.measure == "currency"

    @property
    def is_current_dollars(self) -> bool:
        """Whether it is current dollars, which a price index deflates."""
        return self.is_currency and self.base.startswith(DOLLARS)

    @property
    def is_percent(self) -> bool:
        """Whether its numbers carry a percent sign."""
        return self.measure == "percent"

    @property
    def is_points(self) -> bool:
        return self.measure == "points"

    @property
    def is_count(self) -> bool:
        """Whether it is a count, which can have many digits."""
        return self.measure == "count"

    @property
    def is_per(self) -> bool:
        """Whether it is a ratio of one quantity to another."""
        return "per" in self._words

    @property
    def has_season(self) -> bool:
        """Whether its numbers can be seasonally adjusted."""
        return not any(words in self.text for words in SEASONLESS)

    @property
    def after_sign(self) -> str:
        """The unit's text after a number with its percent sign."""
        return self.text.removeprefix(f"{PERCENT} ") if self.is_percent else self.text

    @property
    def of_difference(self) -> str:
        """The unit of a difference of two values: percentage points for percents."""
        return f"percentage points{self.text.removeprefix(PERCENT)}" if self.is_percent else self.text

    @cached_property
    def likeness(self) -> Likeness:
        text = self.text.lower()
        magnitude = next((one for one in MAGNITUDES if one in text), None)
        is_index = "index" in text or bool(_BASED.match(text))
        is_rate = not is_index and (PERCENT in text or text == "rate")
        return Likeness(magnitude, is_rate, () if is_index else tuple(_YEAR.findall(text)))


UNITS: dict[str, Unit] = {
    one.text: one
    for one in (
        Unit("dollars"),
        Unit("millions of dollars", "dollars", 1e6),
        Unit("billions of dollars", "dollars", 1e9),
        Unit("billions of chained 2017 dollars", "chained 2017 dollars", 1e9),
        Unit("chained 2017 dollars"),
        Unit("constant 2021 dollars"),
        Unit("2024 CPI-adjusted dollars"),
        Unit("1982-84 CPI-adjusted dollars"),
        Unit("dollars per hour"),
        Unit("dollars per household"),
        Unit("dollars per kilowatt-hour"),
        Unit("cents per kilowatt-hour", "dollars per kilowatt-hour", 0.01),
        Unit("dollars per therm"),
        Unit("dollars per million Btu"),
        Unit("dollars per metric ton"),
        Unit("dollars per pound"),
        Unit("dollars per troy ounce"),
        Unit("dollars per megawatt-day"),
        Unit("dollars per barrel"),
        Unit("percent"),
        Unit("percent at annual rate"),
        Unit("percentage points"),
        Unit("percentage points at annual rate"),
        Unit("index"),
        Unit("ratio"),
        Unit("price, 100 minus rate"),
        Unit("persons"),
        Unit("thousands of persons", "persons", 1e3),
        Unit("thousands of jobs", "jobs", 1e3),
        Unit("claims"),
        Unit("households"),
        Unit("weeks"),
        Unit("hours"),
        Unit("minutes per customer"),
        Unit("contracts"),
        Unit("documents"),
        Unit("terawatt-hours"),
        Unit("gigawatt-hours", "terawatt-hours", 1e-3),
        Unit("gigawatts"),
        Unit("megawatts", "gigawatts", 1e-3),
    )
}


@lru_cache(maxsize=1024)
def _parsed(text: str) -> Unit:
    return UNITS.get(text) or Unit(text)


def parse(text: str) -> Unit:
    """The unit of a text, of the vocabulary or in free words; any text is valid."""
    return _parsed(str(text))  # the English of words that can be translated


def to_base(unit: str) -> float:
    """The factor that turns a number published in `unit` into its base unit.

    Raises KeyError with the known names when the unit is not in the vocabulary.
    """
    try:
        return UNITS[unit].factor
    except KeyError:
        raise KeyError(f"unknown unit {unit!r}; known units: {', '.join(UNITS)}") from None
