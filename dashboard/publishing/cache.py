"""What was made before: content by what it was made from, kept in a folder between two publications.

Whatever a content depends on is in its key, so an entry is never wrong, only unused. Deleting the folder costs time and
nothing else.
"""

import hashlib
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path

from indicators.runtime.files import write_whole

#: Files of the program on which all that it writes depends.
CODE = (".py", ".html", ".xml", ".css", ".js", ".svg", ".po", ".toml", ".woff2")
#: Seconds after which an entry that nothing used is deleted.
KEPT = 60 * 24 * 60 * 60


class Cache:
    """A folder of contents by key."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        #: The names of the contents that were asked for and not kept.
        self._missed: set[str] = set()

    @property
    def made(self) -> int:
        """How many contents were made, because none was kept."""
        return len(self._missed)

    def has(self, *parts: object) -> bool:
        """Whether the content made from `parts` is kept; where it is not, that it will be made is counted."""
        path = self._path(parts)
        if not path.is_file():
            self._missed.add(path.name)
        return path.name not in self._missed

    def of(self, make: Callable[[], bytes], *parts: object) -> bytes:
        """The content made from `parts` (their `repr` tells them apart), kept or made now. Raises what `make` raises."""
        if (known := self.kept(*parts)) is not None:
            return known
        self._missed.add(self._path(parts).name)
        return self.keep(make(), *parts)

    def kept(self, *parts: object) -> bytes | None:
        """The content made from `parts`; None where none is kept."""
        try:
            path = self._path(parts)
            content = path.read_bytes()
            path.touch()
        except OSError:
            return None
        return content

    def keep(self, content: bytes, *parts: object) -> bytes:
        """Keep what was made from `parts`, and return it. A full disk is no error: it is made again."""
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            write_whole(self._path(parts), content)
        return content

    def sweep(self) -> None:
        """Delete what nothing has used for a long time."""
        old = time.time() - KEPT
        for path in self.folder.glob("*"):
            with suppress(OSError):
                if path.stat().st_mtime < old:
                    path.unlink()

    def _path(self, parts: tuple[object, ...]) -> Path:
        return self.folder / digest(*parts)


def digest(*parts: object) -> str:
    """A name for some values."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]


@cache
def program() -> str:
    """A name for this program as it is: another version makes other pages of the same figures."""
    whole = hashlib.sha256()
    packages = Path(__file__).resolve().parents[2]
    for room in ("dashboard", "indicators", "seeds"):
        for path in sorted((packages / room).rglob("*")):
            if path.suffix in CODE or (path.suffix == ".csv" and "figures" not in path.parts):
                whole.update(path.relative_to(packages).as_posix().encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()
