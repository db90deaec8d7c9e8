"""What is measured, the floor it is held against, and the bar it must stay under."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median

#: The ratios of the last run that was kept, by name.
KEPT = Path(__file__).with_name("results.json")
#: From which ratio to the kept one a measure is said to have fallen.
FALL = 1.2

#: What does more as something else becomes ten times as much, by what that is; all other work stays as it is.
GROWS = {
    "series": {"first start", "figures checked", "an edition", "freshness of all series", "refresh"},
    "history": {
        "first start", "figures checked", "20 reads of a series", "an edition", "freshness of all series",
        "findings of a day", "base rates and flips", "refresh",
    },
    "claims": {"findings of a day", "a page"},  # whose head lists the claims of its thesis
    "readers": set(),
}  # fmt: skip
#: Everything that is measured of growth, with its floor of this name.
GROWING = (
    "first start", "figures checked", "20 reads of a series", "an edition", "freshness of all series",
    "findings of a day", "base rates and flips", "refresh", "a page", "memory",
)  # fmt: skip
AS_IT_IS = "as it is"
#: Bars of what grows ten times, and of what need not grow.
TENFOLD, LEVEL = 11.0, 1.5


def grown_name(what: str, of: str) -> str:
    return f"{what}, {of}" if of == AS_IT_IS else f"{what}, {of} × 10"


#: Name of a measure -> (floor or nothing, bar). With a floor the bar is a ratio, without one it is in
#: the measure's own unit. The only place where bars are.
BARS: dict[str, tuple[str | None, float]] = {
    "server, health": ("empty server, health", 2.0),
    "board, first content": ("empty page, first content", 1.3),
    "board, settled": ("empty page, settled", 1.4),
    "board, Plotly files loaded": (None, 0),
    "claim page, readable": ("empty page, first content", 1.4),
    "claim page, first chart": ("empty page, first content", 2.2),
    "claim page, one control": ("empty page, one control", 1.6),
    "claim page, all charts, drawn": ("empty page, settled", 3.5),
    "a page, a switch": ("empty page, a switch", 3.0),
    "series GDP --json": ("import pandas", 1.3),
    "claims --as-of": ("import pandas", 2.5),
    "store, 10,000 rows": ("import pandas", 0.03),
    "store, 20 series": ("import pandas", 0.16),
    "PostgreSQL, 10,000 rows": ("import pandas", 0.03),
    "PostgreSQL, 20 series": ("import pandas", 0.16),
    "store, first start": ("import pandas", 6),
    "all findings of a day": ("import pandas", 1.8),
    "all findings month by month": ("import pandas", 20),
    "base rates and flips of all claims": ("import pandas", 100),
    "refresh, 150 series": ("150 requests, a pool of 8", 1.25),
    "a page, ten readers": ("empty page, ten readers", 2.0),
    "a page, ten readers, during a refresh": ("a page, ten readers", 2.0),
    "a page, 10 readers": ("empty page, 10 readers", 2.0),
    "a page, 10 readers, median": ("empty page, 10 readers, median", 3.0),
    "a page, 10 readers, 95th percentile": ("empty page, 10 readers, 95th percentile", 3.0),
    "a page, 50 readers": ("empty page, 50 readers", 2.0),
    "a page, 50 readers, 95th percentile": ("empty page, 50 readers, 95th percentile", 3.0),
    "export, an image after it": ("bare Kaleido, an image after the first", 1.5),
    "server, memory of 10 sessions": (None, 250),
    "a claim as JSON": ("bare route, a claim as JSON", 1.5),
    "a claim as CSV": ("bare route, a claim as CSV", 1.5),
    "a claim as a picture": ("bare route, a claim as a picture", 1.2),
    "all claims as JSON": ("bare route, all claims as JSON", 1.5),
    "a series as CSV": ("bare route, a series as CSV", 1.5),
    "1,000 requests of 50 clients": ("bare route, 1,000 requests of 50 clients", 1.5),
    "1,000 requests of 50 clients, failed": (None, 0),
    "publish, the whole board": ("publish, 30 claims", 4.5),  # 34 claims in four languages
    "publish, after one series changed": ("publish, the whole board", 0.1),
    "publish, 30 claims": ("publish, 3 claims", 12.0),
    "site, first content": ("board, first content", 0.3),
} | {
    grown_name(what, of): (grown_name(what, AS_IT_IS), TENFOLD if what in more else LEVEL)
    for of, more in GROWS.items()
    for what in GROWING
}


@dataclass(frozen=True)
class Measure:
    """Readings of one thing, in milliseconds unless it says otherwise."""

    name: str
    readings: list[float]
    unit: str = "ms"

    @property
    def middle(self) -> float:
        return median(self.readings)

    def __str__(self) -> str:
        low, high, n = min(self.readings), max(self.readings), len(self.readings)
        span = f" ({low:,.0f} to {high:,.0f}, n={n})" if n > 1 else ""
        return f"{self.middle:,.{0 if self.middle >= 20 else 1}f} {self.unit}{span}"


def report(measures: list[Measure]) -> tuple[str, bool]:
    """The table, and whether every bar was met."""
    by_name = {one.name: one for one in measures}
    floors = {floor for floor, _ in BARS.values()}
    rows, met = [("", "measured", "ratio", "bar", "")], True
    for one in measures:
        floor, bar = BARS.get(one.name, (None, None))
        if bar is None:
            rows.append((one.name, str(one), "", "", "floor" if one.name in floors else ""))
            continue
        ratio = one.middle / by_name[floor].middle if floor else None
        fine = (one.middle if ratio is None else ratio) <= bar
        met = met and fine
        held = f"{bar:g} × {floor}" if floor else f"{bar:g} {one.unit}"
        rows.append((one.name, str(one), f"{ratio:.2f}" if ratio else "", held, "ok" if fine else "OVER"))
    widths = [max(len(row[n]) for row in rows) for n in range(5)]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)
    return "\n".join(lines), met


def ratios(measures: list[Measure]) -> dict[str, float]:
    """Each measure that has a bar, in its floor or, without one, in its own unit."""
    by_name = {one.name: one for one in measures}
    held = {one.name: BARS[one.name][0] for one in measures if one.name in BARS}
    return {
        name: round(by_name[name].middle / (by_name[floor].middle if floor else 1), 3) for name, floor in held.items()
    }


def fallen(before: Mapping[str, float], now: Mapping[str, float]) -> Iterator[str]:
    """What takes a fifth more than it did, a sentence each."""
    for name, ratio in now.items():
        if name in before and ratio > FALL * before[name]:
            yield f"{name}: {ratio:g}, was {before[name]:g}"


def kept() -> dict[str, float]:
    """The ratios that were kept; none before the first."""
    return json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}


def keep(now: Mapping[str, float]) -> None:
    KEPT.write_text(json.dumps({**kept(), **now}, indent=2, sort_keys=True) + "\n", encoding="utf-8")
