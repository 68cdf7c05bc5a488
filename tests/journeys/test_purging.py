"""A patient is purged from this computer out of the history, and does not come back."""

from tests.journeys.conftest import until, words_in
from tests.journeys.keys import chain_of
from tests.journeys.opening import Opening
from tests.journeys.pages import dialog_of, sentences_of
from workstation.session import storage
from workstation.ui.history.row_delegate import HistoryEntry
from workstation.ui.kit.strings.unsent import unsent_and_drafts
from workstation.ui.new_consultation.choices import PickChoice
from workstation.vault.engine.opening import VAULT_FILE

HALF_WRITTEN = "halfwritten"


def numbers(page):
    rows = page.list_pane.entries
    entries = [rows.entry(row) for row in range(rows.rowCount())]
    return [entry.key for entry in entries if isinstance(entry, HistoryEntry)]


async def history_of(work):
    work.main_window.frame.show_page("history")
    page = work.main_window.frame.page("history")
    await until(lambda: numbers(page), "the history is read")
    return page


async def test_a_purged_patient_is_nowhere_and_stays_away(workplace):
    async with workplace.open() as work:
        page = await history_of(work)
        history, worklist = work.session.store.history, work.session.store.worklist
        waiting = [worklist.row(one).consultation for one in worklist.consultation_ids()]
        names = {person.name for one in waiting for person in (one.target, one.creator)}
        number = next(one for one in numbers(page) if history.get(one).target.name not in names)
        patient = history.get(number).target
        opening = Opening(work)
        opening.sheet.target.pick(PickChoice(patient.member_id, patient.name))
        opening.sheet.text.edit.insertPlainText(HALF_WRITTEN)
        opening.sheet.dismiss()
        draft = work.session.lists.creator.draft
        await until(lambda: draft.form and draft.is_stored, "it is on the disk")
        page.list_pane.chosen.emit(number)
        await until(lambda: page.open_key == number, "opened")
        work.main_window.overlays.purge.ask(page.side.conversation.consultation)
        dialog = await dialog_of(work, "purge.title", name=patient.name)
        assert unsent_and_drafts(0, 1) in sentences_of(dialog)
        dialog.answer("purge")
        await until(lambda: number not in numbers(page), "gone from the list")
        assert page.open_key is None
        assert opening.sheet.target.picked_number is None
        assert not opening.sheet.text.text()
        work.session.lists.history.request_now()
        base = work.session.access.base
        report = await work.session.account.audit.check()
        purged = [line for line in report.lines if line.event == "patient_purged"]
        assert number in [line.consultation_id for line in purged]
        assert {line.detail for line in purged} == {""}
    own = workplace.folders.account(str(base), 1001)
    key = await storage.read_key(chain_of(workplace, base))
    words = words_in(own.data / VAULT_FILE, key)
    assert patient.name not in words
    assert HALF_WRITTEN not in str(words)
    async with workplace.open() as work:
        page = await history_of(work)
        await until(lambda: work.session.lists.history.state.read_ms is not None, "read anew")
        assert number not in numbers(page)
        stored = work.session.store.history
        assert all(stored.get(one).target.member_id != patient.member_id for one in numbers(page))
