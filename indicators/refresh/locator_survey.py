"""The survey of locators: one request for each, and the differences of its answer from the catalogue.

For maintainers of the catalogue, and not on a schedule: it fetches every locator, second sources too, and
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

#: Largest relative difference at which a last value equals the one held.
SAME = 0.05


@dataclass(frozen=True)
class Answered:
    """The answer of one locator. `differs` lists its differences from the catalogue as short sentences."""

    series: str
    locator: str
    #: Whether the provider gave a readable answer.
    read: bool
    last: date | None = None
    value: float | None = None
    differs: tuple[str, ...] = ()

    def __str__(self) -> str:
        said = f"{self.value:,.6g} for {self.last}" if self.read else "not read"
        return f"{self.series} {self.locator}: {said}; {'; '.join(self.differs) or 'as the catalogue has it'}"


def run(store: Store, today: date) -> Iterator[Answered]:
    """Fetch every locator, several at a time; the answers in the catalogue's order."""
    with ThreadPoolExecutor(WORKERS, thread_name_prefix="survey") as pool:
        yield from pool.map(lambda pair: ask(store, pair[0], pair[1], today), proofs.asked())


def ask(store: Store, locator: str, series: Series, today: date) -> Answered:
    """The result of `_compare`; any error is reported for this one locator."""
    try:
        return _compare(store, locator, series, today)
    except SourceError as error:
        said = str(error)
    except Exception as error:  # its message may quote an address with a key
        said = f"an error of Claimboard's own ({type(error).__name__})"
    return Answered(series.id, locator, False, differs=(said,))


def _compare(store: Store, locator: str, series: Series, today: date) -> Answered:
    """Fetch one locator and compare its answer with the catalogue and the figures held."""
    stated = locator.startswith("fred:")  # FRED describes a series when its whole history is requested
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
    """A title of ours without a word in common with the provider's is of another series."""
    ours, theirs = (set(text.lower().replace(",", " ").split()) for text in (series.title, observed.title))
    if theirs and not ours & theirs:
        yield f"the title is stated as {observed.title[:80]!r}; the catalogue has {series.title!r}"


def _value(held: float | None, value: float) -> Iterator[str]:
    if held is not None and abs(value - held) > SAME * max(abs(held), 1e-9):
        yield f"{held:,.6g} is held for that day"
