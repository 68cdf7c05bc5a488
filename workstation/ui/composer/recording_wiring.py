"""Recording a voice in the composer: begin, listen, send or throw away."""

import asyncio
from dataclasses import field, replace

from PySide6.QtCore import QObject, Qt

from workstation.domain.consultation import Consultation
from workstation.domain.errors import NoLoudspeaker, WorkstationError
from workstation.domain.ids import ConsultationId
from workstation.domain.message import MessageKind
from workstation.domain.value import Value
from workstation.services.playback import Playback
from workstation.ui.composer.composer_context import ComposerContext
from workstation.ui.composer.drafts import ComposerDrafts
from workstation.ui.composer.send_question import SendQuestion
from workstation.ui.composer.voice_recorder import MakeMicrophone, RecordingEnd, VoiceRecorder
from workstation.ui.kit.strings import error_text, tr

OWN_RECORDING = "own recording"


class VoiceRecording(Value):
    """A recording that is neither sent nor thrown away.

    Without ``file_id`` the disk does not have it yet, without ``content`` only the disk has it.
    """

    length_ms: int
    content: bytes = field(default=b"", repr=False)
    file_id: str = ""


class RecordingWiring(QObject):
    """One recording for each consultation, kept in its draft as soon as it is ended.

    Whatever ends it, also the end of the session, it is found again with its consultation until
    it is sent or thrown away.
    """

    def __init__(
        self,
        context: ComposerContext,
        drafts: ComposerDrafts,
        question: SendQuestion,
        playback: Playback,
        make_microphone: MakeMicrophone,
    ) -> None:
        composer = context.composer
        super().__init__(composer)
        self._signed_in, self._composer, self._reply = context.signed_in, composer, context.reply
        self._scope, self._playback = context.scope, playback
        self._drafts, self._question = drafts, question
        self._recorder = VoiceRecorder(
            make_microphone, composer.recording.show_progress, self._on_end
        )
        self._running: ConsultationId | None = None
        self._recorded: dict[ConsultationId, VoiceRecording] = {}
        self._looked_for: set[ConsultationId] = set()
        self._sending: set[ConsultationId] = set()
        self._turn = asyncio.Lock()
        row = composer.recording
        composer.record_asked.connect(self._begin_or_stop)
        row.stopped.connect(self._begin_or_stop)
        row.cancelled.connect(self._cancel)
        row.listened.connect(self._listen)
        row.sent.connect(self._send)
        row.left.connect(self.stop)  # on another page it would go on unseen
        composer.destroyed.connect(self._playback.changed.subscribe(lambda _: self._on_playback()))

    @property
    def is_running(self) -> bool:
        """Whether a voice is being recorded."""
        return self._running is not None

    @property
    def is_open(self) -> bool:
        """Whether a recording stands on the screen, ended or not."""
        return self.is_running or self._reply.consultation_id in self._recorded

    def show(self, consultation_id: ConsultationId) -> None:
        """Show the recording of the consultation that is open now, or none."""
        recorded = self._find_recording(consultation_id)
        self._composer.show_recording(visible=recorded is not None)
        if recorded is not None:
            self._composer.recording.show_ended(recorded.length_ms)

    def leave(self) -> None:
        """Keep for this consultation what was recorded up to here, before another one is open."""
        self.stop()
        self._stop_playback()
        self._composer.show_recording(visible=False)

    def forget(self, consultation_id: ConsultationId) -> None:
        """Drop the recording of a consultation that is no longer on this computer."""
        self._recorded.pop(consultation_id, None)

    def stop(self) -> bool:
        """End the recording, so that it can be listened to; whether its end is without a sound."""
        consultation_id, self._running = self._running, None
        recorded = self._recorder.finish()
        if consultation_id is None or recorded is None:
            return False
        if recorded.content:
            self._recorded[consultation_id] = VoiceRecording(recorded.length_ms, recorded.content)
            self._composer.recording.show_ended(recorded.length_ms)
            self._signed_in.spawn(self._keep_or_show_error(consultation_id))
        else:
            self._end(consultation_id)
            self._composer.show_error(tr("composer.too_short"))
        silence, settled = recorded.silence_text, self._composer.tools.settled
        if silence:
            settled.start()
            self._composer.show_error(silence)
        return bool(silence)

    def _find_recording(self, consultation_id: ConsultationId) -> VoiceRecording | None:
        """What is recorded for a consultation, if need be by an earlier run."""
        if consultation_id not in self._looked_for:
            self._looked_for.add(consultation_id)
            voice = self._signed_in.store.worklist.draft(consultation_id).voice
            if voice is not None and consultation_id not in self._recorded:
                self._recorded[consultation_id] = VoiceRecording(
                    voice.duration_ms, file_id=voice.file_id
                )
        return self._recorded.get(consultation_id)

    def _begin_or_stop(self) -> None:
        consultation_id = self._reply.consultation_id
        if self._running is not None:
            self.stop()
            self._composer.recording.send.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif consultation_id is not None and consultation_id not in self._recorded:
            self._begin(consultation_id)

    def _begin(self, consultation_id: ConsultationId) -> None:
        self._composer.show_error("")  # the same sentence again is said again
        if not self._recorder.start():
            self._composer.show_error(tr("composer.no_microphone"))
            return
        self._playback.stop()  # before it counts as running, which a voice that sounds would end
        self._running = consultation_id
        self._scope.spawn(self._question.note_voice_begun(consultation_id))
        self._composer.show_recording(visible=True)
        self._composer.recording.begin()

    def _on_end(self, end: RecordingEnd) -> None:
        if not self.stop() or end is RecordingEnd.LOST:
            self._composer.show_error(tr(f"composer.{end.value}"))

    def _listen(self) -> None:
        consultation_id = self._reply.consultation_id or ConsultationId(0)
        recorded = self._recorded.get(consultation_id)
        if self._playback.holds(OWN_RECORDING):
            self._playback.toggle()
        elif recorded is not None and recorded.content:
            self._play(recorded.content)
        elif recorded is not None:
            self._scope.spawn(self._fetch(consultation_id, recorded), key="own recording")

    def _play(self, content: bytes) -> None:
        try:
            self._playback.start(OWN_RECORDING, content, "audio/wav")
        except NoLoudspeaker as error:
            self._composer.show_error(str(error_text(error)))

    async def _fetch(self, consultation_id: ConsultationId, recorded: VoiceRecording) -> None:
        """Listen to what an earlier run recorded."""
        try:
            content = await self._signed_in.messaging.drafting.read_file(recorded.file_id)
        except WorkstationError as error:
            self._reply.show_error(consultation_id, str(error_text(error)))
            return
        if self._reply.is_open(consultation_id) and self._recorded.get(consultation_id) is recorded:
            self._recorded[consultation_id] = replace(recorded, content=content)
            self._play(content)

    def _on_playback(self) -> None:
        """Show playing, and end a recording that runs: it would record what sounds, too."""
        if self.is_running and self._playback.is_playing:
            self.stop()
        if self._reply.consultation_id in self._recorded:
            playback, mine = self._playback, self._playback.current == OWN_RECORDING
            position_ms = playback.state.position_ms if mine else None
            self._composer.recording.show_playing(position_ms, playing=mine and playback.is_playing)

    def _stop_playback(self) -> None:
        if self._playback.current == OWN_RECORDING:
            self._playback.stop()

    def _cancel(self) -> None:
        """Throw the recording away."""
        self._recorder.cancel()
        consultation_id, self._running = self._reply.consultation_id, None
        if consultation_id is not None:
            recorded = self._recorded.get(consultation_id)
            self._end(consultation_id)
            if recorded is not None and recorded.file_id:
                drafting = self._signed_in.messaging.drafting
                self._signed_in.spawn(drafting.remove_file(consultation_id, recorded.file_id))

    def _send(self) -> None:
        """Send the recording; of one that falls silent ask, where a double click is no answer."""
        settled = self._composer.tools.settled
        if settled.isActive():
            return
        if self.stop():
            return
        consultation = self._reply.consultation
        if consultation is None or consultation.consultation_id not in self._recorded:
            return
        if consultation.consultation_id not in self._sending:
            self._sending.add(consultation.consultation_id)
            self._stop_playback()
            self._scope.spawn(self._send_checked(consultation))

    async def _send_checked(self, consultation: Consultation) -> None:
        try:
            if await self._question.may_send_voice(consultation, self._send):
                await self._share(consultation.consultation_id)
        except WorkstationError as error:
            self._reply.show_error(consultation.consultation_id, str(error_text(error)))
        finally:
            self._sending.discard(consultation.consultation_id)

    async def _share(self, consultation_id: ConsultationId) -> None:
        """Put the recording into the outbox; it goes away only once that has it."""
        signed_in, quoted = self._signed_in, self._drafts.quoted(consultation_id)
        file_id, kind = await self._keep(consultation_id), MessageKind.VOICE
        if not file_id:
            return
        writer = signed_in.messaging.outbox_writer
        await writer.add_file(consultation_id, kind, file_id, quoted)
        self._drafts.drop_quote(consultation_id, quoted)
        self._end(consultation_id)
        signed_in.spawn(signed_in.messaging.outbox.pump(consultation_id))

    async def _keep_or_show_error(self, consultation_id: ConsultationId) -> None:
        try:
            await self._keep(consultation_id)
        except WorkstationError as error:
            self._reply.show_error(consultation_id, str(error_text(error)))

    async def _keep(self, consultation_id: ConsultationId) -> str:
        """The id of the recording's file, which the disk has from now on.

        It is empty for one that was thrown away meanwhile.
        """
        async with self._turn:
            recorded = self._recorded.get(consultation_id)
            if recorded is None or recorded.file_id:
                return recorded.file_id if recorded is not None else ""
            drafting = self._signed_in.messaging.drafting
            draft = await drafting.keep_voice(consultation_id, recorded.content, recorded.length_ms)
            file_id = draft.voice.file_id if draft.voice is not None else ""
            if self._recorded.get(consultation_id) is recorded:
                self._recorded[consultation_id] = replace(recorded, file_id=file_id)
            else:  # thrown away meanwhile
                await drafting.remove_file(consultation_id, file_id)
                return ""
            return file_id

    def _end(self, consultation_id: ConsultationId) -> None:
        self._recorded.pop(consultation_id, None)
        self._stop_playback()
        if self._reply.is_open(consultation_id):
            self._composer.show_recording(visible=False)
            self._composer.tools.settled.start()
