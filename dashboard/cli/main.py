"""The command line. Answers are on standard output; an error is one line on standard error.

`claims` and `series` import neither Streamlit nor Plotly, and `series` not even pandas.
"""

import gc
import os
import signal
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, date, datetime
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import click

from dashboard.cli import export, refresh
from dashboard.cli.output import UsageError, as_json, as_of, day_of, print_json, sentences, speak_utf8
from indicators.runtime import clock

if TYPE_CHECKING:
    from indicators.judging.attribution import AsKnown, Attribution
    from indicators.model import Finding
    from indicators.store.store import Store

# Imported in functions: what only some commands need. The store takes 0.1 s, judging with pandas 0.7 s,
# the providers' client 0.3 s; without them `claimboard --help` takes 0.1 s.


@click.group(context_settings={"show_default": True})
@click.version_option(package_name="claimboard", message="claimboard %(version)s")
def app() -> None:
    """Claims of an article beside the public data that can hold or break them."""
    with sentences():
        from indicators import settings

        settings.read_files(os.environ)


@app.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8501, help="Port to listen on.")
@click.option("--host", default="127.0.0.1", help="Address to listen on.")
@click.option("--refresh-every", metavar="TIME", help="Refresh the figures at an interval: 45m, 6h, 1d.")
def run(port: int, host: str, refresh_every: str | None) -> None:
    """Open the board in the browser."""
    from dashboard.server import launch, refresh_process
    from indicators.refresh import interval
    from indicators.store.store import open_store

    with sentences():
        if refresh_every:
            interval.interval(refresh_every)
            os.environ[refresh_process.EVERY] = refresh_every  # read by the server that this process becomes
        launch.check_free(host, port)
        launch.check_names(host)
        open_store()
        launch.start(host, port)


@app.command()
@click.argument("ids", metavar="[ID]...", nargs=-1)
@as_of
@click.option(
    "--since",
    metavar="DAY",
    help="Say what moved each verdict, release by release, since a day, `publication` or the last `refresh`.",
)
@as_json
def claims(ids: tuple[str, ...], as_of: str | None, since: str | None, as_json: bool) -> None:
    """Judge claims: the verdict, the number that decided it, and how far the data reaches.

    With no ID all claims. Exit status 3: a claim could not be judged, through an error of Claimboard's own.
    """
    with sentences():
        from indicators.catalogue import catalogue
        from indicators.store.edition import edition
        from indicators.store.store import open_store

        day = day_of(as_of)
        chosen = [catalogue.find_claim(id) for id in ids] if ids else None
        # After the ids: a typing mistake is reported before.
        from dashboard.cli.moments import earlier
        from indicators.judging import evaluate, faults, finding_json
        from indicators.judging.attribution import AsKnown

        gc.freeze()  # collecting garbage among imported objects takes 40 ms
        held = edition(open_store())  # of one revision, despite publications meanwhile
        found = evaluate.findings(held, chosen, day)
        before = earlier(held, since)
        moved = {} if before is None else {one.id: _moved(held, one.id, before, AsKnown(day)) for one in found}
        if as_json:
            told = [finding_json.as_json(evaluate.with_flips(held, finding, day)) for finding in found]
            why = {id: {"moved": finding_json.moves(one)} for id, one in moved.items()}
            print_json([one | why.get(one["id"], {}) for one in told])
        else:
            for finding in found:
                click.echo("\n    ".join([*_lines(finding), *_moves(moved.get(finding.id))]))
        if evaluate.errors(found):
            raise click.exceptions.Exit(faults.STATUS)


def _lines(finding: "Finding") -> Iterator[str]:
    """A finding in lines: the verdict with its number, the answer, and the sentence."""
    number = "" if finding.value is None else f"  {_number(finding.value)} {finding.unit}"
    yield f"{finding.id}: {finding.status}{number}"
    yield from filter(None, (finding.answer, finding.sentence))


def _moved(held: "Store", id: str, before: "AsKnown", now: "AsKnown") -> "Attribution":
    from indicators.catalogue import catalogue
    from indicators.judging import evaluate

    return evaluate.attribution(held, catalogue.find_claim(id), before, now)


def _moves(found: "Attribution | None") -> Iterator[str]:
    """What moved a verdict: a line a release."""
    if found is None:
        return
    from dashboard.i18n import moves

    yield moves.sentence(found)
    for one in found.moves:
        words = f"  {one.before.status} → {one.now.status}" if one.flips else ""
        yield f"  {one.day}  {moves.named(one)}: {moves.number(one, found.unit)}{words}"


def _number(value: float) -> str:
    """A number in four digits; an amount of thousands and more with all of its own before the point."""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"


@app.command()
@click.argument("ids", metavar="[ID]...", nargs=-1)
@as_json
def series(ids: tuple[str, ...], as_json: bool) -> None:
    """Show series: what they are, how far they reach, and their observations.

    With no ID all series are listed.
    """
    with sentences():
        from indicators.panel.freshness import standings
        from indicators.store.store import open_store

        store = open_store()
        found = standings(store, clock.today(), ids or None)
        if as_json:
            tables = [_series_table(store, standing, bool(ids)) for standing in found]
            print_json(tables[0] if ids and len(ids) == 1 else tables)
        else:
            for s in found:
                reach = f"{s.first} to {s.last}, {s.rows} rows, vintage {s.vintage}" if s.last else s.cause
                click.echo(f"{s.series.id}: {s.series.title} ({s.series.unit}; {s.series.agency})\n    {reach}")


@app.command()
@click.argument("text", metavar="WORDS")
@as_json
def find(text: str, as_json: bool) -> None:
    """Look for series in FRED that the catalogue could take in (needs FRED_API_KEY).

    What the catalogue has under that name, one of the Explorer's search, is told first.
    """
    with sentences():
        from indicators.catalogue import aliases, catalogue
        from indicators.providers.search import search

        held = [catalogue.find_series(id) for id in aliases.meant(text)]
        if not as_json:
            for known in held:
                click.echo(f"{known.id}: {known.title} ({known.unit}; {known.frequency}), in the catalogue")
        found = search(text)
        if as_json:
            print_json([asdict(one) for one in found])
        else:
            for one in found:
                click.echo(f"fred:{one.id}: {one.title} ({one.unit}; {one.frequency}; to {one.last})")


@app.command()
@as_json
def status(as_json: bool) -> None:
    """Say how fresh the data is, series by series."""
    with sentences():
        from indicators.panel.freshness import standings
        from indicators.store.store import open_store

        store = open_store()
        found = standings(store, clock.today())
        tally = dict(Counter(s.freshness for s in found))
        if as_json:
            print_json(
                {
                    "store": store.name,
                    "trouble": store.trouble(),
                    "series": len(found),
                    "freshness": tally,
                    "each": [_standing(s) for s in found],
                }
            )
        else:
            click.echo(
                f"store: {store.name}\n{len(found)} series: " + ", ".join(f"{n} {name}" for name, n in tally.items())
            )
            if trouble := store.trouble():
                click.echo(trouble)
            for s in found:
                failed = s.attempt and s.attempt.outcome in ("failed", "held")
                if failed or s.freshness.startswith(("late", "no data", "discontinued", "failed")):
                    click.echo(f"{s.series.id}: {s.freshness}, {s.cause}")


@app.command()
@as_json
def verify(as_json: bool) -> None:
    """Prove the ledger: that no entry was changed, removed or put in since it was recorded.

    Exit status 1: the chain is broken, and the first entry concerned is named.
    """
    with sentences():
        from indicators.judging import proof
        from indicators.store.store import open_store

        found = proof.prove(open_store())
        if as_json:
            print_json(found.as_json())
        else:
            click.echo("\n".join(found.lines()))
        raise click.exceptions.Exit(int(found.broken is not None))


@app.command()
def mcp() -> None:
    """Serve the board to a language model: the Model Context Protocol on standard input and output."""
    with sentences():
        if not find_spec("mcp"):
            raise UsageError("no mcp, for language models: pip install 'claimboard[mcp]'")
        from indicators import mcp_server
        from indicators.store.store import open_store

        mcp_server.server(open_store()).run()


@app.command()
@click.option("--locators", is_flag=True, help="Say which sources of the catalogue no real answer was read through.")
@click.option("--ask", is_flag=True, help="With --locators: ask every provider now, and say what differs.")
@as_json
def doctor(locators: bool, ask: bool, as_json: bool) -> None:
    """Check that everything the board needs is here; exit status 1 when something is wrong."""
    if locators or ask:
        from dashboard.cli import locator_report

        return (locator_report.asked if ask else locator_report.listed)(as_json)
    from dashboard.cli import checks

    found = checks.everything()
    if as_json:
        print_json([{"name": c.name, "state": c.state, "says": c.says} for c in found])
    else:
        for check in found:
            click.echo(f"{check.state:>7}  {check.name}: {check.says}")
    if any(check.state == "wrong" for check in found):
        raise click.exceptions.Exit(1)


for command in (
    export.export,
    export.note,
    refresh.refresh,
    refresh.schedule,
    refresh.snapshot,
    refresh.redate,
):
    app.add_command(command)


def main() -> None:
    """The console script."""
    if hasattr(signal, "SIGPIPE"):
        # A closed pipe (`claimboard series | head`) ends this command silently, like any other.
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    speak_utf8()
    try:
        app()
    except SystemExit as end:
        refresh.leave(end.code if isinstance(end.code, int) else 0)
        raise
    except Exception as error:
        from indicators.judging import faults

        fault = faults.note("this command", error)
        click.echo(f"claimboard: {fault}; its trace is above", err=True)
        refresh.leave(faults.STATUS)
        raise SystemExit(faults.STATUS) from None


def _series_table(store: Any, standing: Any, with_observations: bool) -> dict[str, Any]:
    one = standing.series
    table = {
        "id": one.id,
        "title": one.title,
        "agency": one.agency,
        "unit": one.unit,
        "frequency": one.frequency,
        "source": standing.source or None,
        "terms": one.terms,
        "first": standing.first,
        "last": standing.last,
        "rows": standing.rows,
        "vintage": standing.vintage,
        "fetched_at": None if standing.source in ("", "shipped") else standing.vintage,
        "freshness": standing.freshness,
    }
    if with_observations:
        now = store.vintages([one.id])[one.id]
        rows = store.states({one.id: now[-1].at if now else 0})[one.id]  # raises for a damaged series
        table["observations"] = [[date.fromordinal(day), value] for day, value in rows]
    return table


def _standing(standing: Any) -> dict[str, Any]:
    return {
        "id": standing.series.id,
        "freshness": standing.freshness,
        "cause": standing.cause,
        "through": standing.through,
        "vintage": standing.vintage,
        "next_due": standing.due,
        "expected": standing.expected,
        "attempt": _attempt(standing.attempt),
    }


def _attempt(attempt: Any) -> dict[str, Any] | None:
    """The last attempt to fetch a series; None where there was none."""
    if attempt is None:
        return None
    at = datetime.fromtimestamp(attempt.at, UTC).isoformat()
    return {"at": at, "outcome": attempt.outcome, "cause": attempt.cause, "source": attempt.source}
