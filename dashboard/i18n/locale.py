"""The reader's language: what every word on a page, a picture and a note goes through.

`translate` says a sentence written in the code, or one that comes from a declaration, a seed or a finding.
All is English until `speak` has settled on another language, once for the thread of a reader's session.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import Any

from markupsafe import escape

from indicators.i18n.messages import (
    CUSTOMS,
    ENGLISH,
    LANGUAGES,
    dollars,
    fill,
    is_translated,
    scaled,
    translated,
    written,
)

#: What each language calls itself.
NAMES = {"en": "English", "ja": "日本語", "ko": "한국어", "vi": "Tiếng Việt"}

#: Stands before English that has no translation, where there is no markup.
MARK = "[EN] "

_SPOKEN: ContextVar[str] = ContextVar("spoken", default=ENGLISH)


def language() -> str:
    """The language that is spoken here: one of `LANGUAGES`."""
    return _SPOKEN.get()


def speak(chosen: str) -> None:
    """Speak a language from here on. Raises LookupError for one that there is not."""
    if chosen not in LANGUAGES:
        raise LookupError(f"no language {chosen!r}; there are {', '.join(LANGUAGES)}")
    _SPOKEN.set(chosen)


@contextmanager
def speaking(chosen: str) -> Iterator[None]:
    """Speak a language for a while."""
    before = _SPOKEN.get()
    speak(chosen)
    try:
        yield
    finally:
        _SPOKEN.set(before)


def with_language(name: str) -> str:
    """The name of a file, with the language of its words where that is not English."""
    return name if language() == ENGLISH else f"{name}-{language()}"


def translate(text: str, plural: str = "", /, **values: Any) -> str:
    """A text in the reader's language; English where it has no translation.

    Either a template and its values as `message` takes them, literals that are found by reading; or, without values,
    words of a declaration, a seed or a finding.
    """
    return translated(fill(text, values, plural) if values else text, language())


def as_html(said: str) -> str:
    """Words that `translate_or_mark` said, for HTML: what comes behind the mark is English, also to who listens."""
    before, mark, english = said.partition(MARK)
    return f"{escape(before)}" + (f"<span lang='en' class='cb-english'>{escape(english)}</span>" if mark else "")


def translate_or_mark(text: str) -> str:
    """The same where there is no markup: English that has no translation begins with a mark."""
    return translate(text) if is_translated(text, language()) else f"{MARK}{text}"


def format_day(day: date, form: str = "day") -> str:
    """A date in a form of `indicators.i18n.messages`: 1 December 2025, 2025年12月1日."""
    return written(day, form, language())


def format_number(value: float, form: str) -> str:
    """A number by Python's format, with the reader's separators."""
    return written(value, form, language())


def format_dollars(amount: float, decimals: int) -> str:
    """An amount of dollars, not negative, scaled."""
    return dollars(amount, decimals, language())


def format_dollars_exactly(amount: float) -> str:
    """Such an amount on an axis, with the decimals it needs; only English says dollars at each, others in the subtitle."""
    text = scaled(amount, None, language())
    return CUSTOMS[ENGLISH].currency.format(text) if language() == ENGLISH else text


def translate_list(items: list[str], joiner: str = "comma") -> str:
    """Words one after another."""
    return written(items, joiner, language())


def negotiated(asked: str | None, header: str) -> str:
    """The language asked for by name; without one the first of a browser's `Accept-Language` that there is; English."""
    if asked in LANGUAGES:
        return str(asked)
    wanted = (tag.split(";")[0].strip().split("-")[0].lower() for tag in header.split(","))
    return next((one for one in wanted if one in LANGUAGES), ENGLISH)
