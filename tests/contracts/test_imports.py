"""An import stands at the top of its module, where a reader and a linter look for it, or says why it does not."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
#: Begins the comment that gives the reason for a whole module.
NOTE = "# Imported in functions: "
#: The modules that have such a comment: for their many imports have one reason.
NOTED = (
    "dashboard/cli/export.py",
    "dashboard/cli/main.py",
    "dashboard/cli/output.py",
    "dashboard/cli/refresh.py",
    "dashboard/components/download_menu.py",
    "dashboard/exports/headless_browser.py",
    "dashboard/exports/text_card.py",
    "indicators/i18n/messages.py",
)


def unexplained(source: str) -> Iterator[str]:
    """The imports within functions that have a comment neither on their lines nor above the block they stand in."""
    lines = source.splitlines()
    explained = 0  # the last line of the block whose first import has its reason
    for node in _local(ast.parse(source)):
        own = lines[node.lineno - 1 : node.end_lineno]
        above = lines[node.lineno - 2]
        if "  # " in " ".join(own) or above.lstrip().startswith("# ") or _follows(lines, explained, node.lineno):
            explained = node.end_lineno or node.lineno
        else:
            yield f"{node.lineno}: {own[0].strip()}"


def _local(tree: ast.Module) -> list[ast.Import | ast.ImportFrom]:
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    found = {node for one in functions for node in ast.walk(one) if isinstance(node, ast.Import | ast.ImportFrom)}
    return sorted(found, key=lambda node: node.lineno)


def _follows(lines: list[str], explained: int, line: int) -> bool:
    """Whether nothing but empty lines is between an import with a reason and the next."""
    return bool(explained) and not any(text.strip() for text in lines[explained : line - 1])


@pytest.mark.parametrize("folder", ["dashboard", "indicators"])
def test_an_import_within_a_function_stands_beside_its_reason(folder: str):
    for path in sorted((ROOT / folder).rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if name not in NOTED:
            assert not list(unexplained(path.read_text(encoding="utf-8"))), name


@pytest.mark.parametrize("name", NOTED)
def test_a_module_that_is_listed_gives_its_reason_and_needs_one(name: str):
    source = (ROOT / name).read_text(encoding="utf-8")
    assert NOTE in source and list(unexplained(source))


def test_a_reason_counts_for_the_block_below_it_only():
    block = "def f():\n    # 0.7 s\n    import a\n\n    import b\n    g()\n    import c\n"
    assert list(unexplained(block)) == ["7: import c"]
    assert list(unexplained("def f():\n    import a  # an extra\n")) == []
    assert list(unexplained("import a\n")) == []


def test_the_app_and_a_refresh_import_no_reader_of_workbooks_before_one_is_asked_for():
    """openpyxl takes 0.1 s and 12 MB; the providers that need it are imported when they are asked."""
    code = "import sys, dashboard.server.app, dashboard.views.data, indicators.refresh.engine; print('openpyxl' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert done.stdout.split()[-1:] == ["False"], done.stderr
