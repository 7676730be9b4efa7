"""Whether the service beside this command is ready: the health check of a container that has no other tool.

``python -m chassis.probe [livez]``; the port is the service's own setting. Exit code 0 for a 200, 1 for anything else.
Standard library only: it runs every few seconds.
"""

import http.client
import os
import sys
from collections.abc import Mapping, Sequence

TIMEOUT_SECONDS = 4.0


def main(arguments: Sequence[str], environment: Mapping[str, str]) -> int:
    """Exit code; the reason goes to stderr, where the engine keeps it."""
    port = int(environment.get("AFTERSALES_SERVICE_PORT", "8000"))
    path = f"/{arguments[0]}" if arguments else "/readyz"
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_SECONDS)
    try:
        connection.request("GET", path, headers={"Connection": "close"})
        answer = connection.getresponse()
        text = answer.read(500).decode("utf-8", errors="replace")
    except (OSError, http.client.HTTPException) as error:
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        return 1
    finally:
        connection.close()
    if answer.status == http.HTTPStatus.OK:
        return 0
    sys.stderr.write(f"{answer.status}: {text}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
