"""Design tokens: colours, type and verdict words, for both themes.

Plain values only: the board page uses this and must not load Plotly. The page's background and text
colours are in `.streamlit/config.toml`; a test compares the two.
"""

from dataclasses import dataclass, replace

from indicators.i18n.messages import message
from indicators.model import Status

SANS = "Inter, 'Noto Sans JP', 'Noto Sans KR', system-ui, sans-serif"
SERIF = "'Source Serif 4', Georgia, 'Noto Sans JP', 'Noto Sans KR', serif"


def heading(language: str) -> str:
    """The font family of headings and quotes: sans for Japanese and Korean, Latin letters included."""
    return SANS if language in ("ja", "ko") else SERIF


@dataclass(frozen=True)
class Look:
    """One theme's colours, in the syntax of Plotly and CSS."""

    paper: str
    ink: str
    muted: str
    grid: str
    band: str
    #: For lines and bars, distinguishable for colour-blind readers and in greyscale (Okabe and Ito's order).
    series: tuple[str, ...]

    def beside(self, other: "Look") -> list[tuple[str, str]]:
        """Each colour with its counterpart in another look, without the tints, which derive from the ink."""
        own, others = ((one.paper, one.ink, one.muted, one.grid, *one.series) for one in (self, other))
        return list(zip(own, others, strict=True))


LIGHT = Look(
    paper="#FDFCF9",
    ink="#1B1F24",
    muted="#5A626C",
    grid="#E7E3DA",
    band="rgba(27,31,36,0.07)",
    series=("#0F5C7A", "#AE4A35", "#2D8167", "#986B00", "#7B67B4", "#6C727C"),
)
DARK = Look(
    paper="#14171A",
    ink="#E8E6E1",
    muted="#A2A9B1",
    grid="#2B3036",
    band="rgba(232,230,225,0.09)",
    series=("#6CB8D6", "#EE8F63", "#67C2A4", "#E8BD53", "#8A7DC7", "#9AA1AA"),
)
#: On paper, which is white by itself.
PRINT = replace(LIGHT, paper="#FFFFFF")


@dataclass(frozen=True)
class Word:
    """A verdict as word, glyph and colour (light, dark): never by colour alone."""

    glyph: str
    word: str
    light: str
    dark: str


VERDICTS: dict[Status, Word] = {
    "supported": Word("●", message("Supported"), "#00694C", "#5CC9A5"),
    "mixed": Word("◐", message("Mixed"), "#7A5200", "#E3B655"),
    "contradicted": Word("○", message("Contradicted"), "#A63C00", "#F0955B"),
    "open": Word("…", message("Open"), "#4A5560", "#A9B1BA"),
    "untestable": Word("–", message("Untestable"), "#5B5470", "#B9B0D0"),
    "no data": Word("×", message("No data"), "#4A5560", "#A9B1BA"),
    "error": Word("!", message("Error"), "#9B1B4B", "#F28FB4"),
}
