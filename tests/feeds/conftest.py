"""Two changed verdicts, and clients in a hurry."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from indicators.judging.attribution import Attribution, Contribution, Stand
from indicators.judging.ledger import Change
from indicators.providers.http import limits, pace
from indicators.store.store import Entry
from tests.patience import LONG
from tests.providers.server import Provider

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
BASE = "https://board.example.org/claims-of"


def entry(status: str, value: float | None, hour: int, claim: str = "capex-dependence") -> Entry:
    moment = int(AT.replace(hour=hour).timestamp())
    sentence = "Investment <rose> & *rose*." if hour == 12 else ""
    return Entry(claim, moment, None, status, value, "percent", sentence, date(2026, 6, 30), "x", "y", 4)


def change(claim: str = "capex-dependence", number: int = 7) -> Change:
    step = Contribution(
        date(2026, 7, 30), "released", Stand("mixed", 0.74), Stand("supported", 1.76), ("gross domestic product",),
        ("GDP",), date(2026, 4, 1), "GDP",
    )  # fmt: skip
    why = Attribution(step.before, step.now, (step,), "The rise", "percent")
    return Change(claim, entry("mixed", 0.74, 6, claim), entry("supported", 1.76, 12, claim), number, why)


@pytest.fixture
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    patience = limits.Patience(deadline=LONG, connect=LONG, read=LONG, first_wait=0.001, longest_wait=1)
    monkeypatch.setattr(limits, "patience", patience)
    pace.forget()


@pytest.fixture
def hook(hurry: None) -> Iterator[Provider]:
    with Provider() as server:
        yield server
