"""The platform is down, and so is the line: the doctor's words arrive all the same."""

import asyncio

from tests.journeys.conftest import until
from workstation.domain.errors import ServerFault
from workstation.domain.message import Delivery
from workstation.services.lists import ListState
from workstation.session.im_preferences import TOKEN
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
        monkeypatch.setattr(work.desk.active.queue, "longest_waiting", lambda: None)
        error = ServerFault("503")
        for state, sentence in (
            (ListState(error=error), str(error_text(error))),
            (ListState(busy=True), tr("active.reading.title")),
            (ListState(read_ms=1), tr("queue.nobody_waits")),
        ):
            work.session.lists.queue.state = state
            work.desk.go.next_patient()
            assert work.desk.frame.notice_bar.recent[0].text == sentence
