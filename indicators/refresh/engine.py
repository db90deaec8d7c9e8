"""The refresh: every task is fetched, checked and published, or its last good figures stay and the cause is logged.

Eight workers fetch and check; one thread collects their answers and publishes all of them at the end in one
transaction: readers see the round as one revision of the store. A long round is published every ten
minutes. A kill at any moment leaves whole publications only: the published answers stay, those only
collected are fetched again by the next round.
"""

import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from indicators.providers import Observed, SourceError, key, redact
from indicators.providers.fetching import fetch
from indicators.refresh import publish_gate
from indicators.refresh.due import ASKED_FOR, Task
from indicators.refresh.publish_gate import Held
from indicators.refresh.report import Report
from indicators.store.store import Attempt, Store, StoreError, end_of, start_of

WORKERS = 8
#: Largest relative difference of two sources that confirm each other's jump.
AGREEMENT = 0.01
#: Seconds between two checks of the stop event.
WATCH = 0.2
#: Longest time before collected answers are published, seconds.
PATIENCE = 600.0
#: Largest number of collected observations before they are published: some 100 MB.
MOST = 1_000_000

#: Maximum length of a cause, in characters: a sentence for each source.
CAUSE = 1000

#: Progress callback, after each series: its id, the number done, the total.
Progress = Callable[[str, int, int], None]
Clock = Callable[[], datetime]


def utc() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Answer:
    """The answer to one task: observations that passed the gate, or None; and the cause of a failure."""

    observed: Observed | None
    cause: str = ""
    #: Whether the gate held a provider's answer.
    held: bool = False
    #: Whether no request was made because no key is set.
    unkeyed: bool = False

    @property
    def size(self) -> int:
        """Number of observations."""
        one = self.observed
        return len(one.rows) + sum(len(rows) for _, rows in one.vintages) if one else 0


#: Fetches a task: store, task, day, and whether its history may change.
Ask = Callable[[Store, Task, date, bool], Answer]
#: Publishes an answer at a moment (UTC seconds). May raise any error.
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
    """Carry out the tasks. Once `stop` is set no further task begins, and collected answers are published.

    `accept` names series whose changed history the user has reviewed. Raises Busy when another refresh is
    under way, and StoreError when the store cannot be read. `ask` and `publish` replace the default
    steps, as for past vintages.
    """
    todo, begun = list(tasks), clock()
    gathered = _Gathered(store, publish or _publish, clock)
    unkeyed: list[str] = []
    with store.refreshing():
        answers = _answers(store, todo, ask or _ask, accept, stop or threading.Event(), clock)
        for count, (task, answer) in enumerate(answers, 1):
            gathered.add(task, answer)
            if answer.unkeyed and task.why != ASKED_FOR:
                unkeyed.append(task.series.id)
            with suppress(StoreError):  # a store that cannot be written is in the report all the same
                store.asked(count)
            if progress:
                progress(task.series.id, count, len(todo))
        gathered.publish()
    return Report(begun, clock(), tuple(gathered.done), len(todo) - len(gathered.done), tuple(unkeyed))


class _Gathered:
    """Collected answers that wait for publication."""

    def __init__(self, store: Store, publish: Publish, clock: Clock) -> None:
        self.done: list[Attempt] = []
        self._store, self._publish, self._clock = store, publish, clock
        self._waiting: list[tuple[Task, Answer]] = []
        self._size, self._since = 0, time.monotonic()

    def add(self, task: Task, answer: Answer) -> None:
        self._waiting.append((task, answer))
        self._size += answer.size
        if self._size >= MOST or time.monotonic() - self._since >= PATIENCE:
            self.publish()

    def publish(self) -> None:
        """Publish all waiting answers, at one moment."""
        self.done += self._brought(self._waiting, int(self._clock().timestamp()))
        self._waiting, self._size, self._since = [], 0, time.monotonic()

    def _brought(self, answers: list[tuple[Task, Answer]], now: int) -> list[Attempt]:
        """Publish answers with their attempts in one transaction; after a failure in two halves, so that one bad answer
        affects no other."""
        if not answers:
            return []
        try:
            with self._store.at_once():
                attempts = [self._publish(self._store, task, answer, now) for task, answer in answers]
                self._store.note(attempts)
            return attempts
        except Exception as error:
            if len(answers) == 1:
                return [self._failed(*answers[0], now, error)]
            middle = len(answers) // 2
            return self._brought(answers[:middle], now) + self._brought(answers[middle:], now)

    def _failed(self, task: Task, answer: Answer, now: int, error: Exception) -> Attempt:
        if answer.observed is None:
            attempt = self._publish(self._store, task, answer, now)  # which then writes nothing
        else:
            attempt = Attempt(task.series.id, now, answer.observed.source, "failed", _words(error))
        with suppress(StoreError):  # a store that cannot be written is in the report all the same
            self._store.note([attempt])
        return attempt


def _answers(
    store: Store, todo: list[Task], ask: Ask, accept: Collection[str], stop: threading.Event, clock: Clock
) -> Iterator[tuple[Task, Answer]]:
    """Each task with its answer, in the order of completion."""
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
        found = future.result()
        return replace(found, cause=redact(found.cause, CAUSE))  # from here on it is stored and shown
    except Exception as error:  # a fault of ours affects one series and not the refresh
        return Answer(None, _words(error))


def _words(error: Exception) -> str:
    """The cause of an error; a fault of ours is given by type only, as its message may quote an address with a key."""
    return (
        error.publicly() if isinstance(error, StoreError) else f"an error of Claimboard's own ({type(error).__name__})"
    )


def _ask(store: Store, task: Task, today: date, lenient: bool) -> Answer:
    """The answer of the first source to pass the gate; else the one whose jump another source confirms."""
    before = present(store, task.series.id)
    causes: list[str] = []
    doubted: list[tuple[Observed, Held]] = []
    held, unkeyed = False, bool(task.locators)
    for locator in task.locators:
        try:
            observed = fetch(locator, task.series, task.since)
            try:
                publish_gate.check(task.series, before, observed, today, lenient)
            except Held:
                if observed.complete:
                    raise
                # An index on a new base is accepted as a whole history, not as an increment.
                observed = fetch(locator, task.series)
                publish_gate.check(task.series, before, observed, today, lenient)
            return Answer(observed, "; ".join(filter(None, [*causes, observed.note])))
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
    # Dated by its day of publication where the provider gives one that is not in the future, else by now.
    past = [one for one in observed.vintages if start_of(one[0]) <= now]
    rows = store.fill_in(id, past, observed.source)[0] if past else 0
    rows += store.publish(id, now, observed.rows, observed.source, observed.complete)
    return Attempt(id, now, observed.source, "new" if rows else "unchanged", answer.cause, rows)


def present(store: Store, id: str) -> list[tuple[int, float]]:
    """The latest observations, whatever the clock says."""
    return store.states({id: end_of(date.max)})[id]
