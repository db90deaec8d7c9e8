"""The file of a store on its disk: its address, its size, and what the disk can do."""

import errno
import os
import shutil
from functools import cache
from pathlib import Path, PurePath
from stat import S_ISREG
from urllib.parse import quote

#: Free bytes below which a disk is full: twice the memory that SQLite shares by a file.
ROOM = 64 * 1024
#: How a file system says that it knows no locks.
LOCKLESS = (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP)
#: A byte of the file that nobody else locks.
FAR = 2**40


def uri(path: PurePath) -> str:
    """The address of a file by which SQLite opens it; that of a network path has no host, which SQLite would refuse."""
    name = path.as_posix()
    return "file://" + quote(os.fsencode(name if name.startswith("/") else f"/{name}"), safe="/:")


def size(path: Path) -> int:
    """Bytes of a file; -1 where there is none, or none that may be seen."""
    try:
        found = path.stat()
    except OSError:
        return -1
    return found.st_size if S_ISREG(found.st_mode) else -1


def is_full(path: Path) -> bool:
    """Whether there is no room beside a file."""
    try:
        return shutil.disk_usage(path.parent).free < ROOM
    except OSError:
        return False


def has_locks(path: Path) -> bool:
    """Whether the file system of a store knows locks, which SQLite takes for a lock that another has."""
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
    """The file, never closed again: that would end the locks that SQLite has on it in this process."""
    return os.open(path, os.O_RDONLY)
