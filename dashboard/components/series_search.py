"""The explorer's search: finds series by id, other names, title or agency, and lists the chosen ones by letter.

Ranking is the script's, so that what Enter takes is what the reader sees first.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import streamlit as st

from dashboard.i18n.locale import language, translate
from dashboard.theme import assets
from indicators.catalogue import aliases, catalogue

KEY = "explorer-search"


def offer(chosen: Sequence[dict[str, str]], taken: Callable[[str], None], dropped: Callable[[str], None]) -> None:
    """Mount the search above the chosen series; what is taken or dropped is told before the page runs again."""
    style, script = assets.text("theme/series_search.css"), assets.text("static/series_search.js")
    mount = st.components.v2.component(
        "claimboard_series_search", html=assets.text("static/series_search.html"), css=style, js=script
    )
    mount(
        key=KEY,
        data={"choices": _choices(language()), "chosen": list(chosen), "words": _words()},
        on_take_change=lambda: _tell("take", taken),
        on_drop_change=lambda: _tell("drop", dropped),
    )


def _tell(event: str, told: Callable[[str], None]) -> None:
    id = st.session_state[KEY].get(event)
    if isinstance(id, str):
        told(id)


def _words() -> dict[str, str]:
    return {
        "label": translate("Series"),
        "placeholder": translate("id, title, agency or usual name: 10y-2y, core PCE, net liquidity"),
        "remove": translate("Remove {id}", id="{id}"),
        "none": translate("No series is called so."),
    }


@lru_cache
def _choices(spoken: str) -> list[dict[str, Any]]:
    """All that can be found, as read in a language."""
    series = [
        _choice(one.id, one.id, one.title, one.agency, aliases.names().get(one.id, ()))
        for one in catalogue.series().values()
    ]
    views = [
        _choice(view.id, view.formula.replace("-", "−"), view.title, ", ".join(view.series), view.names)
        for view in aliases.views().values()
    ]
    return series + views


def _choice(id: str, shown: str, title: str, more: str, names: Sequence[str]) -> dict[str, Any]:
    """One choice; what is read in another language is found by its English words too."""
    said, beside = translate(title), translate(more)
    unsaid = [more, *aliases.agencies().get(more, ())]
    english = [title] if title != said else []
    return {"id": id, "shown": shown, "title": said, "more": beside, "unsaid": unsaid, "names": [*names, *english]}
