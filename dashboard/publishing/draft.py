"""A site being written: in a folder of its own beside the last one, which it replaces when it is whole."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dashboard.exports import bundle

#: By this file a folder is known as a site of ours, which the next publication may replace.
MARK = "publication.json"


class NotOurs(ValueError):
    """The folder has something else in it, which a publication would delete. The message names it."""


class Draft:
    """The files of a publication. What is as it was in the last site stays the same file, with its time."""

    def __init__(self, folder: Path, last: Path) -> None:
        self.folder, self.last = folder, last
        self.paths: set[str] = set()
        #: Paths whose content is new or changed.
        self.changed: list[str] = []

    def put(self, path: str, content: bytes) -> None:
        """Write a file of the site. Raises OSError."""
        if path in self.paths:
            return
        self.paths.add(path)
        place, before = self.folder / path, self.last / path
        place.parent.mkdir(parents=True, exist_ok=True)
        if before.is_file() and before.stat().st_size == len(content) and before.read_bytes() == content:
            _same(before, place)
        else:
            place.write_bytes(content)
            self.changed.append(path)

    def carry(self, path: str) -> None:
        """Take a file over from the last site as it is. Raises OSError."""
        place = self.folder / path
        if path not in self.paths:
            self.paths.add(path)
            place.parent.mkdir(parents=True, exist_ok=True)
            _same(self.last / path, place)

    def replace(self, path: str, content: bytes) -> None:
        """Write a file in place of what the draft has there. Raises OSError."""
        (self.folder / path).unlink(missing_ok=True)  # it may be one with a file of the last site
        self.paths.discard(path)
        self.put(path, content)

    def held(self, folder: str) -> list[str]:
        """The files that the last site has in a folder."""
        found = (self.last / folder).rglob("*")
        return sorted(path.relative_to(self.last).as_posix() for path in found if path.is_file())

    def read(self, path: str) -> bytes:
        return (self.folder / path).read_bytes()


def _same(before: Path, place: Path) -> None:
    """One file at two places, where the disk can; else a copy with its time."""
    try:
        os.link(before, place)
    except OSError:
        shutil.copy2(before, place)


@contextmanager
def written(out: Path) -> Iterator[Draft]:
    """Context that writes a site to a folder: whole at its end, and after an error the last one stays as it is.

    Raises NotOurs, OSError.
    """
    out = out.absolute()
    draft, last = (out.with_name(f".{out.name}.{what}") for what in ("draft", "last"))
    _restore(out, last)
    _require_ours(out)
    shutil.rmtree(draft, ignore_errors=True)  # of a publication that was killed
    draft.mkdir(parents=True)
    try:
        made = Draft(draft, out)
        yield made
        made.put(MARK, json.dumps({"software": bundle.software()}).encode())
        _swap(draft, out, last)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _restore(out: Path, last: Path) -> None:
    """After a kill between the two renames of `_swap` the last site stands aside: it is put back."""
    if last.exists() and not out.exists():
        last.rename(out)


def _swap(draft: Path, out: Path, last: Path) -> None:
    shutil.rmtree(last, ignore_errors=True)
    if out.exists():
        out.rename(last)
    draft.rename(out)
    shutil.rmtree(last, ignore_errors=True)


def _require_ours(out: Path) -> None:
    if out.exists() and not (out / MARK).is_file() and (not out.is_dir() or any(out.iterdir())):
        raise NotOurs(
            f"{out} has something else in it, which publishing would delete: name an empty folder, or a new one"
        )
