"""Which series the explorer shows: found by its search, held in the address, each with a letter for formulas."""

import re
from collections.abc import Sequence

import streamlit as st

from dashboard.components import series_search
from dashboard.i18n import labels
from dashboard.i18n.locale import translate, translate_list
from dashboard.urls.explorer_params import ALIKE, OPENING, OWN_UNITS, SERIES, formula_key, id_of, known, name_key
from indicators.catalogue import aliases, catalogue
from indicators.explore import formula
from indicators.explore.pipeline import LETTERS, MOST, MOST_FORMULAS
from indicators.model import Series

#: Session state until the rerun: what could not be taken.
_SAID = "explorer-said"


def chosen() -> tuple[str, ...]:
    """Show the search and the chosen series; their ids."""
    asked = st.query_params.get_all(SERIES)
    ids = _ids(asked)
    st.session_state[SERIES] = ids  # the links of the page are made of it
    rows = [_row(letter, catalogue.find_series(id)) for letter, id in zip(LETTERS, ids, strict=False)]
    series_search.offer(rows, _take, _drop)
    for said in [*_unknown(asked), *st.session_state.pop(_SAID, [])]:
        st.warning(labels.plain(said))
    return ids


def _ids(asked: Sequence[str]) -> tuple[str, ...]:
    """The chosen ids: those the address opens with where it has none, and none where it says so."""
    if list(asked) == [""]:
        return ()
    return tuple(known(asked)[:MOST]) or OPENING


def _row(letter: str, one: Series) -> dict[str, str]:
    described = [part for part in (one.unit, one.frequency, one.adjustment) if part != "none"]
    more = translate_list([translate_list(described), translate(one.agency)], "semicolon")
    return {"letter": letter, "id": one.id, "title": translate(one.title), "described": more}


def _unknown(asked: Sequence[str]) -> list[str]:
    """The messages for ids that there are not. Texts that cannot be ids are dropped silently."""
    ids = [id for id in map(id_of, asked) if id not in catalogue.series()]
    said = [_no_such(id) for id in ids if re.fullmatch(r"[A-Za-z0-9_.^-]{1,40}", id)]
    return said + ([_too_many()] if len(known(asked)) > MOST else [])


def _no_such(id: str) -> str:
    near = catalogue.near(id, catalogue.series())
    if near:
        return translate("No series is called {id}; did you mean {near:or}?", id=id, near=near)
    return translate("No series is called {id}.", id=id)


def _too_many() -> str:
    return translate("{count} series at most: the first are shown.", count=MOST)


# --- taking and dropping, before the page runs again ----------------------------------------------


def _take(id: str) -> None:
    """Add a series, or a view: its series, and its formula under its name."""
    ids, view = st.session_state[SERIES], aliases.views().get(id)
    wanted = view.series if view else (id,)
    after = tuple(dict.fromkeys([*ids, *known(wanted)]))
    if len(after) > MOST:
        st.session_state[_SAID] = [_too_many()]
        return
    _put(after)
    if view:
        letters = {old: LETTERS[after.index(one)] for old, one in zip(LETTERS, view.series, strict=False)}
        _add_formula(formula.moved(view.formula, letters), translate(view.title))


def _add_formula(text: str, name: str) -> None:
    """Write a formula into the first empty field."""
    for number in range(MOST_FORMULAS):
        if not st.session_state.get(formula_key(number)):
            st.session_state[formula_key(number)], st.session_state[name_key(number)] = text, name
            return
    st.session_state[_SAID] = [translate("{count} formulas at most.", count=MOST_FORMULAS)]


def _drop(id: str) -> None:
    """Take a series out. Formulas and units follow the letters; a formula that used it goes with it."""
    ids = st.session_state[SERIES]
    after = tuple(one for one in ids if one != id)
    _put(after)
    letters = {LETTERS[ids.index(one)]: letter for letter, one in zip(LETTERS, after, strict=False)}
    for number in range(MOST_FORMULAS):
        if text := st.session_state.get(formula_key(number)):
            st.session_state[formula_key(number)] = formula.moved(text, letters)
    units = {new: st.session_state.get(OWN_UNITS + old, ALIKE) for old, new in letters.items()}
    for letter in LETTERS:
        if OWN_UNITS + letter in st.session_state:
            st.session_state[OWN_UNITS + letter] = units.get(letter, ALIKE)


def _put(ids: Sequence[str]) -> None:
    st.session_state[SERIES] = tuple(ids)
    st.query_params[SERIES] = list(ids) or [""]
