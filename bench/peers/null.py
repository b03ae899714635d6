"""A server that does nothing but write ready-made frames: what the load can count when nobody is slow.

`python -m bench.peers.null <port>`; each line of standard input, a JSON list of bodies, goes to all sockets at once.
"""

import json
import select
import socket
import sys

from apps.fanout.payload import Payload

# RFC 6455, section 4.2.2, of the one key that the load sends.
ANSWER = (
    b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Accept: ICX+Yqv66kxgM0FcWaLWlFLwTAI=\r\n\r\n"
)


def main() -> None:
    """Serve until standard input ends."""
    with socket.create_server(("127.0.0.1", int(sys.argv[1])), backlog=2048) as listening:
        print("ready", flush=True)
        sockets: list[socket.socket] = []
        while True:
            readable, _, _ = select.select([listening, sys.stdin], [], [])
            if listening in readable:
                sockets.append(_welcomed(listening))
            elif line := sys.stdin.readline():
                _say(sockets, json.loads(line))
            else:
                return


def _welcomed(listening: socket.socket) -> socket.socket:
    client, _ = listening.accept()
    client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    client.recv(1 << 16)
    client.sendall(ANSWER + Payload("joined").framed)
    return client


def _say(sockets: list[socket.socket], bodies: list[str]) -> None:
    frames = b"".join(Payload(body).framed for body in bodies)
    for client in sockets:
        client.sendall(frames)


if __name__ == "__main__":
    main()
