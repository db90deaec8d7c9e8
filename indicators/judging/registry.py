"""The registry of indicators, tests and reproductions: a decorator for each, and nothing else to edit.

A thesis module decorates its functions; importing this module's `indicators()` or `tests()` loads
the thesis modules and returns what they declared.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from importlib import import_module
from pkgutil import iter_modules
from threading import RLock
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from indicators.catalogue import catalogue
from indicators.catalogue.declarations import declarations
from indicators.i18n.messages import message
from indicators.judging import judgement, leg_chart
from indicators.judging.judgement import Statistic, WordsOf
from indicators.model import Control, Hints, Indicator, Published, Reproduction, Test, Verdict
from indicators.model.declaration import Declaration
from indicators.model.missing import MissingData, TooShort, enough
from indicators.panel import panel
from indicators.panel.panel import Panel
from indicators.store.store import Store, start_of

#: Where the theses are, one folder each.
THESES = "indicators.theses"
#: The module of a folder that recomputes published figures, loaded on demand.
REPRODUCTIONS = "reproductions"

#: The columns of a tidy frame; the last two only for intervals.
COLUMNS = ("x", "line", "value", "low", "high")

_indicators: dict[str, Indicator] = {}
_tests: dict[str, Test] = {}
_statistics: dict[str, Statistic] = {}
_reproductions: dict[str, Reproduction] = {}
#: Held while they are filled: `cache` alone lets two threads that ask first fill them both.
_loading = RLock()

T = TypeVar("T")
Compute = Callable[..., pd.DataFrame]
Judge = Callable[..., Verdict]


def indicator(
    *,
    title: str,
    unit: str,
    formula: str,
    series: tuple[str, ...],
    serves: tuple[str, ...],
    controls: tuple[Control, ...] = (),
    hints: Hints | None = None,
    caveat: str = "",
    method: str = "",
) -> Callable[[Compute], Compute]:
    """Register a function `(panel, **controls) -> frame` as an indicator; its name is the id,
    and its module's folder the thesis.

    The frame is tidy: columns `x` (date, number or label), `line`, `value`. The function sees only
    the series it declares.
    """

    def register(compute: Compute) -> Compute:
        id = compute.__name__.replace("_", "-")
        _claim_id(id, _indicators)
        _indicators[id] = Indicator(
            id,
            compute.__module__.rsplit(".", 2)[-2],
            title,
            unit,
            formula,
            series,
            serves,
            compute,
            controls,
            hints or Hints(),
            caveat,
            method,
        )
        return compute

    return register


def statistic(compute: Statistic) -> Statistic:
    """Register a function `(panel, *, <numbers>) -> Reading` as a statistic; its name is the id.

    The panel holds the series of the claim whose test has it as a leg; the numbers are keywords, thresholds and
    parameters of that test. What it reads is in the unit of the leg.
    """
    id = compute.__name__.replace("_", "-")
    _claim_id(id, _statistics)
    _statistics[id] = compute
    return compute


def words_of(claim: str) -> Callable[[WordsOf], WordsOf]:
    """Register a function `(Said) -> Words` as what is said of a claim by the newest of its declared tests."""

    def register(words: WordsOf) -> WordsOf:
        _claim_id(claim, _tests)
        test = declarations()[claim][-1]
        judge = partial(judgement.verdict, test, _statistics, words)
        _tests[claim] = Test(test, judge)
        return words

    return register


def _chart_legs() -> None:
    """Register the chart of every leg of the newest tests."""
    newest = [one.declaration for one in _tests.values()]
    legs = {leg.statistic: (test, leg) for test in reversed(newest) for leg in test.legs if leg.has_past}
    for id, (test, leg) in reversed(legs.items()):
        _claim_id(id, _indicators)
        shared = tuple(one.claim for one in newest if id in [leg.statistic for leg in one.legs])
        _indicators[id] = leg_chart.of(shared, test, leg, _statistics[id])


def _check_declared() -> None:
    """Raises SeedError for a declared test whose statistics are unknown or want other numbers than it has."""
    for claim in _tests.keys() & declarations().keys():
        for test in declarations()[claim]:
            for why in _astray(test):
                raise catalogue.SeedError(f"seeds/claims.toml, {claim}, version {test.version}: {why}")


def _astray(test: Declaration) -> Iterator[str]:
    unknown = [leg.statistic for leg in test.legs if leg.statistic not in _statistics]
    if unknown:
        yield f"no statistic {', '.join(unknown)}"
        return
    wanted = {name for leg in test.legs for name in judgement.taken(_statistics[leg.statistic])}
    if missing := wanted - test.numbers().keys():
        yield f"{', '.join(sorted(missing))} is wanted by a statistic, and is not there"
    if unused := {one.name for one in test.parameters} - wanted:
        yield f"parameter {', '.join(sorted(unused))} is taken by no statistic"


def reproduces(id: str, *, series: tuple[str, ...]) -> Callable[[Callable[[Panel], float]], Callable[[Panel], float]]:
    """Register a function `(panel) -> number` that recomputes a figure of `seeds/reproductions.toml`.

    It uses the functions behind the charts, so that the check covers them. A fixed date is looked up
    with `maths.at`, `between` or `of_year`: on a panel that does not reach it they raise TooShort.
    """

    def register(compute: Callable[[Panel], float]) -> Callable[[Panel], float]:
        _claim_id(id, _reproductions)
        _reproductions[id] = Reproduction(catalogue.published()[id], series, compute)
        return compute

    return register


def _claim_id(id: str, taken: dict[str, Any]) -> None:
    if id in taken:
        raise ValueError(f"{id!r} is registered twice")


def _load() -> None:
    with _loading:
        _load_theses()


@cache
def _load_theses() -> None:
    """Import every module of the theses: each registers what it declares."""
    for thesis in catalogue.theses():
        folder = import_module(f"{THESES}.{thesis}")
        found = {one.name for one in iter_modules(folder.__path__)} - {REPRODUCTIONS}
        first: tuple[str, ...] = getattr(folder, "FIRST", ())
        for name in (*first, *sorted(found.difference(first))):
            import_module(f"{folder.__name__}.{name}")
    _check_declared()
    _chart_legs()


@cache
def _load_reproductions() -> None:
    for thesis in catalogue.theses():
        import_module(f"{THESES}.{thesis}.{REPRODUCTIONS}")


def indicators() -> dict[str, Indicator]:
    """Every indicator by id, in the order they are written."""
    _load()
    return dict(_indicators)


def tests() -> dict[str, Test]:
    """Every test by the id of its claim."""
    _load()
    return dict(_tests)


def statistics() -> dict[str, Statistic]:
    """Every statistic by id."""
    _load()
    return dict(_statistics)


def reproductions() -> dict[str, Reproduction]:
    """Every published figure that is recomputed, by id."""
    _load_reproductions()
    return dict(_reproductions)


@dataclass(frozen=True)
class Comparison:
    """A published figure beside ours."""

    published: Published
    #: None after a fault of ours.
    ours: float | None
    #: The fault's sentence.
    fault: str = ""

    @property
    def met(self) -> bool:
        """Whether ours equals their number, to their rounding."""
        return self._is_near(self.published.number)

    @property
    def agrees(self) -> bool:
        """Whether ours is the expected number, within the tolerance."""
        wanted = self.published.number if self.published.ours is None else self.published.ours
        return self._is_near(wanted)

    def _is_near(self, wanted: float) -> bool:
        return self.ours is not None and abs(self.ours - wanted) <= self.published.tolerance + 1e-9


def compare(store: Store, reproduction: Reproduction, at: int | None = None) -> Comparison:
    """Recompute a published figure on its own vintage, of figures known at `at` (UTC seconds).

    Raises MissingData.
    """
    last = start_of(catalogue.published_vintage())
    data = panel.read(store, reproduction.series, reproduction.published.as_of, min(last, at or last))
    return Comparison(reproduction.published, float(explained(data, reproduction.compute)))


def settle(indicator: Indicator, chosen: Mapping[str, Any]) -> dict[str, Any]:
    """The value of every control: the chosen one where it is valid, else the default."""
    return {c.id: _settled(c, chosen.get(c.id)) for c in indicator.controls}


def _settled(control: Control, value: Any) -> Any:
    if not _fits(control, value):
        return control.default
    return [option for option in control.options if option in value] if control.many else value


def _fits(control: Control, value: Any) -> bool:
    if control.bounds:
        low, high, _ = control.bounds
        return isinstance(value, (int, float)) and not isinstance(value, bool) and low <= value <= high
    if not control.options:
        return isinstance(value, date) and value == value  # NaT is a date that equals nothing
    if control.many:
        return isinstance(value, (list, tuple)) and bool(value) and all(_is_option(control, one) for one in value)
    return _is_option(control, value)


def _is_option(control: Control, value: Any) -> bool:
    return any(type(value) is type(option) and value == option for option in control.options)


def explained(data: Panel, compute: Callable[[Panel], T]) -> T:
    """The result of `compute`. Raises MissingData, which after TooShort names the first missing series."""
    try:
        return compute(data)
    except TooShort as error:
        raise data.why_empty() from error


def run(indicator: Indicator, data: Panel, **chosen: Any) -> tuple[pd.DataFrame, Panel]:
    """The indicator's frame for a choice of controls, and the panel of just the series it read.

    Raises MissingData; ArithmeticError where a value is infinite.
    """
    view = data.only(indicator.series)
    frame = explained(view, lambda panel: indicator.compute(panel, **settle(indicator, chosen)))
    columns = [name for name in COLUMNS if name in frame]
    known = frame[columns].dropna(subset=["value"]).reset_index(drop=True) if columns else frame
    if known.empty:
        raise MissingData(
            message("{series}: nothing is known for that choice", series=list(view.seen()) or [indicator.id])
        )
    if not np.isfinite(known.value).all():
        raise ArithmeticError(f"{indicator.id} has values that are no finite numbers")
    return known, view.seen()


def tidy(lines: Mapping[str, pd.Series]) -> pd.DataFrame:
    """Named dated series as one tidy frame, in the order given: the shape an indicator returns. Raises TooShort for none."""
    enough(lines)
    parts = [pd.DataFrame({"x": s.index, "line": name, "value": s.to_numpy()}) for name, s in lines.items()]
    return pd.concat(parts, ignore_index=True)
