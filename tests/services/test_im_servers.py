"""How a platform's IM servers are named."""

import pytest

from workstation.config import Settings
from workstation.domain.im import ImServer
from workstation.services.im_servers import addressing, names_of
from workstation.services.server_address import read_address


@pytest.mark.parametrize("written", ["im.hospital.example", "IM.Hospital.Example"])
def test_a_domain_means_the_same_however_it_is_written(written: str) -> None:
    """Servers write addresses in lower case: of another spelling no room would be entered."""
    settings = Settings(im_domain=written)
    names = names_of(settings, read_address("https://api.hospital.example", settings))
    assert names.room_jid(7) == "consult-7@consult.im.hospital.example"
    assert names.consultation_id("consult-7@consult.im.hospital.example") == 7
    assert names.member_id("1001@im.hospital.example") == 1001


def test_without_a_domain_of_its_own_it_is_the_platforms_host() -> None:
    names = names_of(Settings(), read_address("https://API.Hospital.example", Settings()))
    assert names.domain == "api.hospital.example"


@pytest.mark.parametrize(
    ("host", "platform", "encrypted", "private"),
    [
        ("im.hospital.example", "https://api.hospital.example", True, True),
        ("im.hospital.example", "http://127.0.0.1:8000", True, True),
        ("127.0.0.1", "http://127.0.0.1:8000", False, True),
        ("127.0.0.1", "https://api.hospital.example", True, True),
        ("old.hospital.example", "https://api.hospital.example", False, False),
    ],
)
def test_only_a_host_that_the_policy_names_is_spoken_to_in_the_clear(
    host: str, platform: str, *, encrypted: bool, private: bool
) -> None:
    settings = Settings(plain_im_hosts=("old.hospital.example",))
    endpoint = addressing(settings, read_address(platform, settings)).endpoint(ImServer(host, 5443))
    assert endpoint.url.partition(":")[0] == ("wss" if encrypted else "ws")
    assert (endpoint.encrypted, endpoint.private) == (encrypted, private)
