"""The commands that change or export figures: refresh, schedule, snapshot, redate."""

import getpass
import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dashboard.cli.output import UsageError, as_json, print_json, sentences

if TYPE_CHECKING:
    from indicators.judging.telling import Target

# Imported in functions: what only some commands need. Judging and refreshing take 0.9 s, the store 0.1 s,
# rich's progress bar 50 ms.

MAIN = "from dashboard.cli.main import main; main()"
#: Prefix of the names of threads that fetch.
THREADS = "refresh"
to_notify = click.option(
    "--notify",
    metavar="TARGET",
    multiple=True,
    help="Tell changed verdicts, once each: file:PATH, https://…, slack:https://…, discord:…, teams:… or mailto:…; may be "
    "given again.",
)
in_words_of = click.option(
    "--notify-language", "spoken", metavar="LANGUAGE", help="What they are told in: en, ja, ko, vi; en."
)


@click.command()
@click.option("--only", metavar="ID", multiple=True, help="Only this series; may be given again.")
@click.option("--full/--no-full", help="Read whole histories and not only what may be new or revised.")
@click.option(
    "--accept",
    metavar="ID",
    multiple=True,
    help="Publish this series though its history changed: you have looked at it.",
)
@click.option(
    "--vintages", is_flag=True, help="Bring the vintages that the store lacks, from ALFRED; needs FRED_API_KEY."
)
@to_notify
@in_words_of
@as_json
def refresh(
    only: tuple[str, ...],
    full: bool,
    accept: tuple[str, ...],
    vintages: bool,
    notify: tuple[str, ...],
    spoken: str | None,
    as_json: bool,
) -> None:
    """Fetch what is due.

    Exit status 1: some series failed and keep their last good figures; 2: none came; 3: figures came as they could,
    and some claims could not be judged, through an error of Claimboard's own.
    """
    with sentences(), _progress(quiet=as_json or not sys.stderr.isatty()) as told:
        from dashboard.feeds.targets import targets
        from indicators.judging.round import update
        from indicators.refresh.scheduler import end_on_signals
        from indicators.store.store import open_store

        told_to = targets(notify, spoken)
        stop = threading.Event()
        end_on_signals(stop)
        found = update(
            open_store(),
            only,
            full=full,
            past=vintages,
            accept=accept,
            notify=told_to,
            progress=told,
            stop=stop,
        )
    if as_json:
        print_json(found.as_json())
    else:
        _say(found)
    raise click.exceptions.Exit(found.status)


@click.command()
@click.option("--every", metavar="TIME", default="6h", help="How often: 45m, 6h, 1d.")
@click.option(
    "--print",
    "unit",
    type=click.Choice(["cron", "systemd", "github"]),
    help="Print a ready unit for a scheduler that is there, and run nothing.",
)
@to_notify
@in_words_of
@click.option("--until-input-ends", "with_parent", is_flag=True, hidden=True)
def schedule(every: str, unit: str | None, notify: tuple[str, ...], spoken: str | None, with_parent: bool) -> None:
    """Refresh now and at an interval, until ended by Ctrl-C or SIGTERM."""
    with sentences():
        from indicators.refresh import interval, scheduler

        span = interval.interval(every)
        if unit:
            from indicators.refresh import scheduler_units

            click.echo(scheduler_units.KINDS[unit](_job(span, notify, spoken, here=unit != "github")), nl=False)
            return
        from dashboard.feeds.targets import targets
        from dashboard.server import journal
        from indicators.store.store import open_store

        told_to = targets(notify, spoken)
        try:
            journal.open_lines(is_private=True)
        except OSError as error:
            raise UsageError(f"{journal.PLACE} names a file that cannot be written: {error.strerror}") from None
        open_store()  # an unusable store is reported at once and not at every round
        stop = threading.Event()
        scheduler.end_on_signals(stop)
        if with_parent:
            threading.Thread(target=_await_end_of_input, args=(stop,), daemon=True).start()
        scheduler.keep(span, lambda stop: _round(stop, told_to), stop)
    click.echo("claimboard: schedule ended", err=True)


@click.command()
@click.option(
    "--out",
    metavar="DIR",
    required=True,
    type=click.Path(path_type=Path),
    help="Folder for the pack; made if need be.",
)
def snapshot(out: Path) -> None:
    """Write what the store holds, and its terms let pass on, as a figures pack in the form of seeds/figures."""
    with sentences():
        from indicators.refresh.snapshot import take
        from indicators.store.store import open_store

        try:
            written = take(open_store(), out)
        except OSError as error:
            raise UsageError(f"the pack cannot be written to {out}: {error.strerror}") from None
    click.echo(f"{len(written)} series written to {out}")


@click.command()
def redate() -> None:
    """Date by now what a clock that was ahead has dated in the future. Nothing is lost."""
    with sentences():
        from indicators.refresh import clock_check
        from indicators.store.store import open_store

        count = clock_check.redate(open_store(), datetime.now(UTC))
    click.echo(f"{count} vintages dated by now" if count else "nothing is dated in the future")


def _round(stop: threading.Event, notify: Sequence["Target"]) -> None:
    """One round of the schedule. Any error is one line, and the schedule goes on."""
    from dashboard.server import journal
    from indicators.judging import faults
    from indicators.judging.round import update
    from indicators.providers import SourceError
    from indicators.store.store import StoreError, open_store

    answer: dict[str, Any] = {"status": 2}
    try:
        found = update(open_store(), notify=notify, stop=stop)
        answer = found.as_json()
        _say(found)
    except (StoreError, SourceError) as error:
        click.echo(f"claimboard: {error}", err=True)
    except Exception as error:
        fault = faults.note("this round", error)
        answer["status"] = faults.STATUS
        click.echo(f"claimboard: this round failed, {fault}; the next one comes", err=True)
    finally:
        journal.note_refresh(answer)


def _say(found: Any) -> None:
    for one in found.report.failed:
        click.echo(f"{one.series}: {one.outcome}, {one.cause}", err=True)
    for change in found.changes:
        click.echo(f"{change.claim}: {change.before.status} → {change.now.status}. {change.now.sentence}")
    for claim, why in found.errors.items():
        click.echo(f"claimboard: {claim or 'no claim was judged'}: {why}", err=True)
    if found.calendar:
        click.echo(f"claimboard: {found.calendar}", err=True)
    for why in found.untold:
        click.echo(f"claimboard: {why}", err=True)
    click.echo(found.report)


@contextmanager
def _progress(quiet: bool) -> Iterator[Callable[..., None] | None]:
    """Progress callback for a terminal; None where quiet."""
    if quiet:
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}", markup=False))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        line = bar.add_task("asking", total=None)
        yield lambda id, done, total: bar.update(line, completed=done, total=total, description=id)


def _await_end_of_input(stop: threading.Event) -> None:
    # The parent server holds the other end: it closes when the server ends.
    sys.stdin.buffer.read()
    stop.set()


def _job(every: timedelta, notify: tuple[str, ...], spoken: str | None, here: bool) -> Any:
    """The job for a scheduler's unit: this program, store and settings; with full paths on this machine."""
    from dashboard.feeds.targets import VARIABLE, File, is_secret, target, targets
    from indicators import settings
    from indicators.refresh.scheduler_units import Job
    from indicators.store.store import default_place

    program, place = Path(sys.argv[0]).absolute(), default_place()
    told, untold = settings.for_figures(os.environ)
    folders = [place.parent] if isinstance(place, Path) else []
    if any(map(is_secret, notify)):
        raise UsageError(f"an address that is posted to is a secret, which is not written into a unit: set {VARIABLE}")
    targets(notify, spoken)  # refused now, and not by the unit's first run
    found = list(map(target, notify))
    words = ["--notify-language", spoken] if spoken else []
    if here:
        folders += [one.path.parent for one in found if isinstance(one, File)]
        notify = tuple(one.address for one in found)
    return Job(
        every=every,
        program=[str(program)] if program.name == "claimboard" else [sys.executable, "-c", MAIN],
        arguments=["refresh", *(word for one in notify for word in ("--notify", one)), *words],
        user=getpass.getuser(),
        told=told,
        untold=untold,
        folders=list(dict.fromkeys(folders)),
    )


def leave(status: int) -> None:
    """Exit at once while a thread still waits for a provider: its answer would be discarded."""
    if any(thread.name.startswith(THREADS) for thread in threading.enumerate()):
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
