"""Absolute URLs of views, for cards and files."""

import os
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

from dashboard.urls.hosts import authority, is_here_only
from dashboard.urls.view_state import MOMENT, ViewState
from indicators.i18n.messages import ENGLISH
from indicators.model import Claim, Indicator


def to_claim(
    claim: Claim, indicator: Indicator, chosen: Mapping[str, Any], day: date | None = None, at: int | None = None
) -> str:
    """The URL of a claim as of a day, by figures known at a moment (UTC seconds), with an indicator's controls."""
    held = {f"{indicator.id}-{id}": value for id, value in chosen.items()}
    return address_of(ViewState.of(claim.thesis, claim.id, day, moment_of(at), held))


def moment_of(at: int | None) -> datetime | None:
    """A moment of the store (UTC seconds) as links write it."""
    return None if at is None else datetime.fromtimestamp(at, UTC)


def query(day: date | None = None, at: int | None = None, language: str = ENGLISH, **others: str | list[str]) -> str:
    """A query with its question mark, of an address that answers in English without one; empty where nothing is asked."""
    moment = moment_of(at)
    own = {"asof": day and day.isoformat(), "data": moment and moment.strftime(MOMENT)}
    told = own | {"lang": language if language != ENGLISH else None} | others
    asked = urlencode({name: text for name, text in told.items() if text}, doseq=True, safe=":")
    return f"?{asked}" if asked else ""


def address_of(shown: ViewState) -> str:
    """The URL of a view.

    Its base is CLAIMBOARD_PUBLIC_URL, else the reader's URL of the board where others can reach that.
    """
    query = f"?{shown.query}" if shown.query else ""
    home = os.environ.get("CLAIMBOARD_PUBLIC_URL", "").rstrip("/") or _HOME.get()
    return f"{home}/{shown.path}{query}"


_HOME: ContextVar[str] = ContextVar("home", default="")


def read_at(page: str) -> None:
    """Set the base of links to the board's part of a page's URL.

    The page is the last part of the path; what precedes it is the board's folder.
    """
    try:
        here = urlsplit(page)
        where = authority(here.netloc.rpartition("@")[2])
        folder = here.path.rpartition("/")[0]
        _HOME.set("" if is_here_only(where.host) else f"{here.scheme}://{where}{folder}")
    except ValueError:  # not a URL
        _HOME.set("")
