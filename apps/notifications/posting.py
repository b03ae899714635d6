"""One POST to an address that somebody else chose: to where it was judged to lead, without redirects, within 10 s.

Neither proxies of the environment nor its credentials are used: http.client knows of none.
"""

import functools
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException

from apps.notifications.target import Refused, Target, check, resolve

TOTAL_SECONDS = 10.0
CONNECT_SECONDS = 3.0
"""For each of a name's addresses, of which there are three at most."""
READ_BYTES = 64 * 1024
"""Of the answer's body, for servers that mind when nobody reads; it is thrown away."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of an attempt: `status` is HTTP's, None without one; `error` is empty when it succeeded."""

    status: int | None
    error: str


def post(address: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    """Post `body`. Any status from 200 to 299 is success; a redirect is a failure and is not followed."""
    try:
        target = check(address)
        status = _exchange(_Pinned(target, resolve(target)), target, body, headers)
    except Refused as refused:
        return Answer(None, str(refused))
    except TimeoutError:
        return Answer(None, "There was no answer in time.")
    except ssl.SSLError as error:
        return Answer(None, f"TLS failed: {error.reason or 'closed'}.")
    except OSError as error:
        return Answer(None, f"There was no connection: {error.strerror or 'closed'}.")
    except HTTPException:
        return Answer(None, "What answered does not speak HTTP.")
    return Answer(status, "" if status in range(200, 300) else f"HTTP {status}")


def _exchange(connection: "_Pinned", target: Target, body: bytes, headers: Mapping[str, str]) -> int:
    with connection.bounded():
        connection.request("POST", target.path, body, {**headers, "Connection": "close"})
        answer = connection.getresponse()
        # Its status is its answer, whatever happens to the rest.
        with suppress(OSError, HTTPException):
            answer.read(READ_BYTES)
        answer.close()
        return answer.status


class _Pinned(HTTPConnection):
    """A connection to one of `addresses`; the name stays in `Host`, and in TLS what the certificate must be for."""

    def __init__(self, target: Target, addresses: list[str]) -> None:
        super().__init__(target.host, target.port)
        self.default_port = 443 if target.tls else 80
        self._tls = target.tls
        self._addresses = addresses
        self._wire: socket.socket | None = None
        self._late = False

    def connect(self) -> None:
        self.sock = self._wire = self._connected()
        self.sock.settimeout(TOTAL_SECONDS)
        if self._late:
            raise TimeoutError
        if self._tls:
            wrapped = _tls().wrap_socket(self.sock, server_hostname=self.host, do_handshake_on_connect=False)
            self.sock = self._wire = wrapped
            wrapped.do_handshake()

    @contextmanager
    def bounded(self) -> Iterator[None]:
        """End the exchange after `TOTAL_SECONDS`: a socket's own timeout begins anew with every byte."""
        timer = threading.Timer(TOTAL_SECONDS, self._cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        except (OSError, HTTPException):
            if self._late:
                raise TimeoutError from None
            raise
        finally:
            timer.cancel()
            self.close()

    def _connected(self) -> socket.socket:
        for address in self._addresses[:-1]:
            with suppress(OSError):
                return socket.create_connection((address, self.port), CONNECT_SECONDS)
        return socket.create_connection((self._addresses[-1], self.port), CONNECT_SECONDS)

    def _cut(self) -> None:
        self._late = True
        if self._wire is not None:
            # The plain socket's: TLS would wait for the other side to agree.
            with suppress(OSError):
                socket.socket.shutdown(self._wire, socket.SHUT_RDWR)


@functools.cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()
