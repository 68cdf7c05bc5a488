"""How a platform's IM servers are named."""

import pytest

from workstation.config import Settings
from workstation.services.im_servers import names_of
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
