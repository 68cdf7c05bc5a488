"""Photos that may be unfit to be judged, in the viewer: said, passed over, asked for again."""

import dataclasses

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.viewer.conftest import SHOTS, photograph
from tests.ui.viewer.desk import PRESENT, Desk
from tests.ui.waiting import until
from workstation.domain.message import (
    Attachment,
    Delivery,
    Message,
    MessageKind,
    Speaker,
    SpeakerRole,
)
from workstation.domain.photo_quality import PhotoFlaw
from workstation.domain.row_key import NO_ROW, RowKey
from workstation.ui.kit.strings import tr
from workstation.ui.viewer.levels import Levels

UNFIT = (PhotoFlaw.BLURRED, PhotoFlaw.SMALL)
PATIENT = Speaker(3, SpeakerRole.PATIENT, "王秀英")
SENT = Message(
    7,
    "o",
    PATIENT,
    MessageKind.IMAGE,
    "",
    950,
    Delivery.RECEIVED,
    Attachment("/sent.jpg", "image/jpeg"),
    1,
    key=RowKey("m4"),
)


def test_the_viewer_says_what_may_be_wrong(made):
    def show(photo, _side):
        flaws = UNFIT if photo.key == "k2" else ()
        made.viewer.show_levels(photo.url, Levels(photograph(), photo.url, flaws=flaws))

    made.answer = show
    made.viewer.release_pictures()
    made.viewer.show_photos(SHOTS, "k2")
    pane = made.viewer.sides.active
    words = [tr("photo.flaw.blurred"), tr("photo.flaw.small")]
    assert pane.head.note.accessibleName() == " · ".join(words)
    assert all(word in pane.canvas.accessibleDescription() for word in words)
    made.viewer.step(1)
    assert pane.head.note.accessibleName() == ""


async def test_photos_that_may_be_unfit_are_passed_over_on_wish(desk: Desk):
    desk.thumbnails.flawed = {"/1.jpg": UNFIT, "/2.jpg": UNFIT}
    viewer = desk.open()
    await until(lambda: len(viewer.photos) == 4)
    QTest.keyClick(viewer, Qt.Key.Key_Q)
    # The one on show stays until the doctor goes on.
    await until(lambda: len(viewer.photos) == 3)
    assert {photo.url for photo in viewer.photos} == {"/old.jpg", "/3.jpg", "/2.jpg"}
    assert viewer.film.isVisible()
    QTest.keyClick(viewer, Qt.Key.Key_Q)
    await until(lambda: len(viewer.photos) == 4)
    await desk.ready()


async def test_the_filter_can_be_undone_where_it_leaves_one_photo(desk: Desk):
    desk.thumbnails.flawed = dict.fromkeys(("/old.jpg", "/1.jpg", "/3.jpg"), UNFIT)
    viewer = desk.open()
    viewer.film.fit_only.click()
    await until(lambda: len(viewer.photos) == 1)
    assert viewer.film.isVisible()
    await desk.ready()


@pytest.mark.parametrize(("url", "row"), [("/2.jpg", NO_ROW), ("/sent.jpg", SENT.key)])
async def test_a_better_photo_is_asked_for_by_key(desk: Desk, url, row):
    asked = []
    desk.wiring.better_photo_asked.connect(asked.append)
    viewer = desk.open(url, sent=(SENT,))
    await desk.ready()
    QTest.keyClick(viewer, Qt.Key.Key_P)
    (photo,) = asked
    assert (photo.url, photo.row, photo.consultation_id) == (url, row, PRESENT.consultation_id)
    assert not viewer.isVisible()  # the reply is written on the page


@pytest.mark.qt_log_ignore("does not support raise", extend=True)
async def test_beside_its_own_window_the_viewer_stays(desk: Desk):
    desk.is_own = True
    viewer = desk.open()
    await desk.ready()
    viewer.sides.active.better.click()
    assert viewer.isVisible()
    desk.wiring.close()


@pytest.mark.parametrize("what", ["another's", "an own one", "ended"])
async def test_only_the_patient_who_is_answered_is_asked(desk: Desk, what):
    me = dataclasses.replace(PATIENT, role=SpeakerRole.ME)
    sent = dataclasses.replace(SENT, speaker=me) if what == "an own one" else SENT
    if what == "ended":
        desk.cache.in_process.clear()
    asked = []
    desk.wiring.better_photo_asked.connect(asked.append)
    viewer = desk.open("/sent.jpg", sent=(sent,))
    await until(lambda: len(viewer.photos) > 4)
    if what == "another's":
        viewer.go_to(0)
    await desk.ready()
    assert not viewer.sides.active.better.isVisible()
    QTest.keyClick(viewer, Qt.Key.Key_P)
    assert asked == []
