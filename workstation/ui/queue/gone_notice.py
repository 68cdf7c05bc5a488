"""The open consultation left the queue by itself: whose it was, whether a reply was not sent."""

from functools import partial

from workstation.ui.composer.wiring import ComposerWiring
from workstation.ui.conversation.timeline.items import count_waiting
from workstation.ui.kit.fields.composing import finish_composing
from workstation.ui.kit.layers.snack_bar import NoticeAction, Notify
from workstation.ui.kit.strings import tr
from workstation.ui.queue.page import ActivePage


def notify_gone(page: ActivePage, composer: ComposerWiring, notify: Notify) -> None:
    """Say that the open consultation left the queue, and offer to open it in the history.

    There the draft can be read and copied, and what still waited to go out stands marked so. A
    platform that lists it there only later is asked for this one.
    """
    consultation = page.conversation.consultation
    if consultation is None:
        return
    finish_composing()
    is_begun = composer.has_text or bool(page.composer.tray.urls)
    is_lost = is_begun or count_waiting(page.conversation.view.items) > 0
    key = "queue.gone_unsent" if is_lost else "queue.gone"
    sentence = tr(key, name=consultation.patient_name or tr("queue.no_name"))
    show = partial(page.ended_asked.emit, consultation.consultation_id)
    notify(sentence, NoticeAction(show, tr("queue.open")))
