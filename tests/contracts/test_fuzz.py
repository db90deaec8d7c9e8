"""Odd inputs by the hundred; `python -m tests.fuzz.formulas` and `tests.fuzz.queries` try them by the thousand."""

from collections import Counter

import pytest

from tests.fuzz import formulas


@pytest.mark.filterwarnings("ignore::SyntaxWarning")
def test_every_formula_is_drawn_or_refused_in_a_sentence():
    held = formulas.lines()
    found = Counter(formulas.outcome(text, held) for text in formulas.formulas(1500, seed=1))
    assert set(found) == {"drawn", "refused"} and min(found.values()) > 100
