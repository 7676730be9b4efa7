"""Whether a process of the stack is ready for work."""

import http.client
import socket

_PROBE_S = 2.0


def http_ready(port: int) -> bool:
    """``GET /readyz`` answers 200."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_PROBE_S)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def smtp_ready(port: int) -> bool:
    """The server greets with 220."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=_PROBE_S) as connection:
            greeting = connection.recv(3, socket.MSG_WAITALL)
            connection.sendall(b"QUIT\r\n")
            return greeting == b"220"
    except OSError:
        return False
