"""Finished charts: drawn once for all readers who see the same, and anew for who sees another."""

import gc
import weakref

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.charts import drawing
from dashboard.session import memory, pictures
from indicators.store.store import Store
from tests.patience import LONG

ID = "vix-ratio"
ALONE = f"""
from dashboard.components import chart_panel, copy_link
from indicators.catalogue import catalogue
from indicators.judging import registry

one = registry.indicators()["{ID}"]
copy_link.stand_at(one.thesis, None)
chart_panel.show(one, catalogue.claims()[one.serves[0]])
"""


@pytest.fixture
def drawn(store: Store, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The charts that were drawn, in turn."""
    monkeypatch.setenv("CLAIMBOARD_STORE", store.name)
    pictures._kept.cache_clear()
    drawn: list[str] = []
    draw = drawing.figure

    def noted(sketch):
        drawn.append(sketch.indicator.id)
        return draw(sketch)

    monkeypatch.setattr(drawing, "figure", noted)
    return drawn


def reader(**session: str) -> AppTest:
    page = AppTest.from_string(ALONE, default_timeout=LONG)
    for name, value in session.items():
        page.session_state[name] = value
    page.run()
    assert not page.exception and not page.error
    return page


def spec(page: AppTest) -> str:
    return page.get("plotly_chart")[0].proto.spec


def test_a_chart_is_drawn_once_for_all_readers_and_again_for_another_width_language_or_choice(drawn: list[str]):
    first, second = reader(), reader()
    assert spec(first) == spec(second) and drawn == [ID]
    others = [reader(size="narrow"), reader(lang="ja"), reader()]
    others[-1].session_state[f"{ID}-years"] = 0
    others[-1].run()
    assert len({spec(first), *map(spec, others)}) == 4 and len(drawn) == 4


def test_what_is_behind_a_closed_button_is_not_made(drawn: list[str]):
    page = reader()
    assert not page.dataframe and not page.get("download_button") and not page.get("bidi_component")
    for key, kind in (
        (f"look-{ID}", "dataframe"),
        (f"take-{ID}", "download_button"),
        (f"share-{ID}", "bidi_component"),
    ):
        page.session_state[key] = True
        page.run()
        assert page.get(kind), key
    assert drawn == [ID]


@pytest.mark.parametrize("said", ["much", "-1", "1e9"])
def test_a_limit_that_is_none_is_refused(said: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(memory.VARIABLE, said)
    with pytest.raises(ValueError, match=memory.VARIABLE):
        memory.for_charts()


class Ring:
    """Garbage that only a collection frees."""

    def __init__(self) -> None:
        self.itself = self


def test_what_lived_through_a_collection_is_passed_by_until_the_one_that_looks_at_all():
    gc.unfreeze()
    memory.spare()
    try:
        gc.collect()
        kept = Ring()
        gone = weakref.ref(kept)
        gc.collect()
        assert gc.get_freeze_count() > 10_000
        del kept
        young = weakref.ref(Ring())
        gc.collect()
        assert gone() and not young()
        for _ in range(memory.WHOLE + 1):
            gc.collect()
        assert not gone()
    finally:
        gc.callbacks.remove(memory._spared)
        gc.unfreeze()
