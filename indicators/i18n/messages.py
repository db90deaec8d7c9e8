"""Sentences that can be said in another language: a template, its values, and the English made of them.

`message` marks a text as one to translate: it fills a template and returns a `Message`, a `str` that is the English
sentence and remembers what it was made of. `translated` fills the template of another language with the same values.
Templates are whole sentences, so that a translator can order their parts; translations are in `LOCALES`, one .po file
a language, with the English template as the key. A sentence that differs by a count has a second template, for other
counts than one; another language has as many as its .po file has plural forms.

A placeholder names its value and says how to write it:

- a number as Python's own format has it (`{share:.2f}`) but with a true minus, `±` for a sign always, and `bn` for
  billions of dollars (`{change:+bn}`: +$228bn), or in a form of `number_words` (`{share:part}`: a quarter);
- a date as `day`, `short` (a day in figures), `date` (day without its year), `month`, `briefly` (a month in few
  letters), `monthname`, `quarter` or `year`, and without any of them as ISO in English;
- another message, or a name; `lower` puts it in small letters, `inline` its first letter only, `title` that in a
  capital;
- a list as what is between its items (`comma` when nothing is named), or as `and` or `or`, with the form of its items
  after it: `{leads:comma +.1f}`.
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

#: The folders of translations: <language>/LC_MESSAGES/claimboard.po, read as they are.
LOCALES = Path(__file__).resolve().parent / "locales"


class Message(str):
    """An English text that was made by `message`, and can be `translated`."""

    template: str
    values: Mapping[str, Any]
    #: The template where `count` is not one; empty where it is the same.
    plural: str


#: What may be between the items of a list; `and` and `or` are the language's own.
SEPARATORS = {"comma": ", ", "semicolon": "; ", "slash": " / ", "dot": " · ", "sentences": " "}
#: Lists as CLDR names them.
LISTS: Mapping[str, Literal["standard", "or"]] = {"and": "standard", "or": "or"}


@dataclass(frozen=True)
class Customs:
    """How a language writes dates, billions of dollars and lists, where the pages differ from CLDR's usual way."""

    #: English: of strftime, which needs no import; other languages: of CLDR.
    dates: Mapping[str, str]
    #: An amount of dollars in its largest usual unit, and how many billions that is; and one of any scale.
    dollars: str
    billions: float = 1.0
    currency: str = "${}"
    #: Whose scales of numbers are letters for "short" and words for "long".
    scales: Literal["short", "long"] = "short"
    #: Axes and what is pointed at, for d3 in the browser: a day, a month, a year, a day of a year. None: as Plotly
    #: has them, which knows the names of months in English only.
    axis: tuple[str, str, str, str] | None = None
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
        # CLDR has a comma before the last of three, and is not loaded for English.
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
    ),
}
LANGUAGES = tuple(CUSTOMS)


def message(template: str, plural: str = "", /, **values: Any) -> Message:
    """The English sentence of a template and its values, which can be `translated`; without values the text as it is.

    Templates are literals: they are found in the code by reading, not by running. `plural` is said where the value
    `count` is not one.
    """
    return fill(template, values, plural)


def fill(template: str, values: Mapping[str, Any], plural: str = "") -> Message:
    """`message` for a template that was marked elsewhere."""
    words = Message(_writer(ENGLISH).filled(template, plural, values))
    words.template, words.plural, words.values = template, plural, values
    return words


def named(words: Message) -> Message:
    """A message as the name of a line or a bar: frames keep its plain text, which is translated all the same.

    Not for what a reader can vary at will: a name is never forgotten.
    """
    return _NAMED.setdefault(str(words), words)


#: Names with numbers or days in them, by their English.
_NAMED: dict[str, Message] = {}


def joined(items: Sequence[str], joiner: str) -> Message:
    """Several words as one: sentences after one another, or the items of a list."""
    return fill(f"{{items:{joiner}}}", {"items": list(items)})


def quarter(day: date) -> str:
    """The quarter that holds a day, as the field names it: 2026Q2."""
    return f"{day.year}Q{(day.month + 2) // 3}"


def translated(words: str, language: str) -> str:
    """The words in a language of `LANGUAGES`; a text with no translation stays English.

    Raises LookupError for another language.
    """
    if language not in CUSTOMS:
        raise LookupError(f"no language {language!r}; there are {', '.join(LANGUAGES)}")
    return _writer(language).write(words)


def is_translated(words: str, language: str) -> bool:
    """Whether `translated` has words of the language for a text: its own, or its template's."""
    return not words or language == ENGLISH or _writer(language).knows(_NAMED.get(words, words))


def written(value: Any, form: str, language: str) -> str:
    """A number, a date, words or a list in a form of the placeholders, as a language writes it."""
    return _writer(language).format_field(value, form)


def dollars(amount: float, decimals: int, language: str) -> str:
    """Dollars, not negative, scaled as a label has them: $5.4tn, 5.4兆ドル, 5.4조 달러, 5,4 nghìn tỷ USD."""
    return CUSTOMS[language].currency.format(scaled(amount, decimals, language))


def scaled(amount: float, decimals: int | None, language: str) -> str:
    """An amount to the scale a label has it in: 5.4tn, 5.4兆, 5.4조, 5,4 nghìn tỷ. None: as many decimals as it needs."""
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


#: Of dollars in English.
_SCALES = ((1.0, ""), (1e3, "k"), (1e6, "m"), (1e9, "bn"), (1e12, "tn"))


def _scaled(value: float, decimals: int | None) -> str:
    """To the first scale on which it is under a thousand once rounded: $1m and never $1,000k."""
    fitting = ((factor, name) for factor, name in _SCALES if round(value / factor, decimals or 0) < 1000)
    factor, name = next(fitting, _SCALES[-1])
    return f"{value / factor:,{'.10g' if decimals is None else f'.{decimals}f'}}{name}"


@dataclass(frozen=True)
class Catalog:
    """The translations of a language."""

    #: By the English text: one, or one for each plural form.
    texts: Mapping[str, Sequence[str]]
    #: Which of them goes with a count.
    form: Callable[[int], int]


class Writer(Formatter):
    """Fills templates in one language."""

    def __init__(
        self, language: str, catalog: Catalog, date_text: Callable[[date, str], str], symbols: Mapping[int, str]
    ) -> None:
        self.language, self.customs = language, CUSTOMS[language]
        self.catalog, self.date_text, self.symbols = catalog, date_text, symbols

    def filled(self, template: str, plural: str, values: Mapping[str, Any]) -> str:
        """A template of this language with its values."""
        text = self.template(template, plural, values.get("count"))
        return self.vformat(text, (), values) if values else text

    def template(self, text: str, plural: str = "", count: Any = None) -> str:
        """The text in this language, in the form that goes with a count; English where there is none."""
        forms = self.catalog.texts.get(text)
        if forms is None:
            return plural if plural and count != 1 else text
        return forms[self.catalog.form(count) if plural else 0]

    def knows(self, words: str) -> bool:
        """Whether there is a text of this language for words, or for the template that they were made of."""
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
        """A list by what is between its items, or as this language says `and` and `or`."""
        if kind in self.customs.separators:
            return self.customs.separators[kind].join(items)
        from babel.lists import format_list

        return format_list(items, LISTS[kind], self.language)

    def _number(self, value: Any, spec: str) -> str:
        """With the digits of Python's format in every language: none rounds another way."""
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
    # Only what begins like a word of a sentence: S&P 500 keeps its letters.
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
    """Read as it is: to compile it first, as gettext's own classes want it, takes as long again."""
    from babel.messages.pofile import read_po

    with (LOCALES / language / "LC_MESSAGES" / "claimboard.po").open("rb") as file:
        catalog = read_po(file, language)
    texts = {_singular(one.id): _forms(one.string) for one in catalog if one.id and not one.fuzzy}
    return Catalog({id: forms for id, forms in texts.items() if all(forms)}, c2py(catalog.plural_expr))


def _singular(id: str | tuple[str, ...] | list[str]) -> str:
    return id if isinstance(id, str) else id[0]


def _forms(string: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (string,) if isinstance(string, str) else tuple(string or [""])


#: The verdicts, which sentences name.
VERDICTS = (
    message("supported"),
    message("mixed"),
    message("contradicted"),
    message("open"),
    message("untestable"),
    message("no data"),
    message("error"),
)
