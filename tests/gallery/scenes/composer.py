"""Writing: quick replies, the question before a reply goes, a recording, what was refused."""

import math
from collections.abc import Callable, Iterable
from dataclasses import replace

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from tests.gallery import sample
from tests.gallery.painting import grown
from tests.gallery.scenes.active import Desk, desk
from workstation.base.paths import resource
from workstation.domain.guards import Doubts
from workstation.domain.ids import MemberId
from workstation.domain.pinyin import read_table
from workstation.domain.quick_replies import QuickReply
from workstation.domain.quick_reply_file import BadLine, read_file
from workstation.store.quick_replies import look_up
from workstation.ui.composer.guard import sentences
from workstation.ui.composer.mention_menu import MentionMenu
from workstation.ui.composer.quick_replies.menu import QuickMenu
from workstation.ui.composer.quick_replies.sheet import QuickSheet
from workstation.ui.composer.quick_replies.sheet_wiring import bad_line
from workstation.ui.gallery.__main__ import GalleryScene
from workstation.ui.kit.painting import Ink
from workstation.ui.kit.strings import Language, language, tr
from workstation.ui.media.refusals import refusal_text

WIDE, NARROW, LEAST = (1366, 768), (1024, 700), (720, 560)
FOUND = {Language.ZH: "hl", Language.EN: "care"}
"""What the first set has in each language; in Chinese by its initials."""


def replies() -> tuple[QuickReply, ...]:
    """The first set, as it is kept."""
    source = read_file(resource(f"quick_replies/{language().value}.csv").read_bytes()).replies
    return tuple(replace(one, reply_id=number) for number, one in enumerate(source, 1))


def opened() -> Desk:
    """A conversation open, and the composer empty."""
    made = desk()
    made.show_queue(sample.worklist())
    made.open()
    return made


def menu(size: tuple[int, int], words: Callable[[], str] = str) -> Callable[[], QWidget]:
    """The menu opens where there is a window already."""

    def make() -> QWidget:
        made = opened()
        made.frame.resize(*grown(*size))
        made.frame.show()
        QCoreApplication.sendPostedEvents()
        readings = read_table(resource("pinyin/syllables.txt").read_text(encoding="utf-8"))
        visible = QuickMenu(made.page.composer.box, lambda text: look_up(replies(), text, readings))
        visible.show_above()
        visible.search.edit.setText(words())
        visible.show_matches(words())
        return made.frame

    return make


def sheet(then: Callable[[QuickSheet], object] = lambda _: None) -> Callable[[], QWidget]:
    """The sheet of quick replies over it, after ``then``."""

    def make() -> QWidget:
        made = opened()
        visible = QuickSheet(made.frame)
        visible.show_replies(replies())
        visible.open()
        then(visible)
        return made.frame

    return make


def taken(show_widget: QuickSheet) -> None:
    """A file with bad lines was taken in, and a title is missing."""
    bad: Iterable[BadLine] = (
        BadLine(3, "columns"),
        BadLine(9, "empty", "title"),
        BadLine(12, "too_long", "text"),
    )
    items = [tr("quick.taken", count=3), tr("quick.bad_lines", count=3)]
    lines = [bad_line(one) for one in bad]
    show_widget.result.show_result(tr("quick.joint").join(items), Ink.WARNING, lines=lines)
    show_widget.form.title.set_text("")
    show_widget.form.title.edited.emit("")
    show_widget.form.try_save()


def section(show_widget: QuickSheet) -> None:
    """A group's name, and a reply that was taken away."""
    show_widget.list.setCurrentIndex(show_widget.list.entries.index(0, 0))
    show_widget.result.show_result(tr("quick.removed", title=replies()[1].title), undo=True)


def asked() -> QWidget:
    """A draft that names another patient, and what is asked of it."""
    made = opened()
    composer = made.page.composer
    composer.show_draft("刘子墨昨晚又烧了吗？先停掉芒果。", 0)
    composer.show_files(sample.RASH[:2])
    doubts = Doubts(True, ("刘子墨",), sample.MESSAGES[2:3])
    composer.confirmation.ask(sentences(doubts, sample.RASH_CONSULTATION, sample.NOW_MS))
    return made.frame


def mentioned() -> QWidget:
    """The team's names above what is written; one of them is known by number alone."""
    made = opened()
    made.frame.resize(*grown(*NARROW))
    made.frame.show()
    QCoreApplication.sendPostedEvents()
    composer = made.page.composer
    composer.show_draft("@", 1)
    names = {MemberId(1005): "周明岚", MemberId(1002): "陈以恒", MemberId(1006): ""}
    MentionMenu(composer.box, composer.editor, str).show_names(names)
    return made.frame


def recording() -> QWidget:
    """Twelve seconds into a recording."""
    made = opened()
    row = made.page.composer.recording
    made.page.composer.show_recording(visible=True)
    row.begin()
    for moment in range(60):
        row.show_progress(12_000, abs(math.sin(moment / 3)) * 0.45)
    return made.frame


def recorded() -> QWidget:
    """A recording of twelve seconds, played back."""
    made = opened()
    row = made.page.composer.recording
    made.page.composer.show_recording(visible=True)
    row.show_ended(12_000)
    row.show_playing(5_000, playing=True)
    return made.frame


def refused() -> QWidget:
    """Six lines and more, pictures in two rows, two files that were not taken."""
    made = opened()
    composer = made.page.composer
    composer.show_draft("\n".join(f"{n}. 每天消毒 1 次，保持干燥。" for n in range(1, 9)), 0)
    composer.show_files([f"https://media.example/papules-4-{n}-480x480.jpg" for n in range(12)])
    refusals = (("report.pdf", "kind"), ("IMG_2231.jpg", "large"))
    reasons = [(name, tr(f"composer.reason.{why}")) for name, why in refusals]
    composer.show_error(refusal_text(reasons))
    return made.frame


def hindered() -> QWidget:
    """Nothing can be sent in this room now."""
    made = opened()
    made.page.composer.show_blocker(tr("composer.hindrance.not_let_in"))
    made.page.composer.show_draft("先停掉芒果。", 6)
    return made.frame


SCENES = [
    GalleryScene("quick-menu", *WIDE, menu(WIDE)),
    GalleryScene("quick-menu-found", *LEAST, menu(LEAST, lambda: FOUND[language()])),
    GalleryScene("quick-menu-nothing", *NARROW, menu(NARROW, lambda: "zzz")),
    GalleryScene("quick-sheet", *WIDE, sheet()),
    GalleryScene("quick-sheet-taken", *LEAST, sheet(taken)),
    GalleryScene("quick-sheet-section", *NARROW, sheet(section)),
    GalleryScene("composer-asked", *NARROW, asked),
    GalleryScene("composer-mention", *NARROW, mentioned),
    GalleryScene("composer-recording", *WIDE, recording),
    GalleryScene("composer-recorded", *LEAST, recorded),
    GalleryScene("composer-refused", *LEAST, refused),
    GalleryScene("composer-hindered", *NARROW, hindered),
]
