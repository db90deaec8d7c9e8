"""Settings of the addresses that others read: who may frame a claim, and how much a reader may have computed."""

import os

#: The variable of who may frame `/embed`: origins by commas or spaces, `*` for anyone, `none`.
EMBED_FROM = "CLAIMBOARD_EMBED_FROM"
#: The variable of the answers that a reader may have computed in a minute; 0: any number.
ANSWERS = "CLAIMBOARD_ANSWERS"
USUAL = 240


def framers() -> str:
    """Who may frame `/embed`, as a content security policy has it. Raises ValueError for what names no origins."""
    told = os.environ.get(EMBED_FROM, "").replace(",", " ").split() or ["*"]
    if told in (["*"], ["none"]):
        return "*" if told == ["*"] else "'none'"
    for one in told:
        scheme, _, host = one.partition("://")
        if scheme not in ("http", "https") or not host or set(host) & set("/;'\"?#@") or not host.isascii():
            raise ValueError(f"{EMBED_FROM} is {one[:60]!a}, not an origin as https://example.org, nor * nor none")
    return " ".join(["'self'", *told])


def answers_a_minute() -> int:
    """How many answers a reader may have computed in a minute. Raises ValueError for what is no whole number."""
    text = os.environ.get(ANSWERS, "").strip() or str(USUAL)
    if not text.isascii() or not text.isdecimal():
        raise ValueError(f"{ANSWERS} is {text[:40]!a}, not a whole number")
    return int(text)
