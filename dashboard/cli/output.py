"""Output of every command: JSON on request, and expected errors as one line."""

import io
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import click

from indicators.runtime import clock

# Imported in functions: the modules that define the errors take 0.2 s, and an answer without an error needs none.

#: Options that several commands have.
as_json = click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
as_of = click.option("--as-of", metavar="DAY", help="What was known on a day, YYYY-MM-DD.")


class UsageError(ValueError):
    """Invalid arguments. The message gives the reason."""


@contextmanager
def sentences() -> Iterator[None]:
    """Turn expected errors into one line and a non-zero exit status."""
    try:
        yield
    except Exception as error:
        if not isinstance(error, _expected()):
            raise
        click.echo(f"claimboard: {error}", err=True)
        raise click.exceptions.Exit(2) from None


def _expected() -> tuple[type[Exception], ...]:
    """The expected errors, whose messages are for users."""
    from dashboard.exports.headless_browser import StudioError
    from dashboard.feeds.errors import TargetError
    from dashboard.server.launch import LaunchError
    from indicators.catalogue.catalogue import SeedError, UnknownClaim, UnknownSeries
    from indicators.catalogue.figure_pack import FigureError
    from indicators.providers import SourceError
    from indicators.refresh.due import Unfetchable
    from indicators.refresh.interval import IntervalError
    from indicators.settings import SettingError
    from indicators.store.store import StoreError

    return (
        SettingError,
        UnknownClaim,
        UnknownSeries,
        Unfetchable,
        IntervalError,
        StoreError,
        SeedError,
        SourceError,
        FigureError,
        LaunchError,
        StudioError,
        TargetError,
        UsageError,
    )


def speak_utf8() -> None:
    """Write redirected output in UTF-8, and replace what a terminal cannot show: no character ends a command.

    A pipe or a file would get the system's code page, and an error for a character it lacks.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # not in tests, nor without a stream
            if stream.isatty():
                stream.reconfigure(errors="replace")
            else:
                stream.reconfigure(encoding="utf-8", errors="replace")


def print_json(answer: Any) -> None:
    """Print JSON, with escapes where standard output is not UTF-8."""
    plain = (getattr(sys.stdout, "encoding", "") or "").lower().replace("-", "") != "utf8"
    click.echo(json.dumps(answer, ensure_ascii=plain, indent=1, default=_plain))


def _plain(value: Any) -> str:
    if isinstance(value, date | Path):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


def day_of(text: str | None) -> date | None:
    """The day that `--as-of` names. Raises UsageError."""
    if text is None:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--as-of takes a day as YYYY-MM-DD, not {text[:40]!r}") from None
    if day > clock.today():
        raise UsageError(f"--as-of {day} is in the future: days are UTC's, where it is {clock.today()}")
    return day
