"""Controls in the address: how a value stands there, and how it is read from what nobody vouches for.

An option stands there as it reads on screen, in the reader's language: so Streamlit writes it. It is
read in any language, and an address of another one is put into the reader's before the page opens.
What cannot be read never gets as far as a widget, whose own reader may not survive it.
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
#: Characters that a reader can type into a field: what the longest formula has.
MOST_WORDS = formula.LONGEST
Texts = Sequence[str]


@dataclass(frozen=True)
class Param:
    """One control in the address: its value of texts, and the texts of a value."""

    key: str
    default: Any
    #: Raises ValueError or LookupError for what is no value of it.
    read: Callable[[Texts], Any]
    write: Callable[[Any], list[str]]
    #: Those that its texts name as they read on screen, where it has such.
    options: Sequence[Any] = ()
    #: What of some texts the widget is shown, where the page itself says what it thinks of the rest.
    shows: Callable[[Texts], list[str]] | None = None

    def cleaned(self, texts: Texts) -> list[str]:
        """Texts as its widget would write them, in the language that is spoken; none for what is no value of it."""
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
    """None of several is an empty text in the address, where it is not the default. Unknown ones are passed over."""
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
    """What finds the option that reads so in any of the languages, or raises LookupError."""

    @cache
    def by_text(spoken: str) -> dict[str, Any]:
        return {translated(name, spoken): value for value, name in names.items()}

    def option(text: str) -> Any:
        # The spoken one first: each other is loaded only for a text that those before it do not know.
        for spoken in dict.fromkeys((language(), *LANGUAGES)):
            if text in (known := by_text(spoken)):
                return known[text]
        raise LookupError(text)

    return option


def number(key: str, low: float, high: float, default: float | None, kind: type[float] | type[int] = float) -> Param:
    def read(texts: Texts) -> float:
        value = kind(single(texts))
        if not low <= value <= high:  # nor is it one that is no number
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
