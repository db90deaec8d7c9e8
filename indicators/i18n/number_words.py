"""Numbers as running text has them, each language by its own habit: three, a quarter, twice, 130 thousand.

A translation takes the form its language would use: `{low:part}` of the English may be `{low}%` or `{low:words}` in it.
"""

from collections.abc import Callable, Mapping

COUNTS: Mapping[str, tuple[str, ...]] = {
    "en": ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    "ko": ("영", "한", "두", "세", "네", "다섯", "여섯", "일곱", "여덟", "아홉", "열"),
    "vi": ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"),
}
#: By percent, to a decimal: what other parts there are is written as percent.
PARTS: Mapping[float, Mapping[str, str]] = {
    10: {"en": "a tenth", "ja": "1割", "ko": "10분의 1", "vi": "một phần mười"},
    20: {"en": "a fifth", "ja": "5分の1", "ko": "5분의 1", "vi": "một phần năm"},
    25: {"en": "a quarter", "ja": "4分の1", "ko": "4분의 1", "vi": "một phần tư"},
    33.3: {"en": "a third", "ja": "3分の1", "ko": "3분의 1", "vi": "một phần ba"},
    50: {"en": "half", "ja": "半分", "ko": "절반", "vi": "một nửa"},
    66.7: {"en": "two thirds", "ja": "3分の2", "ko": "3분의 2", "vi": "hai phần ba"},
}


def _counted(number: float, language: str) -> str:
    words = COUNTS.get(language, ())
    return words[int(number)] if number in range(len(words)) else f"{number:g}"


def _part(percent: float, language: str) -> str:
    return PARTS.get(round(percent, 1), {}).get(language, f"{percent:.4g}%")


def _times(number: float, language: str) -> str:
    return "twice" if (number, language) == (2, "en") else f"{_counted(number, language)} times"


#: What a placeholder may name -> the number in words of a language. Thousands are 1,000 and myriads 10,000 of it.
FORMS: Mapping[str, Callable[[float, str], str]] = {
    "words": _counted,
    "Words": lambda number, language: _counted(number, language).capitalize(),
    "part": _part,
    "times": _times,
    "thousands": lambda number, _: f"{number / 1e3:g}",
    "myriads": lambda number, _: f"{number / 1e4:g}",
}
