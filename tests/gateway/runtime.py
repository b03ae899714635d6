"""Lambda's runtime as the function knows it: asks for an event, hands it to the function, says what came of it.

    python -m tests.gateway.runtime http://127.0.0.1:9001

https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
"""

import json
import logging
import sys
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

PACKED = Path(__file__).parent / "packed"
"""Where `handler` is, which Zappa puts into its package."""
INVOCATION = "/2018-06-01/runtime/invocation"


def main(address: str) -> None:
    """Serve until the gateway is gone."""
    sys.path.append(str(PACKED))
    from chatproject.lambda_function import handler  # noqa: PLC0415 (needs the path above)

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


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except (ConnectionError, KeyboardInterrupt):
        sys.exit(0)
