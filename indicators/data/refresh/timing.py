"""How often: the interval as a user writes it, and ready units for the machine's own scheduler."""

import re
from datetime import timedelta

UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}
SHORTEST = timedelta(minutes=10)
LONGEST = timedelta(days=31)


class IntervalError(ValueError):
    """No interval that can be kept. The message says what is taken."""


def interval(text: str) -> timedelta:
    """`6h`, `45m` or `1d` as a span of time. Raises IntervalError."""
    found = re.fullmatch(r"([1-9][0-9]{0,3})([mhd])", text.strip())
    every = int(found[1]) * UNITS[found[2]] if found else timedelta(0)
    if not SHORTEST <= every <= LONGEST:
        raise IntervalError(f"an interval is written as 45m, 6h or 1d, from 10m to 31d, not {text[:20]!r}")
    return every


def cron_fields(every: timedelta) -> str:
    """The five fields of crontab. Raises IntervalError for an interval that a clock face cannot show."""
    hours, minutes = divmod(int(every.total_seconds()) // 60, 60)
    if every < UNITS["h"] and 60 % minutes == 0:
        return f"*/{minutes} * * * *"
    if every < UNITS["d"] and not minutes and 24 % hours == 0:
        return f"17 */{hours} * * *"  # not on the hour: everyone else's jobs start then
    if every == UNITS["d"]:
        return "17 5 * * *"
    raise IntervalError("cron keeps intervals that divide an hour or a day: 30m, 6h, 1d")


def unit(kind: str, every: timedelta, command: str) -> str:
    """What to hand to cron, systemd or GitHub; `command` starts a refresh. Raises IntervalError."""
    if kind == "cron":
        escaped = command.replace("%", "\\%")  # cron takes a bare one for the end of the line
        return f"{cron_fields(every)} {escaped}\n"
    if kind == "systemd":
        return SYSTEMD.format(every=f"{int(every.total_seconds()) // 60}min", command=command.replace("%", "%%"))
    return GITHUB.replace("CRON", cron_fields(every))


SYSTEMD = """\
# ~/.config/systemd/user/claimboard-refresh.service
[Unit]
Description=Refresh the figures of Claimboard
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
# Keys, one NAME=value a line, readable by you alone; the file need not be there.
EnvironmentFile=-%h/.config/claimboard/keys.env
ExecStart={command}
# 1: some series failed and keep their last good figures; they are named in the journal.
SuccessExitStatus=1

# ~/.config/systemd/user/claimboard-refresh.timer
[Unit]
Description=Refresh the figures of Claimboard now and then

[Timer]
OnBootSec=5min
OnUnitActiveSec={every}
RandomizedDelaySec=5min

[Install]
WantedBy=timers.target

# then: systemctl --user enable --now claimboard-refresh.timer
"""

GITHUB = """\
# .github/workflows/figures.yml: renews the figures that ship and commits what changed
name: figures
on:
  schedule:
    - cron: "CRON"
  workflow_dispatch:
permissions:
  contents: write
concurrency: figures
jobs:
  refresh:
    runs-on: ubuntu-latest
    env:
      CLAIMBOARD_STORE: ${{ runner.temp }}/claimboard.sqlite
      FRED_API_KEY: ${{ secrets.FRED_API_KEY }}
      EIA_API_KEY: ${{ secrets.EIA_API_KEY }}
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.13"
      - run: pip install --constraint constraints.txt --editable .
      - run: claimboard refresh || test $? -eq 1
      - run: claimboard snapshot --out seeds/figures
      - run: |
          git config user.name "github-actions[bot]"
          git config user.email "41898282+github-actions[bot]@users.noreply.github.com"
          git add seeds/figures
          git diff --cached --quiet || { git commit -m "Figures renewed" && git push; }
"""
