"""What was known on a past day: a panel against the release calendar, series by series."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from indicators.catalogue import catalogue
from indicators.model import Series, periods
from indicators.panel import panel
from indicators.store.store import Store

PUBLICATION = date(2025, 12, 1)

#: The last period known on 1 December 2025, and the day on which the one after it was published.
KNOWN_AT_PUBLICATION = {
    **dict.fromkeys(
        ("W003RX1Q020SBEA", "A679RC1Q027SBEA", "B985RC1Q027SBEA", "GDPDEF", "COE", "CPROFIT", "GDP", "GDPC1"),
        ("2025-04-01", "2025-12-23"),
    ),
    **dict.fromkeys(
        ("NIPA_1_10_GDI", "NIPA_1_10_COMPENSATION_PAID", "NIPA_1_10_DOMESTIC_PROFITS"), ("2025-04-01", "2025-12-23")
    ),
    **dict.fromkeys(("ULCNFB", "OPHNFB"), ("2025-04-01", "2026-01-08")),
    **dict.fromkeys(("JTSHIR", "JTSJOL", "JTSLDR"), ("2025-08-01", "2025-12-09")),
    **dict.fromkeys(("WPU054", "WPU115", "WPU117", "PCU335311335311"), ("2025-09-01", "2026-01-14")),
    **dict.fromkeys(
        ("CES6562000001", "USINFO", "CES6054150001", "CES0500000003", "PAYEMS", "UNRATE"), ("2025-09-01", "2025-12-16")
    ),
    **dict.fromkeys(
        ("COT_SP500_AM_NET", "COT_SP500_LEV_NET", "COT_SP500_NONCOMM_NET", "COT_SP500_OI"), ("2025-10-14", "2025-12-02")
    ),
    **dict.fromkeys(("DSPIC96", "PCEC96", "PCEPILFE"), ("2025-08-01", "2025-12-05")),
    **dict.fromkeys(("CAPUTLG2211S", "CAPUTLHITEK2S", "INDPRO", "IPG2211A2N"), ("2025-08-01", "2025-12-03")),
    **dict.fromkeys(("DATACENTER_CONSTRUCTION_REAL", "TLPWRCONS", "TTLCONS"), ("2025-08-01", "2026-01-21")),
    **dict.fromkeys(("A33HUO", "A35SUO"), ("2025-08-01", "2025-12-04")),
    "CPIAUCSL": ("2025-09-01", "2025-12-18"),
    "ICSA": ("2025-11-22", ""),
    "CAPEX_ORCL": ("2025-06-01", "2025-12-11"),
    "CAPEX_MSFT": ("2025-07-01", "2026-01-28"),
}


def last(store: Store, id: str, day: date) -> str:
    return f"{panel.read(store, [id], day)[id].index[-1]:%Y-%m-%d}"


@pytest.mark.parametrize("id", KNOWN_AT_PUBLICATION)
def test_on_the_day_of_the_article_a_series_ends_where_it_did(store: Store, id: str):
    period, following = KNOWN_AT_PUBLICATION[id]
    assert last(store, id, PUBLICATION) == period
    if following:
        day = date.fromisoformat(following)
        assert last(store, id, day - timedelta(days=1)) == period, "nothing came in between"
        assert last(store, id, day) > period


def test_the_loan_officers_survey_is_known_within_its_quarter(store: Store):
    """Of October 2025 from 3 November on; other quarters by the rule, in the middle of the second month."""
    found = {
        day: panel.read(store, ["DRTSCILM"], date.fromisoformat(day))["DRTSCILM"].iloc[-1]
        for day in ("2025-11-02", "2025-11-03", "2025-12-01", "2026-02-13", "2026-02-14")
    }
    assert {day: round(value, 1) for day, value in found.items()} == {
        "2025-11-02": 9.5,
        "2025-11-03": 6.5,
        "2025-12-01": 6.5,
        "2026-02-13": 6.5,
        "2026-02-14": 5.3,
    }
    read = panel.read(store, ["DRTSCILM"], PUBLICATION)
    assert read.through == PUBLICATION, "a quarter that has not ended reaches no further than the day"


def test_positions_of_the_shutdown_are_known_in_the_order_of_the_notice(store: Store):
    ends = {day: last(store, "COT_SP500_OI", date.fromisoformat(day)) for day in ("2025-11-18", "2025-11-19")}
    assert ends == {"2025-11-18": "2025-09-23", "2025-11-19": "2025-09-30"}
    assert last(store, "COT_SP500_OI", date(2026, 1, 23)) == "2026-01-20"
    assert last(store, "COT_SP500_OI", date(2026, 1, 30)) == "2026-01-27"


def test_job_growth_after_the_benchmark_is_not_told_from_a_vintage_before_it(store: Store):
    """The report of 11 February 2026 revised 2025 from 584 thousand jobs to 181 thousand."""
    before, after = (panel.read(store, ["PAYEMS"], day) for day in (date(2026, 2, 10), date(2026, 2, 20)))
    assert (before.basis, after.basis) == ("point-in-time", "reconstructed")
    added = [read["PAYEMS"]["2025-12-01"] - read["PAYEMS"]["2024-12-01"] for read in (before, after)]
    assert [round(one / 1000) for one in added] == [584, 181]


def test_the_accounts_after_their_first_estimate_are_not_told_from_a_vintage_before_it(store: Store):
    assert panel.read(store, ["GDP"], date(2025, 12, 22)).basis == "point-in-time"
    read = panel.read(store, ["GDP"], date(2025, 12, 31))
    assert (read.basis, f"{read['GDP'].index[-1]:%Y-%m}") == ("reconstructed", "2025-07")


def test_what_is_cut_by_the_lag_is_marked_and_what_is_cut_by_the_calendar_is_not(store: Store):
    read = panel.read(store, ["WPU054", "COT_SP500_OI", "DGS2", "PAYEMS", "TEMPHELPS"], PUBLICATION)
    assert {id: one.cut_by for id, one in read.provenance.items()} == {
        "WPU054": "release calendar",
        "COT_SP500_OI": "release calendar",
        "DGS2": "publication lag",
        "PAYEMS": "release calendar",
        "TEMPHELPS": "release calendar",
    }
    assert panel.read(store, ["WPU054"], date(2015, 6, 1)).provenance["WPU054"].cut_by == "publication lag"
    for day in (None, PUBLICATION):
        assert panel.read(store, ["PAYEMS"], day).provenance["PAYEMS"].cut_by is None, "what is not cut"


#: Days drawn for each series, most of them where the calendar has entries.
DAYS_EACH = 24


def drawn() -> Iterator[tuple[Series, date]]:
    days = random.Random(20251201)
    spans = [
        (date(2023, 12, 1), date(2026, 11, 30)),
        (date(2025, 9, 1), date(2026, 4, 30)),
        (date(1990, 1, 1), PUBLICATION),
    ]
    for one in catalogue.series().values():
        if one.ships:
            for number in range(DAYS_EACH):
                first, end = spans[number % 3]
                yield one, first + timedelta(days=days.randrange((end - first).days))


def test_no_observation_of_a_past_day_was_published_after_it(store: Store):
    """By the calendar where it has an entry, else by the lag, unless the vintage itself is of that day or before."""
    first: dict[tuple[str, date], date] = {}
    for entry in sorted(catalogue.releases(), key=lambda entry: entry.published, reverse=True):
        first[entry.release, entry.period] = entry.published
    seen, early = 0, []
    with store.together():
        for one, day in drawn():
            read = panel.read(store, [one.id], day)
            for period in read[one.id].index[-40:].date if one.id in read else ():
                lagged = periods.period_end(period, one.frequency) + timedelta(days=one.lag)
                is_held = read.provenance[one.id].vintage <= day
                published = first.get((one.calendar, period)) or min(lagged, day if is_held else date.max)
                seen += 1
                if published > day:
                    early.append(f"{one.id} of {period} on {day}, published {published}")
    assert not early
    assert seen > 100_000
