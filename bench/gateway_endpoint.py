"""Stands in for API Gateway's management of connections: takes every post, 10 ms later.

python -m bench.gateway_endpoint 9002
"""

import asyncio
import sys

ANSWER_SECONDS = 0.010
ANSWER = b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"
LENGTH = b"content-length: "


class Endpoint(asyncio.Protocol):
    """One connection, on which requests come one after another."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._seen = b""

    def data_received(self, data: bytes) -> None:
        self._seen += data
        head, end, body = self._seen.partition(b"\r\n\r\n")
        if end and len(body) >= _length(head):
            self._seen = b""
            asyncio.get_running_loop().call_later(ANSWER_SECONDS, self._transport.write, ANSWER)


def _length(head: bytes) -> int:
    lines = (line for line in head.lower().split(b"\r\n") if line.startswith(LENGTH))
    return int(next(lines).removeprefix(LENGTH))


async def main() -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Endpoint, "127.0.0.1", int(sys.argv[1]), backlog=1024)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
