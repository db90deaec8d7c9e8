"""Every chart carries its own title, source and dates, inside its picture, the same each time."""

import html
import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise

import pandas as pd
import plotly.graph_objects as go
import pytest

from dashboard.charts import drawing
from dashboard.charts.spec import CARDS, NARROW, WIDE, Frame, Sketch, wrap
from dashboard.charts.spec import ems as ems_drawn
from dashboard.exports.selection import Card
from dashboard.i18n import labels
from dashboard.theme.tokens import DARK, LIGHT, Look
from indicators.catalogue import catalogue
from indicators.judging import evaluate, registry
from indicators.model import Indicator
from indicators.model.missing import MissingData
from indicators.panel import panel
from indicators.store.store import Store

CHARTED = {id: one for id, one in registry.indicators().items() if one.hints.kind != "table"}
SIZES = {"wide": WIDE, "narrow": NARROW}
#: Pixels; smaller type is lost when a picture is scaled down into a note.
LOWEST_SIZE = 11
#: Widths of letters in ems, on the generous side: of Inter, the wider of the two faces.
THIN, BROAD = set("iIljtfr.,:;'|!()[] "), set("mwMW%@÷■")

every_chart = pytest.mark.parametrize("id", CHARTED)
#: A theme changes colours only: the dark one is tried in one size.
every_view = pytest.mark.parametrize(
    ("look", "size"), [(LIGHT, WIDE), (LIGHT, NARROW), (DARK, WIDE)], ids=["light-wide", "light-narrow", "dark-wide"]
)
every_size = pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)


@pytest.fixture(scope="module")
def shown(store: Store) -> "Shown":
    return Shown(store)


class Shown:
    """Indicators as computed from the figures that ship, each once."""

    def __init__(self, store: Store) -> None:
        self.on_card = cache(lambda id, size: self.card(id).figure(size).layout.to_plotly_json())
        self.run = cache(lambda id: registry.run(CHARTED[id], panel.read(store, CHARTED[id].series)))
        self._found = cache(lambda claim: evaluate.finding(store, catalogue.claims()[claim]))
        self._drawn = cache(lambda id, look, size: drawing.figure(self.sketch(id, look, size)))

    def is_there(self, id: str) -> bool:
        """Whether the figures that ship are enough for it."""
        try:
            return not self.run(id)[0].empty
        except MissingData:
            return False

    def figure(self, id: str, look: Look = LIGHT, size: Frame = WIDE) -> go.Figure:
        """Its chart, drawn once a test run; not to be changed."""
        return self._drawn(id, look, size)

    def card(self, id: str) -> Card:
        """Beside the first claim it serves."""
        self.sketch(id)  # skips where there are no figures
        one = CHARTED[id]
        return Card(catalogue.claims()[one.serves[0]], self._found(one.serves[0]), one, *self.run(id))

    def sketch(self, id: str, look: Look = LIGHT, size: Frame = WIDE) -> Sketch:
        if not self.is_there(id):
            pytest.skip("its series come by a refresh")
        frame, data = self.run(id)
        return Sketch(CHARTED[id], windowed(CHARTED[id], frame), data, look, size)


def windowed(indicator: Indicator, frame: pd.DataFrame) -> pd.DataFrame:
    """The years that a chart opens with."""
    if not indicator.hints.years:
        return frame
    return frame[frame.x >= frame.x.max() - pd.DateOffset(years=indicator.hints.years)]


def written(fig: go.Figure) -> str:
    """All the words of a figure, as a reader reads them."""
    return unmarked(annotation.text for annotation in fig.layout.annotations)


def unmarked(texts: Iterable[str]) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", " ".join(texts))).replace("\xa0", " ")


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def sizes(node: object) -> Iterator[float]:
    """Every font size in a figure's plain form."""
    if isinstance(node, dict):
        if isinstance(font := node.get("font"), dict) and "size" in font:
            yield font["size"]
        if isinstance(font := node.get("textfont"), dict) and "size" in font:
            yield font["size"]
        for child in node.values():
            yield from sizes(child)
    elif isinstance(node, list):
        for child in node:
            yield from sizes(child)


def colours_in(node: object) -> Iterator[str]:
    """Every colour in a figure's plain form."""
    if isinstance(node, dict):
        for child in node.values():
            yield from colours_in(child)
    elif isinstance(node, list):
        for child in node:
            yield from colours_in(child)
    elif isinstance(node, str):
        yield from re.findall(r"#[0-9A-Fa-f]{6}\b|rgba?\([^)]*\)", node)


def plain(fig: go.Figure) -> dict:
    """A figure as it is sent, without Plotly's own template."""
    table = json.loads(fig.to_json())
    table["layout"].pop("template", None)
    return table


def ems(text: str) -> float:
    return sum(0.32 if c in THIN else 0.9 if c in BROAD else 0.68 if c.isupper() or c.isdigit() else 0.57 for c in text)


def width_of(annotation: go.layout.Annotation) -> float:
    """About how wide an annotation is drawn, pixels."""
    lines = re.sub(r"<(?!br)[^>]+>", "", annotation.text).split("<br>")
    serif = "Serif" in (annotation.font.family or "")
    return max(ems(html.unescape(line)) for line in lines) * annotation.font.size * (0.88 if serif else 0.95)


def height_of(annotation: go.layout.Annotation) -> float:
    return (annotation.text.count("<br>") + 1) * annotation.font.size * 1.3


def test_only_what_cannot_ship_is_without_a_chart(shown: Shown):
    for id, one in CHARTED.items():
        if not shown.is_there(id):
            assert one.hints.decides or any(not catalogue.series()[series].ships for series in one.series), id


# --- what is inside -------------------------------------------------------------------------------


@pytest.mark.sweep(3)
@every_chart
@every_size
def test_a_chart_carries_title_measure_lines_source_and_dates(shown: Shown, id: str, size: Frame, look: Look = LIGHT):
    sketch = shown.sketch(id, look, size)
    text = squeezed(written(shown.figure(id, look, size)))
    unit = sketch.indicator.unit
    dates = ("Source:", "ata through", "vintage") if len(sketch.panel) else ()  # acts listed by hand have no series
    for words in (sketch.indicator.title, unit[0].upper() + unit[1:], *dates):
        assert squeezed(words) in text, words
    names, said = list(sketch.frame.line.unique()), f"{sketch.indicator.title} {unit}".lower()
    if sketch.indicator.hints.decides:  # its only line is what the title says, and its last number stands beside it
        names = [labels.amount(float(sketch.frame.value.iloc[-1]), unit)] if sketch.names_at_end else []
    for name in names:  # an only one may repeat what stands above it
        named = squeezed(name).lower() in text.lower()
        assert named or (len(names) == 1 and all(word in said for word in name.lower().split())), name
    for series, origin in sketch.panel.provenance.items():
        assert series in text, series
        assert squeezed(origin.series.agency) in text


@every_chart
def test_the_article_and_recessions_are_marked_where_the_span_covers_them(shown: Shown, id: str):
    sketch = shown.sketch(id)
    fig = shown.figure(id)
    if not isinstance(sketch.frame.x.iloc[0], pd.Timestamp):
        assert "article, Dec 2025" not in written(fig)
        return
    first, last = sketch.frame.x.min().date(), sketch.frame.x.max().date()
    published = catalogue.article().published
    assert ("article, Dec 2025" in written(fig)) == (first <= published <= last)
    own = [shape for shape in fig.layout.shapes if shape.x0 == shape.x1 == published.isoformat()]
    drawn = [shape for shape in own if shape.line.dash == "dash" and shape.line.color == LIGHT.ink]
    assert len(drawn) == (first <= published <= last), "dashed and in ink, so that it is no line of data"
    bands = {(shape.x0, shape.x1) for shape in fig.layout.shapes if shape.type == "rect"}
    recessions = {
        (max(event.date, first).isoformat(), min(event.end or last, last).isoformat())
        for event in catalogue.events()
        if event.kind == "recession" and event.date < last and (event.end or last) > first
    }
    assert recessions & bands == (recessions if sketch.indicator.hints.recessions else set())
    assert ("recession" in written(fig)) == bool(recessions and sketch.indicator.hints.recessions)
    assert all(first.isoformat() <= start < end <= last.isoformat() for start, end in bands)


@every_chart
def test_a_chart_holds_the_last_value_of_every_line(shown: Shown, id: str):
    sketch = shown.sketch(id)
    drawn = {html.unescape(trace.name): trace for trace in shown.figure(id).data}  # of two, the later part
    for name, rows in sketch.frame.groupby("line", sort=False):
        trace = drawn[name]
        labels, values = (trace.y, trace.x) if getattr(trace, "orientation", None) == "h" else (trace.x, trace.y)
        assert list(values)[-1] == pytest.approx(rows.value.iloc[-1], rel=1e-5)
        if sketch.is_dated:
            assert list(labels)[-1] == f"{rows.x.iloc[-1]:%Y-%m-%d}"
        else:
            assert len(labels) == len(rows)


@every_chart
@every_size
def test_no_line_that_ends_a_period_before_others_passes_for_as_new(shown: Shown, id: str, size: Frame):
    sketch = shown.sketch(id, size=size)
    if not sketch.is_dated or sketch.indicator.hints.kind not in ("line", "bars"):
        return
    text = squeezed(written(shown.figure(id, size=size)))
    last = sketch.frame.x.max()
    for name, rows in sketch.lines:
        end, step = rows.x.iloc[-1], rows.x.diff().median()
        if last - end >= max(step, pd.Timedelta(days=14)):
            names = {f"{end:%Y}Q{end.quarter}", f"{end:%B %Y}", f"{end:%-d %B %Y}", f"{end:%Y}"}
            value = labels.number(rows.value.iloc[-1], sketch.indicator.unit, sketch.indicator.hints.decimals)
            assert any(squeezed(f"{value}, {one}") in text for one in names), name


@every_chart
@every_size
def test_a_chart_says_which_of_its_series_it_does_without(shown: Shown, id: str, size: Frame):
    sketch = shown.sketch(id)
    text = written(shown.figure(id, size=size))
    assert ("Not drawn" in text) == bool(sketch.panel.missing)
    assert squeezed(", ".join(sketch.panel.missing)) in squeezed(text)


def test_a_title_that_promises_a_line_which_is_missing_is_put_right_below(shown: Shown):
    assert "Not drawn, no figures held: PCTR, PI." in written(shown.figure("top-wealth-and-transfers"))
    for name in CARDS:
        layout = shown.on_card("top-wealth-and-transfers", name)
        assert "heldPCTR,PI." in squeezed(unmarked(a["text"] for a in layout["annotations"])).replace(":", "")


def test_the_dates_below_a_chart_are_of_what_it_draws_and_of_dots_of_all_that_is_known(shown: Shown):
    assert "ata through 12 December 2025," in written(shown.figure("autumn-two-year")), "its series reach further"
    assert "ata through 2025Q3 to 2026Q2," in written(shown.figure("engine")), "one line is shorter"
    assert "ata through 20 August 2026," in written(shown.figure("inversion-returns")), "none since April"


# --- how it is drawn ------------------------------------------------------------------------------


@pytest.mark.sweep(4)
@every_chart
@every_view
def test_no_word_is_small_and_no_colour_foreign(shown: Shown, id: str, look: Look, size: Frame):
    table = plain(shown.figure(id, look, size))
    assert min(sizes(table)) >= LOWEST_SIZE
    own = {look.paper, look.ink, look.muted, look.grid, look.band, *look.series, "rgba(0,0,0,0)"}
    assert {c.lower().replace(" ", "") for c in colours_in(table)} <= {c.lower().replace(" ", "") for c in own}
    assert table["layout"]["paper_bgcolor"] == table["layout"]["plot_bgcolor"] == look.paper


@every_chart
@every_size
def test_all_words_are_inside_the_picture(shown: Shown, id: str, size: Frame):
    fig = shown.figure(id, size=size)
    margin, height = fig.layout.margin, fig.layout.height
    inner = size.width - margin.l - margin.r
    for one in (a for a in fig.layout.annotations if a.xref == "paper" and a.x in (0, 1)):
        left = margin.l + one.x * inner + (one.xshift or 0) - (width_of(one) if one.xanchor == "right" else 0)
        assert left >= 0
        assert left + width_of(one) <= size.width, one.text
    for one in (a for a in fig.layout.annotations if a.yref == "paper" and a.yanchor == "top"):
        top = margin.t + (1 - one.y) * (height - margin.t - margin.b) - (one.yshift or 0)
        assert top >= 0 and top + height_of(one) <= height + 2, one.text


@every_chart
@every_size
def test_lines_of_text_do_not_run_into_each_other(shown: Shown, id: str, size: Frame):
    fig = shown.figure(id, size=size)
    for edge in (0, 1):
        rows = [a for a in fig.layout.annotations if a.xref == a.yref == "paper" and a.yanchor == "top" and a.y == edge]
        for upper, lower in pairwise(rows):
            assert upper.yshift - lower.yshift >= 1.15 * upper.font.size, lower.text


@every_chart
def test_names_at_the_ends_of_lines_do_not_overlap(shown: Shown, id: str):
    fig = shown.figure(id)
    low, high = fig.layout.yaxis.range or (0, 1)
    names = [a for a in fig.layout.annotations if a.xref == "paper" and a.x == 1 and a.xanchor == "left"]
    middles = sorted(((a.y - low) / (high - low) * WIDE.plot + a.yshift, height_of(a)) for a in names)
    for (under, below), (over, above) in pairwise(middles):
        assert over - under >= 0.9 * (below + above) / 2
    if names:
        assert middles[0][0] > -fig.layout.margin.b + 60 and middles[-1][0] < WIDE.plot + 20


@every_size
def test_a_value_above_the_highest_point_is_below_the_key(shown: Shown, size: Frame):
    fig = shown.figure("crypto-use", size=size)
    highest, top = max(max(trace.y) for trace in fig.data), fig.layout.yaxis.autorangeoptions.include[0]
    assert (top - highest) / top * size.plot >= 1.5 * size.label


@pytest.mark.sweep(4)
@every_chart
def test_the_same_data_give_the_same_bytes(shown: Shown, id: str):
    assert drawing.figure(shown.sketch(id)).to_json() == shown.figure(id).to_json()


@every_chart
def test_dates_travel_as_plain_days_and_nothing_by_webgl(shown: Shown, id: str):
    sketch = shown.sketch(id)
    for trace in shown.figure(id).data:
        assert trace.type in ("scatter", "bar")
        if isinstance(sketch.frame.x.iloc[0], pd.Timestamp):
            assert all(re.fullmatch(r"\d{4}-\d{2}-\d{2}", day) for day in trace.x)


@every_chart
def test_a_picture_is_small_enough_to_send(shown: Shown, id: str):
    assert len(shown.figure(id).to_json()) < 150_000


@pytest.mark.parametrize("id", [id for id, one in CHARTED.items() if one.hints.kind == "bars"])
def test_bars_stand_on_zero(shown: Shown, id: str):
    axis = shown.figure(id).layout.yaxis
    assert axis.type in (None, "linear")
    assert (axis.rangemode in ("tozero", None) and axis.range is None) or axis.range[0] <= 0 <= axis.range[1]


def test_japanese_breaks_between_letters_and_no_line_begins_with_a_full_stop():
    lines = wrap("米国経済は人工知能に依存している。政策立案者が認めるよりも。", 8)
    assert len(lines) > 2 and all(ems_drawn(line) <= 9.1 for line in lines)
    assert "".join(lines) == "米国経済は人工知能に依存している。政策立案者が認めるよりも。"
    assert not any(line.startswith("。") for line in lines)


def test_a_number_on_a_curve_is_a_number_and_in_order(shown: Shown):
    drawn = [x for trace in shown.figure("wealth-at-same-age").data for x in trace.x]
    assert all(isinstance(x, int | float) for x in drawn), "Plotly would take words in the order they come"
