"""The view state as one value: page, claim, day, data vintage, and every control.

Streamlit binds each widget to the address by itself. This module writes complete links and parses
untrusted ones. An option is written as its label, as Streamlit does, in the link's language.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Any, get_args
from urllib.parse import urlencode

from dashboard.i18n.locale import NAMES
from dashboard.theme.tokens import VERDICTS
from dashboard.urls import explorer_params, query_params
from dashboard.urls.query_params import FIRST_DAY, Param, Texts, value_of
from indicators.catalogue import catalogue
from indicators.i18n.messages import ENGLISH, message
from indicators.judging import registry
from indicators.model import Claim, Control, Indicator, Thesis
from indicators.model.periods import Freshness
from indicators.runtime import clock

BOARD, EXPLORER, RELEASES, LEDGER, CORRECTIONS = "board", "explorer", "releases", "ledger", "corrections"
DATA, METHOD = "data", "method"
ALL = 0
RANGES = (5, 10, 20)
VERDICT_NAMES = {
    status: message("{glyph} {word}", glyph=word.glyph, word=word.word) for status, word in VERDICTS.items()
}
#: What the Board can be narrowed to: verdicts, and those that have moved since publication.
MOVED = "moved"
FILTERS = {MOVED: message("Moved")} | {str(one): words for one, words in VERDICT_NAMES.items()}
#: Between which moments a claim's page says what moved its verdict.
PUBLICATION, REFRESH, DAYS = "publication", "refresh", "days"
COMPARED = {
    PUBLICATION: message("Publication and now"),
    REFRESH: message("The last two refreshes"),
    DAYS: message("Two days"),
}
#: The languages of the article's editions.
EDITIONS = {id: name for id, name in NAMES.items() if id != ENGLISH}
#: Whether a link fixes its figures or follows newer ones.
LINKED, LATEST = "linked", "latest"
FIGURES = {LINKED: message("As linked"), LATEST: message("Latest figures")}
#: Query parameters of every page besides the page's own controls.
FRAME = ("claim", "asof", "data", "figures", "chart", "lang")

Query = Mapping[str, str | Texts]


@dataclass(frozen=True)
class ViewState:
    """The state of a page. `data` is the data vintage, a moment in UTC; None: the newest figures.

    It includes vintages fetched later with an earlier day of publication.
    """

    page: str
    claim: str | None = None
    as_of: date | None = None
    data: datetime | None = None
    #: The value of every control of the page, by the key of its widget.
    controls: Mapping[str, Any] = field(default_factory=dict)
    #: The chart that a link opens.
    chart: str | None = None
    #: The language of a link; None: the reader's.
    language: str | None = None

    @classmethod
    def of(
        cls, page: str, claim: str | None, as_of: date | None, data: datetime | None, held: Mapping[str, Any]
    ) -> "ViewState":
        """A view with the controls of `held`, and defaults for the others."""
        known = params(page, claim)
        # An emptied control is None.
        values = {key: one.default if held.get(key) is None else held[key] for key, one in known.items()}
        settled = {key: tuple(value) if isinstance(value, list) else value for key, value in values.items()}
        return cls(page, claim, as_of, data, MappingProxyType(settled))

    @classmethod
    def from_query(cls, page: str, query: Query) -> "ViewState":
        """The view of a query. Unknown or invalid parameters are ignored."""
        texts = {key: [value] if isinstance(value, str) else list(value) for key, value in query.items()}
        claim = value_of(_claim(page), texts)
        data = None if value_of(_FIGURES, texts) == LATEST else value_of(_MOMENT, texts)
        held = {key: value_of(one, texts) for key, one in params(page, claim).items()}
        chart = value_of(_chart(page, claim), texts)
        own = cls.of(page, claim, value_of(_DAY, texts), data, held)
        return replace(own, chart=chart, language=value_of(_LANGUAGE, texts))

    def to_query(self) -> dict[str, list[str]]:
        """The query parameters, without defaults."""
        known = params(self.page, self.claim)
        day, moment = self.as_of and self.as_of.isoformat(), self.data and self.data.strftime(MOMENT)
        frame = {"claim": self.claim, "asof": day, "data": moment, "chart": self.chart, "lang": self.language}
        chosen = {key: known[key].write(value) for key, value in self.controls.items() if value != known[key].default}
        return {key: [text] for key, text in frame.items() if text} | chosen

    @property
    def query(self) -> str:
        """The query string."""
        return urlencode(self.to_query(), doseq=True, safe=":")

    @property
    def path(self) -> str:
        return path_of(self.page)


def cleaned(texts: Mapping[str, Texts]) -> dict[str, list[str]]:
    """The query parameters as our own controls write them in the current language.

    Invalid texts are left out. Keys of no control stay: nothing reads them.
    """
    known = every_param()
    own = {key: known[key].cleaned(values) if key in known else list(values) for key, values in texts.items()}
    return {key: values for key, values in own.items() if values}


def path_of(page: str) -> str:
    """The path of a page: `ai_capex` is at /ai-capex, the board at the root."""
    return "" if page == BOARD else page.replace("_", "-")


def page_at(path: str) -> str:
    """The page at a path."""
    return path.replace("-", "_") or BOARD


def claims_of(page: str) -> list[Claim]:
    """The claims of a thesis page; empty for other pages."""
    return [claim for claim in catalogue.claims().values() if claim.thesis == page]


def shown(page: str, claim: str | None) -> list[Claim]:
    """The claim shown in full on a page; with None every possible one."""
    return [one for one in claims_of(page) if claim in (None, one.id)]


def indicators_of(claims: Iterable[Claim]) -> list[Indicator]:
    """The indicators that serve any of some claims, in the order they are written."""
    ids = {claim.id for claim in claims}
    return [one for one in registry.indicators().values() if ids & set(one.serves)]


def series_of(page: str, claim: str | None) -> set[str]:
    """The series of a page; all for the board and the method page."""
    claims = shown(page, claim)
    if not claims:  # the explorer too: which series it draws is in its controls
        return set(catalogue.series())
    standing = [one.series for one in claims] + [one.series for one in indicators_of(claims)]
    return set().union(*standing)


#: The key of whether a claim's page has more charts than the one that decides.
FURTHER = "further"
#: The key of the table of all verdicts on the method page.
VERDICT_TABLE = "table"


@lru_cache(maxsize=64)
def params(page: str, claim: str | None = None) -> Mapping[str, Param]:
    """The controls of a page by key; of a thesis page those of a claim's charts, or with None of all its charts."""
    if page == BOARD:
        titles = {claim.id: claim.title for claim in catalogue.claims().values()}
        found = [query_params.several("verdict", FILTERS), query_params.several("note", titles)]
    elif page == DATA:
        found = [
            query_params.several("freshness", {state: state for state in get_args(Freshness)}),
            query_params.text("search"),
        ]
    elif page == EXPLORER:
        found = explorer_params.params()
    elif page == LEDGER:
        found = [query_params.one("numbers", query_params.SWITCH, False)]
    elif page == METHOD:
        keys = [VERDICT_TABLE, *map(method_key, catalogue.theses().values())]
        found = [query_params.one(key, query_params.SWITCH, False) for key in keys]
    else:
        claims = shown(page, claim)
        # Without a default: a link without it opens in the reader's language.
        found = [query_params.one("quote", EDITIONS, None)] if claims else []
        found += [*_of_moves(), query_params.one(FURTHER, query_params.SWITCH, False)] if claims else []
        found += [one for indicator in indicators_of(claims) for one in params_of(indicator)]
    return MappingProxyType({one.key: one for one in found})


def _of_moves() -> list[Param]:
    """The controls of what moved a verdict."""
    days = [query_params.day(key) for key in ("moved-since", "moved-until")]
    months = query_params.one("months", query_params.SWITCH, False)
    return [query_params.one("moved", COMPARED, PUBLICATION), *days, months]


def every_param() -> Mapping[str, Param]:
    """The controls of all pages and of the layout, by key: a key is the same control on every page."""
    pages = (BOARD, *catalogue.theses(), EXPLORER, RELEASES, LEDGER, CORRECTIONS, DATA, METHOD)
    charts = query_params.one("chart", {id: id for id in registry.indicators()}, None)
    frame = {one.key: one for one in (_any_claim(), charts, _DAY, _MOMENT, _FIGURES, _LANGUAGE)}
    return MappingProxyType({key: one for page in pages for key, one in params(page).items()} | frame)


def _any_claim() -> Param:
    """The claim of any page. A name that could be a claim's stays in the address: the page says that none is called so."""

    def shows(texts: Texts) -> list[str]:
        return list(texts) if len(texts) == 1 and _NAME.fullmatch(texts[0]) else []

    return replace(query_params.one("claim", {id: id for id in catalogue.claims()}, None), shows=shows)


#: What the id of a claim looks like.
_NAME = re.compile(r"(?=.{1,60}$)[a-z0-9]+(-[a-z0-9]+)*")


def method_key(thesis: Thesis) -> str:
    """The key of a thesis' section on the method page."""
    return f"method-{thesis.id}"


def params_of(indicator: Indicator) -> list[Param]:
    """The controls of one chart."""
    found = [_control(f"{indicator.id}-{control.id}", control) for control in indicator.controls]
    if indicator.hints.years is not None:
        default = indicator.hints.years or ALL
        found.append(query_params.one(f"{indicator.id}-years", {n: span_name(n) for n in ranges(default)}, default))
    return found


def ranges(default: int) -> list[int]:
    """The spans of years a chart offers."""
    return [*sorted({*RANGES, default} - {ALL}), ALL]


def span_name(years: int) -> str:
    """The label of a span of years."""
    return str(years) if years else message("All")


def _control(key: str, control: Control) -> Param:
    if control.bounds:
        return query_params.number(key, *control.bounds[:2], control.default, type(control.default))
    if not control.options:
        return query_params.day(key, timedelta(days=3650))
    names = {option: str(control.names.get(option, option)) for option in control.options}
    return (
        query_params.several(key, names, control.default)
        if control.many
        else query_params.one(key, names, control.default)
    )


def _claim(page: str) -> Param:
    ids = {claim.id: claim.id for claim in claims_of(page)}
    return query_params.one("claim", ids, None)


def _chart(page: str, claim: str | None) -> Param:
    return query_params.one("chart", {one.id: one.id for one in indicators_of(shown(page, claim))}, None)


def _read_moment(texts: Texts) -> datetime:
    moment = datetime.strptime(query_params.single(texts), MOMENT).replace(tzinfo=UTC)
    if not FIRST_DAY <= moment.date() <= clock.today() + timedelta(days=1):
        raise ValueError(moment)
    return moment


MOMENT = "%Y-%m-%dT%H:%M:%SZ"
_DAY = query_params.day("asof")
_MOMENT = Param("data", None, _read_moment, lambda moment: [moment.strftime(MOMENT)])
_FIGURES = query_params.one("figures", FIGURES, LINKED)
_LANGUAGE = query_params.one("lang", {id: id for id in NAMES}, None)
#: What means the same at every address of the board, by key.
SHARED: Mapping[str, Param] = MappingProxyType({one.key: one for one in (_DAY, _MOMENT, _FIGURES, _LANGUAGE)})
