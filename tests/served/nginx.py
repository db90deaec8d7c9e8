"""The nginx that `docs/nginx.conf` describes, on ports of its own and with a certificate made here."""

import re
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.browser import ROOT, free_port

NAME = "board.example.org"
PRINTED = (ROOT / "docs" / "nginx.conf").read_text(encoding="utf-8")
#: What a machine has around the files of conf.d.
AROUND = """
daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log;
events {{}}
http {{
    access_log {folder}/access.log;
    client_body_temp_path {folder}/1; proxy_temp_path {folder}/2; fastcgi_temp_path {folder}/3;
    uwsgi_temp_path {folder}/4; scgi_temp_path {folder}/5;
    include {folder}/site.conf;
}}
"""


def changed(text: str, *changes: tuple[str, str]) -> str:
    """A text with each of some passages, which must be there, replaced."""
    for old, new in changes:
        assert old in text, f"{old!r} is not in docs/nginx.conf"
        text = text.replace(old, new)
    return text


@contextmanager
def in_front(folder: Path, board: int, *changes: tuple[str, str], port: int | None = None) -> Iterator[str]:
    """nginx in front of a board's port, changed as the file says one may; yields where readers find it."""
    folder.mkdir()
    _certify(folder)
    port, plain = port or free_port(), free_port()
    site = changed(PRINTED, *changes, ("127.0.0.1:8501", f"127.0.0.1:{board}"), ("/etc/ssl", str(folder)))
    site = re.sub(r"listen (\[::\]:)?443 ", rf"listen \g<1>{port} ", site)
    site = re.sub(r"listen (\[::\]:)?80;", rf"listen \g<1>{plain};", site)
    (folder / "site.conf").write_text(site, encoding="utf-8")
    (folder / "nginx.conf").write_text(AROUND.format(folder=folder), encoding="utf-8")
    command = ["nginx", "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as process:
        try:
            _wait_for(port, process)
            yield f"https://{NAME}:{port}"
        finally:
            process.terminate()


def _certify(folder: Path) -> None:
    names = ["-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}"]
    files = ["-keyout", str(folder / f"{NAME}.key"), "-out", str(folder / f"{NAME}.pem")]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *names, *files]
    subprocess.run(command, check=True, capture_output=True)


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if process.poll() is not None:
            said = process.stderr.read().decode() if process.stderr else ""
            raise RuntimeError(f"nginx ended with status {process.returncode}: {said}")
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
    raise RuntimeError("nginx did not listen in a minute")
