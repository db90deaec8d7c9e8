"""Companies' reports as the SEC gives them: which sums make a quarter, and when it became known. The figures are made up."""

from datetime import date
from typing import Any

import pytest

from indicators.providers.fetching import fetch
from tests.providers.conftest import QUARTERLY, failure, rows
from tests.providers.server import HTML, Answer, Provider, as_json

CONCEPT = "/sec/companyconcept/CIK0000000042/us-gaap/Tag.json"


def facts(*found: tuple[str, str, float, str], **changed: Any) -> Answer:
    """First and last day, value, and when and as what it was filed: "2025-04-30 10-Q"."""
    rows = [
        {"start": s, "end": e, "val": v, "filed": f[:10], "form": f[11:], "fy": _year_of(f), "fp": "Q1", "accn": f}
        for s, e, v, f in found
    ]
    return as_json({"cik": 42, "units": {"USD": [row | changed for row in rows]}})


def _year_of(filing: str) -> int:
    """The fiscal year that is reported on, the calendar's: annual reports come in the year after."""
    return int(filing[:4]) - filing.startswith("10-K", 11)


def test_quarters_are_rebuilt_from_sums_of_the_year(provider: Provider):
    provider.say(
        CONCEPT,
        facts(
            ("2025-01-01", "2025-03-31", 10, "2025-04-30 10-Q"),
            ("2025-01-01", "2025-06-30", 25, "2025-07-30 10-Q"),
            ("2025-01-01", "2025-09-30", 45, "2025-10-30 10-Q"),
            ("2025-01-01", "2025-12-31", 70, "2026-02-01 10-K"),
            ("2025-04-01", "2026-03-31", 999, "2026-04-30 10-Q"),  # trailing twelve months
        ),
    )
    assert rows(fetch("sec:42/Tag", QUARTERLY)) == {
        "2025-01-01": 10,
        "2025-04-01": 15,
        "2025-07-01": 20,
        "2025-10-01": 25,
    }


NINE_MONTHS, YEAR = ("2024-01-01", "2024-09-30"), ("2024-01-01", "2024-12-31")
FILED = (*NINE_MONTHS, 70, "2024-10-30 10-Q"), (*YEAR, 100, "2025-02-01 10-K")


@pytest.mark.parametrize(
    "later, fourth",
    [
        ((), 30),
        ([(*NINE_MONTHS, 60, "2025-10-30 10-Q")], 30),  # restated without the year
        ([(*YEAR, 95, "2026-02-01 10-K")], 30),  # restated without its nine months
        ([(*NINE_MONTHS, 60, "2025-10-30 10-Q"), (*YEAR, 95, "2026-02-01 10-K")], 35),
        ([(*NINE_MONTHS, 60, "2025-10-30 10-Q"), (*YEAR, 95, "2027-02-01 10-K")], 30),  # by reports of two years
        ([(*YEAR, 95, "2025-03-01 10-K/A")], 30),  # amended without its nine months
        ([(*NINE_MONTHS, 60, "2025-03-01 10-Q/A"), (*YEAR, 95, "2025-03-01 10-K/A")], 95 - 60),
        ([(*YEAR, 0.1, "2025-04-15 DEF 14A")], 30),  # a proxy statement in thousands
        ([(*YEAR, 95, "2025-05-15 8-K")], 30),
    ],
)
def test_a_quarter_is_the_difference_of_sums_of_one_basis(
    provider: Provider, later: list[tuple[str, str, float, str]], fourth: float
):
    # 10-Q/A of the year before: reported on 2024 although filed in 2025.
    answer = facts(*FILED, *later)
    provider.say(CONCEPT, Answer(answer.body.replace(b'"form": "10-Q/A", "fy": 2025', b'"form": "10-Q/A", "fy": 2024')))
    assert rows(fetch("sec:42/Tag", QUARTERLY)) == {"2024-10-01": fourth}


def test_sums_that_no_report_states_together_give_no_quarter(provider: Provider):
    provider.say(CONCEPT, facts((*NINE_MONTHS, 60, "2025-10-30 10-Q"), (*YEAR, 100, "2025-02-01 10-K")))
    assert "no figure" in str(failure("sec:42/Tag", QUARTERLY))


@pytest.mark.parametrize("changed", [{"fy": None}, {"form": "DEF 14A"}])
def test_what_is_of_no_report_or_of_no_fiscal_year_is_left_out(provider: Provider, changed: dict[str, Any]):
    provider.say(CONCEPT, facts(*FILED, **changed))
    assert "no figure" in str(failure("sec:42/Tag", QUARTERLY))


def test_an_amendment_stands_in_for_the_report_that_is_not_there(provider: Provider):
    provider.say(
        CONCEPT, facts(("2024-01-01", "2024-06-30", 40, "2024-08-30 10-Q/A"), (*NINE_MONTHS, 70, "2024-10-30 10-Q"))
    )
    assert rows(fetch("sec:42/Tag", QUARTERLY)) == {"2024-07-01": 30}


def test_a_quarter_becomes_known_and_is_revised_on_days_of_filing(provider: Provider):
    provider.say(CONCEPT, facts(*FILED, (*NINE_MONTHS, 60, "2025-10-30 10-Q"), (*YEAR, 95, "2026-02-01 10-K")))
    fourth = date(2024, 10, 1).toordinal()
    assert fetch("sec:42/Tag", QUARTERLY).vintages == (
        (date(2025, 2, 1), ((fourth, 30),)),
        (date(2026, 2, 1), ((fourth, 35),)),
    )


def test_the_latest_year_of_reports_counts_and_a_reported_quarter_stands(provider: Provider):
    provider.say(
        CONCEPT,
        facts(
            ("2025-01-01", "2025-03-31", 11, "2026-04-30 10-Q"),
            ("2025-01-01", "2025-03-31", 10, "2025-04-30 10-Q"),
            ("2025-01-01", "2025-06-30", 25, "2025-07-30 10-Q"),
            ("2025-04-01", "2025-06-30", 15, "2025-07-30 10-Q"),
        ),
    )
    assert rows(fetch("sec:42/Tag", QUARTERLY)) == {"2025-01-01": 11, "2025-04-01": 15}


def test_fiscal_quarters_of_whole_weeks_are_dated_by_the_nearest_month(provider: Provider):
    provider.say(
        CONCEPT,
        facts(("2025-01-27", "2025-04-27", 1, "2025-05-28 10-Q"), ("2025-04-28", "2025-07-27", 2, "2025-08-27 10-Q")),
    )
    assert rows(fetch("sec:42/Tag", QUARTERLY)) == {"2025-02-01": 1, "2025-05-01": 2}


def test_a_year_beside_its_first_quarter_gives_no_other(provider: Provider):
    provider.say(
        CONCEPT,
        facts(("2025-01-01", "2025-03-31", 1, "2025-04-30 10-Q"), ("2025-01-01", "2025-12-31", 9, "2026-02-01 10-K")),
    )
    assert rows(fetch("sec:42/Tag", QUARTERLY)) == {"2025-01-01": 1}


def test_a_half_year_alone_gives_no_quarter(provider: Provider):
    provider.say(CONCEPT, facts(("2025-01-01", "2025-06-30", 25, "2025-07-30 10-Q")))
    assert "no figure" in str(failure("sec:42/Tag", QUARTERLY))


def test_the_sec_is_told_who_asks(provider: Provider, monkeypatch: pytest.MonkeyPatch):
    provider.say(CONCEPT, Answer(HTML, 403, "text/html"))
    error = failure("sec:42/Tag")
    assert error.kind == "refused" and "CLAIMBOARD_CONTACT" in str(error)
    monkeypatch.setenv("CLAIMBOARD_CONTACT", "someone@example.org")
    assert "CLAIMBOARD_CONTACT" not in str(failure("sec:42/Tag"))
    assert "someone@example.org" in provider.requests[-1].headers["User-Agent"]
    assert len(provider.requests) == 2
