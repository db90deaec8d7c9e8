"""Companies' reported cash flows, from the SEC: `sec:<central index key>/<us-gaap tag>`.

Quirks: cash flows in quarterly reports are year to date, beside them stand quarters, years and even
trailing twelve months; `fy` and `fp` describe the report, not the fact; `CY2025` mixes fiscal years
across companies. So facts are keyed by their own days, and a quarter that was not reported is the
difference of two sums that begin on the same day (fourth quarter = year − nine months).

Both sums are of one basis: the reports of one fiscal year, which state the year before likewise. A
year that is restated later than its nine months would make a quarter that belongs to no report, so
the latest basis that has both counts. Other forms than quarterly and annual reports are left out: a
proxy statement may state thousands as dollars. What changed is dated by the day of filing. A quarter
is dated by the first of the month in which it begins. Silence is not zero.

The SEC wants to know who asks: set CLAIMBOARD_CONTACT to an e-mail address. Without it, and over
ten requests a second, it answers 403, for about ten minutes.
"""

import os
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import pairwise

from msgspec import Struct

from indicators.model import Series, periods
from indicators.model.vintage import changes
from indicators.providers import PROVIDERS, Observed, Revision, SourceError, http
from indicators.providers.response import Body

#: Days in a quarter, those of 12 to 14 weeks included.
QUARTER = range(80, 101)
#: Quarterly and annual reports, and their amendments.
REPORTS = ("10-K", "10-K/A", "10-Q", "10-Q/A")

#: Dollars by first and last day.
Sums = dict[tuple[date, date], float]


class Fact(Struct):
    end: date
    val: float
    filed: date
    form: str
    #: The fiscal year of the report, not of the fact.
    fy: int | None = None
    start: date | None = None


class Concept(Struct):
    units: dict[str, list[Fact]]


def fetch(id: str, series: Series, since: date | None = None) -> Observed:
    company, _, tag = id.partition("/")
    agent = f"{http.NAME} ({os.environ.get('CLAIMBOARD_CONTACT', '').strip() or 'no contact given'})"
    url = f"{PROVIDERS['sec'].base}/companyconcept/CIK{company.zfill(10)}/us-gaap/{tag}.json"
    try:
        body = http.ask(url, form="json", agent=agent)
    except SourceError as error:
        if error.kind == "refused" and "no contact" in agent:
            raise SourceError("refused", f"{error}; the SEC asks for a contact, set CLAIMBOARD_CONTACT") from None
        raise
    found = read(body)
    rows = body.rows(sorted(quarters(found).items()))
    return Observed(rows, f"sec:{id}", vintages=tuple(revisions(found)), unit="USD", frequency="quarterly")


def read(body: Body) -> list[Fact]:
    """What was reported for a span of days, as it was filed: the facts of quarterly and annual reports."""
    facts = body.json(Concept).units.get("USD")
    if facts is None:
        body.fail("reports no dollars under this tag")
    reported = [fact for fact in facts if fact.form in REPORTS and fact.fy and fact.start]
    return sorted(reported, key=lambda fact: fact.filed)


def quarters(facts: Iterable[Fact]) -> dict[date, float]:
    """Dollars by quarter: as reported, or by difference, on the latest basis that has it. `facts` are as `read` gives them."""
    found: dict[date, float] = {}
    for sums in _bases(facts):
        reported = {start: value for (start, end), value in sums.items() if (end - start).days + 1 in QUARTER}
        found |= dict(_differences(sums)) | reported
    return {_month(start): value for start, value in found.items()}


def revisions(facts: list[Fact]) -> Iterator[Revision]:
    """What each day of filing added or changed, oldest first."""
    state: dict[int, float | None] = {}
    for day in sorted({fact.filed for fact in facts}):
        known = {q.toordinal(): value for q, value in quarters(f for f in facts if f.filed <= day).items()}
        if known and (new := changes(state, known)):
            state |= dict(new)
            yield day, new


def _bases(facts: Iterable[Fact]) -> list[Sums]:
    """Sums by basis, oldest first: the reports of a fiscal year, then what was amended of them.

    An amendment stands in for a report that is not there. Where the report is there too, amended sums
    go with each other only: the nine months of a year that is amended alone are still as they were.
    """
    bases: dict[tuple[int, bool], Sums] = {}
    for fact in facts:
        assert fact.start and fact.fy
        period = fact.start, fact.end
        as_filed = bases.setdefault((fact.fy, False), {})
        if fact.form.endswith("/A"):
            as_filed.setdefault(period, fact.val)
            bases.setdefault((fact.fy, True), {})[period] = fact.val
        else:
            as_filed[period] = fact.val
    return [bases[key] for key in sorted(bases)]


def _differences(sums: Sums) -> Iterator[tuple[date, float]]:
    years: dict[date, list[tuple[date, float]]] = {}
    for (start, end), value in sorted(sums.items()):
        years.setdefault(start, []).append((end, value))
    for parts in years.values():
        for (before, smaller), (end, larger) in pairwise(parts):
            if (end - before).days in QUARTER:
                yield before + timedelta(days=1), larger - smaller


def _month(start: date) -> date:
    # Fiscal quarters of whole weeks begin some days before or after the first.
    return periods.add_months(start, start.day > 15)
