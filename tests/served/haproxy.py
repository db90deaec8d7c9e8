"""The HAProxy of compose.yaml, with its own configuration: only the port it listens on and the network's names are ours."""

import socketserver
import struct
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.browser import ROOT, free_port
from tests.served.nginx import _wait_for

CONFIGURATION = ROOT / "deploy" / "haproxy.cfg"


class Names(socketserver.BaseRequestHandler):
    """Docker's name server: every name is the dashboards' addresses."""

    addresses: Sequence[str] = ()

    def handle(self) -> None:
        asked, sock = self.request
        end = asked.index(b"\0", 12) + 5
        (kind,) = struct.unpack("!H", asked[end - 4 : end - 2])
        found = self.addresses if kind == 1 else ()
        answer = asked[:2] + struct.pack("!5H", 0x8180, 1, len(found), 0, 0) + asked[12:end]
        for address in found:
            answer += b"\xc0\x0c" + struct.pack("!2HIH", 1, 1, 5, 4) + bytes(map(int, address.split(".")))
        sock.sendto(answer, self.client_address)


@contextmanager
def name_server(addresses: Sequence[str]) -> Iterator[int]:
    """The port of a name server on loopback that answers with these addresses."""
    handler = type("Ours", (Names,), {"addresses": addresses})
    with socketserver.UDPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


@contextmanager
def in_front(folder: Path, addresses: Sequence[str], port: int) -> Iterator[int]:
    """HAProxy in front of dashboards at these addresses and a port; the port that readers ask."""
    own = free_port()
    with name_server(addresses) as names:
        text = CONFIGURATION.read_text(encoding="utf-8")
        for old, new in (
            ("bind :8501", f"bind 127.0.0.1:{own}"),
            ("127.0.0.11:53", f"127.0.0.1:{names}"),
            ("dashboard:8501", f"dashboard:{port}"),
        ):
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        (folder / "haproxy.cfg").write_text(text, encoding="utf-8")
        command = ["haproxy", "-db", "-f", folder / "haproxy.cfg"]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
            try:
                _wait_for(own, process)
                yield own
            finally:
                process.kill()
