"""What of photos does not stay, leave or come: at the lock, after a purge, against a policy."""

import asyncio

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from tests.store.people import listed
from tests.ui.viewer.desk import PRESENT, SHEET, Desk
from tests.ui.waiting import until
from workstation.config import Settings
from workstation.domain.changes import Changes
from workstation.domain.errors import StorageError
from workstation.domain.photos import PhotoTimeline, symptom_photos
from workstation.ui.export.rules import export_rules

pytestmark = pytest.mark.qt_log_ignore("does not support raise")


async def test_at_the_lock_no_photo_and_no_text_of_one_stays_and_measures_are_written(
    desk: Desk, monkeypatch
):
    viewer = desk.open("/1.jpg")
    await desk.ready()
    put_away = []
    monkeypatch.setattr(desk.wiring._reading, "close", lambda: put_away.append(True))
    pane = viewer.sides.active
    digest = pane.digest
    viewer.measured.emit(pane.photo, digest, SHEET)
    desk.wiring.drop_pictures()
    assert (pane.canvas.levels, viewer.levels_of("/1.jpg"), put_away) == (None, None, [True])
    assert not desk.wiring.measurements.save_timer.isActive(), "the disk may be closed by then"
    await until(lambda: desk.cache.sheets == {(7, digest): SHEET})
    desk.wiring.load_pictures()
    await desk.ready()


@pytest.mark.parametrize(
    "changes", [Changes(forgotten=frozenset({5})), Changes(listed=(listed(7),))]
)
async def test_a_photo_that_is_no_longer_here_leaves_the_strip(desk: Desk, changes):
    viewer = desk.open()
    await until(lambda: len(viewer.photos) == 4)
    desk.cache.timeline_now = PhotoTimeline(tuple(symptom_photos(PRESENT)))
    desk.cache.store.changes.publish(changes)
    await until(lambda: len(viewer.photos) == 3)
    await desk.ready()


async def test_what_was_measured_of_a_purged_patient_is_not_tried_again(desk: Desk, expect_log):
    """The disk refuses it only after the purge, and would be asked once more."""
    viewer, goes_on, asked = desk.open("/1.jpg"), asyncio.Event(), []
    await desk.ready()

    async def refuse(*_place):
        asked.append(True)
        await goes_on.wait()
        raise StorageError("full")

    desk.cache.keep_measured = refuse
    photo, digest = viewer.sides.active.photo, viewer.sides.active.digest
    viewer.measured.emit(photo, digest, SHEET)
    desk.wiring.measurements.save_now()
    await until(lambda: asked)
    desk.cache.store.changes.publish(Changes(forgotten=frozenset({7})))
    goes_on.set()
    await asyncio.gather(*desk.cache._work)
    assert desk.wiring.measurements._changed == set()
    assert not desk.wiring.measurements.retry_timer.isActive()
    assert expect_log == []


async def test_a_window_of_its_own_is_locked_by_the_key_as_well(desk: Desk):
    desk.is_own = True
    viewer, asked = desk.open(), []
    await desk.ready()
    desk.frame.lock_asked.connect(lambda: asked.append(True))
    desk.window.activateWindow()
    await until(desk.window.isActiveWindow)
    QTest.keyClick(viewer, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert asked == [True]


async def test_a_photo_that_is_not_there_yet_is_not_copied(desk: Desk):
    desk.cache.gates["/2.jpg"] = asyncio.Event()
    viewer, copied = desk.open(), []
    viewer.copy_asked.connect(lambda *photo: copied.append(photo))
    viewer.copy()
    assert copied == []
    desk.cache.gates["/2.jpg"].set()
    await desk.ready()
    viewer.copy()
    assert len(copied) == 1


async def test_where_no_text_is_read_the_key_for_it_reads_none(desk: Desk):
    viewer, asked = desk.open(), []
    await desk.ready()
    viewer.sides.active.read_asked.connect(lambda *photo: asked.append(photo))
    QTest.keyClick(viewer, Qt.Key.Key_T)
    assert asked == []


@pytest.mark.parametrize("measured", [False, True])
async def test_what_the_policy_forbids_is_neither_fetched_nor_asked_a_place_for(
    desk: Desk, monkeypatch, measured
):
    export_rules.apply(Settings(export_save="deny"))
    viewer, fetched = desk.open(), []
    await desk.ready()
    monkeypatch.setattr(desk.cache, "original", fetched.append)
    photo, levels = viewer.sides.active.photo, viewer.sides.active.canvas.levels
    if measured:
        desk.wiring._export.save_measured(photo, levels, SHEET)
    else:
        desk.wiring._export.save(photo)
    await desk.scope.join()
    export_rules.apply(Settings())
    assert (fetched, desk.frame.findChildren(QFileDialog)) == ([], [])
