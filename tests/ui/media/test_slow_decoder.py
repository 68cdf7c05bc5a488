"""A decoder that runs out of time says nothing of the recording: it is asked once more."""

from types import SimpleNamespace

import pytest
from PySide6.QtCore import QObject

from tests.ui.waiting import until
from workstation.domain.errors import BrokenMedia
from workstation.services.media_reader import LoadedMedia
from workstation.services.playback import Playback
from workstation.store.feed import Feed
from workstation.ui.kit.tasks import scope_of
from workstation.ui.media.media_lookup import MediaPhase
from workstation.ui.media.waveform_loader import Waveform, WaveformLoader

OUTLINE: Waveform = ((0.5,) * 36, 18_000)
TOO_SLOW: Waveform = ((), 0)


@pytest.mark.parametrize(
    ("answers", "phase", "code"),
    [
        ([TOO_SLOW, OUTLINE], MediaPhase.READY, ""),
        ([TOO_SLOW, TOO_SLOW], MediaPhase.FAILED, BrokenMedia.code),
    ],
)
async def test_a_voice_is_tried_twice_before_it_is_called_damaged(
    qloop: object,  # noqa: ARG001 - a running loop
    answers: list[Waveform],
    phase: MediaPhase,
    code: str,
) -> None:
    """The first decoder after the computer was started may take longer than it has."""

    async def recording(_url: str) -> LoadedMedia:
        return LoadedMedia(b"voice", "amr", "audio/amr")

    async def needs_network(_url: str) -> bool:
        return False

    async def read_waveform(_url: str, _content: bytes, _bars: int) -> Waveform:
        return answers.pop(0)

    owner = QObject()
    playback = Playback(lambda _: pytest.fail("nothing plays"), lambda: True)
    listening = SimpleNamespace(playback=playback, failed=Feed())
    recordings = SimpleNamespace(recording=recording, needs_network=needs_network)
    scope = scope_of(owner, lambda error: pytest.fail(repr(error)))
    voices = WaveformLoader(recordings, listening, read_waveform, scope, owner)  # type: ignore[arg-type]
    await until(lambda: voices.voice("slow", "row").phase is not MediaPhase.LOADING)
    assert (voices.voice("slow", "row").phase, voices.voice("slow", "row").code) == (phase, code)
    assert answers == []
