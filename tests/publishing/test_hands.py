"""Work by several processes: each piece once, and what fails elsewhere fails here."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from dashboard.publishing import hands
from indicators.judging import faults as ours


@contextmanager
def tools() -> Iterator[int]:
    yield os.getpid()


def piece(folder: Path, number: int, own: int) -> int:
    (folder / f"{number}").open("a").write(f"{own}\n")
    return number


@pytest.mark.parametrize("forks", [False, True])
def test_every_piece_is_done_once_and_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, forks: bool):
    monkeypatch.setattr(hands, "_may_fork", lambda: forks)
    assert hands.share([partial(piece, tmp_path, number) for number in range(9)], tools) == sum(range(9))
    done = [(tmp_path / f"{number}").read_text().split() for number in range(9)]
    assert [len(one) for one in done] == [1] * 9
    assert (str(os.getpid()) in {one[0] for one in done}) is not forks


def test_what_fails_elsewhere_is_raised_here_and_the_rest_is_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def broken(own: int) -> int:
        raise ZeroDivisionError

    monkeypatch.setattr(hands, "_may_fork", lambda: True)
    with pytest.raises(ZeroDivisionError):
        hands.share([*(partial(piece, tmp_path, number) for number in range(5)), broken], tools)
    assert len([*tmp_path.iterdir()]) == 5


def test_a_fault_that_another_process_met_decides_the_exit_status(monkeypatch: pytest.MonkeyPatch, faults: list[str]):
    def faulty(own: int) -> int:
        ours.note("a piece", ValueError())
        return 1

    monkeypatch.setattr(hands, "_may_fork", lambda: True)
    assert not ours.met()
    assert hands.share([faulty] * hands.FEW, tools) == hands.FEW
    assert ours.met()


def test_nothing_forks_beside_another_thread(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(hands.threading, "active_count", lambda: 2)
    assert not hands._may_fork()
