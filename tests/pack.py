"""The frozen pack: the figures that tests compute with, whatever ships by now.

What ships is renewed by every snapshot, and a number that a test expects must not change with it. So tests see what
shipped on a day: of every file the vintages up to then, and of a series that came later its first.
"""

import atexit
import os
import shutil
import tempfile
from itertools import takewhile
from pathlib import Path

#: The last day whose vintages are in it.
FROZEN = "2026-10-31"
#: Vintages of days up to then that are not in it: numbers were pinned before these were carried over.
LATER = {
    "CES0500000003": "2026-10-08",
    "DFEDTARL": "2026-10-09",
    "DFEDTARU": "2026-10-09",
    "DGS10": "2026-10-07",
    "DGS2": "2026-10-07",
    "DRCCLACBS": "2026-10-08",
    "DSPIC96": "2026-10-08",
    "EFFR": "2026-10-07",
    "IORB": "2026-10-09",
    "JTSQUR": "2026-10-08",
    "MORTGAGE30US": "2026-10-08",
    "NFCI": "2026-10-07",
    "RRPONTSYD": "2026-10-07",
    "SOFR": "2026-10-07",
    "USEPUINDXD": "2026-09-25",
    "VIX3M": "2026-08-31",
    "VIXCLS": "2026-10-07",
    "WALCL": "2026-10-08",
}
ROOT = Path(__file__).resolve().parents[1]
SHIPPED = ROOT / "seeds" / "figures"
VARIABLE = "CLAIMBOARD_FIGURES"
_PREFIX = "claimboard-pack-"


def use() -> None:
    """Make the frozen pack, and have every store of this process, and of those it starts, filled from it."""
    if _PREFIX in os.environ.get(VARIABLE, ""):
        return  # the process that started this one made it
    folder = tempfile.mkdtemp(prefix=_PREFIX)
    Path(folder).chmod(0o755)  # some tests are another user's
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    cut(SHIPPED, Path(folder))
    os.environ[VARIABLE] = folder


def cut(source: Path, target: Path, day: str = FROZEN) -> None:
    """Write the figure files of a folder as they were on a day."""
    for file in source.glob("*.csv"):
        head, *blocks = file.read_text(encoding="utf-8").split("vintage,")
        blocks = [block for block in blocks if block[: len(day)] != LATER.get(file.stem)]
        held = list(takewhile(lambda block: block[: len(day)] <= day, blocks)) or blocks[:1]
        (target / file.name).write_text("vintage,".join([head, *held]), encoding="utf-8", newline="")
