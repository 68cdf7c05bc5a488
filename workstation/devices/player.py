"""Plays one recording at a time out of memory (no file ever lies in the clear)."""

from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QTimer, QUrl
from PySide6.QtMultimedia import QAudioOutput, QMediaDevices, QMediaPlayer

from workstation.devices.playing import PlayerPhase, PlayerState
from workstation.devices.sound_server import SOUND_SERVER

SERVER_LOOK_MS = 1_000
"""How often it is looked, while a recording plays, whether it can be heard."""

SUFFIXES = {
    "audio/wav": "wav",
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
    "audio/aac": "aac",
    "audio/ogg": "ogg",
    "audio/webm": "webm",
    "audio/flac": "flac",
    "audio/amr": "amr",
}


def has_audio_output() -> bool:
    """Whether this computer has anything to play through."""
    if SOUND_SERVER.hangs:
        return False
    return bool(QMediaDevices.audioOutputs()) and not SOUND_SERVER.is_lost


def _used_once(output: QAudioOutput) -> QAudioOutput:
    """The output, after everything was asked of it that threads of Qt's ask for.

    Up to Qt 6.9, stopping holds Python's lock while it waits for a thread that takes leave of the
    output. The first time, that asks Python whether it overrides anything: both would wait forever.
    """
    output.volumeChanged.connect(_ignore)
    output.volumeChanged.disconnect(_ignore)
    return output


def _ignore(_volume: float) -> None:
    pass


def _close(media: QMediaPlayer, output: QAudioOutput, buffer: QBuffer) -> None:
    """Stop and close what was left to itself."""
    media.stop()
    for each in (media, output, buffer):
        each.deleteLater()


class Player(QObject):
    """QtMultimedia behind five verbs; every change is told to ``on_changes``.

    Playback runs on a clock also where no output device exists, so ``has_audio_output`` is asked
    separately.
    """

    def __init__(
        self, on_changes: Callable[[PlayerState], None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._on_changes = on_changes
        self._phase = PlayerPhase.EMPTY
        self._buffer: QBuffer | None = None
        self._make_media()
        self._server_timer = QTimer(self, interval=SERVER_LOOK_MS)
        self._server_timer.timeout.connect(self._end_if_silenced)

    def load(self, content: bytes, media_type: str) -> None:
        """Take a recording's bytes; ``media_type`` is what its content was found to be."""
        self.unload()
        self._buffer = QBuffer(self)
        self._buffer.setData(QByteArray(content))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._phase = PlayerPhase.PAUSED
        suffix = SUFFIXES.get(media_type, "bin")
        self._media.setSourceDevice(self._buffer, QUrl(f"recording.{suffix}"))

    def unload(self) -> None:
        """Stop and forget the recording."""
        self._halt()
        self._media.setSource(QUrl())
        if self._buffer is not None:
            self._buffer.close()
            self._buffer.deleteLater()
            self._buffer = None
        self._server_timer.stop()
        self._phase = PlayerPhase.EMPTY

    def play(self) -> None:
        """Play on, from the start after the end."""
        if self._end_if_silenced():
            return
        if self._phase is PlayerPhase.ENDED:
            self._media.setPosition(0)
        self._media.play()

    def pause(self) -> None:
        """Pause at the present position."""
        if not self._end_if_silenced():
            self._media.pause()

    def seek(self, position_ms: int) -> None:
        """Go to a position in milliseconds; out of range means the nearest end."""
        if self._end_if_silenced():
            return
        last = max(self._media.duration(), 0)
        self._media.setPosition(min(max(position_ms, 0), last))
        if self._phase is PlayerPhase.ENDED:
            self._phase = PlayerPhase.PAUSED
        self._notify()

    def set_rate(self, rate: float) -> None:
        """Play at this many times the recorded speed, pitch kept where Qt can."""
        if not self._end_if_silenced():
            self._media.setPlaybackRate(rate)
            self._notify()

    @property
    def state(self) -> PlayerState:
        """The state at the present moment."""
        return PlayerState(
            self._phase,
            self._media.position(),
            max(self._media.duration(), 0),
            self._media.playbackRate(),
        )

    def _make_media(self) -> None:
        self._output = _used_once(QAudioOutput(self))
        self._media = QMediaPlayer(self)
        self._media.setAudioOutput(self._output)
        self._keep_pitch()
        self._media.positionChanged.connect(self._notify)
        self._media.durationChanged.connect(self._notify)
        self._media.playbackStateChanged.connect(self._on_playback)
        self._media.mediaStatusChanged.connect(self._on_status)
        self._media.errorOccurred.connect(self._on_error)

    def _halt(self) -> None:
        """Stop; what a sound server that hangs would be waited for is left for later."""
        if self._buffer is None or not SOUND_SERVER.hangs:
            self._media.stop()
            return
        left, self._buffer = (self._media, self._output, self._buffer), None
        for each in left:
            each.blockSignals(True)
            each.setParent(None)
        SOUND_SERVER.close_when_it_answers(lambda: _close(*left))
        self._make_media()

    def _keep_pitch(self) -> None:
        # The property is younger than the oldest Qt that is supported (6.9).
        keep = getattr(self._media, "setPitchCompensation", None)
        if keep is not None:
            keep(True)

    def _on_playback(self, playback: QMediaPlayer.PlaybackState) -> None:
        if playback is QMediaPlayer.PlaybackState.PlayingState:
            self._phase = PlayerPhase.PLAYING
            self._server_timer.start()
        else:
            self._server_timer.stop()
            if self._phase is PlayerPhase.PLAYING:
                self._phase = PlayerPhase.PAUSED
        self._notify()

    def _on_status(self, status: QMediaPlayer.MediaStatus) -> None:
        if status is QMediaPlayer.MediaStatus.EndOfMedia:
            self._phase = PlayerPhase.ENDED
            self._notify()
        elif status is QMediaPlayer.MediaStatus.InvalidMedia:
            self._fail()

    def _on_error(self, error: QMediaPlayer.Error, _text: str) -> None:
        if error is not QMediaPlayer.Error.NoError:
            self._fail()

    def _fail(self) -> None:
        self._end(PlayerPhase.FAILED)

    def _end_if_silenced(self) -> bool:
        """End if the sound server is lost; whether it is: then nothing may open a device."""
        if SOUND_SERVER.is_lost and self._phase is not PlayerPhase.EMPTY:
            self._end(PlayerPhase.SILENCED)
            self._halt()
        return self._phase is PlayerPhase.SILENCED

    def _end(self, phase: PlayerPhase) -> None:
        if self._phase is not phase:
            self._phase = phase
            self._server_timer.stop()
            self._notify()

    def _notify(self) -> None:
        self._on_changes(self.state)
