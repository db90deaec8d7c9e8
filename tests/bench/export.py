"""How long one picture of a batch takes, once its browser is open and has drawn its first."""

import time
from pathlib import Path

from dashboard.exports import files, selection
from dashboard.exports.headless_browser import Studio
from indicators.store.store import open_store
from tests.bench.figures import Measure

CLAIM = "vix-inversion"
SIZE = "1200x628"


def measure(store: Path) -> list[Measure]:
    """From figures in the store's own form to the bytes of a PNG at twice its size."""
    charted = [card for card in selection.deal(open_store(store), [CLAIM])[0] if card.has_chart]
    readings = []
    with Studio() as studio:
        for card in [charted[0], *charted * 3]:
            started = time.perf_counter()
            files.picture(studio, card, SIZE, "png")
            readings.append(1000 * (time.perf_counter() - started))
    return [Measure("export, first image", readings[:1]), Measure("export, an image after it", readings[1:])]
