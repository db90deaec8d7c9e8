"""Answers of addresses that are kept: the same as before, of the same figures, to whoever asks alike."""

import asyncio
from collections.abc import Hashable
from typing import Any

import pytest

from dashboard.api.deferred import MARK
from dashboard.server.headers import Headers
from dashboard.server.kept import Kept

PATH = "/claims/x.json"


class Inner:
    """Answers with how often it was asked, and notes of which figures."""

    def __init__(self, *, status: int = 200, vary: bytes = b"", lasts: bool = True, size: int = 0) -> None:
        self.status, self.vary, self.lasts, self.size = status, vary, lasts, size
        self.mark: Hashable = 1
        self.asked = 0

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        self.asked += 1
        if self.lasts and MARK in scope:
            scope[MARK].mark = self.mark
        body = f"{self.asked}".encode().rjust(self.size)
        headers = [(b"content-type", b"text/plain"), (b"content-length", b"%d" % len(body)), (b"vary", self.vary)]
        headers.append((b"etag", b'"%d"' % self.asked))
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": body})


class Addresses:
    def __init__(self, inner: Inner) -> None:
        self.inner = inner

    async def mark(self) -> Hashable:
        return self.inner.mark


class Client:
    def __init__(self, inner: Inner, most: int = 1_000_000) -> None:
        self.kept = Headers(Kept(inner, "", Addresses(inner), most))  # type: ignore[arg-type]

    def __call__(
        self, path: str = PATH, method: str = "GET", scheme: str = "http", query: bytes = b"", **headers: str
    ) -> tuple[int, bytes, dict[bytes, bytes]]:
        said = {"host": "board.example.org"} | {name.replace("_", "-"): value for name, value in headers.items()}
        scope = {
            "type": "http",
            "method": method,
            "path": path,
            "query_string": query,
            "scheme": scheme,
            "headers": [(name.encode(), value.encode()) for name, value in said.items()],
        }
        got: list[dict[str, Any]] = []

        async def send(message: dict[str, Any]) -> None:
            got.append(message)

        asyncio.run(self.kept(scope, None, send))  # type: ignore[arg-type]
        return got[0]["status"], b"".join(one.get("body", b"") for one in got[1:]), dict(got[0]["headers"])


def test_what_was_asked_for_before_is_answered_alike():
    inner = Inner()
    ask = Client(inner)
    assert ask() == ask() == ask(method="HEAD") and inner.asked == 1
    assert ask(if_none_match='"1"')[:2] == (304, b"") and b"content-type" not in ask(if_none_match='"1"')[2]
    assert ask(if_none_match='"2"') == ask()


def test_with_new_figures_it_is_asked_for_anew():
    inner = Inner()
    ask = Client(inner)
    ask()
    inner.mark = 2
    assert ask()[1] == b"2" and ask()[1] == b"2"


@pytest.mark.parametrize(
    "other",
    [
        {"path": "/claims/y.json"},
        {"query": b"lang=ja"},
        {"scheme": "https"},
        {"host": "other.example.org"},
        {"accept_encoding": "gzip, br"},
    ],
)
def test_all_that_an_answer_depends_on_tells_it_from_another(other: dict[str, Any]):
    ask = Client(Inner())
    assert ask()[1] == b"1" and ask(**other)[1] == b"2" and ask()[1] == b"1" and ask(**other)[1] == b"2"


def test_the_language_of_the_browser_tells_them_apart_where_it_says_so():
    ask = Client(Inner(vary=b"Accept-Language"))
    assert [ask(accept_language=one)[1] for one in ("ja", "ko", "ja")] == [b"1", b"2", b"1"]
    ask = Client(Inner())
    assert [ask(accept_language=one)[1] for one in ("ja", "ko")] == [b"1", b"1"]


@pytest.mark.parametrize("inner", [Inner(status=404), Inner(status=304), Inner(lasts=False)])
def test_a_refusal_and_what_does_not_last_are_not_kept(inner: Inner):
    ask = Client(inner)
    assert (ask()[1], ask()[1]) == (b"1", b"2")


def test_other_paths_and_methods_pass_by():
    ask = Client(Inner())
    assert (ask("/ai-capex")[1], ask("/ai-capex")[1]) == (b"1", b"2")
    ask(method="HEAD")
    assert ask()[1] == b"4", "of a HEAD the body is not known"
    assert ask(method="OPTIONS")[1] == b"5"


def test_it_is_bounded_by_bytes():
    inner = Inner(size=4000)
    ask = Client(inner, most=20_000)
    for n in range(4):
        ask(query=b"%d" % n)
    assert ask(query=b"3")[1].strip() == b"4" and ask(query=b"0")[1].strip() == b"5"


def test_before_the_first_answer_and_without_a_store_nothing_is_repeated():
    inner = Inner()
    inner.mark = None
    ask = Client(inner)
    assert (ask()[1], ask()[1]) == (b"1", b"2")
