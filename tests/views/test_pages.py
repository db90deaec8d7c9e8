"""Every page runs, shows what the library finds, and renders no word of a provider as markup."""

import html
import json
import os
import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from plotly.graph_objects import Figure
from streamlit.testing.v1 import AppTest

from dashboard.charts import drawing
from dashboard.i18n import labels
from dashboard.session import over_time, state
from dashboard.templates import render
from dashboard.theme.tokens import DARK, LIGHT, VERDICTS
from dashboard.urls.view_state import EDITIONS
from dashboard.views import board
from indicators.catalogue import catalogue
from indicators.judging import evaluate, registry
from indicators.judging.shared import counted_once
from indicators.model import Finding
from indicators.store.store import Store
from tests.patience import LONG
from tests.views.running import (
    APP,
    CHARTED,
    HOSTILE,
    PAGES,
    PAST,
    ROOT,
    Open,
    clean,
    control,
    figures,
    followed,
    fresh,
    markup,
    of_claim,
    press,
    ships,
    text,
    unfold,
    visit,
)

__all__ = ["fresh", "visit"]  # fixtures


@pytest.fixture(scope="module")
def found(store: Store) -> dict[str, Finding]:
    """What the library finds, by claim."""
    return {one.id: one for one in evaluate.findings(store, today=date.today())}


# --- every page -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name in PAGES if name not in catalogue.theses()])
def test_a_page_runs_and_has_its_heading_and_foot(visit: Open, name: str):
    has_heading_and_foot(visit(name))


def has_heading_and_foot(page: AppTest) -> None:
    assert markup(page).count("<h1>") == 1
    assert "Not investment advice" in text(page)


def test_every_page_of_the_navigation_is_tried_here():
    there = {path.stem for path in (ROOT / "dashboard" / "app_pages").glob("*.py")}
    assert there - {"__init__"} == set(PAGES)


@pytest.mark.parametrize("id", catalogue.claims())
def test_every_claim_opens_with_its_words_and_its_verdict(
    visit: Open, id: str, found: dict[str, Finding], monkeypatch: pytest.MonkeyPatch
):
    """What takes long has tests of its own: what charts draw, and the finding month by month."""
    monkeypatch.setattr(drawing, "figure", lambda sketch: Figure({"data": [{"y": [1]}]}))
    monkeypatch.setattr(over_time, "history", lambda claim: [])
    page, claim, finding = of_claim(visit, id), catalogue.claims()[id], found[id]
    has_heading_and_foot(page)
    said = text(page)
    assert claim.en in said and finding.sentence in said
    assert any(getattr(claim, language) in said for language in EDITIONS)
    assert VERDICTS[finding.status].word in said
    assert finding.falsifier in said and finding.threshold in said and finding.answer in said
    all_its_charts_are_there_with_words_for_who_cannot_see(page, id)


def test_a_claims_page_has_its_finding_month_by_month(visit: Open, store: Store):
    strip = re.search(r"<section class='cb-history'>.*?</section>", markup(of_claim(visit, "vix-inversion")))
    moments = evaluate.history(store, catalogue.claims()["vix-inversion"], date.today())
    assert strip and 2 < strip[0].count("<li") <= len(moments)
    assert {one.basis for one in moments if one.value is not None} == {"reconstructed"}
    assert "°" not in strip[0] and "Reconstructed from later vintages" in strip[0], "said once"


@pytest.mark.parametrize(("marks", "count"), [("°°", 0), ("° ", 2), ("  ", 0)])
def test_a_month_is_marked_where_not_all_are_and_never_without_a_number(marks: str, count: int):
    word = VERDICTS["mixed"]
    moments = [
        {"day": PAST, "day_name": "", "word": word, "name": "", "amount": amount, "mark": mark.strip()}
        for mark, amount in [*zip(marks, ("1", "2"), strict=True), ("°", "")]
    ]
    assert render("history.html", title="", moments=moments, key="so").count("°") == count  # in a cell and in the key


# --- the board ------------------------------------------------------------------------------------


def test_a_claim_that_no_series_can_settle_has_no_history(visit: Open):
    assert "<section class='cb-history'" in markup(of_claim(visit, "capex-dependence"))
    assert "<section class='cb-history'" not in markup(of_claim(visit, "policy-backs-ai"))


def test_the_board_lists_every_claim_under_its_thesis_with_a_link(visit: Open):
    page = visit("board")
    said, written = text(page), markup(page)
    for claim in catalogue.claims().values():
        assert claim.en in said
        assert f"?claim={claim.id}'" in written
    assert all(thesis.title in said for thesis in catalogue.theses().values())


def test_the_board_says_of_each_claim_what_was_found(visit: Open, found: dict[str, Finding]):
    said = text(visit("board"))
    for one in found.values():
        assert (one.answer or one.sentence) in said
        assert labels.amount(one.value, one.unit) in said


def test_the_boards_tally_adds_up(visit: Open, found: dict[str, Finding]):
    then, now = markup(visit("board")).split("class='bar'>")[1:]
    for bar, statuses in (
        (then, ((one.id, one.at_publication["status"]) for one in found.values())),
        (now, ((one.id, one.status) for one in found.values())),
    ):
        assert sum(int(n) for n in re.findall(r"<b>(\d+)</b>", bar.split("</header>")[0])) == len(
            counted_once(statuses)
        )


def test_the_boards_headline_is_its_news(visit: Open, found: dict[str, Finding]):
    said = text(visit("board"))
    counts = Counter(counted_once((one.id, one.status) for one in found.values()))
    assert f"Of 34 claims {counts['supported']} hold, {counts['contradicted']} fail and {counts['mixed']} are" in said
    moved = sum(board._has_moved(one) for one in found.values())
    assert moved and f"{moved} verdicts have moved since." in said


def test_the_moved_are_shown_alone(visit: Open, found: dict[str, Finding]):
    page = visit("board")
    page.get("button_group")[0].set_value(["moved"]).run()
    assert markup(clean(page)).count("<li class='cb-row") == sum(map(board._has_moved, found.values()))


def test_the_board_says_what_the_figures_are(visit: Open):
    said = text(visit("board"))
    assert re.search(r"Figures as shipped, verdicts on data up to \d{1,2} \w+ \d{4}", said)


def test_the_board_draws_no_plotly_chart_and_loads_no_chart_code(store: Store):
    code = f"""
import sys
from streamlit.testing.v1 import AppTest
page = AppTest.from_file({str(APP)!r}, default_timeout={LONG}).run()
assert not page.exception and not page.get("plotly_chart")
print(*sorted(name for name in sys.modules if name.startswith("dashboard.")))
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=own_environment(store),
        capture_output=True,
        text=True,
        timeout=LONG,
        check=True,
    )
    assert "dashboard.views.board" in done.stdout.split()
    assert not {"dashboard.charts.drawing", "dashboard.charts.captions", "dashboard.components.chart_panel"} & set(
        done.stdout.split()
    )


def own_environment(store: Store) -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(ROOT), "CLAIMBOARD_STORE": store.name}


@pytest.mark.parametrize("status", ["supported", "untestable", "contradicted"])
def test_the_filter_shows_claims_of_one_verdict_only(visit: Open, found: dict[str, Finding], status: str):
    page = visit("board")
    page.get("button_group")[0].set_value([status]).run()
    rows = markup(clean(page)).count("<li class='cb-row")
    assert rows == [one.status for one in found.values()].count(status)
    if not rows:
        assert "No claim has this verdict" in page.markdown[0].value


# --- thesis pages ---------------------------------------------------------------------------------


@pytest.mark.parametrize("id", [*[id for id, one in catalogue.claims().items() if id in CHARTED][:2], "only-engine"])
def test_the_quote_is_shown_in_each_language(visit: Open, id: str):
    page, claim = of_claim(visit, id), catalogue.claims()[id]
    for language in EDITIONS:
        control(page, "quote").set_value(language).run()
        assert getattr(claim, language) in text(clean(page))
        assert f"lang='{language}'" in markup(page)


@pytest.mark.parametrize(("language", "below"), [("en", "ja"), ("vi", "en")])
def test_the_quote_does_not_stand_twice_below_the_claim(visit: Open, language: str, below: str):
    shown = markup(of_claim(visit, "poverty-line", lang=language))
    assert re.findall(r"<blockquote class='cb-edition'><p lang='(\w+)'>", shown) == [below]


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("thesis", ["ai_capex", "labor"])
def test_a_hostile_claim_is_ignored_and_an_unknown_one_named(
    visit: Open, first: dict[str, str], thesis: str, words: str
):
    said = text(visit(thesis, claim=words))
    title = catalogue.theses()[thesis].title
    unknown = f"No claim of “{title}” is called {words}; this is its first. "
    assert (unknown in said) == (words == "no-such-claim")
    assert said.replace(unknown, "") == (first.get(thesis) or first.setdefault(thesis, text(visit(thesis))))


def test_a_claim_of_another_thesis_is_said_to_be_none_of_this_one(visit: Open):
    assert "is called capex-dependence; this is its first." in text(visit("labor", claim="capex-dependence"))


@pytest.fixture(scope="module")
def first() -> dict[str, str]:
    """What the page of a thesis says that is asked for no claim, once it has been opened."""
    return {}


def test_a_claim_given_twice_breaks_nothing(visit: Open):
    visit("ai_capex", claim=["capex-dependence", "<script>"])


def test_only_the_chart_that_decides_is_drawn_until_more_are_asked_for(visit: Open):
    page = of_claim(visit, "gdp-without-ai", further="false")
    (switch,) = [one for one in page.toggle if one.key == "further"]
    assert len(figures(page)) == 1
    titles = [one.title for one in registry.indicators().values() if "gdp-without-ai" in one.serves]
    assert all(title in text(page) for title in titles)
    assert len(figures(clean(switch.set_value(True).run()))) == len(titles)


@pytest.mark.parametrize("asked", [{"gdp-without-ai-horizon": "A quarter, annualised"}, {"chart": "gdp-without-ai"}])
def test_a_link_to_a_further_chart_has_it_drawn(visit: Open, asked: dict[str, str]):
    page = followed("ai_capex", {"claim": "gdp-without-ai"} | asked)
    del page.query_params["further"]
    assert len(figures(clean(page.run()))) > 1


@pytest.mark.parametrize("words", HOSTILE[:3], ids=range(3))
def test_hostile_controls_in_the_address_are_ignored(visit: Open, words: str):
    query = {
        "quote": words,
        "gdp-without-ai-horizon": words,
        "gdp-without-ai-basket": words,
        "gdp-without-ai-years": words,
    }
    assert figures(of_claim(visit, "gdp-without-ai", **query)) == figures(of_claim(visit, "gdp-without-ai"))


def all_its_charts_are_there_with_words_for_who_cannot_see(page: AppTest, id: str) -> None:
    expected = [one for one in registry.indicators().values() if id in one.serves and one.hints.kind != "table"]
    lacking = [one for one in expected if any(one.title in warning.value.replace("\\", "") for warning in page.warning)]
    assert not any(ships(one) for one in lacking)
    shown, expected = page.get("plotly_chart"), [one for one in expected if one not in lacking]
    for indicator in expected:  # of a leg without a past there is none
        drawn = [chart for chart in shown if chart.proto.alt.startswith(indicator.title)]
        assert drawn or indicator.hints.decides, indicator.id
    assert len(shown) <= len(expected)
    for chart in shown:
        assert json.loads(chart.proto.spec)["data"]
        assert chart.proto.theme == ""


def test_a_control_changes_the_chart_and_its_subtitle(visit: Open):
    page = of_claim(visit, "gdp-without-ai")
    before = figures(page)
    control(page, "gdp-without-ai-horizon").set_value(3).run()
    changed = [one != other for one, other in zip(before, figures(clean(page)), strict=True)]
    assert sum(changed) == 1


def test_an_emptied_choice_says_what_is_shown_instead(visit: Open):
    page = of_claim(visit, "capex-dependence")
    before, said = figures(page)[0], "None chosen, so shown with Equipment and Software."
    assert said not in [one.value for one in page.caption]
    emptied = clean(control(page, "ai-investment-share-parts").set_value([]).run())
    assert said in [one.value for one in emptied.caption] and figures(emptied)[0] == before


def test_a_link_brings_back_what_was_chosen(visit: Open):
    page = of_claim(visit, "gdp-without-ai")
    control(page, "gdp-without-ai-horizon").set_value(3).run()
    linked = of_claim(visit, "gdp-without-ai", **{"gdp-without-ai-horizon": "A quarter, annualised"})
    assert figures(linked) == figures(page)


# --- cards ----------------------------------------------------------------------------------------


def test_a_card_is_drawn_only_when_asked_for_and_shows_what_was_chosen(visit: Open, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(
        "CLAIMBOARD_PUBLIC_URL", "https://board.example.org"
    )  # a picture names no address of this machine
    page = of_claim(visit, "gdp-without-ai")
    before = figures(page)
    control(page, "gdp-without-ai-horizon").set_value(3).run()
    unfold(page, "take-gdp-without-ai")
    (card,) = [one for one in figures(press(page, "gdp-without-ai-card")) if one["layout"].get("width")]
    assert len(figures(page)) == len(before) + 1
    assert (card["layout"]["width"], card["layout"]["height"]) == (1200, 628)
    words = " ".join(annotation["text"] for annotation in card["layout"]["annotations"])
    assert "a quarter, annualised" in words and "gdp-without-ai-horizon=A+quarter" in words


def test_a_card_is_light_in_every_theme(visit: Open, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(state, "is_dark", lambda: True)
    page = press(unfold(of_claim(visit, "vix-inversion"), "take-vix-ratio"), "vix-ratio-card")
    papers = {one["layout"].get("width"): one["layout"]["paper_bgcolor"] for one in figures(page)}
    assert papers == {1200: LIGHT.paper, None: DARK.paper}


def test_what_a_row_unfolds_is_text_where_a_finding_says_tags(
    found: dict[str, Finding], store: Store, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("CLAIMBOARD_STORE", store.name)
    rows = board.rows([replace(found["capex-dependence"], answer="<img src=x onerror=alert(1)>")], are_folded=True)
    unfolded = html.unescape(re.search("data-answer='(.*?)'", rows)[1])
    assert "<img src=x" not in unfolded and "&lt;img src=x" in unfolded
