"""Capital spending against cash: four fiscal quarters of each, and none where one of them is missing."""

import pandas as pd
import pytest

from indicators.theses.ai_capex import cash


def test_a_share_of_cash_is_of_four_consecutive_quarters():
    days = pd.date_range("2025-03-01", periods=5, freq="3MS")
    earned = pd.Series([10.0, 20.0, 30.0, 40.0, 100.0], days)
    spent = pd.Series([20.0, 20.0, 20.0, 20.0, 140.0], days)
    found = cash.share_of_cash(spent, earned)
    assert found.to_dict() == {days[3]: pytest.approx(80.0), days[4]: pytest.approx(100 * 200 / 190)}
    assert cash.share_of_cash(spent.drop(days[2]), earned).empty
