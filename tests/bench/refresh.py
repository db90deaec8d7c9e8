"""A refresh of 150 series against a provider that takes 100 ms to answer, beside what nobody can beat and fredapi."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from unittest.mock import patch

import httpx

from indicators.catalogue import catalogue
from indicators.model import Series
from indicators.model.periods import add_months
from indicators.refresh import engine
from indicators.refresh.due import due
from indicators.store.store import open_store
from tests.bench.figures import Measure
from tests.browser import ROOT
from tests.conftest import series
from tests.providers.server import Answer, Asked, Provider, as_csv

IDS = [f"S{n}" for n in range(150)]
LATENCY = 0.1
ROWS = 400
ROUNDS = 5
FLOOR = f"{len(IDS)} requests, a pool of {engine.WORKERS}"


def measure(folder: Path, filled: Path) -> list[Measure]:
    """Interleaved, so that a neighbour's load falls on all alike; fredapi's loop once, for it takes long."""
    folder.mkdir()
    with _provider() as url:
        floors, ours = [], []
        for n in range(ROUNDS):
            floors.append(_timed(lambda: _pool(url)))
            ours.append(_refresh(url, folder / f"refresh{n}.sqlite", folder / "none"))
        loop = _timed(lambda: _fredapi(url))
    return [Measure(FLOOR, floors), Measure("refresh, 150 series", ours), Measure("fredapi's loop, 150 series", [loop])]


def _refresh(url: str, path: Path, empty: Path) -> float:
    known: dict[str, Series] = {id: series(id) for id in IDS}
    with (
        patch.object(catalogue, "series", lambda: known),
        patch.dict(os.environ, {"CLAIMBOARD_FREDGRAPH_URL": url, "FRED_API_KEY": ""}),
    ):
        store = open_store(path, empty)
        tasks = due(store, datetime.now(UTC))
        reports = []
        taken = _timed(lambda: reports.append(engine.run(store, tasks)))
    assert reports[0].status == 0 and len(reports[0].attempts) == len(IDS), str(reports[0])
    return taken


def _pool(url: str) -> None:
    with httpx.Client() as client, ThreadPoolExecutor(engine.WORKERS) as pool:
        answers = pool.map(lambda id: client.get(f"{url}/fredgraph.csv", params={"id": id}).content, IDS)
        assert all(len(answer) > 1000 for answer in answers)


def _fredapi(url: str) -> None:
    from fredapi import Fred

    client = Fred(api_key="x" * 32)
    client.root_url = url
    for id in IDS:
        assert len(client.get_series(id)) == ROWS


@contextmanager
def _provider() -> Iterator[str]:
    """The provider, in a process of its own: it must not share our interpreter's lock."""
    command = [sys.executable, "-c", "from tests.bench.refresh import serve; serve()"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout and process.stdin
        yield process.stdout.readline().strip()
        process.stdin.close()


def serve() -> None:
    """Answer as the graph download and as the XML that fredapi asks for, until the input ends."""
    days = [add_months(date(2026, 8, 1), n - ROWS + 1) for n in range(ROWS)]
    lines = "".join(f"{day},{100 + n % 7}\n" for n, day in enumerate(days))
    points = "".join(f'<observation date="{day}" value="{100 + n % 7}"/>' for n, day in enumerate(days))

    def graph(asked: Asked) -> Answer:
        return as_csv(f"observation_date,{asked.query['id']}\n{lines}", late=LATENCY)

    with Provider() as provider:
        provider.say("/fredgraph.csv", graph)
        document = f"<observations>{points}</observations>".encode()
        provider.say("/series/observations", Answer(document, type="text/xml", late=LATENCY))
        print(provider.url, flush=True)
        sys.stdin.read()


def _timed(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return 1000 * (time.perf_counter() - started)
