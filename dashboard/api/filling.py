"""What others ask for first, made ahead: at the start and after each refresh, where links have a name.

That is the list of all claims, and the pictures that previews of links ask for: a service that unfurls a link waits for
its picture a few seconds, and a browser draws one or two in a second.
"""

import asyncio
import logging
import os

from dashboard.api.addresses import ADDRESSES, Address
from dashboard.api.asked import Asked, Refused
from dashboard.api.desk import Desk
from dashboard.api.routes import job
from dashboard.i18n.locale import NAMES
from dashboard.session.state import View
from indicators.catalogue import catalogue
from indicators.store.store import StoreError

#: Seconds between two looks whether there are new figures.
PAUSE = 30.0
_LIST, _PICTURE = (next(one for one in ADDRESSES if one.path == path) for path in ("/claims.json", "/claims/{id}.png"))


async def keep_filled(desk: Desk) -> None:
    """Fill in every language, whenever there are new figures; without CLAIMBOARD_PUBLIC_URL nothing."""
    base, filled = os.environ.get("CLAIMBOARD_PUBLIC_URL", "").rstrip("/"), None
    while base:
        try:
            now = await desk.now()
            if filled != (filled := now.edition.revision()):
                await fill(desk, base)
        except (Refused, StoreError) as error:
            logging.getLogger(__name__).warning("nothing is made ahead: %s", error)
        await asyncio.sleep(PAUSE)


async def fill(desk: Desk, base: str) -> int:
    """How many pictures there are now. One at a time, so that readers' come between; it ends where none can be drawn."""
    for language in NAMES:
        await _made(desk, base, language, _LIST)
    done = 0
    for language in NAMES:
        for id in catalogue.claims():
            if not await _made(desk, base, language, _PICTURE, id):
                return done
            done += 1
    return done


async def _made(desk: Desk, base: str, language: str, address: Address, id: str = "") -> bool:
    """Make an answer unless it is kept; whether it is final."""
    key, make = job(address, Asked(await desk.now(), View(), language, base, False), id)
    _, is_final = await desk.content(key, make, None)
    return is_final
