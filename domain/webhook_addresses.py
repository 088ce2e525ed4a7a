"""Webhook addresses: to which addresses a webhook may go: https, and no machine that only we can reach."""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from domain.errors import BadInput

IP = IPv4Address | IPv6Address
Networks = Sequence[IPv4Network | IPv6Network]

LONGEST = 500
_LOCAL = ("localhost", "127.0.0.1", "::1")
# IPv6 addresses that lead to the IPv4 address in their last four bytes (RFC 6052).
_NAT64 = IPv6Network("64:ff9b::/96")


def check(url: str, networks: Networks = (), *, production: bool = True) -> str:
    """The address as it may be kept. Raises BadInput. `networks` are those that the settings allow besides public ones;
    a name is resolved when something is sent, not here."""
    url = url.strip()
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port, parts = "", None, urlsplit("")
    if (
        not host
        or port == 0
        or len(url) > LONGEST
        or not url.isascii()
        or any(c <= " " or c == "\\" for c in url)
    ):
        raise BadInput(
            "“{url}” không phải một địa chỉ https://máy/đường-dẫn.",
            "“{url}” is not an address https://host/path.",
            url=url[:LONGEST],
        )
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise BadInput(
            "Địa chỉ không được chứa mật khẩu hay dấu #: mỗi lần gửi đã có chữ ký.",
            "The address must hold no password and no #: each delivery is signed.",
        )
    if parts.scheme != "https" and not (parts.scheme == "http" and host in _LOCAL and not production):
        raise BadInput(
            "Địa chỉ phải bắt đầu bằng https://; http:// chỉ cho localhost khi thử.",
            "The address must begin with https://; http:// is for localhost in development only.",
        )
    try:
        literal = ip_address(host)
    except ValueError:
        return url
    require_allowed([literal], networks)
    return url


def require_allowed(found: Sequence[IP], networks: Networks) -> None:
    """Raise BadInput unless every address that a name stands for may be spoken to: one that may not could be chosen."""
    for one in found:
        if not allowed(one, networks):
            raise BadInput(
                "{ip} không phải địa chỉ công cộng; người vận hành mở mạng nội bộ bằng ANTOAN_WEBHOOK_NETWORKS.",
                "{ip} is not a public address; an operator opens inner networks with ANTOAN_WEBHOOK_NETWORKS.",
                ip=one,
            )


def allowed(ip: IP, networks: Networks) -> bool:
    """Whether an address is public, or in a network that the settings name. Link-local, where the machines of clouds keep
    their secrets, and multicast are never."""
    one = _meant(ip)
    if one.is_link_local or one.is_multicast or one.is_unspecified:
        return False
    if any(one in network for network in networks if network.version == one.version):
        return True
    return one.is_global and not one.is_reserved and not one.is_private


def _meant(ip: IP) -> IP:
    """The IPv4 address that an IPv6 one only wraps."""
    if isinstance(ip, IPv4Address):
        return ip
    wrapped = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
    if wrapped is None and ip in _NAT64:
        wrapped = IPv4Address(int(ip) & 0xFFFFFFFF)
    return wrapped or ip
