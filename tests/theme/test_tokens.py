"""Colours can be read and told apart, and are the same wherever they are written."""

import re
import tomllib
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from dashboard.i18n.locale import NAMES
from dashboard.theme.tokens import DARK, LIGHT, SANS, SERIF, VERDICTS, Look, heading

ROOT = Path(__file__).resolve().parents[2]
THEME = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
STYLE = "".join(
    (ROOT / "dashboard" / "static" / name).read_text(encoding="utf-8") for name in ("style.css", "ruler.css")
)
THEMES = {"light": LIGHT, "dark": DARK}

#: Linear RGB as eyes without the cone of long or of middle waves have it (Machado, Oliveira and
#: Fernandes 2009, severity 1).
BLINDNESS = {
    "none": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
}


def linear(colour: str) -> np.ndarray:
    """A hex colour as linear RGB."""
    part = np.array([int(colour[n : n + 2], 16) for n in (1, 3, 5)]) / 255
    return np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast of two colours."""
    light, dark = sorted((linear(c) @ [0.2126, 0.7152, 0.0722] + 0.05 for c in (one, other)), reverse=True)
    return float(light / dark)


def lab(rgb: np.ndarray) -> np.ndarray:
    """Linear RGB in CIE L*a*b* (D65), where distance is roughly what an eye tells."""
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    ratio = to_xyz @ rgb.clip(0, 1) / [0.9505, 1, 1.089]
    f = np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def distance(one: str, other: str, sight: str) -> float:
    first, second = (lab(BLINDNESS[sight] @ linear(colour)) for colour in (one, other))
    return float(np.linalg.norm(first - second))


def test_the_measures_are_right():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)
    assert lab(linear("#FF0000")) == pytest.approx([53.24, 80.09, 67.2], abs=0.1)
    assert distance("#FF0000", "#808000", "deuteranopia") < distance("#FF0000", "#808000", "none")


@pytest.mark.parametrize("theme", THEMES)
def test_words_can_be_read(theme: str):
    look = THEMES[theme]
    verdicts = {word.word: getattr(word, theme) for word in VERDICTS.values()}
    for name, colour in {"ink": look.ink, "muted": look.muted, **verdicts}.items():
        for ground in (look.paper, THEME[theme]["secondaryBackgroundColor"]):
            assert contrast(colour, ground) >= 4.5, f"{name} on {ground}"


@pytest.mark.parametrize("look", THEMES.values(), ids=THEMES)
def test_lines_can_be_seen(look: Look):
    for colour in look.series:
        assert contrast(colour, look.paper) >= 3, colour


@pytest.mark.parametrize("look", THEMES.values(), ids=THEMES)
def test_names_of_lines_can_be_read(look: Look):
    # A line's name is written in the line's colour; WCAG asks 4.5 of text of this size.
    poor = {colour: round(contrast(colour, look.paper), 2) for colour in look.series}
    assert {colour: ratio for colour, ratio in poor.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("sight", BLINDNESS)
@pytest.mark.parametrize("look", THEMES.values(), ids=THEMES)
def test_the_first_five_lines_are_told_apart(look: Look, sight: str):
    for one, other in combinations(look.series[:5], 2):
        assert distance(one, other, sight) >= 10, f"{one} and {other}"


@pytest.mark.parametrize("sight", BLINDNESS)
@pytest.mark.parametrize("theme", THEMES)
def test_what_holds_and_what_fails_are_told_apart_by_colour_too(theme: str, sight: str):
    held, mixed, failed = (getattr(VERDICTS[status], theme) for status in ("supported", "mixed", "contradicted"))
    assert distance(held, failed, sight) >= 15
    assert distance(held, mixed, sight) >= 10


def test_verdicts_differ_in_glyph_and_word():
    assert (
        len({word.glyph for word in VERDICTS.values()})
        == len({word.word for word in VERDICTS.values()})
        == len(VERDICTS)
    )


@pytest.mark.parametrize("theme", THEMES)
def test_the_charts_paper_and_ink_are_the_pages(theme: str):
    look, page = THEMES[theme], THEME[theme]
    assert (page["backgroundColor"], page["textColor"]) == (look.paper, look.ink)
    assert page["sidebar"]["textColor"] == look.ink
    assert look.series[0] == page["primaryColor"]


def test_every_colour_of_the_style_sheet_comes_in_a_pair():
    outside = re.sub(r"light-dark\([^()]*(?:\([^()]*\)[^()]*)*\)", "", STYLE)
    assert not re.findall(r"#[0-9A-Fa-f]{3,8}\b|\brgba?\(|\bhsla?\(", outside)


def test_the_style_sheet_uses_the_colours_of_the_look():
    pairs = set(re.findall(r"light-dark\((#\w{6}), (#\w{6})\)", STYLE))
    assert {(LIGHT.muted, DARK.muted), (LIGHT.series[0], DARK.series[0])} <= pairs
    for theme, n in (("light", 0), ("dark", 1)):
        assert THEME[theme]["borderColor"] in {pair[n] for pair in pairs}


def test_words_in_the_colours_of_the_style_sheet_can_be_read():
    named = dict(re.findall(r"(--cb-\w+): light-dark\((#\w{6}, #\w{6})\)", STYLE))
    of_words = set(re.findall(r"(?<![-\w])color: var\((--cb-\w+)\)", STYLE))
    assert len(of_words) > 1
    for name in of_words:
        for theme, colour in zip(THEMES, named[name].split(", "), strict=True):
            for ground in (THEMES[theme].paper, THEME[theme]["secondaryBackgroundColor"]):
                assert contrast(colour, ground) >= 4.5, f"{name} on {ground}"


@pytest.mark.parametrize(("look", "words"), [(LIGHT, "#FFFFFF"), (DARK, DARK.paper)], ids=THEMES)
def test_words_on_the_accent_can_be_read(look: Look, words: str):
    assert f"color: light-dark(#FFF, {DARK.paper})" in STYLE
    assert contrast(words, look.series[0]) >= 4.5


def test_a_heading_has_one_family_on_pages_and_in_pictures():
    families = dict(re.findall(r"^(.*) \{ --cb-serif: (.*); }$", STYLE, re.MULTILINE))
    first = {rule: family.split(",")[0].strip("\"'") for rule, family in families.items()}
    foreign = {f':root:not(:lang({one})) [lang="{one}"]': "Inter" for one in ("ja", "ko")}
    assert first == {"[lang]": "Source Serif 4", ':is([lang="ja"], [lang="ko"])': "Inter", **foreign}
    assert {language for language in NAMES if heading(language) == SANS} == {"ja", "ko"}
    assert heading("vi") == heading("en") == SERIF


def test_nothing_in_the_style_sheet_comes_from_elsewhere():
    assert not re.findall(r"https?:|//\w|@import", STYLE)
