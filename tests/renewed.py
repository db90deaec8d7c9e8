"""`python -m tests.renewed FOLDER`: what ships, one publication later, as a snapshot after a refresh would write it.

Of every series with a calendar comes the next period, by the change of a year ago, or for days by the way back, and
the last figure is revised a little. Both are linear, so that parts go on adding up to their sum. Shares that are
reckoned of levels stay as they were, as do both. With the folder in place of `seeds/figures` all tests must pass.
"""

import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from indicators.catalogue import catalogue, figure_pack
from indicators.model import Series
from indicators.model.frequency import FREQUENCIES
from indicators.model.periods import add_months, period_end
from indicators.model.vintage import Vintage
from tests.pack import SHIPPED

#: Levels and the shares that are reckoned of them.
TIED = "DFA_"


def write(target: Path, source: Path = SHIPPED) -> date:
    """Write all files of a pack, each with a vintage more; the day of it."""
    target.mkdir(parents=True, exist_ok=True)
    held = {file: figure_pack.read(file) for file in sorted(source.glob("*.csv"))}
    day = max(vintages[-1].known_from for vintages in held.values()) + timedelta(days=14)
    for file, vintages in held.items():
        figure_pack.write(target / file.name, [*vintages, *_next(catalogue.series()[file.stem], vintages, day)])
    return day


def _next(series: Series, vintages: list[Vintage], day: date) -> Iterator[Vintage]:
    if series.frequency == "irregular":
        return
    state: dict[int, float | None] = {}
    for one in vintages:
        state.update(one.rows)
    days, values = zip(*((d, value) for d, value in sorted(state.items()) if value is not None), strict=True)
    if len(days) < 2:
        return
    ahead = [one for one in _periods(series, date.fromordinal(days[-1])) if _is_out(series, one, day)]
    rows = {one.toordinal(): _grown(series, values, number) for number, one in enumerate(ahead)}
    if rows and not series.id.startswith(TIED):
        rows[days[-1]] = _rounded(values[-1] + (values[-2] - values[-1]) / 100)
    if rows:
        yield Vintage(day, tuple(sorted(rows.items())))


def _periods(series: Series, last: date) -> list[date]:
    """The next period, or days of the week that follow."""
    if months := FREQUENCIES[series.frequency].months:
        return [add_months(last, months)]
    if series.frequency == "weekly":
        return [last + timedelta(days=7)]
    return [one for n in range(1, 8) if (one := last + timedelta(days=n)).weekday() < 5]


def _is_out(series: Series, period: date, day: date) -> bool:
    return period_end(period, series.frequency) < day


def _grown(series: Series, values: tuple[float, ...], number: int) -> float:
    if series.id.startswith(TIED):
        return values[-1]
    year = FREQUENCIES[series.frequency].per_year
    if series.frequency != "daily" and len(values) > year + 1:
        grown = values[-1] + values[-year] - values[-year - 1]
        return _rounded(grown) if grown * values[-1] > 0 else values[-1]
    return values[max(-2 - number, -len(values))]


def _rounded(value: float) -> float:
    return float(f"{value:.7g}")


if __name__ == "__main__":
    print(f"one publication more of every series, of {write(Path(sys.argv[1]))}")
