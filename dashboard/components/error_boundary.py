"""Error boundaries: what fails within one is replaced by a sentence, and the rest of the page stays."""

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
    """Where the store cannot be used, a sentence on the page; other errors pass."""
    try:
        yield
    except StoreError as error:
        st.error(plain(translate(error.publicly())))


@contextmanager
def around(what: str, name: str) -> Iterator[None]:
    """Where anything fails within, a sentence in its place that begins with `name`; no error passes.

    A fault of ours is logged under `what`.
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
