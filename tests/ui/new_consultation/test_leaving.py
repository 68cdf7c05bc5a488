"""A platform that hangs while a consultation is started: how one gets away and is told."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.new_consultation.people import PEOPLE, fill, red_squares
from tests.ui.waiting import until
from workstation.domain.errors import NetworkError
from workstation.ui.kit.strings import error_text, tr


async def done(wiring):
    await until(lambda: not wiring.sheet.busy)


async def uploading(wiring, platform, folder):
    """A form whose photo is on a line that hangs."""
    wiring.open()
    fill(wiring.sheet)
    wiring.add_files(red_squares(folder, 1))
    await until(lambda: wiring.sheet.pictures.attached)
    platform.uploads.answers.clear()
    wiring.sheet.start.click()
    await until(lambda: wiring.sheet.pictures.attached[0].share is not None)


async def test_an_upload_that_hangs_is_stopped_and_the_form_is_the_doctors_again(
    wiring, platform, tmp_path
):
    await uploading(wiring, platform, tmp_path)
    sheet = wiring.sheet
    assert sheet.cancel.text() == tr("opening.stop")
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    assert sheet.isVisible()
    assert not sheet.busy
    assert sheet.error.text == tr("opening.stopped")
    assert sheet.cancel.text() == tr("opening.cancel")
    assert sheet.target.number == PEOPLE[0].number
    sheet.target.pick(PEOPLE[1])
    platform.uploads.answers.set()
    sheet.start.click()
    await until(lambda: platform.asked)
    await done(wiring)
    assert [asked.target_member_id for asked in platform.asked] == [PEOPLE[1].number]


async def test_what_was_asked_for_goes_on_and_says_so_and_cannot_be_stopped(
    wiring, platform, opened
):
    wiring.open()
    fill(wiring.sheet)
    platform.answers.clear()
    wiring.sheet.start.click()
    await until(lambda: platform.asked)
    assert wiring.sheet.cancel.text() == tr("opening.cancel")
    wiring.sheet.cancel.click()
    assert not wiring.sheet.isVisible()
    assert opened.notices == [tr("opening.goes_on")]
    platform.answers.set()
    await done(wiring)
    assert opened.notices == [tr("opening.goes_on"), tr("opening.opened")]
    assert opened.numbers == []


async def test_who_put_the_form_away_is_told_why_nothing_was_started_and_led_back(
    wiring, platform, opened
):
    """It was said in the form, where nobody could see it."""
    wiring.open()
    fill(wiring.sheet)
    platform.answers.clear()
    platform.closed = True
    wiring.sheet.start.click()
    await until(lambda: platform.asked)
    wiring.sheet.dismiss()
    platform.answers.set()
    await done(wiring)
    assert wiring.sheet.error.text
    assert opened.notices[-1] == wiring.sheet.error.text
    opened.actions[-1].act()
    assert wiring.sheet.isVisible()
    assert wiring.sheet.text.text() == "痒"


async def test_a_form_in_sight_says_it_itself(wiring, platform, opened, tmp_path):
    await uploading(wiring, platform, tmp_path)
    platform.uploads.error = NetworkError("reset")
    platform.uploads.answers.set()
    await done(wiring)
    assert opened.notices == []
    assert wiring.sheet.error.text == tr("opening.upload_failed")
    assert wiring.sheet.pictures.attached[0].error == str(error_text(NetworkError("reset")))
