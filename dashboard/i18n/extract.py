"""Babel extractors for texts besides those of `message` and `translate`: of seeds and declarations.

Names of publishers and the article's quotes are not extracted: they stay as published.
"""

import ast
import csv
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import IO, Any, get_args

from indicators import model
from indicators.judging import registry
from indicators.model import Control, Indicator, periods
from indicators.model.event_kind import EventKind
from indicators.model.unit import UNITS

#: Babel's tuple of an extracted text: line, function, text, comments.
Found = tuple[int, str | None, str | tuple[str, ...], list[str]]
#: A file of seeds -> its tables and their translated fields.
SHOWN: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "aliases.toml": {"view": ("title",)},
    "claims.toml": {
        "article": ("published_note",),
        "thesis": ("title", "lead"),
        "claim": ("title", "measure", "holds_if", "fails_if", "caveat", "method"),
    },
    "events.toml": {"event": ("label",)},
    "reproductions.toml": {"figure": ("says", "unit", "why")},
}
#: Columns of tables with names.
NAMED = ("label", "state", "case", "release", "estimate")
#: Kinds of event without a visible label.
UNNAMED = {kind for kind in EventKind if not kind.is_listed}


def code(
    file: IO[bytes], keywords: Collection[str], comment_tags: Collection[str], options: Mapping[str, Any]
) -> Iterator[Found]:
    """The templates in a module. Babel's own extractor ignores f-strings before Python 3.12."""
    for call in ast.walk(ast.parse(file.read())):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in keywords:
            texts = tuple(
                one.value for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str)
            )
            if texts:
                yield call.lineno, call.func.id, texts, []


def seeds(
    file: IO[bytes], keywords: Collection[str], comment_tags: Collection[str], options: Mapping[str, Any]
) -> Iterator[Found]:
    """The translated texts of a file of `seeds/`."""
    tables = tomllib.loads(file.read().decode())
    if options.get("series"):
        return found(_of_series(tables))
    return found([*_of_tables(tables, SHOWN[options["name"]]), *_of_tests(tables)])


def tables(
    file: IO[bytes], keywords: Collection[str], comment_tags: Collection[str], options: Mapping[str, Any]
) -> Iterator[Found]:
    """The names in a table of `seeds`."""
    rows = csv.DictReader(line for line in file.read().decode().splitlines() if not line.startswith("#"))
    return found(row[name] for row in rows for name in NAMED if name in row)


def declared(
    file: IO[bytes], keywords: Collection[str], comment_tags: Collection[str], options: Mapping[str, Any]
) -> Iterator[Found]:
    """The texts of indicators and their controls, and the words of the model's Literal types."""
    lists = (model.Frequency, model.Kind, model.Basis, periods.Freshness)
    words = [word for one in lists for word in get_args(one)] + [unit.base for unit in UNITS.values()]
    return found([*words, *(text for one in registry.indicators().values() for text in _of_indicator(one))])


def found(texts: Iterable[str]) -> Iterator[Found]:
    """Texts as Babel's tuples, each once."""
    for text in dict.fromkeys(text for text in texts if text):
        yield 0, None, text, []


def _of_tables(tables: Mapping[str, Any], shown: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    for name, keys in shown.items():
        rows = tables[name] if isinstance(tables[name], list) else [tables[name]]
        for row in rows:
            if row.get("kind") not in UNNAMED:
                yield from (row.get(key, "") for key in keys)


def _of_tests(tables: Mapping[str, Any]) -> Iterator[str]:
    """The texts of claims' declared tests, and of their legs."""
    for test in (test for claim in tables.get("claim", []) for test in claim.get("test", [])):
        yield from (test.get(key, "") for key in ("why", "seen", "measure", "holds_if", "fails_if", "method", "source"))
        yield from (leg[key] for leg in test["legs"] for key in ("name", "unit") if key in leg)
        yield from (one.get("label", "") for one in test.get("parameters", []))


def _of_series(tables: Mapping[str, Any]) -> Iterator[str]:
    keys = ("title", "agency", "unit", "adjustment", "terms", "note")
    for one in tables.values():
        yield from (one.get(key, "") for key in keys)


def _of_indicator(one: Indicator) -> Iterator[str]:
    yield from (one.title, one.unit, one.formula, one.caveat, one.method)
    yield from one.hints.thresholds.values()
    if one.hints.provisional:
        yield one.hints.provisional[1]
    for control in one.controls:
        yield from _of_control(control)


def _of_control(control: Control) -> Iterator[str]:
    yield from (control.label, control.help)
    yield from (str(control.names.get(option, option)) for option in control.options if not _is_figure(control, option))


def _is_figure(control: Control, option: Any) -> bool:
    """Whether an option's label is a number."""
    return str(control.names.get(option, option)).lstrip("-").replace(".", "").isdigit()
