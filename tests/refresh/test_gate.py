"""The publish gate against the figures that ship: what is true passes, what is not is held."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from indicators.data import catalogue
from indicators.data.refresh import gate
from indicators.data.refresh.gate import Held
from indicators.data.sources import Observed
from indicators.data.store import Store, end_of
from indicators.model import Series
from tests.conftest import series

TODAY = date(2026, 11, 22)
Rows = list[tuple[int, float]]


def state(store: Store, id: str) -> Rows:
    return store.states({id: end_of(date.max)})[id]


def shipped(store: Store, least: int = 1) -> Iterator[tuple[Series, Rows]]:
    """The series that can be fetched and have so many observations."""
    for one in catalogue.series().values():
        rows = state(store, one.id)
        if len(rows) >= least and not one.sources[0].startswith("published:"):
            yield one, rows


def cause(one: Series, before: Rows, now: Rows, today: date = TODAY, **said: str) -> str:
    """Why it is held; empty when it passes."""
    try:
        gate.check(one, before, Observed(tuple(now), "test", **said), today)
    except Held as held:
        return str(held)
    return ""


def test_every_series_that_ships_may_follow_itself_and_nothing(store: Store):
    held = {
        one.id: why for one, rows in shipped(store) for why in (cause(one, rows, rows), cause(one, [], rows)) if why
    }
    assert held == {}


def test_every_revision_that_ships_passes(store: Store):
    passed, held = 0, {}
    for one, _ in shipped(store):
        before: Rows = []
        for vintage in store.vintages([one.id])[one.id]:
            now = store.states({one.id: end_of(vintage.day)})[one.id]
            if why := cause(one, before, now):
                held[one.id, vintage.day] = why
            passed += bool(before)
            before = now
    assert held == {}
    assert passed == 503
    print(f"{passed} revisions passed")


def test_what_came_since_2024_passes_month_by_month(store: Store):
    """Every observation in its turn, as a refresh would have met it: no crash of the time is taken for an error."""
    passed, held = 0, []
    for one, rows in shipped(store, least=40):
        new = [n for n, (day, _) in enumerate(rows) if day >= date(2024, 1, 1).toordinal() and n >= 25]
        for n in new[:: max(1, len(new) // 25)]:
            passed += 1
            if cause(one, rows[:n], rows[: n + 1]):
                held.append((one.id, rows[n]))
    assert held == []
    assert passed > 3000
    print(f"{passed} observations passed")


def test_a_last_value_that_is_a_thousand_times_too_large_is_held(store: Store):
    through = []
    tried = 0
    for one, rows in shipped(store, least=30):
        day, value = rows[-1]
        if value:
            tried += 1
            if not cause(one, rows[:-1], [*rows[:-1], (day, 1000 * value)]).startswith("a jump"):
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


MONTHS = [(date(2020 + n // 12, n % 12 + 1, 1).toordinal(), 100.0 + n % 7) for n in range(80)]
X = series()


def deflated(rows: list[tuple[int, float]]) -> list[tuple[int, float]]:
    """The same amounts at the prices of another index, which drifts from the first: no constant ratio."""
    return [(day, value * (1.1 - 0.002 * n)) for n, (day, value) in enumerate(rows)]


def test_a_history_at_other_prices_is_held_until_someone_has_looked(store: Store):
    one = catalogue.series()["DATACENTER_CONSTRUCTION_REAL"]
    rows = state(store, one.id)
    why = cause(one, rows, deflated(rows))
    assert why.startswith("the whole history has moved: ") and why.endswith("price basis or the method has changed")
    gate.check(one, rows, Observed(tuple(deflated(rows)), "test"), TODAY, lenient=True)


@pytest.mark.parametrize("changed", [{"revised_throughout": True}, {"unit": "percent"}])
def test_what_is_rewritten_throughout_and_a_rate_may_move_wholly(changed: dict[str, Any]):
    assert cause(series(**changed), MONTHS, deflated(MONTHS)) == ""
    assert cause(X, MONTHS, MONTHS[:40] + deflated(MONTHS)[40:]) == "", "half a history is a revision"


@pytest.mark.parametrize("unit", ["Index 2017=100", "Percent of 2017 Output", "Index"])
def test_an_index_may_be_stated_as_a_percentage_of_a_year(unit: str):
    gate.check(X, [], Observed(tuple(MONTHS), "test", unit=unit), TODAY)


def test_a_window_may_start_later_and_another_series_may_not():
    assert "it starts 2021-09-01, where 2020-01-01 is held" in cause(X, MONTHS, MONTHS[20:])
    assert cause(series(window=True), MONTHS, MONTHS[20:]) == ""


def test_an_increment_may_begin_where_it_was_asked_to():
    gate.check(X, MONTHS, Observed(tuple(MONTHS[60:]), "test", complete=False), TODAY)


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


def test_a_frequency_is_what_the_provider_says_and_what_the_dates_show():
    assert "stated as 'weekly'" in cause(X, [], MONTHS, frequency="weekly")
    weekly = [(MONTHS[0][0] + 7 * n, 100.0) for n in range(30)]
    assert cause(X, [], weekly) == "observations are 7 days apart, which is not monthly"
    assert cause(series(frequency="irregular"), [], weekly, frequency="weekly") == ""


def test_a_gap_of_one_month_is_no_loss_and_six_are():
    gone = MONTHS[:50] + MONTHS[51:]
    assert cause(X, MONTHS, gone) == ""
    assert "6 of 80 dates held are gone, 2024-03-01 the first" in cause(X, MONTHS, MONTHS[:50] + MONTHS[56:])


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


def test_who_has_looked_may_pass_history_and_jumps_and_never_the_future():
    future = [*MONTHS, (date(2026, 12, 1).toordinal(), 100.0)]
    gate.check(X, MONTHS, Observed(tuple(MONTHS[60:]), "test"), TODAY, lenient=True)
    with pytest.raises(Held, match="future"):
        gate.check(X, MONTHS, Observed(tuple(future), "test"), TODAY, lenient=True)
