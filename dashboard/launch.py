"""Starting the server: Streamlit, told where our settings are."""

import os
import socket
import subprocess
import sys
from pathlib import Path

from indicators.data.store import default_place

HERE = Path(__file__).resolve().parent


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
        raise LaunchError(f"cannot listen on {host}:{port} ({error.strerror}); try --port {port % 65535 + 1}") from None


def command(host: str, port: int) -> list[str]:
    """What starts the server, as an argument list."""
    options = {"server.address": host, "server.port": port}
    if host not in ("127.0.0.1", "localhost", "::1"):
        # A public address was asked for: its names are the administrator's to allow.
        options["server.allowedHosts"] = os.environ.get("CLAIMBOARD_ALLOWED_HOSTS", host)
    flags = [f"--{name}={value}" for name, value in options.items()]
    return [sys.executable, "-m", "streamlit", "run", str(HERE / "server.py"), *flags]


def start(host: str, port: int) -> None:
    """Run the server until it is stopped; the process ends with it."""
    # In a checkout the settings are in the folder above, which Streamlit reads from the working
    # directory; an installed wheel has them beside this file.
    root = HERE.parent if (HERE.parent / ".streamlit").is_dir() else HERE
    if os.environ.get("CLAIMBOARD_STORE"):
        os.environ["CLAIMBOARD_STORE"] = str(default_place())  # before the directory changes
    print(f"Claimboard is at http://{host}:{port}", flush=True)
    os.chdir(root)
    # Every session's thread would else have a heap of its own: 284 MB with ten readers became 232.
    os.environ.setdefault("MALLOC_ARENA_MAX", "2")
    if os.name == "posix":
        os.execv(sys.executable, command(host, port))
    sys.exit(subprocess.call(command(host, port)))
