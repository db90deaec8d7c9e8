"""The tables of a store, version by version. Dates are ordinal days, moments UTC seconds."""

from indicators.store import chain, soundness
from indicators.store.database import Connection, StoreError

#: The script at position n takes a store from version n to n + 1.
MIGRATIONS = (
    """
    CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) {compact};
    CREATE TABLE series (key {number}, id TEXT NOT NULL UNIQUE);
    CREATE TABLE vintage (
        series INTEGER NOT NULL, known_from BIGINT NOT NULL, source TEXT NOT NULL,
        PRIMARY KEY (series, known_from)) {compact};
    CREATE TABLE observation (
        series INTEGER NOT NULL, date INTEGER NOT NULL, known_from BIGINT NOT NULL, value DOUBLE PRECISION,
        PRIMARY KEY (series, date, known_from)) {compact};
    """,
    """
    CREATE TABLE attempt (
        number {number}, series TEXT NOT NULL, at BIGINT NOT NULL, source TEXT NOT NULL, outcome TEXT NOT NULL,
        cause TEXT NOT NULL, rows INTEGER NOT NULL);
    CREATE INDEX attempt_of_series ON attempt (series, number);
    CREATE TABLE ledger (
        number {number}, claim TEXT NOT NULL, computed_at BIGINT NOT NULL, as_of INTEGER, status TEXT NOT NULL,
        value DOUBLE PRECISION, unit TEXT NOT NULL, sentence TEXT NOT NULL, through INTEGER, inputs TEXT NOT NULL);
    CREATE INDEX ledger_of_claim ON ledger (claim, number);
    """,
    """
    ALTER TABLE vintage ADD COLUMN checksum BIGINT;
    """,
    """
    ALTER TABLE ledger ADD COLUMN declaration TEXT NOT NULL DEFAULT '';
    ALTER TABLE ledger ADD COLUMN version INTEGER;
    ALTER TABLE ledger ADD COLUMN previous TEXT;
    ALTER TABLE ledger ADD COLUMN hash TEXT;
    """,
)
VERSION = len(MIGRATIONS)
#: The version from which each vintage has a checksum.
SEALED = 3
#: The version from which each entry of the ledger holds the hash of the one before.
CHAINED = 4


def migrate(connection: Connection, version: int, **dialect: str) -> None:
    """Migrate a store from a version to the newest; `dialect` fills in the database's own SQL."""
    for script in MIGRATIONS[version:]:
        for statement in statements(script, **dialect):
            connection.execute(statement)
    if version < SEALED:
        soundness.seal_all(connection)
    if version < CHAINED:
        chain.seal_all(connection)


def newer(name: str, version: int) -> StoreError:
    """The error for a store of a later version."""
    return StoreError(
        f"the store {name} was written by a newer Claimboard (version {version}, this one reads "
        f"up to {VERSION}); install the newer one or point CLAIMBOARD_STORE elsewhere"
    )


def statements(script: str, **dialect: str) -> list[str]:
    """The statements of a script in a dialect."""
    return [one for one in (part.strip() for part in script.format(**dialect).split(";")) if one]
