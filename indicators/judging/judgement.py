"""The judgement of a declared test: its statistics read on a panel, decided by the one decider, and put into words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from indicators.i18n.messages import message
from indicators.judging import worth
from indicators.judging.decider import Decision, LegResult, decide, past_statuses
from indicators.judging.worth import Known
from indicators.model import Status, Verdict
from indicators.model.declaration import Declaration, Reading
from indicators.model.missing import MissingData
from indicators.model.verdict import Flips, LegFound, Words, Worth
from indicators.panel.panel import Panel

Statistic = Callable[..., Reading]


@dataclass(frozen=True)
class Said:
    """What a test found, for its words: `said["statistic"]` is a reading."""

    #: The status as published.
    status: Status
    test: Declaration
    decision: Decision
    worth: Worth

    def __getitem__(self, statistic: str) -> Reading:
        return next(one.reading for one in self.decision.legs if one.leg.statistic == statistic)

    @property
    def deciding(self) -> LegResult:
        return self.decision.deciding

    def side(self, statistic: str) -> str:
        """On which side of its bars a leg is: supports, contradicts or neither."""
        return next(one.side for one in self.decision.legs if one.leg.statistic == statistic)


WordsOf = Callable[[Said], Words]


def read(
    test: Declaration, statistics: Mapping[str, Statistic], panel: Panel, chosen: Mapping[str, Any] | None = None
) -> dict[str, Reading]:
    """What every statistic of a test reads, under its parameters or others chosen. Raises MissingData."""
    numbers = test.numbers(chosen)
    return {leg.statistic: _read(statistics[leg.statistic], panel, numbers) for leg in test.legs}


def _read(statistic: Statistic, panel: Panel, numbers: Mapping[str, Any]) -> Reading:
    return statistic(panel, **{name: numbers[name] for name in taken(statistic)})


def taken(statistic: Statistic) -> tuple[str, ...]:
    """The numbers that a statistic takes, by name: its keyword-only arguments."""
    code = statistic.__code__
    return code.co_varnames[code.co_argcount : code.co_argcount + code.co_kwonlyargcount]


def judged(
    test: Declaration,
    statistics: Mapping[str, Statistic],
    panel: Panel,
    chosen: Mapping[str, Any] | None = None,
    known: Known = dict,
) -> tuple[Status, Decision, Worth]:
    """The status to publish, the decision by the bars and what it is worth. Raises MissingData.

    `known` is asked, once the test has read its series, for what it said of past months as they were known.
    """
    readings = read(test, statistics, panel, chosen)
    found = decide(test, readings)
    valued = worth.worth(test, found, past_statuses(test, readings), known)
    return worth.told(test, found.status, valued.base_rate), found, valued


def verdict(
    test: Declaration, statistics: Mapping[str, Statistic], words: WordsOf, panel: Panel, known: Known = dict
) -> Verdict:
    """The verdict of a test, in words. Raises MissingData."""
    status, found, valued = judged(test, statistics, panel, known=known)
    reading = found.deciding.reading
    said = words(Said(status, test, found, valued))
    return Verdict(
        status,
        None if status == "untestable" else reading.value,  # it decides nothing
        _told_from_before(said.sentence, valued),
        sample=reading.sample,
        through=reading.day,
        answer=said.answer,
        unit=found.deciding.leg.unit,
        legs=tuple(_leg(one, one is found.deciding) for one in found.legs),
        worth=valued,
    )


def _told_from_before(sentence: str, valued: Worth) -> str:
    if not valued.ordinary:
        return sentence
    return message("{sentence} The test does not tell now from before.", sentence=sentence)


def _leg(one: LegResult, decided: bool) -> LegFound:
    leg, reading = one.leg, one.reading
    return LegFound(
        leg.statistic,
        leg.name,
        leg.unit,
        reading.value,
        one.side,
        reading.low,
        reading.high,
        reading.error,
        reading.null,
        leg.supports,
        leg.contradicts,
        decided,
    )


def flips(test: Declaration, statistics: Mapping[str, Statistic], panel: Panel, known: Known = dict) -> Flips:
    """The status over the values of each parameter; *no data* where a value finds too little. Raises MissingData.

    What is known of the past is of the values declared; of others it is in hindsight.
    """
    declared = test.numbers()

    def status(chosen: Mapping[str, Any]) -> Status:
        try:
            return judged(test, statistics, panel, chosen, known if test.numbers(chosen) == declared else dict)[0]
        except MissingData:
            return "no data"

    return worth.flips(test, status)
