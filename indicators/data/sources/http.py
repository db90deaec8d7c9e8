"""The one HTTP client of the process: every provider is asked through it, from any thread.

It keeps connections, paces each host, retries what may pass (connection errors, 408, 425, 429,
5xx), honours Retry-After, and holds a deadline that covers all pages and retries of a series. A
redirect to another host is refused, a body has a largest size (unpacked, too), and no key gets
into a message or a log. Failures are `SourceError`s.
"""

import logging
import os
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import cache
from threading import Lock
from typing import Any

import httpcore
import httpx
import stamina
import stamina.instrumentation

from indicators.data.sources import Kind, SourceError, redact
from indicators.data.sources.body import Body

# Both log whole URLs and headers, and some providers take their key in the URL.
logging.getLogger("httpx").setLevel(logging.WARNING)
logging.getLogger("httpcore").setLevel(logging.WARNING)
# A retry is no news: what comes of it is reported once, with its cause.
stamina.instrumentation.set_on_retry_hooks(())

NAME = "Claimboard/0.1"
#: Requests a second that a host allows, or that is polite. A host not named here is a mirror of one's own.
#: `CLAIMBOARD_RATE` puts another number in place of all of them, 0 none.
RATES = {
    "api.stlouisfed.org": 2.0,
    "fred.stlouisfed.org": 5.0,
    "cdn.cboe.com": 5.0,
    "data.sec.gov": 8.0,
    "api.eia.gov": 5.0,
    "api.fiscaldata.treasury.gov": 5.0,
    "markets.newyorkfed.org": 5.0,
    "www.federalreserve.gov": 5.0,
    "publicreporting.cftc.gov": 5.0,
    "api.bls.gov": 0.5,
    "raw.githubusercontent.com": 5.0,
    "ourworldindata.org": 5.0,
    "api.census.gov": 5.0,
    "api.exchange.coinbase.com": 5.0,
}
PASSING = {408, 425, 429, 500, 502, 503, 504}
MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Patience:
    """How long a provider is waited for, in seconds; tests make it short."""

    #: For one series: all its pages, retries and waits. `CLAIMBOARD_DEADLINE` changes it.
    deadline: float = 120.0
    connect: float = 5.0
    #: Between two pieces of an answer.
    read: float = 60.0
    attempts: int = 4
    #: Before the first retry, then doubled, with as much again at random.
    first_wait: float = 0.5
    #: A host that asks to be left alone for longer than this is left alone.
    longest_wait: float = 60.0
    largest: int = 64 * MEGABYTE


patience = Patience()
_until: ContextVar[float | None] = ContextVar("until", default=None)


@contextmanager
def deadline() -> Iterator[None]:
    """What is asked inside ends, all together, by the deadline."""
    token = _until.set(time.monotonic() + _setting("CLAIMBOARD_DEADLINE", patience.deadline))
    try:
        yield
    finally:
        _until.reset(token)


def _setting(name: str, default: float) -> float:
    text = os.environ.get(name, "").strip()
    try:
        return float(text) if text else default
    except ValueError:
        raise SourceError("broken", f"{name} must be a number, not {text[:40]!r}") from None


def remaining() -> float:
    """Seconds left before the deadline; 0 when it has passed."""
    until = _until.get()
    return patience.deadline if until is None else max(0.0, until - time.monotonic())


@contextmanager
def turn(lock: Lock, host: str) -> Iterator[None]:
    """Hold a lock that keeps requests to a host one at a time; SourceError (late) if it is not had by the deadline."""
    if not lock.acquire(timeout=remaining()):
        raise SourceError("late", f"{host} was still busy with another series at the deadline")
    try:
        yield
    finally:
        lock.release()


class _Passing(SourceError):
    """A failure that may pass; `after` is how long the host asked to wait."""

    after: float | None = None


class _Pace:
    """Keeps requests to one host apart, over all threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._free: dict[str, float] = {}

    def wait(self, host: str) -> None:
        rate = _setting("CLAIMBOARD_RATE", RATES.get(host, 0.0))
        if not rate:
            return
        with self._lock:
            turn = max(time.monotonic(), self._free.get(host, 0.0))
            if turn - time.monotonic() > remaining():
                raise SourceError("late", f"{host} allows {rate:g} requests a second, and the turn came too late")
            self._free[host] = turn + 1 / rate
        time.sleep(max(0.0, turn - time.monotonic()))


class _Watched(httpcore.NetworkStream):
    """A connection that no single slow read or write can keep past the deadline.

    httpx bounds the wait for each piece of an answer, so one byte a second would never end.
    """

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _bounded(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _bounded(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(self, *args: Any, **named: Any) -> httpcore.NetworkStream:
        return _Watched(self._stream.start_tls(*args, **named))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _Backend(httpcore.SyncBackend):
    def connect_tcp(self, *args: Any, **named: Any) -> httpcore.NetworkStream:
        return _Watched(super().connect_tcp(*args, **named))


def _bounded(timeout: float | None) -> float:
    left = remaining()
    if left <= 0:
        raise httpcore.ReadTimeout("the deadline has passed")
    return left if timeout is None else min(left, timeout)


_pace = _Pace()
#: Hosts that could not be reached, and until when each series asks them once only: offline, a refresh ends soon.
_down: dict[bytes, float] = {}
DOWN = 60.0


@cache
def client() -> httpx.Client:
    """The client of this process; it also takes proxies from the environment."""
    made = httpx.Client(
        headers={"Accept-Encoding": "gzip"}, limits=httpx.Limits(max_connections=32, max_keepalive_connections=16)
    )
    for transport in (made._transport, *made._mounts.values()):
        if isinstance(transport, httpx.HTTPTransport):
            transport._pool._network_backend = _Backend()  # httpx has no argument for it
    return made


def ask(
    url: str,
    params: Mapping[str, Any] | None = None,
    *,
    form: str,
    json: Any = None,
    agent: str | None = NAME,
    also: Collection[int] = (),
) -> Body:
    """GET (or POST `json`) and return the body, which is of the `form` "json", "csv", "xml" or "zip".

    Statuses in `also` are returned like 200. `agent` None leaves the library's own User-Agent.
    Raises SourceError.
    """
    headers = {"User-Agent": agent} if agent else {}
    try:
        request = client().build_request("POST" if json else "GET", url, params=params, json=json, headers=headers)
    except httpx.InvalidURL:
        raise SourceError("broken", f"{redact(url, 80)!r} is no address to ask") from None
    for attempt in stamina.retry_context(
        on=_worth_another,
        attempts=1 if _down.get(request.url.netloc, 0.0) > time.monotonic() else patience.attempts,
        timeout=max(0.001, remaining()),
        wait_initial=patience.first_wait,
        wait_max=patience.longest_wait,
        wait_jitter=patience.first_wait,
    ):
        with attempt:
            return _once(request, form, also)
    raise AssertionError("stamina either returns or raises")


def _worth_another(error: Exception) -> bool | float:
    if not isinstance(error, _Passing) or remaining() <= 0:
        return False
    if error.after is None:
        return True
    return error.after if error.after <= min(patience.longest_wait, remaining()) else False


def _once(request: httpx.Request, form: str, also: Collection[int]) -> Body:
    host = request.url.netloc.decode()
    _pace.wait(request.url.host)
    try:
        response = _follow(request)
        try:
            if response.status_code != 200 and response.status_code not in also:
                raise _refusal(host, response)
            return Body(
                _read(host, response), host, form, response.headers.get("Content-Type", ""), response.status_code
            )
        finally:
            response.close()
    except httpx.HTTPError as error:
        if isinstance(error, httpx.ConnectError):
            _down[request.url.netloc] = time.monotonic() + DOWN
        raise _broken_off(host, error) from None


def _follow(request: httpx.Request) -> httpx.Response:
    """Send, and follow redirects that stay on the host."""
    step, host = request, request.url.netloc.decode()
    for _ in range(4):
        step.extensions["timeout"] = httpx.Timeout(
            min(patience.read, max(0.001, remaining())), connect=min(patience.connect, max(0.001, remaining()))
        ).as_dict()
        response = client().send(step, stream=True)
        _down.pop(request.url.netloc, None)
        if response.next_request is None:
            return response
        response.close()
        step = response.next_request
        if step.url.netloc != request.url.netloc or (step.url.scheme, request.url.scheme) == ("http", "https"):
            raise SourceError("broken", f"{host} leads elsewhere, to {step.url.host}, and is not followed there")
    raise SourceError("broken", f"{host} leads in a circle")


def _read(host: str, response: httpx.Response) -> bytes:
    coding = response.headers.get("Content-Encoding", "identity")
    if coding not in ("identity", "gzip", "deflate"):  # one on top of another unpacks without bound
        raise SourceError("broken", f"{host} sent its answer packed as {redact(coding, 40)!r}, which was not asked for")
    content = bytearray()
    for piece in response.iter_bytes():
        content += piece
        if len(content) > patience.largest:
            raise SourceError("broken", f"{host} sent more than {patience.largest / MEGABYTE:.4g} MB")
    return bytes(content)


def _refusal(host: str, response: httpx.Response) -> SourceError:
    status = response.status_code
    kinds: dict[int, Kind] = {401: "refused", 403: "refused", 404: "missing", 410: "missing", 429: "busy"}
    error = (_Passing if status in PASSING else SourceError)(
        kinds.get(status, "broken"), f"{host} answered {status} {redact(response.reason_phrase, 40)}".rstrip()
    )
    if isinstance(error, _Passing):
        error.after = _after(response.headers.get("Retry-After", ""))
    return error


def _after(header: str) -> float | None:
    """Seconds that a Retry-After asks for, given in seconds or as a date."""
    if header.strip().isdecimal():
        return float(header)
    try:
        return max(0.0, parsedate_to_datetime(header).timestamp() - time.time())
    except ValueError:
        return None


def _broken_off(host: str, error: httpx.HTTPError) -> SourceError:
    if remaining() <= 0:
        return SourceError("late", f"{host} had not answered by the deadline")
    if isinstance(error, httpx.TimeoutException):
        return _Passing("late", f"{host} did not answer in time")
    if isinstance(error, httpx.UnsupportedProtocol):
        return SourceError("broken", f"{host or 'what is set as a base address'} is no address to ask")
    if isinstance(error, httpx.ConnectError):
        return _Passing("unreachable", f"{host} cannot be reached")
    if isinstance(error, httpx.RemoteProtocolError) and "without sending complete" in str(error):
        return _Passing("broken", f"{host} broke off in the middle of its answer")
    if isinstance(error, httpx.NetworkError | httpx.RemoteProtocolError):
        return _Passing("unreachable", f"{host} closed the connection")
    return SourceError("broken", f"{host} sent an answer that cannot be read ({type(error).__name__})")
