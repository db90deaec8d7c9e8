"""What companies really filed, as recorded: quarters are those of the reports, and ship so. See test_recorded."""

from datetime import date

import pytest

from indicators.catalogue import catalogue, figure_pack
from indicators.providers import sec
from tests.providers.test_recorded import OF_RECORDED, PPE, concept, day, recorded, sec_rows

pytestmark = OF_RECORDED


@pytest.mark.parametrize(
    "id, name",
    [
        ("CAPEX_MSFT", f"MSFT_{PPE}"),
        ("CAPEX_META", f"META_{PPE}"),
        ("CAPEX_AMZN", "AMZN_PaymentsToAcquireProductiveAssets"),
    ],
)
def test_quarters_ship_as_they_were_filed_each_dated_by_its_filing(id: str, name: str):
    filed = list(sec.revisions(sec.read(recorded(f"sec/companyconcept_{name}.json"))))
    shipped = [(one.known_from, one.rows) for one in figure_pack.read(catalogue.FIGURES / f"{id}.csv")]
    assert len(filed) > 30
    assert shipped[: len(filed)] == filed


def test_a_year_restated_alone_does_not_move_its_last_quarter():
    """The year 2022 was restated in January 2025 and 2020 in February 2023; their nine months never were."""
    meta = concept(f"META_{PPE}")
    assert meta[day("2022-10-01")] == 9043e6
    assert meta[day("2020-10-01")] == 4613e6
    assert meta[day("2021-10-01")] == 5400e6  # the year and its nine months were restated by one year's reports


@pytest.mark.parametrize(
    "name, year, total",
    [
        ("AMZN_PaymentsToAcquireProductiveAssets", 2025, 131819e6),
        (f"META_{PPE}", 2025, 69691e6),
        ("META_PaymentsForRepurchaseOfCommonStock", 2025, 26248e6),
    ],
)
def test_quarters_add_up_to_the_year(name: str, year: int, total: float):
    rows = concept(name)
    assert sum(rows[date(year, month, 1).toordinal()] for month in (1, 4, 7, 10)) == total


def test_fiscal_years_that_are_not_the_calendars_are_told_apart():
    microsoft = concept(f"MSFT_{PPE}")
    assert microsoft[day("2025-10-01")] == 29876e6 and microsoft[day("2026-01-01")] == 30876e6
    assert sum(microsoft[day(text)] for text in ("2024-07-01", "2024-10-01", "2025-01-01", "2025-04-01")) == 64551e6
    nvidia = concept("NVDA_PaymentsToAcquireProductiveAssets")
    assert sum(nvidia[day(text)] for text in ("2025-02-01", "2025-05-01", "2025-08-01", "2025-11-01")) == 6042e6


def test_silence_is_not_zero():
    rows = sec_rows(recorded("sec/companyconcept_AMZN_PaymentsForRepurchaseOfCommonStock.json"))
    assert rows[-1] == (day("2024-01-01"), 0)  # the year 2024 was nothing too, and says so of no quarter
