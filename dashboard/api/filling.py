"""The pictures that previews of links ask for, drawn ahead: at the start and after each refresh, where links have a name.

A service that unfurls a link waits for its picture a few seconds, and a browser draws one or two in a second.
"""

import asyncio
import logging
import os

from dashboard.api.addresses import ADDRESSES
from dashboard.api.asked import Asked, Refused
from dashboard.api.desk import Desk
from dashboard.api.routes import job
from dashboard.i18n.locale import NAMES
from dashboard.session.state import View
from indicators.catalogue import catalogue
from indicators.store.store import StoreError

#: Seconds between two looks whether there are new figures.
PAUSE = 30.0
_PICTURE = next(one for one in ADDRESSES if one.path == "/claims/{id}.png")


async def keep_filled(desk: Desk) -> None:
    """Draw every claim's card in every language, whenever there are new figures; without CLAIMBOARD_PUBLIC_URL nothing."""
    base, filled = os.environ.get("CLAIMBOARD_PUBLIC_URL", "").rstrip("/"), None
    while base:
        try:
            now = await desk.now()
            if filled != (filled := now.edition.revision()):
                await fill(desk, base)
        except (Refused, StoreError) as error:
            logging.getLogger(__name__).warning("pictures are not drawn ahead: %s", error)
        await asyncio.sleep(PAUSE)


async def fill(desk: Desk, base: str) -> int:
    """How many pictures there are now. One at a time, so that readers' come between; it ends where none can be drawn."""
    done = 0
    for language in NAMES:
        for id in catalogue.claims():
            asked = Asked(await desk.now(), View(), language, base, False)
            key, make = job(_PICTURE, asked, id)
            _, is_final = await desk.content(key, make, None)
            if not is_final:
                return done
            done += 1
    return done
