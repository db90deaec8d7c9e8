"""Companies' reported cash flows, from the SEC: `sec:<central index key>/<us-gaap tag>`.

Quirks: cash flows in quarterly reports are year to date, beside them stand quarters, years and even
trailing twelve months; `fy` and `fp` describe the report, not the fact; `CY2025` mixes fiscal years
across companies. So facts are keyed by their own days, the latest filing counts, and a quarter that
was not reported is the difference of two sums that begin on the same day (fourth quarter = year −
nine months). A quarter is dated by the first of the month in which it begins. Silence is not zero.

The SEC wants to know who asks: set CLAIMBOARD_CONTACT to an e-mail address. Without it, and over
ten requests a second, it answers 403, for about ten minutes.
"""

import os
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise

from msgspec import Struct

from indicators.data import periods
from indicators.data.sources import PROVIDERS, Observed, Rows, SourceError, http
from indicators.data.sources.body import Body
from indicators.model import Series

#: Days in a quarter, those of 12 to 14 weeks included.
QUARTER = range(80, 101)

Facts = dict[tuple[date, date], float]


class Fact(Struct):
    end: date
    val: float
    filed: str
    start: date | None = None


class Concept(Struct):
    units: dict[str, list[Fact]]


def fetch(id: str, series: Series, since: date | None = None) -> Observed:
    company, _, tag = id.partition("/")
    agent = f"{http.NAME} ({os.environ.get('CLAIMBOARD_CONTACT', '').strip() or 'no contact given'})"
    url = f"{PROVIDERS['sec'].base}/companyconcept/CIK{company.zfill(10)}/us-gaap/{tag}.json"
    try:
        return Observed(read(http.ask(url, form="json", agent=agent)), f"sec:{id}", unit="USD", frequency="quarterly")
    except SourceError as error:
        if error.kind == "refused" and "no contact" in agent:
            raise SourceError("refused", f"{error}; the SEC asks for a contact, set CLAIMBOARD_CONTACT") from None
        raise


def read(body: Body) -> Rows:
    """Dollars by quarter."""
    facts = body.json(Concept).units.get("USD")
    if facts is None:
        body.fail("reports no dollars under this tag")
    latest: Facts = {}
    for fact in sorted(facts, key=lambda fact: fact.filed):
        if fact.start:
            latest[fact.start, fact.end] = fact.val
    return body.rows(sorted(quarters(latest).items()))


def quarters(facts: Facts) -> dict[date, float]:
    """Quarters as reported, and those that two sums of one fiscal year differ by."""
    found = dict(_differences(facts)) | {
        start: value for (start, end), value in facts.items() if (end - start).days + 1 in QUARTER
    }
    return {_month(start): value for start, value in found.items()}


def _differences(facts: Facts) -> Iterable[tuple[date, float]]:
    years: dict[date, list[tuple[date, float]]] = {}
    for (start, end), value in sorted(facts.items()):
        years.setdefault(start, []).append((end, value))
    for sums in years.values():
        for (before, smaller), (end, larger) in pairwise(sums):
            if (end - before).days in QUARTER:
                yield before + timedelta(days=1), larger - smaller


def _month(start: date) -> date:
    # Fiscal quarters of whole weeks begin some days before or after the first.
    return periods.add_months(start, start.day > 15)
