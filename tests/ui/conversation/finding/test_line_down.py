"""While the line is down nothing is being sent, and what was handed to it is said to wait."""

from dataclasses import replace

from tests.fakes.archive import ROOM
from tests.ui.conversation.finding.conftest import NOW_MS
from workstation.domain.connection import Connection, Phase
from workstation.ui.kit.strings import tr
from workstation.vault.unsent import outbox

SILENT_MS = 60_000


async def test_a_text_that_was_handed_to_a_dying_line_waits(reading):
    store, vault, view = reading.signed_in.store, reading.vault, reading.pane.view
    store.set_connection(Connection(Phase.ONLINE))
    await reading.fill()
    await vault.write(outbox.send_draft, ROOM, {}, "own-1", "明天复查", NOW_MS - SILENT_MS)
    await vault.write(outbox.mark_sending, "own-1")
    await reading.open()
    row = view.timeline.rowCount() - 1

    def spoken() -> str:
        return view.laid_out_row(row).spoken(view.paint_context())

    assert tr("conversation.spoken.sending") in spoken()
    online = view.viewport().grab().toImage()
    store.set_connection(Connection(Phase.WAITING))
    assert tr("conversation.spoken.queued") in spoken()
    offline = view.viewport().grab().toImage()
    assert offline != online
    store.set_connection(replace(store.connection, phase=Phase.ONLINE))
    assert view.viewport().grab().toImage() == online
