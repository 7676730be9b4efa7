"""A service in the stack's eyes: answers `/readyz`, shows its environment at `/environment`, ends at SIGTERM."""

import json
import os
import signal
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import FrameType


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = json.dumps(dict(os.environ)) if self.path == "/environment" else "{}"
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body.encode())


def _end(_number: int, _frame: FrameType | None) -> None:
    sys.stdout.write("drained\n")
    sys.exit(0)


if __name__ == "__main__":
    if os.environ.get("FAKE_BROKEN"):
        sys.exit("no such table: broken on purpose")
    signal.signal(signal.SIGTERM, _end)
    ThreadingHTTPServer(("127.0.0.1", int(os.environ["AFTERSALES_SERVICE_PORT"])), _Handler).serve_forever()
