"""The names a server answers to: how they are written, which Host and which Origin they let in, and what start says."""

import asyncio
import re
from collections.abc import MutableMapping
from typing import Any

import pytest

from dashboard.server import launch
from dashboard.server.door import Door
from dashboard.urls import hosts
from dashboard.urls.hosts import VARIABLE, HostsError, authority, is_direct, names, parse

A, B = "a.example.org", "b.example.org"


# --- how names are written ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        '["a.example.org","b.example.org"]',
        ' [ "A.Example.ORG" , "b.example.org." ] ',
        "a.example.org,b.example.org",
        "a.example.org, b.example.org,",
        '"a.example.org,b.example.org"',  # an env file keeps the quotes
    ],
)
def test_several_names_are_a_json_list_or_a_list_with_commas(text: str):
    assert [str(one) for one in parse(text)] == [A, B]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("a.example.org", A),
        ("a.example.org:8443", "a.example.org:8443"),
        ("localhost", "localhost"),
        ("10", "10"),
        ("192.0.2.7:80", "192.0.2.7:80"),
        ("::1", "[::1]"),
        ("[::1]", "[::1]"),
        ("[2001:DB8:0::1]:8501", "[2001:db8::1]:8501"),
        ("bücher.example", "xn--bcher-kva.example"),
    ],
)
def test_one_name_is_read_with_its_port_and_brackets(text: str, read: str):
    assert [str(one) for one in parse(text)] == [read]
    assert [str(one) for one in parse(f'["{text}"]')] == [read]


@pytest.mark.parametrize("text", [None, "", "  ", "[]", ",", "[ ]"])
def test_nothing_said_names_nobody(text: str | None):
    assert parse(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "*",
        '["*"]',
        "*.example.org",
        "[a.example.org,b.example.org]",  # quotes that a shell took
        '["a.example.org"',
        '[1]',
        '{"a":1}',
        "https://a.example.org",
        "a.example.org/board",
        "a b",
        "a.example.org:0",
        "a.example.org:65536",
        "a.example.org:port",
        "[::1",
        "[a.example.org]",
        "a..example.org",
        "a" * 300,
        "me@a.example.org",
        "a.example.org\nb.example.org",
    ],
)  # fmt: skip
def test_what_is_no_name_is_refused_in_a_sentence_that_shows_both_forms(text: str):
    with pytest.raises(HostsError) as refused:
        parse(text)
    said = str(refused.value)
    assert f"{VARIABLE}=a.example.org,b.example.org" in said
    assert f"""{VARIABLE}='["a.example.org","b.example.org"]'""" in said
    assert "\n" not in said and len(said) < 300


# --- who is let in --------------------------------------------------------------------------------

HERE, AWAY = ("127.0.0.1", 5555), ("203.0.113.9", 5555)
Headers = list[tuple[str, str]]


def asked(
    kind: str, headers: Headers, address: str = "127.0.0.1", peer: tuple[str, int] = HERE, path: str = "/"
) -> tuple[int, str]:
    """How a request is answered: 200 and the headers that Streamlit sees, or a status and a sentence."""
    sent: list[MutableMapping[str, Any]] = []

    async def streamlit(scope: MutableMapping[str, Any], receive: object, send: object) -> None:
        seen = " ".join(name.decode() for name, _ in scope["headers"])
        sent.extend(({"status": 200}, {"body": seen.encode()}))

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    async def receive() -> MutableMapping[str, Any]:
        return {}

    scope = {
        "type": kind,
        "path": path,
        "client": peer,
        "headers": [(name.lower().encode(), value.encode("latin-1")) for name, value in headers],
    }
    asyncio.run(Door(streamlit, names(address), always={"/health"})(scope, receive, send))
    if sent[0].get("type") == "websocket.close":  # before it is open: the server answers 403
        return 403, ""
    return sent[0]["status"], b"".join(one.get("body", b"") for one in sent).decode()


#: What the board is told, and what it then answers: (address, variable, Host, Origin, let in).
CASES = [
    # For one reader on one machine.
    ("127.0.0.1", "", "127.0.0.1:8501", None, True),
    ("127.0.0.1", "", "127.0.0.1:8501", "http://127.0.0.1:8501", True),
    ("127.0.0.1", "", "localhost:8501", "http://localhost:8501", True),
    ("127.0.0.1", "", "LOCALHOST:8501", "http://localhost:8501", True),
    ("127.0.0.1", "", "localhost.:8501", "http://localhost.:8501", True),
    ("127.0.0.1", "", "[::1]:8501", "http://[::1]:8501", True),
    ("::1", "", "[::1]:8501", "http://[::1]:8501", True),
    ("localhost", "", "localhost:9999", "http://localhost:9999", True),  # a tunnel's own port
    ("127.0.0.1", "", "localhost", "http://localhost", True),
    ("127.0.0.1", "", "localhost:80", "http://localhost", True),
    ("127.0.0.1", "", "localhost", "https://localhost:443", True),
    # Another program of this machine.
    ("127.0.0.1", "", "localhost:8501", "http://localhost:3000", False),
    ("127.0.0.1", "", "127.0.0.1:8501", "http://127.0.0.1:8502", False),
    ("127.0.0.1", "", "127.0.0.1:8501", "http://localhost:8501", False),
    ("127.0.0.1", "", "127.0.0.1:8501", "http://0.0.0.0:8501", False),
    ("127.0.0.1", "", "127.0.0.1:8501", "http://127.0.0.1", False),
    ("127.0.0.1", "", "127.0.0.1:8501", "http://192.0.2.2:8501", False),
    ("127.0.0.1", "localhost", "localhost:8501", "http://localhost:3000", False),
    ("127.0.0.1", "localhost", "localhost:8501", "http://localhost", False),
    ("127.0.0.1", "localhost:3000", "localhost:8501", "http://localhost:3000", True),  # unless it was named
    # A page elsewhere.
    ("127.0.0.1", "", "127.0.0.1:8501", "http://evil.example", False),
    ("127.0.0.1", "", "127.0.0.1:8501", "https://127.0.0.1.evil.example:8501", False),
    ("127.0.0.1", "", "127.0.0.1:8501", "http://127.0.0.1:8501.evil.example", False),
    ("127.0.0.1", "", "127.0.0.1:8501", "http://127.0.0.1:8501@evil.example", False),
    ("127.0.0.1", "", "127.0.0.1:8501", "http://evil.example/127.0.0.1:8501", False),
    ("127.0.0.1", "", "127.0.0.1:8501", "null", False),
    ("127.0.0.1", "", "127.0.0.1:8501", "", False),
    ("127.0.0.1", "", "127.0.0.1:8501", "file://", False),
    ("127.0.0.1", "", "127.0.0.1:8501", "chrome-extension://127.0.0.1:8501", False),
    ("127.0.0.1", "", "127.0.0.1:8501", "http://127.0.0.1:8501/", False),
    ("127.0.0.1", "", "127.0.0.1:8501", "http://127.0.0.1:8501 http://evil.example", False),
    ("127.0.0.1", "", "127.0.0.1:8501", "http://127.0.0.1:99999", False),
    ("127.0.0.1", "", "127.0.0.1:8501", "http://\x01", False),
    ("127.0.0.1", "", "127.0.0.1:8501", "x" * 20_000, False),
    # A foreign name that leads here.
    ("127.0.0.1", "", "evil.example", "http://evil.example", False),
    ("127.0.0.1", "", "evil.example:8501", None, False),
    ("127.0.0.1", "", "127.0.0.1.evil.example", None, False),
    ("127.0.0.1", "", "localhost.evil.example", None, False),
    ("127.0.0.1", "", "evil.example@127.0.0.1", None, False),
    ("127.0.0.1", "", "127.0.0.1:8501/x", None, False),
    ("127.0.0.1", "", "0.0.0.0:8501", None, False),
    ("127.0.0.1", "", "192.0.2.2:8501", None, False),
    ("127.0.0.1", "", "", None, False),
    ("127.0.0.1", "", "*", None, False),
    ("127.0.0.1", "", "[::1", None, False),
    # For others, by one name or by several, behind a proxy that passes the name on.
    ("0.0.0.0", A, A, f"https://{A}", True),
    ("0.0.0.0", A, f"{A}:8443", f"https://{A}:8443", True),
    ("0.0.0.0", A, f"{A}:8501", f"http://{A}:8501", True),
    ("0.0.0.0", A, A.upper(), f"https://{A}", True),
    ("0.0.0.0", A, f"{A}:443", f"https://{A}", True),
    ("0.0.0.0", f"{A}:8501", A, f"https://{A}", True),
    ("0.0.0.0", f'["{A}","{B}"]', A, f"https://{A}", True),
    ("0.0.0.0", f'["{A}","{B}"]', B, f"https://{B}", True),
    ("0.0.0.0", f"{A},{B}", B, f"https://{B}", True),
    ("::", f"{A},{B}", B, f"https://{B}", True),
    ("127.0.0.1", f"{A},{B}", B, f"https://{B}", True),  # on the same machine
    ("0.0.0.0", f"{A},{B}", "c.example.org", "https://c.example.org", False),
    ("0.0.0.0", A, f"www.{A}", f"https://www.{A}", False),
    ("0.0.0.0", A, A, "https://evil.example", False),
    ("0.0.0.0", A, A, f"https://{A}:8443", False),
    ("0.0.0.0", A, A, f"https://sub.{A}", False),
    ("0.0.0.0", "", "127.0.0.1:8501", None, True),  # who sits at the machine
    # A proxy that asks by a name of its own.
    ("127.0.0.1", A, "127.0.0.1:8501", f"https://{A}", True),
    ("127.0.0.1", "", "127.0.0.1:8501", f"https://{A}", False),
    ("127.0.0.1", f"{A}:8443", "127.0.0.1:8501", f"https://{A}:8443", True),
    ("127.0.0.1", f"{A}:8443", "127.0.0.1:8501", f"https://{A}:9443", False),
    ("192.0.2.2", A, "192.0.2.2:8501", f"https://{A}", True),
    # At an address of its own.
    ("192.0.2.2", "", "192.0.2.2:8501", "http://192.0.2.2:8501", True),
    ("192.0.2.2", "", "192.0.2.2:8501", "http://192.0.2.2", False),
    ("board.lan", "", "board.lan:8501", "http://board.lan:8501", True),
    ("fd00::2", "", "[fd00::2]:8501", "http://[fd00::2]:8501", True),
    ("fd00::2", "", "[fd00::3]:8501", None, False),
]


@pytest.mark.parametrize(("address", "told", "host", "origin", "let_in"), CASES)
def test_host_and_origin_are_settled_before_streamlit_sees_them(
    address: str, told: str, host: str, origin: str | None, let_in: bool, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv(VARIABLE, told)
    headers = [("Host", host)] + ([] if origin is None else [("Origin", origin)])
    for kind in ("http", "websocket"):
        status, said = asked(kind, headers, address)
        if let_in:
            assert (status, said) == (200, "host")  # an Origin that is ours is no question for Streamlit
        else:
            assert status in (403, 421)
            assert kind == "websocket" or (VARIABLE in said and "\n" not in said.strip() and len(said) < 300)


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [("Host", "127.0.0.1"), ("Host", "evil.example")],
        [("Host", "evil.example"), ("Host", "127.0.0.1")],
        [("Host", "127.0.0.1"), ("Origin", "http://127.0.0.1"), ("Origin", "http://evil.example")],
    ],
)
def test_what_is_said_twice_or_not_at_all_is_not_let_in(headers: Headers, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    assert asked("http", headers)[0] in (403, 421) and asked("websocket", headers)[0] == 403


def test_this_machines_names_are_for_who_asks_from_it(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(VARIABLE, A)
    headers = [("Host", "localhost:8501")]
    assert asked("http", headers, "0.0.0.0", HERE)[0] == 200
    assert asked("http", headers, "0.0.0.0", AWAY)[0] == 421
    # A proxy of this machine says for whom it asks, and the server takes that for who asks.
    assert asked("http", headers, "127.0.0.1", AWAY)[0] == 200


@pytest.mark.parametrize("headers", [[], [("Host", "dashboard:8501")], [("Host", "10.0.0.7")]])
def test_what_looks_after_the_server_needs_no_name(headers: Headers, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(VARIABLE, A)
    assert asked("http", headers, "0.0.0.0", AWAY, "/health")[0] == 200
    assert asked("http", headers, "0.0.0.0", AWAY, "/healthy")[0] == 421


# --- who reads is who runs it ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "told", "private"),
    [
        ("127.0.0.1", "", True),
        ("localhost", "", True),
        ("::1", "", True),
        ("127.0.0.1", A, False),
        ("127.0.0.1", "localhost", False),
        ("0.0.0.0", "localhost", False),
        ("0.0.0.0", "", False),
        (None, "", False),
        ("192.0.2.2", "", False),
    ],
)
def test_a_server_is_private_where_nobody_else_was_let_in(
    address: str | None, told: str, private: bool, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv(VARIABLE, told)
    assert names(address).is_private == private


@pytest.mark.parametrize("host", ["127.0.0.1:8501", "localhost:8501", "[::1]:8501", "localhost"])
def test_who_sits_at_the_machine_is_told_by_each_end(host: str):
    assert is_direct("127.0.0.1", {"Host": host}, f"http://{host}/data")
    assert not is_direct("203.0.113.9", {"Host": host}, f"http://{host}/data")
    assert not is_direct("127.0.0.1", {"Host": "board.example.org"}, f"http://{host}/data")
    assert not is_direct("127.0.0.1", {"Host": host}, "https://board.example.org/data")
    assert not is_direct("127.0.0.1", {"Host": host}, "")
    assert not is_direct("127.0.0.1", {}, f"http://{host}/data")


@pytest.mark.parametrize(
    "name", ["X-Forwarded-For", "x-forwarded-proto", "X-Forwarded-Host", "Forwarded", "Via", "X-Real-IP"]
)
def test_a_reader_behind_a_proxy_does_not_sit_at_the_machine(name: str):
    assert not is_direct("127.0.0.1", {"Host": "localhost:8501", name: "127.0.0.1"}, "http://localhost:8501/data")


# --- the start ------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_serving_everybody_by_no_name_is_refused(host: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    with pytest.raises(launch.LaunchError, match=f"--host {host}.*{VARIABLE}=a.example.org,b.example.org"):
        launch.check_names(host)
    monkeypatch.setenv(VARIABLE, "localhost")
    launch.check_names(host)


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "0.0.0.0", "192.0.2.2"])
def test_names_that_are_none_are_refused_at_start(host: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(VARIABLE, "*")
    with pytest.raises(launch.LaunchError, match=re.escape(f"{A},{B}")):
        launch.check_names(host)


@pytest.mark.parametrize(
    ("host", "told", "line"),
    [
        ("127.0.0.1", "", "Claimboard is at http://127.0.0.1:8501"),
        ("::1", "", "Claimboard is at http://[::1]:8501"),
        ("127.0.0.1", A, f"Claimboard is at http://127.0.0.1:8501, and answers to 127.0.0.1, ::1, {A}, localhost"),
        ("0.0.0.0", f"{B},{A}", f"Claimboard is at http://127.0.0.1:8501, and answers to {A}, {B}"),
        ("::", A, f"Claimboard is at http://[::1]:8501, and answers to {A}"),
        ("192.0.2.2", "", "Claimboard is at http://192.0.2.2:8501, and answers to 192.0.2.2"),
    ],
)
def test_the_start_says_in_one_line_where_the_board_is_and_for_whom(
    host: str, told: str, line: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv(VARIABLE, told)
    monkeypatch.delenv("STREAMLIT_SERVER_BASE_URL_PATH", raising=False)
    assert launch.greeting(host, 8501) == line
    monkeypatch.setenv("STREAMLIT_SERVER_BASE_URL_PATH", "/macro/")
    assert launch.greeting(host, 8501) == line.replace("8501", "8501/macro")


def test_streamlits_own_list_lets_in_all_that_ours_does(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(VARIABLE, f"{A},[2001:DB8::1]:8501")
    flags = launch.command("0.0.0.0", 8501)
    told = {flag.partition("=")[2] for flag in flags if flag.startswith("--server.allowedHosts=")}
    assert told == {A, "2001:db8::1", *hosts.LOOPBACK}


def test_a_host_is_one_value_however_it_is_written():
    assert authority("[::1]:80") == authority("0:0:0:0:0:0:0:1").at(80)
    assert str(authority("[::1]:80")) == "[::1]:80" and str(authority("::1")) == "[::1]"
