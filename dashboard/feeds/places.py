"""Where what a feed speaks of is: on the running board, or on a published site. All in the current language."""

from dataclasses import dataclass
from typing import Protocol

from dashboard.i18n.locale import language
from dashboard.urls import view_state
from indicators.i18n.messages import ENGLISH
from indicators.model import Claim


class Places(Protocol):
    """Addresses by what is there."""

    def page(self, id: str) -> str:
        """The address of a page of the board."""

    def claim(self, claim: Claim) -> str:
        """The address of a claim's page."""

    def card(self, claim: Claim) -> str:
        """The address of a claim's picture."""

    def file(self, name: str) -> str:
        """The address of a file for machines."""


@dataclass(frozen=True)
class Board:
    """The running board at an address without a slash at its end; where that is empty there are no links."""

    base: str

    def page(self, id: str) -> str:
        return self._at(view_state.path_of(id))

    def claim(self, claim: Claim) -> str:
        return self._at(f"{view_state.path_of(claim.thesis)}?claim={claim.id}")

    def card(self, claim: Claim) -> str:
        return self._at(f"claims/{claim.id}.png")

    def file(self, name: str) -> str:
        return self._at(name)

    def _at(self, path: str) -> str:
        asked = "" if language() == ENGLISH else f"{'&' if '?' in path else '?'}lang={language()}"
        return f"{self.base}/{path}{asked}" if self.base else ""
