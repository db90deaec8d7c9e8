"""Intervals as they are written, and as cron has them."""

from datetime import timedelta

import pytest

from indicators.refresh.interval import IntervalError, cron_fields, interval


@pytest.mark.parametrize(
    "text, minutes", [("10m", 10), ("45m", 45), ("6h", 360), (" 1d ", 1440), ("31d", 31 * 1440), ("90m", 90)]
)
def test_an_interval_is_a_number_and_a_letter(text: str, minutes: int):
    assert interval(text) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    "text", ["", "6", "h", "0h", "-6h", "6 h", "9m", "32d", "6w", "1.5h", "9999d", "6h; rm -rf /", "６h", "\x1b[31m6h"]
)
def test_what_is_no_interval_is_told_what_is(text: str):
    with pytest.raises(IntervalError, match="45m, 6h or 1d") as error:
        interval(text)
    assert str(error.value).isprintable()


@pytest.mark.parametrize(
    "text, fields",
    [("15m", "*/15 * * * *"), ("1h", "17 */1 * * *"), ("6h", "17 */6 * * *"), ("1d", "17 5 * * *")],
)
def test_cron_is_given_its_fields(text: str, fields: str):
    assert cron_fields(interval(text)) == fields


@pytest.mark.parametrize("text", ["7h", "45m", "90m", "2d"])
def test_cron_is_not_given_what_it_would_keep_unevenly(text: str):
    with pytest.raises(IntervalError, match="divide an hour or a day"):
        cron_fields(interval(text))
