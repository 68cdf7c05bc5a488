"""Pictures are made smaller before they go, unless the originals are wanted."""

import threading

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from tests.fakes.archive import ROOM
from tests.media.conftest import encoded
from tests.ui.composer.conftest import PATIENCE
from tests.ui.waiting import until
from workstation.domain.message import MessageKind
from workstation.media import picture
from workstation.ui.composer import tray_wiring as wired
from workstation.ui.media import pictures
from workstation.vault.unsent import files, outbox


@pytest.fixture
def two_pictures(tmp_path):
    """Files of pictures, 40 and 41 pixels wide."""
    paths = [tmp_path / f"p{width}.png" for width in (40, 41)]
    for path, width in zip(paths, (40, 41), strict=True):
        path.write_bytes(encoded("PNG", (width, 30)))
    return paths


async def large_picture(bench, tmp_path) -> None:
    path = tmp_path / "large.jpg"
    Image.effect_noise((2_600, 1_300), 60).convert("RGB").save(path, quality=95)
    await bench.fill(path)


async def sent_width(bench) -> int:
    entries = await bench.vault.read(outbox.entries, ROOM)
    return entries[0].attachment.width


async def test_a_large_picture_is_sent_smaller_unless_the_original_is_wanted(bench, tmp_path):
    await large_picture(bench, tmp_path)
    assert not bench.composer.tools.original.isHidden()
    await bench.send()
    assert await sent_width(bench) < 2_600


async def test_the_original_is_sent_where_it_is_wanted(bench, tmp_path):
    await large_picture(bench, tmp_path)
    bench.composer.tools.original.setChecked(True)
    await bench.send()
    assert await sent_width(bench) == 2_600


@pytest.mark.parametrize("moment", ["before", "during", "after"])
async def test_a_picture_taken_out_while_another_is_made_smaller_does_not_go(
    bench, two_pictures, monkeypatch, moment
):
    """It may be another patient's, seen in the last moment. The others go."""
    await bench.fill(*two_pictures)
    tray = bench.composer.tray
    begun, taken_out = threading.Event(), threading.Event()
    number = {"before": 1, "during": 0, "after": 0}[moment]
    width = {"before": 40, "during": 40, "after": 41}[moment]

    def shrink(content: bytes) -> bytes:
        if pictures.decode(content, "png").width() == width:
            begun.set()
            assert taken_out.wait(PATIENCE)
        return encoded("PNG", (20, 15))

    monkeypatch.setattr(wired, "_shrink", shrink)
    bench.write("请对照")
    bench.press(Qt.Key.Key_Return)
    await until(begun.is_set)
    tray.removed.emit(tray.urls[number])
    await until(lambda: len(tray.urls) == 1)
    taken_out.set()
    await bench.settle()
    assert await bench.queued() == [(MessageKind.IMAGE, ""), (MessageKind.TEXT, "请对照")]
    assert bench.error_text == ""
    assert await bench.vault.write(files.sweep) == 0


async def test_a_photo_that_was_copied_as_pixels_is_taken_as_its_file_would_be(bench, monkeypatch):
    """As PNG a phone's photo is several times its file, and was refused as too large."""
    for module in (wired, picture):
        name = "MAX_FILE_BYTES" if module is wired else "MAX_PICTURE_BYTES"
        monkeypatch.setattr(module, name, 30_000)
    bench.open()
    noise = Image.effect_noise((160, 200), 20).convert("RGB")
    bench.give(QImage(noise.tobytes(), 160, 200, 480, QImage.Format.Format_RGB888).copy())
    await bench.settle()
    (name,) = (await bench.draft()).files
    stored = await bench.vault.read(files.describe, name)
    assert (stored.media_type, stored.width, stored.height) == ("image/jpeg", 160, 200)
    assert not bench.error_text
