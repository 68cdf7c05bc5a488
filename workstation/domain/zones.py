"""How near an IP address is, whatever it is written as.

An address inside a consultation is a stranger's word. What it can reach from a doctor's PC depends
on where it lies: anybody's internet, the clinic's own network, this very computer, or places where
no picture ever is (the networks of one cable, broadcast, the metadata of clouds).

IPv6 has several ways to write an IPv4 address; a system or a gateway connects to what is meant, so
the address inside is the one that is judged.
"""

import enum
import ipaddress

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Zone(enum.IntEnum):
    """How near an address is, from far to near; ``NOWHERE`` is no place to fetch anything from."""

    INTERNET = 0
    CLINIC = 1
    COMPUTER = 2
    NOWHERE = 3


_NOWHERE = tuple(
    map(
        ipaddress.ip_network,
        (
            "0.0.0.0/8",  # "this host" (RFC 1122); Linux takes it for loopback
            "169.254.0.0/16",  # link-local, and with it most clouds' metadata
            "224.0.0.0/4",  # multicast
            "240.0.0.0/4",  # reserved, broadcast
            "100.100.100.200/32",  # metadata of Alibaba Cloud
            "168.63.129.16/32",  # host of a virtual machine at Azure
            "192.0.0.192/32",  # metadata of Oracle Cloud
            "::/128",
            "fe80::/10",
            "ff00::/8",
            "fd00:ec2::254/128",  # metadata of AWS
            "fd20:ce::254/128",  # metadata of Google Cloud
        ),
    )
)
_CLINIC = tuple(
    map(
        ipaddress.ip_network,
        (
            "10.0.0.0/8",  # RFC 1918
            "172.16.0.0/12",
            "192.168.0.0/16",
            "100.64.0.0/10",  # shared by carriers, VPNs (RFC 6598)
            "198.18.0.0/15",  # local proxies that answer for every name (RFC 2544)
            "192.0.0.0/24",  # RFC 6890
            "fc00::/7",  # unique local (RFC 4193)
            "fec0::/10",  # site-local, as old networks still have it
            "64:ff9b:1::/48",  # an own translator's IPv4 (RFC 8215): which one it keeps to itself
            "2001::/32",  # Teredo: the end of a tunnel, anywhere
        ),
    )
)
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
_COMPATIBLE = ipaddress.ip_network("::/96")


def zone_of(address: Address) -> Zone:
    """Where an address lies."""
    target = _embedded_target(address)
    if any(target in network for network in _NOWHERE):
        return Zone.NOWHERE
    if target.is_loopback:
        return Zone.COMPUTER
    if any(target in network for network in _CLINIC):
        return Zone.CLINIC
    return Zone.INTERNET


def _embedded_target(address: Address) -> Address:
    """The IPv4 address inside an IPv6 one: mapped, compatible, translated (RFC 6052), 6to4."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    inside = address in _TRANSLATED or (address in _COMPATIBLE and int(address) > 1)
    return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF) if inside else address
