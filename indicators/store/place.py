"""Where the store is: the valid values of `CLAIMBOARD_STORE`, and the errors for all others.

An error about a refused address quotes nothing of it: any part may hold a password.
"""

import errno
import os
import re
from pathlib import Path

from platformdirs import user_data_path

from indicators.store.database import StoreError

VARIABLE = "CLAIMBOARD_STORE"
#: Prefixes of PostgreSQL addresses.
SERVERS = ("postgresql://", "postgres://")
WANTED = "a path or postgresql://USER:PASSWORD@HOST/DATABASE is wanted"

#: Schemes of database addresses, and `file:`, whose URI of a path is not supported.
KINDS = (
    "file",
    "sqlite",
    "sqlite3",
    "postgresql",
    "postgres",
    "psql",
    "mysql",
    "mariadb",
    "mongodb",
    "redis",
    "duckdb",
)
#: Characters that break a line or cannot be printed.
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
#: A scheme; `C:\\` and `C:/` are drives.
_SCHEME = re.compile(r"(?![A-Za-z]:[\\/])([A-Za-z][A-Za-z0-9+.-]*):")
#: A login with its password, and PostgreSQL's keyword form of an address.
_LOGIN = re.compile(r"^(//)?[^/\\]*:[^@]*@")
_PAIRS = re.compile(r"(^|\s)(host|hostaddr|port|user|password|dbname|service|passfile)\s*=", re.IGNORECASE)


def default_place() -> Path | str:
    """Where the store is: `CLAIMBOARD_STORE`, a path or `postgresql://…`, or a file in the user's data directory.

    Raises StoreError where that is neither, or where there is no such directory.
    """
    return read(os.environ.get(VARIABLE, "")) or _own()


def read(text: str) -> Path | str | None:
    """The absolute path or the PostgreSQL address that a text is; None where it is empty. Raises StoreError."""
    chosen = text.strip()
    if not chosen:
        return None
    if _UNPRINTABLE.search(chosen):
        raise StoreError(f"{VARIABLE} has a character in it that cannot be printed; {WANTED}")
    if chosen.startswith(SERVERS):
        return chosen
    if scheme := _SCHEME.match(chosen):
        raise StoreError(_why_not(scheme[1].lower().partition("+")[0], chosen))
    if _LOGIN.match(chosen) or _PAIRS.search(chosen):
        raise StoreError(f"{VARIABLE} is an address in a form that is not read; {WANTED}")
    return _path(chosen)


def _why_not(kind: str, chosen: str) -> str:
    if kind in ("postgres", "postgresql"):
        return (
            f"{VARIABLE} is no PostgreSQL address: postgresql://USER:PASSWORD@HOST/DATABASE is wanted, in small letters"
        )
    if kind in ("file", "sqlite", "sqlite3"):
        return f"{VARIABLE} begins with {kind}:, which is not read; write the path alone"
    if kind in KINDS:
        return f"{VARIABLE} names a {kind} database; {WANTED}"
    return (
        f"{VARIABLE} begins like an address that is not read; {WANTED}, ./ before a path with a colon in its first name"
    )


def _path(chosen: str) -> Path:
    try:
        path = Path(chosen).expanduser().absolute()
    except RuntimeError:
        raise StoreError(
            f"{VARIABLE} begins with ~, and there is no such home directory; write the whole path"
        ) from None
    except FileNotFoundError:  # the working directory is gone
        raise StoreError(f"{VARIABLE} is a path from a working directory that is gone; write the whole path") from None
    try:
        path.lstat()
    except OSError as error:
        if error.errno in (errno.ENAMETOOLONG, errno.ELOOP, errno.EINVAL):
            raise StoreError(f"{VARIABLE} is no path that this machine can have: {error.strerror}") from None
    return path


def _own() -> Path:
    try:
        folder = user_data_path("claimboard", appauthor=False)
    except RuntimeError:
        folder = Path("~")
    if not folder.is_absolute():  # "~" stayed as it was
        raise StoreError(f"there is no home directory to keep the store in; set {VARIABLE} to a path")
    return folder / "claimboard.sqlite"
