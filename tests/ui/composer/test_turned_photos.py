"""A photo that lies on its side in its file lies right in what the patient gets, however given."""

import io

import pytest
from PIL import Image
from PySide6.QtGui import QImage

from tests.fakes.mime import drop_on, picture_file
from tests.fakes.turned_photos import FORMS, ORIENTATION, as_on_the_phone, corners_of_pillow, photo
from workstation.ui.kit.strings import tr
from workstation.ui.media.refusals import refusal_text
from workstation.vault.unsent import files


@pytest.mark.parametrize("turned", [2, 6, 7])
@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("is_original", [False, True])
async def test_a_photo_goes_as_the_phone_showed_it(bench, tmp_path, name, turned, is_original):
    path = tmp_path / "arm.jpg"
    path.write_bytes(photo(name, turned))
    await bench.fill(path)
    bench.composer.tools.original.setChecked(is_original)
    (file_id,) = (await bench.draft()).files
    await bench.send()
    sent = Image.open(io.BytesIO(await bench.vault.read(files.data, file_id)))
    assert corners_of_pillow(sent) == as_on_the_phone(turned)
    if sent.format != "JPEG":  # some programs of patients turn nothing else
        assert ORIENTATION not in sent.getexif()


@pytest.mark.parametrize("turned", [2, 6, 7])
@pytest.mark.parametrize("form", ["jpeg", "png"])
async def test_the_file_of_a_photo_on_the_clipboard_goes_as_the_phone_showed_it(
    bench, form, turned
):
    bench.open()
    bench.composer.editor.insertFromMimeData(picture_file(photo(form, turned), f"image/{form}"))
    await bench.settle()
    (file_id,) = (await bench.draft()).files
    await bench.send()
    sent = Image.open(io.BytesIO(await bench.vault.read(files.data, file_id)))
    assert corners_of_pillow(sent) == as_on_the_phone(turned)


@pytest.mark.qt_log_ignore("JPEG", extend=True)
@pytest.mark.parametrize("is_dropped", [False, True])
async def test_half_a_photo_on_the_clipboard_is_refused(bench, is_dropped):
    """Qt makes a whole picture of it, half grey, and so it went out without a word."""
    half = picture_file(photo("jpeg", 1)[:-40])
    assert not QImage(half.imageData()).isNull()
    bench.open()
    if is_dropped:
        drop_on(bench.composer.editor, half)
    else:
        bench.composer.editor.insertFromMimeData(half)
    await bench.settle()
    reason = tr("composer.reason.broken")
    assert bench.error_text == refusal_text([(tr("composer.pasted"), reason)])
    assert (await bench.draft()).files == ()
