"""Starting the server: Streamlit with our settings."""

import os
import socket
import subprocess
import sys
from pathlib import Path

from dashboard.urls import hosts
from indicators.store.store import default_place

#: The package `dashboard`.
HERE = Path(__file__).resolve().parents[1]


class LaunchError(RuntimeError):
    """The server cannot be started. The message says why."""


def check_free(host: str, port: int) -> None:
    """Raise LaunchError unless the address can be listened on."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address[:2])
    except OSError as error:
        where = f"{hosts.bracketed(host)}:{port}"
        raise LaunchError(f"cannot listen on {where} ({error.strerror}); try --port {port % 65535 + 1}") from None


def check_names(host: str) -> None:
    """Raise LaunchError where the server is public and no host name is allowed."""
    try:
        names = hosts.names(host)
    except hosts.HostsError as error:
        raise LaunchError(str(error)) from None
    if not names.hosts:
        raise LaunchError(
            f"--host {host} serves others: say by which names they ask for the board, as {hosts.FORMS}; "
            f"{hosts.VARIABLE}=localhost where only this machine does, as from outside of a container"
        )


def greeting(host: str, port: int) -> str:
    """The message at the start: the local URL, and the names for other readers."""
    here = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    folder = os.environ.get("STREAMLIT_SERVER_BASE_URL_PATH", "").strip("/")
    where = f"http://{hosts.bracketed(here)}:{port}/{folder}".rstrip("/")
    names = hosts.names(host)
    return f"Claimboard is at {where}" + (
        "" if names.is_private else f", and answers to {', '.join(sorted(names.hosts))}"
    )


def command(host: str, port: int) -> list[str]:
    """The server's command, as an argument list."""
    options = [("server.address", host), ("server.port", port), ("server.enableCORS", True)]
    # Our check of origins comes first; Streamlit's must accept all that ours does.
    options += [("server.allowedHosts", name) for name in sorted(hosts.names(host).hosts.union(hosts.LOOPBACK))]
    flags = [f"--{name}={value}" for name, value in options]
    return [sys.executable, "-m", "dashboard.server.serving", "run", str(HERE / "server" / "app.py"), *flags]


def start(host: str, port: int) -> None:
    """Run the server until it is stopped; the process ends with it."""
    # In a checkout the settings are in the folder above, which Streamlit reads from the working
    # directory; an installed wheel has them beside this file.
    root = HERE.parent if (HERE.parent / ".streamlit").is_dir() else HERE
    if os.environ.get("CLAIMBOARD_STORE"):
        os.environ["CLAIMBOARD_STORE"] = str(default_place())  # before the directory changes
    print(greeting(host, port), flush=True)
    os.chdir(root)
    try:
        Path.home()
    except RuntimeError:  # neither HOME nor a name in passwd: Streamlit would fail in looking for more settings
        os.environ["HOME"] = str(root)
    # Otherwise every session's thread has a heap of its own: 284 MB with ten readers became 232.
    os.environ.setdefault("MALLOC_ARENA_MAX", "2")
    if os.name == "posix":
        os.execv(sys.executable, command(host, port))
    sys.exit(subprocess.call(command(host, port)))
