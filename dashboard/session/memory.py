"""The memory of the server: the limit of what is kept of finished charts, and what the garbage collector passes by."""

import gc
from collections.abc import Mapping
from itertools import count

from indicators.runtime.bounds import number

VARIABLE = "CLAIMBOARD_CHART_MEMORY"
#: Megabytes. All charts in one language, width and theme are 4.
USUAL = 64
#: After so many full collections one looks at all that lives, and frees what has become garbage since it was passed by.
WHOLE = 100
_collected = count(1)


def for_charts() -> int:
    """Bytes that finished charts may take. Raises ValueError for a setting out of bounds."""
    return int(number(VARIABLE, USUAL, 0, 4096) * 1_000_000)


def spare() -> None:
    """From now on pass by what lived through a full garbage collection, but for every hundredth, which looks at all.

    Streamlit collects all generations after every run of a page: with what all readers share among them (modules,
    catalogue, findings) that takes longer than the run itself.
    """
    gc.callbacks.append(_spared)


def _spared(phase: str, told: Mapping[str, int]) -> None:
    if phase == "stop" and told["generation"] == 2:
        if next(_collected) % WHOLE:
            gc.freeze()
        else:
            gc.unfreeze()
