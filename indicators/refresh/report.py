"""The report of a refresh."""

from collections import Counter
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from indicators.store.store import Attempt


@dataclass(frozen=True)
class Report:
    """The attempts of one refresh, in order of completion."""

    begun: datetime
    ended: datetime
    attempts: tuple[Attempt, ...]
    #: Tasks not reached before the stop.
    undone: int = 0
    #: Series skipped for want of a key: keys are optional, so these are no failures.
    unkeyed: tuple[str, ...] = ()

    @property
    def failed(self) -> list[Attempt]:
        """The attempts that failed: their series keep the last good figures."""
        return [one for one in self.attempts if one.outcome in ("failed", "held") and one.series not in self.unkeyed]

    @property
    def status(self) -> int:
        """The exit status: 0 all good, 1 some series failed, 2 nothing could be done."""
        if not self.failed and not self.undone:
            return 0
        return 1 if len(self.failed) < len(self.attempts) - len(self.unkeyed) else 2

    def __str__(self) -> str:
        if not self.attempts and not self.undone:
            return "nothing is due"
        tally = Counter("without a key" if one.series in self.unkeyed else one.outcome for one in self.attempts)
        names = ("new", "unchanged", "failed", "held", "without a key")
        words = ", ".join(f"{tally[name]} {name}" for name in names if tally[name])
        seconds = (self.ended - self.begun).total_seconds()
        undone = f"; stopped before {self.undone} more" if self.undone else ""
        return f"{len(self.attempts)} series in {seconds:.1f} s: {words}{undone}"

    def as_json(self) -> dict[str, Any]:
        """Plain values, moments as ISO strings."""
        return {
            "begun": self.begun.isoformat(timespec="seconds"),
            "ended": self.ended.isoformat(timespec="seconds"),
            "status": self.status,
            "counts": dict(Counter(one.outcome for one in self.attempts)),
            "undone": self.undone,
            "unkeyed": list(self.unkeyed),
            "series": [{"id" if k == "series" else k: v for k, v in asdict(one).items()} for one in self.attempts],
        }
