"""What the menu of a recording offers of bookmarks: one at a moment, and those there are."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from workstation.domain.bookmarks import Bookmark
from workstation.domain.local_file import is_local
from workstation.ui.conversation.timeline.hit_actions import EditBookmark, HitAction, PlayVoice
from workstation.ui.conversation.timeline.items import CardItem, MessageItem, TimelineItem
from workstation.ui.conversation.timeline.paint_context import Hit
from workstation.ui.conversation.timeline.row_menu import MenuEntry
from workstation.ui.kit.strings import tr
from workstation.ui.kit.strings.formats import clock_position
from workstation.ui.kit.theme import Icon
from workstation.ui.media.media_lookup import MediaLookup


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
        yield _entry("add", at_ms, voice, run)
    for bookmark in _bookmarks_of(item):
        yield _entry("edit", bookmark.at_ms, voice, run)


def _moment(voice: PlayVoice, share: float | None, media: MediaLookup) -> int | None:
    state = media.voice(voice.url, voice.key)
    if share is not None and state.duration_ms:
        return round(share * state.duration_ms)
    return state.position_ms if state.current else None


def _bookmarks_of(item: TimelineItem) -> tuple[Bookmark, ...]:
    return item.bookmarks if isinstance(item, CardItem | MessageItem) else ()


def _entry(key: str, at_ms: int, voice: PlayVoice, run: Callable[[HitAction], object]) -> MenuEntry:
    name = tr(f"conversation.bookmark.{key}", time=clock_position(at_ms))
    icon = Icon.BOOKMARK if key == "add" else Icon.PENCIL
    return MenuEntry(name, icon, partial(run, EditBookmark(voice.url, voice.key, at_ms)))
