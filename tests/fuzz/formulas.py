"""Odd formulas over real series: `python -m tests.fuzz.formulas [HOW MANY] [SEED]` prints how many were no sentence.

Each is read, computed on three series and written out, or refused in a sentence; anything else is a fall.
"""

import random
import sys
import time
from collections import Counter
from collections.abc import Iterator

import numpy as np
import pandas as pd

from indicators.explore import formula
from indicators.explore.pipeline import Unfit

UNITS = {"a": "percent", "b": "billions of dollars", "c": "percent"}
PARTS = (
    "a", "b", "c", "d", "ab", "+", "-", "*", "/", "^", "(", ")", "((", "))", " ", "\t", "\n", ".", ",", "**", "//", "%",
    "0", "1", "-1", "0.5", "1e3", "1e308", "1e-308", "1e999", "9" * 400, "0" * 50, "0x1", "0b1", "01", "1_0", "1j", "٣",
    "−", "×", "÷", "–", "²", "a^a", "a^b^c", "-a", "+-+-a", "(" * 90, "9^9^9", "a/0", "0/0", "a^-1", "a^0.5", "(-a)^0.5",
    "__import__('os')", "lambda", "a.b", "a[0]", "a(b)", "'", '"', "#", "\\", "\0", "None", "True", "nan", "inf", "🙂", "=",
)  # fmt: skip


def formulas(count: int, seed: int = 0) -> Iterator[str]:
    """So many texts, the same for the same seed: parts at random, half of them sound ones with a part put in."""
    chance = random.Random(seed)
    for _ in range(count):
        yield chance.choice((_any, _nearly))(chance)


def _any(chance: random.Random) -> str:
    return "".join(chance.choice(PARTS) for _ in range(chance.choice((1, 2, 3, 5, 8, 30))))


def _nearly(chance: random.Random) -> str:
    sound = _sound(chance, chance.randint(0, 6))
    at = chance.randint(0, len(sound))
    return sound[:at] + chance.choice(("", "", chance.choice(PARTS))) + sound[at:]


def _sound(chance: random.Random, depth: int) -> str:
    if not depth:
        return chance.choice(("a", "b", "c", "2", "0", "1e3", "1e300", "0.5", "9" * 320))
    left, right = _sound(chance, depth - 1), _sound(chance, chance.randint(0, depth - 1))
    return f"({left}){chance.choice('+-*/^')}({right})"


def lines() -> dict[str, pd.Series]:
    """Three series with what data has: gaps, zeros, and both signs."""
    days = pd.date_range("2020-01-01", periods=24, freq="MS")
    grid = np.arange(24.0)
    return {
        "a": pd.Series(grid - 12, days),
        "b": pd.Series(grid * 1e9, days),
        "c": pd.Series(np.sin(grid), days).iloc[6:],
    }


def outcome(text: str, held: dict[str, pd.Series]) -> str:
    """ "drawn", "refused", or the exception that it fell by."""
    try:
        one = formula.read(text, "abc")
        one.compute(held)
        one.unit(UNITS)
        one.written({letter: letter.upper() for letter in held})
    except Unfit:
        return "refused"
    except Exception as error:
        return f"{type(error).__name__}: {error}"[:100]
    return "drawn"


def main() -> None:
    """Try the formulas and print what became of them; exit status 1 when any fell."""
    count, seed = map(int, (sys.argv[1:] + ["80000", "0"][len(sys.argv) - 1 :]))
    held, found, longest = lines(), Counter[str](), 0.0
    for text in formulas(count, seed):
        started = time.process_time()
        found[outcome(text, held)] += 1
        longest = max(longest, time.process_time() - started)
    fallen = {what: n for what, n in found.items() if what not in ("drawn", "refused")}
    print(
        f"{count} formulas (seed {seed}): {found['drawn']} drawn, {found['refused']} refused, the longest {longest:.2f} s"
    )
    print(f"{sum(fallen.values())} exceptions {fallen or ''}".strip())
    sys.exit(bool(fallen))


if __name__ == "__main__":
    main()
