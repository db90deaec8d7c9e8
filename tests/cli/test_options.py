"""The one table of options and variables is that of the code: nothing is read that it lacks."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from dashboard.cli import main
from indicators.providers import PROVIDERS
from indicators.settings import SETTINGS
from tests import options
from tests.conftest import ROOT

NAMES = {one.name for one in SETTINGS}
#: Read by what we stand on: httpx, psycopg, Kaleido.
THEIRS = {
    "HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR", "PGPASSWORD", "BROWSER_PATH",
}  # fmt: skip
#: Where a variable is read by a name that is put together or handed on; a test of its own looks at those.
BY_NAME = {
    "indicators/settings.py",
    "indicators/runtime/bounds.py",
    "indicators/providers/__init__.py",
    "indicators/providers/http/environment.py",
}
CODE = [file for folder in ("dashboard", "indicators") for file in sorted((ROOT / folder).rglob("*.py"))]


def test_the_table_is_that_of_the_code():
    assert options.FILE.read_text(encoding="utf-8") == options.page(), "run `make options`"


@pytest.mark.parametrize("name", main.app.commands)
def test_the_table_has_every_option_that_help_shows(name: str):
    shown = CliRunner().invoke(main.app, [name, "--help"]).stdout
    rows = [row for row in options.page().splitlines() if row.startswith(f"| `{name}` |")]
    flags = {line.split()[0].split("/")[0].strip(",") for line in shown.splitlines() if line.startswith("  --")}
    assert "--help" in flags
    assert {flag for flag in flags - {"--help"} if not any(f"`{flag}" in row for row in rows)} == set()


def asked(tree: ast.AST) -> Iterator[ast.expr]:
    """What the environment is asked for, wherever it is."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and _is_environment(node.func):
            yield node.args[0]
        elif isinstance(node, ast.Subscript) and _is_environment(node.value):
            yield node.slice


def _is_environment(node: ast.expr) -> bool:
    return ast.unparse(node).removeprefix("os.") in (
        "environ",
        "getenv",
        "environ.get",
        "environ.setdefault",
        "environ.pop",
    )


def constants(tree: ast.Module) -> dict[str, str]:
    return {
        ast.unparse(one.targets[0]): one.value.value
        for one in tree.body
        if isinstance(one, ast.Assign) and isinstance(one.value, ast.Constant) and isinstance(one.value.value, str)
    }


@pytest.mark.parametrize("file", CODE, ids=lambda file: str(file.relative_to(ROOT)))
def test_no_variable_is_read_that_the_table_lacks(file: Path):
    tree = ast.parse(file.read_text(encoding="utf-8"))
    named = constants(tree) | {"refresh_process.EVERY": "CLAIMBOARD_REFRESH_EVERY"}
    for node in asked(tree):
        name = node.value if isinstance(node, ast.Constant) else named.get(ast.unparse(node))
        if name is None:
            assert str(file.relative_to(ROOT)) in BY_NAME, f"{ast.unparse(node)}: read it by its name"
        else:
            assert name in NAMES, f"{name} is missing from indicators/settings.py"


def test_the_table_has_every_key_and_mirror_and_nothing_that_is_not_read():
    by_name = {one.key for one in PROVIDERS.values() if one.key}
    by_name |= {f"CLAIMBOARD_{name.upper()}_URL" for name in PROVIDERS}
    assert by_name <= NAMES
    source = "".join(file.read_text(encoding="utf-8") for file in CODE if file.name != "settings.py")
    assert {
        name for name in NAMES - by_name - THEIRS if f'"{name}"' not in source and f"'{name}'" not in source
    } == set()
