"""The transport: connections, direct or by proxy, that cannot outlast the deadline.

httpx sends, redirects and decompresses; connections are httpcore's, which accepts a custom network backend.
"""

from collections.abc import Iterator
from threading import Lock
from typing import Any

import httpcore
import httpx
from socksio.exceptions import SOCKSError

from indicators.providers.http import environment, limits
from indicators.providers.http.environment import Proxy

#: Maximum of connections, of idle ones, and seconds that those are kept.
POOL = {"max_connections": 32, "max_keepalive_connections": 16, "keepalive_expiry": 5.0}


class Network(httpx.BaseTransport):
    """An httpx transport with the environment's proxies. Raises SourceError (setting) and httpcore's errors."""

    def __init__(self) -> None:
        self._trusted = environment.trusted()
        self._lock = Lock()
        self._pools: dict[Proxy | None, httpcore.ConnectionPool] = {}

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        pool = self._pool(environment.proxy(request.url))
        url = request.url
        asked = httpcore.Request(
            request.method,
            httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        try:
            answer = pool.handle_request(asked)
        except (SOCKSError, AssertionError):  # httpcore assumes a SOCKS proxy there
            raise httpcore.ProxyError("no answer of SOCKS") from None
        return httpx.Response(
            answer.status, headers=answer.headers, stream=_Stream(answer), extensions=answer.extensions
        )

    def _pool(self, proxy: Proxy | None) -> httpcore.ConnectionPool:
        with self._lock:
            if proxy not in self._pools:
                self._pools[proxy] = self._made(proxy)
            return self._pools[proxy]

    def _made(self, proxy: Proxy | None) -> httpcore.ConnectionPool:
        named: dict[str, Any] = {"ssl_context": self._trusted, "network_backend": _Backend(), **POOL}
        if proxy is None:
            return httpcore.ConnectionPool(**named)
        url = proxy.url
        named["proxy_url"] = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target="/")
        if url.userinfo:
            named["proxy_auth"] = (url.username.encode(), url.password.encode())
        if url.scheme.startswith("socks"):
            return httpcore.SOCKSProxy(**named)
        return httpcore.HTTPProxy(**named, proxy_ssl_context=self._trusted if url.scheme == "https" else None)


class _Stream(httpx.SyncByteStream):
    """The body of a response, streamed."""

    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


class _Watched(httpcore.NetworkStream):
    """A connection whose reads and writes end by the deadline.

    httpx limits only the wait for each chunk, so one byte a second would never end.
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
    left = limits.remaining()
    if left <= 0:
        raise httpcore.ReadTimeout("the deadline has passed")
    return left if timeout is None else min(left, timeout)
