"""How long one picture of a batch takes, once its browser is open and has drawn its first, and one of bare Kaleido's."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import kaleido
import plotly.graph_objects as go

from dashboard.exports import files, selection
from dashboard.exports.headless_browser import Studio
from dashboard.exports.selection import Card
from indicators.store.store import open_store
from tests.bench.figures import Measure

CLAIM = "vix-inversion"
SIZE = "1200x628"
ROUNDS = 3


def measure(store: Path) -> list[Measure]:
    """From figures in the store's own form to the bytes of a PNG at twice its size; the floor is of the same lines and
    size, in Plotly's own layout and type.
    """
    cards = [card for card in selection.deal(open_store(store), [CLAIM])[0] if card.has_chart]
    with Studio() as studio:
        first, *others = _timed(lambda card: files.picture(studio, card, SIZE, "png"), cards)
    _, *bare = _bare(cards)
    return [
        Measure("export, first image", [first]),
        Measure("bare Kaleido, an image after the first", bare),
        Measure("export, an image after it", others),
    ]


def _bare(cards: list[Card]) -> Iterator[float]:
    width, height = map(int, SIZE.split("x"))
    kaleido.start_sync_server()
    try:
        figures = {card.name: go.Figure(card.figure(SIZE).data) for card in cards}
        opts = {"format": "png", "width": width, "height": height, "scale": files.SCALE["png"]}
        yield from _timed(lambda card: kaleido.calc_fig_sync(figures[card.name], opts=opts), cards)
    finally:
        kaleido.stop_sync_server()


def _timed(draw: Callable[[Card], object], cards: list[Card]) -> Iterator[float]:
    """Milliseconds of the first picture, and of each of all cards some times over."""
    for card in [cards[0], *cards * ROUNDS]:
        started = time.perf_counter()
        draw(card)
        yield 1000 * (time.perf_counter() - started)
