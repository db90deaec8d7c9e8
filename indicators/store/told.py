"""Up to which entry of the ledger each target of notifications has been told, in the store's metadata.

A target is noted under a hash of its address, which may be a secret. Entries are counted from 1 in the order of the
ledger.
"""

import hashlib

from indicators.store import meta
from indicators.store.store import Store


def _key(address: str) -> str:
    return f"told {hashlib.sha256(address.encode()).hexdigest()[:24]}"


def up_to(store: Store, address: str) -> int | None:
    """The number of the last entry that was told; None where a target is new. Raises StoreError."""
    with store.database.reading() as connection:
        found = meta.read(connection, _key(address))
    return int(found) if found and str(found).isdecimal() else None


def note(store: Store, address: str, number: int) -> None:
    """Note the last entry that was told. Nothing that a reader sees depends on it. Raises StoreError."""
    with store.database.writing() as connection:
        meta.write(connection, _key(address), str(number))
