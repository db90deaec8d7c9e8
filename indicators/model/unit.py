"""Units: what a number counts, and the one place where the text of a unit is read.

Series are stored as published (`series.toml` says how). Everything that computes receives base
units: dollars, never millions or billions of them. So nobody multiplies by a thousand in passing,
which is how net liquidity goes wrong elsewhere (reverse repo is published in billions, the Fed's
assets in millions).

A series has a unit of the vocabulary below. An indicator says in free words what it charts ("percent of GDP"),
and a provider what it sends ("Billions of Dollars"): `parse` reads both, by the words declared in `ANYWHERE` and
`FIRST`, and nobody else looks into the text.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

#: What a unit measures. `points` are differences of percents; `count` is all that no declared word tells.
Measure = Literal["currency", "percent", "points", "index", "ratio", "logarithm", "deviations", "quote", "count"]

DOLLARS, PERCENT, RATIO = "dollars", "percent", "ratio"

#: The words that tell what a unit measures wherever they stand, in this order, and those that do where they come first.
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
#: What has no season though its series has one: it compares with the same season, or is of a whole sample.
SEASONLESS = ("year on year", "variance explained")
#: A year that something is a percent of is the base of an index: so the Federal Reserve words capacity.
_BASED = re.compile(r"percent of (19|20)\d\d\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True)
class Likeness:
    """What must agree between two ways of writing one unit."""

    magnitude: str | None
    is_rate: bool
    #: The years whose prices are meant; of an index none, which is rebased now and then.
    years: tuple[str, ...]


@dataclass(frozen=True)
class Unit:
    """What a number counts: `value * factor` is in `base`."""

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
        """Dollars, of whichever year and per whatever: written with a sign and scaled."""
        return self.measure == "currency"

    @property
    def is_current_dollars(self) -> bool:
        """Dollars of the day, which a price index turns into constant ones."""
        return self.is_currency and self.base.startswith(DOLLARS)

    @property
    def is_percent(self) -> bool:
        """A number of it carries a percent sign."""
        return self.measure == "percent"

    @property
    def is_points(self) -> bool:
        return self.measure == "points"

    @property
    def is_count(self) -> bool:
        """A number of things, which can have many digits."""
        return self.measure == "count"

    @property
    def is_per(self) -> bool:
        """So much of one thing for one of another."""
        return "per" in self._words

    @property
    def has_season(self) -> bool:
        """Whether a number of it can be seasonally adjusted."""
        return not any(words in self.text for words in SEASONLESS)

    @property
    def after_sign(self) -> str:
        """The text after a number that already carries its percent sign."""
        return self.text.removeprefix(f"{PERCENT} ") if self.is_percent else self.text

    @property
    def of_difference(self) -> str:
        """What a difference of two numbers of it is counted in: of percents it is percentage points."""
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
    """The unit that a text tells, of the vocabulary or in free words; any text is one."""
    return _parsed(str(text))  # the English of words that can be translated


def to_base(unit: str) -> float:
    """The factor that turns a number published in `unit` into its base unit.

    Raises KeyError with the known names when the unit is not in the vocabulary.
    """
    try:
        return UNITS[unit].factor
    except KeyError:
        raise KeyError(f"unknown unit {unit!r}; known units: {', '.join(UNITS)}") from None
