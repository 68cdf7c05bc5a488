"""A voice message with bookmarks, and the note of one being written."""

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from tests.gallery import sample
from tests.gallery.board import PEAKS, DrawnBoard
from tests.gallery.scenes.active import WINDOW, desk
from workstation.domain.bookmarks import Bookmark
from workstation.domain.message import MessageKind
from workstation.ui.conversation.bookmark_panel import BookmarkPanel
from workstation.ui.conversation.timeline.items import items
from workstation.ui.gallery.__main__ import GalleryScene
from workstation.ui.media.media_lookup import MediaPhase, VoiceState

BOOKMARKS = (
    Bookmark(4_000, "夜里痒醒两次"),
    Bookmark(11_000, "用过的药膏：氢化可的松，家里剩的，去年买"),
)


def bookmarks() -> QWidget:
    """Two moments of the mother's voice, and the note of a third."""
    board = DrawnBoard()
    board.voice_now = VoiceState(MediaPhase.READY, PEAKS, 18_000, 15_000, True, True, 1.0)
    made = desk(board)
    made.show_queue(sample.worklist())
    lines = tuple(
        replace(line, played=True) if line.kind is MessageKind.VOICE else line
        for line in sample.MESSAGES[:4]
    )
    made.open(lines)
    view = made.page.conversation.view
    view.show_items(
        items(lines, sample.RASH_CONSULTATION, bookmarks={sample.VOICE: BOOKMARKS}), follow=True
    )
    panel = BookmarkPanel(view, Bookmark(15_000, ""), known=False)
    # Opened as by hand it would close when the window behind it takes its size.
    panel.adjustSize()
    panel.move(440, 200)
    panel.show()
    return made.frame


SCENES = [GalleryScene("bookmarks", *WINDOW, bookmarks)]
