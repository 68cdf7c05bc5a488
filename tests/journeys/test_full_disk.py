"""A disk that is full while the doctor writes: what it does not take is not lost without a word."""

import asyncio
from collections.abc import Iterator

import pytest

from tests.full_disk import SmallDisk, small_disk
from tests.journeys.conftest import Workplace, until
from tests.journeys.locking import CODE, lock, protect, unlock
from tests.journeys.pages import (
    at_work,
    dialog_of,
    enter_code,
    has_draft,
    question_at_closing,
    sentences_of,
    sign_in_page,
    submit,
    write_reply,
)
from workstation.domain.changes import Draft
from workstation.domain.notes import note_subject
from workstation.domain.unsaved import UnsavedWords
from workstation.ui.kit import save_timer
from workstation.ui.kit.strings import tr
from workstation.ui.kit.strings.unsent import unsent_and_drafts

MANGO = 20418
WORDS = "写在满盘上的话"

# What else is to be written at that moment, and logged, is up to chance: caplog takes the log.
pytestmark = pytest.mark.usefixtures("cheap_codes", "caplog")


@pytest.fixture
def disk(tmp_path) -> Iterator[SmallDisk]:
    with small_disk(tmp_path / "small") as small:
        yield small


@pytest.fixture
def place(workplace, disk) -> Workplace:
    return Workplace(disk.folder / "profile", workplace.clinic)


@pytest.fixture(autouse=True)
def _soon(monkeypatch):
    monkeypatch.setattr(save_timer, "RETRY_MS", 50)


async def write_on_full_disk(work, disk) -> None:
    await work.open_consultation(MANGO)
    await work.caught_up(MANGO)
    disk.fill()
    work.write(WORDS)
    work.press_enter()
    await until(lambda: work.active.composer.message.text, "it is refused")
    await until(lambda: not work.main_window.active.composer._busy, "and so is Enter")


async def test_closing_asks_before_words_are_lost_that_the_disk_did_not_take(place, disk):
    async with place.open() as work:
        await write_on_full_disk(work, disk)
        patient = work.session.store.worklist.row(MANGO).consultation.target.name
        question = await question_at_closing(work)
        assert tr("keeping.leave.counts", counts=unsent_and_drafts(0, 1)) in question
        assert patient in question
        disk.make_room()
        work.window.closing.emit()
        await until(work.program.parts.closing.is_set, "nothing is asked")
    async with place.open(sign_in=False) as work:
        await has_draft(work, WORDS)


async def test_words_tried_anew_while_closing_looks_are_no_loss(place, disk, monkeypatch):
    async with place.open() as work:
        await write_on_full_disk(work, disk)
        disk.make_room()
        keeping, loop = work.program.parts.memory_only, asyncio.get_running_loop()
        read_losses, save_all = (
            keeping.read_losses,
            work.main_window.active.composer.drafts.save_all,
        )

        def read_while_saving():
            loop.call_soon_threadsafe(save_all)
            return read_losses()

        monkeypatch.setattr(keeping, "read_losses", read_while_saving)
        work.window.closing.emit()
        await until(work.program.parts.closing.is_set, "nothing is asked")


async def test_signing_out_at_the_lock_takes_no_words_with_it(place, disk):
    async with place.open() as work:
        await protect(work)
        await write_on_full_disk(work, disk)
        await lock(work)
        work.program.current.screen_lock.page.sign_out_asked.emit()
        await sign_in_page(work)
        disk.make_room()
        await submit(work)
        await enter_code(work, CODE)
        await at_work(work)
        await has_draft(work, WORDS)
        await until(lambda: not work.session.messaging.drafting.unsaved, "it is saved")
    async with place.open(sign_in=False) as work:
        await enter_code(work, CODE)
        await has_draft(work, WORDS)


async def test_a_doctor_comes_back_from_the_lock_onto_a_disk_that_is_full_by_then(place, disk):
    async with place.open() as work:
        await protect(work)
        await work.open_consultation(MANGO)
        await work.caught_up(MANGO)
        await until(work.texts, "the conversation is there")
        before = set(work.texts())
        await lock(work)
        disk.fill()
        await unlock(work)
        assert before <= set(work.texts())  # patients may have written since
        work.write(WORDS)
        await until(lambda: work.active.composer.message.text, "it is refused")
        disk.make_room()
        await until(lambda: not work.session.messaging.drafting.unsaved, "it is saved")


async def test_what_was_sent_after_all_does_not_come_back_as_a_draft(place, disk):
    async with place.open() as work:
        await write_on_full_disk(work, disk)
        disk.make_room()
        work.press_enter()
        await until(lambda: WORDS in work.texts(), "it is sent")
        await until(lambda: not work.active.composer.text, "the box is empty")
        work.session.token_rejected.publish(None)
        await submit(work)
        await at_work(work)
        await work.open_consultation(MANGO)
        assert not work.active.composer.text


async def write_everywhere(work, disk) -> None:
    """A note, a summary and the doctor's own page, on a disk that is full by then."""
    await work.open_consultation(MANGO)
    work.main_window.overlays.closing.open(work.main_window.active.composer.consultation)
    sheet = work.main_window.overlays.closing.sheet
    await until(sheet.isVisible, "the form is there")
    work.main_window.frame.show_page("profile")
    editor = work.main_window.frame.page("profile").editor
    await until(lambda: editor.base.member_id, "the page is read")
    disk.fill()
    work.active.details.note.area.edit.insertPlainText(WORDS)
    sheet.text_areas["assessment"].edit.insertPlainText(WORDS)
    editor.introduction.edit.insertPlainText(WORDS)


async def test_a_window_closed_at_the_lock_asks_and_names_nobody(place, disk):
    async with place.open() as work:
        await protect(work)
        await work.open_consultation(MANGO)
        patient = work.session.store.worklist.row(MANGO).consultation.target.name
        await write_everywhere(work, disk)
        await lock(work)
        work.window.closing.emit()
        dialog = await dialog_of(work, "keeping.leave.title")
        sentences = sentences_of(dialog)
        dialog.answer("leave")
        await until(work.program.parts.closing.is_set, "nothing else is asked")
    assert tr("keeping.leave.counts", counts=unsent_and_drafts(0, 2)) in sentences
    assert tr("keeping.leave.notes", count=1) in sentences
    assert patient not in sentences


async def test_a_colleagues_words_are_counted_and_their_patients_named_to_nobody(workplace):
    async with workplace.open() as work:
        await work.open_consultation(MANGO)
        consultation = work.session.store.worklist.row(MANGO).consultation
        left = UnsavedWords({MANGO: Draft(MANGO, WORDS)})
        left.notes[note_subject(consultation)] = consultation, WORDS
        work.program.parts.unsaved_words["another account"] = left
        work.window.closing.emit()
        dialog = await dialog_of(work, "keeping.leave.title")
        sentences = sentences_of(dialog)
        assert tr("keeping.leave.counts", counts=unsent_and_drafts(0, 1)) in sentences
        assert tr("keeping.leave.notes", count=1) in sentences
        assert consultation.target.name not in sentences
        dialog.answer("leave")
        await until(work.program.parts.closing.is_set, "nothing else is asked")


async def test_no_words_go_with_a_sign_in_whatever_they_were_written_in(place, disk):
    async with place.open() as work:
        await at_work(work)
        await write_everywhere(work, disk)
        work.session.token_rejected.publish(None)
        await sign_in_page(work)
        await question_at_closing(work)
        disk.make_room()
        await submit(work)
        await at_work(work)
        session = work.session
        await work.open_consultation(MANGO)
        assert work.active.details.note.area.edit.toPlainText() == WORDS
        work.main_window.overlays.closing.open(work.main_window.active.composer.consultation)
        sheet = work.main_window.overlays.closing.sheet
        await until(sheet.isVisible)
        assert sheet.written.assessment == WORDS
        assert WORDS in session.account.profile.draft.edited.introduction
        unsaved = session.lists.noting.unsaved, session.account.closing.unsaved
        await until(lambda: not any(unsaved), "the disk has them")
        work.main_window.frame.page("profile").discard()


async def test_what_is_typed_over_a_message_is_asked_about_and_outlives_a_sign_in(place):
    async with place.open() as work:
        await work.online()
        await work.open_consultation(MANGO)
        await work.caught_up(MANGO)
        await work.say("说过的话")
        await until(lambda: not work.active.composer.text, "the box is empty")
        editing = work.main_window.active.composer.editing
        editing.begin(work.messages()[-1])
        work.write(WORDS)
        await question_at_closing(work)
        work.session.token_rejected.publish(None)
        await submit(work)
        await at_work(work)
        await work.open_consultation(MANGO)
        assert work.active.composer.text == f"说过的话{WORDS}"
        assert work.main_window.active.composer.editing.message is not None
        work.main_window.active.composer.editing.leave()


async def test_a_quick_reply_that_the_disk_did_not_take_is_asked_about_and_there_again(place, disk):
    async with place.open() as work:
        await work.open_consultation(MANGO)
        sheet = await write_reply(work, "满盘", WORDS)
        disk.fill()
        sheet.close_now()
        await until(lambda: work.active.composer.message.text, "it is refused")
        question = await question_at_closing(work)
        assert tr("keeping.leave.counts", counts=unsent_and_drafts(0, 1)) in question
        work.session.token_rejected.publish(None)
        await sign_in_page(work)
        disk.make_room()
        await submit(work)
        await at_work(work)
        replies = work.session.messaging.quick_replies
        await until(lambda: not replies.unsaved, "the disk has it")
        assert [each.text for each in replies.replies if each.title == "满盘"] == [WORDS]
