"""Translatable sentences: a template, its values, and the English text of both.

`message` marks a text for translation: it fills a template and returns a `Message`, a `str` of the English sentence
that keeps template and values. `translated` fills the template of another language with the same values.
Templates are whole sentences, so that a translator can order their parts; translations are in `LOCALES`, one .po file
a language, with the English template as the key. A sentence with a count has a second template, for the plural; another
language has as many as its .po file has plural forms.

A placeholder names its value and its form:

- a number in Python's format (`{share:.2f}`) but with a true minus, `±` for an explicit sign, `bn` for billions of
  dollars (`{change:+bn}`: +$228bn), or a form of `number_words` (`{share:part}`: a quarter);
- a date as `day`, `short` (a day in figures), `date` (day without its year), `month`, `briefly` (a month in few
  letters), `monthname`, `quarter` or `year`, and without any of them as ISO in English;
- another message, or a name; `lower` makes it lower case, `inline` its first letter only, `title` that upper case;
- a list by its separator (default `comma`), or with `and` or `or`, followed by the form of its items:
  `{leads:comma +.1f}`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from gettext import c2py
from pathlib import Path
from string import Formatter
from typing import Any, Literal

from indicators.i18n import number_words

# Imported in functions: Babel takes 60 ms, which English does not need.

#: The folders of translations: <language>/LC_MESSAGES/claimboard.po, read without compilation.
LOCALES = Path(__file__).resolve().parent / "locales"


class Message(str):
    """An English text made by `message`, which can be `translated`."""

    template: str
    values: Mapping[str, Any]
    #: The template where `count` is not one; empty where it is the same.
    plural: str


#: Separators of lists; `and` and `or` are the language's own.
SEPARATORS = {"comma": ", ", "semicolon": "; ", "slash": " / ", "dot": " · ", "sentences": " "}
#: CLDR's names of list patterns.
LISTS: Mapping[str, Literal["standard", "or"]] = {"and": "standard", "or": "or"}


@dataclass(frozen=True)
class Customs:
    """A language's forms of dates, dollars and lists, where the pages differ from CLDR's defaults."""

    #: Date patterns: of strftime for English, which needs no import; of CLDR for the others.
    dates: Mapping[str, str]
    #: An amount of dollars in the language's usual unit, that unit in billions, and an amount at any scale.
    dollars: str
    billions: float = 1.0
    currency: str = "${}"
    #: CLDR's style of compact numbers: letters for "short", words for "long".
    scales: Literal["short", "long"] = "short"
    #: d3 formats for axes and tooltips: a day, a month, a year, a day of a year. None: Plotly's own, whose names of
    #: months are English.
    axis: tuple[str, str, str, str] | None = None
    #: The d3 format of a quarter.
    quarter: str = "%YQ%q"
    separators: Mapping[str, str] = field(default_factory=lambda: SEPARATORS)


ENGLISH = "en"
CUSTOMS = {
    ENGLISH: Customs(
        {
            "day": "%-d %B %Y",
            "date": "%-d %B",
            "month": "%B %Y",
            "monthname": "%B",
            "year": "%Y",
            "short": "%-d %b %y",
            "briefly": "%b %Y",
        },
        "${}bn",
        # CLDR, with a comma before the last of three, is not loaded for English.
        separators=SEPARATORS | {"and": " and ", "or": " or "},
    ),
    "ja": Customs(
        {
            "day": "y年M月d日",
            "date": "M月d日",
            "month": "y年M月",
            "monthname": "M月",
            "quarter": "y年第Q四半期",
            "short": "yy/M/d",
            "briefly": "y年M月",
        },
        "{}億ドル",
        0.1,
        "{}ドル",
        "short",
        ("%-m月%-d日", "%Y年%-m月", "%Y年", "%Y年%-m月%-d日"),
        "%Y年第%q四半期",
        # CLDR's "and" is a comma.
        {"comma": "、", "semicolon": "；", "slash": "／", "dot": " · ", "sentences": "", "and": "と"},
    ),
    "ko": Customs(
        {
            "day": "y년 M월 d일",
            "date": "M월 d일",
            "month": "y년 M월",
            "monthname": "M월",
            "quarter": "y년 Q분기",
            "short": "yy.M.d",
            "briefly": "y년 M월",
        },
        "{}억 달러",
        0.1,
        "{} 달러",
        "short",
        ("%-m월 %-d일", "%Y년 %-m월", "%Y년", "%Y년 %-m월 %-d일"),
        "%Y년 %q분기",
    ),
    "vi": Customs(
        {
            "day": "d/M/y",
            "date": "d/M",
            "month": "'tháng' M/y",
            "monthname": "'tháng' M",
            "quarter": "'quý' Q/y",
            "short": "d/M/yy",
            "briefly": "M/y",
        },
        "{} tỷ USD",
        1.0,
        "{} USD",
        "long",
        ("%-d/%-m", "%-m/%Y", "%Y", "%-d/%-m/%Y"),
        "quý %q/%Y",
    ),
}
LANGUAGES = tuple(CUSTOMS)


def message(template: str, plural: str = "", /, **values: Any) -> Message:
    """The translatable English sentence of a template and its values; without values the text unchanged.

    Templates are literals: they are extracted from the source. `plural` is the template where the value `count` is not
    one.
    """
    return fill(template, values, plural)


def fill(template: str, values: Mapping[str, Any], plural: str = "") -> Message:
    """`message` for a template that was marked elsewhere."""
    words = Message(_writer(ENGLISH).filled(template, plural, values))
    words.template, words.plural, words.values = template, plural, values
    return words


def named(words: Message) -> Message:
    """A message as the name of a line or a bar: frames keep its plain text, which can still be translated.

    Not for unbounded variations, such as a reader's input: names are kept for ever.
    """
    return _NAMED.setdefault(str(words), words)


#: Names made of templates with values, by their English text.
_NAMED: dict[str, Message] = {}


def joined(items: Sequence[str], joiner: str) -> Message:
    """Several texts as one: successive sentences, or the items of a list."""
    return fill(f"{{items:{joiner}}}", {"items": list(items)})


def quarter(day: date) -> str:
    """The quarter of a day: 2026Q2."""
    return f"{day.year}Q{(day.month + 2) // 3}"


def translated(words: str, language: str) -> str:
    """A text in a language of `LANGUAGES`; one without a translation stays English.

    Raises LookupError for another language.
    """
    if language not in CUSTOMS:
        raise LookupError(f"no language {language!r}; there are {', '.join(LANGUAGES)}")
    return _writer(language).write(words)


def is_translated(words: str, language: str) -> bool:
    """Whether a text, or its template, has a translation."""
    return not words or language == ENGLISH or _writer(language).knows(_NAMED.get(words, words))


def written(value: Any, form: str, language: str) -> str:
    """A number, a date, a text or a list in a placeholder's form and a language."""
    return _writer(language).format_field(value, form)


def dollars(amount: float, decimals: int, language: str) -> str:
    """A non-negative amount of dollars, scaled: $5.4tn, 5.4兆ドル, 5.4조 달러, 5,4 nghìn tỷ USD."""
    return CUSTOMS[language].currency.format(scaled(amount, decimals, language))


def scaled(amount: float, decimals: int | None, language: str) -> str:
    """An amount at a label's scale: 5.4tn, 5.4兆, 5.4조, 5,4 nghìn tỷ. `decimals` None: as many as it needs."""
    if language == ENGLISH:
        return _scaled(amount, decimals)
    from babel.numbers import format_compact_decimal

    customs = CUSTOMS[language]
    if decimals is None:
        return format_compact_decimal(amount, format_type=customs.scales, locale=language, fraction_digits=3)
    rounded = round(amount, decimals)
    text = format_compact_decimal(rounded, format_type=customs.scales, locale=language, fraction_digits=decimals)
    digits = sum(letter.isdigit() for letter in text)
    if amount >= 1000 and digits < 3:  # 10.4万ドル, where dollars by the thousand are $104k
        text = format_compact_decimal(amount, format_type=customs.scales, locale=language, fraction_digits=3 - digits)
    return text


#: Scales of dollars in English.
_SCALES = ((1.0, ""), (1e3, "k"), (1e6, "m"), (1e9, "bn"), (1e12, "tn"))


def _scaled(value: float, decimals: int | None) -> str:
    """At the first scale at which the rounded value is under a thousand: $1m and never $1,000k."""
    fitting = ((factor, name) for factor, name in _SCALES if round(value / factor, decimals or 0) < 1000)
    factor, name = next(fitting, _SCALES[-1])
    return f"{value / factor:,{'.10g' if decimals is None else f'.{decimals}f'}}{name}"


@dataclass(frozen=True)
class Catalog:
    """The translations of a language."""

    #: By the English text: one translation, or one for each plural form.
    texts: Mapping[str, Sequence[str]]
    #: The index of the plural form for a count.
    form: Callable[[int], int]


class Writer(Formatter):
    """Fills templates in one language."""

    def __init__(
        self, language: str, catalog: Catalog, date_text: Callable[[date, str], str], symbols: Mapping[int, str]
    ) -> None:
        self.language, self.customs = language, CUSTOMS[language]
        self.catalog, self.date_text, self.symbols = catalog, date_text, symbols

    def filled(self, template: str, plural: str, values: Mapping[str, Any]) -> str:
        """A template in this language, filled."""
        text = self.template(template, plural, values.get("count"))
        return self.vformat(text, (), values) if values else text

    def template(self, text: str, plural: str = "", count: Any = None) -> str:
        """The text in this language, in the plural form of `count`; English where untranslated."""
        forms = self.catalog.texts.get(text)
        if forms is None:
            return plural if plural and count != 1 else text
        return forms[self.catalog.form(count) if plural else 0]

    def knows(self, words: str) -> bool:
        """Whether a text, or its template, has a translation in this language."""
        if not isinstance(words, Message):
            return words in self.catalog.texts
        inner = [one for value in words.values.values() for one in (value if isinstance(value, list) else [value])]
        own = words.template in self.catalog.texts or not any(text.strip() for text, *_ in self.parse(words.template))
        return own and all(self.knows(one) for one in inner if isinstance(one, Message))

    def write(self, words: str) -> str:
        """A text in this language: a template filled, or a name looked up."""
        words = _NAMED.get(words, words)
        if isinstance(words, Message):
            return self.filled(words.template, words.plural, words.values)
        return self.template(words)

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, str):
            return _cased(self.write(value), format_spec)
        if isinstance(value, list | tuple):
            kind, _, spec = format_spec.partition(" ")
            return self.listed([self.format_field(item, spec) for item in value], kind or "comma")
        if isinstance(value, date):
            return self.date_text(value, format_spec)
        return self._number(value, format_spec)

    def listed(self, items: Sequence[str], kind: str) -> str:
        """A list with a separator, or with this language's `and` or `or`."""
        if kind in self.customs.separators:
            return self.customs.separators[kind].join(items)
        from babel.lists import format_list

        return format_list(items, LISTS[kind], self.language)

    def _number(self, value: Any, spec: str) -> str:
        """A number with the digits of Python's format in every language: rounding is the same."""
        if spec.endswith("bn"):
            return self._dollars(value, spec.removesuffix("bn"))
        if spec in number_words.FORMS:
            return number_words.FORMS[spec](value, self.language).translate(self.symbols)
        return format(value, spec.replace("±", "+")).replace("-", "−").translate(self.symbols)

    def _dollars(self, value: float, spec: str) -> str:
        sign = "−" if value < 0 else "+" if spec.startswith("+") else ""
        decimals = int(spec.lstrip("+.") or 0)
        amount = round(abs(value) / 1e9, decimals) / self.customs.billions
        kept = decimals if self.customs.billions == 1 else 0
        return sign + self.customs.dollars.format(f"{amount:,.{kept}f}".translate(self.symbols))


def _cased(text: str, spec: str) -> str:
    if spec == "lower":
        return text.lower()
    if spec == "title":
        return text[:1].upper() + text[1:]
    # Only for an ordinary word: S&P 500 keeps its capitals.
    return text[:1].lower() + text[1:] if spec == "inline" and text[1:2].islower() else text


def _english_date(day: date, form: str) -> str:
    if not form:
        return str(day)
    return quarter(day) if form == "quarter" else day.strftime(CUSTOMS[ENGLISH].dates[form])


@cache
def _writer(language: str) -> Writer:
    if language == ENGLISH:
        return Writer(language, Catalog({}, lambda count: 0), _english_date, {})
    from babel.dates import format_date
    from babel.numbers import get_decimal_symbol, get_group_symbol

    def date_text(day: date, form: str) -> str:
        return str(day.year) if form == "year" else format_date(day, CUSTOMS[language].dates[form or "day"], language)

    symbols = {ord("."): get_decimal_symbol(language), ord(","): get_group_symbol(language)}
    return Writer(language, _catalog(language), date_text, symbols)


def _catalog(language: str) -> Catalog:
    """The parsed .po file; compiling it for gettext's own classes takes as long again."""
    from babel.messages.pofile import read_po

    with (LOCALES / language / "LC_MESSAGES" / "claimboard.po").open("rb") as file:
        catalog = read_po(file, language)
    texts = {_singular(one.id): _forms(one.string) for one in catalog if one.id and not one.fuzzy}
    return Catalog({id: forms for id, forms in texts.items() if all(forms)}, c2py(catalog.plural_expr))


def _singular(id: str | tuple[str, ...] | list[str]) -> str:
    return id if isinstance(id, str) else id[0]


def _forms(string: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (string,) if isinstance(string, str) else tuple(string or [""])


#: The verdicts as messages, for sentences.
VERDICTS = (
    message("supported"),
    message("mixed"),
    message("contradicted"),
    message("open"),
    message("untestable"),
    message("no data"),
    message("error"),
)
