"""What the library offers by its own name, and nothing else."""

import subprocess
import sys

import pytest

import indicators

#: Changing this line is changing what others build on: say so in CHANGELOG.md.
NAMES = [
    *("claims", "compare", "evaluate", "findings", "frame", "history", "indicators", "open_store", "read_panel", "run"),
    *("series", "series_catalogue"),
]


def test_the_public_names_are_these():
    assert indicators.__all__ == NAMES == sorted(indicators._HOMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_public_name_is_there_and_documented(name: str):
    assert callable(getattr(indicators, name)) and getattr(indicators, name).__doc__


def test_another_name_is_an_error_as_of_any_module():
    with pytest.raises(AttributeError, match="module 'indicators' has no attribute 'nonsense'"):
        indicators.nonsense  # noqa: B018


def test_the_package_alone_brings_no_pandas():
    code = "import sys, indicators; print('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "False"
