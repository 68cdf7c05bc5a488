"""The queue, the history and the doctor's own page: each loaded and made when it is first shown.

The settings page is the window's, which also says what is in force.
"""

from collections.abc import Callable, Iterator

from PySide6.QtWidgets import QWidget

from workstation.base.task_scope import TaskScope
from workstation.ui.composer.voice_recorder import MakeMicrophone
from workstation.ui.main_window.conversation_menu import ConversationMenu
from workstation.ui.main_window.navigation import Navigation
from workstation.ui.main_window.overlays import Overlays
from workstation.ui.main_window.page_wirings import PageWirings
from workstation.ui.media.saving import Saving
from workstation.ui.media.thumbnail_loader import ThumbnailLoader
from workstation.ui.queue.page import ActivePage
from workstation.ui.queue.page_wiring import ActiveWiring
from workstation.ui.queue.parts import ActiveParts
from workstation.ui.shell.signed_in import SignedIn
from workstation.ui.shell.window_frame import WindowFrame


class PageFactory:
    """Adds the pages to the frame, and their wirings to ``wirings`` as they are made."""

    def __init__(  # noqa: PLR0913 - what the pages work with
        self,
        wirings: PageWirings,
        signed_in: SignedIn,
        frame: WindowFrame,
        thumbnails: ThumbnailLoader,
        scope: TaskScope,
        *,
        overlays: Overlays,
        navigation: Navigation,
        is_focused: Callable[[], bool],
        make_microphone: MakeMicrophone,
    ) -> None:
        self._wirings, self._signed_in, self._frame = wirings, signed_in, frame
        self._thumbnails, self._scope = thumbnails, scope
        self._overlays, self._navigation = overlays, navigation
        self._is_focused, self._make_microphone = is_focused, make_microphone
        media, record = signed_in.media.reader, signed_in.account.audit.record
        self._saving = Saving(frame, media, scope, frame.notify, frame.notice_bar.begin, record)
        frame.add_page("active", self._make_active)
        frame.add_page("history", self._make_history)
        frame.add_page("profile", self._make_profile)

    def make_first(self) -> Iterator[None]:
        """Make the queue's page, a part with each step, and show it with the last."""
        parts = ActiveParts(self._thumbnails, self._signed_in.clock.now_ms)
        yield from parts.make()
        self._active_page = ActivePage(parts)
        yield
        self._frame.show_page("active")
        if self._signed_in.account.profile.draft.base is not None:
            self._frame.show_page("profile")

    def _make_active(self) -> QWidget:
        page = self._active_page
        self._wirings.active = active = ActiveWiring(
            self._signed_in,
            page,
            self._thumbnails,
            self._scope,
            open_picture=self._overlays.open_picture,
            saving=self._saving,
            is_focused=self._is_focused,
            make_microphone=self._make_microphone,
            notify=self._frame.notify,
        )
        ConversationMenu(self._overlays, page.conversation)
        self._navigation.offer_others(page.details)
        active.queue.open_asked.connect(self._navigation.open_active)
        page.ended_asked.connect(self._navigation.open_ended)
        page.history_asked.connect(lambda: self._frame.show_page("history"))
        page.queue.new_asked.connect(lambda: self._overlays.new_consultation.open())  # noqa: PLW0108 - made when asked
        return page

    def _make_history(self) -> QWidget:
        from workstation.ui.history.page import HistoryPage
        from workstation.ui.history.wiring import HistoryWiring

        page = HistoryPage(self._thumbnails, self._signed_in.clock.now_ms, self._frame.stack)
        self._wirings.history = HistoryWiring(
            self._signed_in,
            page,
            self._thumbnails,
            self._scope,
            open_picture=self._overlays.open_picture,
            saving=self._saving,
            is_focused=self._is_focused,
            notify=self._frame.notify,
        )
        menu = ConversationMenu(self._overlays, page.side.conversation)
        menu.offer_purge(page.close_consultation)
        self._navigation.offer_others(page.side.details)
        return page

    def _make_profile(self) -> QWidget:
        from workstation.ui.profile.page import ProfilePage
        from workstation.ui.profile.wiring import ProfileWiring

        page = ProfilePage(self._frame.stack)
        parts = self._signed_in, page, self._thumbnails, self._scope
        self._wirings.profile = ProfileWiring(*parts, notify=self._frame.notify)
        return page
