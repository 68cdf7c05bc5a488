"""The first look at a room's archive, while its live words come in: what is unread stays so."""

import pytest

from tests.fakes.archive import ME, PATIENT, ROOM, Archive, make_arrived
from tests.vault.archive.catching_up import catch_up
from workstation.domain.message import MessageKind
from workstation.vault.archive.ingest import ingest
from workstation.vault.conversation import summaries
from workstation.vault.unsent import outbox


@pytest.mark.parametrize("echoed", [True, False])
def test_own_words_that_crossed_the_patients_do_not_make_them_read(database, echoed: bool):
    """They were typed here before the patient's words were seen, and archived after them."""
    archive = Archive()
    outbox.add(database, ROOM, "mine", MessageKind.TEXT, "mine", 0)
    asked = archive.add(make_arrived("help", PATIENT))
    mine = archive.add(make_arrived("mine", ME, origin_id="mine"))
    ingest(database, [asked, mine] if echoed else [asked])
    catch_up(database, archive)
    assert summaries.of_room(database, ROOM).unread == 1
