"""What pages of a site weigh before a chart is touched: HTML, style, script and type, as sent and packed.

`python -m tests.publishing.weights DIR` prints the table of a published site, heaviest first; 1 where a page is too heavy.
"""

import gzip
import re
import sys
from collections.abc import Iterator
from functools import cache
from html import unescape
from pathlib import Path
from typing import NamedTuple

#: What a page may weigh as a server sends it that packs nothing, bytes.
MOST = 150_000
_FACE = re.compile(r"font-family:([^;]+);font-weight:([^;]+);unicode-range:(.+?);src:url\((.+?)\)")


class Weight(NamedTuple):
    """A page's bytes, by kind."""

    page: str
    html: int
    style: int
    script: int
    type: int
    packed: int

    @property
    def whole(self) -> int:
        return self.html + self.style + self.script + self.type


def weights(root: Path) -> list[Weight]:
    """Every page, heaviest first; of publications that are kept none is weighed again."""
    found = [_weight(root, path) for path in root.rglob("*.html") if "archive" not in path.relative_to(root).parts]
    return sorted(found, key=lambda one: (-one.whole, one.page))


def _weight(root: Path, path: Path) -> Weight:
    text = path.read_text(encoding="utf-8")
    sheets = [path.parent / one for one in re.findall(r"rel='stylesheet' href='([^']+)'", text)]
    scripts = [path.parent / one for one in re.findall(r"<script[^>]* src='([^']+)'", text)]
    letters = frozenset(map(ord, unescape(re.sub(r"<(script|style).*?</\1>|<[^>]+>", "", text, flags=re.DOTALL))))
    faces = {file for sheet in sheets for file in _faces(sheet.resolve(), text, letters)}
    sizes = [len(text.encode()), *(sum(one.stat().st_size for one in kind) for kind in (sheets, scripts, faces))]
    packed = len(gzip.compress(text.encode())) + sum(_packed(one.resolve()) for one in [*sheets, *scripts]) + sizes[3]
    return Weight(path.relative_to(root).as_posix(), sizes[0], sizes[1], sizes[2], sizes[3], packed)


def _faces(sheet: Path, text: str, letters: frozenset[int]) -> Iterator[Path]:
    """The files of type that a page makes a browser fetch: no fewer than it does, as a test in a browser holds."""
    for family, weight, spans, file in _FACE.findall(sheet.read_text(encoding="utf-8")):
        ends = [[int(end, 16) for end in one.removeprefix("U+").split("-")] for one in spans.split(",")]
        has_letters = any(one[0] <= letter <= one[-1] for letter in letters for one in ends)
        if has_letters and ("Serif" not in family or _has_serif(text, weight)):
            yield sheet.parent / file


def _has_serif(text: str, weight: str) -> bool:
    """Whether a page has words in the serif: headings have, and in the regular weight a quote; not Japanese and Korean."""
    is_plain = re.search("<html lang='(ja|ko)'", text) is not None
    return not is_plain if weight == "600" else re.search("class='cb-(quote|edition)", text) is not None


@cache
def _packed(path: Path) -> int:
    return len(gzip.compress(path.read_bytes()))


def main() -> int:
    found = weights(Path(sys.argv[1]))
    print(f"{'page':48} {'html':>8} {'style':>7} {'script':>7} {'type':>7} {'whole':>8} {'packed':>7}")
    for one in found[: int(sys.argv[2]) if len(sys.argv) > 2 else 20]:
        print(f"{one.page:48} {one.html:8} {one.style:7} {one.script:7} {one.type:7} {one.whole:8} {one.packed:7}")
    print(f"{len(found)} pages, {sum(one.whole > MOST for one in found)} of them heavier than {MOST} bytes")
    return int(any(one.whole > MOST for one in found))


if __name__ == "__main__":
    sys.exit(main())
