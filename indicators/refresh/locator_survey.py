"""The survey of locators: one question to each provider for each, and what its answer says otherwise than the catalogue.

For who keeps the catalogue, and not on a schedule: it asks for every locator, second sources too, and
publishes nothing.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta

from indicators.model import Series
from indicators.model.frequency import FREQUENCIES
from indicators.providers import Observed, SourceError, proofs
from indicators.providers.fetching import fetch
from indicators.refresh import publish_gate
from indicators.refresh.engine import WORKERS, present
from indicators.refresh.publish_gate import Held
from indicators.store.store import Store

#: A last value that differs from the one held by no more than this part of it is the same.
SAME = 0.05


@dataclass(frozen=True)
class Answered:
    """What one locator answered. `differs` are short sentences; none where all is as the catalogue has it."""

    series: str
    locator: str
    #: Whether the provider gave an answer that could be read.
    read: bool
    last: date | None = None
    value: float | None = None
    differs: tuple[str, ...] = ()

    def __str__(self) -> str:
        said = f"{self.value:,.6g} for {self.last}" if self.read else "not read"
        return f"{self.series} {self.locator}: {said}; {'; '.join(self.differs) or 'as the catalogue has it'}"


def run(store: Store, today: date) -> Iterator[Answered]:
    """Ask for every locator, several at a time; the answers in the catalogue's order."""
    with ThreadPoolExecutor(WORKERS, thread_name_prefix="survey") as pool:
        yield from pool.map(lambda pair: ask(store, pair[0], pair[1], today), proofs.asked())


def ask(store: Store, locator: str, series: Series, today: date) -> Answered:
    """What `_compare` finds; a slip of ours or a fault of a provider is said of this one locator."""
    try:
        return _compare(store, locator, series, today)
    except SourceError as error:
        said = str(error)
    except Exception as error:  # its own words may quote an address with a key in it
        said = f"an error of Claimboard's own ({type(error).__name__})"
    return Answered(series.id, locator, False, differs=(said,))


def _compare(store: Store, locator: str, series: Series, today: date) -> Answered:
    """Ask for one locator and compare its answer with the catalogue and with what is held."""
    stated = locator.startswith("fred:")  # FRED describes a series when its whole history is asked for
    since = None if stated else today - timedelta(days=FREQUENCIES[series.frequency].recent)
    observed = fetch(locator, series, since)
    day, value = observed.rows[-1]
    held = dict(present(store, series.id))
    differs = (*_contract(series, observed, today), *_title(series, observed), *_value(held.get(day), value))
    return Answered(series.id, locator, True, date.fromordinal(day), value, differs)


def _contract(series: Series, observed: Observed, today: date) -> Iterator[str]:
    try:
        publish_gate.check(series, [], observed, today)
    except Held as held:
        yield str(held)


def _title(series: Series, observed: Observed) -> Iterator[str]:
    """Titles are worded in our own way: one that shares no word with what is stated is of another series."""
    ours, theirs = (set(text.lower().replace(",", " ").split()) for text in (series.title, observed.title))
    if theirs and not ours & theirs:
        yield f"the title is stated as {observed.title[:80]!r}; the catalogue has {series.title!r}"


def _value(held: float | None, value: float) -> Iterator[str]:
    if held is not None and abs(value - held) > SAME * max(abs(held), 1e-9):
        yield f"{held:,.6g} is held for that day"
