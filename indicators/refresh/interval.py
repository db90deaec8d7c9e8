"""The refresh interval, in the notations of the user and of schedulers."""

import re
from datetime import timedelta

UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
SHORTEST = timedelta(minutes=10)
LONGEST = timedelta(days=31)


class IntervalError(ValueError):
    """An invalid interval. The message gives the valid ones."""


def interval(text: str) -> timedelta:
    """`6h`, `45m` or `1d` as a timedelta. Raises IntervalError."""
    found = re.fullmatch(r"([1-9][0-9]{0,3})([mhd])", text.strip())
    every = int(found[1]) * UNITS[found[2]] if found else timedelta(0)
    if not SHORTEST <= every <= LONGEST:
        raise IntervalError(f"an interval is written as 45m, 6h or 1d, from 10m to 31d, not {text[:20]!r}")
    return every


def cron_fields(every: timedelta) -> str:
    """The five fields of crontab. Raises IntervalError for an interval that crontab cannot express."""
    hours, minutes = divmod(int(every.total_seconds()) // 60, 60)
    if every < UNITS["h"] and 60 % minutes == 0:
        return f"*/{minutes} * * * *"
    if every < UNITS["d"] and not minutes and 24 % hours == 0:
        return f"17 */{hours} * * *"  # not on the hour: everyone else's jobs start then
    if every == UNITS["d"]:
        return "17 5 * * *"
    raise IntervalError("cron keeps intervals that divide an hour or a day: 30m, 6h, 1d")


def calendar(every: timedelta) -> list[str]:
    """Lines of a systemd timer: by calendar where that can express the interval, so that missed runs are made up."""
    try:
        minute, hour, *_ = cron_fields(every).split()
    except IntervalError:
        return [
            "# Counted from round to round, and not while the machine sleeps.",
            "OnBootSec=5min",
            _since_last(every),
        ]
    if hour == "*":
        return [f"OnCalendar=*:{minute.replace('*', '0')}", "Persistent=true"]
    return [f"OnCalendar=*-*-* {hour.replace('*', '0')}:{minute}", "Persistent=true"]


def _since_last(every: timedelta) -> str:
    return f"OnUnitActiveSec={int(every.total_seconds()) // 60}min"
