"""The type of published sites: of the shipped Latin faces the letters and weights that their pages are set in.

`python -m tests.cut_site_fonts` cuts them from `dashboard/static/fonts` into its folder `site`, with a style sheet for
Vietnamese pages and one for all others: a page of a site is light, and sends no letter of another language.
"""

from collections.abc import Iterator
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

from dashboard.i18n.locale import NAMES
from dashboard.theme import fonts
from tests.cut_fonts import as_range

Weight = int | tuple[int, int]
FOLDER = fonts.SHEET.parent / "site"
#: The weights of the board's style by face: of the sans, of which every page has both, in one file; of the serif, which
#: few pages have but in headings, in one each.
SANS, SERIF = "Inter", "'Source Serif 4'"
WEIGHTS: dict[str, dict[str, tuple[Weight, ...]]] = {
    "en": {SANS: ((400, 600),), SERIF: (400, 600)},
    "vi": {SANS: ((400, 600),), SERIF: (600,)},
}
#: Figures of one width are the only feature that the style asks for; the others place letters.
FEATURES = ["kern", "tnum", "ccmp", "mark"]
PLAIN = "".join(map(chr, range(0x20, 0x7F))) + "¢£§©®°±²³·×÷äçéñöüÄÖÜ–—‘’“”•…‹›€™−"
_VOWELS = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵđ"
#: By the language of a page. The names of all languages stand on each.
LETTERS = {"en": PLAIN + "".join(NAMES.values()), "vi": PLAIN + _VOWELS + _VOWELS.upper()}


def rules(spoken: str) -> Iterator[str]:
    """Cut the faces of a language; yields their rules."""
    held: set[tuple[str, int]] = set()
    for face in sorted(fonts.faces(), key=lambda face: "latin-ext" in face.file.stem):  # the others are smaller
        own = {point for point in map(ord, LETTERS[spoken]) if (face.family, point) not in held and face.has([point])}
        own &= set(TTFont(face.file).getBestCmap())
        if face.family.startswith("Noto") or not own:
            continue
        held |= {(face.family, point) for point in own}
        for weight in WEIGHTS[spoken][face.family]:
            weights = str(weight) if isinstance(weight, int) else " ".join(map(str, weight))
            name = f"{face.file.stem}-{weights.replace(' ', '-')}-{spoken}.woff2"
            _cut(face.file, own, weight, FOLDER / name)
            yield f"{fonts.rule(face.family, weights, as_range(own), f'url({name})')[:-1]};font-display:swap}}"


def _cut(file: Path, points: set[int], weight: Weight, out: Path) -> None:
    """Some letters of a face, in a weight or between two; the same bytes each time."""
    font, options = TTFont(file, recalcTimestamp=False), subset.Options()
    options.layout_features, options.hinting, options.name_IDs = FEATURES, False, []
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=points)
    cutter.subset(font)
    instancer.instantiateVariableFont(font, {"wght": weight}, inplace=True)
    font.flavor = "woff2"
    font.save(out)


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for spoken in LETTERS:
        (FOLDER / f"{spoken}.css").write_text("".join(f"{one}\n" for one in rules(spoken)), encoding="utf-8")
