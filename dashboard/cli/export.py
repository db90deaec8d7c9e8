"""The commands that write cards: export, note."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from dashboard.cli.output import UsageError, as_of, day_of, sentences
from indicators.runtime.files import write_whole

# Imported in functions: pandas and Plotly, which cards need, take 0.9 s.

chosen = click.argument("ids", metavar="[CLAIM|INDICATOR]...", nargs=-1)
in_language = click.option("--language", default="en", help="What cards and note are written in: en, ja, ko, vi.")
A_PATH = click.Path(path_type=Path)


@click.command()
@chosen
@click.option("--format", default="png", help="png, svg, pdf, csv, json, html, zip: one, or several by commas.")
@click.option("--size", default="1200x628", help="1200x628, 850x600, 540x540: one, or several by commas.")
@click.option("--out", type=A_PATH, default="cards", help="The folder to write to.")
@as_of
@in_language
def export(ids: tuple[str, ...], format: str, size: str, out: Path, as_of: str | None, language: str) -> None:
    """Write cards as files: pictures (they need the extra `export` and a browser), figures, pages.

    With none named, the cards of all claims.
    """
    with sentences(), _files(out), _in(language):
        from dashboard.exports import files

        formats, sizes = _some("--format", format, files.FORMATS), _some("--size", size, files.SIZES)
        drawn = not {*formats}.isdisjoint({*files.PICTURES, "html"})
        for path in files.write(_deal(ids, as_of, drawn), formats, sizes, out):
            click.echo(path)
    _end()


@click.command()
@chosen
@click.option("--out", type=A_PATH, default="note.html", help="The page to write.")
@click.option("--data", type=A_PATH, metavar="FILE.zip", help="The figures of the same cards, too.")
@as_of
@in_language
def note(ids: tuple[str, ...], out: Path, data: Path | None, as_of: str | None, language: str) -> None:
    """Write one page with cards, findings, methods and sources, to read, print or send.

    With none named, the cards of all claims.
    """
    with sentences(), _in(language):
        cards = _deal(ids, as_of)
        from dashboard.exports import bundle
        from dashboard.exports import note as pages
        from dashboard.exports.headless_browser import StudioError

        try:
            drawings, script = pages.drawn(cards)
        except StudioError as error:
            click.echo(f"claimboard: {error}; the page draws its cards by script instead", err=True)
            drawings, script = pages.scripted(cards)
        _put(out, pages.page(cards, drawings, script).encode())
        if data:
            _put(data, bundle.as_zip(cards))
    _end()


def _end() -> None:
    """Exit with status 3 after a fault of ours."""
    from indicators.judging import faults

    if faults.met():
        raise click.exceptions.Exit(faults.STATUS)


@contextmanager
def _in(language: str) -> Iterator[None]:
    """Context of a language. Raises UsageError for an unknown one."""
    from dashboard.i18n.locale import NAMES, speaking

    if language not in NAMES:
        raise UsageError(f"--language takes {', '.join(NAMES)}, not {language[:40]!a}")
    with speaking(language):
        yield


def _some(option: str, words: str, known: Sequence[str]) -> list[str]:
    """Validated, de-duplicated choices. Raises UsageError for an unknown one."""
    named = dict.fromkeys(word.strip() for word in words.split(","))
    for word in named:
        if word not in known:
            raise UsageError(f"{option} takes {', '.join(known)}, not {word[:40]!a}")
    return list(named)


def _deal(ids: Sequence[str], as_of: str | None, drawn: bool = True) -> Any:
    """The chosen cards; those without figures or with a fault are reported. Raises UsageError where none is left."""
    from dashboard.exports import bundle, selection
    from indicators.store.store import open_store

    cards, missing = selection.deal(open_store(), ids, day_of(as_of))
    cards, broken = bundle.sound(cards, drawn)
    for id, why in (missing | broken).items():
        click.echo(f"claimboard: left out {id}: {why}", err=True)
    if not cards:
        raise UsageError("nothing to write: no figures are held for that choice")
    return cards


def _put(path: Path, content: bytes) -> None:
    """Write a file atomically and print its path."""
    with _files(path):
        write_whole(path, content)
    click.echo(path)


@contextmanager
def _files(out: Path) -> Iterator[None]:
    """Turn OSError into UsageError."""
    try:
        yield
    except OSError as error:
        raise UsageError(f"cannot write to {out}: {error.strerror or error}") from None
