"""The card of a reader's own chart: of no claim, with what is shown, from what, and where."""

import re
from functools import cache
from itertools import pairwise

import plotly.graph_objects as go
import pytest

from dashboard.charts import drawing
from dashboard.charts.spec import CARDS, Sketch, ems
from dashboard.i18n.locale import language, speaking
from dashboard.theme.tokens import LIGHT
from indicators.catalogue import catalogue
from indicators.explore.chart import explore
from indicators.explore.pipeline import Choice
from indicators.i18n.messages import LANGUAGES
from indicators.panel import panel
from indicators.store.store import Store
from tests.charts.test_cards import boxes
from tests.contracts.test_every_chart import LOWEST_SIZE, sizes, squeezed, written

LINK = "https://board.example.org/explorer?explorer-series=WALCL&explorer-series=WTREGEN&explorer-series=RRPONTSYD&explorer-from=2015"
#: As long as a reader can make it: a formula, units of its own to each series, in letters that are escaped.
LONG = "https://board.example.org/explorer?" + "&".join(
    f"explorer-units-{letter}=%E5%89%8D%E5%B9%B4%E5%90%8C%E6%9C%9F%E6%AF%94" for letter in "abcdef" * 4
)
SIX = ("GDP", "UNRATE", "CPIAUCSL", "WALCL", "PAYEMS", "DGS10")
CHOICES = {
    "one line": Choice(("UNRATE",)),
    "long names": Choice(("DGS10", "MORTGAGE30US"), first=2015),
    "a formula": Choice(("WALCL", "WTREGEN", "RRPONTSYD"), formulas=("a - b - c",), first=2015),
    "two plots": Choice(("UNRATE", "GDP")),
    "six series, four plots": Choice(SIX),
    "six plots": Choice(SIX, apart=True, first=2015),
    "a long formula": Choice(
        SIX, formulas=("a + b * 2 - c / 3 + d * 4 - e / 5 + f - a * b * c + d - e - f + a + b + c",)
    ),
    "a key beside ends": Choice(("PSAVERT", "UNRATE", "LNS14000036", "GDP")),
}
every_choice = pytest.mark.parametrize("choice", CHOICES.values(), ids=CHOICES)

every_size = pytest.mark.parametrize("name", CARDS)


def card(store: Store, choice: Choice, name: str, link: str = LINK) -> go.Figure:
    """The card in the language spoken, drawn once for all that is asked of it. Not to be changed."""
    return _card(store, choice, name, link, language())


@cache
def _card(store: Store, choice: Choice, name: str, link: str, spoken: str) -> go.Figure:
    explored = explore(choice, panel.read(store, choice.reads))
    return drawing.figure(Sketch(explored.indicator, explored.frame, explored.panel, LIGHT, CARDS[name], link=link))


def plot(fig: go.Figure) -> float:
    """The height between what is written above and below."""
    return float(fig.layout.height - fig.layout.margin.t - fig.layout.margin.b)


@every_size
@every_choice
def test_every_word_is_inside_and_none_over_another(store: Store, choice: Choice, name: str):
    layout = card(store, choice, name).layout.to_plotly_json()
    frame = CARDS[name]
    assert layout["width"] == frame.width and layout["height"] >= frame.height
    head, foot = layout["margin"]["t"], layout["height"] - layout["margin"]["b"]
    assert min(sizes(layout)) >= LOWEST_SIZE
    lines = [box for box in boxes(layout) if box[2] < head or box[2] >= foot - 1]  # plots head themselves
    for n, (text, left, top, right, bottom) in enumerate(lines):
        assert left >= frame.edge - 4 and right <= frame.width and bottom <= layout["height"] - 6, text
        for other, left2, top2, right2, bottom2 in lines[:n]:
            apart = min(right, right2) - max(left, left2) <= 1 or min(bottom, bottom2) - max(top, top2) <= 1
            assert apart, f"{text} runs into {other}"


@every_size
@every_choice
def test_plots_are_high_enough_for_their_ticks(store: Store, choice: Choice, name: str):
    fig = card(store, choice, name)
    total = plot(fig)
    axes = sorted(fig.select_yaxes(), key=lambda axis: -(axis.domain or (0, 1))[0])
    spans = [axis.domain or (0, 1) for axis in axes]
    for axis, (low, high) in zip(axes, spans, strict=True):
        assert (high - low) * total >= 60
        ticks = len(axis.tickvals) if axis.tickvals else axis.nticks
        assert (high - low) * total / ticks >= LOWEST_SIZE * 1.3, "its ticks run into each other"
    assert all(lower[1] < upper[0] for upper, lower in pairwise(spans))


@every_size
def test_of_few_plots_a_card_has_its_own_size(store: Store, name: str):
    for one in ("one line", "long names", "a formula", "two plots"):
        layout = card(store, CHOICES[one], name).layout
        assert f"{layout.width}x{layout.height}" == name, one


@every_size
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_what_is_shown_from_what_and_where_and_no_verdict(store: Store, name: str, language: str):
    with speaking(language):
        text = squeezed(written(card(store, CHOICES["a formula"], name)))
    assert squeezed(LINK) in text and "WALCL−WTREGEN−RRPONTSYD" in text
    assert not re.search("[●◐○]", text)
    if language == "en":
        assert all(squeezed(f"{id}: {catalogue.find_series(id).title}") in text for id in CHOICES["a formula"].reads)
        assert "Source:BoardofGovernors" in text and "datathrough" in text


def test_series_that_are_called_by_their_titles_are_not_named_twice(store: Store):
    text = written(card(store, CHOICES["two plots"], "850x600"))
    assert "UNRATE:" not in text and "Unemployment rate" in text


@every_size
def test_a_link_is_broken_between_its_parts(store: Store, name: str):
    lines = [
        note.text for note in card(store, CHOICES["a formula"], name).layout.annotations if "explorer" in note.text
    ]
    whole = "".join(lines).replace("<b>Claimboard</b>", "").replace("&amp;", "&").strip()
    assert whole == LINK and all(line.endswith("&amp;") for line in lines[:-1])


@pytest.mark.sweep(3)
@every_size
@every_choice
@pytest.mark.parametrize("language", ["en", "ja"])
def test_however_much_is_written_the_plot_keeps_its_room(store: Store, choice: Choice, name: str, language: str):
    with speaking(language):
        fig = card(store, choice, name, LONG)
    assert plot(fig) >= 0.3 * CARDS[name].height
    assert squeezed(LONG) in squeezed(written(fig)), "the link, whole"
    sizes = [note.font.size or 0 for note in fig.layout.annotations]
    assert 1 <= sizes.count(max(sizes)) <= 3, "lines of the title"


@pytest.mark.sweep(3)
@every_size
@every_choice
@pytest.mark.parametrize("language", ["en", "vi"])
def test_lines_are_named_once_and_labels_of_scales_have_room(store: Store, choice: Choice, name: str, language: str):
    with speaking(language):
        fig = card(store, choice, name)
    keys = [note for note in fig.layout.annotations if "■" in note.text]
    ends = [note for note in fig.layout.annotations if note.xref == "paper" and note.x == 1]
    lines = len({trace.name for trace in fig.data})
    named = sum(note.text.count("■") for note in keys) + len(ends)
    assert named == lines or (named == 0 and lines == 1), "an only line may be named in the subtitle"
    for axis in fig.select_yaxes():
        room = max((ems(text) for text in axis.ticktext or ()), default=0) * fig.layout.font.size
        assert room + 8 <= fig.layout.margin.l


@every_size
def test_heads_of_plots_stand_at_the_edge_of_the_text_at_the_size_of_a_card(store: Store, name: str):
    fig = card(store, CHOICES["two plots"], name)
    heads = [note for note in fig.layout.annotations if note.text in ("<b>Percent</b>", "<b>Dollars</b>")]
    assert len(heads) == 2
    for note in heads:
        assert note.xshift + fig.layout.margin.l == CARDS[name].edge and note.font.size == CARDS[name].label
