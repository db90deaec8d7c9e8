"""Intervals as they are written, and the units for other schedulers."""

import configparser
from datetime import timedelta

import pytest

from indicators.data.refresh.timing import IntervalError, cron_fields, interval, unit


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


COMMAND = "/opt/my board/bin/claimboard refresh --notify 'a%b'"


def test_a_line_of_crontab_escapes_what_cron_would_end_it_at():
    assert unit("cron", interval("6h"), COMMAND) == (
        "17 */6 * * * /opt/my board/bin/claimboard refresh --notify 'a\\%b'\n"
    )


def test_a_unit_of_systemd_can_be_read_as_one():
    service, timer = unit("systemd", interval("7h"), COMMAND).split("\n\n# ~/")
    read = configparser.ConfigParser(interpolation=None)
    read.optionxform = str  # type: ignore[assignment,method-assign]
    read.read_string(service)
    assert read["Service"]["ExecStart"] == COMMAND.replace("%", "%%")
    assert (read["Service"]["Type"], read["Service"]["SuccessExitStatus"]) == ("oneshot", "1")
    read.read_string("# " + timer)
    assert read["Timer"]["OnUnitActiveSec"] == "420min"


def test_a_workflow_refreshes_renews_the_pack_and_holds_no_key():
    text = unit("github", interval("1d"), COMMAND)
    assert '- cron: "17 5 * * *"' in text
    runs = [line.split("run: ")[1] for line in text.splitlines() if "run: " in line]
    assert "claimboard refresh || test $? -eq 1" in runs and "claimboard snapshot --out seeds/figures" in runs
    assert "${{ secrets.FRED_API_KEY }}" in text and "{every}" not in text
