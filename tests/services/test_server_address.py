"""A server's address as it comes from a keyboard whose input method was left on."""

import pytest

from workstation.config import Settings
from workstation.services.server_address import read_address


@pytest.mark.parametrize(
    "typed",
    [
        "ｈｔｔｐｓ：／／ａｐｉ．ｃｌｉｎｉｃ．ｅｘａｍｐｌｅ：８４４３",
        "　api。clinic｡example：8443　",
        "https：//api．clinic．example:8443／",
    ],
)
def test_full_width_letters_are_those_that_they_stand_for(typed: str) -> None:
    assert str(read_address(typed, Settings())) == "https://api.clinic.example:8443"
