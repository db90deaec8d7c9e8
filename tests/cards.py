"""Reference cards: made-up figures that never change, so that only the drawing of a card can.

`python -m tests.cards` draws them anew and keeps what they say and where in `tests/cards.json`.
"""

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pandas as pd

from dashboard.exports.selection import Card
from indicators.catalogue import catalogue
from indicators.model import Finding, Hints, Indicator
from indicators.panel.panel import Panel, Provenance
from tests.conftest import series

KEPT = Path(__file__).with_suffix(".json")
#: Kind of chart and size of card.
REFERENCES = (("line", "1200x628"), ("bars", "850x600"), ("groups", "540x540"), ("ranks", "540x540"))
CLAIM = "capex-dependence"
DAYS = pd.date_range("2019-01-01", "2026-04-01", freq="QS")


def card(kind: str) -> Card:
    """A made-up card of a kind of chart."""
    indicator = Indicator(
        id=f"reference-{kind}", thesis="ai_capex", title="A measure that rises, dips and rises, by part",
        unit="percent of GDP", formula="a part ÷ the whole", series=("X", "Y"), serves=(CLAIM,), compute=lambda _: None,
        hints=Hints(kind=kind, thresholds={4.0: "a level that matters"} if kind == "line" else {}),
    )  # type: ignore[arg-type]  # fmt: skip
    return Card(catalogue.claims()[CLAIM], _finding(), indicator, _frame(kind), _panel())


def _frame(kind: str) -> pd.DataFrame:
    if kind in ("line", "bars"):
        part = pd.Series([1 + n * 0.05 + (n % 5) * 0.1 for n in range(len(DAYS))])
        lines = {"Equipment": part, "Software and what is written for it": part * 1.2 + 0.3}
        return pd.concat([pd.DataFrame({"x": DAYS, "line": name, "value": values}) for name, values in lines.items()])
    labels = ["FOMC decisions", "CPI releases", "Payroll releases and their revisions"]
    frame = pd.DataFrame({"x": labels, "line": "All days", "value": [1.9, -0.7, 2.3]})
    return frame.assign(low=frame.value - 0.5, high=frame.value + 0.5) if kind == "groups" else frame


def _panel() -> Panel:
    day = date(2026, 6, 30)
    known = {id: Provenance(series(id), "current", date(2026, 9, 1), "shipped", day, date(2026, 4, 1)) for id in "XY"}
    return Panel({}, known, {})


def _finding() -> Finding:
    return Finding(
        id=CLAIM, thesis="ai_capex", kind="fact", status="supported", value=5.05, unit="percent of GDP",
        threshold="supported above 4; contradicted below 3", sentence="The share is 5.05%.",
        data_through=date(2026, 6, 30), basis="current", as_of=date(2026, 9, 2),
        at_publication={"value": 4.5, "status": "mixed", "basis": "current", "sentence": "", "unit": "%", "legs": ()},
        falsifier="a share below 3", caveat="", series=("X", "Y"),
    )  # fmt: skip


def texts(svg: str) -> list[list[Any]]:
    """Every text of a drawing with its place, to the pixel, and the size of its letters."""
    return list(_texts(ElementTree.fromstring(svg), 0, 0))


def _texts(node: ElementTree.Element, x: float, y: float) -> Iterator[list[Any]]:
    moved = re.match(r"translate\((-?[\d.]+),\s*(-?[\d.]+)", node.get("transform", ""))
    if moved:
        x, y = x + float(moved[1]), y + float(moved[2])
    words = " ".join("".join(node.itertext()).split())
    if node.tag.endswith("}text") and words:
        size = re.search(r"font-size: ([\d.]+)px", node.get("style", ""))
        places = (round(at + float(node.get(name, 0))) for at, name in ((x, "x"), (y, "y")))
        yield [words, *places, float(size[1]) if size else 0]
    for child in node:
        yield from _texts(child, x, y)


def kept(kind: str, size: str) -> list[list[Any]]:
    return json.loads(KEPT.read_text(encoding="utf-8"))[f"{kind} {size}"]


def main() -> None:
    from dashboard.exports import files
    from dashboard.exports.headless_browser import Studio

    with Studio() as studio:
        drawn = {f"{k} {size}": texts(files.drawing(studio, card(k), size)) for k, size in REFERENCES}
    lines = ",\n".join(
        f"{json.dumps(name)}: [\n" + ",\n".join(f" {json.dumps(text, ensure_ascii=False)}" for text in found) + "\n]"
        for name, found in drawn.items()
    )
    KEPT.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
