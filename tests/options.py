"""Writes docs/OPTIONS.md from the code: every option of every command, every environment variable.

`make options` writes it; a test holds it to the code.
"""

from collections.abc import Iterator
from pathlib import Path

import click

from dashboard.cli import main
from indicators.settings import SETTINGS

FILE = Path(__file__).resolve().parents[1] / "docs" / "OPTIONS.md"
READERS = {
    "all": "everything",
    "figures": "`refresh`, `schedule`, `find`",
    "board": "`run`",
    "pictures": "`export`, `note`",
}


def page() -> str:
    """The whole file."""
    return "\n".join(
        ["# Options and variables", "", "Written by `make options`.", "", *_commands(), "", *_variables(), ""]
    )


def _commands() -> Iterator[str]:
    yield from ("| Command | Option | Default | What it does |", "| --- | --- | --- | --- |")
    for name, command in sorted(main.app.commands.items()):
        for one in command.params:
            if isinstance(one, click.Option) and not one.hidden:
                yield _row(f"`{name}`", f"`{_names(one)}`", _default(one), one.help or "")
            elif isinstance(one, click.Argument):
                yield _row(f"`{name}`", f"`{one.make_metavar(click.Context(command))}`", "", _first_line(command))
    yield _row("", "`--version`", "", "Show the version and exit.")
    yield _row("", "`--help`", "", "Show what a command does, and exit; every command has it.")


def _names(one: click.Option) -> str:
    names = "/".join([*one.opts, *one.secondary_opts])
    return names if one.is_flag else f"{names} {one.make_metavar(click.Context(main.app))}"


def _default(one: click.Option) -> str:
    plain = one.default is not None and not one.is_flag and not one.multiple and isinstance(one.default, str | int)
    return f"`{one.default}`" if plain and one.default != "" else ""


def _first_line(command: click.Command) -> str:
    return (command.help or "").strip().splitlines()[0]


def _variables() -> Iterator[str]:
    yield "A secret may be in a file instead: `NAME_FILE` names it, and it holds that one line."
    yield ""
    yield from ("| Variable | Secret | Read by | What it does |", "| --- | --- | --- | --- |")
    for one in SETTINGS:
        yield _row(f"`{one.name}`", "yes" if one.secret else "", READERS[one.reader], one.says)


def _row(*cells: str) -> str:
    return "| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    FILE.write_text(page(), encoding="utf-8")
