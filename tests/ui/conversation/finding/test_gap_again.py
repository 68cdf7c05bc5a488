"""A gap of the open conversation that got no answer is there to be asked for again."""

from tests.fakes.archive import ROOM
from workstation.domain.changes import Changes
from workstation.domain.events import Joined
from workstation.ui.conversation.timeline.items import GapItem
from workstation.ui.kit import throttle
from workstation.vault.archive import gaps
from workstation.vault.archive.ingest import ingest


async def test_what_nobody_loads_any_more_is_not_said_to_be_loading(reading, monkeypatch):
    monkeypatch.setattr(throttle, "FRAME_MS", 0)  # no paint that was asked for before is due
    await reading.fill()
    await reading.vault.write(ingest, [Joined(ROOM, archives=True, visit=1)])
    await reading.open()
    timeline = reading.pane.view.timeline

    def gap_item() -> GapItem:
        (item,) = (
            item
            for item in map(timeline.entry, range(timeline.rowCount()))
            if isinstance(item, GapItem)
        )
        return item

    reading.conversation._on_gap_requested(gap_item().gap.gap_id)
    assert gap_item().busy
    of_room = await reading.vault.read(gaps.of_room, ROOM)
    reading.signed_in.store.apply(Changes(gaps_of=frozenset({ROOM}), gaps=of_room))
    assert not gap_item().busy
