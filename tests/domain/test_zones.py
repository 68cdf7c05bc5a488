import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workstation.domain.zones import Zone, zone_of


@pytest.mark.parametrize(
    ("zone", "addresses"),
    [
        (Zone.INTERNET, "1.1.1.1 9.255.255.255 11.0.0.1 172.15.0.1 172.32.0.1 192.167.1.1"),
        (Zone.INTERNET, "100.63.0.1 100.128.0.1 198.20.0.1 2400:3200::1 64:ff9b::101:101"),
        (Zone.CLINIC, "10.0.0.7 172.16.0.1 172.31.255.255 192.168.1.1 100.64.0.1 198.18.0.9"),
        (Zone.CLINIC, "fd12:3456::1 fec0::1 ::ffff:10.0.0.7 64:ff9b::a00:7 64:ff9b:1::7f00:1"),
        (Zone.CLINIC, "2002:a00:7::1 2001::1"),
        (Zone.COMPUTER, "127.0.0.1 127.255.0.9 ::1 ::ffff:127.0.0.1 ::127.0.0.1"),
        (Zone.COMPUTER, "64:ff9b::7f00:1 2002:7f00:1::"),
        (Zone.NOWHERE, "0.0.0.0 0.1.2.3 :: ::ffff:0.0.0.0 255.255.255.255 240.0.0.1"),
        (Zone.NOWHERE, "224.0.0.1 239.1.1.1 ff02::1 169.254.169.254 fe80::1 fe80::1%eth0"),
        (Zone.NOWHERE, "::ffff:169.254.169.254 64:ff9b::a9fe:a9fe 2002:a9fe:a9fe::"),
        (Zone.NOWHERE, "100.100.100.200 168.63.129.16 192.0.0.192 fd00:ec2::254 fd20:ce::254"),
    ],
)
def test_every_address_lies_somewhere(zone, addresses):
    result = {text: zone_of(ipaddress.ip_address(text)) for text in addresses.split()}
    assert result == dict.fromkeys(addresses.split(), zone)


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_written_as_ipv6_is_as_near(address):
    number = int(address)
    for prefix in ("::ffff:0:0", "64:ff9b::"):
        written = ipaddress.IPv6Address(int(ipaddress.IPv6Address(prefix)) + number)
        assert zone_of(written) is zone_of(address)
    assert zone_of(ipaddress.IPv6Address(0x2002 << 112 | number << 80)) is zone_of(address)


@given(st.ip_addresses())
def test_every_address_has_a_zone(address):
    assert zone_of(address) in Zone
