"""Each kind of chart has one module and one row, and nobody else asks for a kind by its name."""

import ast
from collections.abc import Collection
from pathlib import Path

import pytest

from dashboard.charts import kinds
from indicators.model.chart_kind import KINDS

ROOT = Path(__file__).parents[3]
FOLDER = "dashboard/charts/kinds"
DECLARED = [name for name, one in KINDS.items() if one.is_drawn]
MODULES = [file.stem for file in (ROOT / FOLDER).glob("*.py") if file.stem != "__init__"]


def astray(declared: Collection[str], modules: Collection[str], rows: Collection[str]) -> list[str]:
    """What is missing of a kind, a sentence each that says what mends it."""
    table = "indicators/model/chart_kind.py"
    return [
        *(f"{table} declares {name!r}: write {FOLDER}/{name}.py, which draws it" for name in {*declared} - {*modules}),
        *(
            f"{table} declares {name!r}: give it a row of DRAWN in {FOLDER}/__init__.py"
            for name in {*declared} - {*rows}
        ),
        *(f"{FOLDER}/{name}.py is no kind: declare {name!r} in {table}" for name in {*modules} - {*declared}),
        *(f"DRAWN has a row {name!r} that {table} does not declare" for name in {*rows} - {*declared}),
    ]


def test_every_kind_that_is_drawn_has_a_module_and_a_row():
    found = astray(DECLARED, MODULES, kinds.DRAWN)
    assert not found, "\n".join(found)


def test_a_kind_without_its_module_or_row_is_told_how_to_get_one():
    assert astray(["pie"], [], []) == [
        "indicators/model/chart_kind.py declares 'pie': write dashboard/charts/kinds/pie.py, which draws it",
        "indicators/model/chart_kind.py declares 'pie': give it a row of DRAWN in dashboard/charts/kinds/__init__.py",
    ]
    assert astray([], ["pie"], []) == [
        "dashboard/charts/kinds/pie.py is no kind: declare 'pie' in indicators/model/chart_kind.py"
    ]
    assert astray([], [], ["pie"]) == ["DRAWN has a row 'pie' that indicators/model/chart_kind.py does not declare"]


def test_a_row_is_of_the_module_of_its_name():
    assert {name: row.draw.__module__ for name, row in kinds.DRAWN.items()} == {
        name: f"dashboard.charts.kinds.{name}" for name in DECLARED
    }


def asks(code: str) -> list[str]:
    """Where code asks for a kind of chart by its name: reads it, or compares anything to it."""
    nodes = ast.walk(ast.parse(code))
    return [ast.unparse(node) for node in nodes if _reads(node) or _compares(node)]


def _reads(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and ast.unparse(node).endswith(("hints.kind", "chart.name"))


def _compares(node: ast.AST) -> bool:
    parts = ast.walk(node) if isinstance(node, ast.Compare | ast.MatchValue) else ()
    return any(isinstance(one, ast.Constant) and one.value in {*KINDS} for one in parts)


def test_nobody_asks_for_a_kind_by_its_name():
    """But the registry of how each is drawn."""
    files = [file for folder in ("dashboard", "indicators") for file in (ROOT / folder).rglob("*.py")]
    found = {str(file.relative_to(ROOT)): asks(file.read_text(encoding="utf-8")) for file in files}
    assert {file: code for file, code in found.items() if code} == {
        f"{FOLDER}/__init__.py": ["sketch.indicator.hints.kind"]
    }, "declare what is asked as a property of ChartKind, or draw it in the kind's own module"


@pytest.mark.parametrize(
    "code", ['if hints.kind == "ranks": pass', "SIZES[sketch.indicator.hints.kind]", 'one.chart.name in ("bars", "dots")',
             'match kind:\n case "line": pass', 'a = kind != "dots"']
)  # fmt: skip
def test_a_question_for_a_kind_is_seen(code: str):
    assert asks(code)
