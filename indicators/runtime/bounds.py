"""Numbers that the environment may set, within bounds."""

import math
import os


def number(name: str, default: float, at_least: float, at_most: float) -> float:
    """The number that a variable holds; `default` where it is not set.

    ValueError in one sentence where it holds no number, or one out of bounds.
    """
    text = os.environ.get(name, "").strip()
    try:
        value = float(text) if text else default
    except ValueError:
        value = math.nan
    if text and not at_least <= value <= at_most:  # which nan never is
        raise ValueError(f"{name} must be a number from {at_least:g} to {at_most:g}, not {text[:40]!r}")
    return value
