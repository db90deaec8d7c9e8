"""The host names a server answers to, and the origins it accepts.

A foreign name in the Host header means a foreign page whose own name resolves to this machine (DNS rebinding); a
foreign Origin means a foreign page in a reader's browser. The detection of proxies is here too.
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
#: The format of several names, for error messages.
FORMS = f"""{VARIABLE}=a.example.org,b.example.org or {VARIABLE}='["a.example.org","b.example.org"]'"""
#: The names of this machine.
LOOPBACK = ("localhost", "127.0.0.1", "::1")

_WRITTEN = re.compile(r"(?:\[(?P<v6>[^\[\]]+)\]|(?P<name>[^\[\]:]+))(?::(?P<port>[0-9]{1,5}))?")
_NAME = re.compile(r"(?=.{1,253}\.?$)[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?")
_PORTS = {"http": 80, "https": 443}


class HostsError(ValueError):
    """Invalid host names. The message gives the format."""


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
    """A host as part of a URL."""
    return f"[{host}]" if ":" in host else host


def authority(text: str) -> Authority:
    """Parse a host of a header or a setting: `name`, `name:443`, `[::1]:8501`, `::1`. Raises ValueError."""
    with suppress(ValueError):
        return Authority(str(ipaddress.ip_address(text)))
    found = _WRITTEN.fullmatch(text)
    if not found or not 0 < (port := int(found["port"] or 1)) < 65536:
        raise ValueError(text)
    host = str(ipaddress.IPv6Address(found["v6"])) if found["v6"] else _name(found["name"])
    return Authority(host, port if found["port"] else None)


def _name(text: str) -> str:
    name = text.casefold().encode("idna").decode()  # as browsers do
    if not _NAME.fullmatch(name):
        raise ValueError(text)
    return name.removesuffix(".")


def parse(text: str | None) -> tuple[Authority, ...]:
    """Parse CLAIMBOARD_ALLOWED_HOSTS: a JSON list, a list with commas, or one name. Raises HostsError."""
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
    """The names of a server."""

    #: Names used by readers.
    hosts: frozenset[str]
    #: Names in CLAIMBOARD_ALLOWED_HOSTS: accepted origins even if a proxy changes the Host header.
    named: tuple[Authority, ...]
    #: Whether it listens on this machine only and no other name is allowed.
    is_private: bool

    def knows(self, host: str, is_from_here: bool) -> bool:
        """Whether a Host header is ours; requests from this machine may use this machine's names."""
        with suppress(ValueError):
            asked = authority(host).host
            return asked in self.hosts or (is_from_here and asked in LOOPBACK)
        return False

    def trusts(self, origin: str, host: str) -> bool:
        """Whether an Origin is accepted: that of the requested host and port, or an allowed one."""
        try:
            scheme, _, where = origin.partition("://")
            usual = _PORTS[scheme]
            page = authority(where).at(usual)
            return page == authority(host).at(usual) or page in {one.at(usual) for one in self._elsewhere()}
        except (KeyError, ValueError):  # of another scheme; "null"
            return False

    def _elsewhere(self) -> list[Authority]:
        """The allowed names without this machine's other ports, which belong to other programs."""
        return [one for one in self.named if one.port or one.host not in LOOPBACK]


def names(address: str | None) -> Names:
    """The names of a server that listens at an address (None: at all addresses), with CLAIMBOARD_ALLOWED_HOSTS.

    Raises HostsError.
    """
    own = set() if is_everywhere(address) else {authority(address or "").host}
    is_here = bool(own & set(LOOPBACK))
    others = parse(os.environ.get(VARIABLE))
    hosts = own | (set(LOOPBACK) if is_here else set()) | {one.host for one in others}
    return Names(frozenset(hosts), others, is_here and not others)


def is_everywhere(address: str | None) -> bool:
    """Whether a listening address means all addresses of the machine."""
    with suppress(ValueError):
        return ipaddress.ip_address(address or "0.0.0.0").is_unspecified
    return False


def is_here_only(host: str) -> bool:
    """Whether a name means the reader's own machine."""
    try:
        at = ipaddress.ip_address(host)
    except ValueError:
        return host.rstrip(".").rpartition(".")[2] in ("", "localhost")
    at = getattr(at, "ipv4_mapped", None) or at
    return at.is_loopback or at.is_unspecified


#: Headers of proxies, besides `X-Forwarded-…`.
_FORWARDING = ("forwarded", "via", "x-real-ip")


def is_direct(peer: str, headers: Mapping[str, str], page: str) -> bool:
    """Whether the reader is at this machine: the peer address, the Host header and the URL in the browser are all its
    own, and no header shows a proxy.
    """
    if any(name.lower().startswith("x-forwarded") or name.lower() in _FORWARDING for name in headers):
        return False
    with suppress(ValueError):
        asked, read = authority(headers.get("Host", "")), authority(urlsplit(page).netloc)
        return {peer, asked.host, read.host} <= set(LOOPBACK)
    return False
