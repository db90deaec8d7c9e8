"""Publications that stay: each at the address of its day, linked to the one before and the one after."""

import re
from datetime import date

from dashboard.i18n.locale import speaking, translate
from dashboard.publishing.addresses import ASSETS, INDEX
from dashboard.publishing.draft import Draft
from dashboard.templates import render
from indicators.i18n.messages import LANGUAGES

FOLDER = "archive"
#: The place of the line that says of which day a publication is, and the line.
_LINE = re.compile(rb"<!--edition-->(?:<aside.*?</aside>)?", re.DOTALL)
#: What pages share is kept once, under names that tell the content.
_SHARED = re.compile(rb"((?:href|src|data-[a-z0-9]+)=')((?:\.\./)*" + ASSETS.encode() + rb"/)")


def carry(made: Draft) -> None:
    """Take over the publications that the last site keeps, as they are, and what they share."""
    days = _days(made)
    for path in (path for day in days for path in made.held(f"{FOLDER}/{day}")):
        made.carry(path)
    if days:
        for path in made.held(ASSETS):
            made.carry(path)


def keep(made: Draft, day: date) -> None:
    """Keep this publication too, and link those beside it. Raises OSError."""
    pages = sorted(made.paths)
    days = sorted({*_days(made), f"{day}"})
    carry(made)
    for path in pages:
        if not path.startswith(f"{ASSETS}/"):
            made.replace(
                f"{FOLDER}/{day}/{path}",
                _SHARED.sub(rb"\1../../\2", made.read(path)) if path.endswith(".html") else made.read(path),
            )
    for one in days:
        _link(made, one, days)


def _days(made: Draft) -> list[str]:
    """The days of the publications that the last site keeps."""
    return sorted({path.split("/")[1] for path in made.held(FOLDER)})


def _link(made: Draft, day: str, days: list[str]) -> None:
    """Write into each page of a publication which ones are beside it."""
    at = days.index(day)
    before, after = days[at - 1 : at] or [""], days[at + 1 : at + 2] or [""]
    root = f"{FOLDER}/{day}/"
    for path in [one for one in sorted(made.paths) if one.startswith(root) and one.endswith(".html")]:
        own = path.removeprefix(root)
        content = made.read(path)
        line = b"<!--edition-->" + _line(own, day, before[0], after[0]).encode()
        changed = line.join(_LINE.split(content, maxsplit=1))
        if changed != content:
            made.replace(path, changed)


def _line(own: str, day: str, before: str, after: str) -> str:
    """The line in the language of a page."""
    up = "../" * own.count("/")
    spoken = own.split("/")[0]
    home = f"{spoken}/{INDEX}" if spoken in LANGUAGES else INDEX
    with speaking(spoken if spoken in LANGUAGES else "en"):
        links = [
            (translate("The publication before, {day:day}", day=date.fromisoformat(before)), f"{up}../{before}/{home}")
            if before
            else ("", ""),
            (translate("The next one, {day:day}", day=date.fromisoformat(after)), f"{up}../{after}/{home}")
            if after
            else ("", ""),
            (translate("The newest"), f"{up}../../{home}"),
        ]
        words = translate("As published on {day:day}.", day=date.fromisoformat(day))
        return render("site_edition.html", words=words, links=[one for one in links if one[0]])
