"""The command line. Answers are on standard output; an error is one line on standard error.

`claims` and `series` import neither Streamlit nor Plotly, and `series` not even pandas: each command
imports what it needs when it runs.
"""

import json
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

app = typer.Typer(
    help="Claims of an article beside the public data that can hold or break them.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
Json = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]
Chosen = Annotated[list[str] | None, typer.Argument(metavar="[CLAIM|INDICATOR]...", help="None means all claims.")]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DAY", help="What was known on a day, YYYY-MM-DD.")]


@app.command()
def run(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8501,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
) -> None:
    """Open the board in the browser."""
    from dashboard import launch
    from indicators.data.store import open_store

    with _sentences():
        launch.check_free(host, port)
        open_store()
        launch.start(host, port)


@app.command()
def claims(
    ids: Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="Claims; none means all.")] = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Judge claims: the verdict, the number that decided it, and how far the data reaches."""
    with _sentences():
        from indicators.data import catalogue
        from indicators.data.store import open_store

        day = _day(as_of)
        chosen = [catalogue.find_claim(id) for id in ids] if ids else None
        from indicators import judge  # brings pandas: a mistyped id need not wait for it

        found = judge.find_all(open_store(), chosen, day)
        if as_json:
            _print_json([judge.as_json(finding) for finding in found])
        else:
            for finding in found:
                number = "" if finding.value is None else f"  {finding.value:.4g} {finding.unit}"
                typer.echo(f"{finding.id}: {finding.status}{number}\n    {finding.sentence}")


@app.command()
def series(
    ids: Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="Series; none lists all.")] = None,
    as_json: Json = False,
) -> None:
    """Show series: what they are, how far they reach, and their observations."""
    with _sentences():
        from indicators.data.status import standings
        from indicators.data.store import open_store

        store = open_store()
        found = standings(store, date.today(), ids or None)
        if as_json:
            tables = [_series_table(store, standing, bool(ids)) for standing in found]
            _print_json(tables[0] if ids and len(ids) == 1 else tables)
        else:
            for s in found:
                reach = f"{s.first} to {s.last}, {s.rows} rows, vintage {s.vintage}" if s.last else s.cause
                typer.echo(f"{s.series.id}: {s.series.title} ({s.series.unit}; {s.series.agency})\n    {reach}")


@app.command()
def status(as_json: Json = False) -> None:
    """Say how fresh the data is, series by series."""
    with _sentences():
        from collections import Counter

        from indicators.data.status import standings
        from indicators.data.store import open_store

        store = open_store()
        found = standings(store, date.today())
        tally = dict(Counter(s.freshness for s in found))
        if as_json:
            _print_json(
                {
                    "store": str(store.path),
                    "series": len(found),
                    "freshness": tally,
                    "each": [_standing(s) for s in found],
                }
            )
        else:
            typer.echo(
                f"store: {store.path}\n{len(found)} series: " + ", ".join(f"{n} {name}" for name, n in tally.items())
            )
            for s in found:
                if s.freshness.startswith(("late", "no data")):
                    typer.echo(f"{s.series.id}: {s.freshness}, {s.cause}")


@app.command()
def export(
    ids: Chosen = None,
    format: Annotated[
        str, typer.Option(help="png, svg, pdf, csv, json, html, zip: one, or several by commas.")
    ] = "png",
    size: Annotated[str, typer.Option(help="1200x628, 850x600, 540x540: one, or several by commas.")] = "1200x628",
    out: Annotated[Path, typer.Option(help="The folder to write to.")] = Path("cards"),
    as_of: AsOf = None,
) -> None:
    """Write cards as files: pictures (they need the extra `export` and a browser), figures, pages."""
    with _sentences(), _files(out):
        from dashboard import export as files

        formats, sizes = _some("--format", format, files.FORMATS), _some("--size", size, files.SIZES)
        for path in files.write(_deal(ids, as_of), formats, sizes, out):
            typer.echo(path)


@app.command()
def note(
    ids: Chosen = None,
    out: Annotated[Path, typer.Option(help="The page to write.")] = Path("note.html"),
    data: Annotated[Path | None, typer.Option(metavar="FILE.zip", help="The figures of the same cards, too.")] = None,
    as_of: AsOf = None,
) -> None:
    """Write one page with cards, findings, methods and sources, to read, print or send."""
    with _sentences(), _files(out):
        cards = _deal(ids, as_of)
        from dashboard import bundle
        from dashboard import note as pages
        from dashboard.studio import StudioError

        try:
            drawings, script = pages.drawn(cards), ""
        except StudioError as error:
            typer.echo(f"claimboard: {error}; the page draws its cards by script instead", err=True)
            drawings, script = pages.scripted(cards)
        out.write_text(pages.page(cards, drawings, script), encoding="utf-8")
        typer.echo(out)
        if data:
            data.write_bytes(bundle.as_zip(cards))
            typer.echo(data)


def _some(option: str, words: str, known: Sequence[str]) -> list[str]:
    """What was named of what there is, each once."""
    named = dict.fromkeys(word.strip() for word in words.split(","))
    for word in named:
        if word not in known:
            raise UsageError(f"{option} takes {', '.join(known)}, not {word[:40]!a}")
    return list(named)


def _deal(ids: list[str] | None, as_of: str | None) -> Any:
    """The cards chosen. What has no figures is said; where nothing has, that is an error."""
    from dashboard import hand
    from indicators.data.store import open_store

    cards, missing = hand.deal(open_store(), ids or (), _day(as_of))
    for id, why in missing.items():
        typer.echo(f"claimboard: left out {id}: {why}", err=True)
    if not cards:
        raise UsageError("nothing to write: no figures are held for that choice")
    return cards


@contextmanager
def _files(out: Path) -> Iterator[None]:
    """Turn what can go wrong with files into a sentence."""
    try:
        yield
    except OSError as error:
        raise UsageError(f"cannot write to {out}: {error.strerror or error}") from None


@app.command()
def doctor(as_json: Json = False) -> None:
    """Check that everything the board needs is here; exit status 1 when something is wrong."""
    from dashboard import checkup

    found = checkup.everything()
    if as_json:
        _print_json([{"name": c.name, "state": c.state, "says": c.says} for c in found])
    else:
        for check in found:
            typer.echo(f"{check.state:>7}  {check.name}: {check.says}")
    if any(check.state == "wrong" for check in found):
        raise typer.Exit(1)


def main() -> None:
    """The console script."""
    if hasattr(signal, "SIGPIPE"):
        # The reader of a pipe that has what it wanted (`claimboard series | head`) ends us, as it ends any command.
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    app()


@contextmanager
def _sentences() -> Iterator[None]:
    """Turn the errors that a user can meet into one line and a non-zero exit."""
    from dashboard.launch import LaunchError
    from dashboard.studio import StudioError
    from indicators.data.catalogue import SeedError, UnknownClaim, UnknownSeries
    from indicators.data.figures import FigureError
    from indicators.data.store import StoreError

    try:
        yield
    except (
        UnknownClaim,
        UnknownSeries,
        StoreError,
        SeedError,
        FigureError,
        LaunchError,
        StudioError,
        UsageError,
    ) as error:
        typer.echo(f"claimboard: {error}", err=True)
        raise typer.Exit(2) from None


class UsageError(ValueError):
    """Words on the command line that cannot be carried out. The message says why."""


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--as-of takes a day as YYYY-MM-DD, not {text[:40]!r}") from None
    if day > date.today():
        raise UsageError(f"--as-of {day} is in the future")
    return day


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
        rows = store.states({one.id: now[-1].at})[one.id] if now else []
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
    }


def _print_json(answer: Any) -> None:
    typer.echo(json.dumps(answer, ensure_ascii=False, indent=1, default=_plain))


def _plain(value: Any) -> str:
    if isinstance(value, date | Path):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")
