"""What moved liquidity, by cause, and the acts that stand for policy on inequality."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.catalogue import catalogue
from indicators.judging import evaluate, registry
from indicators.panel import panel
from indicators.panel.panel import Panel
from indicators.store.store import Store
from indicators.theses.outlook import liquidity, policy, treasury_channel
from indicators.theses.outlook.policy import OTHER, REPO, SECURITIES, TREASURY

ARTICLE = date(2025, 12, 1)
CLAIM = "treasury-replaces-qe"


def read(store: Store, day: date | None = None) -> Panel:
    return panel.read(store, catalogue.claims()[CLAIM].series, day)


def test_the_parts_add_up_to_net_liquidity(store: Store):
    data = read(store)
    parts = policy.causes(data)
    assert (parts.sum(axis=1) - liquidity.net(data)).abs().max() < 1


def test_the_parts_of_26_november_2025_by_hand_from_the_h41(store: Store):
    """Treasuries 4,191,225 and mortgage-backed 2,053,665 of 6,552,419 million; account 903,394; repo 2,217."""
    row = policy.causes(read(store)).loc["2025-11-26"] / 1e6
    assert row[SECURITIES] == pytest.approx(4_191_225 + 2_053_665)
    assert row[OTHER] == pytest.approx(6_552_419 - 4_191_225 - 2_053_665)
    assert (row[TREASURY], row[REPO]) == pytest.approx((-903_394, -2_217))


def test_a_rising_account_takes_liquidity_away(store: Store):
    """October 2025: the account rose by 152.9 billion in four weeks (H.4.1)."""
    one = registry.indicators()["liquidity-by-cause"]
    frame, _ = registry.run(one, panel.read(store, one.series), step=1)
    weekly = frame[frame.line == TREASURY].set_index("x").value
    assert weekly["2025-10-08":"2025-10-29"].sum() == pytest.approx(-(957_990 - 805_139) * 1e6)


def test_so_far_the_fed_did_more_for_liquidity_than_the_treasury(store: Store):
    """By hand: means of the four Wednesdays to 26 November 2025 and to 19 August 2026."""
    data = read(store)

    def change(id: str) -> float:
        return float(np.mean(data[id][:"2026-08-19"].iloc[-4:]) - np.mean(data[id][:"2025-11-30"].iloc[-4:]))

    bonds, mortgages, account = (change(id) for id in ("TREAST", "WSHOMCB", "WTREGEN"))
    found = evaluate.finding(store, catalogue.claims()[CLAIM], today=date(2026, 9, 1))
    assert (found.status, found.data_through) == ("open", date(2026, 8, 19))
    assert found.value == pytest.approx(-account - bonds - mortgages) == pytest.approx(-204.39e9, abs=1e7)
    assert found.legs[1].value == pytest.approx(-account) == pytest.approx(1.11e9, abs=1e7)
    for words in (
        "+$206bn (Treasuries +$341bn, mortgage-backed −$135bn)",
        "by +$1bn",
        "is −$204bn, give or take $49bn (equal: 0)",
    ):
        assert words in found.sentence
    assert "so far the Fed has done more" in found.answer


def test_the_first_version_reads_end_to_end_and_without_signs(store: Store):
    """By hand: securities 6,472,956 against 6,244,890 million, the account 953,612 against 903,394."""
    fed, treasury = (4_542_228 + 1_930_728) - (4_191_225 + 2_053_665), 953_612 - 903_394
    first, _ = evaluate.versions(store, catalogue.claims()[CLAIM])
    assert first.value == pytest.approx(100 * treasury / (treasury + fed))


def test_at_publication_nothing_of_it_had_begun(store: Store):
    verdict = registry.tests()[CLAIM].judge(read(store, ARTICLE))
    assert verdict.status == "open" and "have not begun" in verdict.answer
    assert "From 27 November 2024 to 26 November 2025" in verdict.sentence


def test_weekly_changes_without_signs_would_always_favour_the_account(store: Store):
    """Why the test takes the change from end to end: under runoff, purchases and neither, the account swings more."""
    weekly = policy.causes(read(store)).diff().abs()
    years = weekly.groupby(weekly.index.year).sum()
    assert (years[TREASURY] > years[SECURITIES]).loc[[2022, 2023, 2024, 2025, 2026]].all()


def four_quarters(fed: float, treasury: float) -> Panel:
    """Balances that start moving at the article, for a full year."""
    days = pd.date_range("2024-06-05", "2026-12-02", freq="7D")
    since = np.clip((days - pd.Timestamp("2025-11-26")).days / 7 / 52, 0, 1)
    held = pd.Series(1e12 + fed * since, days)
    account = pd.Series(1e12 - treasury * since, days)
    nothing = pd.Series(0.0, days)
    values = {"WALCL": held, "TREAST": held, "WSHOMCB": nothing, "WTREGEN": account, "TGA_DAILY": account}
    return Panel(values | {"RRPONTSYD": nothing}, {}, {})


@pytest.mark.parametrize(
    "fed, treasury, status",
    [
        (1e9, 9e9, "supported"),
        (-9e9, 5e9, "supported"),
        (9e9, 1e9, "contradicted"),
        (-1e9, -9e9, "contradicted"),
        (-9e9, -1e9, "mixed"),
        (5e9, 5e9, "mixed"),
    ],
)
def test_after_four_quarters_signs_decide_and_a_drain_is_no_easing(fed: float, treasury: float, status: str):
    verdict = registry.tests()[CLAIM].judge(four_quarters(fed, treasury))
    assert verdict.status == status
    assert verdict.answer == treasury_channel.ANSWERS[status]


def test_what_comes_after_the_four_quarters_changes_nothing():
    whole = four_quarters(1e9, 9e9)
    later = pd.Series(5e12, pd.date_range("2026-12-09", periods=30, freq="7D"))
    longer = Panel({id: pd.concat([whole[id], later]) for id in whole}, {}, {})
    assert registry.tests()[CLAIM].judge(longer).value == registry.tests()[CLAIM].judge(whole).value


@given(st.floats(-1e12, 1e12), st.floats(-1e12, 1e12))
def test_the_two_parts_of_the_first_version_are_a_hundred_percent(treasury: float, fed: float):
    both = pd.Series([treasury]), pd.Series([fed])
    one, other = (treasury_channel.treasury_part(*pair).iloc[0] for pair in (both, both[::-1]))
    assert np.isnan([one, other]).all() if treasury == fed == 0 else one + other == pytest.approx(100)


def test_debt_rose_by_2851_billion_in_four_quarters_to_march_2026(store: Store):
    """Treasury Bulletin by way of FRED: 39,065,421 against 36,214,310 million at the end of March 2025."""
    one = registry.indicators()["debt-and-fed-purchases"]
    frame, _ = registry.run(one, panel.read(store, one.series))
    debt = frame[frame.line == "Federal debt"].set_index("x").value
    level = panel.read(store, ["GFDEBTN"])["GFDEBTN"]
    assert level["2026-01-01"] == 39_065_421e6
    assert debt["2026-01-01"] == pytest.approx(level["2026-01-01"] - level["2025-01-01"])


def test_the_share_in_bills_is_two_points_until_a_refresh(store: Store):
    one = registry.indicators()["bill-share"]
    frame, _ = registry.run(one, panel.read(store, one.series))
    share = frame[frame.line.str.startswith("Share")].set_index("x").value
    assert share.to_dict() == {pd.Timestamp("2023-06-01"): 16.5, pd.Timestamp("2025-10-01"): 22}


def test_after_a_refresh_the_share_is_of_the_monthly_statement():
    months = pd.date_range("2024-11-01", periods=3, freq="MS")
    bought = pd.Series(1e9, pd.date_range("2023-12-01", periods=420, freq="D"))
    data = Panel(
        {
            "MSPD_BILLS": pd.Series([5e12, 6e12, 7e12], months),
            "MSPD_MARKETABLE": pd.Series(28e12, months),
            "TREASURY_BUYBACKS": bought,
        },
        {},
        {},
    )
    table = policy.bill_share(data).pivot(index="x", columns="line", values="value")
    assert list(table.index) == [pd.Timestamp("2024-12-01"), pd.Timestamp("2025-01-01")]
    assert table["Share of marketable debt, %"].iloc[-1] == 25
    assert table["Buybacks over twelve months, billions of dollars"].iloc[0] == pytest.approx(366 - 30 + 29, abs=2)


# policy and inequality


def test_inequality_is_shown_and_not_judged(store: Store):
    judge = registry.tests()["inequality-drives-policy"].judge
    series = catalogue.claims()["inequality-drives-policy"].series
    now, then = (judge(panel.read(store, series, day)) for day in (None, ARTICLE))
    shares = panel.read(store, series)["WFRBST01134"]
    assert {now.status, then.status} == {"untestable"} and (now.legs[0].value, then.legs[0].value) == (7, 6)
    assert f"31.6% of net worth in 2026Q1 (mean since 1989: {np.mean(shares):.1f}%)" in now.sentence
    assert "net worth" not in then.sentence, "the wealth share is rewritten at each release"
    assert "by hand: 7, after the article: 1" in now.sentence and "by hand: 6, after the article: 0" in then.sentence


def test_before_the_first_act_none_is_counted(store: Store):
    series = catalogue.claims()["inequality-drives-policy"].series
    verdict = registry.tests()["inequality-drives-policy"].judge(panel.read(store, series, date(2019, 1, 1)))
    assert (verdict.status, verdict.legs[0].value, verdict.through) == ("untestable", 0, date(2019, 1, 1))


def test_acts_have_a_law_or_an_order_for_a_source():
    for kind, least in (("affordability act", 5), ("crypto act", 5)):
        acts = [event for event in catalogue.events() if event.kind == kind]
        assert len(acts) >= least
        for act in acts:
            assert act.source.startswith(("Public Law", "H.J.Res.", "Executive Order", "Presidential", "SEC Release"))


def test_transfers_join_the_wealth_share_after_a_refresh():
    quarter, months = pd.DatetimeIndex(["2025-01-01"]), pd.date_range("2025-01-01", periods=3, freq="MS")
    data = Panel(
        {
            "WFRBST01134": pd.Series([31.0], quarter),
            "PCTR": pd.Series(5e12, months),
            "PI": pd.Series(25e12, months),
        },
        {},
        {},
    )
    frame = policy.top_wealth_and_transfers(data)
    assert frame[frame.line == "Public transfers"].value.tolist() == [20, 20, 20]


def test_a_month_that_has_not_ended_has_no_mean():
    days = pd.date_range("2025-01-01", "2025-02-27", freq="D")
    frame = policy.policy_uncertainty(Panel({"USEPUINDXD": pd.Series(100.0, days)}, {}, {}))
    assert frame.x.tolist() == [pd.Timestamp("2025-01-01")]
