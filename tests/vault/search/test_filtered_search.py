"""Messages are found by who wrote them, when and of which kind, of what the lists name."""

import pytest

from tests.fakes.archive import COLLEAGUE, ME, PATIENT, ROOM, make_arrived
from tests.vault.people import consultation
from workstation.domain.changes import Listed, Place
from workstation.domain.message import Attachment, MessageKind
from workstation.domain.message_search import MessageFilter
from workstation.domain.people import Member
from workstation.vault.archive.ingest import ingest
from workstation.vault.conversation import members
from workstation.vault.lists import consultations
from workstation.vault.search.filtered_search import search_filtered

PHOTO = Attachment("https://clinic.example/a.jpg", "image/jpeg")
OTHER, FATHER = 8, 2005


@pytest.fixture
def filled(database):
    """Two consultations: 王秀英 for herself, and 张强 for 张小丽."""
    other = consultation(OTHER, creator=Member(FATHER, "张强"), target=Member(2006, "张小丽"))
    consultations.put(database, Listed(other, Place.IN_PROCESS))
    members.learn(database, COLLEAGUE, "周明岚")
    photo = {"kind": MessageKind.IMAGE, "attachment": PHOTO}
    lines = [
        make_arrived("", at_ms=100, origin_id="p1", **photo),
        make_arrived("张医生好", at_ms=200, origin_id="t1"),
        make_arrived("", FATHER, consultation_id=OTHER, at_ms=300, origin_id="p2", **photo),
        make_arrived("看到了", COLLEAGUE, consultation_id=OTHER, at_ms=400, origin_id="t2"),
        make_arrived("收到", ME, consultation_id=OTHER, at_ms=500, origin_id="t3"),
    ]
    for room in (ROOM, OTHER):
        ingest(database, [line for line in lines if line.consultation_id == room])
    return database


def find(database, **parts):
    return [one.origin_id for one in search_filtered(database, MessageFilter(**parts))]


IMAGE = frozenset({MessageKind.IMAGE})


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"kinds": IMAGE}, ["p2", "p1"]),
        ({"kinds": IMAGE, "words": ("张",)}, ["p2"]),
        ({"words": ("张",)}, ["t3", "t2", "p2", "t1"]),
        ({"senders": ("张",)}, ["p2"]),
        ({"senders": ("小丽",)}, ["p2"]),
        ({"senders": ("周",)}, ["t2"]),
        ({"senders": ("我",)}, ["t3"]),
        ({"senders": ("周",), "words": ("看到", "小丽")}, ["t2"]),
        ({"since_ms": 200, "until_ms": 400}, ["p2", "t1"]),
        ({"kinds": IMAGE, "words": ("看到",)}, []),
    ],
)
def test_each_part_narrows_what_is_found(filled, parts, expected):
    assert find(filled, **parts) == expected


def test_what_was_withdrawn_or_is_in_no_list_is_not_found(filled):
    taken = make_arrived("", FATHER, consultation_id=OTHER, origin_id="w", retracts="p2")
    ingest(filled, [taken])
    assert find(filled, kinds=IMAGE) == ["p1"]
    consultations.replace_list(filled, Place.IN_PROCESS, [consultation(OTHER)])
    assert find(filled, kinds=IMAGE) == []
    assert PATIENT not in {
        one.speaker.member_id for one in search_filtered(filled, MessageFilter())
    }
