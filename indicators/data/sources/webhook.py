"""Telling someone's own address what changed: a POST of JSON. The address may hold a secret, so only its host is named."""

from typing import Any

import httpx

from indicators.data.sources import SourceError, http


def post(url: str, told: Any) -> None:
    """Send it once; any answer from 200 to 299 is good. Raises SourceError."""
    try:
        host = httpx.URL(url).host
        response = http.client().post(url, json=told, timeout=http.patience.connect * 2)
    except httpx.InvalidURL:
        raise SourceError("broken", "the address to be told is not one") from None
    except httpx.HTTPError:
        raise SourceError("unreachable", f"{host} cannot be reached") from None
    if not response.is_success:
        raise SourceError("refused", f"{host} answered {response.status_code}")
