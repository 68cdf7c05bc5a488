"""Of a picture that moves the first frame is seen, and the viewer says so."""

import io

import pytest
from PIL import Image

from tests.ui.viewer.conftest import SHOTS
from workstation.services.media_reader import LoadedMedia
from workstation.ui.kit.strings import tr
from workstation.ui.viewer.large_pictures import LargePictures
from workstation.ui.viewer.levels import Levels


class Files:
    """Gives one file for every address."""

    def __init__(self, content: bytes, form: str) -> None:
        self._file = LoadedMedia(content, form, f"image/{form}")

    async def picture(self, _url: str) -> LoadedMedia:
        return self._file


def film(form: str, frames: int) -> bytes:
    file = io.BytesIO()
    first, *others = [Image.new("RGB", (64, 48), (60 * number, 0, 0)) for number in range(frames)]
    first.save(file, form.upper(), save_all=True, append_images=others, duration=100)
    return file.getvalue()


async def loaded(content: bytes, form: str) -> Levels:
    large = LargePictures(Files(content, form))  # type: ignore[arg-type]
    try:
        return await large.load("/1")
    finally:
        large.close()


@pytest.mark.parametrize("form", ["gif", "webp"])
@pytest.mark.parametrize("frames", [1, 3])
async def test_the_viewer_says_that_only_the_first_frame_is_seen(made, form, frames):
    levels = await loaded(film(form, frames), form)
    made.answer = lambda photo, _side: made.viewer.show_levels(photo.url, levels)
    made.viewer.release_pictures()
    made.viewer.show_photos(SHOTS, "k2")
    pane, words = made.viewer.sides.active, tr("viewer.is_first_frame")
    assert (words in pane.head.note.accessibleName()) == (frames > 1)
    assert (words in pane.canvas.accessibleDescription()) == (frames > 1)
