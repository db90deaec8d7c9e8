"""Addresses: where a claim is shown in full, as a link for people and for files."""

import os
from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from indicators.model import Claim, Control, Indicator


def path_of(thesis: str) -> str:
    """The path of a thesis page: `ai_capex` is at /ai-capex."""
    return thesis.replace("_", "-")


def public(claim: Claim, day: date | None = None, indicator: Indicator | None = None, **chosen: Any) -> str:
    """The address of a claim as of a day, with what was chosen of an indicator's controls.

    It begins with CLAIMBOARD_PUBLIC_URL; without that it is a path.
    """
    query: dict[str, Any] = {"claim": claim.id} | ({"asof": day.isoformat()} if day else {})
    if indicator:
        query |= _changed(indicator, chosen)
    base = os.environ.get("CLAIMBOARD_PUBLIC_URL", "").rstrip("/")
    return f"{base}/{path_of(claim.thesis)}?{urlencode(query, doseq=True)}"


def _changed(indicator: Indicator, chosen: Mapping[str, Any]) -> dict[str, Any]:
    """The controls that are not as they open, by their name in the address and as they read on screen."""
    controls = {control.id: control for control in indicator.controls}
    years = Control("years", "Years", (chosen.get("years"),), indicator.hints.years or 0, names={0: "All"})
    found = {}
    for id, value in chosen.items():
        control = controls.get(id, years)
        options = tuple(value) if isinstance(value, list | tuple) else (value,)
        usual = control.default if control.many else (control.default,)
        if value is not None and options != tuple(usual):
            found[f"{indicator.id}-{id}"] = [str(control.names.get(option, option)) for option in options]
    return found
