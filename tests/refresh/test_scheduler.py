"""Rounds at an interval: by the wall clock, whatever the machine did meanwhile."""

import threading
from datetime import timedelta

import pytest

from indicators.refresh import scheduler

HOUR = timedelta(hours=1)
NOON = 1_800_000_000.0


class Machine(threading.Event):
    """An event whose waiting takes no time but moves the wall clock, by more where the machine sleeps through it."""

    def __init__(self, until: float) -> None:
        super().__init__()
        self.now, self.until = NOON, NOON + until
        #: By the time since the start: how far the clock leaps in the wait that begins then or later.
        self.leaps: dict[float, float] = {}
        self.rounds: list[float] = []

    def wait(self, timeout: float | None = None) -> bool:
        assert timeout is not None and 0 < timeout <= scheduler.WATCH
        self.now += timeout
        for at in [at for at in self.leaps if self.now >= NOON + at]:
            leap = self.leaps.pop(at)
            self.now, self.until = self.now + leap, self.until + min(0.0, leap)
        if self.now >= self.until:
            self.set()
        return self.is_set()

    def kept(self, took: float = 0) -> list[float]:
        """Seconds from the start at which rounds began that each took so long."""

        def round(_: threading.Event) -> None:
            self.rounds.append(self.now - NOON)
            self.now += took

        scheduler.keep(HOUR, round, self, lambda: self.now)
        return self.rounds


def test_a_round_comes_at_once_and_at_every_interval():
    assert Machine(3 * 3600 + 1).kept() == [0, 3600, 7200, 10800]


def test_a_machine_that_slept_makes_up_the_rounds_it_missed_by_one_and_keeps_its_hours():
    machine = Machine(6 * 3600)
    machine.leaps = {600: 3 * 3600}
    first, made_up, *others = machine.kept()
    assert first == 0
    assert 600 + 3 * 3600 <= made_up <= 600 + 3 * 3600 + scheduler.WATCH
    assert others == [4 * 3600, 5 * 3600]


@pytest.mark.parametrize("back", [7200, 40 * 365 * 86400])
def test_a_clock_that_is_set_back_puts_the_next_round_off_by_an_interval_at_most(back: float):
    machine = Machine(4 * 3600)
    machine.leaps = {600: -back}
    kept = machine.kept()
    assert kept[0] == 0 and kept[1] - (600 - back) <= 3600 + scheduler.WATCH
    assert len(kept) > 3


def test_a_round_longer_than_the_interval_is_followed_by_the_next_whole_one():
    assert Machine(6 * 3600).kept(took=5000) == [0, 7200, 14400]
