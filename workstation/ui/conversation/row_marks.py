"""What stands beside the words of the open conversation: bookmarks and promises."""

from collections.abc import Callable

from workstation.base.task_scope import TaskScope
from workstation.domain.ids import ConsultationId
from workstation.ui.conversation.bookmarks import ConversationBookmarks
from workstation.ui.conversation.pane import ConversationPane
from workstation.ui.conversation.promises import ConversationPromises
from workstation.ui.conversation.timeline.hit_actions import ChangeReminder, EditBookmark, Remind
from workstation.ui.kit.layers.snack_bar import Notify
from workstation.ui.shell.signed_in import SignedIn


class ConversationMarks:
    """Bookmarks and promises of the open conversation.

    ``on_changes`` is called when they change; ``notify`` shows a notice.
    """

    def __init__(
        self,
        signed_in: SignedIn,
        pane: ConversationPane,
        scope: TaskScope,
        *,
        on_changes: Callable[[], object],
        notify: Notify,
    ) -> None:
        self._scope = scope
        media = signed_in.media
        self.bookmarks = ConversationBookmarks(
            media.bookmarks, media.voices, pane, scope, on_changes=on_changes, notify=notify
        )
        self.promises = ConversationPromises(
            signed_in, pane, scope, on_changes=on_changes, notify=notify
        )

    def open(self, consultation_id: ConsultationId) -> None:
        """Load the bookmarks and promises of a conversation."""
        self._scope.spawn(self.bookmarks.open(consultation_id))
        self._scope.spawn(self.promises.open(consultation_id))

    def close(self) -> None:
        """Forget the bookmarks and promises: no conversation is open any more."""
        self.bookmarks.close()
        self.promises.close()

    def run_action(self, asked: EditBookmark | Remind | ChangeReminder) -> None:
        """Carry out a click on one of them."""
        if isinstance(asked, EditBookmark):
            self.bookmarks.edit(asked)
        else:
            self.promises.run_action(asked)
