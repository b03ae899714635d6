"""What every answer tells the browser it may do, by address.

A host that serves `web/` instead of this server sends `SHELL`: docs/operations.md has it for nginx.
"""

from urllib.parse import urlsplit

Headers = dict[str, str]


def policy(**directives: str) -> str:
    """Return a Content-Security-Policy: underscores in the names stand for hyphens, an empty value for none."""
    parts = (f"{name.replace('_', '-')} {value}".rstrip() for name, value in directives.items())
    return "; ".join(parts)


SANDBOX = policy(default_src="'none'", sandbox="")
NOTHING = policy(default_src="'none'", base_uri="'none'", form_action="'none'", frame_ancestors="'none'")

# `'self'` in connect-src covers the WebSocket of the same origin: CSP level 3, section 6.7.2.8.
# The one named Trusted Types policy makes the address of the service worker (web/net/worker.js).
SHELL_POLICY = policy(
    default_src="'none'",
    script_src="'self'",
    style_src="'self'",
    img_src="'self' data: blob:",
    media_src="'self' blob:",
    font_src="'self'",
    connect_src="'self'",
    manifest_src="'self'",
    worker_src="'self'",
    base_uri="'none'",
    form_action="'self'",
    frame_ancestors="'none'",
    require_trusted_types_for="'script'",
    trusted_types="parley-worker",
)

# Django's admin writes no script into its pages.
PAGES_POLICY = policy(
    default_src="'none'",
    script_src="'self'",
    style_src="'self'",
    img_src="'self' data:",
    connect_src="'self'",
    base_uri="'none'",
    form_action="'self'",
    frame_ancestors="'none'",
)

# Calls need these; nothing else that the page may ever load gets them. The client uses no other, not even itself.
USED = ("camera", "display-capture", "microphone", "screen-wake-lock")
UNUSED = (
    "accelerometer",
    "browsing-topics",
    "geolocation",
    "gyroscope",
    "hid",
    "magnetometer",
    "midi",
    "payment",
    "publickey-credentials-get",
    "serial",
    "usb",
    "xr-spatial-tracking",
)
PERMISSIONS = ", ".join([f"{name}=(self)" for name in USED] + [f"{name}=()" for name in UNUSED])

EVERYWHERE: Headers = {
    "Cross-Origin-Resource-Policy": "same-origin",
    # Other sites are told nothing. Our own server is: Django's CSRF check reads it where a form sends no Origin.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
# What matters only for what becomes a document or a worker.
DOCUMENT: Headers = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": PERMISSIONS,
    **EVERYWHERE,
}

SHELL: Headers = {"Content-Security-Policy": SHELL_POLICY, **DOCUMENT}
PAGES: Headers = {"Content-Security-Policy": PAGES_POLICY, **DOCUMENT}
FILES: Headers = {"Content-Security-Policy": SANDBOX, **EVERYWHERE}
ANSWERS: Headers = {"Content-Security-Policy": NOTHING, **EVERYWHERE}

BY_PREFIX = (
    ("/api/docs", PAGES),
    ("/api/", ANSWERS),
    ("/health/", ANSWERS),
    ("/static/", ANSWERS),
    ("/stored/", FILES),
    ("/admin/", PAGES),
    ("/accounts/", PAGES),
)
"""From the special to the general; every other address belongs to the client."""


def headers_for(path: str) -> Headers:
    """Return the security headers of the answer to a request for `path`."""
    return next((headers for prefix, headers in BY_PREFIX if path.startswith(prefix)), SHELL)


def with_socket(headers: Headers, address: str) -> Headers:
    """Return headers that let the client open sockets at `address` too, where that is another origin than its own."""
    parts = urlsplit(address)
    return _with(headers, ("connect-src",), f"{parts.scheme}://{parts.netloc}")


def with_store(headers: Headers, *, takes: str, gives: str) -> Headers:
    """Return headers that let the client send files to the one origin, and show and play those of the other."""
    return _with(_with(headers, ("connect-src",), takes), ("img-src", "media-src"), gives)


def _with(headers: Headers, directives: tuple[str, ...], origin: str) -> Headers:
    policy_ = headers["Content-Security-Policy"]
    for directive in directives:
        policy_ = policy_.replace(f"{directive} 'self'", f"{directive} 'self' {origin}")
    return {**headers, "Content-Security-Policy": policy_}
