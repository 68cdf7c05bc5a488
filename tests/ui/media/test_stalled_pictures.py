"""A network that stalls holds up only what has to come by it: the rest is shown."""

import asyncio
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QSize

from tests.ui.media.media_library import WAVE, Ears, Library
from tests.ui.waiting import until
from workstation.ui.kit.tasks import scope_of
from workstation.ui.media.media_lookup import MediaPhase
from workstation.ui.media.thumbnail_loader import ThumbnailLoader

SIZE = QSize(72, 72)


@pytest.fixture
def library() -> Library:
    return Library()


@pytest.fixture
def owner(qapp: object) -> Iterator[QObject]:  # noqa: ARG001
    owner = QObject()
    yield owner
    owner.deleteLater()


@pytest.fixture
def thumbnails(
    library: Library,
    owner: QObject,
    qloop: object,  # noqa: ARG001 - what it does runs on it
) -> ThumbnailLoader:
    async def read_wave(_url: str, _content: bytes, _bars: int) -> tuple[tuple[float, ...], int]:
        return WAVE

    scope = scope_of(owner, lambda error: pytest.fail(repr(error)))
    return ThumbnailLoader(library, Ears(), read_wave, scope, owner)


def phase(thumbnails: ThumbnailLoader, url: str) -> MediaPhase:
    """How the picture is now."""
    return thumbnails.thumbnail(url, SIZE, 1.0).phase


async def test_a_photo_on_this_computer_is_shown_while_others_wait_for_the_network(
    thumbnails: ThumbnailLoader, library: Library
) -> None:
    """A photo that the doctor had just sent stayed grey for as long as six of the patient did."""
    library.away = {f"away {number}" for number in range(6)}
    for url in sorted(library.away):
        phase(thumbnails, url)
    await until(lambda: bool(library.asked))
    await until(lambda: phase(thumbnails, "own:1") is MediaPhase.READY)
    await until(lambda: phase(thumbnails, "seen before") is MediaPhase.READY)
    assert phase(thumbnails, "away 0") is MediaPhase.LOADING
    library.network.set()
    for url in sorted(library.away):
        await until(lambda url=url: phase(thumbnails, url) is MediaPhase.READY)


async def test_a_voice_and_a_file_on_this_computer_are_read_while_others_wait_for_the_network(
    thumbnails: ThumbnailLoader, library: Library
) -> None:
    library.away = {f"away {number}" for number in range(3)}
    for url in sorted(library.away):
        thumbnails.voice(url, "row")
        thumbnails.document(url, None)
    await until(lambda: len(library.asked) >= 4)
    await until(lambda: thumbnails.voice("own:1", "row").phase is MediaPhase.READY)
    await until(lambda: thumbnails.document("own:2", None).phase is MediaPhase.READY)
    library.network.set()
    for url in sorted(library.away):
        await until(lambda url=url: thumbnails.voice(url, "row").phase is MediaPhase.READY)
        await until(lambda url=url: thumbnails.document(url, None).phase is MediaPhase.READY)


async def test_of_what_is_to_be_fetched_comes_first_what_was_looked_at_last(
    thumbnails: ThumbnailLoader, library: Library
) -> None:
    library.open.clear()
    library.away = {"left 1", "left 2", "left 3", "left 4", "now"}
    for url in ("left 1", "left 2", "left 3", "left 4", "now"):
        phase(thumbnails, url)
    phase(thumbnails, "left 3")
    await until(lambda: len(library.asked) == 2)
    phase(thumbnails, "left 1")
    library.away = set()
    library.open.set()
    await until(lambda: len(library.asked) == 5)
    assert library.asked == ["left 3", "now", "left 1", "left 4", "left 2"]


async def test_what_was_to_be_fetched_when_the_window_was_locked_is_not(
    thumbnails: ThumbnailLoader, library: Library
) -> None:
    library.open.clear()
    library.away = {"1", "2", "3"}
    for url in ("1", "2", "3"):
        phase(thumbnails, url)
    await until(lambda: len(library.asked) == 2)
    thumbnails.pause()
    library.away = set()
    library.open.set()
    await asyncio.sleep(0)
    thumbnails.resume()
    await until(lambda: phase(thumbnails, "4") is MediaPhase.READY)
    assert library.asked == ["3", "2", "4"]
