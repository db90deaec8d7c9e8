"""Files that are whole: what stands at a path is all of the new content, or what was there before."""

import os
from contextlib import suppress
from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Put content at a path, which who reads it sees whole or not at all. Raises OSError, and then leaves what was there.

    A full disk or a kill ends in the draft beside it, and not in the file. What is no plain file
    (`/dev/stdout`, a named pipe) is written to as it is, and a link stays a link.
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
