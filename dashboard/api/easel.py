"""The server's browser: started for the first picture that is asked for, ended when none was asked for a while."""

import logging
import time
from contextlib import suppress
from threading import Lock, Timer

from dashboard.exports import claim_picture
from dashboard.exports.claim_picture import Wanted
from dashboard.exports.headless_browser import Studio, StudioError
from dashboard.exports.selection import Card
from indicators.judging import faults

_LOG = logging.getLogger(__name__)
#: Seconds after its last picture in which a browser ends, and for which none is started after one failed.
IDLE, PAUSE = 60.0, 300.0


class Easel:
    """Draws pictures one after the other, in a browser where there is one."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._studio: Studio | None = None
        self._timer: Timer | None = None
        self._failed = -PAUSE

    def picture(self, card: Card, wanted: Wanted) -> tuple[bytes, bool]:
        """A picture, and whether a later one would be the same: one in words, for want of a browser, is not final."""
        if not card.has_chart:
            return claim_picture.picture(None, card, wanted), True
        with self._lock:
            try:
                return claim_picture.drawn(self._open(), card, wanted), True
            except StudioError as error:
                self._fail(error)
            except Exception as error:  # of one chart: the browser may draw the others
                faults.note(f"picture {card.name}", error)
            finally:
                self._wait()
        return claim_picture.picture(None, card, wanted), False

    def close(self) -> None:
        """End the browser."""
        with self._lock:
            self._end()

    def _open(self) -> Studio:
        """Raises StudioError."""
        if self._studio is None:
            if time.monotonic() - self._failed < PAUSE:
                raise StudioError("it failed a moment ago")
            self._studio = Studio().__enter__()
        return self._studio

    def _fail(self, error: StudioError) -> None:
        if time.monotonic() - self._failed >= PAUSE:
            _LOG.warning("pictures are cards in words for now: %s", error)
            self._failed = time.monotonic()
        self._end()

    def _wait(self) -> None:
        """End the browser in a while, counted anew from each picture."""
        if self._timer:
            self._timer.cancel()
        self._timer = Timer(IDLE, self.close)
        self._timer.daemon = True
        self._timer.start()

    def _end(self) -> None:
        studio, self._studio = self._studio, None
        if studio is not None:
            with suppress(Exception):
                studio.__exit__(None, None, None)
