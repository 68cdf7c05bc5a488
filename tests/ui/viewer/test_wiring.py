"""The viewer over the window: pictures come, fail, change, are measured and leave the program."""

import asyncio
import dataclasses
import weakref

import pytest
import shiboken6
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

from tests.ui.viewer.desk import PRESENT, SHEET, Desk
from tests.ui.waiting import until
from workstation.domain.audit import AuditEvent
from workstation.domain.changes import Changes
from workstation.domain.errors import BrokenMedia, MediaTooLarge, StorageError, UnsupportedMedia
from workstation.domain.measurement import MeasurementSheet
from workstation.domain.message import (
    Attachment,
    Delivery,
    Message,
    MessageKind,
    Speaker,
    SpeakerRole,
)
from workstation.domain.photos import ViewerStart, symptom_photos
from workstation.ui.kit.layers import progress
from workstation.ui.kit.layers.snack_bar import SnackBar
from workstation.ui.kit.strings import tr
from workstation.ui.viewer.viewer import Viewer
from workstation.ui.viewer.viewer_photo import ViewerPhoto


def addresses(viewer: Viewer) -> list[str]:
    return [photo.url for photo in viewer.photos]


async def test_the_pictures_of_other_consultations_join_on_one_timeline(desk: Desk):
    viewer = desk.open()
    assert addresses(viewer) == ["/1.jpg", "/2.jpg", "/3.jpg"]
    await until(lambda: len(viewer.photos) == 4)
    assert addresses(viewer) == ["/old.jpg", "/1.jpg", "/2.jpg", "/3.jpg"]
    assert viewer.sides.active.photo.url == "/2.jpg"
    assert [photo.present for photo in viewer.photos] == [False, True, True, True]
    await desk.ready()


async def test_a_picture_opened_to_be_measured_is_measured_at_once(desk: Desk):
    viewer = desk.open(start=ViewerStart.MEASURE)
    assert viewer.measuring.on
    assert viewer.bar.measure.isChecked()
    await desk.ready()
    viewer.go_back()
    assert not viewer.measuring.on


async def test_a_picture_opened_to_be_compared_waits_for_another(desk: Desk):
    desk.wiring.open(dataclasses.replace(PRESENT, images=()), "/2.jpg", (), ViewerStart.COMPARE)
    viewer = desk.viewer
    assert not viewer.sides.comparing
    await until(lambda: viewer.sides.comparing)
    compared = [pane.photo for pane in viewer.sides.panes]
    assert "/2.jpg" in {photo.url for photo in compared}
    assert compared == [photo for photo in viewer.photos if photo in compared]
    await desk.ready()


async def test_a_picture_just_sent_joins_while_the_viewer_is_open(desk: Desk):
    viewer = desk.open()
    await until(lambda: len(viewer.photos) == 4)
    speaker = Speaker(3, SpeakerRole.PATIENT, "王秀英")
    there = Attachment("/new.jpg", "image/jpeg")
    sent = Message(
        7, "o", speaker, MessageKind.IMAGE, "", 950, Delivery.RECEIVED, there, 1, key="new"
    )
    now = desk.cache.timeline_now
    more = dataclasses.replace(PRESENT, images=(*PRESENT.images, "/new.jpg"))
    desk.cache.timeline_now = dataclasses.replace(now, photos=tuple(symptom_photos(more)))
    desk.cache.store.changes.publish(Changes(messages=(sent,)))
    await until(lambda: "/new.jpg" in addresses(viewer))
    await desk.ready()


@pytest.mark.parametrize(
    ("fault", "title"),
    [
        (UnsupportedMedia("heic"), "HEIC 图片"),
        (UnsupportedMedia("unknown format"), "不是可显示的图片"),
        (MediaTooLarge("9000 x 9000"), "图片太大"),
        (BrokenMedia("breaks off"), "图片已损坏"),
        (StorageError("no"), "无法显示图片"),
    ],
)
async def test_what_cannot_be_shown_is_a_card_with_its_reason(desk: Desk, fault, title):
    desk.cache.faults["/2.jpg"] = fault
    viewer = desk.open()
    card = viewer.sides.active.card
    await until(card.retry.isVisible)
    assert card.title.accessibleName() == title
    assert card.reason.accessibleName()
    del desk.cache.faults["/2.jpg"]
    card.retry.click()
    await desk.ready()


async def test_what_cannot_be_shown_can_be_saved_as_it_came(desk: Desk, tmp_path):
    desk.cache.faults["/2.jpg"] = UnsupportedMedia("heic")
    viewer = desk.open()
    await until(viewer.sides.active.card.save.isVisible)
    viewer.sides.active.card.save.click()
    await desk.save_to(tmp_path / "a.heic")
    await until(lambda: "图片已保存" in desk.bars())
    assert (tmp_path / "a.heic").read_bytes() == b"bytes of /2.jpg"
    assert desk.cache.audit.recorded == [(AuditEvent.FILE_SAVED, 7)]


async def test_a_folder_that_cannot_be_written_is_told_and_nothing_is_left(desk: Desk, tmp_path):
    (tmp_path / "file").write_text("no folder")
    photo = ViewerPhoto("1", "/1.jpg", "", consultation_id=7)
    await desk.wiring._export._write(tmp_path / "file" / "a.jpg", b"picture", photo)
    assert desk.bars() == ["无法写入这个位置。请换一个位置。"]
    assert desk.cache.audit.recorded == []
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


async def test_a_picture_passed_by_is_neither_decoded_nor_waited_for(desk: Desk):
    desk.cache.gates["/2.jpg"] = asyncio.Event()
    viewer = desk.open()
    await until(lambda: "/2.jpg" in desk.cache.asked)
    viewer.step(1)
    await desk.ready()
    assert viewer.sides.active.photo.url == "/3.jpg"
    desk.cache.gates["/2.jpg"].set()
    await asyncio.sleep(0)
    assert viewer.levels_of("/2.jpg") is None


async def test_measurements_are_kept_with_content_and_consultation_and_come_back(desk: Desk):
    viewer = desk.open("/1.jpg")
    await desk.ready()
    digest = viewer.sides.active.digest
    viewer.measured.emit(viewer.sides.active.photo, digest, SHEET)
    viewer.closed.emit()
    await until(lambda: desk.cache.sheets == {(7, digest): SHEET})
    again = desk.open("/1.jpg")
    await until(lambda: again.sides.active.sketch.sheet == SHEET)


async def test_what_was_measured_before_but_cannot_be_read_is_told_and_not_written_over(desk: Desk):
    desk.cache.unread = True
    viewer = desk.open()
    await until(lambda: any("无法读取" in text for text in desk.bars()))
    assert viewer.sides.active.ready
    viewer.bar.measure.click()
    assert viewer.sides.active.canvas.measure_input is None


async def test_a_full_disk_is_told_once_and_measurements_are_kept_when_it_has_room(desk: Desk):
    desk.wiring.measurements.retry_timer.setInterval(1)
    desk.cache.full = True
    viewer = desk.open("/1.jpg")
    await desk.ready()
    digest = viewer.sides.active.digest
    viewer.measured.emit(viewer.sides.active.photo, digest, SHEET)
    await until(lambda: desk.cache.refusals > 2)
    assert len([text for text in desk.bars() if "测量未能保存" in text]) == 1
    desk.cache.full = False
    await until(lambda: desk.cache.sheets == {(7, digest): SHEET})


async def test_measurements_of_a_patient_whose_data_were_deleted_are_forgotten(desk: Desk):
    viewer = desk.open("/1.jpg")
    await desk.ready()
    photo, digest = viewer.sides.active.photo, viewer.sides.active.digest
    viewer.measured.emit(photo, digest, SHEET)
    desk.cache.store.changes.publish(Changes(forgotten=frozenset({7})))
    viewer.closed.emit()
    assert await desk.wiring.measurements.get(7, digest) == MeasurementSheet()
    assert desk.cache.sheets == {}


async def test_a_copy_is_the_picture_as_it_came_and_marked_as_nothing_to_keep(desk: Desk):
    viewer = desk.open()
    await desk.ready()
    viewer.sides.active.canvas.turn(1)
    viewer.toolbar.tone.invert.click()
    viewer.bar.copy.click()
    content = QGuiApplication.clipboard().mimeData()
    assert content.imageData().size() == viewer.sides.active.canvas.levels.original.size()
    assert content.hasFormat("x-kde-passwordManagerHint")
    assert not content.hasText()
    assert "剪贴板" in desk.bars()[-1]
    QGuiApplication.clipboard().clear()


async def test_another_cover_in_its_place_ends_the_viewer(desk: Desk):
    desk.open()
    await desk.ready()
    desk.frame.cover(QLabel())
    await until(lambda: not desk.frame.findChildren(Viewer))
    desk.cache.store.changes.publish(Changes(forgotten=(1,)))
    desk.frame.uncover()
    desk.wiring._notices.notify("said over the page")
    assert desk.bars() == ["said over the page"]


async def test_closing_shows_the_page_again(desk: Desk):
    viewer = desk.open()
    await desk.ready()
    viewer.closed.emit()
    await until(lambda: not desk.frame.findChildren(Viewer))
    assert desk.frame.rail.isVisible()


async def test_a_closed_viewer_leaves_no_picture_in_memory(desk: Desk):
    viewer = desk.open()
    await desk.ready()
    picture = weakref.ref(viewer.sides.active.canvas.levels)
    viewer.closed.emit()
    del viewer
    assert picture() is None


async def fetch_for_ever(desk: Desk, monkeypatch) -> Viewer:
    """A viewer that says that the photo to be saved is being fetched; it never comes."""

    async def never(_url):
        await asyncio.Event().wait()

    monkeypatch.setattr(progress, "AT_ONCE_SECONDS", 0.0)
    viewer = desk.open()
    await desk.ready()
    monkeypatch.setattr(desk.cache, "original", never)
    viewer.save()
    await until(lambda: desk.bars() == [tr("conversation.fetching")])
    return viewer


async def test_a_photo_still_fetched_is_said_over_the_page_once_the_viewer_is_closed(
    desk: Desk, monkeypatch
):
    """It goes on, and asks for a place when it is here: by then it can still be stopped."""
    viewer = await fetch_for_ever(desk, monkeypatch)
    viewer.closed.emit()
    await until(lambda: not shiboken6.isValid(viewer))
    assert desk.bars() == [tr("conversation.fetching")]
    next(bar for bar in desk.frame.findChildren(SnackBar) if bar.isVisible()).button.click()
    await until(lambda: tr("conversation.fetch_stopped") in desk.bars())


async def test_a_photo_still_fetched_to_be_saved_is_said_over_the_viewer_and_can_be_stopped(
    desk: Desk, monkeypatch
):
    viewer = await fetch_for_ever(desk, monkeypatch)
    (bar,) = viewer.findChildren(SnackBar)
    desk.wiring._notices.notify("said meanwhile")
    above = next(one for one in viewer.findChildren(SnackBar) if one is not bar)
    assert above.geometry().center().y() < bar.geometry().center().y()
    bar.button.click()
    await until(lambda: tr("conversation.fetch_stopped") in desk.bars())
