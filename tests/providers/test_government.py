"""Treasury International Capital, the Federal Register and the FEC, each in its wire format. The figures are made up."""

from datetime import date
from typing import Any

import pytest

from indicators.providers import SourceError, federalregister
from indicators.providers.fetching import fetch
from indicators.providers.response import Body
from tests.conftest import series
from tests.providers.conftest import KEY, failure, rows
from tests.providers.server import HTML, Answer, Asked, Provider, as_json
from tests.providers.shapes import facets, fec_page, fec_report, tic_table

# Treasury International Capital

EQUITIES = "tic:slt_table1/99996/for_lt_eqty_net"
PAGE = "/tic/slt_table1.txt"
JANUARY, FEBRUARY, MARCH = (date(2023, month, 1) for month in (1, 2, 3))
BLOCKS: dict[str, Any] = {
    "10189": [(FEBRUARY, 1), (MARCH, 2)],
    "99996": [(JANUARY, "n.a."), (FEBRUARY, 29811), (MARCH, -26914)],
    "99990": [(FEBRUARY, 5), (MARCH, 6)],
}
TABLE = tic_table(BLOCKS, "for_lt_eqty_net")


def text(content: str) -> Answer:
    return Answer(content.encode(), type="text/plain")


def test_the_block_of_one_country_is_taken_and_months_of_another_survey_are_gaps(provider: Provider):
    provider.say(PAGE, text(TABLE))
    found = fetch(EQUITIES, series())
    assert rows(found) == {"2023-02-01": 29811, "2023-03-01": -26914}
    assert (found.unit, found.complete) == ("Millions of dollars", True)


@pytest.mark.parametrize(
    "old, new, said",
    [
        ("for_lt_eqty_net", "for_lt_stock_net", "without the column 'for_lt_eqty_net'"),
        ("country_code", "code", "0 headers"),
        ("Country\tCountry Code", "country\tcountry_code\tdate", "2 headers"),
        ("denotes an increase", "denotes a decrease", "what a positive number is"),
        ("Millions of dollars", "", "does not state its unit"),
        ("99996\t99996", "World\t1", "no rows of 99996"),
        ("\t29811", "\t29,811", "'29,811' where a number belongs"),
        ("\t29811", "\t", "'' where a number belongs"),
        ("\t29811", "", "lines differ in length"),
        ("99996\t2023-03", "99996\tMar-23", "'Mar-23' where a date belongs"),
        ("99996\t2023-03", "99996\t2023-02", "2023-02-01 twice"),
    ],
)
def test_a_table_of_another_form_is_refused(provider: Provider, old: str, new: str, said: str):
    provider.say(PAGE, text(TABLE.replace(old, new)))
    error = failure(EQUITIES, series())
    assert error.kind == "broken" and said in str(error)


def test_a_table_that_ends_in_the_rows_asked_for_is_refused(provider: Provider):
    lines = TABLE.splitlines(keepends=True)
    cut = next(number for number, line in enumerate(lines) if "29811" in line)
    provider.say(PAGE, text("".join(lines[: cut + 1])))
    assert "ends in the rows of 99996" in str(failure(EQUITIES, series()))


def test_a_page_in_place_of_the_table_is_refused(provider: Provider):
    provider.say(PAGE, Answer(HTML, type="text/html"))
    assert "a web page" in str(failure(EQUITIES, series()))


# Federal Register

NAMED = 'federalregister:term="artificial intelligence"&type=RULE+PRORULE'
FACETS = "/federalregister/documents/facets/monthly"


def test_months_are_counted_from_the_day_asked_to_the_last_month_that_is_over(provider: Provider):
    def answer(asked: Asked) -> Answer:
        first, last = (asked.query[f"conditions[publication_date][{edge}]"] for edge in ("gte", "lte"))
        return as_json(facets(date.fromisoformat(first), date.fromisoformat(last), {date(2026, 3, 1): 5}))

    provider.say(FACETS, answer)
    found = fetch(NAMED, series(), date(2026, 2, 20))
    assert list(rows(found).items())[:2] == [("2026-02-01", 0), ("2026-03-01", 5)]
    assert found.rows[-1][0] == federalregister.through().replace(day=1).toordinal() and not found.complete


def test_a_day_within_the_running_month_asks_for_the_month_before(provider: Provider):
    provider.say(FACETS, Answer(b"{}", 404))
    with pytest.raises(SourceError):
        fetch(NAMED, series(), date.today())
    asked = provider.requests[0].query
    assert asked["conditions[publication_date][gte]"] == f"{federalregister.through().replace(day=1)}"


COUNTS = facets(date(2026, 1, 1), date(2026, 3, 31), {date(2026, 1, 1): 3})


@pytest.mark.parametrize(
    "answer, said",
    [
        (COUNTS | {"2026-03-01": {"count": "4", "name": ""}}, "another shape"),
        (COUNTS | {"2026-03-01": {"count": -4, "name": ""}}, "another shape"),
        (COUNTS | {"2026-03-01": 4}, "another shape"),
        ({"errors": {"facet": "More than 10,000 days"}, "status": 400}, "another shape"),
        ({"2026-01-15": {"count": 1, "name": "January 2026"}}, "'2026-01-15' where a date belongs"),
        ({day: one for day, one in COUNTS.items() if day != "2026-02-01"}, "no count for 2026-02"),
        (COUNTS | {"2026-04-01": {"count": 4, "name": ""}}, "a count for 2026-04"),
        ({}, "no figure"),
    ],
)
def test_counts_of_another_form_are_refused(answer: Any, said: str):
    body = Body(as_json(answer).body, "host.example", "json")
    with pytest.raises(SourceError, match=said):
        federalregister.read(body, date(2026, 1, 1), date(2026, 3, 31))


# Federal Election Commission

RECEIPTS = "fec:C00835959/total_receipts_period"
REPORTS = "/fec/committee/C00835959/reports/"


def report(start: str, end: str, value: Any = 5.5, **other: Any) -> dict[str, Any]:
    found = fec_report("C00835959", date.fromisoformat(start), date.fromisoformat(end), value)
    return found | other


@pytest.fixture
def keyed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FEC_API_KEY", KEY)


HALF, MONTH = report("2025-07-01", "2025-12-31", 3.25), report("2026-01-01", "2026-01-31", 0)


@pytest.mark.usefixtures("keyed")
def test_receipts_are_dated_by_the_last_day_of_their_report(provider: Provider):
    provider.say(REPORTS, fec_page([HALF | {"coverage_end_date": "2025-12-31T00:00:00+00:00"}, MONTH]))
    assert rows(fetch(RECEIPTS, series(frequency="irregular"))) == {"2025-12-31": 3.25, "2026-01-31": 0}


@pytest.mark.usefixtures("keyed")
def test_pages_of_reports_are_asked_by_number(provider: Provider):
    provider.say(REPORTS, fec_page([HALF], count=2, pages=2), fec_page([MONTH], count=2, pages=2))
    assert len(fetch(RECEIPTS, series(frequency="irregular")).rows) == 2
    assert [one.query["page"] for one in provider.requests] == ["1", "2"]


@pytest.mark.usefixtures("keyed")
@pytest.mark.parametrize(
    "answer, kind, said",
    [
        (fec_page([HALF, HALF]), "broken", "from 2025-07-01 to 2025-12-31 after one to 2025-12-31"),
        (fec_page([MONTH, HALF]), "broken", "after one to 2026-01-31"),
        (fec_page([HALF | {"committee_id": "C1"}]), "broken", "a report of 'C1' among those of C00835959"),
        (fec_page([HALF | {"committee_id": KEY}]), "broken", "[key]"),
        (fec_page([report("2025-07-01", "2025-12-31", None)]), "broken", "'None' where a number belongs"),
        (fec_page([report("2025-07-01", "2025-12-31", KEY)]), "broken", "[key]"),
        (fec_page([HALF | {"coverage_start_date": None}]), "broken", "'None' where a date belongs"),
        (fec_page([{"committee_id": "C00835959"}]), "broken", "without 'total_receipts_period'"),
        (fec_page([HALF], count=2), "broken", "announced 2 reports and sent 1"),
        (fec_page([]), "broken", "no figure"),
        (as_json({"results": KEY}), "broken", "another shape"),
        (as_json({"error": {"code": "API_KEY_INVALID", "message": KEY}}, status=403), "key", "FEC_API_KEY"),
        (as_json({"error": {"code": "FORBIDDEN", "message": KEY}}, status=403), "refused", "FEC_API_KEY"),
        (as_json({"message": KEY}, status=422), "broken", "422"),
    ],
)
def test_reports_with_something_wrong_are_an_error_without_the_key(
    provider: Provider, answer: Answer, kind: str, said: str
):
    provider.say(REPORTS, answer)
    error = failure(RECEIPTS, series(frequency="irregular"))
    assert error.kind == kind and said in str(error) and KEY not in str(error)


def test_without_a_key_the_commission_is_not_asked(provider: Provider):
    with pytest.raises(SourceError, match="FEC_API_KEY") as caught:
        fetch(RECEIPTS, series(frequency="irregular"))
    assert caught.value.kind == "key" and not provider.requests
