"""How long the open consultation waits, in the head of its conversation."""

from workstation.base.clock import MINUTE_MS
from workstation.store.waiting import Lateness, lateness
from workstation.store.worklist_row import WorklistRow
from workstation.ui.consultation_row.row_texts import waiting_text
from workstation.ui.conversation.head import ConversationHead
from workstation.ui.kit.painting import Tone
from workstation.ui.kit.strings import tr

TONES = {
    Lateness.CALM: Tone.PLAIN,
    Lateness.LATE: Tone.WARNING,
    Lateness.OVERDUE: Tone.DANGER,
}


def show_waiting(head: ConversationHead, row: WorklistRow | None, now_ms: int) -> None:
    """Show the wait, and what can be said of the need to answer; nothing for no row."""
    head.show_need(waiting=row is not None and row.waiting, no_reply=bool(row and row.no_reply))
    if row is None or row.waiting_since_ms is None:
        head.show_waiting(tr("queue.mark.no_reply") if row and row.no_reply else "", Tone.PLAIN)
        return
    text, _ink = waiting_text(row.waiting_since_ms, now_ms, row.limits)
    tone = TONES[lateness(row.waiting_since_ms, now_ms, row.limits)]
    short = now_ms - row.waiting_since_ms < MINUTE_MS
    key = "conversation.waiting_short" if short else "conversation.waiting"
    head.show_waiting(tr(key, duration=text), tone)
