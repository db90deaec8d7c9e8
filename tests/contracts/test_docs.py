"""README and docs: what they name exists, what they count is so, and what they tell to type is taken."""

import re
from collections import Counter
from datetime import date
from pathlib import Path

import click
import pytest
import yaml

from dashboard.cli import main
from indicators.catalogue import catalogue
from indicators.judging import evaluate
from indicators.store.store import Store
from tests.conftest import ROOT

DOCS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
every_doc = pytest.mark.parametrize("doc", DOCS, ids=lambda doc: doc.name)
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
#: What a path of ours begins with.
FOLDERS = ("seeds", "indicators", "dashboard", "tests", "docs", "deploy", "requirements", ".streamlit", ".github")
#: What a line may have before and after `claimboard` and what is typed.
COMMAND = re.compile(r"(?<![\w/.-])claimboard ([a-z]+)((?: --?[a-z-]+(?:[ =][^ `|\[\]…)]+)?)*)")


def text(doc: Path) -> str:
    return doc.read_text(encoding="utf-8")


@every_doc
def test_every_path_that_is_named_exists(doc: Path):
    named = re.findall(rf"`((?:{'|'.join(map(re.escape, FOLDERS))})/[\w./-]+)`", text(doc))
    created = {path for how, path in re.findall(r"(Create|Append to) `([^`]+)`:", text(doc)) if how == "Create"}
    assert [path for path in named if path not in created and not (ROOT / path).exists()] == []


@every_doc
def test_every_link_to_a_file_leads_to_one(doc: Path):
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text(doc)) if "://" not in link]
    assert [link for link in links if not (doc.parent / link).exists()] == []


@every_doc
def test_every_target_of_make_is_one(doc: Path):
    assert set(re.findall(r"`make ([a-z-]+)", text(doc))) <= TARGETS


@every_doc
def test_every_command_takes_its_options(doc: Path):
    for name, options in COMMAND.findall(text(doc)):
        command = main.app.commands.get(name)
        assert command, f"claimboard {name}"
        taken = {one for parameter in command.params if isinstance(parameter, click.Option) for one in parameter.opts}
        assert set(re.findall(r"(?<!\S)--?[a-z-]+", options)) <= taken | {"--help"}, f"claimboard {name}{options}"


def test_readme_counts_the_claims_that_there_are():
    counted = re.findall(r"(?:makes|all) (\d+) claims", text(ROOT / "README.md"))
    assert counted and set(map(int, counted)) == {len(catalogue.claims())}


def test_the_version_is_that_of_the_package():
    (version,) = re.findall(r'^version = "([^"]+)"', text(ROOT / "pyproject.toml"), re.M)
    assert f"version: {version}\n" in text(ROOT / "CITATION.cff")
    assert f"Claimboard (version {version})" in text(ROOT / "README.md")
    assert f"## {version}\n" in text(ROOT / "CHANGELOG.md")


@pytest.mark.parametrize("file", sorted((ROOT / ".github" / "workflows").glob("*.yml")), ids=lambda file: file.name)
def test_a_workflow_takes_actions_by_commit_and_may_nothing_by_default(file: Path):
    found = yaml.safe_load(text(file))
    assert found["permissions"] == {}
    for job in found["jobs"].values():
        assert job["timeout-minutes"] and "write" not in str(job["permissions"])
        for step in job["steps"]:
            assert re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", step.get("uses", "x/y@" + "0" * 40))


def test_folders_of_the_map_are_those_of_the_code():
    drawn = set(re.findall(r"^      ([\w]+)(?:/<thesis>)?/ ", text(ROOT / "docs" / "ARCHITECTURE.md"), re.M))
    folders = {
        folder.name
        for package in ("indicators", "dashboard")
        for folder in (ROOT / package).iterdir()
        if folder.is_dir() and not folder.name.startswith(("_", "."))
    }
    assert drawn == folders


def test_the_readme_counts_the_verdicts_that_there_are(store: Store):
    counts = Counter(one.status for one in evaluate.findings(store, today=date(2026, 11, 1)))
    said = re.search(
        r"(\d+) claims are supported, (\d+) mixed, (\d+) contradicted, (\d+) open, (\d+) untestable by\s+"
        r"public series, and (\d+) has no data",
        (ROOT / "README.md").read_text(encoding="utf-8"),
    )
    assert said
    statuses = ("supported", "mixed", "contradicted", "open", "untestable", "no data")
    assert dict(zip(statuses, map(int, said.groups()), strict=True)) == counts
