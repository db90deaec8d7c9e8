"""The store's metadata: texts by name, such as its revision."""

from indicators.store.database import Connection, damaged


def read(connection: Connection, key: str) -> str | None:
    """The text of a name; None where it is not set."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return row[0] if row else None


def write(connection: Connection, key: str, value: str) -> None:
    """Set the text of a name."""
    connection.execute(
        "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", (key, value)
    )


def revision(connection: Connection) -> int:
    """The store's revision. Raises StoreError where it is not a number."""
    found = read(connection, "revision") or "0"
    if not str(found).isdecimal():
        raise damaged("its revision is no number")
    return int(found)


def grow(connection: Connection) -> None:
    """Increment the revision, which invalidates every cached result."""
    write(connection, "revision", str(revision(connection) + 1))
