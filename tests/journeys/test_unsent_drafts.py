"""A draft of a consultation that is over: found, looked at, deleted; also where nothing else is."""

from PySide6.QtGui import QImage

from tests.journeys.conftest import Work, until
from tests.journeys.opening import photo
from workstation.ui.kit.layers.dialog import Dialog
from workstation.ui.kit.layers.snack_bar import SnackBar
from workstation.ui.kit.strings import tr
from workstation.ui.viewer.viewer import Viewer
from workstation.vault.unsent import drafts, files

MANGO = 20418
WORDS = "先停芒果，" * 400


async def write_and_end(work: Work, folder) -> None:
    """A reply with a photo is being written as the consultation ends elsewhere."""
    await work.online()
    await work.open_consultation(MANGO)
    work.write(WORDS)
    path = folder / "p.jpg"
    photo(path)
    work.active.composer.editor.picture_given.emit(QImage(str(path)))
    await until(lambda: work.active.composer.tray.urls)
    work.clinic.finish(MANGO)
    work.session.refresh()
    await until(lambda: work.active.open_key is None)


async def answer(work: Work, name: str) -> None:
    """Press a button of the question that is asked."""
    await until(lambda: work.window.findChildren(Dialog))
    work.window.findChildren(Dialog)[-1].answered.emit(name)


def row_of(page):
    """What the list shows of the consultation."""
    rows = page.list_pane.entries
    entry = rows.entry(rows.row(MANGO))
    return entry.make_row_data(entry.consultation)


async def test_a_draft_in_the_history_is_marked_looked_at_and_deleted(workplace, tmp_path):
    async with workplace.open() as work:
        await write_and_end(work, tmp_path)
        work.main_window.frame.show_page("history")
        page = work.main_window.frame.page("history")
        await until(lambda: page.list_pane.entries.row(MANGO) >= 0, "it is over")
        tag = tr("history.unsent_tag")
        assert row_of(page).warnings == (tag,)
        assert tag in row_of(page).spoken
        page.list_pane.chosen.emit(MANGO)
        bar = page.side.conversation.unsent
        await until(bar.isVisible)
        assert bar.text.text() == WORDS, "all of it, however long"
        await until(lambda: bar.area.verticalScrollBar().maximum(), "it scrolls in its part")
        (url,) = bar.files.urls
        bar.files.opened.emit(url)
        await until(lambda: work.window.findChildren(Viewer), "its photo is shown large")
        await until(lambda: work.window.findChildren(Viewer)[-1].levels_of(url), "and loaded")
        work.window.findChildren(Viewer)[-1].closed.emit()
        bar.delete.click()
        await answer(work, "cancel")
        assert bar.isVisible()
        bar.delete.click()
        await answer(work, "delete")
        await until(bar.isHidden)
        assert row_of(page).warnings == ()
        vault = work.session.vault
        assert not (await vault.read(drafts.get, MANGO)).files
        assert await vault.read(files.data, url.removeprefix("own:")) is None


async def test_a_draft_of_what_no_list_has_is_shown_alone(workplace, tmp_path):
    """The platform deleted the consultation: without its page the draft was saved and not seen."""
    async with workplace.open() as work:
        await write_and_end(work, tmp_path)
        await until(lambda: work.session.store.history.get(MANGO))
        await work.session.access.consultations.delete(MANGO)
        work.main_window.frame.show_page("history")
        page = work.main_window.frame.page("history")
        work.session.refresh()
        bar = page.list_pane.unlisted_drafts
        await until(bar.isVisible, "the list says that there is one")
        work.clinic.dial(f"http=404@GET /consult/{MANGO}")
        bar.action.click()
        alone = page.side.unlisted_draft
        await until(alone.isVisible, "it is shown")
        files_text = tr("queue.pictures", count=1)
        title = tr("history.unsent_of_with", name="王小宝", files=files_text)
        assert (alone.title.text(), alone.text.text()) == (title, WORDS)
        assert page.list_pane.unlisted.isVisible(), "and why nothing else is"
        alone.opened.emit(alone.files.urls[0])
        await until(lambda: work.window.findChildren(Viewer), "its photo is shown large")
        work.window.findChildren(Viewer)[-1].closed.emit()
        alone.delete.click()
        await answer(work, "delete")
        await until(alone.isHidden)
        await until(bar.isHidden)
        assert not page.side.open


async def test_the_draft_of_what_the_doctor_deletes_goes_with_it(workplace, tmp_path):
    async with workplace.open() as work:
        await write_and_end(work, tmp_path)
        work.main_window.frame.show_page("history")
        page = work.main_window.frame.page("history")
        await until(lambda: page.list_pane.entries.row(MANGO) >= 0)
        work.session.lists.hidden_rows.forget([MANGO])
        vault = work.session.vault
        await until(lambda: not work.session.store.worklist.draft(MANGO).text)
        assert not (await vault.read(drafts.get, MANGO)).text


async def test_what_was_sent_and_still_waits_as_its_consultation_ends_is_said(workplace, tmp_path):
    """The photo was still on its way up: it stood there as queued for good, and nobody said so."""
    workplace.clinic.dial("http=500@PUT *")
    async with workplace.open() as work:
        await work.online()
        await work.open_consultation(MANGO)
        await work.caught_up(MANGO)  # else what a colleague wrote before is asked about
        path = tmp_path / "p.jpg"
        photo(path)
        work.active.composer.editor.picture_given.emit(QImage(str(path)))
        await until(lambda: work.active.composer.tray.urls)
        await work.say("请看图")
        work.clinic.finish(MANGO)
        work.session.refresh()
        await until(lambda: work.active.open_key is None)
        bars = [bar for bar in work.window.findChildren(SnackBar) if bar.isVisible()]
        sentence = tr("queue.gone_unsent", name="王小宝")
        assert sentence in [bar.text for bar in bars]
        next(bar for bar in bars if bar.text == sentence).button.click()
        history = work.main_window.frame.page("history")
        await until(lambda: history.open_key == MANGO)
        locked = history.side.conversation.locked.text
        await until(lambda: locked.text() == tr("history.locked_unsent", count=2))
        await until(lambda: history.list_pane.entries.row(MANGO) >= 0, "the list has it, too")
        tag = tr("history.unsent_messages", count=2)
        assert row_of(history).warnings == (tag,)
        assert tag in row_of(history).spoken
