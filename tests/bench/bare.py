"""The floor of an address: a bare Starlette route of the same bytes, under the same server and limits as the board.

No middleware is around it: neither ours nor Streamlit's.
"""

import socket
import sys
from pathlib import Path

import msgspec
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dashboard.server import limits
from tests.bench.addresses import Answer

HEALTH = "/_stcore/health"


def app(answers: dict[str, Answer]) -> Starlette:
    return Starlette(routes=[Route(HEALTH, _healthy), *(Route(path, _same(one)) for path, one in answers.items())])


def _healthy(request: Request) -> Response:
    return Response(b"ok")


def _same(one: Answer):
    async def route(request: Request) -> Response:
        return Response(one.body, 200, one.headers)

    return route


def main(place: str, port: str) -> None:
    answers = msgspec.json.decode(Path(place).read_bytes(), type=dict[str, Answer])
    listening = socket.create_server(("127.0.0.1", int(port)))  # as Streamlit makes it
    server = uvicorn.Server(limits.Limited(app(answers), log_level="warning", lifespan="off"))
    server.run([listening])


if __name__ == "__main__":
    main(*sys.argv[1:])
