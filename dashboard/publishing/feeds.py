"""What readers subscribe to: changes of verdicts, and the days of coming releases."""

from datetime import date

from dashboard.publishing.frame import Site


def atom(site: Site, today: date) -> bytes:
    return b""


def calendar(site: Site, today: date) -> bytes:
    return b""
