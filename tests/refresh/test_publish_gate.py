"""The publish gate against the figures that ship: what is true passes, what is not is held."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from indicators.catalogue import catalogue
from indicators.model import Series
from indicators.providers import Observed
from indicators.refresh import publish_gate
from indicators.refresh.publish_gate import Held
from indicators.store.store import Store, end_of
from tests.conftest import series
from tests.refresh.gate import MONTHS, TODAY, Rows, X, cause


def state(store: Store, id: str) -> Rows:
    return store.states({id: end_of(date.max)})[id]


def shipped(store: Store, least: int = 1) -> Iterator[tuple[Series, Rows]]:
    """The series that can be fetched and have so many observations."""
    for one in catalogue.series().values():
        rows = state(store, one.id)
        if len(rows) >= least and not one.sources[0].startswith("published:"):
            yield one, rows


#: Their route has one year an answer, so they could not begin from nothing; they ship.
ONE_YEAR = {"MEDIAN_GROSS_RENT_US", "MEDIAN_OWNER_COSTS_US"}


def test_every_series_that_ships_may_follow_itself_and_nothing(store: Store):
    held = {}
    for one, rows in shipped(store):
        known = store.vintages([one.id])[one.id][-1].day
        for before, today in ((rows, TODAY), ([], known)):
            if why := cause(one, before, rows, today):
                held[one.id] = why
    assert held.keys() == ONE_YEAR


def test_every_revision_that_ships_passes(store: Store):
    passed, held = 0, {}
    for one, _ in shipped(store):
        before: Rows = []
        for vintage in store.vintages([one.id])[one.id]:
            now = store.states({one.id: end_of(vintage.day)})[one.id]
            if before and (why := cause(one, before, now)):
                held[one.id, vintage.day] = why
            passed += bool(before)
            before = now
    assert held == {}
    assert passed == 503
    print(f"{passed} revisions passed")


def test_what_came_since_2024_passes_month_by_month(store: Store, pytestconfig: pytest.Config):
    """Every observation in its turn, as a refresh would have met it: no crash of the time is taken for an error."""
    passed, held, most = 0, [], 25 if pytestconfig.getoption("sweep") else 5
    for one, rows in shipped(store, least=40):
        new = [n for n, (day, _) in enumerate(rows) if day >= date(2024, 1, 1).toordinal() and n >= 25]
        for n in new[:: max(1, len(new) // most)]:
            passed += 1
            if cause(one, rows[:n], rows[: n + 1]):
                held.append((one.id, rows[n]))
    assert held == []
    assert passed > 120 * most
    print(f"{passed} observations passed")


def test_a_last_value_that_is_a_thousand_times_too_large_is_held(store: Store):
    through = []
    tried = 0
    for one, rows in shipped(store, least=30):
        day, value = rows[-1]
        if value:
            tried += 1
            why = cause(one, rows[:-1], [*rows[:-1], (day, 1000 * value)])
            if not why.startswith("a jump") and "beyond what" not in why:
                through.append(one.id)
    assert through == ["RRPONTSYD"] * ("RRPONTSYD" in through)  # went from nothing to 2,554 billion and back
    assert tried > 170
    print(f"{tried - len(through)} of {tried} held")


def test_all_values_in_another_unit_are_held(store: Store):
    told = [cause(one, rows, [(day, value / 1000) for day, value in rows]) for one, rows in shipped(store, least=4)]
    assert len(told) > 180
    assert all(why.startswith("values are 0.001 times those held") for why in told)


def test_history_cut_to_its_last_half_is_held(store: Store):
    for one, rows in shipped(store, least=20):
        why = cause(one, rows, rows[len(rows) // 2 :])
        assert why.startswith("history has shrunk: it starts") or one.window, one.id
        assert cause(one, rows, rows[: len(rows) // 2]).startswith("history has shrunk: it ends"), one.id


def deflated(rows: list[tuple[int, float]]) -> list[tuple[int, float]]:
    """The same amounts at the prices of another index, which drifts from the first: no constant ratio."""
    return [(day, value * (1.1 - 0.002 * n)) for n, (day, value) in enumerate(rows)]


def test_a_history_at_other_prices_is_held_until_someone_has_looked(store: Store):
    one = catalogue.series()["DATACENTER_CONSTRUCTION_REAL"]
    rows = state(store, one.id)
    why = cause(one, rows, deflated(rows))
    assert why.startswith("the whole history has moved: ") and why.endswith("price basis or the method has changed")
    publish_gate.check(one, rows, Observed(tuple(deflated(rows)), "test"), TODAY, lenient=True)


@pytest.mark.parametrize("changed", [{"revised_throughout": True}, {"unit": "percent"}])
def test_what_is_rewritten_throughout_and_a_rate_may_move_wholly(changed: dict[str, Any]):
    assert cause(series(**changed), MONTHS, deflated(MONTHS)) == ""
    assert cause(X, MONTHS, MONTHS[:40] + deflated(MONTHS)[40:]) == "", "half a history is a revision"


def test_four_fifths_of_a_history_may_move_and_all_of_it_by_a_hundredth():
    """Four fifths of 80 are 64. What has moved by less than a hundredth is counted as unmoved."""

    def moved(many: int, by: float) -> str:
        return cause(X, MONTHS, [(day, value * (1 + by * (n < many))) for n, (day, value) in enumerate(MONTHS)])

    assert moved(64, 0.015) == moved(80, 0.009) == ""
    assert moved(65, 0.015).startswith("the whole history has moved: 65 of 80 values held for the same dates, by 1.5%")


@pytest.mark.parametrize("unit", ["Index 2017=100", "Percent of 2017 Output", "Index"])
def test_an_index_may_be_stated_as_a_percentage_of_a_year(unit: str):
    publish_gate.check(X, [], Observed(tuple(MONTHS), "test", unit=unit), TODAY)


def test_a_window_may_start_later_and_another_series_may_not():
    assert "it starts 2021-09-01, where 2020-01-01 is held" in cause(X, MONTHS, MONTHS[20:])
    assert cause(series(window=True), MONTHS, MONTHS[20:]) == ""


def test_a_history_may_end_or_start_one_publication_short_and_not_two():
    """A step is 45 days of a monthly series: one month is less, two are more."""
    assert (cause(X, MONTHS, MONTHS[1:]), cause(X, MONTHS, MONTHS[:-1])) == ("", "")
    assert "it starts 2020-03-01, where 2020-01-01 is held" in cause(X, MONTHS, MONTHS[2:])
    assert "it ends 2026-06-01, where 2026-08-01 is held" in cause(X, MONTHS, MONTHS[:-2])


def test_an_increment_may_begin_where_it_was_asked_to():
    publish_gate.check(X, MONTHS, Observed(tuple(MONTHS[60:]), "test", complete=False), TODAY)


@pytest.mark.parametrize(
    "rows, words",
    [
        ([], "no observation"),
        ([*MONTHS, MONTHS[-1]], "not ascending and unique at 2026-08-01"),
        (MONTHS[::-1], "not ascending"),
        ([*MONTHS, (date(2026, 9, 1).toordinal(), float("nan"))], "2026-09-01 is not a finite number"),
        ([*MONTHS, (date(2026, 12, 1).toordinal(), 100.0)], "dated in the future: 2026-12-01"),
    ],
)
def test_content_is_checked_before_anything_else(rows: Rows, words: str):
    for before in (MONTHS, []):
        assert words in cause(X, before, rows)


@pytest.mark.parametrize(
    "ours, theirs, fits",
    [
        ("billions of dollars", "Billions of Dollars", True),
        ("billions of dollars", "Millions of U.S. Dollars", False),
        ("billions of dollars", "Percent", False),
        ("billions of chained 2017 dollars", "Billions of Chained 2017 Dollars", True),
        ("billions of chained 2017 dollars", "Billions of Chained 2023 Dollars", False),
        ("1982-84 CPI-adjusted dollars", "1982-84 CPI Adjusted Dollars", True),
        ("thousands of jobs", "Level in Thousands", True),
        ("index", "Index 2017=100", True),
        ("percent", "Rate", True),
        ("percent", "Index", False),
    ],
)
def test_a_unit_is_compared_by_what_it_means(ours: str, theirs: str, fits: bool):
    assert (cause(series(unit=ours), [], MONTHS, unit=theirs) == "") is fits


def test_another_word_for_the_unit_of_the_same_values_is_let_by():
    assert cause(series(unit="billions of dollars"), MONTHS, MONTHS, unit="Millions") == ""
    thousandfold = [(day, 1000 * value) for day, value in MONTHS]
    assert "stated as 'Millions'" in cause(series(unit="billions of dollars"), MONTHS, thousandfold, unit="Millions")


@pytest.mark.parametrize(("times", "words"), [(1.049, ""), (1.055, "values are 1.055 times those held")])
def test_a_rate_may_be_rebased_by_a_twentieth_and_no_more(times: float, words: str):
    now = [(day, times * value) for day, value in MONTHS]
    assert cause(series(unit="percent"), MONTHS, now).startswith(words)
    assert (cause(series(unit="percent"), MONTHS, now) == "") is (words == "")


def test_values_in_another_unit_that_are_rounded_are_still_told_as_that():
    """Half are 996 times those held and half 1004 times, all within a hundredth of 1000, the median."""
    rounded = [(day, 1000 * value * (1.004 if n % 2 else 0.996)) for n, (day, value) in enumerate(MONTHS)]
    assert cause(X, MONTHS, rounded).startswith("values are 1000 times those held")


def test_a_frequency_is_what_the_provider_says_and_what_the_dates_show():
    assert "stated as 'weekly'" in cause(X, [], MONTHS, frequency="weekly")
    weekly = [(TODAY.toordinal() - 7 * (30 - n), 100.0 + n) for n in range(30)]
    assert cause(X, [], weekly) == "observations are 7 days apart, which is not monthly"
    assert cause(X, [], weekly[-4:]).startswith("observations are 7 days apart"), "three gaps are enough to tell"
    assert cause(X, [], weekly[-3:]).startswith("a first answer of 3")
    assert cause(series(frequency="irregular"), [], weekly, frequency="weekly") == ""


@pytest.mark.parametrize("many", [1, 6])
def test_no_month_that_was_published_may_vanish_until_someone_has_looked(many: int):
    gone = MONTHS[:50] + MONTHS[50 + many :]
    assert f"{many} of 80 dates held are gone, 2024-03-01 the first" in cause(X, MONTHS, gone)
    publish_gate.check(X, MONTHS, Observed(tuple(gone), "test"), TODAY, lenient=True)


def test_a_daily_series_may_lose_a_session_in_a_hundred():
    days = [(date(2026, 1, 1).toordinal() + n, 100.0 + n % 7) for n in range(300)]
    daily = series(frequency="daily")
    assert cause(daily, days, days[:100] + days[103:]) == ""
    assert "4 of 300 dates held are gone" in cause(daily, days, days[:100] + days[104:])


# --- jumps ----------------------------------------------------------------------------------------


def test_a_series_that_never_moved_may_move_a_little():
    flat = [(day, 4.0) for day, _ in MONTHS]
    following = date(2026, 9, 1).toordinal()
    rate = series(unit="percent")
    assert cause(rate, flat, [*flat, (following, 4.5)]) == ""
    assert cause(rate, flat, [*flat, (following, 6.0)]).startswith("a jump")
    assert cause(X, flat, [*flat, (following, 4.3)]) == ""
    assert cause(X, flat, [*flat, (following, 5.0)]).startswith("a jump")


def test_a_short_history_is_held_to_its_order_of_magnitude():
    short = MONTHS[:10]
    assert cause(X, short, [*short, (MONTHS[10][0], 500.0)]) == ""
    assert cause(X, short, [*short, (MONTHS[10][0], 1500.0)]).startswith("a jump")


def test_a_short_history_lets_by_ten_times_its_highest_value_and_no_more():
    """The highest of the first ten is 106."""
    assert cause(X, MONTHS[:10], [*MONTHS[:10], (MONTHS[10][0], 1060.0)]) == ""
    assert cause(X, MONTHS[:10], [*MONTHS[:10], (MONTHS[10][0], 1061.0)]).endswith("values up to 1,060 pass")
    assert cause(X, MONTHS[:1], MONTHS[:2]) == "", "of one value there is no step"


def test_a_history_is_short_with_24_values_and_its_steps_count_from_the_next_one_on():
    assert cause(X, MONTHS[:24], [*MONTHS[:24], (MONTHS[24][0], 500.0)]) == ""
    assert "steps up to 24 " in cause(X, MONTHS[:25], [*MONTHS[:25], (MONTHS[25][0], 500.0)])


def test_a_step_of_four_times_the_largest_passes_and_a_longer_one_does_not():
    """The largest is 6, from 106 back to 100, and the last value 102. Of a rate no ratio is taken."""
    rate, following = series(unit="percent"), date(2026, 9, 1).toordinal()
    assert cause(rate, MONTHS, [*MONTHS, (following, 78.0)]) == ""
    assert cause(rate, MONTHS, [*MONTHS, (following, 77.9)]).startswith("a jump")


def test_a_rate_may_come_to_zero_and_below_and_what_was_always_positive_may_not():
    """The largest step is 6, so that as a difference either would pass."""
    small, following = [(day, value - 99) for day, value in MONTHS], date(2026, 9, 1).toordinal()
    for value in (0.0, -1.0):
        assert cause(series(unit="percent"), small, [*small, (following, value)]) == ""
        assert cause(X, small, [*small, (following, value)]).startswith("a jump")


def test_an_old_value_is_measured_as_a_ratio_and_may_always_move_by_a_tenth():
    """Two percent a month takes 100 to 478: a tenth of that, 48, is no great step, but 40 is two fifths of 100.
    Four steps of two percent are less than a tenth, which may always be."""
    grown = [(day, 100 * 1.02**n) for n, (day, _) in enumerate(MONTHS)]
    assert cause(X, grown, [(grown[0][0], 109.0), *grown[1:]]) == ""
    assert cause(X, grown, [(grown[0][0], 140.0), *grown[1:]]).startswith("a jump")


def test_a_revised_value_is_measured_from_the_one_held_and_a_new_one_from_the_one_before_it():
    before, rows = [(1, 10.0), (2, 11.0), (3, 12.0)], [(1, 10.0), (2, 20.0), (3, 13.0), (4, 14.0), (5, 15.0)]
    moves = [(2, 20.0, 11.0), (3, 13.0, 12.0), (4, 14.0, 13.0), (5, 15.0, 14.0)]
    assert list(publish_gate._moves(before, rows)) == moves


def test_the_dates_of_jumps_are_those_that_another_source_may_confirm():
    with pytest.raises(Held) as held:
        publish_gate.check(X, MONTHS, Observed((*MONTHS[:-2], (MONTHS[-2][0], 900.0), MONTHS[-1]), "test"), TODAY)
    assert held.value.doubtful == (MONTHS[-2][0],)
    with pytest.raises(Held) as held:
        publish_gate.check(X, MONTHS, Observed((), "test"), TODAY)
    assert held.value.doubtful == ()


def test_a_month_that_was_never_held_may_be_filled_in():
    assert cause(X, MONTHS[:40] + MONTHS[41:], MONTHS) == ""


def test_who_has_looked_may_pass_history_and_jumps_and_never_the_future():
    future = [*MONTHS, (date(2026, 12, 1).toordinal(), 100.0)]
    publish_gate.check(X, MONTHS, Observed(tuple(MONTHS[60:]), "test"), TODAY, lenient=True)
    with pytest.raises(Held, match="future"):
        publish_gate.check(X, MONTHS, Observed(tuple(future), "test"), TODAY, lenient=True)
