"""Query parameters of controls: writing a value, and parsing an untrusted text.

An option is written as its label in the reader's language, as Streamlit does. It is parsed in any
language, and an address in another language is translated before the page opens. Invalid texts never
reach a widget, which may fail on them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from dashboard.i18n.locale import language, translate
from indicators.explore import formula
from indicators.i18n.messages import LANGUAGES, translated
from indicators.runtime import clock

#: Before this day too few of the series are held for a verdict.
FIRST_DAY = date(2006, 1, 1)
SWITCH = {True: "true", False: "false"}
#: Maximum length of a text field: that of the longest formula.
MOST_WORDS = formula.LONGEST
Texts = Sequence[str]


@dataclass(frozen=True)
class Param:
    """One control's query parameter: its value from texts, and the texts of a value."""

    key: str
    default: Any
    #: Raises ValueError or LookupError for an invalid text.
    read: Callable[[Texts], Any]
    write: Callable[[Any], list[str]]
    #: Its options by label, where it has options.
    options: Sequence[Any] = ()
    #: The valid texts for the widget, where the page itself reports the others.
    shows: Callable[[Texts], list[str]] | None = None

    def cleaned(self, texts: Texts) -> list[str]:
        """Texts as its widget would write them, in the current language; empty for invalid ones."""
        if self.shows:
            return self.shows(texts)
        try:
            return self.write(self.read(texts))
        except (LookupError, ValueError):
            return []


def one(key: str, names: Mapping[Any, str], default: Any) -> Param:
    option = _reader(names)
    return Param(
        key, default, lambda texts: option(single(texts)), lambda value: [translate(names[value])], options=tuple(names)
    )


def several(key: str, names: Mapping[Any, str], default: Iterable[Any] = ()) -> Param:
    """A multiple choice. An empty choice is an empty text, unless it is the default. Unknown options are ignored."""
    option = _reader(names)

    def read(texts: Texts) -> tuple[Any, ...]:
        chosen = set()
        for text in filter(None, texts):
            with suppress(LookupError):
                chosen.add(option(text))
        if any(texts) and not chosen:
            raise LookupError(texts)
        return tuple(value for value in names if value in chosen)

    def write(chosen: Iterable[Any]) -> list[str]:
        return [translate(names[value]) for value in chosen] or [""]

    return Param(key, tuple(default), read, write, options=tuple(names))


def _reader(names: Mapping[Any, str]) -> Callable[[str], Any]:
    """The lookup of an option by its label in any language; it raises LookupError."""

    @cache
    def by_text(spoken: str) -> dict[str, Any]:
        return {translated(name, spoken): value for value, name in names.items()}

    def option(text: str) -> Any:
        # The current language first: each other one is loaded only for a text still unknown.
        for spoken in dict.fromkeys((language(), *LANGUAGES)):
            if text in (known := by_text(spoken)):
                return known[text]
        raise LookupError(text)

    return option


def number(key: str, low: float, high: float, default: float | None, kind: type[float] | type[int] = float) -> Param:
    def read(texts: Texts) -> float:
        value = kind(single(texts))
        if not low <= value <= high:  # nan included
            raise ValueError(value)
        return value

    return Param(key, default, read, lambda value: [str(int(value)) if value == int(value) else repr(value)])


def day(key: str, ahead: timedelta = timedelta(0), first: date = FIRST_DAY) -> Param:
    def read(texts: Texts) -> date:
        found = datetime.strptime(single(texts), "%Y-%m-%d").date()
        if not first <= found <= clock.today() + ahead:
            raise ValueError(found)
        return found

    return Param(key, None, read, lambda day: [day.isoformat()])


def text(key: str) -> Param:
    return Param(key, "", lambda texts: single(texts)[:MOST_WORDS], lambda text: [text])


def single(texts: Texts) -> str:
    (text,) = texts
    return text


def value_of(param: Param, texts: Mapping[str, Texts]) -> Any:
    try:
        return param.read(texts[param.key])
    except (LookupError, ValueError):
        return param.default
