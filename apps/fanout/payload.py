"""One frame of JSON on its way to many sockets: encoded, and framed for their transports, once."""

EXTENSION = "parley.frames"
"""Under this name in a scope's extensions a server offers a `transport` that takes frames as they are."""

SHORT, MEDIUM = 126, 1 << 16
FINAL_TEXT = b"\x81"


class Payload:
    """The text of a frame, in the forms in which transports take it, each made when it is first asked for."""

    __slots__ = ("_framed", "_text", "data")

    def __init__(self, content: bytes | str) -> None:
        self._text = content if isinstance(content, str) else None
        self.data = content if isinstance(content, bytes) else content.encode()
        self._framed: bytes | None = None

    @property
    def text(self) -> str:
        if self._text is None:
            self._text = self.data.decode()
        return self._text

    @property
    def framed(self) -> bytes:
        """One whole WebSocket text frame from a server: unmasked and not compressed (RFC 6455, section 5.2)."""
        if self._framed is None:
            self._framed = FINAL_TEXT + _length(len(self.data)) + self.data
        return self._framed


def _length(size: int) -> bytes:
    if size < SHORT:
        return bytes((size,))
    if size < MEDIUM:
        return bytes((126,)) + size.to_bytes(2)
    return bytes((127,)) + size.to_bytes(8)
