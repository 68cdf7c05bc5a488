"""The platform is down, and so is the line: the doctor's words arrive all the same."""

import asyncio

from tests.fakes.screen_reader import listening
from tests.journeys.conftest import until
from workstation.domain.errors import ServerFault
from workstation.domain.message import Delivery
from workstation.services.lists import ListState
from workstation.session.im_preferences import TOKEN
from workstation.ui.kit.announcer import announcer
from workstation.ui.kit.strings import error_text, tr
from workstation.vault import sql

NO_PASSWORD, NO_PLATFORM = "http=503@GET /im/password", "reset@*"
MANGO = 20418
WORDS = "先别抓，冷敷十分钟"
ARRIVED = {Delivery.SENT, Delivery.READ}


def is_token_kept(connection) -> bool:
    """Whether the next start has something in place of a password."""
    return (
        sql.one(connection, "SELECT 1 FROM preference WHERE name LIKE ?", (f"{TOKEN}%",))
        is not None
    )


async def test_a_token_brings_the_session_back_while_the_platform_answers_nothing(workplace):
    async with workplace.open() as work:
        await work.online()
        while not await work.session.vault.read(is_token_kept):  # noqa: ASYNC110 - nobody is told
            await asyncio.sleep(0.01)
    workplace.clinic.dial(NO_PASSWORD)
    async with workplace.open() as work:
        await work.online()
        await work.open_consultation(MANGO)
        work.clinic.dial(NO_PLATFORM, "im-cut=before@in * message#1")
        work.write(WORDS)
        work.press_enter()
        await until(
            lambda: any(
                each.text == WORDS and each.delivery in ARRIVED for each in work.messages()
            ),
            "said on the session that came back",
        )
        assert work.texts().count(WORDS) == 1


async def test_of_a_queue_that_was_never_read_nobody_is_told_that_nobody_waits(
    workplace, monkeypatch
):
    async with workplace.open() as work:
        await work.online()
        monkeypatch.setattr(work.main_window.active.queue, "longest_waiting", lambda: None)
        error = ServerFault("503")
        for state, sentence in (
            (ListState(error=error), str(error_text(error))),
            (ListState(busy=True), tr("active.reading.title")),
            (ListState(read_ms=1), tr("queue.nobody_waits")),
        ):
            work.session.lists.queue.state = state
            work.main_window.navigation.open_next_patient()
            assert work.main_window.frame.notice_bar.recent[0].text == sentence


async def test_a_search_in_what_was_never_read_is_not_said_to_have_found_nothing(workplace):
    workplace.clinic.dial("http=503@GET /consult/*_list")
    failed = str(error_text(ServerFault("503")))
    with listening():
        async with workplace.open(sign_in=False) as work:
            await work.come_in()
            lists = work.session.lists
            await until(lambda: lists.queue.state.error and lists.history.state.error, "both fail")
            work.active.queue.searched.emit("皮疹")
            assert announcer.recent[0] == failed
            assert work.active.queue.empty.sentence.text() == tr("queue.empty")
            work.main_window.frame.show_page("history")
            pane = work.main_window.frame.page("history").list_pane
            pane.searched.emit("湿疹")
            pane.rows_asked.emit()
            title = error_text(ServerFault("503")).what
            await until(lambda: announcer.recent[0] == title, "the reader hears why")
            assert (pane.total.text(), pane.filters.count_label.text()) == ("", "")


async def test_who_works_here_is_to_be_seen_while_the_platform_answers_nothing(workplace):
    """On a computer of several doctors: the words of this one go out once it answers."""
    async with workplace.open() as work:
        await work.online()
        name = work.session.account.profile.display_name
        work.clinic.dial(NO_PLATFORM)
    async with workplace.open() as work:
        assert work.session.account.profile.page is None
        assert name in work.main_window.frame.rail.doctor.accessibleName()
