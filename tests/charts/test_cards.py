"""Cards: of their size, with all their words inside, opening with the claim and its verdict."""

import html
import re
from dataclasses import replace

import pytest

from dashboard.charts.spec import CARDS
from dashboard.theme.tokens import VERDICTS
from tests.contracts.test_every_chart import LOWEST_SIZE, Shown, ems, every_chart, shown, squeezed, unmarked, written

__all__ = ["shown"]


def boxes(layout: dict) -> list[tuple[str, float, float, float, float]]:
    """The lines of text above, below and beside the plot: text, left, top, right, bottom, pixels."""
    margin = layout["margin"]
    across, down = layout["width"] - margin["l"] - margin["r"], layout["height"] - margin["t"] - margin["b"]
    found = []
    for one in layout["annotations"]:
        if one.get("xref") != "paper" or one.get("yref") != "paper" or one.get("yanchor") != "top":
            continue
        left = margin["l"] + one["xshift"] + one["x"] * across
        top = margin["t"] + (1 - one["y"]) * down - one["yshift"]
        text, size = re.sub(r"<[^>]+>", "", one["text"]), one["font"]["size"]
        width = ems(html.unescape(text)) * size * (0.88 if "Serif" in one["font"].get("family", "") else 0.95)
        found.append((text, left, top, left + width, top + 1.15 * size))
    return found


@pytest.mark.sweep(7)
@every_chart
@pytest.mark.parametrize("name", CARDS)
def test_a_card_is_of_its_size_with_every_word_inside_and_none_over_another(shown: Shown, id: str, name: str):
    layout, edge = shown.on_card(id, name), CARDS[name].edge
    assert name == f"{layout['width']}x{layout['height']}"
    head, foot = layout["margin"]["t"], layout["height"] - layout["margin"]["b"]
    assert foot - head >= 0.28 * layout["height"], "hardly a plot is left"
    assert min(one["font"]["size"] for one in layout["annotations"]) >= LOWEST_SIZE <= layout["font"]["size"]
    lines = boxes(layout)
    for n, (text, left, top, right, bottom) in enumerate(lines):
        assert left >= edge - 4 and right <= layout["width"] and top >= 8 and bottom <= layout["height"] - 6, text
        assert bottom <= head + 1 or top >= foot - 1, f"on the plot: {text}"
        for other, left2, top2, right2, bottom2 in lines[:n]:
            apart = min(right, right2) - max(left, left2) <= 1 or min(bottom, bottom2) - max(top, top2) <= 1
            assert apart, f"{text} runs into {other}"


@every_chart
def test_a_card_says_whose_claim_what_was_found_from_what_and_where(shown: Shown, id: str):
    card = shown.card(id)
    word = VERDICTS[card.finding.status]
    agency = next((o.series.agency for o in card.panel.provenance.values()), "")
    told = (card.claim.id, card.indicator.title, word.glyph + word.word, agency, "Claimboard", "ata through")
    for name in CARDS:
        text = squeezed(unmarked(one["text"] for one in shown.on_card(id, name)["annotations"]))
        for words in told:
            assert squeezed(words) in text, f"{name}: {words}"
        assert squeezed(f"“{card.claim.en}”") in text, "the claim, whole"
        assert squeezed("Claim: arndxt, PANews, December 2025, our English.") in text


@pytest.mark.parametrize("name", CARDS)
def test_a_card_opens_with_the_claim_and_its_verdict_and_then_names_the_chart(shown: Shown, name: str):
    card = shown.card("hyperscaler-capex")
    layout = card.figure(name).layout
    head = [a for a in layout.annotations if a.yref == "paper" and a.y == 1 and a.yanchor == "top"]
    text = squeezed(unmarked(a.text for a in head))
    said = (card.claim.en, VERDICTS[card.finding.status].word, card.indicator.title, card.indicator.unit[1:])
    places = [text.index(squeezed(words)) for words in said]
    assert places == sorted(places)
    largest = max(a.font.size for a in head)
    assert unmarked([next(a for a in head if a.font.size == largest).text]).startswith(" “"), "the claim is largest"


@pytest.mark.parametrize("name", CARDS)
def test_a_long_claim_is_written_smaller_before_it_is_cut(shown: Shown, name: str):
    card = shown.card("hyperscaler-capex")

    def claimed(times: int) -> tuple[float, bool]:
        """How large a claim is written, and whether all of it is there."""
        words = "A claim " * times
        fig = replace(card, claim=replace(card.claim, en=words)).figure(name)
        lines = [a for a in fig.layout.annotations if "Serif" in (a.font.family or "")]
        assert len(lines) <= 3 and len({a.font.size for a in lines}) == 1
        return lines[0].font.size, squeezed(unmarked(a.text for a in lines)) == squeezed(f"“{words}”")

    found = [claimed(times) for times in range(4, 60, 4)]
    sizes, wholes = zip(*found, strict=True)
    assert list(sizes) == sorted(sizes, reverse=True) and len(set(sizes)) == 3
    assert list(wholes) == sorted(wholes, reverse=True) and wholes[0] and not wholes[-1]
    assert all(whole for size, whole in found if size > min(sizes)), "cut before it was small"


def test_a_card_has_a_link_where_that_leads_to_the_board(shown: Shown, monkeypatch: pytest.MonkeyPatch):
    card = shown.card("hyperscaler-capex")
    monkeypatch.delenv("CLAIMBOARD_PUBLIC_URL", raising=False)
    assert card.link.startswith("/ai-capex") and "/ai-capex" not in written(card.figure("850x600"))
    monkeypatch.setenv("CLAIMBOARD_PUBLIC_URL", "https://board.example.org")
    assert squeezed(f"Claimboard {card.link}") in squeezed(written(card.figure("850x600")))


def test_words_that_are_too_many_are_left_out_in_their_order_and_the_plot_keeps_its_room(shown: Shown):
    card = shown.card("bottleneck-percentiles")
    long = replace(card, claim=replace(card.claim, en="Words without an end " * 30))
    text = written(long.figure("540x540"))
    assert "Test:" not in text and "PURANUSDM" not in text, "the test and the series' ids go first"
    assert card.indicator.title in text and "U.S. Bureau of Labor Statistics" in text and "Claimboard" in text
    roomy = shown.card("hyperscaler-capex")
    assert all(id in written(roomy.figure("1200x628")) for id in roomy.panel.provenance)
