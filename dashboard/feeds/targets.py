"""The targets of `--notify`: a file, an address, a hook of Slack, Discord or Teams, and e-mail.

    file:PATH, PATH           a line of JSON a change is appended
    https://…, http://…       the changes are posted as JSON
    slack:https://…, discord:https://…, teams:https://…
    mailto:a@example.org,b@example.org?cc=…&subject=…

What a hook is addressed by is its secret: names of targets have the host only.
"""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from dashboard.feeds.changes import Told, told
from dashboard.feeds.errors import TargetError
from dashboard.feeds.letter import letter
from dashboard.feeds.places import Board
from dashboard.feeds.shapes import SHAPES
from dashboard.i18n.locale import NAMES, speaking
from indicators.i18n.messages import ENGLISH
from indicators.judging.ledger import Change
from indicators.judging.telling import Target
from indicators.providers import SourceError, http, mail

#: The targets of every refresh, by blanks: hooks are secrets, which a command line shows to all.
VARIABLE = "CLAIMBOARD_NOTIFY"
#: The language they are told in, where the command names none.
SPOKEN = "CLAIMBOARD_NOTIFY_LANGUAGE"
WEB = ("https", "http")


def base() -> str:
    """How links begin; empty where the board has no public address."""
    return os.environ.get("CLAIMBOARD_PUBLIC_URL", "").strip().rstrip("/")


def _told(changes: Sequence[Change]) -> list[Told]:
    return [told(one, Board(base())) for one in changes]


def _as_json(change: Change, moment: datetime) -> dict[str, Any]:
    words = told(change, Board(base()))
    links = {"address": words.address, "card": words.card} if words.address else {}
    return {"at": moment.isoformat(timespec="seconds"), **change.as_json(), "said": words.why, **links}


@dataclass(frozen=True)
class File:
    """A file to which a line of JSON a change is appended."""

    address: str
    path: Path

    @property
    def name(self) -> str:
        return str(self.path)

    def tell(self, changes: Sequence[Change], at: datetime) -> None:
        lines = [json.dumps(_as_json(one, at), ensure_ascii=False) + "\n" for one in changes]
        with self.path.open("ab") as file:
            file.write("".join(lines).encode())  # at once: who follows the file sees whole lines


@dataclass(frozen=True)
class Hook:
    """An address that takes a POST, of plain JSON or in the shape of a service."""

    address: str
    url: str
    shape: str = ""

    @property
    def name(self) -> str:
        return f"{self.shape or urlsplit(self.url).scheme}:{urlsplit(self.url).hostname}"

    def tell(self, changes: Sequence[Change], at: datetime) -> None:
        plain = {"at": at.isoformat(timespec="seconds"), "changed": [_as_json(one, at) for one in changes]}
        body = SHAPES[self.shape](_told(changes)) if self.shape else plain
        http.tell(self.url, body, key=changes[-1].id)


@dataclass(frozen=True)
class Mail:
    """Who gets an e-mail."""

    address: str
    recipients: dict[str, list[str]]
    about: str = "Claimboard"

    @property
    def name(self) -> str:
        return f"mailto:{','.join(self.recipients['To'])}"

    def tell(self, changes: Sequence[Change], at: datetime) -> None:
        try:
            message = letter(_told(changes), mail.sender(), self.recipients, self.about, at)
        except ValueError:
            raise SourceError("setting", f"{mail.SENDER} is no address of e-mail") from None
        mail.send(message)


@dataclass(frozen=True)
class InLanguage:
    """A target that is told in a language."""

    target: Target
    language: str

    @property
    def name(self) -> str:
        return self.target.name

    @property
    def address(self) -> str:
        return self.target.address

    def tell(self, changes: Sequence[Change], at: datetime) -> None:
        with speaking(self.language):
            self.target.tell(changes, at)


def targets(given: Sequence[str], language: str | None = None) -> list[Target]:
    """The targets of `--notify` and of the environment, each once, in that order. Raises TargetError."""
    spoken = language or os.environ.get(SPOKEN, "").strip() or ENGLISH
    if spoken not in NAMES:
        raise TargetError(f"verdicts are told in {', '.join(NAMES)}, not {spoken[:20]!a}")
    more = os.environ.get(VARIABLE, "").split()
    return [InLanguage(target(one), spoken) for one in dict.fromkeys([*given, *more])]


def target(text: str) -> Target:
    """A target by its text. Raises TargetError."""
    scheme, sign, rest = text.partition(":")
    if sign and scheme == "mailto":
        return _mail(text)
    if sign and (scheme in SHAPES or scheme in WEB):
        url, shape = (rest, scheme) if scheme in SHAPES else (text, "")
        if not _is_url(url):
            raise TargetError(f"--notify {scheme}: takes an address that begins with https:// and has a host")
        return Hook(text, url, shape)
    if "://" in text and scheme != "file":
        raise TargetError(
            f"--notify knows no {scheme[:20]!r}; it takes a file, https, slack, discord, teams and mailto"
        )
    path = rest.removeprefix("//") if scheme == "file" and sign else text
    if not path or "\0" in path:
        raise TargetError("--notify file: takes the path of a file")
    whole = Path(path).expanduser().absolute()
    return File(f"file:{whole}", whole)


def _is_url(url: str) -> bool:
    try:
        place = urlsplit(url)
        return place.scheme in WEB and bool(place.hostname) and (place.port or 1) > 0
    except ValueError:
        return False


def _mail(text: str) -> Mail:
    path, _, query = text.removeprefix("mailto:").partition("?")
    fields = dict(parse_qsl(query, keep_blank_values=True))
    if unknown := fields.keys() - {"cc", "bcc", "subject"}:
        raise TargetError(f"--notify mailto: knows cc, bcc and subject, not {min(unknown)[:20]!r}")
    found = {"To": unquote(path), "Cc": fields.get("cc", ""), "Bcc": fields.get("bcc", "")}
    recipients = {name: [one.strip() for one in value.split(",")] for name, value in found.items() if value}
    about = " ".join(fields.get("subject", "").split()) or "Claimboard"
    if "To" not in recipients or not all(map(_is_address, chain(*recipients.values()))):
        raise TargetError("--notify mailto: takes addresses of e-mail: mailto:a@example.org,b@example.org")
    return Mail(text, recipients, about)


def _is_address(text: str) -> bool:
    name, _, domain = text.rpartition("@")
    return bool(name and domain) and all(letter.isprintable() and letter not in ' <>"(),:;' for letter in text)


def is_secret(text: str) -> bool:
    """Whether a target is addressed by a secret, as hooks are."""
    return isinstance(target(text), Hook)
