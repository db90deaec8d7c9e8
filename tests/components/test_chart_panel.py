"""Every exhibit that has controls, by itself: each can be moved, and it is drawn or says why not."""

from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from indicators.judging import registry
from indicators.model import Indicator
from indicators.store.store import Store
from tests.patience import LONG
from tests.views.running import clean, control, ships

ALONE = """
from dashboard.components import chart_panel, copy_link
from indicators.catalogue import catalogue
from indicators.judging import registry

one = registry.indicators()["{id}"]
copy_link.stand_at(one.thesis, None)
chart_panel.show(one, catalogue.claims()[one.serves[0]])
"""


def choices(indicator: Indicator) -> list[tuple[str, Any]]:
    """Every control of an indicator at its ends, and all, one or none of those that take several.

    What lies between is run without a page, in the registry's tests.
    """
    found: list[tuple[str, Any]] = []
    if indicator.hints.years is not None:
        found += [(f"{indicator.id}-years", years) for years in (5, 0)]
    for one in indicator.controls:
        key = f"{indicator.id}-{one.id}"
        if one.bounds:
            found += [(key, one.bounds[0]), (key, one.bounds[1])]
        elif not one.options:
            found += [(key, day) for day in (date(2006, 1, 3), date.today(), None)]
        elif one.many:
            found += [(key, list(one.options[:1])), (key, list(one.options)), (key, [])]
        else:
            found += [(key, option) for option in (one.options[0], one.options[-1])]
    return found


@pytest.mark.sweep(5)
@pytest.mark.parametrize("id", [id for id, one in registry.indicators().items() if one.controls])
def test_every_control_of_every_exhibit_runs(id: str, store: Store, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("CLAIMBOARD_STORE", store.name)
    indicator = registry.indicators()[id]
    page = clean(AppTest.from_string(ALONE.format(id=id), default_timeout=LONG).run())
    if page.warning and not ships(indicator):
        pytest.skip("its series come by a refresh")
    for key, option in choices(indicator):
        control(page, key).set_value(option).run()
        clean(page)
        # A market that may not ship and a day before all data are told in a sentence.
        assert all(warning.value.startswith(indicator.title) for warning in page.warning)
        if page.warning:
            return  # nothing is drawn, so there are no further controls
