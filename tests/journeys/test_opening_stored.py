"""A half-filled form of a new consultation is on the disk; pictures and voices are asked about."""

import asyncio

from tests.journeys.conftest import until
from tests.journeys.opening import Opening
from tests.journeys.pages import Logoff
from workstation.domain.new_consultation_form import NewConsultationDraft
from workstation.services.opening_draft import OpeningDraftStore
from workstation.ui.kit.strings import tr
from workstation.vault import preferences
from workstation.vault.rescue.form_merge import OPENING

WAIT_SECONDS = 20.0
"""In which what was typed must be on the disk: long, as the computer may be slow."""
TEXT = "断电前写的。"


async def on_the_disk(work) -> NewConsultationDraft:
    """What a start after a power failure would find."""
    draft = NewConsultationDraft()
    await OpeningDraftStore(work.session.vault, draft, is_durable=True).load()
    return draft


async def until_stored(work, text: str | None) -> None:
    """Wait until the database has a form with this text; ``None``: until it has none."""
    async with asyncio.timeout(WAIT_SECONDS):
        while True:
            form = (await on_the_disk(work)).form
            if (form and form.text) == text:
                return
            await asyncio.sleep(0)


async def test_what_is_typed_is_on_the_disk_before_the_form_is_left(workplace):
    async with workplace.open() as work:
        opening = Opening(work)
        opening.fill(TEXT)
        await until_stored(work, TEXT)
        form = (await on_the_disk(work)).form
        assert form is not None
        assert (form.target.text, form.for_self) == ("王小宝", True)
        assert form.target.number == opening.sheet.target.number
        opening.sheet.text.edit.insertPlainText("又写了。")
        await until_stored(work, f"{TEXT}又写了。")
        opening.sheet.clear()
        await until_stored(work, None)


async def test_the_next_start_has_the_form_and_asked_nobody_at_the_end(workplace):
    async with workplace.open() as work:
        opening = Opening(work)
        opening.fill(TEXT)
        await until_stored(work, TEXT)
        draft = work.session.lists.creator.draft
        await until(lambda: draft.form and draft.is_stored, "the disk's answer is known")
        logoff = Logoff()
        work.program.leave_confirmation.on_desktop_logoff(logoff)
        assert not logoff.held_up
    async with workplace.open() as work:
        await until(lambda: work.main_window.frame.notice_bar.recent, "the form is told of")
        notice = work.main_window.frame.notice_bar.recent[0]
        assert notice.text == tr("opening.unsaved")
        notice.action.act()
        sheet = work.main_window.overlays.new_consultation.sheet
        assert (sheet.target.field.text(), sheet.text.text()) == ("王小宝", TEXT)
        sheet.clear()
        await until_stored(work, None)


async def test_one_without_an_answer_is_not_asked_for_again_after_a_restart(workplace):
    async with workplace.open() as work:
        opening = Opening(work)
        opening.fill(TEXT)
        await opening.press_unanswered()
        await until_stored(work, TEXT)
        attempt = work.session.lists.creator.draft.attempt
        assert attempt is not None
        assert (await on_the_disk(work)).attempt == attempt
        work.clinic.clear()
    async with workplace.open() as work:
        await until(lambda: work.session.lists.queue.state.read_ms, "the list is read")
        await until(lambda: not work.session.lists.creator.is_uncertain, "it is in the list")
        await until_stored(work, None)
        assert len(await opening_of(work, opening.before)) == 1


async def opening_of(work, before):
    """The consultations in process that were not there before."""
    rows = await work.session.access.consultations.in_process()
    return [row for row in rows.items if row.consultation_id not in before]


async def test_a_form_of_a_newer_version_is_there_and_stays_as_it_wrote_it(workplace):
    form = {"target": {"text": "王小宝"}, "creator": "王秀英", "for_self": False, "text": [TEXT]}
    written = {"form": form | {"urgent": True}, "attempt": ["another form"], "pictures": []}
    async with workplace.open() as work:
        await work.session.vault.write(preferences.put, OPENING, written)
    async with workplace.open() as work:
        opening = Opening(work)
        fields = opening.sheet.target.field, opening.sheet.creator.field, opening.sheet.text
        assert [field.text() for field in fields] == ["王小宝", "王秀英", TEXT]
        opening.wiring.keep()
    async with workplace.open() as work:
        assert await work.session.vault.read(preferences.get, OPENING) == written
        opening = Opening(work)
        opening.sheet.clear()
        opening.fill()
        await opening.press()
        assert tr("errors.earlier_opening.what") in opening.sheet.error.text
        assert not await opening.at_the_server()
        await opening.press()
        await until(lambda: work.active.open_key not in opening.before | {None})
        assert len(await opening.at_the_server()) == 1
        await until_stored(work, None)
