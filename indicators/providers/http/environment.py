"""Network settings of the environment: proxies, and trusted certificates.

HTTPS_PROXY, HTTP_PROXY and ALL_PROXY name a proxy, NO_PROXY the hosts without one, SSL_CERT_FILE or SSL_CERT_DIR
the trusted certificates. An invalid value is a SourceError (setting) whose sentence names the variable, never a
password in it.
"""

import os
import re
import ssl
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from pathlib import Path
from urllib.request import getproxies

import httpx

from indicators.providers import SourceError

#: The supported kinds of proxy.
KINDS = ("http", "https", "socks5", "socks5h")
TRUST = {"SSL_CERT_FILE": Path.is_file, "SSL_CERT_DIR": Path.is_dir}


@dataclass(frozen=True)
class Proxy:
    """A proxy, and the variable that names it."""

    url: httpx.URL
    variable: str

    @property
    def at(self) -> str:
        return self.url.netloc.decode()

    def __str__(self) -> str:
        return f"the proxy {self.at} ({self.variable})"


def proxy(address: httpx.URL | str) -> Proxy | None:
    """The proxy for an address, if any. Raises SourceError (setting), and InvalidURL."""
    url, found = httpx.URL(address), getproxies()
    text = found.get(url.scheme) or found.get("all") or ""
    if not text or any(covers(entry, url.host, url.port) for entry in found.get("no", "").split(",")):
        return None
    names = (f"{url.scheme}_proxy", f"{url.scheme}_proxy".upper(), "all_proxy", "ALL_PROXY")
    return _read(text, next((name for name in names if os.environ.get(name) == text), "the system's settings"))


def _read(text: str, variable: str) -> Proxy:
    try:
        at = httpx.URL(text if "://" in text else f"http://{text}")
    except httpx.InvalidURL:
        at = httpx.URL()
    if at.scheme and at.scheme not in KINDS:
        kinds = ", ".join(KINDS[:-1])
        raise SourceError(
            "setting", f"{variable} names a proxy of the kind {at.scheme!r}: {kinds} and {KINDS[-1]} work"
        )
    if not at.host:
        raise SourceError("setting", f"{variable} holds no address of a proxy, such as http://proxy.example.org:3128")
    return Proxy(at, variable)


def covers(entry: str, host: str, port: int | None) -> bool:
    """Whether an entry of NO_PROXY matches a host: a domain with its subdomains, an address, or an address range."""
    name, wanted = _entry(entry)
    if wanted not in (None, port):
        return False
    if name == "*":
        return True
    try:
        return ip_address(host.strip("[]")) in ip_network(name, strict=False)
    except ValueError:
        name = name.removeprefix("*").removeprefix(".")
        return bool(name) and (host == name or host.endswith(f".{name}"))


def unread() -> list[str]:
    """The invalid entries of NO_PROXY."""
    return [entry.strip() for entry in getproxies().get("no", "").split(",") if entry.strip() and not _means(entry)]


def _means(entry: str) -> bool:
    name, _ = _entry(entry)
    try:
        return bool(ip_network(name, strict=False))
    except ValueError:
        return bool(re.fullmatch(r"\*|(\*?\.)?[\w-]+(\.[\w-]+)*\.?", name))


def _entry(entry: str) -> tuple[str, int | None]:
    """Host and port; a scheme before them is left out, as are the brackets of an IPv6 address."""
    found = re.fullmatch(r"(\[[^\]]*\]|[^:]*):(\d+)", text := entry.strip().lower().rpartition("://")[2])
    name, port = (found[1], int(found[2])) if found else (text, None)
    return name.replace("[", "").replace("]", ""), port


def trusted() -> ssl.SSLContext:
    """The SSL context with the trusted certificates. Raises SourceError (setting)."""
    named = [name for name in TRUST if os.environ.get(name)]
    for name in named[:1]:  # the file takes precedence over the folder
        if not TRUST[name](Path(os.environ[name])):
            kind = "file" if name == "SSL_CERT_FILE" else "folder"
            raise SourceError("setting", f"{name} names no {kind} that is there: {os.environ[name]}")
    try:
        return httpx.create_ssl_context()
    except OSError:  # an ssl.SSLError is one
        where = named[0] if named else "the bundle of certifi"
        raise SourceError("setting", f"{where} holds no certificates that can be read") from None
