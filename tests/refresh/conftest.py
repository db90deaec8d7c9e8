"""A provider on this machine that stands for FRED's graph download, and a store of a few series."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from indicators.model.periods import add_months
from indicators.providers import PROVIDERS
from indicators.providers.http import limits, pace
from indicators.store.store import Store
from tests.conftest import series, small_store
from tests.patience import LONG
from tests.providers.server import Answer, Asked, Provider, as_csv

#: The months that are held before a refresh, and those that the provider has: two more.
MONTHS = [add_months(date(2022, 1, 1), n) for n in range(58)]
HELD = {day.isoformat(): 100.0 + n for n, day in enumerate(MONTHS[:56])}
NEWS = {day.isoformat(): 100.0 + n for n, day in enumerate(MONTHS)}


def graph(values: dict[str, float], id: str = "X") -> Answer:
    """A series in the form of the graph download."""
    return as_csv(f"observation_date,{id}\n" + "".join(f"{day},{value}\n" for day, value in values.items()))


class Fred(Provider):
    """Answers by series id: a table of values, or an Answer for everything that is asked of that id."""

    def __init__(self) -> None:
        super().__init__()
        self.has: dict[str, dict[str, float] | Answer] = {}
        self.say("/fredgraph/fredgraph.csv", self._graph)

    def _graph(self, asked: Asked) -> Answer:
        id, since = asked.query["id"], asked.query.get("cosd", "")
        said = self.has.get(id, Answer(b"no such series", 404))
        if isinstance(said, Answer):
            return said
        return graph({day: value for day, value in said.items() if day >= since}, id)

    def ids(self) -> list[str]:
        return [one.query["id"] for one in self.asked("/fredgraph/fredgraph.csv")]


@pytest.fixture
def fred(monkeypatch: pytest.MonkeyPatch) -> Iterator[Fred]:
    hurry = limits.Patience(
        deadline=LONG, connect=LONG, read=LONG, first_wait=0.001, longest_wait=1, largest=limits.MEGABYTE
    )
    monkeypatch.setattr(limits, "patience", hurry)
    pace.forget()
    with Fred() as server:
        for name, one in PROVIDERS.items():
            monkeypatch.setenv(f"CLAIMBOARD_{name.upper()}_URL", f"{server.url}/{name}")
            if one.key:
                monkeypatch.delenv(one.key, raising=False)
        yield server


@pytest.fixture
def held(tmp_path: Path, catalogued: Callable[..., None]) -> Store:
    """A store with one series, X, up to August 2026."""
    catalogued(series())
    return small_store(tmp_path, X=(("2026-09-10", HELD),))
