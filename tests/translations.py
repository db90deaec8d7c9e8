"""`python -m tests.translations [must|release|optional]`: what has no translation yet, up to a tier, and what mends it.

- must: the interface, verdicts, units, titles of claims and theses. `make test` fails without them.
- release: sentences of findings, and what stands in and under a chart. `make release-check` fails without them.
- optional: methods, formulas, cautions, titles of series, published figures. They are shown in English, marked as such.
"""

import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import chdir
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from babel.messages.catalog import Catalog, Message
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po

from indicators import model
from indicators.catalogue import catalogue
from indicators.catalogue.declarations import declarations
from indicators.i18n.messages import LANGUAGES, LOCALES, VERDICTS
from indicators.judging import registry
from indicators.model import periods
from indicators.model.event_kind import EventKind
from indicators.model.frequency import FREQUENCIES
from indicators.model.unit import UNITS
from tests.pack import ROOT

Tier = Literal["must", "release", "optional"]
TIERS: tuple[Tier, ...] = get_args(Tier)
OTHERS = LANGUAGES[1:]


@dataclass(frozen=True)
class Gap:
    """A text that a language has no words for."""

    language: str
    text: str
    #: Where the text is.
    file: str
    tier: Tier

    def __str__(self) -> str:
        po = (LOCALES / self.language / "LC_MESSAGES" / "claimboard.po").relative_to(ROOT)
        return f"{po}: no words for {self.text!r} of {self.file}: `make messages` adds it, then fill in its msgstr"


def catalog(path: Path) -> Catalog:
    """A file of translations or of texts that wait for one."""
    with path.open("rb") as file:
        return read_po(file)


def name(message: Message) -> str:
    """The English text that a message is known by: of one with plural forms, that of a single thing."""
    return str(message.id[0] if message.pluralizable else message.id)


def forms(message: Message) -> tuple[str, ...]:
    """What a message is in its language: once, or once for each plural form."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def texts(path: Path) -> dict[str, tuple[str, ...]]:
    """Translations by English text; none where one of its forms has no words."""
    return {name(one): forms(one) if all(forms(one)) else () for one in catalog(path) if one.id}


@cache
def translations(language: str) -> dict[str, tuple[str, ...]]:
    """What a language has."""
    return texts(LOCALES / language / "LC_MESSAGES" / "claimboard.po")


@cache
def extracted() -> Mapping[str, str]:
    """What `make messages` finds, by Babel's own command: every text, and the file it is in."""
    command = re.search(r"pybabel (-q extract .*?) -o", (ROOT / "Makefile").read_text(encoding="utf-8"))
    assert command, "make messages extracts"
    with tempfile.TemporaryDirectory() as folder, chdir(ROOT):
        found = Path(folder) / "claimboard.pot"
        CommandLineInterface().run(["pybabel", *command[1].split(), "-o", str(found), "."])
        return {name(one): one.locations[0][0] for one in catalog(found) if one.id}


@cache
def tiers() -> Mapping[str, Tier]:
    """The tier of every text: the strictest of the places where it is used."""
    must, optional = set(_must()), set(_optional())
    return {
        text: "must" if text in must or file.startswith("dashboard/") else "optional" if text in optional else "release"
        for text, file in extracted().items()
    }


def _must() -> Iterator[str]:
    yield from VERDICTS
    yield from (unit.base for unit in UNITS.values())
    yield from UNITS
    yield from (kind.words for kind in EventKind if kind.words)
    yield from (one.title for one in FREQUENCIES.values() if one.title)
    for words in (model.Frequency, model.Kind, model.Basis, periods.Freshness):
        yield from get_args(words)
    for thesis in catalogue.theses().values():
        yield from (thesis.title, thesis.lead)
    yield from (claim.title for claim in catalogue.claims().values())


def _optional() -> Iterator[str]:
    for one in registry.indicators().values():
        yield from (one.formula, one.caveat, one.method)
    for series in catalogue.series().values():
        yield from (series.title, series.agency, series.adjustment, series.terms, series.note)
    for claim in catalogue.claims().values():
        yield from (claim.caveat, getattr(claim.method, "template", claim.method))
    for figure in catalogue.published().values():
        yield from (figure.says, figure.why)
    for versions in declarations().values():
        for test in versions:
            yield from (getattr(words, "template", words) for words in (test.why, test.method, test.source))
        for test in versions[:-1]:  # an earlier version's words are read in Method only
            for words in (test.measure, test.holds_if, test.fails_if):
                yield getattr(words, "template", words)


def gaps(tier: Tier) -> list[Gap]:
    """What has no translation, of a tier and of the stricter ones."""
    strict = TIERS[: TIERS.index(tier) + 1]
    return [
        Gap(language, text, file, tiers()[text])
        for language in OTHERS
        for text, file in extracted().items()
        if tiers()[text] in strict and not translations(language).get(text)
    ]


def main(tier: Tier = "release") -> int:
    """Print the gaps up to a tier; 1 where there is one."""
    found = gaps(tier)
    print(*found, sep="\n", end="\n" if found else "")
    tally = Counter(one.tier for one in found)
    print(f"{len(extracted())} texts in {len(OTHERS)} languages; without words: {dict(tally) or 'none'}")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))  # type: ignore[arg-type]
