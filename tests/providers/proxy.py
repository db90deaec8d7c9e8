"""A proxy, and a server that speaks TLS, on ports of this machine.

with Proxy() as proxy:          # or Proxy("502 Bad Gateway"): it refuses so
    monkeypatch.setenv("HTTPS_PROXY", proxy.url)
"""

import http.server
import socket
import ssl
import subprocess
from contextlib import suppress
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import Any, Self

from tests.providers.server import Provider


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 that only itself vouches for, and its key."""
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    words = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=127.0.0.1"
    files = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run([*words.split(), *files], check=True, capture_output=True)
    return certificate, key


class Secure(Provider):
    """A provider that is asked by https."""

    def __init__(self, certificate: Path, key: Path) -> None:
        super().__init__()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)
        self.url = f"https://{self.host}"


class Proxy:
    """Lets every host through, or answers all with a status; what it was asked is kept, line by line."""

    def __init__(self, refuses: str = "", user: str = "") -> None:
        self.asked: list[str] = []
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_CONNECT(self) -> None:
                outer.asked.append(f"{self.requestline} {self.headers.get('Proxy-Authorization', '')}".strip())
                if refuses:
                    self.wfile.write(f"HTTP/1.1 {refuses}\r\nContent-Length: 0\r\n\r\n".encode())
                    return
                host, _, port = self.path.rpartition(":")
                with socket.create_connection((host, int(port))) as beyond:
                    self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
                    back = Thread(target=_pump, args=(beyond, self.connection), daemon=True)
                    back.start()
                    _pump(self.connection, beyond)
                    back.join()

            def do_GET(self) -> None:
                outer.asked.append(self.requestline)
                self.wfile.write(f"HTTP/1.1 {refuses}\r\nContent-Length: 0\r\n\r\n".encode())

            def log_message(self, *_: Any) -> None:
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.at = f"127.0.0.1:{self._server.server_address[1]}"
        self.url = f"http://{user}{self.at}"

    def __enter__(self) -> Self:
        Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()


class Socks:
    """A SOCKS5 proxy that asks for nothing, and lets through or answers with a code. One that `says` words is none."""

    def __init__(self, code: int = 0, says: bytes = b"\x05\x00") -> None:
        self.asked = 0
        self._says = says
        self._code = code
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"socks5h://127.0.0.1:{self._listener.getsockname()[1]}"

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self.asked += 1
            Thread(target=self._answer, args=(client,), daemon=True).start()

    def _answer(self, client: socket.socket) -> None:
        with client, client.makefile("rb") as said:
            said.read(said.read(2)[1])  # the ways to say who one is
            client.sendall(self._says)
            wish = said.read(4)
            if not wish:  # turned away by what was said
                return
            kind = wish[3]
            host = socket.inet_ntoa(said.read(4)) if kind == 1 else said.read(said.read(1)[0]).decode()
            port = int.from_bytes(said.read(2), "big")
            client.sendall(bytes([5, self._code, 0, 1, 0, 0, 0, 0, 0, 0]))
            if not self._code:
                with socket.create_connection((host, port)) as beyond:
                    back = Thread(target=_pump, args=(beyond, client), daemon=True)
                    back.start()
                    _pump(client, beyond)
                    back.join()

    def __enter__(self) -> Self:
        Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()


def _pump(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while piece := source.recv(65536):
            target.sendall(piece)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)
