"""Scripts and styles that ship as files of their own."""

from functools import cache
from importlib.resources import files


@cache
def text(path: str) -> str:
    """One of them, by its path in the package `dashboard`: `static/copy_link.js`."""
    return files("dashboard").joinpath(path).read_text(encoding="utf-8")
