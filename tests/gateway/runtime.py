"""Lambda's runtime as the function knows it: asks for an event, hands it to the function, says what came of it.

    python -m tests.gateway.runtime http://127.0.0.1:9001 [--die after_commit|while_posting]

https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
"""

import json
import logging
import os
import sys
from http.client import HTTPConnection
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

PACKED = Path(__file__).parent / "packed"
"""Where what stands for Zappa is."""
INVOCATION = "/2018-06-01/runtime/invocation"
DIED = 86
"""The exit code of a function that `--die` ended."""


def main(address: str, die: str | None) -> None:
    """Serve until the gateway is gone, or until the function comes to where it shall die."""
    sys.path.append(str(PACKED))
    from chatproject.lambda_function import handler  # noqa: PLC0415 (needs the path above)

    if die is not None:
        _die_at(die)
    parts = urlsplit(address)
    while True:
        connection = HTTPConnection(parts.hostname or "", parts.port)
        connection.request("GET", f"{INVOCATION}/next")
        response = connection.getresponse()
        request, event = response.headers["lambda-runtime-aws-request-id"], json.loads(response.read())
        try:
            outcome, said = "response", handler(event, None)
        except Exception:
            logging.getLogger("runtime").exception("the function failed")
            outcome, said = "error", None
        connection.request("POST", f"{INVOCATION}/{request}/{outcome}", json.dumps(said))
        connection.getresponse().read()
        connection.close()


def _die_at(moment: str) -> None:
    """Have the process end, as Lambda may end it, where a message is committed, or while it is posted."""
    from apps.fanout.gateway import posts  # noqa: PLC0415
    from apps.realtime.gateway import invocation  # noqa: PLC0415

    def die(*_: object) -> NoReturn:
        os._exit(DIED)

    if moment == "after_commit":
        setattr(invocation, "_post_entries", die)  # noqa: B010 (no function returns this way)
    else:
        setattr(posts, "post_all", die)  # noqa: B010


if __name__ == "__main__":
    try:
        main(sys.argv[1], sys.argv[3] if len(sys.argv) > 3 else None)
    except (ConnectionError, KeyboardInterrupt):
        sys.exit(0)
