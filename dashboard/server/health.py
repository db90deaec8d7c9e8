"""Liveness, readiness and metrics, for the operator."""

import asyncio
import hmac
import logging
import os
import time
from collections import Counter as Tally
from dataclasses import asdict, dataclass, field
from functools import lru_cache

from prometheus_client import CONTENT_TYPE_LATEST, Counter, Gauge, Histogram, disable_created_metrics, generate_latest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboard.server.journal import Exchange
from indicators.catalogue import catalogue
from indicators.store.store import StoreError

_LOG = logging.getLogger(__name__)
#: The variable with the bearer token for metrics; without it metrics are disabled.
TOKEN = "CLAIMBOARD_METRICS_TOKEN"
#: Seconds that a result is cached, and the timeout of an examination.
KEPT, PATIENCE = 5, 5
PROBES = ("healthz", "readyz", "metrics")

disable_created_metrics()
_ANSWERS = Counter("claimboard_requests", "Requests answered.", ["method", "status"])
_SECONDS = Histogram("claimboard_request_seconds", "Time to the end of an answer.")
_BYTES = Counter("claimboard_sent_bytes", "Bytes of answers and of websockets.")
_OPEN = Gauge("claimboard_websockets_open", "Readers connected.")
_READY = Gauge("claimboard_ready", "1 when the last look at readiness found nothing amiss.")
_CLAIMS = Gauge("claimboard_claims", "Claims by status, at the last look at readiness.", ["status"])


@lru_cache(maxsize=256)  # to look a counter up takes longer than to count
def _answers(method: str, status: int) -> Counter:
    return _ANSWERS.labels(method if method in ("GET", "HEAD", "WEBSOCKET") else "other", status)


class Counts:
    """Counters of requests and websockets."""

    def opened(self) -> None:
        _OPEN.inc()

    def add(self, one: Exchange) -> None:
        _BYTES.inc(one.bytes)
        if one.status == 101:
            return _OPEN.dec()
        _answers(one.about["method"], one.status).inc()
        _SECONDS.observe(one.seconds)


@dataclass(frozen=True)
class Readiness:
    """Whether the board can be served, with a sentence that reveals nothing of the machine."""

    ready: bool
    says: str
    #: Number of claims by status, and those with a fault.
    claims: dict[str, int] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)


def examine() -> Readiness:
    """Read the store and judge all claims, from caches. May take seconds after new figures: not for the event loop."""
    from dashboard.session import state  # with pandas: 0.5 s that the first answer does not wait for

    try:
        state.store().revision()
        found = state.findings()
    except StoreError as error:
        _LOG.error("not ready: %s", error)
        return Readiness(False, "the store cannot be read; the log says why")
    except Exception:
        _LOG.exception("not ready")
        return Readiness(False, "the claims cannot be judged; the log says why")
    tally = Tally(str(finding.status) for finding in found.values())
    errors = [id for id, finding in found.items() if str(finding.status) == "error"]
    missing = len(catalogue.claims()) - len(found)
    says = f"{len(found) - len(errors)} of {len(catalogue.claims())} claims judged"
    return Readiness(not missing, says, dict(tally), errors)


class Watch:
    """A cached readiness, examined once at a time for all callers."""

    def __init__(self) -> None:
        self._look: asyncio.Task[Readiness] | None = None
        self._at = 0.0

    async def found(self) -> Readiness:
        """The readiness, in bounded time."""
        if not self._look or (self._look.done() and time.monotonic() - self._at > KEPT):
            self._look, self._at = asyncio.create_task(asyncio.to_thread(examine)), time.monotonic()
        try:
            found = await asyncio.wait_for(asyncio.shield(self._look), PATIENCE)
        except TimeoutError:
            found = Readiness(False, "the claims are being judged, or the store does not answer")
        _READY.set(found.ready)
        _CLAIMS.clear()
        for status, count in found.claims.items():
            _CLAIMS.labels(status).set(count)
        return found


def routes(root: str) -> list[Route]:
    """The operator's paths, below the root of the board."""
    watch = Watch()

    async def alive(request: Request) -> Response:
        return JSONResponse({"alive": True}, headers=_FRESH)

    async def ready(request: Request) -> Response:
        found = await watch.found()
        return JSONResponse(asdict(found), 200 if found.ready else 503, _FRESH)

    async def metrics(request: Request) -> Response:
        if not _may_count(request):
            return Response("There are no metrics here for who shows no token.\n", 404, _FRESH)
        await watch.found()
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST, headers=_FRESH)

    return [Route(f"{root}/{path}", answer) for path, answer in zip(PROBES, (alive, ready, metrics), strict=True)]


_FRESH = {"cache-control": "no-store"}


def _may_count(request: Request) -> bool:
    secret = os.environ.get(TOKEN, "").strip()
    shown = request.headers.get("authorization", "").encode("latin-1")
    return bool(secret) and hmac.compare_digest(shown, f"Bearer {secret}".encode())
