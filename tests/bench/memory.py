"""What the server holds when ten readers have it open."""

from contextlib import ExitStack
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from tests import browser
from tests.bench.figures import Measure
from tests.browser import Server
from tests.patience import LONG

#: What ten readers look at, by the page's path and its query.
READERS = 2 * (("", ""), ("ai-capex", ""), ("flows", ""), ("ai-capex", "claim=capex-dependence"), ("data", ""))


def measure(folder: Path, store: Path) -> list[Measure]:
    folder.mkdir()
    with browser.serving(folder, store) as server, ExitStack() as readers:
        for page, query in READERS:
            read(readers.enter_context(session(server)), page, query)
        held = server.memory()
    return [Measure("server, memory of 10 sessions", [held], "MB")]


def session(server: Server) -> ClientConnection:
    """A reader's connection, as the page in a browser makes it."""
    address = f"ws://127.0.0.1:{server.port}/_stcore/stream"
    return connect(address, origin=server.url, max_size=None, proxy=None)  # type: ignore[arg-type]


def read(reader: ClientConnection, page: str, query: str) -> int:
    """Open a page and take all that is sent until its script has ended; the number of elements."""
    ask = BackMsg()
    ask.rerun_script.page_name = page
    ask.rerun_script.query_string = query
    reader.send(ask.SerializeToString())
    elements = 0
    while True:
        told = ForwardMsg.FromString(bytes(reader.recv(timeout=LONG)))
        elements += told.WhichOneof("type") == "delta"
        if told.WhichOneof("type") == "script_finished":
            return elements
