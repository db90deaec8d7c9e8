"""A reader's own chart: what is drawn is what was chosen, in the stated order, with every gap and reason told."""

from datetime import date
from typing import Any

import pandas as pd
import pytest

from dashboard.i18n import labels
from indicators.catalogue import catalogue
from indicators.explore import chart
from indicators.explore.chart import explore
from indicators.explore.pipeline import DEFLATORS, WHOLE, Choice
from indicators.model import Frequency
from indicators.model.missing import MissingData
from indicators.panel import panel
from indicators.store.store import Store
from tests.explore.charts import Data, data, line

__all__ = ["data"]

# --- what is computed -----------------------------------------------------------------------------


def test_as_published_is_as_published(data: Data):
    found = data.explore(Choice(("UNRATE",)))
    assert line(found).to_list() == data["UNRATE"].to_list()
    assert (found.indicator.title, found.indicator.unit) == ("Unemployment rate", "percent")
    assert found.indicator.formula == "as published, no transformation" and found.notes == ()


@pytest.mark.parametrize(
    "done",
    [
        {"frequency": "annual"},
        {"units": ("chg",)},
        {"formulas": ("a / 2",)},
        {"score": WHOLE},
        {"units": ("lin", "pc1")},
    ],
)
def test_what_was_calculated_is_known_from_what_is_as_published(data: Data, done: dict[str, Any]):
    ids = ("UNRATE", "PAYEMS")
    untouched = data.explore(Choice(ids, first=2000, log=True, apart=True, frequency="monthly"))
    assert not chart.is_calculated(untouched.indicator)
    assert chart.is_calculated(data.explore(Choice(ids, **done)).indicator)


def test_every_series_there_is_can_be_drawn(store: Store):
    everything = panel.read(store, catalogue.series())
    assert len(everything) > 200
    for id in everything:
        found = explore(Choice((id,)), everything)
        assert found.frame.x.is_monotonic_increasing and found.frame.value.notna().all(), id
        assert catalogue.find_series(id).note in found.indicator.caveat, id


def test_lines_are_named_alike_by_their_titles_or_by_their_ids(data: Data):
    assert list(data.explore(Choice(("UNRATE", "GDP"))).frame.line.unique()) == [
        "Unemployment rate",
        "Gross domestic product",
    ]
    assert set(data.explore(Choice(("UNRATE", "PCEPILFE"))).frame.line) == {"UNRATE", "PCEPILFE"}, "a title is too long"


def test_series_are_aggregated_before_their_units_change(data: Data):
    found = data.explore(Choice(("UNRATE",), frequency="annual", units=("ch1",)))
    unemployment = data["UNRATE"]
    by_hand = unemployment["2020"].mean() - unemployment["2019"].mean()
    assert line(found)["2020-01-01"] == pytest.approx(by_hand)
    assert found.indicator.formula.index("annual average") < found.indicator.formula.index("x(t) − x(t−1 year)")
    assert "2025-01-01" not in line(found).index.astype(str)  # October 2025 was never collected


def test_units_change_before_the_formula_is_taken(data: Data):
    found = data.explore(Choice(("CPIAUCSL", "PCEPILFE"), units=("pc1", "pc1"), formulas=("a - b",)))
    consumer, core = (data[id] for id in ("CPIAUCSL", "PCEPILFE"))
    by_hand = 100 * (consumer["2024-06-01"] / consumer["2023-06-01"] - core["2024-06-01"] / core["2023-06-01"])
    assert line(found)["2024-06-01"] == pytest.approx(by_hand)
    assert found.indicator.unit == "percent change from a year ago"


def test_net_liquidity_is_taken_on_the_days_that_all_have_in_dollars(data: Data):
    found = data.explore(Choice(("WALCL", "WTREGEN", "RRPONTSYD"), formulas=("a-b-c",)))
    day = line(found).index[-1]
    assert line(found)[day] == data["WALCL"][day] - data["WTREGEN"][day] - data["RRPONTSYD"][day]
    assert found.indicator.unit == "dollars" and found.indicator.title == "WALCL − WTREGEN − RRPONTSYD"


@pytest.mark.parametrize(
    ("ids", "chosen", "step"),
    [
        (("GDP", "CPIAUCSL"), None, 3),  # a month and a quarter meet by quarters
        (("VIXCLS", "UNRATE"), None, 1),
        (("VIXCLS", "UNRATE"), "quarterly", 3),
        (("GDP", "UNRATE"), "monthly", 3),  # what is chosen is finer than one of them
    ],
)
def test_series_meet_in_a_formula_at_the_coarsest_frequency(
    data: Data, ids: tuple[str, ...], chosen: Frequency | None, step: int
):
    days = line(data.explore(Choice(ids, frequency=chosen, formulas=("a/b",)))).index
    assert pd.Series(days).diff().median() >= pd.Timedelta(days=28 * step)
    assert set(days.month) == set(range(1, 13, step))


def test_series_meet_by_the_prices_frequency_where_one_of_them_is_deflated(data: Data):
    found = data.explore(Choice(("CES0500000003", "UNRATE"), prices="GDPDEF", formulas=("a/b",)))
    assert set(line(found).index.month) == {1, 4, 7, 10}
    quarter = slice("2024-01-01", "2024-03-01")
    prices = data["GDPDEF"]
    real = data["CES0500000003"][quarter].mean() / prices["2024-01-01"] * prices["2025"].mean()
    assert line(found)["2024-01-01"] == pytest.approx(real / data["UNRATE"][quarter].mean())


def test_a_series_that_no_formula_uses_is_drawn_beside_and_changes_nothing(data: Data):
    used, more = (
        data.explore(Choice(ids, formulas=("a/b",))) for ids in (("UNRATE", "PAYEMS"), ("UNRATE", "PAYEMS", "DGS10"))
    )
    assert line(used).equals(line(more, "UNRATE ÷ PAYEMS"))
    assert line(more, "DGS10").to_list() == data["DGS10"].to_list(), "daily, as it is published"


def test_net_liquidity_stands_beside_the_stock_index_under_its_name(data: Data):
    ids = ("WALCL", "WTREGEN", "RRPONTSYD", "SPX_CLOSE")
    alone = data.explore(Choice(ids[:3], formulas=("a - b - c",)))
    found = data.explore(Choice(ids, formulas=("a - b - c", "d / 100"), names=("Net liquidity", "")))
    assert line(found, "Net liquidity").to_list() == line(alone).to_list()
    assert line(found, "SPX_CLOSE ÷ 100").iloc[-1] == pytest.approx(data["SPX_CLOSE"].iloc[-1] / 100)
    assert found.indicator.title == "Net liquidity · SPX_CLOSE ÷ 100" and not found.faults
    assert "Net liquidity = WALCL − WTREGEN − RRPONTSYD" in found.indicator.formula


def test_formulas_that_share_a_series_meet_at_one_frequency_and_others_keep_theirs(data: Data):
    found = data.explore(Choice(("GDP", "UNRATE", "DGS10", "DGS2"), formulas=("b/a", "b*2", "c-d")))
    steps = {name: pd.Series(rows.x.unique()).diff().median().days for name, rows in found.frame.groupby("line")}
    assert steps["UNRATE ÷ GDP"] > 80 and steps["UNRATE × 2"] > 80 and steps["DGS10 − DGS2"] == 1
    assert "Frequency of UNRATE: quarterly average" in found.indicator.formula


@pytest.mark.parametrize("name", ["UNRATE ÷ PAYEMS", "UNRATE", "Unemployment rate", "DGS10"])
def test_no_line_is_lost_under_the_name_of_another(data: Data, name: str):
    choice = Choice(("UNRATE", "PAYEMS", "DGS10"), formulas=("a/b", "a/b*2", "a"), names=(name, name, ""))
    assert data.explore(choice).frame.line.nunique() == 4


def test_what_is_not_drawn_is_not_credited(data: Data):
    late = data.explore(Choice(("UNRATE", "GOLD_USD_M", "CPIAUCSL"), formulas=("a*2",), prices="PCEPILFE", last=1955))
    assert set(late.panel.provenance) == {"UNRATE", "CPIAUCSL"} == set(late.indicator.series)
    assert "GOLD_USD_M has no value in the years shown." in late.notes
    real = data.explore(Choice(("GDP", "UNRATE"), prices="PCEPILFE", formulas=("a",)))
    assert set(real.panel.provenance) == {"GDP", "UNRATE", "PCEPILFE"}


@pytest.mark.parametrize("id", DEFLATORS)
def test_dollars_are_put_in_the_prices_of_a_stated_year(data: Data, id: str):
    found = data.explore(Choice(("GDP", "UNRATE"), prices=id, year=2020))
    prices = data[id]["2020"].mean(), data[id]["2024-01-01":"2024-03-01"].mean()
    real = line(found, "Gross domestic product")["2024-01-01"]
    assert real == pytest.approx(data["GDP"]["2024-01-01"] * prices[0] / prices[1])
    assert set(found.frame.unit) == {"2020 dollars", "percent"}
    assert f"at 2020 prices by {id}" in found.indicator.unit and id in found.panel.provenance
    assert found.notes == ("UNRATE is not in current dollars and stays as it is.",)


def test_without_a_year_prices_are_of_the_last_whole_one(data: Data):
    assert "at 2024 prices" in data.explore(Choice(("GDP",), prices="CPIAUCSL")).indicator.unit
    assert "at 2025 prices" in data.explore(Choice(("GDP",), prices="GDPDEF")).indicator.unit


def test_a_year_that_prices_do_not_cover_is_said(data: Data):
    with pytest.raises(MissingData, match="CPIAUCSL does not cover the whole of 2025; nothing could be"):
        data.explore(Choice(("GDP",), prices="CPIAUCSL", year=2025))


def test_an_index_starts_where_all_series_are_in_the_years_shown(data: Data):
    found = data.explore(Choice(("PAYEMS", "UNRATE"), units=("nbd", "nbd"), first=1990))
    first = found.frame.groupby("line").first()
    assert first.value.to_list() == [100, 100] and set(first.x) == {pd.Timestamp("1990-01-01")}
    assert found.indicator.unit == "index, 1 January 1990 = 100"


def test_a_day_on_which_a_series_has_no_value_leaves_that_series_out(data: Data):
    choice = Choice(("PAYEMS", "UNRATE"), units=("nbd", "nbd"), base=date(2025, 10, 20))
    found = data.explore(choice)
    assert set(found.frame.line) == {"All employees, total nonfarm"}
    assert found.notes == ("UNRATE has no value on 2025-10-20 to be 100.",)


def test_a_z_score_is_over_the_stated_window(data: Data):
    found = data.explore(Choice(("UNRATE",), score=5))
    window = data["UNRATE"].iloc[-60:]
    assert line(found).iloc[-1] == pytest.approx((window.iloc[-1] - window.mean()) / window.std())
    assert found.indicator.unit == "standard deviations; over the last 60 observations, about 5 years"
    whole = data.explore(Choice(("UNRATE",), score=WHOLE))
    assert line(whole).mean() == pytest.approx(0, abs=1e-9) and line(whole).std() == pytest.approx(1)
    assert "judges a day by what came after it" in whole.indicator.caveat


def test_a_gap_stays_a_gap(data: Data):
    for choice in (
        Choice(("UNRATE",)),
        Choice(("UNRATE",), units=("pc1",)),
        Choice(("UNRATE", "PAYEMS"), formulas=("a/b",)),
    ):
        assert pd.Timestamp("2025-10-01") not in line(data.explore(choice)).index


# --- what is said ---------------------------------------------------------------------------------


def test_a_series_that_is_missing_is_said_and_the_others_are_drawn(data: Data):
    found = data.explore(Choice(("UNRATE", "HOANBS")))
    assert set(found.frame.line) == {"Unemployment rate"} and "HOANBS" not in found.panel.provenance
    assert found.notes == ("HOANBS: no figure in the store; a refresh brings it.",)


@pytest.mark.parametrize(
    ("choice", "says"),
    [
        (Choice(("HOANBS",)), "HOANBS: no figure in the store"),
        (Choice(("UNRATE",), first=2050), "UNRATE has no value in the years shown"),
        (Choice(("UNRATE",), units=("nbd",), base=date(1900, 1, 1)), "UNRATE has no value on 1900-01-01"),
    ],
)
def test_when_nothing_can_be_drawn_the_reason_is_told(data: Data, choice: Choice, says: str):
    with pytest.raises(MissingData) as missing:
        data.explore(choice)
    assert says in missing.value.args[0]


@pytest.mark.parametrize(
    ("choice", "says"),
    [
        (Choice(("GDP",), frequency="monthly"), "GDP is quarterly and stays so: no series is spread over finer periods."),
        (Choice(("UNRATE",), units=("ch1",), log=True), "A logarithmic scale needs values above zero; the scale is linear."),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said_and_the_rest_is_drawn(data: Data, choice: Choice, says: str):
    found = data.explore(choice)
    assert says in found.notes
    assert not found.indicator.hints.log


@pytest.mark.parametrize(
    ("ids", "text", "says"),
    [
        (("UNRATE",), "drop table", "The formula cannot be read as arithmetic."),
        (("UNRATE", "DGS10"), "a -", "The formula cannot be read as arithmetic."),
        (("UNRATE", "HOANBS"), "a/b", "The formula has no value without b."),
        (("UNRATE",), "a / 0", "The formula gives no number on any date that its series share."),
        (("GDP", "UNRATE"), "a - b", "The formula adds or subtracts unlike units, dollars and percent."),
    ],
)
def test_what_is_wrong_with_a_formula_is_told_of_it_and_the_series_are_drawn(
    data: Data, ids: tuple[str, ...], text: str, says: str
):
    found = data.explore(Choice(ids, formulas=("a * 2", text)))
    assert found.faults == {1: says} and says not in found.notes
    alone, plain = (data.explore(Choice(ids, formulas=formulas)) for formulas in ((text,), ()))
    assert set(alone.frame.line) == set(plain.frame.line)


def test_a_large_result_without_a_unit_is_told_in_words_that_are_sound(data: Data):
    assert data.explore(Choice(("GDP", "UNRATE"), formulas=("a * b",))).indicator.unit.startswith(
        "calculated, in billions;"
    )


def test_on_a_past_day_a_chart_ends_before_it_and_prices_are_of_that_day(data: Data):
    choice, day = Choice(("GDP",), prices="CPIAUCSL"), date(2020, 6, 30)
    found = data.explore(choice, day)
    assert found.frame.x.max() == pd.Timestamp("2020-01-01") and "at 2019 prices" in found.indicator.unit
    assert "as known on 30 June 2020" in labels.date_line(found.panel)
