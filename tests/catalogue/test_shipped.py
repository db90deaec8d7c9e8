"""What ships, and what it will be after a renewal: units, ranges, sums, dates and verdicts, by their properties."""

import math
import re
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from indicators.catalogue import catalogue, figure_pack
from indicators.judging import evaluate, registry
from indicators.model import Finding
from indicators.model.unit import to_base
from indicators.model.vintage import Vintage
from indicators.store.store import Store, open_store
from tests import renewed
from tests.pack import SHIPPED

ARTICLE = date(2025, 12, 1)
OCTOBER_2025 = date(2025, 10, 1).toordinal()

#: Owners who don't let their figures travel. A refresh brings these, never the repository.
FORBIDDEN = re.compile(r"BAML|CSUSHP|FIXHAI|ZORI|RENT_HOURS|UMCSENT|^SP500$|NASDAQ|^NDX|XLU|^ZQ|GOLD_USD$|FINRA|VIX6M")

Figures = dict[str, list[Vintage]]


@pytest.fixture(scope="module", params=["as it is", "renewed"])
def pack(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What ships, and the same one publication later."""
    if request.param == "as it is":
        return SHIPPED
    folder = tmp_path_factory.mktemp("renewed")
    renewed.write(folder)
    return folder


@pytest.fixture(scope="module")
def shipped(pack: Path) -> Figures:
    return {path.stem: figure_pack.read(path) for path in sorted(pack.glob("*.csv"))}


@pytest.fixture(scope="module")
def filled(pack: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    return open_store(tmp_path_factory.mktemp("filled") / "store.sqlite", pack)


def replay(vintages: list[Vintage], day: date = date.max) -> dict[date, float]:
    """What the blocks say was known on a day."""
    state: dict[int, float | None] = {}
    for vintage in vintages:
        if vintage.known_from <= day:
            state.update(vintage.rows)
    return {date.fromordinal(d): v for d, v in sorted(state.items()) if v is not None}


# the figures


def test_what_ships_has_a_figure_file_and_nothing_else_has(shipped: Figures):
    assert set(shipped) == {one.id for one in catalogue.series().values() if one.ships}


def test_owners_who_forbid_it_have_no_figures_here(shipped: Figures):
    assert not [id for id in shipped if FORBIDDEN.search(id)]
    assert {"BAMLH0A0HYM2", "CSUSHPINSA", "FIXHAI", "UMCSENT"} <= set(catalogue.series()), "a refresh brings them"


def test_closes_under_their_owners_terms_start_in_2006(shipped: Figures):
    for id in ("VIXCLS", "VIX3M", "VIX9D", "SPX_CLOSE", "BTC_USD"):
        assert catalogue.series()[id].terms == "quoted with attribution; the owner's terms govern reuse"
        assert min(replay(shipped[id])) >= date(2006, 1, 1), id


def test_observations_are_finite_ascending_and_unique(shipped: Figures):
    for id, vintages in shipped.items():
        assert vintages[0].rows, id
        assert all(a.known_from < b.known_from for a, b in pairwise(vintages)), id
        for vintage in vintages:
            days = [day for day, _ in vintage.rows]
            assert all(a < b for a, b in pairwise(days)), (id, vintage.known_from)
            assert all(value is None or math.isfinite(value) for _, value in vintage.rows), (
                id,
                vintage.known_from,
            )


def test_nothing_was_known_before_it_happened(shipped: Figures):
    for id, vintages in shipped.items():
        if id == "PJM_CAPACITY_PRICE":
            continue  # an auction settles a delivery year that lies ahead
        for vintage in vintages:
            last = max((day for day, _ in vintage.rows), default=0)
            assert last <= vintage.known_from.toordinal(), (id, vintage.known_from)


def test_capacity_auctions_settle_years_ahead(shipped: Figures):
    assert catalogue.series()["PJM_CAPACITY_PRICE"].frequency == "irregular"
    assert all(day.month == 6 for day in replay(shipped["PJM_CAPACITY_PRICE"]))
    assert date(2027, 6, 1) not in replay(shipped["PJM_CAPACITY_PRICE"], ARTICLE)


def test_no_vintage_lies_in_the_future(shipped: Figures):
    assert max(v.known_from for vintages in shipped.values() for v in vintages) <= date.today()


def test_nothing_is_withdrawn_unseen(shipped: Figures):
    """A withdrawal is rare enough to be looked at: none ships today."""
    for id, vintages in shipped.items():
        assert not [v.known_from for v in vintages if any(value is None for _, value in v.rows)], id


def test_dates_are_period_starts(shipped: Figures):
    for id, vintages in shipped.items():
        frequency = catalogue.series()[id].frequency
        for day in replay(vintages):
            if frequency in {"monthly", "quarterly", "annual"}:
                assert day.day == 1, (id, day)
            # A company's fiscal quarters start where they start.
            if frequency == "quarterly" and not id.startswith("CAPEX_"):
                assert day.month in {1, 4, 7, 10}, (id, day)
            if frequency == "annual":
                assert day.month == 1, (id, day)


def test_weekly_series_keep_one_weekday_a_year(shipped: Figures):
    """Holidays move a survey by a day or two; a series moved to Mondays or month starts would not pass."""
    for id, vintages in shipped.items():
        if catalogue.series()[id].frequency == "weekly":
            days = [day.weekday() for day in replay(vintages) if day.year >= 2015]
            assert max(days.count(d) for d in set(days)) > 0.9 * len(days), id


def test_values_carry_no_float_noise(pack: Path):
    for path in sorted(pack.glob("*.csv")):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\d{13}|\.\d*0{6,}[1-9]|9{7}", text), path.name


@pytest.mark.parametrize("id", ["CAPEX_MSFT", "CAPEX_GOOGL", "CAPEX_AMZN", "CAPEX_META", "CAPEX_ORCL"])
def test_capital_spending_is_by_quarter_and_in_dollars(shipped: Figures, id: str):
    quarters = replay(shipped[id])
    assert catalogue.series()[id].unit == "dollars"
    gaps = {(b.year - a.year) * 12 + b.month - a.month for a, b in pairwise(quarters)}
    assert gaps == {3}
    assert max(quarters.values()) < 1e11, "a year to date would be larger"
    assert quarters[max(quarters)] > 1e9


# the traps, each of which was met


def household_and_price_series() -> list[str]:
    words = ("Unemployment rate", "Consumer price index", "Average price of")
    return [
        one.id
        for one in catalogue.series().values()
        if one.agency == "U.S. Bureau of Labor Statistics" and one.title.startswith(words)
    ]


def test_october_2025_was_never_collected(shipped: Figures):
    ids = household_and_price_series()
    assert {"UNRATE", "CPIAUCSL", "LNS14000036", "LNS14027662", "CUSR0000SEEB03"} <= set(ids)
    for id in ids:
        for vintage in shipped[id]:
            assert OCTOBER_2025 not in dict(vintage.rows), (id, vintage.known_from)
        latest = replay(shipped[id])
        assert {date(2025, 9, 1), date(2025, 11, 1)} <= set(latest), id


def test_fourth_quarter_2025_is_missing_from_weekly_earnings(shipped: Figures):
    earnings = replay(shipped["LES1252881600Q"])
    assert date(2025, 10, 1) not in earnings
    assert date(2026, 1, 1) in earnings


def test_jobs_added_read_684_thousand_then_and_232_thousand_after_the_benchmark(shipped: Figures):
    def added(day: date) -> float:
        jobs = replay(shipped["PAYEMS"], day)
        return jobs[date(2025, 9, 1)] - jobs[date(2024, 12, 1)]

    assert added(ARTICLE) == 684
    assert added(date(2026, 10, 31)) == 232


def test_ai_investment_share_of_gdp_meets_the_published_one(shipped: Figures):
    investment, gdp = (replay(shipped[id], date(2026, 10, 31)) for id in ("A679RC1Q027SBEA", "GDP"))
    share = {day: 100 * investment[day] / gdp[day] for day in (date(2000, 10, 1), date(2026, 4, 1))}
    assert share[date(2000, 10, 1)] == pytest.approx(4.46, abs=0.005)
    assert share[date(2026, 4, 1)] == pytest.approx(5.05, abs=0.005)


def test_reverse_repo_is_in_billions_and_the_balance_sheet_in_millions(shipped: Figures):
    series = catalogue.series()
    assert series["RRPONTSYD"].unit == "billions of dollars"
    assert {series[id].unit for id in ("WALCL", "WTREGEN", "WRESBAL", "TGA_DAILY")} == {"millions of dollars"}
    day = date(2025, 11, 26)
    assets, account, repo = (
        replay(shipped[id])[day] * to_base(series[id].unit) for id in ("WALCL", "WTREGEN", "RRPONTSYD")
    )
    assert 5e12 < assets - account - repo < 6.5e12
    assert 1e8 < repo < 1e10


def test_treasury_account_is_the_closing_balance(shipped: Figures):
    account = replay(shipped["TGA_DAILY"])
    assert account[date(2025, 7, 7)] == 332482
    assert account[date(2025, 7, 11)] == 282363


def test_volatility_closes_are_the_published_ones(shipped: Figures):
    vix, vix3m = replay(shipped["VIXCLS"]), replay(shipped["VIX3M"])
    for day, spot, three_months in (
        (date(2020, 3, 16), 82.69, 67.70),
        (date(2024, 8, 5), 38.57, 33.71),
        (date(2025, 4, 8), 52.33, 41.50),
        (date(2026, 7, 22), 16.64, 19.54),
    ):
        assert (vix[day], vix3m[day]) == (spot, three_months)


def test_shares_of_wealth_add_up(shipped: Figures):
    generations = ("SILENT", "BABYBOOM", "GENX", "MILLENNIAL")
    shares = [replay(shipped[f"DFA_SHARE_{name}_NETWORTH"]) for name in generations]
    levels = [replay(shipped[f"DFA_LEVEL_{name}_NETWORTH"]) for name in generations]
    for day in shares[0]:
        assert sum(share[day] for share in shares) == pytest.approx(100, abs=0.01), day
        total = sum(level[day] for level in levels)
        for share, level in zip(shares, levels, strict=True):
            assert share[day] == pytest.approx(100 * level[day] / total, abs=0.001), day


def test_electricity_annual_sales_are_the_sum_of_their_months(shipped: Figures):
    """Two vintages of one thing: they agree to half a percent, and no better."""
    annual, monthly = replay(shipped["ELEC_SALES_TOTAL"]), replay(shipped["ELEC_SALES_TOTAL_MONTHLY"])
    total = sum(value for day, value in monthly.items() if day.year == 2022)
    assert total == pytest.approx(annual[date(2022, 1, 1)], rel=0.005)


def test_core_prices_join_without_a_step_where_the_last_vintage_begins(shipped: Figures):
    prices = replay(shipped["PCEPILFE"])
    steps = [prices[b] / prices[a] - 1 for a, b in pairwise(prices) if a.year == 2021]
    assert all(0 < step < 0.01 for step in steps)


# what the figures come to

#: But for what wants a series that only a refresh brings, which may be without data.
STATUSES = {"supported", "mixed", "contradicted", "open", "untestable"}


@pytest.fixture(scope="module")
def found(filled: Store, shipped: Figures) -> dict[str, Finding]:
    today = max(vintages[-1].known_from for vintages in shipped.values())
    return {one.id: one for one in evaluate.findings(filled, today=today)}


def test_every_claim_is_judged_on_what_ships(found: dict[str, Finding]):
    assert found.keys() == catalogue.claims().keys()
    for one in found.values():
        comes = all(catalogue.series()[id].ships for id in one.series)
        assert one.status in STATUSES or (one.status == "no data" and not comes), (one.id, one.sentence)
        assert one.sentence and (one.value is None) == (one.status in {"untestable", "no data"}), one.id


def test_a_verdict_rests_on_a_finite_number_of_a_period_that_has_ended(found: dict[str, Finding], shipped: Figures):
    newest = max(vintages[-1].known_from for vintages in shipped.values())
    for one in found.values():
        if one.value is not None:
            assert math.isfinite(one.value) and one.data_through is not None and one.data_through <= newest, one.id


def test_what_is_published_later_changes_no_verdict_of_a_past_day(filled: Store, store: Store):
    for claim in catalogue.claims().values():
        now, frozen = (evaluate.finding(one, claim, ARTICLE) for one in (filled, store))
        assert (now.status, now.value, now.basis) == (frozen.status, frozen.value, frozen.basis), claim.id


def test_published_figures_are_recomputed_on_their_own_vintage(filled: Store):
    for one in registry.reproductions().values():
        assert registry.compare(filled, one).agrees, one.published.id
