"""Which version a computer should have: by ring, by name, and never an older one by accident."""

import pytest

from workstation.domain.update_errors import UpdateRefused
from workstation.domain.updates import (
    PackageKind,
    ProgramVersion,
    Release,
    UpdateWish,
    approved_release,
)

V = ProgramVersion.parse


def release(version, *rings, kind=PackageKind.DEBIAN):
    return Release(V(version), kind, f"p_{version}.{kind.value}", 1, frozenset(rings))


OFFERED = (
    release("1.2.0", "all"),
    release("1.3.0", "all"),
    release("1.4.0", "early"),
    release("1.10.0", "pilot"),
    release("9.0.0"),
    release("8.0.0", "all", kind=PackageKind.MSI),
)


@pytest.mark.parametrize(
    ("ring", "installed", "expected"),
    [
        ("all", "1.2.0", "1.3.0"),
        ("early", "1.2.0", "1.4.0"),
        ("pilot", "1.4.0", "1.10.0"),
        ("nobody-is-here", "1.2.0", "1.3.0"),
        ("all", "1.3.0", None),
        ("all", "2.0.0", None),
    ],
)
def test_the_newest_that_is_approved_for_the_ring(ring, installed, expected):
    chosen = approved_release(OFFERED, PackageKind.DEBIAN, V(installed), UpdateWish(ring))
    assert (str(chosen.version) if chosen else None) == expected


def chosen(target, installed, *, back):
    wish = UpdateWish("all", V(target), allow_back=back)
    return approved_release(OFFERED, PackageKind.DEBIAN, V(installed), wish)


def test_a_named_version_is_had_or_refused_with_the_reason():
    assert str(chosen("1.2.0", "1.1.0", back=False).version) == "1.2.0"
    assert chosen("1.3.0", "1.3.0", back=False) is None
    assert chosen("9.9.9", "9.9.9", back=False) is None
    for target, reason in (
        ("1.4.0", "no_version"),
        ("8.0.0", "no_version"),
        ("1.2.0", "going_back"),
    ):
        with pytest.raises(UpdateRefused) as refused:
            chosen(target, "1.3.0", back=False)
        assert refused.value.reason == reason
    assert str(chosen("1.2.0", "1.3.0", back=True).version) == "1.2.0"


def test_allowing_to_go_back_alone_goes_nowhere():
    wish = UpdateWish("all", allow_back=True)
    assert approved_release(OFFERED, PackageKind.DEBIAN, V("2.0.0"), wish) is None


@pytest.mark.parametrize("text", ["", "1", "1.2", "1.2.3.4", "1.02.3", "v1.2.3", "1.2.x", "１.2.3"])
def test_what_is_no_version(text):
    with pytest.raises(ValueError, match=r"^$"):
        V(text)
