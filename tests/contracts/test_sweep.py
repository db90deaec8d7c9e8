"""Sweeps: of a test that goes through all there is, one case in n is run, and all of them when asked for."""

import pytest

from tests.conftest import beyond_sample

pytest_plugins = ["pytester"]

SWEPT = """
import pytest

@pytest.mark.sweep(3)
@pytest.mark.parametrize("n", range(7))
def test_swept(n): ...

@pytest.mark.parametrize("n", range(4))
def test_other(n): ...
"""


def test_a_sample_has_the_first_of_every_n_cases_and_all_of_other_tests(pytester: pytest.Pytester):
    pytester.makeini("[pytest]\nmarkers = sweep(n): a sweep")
    items = pytester.getitems(SWEPT)
    left_out = [item.name for item in beyond_sample(items)]
    assert left_out == ["test_swept[1]", "test_swept[2]", "test_swept[4]", "test_swept[5]"]
