"""Energy: headline numbers by hand, published figures met, and the traps of these series."""

from collections.abc import Iterator
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.catalogue import catalogue
from indicators.catalogue.declarations import declarations
from indicators.judging import evaluate, judgement, registry
from indicators.model import Finding
from indicators.model.missing import MissingData, TooShort
from indicators.panel import panel
from indicators.panel.panel import Panel
from indicators.stats import maths
from indicators.store.store import Store, open_store
from indicators.theses.energy import bottlenecks, demand, power_against_chips, supply

ARTICLE = date(2025, 12, 1)
CLAIMS = ("energy-not-gpu", "grid-must-grow", "bigger-bottlenecks", "nuclear-gas-grid-decade")
MODULES = (demand, supply, bottlenecks, power_against_chips)
OURS = [one for one in registry.indicators().values() if one.thesis == "energy"]


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return open_store(tmp_path_factory.mktemp("energy") / "store.sqlite")


@pytest.fixture(scope="module")
def data(shipped: Store) -> Panel:
    claims = [catalogue.find_claim(id) for id in CLAIMS]
    return panel.read(shipped, {id for one in (*claims, *OURS) for id in one.series})


@pytest.fixture(scope="module")
def findings(shipped: Store) -> dict[str, Finding]:
    claims = [catalogue.find_claim(id) for id in CLAIMS]
    return {one.id: one for one in evaluate.findings(shipped, claims, today=date(2026, 8, 20))}


def on(series: pd.Series, day: str) -> float:
    return float(series[pd.Timestamp(day)])


def growth(series: pd.Series, first: str, last: str) -> float:
    return 100 * (on(series, last) / on(series, first) - 1)


# published figures


def test_berkeley_lab_projects_325_to_580_twh_in_2028(data: Panel):
    frame, _ = registry.run(registry.indicators()["datacentre-electricity"], data)
    assert frame[frame.x.dt.year == 2028].value.tolist() == [325, 580]


def test_household_electricity_outran_inflation_from_2022_eia(data: Panel):
    """EIA (May 2025), in words; here residential +15.0% to 2025 against consumer prices +10.0%."""
    assert growth(data["ELEC_PRICE_RESIDENTIAL"], "2022-01-01", "2025-01-01") == pytest.approx(15.0, abs=0.1)
    consumer = data["CPIAUCSL"].resample("YS").mean()
    assert growth(consumer, "2022-01-01", "2025-01-01") == pytest.approx(10.0, abs=0.1)
    frame, _ = registry.run(registry.indicators()["electricity-prices"], data, prices="constant")
    real = frame[frame.line == "Residential"].set_index("x").value
    assert growth(real, "2022-01-01", "2025-01-01") == pytest.approx(100 * (1.150 / 1.100 - 1), abs=0.2)


def test_gas_capacity_fell_and_nuclear_rose_in_2024_beside_a_longer_gas_queue(data: Panel):
    """LBNL's queue of gas grew 72% while, by EIA's count, installed gas fell 1.2 GW and nuclear rose 2.7 GW."""
    frame, _ = registry.run(registry.indicators()["net-additions"], data)
    last = frame[frame.x.dt.year == 2024].set_index("line").value
    assert last["Gas"] == pytest.approx(-1.2, abs=0.05)
    assert last["Nuclear"] == pytest.approx(2.7, abs=0.05)


# headline numbers, by hand from the figures named


def test_demand_has_left_its_trend_and_its_lead_on_capacity_hangs_on_how_the_sun_counts(
    data: Panel, findings: dict[str, Finding]
):
    """EIA: sales of 2025 against the line of 2007 to 2020; growth from 2022 to 2024, wind and solar at 25% (0 to 50%)."""
    sales = {at.year: value for at, value in data["ELEC_SALES_TOTAL"].items()}
    years = np.arange(2007, 2021)
    logs = np.log([sales[year] for year in years])
    slope, constant = np.polyfit(years, logs, 1)
    deviation = np.sqrt(((logs - constant - slope * years) ** 2).sum() / 12)
    error = deviation * np.sqrt(1 + 1 / 14 + 11.5**2 / ((years - 2013.5) ** 2).sum())

    def lead(credit: float) -> float:
        held = {source: data[f"ELEC_CAPACITY_{source}"] for source in (*demand.DISPATCHABLE, "WIND", "SOLAR")}
        built = [
            sum(s[day] * (credit if k in ("WIND", "SOLAR") else 1) for k, s in held.items())
            for day in ("2022-01-01", "2024-01-01")
        ]
        return 100 * (sales[2024] / sales[2022] - built[1] / built[0])

    found = findings["grid-must-grow"]
    level, gap = found.legs
    assert (
        level.value
        == pytest.approx((np.log(sales[2025]) - constant - slope * 2025) / error)
        == pytest.approx(3.254, abs=0.001)
    )
    assert gap.value == found.value == pytest.approx(lead(0.25)) == pytest.approx(0.639, abs=0.001)
    assert (gap.low, gap.high) == (pytest.approx(lead(0.5)), pytest.approx(lead(0)))
    assert (found.status, found.data_through) == ("mixed", date(2024, 12, 31))


def test_the_first_version_reads_the_growth_of_the_published_sales(shipped: Store):
    """EIA retail sales: 4,058.0 TWh in 2025 over 3,874.3 in 2023."""
    first, _ = evaluate.versions(shipped, catalogue.find_claim("grid-must-grow"))
    assert (first.status, first.legs[0]) == ("mixed", pytest.approx(100 * (4058.007 / 3874.253 - 1), abs=0.001))


def test_the_trend_and_its_interval_are_those_of_a_textbook_regression(data: Panel):
    """Coefficients by numpy's polynomial fit; interval with t(12) = 2.1788 from a table."""
    sales = data["ELEC_SALES_TOTAL"]["2007":"2020"]
    years, logs = sales.index.year.to_numpy(float), np.log(sales.to_numpy())
    slope, constant = np.polyfit(years, logs, 1)
    deviation = np.sqrt(((logs - constant - slope * years) ** 2).sum() / 12)
    spread = ((years - 2013.5) ** 2).sum()
    level = demand.extrapolate(data["ELEC_SALES_TOTAL"], 2007, 2020, np.array([2025.0])).iloc[0]
    centre, error = constant + slope * 2025, deviation * np.sqrt(1 + 1 / 14 + 11.5**2 / spread)
    assert level.value == pytest.approx(np.exp(centre), rel=1e-9)
    assert level.high == pytest.approx(np.exp(centre + 2.1788 * error), rel=1e-4)
    grown = demand.trend_growth(data["ELEC_SALES_TOTAL"], 2007, 2020)
    reach = 2.1788 * deviation * np.sqrt(2 + 4 / spread)
    assert grown.high == pytest.approx(100 * np.expm1(2 * slope + reach), rel=1e-3)
    assert (grown.low, grown.high) == (pytest.approx(-4.2, abs=0.05), pytest.approx(5.1, abs=0.05))


def test_capacity_grew_5_9_percent_in_the_two_years_to_2024(data: Panel):
    """EIA, ten sources: 1,161.4 GW in 2022, 1,230.4 in 2024."""
    total = demand.capacity(data, demand.ALL_CAPACITY)
    assert (on(total, "2022-01-01"), on(total, "2024-01-01")) == (
        pytest.approx(1161.4, abs=0.05),
        pytest.approx(1230.4, abs=0.05),
    )
    assert demand.growth(total).iloc[-1] == pytest.approx(5.94, abs=0.01)


def test_the_first_versions_lead_is_that_of_four_price_relatives(shipped: Store):
    """May 2026 over May 2025: 1.0357 and 1.0769 (electricity), 1.0413, 1.4147 (copper); computers 1.0654."""
    relatives = (1.03568, 1.07692, 1.04127, 1.41470)
    expected = 100 * (np.prod(relatives) ** 0.25 - 1.06543)
    first, _ = evaluate.versions(shipped, catalogue.find_claim("energy-not-gpu"))
    assert (first.status, first.value) == ("supported", pytest.approx(expected, abs=0.01))


def deviations(data: Panel, id: str, day: str = "2026-05-01") -> float:
    """By hand: real growth over 12 months in standard deviations of the last 120 that are known on the day."""
    real = (data[id] / data["CPIAUCSL"]).dropna().to_dict()
    pairs = ((at, at.replace(year=at.year - 1)) for at in real if at <= pd.Timestamp(day))
    last = [100 * (real[at] / real[before] - 1) for at, before in pairs if before in real][-120:]
    return float((last[-1] - np.mean(last)) / np.std(last, ddof=1))


def test_the_power_side_is_less_tight_than_computers(data: Panel, findings: dict[str, Finding]):
    """May 2026, the prices of power: copper above its own normal, the two that a data centre buys at or below it."""
    power = [deviations(data, id) for id in power_against_chips.SHIPPED]
    assert findings["energy-not-gpu"].value == pytest.approx(np.mean(power) - deviations(data, "WPU115"), abs=0.01)
    assert findings["energy-not-gpu"].value == pytest.approx(-1.69, abs=0.005)
    assert findings["energy-not-gpu"].status == "contradicted"


def test_no_claim_lacks_data_on_the_shipped_figures_now_or_at_publication(findings: dict[str, Finding]):
    for one in findings.values():
        assert one.status != "no data" and one.at_publication["status"] != "no data", one.id


# the weighing of evidence


@pytest.mark.parametrize(("last_year", "status"), [(1.4, "contradicted"), (0.6, "supported")])
def test_dearer_and_cheaper_chips_would_turn_the_claim(data: Panel, last_year: float, status: str):
    months = data["WPU115"].index
    steady = pd.Series(100 * 1.02 ** (np.arange(len(months)) / 12) + np.sin(np.arange(len(months))), months)
    steady.iloc[-12:] *= last_year
    found = registry.tests()["energy-not-gpu"].judge(altered(data, PCU334413334413=steady, PCU334111334111=steady))
    assert found.status == status
    assert "semiconductors and computers" in found.sentence


@pytest.mark.parametrize(
    ("rise", "gas", "status", "answer"),
    [
        (1.06, 1.0, "supported", "Yes"),
        (1.0, 1.1, "contradicted", "No"),
        (1.06, 1.2, "mixed", "Partly"),
        (1.0, 0.8, "mixed", "Not"),
    ],
)
def test_more_demand_or_more_plant_would_turn_the_claim(data: Panel, rise: float, gas: float, status: str, answer: str):
    """Sales on their trend until 2022, then so many times more; plants of gas from 2023 on so many times those of 2022."""
    sales, plant = data["ELEC_SALES_TOTAL"], data["ELEC_CAPACITY_GAS"].copy()
    trend = demand.extrapolate(sales, *demand.FLAT, sales.index.year.to_numpy(float)).value.set_axis(sales.index)
    plant["2023":] = gas * plant["2022"].iloc[0]
    moved = sales.where(sales.index < "2021", trend * np.where(sales.index > "2022-06", rise, 1.0))
    found = registry.tests()["grid-must-grow"].judge(altered(data, ELEC_SALES_TOTAL=moved, ELEC_CAPACITY_GAS=plant))
    assert found.status == status and found.answer.startswith(answer)


def test_a_break_is_not_looked_for_within_the_flat_years(data: Panel):
    with pytest.raises(TooShort):
        demand.sales_above_trend(
            altered(data, ELEC_SALES_TOTAL=data["ELEC_SALES_TOTAL"][:"2020"]), first=2007, last=2020
        )


def altered(data: Panel, **series: pd.Series) -> Panel:
    """The panel with some series in place of its own."""
    return Panel({**dict(data), **series}, data.provenance, {k: v for k, v in data.missing.items() if k not in series})


# traps


def test_stand_ins_step_aside_for_the_series_they_stand_in_for(data: Panel):
    months = data["WPU115"].index
    flat = pd.Series(100.0, months)
    assert power_against_chips.chips(data).iloc[-1] == pytest.approx(data["WPU115"].iloc[-1])
    assert power_against_chips.chips(altered(data, PCU334111334111=flat)).iloc[-1] == pytest.approx(100)


def test_a_side_without_any_price_says_which_is_missing(data: Panel):
    with pytest.raises(MissingData, match="PCU334413334413"):
        power_against_chips.jevons(data, power_against_chips.CHIPS)


def test_october_2025_stays_a_gap(data: Panel):
    gap = pd.Timestamp("2025-10-01")
    assert gap not in data["APU000072610"].index
    assert gap not in power_against_chips.jevons(data, power_against_chips.POWER).index
    assert gap not in bottlenecks.tight(bottlenecks.rises(data, bottlenecks.ITEMS["Electricity"]).values()).index
    frame, _ = registry.run(registry.indicators()["tight-items"], data)
    assert gap not in set(frame.x)


def test_constant_dollars_of_data_centres_are_never_set_against_construction_in_dollars():
    for one in OURS:
        assert not ("DATACENTER_CONSTRUCTION_REAL" in one.series and {"TTLCONS", "TLPWRCONS"} & set(one.series)), one.id


def test_monthly_sales_never_meet_annual_ones_in_a_frame(data: Panel):
    """They are of two vintages: each choice reads only the one or the other."""
    monthly = {"ELEC_SALES_TOTAL_MONTHLY", "ELEC_SALES_COMMERCIAL_MONTHLY"}
    for id, control in (("electricity-demand", "measure"), ("commercial-share", "figures")):
        indicator = registry.indicators()[id]
        options = next(c.options for c in indicator.controls if c.id == control)
        for option in options:
            _, seen = registry.run(indicator, data, **{control: option})
            assert not (set(seen) & monthly and set(seen) - monthly), (id, option)


def test_solar_with_rooftops_is_never_divided_by_a_total_without_them():
    for one in OURS:
        assert not {"ELEC_GEN_SOLAR_ALL_MONTHLY", "ELEC_GEN_TOTAL_MONTHLY"} <= set(one.series), one.id


def test_siting_is_said_to_have_no_public_series():
    for id in ("tight-items", "bottleneck-percentiles", "bottleneck-panel", "bottleneck-change"):
        assert "no public series" in registry.indicators()[id].caveat


def test_every_claim_reads_what_it_names_and_names_what_it_reads(shipped: Store):
    for id in CLAIMS:
        claim = catalogue.find_claim(id)
        whole = panel.read(shipped, claim.series)
        registry.tests()[id].judge(whole)
        for test in declarations()[id]:
            judgement.read(test, registry.statistics(), whole)
        assert set(whole.seen()) == set(whole), id
        assert claim.method, id


def every_choice() -> Iterator[tuple[str, str, object]]:
    for one in OURS:
        for control in one.controls:
            yield from ((one.id, control.id, option) for option in control.options)


@pytest.mark.parametrize("id, control, option", list(every_choice()))
def test_every_choice_gives_lines_that_can_be_told_apart(data: Panel, id: str, control: str, option: object):
    frame, _ = registry.run(registry.indicators()[id], data, **{control: option})
    assert len(frame) and np.isfinite(frame.value).all()
    assert frame.line.nunique() <= 6
    assert not frame.duplicated(["x", "line"]).any()


# pure functions


@pytest.mark.parametrize("freedom, value", [(10, 2.2281), (12, 2.1788), (30, 2.0423), (120, 1.9799)])
def test_students_t_is_the_tables(freedom: int, value: float):
    assert demand.student(freedom) == pytest.approx(value, abs=0.001)


@given(st.floats(-0.1, 0.1), st.floats(1, 1e5))
def test_a_series_that_grows_evenly_lies_on_its_trend(rate: float, level: float):
    years = pd.date_range("2001-01-01", "2025-01-01", freq="YS")
    even = pd.Series(level * np.exp(rate * np.arange(len(years))), years)
    there = demand.extrapolate(even, 2007, 2020, years.year.to_numpy(float))
    assert there.value.to_numpy() == pytest.approx(even.to_numpy(), rel=1e-6)
    grown = demand.trend_growth(even, 2007, 2020)
    assert grown.low <= grown.value + 1e-6 and grown.value == pytest.approx(100 * np.expm1(2 * rate), abs=1e-4)


def test_a_trend_needs_four_years():
    years = pd.date_range("2018-01-01", "2020-01-01", freq="YS")
    with pytest.raises(TooShort):
        demand.log_trend(pd.Series(1.0, years), 2018, 2020)


def test_a_sum_of_twelve_months_lacks_the_year_after_a_gap():
    months = pd.date_range("2020-01-01", "2022-12-01", freq="MS")
    sums = demand.twelve_months(pd.Series(1.0, months).drop(pd.Timestamp("2021-03-01")))
    assert set(sums) == {12.0}
    assert not ((sums.index >= "2021-03-01") & (sums.index < "2022-03-01")).any()


@given(st.lists(st.floats(0.01, 100), min_size=13, max_size=30), st.floats(0.01, 100))
def test_an_index_of_prices_does_not_mind_their_units(prices: list[float], unit: float):
    months = pd.date_range("2020-01-01", periods=len(prices), freq="MS")
    one, other = pd.Series(prices, months), pd.Series(prices[::-1], months)
    plain = power_against_chips.jevons(Panel({"a": one, "b": other}, {}, {}), ("a", "b"))
    scaled = power_against_chips.jevons(Panel({"a": one * unit, "b": other}, {}, {}), ("a", "b"))
    assert (scaled / scaled.iloc[0]).to_numpy() == pytest.approx((plain / plain.iloc[0]).to_numpy(), rel=1e-6)


def test_a_change_is_compared_with_the_120_before_and_with_itself(data: Panel):
    changes = maths.year_on_year(data["PCOPPUSDM"]).dropna()
    last = bottlenecks.limits(changes, 10).iloc[-1]
    assert last == pytest.approx(np.quantile(changes.iloc[-120:], 0.75))
    assert bottlenecks.standing(data["PCOPPUSDM"], 10)["75th percentile, %"] == pytest.approx(last)
    assert bottlenecks.limits(changes, 10).isna().sum() == bottlenecks.FEWEST - 1
