"""The charts of one claim on its page, in one language: which pictures they need, and the HTML with them in it."""

from collections.abc import Callable, Iterable
from functools import cached_property, partial

from markupsafe import Markup

from dashboard.components import chart_panel
from dashboard.exports import bundle, claim_picture, files, note
from dashboard.exports.claim_picture import Wanted
from dashboard.exports.selection import Card
from dashboard.i18n.locale import language, translate
from dashboard.publishing import addresses, charts
from dashboard.publishing.addresses import Page
from dashboard.publishing.cache import digest, program
from dashboard.publishing.charts import BESIDE, PHONE, Pictures
from dashboard.session import state
from dashboard.templates import render
from dashboard.views import thesis
from indicators.judging import faults, finding_json
from indicators.model import Claim, Indicator
from indicators.model.missing import MissingData

#: The size of the card that a link to a claim shows.
CARD = "1200x628"
#: The sizes of a chart on a page, by name.
SIZES = {"wide": BESIDE, "phone": PHONE}


class ClaimCharts:
    """The chart that decides a claim, drawn, and its further charts, which a script draws. Made in a language.

    `pictures` has them drawn between the making and the use.
    """

    def __init__(self, claim: Claim, pictures: Pictures, mark: Callable[[Iterable[str]], str]) -> None:
        self.claim, self._pictures, self._mark = claim, pictures, mark
        self._indicators = thesis.in_order(state.indicators_for(claim), state.findings()[claim.id])
        self._cards = {one.id: _card(claim, one) for one in self._indicators}
        self._drawn = {id: card for id, card in self._cards.items() if isinstance(card, Card) and card.has_chart}
        self._wanted: dict[str, str] = {}
        self._card = ""
        if self.card and self.card.has_chart:
            first = self.card
            for name, size in SIZES.items():
                figure = partial(charts.figure, first, size)
                self._wanted[name] = pictures.want(figure, "svg", name, *self._of_chart(first))
            said = (digest(finding_json.as_json(first.finding)), mark(claim.series), first.link)
            self._card = pictures.want(partial(first.figure, CARD), "png", CARD, *self._of_chart(first), *said)

    def _of_chart(self, card: Card) -> tuple[object, ...]:
        """The key of a chart: its figures, and what it says of the verdict."""
        own = (self.claim.id, card.indicator.id, language(), self._mark(card.indicator.series))
        return (program(), *own, card.headline, card.then)

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
            _script(self.claim, id, spoken): self._pictures.cache.of(
                partial(self._figures, card), "script", *self._of_chart(card)
            )
            for id, card in self._drawn.items()
        }
        return made | {addresses.in_language(f"{addresses.of_claim(self.claim.id)}.png", spoken): self._picture()}

    def _figures(self, card: Card) -> bytes:
        key = _key(self.claim, card.indicator.id)
        return charts.script(key, [charts.figure(card, size) for size in SIZES.values()])

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
        charted = one.id in self._drawn
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


def _key(claim: Claim, id: str) -> str:
    return f"{claim.id}/{id}"


def _script(claim: Claim, id: str, spoken: str) -> str:
    return addresses.in_language(f"{addresses.of_claim(claim.id)}/{id}.js", spoken)


def _table(claim: Claim, id: str, is_first: bool) -> str:
    """The path of an indicator's figures, which are in English."""
    folder = addresses.of_claim(claim.id)
    return f"{folder}.csv" if is_first else f"{folder}/{id}.csv"
