"""A mail server on a port of this machine, which answers as it is told."""

import base64
import socketserver
import ssl
from collections.abc import Mapping
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import Self


class Mailbox:
    """The server. `says` has other answers by verb, each given once; `certificate` lets it offer TLS."""

    def __init__(self, certificate: tuple[Path, Path] | None = None, names: Mapping[str, str] | None = None) -> None:
        self.received: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.logins: list[tuple[str, bool]] = []
        self.says: dict[str, list[str]] = {}
        self.names, self.context = dict(names or {}), None
        if certificate:
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.context.load_cert_chain(*certificate)
        box = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                self.is_safe = False
                self.say("220 ready")
                while line := self.rfile.readline():
                    verb, _, rest = line.decode().strip().partition(" ")
                    if not self.answer(verb.upper(), rest):
                        return

            def say(self, line: str) -> None:
                self.wfile.write(f"{line}\r\n".encode())

            def answer(self, verb: str, rest: str) -> bool:
                if box.says.get(verb):
                    self.say(box.says[verb].pop(0))
                    return True
                getattr(self, f"on_{verb.lower()}", self.on_other)(rest)
                return verb != "QUIT"

            def on_other(self, rest: str) -> None:
                self.say("250 fine")

            def on_quit(self, rest: str) -> None:
                self.say("221 bye")

            def on_ehlo(self, rest: str) -> None:
                offered = ["250-here"] + (["250-STARTTLS"] if box.context and not self.is_safe else [])
                for line in [*offered, "250 AUTH PLAIN"]:
                    self.say(line)

            def on_starttls(self, rest: str) -> None:
                self.say("220 go on")
                assert box.context
                self.connection = box.context.wrap_socket(self.connection, server_side=True)
                self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", 0)
                self.is_safe = True

            def on_auth(self, rest: str) -> None:
                _, name, password = base64.b64decode(rest.split()[-1]).decode().split("\0")
                box.logins.append((name, self.is_safe))
                self.say("235 welcome" if box.names.get(name) == password else "535 no")

            def on_rcpt(self, rest: str) -> None:
                box.recipients.append(rest.partition("<")[2].rpartition(">")[0])
                self.say("250 fine")

            def on_data(self, rest: str) -> None:
                self.say("354 go on")
                lines = []
                while (line := self.rfile.readline()) not in (b".\r\n", b""):
                    lines.append(line.removeprefix(b"."))
                box.received.append(message_from_bytes(b"".join(lines), policy=policy.default))
                self.say("250 taken")

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True

        self._server = Server(("127.0.0.1", 0), Handler)
        self.port = self._server.server_address[1]

    def __enter__(self) -> Self:
        Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()
