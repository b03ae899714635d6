"""Let through to a PostgreSQL what Aurora DSQL takes, and refuse the rest: `dsql_proxy.py <port> <PostgreSQL's port>`.

Run by the Python that ministack is installed for, which has none of our packages.
"""

import asyncio
import sys
from importlib import import_module

HOST = "127.0.0.1"


async def serve(port: int, postgres_port: int) -> None:
    # Its own `start_proxy` would listen to the whole network.
    pgproxy = import_module("ministack.core.pgproxy")

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await pgproxy._handle_client("parley", HOST, postgres_port, reader, writer)  # noqa: SLF001

    server = await asyncio.start_server(handle, HOST, port)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), int(sys.argv[2])))
