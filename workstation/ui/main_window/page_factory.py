"""The queue, the history and the doctor's own page: each loaded and made when it is first shown.

The settings page is the window's, which also says what is in force.
"""

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget

from workstation.ui.composer.voice_recorder import MakeMicrophone
from workstation.ui.conversation.page_context import PageContext
from workstation.ui.main_window.conversation_menu import ConversationMenu
from workstation.ui.main_window.navigation import Navigation
from workstation.ui.main_window.overlays import Overlays
from workstation.ui.main_window.page_wirings import PageWirings
from workstation.ui.queue.page import ActivePage
from workstation.ui.queue.page_wiring import ActiveWiring
from workstation.ui.queue.parts import ActiveParts
from workstation.ui.shell.window_frame import WindowFrame


class PageFactory:
    """Adds the pages to the frame, and their wirings to ``wirings`` as they are made."""

    def __init__(  # noqa: PLR0913 - what the pages work with
        self,
        wirings: PageWirings,
        frame: WindowFrame,
        context: PageContext,
        *,
        overlays: Overlays,
        navigation: Navigation,
        make_microphone: MakeMicrophone,
    ) -> None:
        self._wirings, self._frame, self._context = wirings, frame, context
        self._overlays, self._navigation = overlays, navigation
        self._make_microphone = make_microphone
        frame.add_page("active", self._make_active)
        frame.add_page("history", self._make_history)
        frame.add_page("profile", self._make_profile)

    def make_first(self) -> Iterator[None]:
        """Make the queue's page, a part with each step, and show it with the last."""
        context = self._context
        parts = ActiveParts(context.thumbnails, context.signed_in.clock.now_ms)
        yield from parts.make()
        self._active_page = ActivePage(parts)
        yield
        self._frame.show_page("active")
        if context.signed_in.account.profile.draft.base is not None:
            self._frame.show_page("profile")

    def _make_active(self) -> QWidget:
        page = self._active_page
        active = ActiveWiring(self._context, page, self._make_microphone)
        self._wirings.active = active
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

        context = self._context
        now_ms = context.signed_in.clock.now_ms
        page = HistoryPage(context.thumbnails, now_ms, self._frame.stack)
        self._wirings.history = HistoryWiring(context, page)
        menu = ConversationMenu(self._overlays, page.side.conversation)
        menu.offer_purge(page.close_consultation)
        self._navigation.offer_others(page.side.details)
        return page

    def _make_profile(self) -> QWidget:
        from workstation.ui.profile.page import ProfilePage
        from workstation.ui.profile.wiring import ProfileWiring

        page, context = ProfilePage(self._frame.stack), self._context
        parts = context.signed_in, page, context.thumbnails, context.scope
        self._wirings.profile = ProfileWiring(*parts, notify=self._frame.notify)
        return page
