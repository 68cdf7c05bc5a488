"""What can be done with one row of the conversation, or with several, as a menu.

What a row offers by itself are its ``hits``. Beside them stand entries: answering a message,
changing an own one, what can be done with a picture, bookmarks in a recording, and of several
messages a part of the record. Each is a value, as a click is; who opens the menu uses what is
picked.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget

from workstation.domain.bookmarks import Bookmark
from workstation.domain.export import ExportChannel
from workstation.domain.handover import is_handover
from workstation.domain.local_file import is_local
from workstation.domain.message import Amending, Delivery, Message, SpeakerRole
from workstation.domain.photos import ViewerStart
from workstation.domain.row_key import NO_ROW
from workstation.domain.value import Value
from workstation.ui.conversation.timeline.hit_actions import (
    AskBetterPhoto,
    Copy,
    CopyPicture,
    Correct,
    EditBookmark,
    GiveUpChange,
    HitAction,
    KeepAsQuickReply,
    OpenLink,
    OpenPicture,
    PlayVoice,
    ReadBack,
    ReplyTo,
    SaveMedium,
    SeekVoice,
    TakeOut,
    Withdraw,
)
from workstation.ui.conversation.timeline.items import CardItem, MessageItem, TimelineItem
from workstation.ui.conversation.timeline.paint_context import Hit, hit_denial
from workstation.ui.conversation.timeline.placed_row import PlacedRow
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


def never(_message: Message) -> bool:
    """Whether a message may be changed, where one can only read: no."""
    return False


class Rights(Value):
    """The actions that messages have; none in a conversation that can only be read.

    ``reply`` also permits asking for better photos and saving quick replies. ``may_correct`` and
    ``may_withdraw`` decide about own messages.
    """

    reply: bool = False
    may_correct: Check = never
    may_withdraw: Check = never


class MenuEntry(NamedTuple):
    """One action; ``denial`` is why it is not possible, where it is not simply disabled."""

    name: str
    icon: Icon | None
    action: HitAction
    denial: str = ""
    keys: str = ""
    enabled: bool = True


def open_menu(
    owner: QWidget, at: QPoint, entries: Sequence[MenuEntry], use: Callable[[HitAction], object]
) -> None:
    """Open it with its corner ``at`` a point of the screen; nothing where nothing is offered."""
    if not entries:
        return
    menu = Menu(owner)
    for entry in entries:
        picked = partial(use, entry.action)
        item = menu.add(entry.name, picked, icon=entry.icon, keys=entry.keys, denial=entry.denial)
        if not entry.enabled:
            item.setEnabled(False)
    menu.open_at(at)
    menu.focus_first()


def row_entries(
    row: PlacedRow, point: QPoint | None, text: str, rights: Rights
) -> Iterator[MenuEntry]:
    """All entries for a row and its ``text``; for what is under the ``point`` where one points."""
    pointed = row.hit_at(point) if point is not None else None
    share = row.share(pointed, point) if point is not None else None
    picture = meant_picture(row.hits, pointed)
    yield from text_entries(text, rights)
    yield from reply_entries(row, rights)
    yield from read_back_entries(row.message, rights)
    yield from picture_entries(picture, row.message)
    yield from bookmark_entries(row, share)
    yield from better_photo_entries(row, rights, pointed)
    yield from change_entries(row.message, rights)
    yield from link_entries(row.links)
    yield from hit_entries(row.hits, picture)


def text_entries(text: str, rights: Rights) -> Iterator[MenuEntry]:
    """The entries to copy a text, or save as a quick reply what could be copied as one's own."""
    denial = export_rules.denial(ExportChannel.TEXT)
    if text:
        yield MenuEntry(tr("conversation.copy"), Icon.COPY, Copy(), denial, "Ctrl C")
    if text and rights.reply:
        name, action = tr("quick.keep_text"), KeepAsQuickReply(text)
        yield MenuEntry(name, Icon.QUICK, action, enabled=not denial)


def reply_entries(row: PlacedRow, rights: Rights) -> Iterator[MenuEntry]:
    """The entry to answer a message with a quote, where it can be quoted."""
    message = row.message
    if rights.reply and message is not None and message.quotable:
        (keys,) = ACTIONS["reply"].shown_keys
        yield MenuEntry(tr("conversation.reply"), Icon.CHAT, ReplyTo(message), keys=keys)


def read_back_entries(message: Message | None, rights: Rights) -> Iterator[MenuEntry]:
    """The entry to answer a colleague's handover by what it says."""
    if message is None or message.speaker.role is not SpeakerRole.COLLEAGUE:
        return
    if rights.reply and message.quotable and is_handover(message.written):
        yield MenuEntry(tr("handover.read_back"), Icon.CHECK, ReadBack(message))


def change_entries(message: Message | None, rights: Rights) -> Iterator[MenuEntry]:
    """The entries to edit, retract, and discard an amendment that the room refused."""
    if message is None:
        return
    if rights.may_correct(message):
        yield MenuEntry(tr("conversation.correct"), Icon.PENCIL, Correct(message))
    if rights.may_withdraw(message):
        waits = message.position is None and message.delivery is not Delivery.SENDING
        name = tr("conversation.take_back" if waits else "conversation.withdraw")
        yield MenuEntry(name, Icon.UNDO, Withdraw(message.key))
    is_refused = message.position is not None and message.delivery is Delivery.FAILED
    if is_refused and message.amending is not Amending.NOTHING:
        yield MenuEntry(tr("conversation.give_up_change"), Icon.X, GiveUpChange(message.key))


def meant_picture(hits: Iterable[Hit], pointed: Hit | None) -> OpenPicture | None:
    """The picture under the pointer, or the only one of the row; ``None`` among several."""
    if pointed is not None and isinstance(pointed.action, OpenPicture):
        return pointed.action
    pictures = [hit.action for hit in hits if isinstance(hit.action, OpenPicture)]
    return pictures[0] if len(pictures) == 1 else None


def picture_entries(picture: OpenPicture | None, message: Message | None) -> Iterator[MenuEntry]:
    """The entries for all that can be done with a picture of a message, or of the symptom."""
    if picture is None:
        return
    sent = message.attachment if message is not None else None
    url, name = picture.url, sent.name if sent is not None else ""

    def entry(key: str, icon: Icon, action: HitAction, *ways: ExportChannel) -> MenuEntry:
        denial = next(filter(None, map(export_rules.denial, ways)), "")
        return MenuEntry(tr(f"conversation.picture.{key}"), icon, action, denial)

    yield entry("look", Icon.EYE, picture)
    yield entry("copy", Icon.COPY, CopyPicture(url), ExportChannel.PICTURE)
    yield entry("save", Icon.DOWNLOAD, SaveMedium(url, name), ExportChannel.FILE)
    yield entry("measure", Icon.RULER, OpenPicture(url, ViewerStart.MEASURE))
    yield entry("compare", Icon.COMPARE, OpenPicture(url, ViewerStart.COMPARE))


def better_photo_entries(
    row: PlacedRow, rights: Rights, pointed: Hit | None = None
) -> Iterator[MenuEntry]:
    """The entry to ask a patient, but no colleague, for a better photo."""
    message, picture = row.message, meant_picture(row.hits, pointed)
    theirs = message is None or message.speaker.role is SpeakerRole.PATIENT
    if rights.reply and picture is not None and theirs:
        name, (keys,) = tr("conversation.picture.better"), ACTIONS["better_photo"].shown_keys
        action = AskBetterPhoto(picture.url, NO_ROW if message is None else message.key)
        yield MenuEntry(name, Icon.REFRESH, action, keys=keys)


def can_be_bookmarked(url: str) -> bool:
    """Whether a recording has the address that it will be known by: one to be uploaded has not."""
    return bool(url) and not is_local(url)


def bookmark_entries(row: PlacedRow, share: float | None) -> Iterator[MenuEntry]:
    """The entries for a bookmark at a ``share`` of the wave, or where it plays, and each note."""
    voice = next((hit.action for hit in row.hits if isinstance(hit.action, PlayVoice)), None)
    if voice is None or not can_be_bookmarked(voice.url):
        return
    at_ms = _moment(voice, share, row.context.media)
    if at_ms is not None:
        yield _bookmark_entry("add", Icon.BOOKMARK, at_ms, voice)
    for bookmark in _bookmarks_of(row.item):
        yield _bookmark_entry("edit", Icon.PENCIL, bookmark.at_ms, voice)


def _moment(voice: PlayVoice, share: float | None, media: MediaLookup) -> int | None:
    state = media.voice(voice.url, voice.key)
    if share is not None and state.duration_ms:
        return round(share * state.duration_ms)
    return state.position_ms if state.current else None


def _bookmarks_of(item: TimelineItem) -> tuple[Bookmark, ...]:
    return item.bookmarks if isinstance(item, CardItem | MessageItem) else ()


def _bookmark_entry(key: str, icon: Icon, at_ms: int, voice: PlayVoice) -> MenuEntry:
    name = tr(f"conversation.bookmark.{key}", time=clock_position(at_ms))
    return MenuEntry(name, icon, EditBookmark(voice.url, voice.key, at_ms))


def link_entries(links: Iterable[TextLink]) -> Iterator[MenuEntry]:
    """An entry for each link, which opens it."""
    for link in links:
        name = tr("conversation.open_link", host=link.host)
        yield MenuEntry(name, Icon.LINK, OpenLink(link.url))


def hit_entries(hits: Iterable[Hit], picture: OpenPicture | None) -> Iterator[MenuEntry]:
    """Entries for what the row offers by itself, but for a place on a wave and for ``picture``."""
    unlisted = SeekVoice if picture is None else SeekVoice | OpenPicture
    for hit in hits:
        if not isinstance(hit.action, unlisted):
            yield MenuEntry(hit.name, None, hit.action, hit_denial(hit))


def several_entries(items: Sequence[CardItem | MessageItem]) -> Iterator[MenuEntry]:
    """The entries to copy several messages, or to take them out as a part of the record."""
    name = tr("conversation.copy_several", count=len(items))
    denial = export_rules.denial(ExportChannel.TEXT)
    yield MenuEntry(name, Icon.COPY, Copy(), denial, "Ctrl C")
    keys = frozenset(item.key for item in items)
    for channel, icon in EXCERPT_WAYS:
        name = tr(f"record.menu.excerpt_{channel.value}")
        yield MenuEntry(name, icon, TakeOut(keys, channel), export_rules.denial(channel))


COMMAND_KEYS = {Qt.Key.Key_R: reply_entries, Qt.Key.Key_P: better_photo_entries}
"""Letters that do what an entry does."""
