"""The addresses as routes of the server: conditional requests, caching, other origins, and refusals in a sentence."""

import asyncio
from collections.abc import Callable, Hashable
from hashlib import sha256
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dashboard.api import asked as requests
from dashboard.api.addresses import ADDRESSES, CSV, HTML, JSON, PNG, SVG, TEXT, Address, Answer
from dashboard.api.asked import Asked, Refused
from dashboard.api.deferred import MARK
from dashboard.api.desk import Desk, mark
from dashboard.api.paths import FOLDERS
from dashboard.exports import bundle, text_card
from dashboard.i18n.locale import speaking, translate
from dashboard.templates import render
from dashboard.urls import access, links
from indicators.judging import faults
from indicators.store.store import StoreError

#: For how long an answer may be used without asking: until it changes, and of one that names its figures for ever.
CHANGING, FOREVER, NEVER = "public, max-age=300", "public, max-age=31536000, immutable", "no-store"


def routes(root: str, is_private: bool, desk: Desk) -> list[Route]:
    """The addresses below the root of the board. Other origins may read them unless it is for this machine alone."""
    found = [Route(root + one.path, Counter(one, desk, root, is_private)) for one in ADDRESSES]
    missing = [Route(f"{root}/{folder}{{rest:path}}", Missing(is_private)) for folder in FOLDERS]
    return [*found, *missing]


class Counter:
    """Answers one address. A class, for Starlette lets a route of one answer any method."""

    def __init__(self, address: Address, desk: Desk, root: str, is_private: bool) -> None:
        self.address, self.desk, self.root, self.is_private = address, desk, root, is_private

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        request = Request(scope, receive)
        answer = await self._answer(request)
        answer.headers.update(_open(self.is_private) | _framed(self.address.framed))
        await answer(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        language = requests.spoken(request)
        with speaking(language):
            try:
                if refused := _method(request):
                    return refused
                return await self._found(request)
            except Refused as refusal:
                return _refusal(refusal, self.address.media)
            except StoreError:
                why = translate("The figures cannot be read at the moment; the log of who runs this server says why.")
                return _refusal(Refused(503, why), self.address.media)
            except Exception as error:
                fault = faults.note(f"the address {self.address.path}", error)
                return _refusal(
                    Refused(500, translate("could not be computed: {fault}", fault=fault)), self.address.media
                )

    async def _found(self, request: Request) -> Response:
        now = await self.desk.now()
        asked = requests.read(request, now, self.root, self.address.negotiates)
        key, make = await _job(self.address, asked, request.path_params.get("id", ""))
        tag = f'"{sha256(repr((bundle.software(), key)).encode()).hexdigest()[:32]}"'
        headers = {"cache-control": FOREVER if asked.frozen else CHANGING} | _vary(asked)
        if tag in request.headers.get("if-none-match", ""):
            return Response(None, 304, headers | {"etag": tag})
        peer = request.client.host if request.client else ""
        content, is_final = await self.desk.content(key, make, peer)
        if is_final and self.address.lasts and MARK in request.scope:
            request.scope[MARK].mark = mark(now)
        own = headers | {"etag": tag} if is_final else {"cache-control": NEVER}
        return Response(content, 200, own, self.address.media)


async def _job(address: Address, asked: Asked, id: str) -> tuple[Hashable, Callable[[], Answer]]:
    """The same, in a thread where it may have to look up a text in every language."""
    if len(asked.texts) > len(set(asked.texts) & {"asof", "data", "lang"}):
        return await asyncio.to_thread(job, address, asked, id)
    return job(address, asked, id)


def job(address: Address, asked: Asked, id: str) -> tuple[Hashable, Callable[[], Answer]]:
    """What identifies an answer, and what makes it. Raises Refused."""
    same, make = address.prepare(asked, id)

    def made() -> Answer:
        links.read_at(f"{asked.base}/")
        with speaking(asked.language):
            return make()

    return (address.path, same, *asked.key), made


class Missing:
    """Says that nothing is at an address below one of our folders."""

    def __init__(self, is_private: bool) -> None:
        self.is_private = is_private

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        request = Request(scope, receive)
        with speaking(requests.spoken(request)):
            refusal = Refused(404, translate("There is no page at this address."))
            answer = _method(request) or _refusal(refusal, _media(request.url.path))
        answer.headers.update(_open(self.is_private) | _framed(False))
        await answer(scope, receive, send)


def _media(path: str) -> str:
    """The format that the end of a path asks for."""
    known = {"json": JSON, "csv": CSV, "svg": SVG, "png": PNG}
    return known.get(path.rpartition(".")[2], TEXT)


def _method(request: Request) -> Response | None:
    """The answer to another method than GET and HEAD: to the question that a browser asks before, and a refusal."""
    if request.method == "OPTIONS":
        return Response(None, 204, _ALLOWED | {"access-control-max-age": "86400"})
    if request.method not in ("GET", "HEAD"):
        refusal = Refused(405, translate("This address is only read: by GET or HEAD."), {"allow": "GET, HEAD, OPTIONS"})
        return _refusal(refusal, TEXT)
    return None


def _refusal(refusal: Refused, media: str) -> Response:
    """A refusal in the format asked for."""
    said = refusal.sentence
    if media == JSON:
        content = bundle.dumped({"error": said}).encode()
    elif media == CSV:
        content = bundle.table([["Error"], [said]]).encode()
    elif media in (SVG, PNG):
        content = text_card.notice(said, "svg" if media == SVG else "png")
    elif media == HTML:
        content = render("notice.html", said=said, home="../", board=translate("Board")).encode()
    else:
        content, media = f"{said}\n".encode(), TEXT
    return Response(content, refusal.status, refusal.headers | {"cache-control": NEVER}, media)


def _vary(asked: Asked) -> dict[str, str]:
    return {"vary": "accept-language"} if asked.negotiated else {}


_ALLOWED = {"access-control-allow-methods": "GET, HEAD, OPTIONS", "access-control-allow-headers": "If-None-Match"}


def _open(is_private: bool) -> dict[str, str]:
    """Headers by which pages of other origins may read an answer and show it."""
    if is_private:
        return {}
    shown = {"access-control-allow-origin": "*", "access-control-expose-headers": "ETag"}
    return shown | {"cross-origin-resource-policy": "cross-origin"}


def _framed(is_framed: bool) -> dict[str, str]:
    """The policy of an answer: nothing runs in it, and who may frame it is said."""
    ours = "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    who = access.framers() if is_framed else "'none'"
    return {"content-security-policy": f"{ours}; frame-ancestors {who}"}
