"""Pictures of this computer taken into the form: as many as go, and each refusal said."""

import io
import os

import pytest
from PIL import Image
from PySide6.QtGui import QImage

from tests.fakes.mime import drop_on, picture_file, words
from tests.fakes.turned_photos import FORMS, as_on_the_phone, corners_of, corners_of_pillow, photo
from tests.ui.new_consultation.people import fill, red_squares
from tests.ui.waiting import until
from workstation.ui.kit.fields.mime import MAX_FILE_BYTES
from workstation.ui.kit.strings import tr
from workstation.ui.media.refusals import refusal_text
from workstation.ui.new_consultation.form import MAX_PICTURES
from workstation.ui.new_consultation.voice import AttachedVoice


async def test_so_many_are_taken_and_of_the_next_it_is_said(wiring, tmp_path):
    wiring.add_files(red_squares(tmp_path, MAX_PICTURES + 1))
    await until(lambda: bool(wiring.sheet.error.text))
    assert f"“{MAX_PICTURES}.png”" in wiring.sheet.error.text
    assert tr("composer.reason.too_many", count=MAX_PICTURES) in wiring.sheet.error.text
    assert len(wiring.sheet.pictures.attached) == MAX_PICTURES


@pytest.fixture
def no_picture(tmp_path) -> str:
    """The name of a file that is called a picture and is none."""
    file = tmp_path / "note.png"
    file.write_bytes(b"no picture")
    return str(file)


async def test_what_is_no_picture_is_named_and_the_others_are_taken(wiring, tmp_path, no_picture):
    wiring.add_files([no_picture, str(tmp_path / "missing.png"), *red_squares(tmp_path, 1)])
    await until(lambda: bool(wiring.sheet.error.text))
    assert len(wiring.sheet.pictures.attached) == 1
    of_none, of_missing = wiring.sheet.error.text.splitlines()
    assert "“note.png”" in of_none
    assert "“missing.png”" in of_missing
    assert tr("composer.reason.unreadable") in of_missing


async def test_a_huge_film_is_no_picture_that_is_only_too_large(wiring, tmp_path):
    for name in ("film.mp4", "photo.jpg"):
        (tmp_path / name).touch()
        os.truncate(tmp_path / name, MAX_FILE_BYTES + 1)
    wiring.add_files([str(tmp_path / "film.mp4"), str(tmp_path / "photo.jpg")])
    await until(lambda: bool(wiring.sheet.error.text))
    of_film, of_photo = wiring.sheet.error.text.splitlines()
    assert tr("composer.reason.kind") in of_film
    assert tr("composer.reason.large") in of_photo


async def test_a_picture_still_read_goes_with_its_consultation(wiring, platform, tmp_path):
    fill(wiring.sheet)
    wiring.sheet.open()
    wiring.add_files(red_squares(tmp_path, 2))
    wiring.sheet.ask()
    await until(lambda: bool(platform.asked) and not wiring.sheet.busy)
    (new,) = platform.asked
    assert len(new.images) == 2
    assert wiring.sheet.pictures.attached == []  # nothing of it lies in the next patient's form


async def test_nothing_is_opened_while_a_refusal_is_not_read(wiring, platform, no_picture):
    fill(wiring.sheet)
    wiring.sheet.open()
    wiring.add_files([no_picture])
    wiring.sheet.ask()
    await until(lambda: not wiring.sheet.busy)
    assert "“note.png”" in wiring.sheet.error.text
    assert platform.asked == []
    wiring.sheet.ask()
    await until(lambda: bool(platform.asked))  # who reads that may do without


@pytest.mark.parametrize("spoken", [False, True])
async def test_what_is_uploaded_is_not_uploaded_again_after_a_refusal(
    wiring, platform, tmp_path, spoken
):
    fill(wiring.sheet)
    wiring.sheet.open()
    if spoken:
        wiring.sheet.show_voice(AttachedVoice(b"RIFF", 1_000))
    wiring.add_files(red_squares(tmp_path, 1))
    for platform.closed in (True, False):
        wiring.sheet.ask()
        await until(lambda: not wiring.sheet.busy)
    assert len(platform.asked) == 2
    assert platform.asked[0] == platform.asked[1]
    assert platform.uploads.count == 1 + spoken


async def test_the_form_stays_where_an_earlier_attempt_was_carried_out_instead(wiring, platform):
    fill(wiring.sheet)
    wiring.sheet.open()
    platform.as_asked = False
    wiring.sheet.ask()
    await until(lambda: bool(platform.asked) and not wiring.sheet.busy)
    assert wiring.sheet.filled.text == "痒"


async def test_a_second_press_while_it_is_on_its_way_opens_no_second_one(wiring, platform):
    fill(wiring.sheet)
    wiring.sheet.open()
    pressed = []
    wiring.sheet.asked.connect(lambda: pressed.append(True))
    wiring.sheet.set_busy(busy=True)
    wiring.sheet.ask()
    assert pressed == []
    wiring.sheet.set_busy(busy=False)
    wiring.sheet.ask()
    await until(lambda: bool(platform.asked) and not wiring.sheet.busy)
    assert (len(pressed), len(platform.asked)) == (1, 1)


@pytest.mark.parametrize("turned", [2, 6, 7])
@pytest.mark.parametrize("name", FORMS)
async def test_a_photo_lies_in_the_form_and_goes_as_the_phone_showed_it(
    wiring, tmp_path, name, turned
):
    (tmp_path / "arm.jpg").write_bytes(photo(name, turned))
    wiring.add_files([str(tmp_path / "arm.jpg")])
    await until(lambda: wiring.sheet.pictures.attached)
    (attached,) = wiring.sheet.pictures.attached
    sent = Image.open(io.BytesIO(attached.content))
    assert corners_of(attached.thumb) == corners_of_pillow(sent) == as_on_the_phone(turned)


async def test_half_a_photo_is_refused_when_it_is_given(wiring, tmp_path):
    """As in a conversation; here it stood in the form, half grey, until the form was sent."""
    whole = photo("jpeg", 1)
    (tmp_path / "half.jpg").write_bytes(whole[:-40])
    wiring.add_files([str(tmp_path / "half.jpg"), *red_squares(tmp_path, 1)])
    await until(lambda: bool(wiring.sheet.error.text))
    assert wiring.sheet.error.text == refusal_text([("half.jpg", tr("composer.reason.broken"))])
    assert len(wiring.sheet.pictures.attached) == 1


@pytest.mark.parametrize("place", ["form", "text"])
async def test_a_photo_out_of_a_browser_is_the_photo_and_not_its_address(wiring, place):
    wiring.open()
    target = wiring.sheet if place == "form" else wiring.sheet.text.edit
    dragged = picture_file(photo("jpeg", 6), text="https://a.example/arm.jpg")
    assert drop_on(target, dragged)
    await until(lambda: wiring.sheet.pictures.attached)
    assert wiring.sheet.text.text() == ""
    (attached,) = wiring.sheet.pictures.attached
    assert corners_of(attached.thumb) == as_on_the_phone(6)


@pytest.mark.qt_log_ignore("JPEG", extend=True)
async def test_half_a_photo_on_the_clipboard_is_refused(wiring):
    wiring.open()
    wiring.sheet.text.edit.insertFromMimeData(picture_file(photo("jpeg", 1)[:-40]))
    await until(lambda: bool(wiring.sheet.error.text))
    assert tr("composer.reason.broken") in wiring.sheet.error.text
    assert wiring.sheet.pictures.attached == []


async def test_of_a_clipboard_that_gives_no_picture_it_is_said_what_to_do(wiring):
    wiring.open()
    wiring.sheet.text.edit.insertFromMimeData(words(picture=QImage()))
    await until(lambda: bool(wiring.sheet.error.text))
    assert wiring.sheet.error.text == tr("composer.unreadable_picture")


async def test_of_an_empty_file_it_is_said_that_it_is_empty(wiring, tmp_path):
    """As in a conversation; a photo's name stood beside the words that it is no photo."""
    (tmp_path / "arm.jpg").touch()
    wiring.add_files([str(tmp_path / "arm.jpg")])
    await until(lambda: bool(wiring.sheet.error.text))
    assert wiring.sheet.error.text == refusal_text([("arm.jpg", tr("composer.reason.empty"))])
