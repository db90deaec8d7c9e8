"""A changed verdict in words, once for every way it goes out."""

from dataclasses import dataclass
from datetime import UTC, datetime

from dashboard.feeds.places import Places
from dashboard.i18n import labels, moves
from dashboard.i18n.locale import format_day, translate, translate_list
from dashboard.theme.tokens import VERDICTS, Word
from indicators.catalogue import catalogue
from indicators.judging.ledger import Change
from indicators.store.store import Entry


@dataclass(frozen=True)
class Told:
    """A change in the current language; what the ledger recorded stays English."""

    id: str
    claim: str
    title: str
    before: str
    now: str
    word: Word
    #: The recorded sentence, in English.
    sentence: str
    why: str
    day: str
    moment: datetime
    #: The claim's page and its picture; empty without an address of the board that others can reach.
    address: str
    card: str

    @property
    def headline(self) -> str:
        """AI capital spending: Mixed, 0.74 → Supported, 1.76."""
        return translate("{title}: {before} → {now}", title=self.title, before=self.before, now=self.now)


def told(change: Change, at: Places) -> Told:
    """A change in words, with links to where its claim is."""
    claim, moment = catalogue.find_claim(change.claim), datetime.fromtimestamp(change.now.computed_at, UTC)
    return Told(
        id=change.id,
        claim=claim.id,
        title=translate(claim.title),
        before=_stand(change.before),
        now=_stand(change.now),
        word=VERDICTS[change.now.status],  # type: ignore[index]
        sentence=change.now.sentence,
        why=moves.sentence(change.why) if change.why else "",
        day=format_day(moment.date()),
        moment=moment,
        address=at.claim(claim),
        card=at.card(claim),
    )


def _stand(entry: Entry) -> str:
    word, number = VERDICTS[entry.status].word, labels.amount(entry.value, entry.unit)  # type: ignore[index]
    return translate_list([translate(word), number]) if number else translate(word)


def subject(changes: list[Told]) -> str:
    """All of them in a line."""
    if len(changes) == 1:
        return changes[0].headline
    titles = [one.title for one in changes]
    return translate(
        "{count} verdict changed: {titles}", "{count} verdicts changed: {titles}", count=len(changes), titles=titles
    )
