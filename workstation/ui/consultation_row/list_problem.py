"""What is wrong with a list that is shown nevertheless: how old it is, and what is missing."""

from workstation.services.lists import ListState
from workstation.ui.kit.strings import error_text, formats, tr
from workstation.ui.kit.widgets.notice_bar import NoticeBar


def show_list_problem(bar: NoticeBar, state: ListState, *, explained: bool, now_ms: int) -> None:
    """Show a problem in ``bar`` while it lasts; ``explained``: its reason is shown elsewhere."""
    if state.error is not None and not explained:
        text = error_text(state.error)
        title = tr("lists.stale", reason=text.what)
        bar.show_text(title, _read_at(state, text.next, now_ms), tr("lists.retry"))
    elif state.dropped:
        bar.show_text(tr("lists.dropped", count=state.dropped), tr("lists.dropped_next"))
    elif not state.busy:
        bar.hide()


def why_unread(state: ListState) -> str:
    """Why nobody knows whether anybody waits; empty where that is known."""
    if state.read_ms is not None:
        return ""
    return str(error_text(state.error)) if state.error else tr("active.reading.title")


def _read_at(state: ListState, then: str, now_ms: int) -> str:
    if state.read_ms is None:
        return then
    when = formats.past_time(state.read_ms, now_ms, in_sentence=True)
    return tr("lists.read_at", when=when, next=then)
