"""Recording a voice in the composer: begin, listen, send or throw away."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject

from workstation.domain.consultation import Consultation
from workstation.domain.errors import NoLoudspeaker, WorkstationError
from workstation.domain.message import MessageKind
from workstation.ui.composer.composer import Composer
from workstation.ui.media_board import MediaBoard
from workstation.ui.strings import error_text, tr
from workstation.ui.tasks import TaskScope
from workstation.ui.wiring.signed_in import SignedIn

OWN_RECORDING = "own recording"


class Microphone(Protocol):
    """What records (``devices.recorder.Recorder``)."""

    @property
    def length_ms(self) -> int:
        """How much is recorded."""

    def start(self) -> bool:
        """Begin; False without a microphone."""

    def finish(self) -> bytes:
        """The recording; empty when it is too short."""

    def cancel(self) -> None:
        """Forget it."""


MakeMicrophone = Callable[[Callable[[int, float], None]], Microphone]


class RecordingWiring(QObject):
    """One recording at a time, for the consultation that ``told`` gives.

    The microphone is made when the first recording begins.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - the parts of one page, put together once
        self,
        signed_in: SignedIn,
        composer: Composer,
        board: MediaBoard,
        scope: TaskScope,
        make_microphone: MakeMicrophone,
        told: Callable[[], Consultation | None],
    ) -> None:
        super().__init__(composer)
        self._signed_in, self._composer = signed_in, composer
        self._board, self._scope = board, scope
        self._make_microphone, self._told = make_microphone, told
        self._microphone: Microphone | None = None
        self._voice = b""
        self._length_ms = 0
        row = composer.recording
        composer.record_asked.connect(self._begin_or_stop)
        row.stopped.connect(self._stop)
        row.cancelled.connect(self.cancel)
        row.listened.connect(self._listen)
        row.sent.connect(self._send)

    def cancel(self) -> None:
        """Throw the recording away."""
        if self._microphone is not None:
            self._microphone.cancel()
        self._end()

    def _begin_or_stop(self) -> None:
        if self._composer.recording.isVisible():
            self._stop()
            return
        if self._microphone is None:
            self._microphone = self._make_microphone(self._composer.recording.show_progress)
        if not self._microphone.start():
            self._composer.say(tr("composer.no_microphone"))
            return
        self._voice = b""
        self._board.playback.stop()
        self._composer.recording.begin()
        self._composer.show_recording(shown=True)

    def _stop(self) -> None:
        if self._microphone is None or self._voice:
            return
        self._length_ms = self._microphone.length_ms
        self._voice = self._microphone.finish()
        if self._voice:
            self._composer.recording.show_ended()
        else:
            self._composer.show_recording(shown=False)
            self._composer.say(tr("composer.too_short"))

    def _listen(self) -> None:
        if not self._voice:
            return
        try:
            self._board.playback.start(OWN_RECORDING, self._voice, "audio/wav")
        except NoLoudspeaker as error:
            self._composer.say(str(error_text(error)))

    def _send(self) -> None:
        self._stop()
        told = self._told()
        if self._voice and told is not None:
            self._board.playback.stop()
            self._scope.spawn(self._share(told.consultation_id))

    async def _share(self, consultation_id: int) -> None:
        """The recording goes away only when the disk has it."""
        signed_in = self._signed_in
        try:
            name = await signed_in.drafting.keep_voice(self._voice, self._length_ms)
            await signed_in.outbox.share(consultation_id, MessageKind.VOICE, name)
        except WorkstationError as error:
            self._composer.say(str(error_text(error)))
            return
        self._end()
        signed_in.spawn(signed_in.outbox.pump(consultation_id))

    def _end(self) -> None:
        self._voice = b""
        self._composer.show_recording(shown=False)
