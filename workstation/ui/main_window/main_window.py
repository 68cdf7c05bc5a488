"""The frame of one sign-in with its pages, each loaded and made when it is first shown."""

from collections.abc import Callable, Iterator
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from workstation.config.settings import TEXT_SIZE
from workstation.store.feed import faults
from workstation.ui.composer.voice_recorder import MakeMicrophone
from workstation.ui.conversation.page_context import PageContext
from workstation.ui.kit import throttle
from workstation.ui.kit.strings import error_text, tr
from workstation.ui.kit.tasks import scope_of
from workstation.ui.main_window.doctor_on_rail import DoctorOnRail
from workstation.ui.main_window.editors import Editors
from workstation.ui.main_window.midnight_watch import MidnightWatch
from workstation.ui.main_window.navigation import Navigation
from workstation.ui.main_window.overlays import Overlays
from workstation.ui.main_window.page_factory import PageFactory
from workstation.ui.main_window.page_wirings import PageWirings
from workstation.ui.media.saving import Saving
from workstation.ui.media.thumbnail_loader import ThumbnailLoader
from workstation.ui.media.waveform_loader import ReadWaveform
from workstation.ui.queue.page_wiring import ActiveWiring
from workstation.ui.shell.connection import ConnectionWiring
from workstation.ui.shell.rail import PAGES
from workstation.ui.shell.running_program import RunningProgram
from workstation.ui.shell.sign_out import SignOutWiring
from workstation.ui.shell.signed_in import SignedIn
from workstation.ui.shell.window_frame import WindowFrame

if TYPE_CHECKING:
    from workstation.ui.main_window.window_actions import WindowActions
    from workstation.ui.palette.wiring import PaletteWiring
    from workstation.ui.settings.page import SettingsPage
    from workstation.ui.viewer.own_window import OwnWindowChoice

VOICE_BACK_MS = 3_000


class MainWindow(QObject):
    """What a signed-in doctor works with.

    ``setting_picked`` carries a setting's key and value; ``sign_out`` asks, and then says how.
    """

    setting_picked = Signal(str, object)
    _settings_page: "SettingsPage | None" = None

    def __init__(  # noqa: PLR0913 - the parts of one window, put together once
        self,
        signed_in: SignedIn,
        program: RunningProgram,
        read_waveform: ReadWaveform,
        *,
        is_focused: Callable[[], bool],
        make_microphone: MakeMicrophone,
        viewer_file: Path,
    ) -> None:
        super().__init__()
        self._program, self._viewer_file = program, viewer_file
        media, voices, self.frame = signed_in.media.reader, signed_in.media.voices, WindowFrame()
        self.pages = PageWirings()
        self.scope = scope_of(self.frame, self._on_unexpected)
        self.thumbnails = ThumbnailLoader(media, voices, read_waveform, self.scope, self.frame)
        self.navigation = Navigation(self.frame, signed_in, self.pages)
        self.overlays = Overlays(
            signed_in,
            self.frame,
            self.thumbnails,
            self.scope,
            gather_diagnostics=program.gather_diagnostics,
            make_microphone=make_microphone,
            navigation=self.navigation,
            settings=lambda: program.resolution().settings,
            choose_window=self._viewer_choice,
        )
        DoctorOnRail(signed_in, self.frame.rail, self.thumbnails)
        self.editors = Editors(self.pages, self.overlays)
        self.signed_in = signed_in
        self._page_factory = self._add_pages(is_focused, make_microphone)
        self._connect()

    def _add_pages(
        self, is_focused: Callable[[], bool], make_microphone: MakeMicrophone
    ) -> PageFactory:
        frame, signed_in = self.frame, self.signed_in
        frame.add_page("settings", self._make_settings)
        media, record = signed_in.media.reader, signed_in.account.audit.record
        context = PageContext(
            signed_in,
            self.thumbnails,
            self.scope,
            Saving(frame, media, self.scope, frame.notify, frame.notice_bar.begin, record),
            self.overlays.open_picture,
            is_focused,
            frame.notify,
        )
        return PageFactory(
            self.pages,
            frame,
            context,
            overlays=self.overlays,
            navigation=self.navigation,
            make_microphone=make_microphone,
        )

    def make_first_page(self) -> Iterator[None]:
        """Make what a sign-in begins with, a part with each step, and show it with the last."""
        return self._page_factory.make_first()

    def _viewer_choice(self) -> "OwnWindowChoice":
        from workstation.ui.main_window.viewer_choice import make_viewer_choice

        return make_viewer_choice(self._viewer_file, self._program.resolution, self._pick_setting)

    @cached_property
    def palette(self) -> "PaletteWiring":
        """The palette, which searches everything."""
        from workstation.ui.palette.wiring import PaletteWiring

        return PaletteWiring(
            self.signed_in,
            self.frame,
            self.scope,
            self.navigation,
            self._window_actions().list,
        )

    def _window_actions(self) -> "WindowActions":
        from workstation.ui.main_window.window_actions import WindowActions

        acts: dict[str, Callable[[], object]] = {
            **{name: partial(self.frame.show_page, name) for name in PAGES},
            "next_patient": self.navigation.open_next_patient,
            "search_history": self.navigation.search_history,
            "handover": self.overlays.open_handover,
            "new": self.overlays.open_new_consultation,
            "quick_replies": self.navigation.manage_replies,
            "refresh": self.signed_in.refresh,
            "lock": self.frame.lock_asked.emit,
            "shortcuts": self.overlays.open_keys,
            "connection": self.overlays.open_connection,
            "diagnostics": self.overlays.open_diagnostics,
            "audit": self.overlays.open_audit,
            "sign_out": self.sign_out.ask,
        }
        actions = WindowActions(self.frame, acts, self._program.resolution)
        actions.setting_picked.connect(self._pick_setting)
        return actions

    @property
    def active(self) -> ActiveWiring | None:
        """The work queue's page, once it is made."""
        return self.pages.active

    def close(self) -> None:
        """Stop all that plays or runs: the sign-in is over."""
        self._connection.close()
        self.editors.close()
        self.overlays.close()
        self.thumbnails.playback.stop()
        self.scope.close()
        # Its page goes; Python may keep this for a while, and it may be asked.
        self.pages.active = None

    def confirm_leaving(self, proceed: Callable[[], None]) -> None:
        """Call ``proceed`` once the doctor may sign out or close the window without a loss."""
        if self.pages.profile is None:
            proceed()
        else:
            self.pages.profile.confirm_leaving(proceed)

    def show_settings(self) -> None:
        """Show the settings that are in force; one that could not be saved is taken back."""
        if self._settings_page is not None:
            self._settings_page.show_resolution(self._program.resolution())
            self._settings_page.show_update(self._program.update())

    def on_focused(self) -> None:
        """Take in that the doctor looks at the window again."""
        if self.active is not None:
            self.active.on_focused()

    def _make_settings(self) -> QWidget:
        from workstation.ui.settings.wiring import SettingsLinks, settings_page

        links = SettingsLinks(
            self.sign_out.ask,
            self.overlays.open_diagnostics,
            self.overlays.open_audit,
            self.navigation.manage_replies,
        )
        page = settings_page(self.signed_in, self.overlays.code, links, self.frame.stack)
        page.changed.connect(self.setting_picked)
        self._settings_page = page
        self.show_settings()
        return self._settings_page

    def _connect(self) -> None:
        signed_in, frame = self.signed_in, self.frame
        self._connection = ConnectionWiring(signed_in, frame)
        self.sign_out = SignOutWiring(signed_in, frame, self.scope)
        MidnightWatch(frame, signed_in.clock.now_ms)
        unread = throttle.Debounce(self._show_unread, frame).request
        self._subscriptions = [
            signed_in.store.worklist.feed.subscribe(unread),
            signed_in.errors.subscribe(self._on_unexpected),
            faults.subscribe(self._on_paint_error),
        ]
        frame.destroyed.connect(lambda: [stop() for stop in self._subscriptions])
        frame.search_asked.connect(lambda: self.palette.open(self.navigation.typed_words()))
        frame.text_size_asked.connect(partial(self._pick_setting, TEXT_SIZE))
        frame.rail.lock.hide()
        frame.bind("refresh", signed_in.refresh)
        frame.bind("next_patient", self.navigation.open_next_patient)
        frame.bind("shortcuts", self.overlays.open_keys, self.overlays.open_keys)
        frame.bind("search_history", self.navigation.search_history)
        frame.bind("voice_back", partial(self.thumbnails.playback.skip, -VOICE_BACK_MS))
        frame.bind("voice_pause", self.thumbnails.playback.toggle)
        frame.bind("skip_pauses", self._skip_pauses)
        self._show_unread()

    def _skip_pauses(self) -> None:
        skips = self.signed_in.media.voices.toggle_pauses()
        self.frame.notify(tr(f"conversation.pauses_{'skipped' if skips else 'heard'}"))

    def _pick_setting(self, key: str, value: object) -> None:
        self.setting_picked.emit(key, value)
        self.show_settings()

    def _show_unread(self) -> None:
        self.frame.rail.show_unread(self.signed_in.store.worklist.unread_total)

    def _on_paint_error(self, _fault: Exception) -> None:
        self.frame.notify(tr("window.not_shown"))

    def _on_unexpected(self, error: Exception) -> None:
        self.frame.notify(str(error_text(error)))
