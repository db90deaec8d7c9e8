"""What a store says of itself: a few texts by name, such as its revision."""

from indicators.store.database import Connection, damaged


def read(connection: Connection, key: str) -> str | None:
    """The text of that name; None where there is none yet."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return row[0] if row else None


def write(connection: Connection, key: str, value: str) -> None:
    """Put a text in the place of the one of that name."""
    connection.execute(
        "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", (key, value)
    )


def revision(connection: Connection) -> int:
    """How often the figures have changed. Raises StoreError where that is no number."""
    found = read(connection, "revision") or "0"
    if not str(found).isdecimal():
        raise damaged("its revision is no number")
    return int(found)


def grow(connection: Connection) -> None:
    """Give the store its next revision: what was computed from its figures is to be computed again."""
    write(connection, "revision", str(revision(connection) + 1))
