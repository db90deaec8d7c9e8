"""The file of a store on its disk: its address, its size, and what the disk can do."""

import errno
import os
import shutil
from functools import cache
from pathlib import Path, PurePath
from stat import S_ISREG
from urllib.parse import quote

#: Free bytes below which a disk counts as full: twice the size of SQLite's shared-memory file.
ROOM = 64 * 1024
#: Error numbers of a file system without locks.
LOCKLESS = (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP)
#: Offset of a byte that no other program locks.
FAR = 2**40


def uri(path: PurePath) -> str:
    """SQLite's URI of a file; a network path has no host in it, which SQLite would refuse."""
    name = path.as_posix()
    return "file://" + quote(os.fsencode(name if name.startswith("/") else f"/{name}"), safe="/:")


def size(path: Path) -> int:
    """Size of a file in bytes; -1 where it does not exist or cannot be accessed."""
    try:
        found = path.stat()
    except OSError:
        return -1
    return found.st_size if S_ISREG(found.st_mode) else -1


def is_full(path: Path) -> bool:
    """Whether the disk of a file is full."""
    try:
        return shutil.disk_usage(path.parent).free < ROOM
    except OSError:
        return False


def has_locks(path: Path) -> bool:
    """Whether the file system supports locks; SQLite reports a missing support as a lock held by another."""
    try:
        from fcntl import LOCK_NB, LOCK_SH, lockf  # Windows has none
    except ImportError:
        return True
    try:
        lockf(_held_open(path), LOCK_SH | LOCK_NB, 1, FAR)
    except OSError as error:
        return error.errno not in LOCKLESS
    return True


@cache
def _held_open(path: Path) -> int:
    """The open file, never closed: closing it would release the locks SQLite holds on it in this process."""
    return os.open(path, os.O_RDONLY)
