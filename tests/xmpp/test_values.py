"""Addresses and points in time."""

import pytest

from workstation.xmpp import limits
from workstation.xmpp.jid import JidParts, bare_account
from workstation.xmpp.timestamps import read_timestamp


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("1001@clinic.test/desk", ("1001", "clinic.test", "desk")),
        ("Room@Consult.Clinic.Test", ("room", "consult.clinic.test", "")),
        ("clinic.test.", ("", "clinic.test", "")),
        ("a@b/c/d@e", ("a", "b", "c/d@e")),
        ("a@b/陈 医生", ("a", "b", "陈 医生")),
        ("x" * limits.JID_PART_BYTES + "@b", ("x" * limits.JID_PART_BYTES, "b", "")),
    ],
)
def test_an_address_is_read_into_its_parts(written: str, parts: tuple[str, str, str]) -> None:
    jid = JidParts.parse(written)
    assert (jid.local, jid.domain, jid.resource) == parts


@pytest.mark.parametrize(
    "written",
    [
        "", "@b", "a@", "a@b/", "/c", "a b@c", "a@b c", "a<@b", "a@b\n", "a@b/\0", "a:b@c",
        "x" * (limits.JID_PART_BYTES + 1) + "@b",
        "a@" + "陈" * 342,
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="not an address"):
        JidParts.parse(written)
    assert bare_account(written) is None


def test_an_address_is_written_as_it_was_read() -> None:
    assert str(JidParts.parse("1001@clinic.test/desk")) == "1001@clinic.test/desk"
    assert str(JidParts.parse("clinic.test")) == "clinic.test"


def test_an_account_has_a_name_before_its_domain() -> None:
    assert bare_account("1001@clinic.test/desk") == "1001@clinic.test"
    assert bare_account("clinic.test") is None
    assert bare_account(None) is None


@pytest.mark.parametrize(
    ("stamp", "milliseconds"),
    [
        ("1970-01-01T00:00:00Z", 0),
        ("2026-11-24T22:34:04.859009Z", 1795559644859),
        ("2026-11-25T06:34:04.859+08:00", 1795559644859),
        ("1969-12-31T23:59:59Z", -1000),
        ("2100-01-01T00:00:00Z", 4102444800000),
        ("2026-11-24T22:34:04", None),
        ("yesterday", None),
        ("", None),
        ("9" * 41, None),
        ("9999-12-31T23:59:59-23:59", 253402387139000),
        ("0001-01-01T00:00:00+23:59", -62135683140000),
        (None, None),
    ],
)
def test_a_point_in_time_needs_its_zone(stamp: str | None, milliseconds: int | None) -> None:
    assert read_timestamp(stamp) == milliseconds
