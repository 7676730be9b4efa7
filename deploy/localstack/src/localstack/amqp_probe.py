"""Whether an AMQP 0-9-1 broker answers at an address, without a client library."""

import socket

_PROTOCOL_HEADER = b"AMQP\x00\x00\x09\x01"
_METHOD_FRAME = b"\x01\x00\x00"  # frame type 1 on channel 0: the broker opens with connection.start
_PROBE_S = 1.0


def answers(host: str, port: int) -> bool:
    """True once the broker greets; an open port alone may belong to a node that is still booting."""
    try:
        with socket.create_connection((host, port), timeout=_PROBE_S) as connection:
            connection.sendall(_PROTOCOL_HEADER)
            return connection.recv(len(_METHOD_FRAME), socket.MSG_WAITALL) == _METHOD_FRAME
    except OSError:
        return False
