"""What an address costs that was asked for before, against a bare Starlette route of the same bytes.

Each is asked by a client that does next to nothing itself, on a connection that is kept, in turns with its floor. What
is read is the server's time on a processor (Linux), else the time to the answer: a neighbour's load adds to the latter.
`python -m tests.bench.addresses` measures these alone.
"""

import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import msgspec

from indicators.store.store import open_store
from tests import browser
from tests.bench.figures import Measure, report
from tests.browser import Server
from tests.patience import LONG

CLAIM = "capex-dependence"
#: Name of a measure -> path.
PATHS = {
    "a claim as JSON": f"/claims/{CLAIM}.json",
    "a claim as CSV": f"/claims/{CLAIM}.csv",
    "a claim as a picture": f"/claims/{CLAIM}.png",
    "all claims as JSON": "/claims.json",
    "a series as CSV": "/series/GDP.csv",
}
MANY, CLIENTS, ROUNDS, EACH = 1000, 50, 61, 30
#: What clients send, and of an answer what the floor says too: it is as long on the wire.
HEADERS = {"accept-encoding": "gzip", "accept": "*/*", "user-agent": "bench"}


class Answer(msgspec.Struct):
    """An answer as it is on the wire."""

    headers: dict[str, str]
    body: bytes


def measure(folder: Path, store: Path) -> list[Measure]:
    """Milliseconds of a first answer, microseconds of one asked for before, milliseconds of many; how many of these failed."""
    folder.mkdir()
    with browser.serving(folder, store) as ours:
        _rest(ours)
        cold = [Measure(f"{name}, cold", [_first(ours, path)]) for name, path in PATHS.items()]
        answers = {path: _answer(ours, path) for path in PATHS.values()}
        with _bare(folder, answers) as bare:
            found = [one for name, path in PATHS.items() for one in _pair(name, path, bare, ours)]
            return [*cold, *found, *_many(PATHS["a claim as JSON"], bare, ours)]


def _rest(server: Server) -> None:
    """Wait until a server has computed ahead what it does: its threads rest for a second."""
    for _ in range(int(LONG)):
        before = _spent(server)
        time.sleep(1)
        if _spent(server) - before < 0.02:
            return


def _first(server: Server, path: str) -> float:
    """Milliseconds to the answer that nobody asked for before."""
    started = time.perf_counter()
    httpx.get(server.url + path, headers=HEADERS, timeout=LONG).raise_for_status()
    return 1000 * (time.perf_counter() - started)


def _answer(server: Server, path: str) -> Answer:
    """The answer once it is final: a picture in words, while no browser can draw, is not kept."""
    for _ in range(3):
        with httpx.stream("GET", server.url + path, headers=HEADERS, timeout=LONG) as answer:
            body = b"".join(answer.iter_raw())
    assert answer.status_code == 200 and "etag" in answer.headers, (path, answer.headers)
    said = {name: value for name, value in answer.headers.items() if name not in ("content-length", "date", "server")}
    return Answer(said, body)


@contextmanager
def _bare(folder: Path, answers: dict[str, Answer]) -> Iterator[Server]:
    place, port = folder / "answers.json", browser.free_port()
    place.write_bytes(msgspec.json.encode(answers))
    command = [sys.executable, "-m", "tests.bench.bare", str(place), str(port)]
    with browser.started(command, port, folder / "bare.log", {}) as server:
        yield server


def _pair(name: str, path: str, bare: Server, ours: Server) -> list[Measure]:
    """The floor of an address and its own, in turns."""
    readings: dict[str, list[float]] = {f"bare route, {name}": [], name: []}
    with connection(bare) as floor, connection(ours) as board:
        for _ in range(ROUNDS):
            for one, place, values in zip((floor, board), (bare, ours), readings.values(), strict=True):
                values.append(_timed(one, place, request(place, path)))
    return [Measure(one, values, "µs") for one, values in readings.items()]


def _timed(one: socket.socket, server: Server, asking: bytes) -> float:
    started = _spent(server)
    for _ in range(EACH):
        assert ask(one, asking).startswith(b"HTTP/1.1 200 ")
    return 1e6 * (_spent(server) - started) / EACH


def _spent(server: Server) -> float:
    """Seconds that a server's threads had a processor; where the system does not tell, seconds."""
    tasks = [*Path(f"/proc/{server.pid}/task").glob("*/schedstat")]
    return sum(int(one.read_text().split()[0]) for one in tasks) / 1e9 if tasks else time.perf_counter()


def _many(path: str, bare: Server, ours: Server) -> list[Measure]:
    """So many requests of so many clients at once, each on a connection of its own; and those that failed."""
    took: dict[Server, list[float]] = {bare: [], ours: []}
    failed = 0
    for _ in range(3):
        for server, readings in took.items():
            started = time.perf_counter()
            with ThreadPoolExecutor(CLIENTS) as pool:
                found = list(pool.map(lambda _, at=server: _client(at, path), range(CLIENTS)))
            readings.append(1000 * (time.perf_counter() - started))
            failed += (MANY - sum(found)) if server is ours else 0
    name = f"{MANY:,} requests of {CLIENTS} clients"
    return [
        Measure(f"bare route, {name}", took[bare]),
        Measure(name, took[ours]),
        Measure(f"{name}, failed", [failed], ""),
    ]


def _client(server: Server, path: str) -> int:
    """How many of its share of the requests a client got an answer to."""
    asking, good = request(server, path), 0
    with connection(server) as one:
        for _ in range(MANY // CLIENTS):
            good += ask(one, asking).startswith(b"HTTP/1.1 200 ")
    return good


def connection(server: Server) -> socket.socket:
    made = socket.create_connection(("127.0.0.1", server.port), LONG)
    made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return made


def request(server: Server, path: str) -> bytes:
    lines = [f"GET {path} HTTP/1.1", f"host: 127.0.0.1:{server.port}", *(f"{k}: {v}" for k, v in HEADERS.items())]
    return "\r\n".join([*lines, "", ""]).encode()


def ask(one: socket.socket, asking: bytes) -> bytes:
    """Send a request and take its whole answer; returns the head."""
    one.sendall(asking)
    got = one.recv(65536)
    while b"\r\n\r\n" not in got:
        got += one.recv(65536) or b"\r\n\r\n"
    head, _, body = got.partition(b"\r\n\r\n")
    left = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]) - len(body)
    while left > 0 and (more := one.recv(min(left, 1 << 20))):
        left -= len(more)
    assert left == 0, "an answer has the length that it says"
    return head


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        filled = Path(name) / "filled.sqlite"
        open_store(filled)
        table, met = report(measure(Path(name) / "addresses", filled))
    print(table)
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
