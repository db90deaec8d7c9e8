"""What a picture is made from: an indicator's frame, a theme and a size; and how wide text is."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, Literal
from unicodedata import east_asian_width

import pandas as pd

from dashboard.i18n import labels
from dashboard.theme.tokens import SANS, Look
from indicators.catalogue import catalogue
from indicators.model import Claim, Finding, Indicator
from indicators.model.event_kind import EventKind
from indicators.model.frequency import FREQUENCIES
from indicators.panel.panel import Panel

LABEL, SMALL = 12, 11


@dataclass(frozen=True)
class Frame:
    """The size of a picture: the width that its text must fit, and the height of its plot; pixels."""

    width: int
    plot: float
    narrow: bool
    #: The height of the whole picture, of a card only. Its plot has what the captions leave.
    height: int | None = None
    #: By how much everything is larger than on a page: a wide picture is scaled down where it is shown.
    scale: float = 1.0
    #: From the left edge of the picture to its text.
    edge: int = 8
    #: Whether its captions are smaller: it shares the first screen of a phone with the words of its claim.
    tight: bool = False
    #: Whether its source and dates are in their short forms: what they leave out is in the menus below it.
    brief: bool = False

    @property
    def label(self) -> float:
        return LABEL * self.scale

    @property
    def small(self) -> float:
        return SMALL * self.scale

    @property
    def room(self) -> int:
        """The width that text may fill, pixels."""
        return self.width - 2 * self.edge - 8

    def wrap(self, text: str, size: float) -> list[str]:
        """A text in lines that fit the width, at a font size in pixels."""
        return wrap(text, self.room / size)


def wrap(text: str, room: float) -> list[str]:
    """A text in lines no wider than `room` ems; a single word may be wider. Japanese may break between letters."""
    return wrap_by(text, room, ems)


def wrap_by(text: str, room: float, width: Callable[[str], float]) -> list[str]:
    """A text in lines no wider than `room` by a measure; as `wrap`."""
    lines = [""]
    for part in _PARTS.findall(" ".join(text.split())):
        longer = (lines[-1] + part).lstrip()
        if lines[-1] and width(longer) > room:
            lines.append(part.lstrip())
        else:
            lines[-1] = longer
    return lines


#: What stays together on a line: a word, or a letter of a script without spaces and the marks that open and close it.
_PARTS = re.compile(
    r" ?(?:[「『（〔【]*[\u2e80-\ua4cf\uf900-\ufaff\uff00-\uff60][、。，．」』）！？：；ー々]*|[^ \u2e80-\ua4cf\uf900-\ufaff\uff00-\uff60]+[、。，．」』）！？：；]*)"
)


def ems(text: str) -> float:
    """The width of a text, ems, rather too large than too small: only a browser can measure it."""
    return sum(map(_em, text))


def _em(letter: str) -> float:
    if east_asian_width(letter) in "WF":
        return 1.0
    if letter in "iIljtfr.,:;'|!()[] ":
        return 0.32
    if letter in "mwMW%@÷■":
        return 0.9
    return 0.68 if letter.isupper() or letter.isdigit() or letter == "_" else 0.57


WIDE = Frame(800, 330, narrow=False)
MIDDLE = Frame(540, 310, narrow=False)
NARROW = Frame(350, 280, narrow=True)
#: The chart that decides, beside the words of its claim, and on a phone below them.
ROOMY = Frame(660, 270, narrow=False, brief=True)
BESIDE, BELOW = replace(ROOMY, width=516), Frame(350, 196, narrow=True, tight=True, brief=True)
#: A chart of a note, two of which fit on a page of paper.
NOTE = Frame(680, 220, narrow=False)

#: The sizes of a card: a link's preview, a page of a note, a square for a column.
CARDS = {
    "1200x628": Frame(1200, 0, narrow=False, height=628, scale=1.25, edge=28),
    "850x600": Frame(850, 0, narrow=False, height=600, scale=1.08, edge=22),
    "540x540": Frame(540, 0, narrow=True, height=540, edge=16),
}


@dataclass(frozen=True)
class Line:
    """A line of text in the margin; all distances in pixels."""

    text: str
    size: float
    colour: str
    family: str = SANS
    #: Distance to the next line.
    step: float = 15
    #: From the left edge of the other lines.
    indent: float = 0
    #: The colour behind it; empty: none.
    fill: str = ""


@dataclass(frozen=True)
class About:
    """What a card is about: the claim, and the finding on it."""

    claim: Claim
    finding: Finding


@dataclass(frozen=True)
class Sketch:
    """All that a picture is made from."""

    indicator: Indicator
    #: Tidy, as `registry.run` returns it, and not empty: `x` (date, number or label), `line`, `value`, and where there is
    #: an interval `low` and `high`. The Explorer's has `unit`, `panel` and `frequency` of each row besides.
    frame: pd.DataFrame
    #: The series it was computed from: source and dates are taken from them.
    panel: Panel
    look: Look
    size: Frame = WIDE
    #: What the reader chose, by the id of the control; what is not in it has its default.
    chosen: Mapping[str, Any] = field(default_factory=dict)
    #: Of a card only: the address of its chart.
    link: str = ""
    #: Of a card only: its claim; None for a chart of the Explorer, which is about no claim.
    about: About | None = None
    #: The title, where it is what was found and not what is measured.
    headline: str = ""
    #: What the reading that decides was at publication, in the unit of the indicator.
    then: float | None = None

    @property
    def is_card(self) -> bool:
        """Whether the picture stands alone and has to say what a page says around a chart."""
        return self.size.height is not None

    @cached_property  # a picture asks for them dozens of times
    def lines(self) -> list[tuple[str, pd.DataFrame]]:
        """Name and rows of each line, in the order of the frame. Not to be changed."""
        return [(str(name), rows) for name, rows in self.frame.groupby("line", sort=False)]

    @property
    def is_dated(self) -> bool:
        return isinstance(self.frame.x.iloc[0], pd.Timestamp)

    @cached_property
    def form(self) -> Literal["day", "month", "quarter", "year"]:
        """What its dates are named as, where it is dated: all of them are told apart by it."""
        return FREQUENCIES[labels.frequency_of(self.frame, self.panel, of_all=True)].form

    @property
    def first(self) -> date:
        """The first day shown, where it is dated."""
        return self.frame.x.min().date()

    @property
    def last(self) -> date:
        return self.frame.x.max().date()

    @property
    def is_stacked(self) -> bool:
        return self.indicator.hints.chart.is_stacked

    @property
    def shows_recessions(self) -> bool:
        """Whether the indicator has recessions marked, and there is one in the days shown."""
        if not self.is_dated or not self.indicator.hints.recessions:
            return False
        past = (event for event in catalogue.events() if event.kind == EventKind.RECESSION)
        return any(event.date < self.last and (event.end or self.last) > self.first for event in past)

    @property
    def is_log(self) -> bool:
        """Whether the scale is logarithmic: by the indicator's hint, or as the reader chose by a control "scale"."""
        return self.indicator.hints.log or self.chosen.get("scale") == "log"

    @property
    def names_at_end(self) -> bool:
        """Whether lines are named beside their last point; otherwise in a key above the plot."""
        return self.indicator.hints.chart.runs_on and not self.size.narrow

    @property
    def names_one(self) -> bool:
        """Whether there is a single line and it is named in the subtitle."""
        return not self.names_at_end and not self.indicator.hints.chart.has_plots and self.frame.line.nunique() == 1


def safe(text: str) -> str:
    """A text escaped for Plotly, which reads some HTML in texts: words of a provider are never markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
