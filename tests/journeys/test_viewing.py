"""Looking at pictures large: those of the symptom, and those sent in the conversation."""

from tests.journeys.conftest import until
from workstation.domain.message import MessageKind
from workstation.ui.timeline.zones import OpenPicture
from workstation.ui.viewer.viewer import Viewer

MANGO = 20418


def sent_pictures(work):
    return [message for message in work.messages() if message.kind is MessageKind.IMAGE]


async def test_a_picture_of_the_conversation_is_the_one_shown_large(workplace):
    async with workplace.open() as work:
        await work.online()
        await work.open_consultation(MANGO)
        await until(lambda: sent_pictures(work))
        sent = sent_pictures(work)[-1]
        work.active.conversation.view.zone_used.emit(OpenPicture(sent.attachment.url), 0.0)
        viewer = work.window.findChild(Viewer)
        await until(lambda: viewer.panes[0].shot is not None)
        assert viewer.panes[0].shot.url == sent.attachment.url
        assert sent.speaker.name in viewer.panes[0].shot.caption
