"""Every locator in the catalogue is either asked of its provider or is one that nothing fetches."""

from collections.abc import Callable
from datetime import date

import pytest

from indicators.catalogue import catalogue
from indicators.model import Series
from indicators.providers import PROVIDERS, SourceError, can_fetch, federalregister
from indicators.providers.fetching import fetch
from tests.conftest import series
from tests.providers.conftest import KEY, set_needed_keys
from tests.providers.server import Provider

ALL = [(locator, one) for one in catalogue.series().values() for locator in one.sources]
#: Carried over by hand, or offered only as pages and spreadsheets.
BY_HAND = {"published", "finra", "worldbank"}
FETCHED = [pair for pair in ALL if can_fetch(pair[0])]
#: The part of an id that must show in the question; without an entry all of it.
TELLS: dict[str, Callable[[str], str]] = {
    "fred": lambda id: id.partition("@")[0],
    "sec": lambda id: id.partition("/")[2],
    "eia": lambda id: id.rpartition("=")[2].rpartition("+")[2],  # the server keeps the last of several
    "treasury": lambda id: id.partition("?")[0],
    "cftc": lambda id: id.split("/")[2].partition("-")[0],
    "census": lambda id: id.rpartition("/acs1/")[2].partition("+")[0],
    "dfa": lambda _: "dfa.zip",
    "indeed": lambda id: "posting",
    "bls": lambda _: "v1/timeseries",
    "tic": lambda id: id.partition("/")[0],
    "federalregister": lambda id: id.rpartition("=")[2].rpartition("+")[2],  # the last of several, as above
    "ads": lambda _: "ads_index",
    "btos": lambda _: "National",
    "cmdi": lambda _: "CMDI",
    "fec": lambda id: id.partition("/")[0],
}


def first_request(
    provider: Provider, locator: str, one: Series, since: date | None = None
) -> tuple[str, dict[str, str]]:
    """Path and query of what is asked first; the provider knows nothing and says 404."""
    with pytest.raises(SourceError) as caught:
        fetch(locator, one, since)
    assert caught.value.kind == "missing"
    return provider.requests[0].path, provider.requests[0].query


def test_every_locator_is_fetched_or_known_not_to_be():
    assert {locator.partition(":")[0] for locator, _ in ALL if not can_fetch(locator)} == BY_HAND
    assert len(FETCHED) > 240


@pytest.mark.parametrize(
    "locator, one", [p for p in FETCHED if not p[0].startswith("yahoo:")], ids=lambda v: str(v)[:60]
)
def test_a_locator_asks_its_provider(provider: Provider, monkeypatch: pytest.MonkeyPatch, locator: str, one: Series):
    set_needed_keys(monkeypatch)
    name, _, id = locator.partition(":")
    path, query = first_request(provider, locator, one)
    home = "fredgraph" if name == "fred" else name
    assert path.startswith(f"/{home}/")
    assert TELLS.get(name, str)(id) in path + " ".join(query.values())


@pytest.mark.parametrize(
    "id, path, query",
    [
        ("GDP", "/fredgraph/fredgraph.csv", {"id": "GDP"}),
        ("VIX3M", "/cboe/VIX3M_History.csv", {}),
        ("CAPEX_MSFT", "/sec/companyconcept/CIK0000789019/us-gaap/PaymentsToAcquirePropertyPlantAndEquipment.json", {}),
        (
            "ELEC_SALES_COMMERCIAL_MONTHLY",
            "/eia/electricity/retail-sales/data/",
            {
                "api_key": KEY,
                "frequency": "monthly",
                "data[0]": "sales",
                "facets[stateid][]": "US",
                "facets[sectorid][]": "COM",
                "sort[0][column]": "period",
                "sort[0][direction]": "asc",
                "offset": "0",
                "length": "5000",
            },
        ),
        (
            "MSPD_BILLS",
            "/treasury/v1/debt/mspd/mspd_table_1",
            {
                "filter": "security_type_desc:eq:Marketable,security_class_desc:eq:Bills",
                "sort": "record_date",
                "format": "json",
                "page[number]": "1",
                "page[size]": "10000",
            },
        ),
        (
            "TREASURY_BUYBACKS",
            "/treasury/v1/accounting/od/buybacks_operations",
            {"sort": "operation_date", "format": "json", "page[number]": "1", "page[size]": "10000"},
        ),
        (
            "COT_SP500_LEV_NET",
            "/cftc/gpe5-46if.json",
            {
                "$select": "report_date_as_yyyy_mm_dd,lev_money_positions_long,lev_money_positions_short",
                "$where": "cftc_contract_market_code='13874+'",
                "$order": "report_date_as_yyyy_mm_dd",
                "$limit": "5000",
                "$offset": "0",
            },
        ),
        ("DFA_LEVEL_GENX_NETWORTH", "/dfa/dfa.zip", {}),
        ("TIC_EQUITIES_NET", "/tic/slt_table1.txt", {}),
        (
            "FEDREG_AI_RULES",
            "/federalregister/documents/facets/monthly",
            {
                "conditions[term]": '"artificial intelligence"',
                "conditions[type][]": "PRORULE",  # the server keeps the last of several
                "conditions[publication_date][gte]": "1994-01-01",
                "conditions[publication_date][lte]": f"{federalregister.through()}",
            },
        ),
        (
            "FEC_FAIRSHAKE_RECEIPTS",
            "/fec/committee/C00835959/reports/",
            {
                "api_key": KEY,
                "is_amended": "false",
                "sort": "coverage_end_date",
                "per_page": "100",
                "page": "1",
            },
        ),
        ("DATACENTER_CONSTRUCTION_REAL", "/owid/monthly-spending-data-center-us.csv", {}),
        ("INDEED_AI_SHARE_POSTINGS_US", "/indeed/ai-tracker/main/AI_posting.csv", {}),
        (
            "RENT_BURDEN_US",
            "/census/2006/acs/acs1",
            {"get": "B25070_007E,B25070_008E,B25070_009E,B25070_010E,B25070_001E,B25070_011E", "for": "us:1"},
        ),
    ],
)
def test_the_question_is_put_as_the_provider_takes_it(
    provider: Provider, monkeypatch: pytest.MonkeyPatch, id: str, path: str, query: dict[str, str]
):
    set_needed_keys(monkeypatch)
    one = catalogue.series()[id]
    assert first_request(provider, one.sources[0], one) == (path, query)


@pytest.mark.parametrize(
    "locator, one, param, said",
    [
        ("fred:GDP", series(), "cosd", "2025-05-17"),
        ("fred:X@monthly", series(), "cosd", "2025-05-01"),
        ("eia:r?frequency=annual&data=x&a=b", series(frequency="annual"), "start", "2025"),
        ("eia:r?frequency=monthly&data=x&a=b", series(), "start", "2025-05"),
        ("treasury:v1/x?a=b&field=c", series(), "filter", "a:eq:b,record_date:gte:2025-05-01"),
        ("nyfed:secured/sofr", series(), "startDate", "2025-05-17"),
        ("cftc:a/b/c", series(), "$where", "cftc_contract_market_code='b' AND report_date_as_yyyy_mm_dd>='2025-05-17'"),
        ("coinbase:BTC-USD", series(), "start", "2025-05-17"),
        ("federalregister:type=RULE", series(), "conditions[publication_date][gte]", "2025-05-01"),
    ],
)
def test_an_increment_asks_from_the_period_of_the_day(
    provider: Provider, monkeypatch: pytest.MonkeyPatch, locator: str, one: Series, param: str, said: str
):
    monkeypatch.setenv("EIA_API_KEY", KEY)
    assert first_request(provider, locator, one, date(2025, 5, 17))[1][param] == said


def test_the_census_is_asked_year_by_year_from_the_day(provider: Provider):
    path, _ = first_request(provider, "census:acs/acs1/B25064_001E", series(), date(2024, 1, 1))
    assert path == "/census/2024/acs/acs1"


def test_what_nothing_fetches_is_said_to_be_so():
    with pytest.raises(SourceError, match="nothing fetches 'published:the press'") as caught:
        fetch("published:the press", series())
    assert caught.value.kind == "missing"


def test_a_provider_lives_where_its_variable_says(monkeypatch: pytest.MonkeyPatch):
    for name, one in PROVIDERS.items():
        assert one.home.startswith("https://")
        monkeypatch.setenv(f"CLAIMBOARD_{name.upper()}_URL", " http://mirror.example/x/ ")
        assert one.base == "http://mirror.example/x"
