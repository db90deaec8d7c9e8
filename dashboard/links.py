"""Addresses for paper and files: where a view is shown, to be followed from outside of it."""

import ipaddress
import os
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlsplit

from dashboard.view import ViewState
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


def read_at(page: str, folder: str = "") -> None:
    """Note the address of the page that is read, and below which folder the board is: links begin there from now on."""
    try:
        here = urlsplit(page)
        host, port = here.hostname or "", f":{here.port}" if here.port else ""
    except ValueError:  # no address
        host = ""
    if _is_here_only(host):
        _HOME.set("")
    else:
        named = f"[{host}]" if ":" in host else host
        _HOME.set(f"{here.scheme}://{named}{port}/{folder.strip('/')}".rstrip("/"))


def _is_here_only(host: str) -> bool:
    """Whether only the reader's own machine answers to a name."""
    try:
        at = ipaddress.ip_address(host)
    except ValueError:
        return host.rstrip(".").rpartition(".")[2] in ("", "localhost")
    at = getattr(at, "ipv4_mapped", None) or at
    return at.is_loopback or at.is_unspecified
