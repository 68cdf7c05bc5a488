import pytest

from workstation.config import Settings
from workstation.domain.errors import InputError
from workstation.services.server_address import read_address


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("clinic.example.com", "https://clinic.example.com"),
        ("  Clinic.Example.com/api/ ", "https://clinic.example.com/api"),
        ("clinic.example.com:8443", "https://clinic.example.com:8443"),
        ("https：//clinic。example．com", "https://clinic.example.com"),
        ("127.0.0.1:8000", "https://127.0.0.1:8000"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://[::1]:8000", "http://[::1]:8000"),
        ("10.1.2.3", "https://10.1.2.3"),
    ],
)
def test_a_bare_host_means_https(typed, read):
    assert str(read_address(typed, Settings())) == read


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("a" * 501, "too_long"),
        ("two words", "malformed"),
        ("ftp://clinic.example.com", "malformed"),
        ("https://doctor@clinic.example.com", "malformed"),
        ("http://clinic.example.com", "insecure"),
        ("http://10.1.2.3", "insecure"),
    ],
)
def test_what_is_no_address_says_why(typed, reason):
    with pytest.raises(InputError) as refusal:
        read_address(typed, Settings())
    assert (refusal.value.field, refusal.value.reason) == ("address", reason)


def test_the_policy_may_name_hosts_that_go_without_encryption():
    settings = Settings(plain_api_hosts=("10.1.2.3",))
    assert str(read_address("http://10.1.2.3:80", settings)) == "http://10.1.2.3"
    with pytest.raises(InputError):
        read_address("http://10.1.2.4", settings)
