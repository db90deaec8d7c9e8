"""Redaction of providers' texts before they are shown, stored or logged: no secrets, one line, limited length.

Providers and mirrors return a key in bodies, headers, units, addresses and errors, as sent or in another
encoding. So every encoding that one of them was seen to use is searched for.
"""

import html
import json
import re
from base64 import b64encode
from collections.abc import Iterable, Iterator
from functools import lru_cache
from urllib.parse import quote, quote_plus

#: Maximum length of a sentence shown; of a text read for it, as some send megabytes; and of the part dropped at its
#: end, where a secret may be cut.
SENTENCE, READ, FRAYED = 300, 20_000, 1000
#: A shorter text is not treated as a secret: replacing it would spoil other words.
SHORTEST = 6


def fit(text: str, secrets: Iterable[str], at_most: int = SENTENCE) -> str:
    """The text in one line, with `[key]` in place of every secret, and no longer than `at_most` characters."""
    # Control characters, zero-width and direction marks, and surrogates are removed.
    seen = " ".join("".join(one if one.isprintable() else " " for one in text[:READ]).split())
    if found := _pattern(frozenset(one for one in secrets if len(one) >= SHORTEST)):
        seen = found.sub("[key]", seen)
    text = seen if len(text) <= READ else seen[:-FRAYED]
    return text if len(text) <= at_most else text[: at_most - 1].rstrip() + "…"


@lru_cache(maxsize=8)
def _pattern(secrets: frozenset[str]) -> re.Pattern[str] | None:
    forms = {form for secret in secrets for form in _forms(secret)}
    longest_first = sorted(forms, key=lambda form: (-len(form), form))
    return re.compile("|".join(map(re.escape, longest_first)), re.IGNORECASE) if forms else None


def _forms(secret: str) -> Iterator[str]:
    """A secret plain, reversed, and encoded as in URLs, JSON, Python, HTML, hexadecimal and base64."""
    for one in (secret, secret[::-1]):
        yield from (one, quote(one, safe=""), quote_plus(one), quote(quote(one, safe=""), safe=""))
        yield from (json.dumps(one)[1:-1], repr(one)[1:-1], html.escape(one))
        yield one.encode().hex()
        for cased in (one, one.lower(), one.upper()):
            yield from _within_base64(cased.encode())


def _within_base64(secret: bytes) -> Iterator[str]:
    """Its base64 forms at each of the three offsets in a longer text, without the shared characters."""
    for before in range(3):
        packed = b64encode(bytes(before) + secret).decode()
        sure = packed[-(-before * 8 // 6) : (before + len(secret)) * 8 // 6]
        yield from (sure, sure.translate(str.maketrans("+/", "-_")))
