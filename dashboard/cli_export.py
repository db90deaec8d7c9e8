"""The commands that write cards: export, note."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from dashboard.answers import AsOf, UsageError, day_of, sentences

Language = Annotated[str, typer.Option(help="What cards and note are written in: en, ja, ko, vi.")]
Chosen = Annotated[list[str] | None, typer.Argument(metavar="[CLAIM|INDICATOR]...", help="None means all claims.")]


def export(
    ids: Chosen = None,
    format: Annotated[
        str, typer.Option(help="png, svg, pdf, csv, json, html, zip: one, or several by commas.")
    ] = "png",
    size: Annotated[str, typer.Option(help="1200x628, 850x600, 540x540: one, or several by commas.")] = "1200x628",
    out: Annotated[Path, typer.Option(help="The folder to write to.")] = Path("cards"),
    as_of: AsOf = None,
    language: Language = "en",
) -> None:
    """Write cards as files: pictures (they need the extra `export` and a browser), figures, pages."""
    with sentences(), _files(out), _in(language):
        from dashboard import export as files

        formats, sizes = _some("--format", format, files.FORMATS), _some("--size", size, files.SIZES)
        for path in files.write(_deal(ids, as_of), formats, sizes, out):
            typer.echo(path)


def note(
    ids: Chosen = None,
    out: Annotated[Path, typer.Option(help="The page to write.")] = Path("note.html"),
    data: Annotated[Path | None, typer.Option(metavar="FILE.zip", help="The figures of the same cards, too.")] = None,
    as_of: AsOf = None,
    language: Language = "en",
) -> None:
    """Write one page with cards, findings, methods and sources, to read, print or send."""
    with sentences(), _files(out), _in(language):
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


@contextmanager
def _in(language: str) -> Iterator[None]:
    """What is written is written in a language. Raises UsageError for another."""
    from dashboard.tongue import NAMES, speaking

    if language not in NAMES:
        raise UsageError(f"--language takes {', '.join(NAMES)}, not {language[:40]!a}")
    with speaking(language):
        yield


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

    cards, missing = hand.deal(open_store(), ids or (), day_of(as_of))
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
