"""The explorer as its readers use it: a search, what Enter takes, formulas with names, and what is said at them."""

from collections.abc import Callable
from typing import Any

from tests import browser
from tests.conftest import IN_BROWSER
from tests.views.test_in_browser import Visit, visit, window

__all__ = ["visit", "window"]

pytestmark = IN_BROWSER

ALONE = "/explorer?explorer-series=UNRATE"


def search(page: Any) -> Any:
    return page.get_by_role("combobox", name="Series", exact=True)


def test_the_best_match_stands_first_and_what_is_meant_by_other_words_is_found(visit: Callable[..., Visit]):
    page = visit(ALONE, charts=1).page
    first = {
        "core PCE": "PCEPILFE", "repo": "RRPONTSYD", "oil": "DCOILWTICO", "TGA": "WTREGEN", "fed balance sheet": "WALCL",
        "10y-2y": "DGS10, DGS2", "T10Y2Y": "DGS10, DGS2", "net liquidity": "WALCL, WTREGEN, RRPONTSYD",
        "PCEPILFE": "PCEPILFE", "s&p 500": "SPX_CLOSE", "total nonfarm": "PAYEMS", "bls": "PAYEMS", "unempl": "UNRATE",
    }  # fmt: skip
    for asked, id in first.items():
        search(page).fill(asked)
        option = page.get_by_role("option").first
        assert id in option.inner_text(), asked
        assert option.get_attribute("aria-selected") == "true", "Enter takes what stands first"
    search(page).fill("core PCE")
    assert page.get_by_role("option").count() == 1, "letters in order are no match"
    search(page).fill("zzz")
    assert page.get_by_role("option").count() == 0
    page.get_by_role("status").filter(has_text="No series is called so.").wait_for()


def test_enter_takes_the_marked_series_and_nothing_else(visit: Callable[..., Visit]):
    first = visit(ALONE, charts=1)
    page = first.page
    search(page).fill("PCEPILFE")
    search(page).press("Enter")
    page.wait_for_url("**explorer-series=PCEPILFE**")
    assert page.url.count("explorer-series=") == 2
    search(page).press("Enter")  # of nothing asked nothing is taken
    search(page).fill("unemployment rate, ages")
    search(page).press("ArrowDown")
    search(page).press("Enter")
    page.wait_for_url("**explorer-series=LNS14024887**")
    assert page.url.count("explorer-series=") == 3
    assert not first.trouble


def test_a_view_brings_its_formula_and_a_formula_follows_its_series(visit: Callable[..., Visit]):
    page = visit(ALONE, charts=1).page
    search(page).fill("10y-2y")
    search(page).press("Enter")
    page.wait_for_url("**explorer-formula=b+-+c**")
    page.get_by_role("button", name="Remove UNRATE").click()
    page.wait_for_url("**explorer-formula=a+-+b**")
    assert "UNRATE" not in page.url
    page.get_by_role("button", name="Remove DGS2", exact=True).click()
    browser.until(page, "!location.search.includes('formula')")
    page.get_by_role("button", name="Remove DGS10", exact=True).click()
    page.get_by_text("Choose a series").wait_for()
    assert "explorer-series=" in page.url, "an empty choice is in the address"


def test_net_liquidity_is_written_beside_the_stock_index_and_what_cannot_be_read_is_said_at_its_field(
    visit: Callable[..., Visit],
):
    ids = "&".join(f"explorer-series={id}" for id in ("WALCL", "WTREGEN", "RRPONTSYD", "SPX_CLOSE"))
    first = visit(f"/explorer?{ids}&explorer-from=2015", charts=1)
    page = first.page
    page.get_by_label("Formula", exact=True).fill("a - b - c")
    page.get_by_label("Formula", exact=True).press("Enter")
    page.get_by_label("Name of the line", exact=True).fill("Net liquidity")
    page.get_by_label("Name of the line", exact=True).press("Enter")
    drawn = page.locator(".js-plotly-plot .annotation text")
    drawn.filter(has_text="Net liquidity · S&P 500, close").wait_for()
    page.get_by_label("Formula 2", exact=True).fill("a - d")
    page.get_by_label("Formula 2", exact=True).press("Enter")
    told = page.get_by_role("alert").filter(has_text="The formula adds or subtracts unlike units, dollars and index.")
    told.wait_for()
    field, below = browser.box(page.get_by_label("Formula 2", exact=True)), browser.box(told)
    assert 0 <= below["y"] - field["y"] - field["height"] < 40
    assert "explorer-name=Net" in page.url and not first.trouble


def test_on_a_phone_a_fault_shows_though_the_fields_are_folded_away(visit: Callable[..., Visit]):
    page = visit("/explorer?explorer-series=UNRATE&explorer-formula=a+-", charts=1, size="phone").page
    page.get_by_text("The formula cannot be read as arithmetic.").last.wait_for()


def test_the_series_chosen_are_there_again_by_the_address(visit: Callable[..., Visit]):
    first = visit(ALONE, charts=1)
    search(first.page).fill("gold")
    search(first.page).press("Enter")
    first.page.wait_for_url("**explorer-series=GOLD_USD**")
    again = visit(first.page.url.removeprefix(first.base), charts=1).page
    for id in ("UNRATE", "GOLD_USD"):
        again.get_by_role("button", name=f"Remove {id}", exact=True).wait_for()
    first.page.go_back()
    first.page.get_by_role("button", name="Remove GOLD_USD", exact=True).wait_for(state="detached")
    first.page.get_by_role("button", name="Remove UNRATE", exact=True).wait_for()
