"""Sentences that can be said in another language: a template, its values, and the English made of them.

`say` fills a template and returns `Words`, a `str` that is the English sentence and remembers what it
was made of. `translated` fills the template of another language with the same values. Templates are
whole sentences, so that a translator can order their parts; translations are in `LOCALES`, one .po
file a language, with the English template as the key.

A placeholder names its value and says how to write it:

- a number as Python's own format has it (`{share:.2f}`) but with a true minus, `±` for a sign always, and `bn` for
  billions of dollars (`{change:+bn}`: +$228bn);
- a date as `day`, `short` (a day in figures), `date` (day without its year), `month`, `briefly` (a month in few
  letters), `monthname`, `quarter` or `year`, and without any of them as ISO in English;
- a count as the words that go with it, `|` before each, in the order of the language's plural forms (CLDR):
  `{count} {count:|agency|agencies}`; of those that do not differ by number nothing needs to be said;
- words, or a name that `term` marks; `lower` puts it in small letters, `inline` its first letter only, `title` that
  in a capital;
- a list by its joiner, `comma` when none is named, with the form of its items after it: `{leads:comma +.1f}`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any, Literal

#: The folders of translations: <language>/LC_MESSAGES/claimboard.po, read as they are.
LOCALES = Path(__file__).resolve().parent / "locales"


class Words(str):
    """An English text that was made by `say`, and can be `translated`."""

    template: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Customs:
    """How a language writes what is no word: lists, dates, billions of dollars."""

    joiners: Mapping[str, str]
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


ENGLISH = "en"
CUSTOMS = {
    ENGLISH: Customs(
        {
            "comma": ", ",
            "semicolon": "; ",
            "and": " and ",
            "slash": " / ",
            "dot": " · ",
            "or": " or ",
            "sentences": " ",
        },
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
    ),
    "ja": Customs(
        {"comma": "、", "semicolon": "；", "and": "と", "slash": "／", "dot": " · ", "or": "または", "sentences": ""},
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
    ),
    "ko": Customs(
        {
            "comma": ", ",
            "semicolon": "; ",
            "and": " 및 ",
            "slash": " / ",
            "dot": " · ",
            "or": " 또는 ",
            "sentences": " ",
        },
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
            "comma": ", ",
            "semicolon": "; ",
            "and": " và ",
            "slash": " / ",
            "dot": " · ",
            "or": " hoặc ",
            "sentences": " ",
        },
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


def say(template: str, /, **values: Any) -> Words:
    """The English sentence of a template and its values, which can be `translated`.

    The template is a literal: it is found in the code by reading, not by running.
    """
    return fill(template, values)


def fill(template: str, values: Mapping[str, Any]) -> Words:
    """`say` for a template that a `term` marked elsewhere."""
    words = Words(_writer(ENGLISH).vformat(template, (), values))
    words.template, words.values = template, values
    return words


def named(template: str, /, **values: Any) -> Words:
    """What `say` says, as the name of a line or a bar: frames keep its plain text, which is translated all the same.

    Not for what a reader can vary at will: a name is never forgotten.
    """
    words = fill(template, values)
    return _NAMED.setdefault(str(words), words)


#: Names with numbers or days in them, by their English.
_NAMED: dict[str, Words] = {}


def joined(items: Sequence[str], joiner: str) -> Words:
    """Several words as one: sentences after one another, or the items of a list."""
    return fill(f"{{items:{joiner}}}", {"items": list(items)})


def term(name: str) -> str:
    """The name itself, marked for translation: one that goes through frames and options, which keep plain text."""
    return name


#: The verdicts, which sentences name.
VERDICTS = (
    term("supported"),
    term("mixed"),
    term("contradicted"),
    term("open"),
    term("untestable"),
    term("no data"),
    term("error"),
)


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
    return not words or _writer(language).knows(_NAMED.get(words, words))


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


class Writer(Formatter):
    """Fills templates in one language."""

    def __init__(
        self,
        customs: Customs,
        texts: Mapping[str, str] | None,
        date_text: Callable[[date, str], str],
        symbols: Mapping[int, str],
        plural: Callable[[float], int] = lambda count: 0,
    ) -> None:
        self.customs, self.texts, self.date_text, self.symbols = customs, texts, date_text, symbols
        self.plural = plural

    def template(self, text: str) -> str:
        """The text in this language; as it is where there is none."""
        return text if self.texts is None else self.texts.get(text, text)

    def knows(self, words: str) -> bool:
        """Whether there is a text of this language for words, or for the template that they were made of."""
        if self.texts is None:
            return True
        if not isinstance(words, Words):
            return words in self.texts
        inner = [one for value in words.values.values() for one in (value if isinstance(value, list) else [value])]
        own = words.template in self.texts or not any(text.strip() for text, *_ in self.parse(words.template))
        return own and all(self.knows(one) for one in inner if isinstance(one, Words))

    def write(self, words: str) -> str:
        """A text in this language: a template filled, or a name looked up."""
        words = _NAMED.get(words, words)
        if isinstance(words, Words):
            return self.vformat(self.template(words.template), (), words.values)
        return self.template(words)

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, str):
            return _cased(self.write(value), format_spec)
        if isinstance(value, list | tuple):
            joiner, _, spec = format_spec.partition(" ")
            return self.customs.joiners[joiner or "comma"].join(self.format_field(item, spec) for item in value)
        if isinstance(value, date):
            return self.date_text(value, format_spec)
        if format_spec.startswith("|"):
            return format_spec.split("|")[1 + self.plural(value)]
        return self._number(value, format_spec)

    def _number(self, value: Any, spec: str) -> str:
        """With the digits of Python's format in every language: none rounds another way."""
        if spec.endswith("bn"):
            return self._dollars(value, spec.removesuffix("bn"))
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


#: CLDR's categories of number, in its order.
_PLURALS = ("zero", "one", "two", "few", "many", "other")


@cache
def _writer(language: str) -> Writer:
    customs = CUSTOMS[language]
    if language == ENGLISH:
        return Writer(customs, None, _english_date, {}, lambda count: int(count != 1))
    from babel import Locale
    from babel.dates import format_date
    from babel.numbers import get_decimal_symbol, get_group_symbol

    locale, texts = Locale(language), _texts(language)

    def date_text(day: date, form: str) -> str:
        return str(day.year) if form == "year" else format_date(day, customs.dates[form or "day"], locale)

    symbols = {ord("."): get_decimal_symbol(locale), ord(","): get_group_symbol(locale)}
    forms = [one for one in _PLURALS if one in {*locale.plural_form.tags, "other"}]
    return Writer(
        customs,
        texts,
        date_text,
        symbols,
        lambda count: forms.index(locale.plural_form(count)),
    )


def _texts(language: str) -> dict[str, str]:
    """Every translation by its English."""
    from babel.messages.pofile import read_po

    with (LOCALES / language / "LC_MESSAGES" / "claimboard.po").open("rb") as file:
        catalog = read_po(file, language)
    return {str(one.id): str(one.string) for one in catalog if one.id and one.string and not one.fuzzy}
