"""Addresses for paper and files: where a claim is shown in full."""

import ipaddress
import os
from contextvars import ContextVar
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from dashboard.view import ViewState
from indicators.model import Claim, Indicator


def to_claim(claim: Claim, day: date | None = None, indicator: Indicator | None = None, **chosen: Any) -> str:
    """The address of a claim as of a day, with what was chosen of an indicator's controls."""
    held = {f"{indicator.id}-{id}": value for id, value in chosen.items()} if indicator else {}
    return public(ViewState.of(claim.thesis, claim.id, day, None, held))


def public(shown: ViewState) -> str:
    """The address of a view, to be read outside of it.

    It begins with CLAIMBOARD_PUBLIC_URL; without that with where the reader has the board, if others reach it there.
    """
    query = f"?{shown.query}" if shown.query else ""
    home = os.environ.get("CLAIMBOARD_PUBLIC_URL", "").rstrip("/") or _HOME.get()
    return f"{home}/{shown.path}{query}"


_HOME: ContextVar[str] = ContextVar("home", default="")


def read_at(page: str) -> None:
    """Note the address of the page that is read: from here on links that leave it begin as it does."""
    here = urlsplit(page)
    folder = here.path.rpartition("/")[0]
    _HOME.set("" if _is_here_only(here.hostname or "") else f"{here.scheme}://{here.netloc}{folder}")


def _is_here_only(host: str) -> bool:
    """Whether only the reader's own machine answers to a name."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host in ("", "localhost")
