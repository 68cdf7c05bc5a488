"""What a doctor may do about a message besides reading it: answer it, or change an own one."""

from collections.abc import Callable, Iterator
from functools import partial

from workstation.domain.handover import is_handover
from workstation.domain.message import Amending, Delivery, Message, SpeakerRole
from workstation.ui.conversation.timeline.hit_actions import GiveUpChange, HitAction, Withdraw
from workstation.ui.conversation.timeline.row_menu import MenuEntry
from workstation.ui.kit.actions import ACTIONS
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import Icon

Check = Callable[[Message], bool]


def never(_message: Message) -> bool:
    """Whether a message may be changed, where one can only read: no."""
    return False


def replies(
    message: Message,
    reply: Callable[[Message], object],
    read_back: Callable[[Message], object],
) -> Iterator[MenuEntry]:
    """Answer it with a quote, where it can be quoted; a colleague's handover by what it says."""
    if message.quotable:
        (keys,) = ACTIONS["reply"].shown_keys
        yield MenuEntry(tr("conversation.reply"), Icon.CHAT, partial(reply, message), keys=keys)
        if message.speaker.role is SpeakerRole.COLLEAGUE and is_handover(message.written):
            yield MenuEntry(tr("handover.read_back"), Icon.CHECK, partial(read_back, message))


def own_changes(
    message: Message,
    *,
    may_correct: Check,
    may_withdraw: Check,
    correct: Callable[[Message], object],
    run: Callable[[HitAction], object],
) -> Iterator[MenuEntry]:
    """Edit, take back, and letting go of a change that the room refused."""
    if may_correct(message):
        yield MenuEntry(tr("conversation.correct"), Icon.PENCIL, partial(correct, message))
    if may_withdraw(message):
        waits = message.position is None and message.delivery is not Delivery.SENDING
        name = tr("conversation.take_back" if waits else "conversation.withdraw")
        yield MenuEntry(name, Icon.UNDO, partial(run, Withdraw(message.key)))
    is_refused = message.position is not None and message.delivery is Delivery.FAILED
    if is_refused and message.amending is not Amending.NOTHING:
        name = tr("conversation.give_up_change")
        yield MenuEntry(name, Icon.X, partial(run, GiveUpChange(message.key)))
