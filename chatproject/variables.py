"""How one variable of the environment is read; each raises `ImproperlyConfigured`, which names the variable."""

from collections.abc import Iterator, Mapping
from ipaddress import IPv4Network, IPv6Network, ip_network

from django.core.exceptions import ImproperlyConfigured


def address(environ: Mapping[str, str], name: str) -> str | None:
    """Return an address of the web, without a trailing slash; None where it is not set."""
    found = environ.get(name, "").rstrip("/")
    if found and not found.startswith(("http://", "https://")):
        raise ImproperlyConfigured(f"{name} is {found!r}; it begins with https:// or http://.")
    return found or None


def flag(environ: Mapping[str, str], name: str) -> bool:
    value = environ.get(name, "").lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"", "0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}; it is 1 or 0.")


def words(environ: Mapping[str, str], name: str) -> list[str]:
    return [word for part in environ.get(name, "").split(",") if (word := part.strip())]


def number(environ: Mapping[str, str], name: str, *, default: float, least: float = 0, most: float) -> float:
    text = environ.get(name) or str(default)
    try:
        found = float(text)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is {text!r}; it is a number.") from None
    if not least <= found <= most:
        raise ImproperlyConfigured(f"{name} is {text}; it is between {least:g} and {most:g}.")
    return found


def networks(environ: Mapping[str, str], name: str) -> Iterator[IPv4Network | IPv6Network]:
    for word in words(environ, name):
        try:
            yield ip_network(word)
        except ValueError:
            raise ImproperlyConfigured(
                f"{name} has {word!r}; a network is written like 10.1.0.0/16."
            ) from None


def schemed(environ: Mapping[str, str], name: str, schemes: tuple[str, ...]) -> tuple[str, ...]:
    urls = words(environ, name)
    for url in urls:
        if not url.startswith(schemes):
            raise ImproperlyConfigured(f"{name} has {url!r}; an address begins with {' or '.join(schemes)}.")
    return tuple(urls)
