"""Where the API is: addresses that may be used, and paths that cannot be escaped from."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urlsplit

from firmly_tui.client.errors import NotSent
from firmly_tui.loopback import is_loopback

_FIRMLY_HOSTS = ("firmly.work", "firmly.online", "firmly.tools", "firmlyci.com", "goiaba.art")


@dataclass(frozen=True, slots=True)
class Server:
    """One host of the API: `base` without a final slash, `host` as one shows it (`127.0.0.1:8899`)."""

    base: str
    host: str
    name: str
    secure: bool
    loopback: bool

    @classmethod
    def parse(cls, url: str) -> "Server":
        """Read an address. Raises `NotSent` for what cannot or must not be called: plain http goes only to
        loopback, since tokens and addresses would cross the network in the clear.
        """
        parts, name, port = _split(url)
        loopback = is_loopback(name)
        if parts.scheme not in ("http", "https") or not name:
            raise NotSent(f"{url} is not an address of a server. Use one such as https://api.firmly.work.")
        if parts.username is not None or parts.query or parts.fragment:
            raise NotSent(
                "The server's address must hold a host and nothing else: no user, query or fragment."
            )
        if parts.scheme == "http" and not loopback:
            raise NotSent(f"{name} is not on this machine, so its address must begin with https://.")
        shown = f"[{name}]" if ":" in name else name
        host = f"{shown}:{port}" if port else shown
        base = f"{parts.scheme}://{host}{parts.path.rstrip('/')}"
        return cls(base, host, name, parts.scheme == "https", loopback)


def _split(url: str) -> tuple[SplitResult, str, int | None]:
    wrong = not url.isascii() or not url.isprintable() or " " in url
    try:
        parts = urlsplit("" if wrong else url)
        return parts, parts.hostname or "", parts.port
    except ValueError as error:
        raise NotSent(f"{url} is not an address of a server. Check --server.") from error


def card_host(api_url: str) -> str:
    """The host for card data: `cc.` for firmly's own `api.` hosts, else the same host."""
    return _sibling(api_url, "cc")


def status_host(api_url: str) -> str:
    """The host that tells how merchants are: `status.` for firmly's own `api.` hosts, else the same host."""
    return _sibling(api_url, "status")


def _sibling(api_url: str, label: str) -> str:
    parts, name, port = _split(api_url)
    if not name.startswith("api.") or not _is_firmly(name):
        return api_url
    host = f"{label}.{name.removeprefix('api.')}" + (f":{port}" if port else "")
    return parts._replace(netloc=host).geturl()


def _is_firmly(name: str) -> bool:
    return any(name == host or name.endswith(f".{host}") for host in _FIRMLY_HOSTS)


def path(*segments: str) -> str:
    """Join segments to a path, each percent-encoded, so that none can lead elsewhere."""
    return "".join(f"/{_segment(segment)}" for segment in segments)


def _segment(text: str) -> str:
    encoded = quote(text, safe="", errors="replace")
    # Dots alone would be taken for "this folder" and "the folder above".
    return encoded.replace(".", "%2E") if set(encoded) == {"."} else encoded


def query(values: Mapping[str, str]) -> str:
    """A query string with upper-case escapes: `domains-pdp` takes no others."""
    return "&".join(
        f"{quote(name, safe='', errors='replace')}={quote(value, safe='', errors='replace')}"
        for name, value in values.items()
    )
