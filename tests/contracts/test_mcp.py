"""The tools for a language model: small answers, the board's own numbers, and sentences for what is asked wrongly."""

import asyncio
import json
import os
import sys
from typing import Any

import pytest

from indicators.catalogue import catalogue
from indicators.judging import evaluate
from indicators.store.store import Store
from tests.conftest import ROOT

mcp = pytest.importorskip("mcp")
from indicators import mcp_server  # noqa: E402 - it imports the SDK, which is an extra

TOOLS = ["list_claims", "finding", "series_as_of", "history_of_claim", "compare_days"]
#: A token has about four letters of English and JSON, and three to be sure.
LETTERS = 3


async def _ask(target: Any, *asked: tuple[str, dict[str, Any]]) -> list[tuple[bool, str]]:
    async with mcp.Client(target) as client:
        assert [tool.name for tool in (await client.list_tools()).tools] == TOOLS
        answers = [await client.call_tool(name, given) for name, given in asked]
        return [(one.is_error, one.content[0].text) for one in answers]


def ask(store: Store, *asked: tuple[str, dict[str, Any]]) -> list[tuple[bool, str]]:
    return asyncio.run(_ask(mcp_server.server(store), *asked))


def test_each_finding_is_the_boards_and_takes_few_tokens(store: Store):
    answers = ask(store, *(("finding", {"claim": id}) for id in catalogue.claims()))
    for id, (failed, text) in zip(catalogue.claims(), answers, strict=True):
        told = json.loads(text)
        assert not failed and told["id"] == id and told["falsifier"]
        assert len(text) / LETTERS < 1500, id
    first = evaluate.finding(store, catalogue.claims()["vix-inversion"])
    told = json.loads(dict(zip(catalogue.claims(), answers, strict=True))["vix-inversion"][1])
    assert (told["status"], told["answer"]) == (first.status, str(first.answer))
    assert told["value"] == pytest.approx(first.value, rel=1e-5)


def test_lists_series_histories_and_comparisons_are_small(store: Store):
    (_, claims), (_, series), (_, past), (_, moved) = ask(
        store,
        ("list_claims", {"status": "supported"}),
        ("series_as_of", {"id": "PAYEMS", "as_of": "2025-12-01", "last": 100_000}),
        ("history_of_claim", {"claim": "capex-dependence"}),
        ("compare_days", {"before": "2025-12-01"}),
    )
    assert {one["status"] for one in json.loads(claims)["claims"]} == {"supported"}
    assert len(json.loads(series)["observations"]) == mcp_server.MOST
    assert json.loads(series)["vintage"] <= "2025-12-01"
    months = json.loads(past)["months"]
    assert months[0]["day"] == "2025-12-01" and any(one.get("causes") for one in months[1:])
    assert json.loads(moved)["moved"] and json.loads(moved)["same"] < len(catalogue.claims())


@pytest.mark.parametrize(
    ("tool", "given", "said"),
    [
        ("finding", {"claim": "vix-invertion"}, "no claim 'vix-invertion'; did you mean vix-inversion?"),
        ("finding", {"claim": "vix-inversion", "as_of": "tomorrow"}, "as_of takes a day as YYYY-MM-DD, not 'tomorrow'"),
        ("series_as_of", {"id": "NCBCEBQ027S"}, "NCBCEBQ027S: no figure in the store; a refresh brings it"),
        ("series_as_of", {"id": "../../etc/passwd"}, "no series '../../etc/passwd'"),
    ],
)
def test_what_is_asked_wrongly_is_told_in_a_sentence(store: Store, tool: str, given: dict[str, Any], said: str):
    ((failed, text),) = ask(store, (tool, given))
    assert failed and said in text and "Traceback" not in text


def test_the_command_speaks_the_protocol_on_its_standard_streams(store: Store):
    command = mcp.StdioServerParameters(
        command=sys.executable,
        args=["-c", "from dashboard.cli.main import main; main()", "mcp"],
        env=os.environ | {"PYTHONPATH": str(ROOT), "CLAIMBOARD_STORE": store.name},
        cwd=str(ROOT),
    )
    ((failed, text),) = asyncio.run(_ask(command, ("finding", {"claim": "vix-inversion"})))
    assert not failed and json.loads(text)["id"] == "vix-inversion"
