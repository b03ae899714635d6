"""One attempt over HTTP: to the address that was judged, under the name that was asked for, and never further."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from apps.notifications import posting
from apps.notifications.posting import READ_BYTES, Answer, post

from .receiver import Receiver


@pytest.fixture(autouse=True)
def lookups(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Have `hooks.example.org` lead to this machine, and note each time that somebody asks for it."""
    whole, asked = socket.getaddrinfo, []

    def resolve(host: str, *args: Any, **options: Any) -> Any:
        if host != "hooks.example.org":
            return whole(host, *args, **options)
        asked.append(host)
        return whole("127.0.0.1", *args, **options)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return asked


def sent(address: str) -> Answer:
    return post(address, b"{}", {"Content-Type": "application/json"})


@contextmanager
def answering(answer: Callable[[socket.socket], None], tls: ssl.SSLContext | None = None) -> Iterator[int]:
    """Serve one connection, whose request was read, by `answer`; yield the port."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            accepted, _ = server.accept()
            with closing(accepted):
                try:
                    peer = tls.wrap_socket(accepted, server_side=True) if tls else accepted
                    _read_whole(peer)
                    answer(peer)
                    peer.close()
                except OSError:
                    return

        thread = threading.Thread(target=serve)
        thread.start()
        yield server.getsockname()[1]
        thread.join(20)


def _read_whole(peer: socket.socket) -> None:
    # What is left unread resets the connection when it is closed, and with it the answer.
    request = b""
    while not request.endswith(b"{}") and (piece := peer.recv(65_536)):
        request += piece


def test_what_is_sent(receiver: Receiver, lookups: list[str]) -> None:
    address = receiver.address.replace("127.0.0.1", "hooks.example.org")
    assert sent(address) == Answer(204, "")
    request = receiver.next()
    assert (request.path, request.body) == ("/hook?room=1", b"{}")
    assert request.headers["Host"] == address.split("/")[2]
    assert request.headers["Content-Type"] == "application/json"
    # Asked again when connecting, a name server could have another answer.
    assert lookups == ["hooks.example.org"]


@pytest.mark.parametrize("status", [301, 302, 307, 308, 400, 404, 410, 429, 500, 503])
def test_what_is_no_success(receiver: Receiver, status: int) -> None:
    receiver.statuses = [status]
    assert sent(receiver.address) == Answer(status, f"HTTP {status}")
    receiver.next()
    assert receiver.requests.empty()


def test_no_proxy_of_the_environment_is_used(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert sent(receiver.address) == Answer(204, "")


def test_a_name_inside_our_network_is_not_asked(receiver: Receiver, settings: object) -> None:
    settings.WEBHOOK_NETWORKS = ()  # type: ignore[attr-defined]
    address = receiver.address.replace("127.0.0.1", "hooks.example.org")
    assert sent(address) == Answer(None, "This name leads to no public address.")
    assert receiver.requests.empty()


def test_nobody_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert sent(f"http://127.0.0.1:{port}/") == Answer(None, "There was no connection: Connection refused.")


def test_another_address_of_the_name_is_tried(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posting, "resolve", lambda _: ["127.0.0.2", "127.0.0.1"])
    assert sent(receiver.address) == Answer(204, "")


def test_no_http() -> None:
    with answering(lambda peer: peer.sendall(b"220 mail.example.org ESMTP\r\n")) as port:
        assert sent(f"http://127.0.0.1:{port}/") == Answer(None, "What answered does not speak HTTP.")


def test_a_body_that_breaks_off_and_one_without_an_end() -> None:
    with answering(lambda peer: peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx")) as port:
        assert sent(f"http://127.0.0.1:{port}/") == Answer(200, "")

    def flood(peer: socket.socket) -> None:
        peer.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        # The kernel alone takes some megabytes that nobody reads.
        for _ in range(1_024):
            peer.sendall(b"x" * READ_BYTES)
        pytest.fail("all of it was read")

    with answering(flood) as port:
        assert sent(f"http://127.0.0.1:{port}/") == Answer(200, "")


def test_an_answer_that_trickles_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posting, "TOTAL_SECONDS", 0.3)
    over = threading.Event()

    def trickle(peer: socket.socket) -> None:
        while not over.wait(0.05):
            peer.sendall(b"H")

    with answering(trickle) as port:
        assert sent(f"http://127.0.0.1:{port}/") == Answer(None, "There was no answer in time.")
        over.set()


def test_silence_is_cut_off(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posting, "TOTAL_SECONDS", 0.3)
    receiver.silent.set()
    assert sent(receiver.address) == Answer(None, "There was no answer in time.")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a certificate for hooks.example.org, and its key, in one file."""
    key, name = ec.generate_private_key(ec.SECP256R1()), "hooks.example.org"
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    made = tmp_path_factory.mktemp("tls") / "certificate.pem"
    made.write_bytes(secret + signed.public_bytes(serialization.Encoding.PEM))
    return made


def test_tls_asks_for_the_name_and_trusts_no_stranger(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names: list[str | None] = []
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(certificate)
    server.sni_callback = lambda _socket, name, _context: names.append(name)

    def answer(peer: socket.socket) -> None:
        peer.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")

    with answering(answer, server) as port:
        refused = sent(f"https://hooks.example.org:{port}/")
    assert refused == Answer(None, "TLS failed: CERTIFICATE_VERIFY_FAILED.")
    trusting = ssl.create_default_context(cafile=str(certificate))
    monkeypatch.setattr(posting, "_tls", lambda: trusting)
    with answering(answer, server) as port:
        assert sent(f"https://hooks.example.org:{port}/") == Answer(204, "")
    with answering(answer, server) as port:
        assert sent(f"https://localhost:{port}/").error == "TLS failed: CERTIFICATE_VERIFY_FAILED."
    assert names == ["hooks.example.org", "hooks.example.org", "localhost"]
