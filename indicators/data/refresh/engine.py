"""The refresh: every task is fetched, checked and published, or its last good data stands and its cause is noted.

Eight workers fetch and check; one thread publishes, one transaction a series, so that no worker waits for
another's write and a kill at any moment leaves whole series only.
"""

import threading
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime

from indicators.data.refresh import gate
from indicators.data.refresh.due import ASKED_FOR, Task
from indicators.data.refresh.gate import Held
from indicators.data.refresh.report import Report
from indicators.data.sources import Observed, SourceError, fetch, key
from indicators.data.store import Attempt, Store, StoreError, end_of

WORKERS = 8
#: Two sources confirm each other's jump when they differ by no more than this part of the value.
AGREEMENT = 0.01
#: Seconds between two looks at whether to stop.
WATCH = 0.2

#: Told of each task as it is done: the attempt, how many are done, how many there are.
Progress = Callable[[Attempt, int, int], None]
Clock = Callable[[], datetime]


def utc() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Answer:
    """What asking for one series came to: an observation fit to be published, or none; and what went wrong."""

    observed: Observed | None
    cause: str = ""
    #: Whether a provider answered and the gate held it.
    held: bool = False
    #: Whether nobody was asked, for want of a key that was never set.
    unkeyed: bool = False


#: What asks for a task: the store, the task, the day, and whether its history may change.
Ask = Callable[[Store, Task, date, bool], Answer]
#: What brings an answer into the store, at a moment (UTC seconds).
Publish = Callable[[Store, Task, Answer, int], Attempt]


def run(
    store: Store,
    tasks: Iterable[Task],
    progress: Progress | None = None,
    *,
    accept: Collection[str] = (),
    stop: threading.Event | None = None,
    clock: Clock = utc,
    ask: Ask | None = None,
    publish: Publish | None = None,
) -> Report:
    """Carry out the tasks. Once `stop` is set nothing more is begun or published.

    `accept` names series whose history may change: someone has looked. Raises Busy when another refresh is
    under way, and StoreError when the store cannot be read. Other than the present is asked for and published
    by `ask` and `publish`.
    """
    todo, begun = list(tasks), clock()
    done: list[Attempt] = []
    unkeyed: list[str] = []
    with store.refreshing():
        for task, answer in _answers(store, todo, ask or _ask, accept, stop or threading.Event(), clock):
            attempt = (publish or _publish)(store, task, answer, int(clock().timestamp()))
            with suppress(StoreError):  # a store that cannot be written is in the report all the same
                store.note([attempt])
            done.append(attempt)
            if answer.unkeyed and task.why != ASKED_FOR:
                unkeyed.append(attempt.series)
            if progress:
                progress(attempt, len(done), len(todo))
    return Report(begun, clock(), tuple(done), len(todo) - len(done), tuple(unkeyed))


def _answers(
    store: Store, todo: list[Task], ask: Ask, accept: Collection[str], stop: threading.Event, clock: Clock
) -> Iterator[tuple[Task, Answer]]:
    """Each task with its answer, as they come."""
    pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="refresh")
    waiting: dict[Future[Answer], Task] = {}
    try:
        waiting = {pool.submit(ask, store, task, clock().date(), task.series.id in accept): task for task in todo}
        while waiting:
            ready, _ = wait(waiting, timeout=WATCH, return_when=FIRST_COMPLETED)
            for future in ready:
                if stop.is_set():
                    return
                yield waiting.pop(future), _answer(future)
            if stop.is_set():
                return
    finally:
        pool.shutdown(wait=not waiting, cancel_futures=True)


def _answer(future: "Future[Answer]") -> Answer:
    try:
        return future.result()
    except StoreError as error:
        return Answer(None, error.publicly())
    except Exception as error:  # a slip of ours costs one series and not the refresh
        # Its own words may quote an address with a key in it.
        return Answer(None, f"an error of Claimboard's own ({type(error).__name__})")


def _ask(store: Store, task: Task, today: date, lenient: bool) -> Answer:
    """The first source whose answer passes the gate; else the one whose jump another source confirms."""
    before = present(store, task.series.id)
    causes: list[str] = []
    doubted: list[tuple[Observed, Held]] = []
    held, unkeyed = False, bool(task.locators)
    for locator in task.locators:
        try:
            observed = fetch(locator, task.series, task.since)
            try:
                gate.check(task.series, before, observed, today, lenient)
            except Held:
                if observed.complete:
                    raise
                # An index on a new base fits what is held as a whole, and not as an increment.
                observed = fetch(locator, task.series)
                gate.check(task.series, before, observed, today, lenient)
            return Answer(observed, "; ".join(causes))
        except SourceError as error:
            unkeyed = unkeyed and error.kind == "key" and not key(locator.partition(":")[0])
            causes.append(f"{locator}: {error}")
        except Held as error:
            held, unkeyed = True, False
            causes.append(f"{locator}: {error}")
            doubted += [(observed, error)] if error.doubtful else []
    if len(doubted) > 1 and _agree(*doubted[:2]):
        return Answer(doubted[0][0], f"a jump that {doubted[1][0].source} confirms")
    return Answer(None, "; ".join(causes), held, unkeyed)


def _agree(one: tuple[Observed, Held], other: tuple[Observed, Held]) -> bool:
    """Whether a second source has the same values where the first was held for a jump."""
    mine, theirs = dict(one[0].rows), dict(other[0].rows)
    return all(day in theirs and abs(theirs[day] - mine[day]) <= AGREEMENT * abs(mine[day]) for day in one[1].doubtful)


def _publish(store: Store, task: Task, answer: Answer, now: int) -> Attempt:
    id, observed = task.series.id, answer.observed
    if observed is None:
        return Attempt(id, now, " ".join(task.locators), "held" if answer.held else "failed", answer.cause)
    try:
        # What comes with its days of publication is dated by them, and the rest by now.
        rows = store.fill_in(id, observed.vintages, observed.source)[0] if observed.vintages else 0
        rows += store.publish(id, now, observed.rows, observed.source, observed.complete)
    except StoreError as error:
        return Attempt(id, now, observed.source, "failed", error.publicly())
    return Attempt(id, now, observed.source, "new" if rows else "unchanged", answer.cause, rows)


def present(store: Store, id: str) -> list[tuple[int, float]]:
    """The newest that is known, whatever the clock says."""
    return store.states({id: end_of(date.max)})[id]
