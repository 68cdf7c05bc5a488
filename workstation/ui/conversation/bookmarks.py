"""The bookmarks of an open conversation's recordings: at hand, set, changed, taken away."""

from collections.abc import Callable
from functools import partial

from workstation.base.task_scope import TaskScope
from workstation.domain.bookmarks import Bookmark, Bookmarks
from workstation.domain.ids import ConsultationId
from workstation.services.bookmarks import BookmarkService
from workstation.services.voice_playlist import VoicePlaylist
from workstation.ui.conversation.bookmark_panel import BookmarkPanel
from workstation.ui.conversation.pane import ConversationPane
from workstation.ui.conversation.timeline.bookmark_lines import bookmark_text
from workstation.ui.conversation.timeline.hit_actions import EditBookmark
from workstation.ui.conversation.timeline.row_menu import can_be_bookmarked
from workstation.ui.kit.layers.snack_bar import NoticeAction, Notify
from workstation.ui.kit.strings import tr


class ConversationBookmarks:
    """The bookmarks of the open conversation.

    ``on_changes`` is called when they change; ``notify`` shows a notice.
    """

    def __init__(  # noqa: PLR0913 - the parts of one page, put together once
        self,
        service: BookmarkService,
        voices: VoicePlaylist,
        pane: ConversationPane,
        scope: TaskScope,
        *,
        on_changes: Callable[[], object],
        notify: Notify,
    ) -> None:
        self.at_hand: Bookmarks = {}
        self._service, self._voices = service, voices
        self._pane, self._scope = pane, scope
        self._on_changes, self._notify = on_changes, notify
        self._consultation_id: ConsultationId | None = None
        pane.destroyed.connect(service.changed.subscribe(self._on_changed))
        pane.bookmark_asked.connect(self._add_where_it_plays)

    async def open(self, consultation_id: ConsultationId) -> None:
        """Load the bookmarks of a conversation. Raises ``StorageError``."""
        self._consultation_id = consultation_id
        at_hand = await self._service.read(consultation_id)
        if self._consultation_id == consultation_id:
            self.at_hand = at_hand
            self._on_changes()

    def close(self) -> None:
        """Forget the bookmarks of the conversation: none is open any more."""
        self._consultation_id, self.at_hand = None, {}

    def edit(self, asked: EditBookmark) -> None:
        """Let the note be written beside the recording; a new bookmark is set by that."""
        consultation_id = self._consultation_id
        if consultation_id is None:
            return
        listed = self.at_hand.get(asked.url, ())
        bookmark = next((one for one in listed if one.at_ms == asked.at_ms), None)
        panel = BookmarkPanel(
            self._pane.view, bookmark or Bookmark(asked.at_ms), known=bookmark is not None
        )
        panel.saved.connect(
            lambda note: self._put(consultation_id, asked.url, Bookmark(asked.at_ms, note))
        )
        if bookmark is not None:
            panel.deleted.connect(partial(self._remove, consultation_id, asked.url, bookmark))
        panel.open_at(self._pane.place_below(asked.key))

    def _add_where_it_plays(self) -> None:
        current = self._voices.current
        if current is None or current[0].consultation_id != self._consultation_id:
            self._notify(tr("conversation.bookmark.nothing_plays"))
            return
        track, at_ms = current
        if can_be_bookmarked(track.url):
            self.edit(EditBookmark(track.url, track.key, at_ms))

    def _put(self, consultation_id: ConsultationId, url: str, bookmark: Bookmark) -> None:
        self._scope.spawn(self._service.put(consultation_id, url, bookmark))

    def _remove(self, consultation_id: ConsultationId, url: str, bookmark: Bookmark) -> None:
        self._scope.spawn(self._service.remove(consultation_id, url, bookmark.at_ms))
        text = tr("conversation.bookmark.deleted", bookmark=bookmark_text(bookmark))
        undo = partial(self._put, consultation_id, url, bookmark)
        self._notify(text, NoticeAction(undo))

    def _on_changed(self, consultation_id: ConsultationId) -> None:
        if consultation_id == self._consultation_id:
            self._scope.spawn(self.open(consultation_id))
