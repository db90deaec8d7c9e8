"""The rows of the table of series on the data page, as a test reads them."""

import re
from html import unescape

from streamlit.testing.v1 import AppTest

from tests.views.running import markup

_ROW = re.compile(r"<tr data-series='([^']+)'>(.*?)</tr>", re.DOTALL)
_CELL = re.compile(r"<t[hd][^>]*>(.*?)</t[hd]>", re.DOTALL)
NAMES = ("series", "cause", "through", "next", "held", "asked")


def series(page: AppTest) -> dict[str, dict[str, str]]:
    """The words of each cell by series and column."""
    return {
        id: dict(zip(NAMES, map(_words, _CELL.findall(row)), strict=True)) for id, row in _ROW.findall(markup(page))
    }


def _words(cell: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", cell)).split())
