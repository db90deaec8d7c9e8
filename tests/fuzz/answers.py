"""`python -m tests.fuzz.answers [MANY] [SEED]`: odd answers of providers through gate, store, judging and charts.

Each is of one series, made from what is held of it (of what does not ship, from a walk of its frequency and unit). What
passes the gate is published into a store of its own; every claim and every chart that reads the series is computed and
drawn. Prints what came of them, and ends with 1 where anything failed through a fault of ours.
"""

import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

from dashboard.exports.selection import Card
from indicators.catalogue import catalogue
from indicators.judging import evaluate, registry
from indicators.model import Indicator, Series, periods
from indicators.model.frequency import FREQUENCIES
from indicators.model.missing import MissingData
from indicators.panel import panel
from indicators.providers import Observed
from indicators.refresh import publish_gate
from indicators.refresh.publish_gate import Held
from indicators.store.store import Store, end_of, open_store

Rows = list[tuple[int, float]]
TODAY = date(2026, 11, 22)
NOW = int(datetime(2026, 11, 22, 12, tzinfo=UTC).timestamp())


# --- what a provider may say ----------------------------------------------------------------------


def each(change: Callable[[int, float], float]) -> Callable[[Rows, Random], Rows]:
    """A shape that changes values by their place."""
    return lambda rows, chance: [(day, change(n, value)) for n, (day, value) in enumerate(rows)]


def gone(part: float) -> Callable[[Rows, Random], Rows]:
    """A shape that lacks a part of the rows."""
    return lambda rows, chance: [row for row in rows if chance.random() >= part] or rows[-1:]


def then(change: Callable[[float], float]) -> Callable[[Rows, Random], Rows]:
    """A shape with one more row, a step after the last."""
    return lambda rows, chance: [*rows, (rows[-1][0] + (rows[-1][0] - rows[-2][0]), change(rows[-1][1]))]


SHAPES: dict[str, Callable[[Rows, Random], Rows]] = {
    "as held": lambda rows, chance: rows,
    "one row": lambda rows, chance: rows[-1:],
    "two rows": lambda rows, chance: rows[-2:],
    "its last five": lambda rows, chance: rows[-5:],
    "its last thirty": lambda rows, chance: rows[-30:],
    "its last half": lambda rows, chance: rows[len(rows) // 2 :],
    "its first half": lambda rows, chance: rows[: len(rows) // 2 + 1],
    "without the last": lambda rows, chance: rows[:-1],
    "without one": lambda rows, chance: rows[: len(rows) // 2] + rows[len(rows) // 2 + 1 :],
    "one in a hundred gone": gone(0.01),
    "one in twenty gone": gone(0.05),
    "every other gone": lambda rows, chance: rows[::2],
    "zeros": each(lambda n, value: 0.0),
    "constant": each(lambda n, value: 7.0),
    "huge": each(lambda n, value: 1e308),
    "tiny": each(lambda n, value: value * 1e-300),
    "alternating": each(lambda n, value: (-1) ** n * 1e6),
    "turned": each(lambda n, value: -value),
    "noisy": lambda rows, chance: [(day, value * chance.uniform(0.5, 1.5)) for day, value in rows],
    "a little revised": lambda rows, chance: [(day, value * chance.uniform(0.999, 1.001)) for day, value in rows],
    "zeros among it": lambda rows, chance: [(day, 0.0 if chance.random() < 0.05 else value) for day, value in rows],
    "no number among it": each(lambda n, value: float("nan") if n == 3 else value),
    "infinite": each(lambda n, value: float("inf")),
    "twice": lambda rows, chance: sorted(rows + rows[-3:]),
    "backwards": lambda rows, chance: rows[::-1],
    "one more": then(lambda value: value * 1.001),
    "one more, zero": then(lambda value: 0.0),
    "one more, a thousandfold": then(lambda value: 1000 * value),
    "one more, turned": then(lambda value: -value),
}


def walk(one: Series, chance: Random) -> Rows:
    """Thirty years (of a window one) of a series that does not ship, to its newest period."""
    step, months = {"daily": 1, "weekly": 7, "irregular": 7}.get(one.frequency), FREQUENCIES[one.frequency].months
    last = TODAY - timedelta(days=abs(one.lag) + 2)
    last = last.replace(month=1) if months == 12 else last
    count = round((365 if one.window else 30 * 365) / (step or 30.4 * months)) + 1
    days = [
        last - timedelta(days=step * n) if step else periods.add_months(last, -months * (n + 1)) for n in range(count)
    ]
    value, rows = 90.0, []
    for day in reversed(days):
        value += chance.gauss(0.02, 0.5)
        rows.append((day.toordinal(), value / 1000 if one.unit == "ratio" else value))
    return [row for row in rows if one.frequency != "daily" or date.fromordinal(row[0]).weekday() < 5]


def made(store: Store, many: int, seed: int = 0) -> Iterator[tuple[Series, str, Rows]]:
    """So many odd answers, of all series in turn, each with the name of its shape."""
    chance = Random(seed)
    known = [one for one in catalogue.series().values() if not one.sources[0].startswith("published:")]
    held = store.states({one.id: end_of(date.max) for one in known})
    shapes = list(SHAPES)
    chance.shuffle(shapes)
    for n in range(many):
        one, name = known[n % len(known)], shapes[(n + n // len(known)) % len(shapes)]
        rows = held[one.id] or walk(one, chance)
        if len(rows) > 1:
            yield one, name, SHAPES[name](rows, chance)


# --- what comes of it -----------------------------------------------------------------------------


@dataclass
class Outcome:
    """Counts by what was done, and what failed through a fault of ours: series, shape, what and how."""

    counts: Counter[str] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)


def drive(store: Store, many: int, seed: int = 0) -> Outcome:
    """So many answers through gate, store, judging and charts; each into a copy of a store."""
    found, whole = Outcome(), Path(store.name).read_bytes()
    for one, shape, rows in made(store, many, seed):
        found.counts["made"] += 1
        before = store.states({one.id: end_of(date.max)})[one.id]
        try:
            publish_gate.check(one, before, Observed(tuple(rows), "made"), TODAY)
        except Held:
            found.counts["held"] += 1
            continue
        found.counts["passed"] += 1
        found.counts["passed of a series with nothing held"] += not before
        with tempfile.TemporaryDirectory() as own_folder:
            path = Path(own_folder) / "own.sqlite"
            path.write_bytes(whole)
            own = open_store(path)
            own.publish(one.id, NOW, rows, "made", complete=True)
            _computed(own, one, shape, found)
            _forget()
    return found


def _computed(store: Store, one: Series, shape: str, found: Outcome) -> None:
    """Every claim and every chart that reads the series."""
    claims = [claim for claim in catalogue.claims().values() if one.id in claim.series]
    judged = {each.id: each for each in evaluate.findings(store, claims, today=TODAY)}
    found.counts.update(f"claims {each.status}" for each in judged.values())
    found.failed += [f"{one.id}, {shape}: {id}: {why}" for id, why in evaluate.errors(judged.values()).items()]
    for indicator in registry.indicators().values():
        if one.id in indicator.series:
            found.counts[_drawn(store, indicator, f"{one.id}, {shape}: {indicator.id}", found.failed)] += 1


def _drawn(store: Store, indicator: Indicator, what: str, failed: list[str]) -> str:
    claim = catalogue.claims()[indicator.serves[0]]
    try:
        frame, data = registry.run(indicator, panel.read(store, indicator.series))
        card = Card(claim, evaluate.finding(store, claim, today=TODAY), indicator, frame, data)
        if card.has_chart:
            card.figure("850x600")
        return "charts drawn"
    except MissingData:
        return "charts without data"
    except Exception as error:
        failed.append(f"{what}: {type(error).__name__}: {error}"[:200])
        return "charts failed"


def _forget() -> None:
    """What is kept by store: it is another one each time."""
    evaluate._judged.cache_clear()
    panel._observed.cache_clear()


def main(many: int = 1500, seed: int = 0) -> int:
    """Drive the answers through a store of the figures that ship, and print what came of them."""
    with tempfile.TemporaryDirectory() as name:
        found = drive(open_store(Path(name) / "shipped.sqlite"), many, seed)
    print("\n".join([*found.failed, *(f"{count:6,} {what}" for what, count in found.counts.most_common())]))
    return 1 if found.failed else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
