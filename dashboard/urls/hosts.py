"""The names a server answers to, and the pages that may talk to it.

A foreign name in the Host header is a page elsewhere that had its own name lead to this machine (DNS rebinding); a
foreign Origin is a page elsewhere that asks from a reader's browser. What is known of a proxy in front is here too.
"""

import ipaddress
import json
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlsplit

VARIABLE = "CLAIMBOARD_ALLOWED_HOSTS"
#: How several names are written, for who wrote something else.
FORMS = f"""{VARIABLE}=a.example.org,b.example.org or {VARIABLE}='["a.example.org","b.example.org"]'"""
#: What this machine calls itself.
LOOPBACK = ("localhost", "127.0.0.1", "::1")

_WRITTEN = re.compile(r"(?:\[(?P<v6>[^\[\]]+)\]|(?P<name>[^\[\]:]+))(?::(?P<port>[0-9]{1,5}))?")
_NAME = re.compile(r"(?=.{1,253}\.?$)[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?")
_PORTS = {"http": 80, "https": 443}


class HostsError(ValueError):
    """Names that cannot be used. The message says what to write."""


class Authority(NamedTuple):
    """A host, in lower case and without brackets, and its port where one is written."""

    host: str
    port: int | None = None

    def at(self, port: int) -> "Authority":
        """With a port where none is written."""
        return self if self.port else Authority(self.host, port)

    def __str__(self) -> str:
        return bracketed(self.host) + (f":{self.port}" if self.port else "")


def bracketed(host: str) -> str:
    """A host as it stands in an address."""
    return f"[{host}]" if ":" in host else host


def authority(text: str) -> Authority:
    """A host as a header or a person writes it: `name`, `name:443`, `[::1]:8501`, `::1`. Raises ValueError."""
    with suppress(ValueError):
        return Authority(str(ipaddress.ip_address(text)))
    found = _WRITTEN.fullmatch(text)
    if not found or not 0 < (port := int(found["port"] or 1)) < 65536:
        raise ValueError(text)
    host = str(ipaddress.IPv6Address(found["v6"])) if found["v6"] else _name(found["name"])
    return Authority(host, port if found["port"] else None)


def _name(text: str) -> str:
    name = text.casefold().encode("idna").decode()  # as a browser sends it
    if not _NAME.fullmatch(name):
        raise ValueError(text)
    return name.removesuffix(".")


def parse(text: str | None) -> tuple[Authority, ...]:
    """What CLAIMBOARD_ALLOWED_HOSTS names: a JSON list, a list with commas, or one name. Raises HostsError."""
    try:
        return tuple(authority(one) for one in _listed((text or "").strip()))
    except ValueError as error:
        raise HostsError(_what_is_wrong(str(error))) from None


def _listed(text: str) -> list[str]:
    told: object = text
    with suppress(ValueError):
        told = json.loads(text)
    if not isinstance(told, list):
        told = str(told if isinstance(told, str) else text).split(",")
    if not all(isinstance(one, str) for one in told):
        raise ValueError(text)
    return [one.strip() for one in told if one.strip()]


def _what_is_wrong(text: str) -> str:
    if text.startswith("*"):
        return f"{VARIABLE} names every host it lets in, and {text[:60]!a} would let in pages of anybody's: {FORMS}"
    return f"{VARIABLE} names hosts, and {text[:60]!a} is none: write {FORMS}"


@dataclass(frozen=True)
class Names:
    """What a server is called."""

    #: By its readers, wherever they are.
    hosts: frozenset[str]
    #: In CLAIMBOARD_ALLOWED_HOSTS: pages there may talk to it even if a proxy asks it by another name.
    named: tuple[Authority, ...]
    #: It listens on this machine only, and nobody else was let in.
    is_private: bool

    def knows(self, host: str, is_from_here: bool) -> bool:
        """Whether a Host header is ours; what is asked from this machine may name this machine."""
        with suppress(ValueError):
            asked = authority(host).host
            return asked in self.hosts or (is_from_here and asked in LOOPBACK)
        return False

    def trusts(self, origin: str, host: str) -> bool:
        """Whether a page may talk to us: it is of the very host and port that it asks, or of one that was named."""
        try:
            scheme, _, where = origin.partition("://")
            usual = _PORTS[scheme]
            page = authority(where).at(usual)
            return page == authority(host).at(usual) or page in {one.at(usual) for one in self._elsewhere()}
        except (KeyError, ValueError):  # of another scheme; "null"
            return False

    def _elsewhere(self) -> list[Authority]:
        """Without this machine's other ports: another program is behind each."""
        return [one for one in self.named if one.port or one.host not in LOOPBACK]


def names(address: str | None) -> Names:
    """The names of a server that listens at an address (None: at all), and those of CLAIMBOARD_ALLOWED_HOSTS.

    Raises HostsError.
    """
    own = set() if is_everywhere(address) else {authority(address or "").host}
    is_here = bool(own & set(LOOPBACK))
    others = parse(os.environ.get(VARIABLE))
    hosts = own | (set(LOOPBACK) if is_here else set()) | {one.host for one in others}
    return Names(frozenset(hosts), others, is_here and not others)


def is_everywhere(address: str | None) -> bool:
    """Whether an address to listen at is every address of the machine."""
    with suppress(ValueError):
        return ipaddress.ip_address(address or "0.0.0.0").is_unspecified
    return False


def is_here_only(host: str) -> bool:
    """Whether only the reader's own machine answers to a name."""
    try:
        at = ipaddress.ip_address(host)
    except ValueError:
        return host.rstrip(".").rpartition(".")[2] in ("", "localhost")
    at = getattr(at, "ipv4_mapped", None) or at
    return at.is_loopback or at.is_unspecified


#: What proxies add, besides `X-Forwarded-…`.
_FORWARDING = ("forwarded", "via", "x-real-ip")


def is_direct(peer: str, headers: Mapping[str, str], page: str) -> bool:
    """Whether who reads sits at this machine: the address that asks is its own, as are the name that it asks for and
    the address that stands in the browser, and no proxy says that it is between.
    """
    if any(name.lower().startswith("x-forwarded") or name.lower() in _FORWARDING for name in headers):
        return False
    with suppress(ValueError):
        asked, read = authority(headers.get("Host", "")), authority(urlsplit(page).netloc)
        return {peer, asked.host, read.host} <= set(LOOPBACK)
    return False
