"""What readers subscribe to: changes of verdicts as an Atom feed, and the days of coming releases as a calendar."""

from datetime import UTC, datetime, timedelta
from typing import Any

from dashboard.i18n import labels
from dashboard.i18n.locale import language, translate
from dashboard.publishing import addresses
from dashboard.publishing.addresses import Page
from dashboard.publishing.frame import FEED, Site
from dashboard.session import state
from dashboard.templates import render
from dashboard.theme.tokens import VERDICTS
from dashboard.views import data, ledger
from indicators.catalogue import catalogue
from indicators.store.store import Entry

#: How many changes a feed has, newest first.
MOST = 50


def atom(site: Site) -> bytes:
    """The changes of verdicts that refreshes recorded; before the first of them a feed without an entry."""
    changes = [pair for pair in ledger.changes(ledger.recorded()) if pair[0].status != pair[1].status]
    entries = [_entry(site, *pair) for pair in reversed(changes[-MOST:])]
    said = translate("Claimboard: verdicts that changed")
    latest = (
        entries[0]["updated"]
        if entries
        else _moment(int(datetime(*state.served().today.timetuple()[:3], tzinfo=UTC).timestamp()))
    )
    own = {"id": site.at(addresses.in_language(FEED, language())), "home": site.at(Page("", language()).address)}
    return f"{render('feed.xml', title=said, updated=latest, entries=entries, **own)}\n".encode()


def _entry(site: Site, before: Entry, now: Entry) -> dict[str, Any]:
    claim = catalogue.claims()[now.claim]
    address = site.at(Page(addresses.of_claim(claim.id), language()).address)
    title = translate("{title}: {before} → {now}", title=claim.title, before=_word(before), now=_word(now))
    moment = _moment(now.computed_at)
    return {
        "id": f"{address}#{now.computed_at}",
        "title": title,
        "updated": moment,
        "address": address,
        "words": now.sentence,
    }


def _word(entry: Entry) -> str:
    number = labels.amount(entry.value, entry.unit)
    return " ".join(filter(None, (translate(VERDICTS[entry.status].word), number)))  # type: ignore[index]


def _moment(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def calendar(site: Site) -> bytes:
    """The coming releases, each a day of the calendar (RFC 5545)."""
    events = [
        line
        for number, (day, words) in enumerate(data.coming_entries())
        for line in (
            "BEGIN:VEVENT",
            f"UID:{day:%Y%m%d}-{number}@{site.url.split('/')[2]}",
            f"DTSTAMP:{state.served().today:%Y%m%d}T000000Z",
            f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{day + timedelta(1):%Y%m%d}",
            f"SUMMARY:{_escaped(words)}",
            "END:VEVENT",
        )
    ]
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Claimboard//Releases//EN"]
    return "".join(f"{line}\r\n" for line in [*head, *events, "END:VCALENDAR"]).encode()


def _escaped(words: str) -> str:
    return words.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
