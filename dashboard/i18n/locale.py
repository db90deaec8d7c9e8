"""The reader's language, in which all text on pages, pictures and notes is written.

`translate` translates a sentence of the code, or a text of a declaration, a seed or a finding.
The language is English until `speak` sets another one, for the thread of a reader's session.
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

#: The languages' own names.
NAMES = {"en": "English", "ja": "日本語", "ko": "한국어", "vi": "Tiếng Việt"}

#: Mark before untranslated English in plain text.
MARK = "[EN] "

_SPOKEN: ContextVar[str] = ContextVar("spoken", default=ENGLISH)


def language() -> str:
    """The current language: one of `LANGUAGES`."""
    return _SPOKEN.get()


def speak(chosen: str) -> None:
    """Set the current language. Raises LookupError for an unknown one."""
    if chosen not in LANGUAGES:
        raise LookupError(f"no language {chosen!r}; there are {', '.join(LANGUAGES)}")
    _SPOKEN.set(chosen)


@contextmanager
def speaking(chosen: str) -> Iterator[None]:
    """Context of another current language."""
    before = _SPOKEN.get()
    speak(chosen)
    try:
        yield
    finally:
        _SPOKEN.set(before)


def with_language(name: str) -> str:
    """A file name, with a suffix for a language other than English."""
    return name if language() == ENGLISH else f"{name}-{language()}"


def translate(text: str, plural: str = "", /, **values: Any) -> str:
    """A text in the reader's language; English where it has no translation.

    Either a template, which is a literal, and its values as for `message`; or, without values, a text of a declaration,
    a seed or a finding.
    """
    return translated(fill(text, values, plural) if values else text, language())


def as_html(said: str) -> str:
    """A result of `translate_or_mark` for HTML: text after the mark is tagged as English, also for screen readers."""
    before, mark, english = said.partition(MARK)
    return f"{escape(before)}" + (f"<span lang='en' class='cb-english'>{escape(english)}</span>" if mark else "")


def translate_or_mark(text: str) -> str:
    """As `translate`, for plain text: untranslated English begins with a mark."""
    return translate(text) if is_translated(text, language()) else f"{MARK}{text}"


def format_day(day: date, form: str = "day") -> str:
    """A date in a form of `indicators.i18n.messages`: 1 December 2025, 2025年12月1日."""
    return written(day, form, language())


def format_number(value: float, form: str) -> str:
    """A number in Python's format, with the reader's separators."""
    return written(value, form, language())


def format_dollars(amount: float, decimals: int) -> str:
    """A non-negative amount of dollars, scaled."""
    return dollars(amount, decimals, language())


def format_dollars_exactly(amount: float) -> str:
    """An amount on an axis, with the decimals it needs, and in English the currency; others have it in the subtitle."""
    text = scaled(amount, None, language())
    return CUSTOMS[ENGLISH].currency.format(text) if language() == ENGLISH else text


def translate_list(items: list[str], joiner: str = "comma") -> str:
    """A list as text."""
    return written(items, joiner, language())


def negotiated(asked: str | None, header: str) -> str:
    """The language requested by name, else the first known one of `Accept-Language`, else English."""
    if asked in LANGUAGES:
        return str(asked)
    wanted = (tag.split(";")[0].strip().split("-")[0].lower() for tag in header.split(","))
    return next((one for one in wanted if one in LANGUAGES), ENGLISH)
