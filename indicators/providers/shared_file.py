"""A file that has many series: fetched once in ten minutes, for all of them."""

import time
from threading import Lock
from urllib.parse import urlsplit

from indicators.providers import SourceError, http
from indicators.providers.response import Body

KEPT, FAILED = 600.0, 5.0

#: Who asks for an address holds its lock, so that the others wait for the same answer.
_turns: dict[str, Lock] = {}
#: The file, or why there is none, by its address, and until when it is taken as it is.
_kept: dict[str, tuple[float, Body | SourceError]] = {}


def ask(url: str, form: str) -> Body:
    """The file at an address, as `http.ask` gives it. Raises SourceError."""
    with http.turn(_turns.setdefault(url, Lock()), urlsplit(url).netloc):
        until, kept = _kept.get(url, (0.0, None))
        if kept is None or time.monotonic() > until:
            try:
                kept = http.ask(url, form=form)
            except SourceError as error:
                kept = error
            # A failure is told to the series that wait for the same file, and then forgotten.
            _kept[url] = (time.monotonic() + (KEPT if isinstance(kept, Body) else FAILED), kept)
    if isinstance(kept, SourceError):
        raise SourceError(kept.kind, str(kept))
    return kept


def forget() -> None:
    _kept.clear()
