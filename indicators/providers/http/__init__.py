"""The one HTTP client of the process, for every provider and any thread.

It keeps connections, limits the rate of each host, retries transient failures (connection errors, 408,
425, 429, 5xx), honours Retry-After, and keeps a deadline for all pages and retries of a series. A
redirect to another host is refused, a body has a maximum size (uncompressed, too), and no key gets
into a message or a log. Failures are `SourceError`s.

    limits        timeouts and sizes
    pace          rate limits
    environment   proxies and certificates
    network       connections
    failures      errors in sentences
"""

import logging
import zlib
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from functools import cache
from typing import Any

import httpx
import stamina
import stamina.instrumentation

from indicators.providers import SourceError, redact
from indicators.providers.http import environment, failures, limits, network, pace
from indicators.providers.http.limits import MEGABYTE, deadline, remaining, turn
from indicators.providers.response import Body

__all__ = [
    "NAME",
    "ask",
    "deadline",
    "environment",
    "failures",
    "limits",
    "pace",
    "ready",
    "remaining",
    "tell",
    "turn",
]

# Both log whole URLs and headers, and some providers take their key in the URL.
logging.getLogger("httpx").setLevel(logging.WARNING)
logging.getLogger("httpcore").setLevel(logging.WARNING)
# Retries are not logged: the final outcome is reported once, with its cause.
stamina.instrumentation.set_on_retry_hooks(())

NAME = "Claimboard/0.1"


@cache
def client() -> httpx.Client:
    """The client of this process. Raises SourceError (setting) where its certificates cannot be read."""
    return httpx.Client(headers={"Accept-Encoding": "gzip"}, transport=network.Network(), trust_env=False)


def ready(addresses: Iterable[str]) -> None:
    """Raise SourceError (setting) for an invalid setting that affects these addresses."""
    client()
    limits.allowed()
    pace.rate("")
    for address in addresses:
        with suppress(httpx.InvalidURL):  # reported for its own provider only
            environment.proxy(address)


def ask(
    url: str,
    params: Mapping[str, Any] | None = None,
    *,
    form: str,
    json: Any = None,
    agent: str | None = NAME,
    also: Collection[int] = (),
) -> Body:
    """GET (or POST `json`) and return the body, which is of the `form` "json", "csv", "xml", "zip" or "xlsx".

    Statuses in `also` are returned like 200. `agent` None leaves the library's own User-Agent.
    Raises SourceError.
    """
    headers = {"User-Agent": agent} if agent else {}
    try:
        request = client().build_request("POST" if json else "GET", url, params=params, json=json, headers=headers)
    except httpx.InvalidURL:
        raise SourceError("broken", f"{redact(url, 80)!r} is no address to ask") from None
    for attempt in _attempts(request):
        with attempt:
            return _once(request, form, also)
    raise AssertionError("stamina either returns or raises")


def tell(url: str, told: Any, key: str = "") -> None:
    """POST JSON, for a notification; any status from 200 to 299 is a success. Transient failures are tried again.

    `key` lets the receiver tell a repetition, for an answer may be lost after it has acted. Raises SourceError, which
    names the host only: the rest of the address may be a secret.
    """
    headers = {"User-Agent": NAME} | ({"Idempotency-Key": key} if key else {})
    try:
        request = client().build_request("POST", url, json=told, headers=headers)
    except (httpx.InvalidURL, UnicodeError):
        raise SourceError("broken", "the address to be told is not one") from None
    with deadline():
        for attempt in _attempts(request):
            with attempt:
                _post(request)


def _attempts(request: httpx.Request) -> Iterable[stamina.Attempt]:
    """Tries of a request, each with the wait before it, as long as the deadline leaves."""
    patience, first = limits.patience, failures.way(request.url, environment.proxy(request.url))
    return stamina.retry_context(
        on=_worth_another,
        attempts=pace.tries(first),
        timeout=max(0.001, remaining()),
        wait_initial=patience.first_wait,
        wait_max=patience.longest_wait,
        wait_jitter=patience.first_wait,
    )


def _post(request: httpx.Request) -> None:
    request.extensions["timeout"] = _timeout(limits.patience.connect * 2)
    with failures.named(request.url) as proxy:
        response = client().send(request, stream=True)
        response.close()
    if not response.is_success:
        raise failures.refusal(request.url, response, proxy)


def _worth_another(error: Exception) -> bool | float:
    if not isinstance(error, failures.Passing) or remaining() <= 0:
        return False
    if error.after is None:
        return True
    return error.after if error.after <= min(limits.patience.longest_wait, remaining()) else False


def _once(request: httpx.Request, form: str, also: Collection[int]) -> Body:
    host = request.url.netloc.decode()
    pace.wait_for_rest(host)
    pace.wait(request.url.host)
    with failures.named(request.url) as proxy:
        response = _follow(request)
        pace.found(failures.way(request.url, proxy))
        try:
            if response.status_code != 200 and response.status_code not in also:
                raise failures.refusal(request.url, response, proxy)
            media = response.headers.get("Content-Type", "")
            return Body(_read(host, response), host, form, media, response.status_code, _is_measured(response))
        finally:
            response.close()


def _is_measured(response: httpx.Response) -> bool:
    """Whether the response states its length or end, so that a truncated one is an error already."""
    return "Content-Length" in response.headers or "chunked" in response.headers.get("Transfer-Encoding", "")


def _timeout(read: float) -> dict[str, float | None]:
    left = max(0.001, remaining())
    return httpx.Timeout(min(read, left), connect=min(limits.patience.connect, left)).as_dict()


def _follow(request: httpx.Request) -> httpx.Response:
    """Send, and follow redirects within the host."""
    step, host = request, request.url.netloc.decode()
    for _ in range(4):
        step.extensions["timeout"] = _timeout(limits.patience.read)
        response = client().send(step, stream=True)
        if response.next_request is None:
            return response
        response.close()
        step = response.next_request
        if step.url.netloc != request.url.netloc or (step.url.scheme, request.url.scheme) == ("http", "https"):
            raise SourceError("broken", f"{host} leads elsewhere, to {step.url.host}, and is not followed there")
    raise SourceError("broken", f"{host} leads in a circle")


def _read(host: str, response: httpx.Response) -> bytes:
    coding = response.headers.get("Content-Encoding", "identity")
    if coding not in ("identity", "gzip", "deflate"):  # nested codings decompress without bound
        raise SourceError("broken", f"{host} sent its answer packed as {redact(coding, 40)!r}, which was not asked for")
    unpack = zlib.decompressobj(zlib.MAX_WBITS | 32) if coding != "identity" else None
    content = bytearray()
    for piece in response.iter_raw():
        try:
            content += unpack.decompress(piece) if unpack else piece
        except zlib.error:
            raise SourceError("broken", f"{host} sent an answer that cannot be unpacked") from None
        if len(content) > limits.patience.largest:
            raise SourceError("broken", f"{host} sent more than {limits.patience.largest / MEGABYTE:.4g} MB")
    if unpack and not unpack.eof:
        raise failures.Passing("broken", f"{host} broke off in the middle of its answer")
    return bytes(content)
