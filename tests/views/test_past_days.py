"""Pages as of a past day: only what was known then, and a day that is none is ignored."""

import re
from datetime import timedelta

import pytest

from indicators.catalogue import catalogue
from indicators.judging import evaluate
from indicators.store.store import Store
from tests.views.running import (
    PAST,
    Open,
    clean,
    figures,
    fresh,
    markup,
    of_claim,
    squeezed,
    squeezed_notes,
    text,
    visit,
)

__all__ = ["fresh", "visit"]

#: Where the board and a claim's page say what was found at publication.
PUBLICATION = re.compile("class='then'|<dt>At publication")


def test_the_board_of_a_past_day_is_what_was_known_then(visit: Open, store: Store):
    then = {one.id: one.answer or one.sentence for one in evaluate.findings(store, as_of=PAST)}
    page = visit("board", asof=PAST.isoformat())
    assert "As known on 1 December 2025" in text(page)
    assert [id for id, sentence in then.items() if squeezed(sentence) not in squeezed(text(page))] == []
    assert text(page) != text(visit("board"))


def test_on_a_day_before_the_article_nothing_is_said_of_its_publication(visit: Open):
    published = catalogue.article().published
    for page in (visit("board"), of_claim(visit, "capex-dependence")):
        clean(page.date_input(key="asof").set_value(published).run())
        assert PUBLICATION.search(markup(page))
        clean(page.date_input(key="asof").set_value(published - timedelta(days=1)).run())
        assert not PUBLICATION.search(markup(page))


def test_a_link_keeps_the_day(visit: Open):
    links = re.findall(r"<a href='([^']+)'", markup(visit("board", asof=PAST.isoformat())))
    assert links and all(re.search(rf"[?;]asof={PAST}$", link) for link in links)


def test_charts_of_a_past_day_end_before_it(visit: Open):
    page = of_claim(visit, "capex-dependence")
    clean(page.date_input(key="asof").set_value(PAST).run())
    assert "As known on 1 December 2025" in text(page)
    for figure in figures(page):
        days = [x for trace in figure["data"] for x in trace["x"] if re.fullmatch(r"\d{4}-\d\d-\d\d", str(x))]
        assert max(days) <= PAST.isoformat()
        assert "as known on 1 December 2025" in squeezed_notes(figure)


@pytest.mark.parametrize("day", ["banana", "<script>alert(1)</script>", "9999-12-31", "1066-10-14", "x" * 6000])
def test_a_day_that_is_none_is_ignored(visit: Open, day: str):
    assert text(visit("board", asof=day)) == text(visit("board"))
