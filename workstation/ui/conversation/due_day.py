"""The day of a promise or follow-up in words, as it stands to today."""

from datetime import timedelta

from workstation.ui.kit.painting import Ink
from workstation.ui.kit.strings import formats, tr


def due_text(due_ms: int, now_ms: int) -> tuple[str, Ink]:
    """``今天``, ``明天``, ``逾期 2 天``, else the day."""
    due, today = formats.local(due_ms).date(), formats.local(now_ms).date()
    days = (due - today).days
    if days < 0:
        return tr("handover.due.over", count=-days), Ink.DANGER
    if days == 0:
        return tr("handover.due.today"), Ink.WARNING
    if due == today + timedelta(days=1):
        return tr("handover.due.tomorrow"), Ink.SECONDARY
    return tr("handover.due.on", day=formats.day(due_ms, now_ms)), Ink.SECONDARY
