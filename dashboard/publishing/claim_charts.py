"""The charts of one claim on its page, in one language: which pictures they need, and the HTML with them in it."""

from functools import cached_property
from typing import Any

from markupsafe import Markup

from dashboard.components import chart_panel
from dashboard.exports import bundle, claim_picture, files, note
from dashboard.exports.claim_picture import Wanted
from dashboard.exports.selection import Card
from dashboard.i18n.locale import translate
from dashboard.publishing import addresses, charts
from dashboard.publishing.addresses import Page
from dashboard.publishing.charts import BESIDE, PHONE, Pictures
from dashboard.session import state
from dashboard.templates import render
from dashboard.views import thesis
from indicators.judging import faults
from indicators.model import Claim, Indicator
from indicators.model.missing import MissingData

#: The size of the card that a link to a claim shows.
CARD = "1200x628"


class ClaimCharts:
    """The chart that decides a claim, drawn, and its further charts, which a script draws. Made in a language.

    `pictures` has them drawn between the making and the use.
    """

    def __init__(self, claim: Claim, pictures: Pictures) -> None:
        self.claim, self._pictures = claim, pictures
        self._indicators = thesis.in_order(state.indicators_for(claim), state.findings()[claim.id])
        self._cards = {one.id: _card(claim, one) for one in self._indicators}
        self._figures = {id: _figures(card) for id, card in self._cards.items() if isinstance(card, Card)}
        self._wanted: dict[str, str] = {}
        self._card = ""
        if self.card and self.card.has_chart:
            figures = zip(("wide", "phone"), self._figures[self.card.indicator.id], strict=True)
            self._wanted = {size: pictures.want(figure, "svg") for size, figure in figures}
            self._card = pictures.want(self.card.figure(CARD), "png")

    @property
    def card(self) -> Card | None:
        """The first chart as a card; None where no figures are held for it."""
        first = self._cards[self._indicators[0].id]
        return first if isinstance(first, Card) else None

    @property
    def is_titled(self) -> bool:
        """Whether the title of the first chart is the answer."""
        return bool(self._wanted and self.card and self.card.headline)

    @cached_property
    def _inline(self) -> tuple[str, str]:
        if not self._wanted or not self.card:
            return "", ""
        return charts.inline({size: self._pictures.of(name) for size, name in self._wanted.items()}, self.card.alt)

    @property
    def drawings(self) -> str:
        """The first chart as SVG, for a desk and for a phone; empty where it is none."""
        return Markup(self._inline[0])

    @property
    def style(self) -> str:
        """The style of the drawings."""
        return Markup(self._inline[1])

    def first(self, page: Page) -> str:
        """The chart that decides, as HTML."""
        return self._chart(page, self._indicators[0], self.drawings)

    def others(self, page: Page) -> str:
        """The further charts, in words until a reader asks for the picture."""
        made = [self._chart(page, one) for one in self._indicators[1:]]
        return render("more_charts.html", charts=made) if made else ""

    def files(self, spoken: str) -> dict[str, bytes]:
        """The files of the charts in the language: figures for the script, and the card of a link."""
        made = {
            _script(self.claim, id, spoken): charts.script(_key(self.claim, id), figures)
            for id, figures in self._figures.items()
            if figures
        }
        return made | {addresses.in_language(f"{addresses.of_claim(self.claim.id)}.png", spoken): self._picture()}

    def _picture(self) -> bytes:
        """The card that a link shows; of a claim without a chart a card in words."""
        if not self._card or not self.card:
            return claim_picture.in_words(self.claim, state.findings()[self.claim.id], Wanted("png"))
        return files.marked_png(self._pictures.of(self._card), files.about(self.card), 1.0)

    def figures(self) -> dict[str, bytes]:
        """The figures of the charts as CSV, by path; of the first under the name of the claim."""
        cards = [(id, card) for id, card in self._cards.items() if isinstance(card, Card)]
        return {
            _table(self.claim, id, id == self._indicators[0].id): bundle.as_csv(card).encode() for id, card in cards
        }

    def _chart(self, page: Page, one: Indicator, drawings: str = "") -> str:
        card, is_first = self._cards[one.id], one.id == self._indicators[0].id
        if isinstance(card, str):
            return render("remark.html", words=translate("{title}: {why}.", title=one.title, why=card))
        charted = one.id in self._figures and bool(self._figures[one.id])
        return render(
            "site_chart.html",
            id=one.id,
            heading="" if is_first and charted else translate(one.title),
            figure=page.to(_script(self.claim, one.id, page.language)) if charted else "",
            key=_key(self.claim, one.id),
            drawings=drawings,
            table=None if charted else note.table(card),
            words="" if is_first or not charted else card.alt,
            open=translate("With values") if is_first else translate("Draw this chart"),
            files=[("CSV", page.to(_table(self.claim, one.id, is_first)))],
            summary=translate("Method and sources"),
            method=chart_panel.method(one, card.panel),
        )


def _card(claim: Claim, one: Indicator) -> Card | str:
    """An indicator on a claim; or why there is none, in a sentence."""
    try:
        return Card(claim, state.findings()[claim.id], one, *state.frame(one, {}))
    except MissingData as error:
        return translate(error.args[0])
    except Exception as error:
        return translate("could not be computed: {fault}", fault=faults.note(f"chart {one.id}", error))


def _figures(card: Card) -> list[Any]:
    return [charts.figure(card, size) for size in (BESIDE, PHONE)] if card.has_chart else []


def _key(claim: Claim, id: str) -> str:
    return f"{claim.id}/{id}"


def _script(claim: Claim, id: str, spoken: str) -> str:
    return addresses.in_language(f"{addresses.of_claim(claim.id)}/{id}.js", spoken)


def _table(claim: Claim, id: str, is_first: bool) -> str:
    """The path of an indicator's figures, which are in English."""
    folder = addresses.of_claim(claim.id)
    return f"{folder}.csv" if is_first else f"{folder}/{id}.csv"
