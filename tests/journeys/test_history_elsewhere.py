"""A conversation that this computer never held, opened in the history of a new one."""

import pytest

from tests.journeys.conftest import Work, until
from tests.journeys.phone import phone_in
from workstation.domain.errors import ArchiveRefused
from workstation.services import history_reader, page_queue
from workstation.ui.conversation.timeline.items import GapItem, MessageItem
from workstation.ui.kit.strings import error_text, tr

MANGO, COLLEAGUE = 20418, 1002
COUNT = 100
FIRST, LAST = "第0句", f"第{COUNT - 1}句"
BELOW = "第59句"
"""On the third page, far from its upper end: what is missing above does not come into sight."""


@pytest.fixture
def ended(clinic, monkeypatch):
    """A long conversation that ended before this computer was ever signed in."""
    monkeypatch.setattr(page_queue, "PAGE_MESSAGES", 20)
    monkeypatch.setattr(history_reader, "MAX_REST_PAGES", 1)
    for number in range(COUNT):
        clinic.say(MANGO, COLLEAGUE, f"第{number}句")
    clinic.finish(MANGO)
    return MANGO


async def opened(work: Work, number: int):
    """The history's page with this consultation open."""
    work.main_window.frame.show_page("history")
    page = work.main_window.frame.page("history")
    rows = page.list_pane.entries
    await until(lambda: rows.row(number) >= 0, "it is in the history")
    page.list_pane.list.setCurrentIndex(rows.index(rows.row(number), 0))
    await until(lambda: page.open_key == number)
    return page.side.conversation


def texts(conversation) -> list[str]:
    return [each.message.text for each in conversation.view.items if isinstance(each, MessageItem)]


async def test_a_conversation_of_elsewhere_is_read_from_its_end_upward(workplace, ended):
    async with workplace.open() as work:
        await work.online()
        await until(lambda: work.session.store.history.get(ended) is not None)
        patient = work.session.store.history.get(ended).creator.member_id
        async with phone_in(work.clinic, patient, ended) as phone:
            await is_refused_and_tried_again(work, ended)
            await is_found_in_what_is_not_here(work, ended)
            await is_read_up(work, ended)
            assert await phone.before_pong() == [], "neither presence nor read marker"
        await is_told_offline(work, ended)


async def is_refused_and_tried_again(work: Work, number: int) -> None:
    """A server that lets nobody read is one sentence, and a click asks again."""
    work.clinic.dial(f"im-refuse=forbidden@in {work.clinic.member_id} iq")
    conversation = await opened(work, number)
    refused = error_text(ArchiveRefused("forbidden")).what
    await until(lambda: conversation.locked.text.text() == refused)
    work.clinic.clear()
    conversation.locked.retry.click()
    await until(lambda: LAST in texts(conversation), "the newest page")
    await until(conversation.locked.retry.isHidden)
    await until(conversation.view.at_end, "the end is in sight")
    assert FIRST not in texts(conversation)


async def is_found_in_what_is_not_here(work: Work, number: int) -> None:
    """Nothing of the words is here; one page more has them, and all of it is not read for them."""
    conversation = await opened(work, number)
    bar = conversation.find_bar
    bar.open(BELOW)
    bar.edited.emit(BELOW)
    await until(bar.rest.isVisible, "more can be looked through")
    await until(bar.nothing.isVisible, "nothing is here")
    bar.rest.click()
    await until(lambda: bar.steps.text.text().startswith("第 1 处"))
    await until(lambda: bar.rest.text() == tr("search.find.rest"), "it came to its bound")
    assert FIRST not in texts(conversation)
    bar.close_now()


async def is_read_up(work: Work, number: int) -> None:
    """Pulled to the top, page after page comes; nothing of it is news."""
    conversation = await opened(work, number)
    bar = conversation.view.verticalScrollBar()

    def pulled_up() -> bool:
        bar.setValue(0)
        return not any(isinstance(each, GapItem) for each in conversation.view.items)

    await until(pulled_up, "all of it")
    words = [text for text in texts(conversation) if text.startswith("第")]
    assert words == [f"第{number}句" for number in range(COUNT)]
    assert conversation.locked.text.text() == tr("history.locked")
    assert work.session.store.worklist.row(number) is None


async def is_told_offline(work: Work, number: int) -> None:
    await work.session.messaging.link.close()
    others = (each.consultation_id for each in work.session.store.history)
    conversation = await opened(work, next(each for each in others if each != number))
    await until(lambda: conversation.locked.text.text() == tr("history.silent_offline"))
