"""The explorer's controls: their options, and their query parameters."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from dashboard.urls import query_params
from dashboard.urls.query_params import SWITCH, Param
from indicators.catalogue import catalogue
from indicators.explore import transforms
from indicators.explore.pipeline import DEFLATORS, LETTERS, MOST, MOST_FORMULAS, NONE, WHOLE
from indicators.i18n.messages import message
from indicators.model import frequency

SERIES = "explorer-series"
#: Before the letter of a series: the key of its own units.
OWN_UNITS = "explorer-units-"
OPENING = ("UNRATE", "DGS10")
#: Whether revisions are shown, and the days by which their two vintages were known.
REVISIONS, VINTAGES = "explorer-revisions", ("explorer-vintage", "explorer-vintage-2")
PUBLISHED, CURRENT, ALIKE = "published", "current", "alike"
SCORES = {NONE: message("None"), WHOLE: message("Whole history"), **{n: message("{n} years", n=n) for n in (5, 10, 20)}}
FREQUENCIES: dict[str, str] = {
    PUBLISHED: message("As published"),
    **{name: frequency.FREQUENCIES[name].title for name in frequency.COARSE},
}
APART = {False: message("A plot a unit"), True: message("A plot a series")}
NOMINAL = message("Current prices")
#: Between id, title and agency in the list of series.
SEPARATOR = " · "
#: Maximum length of a series' text in the address: id, title and agency of any are shorter.
LONGEST_NAME = 300
YEARS = (1800, 2100)
FIRST_BASE = date(1900, 1, 1)


def deflators() -> dict[str, str]:
    return {id: name for id, name in DEFLATORS.items() if id in catalogue.series()}


def units_names() -> dict[str, str]:
    return {code: one.name for code, one in transforms.UNITS.items()}


def own_units() -> dict[str, str]:
    """The options for one series' units: those of all series, or its own."""
    return {ALIKE: message("as all"), **units_names()}


def methods() -> dict[transforms.Method, str]:
    return {method: message("{method:title}", method=words) for method, (words, _) in transforms.METHODS.items()}


def id_of(words: str) -> str:
    """The id in a text, with or without title and agency after it."""
    return words.split(SEPARATOR)[0].strip()


def known(texts: Iterable[str]) -> list[str]:
    """The known ids among some texts, each once."""
    return list(dict.fromkeys(id for id in map(id_of, texts) if id in catalogue.series()))


def formula_key(number: int) -> str:
    """The key of a formula's text; the first has the name it had when it was the only one."""
    return f"explorer-formula-{number + 1}" if number else "explorer-formula"


def name_key(number: int) -> str:
    """The key of the name of a formula's line."""
    return f"explorer-name-{number + 1}" if number else "explorer-name"


def params() -> list[Param]:
    """Every control of the page but those of its chart."""
    offers: dict[str, Mapping[Any, str]] = {
        "frequency": FREQUENCIES,
        "prices": {CURRENT: NOMINAL, **deflators()},
        "units": units_names(),
        "score": SCORES,
        "method": methods(),
        "plots": APART,
        **{f"units-{letter}": own_units() for letter in LETTERS},
    }
    chosen = [query_params.one(f"explorer-{key}", names, next(iter(names))) for key, names in offers.items()]
    years = [query_params.number(f"explorer-{key}", *YEARS, None, int) for key in ("year", "from", "to")]
    switches = [query_params.one(f"explorer-{key}", SWITCH, key == "recessions") for key in ("log", "recessions")]
    switches.append(query_params.one(REVISIONS, SWITCH, False))
    days = [query_params.day(key, first=FIRST_BASE) for key in ("explorer-base", *VINTAGES)]
    texts = [query_params.text(key(number)) for number in range(MOST_FORMULAS) for key in (formula_key, name_key)]
    return [_series(), *chosen, *years, *switches, *days, *texts]


def _series() -> Param:
    def read(texts: Sequence[str]) -> tuple[str, ...]:
        ids = known(texts)
        if not ids and list(texts) != [""]:  # an empty text is an empty choice
            raise LookupError(texts)
        return tuple(ids[:MOST])

    # The page itself reports unknown series and suggests similar ids.
    return Param(
        SERIES,
        OPENING,
        read,
        lambda ids: list(ids) or [""],
        shows=lambda texts: [text[:LONGEST_NAME] for text in texts[: 2 * MOST]],
    )
