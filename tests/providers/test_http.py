"""The client against a provider that misbehaves: what is retried, what is said, and that no key is."""

import logging
import socket
import threading
import time
import traceback
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import formatdate
from typing import Any

import pytest

from indicators.providers import PROVIDERS, SourceError, http
from indicators.providers.http import limits, pace
from tests.providers.conftest import KEY
from tests.providers.server import HTML, Answer, Asked, Provider, as_json, bomb

GOOD = as_json({"fine": True})


def ask(provider: Provider, **named: Any) -> Any:
    with http.deadline():
        return http.ask(f"{provider.url}/x", **{"form": "json"} | named).json(dict)


def failure(provider: Provider, **named: Any) -> SourceError:
    with pytest.raises(SourceError) as caught:
        ask(provider, **named)
    message = str(caught.value)
    assert "127.0.0.1" in message and "\n" not in message and len(message) < 160
    return caught.value


def patient(monkeypatch: pytest.MonkeyPatch, **changed: float) -> None:
    monkeypatch.setattr(limits, "patience", replace(limits.patience, **changed))


@pytest.mark.parametrize(
    "answer, kind, requests",
    [
        (Answer(HTML, 401, "text/html"), "refused", 1),
        (Answer(HTML, 403, "text/html"), "refused", 1),
        (Answer(HTML, 404, "text/html"), "missing", 1),
        (Answer(b"{}", 410), "missing", 1),
        (Answer(b"{}", 400), "broken", 1),
        (Answer(b"{}", 501), "broken", 1),
        (Answer(b"{}", 408), "broken", 4),
        (Answer(b"{}", 425), "broken", 4),
        (Answer(b"{}", 429), "busy", 4),
        (Answer(HTML, 500, "text/html"), "broken", 4),
        (Answer(HTML, 502, "text/html"), "broken", 4),
        (Answer(HTML, 503, "text/html"), "broken", 4),
        (Answer(HTML, 504, "text/html"), "broken", 4),
        (Answer(reset=True), "unreachable", 4),
        (Answer(b'{"fine": tr', cut=True), "broken", 4),
        (Answer(b""), "broken", 1),
        (Answer(b"  \n"), "broken", 1),
        (Answer(HTML, 200, "text/html"), "broken", 1),
        (Answer(HTML, 200, "application/json"), "broken", 1),
        (Answer(b'{"fine": tr'), "broken", 1),
        (Answer(b"plain"), "broken", 1),
        (Answer(b"{}", type="image/png"), "broken", 1),
        (Answer(b"\xff{}"), "broken", 1),
        (Answer(b"{}", headers={"Content-Encoding": "gzip, gzip"}), "broken", 1),
        (Answer(b"no gzip", headers={"Content-Encoding": "gzip"}), "broken", 1),
        (Answer(b"{}", 302, headers={"Location": "http://other.example/x"}), "broken", 1),
        (Answer(b"{}", 302, headers={"Location": "/x"}), "broken", 4),
    ],
    ids=lambda value: f"{value.status}-{value.type}" if isinstance(value, Answer) else str(value),
)
def test_a_bad_answer_is_named_and_only_what_may_pass_is_asked_again(
    provider: Provider, answer: Answer, kind: str, requests: int
):
    provider.say("/x", answer)
    assert failure(provider).kind == kind
    assert len(provider.requests) == requests


@pytest.mark.parametrize("first", [Answer(b"{}", 503), Answer(b"{}", 429), Answer(reset=True), Answer(b"{", cut=True)])
def test_what_passes_is_survived(provider: Provider, first: Answer):
    provider.say("/x", first, first, GOOD)
    assert ask(provider) == {"fine": True}
    assert len(provider.requests) == 3


@pytest.mark.parametrize("asks", ["1", lambda: formatdate(time.time() + 2, usegmt=True)], ids=["seconds", "date"])
def test_a_host_is_left_alone_for_as_long_as_it_asks(provider: Provider, monkeypatch: pytest.MonkeyPatch, asks: Any):
    patient(monkeypatch, longest_wait=3.0)
    wanted = asks if isinstance(asks, str) else asks()
    provider.say("/x", Answer(b"{}", 429, headers={"Retry-After": wanted}), GOOD)
    begun = time.monotonic()
    assert ask(provider) == {"fine": True}
    assert time.monotonic() - begun > 0.9


@pytest.mark.parametrize("asks, kind", [("3600", "busy"), ("4", "busy")])
def test_a_host_that_asks_for_longer_than_we_wait_is_not_asked_again(provider: Provider, asks: str, kind: str):
    provider.say("/x", Answer(b"{}", 429, headers={"Retry-After": asks}))
    assert failure(provider).kind == kind
    assert len(provider.requests) == 1


def test_a_host_that_asks_to_be_left_alone_is_left_alone_by_all(provider: Provider):
    with Provider() as other:
        provider.say("/x", Answer(b"{}", 429, headers={"Retry-After": "600"}))
        other.say("/x", GOOD)
        said = [str(failure(provider)) for _ in range(3)]
        assert len(provider.requests) == 1 and ask(other) == {"fine": True}
    moment = (datetime.now(UTC) + timedelta(seconds=600)).strftime("%Y-%m-%d %H:")
    assert all(f"asks to be left alone until {moment[:10]}" in one and "UTC" in one for one in said)
    assert "answered 429" in said[0] and "was not asked" in said[1]


def test_a_short_rest_is_waited_for_by_those_who_did_not_cause_it(provider: Provider):
    pace.rest(provider.host, 0.3)
    provider.say("/x", GOOD)
    begun = time.monotonic()
    assert ask(provider) == {"fine": True} and time.monotonic() - begun > 0.25


@pytest.mark.parametrize("asks", ["9" * 400, "Fri, 31 Dec 9999 23:59:59 GMT", "Fri, 31 Dec 9999 23:59:59 -2359"])
def test_nobody_is_left_alone_for_ever(provider: Provider, asks: str):
    provider.say("/x", Answer(b"{}", 503, headers={"Retry-After": asks}))
    assert failure(provider).kind in ("broken", "busy")
    assert pace._rests[provider.host][0] <= time.monotonic() + pace.LONGEST_REST


def test_a_retry_after_that_is_no_time_is_as_none(provider: Provider):
    provider.say(
        "/x",
        Answer(b"{}", 429, headers={"Retry-After": "soon"}),
        Answer(b"{}", 429, headers={"Retry-After": "²"}),
        GOOD,
    )
    assert ask(provider) == {"fine": True}


@pytest.mark.parametrize(
    "answer",
    [
        Answer(b" " * 5000 + b"{}", drip=0.02),
        Answer(b"{}", drip=0.02, slow_headers=True, headers={"X": "x" * 5000}),
        Answer(b" " * 300_000 + b"{}", drip=0.0003),
        Answer(b"{}", late=100),
    ],
    ids=["body", "headers", "stream", "silence"],
)
def test_nothing_lasts_past_the_deadline(provider: Provider, monkeypatch: pytest.MonkeyPatch, answer: Answer):
    patient(monkeypatch, deadline=0.3, read=10.0)
    provider.say("/x", answer)
    begun = time.monotonic()
    assert failure(provider).kind == "late"
    assert time.monotonic() - begun < 60  # each takes longer than that


def test_silence_is_asked_again_while_there_is_time(provider: Provider, monkeypatch: pytest.MonkeyPatch):
    patient(monkeypatch, read=0.1)
    provider.say("/x", Answer(b"{}", late=0.4), GOOD)
    assert ask(provider) == {"fine": True}


def test_the_deadline_is_set_by_the_environment(provider: Provider, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CLAIMBOARD_DEADLINE", "0.2")
    provider.say("/x", Answer(b"{}", late=30))
    assert failure(provider).kind == "late"
    monkeypatch.setenv("CLAIMBOARD_DEADLINE", "soon")
    with pytest.raises(SourceError, match=r"must be a number from 0\.1 to 86400, not 'soon'"):
        ask(provider)


def test_a_body_has_a_largest_size_packed_or_not(provider: Provider):
    provider.say("/x", Answer(b" " * (limits.patience.largest + 1) + b"{}"))
    assert "more than 1 MB" in str(failure(provider))
    provider.say("/x", bomb(50))
    assert len(provider.answer(Asked("/x", {}, {})).body) < 100_000
    assert "more than 1 MB" in str(failure(provider))


def test_a_redirect_on_the_same_host_is_followed(provider: Provider):
    provider.say("/x", Answer(b"{}", 307, headers={"Location": "/download/x"}))
    provider.say("/download/x", GOOD)
    assert ask(provider) == {"fine": True}


def test_another_port_is_another_host(provider: Provider):
    with Provider() as other:
        other.say("/x", GOOD)
        provider.say("/x", Answer(b"{}", 302, headers={"Location": f"{other.url}/x"}))
        assert "leads elsewhere" in str(failure(provider))
        assert not other.requests


@pytest.mark.parametrize("address", ["example.org", "ftp://example.org", "http://example.org:port", "http://", ""])
def test_a_base_that_is_no_address_is_said_to_be_none(address: str):
    with pytest.raises(SourceError, match="is no address to ask") as caught:
        http.ask(f"{address}/x", form="json")
    assert caught.value.kind == "broken"


def test_a_name_that_is_not_known_is_unreachable(monkeypatch: pytest.MonkeyPatch):
    def unknown(*_: Any, **__: Any) -> Any:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(SourceError, match=r"nowhere\.invalid cannot be reached") as caught:
        http.ask("http://nowhere.invalid/x", form="json")
    assert caught.value.kind == "unreachable"


def test_a_host_that_is_down_costs_the_series_after_it_one_try_each(monkeypatch: pytest.MonkeyPatch):
    tries: list[Any] = []

    def refused(*given: Any, **_: Any) -> Any:
        tries.append(given)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", refused)
    for count in (4, 5, 6):
        with pytest.raises(SourceError):
            http.ask("http://down.invalid/x", form="json")
        assert len(tries) == count


def test_requests_to_one_host_keep_their_distance_over_all_threads(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CLAIMBOARD_RATE", "2")
    waits = list[float]()
    monkeypatch.setattr(pace.time, "monotonic", lambda: 100.0)
    monkeypatch.setattr(pace.time, "sleep", waits.append)
    hosts = ["a.example"] * 8 + ["b.example"]
    threads = [threading.Thread(target=pace.wait, args=(host,)) for host in hosts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(waits) == [0, 0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5]


def test_a_turn_that_comes_after_the_deadline_is_not_waited_for(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CLAIMBOARD_RATE", "0.001")
    with http.deadline():
        pace.wait("a.example")
        with pytest.raises(SourceError, match=r"allows 0\.001 requests a second") as caught:
            pace.wait("a.example")
    assert caught.value.kind == "late"


def test_who_waits_for_another_series_waits_no_longer_than_the_deadline(monkeypatch: pytest.MonkeyPatch):
    patient(monkeypatch, deadline=0.05)
    lock = threading.Lock()
    with (
        http.turn(lock, "a.example"),
        http.deadline(),
        pytest.raises(SourceError) as caught,
        http.turn(lock, "a.example"),
    ):
        pass
    assert caught.value.kind == "late" and not lock.locked()


def test_every_named_host_has_a_rate_and_a_mirror_has_none():
    assert {one.host for one in PROVIDERS.values()} == set(pace.RATES)
    assert all(0 < rate <= 10 for rate in pace.RATES.values())
    assert "127.0.0.1" not in pace.RATES


def test_blanks_before_a_body_are_no_fault(provider: Provider):
    provider.say("/x", Answer(b"\n" * 1000 + b'{"fine": true}'))
    assert ask(provider) == {"fine": True}


def test_connections_are_kept(provider: Provider):
    provider.say("/x", GOOD)
    ask(provider)
    assert ask(provider) == {"fine": True}
    assert http.client() is http.client()


@pytest.mark.parametrize(
    "answer",
    [
        Answer(f'{{"api_key": "{KEY}"'.encode()),
        Answer(b"{}", type=f"text/{KEY}"),
        Answer(b"{}", headers={"Content-Encoding": KEY}),
        Answer(KEY.encode()),
        Answer(b"{}", 500, headers={"X-Key": KEY}),
        Answer(b"{}", 302, headers={"Location": f"http://{KEY}.example/?api_key={KEY}"}),
        Answer(b"{}", 302, headers={"Location": f"/y?api_key={KEY}"}),
        Answer(reset=True),
        Answer(b"{", cut=True),
    ],
    ids=range(9),
)
def test_a_key_is_in_no_message_and_in_no_log(
    provider: Provider, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, answer: Answer
):
    monkeypatch.setenv("EIA_API_KEY", KEY)
    caplog.set_level(logging.DEBUG)
    provider.say("/x", answer)
    error = failure(provider, params={"api_key": KEY})
    assert provider.requests[0].query == {"api_key": KEY}
    assert KEY not in str(error) and KEY not in repr(error)
    assert KEY not in caplog.text
    assert KEY not in "".join(traceback.format_exception(error))


def test_a_key_that_a_url_would_write_otherwise_is_redacted_too(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("EIA_API_KEY", "a key/with=signs")
    text = "a key/with=signs a%20key%2Fwith%3Dsigns a+key%2Fwith%3Dsigns"
    assert str(SourceError("broken", text)) == "[key] [key] [key]"
