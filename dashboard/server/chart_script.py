"""Streamlit's script of charts with a smaller Plotly inside: the bundle of the kinds that we draw, a quarter of the whole."""

import re

from dashboard.theme import assets

#: Plotly within the script: a module of the packer's, from its wrapper to what it gives.
_WHOLE = re.compile(
    r"(?P<name>=\w+\(\(\()\w+,(?P<module>\w+)(?:,\w+)?\)=>\{\(function\(\w+,\w+\)\{typeof (?P=module)==`object`&&(?P=module)\.exports"
    r".*return window\.Plotly=(?P<it>\w+),(?P=it)\}\)\}\)\)",
    re.S,
)


def lightened(script: str) -> str:
    """The script with the bundle in place of the whole Plotly; as it is where it has none of the form known."""
    found = _WHOLE.search(script)
    if not found:
        return script
    within = f"{found['name']}exports,module)=>{{{assets.text(assets.PLOTLY)}}}))"
    return script[: found.start()] + within + script[found.end() :]
