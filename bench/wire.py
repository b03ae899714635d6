"""What a WebSocket client puts on the wire, where a client library would cost more than what is measured."""

TEXT = 1
SHORT = 126
"""From this length on, the length stands in two bytes of its own, or, marked by 127, in eight (RFC 6455, 5.2)."""


def client_frame(content: bytes, opcode: int = TEXT) -> bytes:
    """Return a whole frame of up to 65,535 bytes; its mask is zero, so that nothing is to be changed."""
    size = len(content)
    length = bytes((0x80 | size,)) if size < SHORT else bytes((0x80 | SHORT,)) + size.to_bytes(2, "big")
    return bytes((0x80 | opcode,)) + length + bytes(4) + content
