"""docs/CONTRIBUTING.md, done as it says in a copy: every file it names, and what guards them stays green."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.served

#: "Append to `path`:", "Create `path`:" or "Insert in `path` below `line`:", and the block below it.
STEP = re.compile(r"(Append to|Create|Insert in) `([^`]+)`(?: below `([^`]+)`)?:\n\n```\w+\n(.*?)```", re.S)
TEXT = (ROOT / "docs" / "CONTRIBUTING.md").read_text(encoding="utf-8")
#: The recipes by their heading, in the order of the page: each stands on those before it.
RECIPES = {part.split("\n", 1)[0]: STEP.findall(part) for part in TEXT.split("\n## ")[1:]}
#: How many files each takes, at most.
MOST = {"A series": 2, "An indicator": 1, "A claim": 2, "A correction": 1, "A provider": 3}


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project in which every recipe was followed."""
    copy = tmp_path_factory.mktemp("copy") / "claimboard"
    left = shutil.ignore_patterns(".git", ".venv", "build", "dist", ".*_cache", "__pycache__", "*.sqlite*")
    shutil.copytree(ROOT, copy, ignore=left)
    for steps in RECIPES.values():
        for how, path, line, text in steps:
            file = copy / path
            assert file.exists() == (how != "Create"), path
            before = file.read_text(encoding="utf-8") if file.exists() else ""
            assert before.count(f"\n{line}\n") == 1 or not line, f"{path}: {line}"
            gap = "\n" if file.suffix == ".toml" else ""
            after = before.replace(f"{line}\n", f"{line}\n{text}", 1) if line else before + gap + text
            file.write_text(after, encoding="utf-8", newline="")
    return copy


@pytest.fixture(scope="module")
def run(followed: Path) -> Callable[..., str]:
    """Run the copy's Python; what it printed."""

    def python(*arguments: str) -> str:
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith(("CLAIMBOARD_", "PYTEST_"))
        }
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=followed,
            env=environment | {"PYTHONPATH": str(followed), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, (done.stdout + done.stderr)[-4000:]
        return done.stdout

    return python


def test_there_is_a_recipe_for_each_kind_of_thing_and_none_takes_many_files():
    assert {name: len({path for _, path, *_ in RECIPES[name]}) for name in MOST} == MOST


def test_what_guards_series_stays_green(run: Callable[..., str]):
    run(
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "tests/catalogue/test_catalogue.py",
        "tests/catalogue/test_seeds.py",
    )


def test_the_indicator_keeps_every_contract(run: Callable[..., str]):
    chosen = "house-price-growth or house_price_growth"
    run("-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/contracts/test_every_indicator.py", "-k", chosen)


def test_the_claim_is_judged(run: Callable[..., str]):
    code = "from indicators import claims, evaluate, open_store; import sys; one = claims()['houses-dearer']"
    found = run("-c", f"{code}; print(evaluate(open_store(sys.argv[1]), one))", "own.sqlite")
    assert "status='supported'" in found or "status='contradicted'" in found


def test_the_correction_is_read_and_held_to_its_claims(run: Callable[..., str]):
    code = "from indicators.catalogue import catalogue; print(*[one.id for one in catalogue.corrections()])"
    assert run("-c", code).split()[0] == "houses-new-only"
    run("-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/catalogue/test_corrections.py")


def test_what_is_not_translated_yet_is_named_with_what_mends_it(run: Callable[..., str], followed: Path):
    code = "from tests import translations; print(*translations.gaps('must'), sep='\\n')"
    missing = run("-c", code)
    assert missing.count("Houses are dearer") == 3, "the title of a claim, in three languages"
    assert "make messages" in missing and "house_price" not in missing, "an indicator wants none"


def test_the_provider_is_declared_with_all_its_facts_and_reads_an_answer(run: Callable[..., str]):
    run("-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/providers/test_registry.py", "-k", "not forbids")
    code = """
from indicators.providers.response import Body
from indicators.providers.worldbank import read
sent = b'[{"page":1},[{"date":"2025","value":2.5},{"date":"2024","value":null}]]'
print(read(Body(sent, "api.worldbank.org", "json")))
"""
    assert "2.5" in run("-c", code)
