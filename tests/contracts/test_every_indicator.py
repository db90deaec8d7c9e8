"""Every registered indicator keeps its contract on the figures that ship, under every choice a reader has."""

import inspect
import math
import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pandas as pd
import pytest

from indicators.catalogue import catalogue
from indicators.i18n import messages
from indicators.judging import registry
from indicators.model import Control, Indicator
from indicators.model.missing import MissingData
from indicators.panel import panel
from indicators.store.store import Store
from tests.translations import extracted

ALL = list(registry.indicators().values())
by_id = pytest.mark.parametrize("one", ALL, ids=lambda one: one.id)
#: What the figures that ship are enough for.
shipped = pytest.mark.parametrize(
    "one", [one for one in ALL if all(catalogue.series()[id].ships for id in one.series)], ids=lambda one: one.id
)
DAYS = [None, date(2024, 8, 5), date(2024, 8, 4), date(1999, 1, 1), date(2099, 1, 1)]


def choices(one: Indicator) -> Iterator[dict[str, Any]]:
    """The default, and every change of a single control."""
    yield {}
    for control in one.controls:
        options = control.options or (control.bounds[:2] if control.bounds else DAYS)
        yield from ({control.id: (option,) if control.many else option} for option in options)


def test_there_are_indicators_and_tests_of_both_theses():
    assert {one.thesis for one in ALL} >= {"ai_capex", "flows"}
    assert {"gdp-without-ai", "capex-dependence", "policy-backs-ai", "vix-inversion"} <= set(registry.tests())


def unsaid(said: dict[str, object]) -> list[str]:
    """What a declaration leaves out of what the Method page prints."""
    return [name for name, text in said.items() if not text]


def said_of(one: Indicator) -> dict[str, object]:
    source = catalogue.agencies(one.series) or one.method
    return {"title": one.title, "unit": one.unit, "formula": one.formula, "source": source, "caveat": one.caveat}


@by_id
def test_an_indicator_says_its_formula_its_source_and_its_caveat(one: Indicator):
    assert not unsaid(said_of(one))
    assert one.thesis in catalogue.theses()
    assert set(one.serves) <= set(catalogue.claims()) and one.serves
    assert set(one.series) <= set(catalogue.series()) and len(set(one.series)) == len(one.series)


@by_id
def test_controls_have_a_default_among_their_options_and_a_parameter_of_the_function(one: Indicator):
    parameters = list(inspect.signature(one.compute).parameters.values())[1:]
    if not any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters):
        assert [parameter.name for parameter in parameters] == [control.id for control in one.controls]
    for control in one.controls:
        chosen = control.default if control.many else (control.default,)
        assert control.label and (not control.options or set(chosen) <= set(control.options))


@by_id
def test_every_choice_gives_a_tidy_frame_of_declared_series(store: Store, one: Indicator):
    data = panel.read(store, one.series)
    used: set[str] = set()
    for chosen in choices(one):
        try:
            frame, view = registry.run(one, data, **chosen)
        except MissingData as error:
            absent = {id for id in one.series if id in error.args[0]}
            assert chosen.get("day") or any(not catalogue.series()[id].ships for id in absent), error
            used |= set(one.series)
            continue
        assert list(frame.columns) in (["x", "line", "value"], ["x", "line", "value", "low", "high"])
        assert frame.select_dtypes("number").map(math.isfinite).all(axis=None), chosen
        assert frame["x"].notna().all() and frame["line"].notna().all()
        assert not frame.duplicated(["x", "line"]).any(), chosen
        if "low" in frame:
            assert ((frame.low <= frame.value) & (frame.value <= frame.high)).all(), chosen
        assert set(view) <= set(one.series)
        assert not unmarked(one, frame), "\n".join(unmarked(one, frame))
        used |= set(view) | set(view.missing)
    not_shipped = {id for id in one.series if not catalogue.series()[id].ships}
    assert set(one.series) - used <= not_shipped, "declared and never read"


def unmarked(one: Indicator, frame: pd.DataFrame) -> list[str]:
    """The names of lines and bars that nobody is asked to translate, each with its file and what mends it."""
    names = dict.fromkeys(str(name) for name in (*frame.line.unique(), *frame.x.unique()) if isinstance(name, str))
    file = one.compute.__module__.replace(".", "/") + ".py"
    return [
        f"{file}: {name!r} names a line or a bar of {one.id}, and `make messages` does not find it: "
        f"write message({name!r}), or named(message(...)) where a value is in it"
        for name in names
        if re.search("[a-z]{3}", name) and name not in extracted() and name not in messages._NAMED
    ]


def test_a_name_that_nobody_would_translate_is_told_with_its_file_and_what_mends_it():
    one = registry.indicators()["growth-accounting"]
    frame = pd.DataFrame({"x": ["Horse power", "2025"], "line": ["Hours", "Horses"], "value": [1.0, 2.0]})
    assert "Hours" in extracted(), "so that one is told of Horses only"
    said = unmarked(one, frame)
    assert [text.split(" names ")[0] for text in said] == [
        "indicators/theses/labor/productivity.py: 'Horses'",
        "indicators/theses/labor/productivity.py: 'Horse power'",
    ]
    assert "write message('Horses')" in said[0]


@shipped
def test_two_runs_are_equal(store: Store, one: Indicator):
    first, second = (registry.run(one, panel.read(store, one.series))[0] for _ in range(2))
    pd.testing.assert_frame_equal(first, second)


@shipped
def test_what_the_hints_name_is_in_the_frame(store: Store, one: Indicator):
    frame, _ = registry.run(one, panel.read(store, one.series))
    assert one.hints.focus is None or one.hints.focus in set(frame["line"])


PAST = [date(1949, 1, 1), date(2006, 2, 1), date(2022, 1, 15), date(2025, 12, 1)]


@pytest.mark.sweep(3)
@by_id
@pytest.mark.parametrize("day", PAST, ids=str)
def test_on_any_day_an_indicator_works_or_says_what_is_missing(store: Store, one: Indicator, day: date):
    try:
        frame, view = registry.run(one, panel.read(store, one.series, day))
    except MissingData as error:
        assert error.args[0]
    else:
        assert view.as_of == day and not frame.empty


def test_a_series_that_is_not_declared_cannot_be_read(store: Store):
    sneaky = Indicator("s", "flows", "t", "u", "f", ("GDP",), (), lambda data: registry.tidy({"x": data["UNRATE"]}))
    with pytest.raises(KeyError):
        registry.run(sneaky, panel.read(store, ["GDP", "UNRATE"]))


# choices that come from outside


HOSTILE = [
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "x" * 10_000,
    "",
    "1.0",
    "2020-01-01",
    None,
    -1,
    10**30,
    math.nan,
    math.inf,
    b"gross",
    [],
    {},
    {"gross": 1},
    ["<script>"],
    ["equipment", "<script>"],
    [["equipment"]],
    [{}],
    ("x" * 10_000,),
    object(),
]


@by_id
def test_what_is_no_option_is_ignored(one: Indicator):
    defaults = {control.id: control.default for control in one.controls}
    for value in HOSTILE:
        assert registry.settle(one, dict.fromkeys(defaults, value)) == defaults, repr(value)[:40]


def test_a_parameter_that_is_no_control_is_ignored():
    (one,) = (one for one in ALL if one.id == "vix-ratio")
    assert set(registry.settle(one, {"__class__": 1, "panel": 2})) == {"threshold", "smoothing"}


def test_an_option_is_taken():
    (one,) = (one for one in ALL if one.id == "gdp-without-ai")
    chosen = {"basket": ["software"], "imports": "net", "horizon": 3}
    assert registry.settle(one, chosen) == chosen


def test_an_option_chosen_twice_counts_once(store: Store):
    (one,) = (one for one in ALL if one.id == "gdp-without-ai")
    data = panel.read(store, one.series)
    once, twice = (registry.run(one, data, basket=["software"] * n)[0] for n in (1, 2))
    pd.testing.assert_frame_equal(once, twice)


def control(**given: Any) -> Indicator:
    return Indicator("i", "flows", "t", "u", "f", (), (), lambda data: None, (Control("c", "C", **given),))


def test_a_control_without_options_takes_a_day_and_nothing_else():
    one = control()
    assert registry.settle(one, {"c": date(2020, 1, 1)}) == {"c": date(2020, 1, 1)}
    for value in ("2020-01-01", 5, pd.NaT):
        assert registry.settle(one, {"c": value}) == {"c": None}


def test_a_number_is_taken_within_its_bounds_and_nothing_else():
    one = control(bounds=(0.0, 2.0, 0.5), default=1.0)
    assert [registry.settle(one, {"c": value})["c"] for value in (0, 2, 1.7)] == [0, 2, 1.7]
    for value in (-0.1, 2.1, math.nan, math.inf, True, "1", [1], date(2020, 1, 1)):
        assert registry.settle(one, {"c": value}) == {"c": 1.0}


def test_a_truth_value_is_not_the_number_one():
    one = control(options=(0, 1, 5), default=5)
    assert registry.settle(one, {"c": True}) == {"c": 5}


def test_a_datetime_for_a_day_still_gives_a_frame(store: Store):
    (one,) = (one for one in ALL if one.id == "term-structure")
    assert len(registry.run(one, panel.read(store, one.series), day=datetime(2024, 8, 5, 12))[0])


# registering


def test_an_id_is_registered_once(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(registry, "_indicators", {})
    monkeypatch.setattr(registry, "_tests", {})

    def my_chart(data: panel.Panel) -> pd.DataFrame:
        return registry.tidy({})

    declare = registry.indicator(title="t", unit="u", formula="f", series=(), serves=())
    declare(my_chart)
    assert list(registry._indicators) == ["my-chart"]
    with pytest.raises(ValueError, match="'my-chart' is registered twice"):
        declare(my_chart)
    register = registry.words_of("policy-backs-ai")
    register(lambda said: None)  # type: ignore[arg-type, return-value]
    with pytest.raises(ValueError, match="'policy-backs-ai' is registered twice"):
        register(lambda said: None)  # type: ignore[arg-type, return-value]


def test_what_is_left_out_is_named():
    bare = Indicator("i", "flows", "t", "u", "", (), (), lambda data: None)
    assert unsaid(said_of(bare)) == ["formula", "source", "caveat"]


def test_every_test_is_of_a_claim_and_says_its_threshold_its_method_and_what_would_overturn_it():
    assert registry.tests().keys() == catalogue.claims().keys()
    for id, test in registry.tests().items():
        claim = catalogue.claims()[id]
        one = test.declaration
        said = {"holds_if": one.holds_if, "fails_if": one.fails_if, "method": one.method, "source": one.source}
        assert not unsaid(said | {"measure": one.measure, "series": claim.series, "caveat": claim.caveat}), id


def test_a_frame_is_tidied_in_the_order_given():
    days = pd.date_range("2025-01-01", periods=2)
    frame = registry.tidy({"b": pd.Series([1.0, 2.0], days), "a": pd.Series([3.0], days[:1])})
    assert list(frame.columns) == ["x", "line", "value"]
    assert (frame["line"].tolist(), frame["value"].tolist()) == (["b", "b", "a"], [1, 2, 3])


def test_a_frame_loses_what_has_no_value_and_extra_columns(store: Store):
    def compute(data: panel.Panel) -> pd.DataFrame:
        return pd.DataFrame({"note": "n", "value": [1.0, math.nan], "line": "a", "x": ["p", "q"]})

    frame, _ = registry.run(Indicator("i", "flows", "t", "u", "f", (), (), compute), panel.read(store, []))
    assert frame.to_dict("list") == {"x": ["p"], "line": ["a"], "value": [1.0]}
