"""The doctor says what is the matter: the recording of a new consultation's form.

It lies in memory with the rest of the form for as long as the doctor is signed in, and goes with
it.
"""

from PySide6.QtCore import QObject, Qt

from workstation.domain.errors import NoLoudspeaker
from workstation.services.playback import Playback
from workstation.ui.composer.voice_recorder import MakeMicrophone, RecordingEnd, VoiceRecorder
from workstation.ui.kit.strings import error_text, tr
from workstation.ui.new_consultation.sheet import OpeningSheet
from workstation.ui.new_consultation.voice import AttachedVoice

SPOKEN_SYMPTOM = "spoken symptom"


class SpokenSymptomWiring(QObject):
    """Records into the sheet and plays what was recorded."""

    def __init__(
        self, sheet: OpeningSheet, playback: Playback, make_microphone: MakeMicrophone
    ) -> None:
        super().__init__(sheet)
        self._sheet, self._voice = sheet, sheet.voice
        self._playback = playback
        row = self._voice.row
        self._recorder = VoiceRecorder(make_microphone, row.show_progress, self._on_end)
        self._voice.asked.connect(self._begin)
        row.stopped.connect(self._stop_by_hand)
        row.listened.connect(self._listen)
        row.cancelled.connect(self._discard)
        sheet.dismissed.connect(self.pause)
        sheet.end_asked.connect(self.stop)
        sheet.destroyed.connect(playback.changed.subscribe(lambda _: self._show_playing()))

    def stop(self) -> None:
        """End the recording, so that it can be listened to and sent."""
        recorded = self._recorder.finish()
        if recorded is None:
            return
        if recorded.content:
            self._sheet.show_voice(AttachedVoice(recorded.content, recorded.length_ms))
            if silence := recorded.silence_text:
                self._sheet.show_error(silence)
        else:
            self._sheet.show_voice(None)
            self._sheet.show_error(tr("composer.too_short"))

    def pause(self) -> None:
        """Stop recording and playing, as the doctor turns to something else."""
        self.stop()
        self._stop_playing()

    def _begin(self) -> None:
        if not self._recorder.start():
            self._sheet.show_error(tr("composer.no_microphone"))
            return
        self._playback.stop()
        self._sheet.show_error("")
        self._sheet.show_recording()

    def _on_end(self, end: RecordingEnd) -> None:
        self.stop()
        self._sheet.show_error(tr(f"composer.{end.value}"))

    def _stop_by_hand(self) -> None:
        self.stop()
        self._voice.row.focus_target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _listen(self) -> None:
        attached = self._voice.attached
        if self._playback.holds(SPOKEN_SYMPTOM):
            self._playback.toggle()
        elif attached is not None:
            try:
                self._playback.start(SPOKEN_SYMPTOM, attached.content, "audio/wav")
            except NoLoudspeaker as error:
                self._sheet.show_error(str(error_text(error)))

    def _discard(self) -> None:
        self._recorder.cancel()
        self._stop_playing()
        self._sheet.show_voice(None)

    def _stop_playing(self) -> None:
        if self._playback.current == SPOKEN_SYMPTOM:
            self._playback.stop()

    def _show_playing(self) -> None:
        if self._voice.attached is not None:
            mine = self._playback.current == SPOKEN_SYMPTOM
            position_ms = self._playback.state.position_ms if mine else None
            playing = mine and self._playback.is_playing
            self._voice.row.show_playing(position_ms, playing=playing)
