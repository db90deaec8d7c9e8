"""A drawing as a part of a page of ours: its words in the page's type, its styles as a few classes."""

import re
from html import unescape


def inlined(svg: str, name: str, styles: dict[str, str]) -> str:
    """An SVG without its fonts, which the page has, and with names of clip paths that are its own on the page.

    Half of what Plotly writes are the same few styles again and again: they become classes, which are added to `styles`.
    """
    bare = re.sub(r"<style>@font-face.*?</style>|<\?xml.*?\?>", "", svg, flags=re.DOTALL)
    bare = re.sub(r"cbid(\d\d)", rf"cb{name}-\1", bare)
    root, rest = bare.split(">", 1)
    rest = re.sub(r' (?:class|data-[a-z]+)="[^"]*"', "", rest)

    def classed(match: re.Match[str]) -> str:
        own = styles.setdefault(unescape(match[1]), f"s{len(styles)}")
        return f' class="{own}"'

    return ">".join((root, re.sub(r' style="([^"]*)"', classed, rest)))
