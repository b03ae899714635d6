"""What a file is, judged by its first bytes; what it may be served as; and what is not taken at all.

The signatures are those of https://mimesniff.spec.whatwg.org and of the formats' own specifications.
"""

import re

from apps.core.errors import Invalid

HEAD_BYTES = 64 * 1024
"""How much of a file is looked at."""

OPAQUE = "application/octet-stream"
PICTURES: dict[str, str] = {
    "image/gif": "GIF",
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/webp": "WEBP",
}
"""The types that are decoded and written anew, and what Pillow calls them."""

_SIGNATURES: tuple[tuple[re.Pattern[bytes], str], ...] = tuple(
    (re.compile(pattern, re.DOTALL), media_type)
    for pattern, media_type in (
        (rb"\x89PNG\r\n\x1a\n", "image/png"),
        (rb"\xff\xd8\xff", "image/jpeg"),
        (rb"GIF8[79]a", "image/gif"),
        (rb"RIFF....WEBP", "image/webp"),
        (rb"RIFF....WAVE", "audio/wav"),
        (rb"%PDF-", "application/pdf"),
        (rb"....ftypM4A", "audio/mp4"),
        (rb"....ftyp(?:isom|iso\d|mp4\d|avc1|M4V|dash|MSNV)", "video/mp4"),
        (rb"....ftypqt  ", "video/quicktime"),
        (rb"\x1aE\xdf\xa3.{,64}webm", "video/webm"),
        (rb"OggS", "audio/ogg"),
        (rb"ID3|\xff[\xe2\xe3\xf2\xf3\xfa\xfb]", "audio/mpeg"),
        (rb"fLaC", "audio/flac"),
        (rb"PK(?:\x03\x04|\x05\x06)", "application/zip"),
    )
)
_SOUND_OR_PICTURE = {"video/webm": "audio/webm", "video/mp4": "audio/mp4", "audio/ogg": "video/ogg"}
"""Containers of both: the first bytes do not say which, and neither is dangerous, so its sender may."""

_PROGRAMS = re.compile(
    rb"MZ|\x7fELF|\xca\xfe\xba[\xbe\xbf]|\xfe\xed\xfa[\xce\xcf]|[\xce\xcf]\xfa\xed\xfe|L\0\0\0\x01\x14\x02\0"
)
"""Windows, Linux, Java and macOS; and shortcuts of Windows."""
_PROGRAM_NAMES = frozenset(
    {
        "apk", "app", "application", "appx", "bat", "chm", "cmd", "com", "cpl", "dll", "dmg", "exe",
        "gadget", "hta", "inf", "ins", "iso", "jar", "jnlp", "jse", "lnk", "msc", "msi", "msix", "msp",
        "mst", "pif", "ps1", "psm1", "reg", "scf", "scr", "sct", "sys", "url", "vb", "vbe", "vbs", "wsc",
        "wsf", "wsh", "xll",
    }
)  # fmt: skip
"""Extensions that a double click runs on some system."""

_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<")
_MARKUP_NAMES = frozenset(
    {
        "css", "htm", "html", "js", "mht", "mhtml", "mjs", "shtml", "svg", "swf", "xht", "xhtml", "xml",
        "xsl", "xslt",
    }
)  # fmt: skip
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")

_SHOWN = ("audio/", "video/")


def found_in(head: bytes, *, name: str, said: str) -> str:
    """Return the media type of a file that begins with `head`; `said` is its sender's word."""
    for signature, media_type in _SIGNATURES:
        if signature.match(head):
            return said if _SOUND_OR_PICTURE.get(media_type) == said else media_type
    return "text/plain" if _is_text(head) and not _is_markup(head, name) else OPAQUE


def is_inline(media_type: str) -> bool:
    """Whether a browser may show it as it stands: pictures written anew, sound, video."""
    return media_type in PICTURES or media_type.startswith(_SHOWN)


def refuse_program_name(name: str) -> None:
    """Raise `Invalid` for a name that a system would run."""
    if _extension(name) in _PROGRAM_NAMES:
        raise Invalid("Programs are not taken.", attr="name")


def refuse_program(head: bytes) -> None:
    """Raise `Invalid` for what begins as a program does."""
    if _PROGRAMS.match(head):
        raise Invalid("Programs are not taken.", attr="content")


def _extension(name: str) -> str:
    return name.rstrip(". ").rpartition(".")[2].casefold()


def _is_markup(head: bytes, name: str) -> bool:
    return bool(_MARKUP.match(head)) or _extension(name) in _MARKUP_NAMES


def _is_text(head: bytes) -> bool:
    """Whether `head`, which may be cut within its last character, is UTF-8 without control characters."""
    if _CONTROLS.search(head):
        return False
    try:
        head.decode()
    except UnicodeDecodeError as error:
        return len(head) == HEAD_BYTES and error.start > len(head) - 4
    return True
