"""What the test of a claim declares, and the hash of it: an entry of the ledger says which declaration it rests on."""

import hashlib
import json
from typing import Any

import msgspec

from indicators.catalogue import catalogue
from indicators.catalogue.declarations import declarations
from indicators.judging import registry


def declared(id: str, version: int | None = None) -> dict[str, Any]:
    """All that decides a claim's verdict but the functions themselves, as plain values.

    Of the newest version or of an earlier one. Raises UnknownClaim.
    """
    claim = catalogue.find_claim(id)
    test = declarations()[id][version - 1] if version else registry.tests()[id].declaration
    plain: dict[str, Any] = json.loads(msgspec.json.encode(test, enc_hook=str))
    if not test.seen:
        plain.pop("seen", None)  # such a declaration has the hash it had before any could say so
    return plain | {"series": list(claim.series)}


def digest(id: str, version: int | None = None) -> str:
    """SHA-256 of a declaration as JSON, sorted by name and without blanks, in hexadecimal. Raises UnknownClaim."""
    text = json.dumps(declared(id, version), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def digests(id: str) -> set[str]:
    """The hashes of every version of a claim's test that is declared. Raises UnknownClaim."""
    return {digest(id, one.version) for one in declarations()[id]}
