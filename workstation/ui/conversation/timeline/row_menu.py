"""What can be done with one row of the conversation, or with several, as a menu.

What a row offers by itself are its ``hits``. Beside them stand entries: answering a message,
changing an own one, what can be done with a picture, bookmarks in a recording, and of several
messages a part of the record.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from workstation.domain.bookmarks import Bookmark
from workstation.domain.export import ExportChannel
from workstation.domain.handover import is_handover
from workstation.domain.local_file import is_local
from workstation.domain.message import Amending, Delivery, Message, SpeakerRole
from workstation.domain.photos import ViewerStart
from workstation.ui.conversation.timeline.hit_actions import (
    CopyPicture,
    EditBookmark,
    GiveUpChange,
    HitAction,
    OpenPicture,
    PlayVoice,
    SaveMedium,
    SeekVoice,
    Withdraw,
)
from workstation.ui.conversation.timeline.items import CardItem, MessageItem, TimelineItem
from workstation.ui.conversation.timeline.paint_context import Hit, hit_denial
from workstation.ui.conversation.timeline.text import TextLink
from workstation.ui.export.rules import export_rules
from workstation.ui.kit.actions import ACTIONS
from workstation.ui.kit.layers.menu import Menu
from workstation.ui.kit.strings import tr
from workstation.ui.kit.strings.formats import clock_position
from workstation.ui.kit.theme import Icon
from workstation.ui.media.media_lookup import MediaLookup

Check = Callable[[Message], bool]
EXCERPT_WAYS = ((ExportChannel.PDF, Icon.DOWNLOAD), (ExportChannel.PRINT, Icon.DOC))


class MenuEntry(NamedTuple):
    """One more thing to be done with a row; a ``denial`` says why it cannot be."""

    name: str
    icon: Icon
    run: Callable[[], object]
    denial: str = ""
    keys: str = ""


def open_row_menu(  # noqa: PLR0913 - what one row has to offer
    owner: QWidget,
    at: QPoint,
    *,
    hits: list[Hit],
    links: tuple[TextLink, ...],
    copy: Callable[[], object] | None,
    keep_as_quick_reply: Callable[[], object] | None,
    entries: Sequence[MenuEntry],
    trigger: Callable[[Hit], object],
    open_link: Callable[[str], object],
) -> Menu | None:
    """Open the menu with its corner ``at`` a point of the screen; None where nothing is offered."""
    menu, denial = Menu(owner), export_rules.denial(ExportChannel.TEXT)
    if copy is not None:
        menu.add(tr("conversation.copy"), copy, icon=Icon.COPY, keys="Ctrl C", denial=denial)
    if keep_as_quick_reply is not None:
        item = menu.add(tr("quick.keep_text"), keep_as_quick_reply, icon=Icon.QUICK)
        item.setEnabled(not denial)  # from there it could be copied as words of one's own
    for entry in entries:
        keys, denial = entry.keys, entry.denial
        menu.add(entry.name, entry.run, icon=entry.icon, keys=keys, denial=denial)
    for link in links:
        name = tr("conversation.open_link", host=link.host)
        menu.add(name, partial(open_link, link.url), icon=Icon.LINK)
    for hit in hits:
        menu.add(hit.name, partial(trigger, hit), denial=hit_denial(hit))
    if copy is None and not links and not hits and not entries:
        menu.deleteLater()
        return None
    menu.open_at(at)
    menu.focus_first()
    return menu


def open_copy_menu(
    owner: QWidget,
    at: QPoint,
    count: int,
    copy: Callable[[], object],
    entries: Sequence[MenuEntry] = (),
) -> None:
    """What can be done with several messages: they are copied, and what ``entries`` say."""
    menu, denial = Menu(owner), export_rules.denial(ExportChannel.TEXT)
    name = tr("conversation.copy_several", count=count)
    menu.add(name, copy, icon=Icon.COPY, keys="Ctrl C", denial=denial)
    for entry in entries:
        menu.add(entry.name, entry.run, icon=entry.icon, denial=entry.denial)
    menu.open_at(at)
    menu.focus_first()


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


def meant_picture(hits: Iterable[Hit], pointed: Hit | None) -> OpenPicture | None:
    """The picture under the pointer, or the only one of the row; ``None`` among several."""
    if pointed is not None and isinstance(pointed.action, OpenPicture):
        return pointed.action
    pictures = [hit.action for hit in hits if isinstance(hit.action, OpenPicture)]
    return pictures[0] if len(pictures) == 1 else None


def unlisted_hits(picture: OpenPicture | None) -> tuple[type[HitAction], ...]:
    """What of a row its menu does not list as it is: a place on a wave, and the meant picture."""
    return (SeekVoice,) if picture is None else (SeekVoice, OpenPicture)


def picture_entries(
    picture: OpenPicture, name: str, run: Callable[[HitAction], object]
) -> Iterator[MenuEntry]:
    """All that can be done with a picture; ``name`` is what a file of it is called."""
    url = picture.url

    def entry(key: str, icon: Icon, action: HitAction, *ways: ExportChannel) -> MenuEntry:
        denial = next(filter(None, map(export_rules.denial, ways)), "")
        return MenuEntry(tr(f"conversation.picture.{key}"), icon, partial(run, action), denial)

    yield entry("look", Icon.EYE, picture)
    yield entry("copy", Icon.COPY, CopyPicture(url), ExportChannel.PICTURE)
    yield entry("save", Icon.DOWNLOAD, SaveMedium(url, name), ExportChannel.FILE)
    yield entry("measure", Icon.RULER, OpenPicture(url, ViewerStart.MEASURE))
    yield entry("compare", Icon.COMPARE, OpenPicture(url, ViewerStart.COMPARE))


def can_be_bookmarked(url: str) -> bool:
    """Whether a recording has the address that it will be known by: one to be uploaded has not."""
    return bool(url) and not is_local(url)


def bookmark_entries(
    item: TimelineItem,
    hits: Iterable[Hit],
    share: float | None,
    media: MediaLookup,
    run: Callable[[HitAction], object],
) -> Iterator[MenuEntry]:
    """A bookmark at a ``share`` of the wave, or where the recording is; and each one's note."""
    voice = next((hit.action for hit in hits if isinstance(hit.action, PlayVoice)), None)
    if voice is None or not can_be_bookmarked(voice.url):
        return
    at_ms = _moment(voice, share, media)
    if at_ms is not None:
        yield _bookmark_entry("add", at_ms, voice, run)
    for bookmark in _bookmarks_of(item):
        yield _bookmark_entry("edit", bookmark.at_ms, voice, run)


def _moment(voice: PlayVoice, share: float | None, media: MediaLookup) -> int | None:
    state = media.voice(voice.url, voice.key)
    if share is not None and state.duration_ms:
        return round(share * state.duration_ms)
    return state.position_ms if state.current else None


def _bookmarks_of(item: TimelineItem) -> tuple[Bookmark, ...]:
    return item.bookmarks if isinstance(item, CardItem | MessageItem) else ()


def _bookmark_entry(
    key: str, at_ms: int, voice: PlayVoice, run: Callable[[HitAction], object]
) -> MenuEntry:
    name = tr(f"conversation.bookmark.{key}", time=clock_position(at_ms))
    icon = Icon.BOOKMARK if key == "add" else Icon.PENCIL
    return MenuEntry(name, icon, partial(run, EditBookmark(voice.url, voice.key, at_ms)))


def excerpt_entries(
    items: Iterable[TimelineItem], ask: Callable[[frozenset[Hashable], ExportChannel], object]
) -> Iterator[MenuEntry]:
    """``ask`` is given the keys of the items, and the way by which they go out."""
    keys = frozenset(item.key for item in items)
    for channel, icon in EXCERPT_WAYS:
        name = tr(f"record.menu.excerpt_{channel.value}")
        yield MenuEntry(name, icon, partial(ask, keys, channel), export_rules.denial(channel))
