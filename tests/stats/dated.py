"""Dated series of given values, for tests of the arithmetic."""

import pandas as pd


def monthly(values: list[float], start: str = "2024-01-01") -> pd.Series:
    return pd.Series(values, pd.date_range(start, periods=len(values), freq="MS"), dtype=float, name="M")


def quarterly(values: list[float], start: str = "2024-01-01") -> pd.Series:
    return pd.Series(values, pd.date_range(start, periods=len(values), freq="QS"), dtype=float)


def daily(values: list[float]) -> pd.Series:
    return pd.Series(values, pd.date_range("2025-01-01", periods=len(values)), dtype=float, name="D")
