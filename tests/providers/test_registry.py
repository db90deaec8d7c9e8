"""A provider is declared once, with all its facts, and is told of wherever providers are."""

from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest

from indicators.providers import PROVIDERS, Provider, may_pass_on
from indicators.settings import SETTINGS

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8").splitlines()


def row(one: Provider) -> str:
    """The row of a provider in the table of README.md."""
    key = f"`{one.key}`{', needed' if one.key_needed else ''}" if one.key else ""
    kept = "yes" if one.may_redistribute else "no"
    return f"| `{one.name}` | {one.who} | {key} | {one.rate:g} | {one.terms} | {kept} |"


@pytest.mark.parametrize("one", PROVIDERS.values(), ids=PROVIDERS)
def test_the_table_of_the_readme_has_a_providers_facts(one: Provider):
    assert row(one) in README, f"put this row into README.md: {row(one)}"


def test_the_table_of_the_readme_has_no_other_providers():
    start = README.index("| Provider | Who | Key | Requests a second | Terms | In a snapshot |") + 2
    rows = README[start : README.index("", start)]
    assert rows == [row(one) for one in PROVIDERS.values()]


@pytest.mark.parametrize("one", PROVIDERS.values(), ids=PROVIDERS)
def test_a_provider_has_a_module_that_asks_it_and_its_key_is_explained(one: Provider):
    assert callable(import_module(f"indicators.providers.{one.name}").fetch)
    assert bool(one.key) == bool(one.key_brings) and (one.key or not one.key_needed)
    assert not one.key or any(
        (each.name, each.says, each.secret) == (one.key, one.key_brings, True) for each in SETTINGS
    )


@pytest.mark.parametrize("lacking", ["rate", "terms", "may_redistribute"])
def test_a_provider_cannot_be_declared_without(lacking: str):
    facts = {"name": "x", "who": "X", "home": "https://x.example", "rate": 1.0, "terms": "", "may_redistribute": True}
    facts.pop(lacking)
    with pytest.raises(TypeError, match=lacking):
        Provider(**facts)


def test_a_provider_is_never_asked_without_a_pace():
    with pytest.raises(ValueError, match="fred: 0 requests a second"):
        replace(PROVIDERS["fred"], rate=0.0)


def test_what_a_provider_forbids_is_not_passed_on():
    assert [name for name in PROVIDERS if not may_pass_on(f"{name}:X")] == ["yahoo"]
    assert may_pass_on("published:the press") and may_pass_on("shipped")
