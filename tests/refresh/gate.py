"""What tests of the gate and of the floor share: a day, a series of 80 months, and the cause of a refusal."""

from datetime import date

from indicators.model import Series
from indicators.providers import Observed
from indicators.refresh import publish_gate
from indicators.refresh.publish_gate import Held
from tests.conftest import series

TODAY = date(2026, 11, 22)
Rows = list[tuple[int, float]]
MONTHS = [(date(2020 + n // 12, n % 12 + 1, 1).toordinal(), 100.0 + n % 7) for n in range(80)]
X = series()


def cause(one: Series, before: Rows, now: Rows, today: date = TODAY, **said: str) -> str:
    """Why it is held; empty when it passes."""
    try:
        publish_gate.check(one, before, Observed(tuple(now), "test", **said), today)
    except Held as held:
        return str(held)
    return ""
