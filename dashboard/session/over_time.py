"""Verdicts over time: what they were, what moved them, what may turn them; cached until their figures change."""

from collections.abc import Hashable
from datetime import UTC, date, datetime, timedelta

from dashboard.session import state
from dashboard.session.shared import Answers
from dashboard.session.state import Served, View
from indicators.judging import evaluate, ledger, radar
from indicators.judging.attribution import AsKnown, Attribution
from indicators.judging.evaluate import Moment
from indicators.judging.ledger import Change
from indicators.judging.radar import Bearing, Coming
from indicators.model import Claim
from indicators.store.store import ENDLESS, end_of

#: The most changes of verdicts in a feed: the newest.
FEED = 50

_histories: Answers[Hashable, list[Moment]] = Answers(128)
_attributions: Answers[Hashable, Attribution] = Answers(512)
_coming: Answers[Hashable, list[Coming]] = Answers(16)
_bearings: Answers[Hashable, list[Bearing]] = Answers(256)
_changes: Answers[Hashable, tuple[Change, ...]] = Answers(4)


def history(claim: Claim) -> list[Moment]:
    """The claim's finding month by month since publication, to the last month the store has figures of."""
    now, view, until = state.served(), state.reader_view(), last_month()

    def make() -> list[Moment]:
        with state.in_turn(View(at=view.at)):
            return evaluate.history(now.edition, claim, until, view.at)

    found = _histories.of((claim.id, now.edition.mark(claim.series), until, view.at), make)
    return [one for one in found if one.day <= (view.day or now.today)]


def attribution(claim: Claim, since: date, until: date | None = None) -> Attribution:
    """What moved the claim's verdict from the end of one day to that of another (None: to what is shown)."""
    view = state.reader_view()
    return _attribution(claim, AsKnown(since, view.at), AsKnown(until or view.day, view.at))


def refreshed(claim: Claim) -> Attribution | None:
    """What moved it between the last two refreshes by what is shown; None where no two are recorded. Raises StoreError."""
    view = state.reader_view()
    last = min((end_of(view.day) if view.day else ENDLESS, ENDLESS if view.at is None else view.at))
    moments = sorted({one.computed_at for one in state.store().ledger() if one.computed_at <= last})[-2:]
    return _attribution(claim, *(AsKnown(at=one) for one in moments)) if len(moments) == 2 else None


def _attribution(claim: Claim, before: AsKnown, after: AsKnown) -> Attribution:
    now = state.served()

    def make() -> Attribution:
        with state.in_turn(View(*after)):
            return evaluate.attribution(now.edition, claim, before, after)

    return _attributions.of((claim.id, now.edition.mark(claim.series), before, after), make)


def coming() -> list[Coming]:
    """The releases of the next weeks, and the claims that hang on each."""
    return coming_of(state.served(), state.reader_view())


def coming_of(now: Served, view: View) -> list[Coming]:
    """The same, for who has no session."""

    def make() -> list[Coming]:
        with state.in_turn(view):
            return radar.coming(now.edition, now.today, view.day, view.at)

    return _coming.of((now, view), make)


def bearings(release: Coming) -> list[Bearing]:
    """What a release means for each claim that hangs on it; some seconds where many do."""
    now, view = state.served(), state.reader_view()

    def make() -> list[Bearing]:
        with state.in_turn(view):
            return radar.bearings(now.edition, release, view.day, view.at)

    return _bearings.of((now, view, release), make)


def changes_of(now: Served, view: View) -> tuple[int, tuple[Change, ...]]:
    """The number of the ledger's entries by the end of a view, and the changed verdicts among them with what moved them."""
    last = min((end_of(view.day) if view.day else ENDLESS, ENDLESS if view.at is None else view.at))
    entries = [one for one in state.store().ledger() if one.computed_at <= last]
    made = _changes.of((now.edition, len(entries)), lambda: ledger.changes(now.edition, entries, newest=FEED))
    return len(entries), made


def last_month() -> date:
    """The last day of the last month that had ended by the newest figure shown."""
    last = min(datetime.fromtimestamp(state.moment() or state.newest(), UTC).date(), state.served().today)
    return (last + timedelta(1)).replace(day=1) - timedelta(1)
