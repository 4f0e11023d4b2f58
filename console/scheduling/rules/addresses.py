"""Which network addresses Callboard may send to: public ones, and those that the operator's allow-list names."""

from collections.abc import Collection
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from ..errors import Invalid

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_IPV6_UNICAST = IPv6Network("2000::/3")
"""The only IPv6 space that is handed out (https://www.iana.org/assignments/ipv6-address-space)."""

_LONGEST_URL = 2000

_NOT_PUBLIC: tuple[Network, ...] = tuple(
    ip_network(block)
    for block in (
        "100.64.0.0/10",  # shared by a carrier's customers, RFC 6598
        "192.88.99.0/24",  # 6to4 relays, RFC 7526
        "64:ff9b::/96",  # an IPv4 address inside: NAT64, RFC 6052
        "64:ff9b:1::/48",  # the same, locally chosen, RFC 8215
        "2002::/16",  # an IPv4 address inside: 6to4, RFC 3056
        "2001::/32",  # an IPv4 address inside: Teredo, RFC 4380
        "fec0::/10",  # site-local, RFC 3879
        "3fff::/20",  # documentation, RFC 9637
        "5f00::/16",  # segment routing, RFC 9602
    )
)
"""Blocks that Python 3.11 calls global, or that lead to an address that nobody checked."""


def parse_address(text: str) -> Address | None:
    """The address that this text writes out, unmapped (`::ffff:10.0.0.1` is 10.0.0.1); None for a name."""
    try:
        address = ip_address(text.strip("[]"))
    except ValueError:
        return None
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address


def network_of(address: str) -> str:
    """What a person cannot easily change of their address: in IPv6, where a household has 2^64 of them, the first half."""
    found = parse_address(address)
    if found is None:
        return address or "unknown"
    return str(ip_network((found, 64), strict=False)) if isinstance(found, IPv6Address) else str(found)


def is_public(address: Address) -> bool:
    """Whether the address is global unicast: somebody's own machine on the internet, and nothing else."""
    if isinstance(address, IPv6Address) and (address.scope_id or address not in _IPV6_UNICAST):
        return False
    if not address.is_global or address.is_multicast or address.is_reserved:
        return False
    return not _is_in(address, _NOT_PUBLIC)


def may_dial(address: Address, *, encrypted: bool, allowed: Collection[Network]) -> bool:
    """Whether this address may be dialled: any public one over TLS, an allowed one over plain HTTP too."""
    return _is_in(address, allowed) or (encrypted and is_public(address))


def _is_in(address: Address, blocks: Collection[Network]) -> bool:
    return any(address.version == block.version and address in block for block in blocks)


def check_url(url: str, allowed: Collection[Network]) -> str:
    """A receiver's address as it may be stored. Raises Invalid (`url`).

    A name is not looked up here: what it leads to can change, and is judged whenever it is dialled.
    """
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").encode("idna").decode()
        port = parts.port
    except (ValueError, UnicodeError):
        raise _refuse("This is not a web address such as https://crm.example.com/hooks.") from None
    if parts.scheme not in ("http", "https") or not host or port == 0 or not _is_clean(url):
        raise _refuse("This is not a web address such as https://crm.example.com/hooks.")
    if parts.username is not None or parts.password is not None:
        raise _refuse("Leave the user name and password out of the address.")
    encrypted, address = parts.scheme == "https", parse_address(host)
    if not encrypted and not allowed:
        raise _refuse("The address must begin with https://.", "https_required")
    if address is not None and not may_dial(address, encrypted=encrypted, allowed=allowed):
        raise _refuse("This address is not a public one, and the operator has not allowed it.", "address_not_public")
    return url.strip().partition("#")[0]


def _is_clean(url: str) -> bool:
    return len(url) <= _LONGEST_URL and url.isprintable() and " " not in url.strip()


def _refuse(message: str, code: str = "invalid_url") -> Invalid:
    return Invalid.of("url", message, code)
