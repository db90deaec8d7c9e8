"""Findings: the stated test of every claim, run on the figures known on a day."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from indicators.catalogue import catalogue
from indicators.catalogue.declarations import declarations
from indicators.i18n.messages import message
from indicators.judging import faults, judgement, known_past, registry
from indicators.judging.attribution import NOW, AsKnown, Attribution, Cause, attribute, between
from indicators.judging.worth import Known
from indicators.model import UNJUDGED, Basis, Claim, Finding, Status, Test, Verdict, periods
from indicators.model.declaration import About, Declaration
from indicators.model.missing import MissingData
from indicators.model.release_calendar import age
from indicators.model.verdict import Flips
from indicators.panel import panel
from indicators.panel.panel import Panel
from indicators.runtime import clock
from indicators.store import release_days
from indicators.store.store import Store, StoreError


def finding(
    store: Store, claim: Claim, as_of: date | None = None, today: date | None = None, at: int | None = None
) -> Finding:
    """The finding on one claim as known at the end of `as_of` (None: now), of vintages known at the moment `at`.

    `today` is the day against which data is called late; default: the clock's. A claim whose data
    is missing is `no data` and says which; one that a fault of ours stops is `error`. Raises StoreError.
    """
    today = as_of or today or clock.today()
    test, unit = registry.tests()[claim.id].declaration, registry.tests()[claim.id].unit
    now, data = _judge(store, claim, as_of, at)
    published = catalogue.article().published
    then, past = (now, data) if as_of == published else _judge(store, claim, published, at)
    return Finding(
        id=claim.id,
        thesis=claim.thesis,
        kind=claim.kind,
        status=now.status,
        value=now.value,
        unit=now.unit or unit,
        threshold=test.holds_if,
        sentence=now.sentence,
        data_through=_reach(now, data),
        basis=_basis(now, data),
        as_of=today,
        at_publication={
            "value": then.value,
            "status": then.status,
            "basis": _basis(then, past),
            "sentence": then.sentence,
            "unit": then.unit or unit,
            "answer": then.answer,
            "legs": then.legs,
        },
        falsifier=_falsifier(test, now.status),
        caveat=claim.caveat,
        series=claim.series,
        sensitivity=now.sensitivity,
        sample=now.sample,
        stale=faults.spared(f"lateness of claim {claim.id}", lambda: _stale(store, data, today), str),
        answer=now.answer,
        legs=now.legs,
        worth=now.worth,
        version=test.version,
        declared=test.declared,
    )


def _falsifier(test: Declaration, status: Status) -> str:
    """What would change a verdict: of a contradicted claim what would support it, else what would contradict it."""
    return test.holds_if if status == "contradicted" else test.fails_if


def findings(
    store: Store,
    claims: Iterable[Claim] | None = None,
    as_of: date | None = None,
    today: date | None = None,
    at: int | None = None,
) -> list[Finding]:
    """Findings on the claims given (default: all), in their order."""
    chosen = catalogue.claims().values() if claims is None else claims
    with store.together():
        return [finding(store, claim, as_of, today, at) for claim in chosen]


def errors(findings: Iterable[Finding]) -> dict[str, str]:
    """The faults of ours, by claim, in findings or in their verdicts at publication."""
    return {one.id: why for one in findings if (why := _error(one))}


def _error(finding: Finding) -> str:
    if finding.status == "error":
        return finding.sentence
    then = finding.at_publication
    return then["sentence"] if then["status"] == "error" else ""


@dataclass(frozen=True)
class Moment:
    """A claim's verdict on a past day."""

    day: date
    status: Status
    value: float | None
    #: None without a verdict.
    basis: Basis | None
    #: Of the value.
    unit: str = ""
    #: What was released or revised since the moment before; of the first, nothing.
    causes: tuple[Cause, ...] = ()


def history(store: Store, claim: Claim, until: date, at: int | None = None) -> list[Moment]:
    """The finding at publication and at the end of every month since, as known on each day."""
    test = registry.tests()[claim.id]
    days = [catalogue.article().published, *_month_ends(catalogue.article().published, until)]
    with store.together():
        judged = [(day, *_judge(store, claim, day, at)) for day in days]
    befores = [data for _, _, data in judged[:1] + judged[:-1]]
    return [
        Moment(day, found.status, found.value, _basis(found, data), found.unit or test.unit, between(before, data))
        for before, (day, found, data) in zip(befores, judged, strict=True)
    ]


def attribution(store: Store, claim: Claim, before: AsKnown, now: AsKnown = NOW) -> Attribution:
    """What moved the verdict on a claim between two moments, by the newest version of its test. Raises StoreError."""
    return _attribution(store, store.revision(), claim, registry.tests()[claim.id], before, now)


@lru_cache(maxsize=1024)
def _attribution(store: Store, revision: int, claim: Claim, test: Test, before: AsKnown, now: AsKnown) -> Attribution:
    """Cached until the store changes: it judges a claim once for every release."""
    with store.together():
        then, later = (panel.read(store, claim.series, *moment) for moment in (before, now))
    return attribute(then, later, lambda data: _verdict(claim, lambda: _read(store, claim, test, data)))


def _month_ends(start: date, until: date) -> list[date]:
    ends, day = [], periods.period_end(start.replace(day=1), "monthly")
    while day <= until:
        ends.append(day)
        day = periods.period_end(day + timedelta(days=1), "monthly")
    return ends


def flips(store: Store, claim: Claim, as_of: date | None = None, at: int | None = None) -> Flips:
    """The status of a claim over the values of each parameter of its test; empty where it cannot be judged."""
    return _flips(store, store.revision(), claim, registry.tests()[claim.id].declaration, as_of, at)


def with_flips(store: Store, finding: Finding, as_of: date | None = None, at: int | None = None) -> Finding:
    """A finding with the flips of its test, which take longer than itself."""
    claim = catalogue.find_claim(finding.id)
    return replace(finding, flips=faults.spared(f"flips of {claim.id}", lambda: flips(store, claim, as_of, at), _none))


def _none(fault: str) -> Flips:
    return {}


@lru_cache(maxsize=256)
def _flips(store: Store, revision: int, claim: Claim, test: Declaration, as_of: date | None, at: int | None) -> Flips:
    """Cached until the store changes: it judges a claim once for every value of a parameter."""
    try:
        data = panel.read(store, claim.series, as_of, at)
        return judgement.flips(test, registry.statistics(), data, _known(store, claim, test, data))
    except MissingData:
        return {}


@dataclass(frozen=True)
class VersionFound:
    """What one version of a claim's test says."""

    test: Declaration
    status: Status
    #: None without a verdict.
    value: float | None
    unit: str
    #: What each of its legs reads.
    legs: tuple[float, ...] = ()


def versions(store: Store, claim: Claim, as_of: date | None = None, at: int | None = None) -> list[VersionFound]:
    """What every declared version of a claim's test says on the same figures, oldest first."""
    return [_version(store, claim, test, as_of, at) for test in declarations()[claim.id]]


def _version(store: Store, claim: Claim, test: Declaration, as_of: date | None, at: int | None) -> VersionFound:
    def made() -> VersionFound:
        data = panel.read(store, claim.series, as_of, at)
        known = _known(store, claim, test, data)
        status, found, _ = judgement.judged(test, registry.statistics(), data, known=known)
        read = tuple(one.reading.value for one in found.legs)
        return VersionFound(test, status, found.deciding.reading.value, found.deciding.leg.unit, read)

    try:
        return faults.spared(
            f"version {test.version} of {claim.id}", made, lambda _: VersionFound(test, "error", None, "")
        )
    except MissingData:
        return VersionFound(test, "no data", None, "")


def judged(store: Store, claim: Claim, as_of: date | None = None, at: int | None = None) -> tuple[Verdict, Panel]:
    """The verdict on a claim, and the series it was read from. Raises StoreError."""
    return _judge(store, claim, as_of, at)


def judge(store: Store, claim: Claim) -> Callable[[Panel], Status]:
    """What the newest version of a claim's test says of a panel."""
    test = registry.tests()[claim.id]
    return lambda data: _verdict(claim, lambda: _read(store, claim, test, data)).status


def about(claim: str) -> About:
    """What the newest version of a claim's test is about."""
    return registry.tests()[claim].declaration.about


def _judge(store: Store, claim: Claim, as_of: date | None, at: int | None) -> tuple[Verdict, Panel]:
    return _judged(store, store.revision(), claim, registry.tests()[claim.id], as_of, at)


@lru_cache(maxsize=1024)
def _judged(
    store: Store, revision: int, claim: Claim, test: Test, as_of: date | None, at: int | None
) -> tuple[Verdict, Panel]:
    """Cached until the store changes: every finding includes the verdict at publication."""
    data = Panel({}, {}, {}, as_of, at)

    def judge() -> Verdict:
        nonlocal data
        data = panel.read(store, claim.series, as_of, at)
        return _read(store, claim, test, data)

    verdict = _verdict(claim, judge)
    return verdict, data if verdict.status in UNJUDGED else data.seen()  # earlier versions may read more


def _read(store: Store, claim: Claim, test: Test, data: Panel) -> Verdict:
    """What a test says of a panel. Raises MissingData."""
    known = _known(store, claim, test.declaration, data)
    return registry.explained(data, lambda read: test.judge(read, known=known))


def _verdict(claim: Claim, judge: Callable[[], Verdict]) -> Verdict:
    """A verdict, or what keeps the claim from having one. Raises StoreError."""
    try:
        return _sound(judge())
    except MissingData as error:
        return Verdict("no data", None, message("Cannot be judged: {reason}.", reason=error.args[0]))
    except StoreError:
        raise
    except Exception as error:  # the other claims are unaffected
        fault = faults.note(f"claim {claim.id}", error)
        return Verdict("error", None, message("Could not be computed: {fault}.", fault=fault))


def _known(store: Store, claim: Claim, test: Declaration, data: Panel) -> Known:
    """What a test said of past months as they were known, of the series it has read of a panel."""
    return lambda: known_past.statuses(store, claim, test, data.seen().provenance, data.as_of, data.at)


def _sound(verdict: Verdict) -> Verdict:
    """The verdict, unchanged. Raises ArithmeticError where its number is not finite."""
    if verdict.value is not None and not math.isfinite(verdict.value):
        raise ArithmeticError(f"the deciding number is {verdict.value}")
    return verdict


def _reach(verdict: Verdict, data: Panel) -> date | None:
    if verdict.status in UNJUDGED:
        return None
    return verdict.through or data.through


def _basis(verdict: Verdict, data: Panel) -> Basis | None:
    """The basis of the data of a verdict; None where there is no verdict. A list kept by hand is known by its days."""
    if verdict.status in UNJUDGED:
        return None
    return data.basis or ("point-in-time" if data.is_past else "current")


def _stale(store: Store, data: Panel, today: date) -> str:
    """The sentence on late data: the series furthest behind, and how many more; empty where none is late."""
    calendar = catalogue.calendar() if data.is_past else release_days.calendar(store)
    ages = {id: age(o.series, o.last, today, calendar) for id, o in data.provenance.items()}
    late = [id for id, one in ages.items() if one.state.startswith("late")]
    if not late:
        return ""
    worst = min(late, key=lambda id: ages[id].due or today)
    ends = message(
        "{series} ends {through:day}; its next figure was due {due:day}",
        series=data.provenance[worst].series.title,
        through=data.provenance[worst].through,
        due=ages[worst].due,
    )
    if ages[worst].state == "late, explained":
        ends = message("{ends} ({reason})", ends=ends, reason=ages[worst].cause)
    if len(late) == 1:
        return ends
    return message(
        "{ends}, and {count} more of its {held} series is late",
        "{ends}, and {count} more of its {held} series are late",
        ends=ends,
        count=len(late) - 1,
        held=len(ages),
    )
