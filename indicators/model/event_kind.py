"""The kinds of event in `seeds/events.toml`."""

from enum import StrEnum

from indicators.i18n.messages import message


class EventKind(StrEnum):
    ARTICLE = "article"
    RECESSION = "recession"
    #: A lapse of appropriations that stopped statistics.
    SHUTDOWN = "shutdown"
    #: Figures of a release that came late or never.
    DELAY = "delay"
    #: An update of the national accounts, across which no series of a release are mixed.
    REVISION = "revision"
    #: Public acts: for AI capital spending, aimed at affordability, on crypto.
    ACT = "act"
    AFFORDABILITY_ACT = "affordability act"
    CRYPTO_ACT = "crypto act"
    FOMC = "fomc"
    CPI = "cpi"

    @property
    def words(self) -> str:
        """The caption of its marks in a chart; empty: no chart marks it."""
        return _WORDS.get(self, "")

    @property
    def is_listed(self) -> bool:
        """Whether readers see its label; the others only mark or shade a chart, or are read by code."""
        return self in _LISTED


_WORDS = {
    EventKind.FOMC: message("FOMC decisions"),
    EventKind.CPI: message("CPI releases"),
    EventKind.SHUTDOWN: message("the lapse in appropriations"),
}
_LISTED = {EventKind.DELAY, EventKind.ACT, EventKind.AFFORDABILITY_ACT, EventKind.CRYPTO_ACT}
