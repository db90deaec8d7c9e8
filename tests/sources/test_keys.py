"""A key that comes back from a provider, wherever and however written: it is shown, kept and logged nowhere."""

import json
import logging
import zipfile
from base64 import b64encode
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import cycle, islice, zip_longest
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from dashboard import cli
from indicators import ledger
from indicators.data import catalogue
from indicators.data.refresh import engine
from indicators.data.refresh.due import ASKED_FOR, Task
from indicators.data.refresh.gate import Held
from indicators.data.sources import PROVIDERS, SourceError, redaction
from indicators.data.store import Store, open_store
from tests.sources.server import Answer, Asked, Provider, as_json
from tests.sources.test_damage import WHOLE
from tests.test_pages import as_served, clean, forget, markup, opened

__all__ = ["as_served"]

#: No provider gave them out. One has all that addresses, JSON and web pages write in another way.
KEYS = ("CanaryABCDEF0123456789ghijklMNOP", 'Canary+Key/01 "23<45>67&89=')
#: One series of each provider, as its reader wants it.
LOCATORS = {
    "fred": "fred:X",
    "fredgraph": "fredgraph:X",
    "cboe": "cboe:X",
    "sec": "sec:42/Tag",
    "eia": "eia:electricity?frequency=monthly&data=sales&stateid=US",
    "treasury": "treasury:v1/x?field=a",
    "nyfed": "nyfed:secured/sofr",
    "dfa": "dfa:age-levels/A+B/Net worth",
    "cftc": "cftc:d/c/a-b",
    "bls": "bls:X",
    "indeed": "indeed:US/aggregate/total postings/SA",
    "owid": "owid:x",
    "census": "census:acs/acs1/A_1E",
    "coinbase": "coinbase:BTC-USD",
    "yahoo": "yahoo:CANARYLESS",
}


def written(key: str) -> list[str]:
    """The ways in which an answer may write a key."""
    packed = [b64encode(text.encode()).decode() for text in (key, key.upper(), f"?api_key={key}", f"a{key}&b=1")]
    return [key, key.upper(), key.lower(), key[::-1], quote(key, safe=""), quote_plus(key), *packed]


def shown(content: str | bytes) -> list[str]:
    """Of the keys, those found in it in any way that `written` knows, whatever the case."""
    text = (content if isinstance(content, str) else content.decode("utf-8", errors="replace")).lower()
    cores = [form.lower() for key in KEYS for form in (*written(key)[:6], b64encode(key.encode()).decode()[:-4])]
    return [form for form in (*cores, json.dumps(KEYS[1])[1:-1].lower()) if form in text]


@pytest.mark.parametrize("key", KEYS)
def test_a_key_is_blotted_out_however_it_is_written(monkeypatch: pytest.MonkeyPatch, key: str):
    monkeypatch.setenv("EIA_API_KEY", key)
    for form in written(key):
        for error in (SourceError("broken", f"it said {form} here"), Held(f"the unit is {form!r}")):
            assert "[key]" in str(error) and not shown(str(error)), form


def test_a_password_in_an_address_is_a_key_too(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://someone:Pass%2Fword1@proxy.example:3128")
    monkeypatch.setenv("CLAIMBOARD_EIA_URL", "https://me:Mirror-Word@mirror.example")
    said = str(SourceError("broken", "Pass/word1, pass%2fword1 and mirror-word"))
    assert said == "[key], [key] and [key]"


def test_a_sentence_is_one_line_of_bounded_length_without_controls():
    said = str(SourceError("broken", "a\x00b\r\n\x1b[31mc\u202ed " + "x" * 20_000_000))
    assert said.startswith("a b [31mc d xxx") and len(said) == redaction.SENTENCE and said.endswith("…")


@given(st.text(max_size=80), st.text(max_size=80), st.sampled_from(written(KEYS[0])))
def test_whatever_stands_around_it_a_key_is_not_left(before: str, after: str, form: str):
    said = redaction.fit(before + form + after, KEYS)
    assert not shown(said) and said.isprintable() and len(said) <= redaction.SENTENCE


# all providers


class Echo(Provider):
    """Providers that answer whatever is asked with the same, but for FRED's description of a series."""

    def __init__(self) -> None:
        super().__init__()
        self.says: Mapping[str, Answer] = {}

    def answer(self, asked: Asked) -> Answer:
        says = self.says[asked.path.split("/")[1]]
        described = as_json({"seriess": [{"units": KEYS[0], "frequency": KEYS[1]}]})
        return described if asked.path == "/fred/series" and says.status == 200 else says


def bodies(name: str, keys: Iterator[str]) -> Iterator[Answer]:
    """A provider's good answer with a key in place of one thing in it, for each thing."""
    form, content = WHOLE[name] if name in WHOLE else WHOLE["fred"]
    if form == "json":
        whole = json.loads(content)
        yield from (as_json(changed) for changed in _put_in(whole, keys))
        if isinstance(whole, dict):
            yield from (as_json(whole | {"warnings": [{"warning": key, key: 1}]}) for key in islice(keys, 20))
    else:
        lines = content.decode().splitlines()
        for number, line in enumerate(lines):
            for place in range(len(cells := line.split(","))):
                changed = [*lines[:number], ",".join([*cells[:place], next(keys), *cells[place + 1 :]])]
                yield Answer("\n".join([*changed, *lines[number + 1 :], ""]).encode(), type="text/csv")


def _put_in(value: Any, keys: Iterator[str]) -> Iterator[Any]:
    """The value with a key in place of one of its leaves, of itself, and of one of its names."""
    yield next(keys)
    if isinstance(value, dict):
        for name, inner in value.items():
            yield {next(keys) if one == name else one: each for one, each in value.items()}
            yield from (value | {name: changed} for changed in _put_in(inner, keys))
    elif isinstance(value, list) and value:
        yield from ([changed, *value[1:]] for changed in _put_in(value[0], keys))


def around(key: str) -> Iterator[Answer]:
    """Answers with a key outside of figures: errors, headers, addresses, and what was not asked for."""
    plain = quote(key, safe="")
    said = {"error_code": 400, "error_message": f"Bad Request. {key}", "status": key, "message": [key], "error": key}
    yield from (as_json(said, status=status) for status in (200, 400, 401, 403, 404, 418))
    yield as_json(said | {"error_message": key * 200_000}, status=400)
    yield Answer(f"<html>{key}</html>".encode(), 200, "text/html")
    yield Answer(key.encode(), 200, "text/plain")
    yield Answer(b"{}", type=f"text/{plain}")
    yield Answer(b"{}", 500, headers={"X-Key": plain, "Retry-After": plain})
    yield Answer(b"{}", headers={"Content-Encoding": plain})
    yield Answer(b"{}", 403, reason=plain)
    yield Answer(b"{}", 302, headers={"Location": f"http://{KEYS[0]}.example/{plain}"})
    yield Answer(b"{}", 302, headers={"Location": f"/{plain}"})
    yield Answer(b"{}", 302, headers={"Location": f"http://[{plain}"})
    yield Answer(b"{", cut=True, headers={"Set-Cookie": f"k={plain}", "ETag": plain})


@pytest.fixture
def echo(monkeypatch: pytest.MonkeyPatch) -> Iterator[Echo]:
    with Echo() as server:
        for name, one in PROVIDERS.items():
            monkeypatch.setenv(f"CLAIMBOARD_{name.upper()}_URL", f"{server.url}/{name}")
            if one.key:
                monkeypatch.setenv(one.key, KEYS[name in ("eia", "census")])
        yield server


@pytest.fixture
def copy(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The figures that ship, in a store that is this test's own."""
    path = tmp_path / "copy.sqlite"
    path.write_bytes(Path(store.name).read_bytes())
    monkeypatch.setenv("CLAIMBOARD_STORE", str(path))
    forget()
    return open_store(path)


def everywhere(folder: Path) -> Iterator[tuple[str, str | bytes]]:
    """All that can be read of a store by who has it, and by who reads the board."""
    run = CliRunner().invoke
    made, page = folder / "made", clean(opened("data"))
    (made / "pack").mkdir(parents=True)
    wanted = ("--only", "ELEC_SALES_TOTAL", "--only", "UNRATE", "--only", "VIXCLS", "--only", "PAYEMS")
    for words in (
        ("refresh", "--json", *wanted),
        ("refresh", *wanted),
        ("find", "power"),
        ("find", "power", "--json"),
        ("status",),
        ("status", "--json"),
        ("doctor", "--json"),
        ("series", "--json"),
        ("claims", "capex-dependence", "--json"),
        ("snapshot", "--out", str(made / "pack")),
        ("note", "capex-dependence", "--out", str(made / "note.html"), "--data", str(made / "data.zip")),
    ):
        yield " ".join(words), (said := run(cli.app, [*words])).output + said.stderr + repr(said.exception)
    yield "the Data page", markup(page) + repr(page)
    with zipfile.ZipFile(made / "data.zip") as archive:
        yield from ((name, archive.read(name)) for name in archive.namelist())
    yield from ((str(path), path.read_bytes()) for path in folder.rglob("*") if path.is_file())


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_key_that_comes_back_is_shown_kept_and_logged_nowhere(
    echo: Echo,
    copy: Store,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
):
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr(ledger, "record", lambda *_: [])  # claims are judged below
    one, since = catalogue.find_series("UNRATE"), date.today() - timedelta(days=500)
    tasks = [Task(replace(one, id=f"{name}-echo", sources=(at,)), since, ASKED_FOR) for name, at in LOCATORS.items()]
    forms = cycle(form for key in KEYS for form in written(key))
    scripts = {name: [*around(KEYS[name in ("eia", "sec")]), *bodies(name, forms)] for name in LOCATORS}
    scripts["yahoo"] = scripts["yahoo"][:6]  # it takes the longest, and quotes nothing
    tried, causes = 0, set[str]()
    for answers in zip_longest(*scripts.values()):
        echo.says = {name: answer for name, answer in zip(scripts, answers, strict=True) if answer}
        report = engine.run(copy, [task for task in tasks if task.locators[0].partition(":")[0] in echo.says])
        assert not shown(json.dumps(report.as_json()))
        causes.update(attempt.cause for attempt in report.attempts)
        tried += len(report.attempts)
    assert tried > 400 and any("[key]" in cause for cause in causes)
    assert not any("Claimboard's own" in cause for cause in causes), causes
    row = {"period": "2026-01", "sales": 1, "sales-units": KEYS[1]}
    sales = as_json({"response": {"total": "1", "data": [row]}, "error_message": KEYS[0]})
    echo.says = defaultdict(lambda: sales)
    for place, content in everywhere(tmp_path):
        assert not shown(content), place
    assert len(tuple(copy.attempts(["fred-echo", "eia-echo"]))) == 2
    assert not shown(caplog.text) and not shown("".join(capfd.readouterr()))
