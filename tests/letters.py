"""The letters of Chinese script, kana and Hangul that pages need, and the font files that have just these.

`make letters FONT=NotoSansCJK-Regular.ttc` cuts them anew from Noto's collection, after translations have changed.
"""

import subprocess
import sys
from pathlib import Path
from tempfile import NamedTemporaryFile
from unicodedata import category

from babel.messages.pofile import read_po

from dashboard.i18n.locale import NAMES
from dashboard.theme import fonts
from dashboard.theme.fonts import Face
from indicators.catalogue import catalogue
from indicators.i18n.messages import LOCALES

#: A language in a script of its own -> its face, and its place in Noto's collection.
FACES = {"ja": ("'Noto Sans JP'", 0), "ko": ("'Noto Sans KR'", 1)}
#: Beside the words: what Babel writes dates and amounts with, kana, and marks that a translation may come to use.
ALWAYS = "年月日時分秒億兆万円第四半期년월일분기억조만원" + "".join(
    map(chr, [*range(0x3000, 0x3100), *range(0xFF01, 0xFF5F)])
)


def face(language: str) -> Face:
    return next(one for one in fonts.faces() if one.family.strip("'") == FACES[language][0].strip("'"))


def wanted(language: str) -> set[str]:
    """The letters of a language's catalogue and of the quotes that its face is for."""
    with (LOCALES / language / "LC_MESSAGES" / "claimboard.po").open("rb") as file:
        words = ["".join(message.string) for message in read_po(file)]
    words += [text for claim in catalogue.claims().values() for text in (claim.ja, claim.ko)]
    letters = set("".join([*words, *NAMES.values(), ALWAYS]))
    return {letter for letter in letters if face(language).has([ord(letter)]) and category(letter) != "Cn"}


def held(file: Path) -> set[str]:
    """The letters that a font file has."""
    from fontTools.ttLib import TTFont

    return set(map(chr, TTFont(file).getBestCmap()))


def cut(collection: Path) -> None:
    """Write the font files, without what no page needs."""
    for language, (_, place) in FACES.items():
        with NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as text:
            text.write("".join(sorted(wanted(language))))
            text.flush()
            options = [f"--font-number={place}", f"--text-file={text.name}", "--flavor=woff2", "--no-hinting"]
            out = f"--output-file={face(language).file}"
            subprocess.run(["pyftsubset", collection, *options, "--layout-features=kern,palt,vert", out], check=True)


if __name__ == "__main__":
    cut(Path(sys.argv[1]))
