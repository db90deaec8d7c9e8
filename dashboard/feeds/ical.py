"""The calendar of releases, in iCalendar (RFC 5545). Pure: the same releases are the same text."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from dashboard.feeds.places import Places
from dashboard.i18n import release_words
from dashboard.i18n.locale import translate
from dashboard.urls.view_state import RELEASES
from indicators.catalogue import catalogue
from indicators.judging.radar import Coming

#: The most octets of a line, without its end.
OCTETS = 75


def text(releases: Iterable[Coming], at: Places, stamped: int) -> str:
    """Releases on which verdicts hang as events of a day, in the current language; `stamped` is when what they are made
    of became known, UTC seconds."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Claimboard//Release calendar//EN", "CALSCALE:GREGORIAN"]
    name = _escaped(translate("Claimboard: releases that verdicts hang on"))
    lines += ["METHOD:PUBLISH", f"NAME:{name}", f"X-WR-CALNAME:{name}", "REFRESH-INTERVAL;VALUE=DURATION:PT12H"]
    for one in releases:
        if one.claims:
            lines += _event(one, at, stamped)
    return "".join(f"{folded}\r\n" for line in [*lines, "END:VCALENDAR"] for folded in _folded(line))


def _event(one: Coming, at: Places, stamped: int) -> list[str]:
    titles = [translate(catalogue.find_claim(id).title) for id in one.claims]
    hang = translate("Verdicts that hang on it: {titles}", titles=titles)
    said = hang if one.on_calendar else f"{translate('The day is expected, by the usual lag of publication.')} {hang}"
    return [
        "BEGIN:VEVENT",
        f"UID:{_uid(one)}@{urlsplit(at.file('')).hostname or 'localhost'}",
        f"DTSTAMP:{datetime.fromtimestamp(stamped, UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{one.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{one.day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(release_words.name(one))}",
        f"DESCRIPTION:{_escaped(said)}",
        f"URL:{at.page(RELEASES)}",
        f"STATUS:{'CONFIRMED' if one.on_calendar else 'TENTATIVE'}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _uid(one: Coming) -> str:
    """The same when a day moves: by release, period and estimate; without a period by the day."""
    parts: Sequence[str] = (one.name, one.estimate, str(one.period or one.day))
    return re.sub(r"[^a-z0-9]+", "-", " ".join(filter(None, parts)).lower()).strip("-")


def _escaped(words: str) -> str:
    for sign in ("\\", ";", ","):
        words = words.replace(sign, f"\\{sign}")
    return " ".join(words.split("\n"))


def _folded(line: str) -> Iterator[str]:
    """A line in pieces of at most 75 octets, of which all but the first begin with a blank; no letter is cut."""
    piece, size = "", 0
    for letter in line:
        width = len(letter.encode())
        if size + width > OCTETS:
            yield piece
            piece, size = " ", 1
        piece, size = piece + letter, size + width
    yield piece
