"""Addresses for paper and files: where a view is shown, to be followed from outside of it."""

import os
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlsplit

from dashboard.urls.hosts import authority, is_here_only
from dashboard.urls.view_state import ViewState
from indicators.model import Claim, Indicator


def to_claim(
    claim: Claim, indicator: Indicator, chosen: Mapping[str, Any], day: date | None = None, at: int | None = None
) -> str:
    """The address of a claim as of a day, by figures known at a moment (UTC seconds), with an indicator's controls."""
    held = {f"{indicator.id}-{id}": value for id, value in chosen.items()}
    moment = None if at is None else datetime.fromtimestamp(at, UTC)
    return address_of(ViewState.of(claim.thesis, claim.id, day, moment, held))


def address_of(shown: ViewState) -> str:
    """The address of a view.

    It begins with CLAIMBOARD_PUBLIC_URL; without that with where the reader has the board, if others reach it there.
    """
    query = f"?{shown.query}" if shown.query else ""
    home = os.environ.get("CLAIMBOARD_PUBLIC_URL", "").rstrip("/") or _HOME.get()
    return f"{home}/{shown.path}{query}"


_HOME: ContextVar[str] = ContextVar("home", default="")


def read_at(page: str) -> None:
    """Note the address of the page that is read: links begin where the board is from now on.

    A page is the last part of its path; what is before that is the folder of the board, whoever put it there.
    """
    try:
        here = urlsplit(page)
        where = authority(here.netloc.rpartition("@")[2])
        folder = here.path.rpartition("/")[0]
        _HOME.set("" if is_here_only(where.host) else f"{here.scheme}://{where}{folder}")
    except ValueError:  # no address
        _HOME.set("")
