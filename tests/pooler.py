"""PgBouncer before the PostgreSQL server of the tests, on loopback."""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg

from tests.browser import free_port
from tests.postgres import NOBODY, PASSWORD

SETTINGS = """
[databases]
* = host=127.0.0.1 port={server}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = {folder}/users
pool_mode = {mode}
default_pool_size = {size}
# As many clients as possible meet the session of another.
server_round_robin = 1
max_client_conn = 500
logfile = {folder}/log
{more}
"""


@contextmanager
def running(server: str, mode: str, size: int = 2, more: str = "") -> Iterator[str]:
    """The address of a new database on a server, behind a pooler of so many connections."""
    port, behind = free_port(), urlsplit(server).port
    database = f"d{uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {database}")
    with TemporaryDirectory(prefix="claimboard-pool-") as name:
        folder = Path(name)
        (folder / "users").write_text(f'"me" "{PASSWORD}"\n')
        settings = folder / "settings.ini"
        settings.write_text(SETTINGS.format(server=behind, port=port, folder=folder, mode=mode, size=size, more=more))
        user = NOBODY if os.geteuid() == 0 else None  # PgBouncer refuses to run as root
        if user is not None:
            for path in (folder, *folder.iterdir()):
                os.chown(path, user, user)
        with subprocess.Popen(["pgbouncer", "-q", settings], user=user, cwd="/", stderr=subprocess.DEVNULL) as process:
            try:
                yield _answering(f"{server.split('@')[0]}@127.0.0.1:{port}/{database}", process)
            finally:
                process.kill()


def _answering(url: str, process: "subprocess.Popen[bytes]") -> str:
    deadline = time.monotonic() + 60
    while True:
        try:
            psycopg.connect(url, connect_timeout=5).close()
            return url
        except psycopg.OperationalError:
            assert process.poll() is None and time.monotonic() < deadline, "the pooler does not answer"
            time.sleep(0.05)
