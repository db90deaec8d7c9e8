"""What sessions share: one computing for all, nothing broken kept, the last whole answer while the next is made."""

import threading
from concurrent.futures import CancelledError, ThreadPoolExecutor

import pytest
from streamlit.runtime.scriptrunner import StopException

from dashboard.session.shared import Answers, Newest
from indicators.store.store import StoreError
from tests.patience import LONG


def test_an_answer_is_computed_once_however_many_ask_for_it_at_once():
    answers: Answers[str, object] = Answers(4)
    made, go = [], threading.Event()

    def make() -> object:
        made.append(1)
        go.wait(LONG)
        return object()

    with ThreadPoolExecutor(10) as pool:
        asking = [pool.submit(answers.of, "a", make) for _ in range(10)]
        go.set()
        assert len({id(one.result(LONG)) for one in asking}) == 1
    assert len(made) == 1


def test_who_asks_for_something_else_does_not_wait():
    answers: Answers[str, str] = Answers(4)
    go = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(answers.of, "slow", lambda: str(go.wait(LONG)))
        assert answers.of("quick", lambda: "at once") == "at once"
        go.set()
        assert slow.result(LONG) == "True"


def test_an_error_is_raised_to_all_who_wait_and_is_not_kept():
    answers: Answers[str, str] = Answers(4)
    go = threading.Event()

    def fail() -> str:
        go.wait(LONG)
        raise ValueError("no")

    with ThreadPoolExecutor(3) as pool:
        asking = [pool.submit(answers.of, "a", fail) for _ in range(3)]
        go.set()
        assert [type(one.exception(LONG)) for one in asking] == [ValueError] * 3
    assert answers.of("a", lambda: "mended") == "mended"


def test_a_reader_who_leaves_in_the_midst_of_computing_ends_no_other_reader_and_one_of_them_computes_it():
    answers: Answers[str, str] = Answers(4)
    begun, go = threading.Event(), threading.Event()

    def leave() -> str:
        begun.set()
        go.wait(LONG)
        raise StopException

    with ThreadPoolExecutor(4) as pool:
        first = pool.submit(answers.of, "a", leave)
        begun.wait(LONG)
        others = [pool.submit(answers.of, "a", lambda: "whole") for _ in range(3)]
        go.set()
        assert isinstance(first.exception(LONG), StopException)
        assert [one.result(LONG) for one in others] == ["whole"] * 3


def test_a_computing_that_was_cancelled_within_is_an_error_like_any_other():
    def fail() -> str:
        raise CancelledError

    with pytest.raises(CancelledError):
        Answers[str, str](4).of("a", fail)


def test_no_more_answers_are_kept_than_wanted_and_the_least_lately_wanted_goes_first():
    answers: Answers[int, int] = Answers(3)
    for n in (1, 2, 3, 1, 4):
        answers.of(n, lambda n=n: n)  # type: ignore[misc]
    assert answers.lately() == [4, 1, 3]
    with pytest.raises(ZeroDivisionError):
        answers.of(2, lambda: 1 // 0)


class Prepared:
    """Notes what is prepared, and lets it be ready when told."""

    def __init__(self) -> None:
        self.begun: list[int] = []
        self.ready = threading.Event()
        self.fault: Exception | None = None

    def __call__(self, wanted: int) -> None:
        self.begun.append(wanted)
        assert self.ready.wait(LONG)
        if self.fault:
            raise self.fault


def after(newest: Newest[int], prepare: Prepared) -> None:
    prepare.ready.set()
    newest.wait()
    prepare.ready.clear()


def test_the_last_serves_while_the_next_is_prepared_by_one_for_all():
    prepare = Prepared()
    newest: Newest[int] = Newest(prepare)
    assert newest.of(1) == 1
    with ThreadPoolExecutor(10) as pool:
        assert set(pool.map(newest.of, [2] * 50)) == {1}
    after(newest, prepare)
    assert newest.of(2) == 2
    assert prepare.begun == [2]


def test_what_came_while_the_next_was_prepared_is_prepared_after_it():
    prepare = Prepared()
    newest: Newest[int] = Newest(prepare)
    assert [newest.of(n) for n in (1, 2, 3, 4)] == [1, 1, 1, 1]
    after(newest, prepare)
    assert newest.of(4) == 2
    after(newest, prepare)
    assert newest.of(4) == 4
    assert prepare.begun == [2, 4]


def test_a_store_that_cannot_be_read_leaves_the_last_and_is_tried_again():
    prepare = Prepared()
    newest: Newest[int] = Newest(prepare)
    prepare.fault = StoreError("gone")
    newest.of(1), newest.of(2)
    after(newest, prepare)
    prepare.fault = None
    assert newest.of(2) == 1
    after(newest, prepare)
    assert newest.of(2) == 2


def test_a_slip_in_preparing_keeps_nobody_at_the_last_figures_for_ever(caplog: pytest.LogCaptureFixture):
    prepare = Prepared()
    newest: Newest[int] = Newest(prepare)
    prepare.fault = KeyError("slip")
    newest.of(1), newest.of(2)
    after(newest, prepare)
    assert newest.of(2) == 2
    assert "KeyError" in caplog.text


def test_what_is_kept_weighs_no_more_than_allowed():
    answers: Answers[str, str] = Answers(10, len)
    for text in ("aaaa", "bbbb", "aaaa", "cc", "dddd"):
        answers.of(text, lambda text=text: text)  # type: ignore[misc]
    assert answers.lately() == ["dddd", "cc", "aaaa"] and answers.weight == 10
    assert answers.of("too long for it", lambda: "too long for it") == "too long for it"
    assert answers.lately() == [] and answers.weight == 0
    answers.of("a", lambda: "a")
    answers.cache_clear()
    assert answers.weight == 0


def test_what_was_cleared_while_it_was_made_is_answered_and_weighs_nothing():
    answers: Answers[str, str] = Answers(10, len)

    def make() -> str:
        answers.cache_clear()
        return "made"

    assert answers.of("a", make) == "made"
    assert answers.weight == 0 and answers.lately() == []
