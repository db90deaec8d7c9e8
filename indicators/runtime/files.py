"""Atomic files: a path holds the new content as a whole, or the old one."""

import os
from contextlib import suppress
from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Replace a file's content atomically. Raises OSError, and then leaves the old content.

    A full disk or a kill affects only the temporary file beside it. What is not a plain file
    (`/dev/stdout`, a named pipe) is written to directly, and a link stays a link.
    """
    if path.exists() and not path.is_file():
        path.write_bytes(content)
        return
    path = path.resolve()
    draft = path.with_name(f".{path.name[:200]}.{os.getpid()}.part")
    try:
        draft.write_bytes(content)
        if path.exists():
            draft.chmod(path.stat().st_mode & 0o7777)
        draft.replace(path)
    except BaseException:
        with suppress(OSError):
            draft.unlink()
        raise
