"""What a connection is told before its first request."""

import socket
from asyncio import Transport

from dashboard.server import limits


def test_a_body_is_not_held_back_until_its_head_is_acknowledged():
    with socket.socket() as plain:  # as Streamlit makes the listening one
        assert not plain.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        limits._send_at_once(Transport({"socket": plain}))
        assert plain.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_a_connection_without_a_socket_is_let_be():
    limits._send_at_once(Transport())
    with socket.socket(socket.AF_UNIX) as local:
        limits._send_at_once(Transport({"socket": local}))
