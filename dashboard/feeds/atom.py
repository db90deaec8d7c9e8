"""The feed of changed verdicts, in Atom (RFC 4287). Pure: the same changes are the same text."""

from collections.abc import Sequence
from datetime import UTC, datetime, time
from urllib.parse import urlsplit
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from dashboard.feeds.changes import Told, told
from dashboard.feeds.places import Places
from dashboard.i18n.locale import language, translate
from dashboard.urls.view_state import LEDGER
from indicators.catalogue import catalogue
from indicators.i18n.messages import ENGLISH
from indicators.judging.ledger import Change

SPACE, XHTML = "http://www.w3.org/2005/Atom", "http://www.w3.org/1999/xhtml"


def text(changes: Sequence[Change], at: Places) -> str:
    """Changes, newest first, in the current language, with links to where they are."""
    shown = [told(one, at) for one in reversed(changes)]
    feed = Element("feed", {"xmlns": SPACE, "xml:lang": language()})
    _add(feed, "id", _tag(at, "changes"))
    _add(feed, "title", translate("Claimboard: changed verdicts"))
    _add(feed, "updated", _moment(max((one.moment for one in shown), default=_published())))
    SubElement(feed, "link", {"rel": "self", "type": "application/atom+xml", "href": at.file("feed.atom")})
    SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": at.page(LEDGER)})
    _add(SubElement(feed, "author"), "name", "Claimboard")
    _add(feed, "generator", "Claimboard")
    for one in shown:
        _entry(feed, one, at)
    ElementTree.indent(feed, "")
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(feed, encoding="unicode") + "\n"


def _entry(feed: Element, one: Told, at: Places) -> None:
    entry = SubElement(feed, "entry")
    _add(entry, "id", _tag(at, one.id))
    _add(entry, "title", one.headline)
    _add(entry, "published", _moment(one.moment))
    _add(entry, "updated", _moment(one.moment))
    SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": one.address})
    SubElement(entry, "link", {"rel": "related", "type": "image/png", "href": one.card})
    content = SubElement(SubElement(entry, "content", {"type": "xhtml"}), "div", {"xmlns": XHTML})
    for words, spoken in ((one.why, language()), (one.sentence, ENGLISH)):
        if words:
            SubElement(content, "p", {"xml:lang": spoken}).text = _sound(words)


def _add(parent: Element, name: str, words: str) -> None:
    SubElement(parent, name).text = _sound(words)


def _sound(words: str) -> str:
    """Text without what XML cannot hold."""
    return "".join(one for one in words if one in "\t\n" or (one >= " " and one not in "\ufffe\uffff"))


def _tag(at: Places, name: str) -> str:
    """A tag URI (RFC 4151): the board's host on the day of the article, and a name that never changes."""
    return f"tag:{urlsplit(at.file('')).hostname or 'localhost'},{catalogue.article().published}:{name}"


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _published() -> datetime:
    return datetime.combine(catalogue.article().published, time(), UTC)
