"""A chart on a page: the indicator's controls, its chart, table and method, and menus to share it and to take it away."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.charts import drawing
from dashboard.charts.spec import CARDS, Frame, Sketch
from dashboard.components import basket, copy_link, download_menu, error_boundary, save_chart, viewport
from dashboard.exports import bundle, files
from dashboard.exports.selection import Card, window
from dashboard.i18n import labels
from dashboard.i18n.locale import translate, translate_list, translate_or_mark, with_language
from dashboard.session import pictures, state
from dashboard.session.pictures import Picture
from dashboard.templates import render
from dashboard.theme.tokens import DARK, LIGHT
from dashboard.urls import links, view_state
from dashboard.urls.view_state import ALL
from indicators.model import Claim, Control, Indicator
from indicators.panel.panel import Panel


@dataclass(frozen=True)
class Files:
    """What a reader can take away of a chart."""

    #: The name of its pictures, without their ending.
    name: str

    #: Opens the dialog of its card.
    card: Callable[[], None]
    #: Name and content of the CSV.
    figures: tuple[str, Callable[[], str | bytes]]
    #: What a picture says of itself to who opens its file: title, source, link and the like.
    about: Mapping[str, str]
    #: Of a claim's chart: what it is about, with all figures of its claim.
    of: Card | None = None


@st.fragment
def show(indicator: Indicator, claim: Claim, size: Frame | None = None) -> None:
    """Show an indicator as evidence on a claim, in the size given or by the column's width.

    Its controls are in the address; using one reruns this chart alone.
    """
    state.speak()
    with st.container(key=f"exhibit-{indicator.id}"), error_boundary.around(f"chart {indicator.id}", indicator.title):
        chart = st.container(key=f"plot-{indicator.id}")  # above its controls, which are to be known first
        chosen = _controls(indicator)
        _of_claim(indicator, claim, chosen, size or viewport.frame(), chart)


def _of_claim(indicator: Indicator, claim: Claim, chosen: dict[str, Any], size: Frame, chart: DeltaGenerator) -> None:
    frame, data = state.frame(indicator, chosen)
    card = Card(claim, state.findings()[claim.id], indicator, frame, data, chosen, state.moment())
    with chart:
        if indicator.hints.chart.is_drawn:
            _chart(indicator, frame, data, chosen, size, card)
        else:
            _title(indicator)
            _table(indicator, frame, data)
    _behind(indicator, frame, data, lambda: _files(card))


def show_made(indicator: Indicator, frame: pd.DataFrame, data: Panel, csv: Callable[[], bytes]) -> None:
    """Show an indicator of the Explorer, which is in no registry: a tidy frame, its series, and what makes its CSV."""
    with st.container(key=f"exhibit-{indicator.id}"), error_boundary.around(f"chart {indicator.id}", indicator.title):
        _chart(indicator, frame, data, {}, viewport.frame())
        _behind(indicator, frame, data, lambda: _files_made(indicator, frame, data, csv))


def _files(card: Card) -> Files:
    about = files.about(card)
    show = partial(save_chart.show, card.sketch, card.name, about)
    return Files(card.name, show, (f"{card.stem}.csv", lambda: bundle.as_csv(card)), about, card)


def _files_made(indicator: Indicator, frame: pd.DataFrame, data: Panel, csv: Callable[[], bytes]) -> Files:
    link = links.address_of(copy_link.public())
    about = files.about_figures(indicator, data, frame) | {"Link": link}

    def sketch(size: str) -> Sketch:
        return Sketch(indicator, frame, data, LIGHT, CARDS[size], link=link)

    name = with_language(_stem(indicator, data))
    show = partial(save_chart.show, sketch, name, about)
    return Files(name, show, (f"{_stem(indicator, data)}.csv", csv), about)


def _controls(indicator: Indicator) -> dict[str, Any]:
    if not indicator.controls and not _has_range(indicator):
        return {}
    with st.container(horizontal=not viewport.frame().narrow, vertical_alignment="bottom"):
        return {control.id: _widget(indicator, control) for control in indicator.controls} | _range_widget(indicator)


def _widget(indicator: Indicator, control: Control) -> Any:
    key, label, help = f"{indicator.id}-{control.id}", translate(control.label), translate(control.help) or None
    if control.bounds:
        low, high, step = control.bounds
        return st.number_input(
            label, low, high, control.default, step, key=key, bind="query-params", help=help, width=180
        )
    if not control.options:
        return st.date_input(
            label,
            value=None,
            min_value=date(2006, 1, 1),
            key=key,
            bind="query-params",
            help=help,
            width=180,
        )
    shared: dict[str, Any] = {
        "format_func": lambda option: translate(str(control.names.get(option, option))),
        "key": key,
        "bind": "query-params",
        "help": help,
    }
    if control.many:
        chosen = st.pills(label, control.options, selection_mode="multi", default=list(control.default), **shared)
        if not chosen:
            names = [str(control.names.get(option, option)) for option in control.default]
            st.caption(translate("None chosen, so shown with {names:and}.", names=names))
        return chosen
    return st.segmented_control(label, control.options, default=control.default, required=True, **shared)


def _has_range(indicator: Indicator) -> bool:
    return indicator.hints.years is not None


def _range_widget(indicator: Indicator) -> dict[str, Any]:
    if not _has_range(indicator):
        return {}
    default = indicator.hints.years or ALL
    chosen = st.segmented_control(
        translate("Years shown"),
        view_state.ranges(default),
        default=default,
        format_func=lambda years: translate(view_state.span_name(years)),
        key=f"{indicator.id}-years",
        bind="query-params",
        required=True,
    )
    return {"years": chosen}


def _chart(
    indicator: Indicator,
    frame: pd.DataFrame,
    data: Panel,
    chosen: dict[str, Any],
    size: Frame,
    card: Card | None = None,
) -> None:
    look = DARK if state.is_dark() else LIGHT
    sketch = Sketch(indicator, frame, data, look, size, chosen)
    if card:
        sketch = replace(sketch, headline=card.headline, then=card.then)
    drawn = _drawn(sketch, is_shared=card is not None)
    st.plotly_chart(
        drawing.Finished(drawn.spec),
        theme=None,
        key=f"chart-{indicator.id}",
        alt=drawn.alt,
        config={"displayModeBar": False},
    )


def _drawn(sketch: Sketch, is_shared: bool) -> Picture:
    """A sketch drawn; `is_shared`: once for all readers who see the same, which of one's own chart nobody else does."""

    def draw() -> Picture:
        shown = replace(sketch, frame=window(sketch.indicator, sketch.frame, sketch.chosen)) if is_shared else sketch
        spec = viewport.still(drawing.figure(shown)).to_json(validate=False)
        return Picture(spec, labels.alt_text(shown.indicator, shown.frame, state.frequency(shown.panel)))

    if not is_shared:
        return draw()
    settled = tuple((name, tuple(v) if isinstance(v, list) else v) for name, v in sketch.chosen.items())
    look = (settled, sketch.look, sketch.size, sketch.headline, sketch.then, viewport.is_touched())
    return pictures.picture(sketch.indicator, look, draw)


def _stem(indicator: Indicator, data: Panel) -> str:
    """The name of the files of a reader's own chart: its series and its unit, which says how they were transformed."""
    unit = re.sub("[^a-z0-9]+", "-", indicator.unit.lower())[:60].strip("-")
    return f"{'-'.join([*data, unit])}-{data.through}"


def _title(indicator: Indicator) -> None:
    st.html(render("chart_title.html", title=translate(indicator.title)))


def _table(indicator: Indicator, frame: pd.DataFrame, data: Panel) -> None:
    decimals = max(2, indicator.hints.decimals)
    if indicator.hints.chart.has_plots:  # each column has a unit, and all have the decimals that the finest needs
        named = [translate_list([line, unit]) for line, unit in zip(frame.line, frame.unit, strict=True)]
        frame, decimals = frame.assign(line=named), 4
    wide = frame.pivot_table(index="x", columns="line", values="value", sort=False)
    if pd.api.types.is_datetime64_any_dtype(frame.x):
        wide = wide.sort_index(ascending=False)
        frequency = labels.frequency_of(frame, data, of_all=True)
        wide.index = wide.index.map(lambda day: labels.period_name(day.date(), frequency))
        wide.index.name = translate("Date")
    else:
        wide.index = wide.index.map(lambda x: translate(str(x)))
        wide.index.name = ""
    wide.columns = wide.columns.map(translate)
    st.dataframe(wide.round(decimals), key=f"table-{indicator.id}", placeholder="–", alt=translate(indicator.title))


def _behind(indicator: Indicator, frame: pd.DataFrame, data: Panel, leaving: Callable[[], Files]) -> None:
    """What is read of a chart on the left, what leaves the page with it on the right; made when it is opened."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"behind-{indicator.id}"):
        if indicator.hints.chart.is_drawn:
            _popover(translate("Table"), f"look-{indicator.id}", lambda: _table(indicator, frame, data))
        _popover(translate("Method and sources"), f"method-{indicator.id}", lambda: st.html(method(indicator, data)))
        _popover(translate("Share"), f"share-{indicator.id}", lambda: _share(indicator, leaving()))
        _popover(translate("Take"), f"take-{indicator.id}", lambda: _take(indicator, leaving()))
    if st.session_state.pop(f"{indicator.id}-asked", False):  # the menu that it was asked in has closed by now
        leaving().card()
    basket.settle()


def _popover(label: str, key: str, show: Callable[[], object]) -> None:
    """A button that opens what `show` shows. That is not even computed before."""
    opened = st.popover(label, key=key, on_change="rerun")
    if opened.open:
        with opened:
            show()


def _share(indicator: Indicator, leaving: Files) -> None:
    copy_link.share_chart(
        indicator, " ".join(labels.sentence(leaving.about[part]) for part in ("Title", "Source", "As-of"))
    )


def _ask(id: str) -> None:
    st.session_state[f"{id}-asked"] = True


def _take(indicator: Indicator, leaving: Files) -> None:
    if indicator.hints.chart.is_drawn:
        st.button(
            translate("Card"),
            key=f"{indicator.id}-card",
            help=translate("A picture of it in three sizes, for a note or a post"),
            on_click=_ask,
            args=(indicator.id,),
            width="stretch",
        )
    if leaving.of:
        basket.offer(leaving.of.claim, indicator.id)
    if indicator.hints.chart.is_drawn:
        save_chart.save(f"exhibit-{indicator.id}", leaving.name, leaving.about)
    name, content = leaving.figures
    st.download_button("CSV", content, name, "text/csv", key=f"{indicator.id}-csv", on_click="ignore", width="stretch")
    if leaving.of:
        name, package = download_menu.package(leaving.of)
        st.download_button(
            translate("ZIP, all of this claim"),
            package,
            name,
            "application/zip",
            key=f"{indicator.id}-zip",
            on_click="ignore",
            width="stretch",
        )


def method(indicator: Indicator, data: Panel) -> str:
    """Formula, caution and method of a chart, then sources, dates and the series that are missing, as HTML."""
    parts = {
        translate("Formula"): indicator.formula,
        translate("Caution"): indicator.caveat,
        translate("Method"): indicator.method,
    }
    said = {name: labels.sentence(translate_or_mark(text)) for name, text in parts.items() if text}
    lines = [line for line in (labels.provenance(data, indicator), labels.date_line(data)) if line]
    lines += [translate("{id}: {reason}.", id=id, reason=reason) for id, reason in data.missing.items()]
    return render("chart_method.html", said=said, lines=lines)
