"""Error boundaries: what fails within one is a sentence in its place, and the rest of the page stands."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from dashboard.i18n.labels import plain
from dashboard.i18n.locale import translate
from indicators.judging import faults
from indicators.model.missing import MissingData
from indicators.store.store import StoreError


@contextmanager
def around_store() -> Iterator[None]:
    """A store that cannot be used, now or no longer, is a sentence on the page."""
    try:
        yield
    except StoreError as error:
        st.error(plain(translate(error.publicly())))


@contextmanager
def around(what: str, name: str) -> Iterator[None]:
    """Whatever fails within is one sentence in its place, after `name`, and the rest of the page stands.

    `what` is its name in the log, where it is a fault of ours.
    """
    try:
        yield
    except MissingData as error:
        st.warning(plain(translate("{title}: {reason}", title=name, reason=error.args[0])))
    except StoreError as error:
        st.error(plain(translate("{title}: {reason}", title=name, reason=error.publicly())))
    except Exception as error:
        fault = faults.note(what, error)
        st.error(plain(translate("{title}: could not be computed: {fault}.", title=name, fault=fault)))
