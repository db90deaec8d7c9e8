"""The memory of the server: the limit of what is kept of finished charts, and what the garbage collector passes by."""

import gc

from indicators.runtime.bounds import number

VARIABLE = "CLAIMBOARD_CHART_MEMORY"
#: Megabytes. All charts in one language, width and theme are 4.
USUAL = 64


def for_charts() -> int:
    """Bytes that finished charts may take. Raises ValueError for a setting out of bounds."""
    return int(number(VARIABLE, USUAL, 0, 4096) * 1_000_000)


def settle() -> None:
    """Set what lives now aside from garbage collection, and free what is garbage of what was set aside before.

    Streamlit collects all generations after every run of a page. With what all readers share among them (modules,
    catalogue, findings) that takes longer than the run itself.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
