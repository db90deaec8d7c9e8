"""The calendar of releases, by the rules of RFC 5545."""

import re
from dataclasses import replace
from datetime import date

import pytest

from dashboard.feeds import ical
from dashboard.feeds.places import Board
from dashboard.i18n.locale import NAMES, speaking
from indicators.judging.radar import Coming
from tests.feeds.conftest import AT, BASE

GDP = Coming(
    date(2026, 12, 23), "gross domestic product", date(2026, 7, 1), "third", True, ("GDP",),
    ("capex-dependence", "only-engine", "two-economies", "gdp-without-ai", "real-economy-shrinks"),
)  # fmt: skip
EXPECTED = Coming(
    date(2026, 12, 6), "Freddie Mac", on_calendar=False, series=("MORTGAGE30US",), claims=("housing-out-of-reach",)
)
IDLE = Coming(date(2026, 12, 7), "factory orders")


def text(*releases: Coming) -> str:
    return ical.text(releases, Board(BASE), int(AT.timestamp()))


def events(calendar: str) -> list[dict[str, str]]:
    unfolded = calendar.replace("\r\n ", "")
    parts = re.findall(r"BEGIN:VEVENT\r\n(.*?)END:VEVENT", unfolded, re.S)
    return [dict(line.split(":", 1) for line in part.strip().split("\r\n")) for part in parts]


@pytest.mark.parametrize("language", NAMES)
def test_lines_end_with_crlf_and_have_75_octets_at_most_and_no_letter_is_cut(language: str):
    with speaking(language):
        calendar = text(GDP, EXPECTED)
    assert calendar.endswith("\r\n") and "\n" not in calendar.replace("\r\n", "")
    lines = calendar.encode().split(b"\r\n")
    assert max(map(len, lines)) <= 75 and all(line.decode() is not None for line in lines)
    assert any(line.startswith(b" ") for line in lines), "something is folded"


def test_a_calendar_and_its_events_have_all_that_they_must_once():
    calendar = text(GDP, EXPECTED, IDLE)
    lines = calendar.split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR" and lines[-2:] == ["END:VCALENDAR", ""]
    assert lines.count("VERSION:2.0") == 1 and sum(line.startswith("PRODID:") for line in lines) == 1
    found = events(calendar)
    assert len(found) == 2, "what no verdict hangs on is in no calendar"
    for one in found:
        assert re.fullmatch(r"\d{8}T\d{6}Z", one["DTSTAMP"]) and one["UID"].endswith("@board.example.org")
        assert re.fullmatch(r"\d{8}", one["DTSTART;VALUE=DATE"]) and one["DTEND;VALUE=DATE"] > one["DTSTART;VALUE=DATE"]


def test_an_event_names_its_release_and_what_hangs_on_it():
    own, expected = events(text(GDP, EXPECTED))
    assert own["SUMMARY"] == "gross domestic product\\, 2026Q3\\, third" and own["STATUS"] == "CONFIRMED"
    assert own["DESCRIPTION"].startswith("Verdicts that hang on it: ") and own["URL"] == f"{BASE}/releases"
    assert expected["STATUS"] == "TENTATIVE" and expected["DESCRIPTION"].startswith("The day is expected\\, by")


def test_an_event_stays_the_same_when_its_day_moves():
    moved = replace(GDP, day=date(2026, 12, 30))
    assert events(text(GDP))[0]["UID"] == events(text(moved))[0]["UID"] != events(text(EXPECTED))[0]["UID"]
    assert events(text(replace(GDP, estimate="advance")))[0]["UID"] != events(text(GDP))[0]["UID"]


def test_a_calendar_without_releases_is_one_all_the_same():
    assert text().startswith("BEGIN:VCALENDAR\r\n") and events(text()) == []
