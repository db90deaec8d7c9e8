"""The command that writes the board as a site: publish."""

from pathlib import Path

import click

from dashboard.cli.output import UsageError, sentences

# Imported in functions: pages and charts, which bring Streamlit and Plotly, take 1.5 s.


@click.command()
@click.option(
    "--out", metavar="DIR", required=True, type=click.Path(path_type=Path), help="Folder of the site; made if need be."
)
@click.option("--url", metavar="URL", required=True, help="The address that the site will have.")
@click.option("--language", default="en,ja,ko,vi", help="Its languages: en, and others by commas.")
@click.option("--archive", is_flag=True, help="Keep this publication at the address of its day, too.")
@click.option(
    "--cache",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Where pages and pictures are kept for the next run; by default the user's own cache.",
)
def publish(out: Path, url: str, language: str, archive: bool, cache: Path | None) -> None:
    """Write the whole board as a site: pages in every language, charts, figures, feed and embeds.

    Any file server can hold it, and it reads from a disk. Pictures need the extra `export` and a browser.
    """
    with sentences():
        from dashboard.publishing import site
        from dashboard.publishing.draft import NotOurs

        try:
            made = site.publish(out, url, cache or _usual(), languages=_languages(language), archived=archive)
        except (NotOurs, site.UrlError) as error:
            raise UsageError(str(error)) from None
        except OSError as error:
            raise UsageError(f"the site cannot be written to {out}: {error.strerror or error}") from None
    click.echo(f"{made.files} files in {out}, {made.changed} of them new or changed; {made.drawn} pictures drawn")
    _end()


def _usual() -> Path:
    import platformdirs  # 10 ms, for this command only

    return platformdirs.user_cache_path("claimboard") / "publications"


def _languages(words: str) -> tuple[str, ...]:
    """The languages named, in the usual order. Raises UsageError."""
    from dashboard.i18n.locale import NAMES

    wanted = {word.strip() for word in words.split(",")}
    if unknown := wanted - set(NAMES):
        raise UsageError(f"--language takes {', '.join(NAMES)}, not {min(unknown)[:40]!a}")
    if "en" not in wanted:
        raise UsageError("--language needs en too: the pages in English are at the root of the site")
    return tuple(one for one in NAMES if one in wanted)


def _end() -> None:
    """Exit with status 3 after a fault of ours."""
    from indicators.judging import faults

    if faults.met():
        raise click.exceptions.Exit(faults.STATUS)
