"""What no address may be asked: every parameter and name of every address of the registry, a new one among them."""

from urllib.parse import quote, urlencode

import httpx
import pytest

from dashboard.api.addresses import ADDRESSES, Address
from dashboard.api.asked import MOST
from indicators.catalogue import catalogue
from tests.conftest import ROOT

NAMES = (
    *("..", "../../etc/passwd", "..\\..\\windows\\win.ini", ".", "%", "%2e%2e", "\0", "\r\nX: y", "\ud83d", "💣", "ａ"),
    *("<script>alert(1)</script>", "' OR 1=1 --", "{{7*7}}", "${7*7}", "con", "a" * 3000, "capex-dependence ", "GDP\0"),
)
#: No value of any parameter: no day, moment, language, size, chart, address or number.
VALUES = (
    *NAMES, "", " ", "-1", "1e9", "nan", "٢٠٢٥-٠١-٠١", "0000-00-00", "2025-02-30", "9999-12-31", "9999-12-31T23:59:60Z",
    "99999999x99999999", "1x1", "0", "file:///etc/passwd", "javascript:alert(1)", "http://[", "//evil.example.org/embed/x",
)  # fmt: skip
IDS = [one.path for one in ADDRESSES]
#: What an address cannot do without.
NEEDED = {"/oembed": {"url": "https://board.example.org/embed/capex-dependence"}}


def place(one: Address, id: str | None = None) -> str:
    usual = "GDP" if "series" in one.path else next(iter(catalogue.claims()))
    if id is None:
        return one.path.replace("{id}", usual)
    # A client itself would follow dots.
    return one.path.replace("{id}", quote(id.encode("utf-8", "surrogatepass"), safe="").replace(".", "%2E"))


def asked(one: Address, *more: tuple[str, str]) -> str:
    """An address with a query; what it needs is in it unless the query says that."""
    named = {name for name, _ in more}
    needed = [pair for pair in NEEDED.get(one.path, {}).items() if pair[0] not in named]
    return f"{place(one)}?{urlencode([*needed, *more], errors='surrogatepass')}"


def refused(answer: httpx.Response, what: str) -> None:
    """A 4xx with a sentence in the format asked for, and nothing of the machine or of what was asked."""
    body = answer.content
    assert 400 <= answer.status_code < 500, (answer.status_code, what)
    assert body.strip() and answer.headers["cache-control"] == "no-store" and "etag" not in answer.headers, what
    assert answer.headers["content-length"] == str(len(body)) and "x" not in answer.headers, what
    for never in (b"Traceback", b"root:", bytes(ROOT), b"<script>alert", b"site-packages", b'File "'):
        assert never not in body, what


@pytest.mark.parametrize("one", ADDRESSES, ids=IDS)
def test_no_parameter_takes_what_it_cannot_be(client, one: Address):
    for name in dict.fromkeys([*one.parameters, "asof", "data", "lang", "figures"]):
        for value in VALUES:
            refused(client.get(asked(one, (name, value))), f"{one.path} {name}={value[:60]!a}")


@pytest.mark.parametrize("one", ADDRESSES, ids=IDS)
def test_none_is_given_twice_and_not_too_many(client, one: Address):
    for name, value in {"asof": "2026-01-02", "lang": "ja", "data": "2026-01-02T00:00:00Z"}.items():
        refused(client.get(asked(one, (name, value), (name, value))), f"{one.path} {name} twice")
    refused(client.get(asked(one, *((f"a{n}", "1") for n in range(MOST + 1)))), f"{one.path} of too many parameters")


@pytest.mark.parametrize("one", [one for one in ADDRESSES if "{id}" in one.path], ids=lambda one: one.path)
def test_no_name_leads_elsewhere(client, one: Address):
    for name in NAMES:
        refused(client.get(place(one, name)), f"{one.path} {name[:60]!a}")


@pytest.mark.parametrize("one", ADDRESSES, ids=IDS)
def test_what_is_asked_well_is_answered(client, one: Address):
    """So that the others are refused for what is wrong with them."""
    well = (("asof", "2026-06-01"), ("data", "2026-11-01T00:00:00Z"), ("lang", "ja"), ("no-such", "\0<script>"))
    assert client.get(asked(one, *well)).status_code == 200


@pytest.mark.parametrize("one", ADDRESSES, ids=IDS)
def test_hostile_headers_change_nothing(client, one: Address):
    headers = {"accept-language": "\x7f" * 500 + ",../../x;q=nan", "if-none-match": '"' * 2000, "range": "bytes=-1,0-"}
    assert client.get(asked(one), headers=headers).status_code == 200
