"""Cards of chosen claims and indicators: computed, and ready to be drawn or written to files."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import pandas as pd

from dashboard.charts.spec import CARDS, About, Frame, Sketch
from dashboard.i18n import labels
from dashboard.i18n.locale import with_language
from dashboard.theme.tokens import LIGHT, PRINT, Look
from dashboard.urls import links
from indicators.catalogue import catalogue
from indicators.i18n.messages import message
from indicators.judging import evaluate, faults, registry
from indicators.model import Claim, Finding, Indicator
from indicators.model.frequency import finest
from indicators.model.missing import MissingData
from indicators.panel import panel
from indicators.panel.panel import Panel
from indicators.store.edition import edition
from indicators.store.store import Store, StoreError

if TYPE_CHECKING:
    import plotly.graph_objects as go


class UnknownChoice(catalogue.UnknownClaim):
    """A name of neither a claim nor an indicator. The message has the nearest name there is."""


@dataclass(frozen=True)
class Card:
    """One indicator as evidence on one claim."""

    claim: Claim
    finding: Finding
    indicator: Indicator
    #: All rows, tidy as `registry.run` returns them; a chart shows the years it opens with, or those chosen.
    frame: pd.DataFrame
    panel: Panel
    #: What was chosen, by the id of the control, and of `years`; what is not in it has its default.
    chosen: Mapping[str, Any] = field(default_factory=dict)
    #: The moment (UTC seconds) up to which figures were read; None for all.
    at: int | None = None

    @property
    def stem(self) -> str:
        """The name of its files without their ending: `<claim>-<indicator>-<through>`."""
        return f"{self.claim.id}-{self.indicator.id}-{self.panel.through or self.finding.data_through}"

    @property
    def name(self) -> str:
        """The stem with the language of its words, where that is not English."""
        return with_language(self.stem)

    @property
    def link(self) -> str:
        """The address of its chart, with the same choices, day and figures."""
        return links.to_claim(self.claim, self.indicator, self.chosen, self.panel.as_of, self.at)

    @property
    def decides(self) -> bool:
        """Whether its chart is of the leg that decided."""
        return any(leg.decided and leg.statistic == self.indicator.id for leg in self.finding.legs)

    @property
    def headline(self) -> str:
        """The answer to the claim, where its chart is of what decided and its controls are those it was judged with."""
        settled = registry.settle(self.indicator, self.chosen)
        as_judged = all(settled[one.id] == one.default for one in self.indicator.controls)
        return self.finding.answer if self.decides and as_judged else ""

    @property
    def then(self) -> float | None:
        """What the leg of its chart read at publication, where the chart says the answer."""
        legs = {leg.statistic: leg.value for leg in self.finding.at_publication["legs"]}
        return legs.get(self.indicator.id) if self.headline else None

    @property
    def has_chart(self) -> bool:
        return self.indicator.hints.chart.is_drawn

    def sketch(self, size: str) -> Sketch:
        """The sketch of its picture in a size of `CARDS`. Always light: it is for paper."""
        about = About(self.claim, self.finding)
        shown = window(self.indicator, self.frame, self.chosen)
        plain = Sketch(self.indicator, shown, self.panel, LIGHT, CARDS[size], self.chosen, self.link, about)
        return replace(plain, headline=self.headline, then=self.then)

    def figure(self, size: str) -> "go.Figure":
        """Its picture in a size of `CARDS`."""
        from dashboard.charts import drawing  # brings Plotly

        return drawing.figure(self.sketch(size))

    def plain(self, size: Frame, look: Look = PRINT) -> "go.Figure":
        """Its chart alone, titled by its measure: for a page that says claim, verdict and answer itself."""
        from dashboard.charts import drawing  # brings Plotly

        shown = window(self.indicator, self.frame, self.chosen)
        sketch = Sketch(self.indicator, shown, self.panel, look, size, self.chosen)
        return drawing.figure(sketch).update_layout(width=size.width)

    @property
    def alt(self) -> str:
        """Its chart in words."""
        shown = window(self.indicator, self.frame, self.chosen)
        frequency = finest(origin.series.frequency for origin in self.panel.provenance.values())
        return labels.alt_text(self.indicator, shown, frequency)


def window(indicator: Indicator, frame: pd.DataFrame, chosen: Mapping[str, Any]) -> pd.DataFrame:
    """The rows of the last years, as many as were chosen or as the indicator opens with; 0: all."""
    years = chosen.get("years", indicator.hints.years or 0)
    if not years:
        return frame
    return frame[frame.x >= frame.x.max() - pd.Timedelta(days=round(365.25 * years))]


def deal(
    store: Store, ids: Iterable[str] = (), as_of: date | None = None, at: int | None = None
) -> tuple[list[Card], dict[str, str]]:
    """The cards of the claims and indicators named (none: of all claims), and by indicator why it has none.

    A claim brings all its indicators; an indicator comes with the first claim it serves. Read is what was known on the
    day `as_of`, and what this store held at the moment `at` (UTC seconds). Raises UnknownChoice, and StoreError.
    """
    pairs = [pair for id in ids or catalogue.claims() for pair in _pairs(id)]
    store = edition(store)  # all of them of one revision
    found = {
        claim: evaluate.finding(store, catalogue.claims()[claim], as_of, at=at)
        for claim in dict.fromkeys(c for c, _ in pairs)
    }
    cards, missing = [], {}
    for claim, indicator in dict.fromkeys(pairs):
        one = registry.indicators()[indicator]
        drawn = _run(store, one, as_of, at)
        if isinstance(drawn, str):
            missing[indicator] = str(drawn)
        else:
            cards.append(Card(catalogue.claims()[claim], found[claim], one, *drawn, at=at))
    return cards, missing


def _run(store: Store, one: Indicator, as_of: date | None, at: int | None) -> tuple[pd.DataFrame, Panel] | str:
    """An indicator's frame and panel, or a sentence that says why there are none."""
    try:
        return registry.run(one, panel.read(store, one.series, as_of, at))
    except MissingData as error:
        return error.args[0]
    except StoreError:
        raise
    except Exception as error:
        return message("could not be computed: {fault}", fault=faults.note(f"chart {one.id}", error))


def _pairs(id: str) -> list[tuple[str, str]]:
    """Claim and indicator, as a name asks for them."""
    known = registry.indicators()
    if id in catalogue.claims():
        return [(id, one.id) for one in known.values() if id in one.serves]
    if id in known:
        return [(known[id].serves[0], id)]
    near = get_close_matches(id[:60], [*catalogue.claims(), *known], 1, 0.6)
    hint = f"; did you mean {near[0]}?" if near else ""
    raise UnknownChoice(f"no claim or indicator {id[:60]!a}{hint}")
