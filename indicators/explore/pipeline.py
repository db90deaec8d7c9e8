"""The steps on the series of a choice, in order: read, aggregate, deflate, transform, combine, standardise, cut.

Each step takes the lines so far and returns those it applies to; a note explains every line left out.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain, count

import pandas as pd

from indicators.catalogue import catalogue
from indicators.explore import formula as formulas
from indicators.explore import transforms
from indicators.explore.formula import Formula
from indicators.explore.transforms import Method, Unfit
from indicators.i18n.messages import message
from indicators.model import Frequency, Series
from indicators.model.frequency import FREQUENCIES, coarseness
from indicators.model.missing import MissingData
from indicators.model.unit import parse
from indicators.panel.panel import Panel
from indicators.stats import maths

MOST = 6
LETTERS = "abcdef"
MOST_FORMULAS = 4
#: Price indexes for deflating, and their names.
DEFLATORS: Mapping[str, str] = {
    "CPIAUCSL": message("Consumer prices (CPI)"),
    "PCEPILFE": message("Consumption prices less food and energy (core PCE)"),
    "GDPDEF": message("GDP deflator"),
}
#: A z-score over the whole history, and over none.
WHOLE, NONE = 0, -1


@dataclass(frozen=True)
class Choice:
    """A reader's choice. The defaults draw series as published."""

    #: Ids, in the order of their letters, a to f.
    series: tuple[str, ...]
    #: None: as published.
    frequency: Frequency | None = None
    method: Method = "average"
    #: FRED's code of each series' transformation, in the order of the series; levels where missing.
    units: tuple[str, ...] = ()
    #: The day of an index; None: the first that all series have from `first` on.
    base: date | None = None
    #: The price index for deflating dollars, and its base year (None: its last whole one).
    prices: str = ""
    year: int | None = None
    #: Formulas over the letters, each a line of its own, and the names of those lines; empty: none.
    formulas: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    #: Window of the z-score, years.
    score: int = NONE
    #: Years shown.
    first: int | None = None
    last: int | None = None
    log: bool = False
    recessions: bool = True
    #: A panel for each line, and not for each unit.
    apart: bool = False

    @property
    def reads(self) -> tuple[str, ...]:
        """The ids of all series read."""
        return (*self.series, *([self.prices] if self.prices else []))

    def code(self, place: int) -> str:
        """FRED's code of the transformation of a series."""
        return self.units[place] if place < len(self.units) else "lin"


@dataclass(frozen=True)
class Line:
    """One line on its way from the store to the chart."""

    name: str
    values: pd.Series
    unit: str
    frequency: Frequency
    #: The series it was made of.
    of: frozenset[str]


@dataclass
class Work:
    """The state of the pipeline for a choice: its formulas, notes and steps taken."""

    choice: Choice
    panel: Panel
    #: Those that can be read, by their number.
    formulas: dict[int, Formula] = field(default_factory=dict)
    #: What is wrong with the others, in a sentence.
    faults: dict[int, str] = field(default_factory=dict)
    #: Sentences for the reader on steps that were impossible.
    notes: list[str] = field(default_factory=list)
    #: The steps taken, in order: in words, and for the chart's subtitle.
    steps: list[tuple[str, str]] = field(default_factory=list)
    cautions: list[str] = field(default_factory=list)


Lines = dict[str, Line]  # by letter


def carry_out(work: Work) -> Lines:
    """The lines to draw. The notes explain those left out."""
    lines = _read(work)
    for step in (_aggregated, _deflated, _in_units, _combined, _scored, _shown):
        lines = step(lines, work)
    return lines


def begin(choice: Choice, panel: Panel) -> Work:
    """The state at the start, with the formulas parsed."""
    work = Work(choice, panel.only(choice.reads))
    for number, text in enumerate(choice.formulas):
        if text:
            with _at_fault(work, number):
                work.formulas[number] = formulas.read(text, LETTERS[: len(choice.series)])
    return work


@contextmanager
def _at_fault(work: Work, number: int) -> Iterator[None]:
    """What is wrong with a formula is told of it, and the others go on."""
    try:
        yield
    except Unfit as error:
        work.faults[number] = message("{sentence}.", sentence=error.of(message("The formula")))


def _each(lines: Lines, work: Work, change: Callable[[str, Line], Line]) -> Lines:
    """Every line transformed; one that cannot be is left out, with a note."""
    kept: Lines = {}
    for letter, line in lines.items():
        try:
            changed = change(letter, line)
            if changed.values.empty:
                raise Unfit(message("{what} has too short a history for that"))
            kept[letter] = changed
        except Unfit as error:
            work.notes.append(message("{sentence}.", sentence=error.of(line.name)))
    return kept


def _read(work: Work) -> Lines:
    lines: Lines = {}
    for letter, id in zip(LETTERS, work.choice.series, strict=False):
        one = catalogue.find_series(id)
        try:
            lines[letter] = Line(id, work.panel[id], _unit(one), one.frequency, frozenset({id}))
        except MissingData as error:
            work.notes.append(message("{sentence}.", sentence=error.args[0]))
    return lines


def _unit(one: Series) -> str:
    """The base unit; for an index with its base period, where the catalogue gives it."""
    based = re.search(r"[^.;,]*\b=\s?100", one.note) if parse(one.unit).measure == "index" else None
    return f"index, {based[0].strip()}" if based else parse(one.unit).base


def _aggregated(lines: Lines, work: Work) -> Lines:
    targets, method = _targets(lines, work), work.choice.method

    def change(letter: str, line: Line) -> Line:
        to = targets.get(letter)
        if to is None or line.frequency == to:
            return line
        if not transforms.is_finer(line.frequency, to):
            work.notes.append(
                message(
                    "{line} is {frequency} and stays so: no series is spread over finer periods.",
                    line=line.name,
                    frequency=line.frequency,
                )
            )
            return line
        return replace(line, values=transforms.aggregate(line.values, line.frequency, to, method), frequency=to)

    changed = _each(lines, work, change)
    made = [line for letter, line in changed.items() if line.frequency != lines[letter].frequency]
    for to in dict.fromkeys(line.frequency for line in made):
        is_of_all = all(line.frequency == to for line in changed.values())
        _tell_frequency([] if is_of_all else [line.name for line in made if line.frequency == to], to, work)
    return changed


def _tell_frequency(names: list[str], to: Frequency, work: Work) -> None:
    """The step in words, with the lines it is of unless it is of all."""
    brief = message("{frequency} {method}", frequency=to, method=transforms.METHODS[work.choice.method][0])
    held = {"brief": brief, "period": FREQUENCIES[to].period}
    words = message("Frequency: {brief}; a {period} short of an observation is left out", **held)
    if names:
        words = message(
            "Frequency of {names:and}: {brief}; a {period} short of an observation is left out", names=names, **held
        )
    work.steps.append((words, brief))


def _targets(lines: Lines, work: Work) -> dict[str, Frequency]:
    """The frequency to aggregate to, by letter: the chosen one, or for lines that a formula joins their coarsest."""
    chosen, prices = work.choice.frequency, work.choice.prices
    targets = dict.fromkeys(lines, chosen) if chosen else {}
    for letters in _joined(work.formulas.values()):
        wanted = [lines[letter].frequency for letter in letters if letter in lines]
        wanted += [chosen] if chosen else []
        wanted += [catalogue.find_series(prices).frequency] if prices else []
        regular = [one for one in wanted if FREQUENCIES[one].per_year]
        coarsest = max(regular, key=coarseness, default=None)
        if coarsest and FREQUENCIES[coarsest].is_coarse:
            targets |= dict.fromkeys(letters, coarsest)
    return targets


def _joined(found: Iterable[Formula]) -> list[set[str]]:
    """Letters that formulas join, together."""
    groups: list[set[str]] = []
    for formula in found:
        met = [group for group in groups if group & set(formula.letters)]
        groups = [group for group in groups if group not in met] + [set(formula.letters).union(*met)]
    return groups


def _deflated(lines: Lines, work: Work) -> Lines:
    id = work.choice.prices
    if not id:
        return lines
    try:
        prices, frequency = work.panel[id], catalogue.find_series(id).frequency
        year, base = _level(id, prices, frequency, work.choice.year)
    except MissingData as error:
        work.notes.append(message("{reason}; nothing could be put in constant prices.", reason=error.args[0]))
        return {}
    words = message(
        "Prices: x(t) ÷ P(t) × the mean of P in {year}, where P is {prices}, {id}; the finer of x and P is first made as "
        "coarse as the other",
        year=year,
        prices=DEFLATORS[id],
        id=id,
    )
    work.steps.append((words, message("at {year} prices by {id}", year=year, id=id)))

    def change(letter: str, line: Line) -> Line:
        if not parse(line.unit).is_current_dollars:
            work.notes.append(message("{line} is not in current dollars and stays as it is.", line=line.name))
            return line
        nominal, level, at = _meet(line, prices, frequency, work.choice.method)
        unit = message("{year} {unit}", year=year, unit=line.unit)
        of = line.of | {id}
        return replace(line, values=transforms.real(nominal, level, base), unit=unit, frequency=at, of=of)

    return _each(lines, work, change)


def _level(id: str, prices: pd.Series, frequency: Frequency, year: int | None) -> tuple[int, float]:
    """The base year, the last whole one where none is chosen, and the mean of prices in it. Raises MissingData."""
    years = transforms.whole_years(prices, frequency)
    if years.empty or (year is not None and year not in years.index):
        if year:
            raise MissingData(message("{id} does not cover the whole of {year}", id=id, year=year))
        raise MissingData(message("{id} has no whole year", id=id))
    chosen = int(years.index[-1]) if year is None else year
    return chosen, float(years[chosen])


def _meet(
    line: Line, prices: pd.Series, frequency: Frequency, method: Method
) -> tuple[pd.Series, pd.Series, Frequency]:
    """A line and a price index at the coarser of their frequencies; prices are always averaged."""
    if transforms.is_finer(frequency, line.frequency):
        return line.values, transforms.aggregate(prices, frequency, line.frequency, "average"), line.frequency
    if line.frequency == frequency:
        return line.values, prices, frequency
    return transforms.aggregate(line.values, line.frequency, frequency, method), prices, frequency


def _in_units(lines: Lines, work: Work) -> Lines:
    choice = work.choice
    codes = {letter: choice.code(LETTERS.index(letter)) for letter in lines}
    base = choice.base or _first_day([line for letter, line in lines.items() if codes[letter] == "nbd"], choice)

    def change(letter: str, line: Line) -> Line:
        code = codes[letter]
        values = transforms.transform(line.values, line.frequency, code, base)
        return replace(line, values=values, unit=transforms.unit_of(code, line.unit, line.frequency, base))

    changed = _each(lines, work, change)
    for code in dict.fromkeys(codes[letter] for letter in changed):
        mine = [lines[letter] for letter in changed if codes[letter] == code]
        _tell_units(work, code, mine, len(set(codes.values())) > 1, base)
    return changed


def _tell_units(work: Work, code: str, lines: list[Line], of_some: bool, base: date | None) -> None:
    if code == "lin":
        return
    formulas = [*dict.fromkeys(transforms.formula_of(code, line.frequency, base) for line in lines)]
    name, whose = transforms.UNITS[code].name, [line.name for line in lines]
    words = message("Units: {name:lower}, {formulas:or}", name=name, formulas=formulas)
    if of_some:
        words = message(
            "Units of {whose:comma}: {name:lower}, {formulas:or}", whose=whose, name=name, formulas=formulas
        )
    work.steps.append((words, ""))
    if code in ("pch", "pc1", "pca") and any((line.values <= 0).any() for line in lines):
        work.cautions.append(message("A percent change says little of a series that can be zero or negative."))


def _first_day(lines: list[Line], choice: Choice) -> date | None:
    """The first day, of the years shown, on which all lines have a value."""
    starts = [line.values[_in_years(line.values.index, choice)] for line in lines]
    return max((start.index[0].date() for start in starts if len(start)), default=None)


def _combined(lines: Lines, work: Work) -> Lines:
    """The lines of the formulas, and after them those of the series that none of them uses."""
    results: Lines = {}
    used: set[str] = set()
    for number, formula in work.formulas.items():
        with _at_fault(work, number):
            taken = {line.name for line in (*lines.values(), *results.values())}
            results[str(number)] = _result(number, lines, work, taken)
            used |= set(formula.letters)
    return results | {letter: line for letter, line in lines.items() if letter not in used}


def _result(number: int, lines: Lines, work: Work, taken: set[str]) -> Line:
    """The line of a formula. Raises Unfit."""
    formula = work.formulas[number]
    if lacking := [letter for letter in formula.letters if letter not in lines]:
        raise Unfit(message("{what} has no value without {letters:and}"), letters=lacking)
    used = {letter: lines[letter] for letter in formula.letters}
    unit = formula.unit({letter: line.unit for letter, line in used.items()})
    values = formula.compute({letter: line.values for letter, line in used.items()})
    if values.empty:
        raise Unfit(message("{what} gives no number on any date that its series share"))
    written = formula.written({letter: line.name for letter, line in used.items()})
    name = _called(work.choice.names[number : number + 1], written, taken)
    said = written if name == written else f"{name} = {written}"
    work.steps.append((message("Formula: {formula}, on the dates that all have", formula=said), ""))
    coarsest = max((line.frequency for line in used.values()), key=coarseness)
    return Line(name, values, unit, coarsest, frozenset().union(*(line.of for line in used.values())))


def _called(name: tuple[str, ...], written: str, taken: set[str]) -> str:
    """A name that no other line has: the reader's, the formula, or the formula with a number."""
    options = chain(filter(None, map(str.strip, name)), [written], (f"{written} ({n})" for n in count(2)))
    return next(one for one in options if one not in taken)


def _scored(lines: Lines, work: Work) -> Lines:
    years = work.choice.score
    if years == NONE:
        return lines

    def change(letter: str, line: Line) -> Line:
        if years != WHOLE and not FREQUENCIES[line.frequency].per_year:
            raise Unfit(message("{what} is published now and then and has no window of years"))
        count = None if years == WHOLE else years * FREQUENCIES[line.frequency].per_year
        return replace(line, values=maths.zscore(line.values, count).dropna(), unit=message("standard deviations"))

    changed = _each(lines, work, change)
    window = _window(changed, years)
    words = message("Z-score: (x(t) − mean) ÷ standard deviation (n − 1), both over {window}", window=window)
    work.steps.append((words, message("over {window}", window=window)))
    if years == WHOLE:
        work.cautions.append(message("A z-score over the whole history judges a day by what came after it."))
    return changed


def _window(lines: Lines, years: int) -> str:
    if years == WHOLE:
        return message("all observations there are")
    counts = [*dict.fromkeys(years * FREQUENCIES[line.frequency].per_year for line in lines.values())]
    return message("the last {counts:or ,} observations, about {years} years", counts=counts, years=years)


def _shown(lines: Lines, work: Work) -> Lines:
    def change(letter: str, line: Line) -> Line:
        kept = line.values[_in_years(line.values.index, work.choice)]
        if kept.empty:
            raise Unfit(message("{what} has no value in the years shown"))
        return replace(line, values=kept)

    return _each(lines, work, change)


def _in_years(days: pd.DatetimeIndex, choice: Choice) -> "pd.Series[bool]":
    first, last = choice.first or 0, choice.last or 9999
    return (days.year >= first) & (days.year <= last)
