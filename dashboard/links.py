"""Addresses for paper and files: where a claim is shown in full."""

import os
from datetime import date
from typing import Any

from dashboard.view import ViewState
from indicators.model import Claim, Indicator


def public(claim: Claim, day: date | None = None, indicator: Indicator | None = None, **chosen: Any) -> str:
    """The address of a claim as of a day, with what was chosen of an indicator's controls.

    It begins with CLAIMBOARD_PUBLIC_URL; without that it is a path.
    """
    held = {f"{indicator.id}-{id}": value for id, value in chosen.items()} if indicator else {}
    shown = ViewState.of(claim.thesis, claim.id, day, None, held)
    return f"{os.environ.get('CLAIMBOARD_PUBLIC_URL', '').rstrip('/')}/{shown.path}?{shown.query}"
