"""An error about a proxy names its host and port, and never its account."""

import pytest

from workstation.domain.error_root import naming_call
from workstation.domain.errors import DeadlineExceeded, NameNotResolved, ProxyRefused, Unreachable
from workstation.domain.network_errors import of_proxy, proxy_of


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("http://proxy:3128", "proxy:3128"),
        ("http://doctor:secret@proxy:3128", "proxy:3128"),
        ("https://proxy.hospital", "proxy.hospital:443"),
        ("http://proxy.hospital", "proxy.hospital:80"),
        ("http://doctor:se%40cret@[fd00::1]:8080", "[fd00::1]:8080"),
    ],
)
def test_a_proxy_is_named_by_host_and_port(address: str, place: str) -> None:
    for kind in (NameNotResolved, Unreachable, DeadlineExceeded):
        error = kind(of_proxy(address))
        assert proxy_of(error) == place
        assert "cret" not in str(error)


def test_a_call_that_is_named_keeps_the_proxy() -> None:
    with pytest.raises(Unreachable) as dead, naming_call("GET /consults"):
        raise Unreachable(of_proxy("http://proxy:3128"))
    assert (proxy_of(dead.value), dead.value.call) == ("proxy:3128", "GET /consults")


@pytest.mark.parametrize(
    "error", [Unreachable(), NameNotResolved(), Unreachable("no answer"), ProxyRefused("proxy x:1")]
)
def test_others_are_about_no_proxy(error: Unreachable) -> None:
    assert proxy_of(error) == ""
