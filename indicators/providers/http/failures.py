"""Failures of requests as one sentence, with their cause, and whether they are transient."""

import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC
from email.utils import parsedate_to_datetime

import httpcore
import httpx

from indicators.providers import Kind, SourceError, redact
from indicators.providers.http import environment, limits, pace
from indicators.providers.http.environment import Proxy

PASSING = {408, 425, 429, 500, 502, 503, 504}
KINDS: dict[int, Kind] = {401: "refused", 403: "refused", 404: "missing", 410: "missing", 429: "busy"}
UNTRUSTED = "its certificate is not trusted by those of SSL_CERT_FILE, or the usual ones without it"
#: All errors of a request. Connections are httpcore's, whose errors have no common base.
FAULTS = (
    httpx.HTTPError,
    httpcore.NetworkError,
    httpcore.TimeoutException,
    httpcore.ProtocolError,
    httpcore.ProxyError,
    httpcore.UnsupportedProtocol,
    httpcore.ConnectionNotAvailable,
)


class Passing(SourceError):
    """A transient failure; `after` is the host's Retry-After in seconds."""

    after: float | None = None


@contextmanager
def named(url: httpx.URL) -> Iterator[Proxy | None]:
    """Context that turns errors into a SourceError naming the host of `url`, or its proxy, which is yielded.

    Raises SourceError (setting) for an invalid proxy.
    """
    proxy = environment.proxy(url)
    try:
        yield proxy
    except FAULTS as error:
        if isinstance(error, httpcore.ConnectError) and not isinstance(_cause(error), ssl.SSLError):
            pace.lost(way(url, proxy))
        raise _broken_off(url.netloc.decode(), error, proxy) from None


def way(url: httpx.URL, proxy: Proxy | None) -> str:
    """The name of the first hop of an address: its proxy or, without one, its host."""
    return proxy.at if proxy else url.netloc.decode()


def refusal(url: httpx.URL, response: httpx.Response, proxy: Proxy | None) -> SourceError:
    """The error for an unexpected status."""
    host, status = url.netloc.decode(), response.status_code
    if status == 407 and proxy:
        return _by_proxy(host, "407", proxy)
    through = f", asked through {proxy}" if proxy and url.scheme == "http" else ""
    said = f"{host} answered {status} {redact(response.reason_phrase, 40)}".rstrip() + through
    kind = KINDS.get(status, "broken")
    if status not in PASSING:
        return SourceError(kind, said)
    if after := _after(response.headers.get("Retry-After", "")):
        wish = pace.rest(host, after)
        said += f"; {wish}" if after > limits.patience.longest_wait else ""
    error = Passing(kind, said)
    error.after = after
    return error


def _after(header: str) -> float | None:
    """Seconds of a Retry-After, given in seconds or as a date."""
    if header.strip().isdecimal():
        return float(header)
    try:
        moment = parsedate_to_datetime(header)
        return max(0.0, (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() - time.time())
    except (ValueError, OverflowError):
        return None


def _broken_off(host: str, error: Exception, proxy: Proxy | None) -> SourceError:
    through = f" through {proxy}" if proxy else ""
    if limits.remaining() <= 0:
        return SourceError("late", f"{host} had not answered by the deadline")
    if isinstance(error, httpx.TimeoutException | httpcore.TimeoutException):
        return Passing("late", f"{host} did not answer in time{through}")
    if isinstance(error, httpx.UnsupportedProtocol | httpcore.UnsupportedProtocol):
        return SourceError("broken", f"{host or 'what is set as a base address'} is no address to ask")
    if isinstance(error, httpcore.ProxyError) and proxy:
        return _by_proxy(host, redact(str(error), 80), proxy)
    if isinstance(error, httpcore.ConnectError):
        return _unreached(host, _cause(error), proxy)
    if isinstance(error, httpcore.RemoteProtocolError) and "without sending complete" in str(error):
        return Passing("broken", f"{host} broke off in the middle of its answer")
    if isinstance(error, httpcore.NetworkError | httpcore.RemoteProtocolError):
        return Passing("unreachable", f"{host} closed the connection")
    return SourceError("broken", f"{host} sent an answer that cannot be read ({type(error).__name__})")


def _cause(error: Exception) -> object:
    """The underlying error of the system, which httpcore wraps without its chain of causes."""
    return error.args[0] if error.args else None


def _unreached(host: str, cause: object, proxy: Proxy | None) -> SourceError:
    """The error for a failed connection: certificate, TLS, or no answer. Before TLS only the proxy is involved."""
    through = f" through {proxy}" if proxy else ""
    if isinstance(cause, ssl.SSLCertVerificationError):
        why = redact(cause.verify_message, 80).rstrip(".")
        return SourceError(
            "unreachable",
            f"{host} cannot be asked{through}: {UNTRUSTED} ({why})",
        )
    if isinstance(cause, ssl.SSLError) and not isinstance(cause, ssl.SSLEOFError):
        return SourceError("unreachable", f"{host} cannot be asked{through}: no TLS ({cause.reason or 'handshake'})")
    if proxy and not isinstance(cause, ssl.SSLError):
        return Passing("unreachable", f"{host} cannot be asked: {proxy} cannot be reached")
    return Passing("unreachable", f"{host} cannot be reached{through}")


def _by_proxy(host: str, said: str, proxy: Proxy) -> SourceError:
    """The error for a proxy's refusal: an HTTP status and reason, or those of SOCKS."""
    status = int(said[:3]) if said[:3].isdecimal() else 0
    if status == 407 or "password" in said or "AUTH" in said:
        return SourceError(
            "refused", f"{host} cannot be asked: {proxy} wants a name and a password, or others ({said})"
        )
    if status in PASSING or ("could not connect" in said and "not allowed" not in said):
        return Passing("unreachable", f"{host} cannot be asked: {proxy} could not reach it ({said})")
    return SourceError("refused", f"{host} cannot be asked: {proxy} does not let it through ({said})")
