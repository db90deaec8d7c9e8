"""The figures behind cards as files: CSV, metadata as JSON, and a README; or all in one ZIP.

After Our World in Data's packages: a row is an entity, a day and a value, and the metadata says all about them. A cell
that a spreadsheet would run as a formula is made text.
"""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import pandas as pd

from dashboard.charts import captions
from dashboard.exports.selection import Card
from dashboard.i18n import labels
from indicators.catalogue import catalogue
from indicators.i18n.messages import message
from indicators.judging import faults, finding_json
from indicators.panel.panel import Panel, Provenance

#: Beginnings of a cell that a spreadsheet takes for a formula.
FORMULA = (*"=+-@", *"＝＋－＠", *"﹦﹢﹣﹫", "\t", "\r", "\n")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]*)?([eE][+-]?[0-9]+)?")
#: ZIP's first day, for all files in it: so the same figures make the same bytes.
_EPOCH = (1980, 1, 1, 0, 0, 0)

TERMS = message(
    "This product uses FRED® data but is not endorsed or certified by the Federal Reserve Bank of St. Louis. "
    "Not investment advice."
)


def software() -> str:
    """Name and version of this program, for files that it makes."""
    try:
        return f"Claimboard {version('claimboard')}"
    except PackageNotFoundError:
        return "Claimboard"


def harmless(cell: object) -> object:
    """A cell that no spreadsheet runs: text that begins like a formula and is no number gets a `'` before it."""
    text = str(cell)
    if isinstance(cell, str) and text.startswith(FORMULA) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return cell


def table(rows: Iterable[Sequence[object]]) -> str:
    """Rows as CSV. Lines end as RFC 4180 has it: with another end a lone carriage return would go unquoted, and be lost."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue()


def as_csv(card: Card) -> str:
    """All rows behind a card: entity, day (or label), value, its interval where there is one, and its unit.

    The first row says source, terms and dates of them all, in columns: lines of comment stop who reads a table.
    """
    frame = card.frame
    dated = _is_dated(card)
    interval = [name for name in ("low", "high") if name in frame]
    x = frame.x.dt.strftime("%Y-%m-%d") if dated else frame.x
    head = ["Entity", "Day" if dated else "Label", card.indicator.title, *(name.capitalize() for name in interval)]
    columns = [frame.line, x, *(frame[name].map(_rounded) for name in ("value", *interval))]
    # A number that is not there is an empty cell.
    rows = zip(*(column.astype(object).where(column.notna(), "") for column in columns), strict=True)
    said = [said_of(card.panel), *([""] * 3 for _ in range(len(frame) - 1))]
    about = ["Unit", "Source", "Terms", "Dates"]
    return table(
        [[*head, *about], *([*row, card.indicator.unit, *words] for row, words in zip(rows, said, strict=True))]
    )


def _rounded(value: float) -> float:
    """Without the digits that a computer adds to what was published."""
    return float(f"{value:.10g}")


def said_of(data: Panel) -> list[str]:
    """Source, terms and dates of figures."""
    terms = dict.fromkeys(origin.series.terms for origin in data.provenance.values())
    return [labels.source_line(data), " ".join(map(labels.sentence, terms)), labels.date_line(data)]


def wide(frame: pd.DataFrame, units: Mapping[str, str], data: Panel) -> str:
    """Lines over time as CSV: a row a date, a column a line, headed by its name and unit.

    The first row says source, terms and dates of them all, in columns of their own.
    """
    columns = frame.pivot(index="x", columns="line", values="value")[list(dict.fromkeys(frame.line))]
    rows = columns.astype(object).where(columns.notna(), "").itertuples()  # a missing number is an empty cell
    said = [said_of(data), *([""] * 3 for _ in range(len(columns) - 1))]
    head = ["date", *(f"{line} ({units[line]})" for line in columns), "Source", "Terms", "Dates"]
    return table(
        [head, *([f"{day:%Y-%m-%d}", *values, *words] for (day, *values), words in zip(rows, said, strict=True))]
    )


def metadata(card: Card) -> dict[str, Any]:
    """All about a card's figures: chart, columns, series with terms and vintages, claim and finding."""
    one = card.indicator
    return {
        "chart": {
            "title": one.title,
            "subtitle": captions.measure(card.sketch("850x600")),
            "citation": labels.source_line(card.panel),
            "note": one.caveat,
            "originalChartUrl": card.link,
            "selection": list(dict.fromkeys(map(str, card.frame.line))),
            "controls": dict(card.chosen),
        },
        "columns": {
            one.title: {
                "titleShort": one.title,
                "unit": one.unit,
                "descriptionShort": one.formula,
                "descriptionProcessing": one.method,
                "timespan": _span(card),
                "dataThrough": str(card.panel.through or ""),
                "lastUpdated": str(max((o.vintage for o in card.panel.provenance.values()), default="")),
                "basis": card.panel.basis,
                "citationShort": labels.source_line(card.panel, ids=False),
                "citationLong": f"{labels.source_line(card.panel)} {labels.date_line(card.panel)}",
            }
        },
        "series": [_series(origin) for origin in card.panel.provenance.values()],
        "finding": finding_json.as_json(card.finding),
        "claim": {"id": card.claim.id, "en": card.claim.en, "ja": card.claim.ja, "ko": card.claim.ko, "vi": card.claim.vi},
        "asOf": str(card.panel.as_of or ""),
        "software": software(),
    }  # fmt: skip


def _is_dated(card: Card) -> bool:
    return pd.api.types.is_datetime64_any_dtype(card.frame.x)


def _span(card: Card) -> str:
    """The first and the last day of the rows as `<first>..<last>`; without days `..<how far the data reaches>`."""
    x = card.frame.x
    if _is_dated(card):
        return f"{x.min():%Y-%m-%d}..{x.max():%Y-%m-%d}"
    return f"..{card.panel.through}" if card.panel.through else ""


def _period(days: pd.Series) -> str:
    """The longest period of which each of the days is the first; empty where there is none.

    It is about the days in the file, not about their frequency: last days of months are monthly and begin no period.
    """
    begins = {"year": days.dt.is_year_start, "quarter": days.dt.is_quarter_start, "month": days.dt.is_month_start}
    return next((period for period, first in begins.items() if first.all()), "")


def _rows(card: Card) -> str:
    """What a row of the card's CSV stands for, as read from the rows: lines of one chart can differ."""
    if not _is_dated(card):
        return f"a row a label, from data through {card.panel.through}" if card.panel.through else "a row a label"
    found = {_period(days) for _, days in card.frame.groupby("line", sort=False).x}
    named = " or ".join(period for period in ("month", "quarter", "year") if period in found)
    first = f"the first of its {named}" if named else ""
    own = "the day itself" if "" in found else ""
    return f"{_span(card)}, `Day` is {' or '.join(filter(None, (first, own)))}"


def _series(origin: Provenance) -> dict[str, Any]:
    one = origin.series
    return {
        "id": one.id,
        "title": one.title,
        "agency": one.agency,
        "unit": one.unit,
        "frequency": one.frequency,
        "source": origin.source,
        "terms": one.terms,
        "vintage": str(origin.vintage),
        "dataThrough": str(origin.through),
        "basis": origin.basis,
    } | ({"cutBy": origin.cut_by} if origin.cut_by else {})


def as_json(card: Card) -> str:
    """A card's metadata and its rows (`line`, `x`, `value`)."""
    x = [f"{at:%Y-%m-%d}" if isinstance(at, pd.Timestamp) else str(at) for at in card.frame.x]
    rows = [list(row) for row in zip(map(str, card.frame.line), x, card.frame.value.tolist(), strict=True)]
    return dumped(metadata(card) | {"observations": rows})


def sound(cards: Iterable[Card], drawn: bool = True) -> tuple[list[Card], dict[str, str]]:
    """The cards that can be made into files, with `drawn` into pictures too; and by name why another cannot.

    Asked before files are made of many cards, so that a fault in one of them does not stop the others.
    """
    kept: list[Card] = []
    broken: dict[str, str] = {}
    for card in cards:
        try:
            _tried(card, drawn)
            kept.append(card)
        except Exception as error:
            fault = faults.note(f"card {card.name}", error)
            broken[card.name] = message("could not be computed: {fault}", fault=fault)
    return kept, broken


def _tried(card: Card, drawn: bool) -> None:
    as_csv(card)
    metadata(card)
    if drawn and card.has_chart:
        card.figure("850x600")


def dumped(content: Any) -> str:
    """Indented JSON, the same for the same content."""
    return json.dumps(content, ensure_ascii=False, indent=1, default=str) + "\n"


def readme(cards: Sequence[Card]) -> str:
    """The README of a package: its files, their columns, and a chapter on each chart."""
    article = catalogue.article()
    parts = [
        "# Claimboard: the figures behind " + ("a card" if len(cards) == 1 else f"{len(cards)} cards"),
        f"Claims of {article.author}, {article.publisher}, about {labels.day_name(article.published)}, beside public "
        f"data. Made by {software()}.",
        "## Files",
        _index(cards),
        "## CSV structure",
        "Each row is an entity (a line of the chart), a day or a label, and a value; `Low` and `High` are its interval "
        "where there is one. `Unit` is that of the value; `Source`, `Terms` and `Dates` are those of all rows and stand in "
        "the first. Missing periods have no row. Values are in base units (dollars, never millions of them). "
        "A cell that a spreadsheet would run as a formula begins with `'`.",
        "A file is named after its claim, its chart and the last day that all its series reach, the end of their last "
        "period. A row of a period has the period's first day; a chapter below says what the days of its file are.",
        "## metadata.json",
        "By file: the chart, its columns, the series it was computed from with their terms, the claim and its finding.",
        *(_chapter(card) for card in cards),
        "## Terms",
        f"Each series' terms are named above; its owner's govern. {TERMS}",
    ]
    return "\n\n".join(parts) + "\n"


def _index(cards: Sequence[Card]) -> str:
    """A table of the files: chart and claim of each, and the last day that all its series reach."""
    rows = [
        f"| `{card.stem}.csv` | {_cell(card.indicator.title)} | `{card.claim.id}` | {card.panel.through or ''} |"
        for card in cards
    ]
    return "\n".join(["| File | Chart | Claim | Through |", "| --- | --- | --- | --- |", *rows])


def _cell(text: str) -> str:
    """Text that does not end a cell of a Markdown table."""
    return text.replace("|", r"\|")


def _chapter(card: Card) -> str:
    one, found = card.indicator, card.finding
    origins = card.panel.provenance.values()
    lines = [
        f"## {one.title}",
        f"`{card.stem}.csv`: {one.unit}, {_rows(card)}.",
        f"Claim `{card.claim.id}`: “{card.claim.en}” ({found.status}). {found.sentence}",
        f"Formula: {one.formula}.",
        f"Caution: {one.caveat}" if one.caveat else "",
        f"Method: {one.method}." if one.method else "",
        f"{labels.source_line(card.panel)} {labels.date_line(card.panel)}",
        "\n".join(f"- {o.series.id}: {o.series.title} ({o.series.agency}; {o.series.unit}); {o.series.terms}" for o in origins),
        f"Chart: {card.link}",
    ]  # fmt: skip
    return "\n\n".join(line for line in lines if line)


def as_zip(cards: Sequence[Card]) -> bytes:
    """A ZIP of the CSV of every card, metadata.json and README.md; the same bytes for the same figures."""
    files = {f"{card.stem}.csv": as_csv(card) for card in cards}
    about = {f"{card.stem}.csv": metadata(card) for card in cards}
    files |= {"metadata.json": dumped(about), "README.md": readme(cards)}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, text in files.items():
            package.writestr(zipfile.ZipInfo(name, _EPOCH), text.encode(), zipfile.ZIP_DEFLATED)
    return out.getvalue()
