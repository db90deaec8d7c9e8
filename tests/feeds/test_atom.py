"""The feed of changed verdicts, by the rules of RFC 4287 that a validator holds it to."""

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from dashboard.feeds import atom
from dashboard.feeds.places import Board
from dashboard.i18n.locale import NAMES, speaking
from indicators.judging.ledger import Change
from tests.feeds.conftest import BASE, change

SPACE = "{http://www.w3.org/2005/Atom}"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
TAG = re.compile(r"tag:[a-z0-9.-]+,\d{4}-\d\d-\d\d:\S+")


def several() -> list[Change]:
    first, second = change(), change("low-skill-third")
    return [first, replace(second, now=replace(second.now, computed_at=second.now.computed_at + 60))]


def read(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(text.encode())


@pytest.mark.parametrize("language", NAMES)
@pytest.mark.parametrize("count", [0, 1, 2])
def test_a_feed_and_its_entries_have_all_that_they_must_once(language: str, count: int):
    with speaking(language):
        feed = read(atom.text(several()[:count], Board(BASE)))
    entries = feed.findall(f"{SPACE}entry")
    assert len(entries) == count and feed.get("{http://www.w3.org/XML/1998/namespace}lang") == language
    for one in (feed, *entries):
        for name in ("id", "title", "updated"):
            assert len(one.findall(SPACE + name)) == 1 and one.findtext(SPACE + name)
        assert MOMENT.fullmatch(one.findtext(f"{SPACE}updated")) and TAG.fullmatch(one.findtext(f"{SPACE}id"))
        links = [(link.get("rel"), link.get("type")) for link in one.findall(f"{SPACE}link")]
        assert links.count(("alternate", "text/html")) == 1 and len(links) == len(set(links))
        assert all(link.get("href").startswith(f"{BASE}/") for link in one.findall(f"{SPACE}link"))
    assert feed.find(f"{SPACE}author/{SPACE}name").text == "Claimboard"
    (own,) = [link for link in feed.findall(f"{SPACE}link") if link.get("rel") == "self"]
    assert own.get("href").startswith(f"{BASE}/feed.atom") and own.get("type") == "application/atom+xml"
    ids = [one.findtext(f"{SPACE}id") for one in (feed, *entries)]
    assert len(ids) == len(set(ids)), "an id is nobody else's"


def test_entries_are_newest_first_and_the_feed_is_as_new_as_the_first():
    feed = read(atom.text(several(), Board(BASE)))
    moments = [one.findtext(f"{SPACE}updated") for one in feed.findall(f"{SPACE}entry")]
    assert moments == sorted(moments, reverse=True) and feed.findtext(f"{SPACE}updated") == moments[0]


def test_an_entry_says_what_a_notification_says():
    (entry,) = read(atom.text([change()], Board(BASE))).findall(f"{SPACE}entry")
    assert entry.findtext(f"{SPACE}title").endswith("Mixed, 0.74% → Supported, 1.76%")
    content = entry.find(f"{SPACE}content")
    (div,) = content
    assert (content.get("type"), div.tag) == ("xhtml", "{http://www.w3.org/1999/xhtml}div")
    assert [p.text for p in div] == ["Turned by gross domestic product (new: 2026Q2).", "Investment <rose> & *rose*."]


def test_an_id_stays_whatever_the_language_and_however_often_it_is_asked():
    ids = set()
    for language in NAMES:
        with speaking(language):
            ids.add(read(atom.text([change()], Board(BASE))).findtext(f"{SPACE}entry/{SPACE}id"))
    assert ids == {f"tag:board.example.org,2025-12-01:{change().id}"}
    assert atom.text(several(), Board(BASE)) == atom.text(several(), Board(BASE))


def test_what_xml_cannot_hold_is_left_out():
    one = change()
    odd = replace(one, now=replace(one.now, sentence="a\0b\x1b[31m\uffff ]]> <b>"))
    (_, sentence) = read(atom.text([odd], Board(BASE))).iter("{http://www.w3.org/1999/xhtml}p")
    assert sentence.text == "ab[31m ]]> <b>"
