"""The table of the data page: every series with its cause in full, and all that is known of it as a file."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pandas as pd

from dashboard.components import copy_link
from dashboard.i18n import labels
from dashboard.i18n.locale import format_day, translate, translate_list
from dashboard.templates import render
from dashboard.urls import links
from dashboard.urls.explorer_params import SERIES
from dashboard.urls.view_state import EXPLORER
from dashboard.views import data_causes
from indicators.i18n.messages import message
from indicators.panel.freshness import Standing
from indicators.store.store import SHIPPED

#: How an attempt to fetch a series ended.
ANSWERS = {
    "new": message("new figures"),
    "unchanged": message("nothing new"),
    "failed": message("failed"),
    "held": message("held back"),
}
#: Heading of the file -> what it says of a series.
COLUMNS: dict[str, Callable[[Standing], object]] = {
    message("Series"): lambda s: s.series.id,
    message("Title"): lambda s: translate(s.series.title),
    message("Freshness"): lambda s: translate(s.freshness),
    message("Cause"): data_causes.own,
    message("Data through"): lambda s: s.through,
    message("Next expected"): lambda s: s.expected,
    message("Expected by"): lambda s: _expected_by(s),
    message("Vintage"): lambda s: s.vintage,
    message("Source"): lambda s: _source(s),
    message("Last asked"): lambda s: s.attempt and moment(datetime.fromtimestamp(s.attempt.at, UTC)),
    message("Answer"): lambda s: s.attempt and translate(ANSWERS[s.attempt.outcome]),
    message("Agency"): lambda s: translate(s.series.agency),
    message("Frequency"): lambda s: translate(s.series.frequency),
    message("Unit"): lambda s: translate(s.series.unit),
    message("Rows"): lambda s: s.rows,
    message("Terms"): lambda s: translate(s.series.terms),
}


def drawn(found: Iterable[Standing]) -> str:
    """The table as HTML: no cell of it is cut."""
    head = [translate("Series"), translate("Freshness"), translate("Data through"), translate("Next release")]
    head += [translate("Vintage"), translate("Last asked")]
    return render("data_table.html", head=head, label=translate("Every series"), rows=[_row(one) for one in found])


def as_csv(found: Iterable[Standing]) -> bytes:
    """All that is known of some series as a table of a file."""
    rows = [{translate(name): column(one) for name, column in COLUMNS.items()} for one in found]
    return pd.DataFrame(rows).to_csv(index=False).encode()


def moment(at: datetime) -> str:
    """A moment: 1 December 2025, 14:05 UTC."""
    return f"{labels.day_name(at.date())}, {at:%H:%M} UTC"


def _row(one: Standing) -> dict[str, Any]:
    series = one.series
    return {
        "id": series.id,
        "title": translate(series.title),
        "address": _address(series.id),
        "about": translate_list([translate(series.agency), translate(series.frequency), translate(series.unit)]),
        "freshness": translate(one.freshness),
        "cause": data_causes.own(one),
        "through": labels.period_name(one.last, series.frequency) if one.last else "",
        "expected": _day(one.expected),
        "expected_by": _expected_by(one),
        "vintage": _day(one.vintage),
        "source": _source(one),
        "asked": moment(datetime.fromtimestamp(one.attempt.at, UTC)) if one.attempt else "",
        "answer": translate(ANSWERS[one.attempt.outcome]) if one.attempt else "",
    }


def _address(id: str) -> str:
    """The address of a series in the Explorer."""
    return links.href(replace(copy_link.elsewhere(), page=EXPLORER, controls={SERIES: (id,)}))


def _source(one: Standing) -> str:
    return translate("as shipped") if one.source == SHIPPED else one.source


def _day(day: date | None) -> str:
    return format_day(day) if day else ""


def _expected_by(one: Standing) -> str:
    """By what the day of the next release is known."""
    if one.expected is None:
        return ""
    return translate("release calendar") if one.on_calendar else translate("publication lag")
