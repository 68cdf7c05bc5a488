"""Pictures and voices behind what is painted: loaded once, failed with a reason, tried again."""

import asyncio
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from PySide6.QtCore import (
    QObject,
    QSize,
)

from tests.ui.media.media_library import WAVE, Ears, Library
from tests.ui.waiting import until
from workstation.devices.playing import PlayerPhase, PlayerState
from workstation.domain.errors import BrokenMedia
from workstation.ui.kit.tasks import scope_of
from workstation.ui.media import thumbnail_loader
from workstation.ui.media.media_lookup import MediaPhase
from workstation.ui.media.thumbnail_loader import ThumbnailLoader

SIZE = QSize(72, 72)


@pytest.fixture
def library() -> Library:
    return Library()


@pytest.fixture
def ears() -> Ears:
    return Ears()


@pytest.fixture
def owner(qapp: object) -> Iterator[QObject]:  # noqa: ARG001
    owner = QObject()
    yield owner
    owner.deleteLater()


@pytest.fixture
def thumbnails(
    library: Library,
    ears: Ears,
    owner: QObject,
    qloop: object,  # noqa: ARG001 - what a board does runs on it
) -> ThumbnailLoader:
    async def read_wave(_url: str, _content: bytes, _bars: int) -> tuple[tuple[float, ...], int]:
        return library.wave

    scope = scope_of(owner, lambda error: pytest.fail(repr(error)))
    return ThumbnailLoader(library, ears, read_wave, scope, owner)


async def test_a_picture_is_loaded_once_however_often_it_is_painted(
    thumbnails: ThumbnailLoader, library: Library
) -> None:
    for _ in range(5):
        assert thumbnails.thumbnail("a", SIZE, 1.0).phase is MediaPhase.LOADING
    await until(lambda: thumbnails.thumbnail("a", SIZE, 1.0).phase is MediaPhase.READY)
    pixmap = thumbnails.thumbnail("a", SIZE, 1.0).pixmap
    assert pixmap is not None
    assert pixmap.size() == SIZE
    assert library.asked == ["a"]


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
async def test_a_picture_has_a_pixel_for_every_pixel_of_the_screen(
    thumbnails: ThumbnailLoader, ratio: float
) -> None:
    await until(lambda: thumbnails.thumbnail("a", SIZE, ratio).phase is MediaPhase.READY)
    pixmap = thumbnails.thumbnail("a", SIZE, ratio).pixmap
    assert pixmap is not None
    assert pixmap.size() == SIZE * ratio
    assert pixmap.deviceIndependentSize() == SIZE.toSizeF()


async def test_what_is_looked_at_now_comes_before_what_was_left(
    thumbnails: ThumbnailLoader, library: Library
) -> None:
    library.open.clear()
    for url in ("left 1", "left 2", "left 3", "left 4", "now"):
        thumbnails.thumbnail(url, SIZE, 1.0)
    thumbnails.thumbnail("left 3", SIZE, 1.0)
    await asyncio.sleep(0)
    library.open.set()
    await until(lambda: len(library.asked) == 5)
    assert library.asked == ["left 3", "now", "left 4", "left 2", "left 1"]
    for url in library.asked:
        await until(lambda url=url: thumbnails.thumbnail(url, SIZE, 1.0).phase is MediaPhase.READY)


async def test_a_broken_picture_says_why_and_is_tried_again_when_asked(
    thumbnails: ThumbnailLoader, library: Library
) -> None:
    library.broken = {"a"}
    await until(lambda: thumbnails.thumbnail("a", SIZE, 1.0).phase is MediaPhase.FAILED)
    assert thumbnails.thumbnail("a", SIZE, 1.0).code == BrokenMedia.code
    library.broken = set()
    thumbnails.reload("a")
    await until(lambda: thumbnails.thumbnail("a", SIZE, 1.0).phase is MediaPhase.READY)


async def test_a_voice_has_its_outline_and_length_in_every_row_and_plays_in_one(
    thumbnails: ThumbnailLoader, ears: Ears
) -> None:
    await until(lambda: thumbnails.voice("v", "m1").phase is MediaPhase.READY)
    assert (thumbnails.voice("v", "m1").peaks, thumbnails.length_of("v")) == WAVE
    ears.playback.current = "m1"
    ears.playback.state = PlayerState(PlayerPhase.PLAYING, 9_000, 18_000)
    plays, other = thumbnails.voice("v", "m1"), thumbnails.voice("v", "m2")
    assert (plays.playing, plays.current, plays.position_ms) == (True, True, 9_000)
    assert (other.playing, other.current, other.position_ms) == (False, False, 0)


async def test_a_voice_that_the_player_refuses_is_a_failure_in_its_row(
    thumbnails: ThumbnailLoader, ears: Ears
) -> None:
    await until(lambda: thumbnails.voice("v", "m1").phase is MediaPhase.READY)
    ears.playback.current = "m1"
    ears.playback.state = PlayerState(PlayerPhase.FAILED)
    assert thumbnails.voice("v", "m1").phase is MediaPhase.FAILED
    assert thumbnails.voice("v", "m1").code == BrokenMedia.code
    thumbnails.reload("v")
    await until(lambda: thumbnails.voice("v", "m1").phase is MediaPhase.READY)


async def test_a_voice_that_could_not_be_had_says_why(
    thumbnails: ThumbnailLoader, library: Library, ears: Ears
) -> None:
    library.broken = {"gone"}
    await until(lambda: thumbnails.voice("gone", "m1").phase is MediaPhase.FAILED)
    assert thumbnails.voice("gone", "m1").code == BrokenMedia.code
    await until(lambda: thumbnails.voice("v", "m2").phase is MediaPhase.READY)
    ears.failed.publish(("v", BrokenMedia("no")))
    assert thumbnails.voice("v", "m2").phase is MediaPhase.FAILED


async def test_a_recording_of_no_length_is_no_voice(
    thumbnails: ThumbnailLoader, library: Library
) -> None:
    library.wave = ((), 0)
    await until(lambda: thumbnails.voice("v", "m1").phase is not MediaPhase.LOADING)
    silent = thumbnails.voice("v", "m1")
    assert (silent.phase, silent.code) == (MediaPhase.FAILED, BrokenMedia.code)


async def test_pictures_are_kept_within_a_bound_of_memory_and_the_least_looked_at_go(
    thumbnails: ThumbnailLoader, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workstation.ui.media.thumbnail_loader.MAX_PIXMAP_BYTES", 3 * 144 * 144 * 4)
    for url in "abcd":
        await until(lambda url=url: thumbnails.thumbnail(url, SIZE, 2.0).phase is MediaPhase.READY)
        thumbnails.thumbnail("a", SIZE, 2.0)
    assert thumbnails.thumbnail("a", SIZE, 2.0).phase is MediaPhase.READY
    assert thumbnails.thumbnail("d", SIZE, 2.0).phase is MediaPhase.READY
    assert library.asked == ["a", "b", "c", "d"]
    assert thumbnails.thumbnail("b", SIZE, 2.0).phase is MediaPhase.LOADING
    await until(lambda: library.asked[4:] == ["b"])
    await until(lambda: thumbnails.thumbnail("b", SIZE, 2.0).phase is MediaPhase.READY)


async def test_of_pictures_and_voices_and_files_only_so_many_are_held(
    thumbnails: ThumbnailLoader, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    for bound in ("thumbnail_loader.MAX_PIXMAPS", "waveform_loader.MAX_WAVEFORMS",
                  "document_loader.MAX_DOCUMENTS"):  # fmt: skip
        monkeypatch.setattr(f"workstation.ui.media.{bound}", 2)
    asks = {
        "picture": lambda url: thumbnails.thumbnail(url, SIZE, 1.0),
        "voice": lambda url: thumbnails.voice(url, "row"),
        "file": lambda url: thumbnails.document(url, None),
    }
    for kind, ask in asks.items():
        for number in range(3):
            url = f"{kind} {number}"
            await until(lambda ask=ask, url=url: ask(url).phase is MediaPhase.READY)
        assert library.asked[-3:] == [f"{kind} {number}" for number in range(3)]
        for number in (1, 2):
            assert ask(f"{kind} {number}").phase is MediaPhase.READY
        assert ask(f"{kind} 0").phase is MediaPhase.LOADING
        await until(lambda ask=ask, kind=kind: ask(f"{kind} 0").phase is MediaPhase.READY)


async def test_voices_that_failed_are_held_within_the_same_bound(
    thumbnails: ThumbnailLoader, ears: Ears, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workstation.ui.media.waveform_loader.MAX_WAVEFORMS", 2)
    for number in range(9):
        ears.failed.publish((f"voice {number}", BrokenMedia("no")))
    assert len(thumbnails._waveforms._voices) == 2
    assert thumbnails.voice("voice 8", "row").phase is MediaPhase.FAILED


@pytest.mark.parametrize(
    ("width", "height", "ratio", "most"),
    [
        (800, 600, 1.0, 16 * 1024 * 1024),
        (1920, 1080, 1.25, 2 * 2400 * 1350 * 4),
        (1280, 720, 2.0, 2 * 2560 * 1440 * 4),
        (3840, 2160, 2.0, 64 * 1024 * 1024),
    ],
)
def test_the_bound_is_two_screens_full(
    width: int, height: int, ratio: float, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = SimpleNamespace(size=lambda: QSize(width, height), devicePixelRatio=lambda: ratio)
    screens = SimpleNamespace(screens=lambda: [screen])
    monkeypatch.setattr("workstation.ui.media.thumbnail_loader.QGuiApplication", screens)
    assert thumbnail_loader._most_bytes() == most


async def test_what_comes_after_all_was_let_go_is_not_held(
    thumbnails: ThumbnailLoader, library: Library
) -> None:
    """As the screen is locked; what is in sight afterwards is asked for again."""
    others = len(asyncio.all_tasks())
    library.open.clear()
    library.broken = {"broken"}
    for url in ("picture", "broken"):
        thumbnails.thumbnail(url, SIZE, 1.0)
    thumbnails.voice("voice", "row")
    await until(lambda: len(library.asked) == 3)
    thumbnails.drop()
    library.open.set()
    await until(lambda: len(asyncio.all_tasks()) == others)
    assert not thumbnails._pictures
    assert thumbnails.length_of("voice") is None
    await until(lambda: thumbnails.thumbnail("picture", SIZE, 1.0).phase is MediaPhase.READY)


async def test_while_it_is_paused_nothing_is_loaded(
    thumbnails: ThumbnailLoader, library: Library
) -> None:
    """Lists are kept true behind a lock, and ask for what their rows show."""
    thumbnails.pause()
    assert thumbnails.thumbnail("picture", SIZE, 1.0).phase is MediaPhase.LOADING
    assert thumbnails.voice("voice", "row").phase is MediaPhase.LOADING
    assert thumbnails.document("file", None).phase is MediaPhase.LOADING
    await asyncio.sleep(0)
    assert library.asked == []
    thumbnails.resume()
    await until(lambda: thumbnails.thumbnail("picture", SIZE, 1.0).phase is MediaPhase.READY)
    await until(lambda: thumbnails.voice("voice", "row").phase is not MediaPhase.LOADING)
