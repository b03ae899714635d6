"""One frame of JSON on its way to many sockets: encoded and framed once."""

EXTENSION = "parley.frames"
"""Under this name in a scope's extensions a server offers a `transport` that takes frames as they are."""

SHORT, MEDIUM = 126, 1 << 16
FINAL_TEXT = b"\x81"


class Payload:
    """The text of a frame, and what goes over the wire for it; its `size` is the text's in bytes."""

    __slots__ = ("_text", "framed", "size")

    def __init__(self, content: bytes | str) -> None:
        self._text = content if isinstance(content, str) else None
        encoded = content if isinstance(content, bytes) else content.encode()
        self.size = len(encoded)
        self.framed = FINAL_TEXT + _length(self.size) + encoded
        """One whole WebSocket text frame from a server: unmasked and not compressed (RFC 6455, section 5.2)."""

    @property
    def text(self) -> str:
        if self._text is None:
            self._text = self.framed[len(self.framed) - self.size :].decode()
        return self._text


def _length(size: int) -> bytes:
    if size < SHORT:
        return bytes((size,))
    if size < MEDIUM:
        return bytes((126,)) + size.to_bytes(2)
    return bytes((127,)) + size.to_bytes(8)
