"""What the platform says of the open consultation is shown without waiting for the next list."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.journeys.conftest import until
from workstation.domain.changes import Place
from workstation.domain.events import Invited
from workstation.services.consultation_refresh import RefreshState
from workstation.services.lists import ListState
from workstation.store.history import HistoryFilter
from workstation.ui.kit.layers.snack_bar import SnackBar
from workstation.ui.kit.strings import tr

MANGO = 20418


def fault(number: int) -> str:
    return f"http=503@GET /consult/{number}"


async def opened(work, number: int) -> list[RefreshState]:
    """Open it, and wait until the platform has answered for it."""
    states: list[RefreshState] = []
    stop = work.session.lists.refresh.states.subscribe(states.append)
    await work.open_consultation(number)
    await until(
        lambda: any(each.consultation_id == number and not each.busy for each in states),
        "the platform answered",
    )
    stop()
    return states


async def test_a_consultation_is_read_again_when_it_is_opened(workplace):
    async with workplace.open() as work:
        await work.online()
        first, second = work.session.store.worklist.consultation_ids()[:2]
        assert [state.error for state in await opened(work, first)] == [None, None]
        await opened(work, second)
        assert work.active.details.problem_bar.isHidden()


async def test_a_failure_is_one_quiet_line_that_can_be_tried_again(workplace):
    async with workplace.open() as work:
        await work.online()
        number, other = work.session.store.worklist.consultation_ids()[:2]
        name = work.session.store.worklist.row(number).consultation.target.name
        work.clinic.dial(fault(number))
        bar = work.active.details.problem_bar
        await opened(work, number)
        assert not bar.isHidden()
        assert tr("details.stale", reason="").rstrip() in bar.title.text()
        assert work.active.conversation.consultation.target.name == name, "all is there as before"
        work.clinic.clear()
        bar.action.click()
        await until(bar.isHidden, "it was tried again")
        work.clinic.dial(fault(other))
        await opened(work, other)
        assert not bar.isHidden()
        await opened(work, number)
        assert bar.isHidden(), "the line was the other's"


async def test_an_invitation_has_the_list_read_and_brings_nothing_by_itself(workplace):
    workplace.clinic.dial("http=503@GET /consult/in_process_list")
    async with workplace.open(sign_in=False) as work:
        await work.come_in()
        await work.online()
        link, worklist = work.session.messaging.link, work.session.store.worklist
        states: list[tuple[Place, ListState]] = []
        work.session.lists.states.subscribe(states.append)
        link._deliver([Invited(MANGO)])
        await until(
            lambda: any(place is Place.IN_PROCESS and not state.busy for place, state in states),
            "the list was asked for again",
        )
        assert (len(worklist), link.visit(MANGO)) == (0, None)
        work.clinic.clear()
        link._deliver([Invited(MANGO)])
        await until(lambda: worklist.row(MANGO), "the list tells of it")
        await until(lambda: link.visit(MANGO), "and its room is entered")


async def test_a_number_in_the_palette_opens_what_stands_in_no_list(workplace):
    workplace.clinic.dial("http=503@GET /consult/in_process_list")
    workplace.clinic.dial(f"http=503@GET /consult/{MANGO}")
    async with workplace.open(sign_in=False) as work:
        await work.come_in()
        work.main_window.palette.open(str(MANGO))
        palette = work.main_window.palette.palette
        await until(lambda: palette.current is not None, "it is offered")
        assert palette.current.title == tr("search.by_number", number=MANGO)
        QTest.keyClick(palette.field.edit, Qt.Key.Key_Return)
        history = work.main_window.frame.page("history")
        bar = history.list_pane.unlisted
        failed = tr("history.unlisted_failed", number=MANGO, reason="")
        await until(lambda: bar.title.text().startswith(failed), "one quiet line")
        work.clinic.clear()
        bar.action.click()
        await until(lambda: history.open_key == MANGO, "it was tried again")
        assert bar.isHidden()
        assert history.side.conversation.consultation.target.name


async def test_a_history_that_failed_is_read_as_soon_as_the_queue_is_again(workplace):
    async with workplace.open() as work:
        await work.online()
        lists = work.session.lists
        work.clinic.dial("http=500@GET /consult/*_list")
        lists.queue.request_now()
        lists.history.request_now()
        await until(lambda: lists.queue.state.error and lists.history.state.error, "both fail")
        work.main_window.frame.show_page("history")
        bar = work.main_window.frame.page("history").list_pane.problem_bar
        await until(bar.isVisible, "the history says so")
        work.clinic.clear()
        lists.queue.request_now()
        await until(bar.isHidden, "it is read without being asked for")
        assert lists.history.state.error is None


async def test_the_history_says_how_many_are_not_kept_on_this_computer(workplace):
    async with workplace.open() as work:
        await work.online()
        lists = work.session.lists
        work.main_window.frame.show_page("history")
        strip = work.main_window.frame.page("history").list_pane.left_out
        await until(lambda: lists.history.state.read_ms is not None, "the history is read")
        assert strip.isHidden()
        lists.retention._retention_ms = 0
        lists.history.request_now()
        await until(lambda: not strip.isHidden(), "said below the list")
        assert strip.text.text() == tr("history.left_out", count=lists.history.state.left_out)


async def attach(work):
    """A photo and no word."""
    photo = QImage(8, 8, QImage.Format.Format_RGB32)
    photo.fill(Qt.GlobalColor.red)
    work.active.composer.editor.picture_given.emit(photo)
    await until(lambda: work.active.composer.tray.urls)


async def compose(work):
    """An input method is at it; the word is not in the text yet."""
    work.active.composer.editor.setFocus()
    QApplication.sendEvent(work.active.composer.editor, QInputMethodEvent("deng", []))


@pytest.mark.parametrize("begin", [compose, attach])
async def test_a_reply_that_is_no_text_yet_is_not_sent_either(workplace, begin):
    async with workplace.open() as work:
        await work.online()
        await work.open_consultation(MANGO)
        await begin(work)
        work.clinic.finish(MANGO)
        work.session.refresh()
        await until(lambda: work.active.open_key is None)
        bars = work.window.findChildren(SnackBar)
        assert tr("queue.gone_unsent", name="王小宝") in [bar.text for bar in bars]


@pytest.mark.parametrize(
    ("written", "sentence"), [("", "queue.gone"), ("等一下", "queue.gone_unsent")]
)
async def test_a_conversation_that_leaves_the_screen_by_itself_is_told_of(
    workplace, written, sentence
):
    """It had vanished under the doctor's hands, in the middle of a word, without any."""
    async with workplace.open() as work:
        await work.online()
        await work.open_consultation(MANGO)
        work.write(written)
        work.clinic.finish(MANGO)
        work.session.refresh()
        await until(lambda: work.active.open_key is None)
        bars = work.window.findChildren(SnackBar)
        assert tr(sentence, name="王小宝") in [bar.text for bar in bars]


def copied_parts(bar) -> tuple[str, str, str]:
    """What a bar says, and what can be done about it."""
    return bar.title.text(), bar.text.text(), bar.action.text()


async def test_a_reply_whose_consultation_ended_elsewhere_can_be_read_and_copied(workplace):
    """Its draft stayed in the vault, where nobody could see it; also after the next start."""
    title = tr("history.unsent_with", files=tr("queue.pictures", count=1))
    async with workplace.open() as work:
        await work.online()
        await work.open_consultation(MANGO)
        work.main_window.navigation.open_ended(MANGO)
        history = work.main_window.frame.page("history")
        await until(lambda: history.open_key == MANGO, "the platform was asked for it")
        assert history.side.conversation.unsent.isHidden(), "it can still be sent"
        work.main_window.frame.show_page("active")
        work.write("先停芒果，")
        await attach(work)
        work.write("观察两天")
        work.clinic.finish(MANGO)
        work.session.refresh()
        await until(lambda: work.active.open_key is None)
        bars = work.window.findChildren(SnackBar)
        sentence = tr("queue.gone_unsent", name="王小宝")
        next(bar for bar in bars if bar.text == sentence).button.click()
        unsent = history.side.conversation.unsent
        await until(unsent.isVisible, "the notice leads there")
        assert copied_parts(unsent) == (title, "先停芒果，观察两天", tr("history.unsent_copy"))
        unsent.action.click()
        assert QApplication.clipboard().text() == "先停芒果，观察两天"
    async with workplace.open(sign_in=False) as work:
        await until(lambda: work.program.main_window is not None, "signed in")
        await until(lambda: work.session.store.history.get(MANGO), "the history is read")
        work.main_window.frame.show_page("history")
        history = work.main_window.frame.page("history")
        history.list_pane.chosen.emit(MANGO)
        await until(lambda: history.open_key == MANGO)
        assert history.side.conversation.unsent.isVisible()
        history.list_pane.chosen.emit(work.session.store.history.find(HistoryFilter(), set())[-1])
        await until(lambda: history.open_key != MANGO)
        assert history.side.conversation.unsent.isHidden(), "of that patient alone"
