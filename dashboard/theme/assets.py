"""Scripts and styles that ship as files of their own."""

from functools import cache
from importlib.resources import files

#: Plotly with the traces that we draw, scatter and bar (npm: `plotly.js-basic-dist-min`): a quarter of the whole.
PLOTLY = "static/plotly/plotly-basic.min.js"


@cache
def text(path: str) -> str:
    """One of them, by its path in the package `dashboard`: `static/copy_link.js`."""
    return files("dashboard").joinpath(path).read_text(encoding="utf-8")
