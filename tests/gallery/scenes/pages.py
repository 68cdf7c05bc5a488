"""History, profile, settings and a new consultation."""

import dataclasses

from PySide6.QtWidgets import QWidget

from tests.gallery import sample
from tests.gallery.board import DrawnBoard
from workstation.domain.changes import Draft, Gap, KeptDocument, KeptVoice
from workstation.domain.connection import Phase
from workstation.domain.errors import ArchiveRefused, Unreachable
from workstation.domain.ids import ArchiveId
from workstation.ui.conversation.finding.matches import matches_in
from workstation.ui.conversation.timeline.items import items
from workstation.ui.gallery.__main__ import GalleryScene
from workstation.ui.history.day_groups import group_by_day
from workstation.ui.history.page import HistoryPage
from workstation.ui.history.reading import ReadingPhase
from workstation.ui.history.row_delegate import HistoryEntry
from workstation.ui.history.rows import HistoryRowCache
from workstation.ui.kit.strings import error_text, tr
from workstation.ui.new_consultation.choices import PickChoice
from workstation.ui.new_consultation.sheet import OpeningSheet
from workstation.ui.profile.page import ProfilePage
from workstation.ui.shell.window_frame import WindowFrame

WINDOW = (1440, 900)


def framed(name: str, page: QWidget) -> WindowFrame:
    """A page in the window's frame."""
    frame = WindowFrame()
    frame.add_page(name, lambda: page)
    frame.show_page(name)
    frame.rail.show_doctor("林若川", sample.ME, "儿童皮肤科")
    frame.rail.show_connection(Phase.ONLINE)
    frame.rail.show_unread(8)
    return frame


def history(*, with_draft: bool = False) -> QWidget:
    """03: found by words, three ticked, one open."""
    page = HistoryPage(DrawnBoard(), lambda: sample.NOW_MS)
    frame = framed("history", page)
    drafted = sample.past()[1].consultation_id
    is_drafted = drafted.__eq__ if with_draft else lambda _: False
    rows = HistoryRowCache(lambda: sample.NOW_MS, lambda _url: None, is_drafted, lambda _: 0)
    received = sample.past()
    entries = (HistoryEntry(one, rows.row_data) for one in received)
    page.list_pane.show_entries(list(group_by_day(entries, sample.NOW_MS)))
    page.list_pane.show_counts(132, len(received), narrowed=True)
    page.list_pane.list.show_words("湿疹")
    for row in (1, 2, 5):
        page.list_pane.ticks.toggle(received[row].consultation_id)
    page.list_pane.list.update_ticks()
    page.show_consultation(received[1], sample.DOCTORS)
    page.list_pane.list.choose(received[1].consultation_id)
    reading, text = page.side.conversation, sample.MESSAGES[:3]
    reading.view.show_items(items(text, received[1]))
    result = matches_in(received[1], text, "湿疹")
    spans = {place.anchor.key: (place.span,) for place in result}
    reading.view.show_matches(spans, (result[0].anchor.key, result[0].span))
    reading.show_place(1, len(result))
    return frame


def history_empty() -> QWidget:
    """The history of a doctor who has none."""
    page = HistoryPage(DrawnBoard(), lambda: sample.NOW_MS)
    frame = framed("history", page)
    page.list_pane.show_entries([])
    page.list_pane.show_counts(0, 0, narrowed=False)
    page.list_pane.show_empty(tr("history.none"), tr("history.none_next"), "")
    return frame


def history_elsewhere() -> QWidget:
    """Read from the server on a computer that had nothing of it; words are looked for in it."""
    frame = history()
    page = frame.findChild(HistoryPage)
    consultation, reading = page.side.conversation.consultation, page.side.conversation
    gap = Gap(consultation.consultation_id, 1, 0, None, ArchiveId("a"), loadable=True)
    reading.show_reading(ReadingPhase.BUSY)
    rows = items([gap, *sample.MESSAGES[:4]], consultation, loading=frozenset({gap.gap_id}))
    reading.view.show_items(rows)
    reading.view.show_matches({}, None)
    reading.find_bar.show_words("疱疹")
    reading.show_place(0, 0)
    reading.find_bar.offer_rest(offered=True)
    return frame


def history_refused() -> QWidget:
    """The server lets nobody read the conversation, and this computer has nothing of it."""
    frame = history()
    reading = frame.findChild(HistoryPage).side.conversation
    reading.view.show_items(items([], reading.consultation))
    reading.steps.hide()
    reading.show_reading(ReadingPhase.DONE, ArchiveRefused("forbidden"))
    return frame


UNSENT = "看图片像接触性皮炎，先停芒果，今晚用温水洗脸，"
PHOTO = "/papules-4-1-480x480.jpg"


def history_unsent() -> QWidget:
    """It ended elsewhere while a reply was written, with photos and a recording."""
    frame = history(with_draft=True)
    reading = frame.findChild(HistoryPage).side.conversation
    number, voice = reading.consultation.consultation_id, KeptVoice("v", 7_000)
    draft = Draft(number, UNSENT, files=(PHOTO, "r"), voice=voice)
    report = KeptDocument("r", "血常规.pdf", 10)
    reading.unsent.show_draft(dataclasses.replace(draft, documents=(report,)))
    return frame


def history_unsent_alone() -> QWidget:
    """Its consultation stands in no list, and the platform does not give it."""
    frame = history()
    page = frame.findChild(HistoryPage)
    pane = page.list_pane
    pane.unlisted_drafts.show_text(
        tr("history.unlisted_drafts", count=1), "", tr("history.unlisted_drafts_show")
    )
    page.show_draft_only(
        Draft(sample.past()[2].consultation_id, UNSENT * 30, files=(PHOTO,)), "王小宝"
    )
    return frame


def history_failed() -> QWidget:
    """The list could not be read, and there is none of before."""
    frame = history_empty()
    pane = frame.findChild(HistoryPage).list_pane
    pane.show_counts(None, 0, narrowed=False)
    why = error_text(Unreachable("10.0.0.1"))
    pane.show_empty(why.what, why.next, tr("history.retry"), failed=why.code)
    return frame


def profile() -> QWidget:
    """05: two sections changed."""
    page = ProfilePage()
    frame = framed("profile", page)
    edited = dataclasses.replace(
        sample.PROFILE,
        specialties=(*sample.PROFILE.specialties, "药物疹"),
        honours=("2024 年省级科研奖", *sample.PROFILE.honours),
    )
    page.show_profile(sample.PROFILE, edited)
    return frame


def opening() -> QWidget:
    """The sheet on which a consultation is opened."""
    page = QWidget()
    frame = framed("active", page)
    frame.resize(*WINDOW)
    sheet = OpeningSheet(frame)
    sheet.offer(
        [PickChoice(3257, "王小宝"), PickChoice(3258, "王秀英")], [PickChoice(101, "儿科专家团队")]
    )
    sheet.check()
    sheet.open()
    return frame


SCENES = [
    GalleryScene("history", *WINDOW, history),
    GalleryScene("history-empty", *WINDOW, history_empty),
    GalleryScene("history-failed", 1024, 700, history_failed),
    GalleryScene("history-elsewhere", *WINDOW, history_elsewhere),
    GalleryScene("history-unsent", 1024, 700, history_unsent),
    GalleryScene("history-unsent-alone", 1024, 700, history_unsent_alone),
    GalleryScene("history-refused", 1024, 700, history_refused),
    GalleryScene("history-1024", 1024, 700, history),
    GalleryScene("profile", *WINDOW, profile),
    GalleryScene("profile-single", 720, 560, profile),
    GalleryScene("opening", *WINDOW, opening),
]
