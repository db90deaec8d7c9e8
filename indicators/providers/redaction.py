"""What a provider says, made fit to be shown, kept and logged: no secret in it, one line, and not long.

Providers and mirrors give a key back in bodies, headers, units, addresses and errors, as it was sent or
written otherwise. So it is looked for in every form that one of them was seen to use.
"""

import html
import json
import re
from base64 import b64encode
from collections.abc import Iterable, Iterator
from functools import lru_cache
from urllib.parse import quote, quote_plus

#: Characters of a sentence that is shown; of a text that is read for it, for some send megabytes; and of its
#: end, where a secret may have been cut through.
SENTENCE, READ, FRAYED = 300, 20_000, 1000
#: What is shorter is no secret, and to blot it out would spoil other words.
SHORTEST = 6


def fit(text: str, secrets: Iterable[str], at_most: int = SENTENCE) -> str:
    """The text in one line, with `[key]` in place of every secret, and no longer than `at_most` characters."""
    # Controls, marks that have no width or turn the direction of what follows, and halves of characters go out.
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
    """A secret as it is, backwards, and as addresses, JSON, Python, web pages, hexadecimal and base64 write it."""
    for one in (secret, secret[::-1]):
        yield from (one, quote(one, safe=""), quote_plus(one), quote(quote(one, safe=""), safe=""))
        yield from (json.dumps(one)[1:-1], repr(one)[1:-1], html.escape(one))
        yield one.encode().hex()
        for cased in (one, one.lower(), one.upper()):
            yield from _within_base64(cased.encode())


def _within_base64(secret: bytes) -> Iterator[str]:
    """What base64 makes of it at each of the three places it can begin in a longer text, without what is shared."""
    for before in range(3):
        packed = b64encode(bytes(before) + secret).decode()
        sure = packed[-(-before * 8 // 6) : (before + len(secret)) * 8 // 6]
        yield from (sure, sure.translate(str.maketrans("+/", "-_")))
