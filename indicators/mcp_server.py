"""The board for a language model: five tools by the Model Context Protocol (the extra `mcp`), each with a small answer.

`claimboard mcp` speaks it on standard input and output. Nothing is written and nobody is asked: the tools read a store.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec

import pandas as pd
from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError

from indicators import research
from indicators.catalogue import catalogue
from indicators.judging import evaluate, finding_json
from indicators.model.missing import MissingData
from indicators.store.store import Store, StoreError

P = ParamSpec("P")
Answer = dict[str, Any]

#: Of a finding, what decides and what would overturn it; the legs at publication and the flip map are in `claims --json`.
TOLD = (
    *(
        "id",
        "status",
        "value",
        "unit",
        "answer",
        "sentence",
        "threshold",
        "falsifier",
        "caveat",
        "sample",
        "stale",
        "legs",
    ),
    *("base_rate", "null", "distance", "percentile", "data_through", "basis", "as_of", "series", "version", "declared"),
)
#: Observations that a tool gives at most.
MOST = 120

INSTRUCTIONS = (
    "Claims of an article of December 2025 on the US economy, each judged by a declared test on public data. Quote a "
    "verdict with its number, its base rate and what would overturn it; status 'mixed' is not 'supported'. Days are "
    "YYYY-MM-DD: as_of gives what was known at the end of that day."
)


def server(store: Store | None = None) -> MCPServer:
    """A server of the tools on a store (None: the default one)."""
    made = MCPServer("claimboard", instructions=INSTRUCTIONS, log_level="WARNING")
    for tool in _tools(store):
        made.tool()(_in_sentences(tool))
    return made


def _tools(store: Store | None) -> list[Callable[..., Answer]]:
    def list_claims(status: str = "", as_of: str = "") -> Answer:
        """The claims with their verdicts, numbers and answers; of one status where it is given."""
        found = research.findings(as_of=as_of or None, store=store)
        chosen = found[found.status == status] if status else found
        return {"claims": _rows(chosen[["status", "then", "value", "unit", "answer"]], "id")}

    def finding(claim: str, as_of: str = "") -> Answer:
        """The verdict on a claim: quote, test, legs with their bars, worth, and what would overturn it."""
        known = catalogue.find_claim(claim)
        found = evaluate.finding(research.held(store), known, research.day(as_of or None))
        told = finding_json.as_json(found)
        then = {name: told["at_publication"][name] for name in ("status", "value")}
        return {"claim": known.en, **{name: told[name] for name in TOLD}, "at_publication": then}

    def series_as_of(id: str, as_of: str = "", last: int = 24) -> Answer:
        """The last observations of a series as known on a day, with unit, source and vintage (at most 120)."""
        table = research.series(id, as_of=as_of or None, store=store)
        if why := table.attrs["missing"].get(id):
            raise LookupError(f"{id}: {why}")
        shown = table[id].tail(max(1, min(last, MOST)))
        origin = {name: table.attrs[f"{name}s"][id] for name in ("unit", "source")}
        return {
            **origin, "vintage": table.attrs["vintages"][id].isoformat(), "basis": table.attrs["basis"][id],
            "observations": {f"{day:%Y-%m-%d}": float(f"{value:.10g}") for day, value in shown.items()},
        }  # fmt: skip

    def history_of_claim(claim: str) -> Answer:
        """The verdict at publication and at the end of every month since, with the releases behind each change."""
        table = research.history(claim, store=store)[["status", "value", "causes"]]
        stays = table.status == table.status.shift()
        table["causes"] = [() if same else causes for same, causes in zip(stays, table.causes, strict=True)]
        return {"months": _rows(table, "day")}

    def compare_days(before: str, after: str = "") -> Answer:
        """The claims whose verdict differs between two days (after: now), with status and value of both."""
        table = research.compare(before, after or None, store=store)
        return {"moved": _rows(table[table.moved].drop(columns="moved"), "id"), "same": int((~table.moved).sum())}

    return [list_claims, finding, series_as_of, history_of_claim, compare_days]


def _in_sentences(tool: Callable[P, Answer]) -> Callable[P, Answer]:
    """What was asked for wrongly, and what is not there, is told in its own words."""

    @wraps(tool)
    def told(*args: P.args, **kwargs: P.kwargs) -> Answer:
        try:
            return tool(*args, **kwargs)
        except (LookupError, ValueError, MissingData, StoreError) as error:
            raise ToolError(str(error.args[0] if isinstance(error, LookupError) else error)) from error

    return told


def _rows(table: pd.DataFrame, key: str) -> list[Answer]:
    """A table as a list, with its index under `key`; numbers in six digits, and none where none is known."""
    return [
        {key: f"{id:%Y-%m-%d}" if isinstance(id, pd.Timestamp) else id}
        | {name: _plain(value) for name, value in row.items() if _plain(value) not in (None, [])}
        for id, row in zip(table.index, table.to_dict("records"), strict=True)
    ]


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return None if pd.isna(value) else float(f"{value:.6g}")
    return list(value) if isinstance(value, tuple) else value
