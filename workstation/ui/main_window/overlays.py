"""What opens over whichever page is shown: each is loaded and made when it is first asked for.

Together they are a third of the window's code, and none of them is needed to see the queue.
"""

from collections.abc import Callable, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING

from workstation.base.task_scope import TaskScope
from workstation.config import Settings
from workstation.domain.consultation import Consultation
from workstation.domain.message import Message
from workstation.domain.photos import ViewerStart
from workstation.ui.composer.voice_recorder import MakeMicrophone
from workstation.ui.conversation.pane import ConversationPane
from workstation.ui.main_window.navigation import Navigation
from workstation.ui.media import copying
from workstation.ui.media.thumbnail_loader import ThumbnailLoader
from workstation.ui.shell.running_program import GatherDiagnostics
from workstation.ui.shell.signed_in import SignedIn
from workstation.ui.shell.window_frame import WindowFrame

if TYPE_CHECKING:
    from workstation.ui.connection.wiring import ConnectionPanelWiring
    from workstation.ui.conversation.purge import PurgeWiring
    from workstation.ui.handover.wiring import HandoverWiring
    from workstation.ui.new_consultation.wiring import NewConsultationWiring
    from workstation.ui.record.package_wiring import EvidencePackages
    from workstation.ui.record.wiring import Records
    from workstation.ui.shell.unlock_code.wiring import UnlockCodeWiring
    from workstation.ui.summary.wiring import ClosingWiring
    from workstation.ui.support.audit_log import AuditWiring
    from workstation.ui.support.diagnostics_wiring import DiagnosticsWiring
    from workstation.ui.viewer.own_window import OwnWindowChoice
    from workstation.ui.viewer.wiring import ViewerWiring


class Overlays:
    """The layers over the pages: viewer, records, forms, diagnostics, the connection's panel."""

    _viewer: "ViewerWiring | None" = None
    _closing: "ClosingWiring | None" = None
    _handover: "HandoverWiring | None" = None
    _new_consultation: "NewConsultationWiring | None" = None
    _connection: "ConnectionPanelWiring | None" = None
    """Those that have something to do at the lock or at the end, once they are made."""

    def __init__(  # noqa: PLR0913 - what all of them work with
        self,
        signed_in: SignedIn,
        frame: WindowFrame,
        thumbnails: ThumbnailLoader,
        scope: TaskScope,
        *,
        gather_diagnostics: GatherDiagnostics,
        make_microphone: MakeMicrophone,
        navigation: Navigation,
        settings: Callable[[], Settings],
        choose_window: Callable[[], "OwnWindowChoice"],
    ) -> None:
        self._signed_in, self._frame = signed_in, frame
        self._thumbnails, self._scope = thumbnails, scope
        self._gather_diagnostics, self._navigation = gather_diagnostics, navigation
        self._make_microphone, self._settings = make_microphone, settings
        self._choose_window = choose_window
        self._panes: list[ConversationPane] = []
        frame.page_shown.connect(lambda _name: self._follow(self._visible_pane()))
        frame.bind("photo_window", self.move_viewer)
        frame.bind("handover", self.open_handover)
        frame.rail.connection_picked.connect(self.open_connection)

    @cached_property
    def viewer(self) -> "ViewerWiring":
        """The picture viewer."""
        from workstation.ui.viewer.wiring import ViewerWiring

        frame, choice = self._frame, self._choose_window()
        parts = self._signed_in, self._thumbnails, self._scope
        viewer = self._viewer = ViewerWiring(frame, *parts, choice, may_align=self._may_align)
        viewer.better_photo_asked.connect(self._navigation.ask_for_better_photo)
        viewer.text_read.connect(self._navigation.insert_text)
        return viewer

    @cached_property
    def records(self) -> "Records":
        """Records of consultations as PDF and on paper."""
        from workstation.ui.record.wiring import Records

        parts = self._signed_in, self._frame, self._thumbnails, self._scope
        return Records(*parts, may_align=self._may_align)

    @cached_property
    def packages(self) -> "EvidencePackages":
        """Evidence packages of consultations."""
        from workstation.ui.record.package_wiring import EvidencePackages

        return EvidencePackages(self._signed_in, self._frame, self.records, self._scope)

    @cached_property
    def closing(self) -> "ClosingWiring":
        """The form at the end of a consultation."""
        from workstation.ui.summary.wiring import ClosingWiring

        parts = self._signed_in, self._frame, self._scope, self.records
        self._closing = ClosingWiring(*parts, open_next=self._navigation.open_active)
        return self._closing

    @cached_property
    def handover(self) -> "HandoverWiring":
        """The handover: what all open consultations leave open."""
        from workstation.ui.handover.wiring import HandoverWiring

        parts = self._signed_in, self._frame, self._scope, self.records.output
        self._handover = HandoverWiring(*parts, self._navigation.open_active)
        return self._handover

    @cached_property
    def new_consultation(self) -> "NewConsultationWiring":
        """The form of a new consultation."""
        from workstation.ui.new_consultation.wiring import NewConsultationWiring

        self._new_consultation = NewConsultationWiring(
            self._signed_in,
            self._frame,
            self._scope,
            playback=self._thumbnails.playback,
            make_microphone=self._make_microphone,
            takes_addresses=lambda: self._settings().picture_addresses,
            open_consultation=self._navigation.open_active,
        )
        return self._new_consultation

    @cached_property
    def diagnostics(self) -> "DiagnosticsWiring":
        """The files for an administrator."""
        from workstation.ui.support.diagnostics_wiring import DiagnosticsWiring

        frame, now_ms = self._frame, self._signed_in.clock.now_ms
        return DiagnosticsWiring(frame, self._scope, self._gather_diagnostics, frame.notify, now_ms)

    @cached_property
    def connection(self) -> "ConnectionPanelWiring":
        """The connection's panel: how the way to the servers stands."""
        from workstation.ui.connection.wiring import ConnectionPanelWiring

        parts = self._signed_in, self._frame, self._scope
        self._connection = ConnectionPanelWiring(*parts, self._frame.notify)
        return self._connection

    @cached_property
    def audit(self) -> "AuditWiring":
        """The audit log."""
        from workstation.ui.support.audit_log import AuditWiring

        frame, check = self._frame, self._signed_in.account.audit.check
        return AuditWiring(frame, self._scope, check, frame.notify)

    @cached_property
    def code(self) -> "UnlockCodeWiring":
        """The sheets of the unlock code."""
        from workstation.ui.shell.unlock_code.wiring import UnlockCodeWiring

        frame = self._frame
        return UnlockCodeWiring(self._signed_in.unlock_code, frame, self._scope, frame.notify)

    @cached_property
    def purge(self) -> "PurgeWiring":
        """Purging one patient from this computer."""
        from workstation.ui.conversation.purge import PurgeWiring

        purge = PurgeWiring(self._signed_in, self._frame, self._scope)
        purge.purging.connect(self._thumbnails.drop)
        purge.patient_purging.connect(self.new_consultation.forget_patient)
        return purge

    def open_keys(self) -> None:
        """Show what the keyboard does."""
        from workstation.ui.settings.keys_sheet import KeysSheet

        KeysSheet(self._frame).open()

    def open_handover(self) -> None:
        """Show what all open consultations leave open."""
        self.handover.open()

    def open_new_consultation(self) -> None:
        """Show the form of a new consultation."""
        self.new_consultation.open()

    def open_connection(self) -> None:
        """Show how the way to the servers stands."""
        self.connection.open()

    def open_diagnostics(self) -> None:
        """Show what can be saved for an administrator."""
        self.diagnostics.open()

    def open_audit(self) -> None:
        """Show the audit log."""
        self.audit.open()

    def open_picture(
        self,
        consultation: Consultation,
        url: str,
        messages: Sequence[Message] = (),
        start: ViewerStart = ViewerStart.LOOK,
    ) -> None:
        """Show a picture among all of the same person that are known."""
        self.viewer.open(consultation, url, messages, start)

    def move_viewer(self) -> None:
        """Move the viewer into a window of its own, or back; open it there if it is not open."""
        pane = self._visible_pane()
        self.viewer.move(pane.consultation if pane is not None else None)

    def _may_align(self) -> bool:
        return self._settings().photo_alignment

    def _follow(self, pane: ConversationPane | None) -> None:
        """Let pictures in a window of their own be those of the conversation on the screen."""
        if self._viewer is not None and pane is not None and pane.consultation is not None:
            self._viewer.follow(pane.consultation)

    def _visible_pane(self) -> ConversationPane | None:
        return next((pane for pane in self._panes if pane.isVisible()), None)

    def watch(self, pane: ConversationPane) -> None:
        """Let the pictures follow a conversation of a page while that is on the screen."""
        self._panes.append(pane)
        pane.opened.connect(partial(self._follow, pane))

    def save_forms(self) -> None:
        """Save what is written in the form of a summary, hold that of a new consultation."""
        if self._new_consultation is not None:
            self._new_consultation.voice.pause()
            self._new_consultation.keep()
        if self._closing is not None:
            self._closing.leave()

    def pause(self) -> None:
        """Drop the handover, the pictures and a picture's copying: the window is locked."""
        self._scope.cancel(copying.WORK)
        if self._handover is not None:
            self._handover.drop()
        if self._viewer is not None:
            self._viewer.drop_pictures()

    def load_pictures(self) -> None:
        """Load the pictures again after an unlock, where they were."""
        if self._viewer is not None:
            self._viewer.load_pictures()

    def close(self) -> None:
        """Close everything: the sign-in ends."""
        if self._viewer is not None:
            self._viewer.close()
        if self._connection is not None:
            self._connection.sheet.dismiss()
