"""Ready units for other schedulers: a line of crontab, two units of systemd, a workflow of GitHub.

Each contains the store and the settings of this environment, as schedulers start a program with almost none. Secrets
are not written: a unit names those it needs, and their place. Every value is quoted for its format, and one that a
format cannot express is refused.
"""

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from importlib.resources import files
from pathlib import Path

from indicators.refresh.interval import IntervalError, calendar, cron_fields

#: Settings that become GitHub variables and secrets. The store is the workflow's own, and proxies and files of this
#: machine do not exist there.
SECRETS = (
    *("FRED_API_KEY", "EIA_API_KEY", "CENSUS_API_KEY", "BLS_API_KEY", "FEC_API_KEY"),
    *("CLAIMBOARD_NOTIFY", "CLAIMBOARD_SMTP"),
)
CONTACT = "CLAIMBOARD_CONTACT"
KEYS = "claimboard/keys.env"


@dataclass(frozen=True)
class Job:
    """A scheduled refresh."""

    every: timedelta
    #: The program, by full path, as schedulers have no search path.
    program: Sequence[str]
    arguments: Sequence[str] = ("refresh",)
    #: The user it runs as.
    user: str = ""
    #: Environment variables with their values.
    told: Mapping[str, str] = field(default_factory=dict)
    #: Names of the secrets it needs.
    untold: Sequence[str] = ()
    #: Folders it writes to.
    folders: Sequence[Path] = ()


class UnitError(IntervalError):
    """A value that the format of a unit cannot express. The message names it."""


def cron(job: Job) -> str:
    """A line of crontab, with comments. Raises IntervalError, UnitError."""
    keys = f'"$HOME/.config/{KEYS}"'
    read = f". {keys}" if job.untold else f"[ ! -r {keys} ] || . {keys}"
    settings = (f"{name}={shlex.quote(_plain(name, value))}" for name, value in job.told.items())
    command = " ".join([*settings, *(shlex.quote(_plain("the command", word)) for word in _words(job))])
    if "\\%" in command:
        raise UnitError("a line of crontab cannot hold a backslash before a %; print another kind of unit")
    # cron reads a bare % as the end of the line.
    line = f"{cron_fields(job.every)} set -a; {read}; set +a; {command.replace('%', chr(92) + '%')}"
    return _template("cron", line=line, keys=_told(job))


def systemd(job: Job) -> str:
    """A system service and its timer, which run whether or not their user is logged in. Raises UnitError."""
    return _template(
        "systemd",
        user=_plain("the user", job.user),
        environment="\n".join(
            f"Environment={_quoted(f'{name}={_plain(name, value)}')}" for name, value in job.told.items()
        ),
        keys=_told(job),
        dash="" if job.untold else "-",
        command=" ".join(_quoted(_plain("the command", word)).replace("$", "$$") for word in _words(job)),
        folders=" ".join(_quoted(f"-{_plain('a folder', str(folder))}") for folder in job.folders),
        timing="\n".join(calendar(job.every)),
    )


def github(job: Job) -> str:
    """A workflow that renews the shipped figures. Raises IntervalError, UnitError."""
    told = {name: value for name, value in job.told.items() if name.startswith("CLAIMBOARD_") and "STORE" not in name}
    told = {name: _yaml(_plain(name, value)) for name, value in told.items() if name != CONTACT}
    told |= {CONTACT: f"${{{{ vars.{CONTACT} }}}}"} | {name: f"${{{{ secrets.{name} }}}}" for name in SECRETS}
    words = shlex.join(_plain("the command", word) for word in ("claimboard", *job.arguments))
    return _template(
        "github",
        cron=cron_fields(job.every),
        environment="\n".join(f"          {name}: {value}" for name, value in told.items()),
        command=_yaml(f"{words} || test $? -eq 1"),
    )


KINDS = {"cron": cron, "systemd": systemd, "github": github}


def _words(job: Job) -> list[str]:
    return [*job.program, *job.arguments]


def _told(job: Job) -> str:
    return f"needed: {', '.join(job.untold)}" if job.untold else "none is needed now"


def _plain(what: str, value: str) -> str:
    """A value without line breaks. Raises UnitError."""
    if any(ord(letter) < 32 or ord(letter) == 127 for letter in value):
        raise UnitError(f"{what} has a line break or another control character in it, which no unit can hold")
    return value


def _quoted(word: str) -> str:
    """A word quoted for systemd, with its specifiers escaped."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{escaped}"'


def _yaml(text: str) -> str:
    """A text as YAML, with GitHub's expression syntax escaped."""
    escaped = text.replace("'", "''").replace("${{", "${{ ''${{'' }}")
    return f"'{escaped}'"


def _template(kind: str, **values: str) -> str:
    text = (files(__package__) / "templates" / f"{kind}.txt").read_text(encoding="utf-8")
    for name, value in values.items():
        text = text.replace(f"<{name}>", value)
    return text
