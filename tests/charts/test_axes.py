"""Charts of made-up data: what is hard to draw is drawn, and words are text."""

import html
import re
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from dashboard.charts import axes, captions, drawing
from dashboard.charts.spec import LABEL, NARROW, WIDE, Frame, Sketch, ems
from dashboard.i18n.locale import speaking
from dashboard.theme.tokens import LIGHT
from indicators.catalogue import catalogue
from indicators.i18n.messages import LANGUAGES
from indicators.judging import registry
from indicators.model import Control, Hints
from indicators.panel import panel
from indicators.panel.panel import Panel, Provenance
from indicators.store.store import Store
from tests.charts.made_up import DATA, labelled, made_up
from tests.contracts.test_every_chart import SIZES, squeezed, written

HOSTILE = "<script>alert(1)</script> & <b>bold</b>"


def test_an_only_line_is_named_in_the_subtitle_and_has_no_key():
    sketch = replace(made_up([1.0, 2.0, 3.0], pd.date_range("2025-01-01", periods=3, freq="MS")), size=NARROW)
    text = written(drawing.figure(sketch))
    assert "; line 3" in text and "■" not in text
    two = pd.concat([sketch.frame, sketch.frame.assign(line="Other")])
    assert written(drawing.figure(replace(sketch, frame=two))).count("■") == 2


def test_markup_in_a_title_or_a_lines_name_is_shown_as_it_is_written():
    sketch = made_up([1.0, 2.0, 3.0], pd.date_range("2025-01-01", periods=3, freq="MS"), title=HOSTILE, unit=HOSTILE)
    sketch = replace(sketch, frame=sketch.frame.assign(line=HOSTILE))
    for size in SIZES.values():
        fig = drawing.figure(replace(sketch, size=size))
        for annotation in fig.layout.annotations:
            assert not re.search(r"<(?!/?(?:b|br|span)\b)", annotation.text), annotation.text
            assert "<b>bold" not in annotation.text
        assert squeezed(HOSTILE) in squeezed(html.unescape(" ".join(
            re.sub(r"</?(?:b|br|span)(?: [^>]*)?>", " ", a.text) for a in fig.layout.annotations
        )))  # fmt: skip


@pytest.mark.parametrize("values", [[0.0, 0.0], [-5e9, -1e9], [-5e9, 7e9], [5e6, 7e12], [3.0, 4.0]], ids=str)
def test_dollars_have_ticks_that_cover_the_values(values: list[float]):
    days = pd.date_range("2025-01-01", periods=len(values), freq="MS")
    ticks = drawing.figure(made_up(values, days, unit="dollars")).layout.yaxis.tickvals
    assert ticks is None or len(set(ticks)) == len(ticks) <= 12
    if ticks is not None and min(values) < 0:
        assert min(ticks) < 0, "negative dollars are below the lowest tick"


@pytest.mark.parametrize(
    ("unit", "text", "suffix"),
    [
        ("percent of GDP", "−1,234.5%", "%"),
        ("percentage points", "−1,234.5", ""),
        ("thousands of jobs", "−1,234.5", ""),
    ],
)
def test_only_a_percentage_has_its_sign_on_the_axis(unit: str, text: str, suffix: str):
    assert axes.tick(-1234.5, unit) == text
    sketch = made_up([1.0, 2.0], pd.date_range("2025-01-01", periods=2, freq="MS"), unit=unit)
    assert drawing.figure(sketch).layout.yaxis.ticksuffix == suffix


@pytest.mark.parametrize(
    ("size", "values", "ticks", "labels"),
    [
        # The axis ends at 11.66; a sixth is 1.94, and a fifth, where it is narrow, 2.33.
        (WIDE, [0, 11e9], [0, 2e9, 4e9, 6e9, 8e9, 10e9], ["$0", "$2bn", "$4bn", "$6bn", "$8bn", "$10bn"]),
        (NARROW, [0, 11e9], [0, 2.5e9, 5e9, 7.5e9, 10e9], ["$0", "$2.5bn", "$5bn", "$7.5bn", "$10bn"]),
        # From -5.72 to 7.72; a sixth of 13.44 is 2.24.
        (WIDE, [-5e9, 7e9], [-5e9, -2.5e9, 0, 2.5e9, 5e9, 7.5e9], ["−$5bn", "−$2.5bn", "$0", "$2.5bn", "$5bn", "$7.5bn"]),
    ],
)  # fmt: skip
def test_ticks_of_dollars_stand_at_the_values_they_say(
    size: Frame, values: list[float], ticks: list[float], labels: list[str]
):
    days = pd.date_range("2025-01-01", periods=2, freq="MS")
    axis = drawing.figure(replace(made_up(values, days, unit="dollars"), size=size)).layout.yaxis
    assert list(axis.tickvals) == pytest.approx(ticks)
    assert list(axis.ticktext) == labels


@pytest.mark.parametrize(
    ("step", "nice"), [(1, 1), (1.01, 2), (2.01, 2.5), (2.6, 5), (5.1, 10), (0.3, 0.5), (200, 200), (2e9, 2e9)]
)
def test_a_step_is_the_next_round_one_and_itself_where_it_is_round(step: float, nice: float):
    assert axes._nice(step) == pytest.approx(nice)


@pytest.mark.parametrize(("kind", "span"), [("bars", (-5.0, 7.0)), ("groups", (-3.0, 4.0))])
def test_bars_reach_as_far_as_what_is_stacked_on_each_side_of_zero(kind: str, span: tuple[float, float]):
    """At A 3 and 4 are 7; at B -2 and -3 are -5; at C -1 takes nothing from 2. Side by side each is its own."""
    sketch = labelled({"A": [3.0, 4.0], "B": [-2.0, -3.0], "C": [2.0, -1.0]}, Hints(kind))
    assert axes._stacked_range(sketch) == span


@pytest.mark.parametrize(("kind", "span"), [("bars", (0.0, 7.0)), ("groups", (0.0, 4.0))])
def test_zero_is_in_the_range_of_bars_that_are_all_above_it(kind: str, span: tuple[float, float]):
    assert axes._stacked_range(labelled({"A": [3.0, 4.0], "B": [2.0, 3.0]}, Hints(kind))) == span


@pytest.mark.parametrize(
    ("unit", "labels"), [("index", ["5", "10", "20", "50", "100", "200"]), ("percent", ["5%", "10%", "20%", "50%", "100%", "200%"])]
)  # fmt: skip
def test_a_log_axis_has_its_ticks_at_1_2_and_5_times_powers_of_ten(unit: str, labels: list[str]):
    """Of 3 to 400: 2 and 500 are outside, and each end has a twentieth of a power of ten of air."""
    sketch = made_up([3.0, 400.0], pd.date_range("2025-01-01", periods=2, freq="MS"), unit=unit, hints=Hints(log=True))
    axis = drawing.figure(sketch).layout.yaxis
    assert (list(axis.tickvals), list(axis.ticktext)) == ([5, 10, 20, 50, 100, 200], labels)
    assert axis.range == pytest.approx((np.log10(3) - 0.05, np.log10(400) + 0.05)) and axis.ticksuffix == ""


def test_a_log_axis_of_a_power_of_ten_has_a_tick_at_each_end():
    sketch = made_up([1.0, 10.0], pd.date_range("2025-01-01", periods=2, freq="MS"), hints=Hints(log=True))
    assert list(drawing.figure(sketch).layout.yaxis.tickvals) == [1, 2, 5, 10]


def test_labels_stand_in_the_order_given_level_and_in_two_lines_at_most():
    words = "A label of very many words that no two lines of a narrow chart can hold at once"
    sketch = labelled({"2021": [3.0], "2019": [30.0], words: [20.0], "<b>": [1.0]}, Hints("bars"))
    axis = drawing.figure(replace(sketch, size=NARROW)).layout.xaxis
    assert (axis.type, list(axis.categoryarray)) == ("category", ["2021", "2019", words, "<b>"])
    assert (list(axis.tickvals), axis.tickangle) == (["2021", "2019", words, "<b>"], 0)
    first, second, long, hostile = axis.ticktext
    assert (first, second, hostile) == ("2021", "2019", "&lt;b&gt;")
    assert long.count("<br>") == 1 and words.startswith(long.replace("<br>", " "))


def test_of_many_labels_as_many_as_fit_stand_side_by_side_the_last_one_among_them():
    sketch = labelled({str(year): [1.0] for year in range(2006, 2027)}, Hints("bars"))
    for size, least in ((sketch.size, 10), (NARROW, 5)):
        axis = drawing.figure(replace(sketch, size=size)).layout.xaxis
        assert axis.tickangle == 0 and len(axis.categoryarray) == 21
        assert axis.ticktext[0] == "2026" and least <= len(axis.ticktext) < 21
        assert ems("2026") * LABEL * len(axis.ticktext) < 0.75 * size.room


def test_a_chart_of_one_day_is_labelled_by_it():
    axis = drawing.figure(made_up([1.0], pd.DatetimeIndex(["2024-01-01"]))).layout.xaxis
    assert (list(axis.tickvals), list(axis.ticktext)) == (["2024-01-01"], ["1 January 2024"])
    assert axis.range[0] < "2024-01-01" < axis.range[1]


@pytest.mark.parametrize("spoken", ["ja", "ko", "vi"])
def test_dates_a_fortnight_apart_name_the_day(spoken: str):
    with speaking(spoken):
        found = axes.dates(made_up([1.0] * 60, pd.date_range("2025-10-01", periods=60)))
    day, month, _ = (stop["value"] for stop in found["tickformatstops"])
    assert "%-d" in day or "%d" in day or "%e" in day
    assert found["tickformatstops"][1]["dtickrange"][0] == "M1" and day != month and found["nticks"] < 15


@pytest.mark.parametrize(
    "value, text",
    [
        (500_000, "$500k"),
        (1_000_000, "$1m"),
        (1_500_000, "$1.5m"),
        (0, "$0"),
        (1.25e12, "$1.25tn"),
        (-7.5e9, "−$7.5bn"),
    ],
)
def test_an_axis_of_dollars_has_the_decimals_it_needs(value: float, text: str):
    assert axes.tick(value, "dollars a year") == text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("highest", [8e2, 9e3, 1.4e9, 1.6e12, 7e12, 2.6e13])
def test_ticks_of_dollars_are_several_and_each_has_its_own_short_label(highest: float, language: str):
    days = pd.date_range("2025-01-01", periods=3, freq="MS")
    with speaking(language):
        axis = drawing.figure(made_up([0.0, highest / 2, highest], days, unit="dollars")).layout.yaxis
    assert 4 <= len(axis.tickvals) <= 8
    assert len(set(axis.ticktext)) == len(axis.ticktext) and max(map(len, axis.ticktext)) <= 16


@pytest.mark.parametrize(
    ("name", "within"),
    [
        ("Data-centre structures", "data-centre structures"),
        ("Two-year yield", "two-year yield"),
        ("Equipment", "equipment"),
        ("A share", "a share"),
        ("AI-related", "AI-related"),
        ("T-bill rate", "T-bill rate"),
        ("S&P 500", "S&P 500"),
        ("VIX", "VIX"),
        ("M2", "M2"),
    ],
)
def test_a_name_keeps_its_capitals_within_a_sentence_where_it_is_no_ordinary_word(name: str, within: str):
    assert captions.uncapped(name) == within


@pytest.mark.parametrize(("is_of_names", "said"), [(True, "Fairshake"), (False, "fairshake")])
def test_an_option_that_is_a_proper_name_keeps_its_capital(is_of_names: bool, said: str):
    control = Control("one", "One", ("F",), "F", {"F": "Fairshake"}, is_of_names=is_of_names)
    assert captions._choice(control, "F") == said


# --- lines that end before others -----------------------------------------------------------------


def ending(*ends: tuple[str, str]) -> Sketch:
    """A sketch of lines that begin together, each of a frequency of pandas and with its last day."""
    lines = [pd.date_range("2021-01-01", end, freq=freq) for freq, end in ends]
    parts = [pd.DataFrame({"x": days, "line": f"Line {n}", "value": 1.5}) for n, days in enumerate(lines)]
    plain_one = replace(registry.indicators()["business-lending"], series=(), unit="percent", hints=Hints())
    return Sketch(plain_one, pd.concat(parts, ignore_index=True), DATA, LIGHT)


@pytest.mark.parametrize(
    ("ends", "labels"),
    [
        ((("QS", "2026-04-01"), ("QS", "2025-07-01")), ["1.5%", "1.5%, 2025Q3"]),
        ((("QS", "2026-04-01"), ("QS", "2026-01-01")), ["1.5%", "1.5%, 2026Q1"]),
        ((("MS", "2026-03-01"), ("MS", "2026-02-01")), ["1.5%", "1.5%, February 2026"]),
        ((("YS", "2025-01-01"), ("QS", "2026-04-01")), ["1.5%, 2025", "1.5%"]),
        ((("YS", "2026-01-01"), ("QS", "2026-07-01")), ["1.5%", "1.5%"]),
        ((("MS", "2026-08-01"), ("B", "2026-08-21")), ["1.5%", "1.5%"]),
        ((("MS", "2026-06-01"), ("B", "2026-08-21")), ["1.5%, June 2026", "1.5%"]),
        ((("B", "2026-08-14"), ("B", "2026-08-21")), ["1.5%", "1.5%"]),
        ((("B", "2025-12-12"), ("B", "2026-08-21")), ["1.5%, 12 December 2025", "1.5%"]),
    ],
)
def test_a_line_that_ends_a_period_before_others_says_which(ends: tuple[tuple[str, str], ...], labels: list[str]):
    sketch = ending(*ends)
    named = [captions.label(sketch, name, rows) for name, rows in sketch.lines]
    assert named == [f"Line {n} {label}" for n, label in enumerate(labels)]
    for size in SIZES.values():
        text = squeezed(written(drawing.figure(replace(sketch, size=size))))
        assert all(squeezed(label) in text for label in labels)


def test_a_part_of_a_stack_that_ends_before_others_says_so_in_the_key():
    sketch = ending(("QS", "2026-01-01"), ("QS", "2025-07-01"))
    stacked = replace(sketch, indicator=replace(sketch.indicator, hints=Hints("bars")))
    assert "■ Line 1 1.5%, 2025Q3" in written(drawing.figure(stacked))


def test_the_period_a_line_ends_in_is_named_in_the_readers_language():
    sketch = ending(("QS", "2026-04-01"), ("QS", "2025-07-01"))
    with speaking("ja"):
        assert captions.label(sketch, *sketch.lines[1]) == "Line 1 1.5%、2025年第3四半期"


@pytest.mark.parametrize(("id", "chosen"), [("wealth-ratio-top-bottom", {}), ("monthly-saving", {"scale": "log"})])
def test_a_log_axis_is_declared_once_by_the_subtitle(store: Store, id: str, chosen: dict[str, str]):
    one = registry.indicators()[id]
    frame, data = registry.run(one, panel.read(store, one.series), **chosen)
    sketch = Sketch(one, frame, data, LIGHT, chosen=chosen)
    assert drawing.figure(sketch).layout.yaxis.type == "log"
    assert len(re.findall(r"\blog\b", captions.measure(sketch).lower())) == 1
    assert chosen or captions.measure(sketch).endswith("; log scale")


def test_a_linear_axis_is_not_said_to_be_log():
    sketch = made_up([1.0, 2.0, 3.0], pd.date_range("2025-01-01", periods=3, freq="MS"))
    assert "log" not in captions.measure(sketch)
    log = replace(sketch, indicator=replace(sketch.indicator, hints=replace(sketch.indicator.hints, log=True)))
    assert captions.measure(log) == f"{captions.measure(sketch)}; log scale"
    with speaking("vi"):
        assert captions.measure(log).endswith("; thang log")


# --- years ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("count", [2, 5, 13, 25, 60, 150])
def test_annual_data_have_ticks_at_whole_years_as_many_as_fit(count: int, size: Frame):
    days = pd.date_range("1880-01-01", periods=count, freq="YS")
    sketch = replace(made_up([1.0] * count, days), size=size)
    fig = drawing.figure(sketch)
    axis = fig.layout.xaxis
    months = int(axis.dtick.removeprefix("M"))
    assert months / 12 in (1, 2, 5, 10, 20, 50, count - 1) and axis.tick0 == "2000-01-01"
    ticks = (count - 1) * 12 // months + 1
    plot = size.width - fig.layout.margin.l - fig.layout.margin.r
    assert ticks <= 20 and (ticks - 1) * (4 * 0.68 * size.label + 6) <= plot
    assert ticks >= min(count, 3)
    assert axis.hoverformat == axis.tickformat == "%Y"


def test_years_are_written_as_the_language_does_and_stand_where_the_data_are():
    days = pd.date_range("2021-06-01", periods=4, freq="12MS")
    with speaking("ja"):
        axis = drawing.figure(made_up([1.0] * 4, days)).layout.xaxis
    assert (axis.hoverformat, axis.tickformat, axis.tick0, axis.dtick) == ("%Y年", "%Y年", "2000-06-01", "M12")


@pytest.mark.parametrize(("freq", "named"), [("MS", "%B %Y"), ("QS", "%YQ%q")])
def test_what_is_not_annual_keeps_its_months(freq: str, named: str):
    sketch = made_up([1.0] * 9, pd.date_range("2021-01-01", periods=9, freq=freq))
    annual = sketch.frame.iloc[:1].assign(line="Other")
    for one in (sketch, replace(sketch, frame=pd.concat([sketch.frame, annual]))):
        axis = drawing.figure(one).layout.xaxis
        assert axis.dtick is None and axis.hoverformat == named


def test_a_day_is_pointed_at_by_its_date_and_a_month_by_its_name():
    days, months = pd.date_range("2025-01-06", periods=20, freq="B"), pd.date_range("2025-01-01", periods=20, freq="MS")
    assert axes.dates(made_up([1.0] * 20, days))["hoverformat"] == "%-d %B %Y"
    assert axes.dates(made_up([1.0] * 20, months, hints=Hints("dots")))["hoverformat"] == "%-d %B %Y"
    assert axes.dates(made_up([1.0] * 20, months))["hoverformat"] == "%B %Y"


def test_a_single_date_of_a_series_of_years_is_named_by_its_year():
    annual = replace(catalogue.series()["MEDIAN_GROSS_RENT_US"], frequency="annual")
    came = Provenance(annual, "current", date(2025, 9, 11), "shipped", date(2024, 12, 31), date(2024, 1, 1))
    sketch = made_up([1.0], pd.DatetimeIndex(["2024-01-01"]))
    assert axes.dates(sketch)["hoverformat"] == "%-d %B %Y", "where nothing is known of its series"
    assert axes.dates(replace(sketch, panel=Panel({}, {annual.id: came}, {})))["hoverformat"] == "%Y"
