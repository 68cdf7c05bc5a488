"""Who speaks in an archive: only the room's own word counts, and only where it gives it to all."""

import pytest

from tests.xmpp.archive_frames import fin, forwarded, page, result
from tests.xmpp.dialogue import ACCOUNT, PATIENT, ROOM, ROOM_FEATURES, USER, Dialogue
from workstation.xmpp import limits
from workstation.xmpp.events import ArchivePage, RequestFailed
from workstation.xmpp.ignored import Ignored, Reason


def unentered() -> tuple[Dialogue, str]:
    """Online in no room, and one is asked for a page."""
    dialogue = Dialogue().online()
    return dialogue, dialogue.session.archive.query(ROOM)


def test_the_archive_vouches_for_its_senders() -> None:
    assert page(forwarded()).items[0].account == PATIENT
    assert page(forwarded(jid="")).items[0].account is None
    assert page(forwarded(nick="")).items[0].account is None
    forged = f"<body>x</body><x {USER}><item jid='{ACCOUNT}'/></x>"
    assert page(forwarded(forged)).items[0].account is None


def test_where_a_room_hides_addresses_an_address_was_written_by_the_sender() -> None:
    dialogue = Dialogue().online()
    dialogue.join(offers=("urn:xmpp:sid:0", "urn:xmpp:mam:2"))
    request = dialogue.session.archive.query(ROOM)
    dialogue.receive(result(request, "s-1", forwarded(jid=ACCOUNT)))
    (got,) = dialogue.answer(request, fin("s-1"))
    assert [(item.account, item.text) for item in got.items] == [(None, "better")]


@pytest.mark.parametrize(
    ("offers", "account"), [((), None), (("muc_semianonymous",), None), (ROOM_FEATURES, PATIENT)]
)
def test_a_room_not_entered_is_asked_first_whether_it_shows_who_speaks(offers, account) -> None:
    dialogue, request = unentered()
    assert dialogue.sent()[0] == (
        f'<iq xmlns="jabber:client" type="get" id="{request}" to="{ROOM}">'
        '<query xmlns="http://jabber.org/protocol/disco#info"/></iq>'
    )
    assert dialogue.describe(request, ROOM, offers) == []
    assert '<query xmlns="urn:xmpp:mam:2"' in dialogue.sent()[0]
    dialogue.receive(result(request, "s-1"))
    (got,) = dialogue.answer(request, fin("s-1"))
    assert isinstance(got, ArchivePage)
    assert got.items[0].account == account


def test_a_room_that_is_not_there_has_no_page() -> None:
    dialogue, request = unentered()
    assert dialogue.refuse(request, "item-not-found") == [RequestFailed(request, "item-not-found")]
    assert dialogue.receive(result(request, "s-1")) == [Ignored(Reason.FOREIGN_RESULT)]


def test_a_page_forgotten_before_the_room_answered_is_not_asked_for() -> None:
    dialogue, request = unentered()
    dialogue.session.forget(request)
    dialogue.sent()
    assert dialogue.describe(request, ROOM, ROOM_FEATURES) == [Ignored(Reason.STRAY_ANSWER)]
    assert dialogue.sent() == []


def test_a_page_that_cannot_be_asked_for_any_more_has_failed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    dialogue, request = unentered()
    monkeypatch.setattr(limits, "UNACKNOWLEDGED", 1)
    assert dialogue.describe(request, ROOM, ROOM_FEATURES) == [
        RequestFailed(request, "resource-constraint")
    ]
