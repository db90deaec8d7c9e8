"""How wide letters of a chart's sans are, for labels whose room has to be exact: rounded up to a twentieth of an em.

`spec.ems` is for lines of text, where a letter too wide is made up for by one too narrow. A name of a few capitals has
nothing to make up for it: "WALCL − WTREGEN" lost its N.
"""

from unicodedata import normalize

_LETTERS = {
    0.25: "ijlı",
    0.30: "I!',.: ·‘’",
    0.35: "t;`|",
    0.40: "fr()/[\\]",
    0.45: "1{}“”",
    0.50: '"-^_–°',
    0.55: "ksx*?",
    0.60: "acehnouvyzFJL57ơø",
    0.65: "bdgpqEPRSTZ0234689#$&đưß£",
    0.70: "ABKVXY+<=>~−×÷±€",
    0.75: "CDGHUĐƯ",
    0.80: "NOQ△▲Ơ",
    0.85: "w",
    0.90: "m…",
    0.95: "M■",
}
_HORN = "\u031b"
_WIDTHS = {letter: width for width, letters in _LETTERS.items() for letter in letters}


def width(text: str) -> float:
    """The width of a text, ems: never less than what is drawn."""
    return sum(map(_width, text))


def _width(letter: str) -> float:
    if letter in _WIDTHS:
        return _WIDTHS[letter]
    parts = normalize("NFD", letter)  # accents take no room but a horn; Chinese script and Hangul have one em
    return _WIDTHS.get(normalize("NFC", parts[0] + _HORN) if _HORN in parts else parts[0], 1.0)
