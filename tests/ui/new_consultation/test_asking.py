"""What goes with a consultation when it is asked for, and what the next patient's form holds."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from tests.fakes.mime import drop_on, words
from tests.ui.new_consultation.people import PEOPLE, fill, red_squares
from tests.ui.waiting import until
from workstation.domain.consultation import Consultation, SymptomKind
from workstation.domain.errors import NetworkError
from workstation.domain.ids import ConsultationId
from workstation.domain.new_consultation_form import FormFile, NewConsultationForm, PickedEntry
from workstation.domain.people import Member, Team
from workstation.services.consultation_creation import SettledOpening
from workstation.ui.kit.strings import tr
from workstation.ui.new_consultation.choices import PickChoice
from workstation.ui.new_consultation.keeping import form_of
from workstation.ui.new_consultation.pictures import AttachedPicture
from workstation.ui.new_consultation.voice import AttachedVoice

TEAM = PickChoice(101, "皮肤科")


def name_people(sheet):
    """For whom it is, and who is asked; what is the matter is said."""
    sheet.target.pick(PEOPLE[0])
    sheet.team.pick(TEAM)


async def done(wiring):
    await until(lambda: not wiring.sheet.busy)


async def test_nothing_of_one_patient_lies_in_the_form_of_the_next(wiring, platform):
    wiring.open()
    sheet = wiring.sheet
    sheet.start.click()  # refused in place
    fill(sheet)
    sheet.for_self.setChecked(False)
    sheet.creator.pick(PEOPLE[1])
    sheet.show_voice(AttachedVoice(b"RIFF", 1_000))
    sheet.pictures.add(AttachedPicture(url="https://a.b/c.jpg"))
    sheet.address.set_text("https://a.b/")
    platform.closed = True
    sheet.ask()
    await done(wiring)
    wiring.keep()
    assert platform.draft.form is not None
    platform.closed = False
    sheet.ask()
    await done(wiring)
    assert form_of(sheet).is_empty
    assert (sheet.address.text(), sheet.error.text, sheet.for_self.isChecked()) == ("", "", True)
    assert platform.draft.form is None
    sheet.retranslate()
    assert (sheet.target.field.message.text, sheet.text.message.text) == ("", "")


async def test_a_recording_that_still_runs_goes_with_it(wiring, platform, microphones):
    """Without words nothing happened: what was missing was said where it could not be seen."""
    wiring.open()
    name_people(wiring.sheet)
    wiring.sheet.voice.speak.click()
    microphones[0].hear(4_000)
    wiring.sheet.start.click()
    await until(lambda: platform.asked)
    assert platform.asked[0].symptom.kind is SymptomKind.VOICE
    assert not microphones[0].running
    await done(wiring)


@pytest.mark.parametrize(("length_ms", "level"), [(100, 0.5), (4_000, 0.0)])
async def test_a_recording_that_is_none_is_told_of_before_anything_is_asked(
    wiring, platform, microphones, length_ms, level
):
    wiring.open()
    fill(wiring.sheet)
    wiring.sheet.voice.speak.click()
    microphones[0].hear(length_ms, level)
    wiring.sheet.start.click()
    await done(wiring)
    assert wiring.sheet.error.text
    assert platform.asked == []
    wiring.sheet.start.click()
    await until(lambda: platform.asked)  # who reads that may do so
    await done(wiring)


@pytest.mark.parametrize("spoken", [False, True])
async def test_without_its_file_nothing_is_opened(wiring, platform, tmp_path, spoken):
    wiring.open()
    fill(wiring.sheet)
    if spoken:
        wiring.sheet.show_voice(AttachedVoice(b"RIFF", 1_000))
    else:
        wiring.add_files(red_squares(tmp_path, 1))
        await until(lambda: wiring.sheet.pictures.attached)
    platform.uploads.error = NetworkError("reset")
    wiring.sheet.ask()
    await done(wiring)
    assert wiring.sheet.error.text
    assert platform.asked == []
    platform.uploads.error = None
    wiring.sheet.ask()
    await until(lambda: platform.asked)
    assert not any(attached.error for attached in wiring.sheet.pictures.attached)
    await done(wiring)


async def test_whether_it_was_opened_is_said_where_nobody_knows(wiring, platform):
    wiring.open()
    fill(wiring.sheet)
    platform.closed = platform.is_uncertain = True
    wiring.sheet.ask()
    await done(wiring)
    assert wiring.sheet.error.text.endswith(tr("opening.unsure", what=""))


@pytest.mark.parametrize("is_changed", [False, True])
async def test_a_list_that_came_since_settles_what_nobody_knew(
    wiring, platform, opened, is_changed
):
    """At leaving, a consultation that stood in the list was told of as not started."""
    wiring.open()
    fill(wiring.sheet)
    platform.closed = platform.is_uncertain = True
    wiring.sheet.ask()
    await done(wiring)
    if is_changed:
        wiring.sheet.text.set_text("还有一件事")
    asked = platform.asked[-1]
    member, team = Member(asked.target_member_id, "王小宝"), Team(asked.team_id, "")
    listed = Consultation(ConsultationId(1), member, member, team, asked.symptom)
    platform.settled.publish(SettledOpening(listed, asked))
    sentence = "opening.earlier_listed" if is_changed else "opening.opened"
    assert (opened.notices, wiring.sheet.error.text) == ([tr(sentence)], "")
    assert (wiring.sheet.isVisible(), form_of(wiring.sheet).is_empty) == (
        is_changed,
        not is_changed,
    )
    opened.actions[-1].act()
    assert opened.numbers == [1]


@pytest.mark.parametrize("as_asked", [True, False])
@pytest.mark.parametrize("in_sight", [True, False])
async def test_who_put_the_form_away_is_not_led_elsewhere(
    wiring, platform, opened, in_sight, as_asked
):
    wiring.open()
    fill(wiring.sheet)
    platform.as_asked = as_asked
    platform.answers.clear()
    wiring.sheet.ask()
    await until(lambda: platform.asked)
    if not in_sight:
        wiring.sheet.dismiss()
    platform.answers.set()
    await done(wiring)
    assert opened.numbers == ([1] if in_sight else [])
    sentences = [] if in_sight else [tr("opening.goes_on")]
    if not as_asked:
        sentences.append(tr("opening.earlier"))
    elif not in_sight:
        sentences.append(tr("opening.opened"))
    assert opened.notices == sentences


async def test_while_it_is_on_its_way_no_photo_can_be_dropped(wiring, platform):
    wiring.open()
    fill(wiring.sheet)
    platform.answers.clear()
    wiring.sheet.ask()
    await until(lambda: platform.asked)
    photo = words(picture=QImage(4, 4, QImage.Format.Format_RGB32))
    assert not drop_on(wiring.sheet, photo)
    platform.answers.set()
    await done(wiring)
    assert drop_on(wiring.sheet, photo)
    await until(lambda: wiring.sheet.pictures.attached)


async def test_putting_the_form_away_ends_recording_and_listening(wiring, microphones, players):
    wiring.open()
    wiring.sheet.voice.speak.click()
    microphones[0].hear(4_000)
    wiring.sheet.dismiss()
    assert not microphones[0].running
    assert wiring.sheet.filled.voice
    wiring.sheet.voice.row.listen.click()
    assert players[0].calls[-1] == ("play",)
    wiring.sheet.dismiss()
    assert players[0].calls[-1] == ("unload",)


async def test_a_patients_voice_is_silent_while_one_records_and_goes_on_otherwise(
    wiring, microphones
):
    playback = wiring.voice._playback
    playback.start("m1", b"", "audio/amr")
    wiring.open()
    wiring.sheet.dismiss()
    assert playback.current == "m1"
    wiring.sheet.voice.speak.click()
    assert playback.current is None
    microphones[0].hear(4_000)
    wiring.sheet.voice.row.cancel.click()
    assert not microphones[0].running


async def test_a_recording_that_is_thrown_away_sounds_no_more(wiring):
    wiring.open()
    wiring.sheet.show_voice(AttachedVoice(b"RIFF", 1_000))
    wiring.sheet.voice.row.listen.click()
    wiring.sheet.voice.row.cancel.click()
    assert wiring.voice._playback.current is None


async def test_the_cross_takes_out_its_own_picture(wiring):
    wiring.open()
    pictures = wiring.sheet.pictures
    for name in "abc":
        pictures.add(AttachedPicture(url=f"https://a.b/{name}.jpg"))
    pictures._lines[1].cross.click()
    assert [attached.url[-5] for attached in pictures.attached] == ["a", "c"]


async def test_who_asks_for_oneself_is_nobody_else(wiring):
    sheet = wiring.sheet
    wiring.open()
    fill(sheet)
    assert not sheet.creator.isVisible()
    sheet.for_self.setChecked(False)
    assert sheet.creator.isVisible()
    sheet.creator.pick(PEOPLE[1])
    sheet.for_self.setChecked(True)
    assert sheet.filled.creator == sheet.filled.target == PEOPLE[0].number


LEFT = NewConsultationForm(
    PickedEntry("王小宝", 3257),
    PickedEntry("77"),
    PickedEntry(),
    for_self=False,
    text="痒",
    pictures=(FormFile(b"no picture any more"), FormFile(None, "https://a.b/c.jpg")),
    voice=FormFile(b"RIFF", "https://a.b/v.wav"),
    voice_ms=1_000,
)


async def test_a_form_that_was_left_is_back_as_it_was_and_only_once(wiring, platform):
    platform.draft.form = LEFT
    wiring.open()
    wiring.keep()
    assert platform.draft.form == LEFT, "its pictures are not back yet"
    await until(lambda: len(wiring.sheet.pictures.attached) == len(LEFT.pictures))
    await until(lambda: wiring._is_restored)
    assert form_of(wiring.sheet) == LEFT
    wiring.sheet.text.set_text("不痒了")
    wiring.sheet.dismiss()
    wiring.open()
    assert wiring.sheet.text.text() == "不痒了"
    wiring.keep()
    assert platform.draft.form is not None
    wiring.sheet.clear()
    wiring.keep()
    assert platform.draft.form is None


async def test_names_are_offered_where_one_types_and_from_the_first_on(wiring):
    sheet = wiring.sheet
    wiring.open()
    sheet.offer(PEOPLE, [TEAM])
    edit = sheet.target.field.edit
    edit.setFocus()
    QTest.keyClicks(edit, "32")
    QTest.keyClick(edit, Qt.Key.Key_Down)
    QTest.keyClicks(edit, "57")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert sheet.target.number == PEOPLE[0].number
    sheet.set_readings({"王": ("wang",)})
    assert not sheet.target.offers.isVisible(), "one is picked already"
    sheet.team.field.edit.setFocus()
    QTest.keyClicks(sheet.team.field.edit, "10")
    assert sheet.team.offers.isVisible()
    sheet.target.field.edit.setFocus()
    assert not sheet.team.offers.isVisible()
