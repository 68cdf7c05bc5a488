"""Names on the wire: who and what they mean, and that nothing else is taken for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workstation.domain.message import Attachment, MessageKind
from workstation.domain.message_kinds import kind_of
from workstation.link.names import Names

NAMES = Names("clinic.test")
LARGEST = 2**63 - 1
"""What the vault can hold: a message of a larger number could not be kept, and would be hidden."""
OTHERS = Names("clinic.test", "k{id}-room", "rooms.example")


@given(st.integers(0, LARGEST))
def test_a_rooms_name_leads_back_to_its_consultation(number: int) -> None:
    for names in (NAMES, OTHERS):
        assert names.consultation_id(names.room_jid(number)) == number


@pytest.mark.parametrize(
    "room",
    [
        "",
        "consult-7",
        "consult-7@clinic.test",
        "consult-7@consult.clinic.test.evil",
        "consult-07@consult.clinic.test",
        "consult-٧@consult.clinic.test",
        "consult-@consult.clinic.test",
        "consult--7@consult.clinic.test",
        "consult-7x@consult.clinic.test",
        "7@consult.clinic.test",
        "Consult-7@consult.clinic.test",
        "consult-7@consult.clinic.test/1001",
        f"consult-{LARGEST + 1}@consult.clinic.test",
    ],
)
def test_other_rooms_are_no_consultations(room: str) -> None:
    assert NAMES.consultation_id(room) is None


def test_a_member_is_known_by_the_account_of_this_domain() -> None:
    assert NAMES.member_id("1001@clinic.test") == 1001
    assert NAMES.member_id(f"{LARGEST}@clinic.test") == LARGEST


@pytest.mark.parametrize(
    "account",
    [
        None,
        "",
        "1001",
        "@clinic.test",
        "01001@clinic.test",
        "１００１@clinic.test",
        "-1001@clinic.test",
        "1001@clinic.test.evil",
        "1001@evil@clinic.test",
        "1001@consult.clinic.test",
        "doctor@clinic.test",
        f"{LARGEST + 1}@clinic.test",
        f"{'9' * 1_000}@clinic.test",
    ],
)
def test_other_accounts_are_nobody(account: str | None) -> None:
    assert NAMES.member_id(account) is None


@pytest.mark.parametrize(
    ("media_type", "kind"),
    [
        ("image/png", MessageKind.IMAGE),
        ("audio/amr", MessageKind.VOICE),
        ("application/pdf", MessageKind.FILE),
        ("", MessageKind.FILE),
    ],
)
def test_a_file_is_shown_as_what_it_declares(media_type: str, kind: MessageKind) -> None:
    assert kind_of(Attachment("https://a/b", media_type)) is kind
    assert kind_of(None) is MessageKind.TEXT
