"""What the test of a claim declares, and the hash of it: an entry of the ledger says which declaration it rests on."""

import hashlib
import json
from typing import Any

from indicators.catalogue import catalogue
from indicators.judging import registry


def declared(id: str) -> dict[str, Any]:
    """All that decides a claim's verdict but the function itself, as plain values. Raises UnknownClaim."""
    claim = catalogue.find_claim(id)
    test = registry.tests()[id]
    return {
        "claim": id,
        "version": test.version,
        "unit": str(test.unit),
        "threshold": str(test.threshold),
        "falsifier": str(test.falsifier),
        "measure": str(claim.measure),
        "holds_if": str(claim.holds_if),
        "fails_if": str(claim.fails_if),
        "thresholds": dict(claim.thresholds),
        "series": list(claim.series),
    }


def digest(id: str) -> str:
    """SHA-256 of a declaration as JSON, sorted by name and without blanks, in hexadecimal. Raises UnknownClaim."""
    text = json.dumps(declared(id), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
