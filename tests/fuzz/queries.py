"""Hostile addresses on every page: `python -m tests.fuzz.queries [HOW MANY] [SEED]` prints how many made an error page.

Each goes the way of an address that a browser sends over its websocket; nothing but the script stands in between.
Charts are not drawn and claims not replayed: neither depends on how an address is read, and both take long.
"""

import random
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from unittest.mock import patch

from plotly.graph_objects import Figure

from dashboard.charts import drawing
from dashboard.session import over_time, pictures
from dashboard.urls import view_state
from tests.views.running import PAGES, opened

#: What no control holds, and what some do, as far as an address can carry it.
TEXTS = (
    "", " ", "\0", "\x1b[31m", "inf", "-inf", "nan", "NaN", "1e999", "-1e999", "9" * 400, "-" + "9" * 400, "1e308",
    "0", "-0", "-1", "1", "5", "10", "2015", "２０１５", "1_000", "0x10", "1,5", "2.5", "true", "false", "TRUE", "None",
    "null", "undefined", "[]", "{}", "2025-12-01", "2025-06-01T00:00:00Z", "0000-00-00", "9999-12-31", "2025-02-30",
    "2025-12-01T00:00:00Z", "<script>alert(1)</script>", "' OR 1=1 --", "../../etc/passwd", "%00", "🙂", "日本語",
    "\u202e\u2066", "e\u0301" * 50, "a" * 5000, "((((((((((", "a/0", "GDP", "UNRAT", "ja", "en", "All",
)  # fmt: skip
Query = dict[str, list[str]]


def places() -> list[tuple[str, str | None]]:
    """Every page, a thesis page once for each claim that it shows in full."""
    return [(page, claim) for page in PAGES for claim in [one.id for one in view_state.claims_of(page)] or [None]]


def queries(count: int, seed: int = 0) -> Iterator[tuple[str, Query]]:
    """So many pages in turn, and what their addresses ask for; the same for the same seed."""
    chance, turn = random.Random(seed), places()
    for number in range(count):
        page, claim = turn[number % len(turn)]
        yield page, ({"claim": [claim]} if claim else {}) | _asked(page, claim, chance)


def _asked(page: str, claim: str | None, chance: random.Random) -> Query:
    keys = [*view_state.params(page, claim), *view_state.FRAME, "asof", "unknown"]
    chosen = chance.sample(keys, chance.choice((1, 2, len(keys))) if len(keys) > 1 else 1)
    return {key: _texts(chance) for key in chosen if key != "claim" or chance.random() < 0.2}


def _texts(chance: random.Random) -> list[str]:
    return [chance.choice(TEXTS) for _ in range(chance.choice((1, 1, 1, 2, 40)))]


def every_control() -> Iterator[tuple[str, Query]]:
    """Each control of each page by itself, empty."""
    for page, claim in places():
        for key in view_state.params(page, claim):
            yield page, ({"claim": [claim]} if claim else {}) | {key: [""]}


@contextmanager
def quickly() -> Iterator[None]:
    """Pages inside the app's frame, without what takes long."""
    with ExitStack() as stack:
        stack.enter_context(patch.object(over_time, "history", lambda claim: []))
        stack.enter_context(patch.object(drawing, "figure", lambda sketch: Figure()))
        stack.callback(pictures._kept.cache_clear)
        yield


def trouble(page: str, query: Query) -> list[str]:
    """What a page shows of errors at an address."""
    shown = opened(page, query)
    return [one.message for one in shown.exception] + [one.value for one in shown.error]


def falls(asked: Iterable[tuple[str, Query]]) -> Iterator[tuple[str, Query, list[str]]]:
    """Each address asked for, and what made an error page of it: mostly nothing."""
    with quickly():
        for page, query in asked:
            yield page, query, trouble(page, query)


def main() -> None:
    """Ask for the addresses and print how many fell; exit status 1 when any did."""
    count, seed = map(int, (sys.argv[1:] + ["5000", "0"][len(sys.argv) - 1 :]))
    done = fallen = 0
    for page, query, said in falls([*queries(count, seed), *every_control()]):
        done, fallen = done + 1, fallen + bool(said)
        if said:
            print(page, repr(query)[:300], said, flush=True)
        if not done % 250:
            print(f"{done} asked, {fallen} error pages", flush=True)
    print(
        f"{count} hostile queries (seed {seed}) and each control empty by itself, {done} in all: {fallen} error pages"
    )
    sys.exit(bool(fallen))


if __name__ == "__main__":
    main()
