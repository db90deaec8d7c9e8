"""What an address asks for: day, moment, language and the board's own address, read strictly.

They mean the same as on the pages, but a page leaves out what it cannot read, and here a program is told.
"""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs

from starlette.requests import Request

from dashboard.i18n.locale import NAMES, negotiated, translate
from dashboard.session import state
from dashboard.session.state import Served, View
from dashboard.urls import view_state
from dashboard.urls.query_params import FIRST_DAY
from dashboard.urls.view_state import LATEST
from indicators.i18n.messages import ENGLISH

#: The most parameters that a query may have.
MOST = 100
Texts = Mapping[str, Sequence[str]]


class Refused(Exception):
    """A request that is not answered: a status, and a sentence in the reader's language."""

    def __init__(self, status: int, sentence: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(sentence)
        self.status, self.sentence = status, sentence
        self.headers: dict[str, str] = dict(headers or {})


@dataclass(frozen=True)
class Asked:
    """What a request asks of any address."""

    now: Served
    view: View
    language: str
    #: How the board's addresses begin, without a slash at the end: as the operator says, else as it was asked.
    base: str
    #: Whether it names the moment of its figures, so that its answer never changes.
    frozen: bool
    #: Whether the language is by the reader's browser.
    negotiated: bool = False
    texts: Texts = field(default_factory=dict, compare=False)

    @property
    def key(self) -> tuple[Any, ...]:
        """All that an answer can depend on, but for what is asked of one address."""
        return (self.now.edition.revision(), self.now.today, self.view, self.language, self.base)

    def one_of(self, name: str, options: Iterable[str], usual: str) -> str:
        """The value of a parameter that has options. Raises Refused."""
        known = list(options)
        asked = self.texts.get(name, [usual])
        if len(asked) != 1 or asked[0] not in known:
            raise Refused(400, translate("{name} is one of {names:or}.", name=name, names=known))
        return asked[0]


def read(request: Request, now: Served, root: str, negotiates: bool = False) -> Asked:
    """What a request asks for, of the figures as they are served. Raises Refused."""
    texts = _texts(request)
    values = {key: _value(key, texts) for key in view_state.SHARED}
    at = None if values["figures"] == LATEST or values["data"] is None else int(values["data"].timestamp())
    is_past = at is not None and datetime.now(UTC).timestamp() >= at
    if at is not None:
        # What is late is told by the same day as the figures: the answer is to stay as it is.
        now = now._replace(today=min(now.today, datetime.fromtimestamp(at, UTC).date()))
        at = now.edition.settled(at)
    usual = negotiated(None, request.headers.get("accept-language", "")) if negotiates else ENGLISH
    view, language = View(values["asof"], at), values["lang"] or usual
    return Asked(now, view, language, base_of(request, root), is_past, negotiates and not values["lang"], texts)


def base_of(request: Request, root: str) -> str:
    """How addresses of the board begin."""
    told = os.environ.get("CLAIMBOARD_PUBLIC_URL", "").rstrip("/")
    return told or f"{request.url.scheme}://{request.headers.get('host', '')}{root}"


def _texts(request: Request) -> Texts:
    try:
        return parse_qs(request.scope["query_string"].decode("latin-1"), keep_blank_values=True, max_num_fields=MOST)
    except ValueError:
        raise Refused(400, translate("At most {most} parameters may follow the question mark.", most=MOST)) from None


def _value(key: str, texts: Texts) -> Any:
    """The value of a shared parameter; None where it is not given."""
    if key not in texts:
        return None
    try:
        return view_state.SHARED[key].read(texts[key])
    except (LookupError, ValueError, OverflowError):
        raise Refused(400, _form(key)) from None


def _form(key: str) -> str:
    if key == "asof":
        return translate("asof is a day as 2026-01-31, not before {first:day} and not after today.", first=FIRST_DAY)
    if key == "data":
        return translate("data is a moment as 2026-01-31T23:59:59Z, as links of the board have it.")
    names = list(NAMES) if key == "lang" else [translate(name) for name in view_state.FIGURES.values()]
    return translate("{name} is one of {names:or}.", name=key, names=names)


def spoken(request: Request) -> str:
    """The language to refuse a request in: that asked for, where it is one of ours."""
    asked = parse_qs(request.scope["query_string"].decode("latin-1")).get("lang", [None])[-1]
    return negotiated(asked, request.headers.get("accept-language", ""))


def served() -> Served:
    """The figures that are served now. It may read the store: not for the event loop. Raises StoreError."""
    return state.served()
