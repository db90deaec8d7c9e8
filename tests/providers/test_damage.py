"""However a body is damaged, it is read as figures or refused in a sentence; nothing else gets out."""

import math
from datetime import date

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from indicators.providers import PROVIDERS, SourceError
from indicators.providers.response import Body
from tests.conftest import series
from tests.providers import workbooks
from tests.providers.modules import modules
from tests.providers.shapes import tic_table
from tests.providers.test_agencies import LEVELS, zipped
from tests.providers.test_others import POSTINGS

WHOLE = {
    "fred": (
        "json",
        b'{"count":2,"observations":[{"date":"2026-01-01","value":"1.5"},{"date":"2026-02-01","value":"."}]}',
    ),
    "fredgraph": ("csv", b"observation_date,X\n2026-01-01,1.5\n2026-02-01,\n2026-03-01,2\n"),
    "cboe": ("csv", b"DATE,OPEN,HIGH,LOW,CLOSE\n07/21/2026,1,1,1,1\n07/22/2026,2,2,2,2\n"),
    "sec": (
        "json",
        b'{"units":{"USD":[{"start":"2025-01-01","end":"2025-03-31","val":1,"filed":"2025-04-30","form":"10-Q","fy":2025}]}}',
    ),
    "eia": ("json", b'{"response":{"total":"1","data":[{"period":"2026-01","sales":"5.5","sales-units":"x"}]}}'),
    "treasury": ("json", b'{"data":[{"record_date":"2026-05-01","a":"1"}],"meta":{"total-pages":1}}'),
    "nyfed": ("json", b'{"refRates":[{"effectiveDate":"2026-08-05","type":"SOFR","percentRate":3.64}]}'),
    "dfa": ("csv", LEVELS.encode()),
    "cftc": ("json", b'[{"report_date_as_yyyy_mm_dd":"2026-08-04T00:00:00.000","a":"10","b":"4"}]'),
    "bls": (
        "json",
        b'{"status":"REQUEST_SUCCEEDED","message":[],"Results":{"series":[{"seriesID":"X","data":'
        b'[{"year":"2025","period":"M11","value":"3"}]}]}}',
    ),
    "indeed": ("csv", POSTINGS.encode() + b"2026-01-01,US,100,101,total postings\n"),
    "owid": ("csv", b"Entity,Code,Day,V\nUS,USA,2026-01-01,1\nUS,USA,2026-02-01,2"),
    "census": ("json", b'[["A_1E","us"],["1487","1"]]'),
    "coinbase": ("json", b"[[1767312000,1,9,2,5.5,7.5],[1767225600,1,9,2,5.5,7.5]]"),
    "tic": ("csv", tic_table({"99996": [(date(2026, 1, 1), -5.0), (date(2026, 2, 1), 7.0)]}, "net").encode()),
    "federalregister": (
        "json",
        b'{"2026-01-01":{"count":3,"name":"January 2026"},"2026-02-01":{"count":0,"name":"February 2026"}}',
    ),
    "fec": (
        "json",
        b'{"results":[{"committee_id":"C1","coverage_start_date":"2026-01-01T00:00:00","coverage_end_date":"2026-01-31T00:00:00",'
        b'"a":5.5}],"pagination":{"count":1,"pages":1}}',
    ),
    "zip": ("zip", zipped(age=LEVELS).body),
    "cmdi": ("xlsx", workbooks.book(workbooks.cmdi([(date(2026, 10, 23), 0.25), (date(2026, 10, 30), 0.5)]))),
    "ads": ("xlsx", workbooks.book(workbooks.ads([(date(2026, 10, 30), -0.25), (date(2026, 10, 31), 0.5)]))),
    "btos": ("xlsx", workbooks.book(workbooks.btos([(date(2026, 8, 23), 23.1), (date(2026, 9, 6), 23.8)]))),
}


#: Their body is parsed by a library, and what it gives is damaged below.
BY_LIBRARY = {"yahoo"}
BODIES = [*(name for name in PROVIDERS if name not in BY_LIBRARY), "zip"]


def read(name: str, body: Body) -> list[float | None]:
    """The figures of a body, by the provider's own reader."""
    daily = series(frequency="daily")
    match name:
        case "fred":
            points = body.json(modules.fred.Page).observations
            return [
                v for _, v in body.rows((body.day(p.date), body.number(p.value, modules.fred.ABSENT)) for p in points)
            ]
        case "eia":
            return [body.number(row.get("sales"), (None,)) for row in modules.eia.read(body).data]
        case "treasury":
            answer = body.json(modules.treasury.Answer)
            return [*modules.treasury.read(body, answer.data, daily, "record_date", "a").values()]
        case "cftc":
            return [value for _, value in modules.cftc.read(body, body.json(list[dict[str, object]]), "a-b")]
        case "bls":
            return [value for _, value in modules.bls.read(body, "X")]
        case "census":
            return [modules.census.read(body, "A_1E")]
        case "fec":
            reports = body.json(modules.fec.Answer).results
            return [value for _, value in modules.fec.read(body, reports, "C1", "a")]
        case "coinbase":
            return [value for _, value in modules.coinbase.read(body)]
        case "btos":
            words, dates = modules.btos.WORDS["National"], modules.btos.read_dates(body)
            revisions = modules.btos.read(body, "Response Estimates/7/Yes", words, dates)
            return [value for _, rows in revisions for _, value in rows]
    rows = {
        "fredgraph": lambda: modules.fredgraph.read(body, "X"),
        "cboe": lambda: modules.cboe.read(body, "X"),
        "sec": lambda: list(modules.sec.quarters(modules.sec.read(body)).items()),
        "nyfed": lambda: modules.nyfed.read(body, "secured/sofr"),
        "cmdi": lambda: modules.cmdi.read(body, "Market CMDI"),
        "ads": lambda: modules.ads.read(body, "ADS_Index"),
        "dfa": lambda: modules.dfa.read(body, ["A", "B"], "Net worth"),
        "indeed": lambda: modules.indeed.read(body, *modules.indeed.question("US/aggregate/total postings/SA")[1:]),
        "owid": lambda: modules.owid.read(body, daily),
        "tic": lambda: modules.tic.read(body, "99996", "net"),
        "federalregister": lambda: modules.federalregister.read(body, date(2026, 1, 1), date(2026, 2, 28)),
        "zip": lambda: modules.dfa.read(modules.dfa._member(body, "dfa-age-levels.csv"), ["A"], "Net worth"),
    }[name]()
    return [value for _, value in rows]


def check(name: str, content: bytes) -> None:
    try:
        values = read(name, Body(content, "host.example", WHOLE[name][0]))
    except SourceError as error:
        assert error.kind in ("broken", "missing", "busy") and "host.example" in str(error)
    else:
        assert all(value is None or math.isfinite(value) for value in values)


@pytest.mark.parametrize("name", BODIES)
def test_every_provider_has_a_body_to_damage(name: str):
    assert name in WHOLE, f"add a small answer of {name} to WHOLE, and its reader to `read`"


@pytest.mark.parametrize("name", WHOLE)
def test_the_whole_body_is_read(name: str):
    form, content = WHOLE[name]
    assert read(name, Body(content, "host.example", form, whole=True))


@pytest.mark.parametrize("name", WHOLE)
def test_a_body_cut_anywhere_is_read_or_refused(name: str):
    content = WHOLE[name][1]
    for length in range(len(content)):
        check(name, content[:length])


@pytest.mark.parametrize("name", sorted({"fredgraph", "cboe", "dfa", "indeed", "tic"}))
def test_a_table_cut_within_a_line_is_never_read(name: str):
    form, content = WHOLE[name]
    for length in range(len(content)):
        if not content[:length].endswith(b"\n"):
            with pytest.raises(SourceError):
                read(name, Body(content[:length], "host.example", form))


@settings(max_examples=60)
@given(st.sampled_from(sorted(WHOLE)), st.data())
def test_a_body_with_bytes_changed_is_read_or_refused(name: str, data: st.DataObject):
    content = bytearray(WHOLE[name][1])
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    check(name, bytes(content))


@pytest.mark.parametrize(
    "number", [b"1" * 400, b"1e400", b"-1e308", b"NaN", b"Infinity", b"true", b'"\\u0661"', b'"1,000"', b"{}"]
)
@pytest.mark.parametrize("name", [name for name, (form, _) in WHOLE.items() if form == "json"])
def test_no_token_but_a_number_becomes_one(name: str, number: bytes):
    for old in (b'"1.5"', b'"5.5"', b"5.5", b"3.64", b'"10"', b'"3"', b'"1487"', b'"val":1', b'"a":"1"', b"1767312000"):
        new = old.partition(b":")[0] + b":" + number if b":" in old else number
        check(name, WHOLE[name][1].replace(old, new))


def test_a_field_without_end_is_refused():
    check("fredgraph", b"observation_date,X\n2026-01-01," + b"1" * 200_000 + b"\n")


@settings(max_examples=60)
@example([float("inf")])
@given(st.lists(st.floats(width=32) | st.none(), min_size=1, max_size=5))
def test_a_table_of_any_closes_is_read_as_figures_or_refused(closes: list[float | None]):
    table = pd.DataFrame({"Close": closes}, pd.date_range("2026-01-05", periods=len(closes), tz="America/New_York"))
    try:
        rows = modules.yahoo.read(table)
    except SourceError as error:
        assert error.kind == "broken" and "finance.yahoo.com" in str(error)
    else:
        assert all(math.isfinite(value) for _, value in rows)
