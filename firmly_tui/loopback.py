"""Which hosts are this machine itself. No name is looked up."""

from ipaddress import IPv4Network, IPv6Address, ip_address
from urllib.parse import urlsplit


def loopback_address(host: str) -> str:
    """The address of this machine that a host is, `""` for any other: `localhost`, 127.0.0.0/8 or ::1 alone."""
    if host.lower() == "localhost":
        return "127.0.0.1"
    try:
        address = ip_address(host)
    except ValueError:
        return ""
    return str(address) if address == IPv6Address("::1") or address in IPv4Network("127.0.0.0/8") else ""


def is_loopback(host_or_url: str) -> bool:
    """Whether a host, or the host of an address, is this machine."""
    try:
        host = urlsplit(host_or_url).hostname if "://" in host_or_url else host_or_url
    except ValueError:
        return False
    return loopback_address(host or "") != ""
