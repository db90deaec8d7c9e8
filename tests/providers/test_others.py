"""Indeed, Our World in Data, the Census Bureau's survey and Coinbase, each in its wire format. The figures are made up."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from indicators.providers import SourceError
from indicators.providers.fetching import fetch
from tests.conftest import series
from tests.providers.conftest import ANNUAL, DAILY, failure, rows
from tests.providers.server import HTML, Answer, Asked, Provider, as_csv, as_json

# Indeed, OWID

POSTINGS = "date,jobcountry,indeed_job_postings_index_SA,indeed_job_postings_index_NSA,variable\n"
SECTORS = "date,jobcountry,indeed_job_postings_index,variable,display_name\n"


@pytest.mark.parametrize(
    "locator, path, text, expected",
    [
        (
            "indeed:US/aggregate/total postings/SA",
            "/indeed/job_postings_tracker/master/US/aggregate_job_postings_US.csv",
            POSTINGS + "2026-01-01,US,100,101,total postings\n2026-01-01,US,90,91,new postings\n",
            100,
        ),
        (
            "indeed:US/sector/Software, Other/SA",
            "/indeed/job_postings_tracker/master/US/job_postings_by_sector_US.csv",
            SECTORS + '2026-01-01,US,70,total postings,"Software, Other"\n2026-01-01,US,80,total postings,Law\n',
            70,
        ),
        (
            "indeed:US/ai",
            "/indeed/ai-tracker/main/AI_posting.csv",
            "date,jobcountry,AI_share_postings\n2026-01-01,GB,1\n2026-01-01,US,2.5\n",
            2.5,
        ),
    ],
)
def test_the_wanted_rows_are_taken_from_a_stack(
    provider: Provider, locator: str, path: str, text: str, expected: float
):
    provider.say(path, Answer(text.encode(), type="text/plain; charset=utf-8"))
    assert rows(fetch(locator, DAILY)) == {"2026-01-01": expected}


def test_a_stack_without_the_wanted_rows_is_an_error(provider: Provider):
    provider.say(
        "/indeed/ai-tracker/main/AI_posting.csv", as_csv("date,jobcountry,AI_share_postings\n2026-01-01,GB,1\n")
    )
    assert "no figure" in str(failure("indeed:US/ai"))


@pytest.mark.parametrize("dated, day", [("Day", "2026-01-01"), ("Month", "2026-01")])
def test_a_monthly_chart_is_dated_by_a_day_or_by_a_month(provider: Provider, dated: str, day: str):
    provider.say("/owid/x.csv", as_csv(f"Entity,Code,{dated},V\nUnited States,USA,{day},2427607603"))
    assert rows(fetch("owid:x", series())) == {"2026-01-01": 2427607603}


@pytest.mark.parametrize(
    "text, said",
    [
        ("Entity,Code,Month,V\nUS,USA,2026-01-01,1", "where a date belongs"),
        ("Entity,Code,Year,V\nUS,USA,2026,1", "another table"),
        ("Entity,Code,Day,V,W\nUS,USA,2026-01-01,1,2", "another table"),
        ("Entity,Code,Day,V\nUS,USA,2026-01-01,1\nUK,GBR,2026-02-01,1", "more than one place"),
    ],
)
def test_a_chart_of_more_than_one_thing_is_an_error(provider: Provider, text: str, said: str):
    provider.say("/owid/x.csv", as_csv(text))
    assert said in str(failure("owid:x", series()))


# Census


def estimate(*cells: Any) -> Callable[[Asked], Answer]:
    return lambda asked: as_json([[*asked.query["get"].split(","), "us"], [*cells, "1"]])


def test_years_without_a_survey_are_gaps(provider: Provider):
    for year in range(2019, datetime.now(UTC).year - 1):
        provider.say(f"/census/{year}/acs/acs1", estimate("-666666666" if year == 2021 else "1487"))
    provider.say("/census/2020/acs/acs1", Answer(HTML, 404, "text/html"))
    found = rows(fetch("census:acs/acs1/B25064_001E", ANNUAL, date(2019, 1, 1)))
    assert list(found)[:3] == ["2019-01-01", "2022-01-01", "2023-01-01"]
    provider.say("/census/2022/acs/acs1", Answer(HTML, 404, "text/html"))
    with pytest.raises(SourceError, match="404"):
        fetch("census:acs/acs1/B25064_001E", ANNUAL, date(2019, 1, 1))


def test_a_share_is_worked_out_to_the_decimal_it_is_published_in(provider: Provider):
    provider.say("/census/2024/acs/acs1", estimate("30", "21.77", "110", "10"))
    locator = "census:acs/acs1/A_1E+A_2E/A_3E-A_4E"
    assert rows(fetch(locator, ANNUAL, date(2024, 1, 1))) == {"2024-01-01": 51.8}


@pytest.mark.parametrize(
    "answer, kind, said",
    [
        (Answer(HTML, type="text/html"), "key", "CENSUS_API_KEY"),
        (as_json([["B25064_001E", "us"]]), "broken", "another table"),
        (as_json([["B25064_001E", "us"], ["?", "1"]]), "broken", "'?'"),
        (as_json([["B25064_002E", "us"], ["1", "1"]]), "broken", "without B25064_001E"),
        (Answer(b"error", 400, "text/plain"), "broken", "400"),
    ],
)
def test_a_survey_that_cannot_be_read_is_an_error(provider: Provider, answer: Answer, kind: str, said: str):
    provider.say("/census/2024/acs/acs1", answer)
    with pytest.raises(SourceError) as caught:
        fetch("census:acs/acs1/B25064_001E", ANNUAL, date(2024, 1, 1))
    assert caught.value.kind == kind and said in str(caught.value)


# Coinbase


def test_candles_are_turned_around_and_the_running_day_is_left_out(provider: Provider):
    def candles(asked: Asked) -> Answer:
        first, last = (date.fromisoformat(asked.query[name]).toordinal() for name in ("start", "end"))
        epoch = date(1970, 1, 1).toordinal()
        return as_json([[(day - epoch) * 86400, 1, 9, 2, day / 2, 7.5] for day in range(last, first - 1, -1)])

    provider.say("/coinbase/products/BTC-USD/candles", candles)
    found = fetch("coinbase:BTC-USD", DAILY, date(2025, 1, 1))
    first, last = found.rows[0][0], found.rows[-1][0]
    yesterday = datetime.now(UTC).date().toordinal() - 1
    assert (first, last) == (date(2025, 1, 1).toordinal(), yesterday)
    assert [value for _, value in found.rows] == [day / 2 for day in range(first, last + 1)]
    for one in provider.requests:
        assert (date.fromisoformat(one.query["end"]) - date.fromisoformat(one.query["start"])).days < 300
