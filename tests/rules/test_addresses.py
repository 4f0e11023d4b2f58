"""Where webhooks may go."""

from ipaddress import ip_network

import pytest

from console.scheduling.rules.addresses import is_public, may_dial, network_of, parse_address

REFUSED = [
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "100.127.255.255",
    "127.0.0.1",
    "127.1.2.3",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "224.0.1.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "ff0e::1",
    "2001:10::1",
]
PUBLIC = [
    "1.1.1.1",
    "8.8.8.8",
    "93.184.216.34",
    "::ffff:8.8.8.8",
    "2606:4700::1111",
    "2a00:1450::1",
    "2001:4860:4860::8888",
]


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_not_somebodys_own_public_address_is_refused(text: str):
    address = parse_address(text)
    assert address is not None and not is_public(address)


@pytest.mark.parametrize("text", PUBLIC)
def test_public_addresses_pass_over_tls_alone(text: str):
    address = parse_address(text)
    assert address is not None
    assert may_dial(address, encrypted=True, allowed=[])
    assert not may_dial(address, encrypted=False, allowed=[])


def test_the_allow_list_opens_exactly_its_networks():
    allowed = [ip_network("127.0.0.0/8"), ip_network("fd00::/8")]
    for text in ("127.0.0.1", "::ffff:127.0.0.1", "fd00::5"):
        address = parse_address(text)
        assert address is not None and may_dial(address, encrypted=False, allowed=allowed)
    for text in ("10.0.0.1", "::1", "8.8.8.8"):
        address = parse_address(text)
        assert address is not None and not may_dial(address, encrypted=False, allowed=allowed)


def test_a_name_is_not_an_address():
    assert parse_address("localhost") is None


def test_a_network_is_an_address_or_the_half_that_a_household_has():
    told = {"192.0.2.1": "192.0.2.1", "::ffff:192.0.2.1": "192.0.2.1", "2001:db8:1:2:3::4": "2001:db8:1:2::/64"}
    assert {address: network_of(address) for address in told} == told
    assert [network_of(odd) for odd in ("", "testclient")] == ["unknown", "testclient"]
