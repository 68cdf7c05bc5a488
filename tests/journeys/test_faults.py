"""Whatever the platform does wrong, the queue stays on the screen and comes back by itself."""

import pytest

from tests.journeys.conftest import until
from tests.journeys.phone import phone_in
from workstation.domain.changes import Place
from workstation.domain.errors import ServerFault, WorkstationError
from workstation.services import lists
from workstation.services.lists import ListState
from workstation.ui.kit.layers.snack_bar import SnackText
from workstation.ui.kit.strings import error_text, tr

FAULTS = [
    ("latency=300", None),
    ("http=500", "platform.fault"),
    ("http=404", "answer.foreign"),
    ("failure=系统繁忙", "platform.refused"),
    ("types=null", None),
    ("types=scalar", "answer.malformed"),
    ("types=strings", None),
    ("types=no-id", None),
    ("types=extra", None),
    ("types=deep", "answer.bound"),
    ("html", "answer.foreign"),
    ("redirect", "answer.redirect"),
    ("huge=64", "answer.bound"),
    ("bomb=512", "answer.bound"),
    ("truncate", "answer.malformed"),
    ("drop", "network.dropped"),
    ("reset", "network.dropped"),
    ("lost", "network.dropped"),
]
MANGO = 20418
LIST = "@GET /consult/in_process_list"


async def read_again(work) -> WorkstationError | None:
    """Read the queue once more; what went wrong."""
    states: list[ListState] = []

    def take(state: tuple[Place, ListState]) -> None:
        if state[0] is Place.IN_PROCESS:
            states.append(state[1])

    stop = work.session.lists.states.subscribe(take)
    work.session.lists.queue.request()
    await until(lambda: any(not state.busy for state in states), "the queue was read")
    stop()
    return next(state for state in states if not state.busy).error


async def test_the_queue_survives_every_fault_and_recovers(workplace, monkeypatch):
    monkeypatch.setattr(lists, "PAUSE_SECONDS", 0)
    async with workplace.open() as work:
        known = set(work.session.store.worklist.consultation_ids())
        rows = work.active.queue.entries
        await until(lambda: rows.rowCount() > len(known), "the queue is on the screen")
        for fault, code in FAULTS:
            work.clinic.dial(f"{fault}{LIST}")
            error = await read_again(work)
            assert (error.code if error else None) == code, fault
            assert set(work.session.store.worklist.consultation_ids()) == known, fault
            assert rows.rowCount() > len(known), fault
            work.clinic.clear()
        assert await read_again(work) is None


async def test_rows_that_are_none_leave_the_rest_and_come_back_with_the_next_answer(
    workplace, monkeypatch
):
    monkeypatch.setattr(lists, "PAUSE_SECONDS", 0)
    async with workplace.open() as work:
        known = set(work.session.store.worklist.consultation_ids())
        work.clinic.dial(f"types=mixed{LIST}")
        assert await read_again(work) is None
        left = set(work.session.store.worklist.consultation_ids())
        assert left < known
        assert len(left) == len(known) - work.session.lists.queue.state.dropped
        work.clinic.clear()
        assert await read_again(work) is None
        assert set(work.session.store.worklist.consultation_ids()) == known


async def test_a_queue_never_read_says_so_and_is_read_again_when_asked(workplace):
    workplace.clinic.dial(f"http=500{LIST}")
    async with workplace.open(sign_in=False) as work:
        await work.come_in()
        title = error_text(ServerFault()).what
        await until(lambda: work.active.nothing.heading.text() == title, "it says what failed")
        assert work.active.nothing.copy_button.isVisible()
        assert not work.active.to_history.isVisible()
        work.clinic.clear()
        work.active.retry.click()
        await until(lambda: len(work.session.store.worklist) > 0, "the queue is read")
        pick = tr("active.pick.title")
        await until(lambda: work.active.nothing.heading.text() == pick)


@pytest.mark.parametrize("form", ["malformed", "doctype", "binary"])
async def test_a_damaged_frame_ends_in_a_new_session_and_nothing_lost(workplace, form, caplog):
    async with workplace.open() as work:
        await work.online()
        await work.open_consultation(MANGO)
        work.clinic.dial(f"im-corrupt={form}@out {work.clinic.member_id} message#1")
        work.write("坏帧之后")
        work.press_enter()
        await until(lambda: work.texts().count("坏帧之后") == 1)
        await until(lambda: work.messages()[-1].delivery.value == "sent", form)
        assert work.texts().count("坏帧之后") == 1
    assert "broke the protocol" in caplog.text


@pytest.mark.parametrize("form", ["oversize", "two-roots"])
async def test_a_message_that_cannot_be_read_ends_nothing_and_is_not_lost(workplace, form, caplog):
    async with workplace.open() as work:
        await work.online()
        await work.open_consultation(MANGO)
        patient = work.session.store.worklist.row(MANGO).consultation.creator.member_id
        room = f"consult-{MANGO}@consult.{work.session.link_factory.names.domain}"
        async with phone_in(work.clinic, patient, MANGO) as phone:
            work.clinic.dial(f"im-corrupt={form}@out {work.clinic.member_id} message#1")
            await phone.say(room, "m1", "刚才更红了")
            await until(lambda: work.texts().count("刚才更红了") == 1, "its archive has it")
    assert "broke the protocol" not in caplog.text


async def test_what_cannot_be_shown_is_said_and_ends_neither_session_nor_program(
    workplace, expect_log
):
    expect_log.append("a subscriber failed")

    def fail(_: object) -> None:
        raise LookupError

    async with workplace.open() as work:
        await work.online()
        await work.open_consultation(20418)
        stop = work.session.store.changes.subscribe(fail)
        work.write("照样发出")
        work.press_enter()
        await until(lambda: work.texts().count("照样发出") == 1)
        await until(lambda: work.messages()[-1].delivery.value == "sent")
        stop()
        notices = [text.accessibleName() for text in work.window.findChildren(SnackText)]
        assert notices.count(tr("window.not_shown")) == 1


async def test_a_history_never_read_is_not_said_to_be_empty(workplace):
    workplace.clinic.dial("http=500@GET /consult/history_list")
    async with workplace.open() as work:
        work.main_window.frame.show_page("history")
        pane = work.main_window.frame.page("history").list_pane
        title = error_text(ServerFault()).what
        await until(lambda: pane.empty.heading.text() == title, "it says what failed")
        assert not pane.total.text()
        work.clinic.clear()
        pane.retry_asked.emit()
        await until(lambda: pane.total.text() == tr("history.total", count=130), "it is counted")


async def test_the_first_reading_is_shown_while_it_lasts(workplace):
    workplace.clinic.dial(f"latency=60000{LIST}")
    async with workplace.open(sign_in=False) as work:
        await work.come_in()
        await until(lambda: work.active.queue.loading.showing, "the bar moves")
        assert work.active.nothing.isVisible()


async def test_an_old_queue_says_how_old_it_is_until_it_is_read_again(workplace):
    async with workplace.open() as work:
        await work.online()
        trouble = work.active.queue.problem_bar
        assert trouble.isHidden()
        work.clinic.dial(f"http=500{LIST}")
        await read_again(work)
        assert trouble.isVisible()
        assert "可能不是最新" in trouble.title.text()
        assert "上次读取于" in trouble.text.text()
        work.clinic.clear()
        trouble.action.click()
        await until(trouble.isHidden, "it is new again")
