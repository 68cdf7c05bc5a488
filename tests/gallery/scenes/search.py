"""Searching: the palette over the window (08a), words found in the open conversation, a day."""

import datetime as dt

from PySide6.QtWidgets import QWidget

from tests.gallery import sample
from tests.gallery.painting import grown
from tests.gallery.scenes.active import WINDOW, desk, desk_at_work
from workstation.ui.conversation.finding.matches import matches_in
from workstation.ui.gallery.__main__ import GalleryScene
from workstation.ui.kit.fields.calendar import Calendar
from workstation.ui.kit.strings import formats, tr
from workstation.ui.kit.theme import Icon
from workstation.ui.palette.entries import GroupHeading, ResultGroup, ResultPerson, SearchResult
from workstation.ui.palette.palette import Palette

RASH, MANGO = "皮疹", "芒果"


def results() -> list[SearchResult | GroupHeading]:
    """Consultations, messages and actions, as the palette finds them."""
    consultation, text, act = ResultGroup.CONSULTATIONS, ResultGroup.MESSAGES, ResultGroup.ACTIONS
    on = tr("search.active")
    day = formats.day(sample.NOW_MS - 4 * 86_400_000, sample.NOW_MS)
    yesterday = formats.day(sample.NOW_MS - 86_400_000, sample.NOW_MS)
    today = formats.day(sample.NOW_MS, sample.NOW_MS)
    heads = [
        GroupHeading(group, tr(f"search.group.{group.value}"))
        for group in (consultation, text, act)
    ]
    return [
        heads[0],
        SearchResult(consultation, 1, ResultPerson("小宝", 1), "王小宝",
              "手臂和肚子上开始出现红色皮疹", on),
        SearchResult(consultation, 2, ResultPerson("孙悦", 4), "孙悦", "换季后脸颊皮疹反复", on),
        SearchResult(consultation, 3, ResultPerson("安安", 5), "周安安", "湿疹，皮疹伴脱屑",
              tr("search.ended_on", day=day)),
        heads[1],
        SearchResult(text, 4, Icon.CHAT, "何静",
              "先观察两天，体温有变化随时告诉我们，后背的皮疹已经消了",
              tr("search.said_on", name="何雨桐", day=yesterday)),
        SearchResult(text, 5, Icon.CHAT, "孙悦", "换了面霜以后皮疹好一些了",
              tr("search.said_on", name="孙悦", day=today)),
        heads[2],
        SearchResult(act, 6, Icon.SEARCH, tr("search.in_history", words=RASH), keys="Ctrl H"),
    ]  # fmt: skip


def palette() -> QWidget:
    """The palette over the work queue with results in all groups."""
    made = desk_at_work()
    over = Palette(made.frame)
    over.open()
    over.field.edit.setText(RASH)
    over.show_results(RASH, results())
    return made.frame


def palette_filtered() -> QWidget:
    """One group alone."""
    made = palette()
    over = made.findChild(Palette)
    over._filter(ResultGroup.MESSAGES)
    over.show_results(RASH, [entry for entry in results() if entry.group is ResultGroup.MESSAGES])
    return made


def palette_nothing() -> QWidget:
    """The same with nothing found for words that look like markup."""
    made = palette()
    made.findChild(Palette).show_results("<b>紫癜</b>", ())
    return made


def find() -> QWidget:
    """Words in the symptom and in two messages, the second of the three places shown."""
    made = desk()
    made.show_queue(sample.worklist())
    made.open()
    pane = made.page.conversation
    consultation = matches_in(sample.RASH_CONSULTATION, sample.MESSAGES, MANGO)
    spans = {match.anchor.key: (match.span,) for match in consultation}
    pane.find_bar.show_words(MANGO)
    pane.view.show_matches(spans, (consultation[1].anchor.key, consultation[1].span))
    pane.show_place(2, len(consultation))
    return made.frame


def calendar() -> QWidget:
    """Days of one month, some of them with messages."""
    made = desk()
    made.show_queue(sample.worklist())
    made.open()
    made.frame.resize(*grown(*WINDOW))
    made.frame.show()
    today = dt.date(2026, 10, 12)
    month = Calendar(made.page.conversation.head.search, today, tr("search.jump.calendar"))
    month.show_month(today.replace(day=1), [today.replace(day=day) for day in (3, 5, 6, 9, 12)])
    month.open(right=True)
    return made.frame


def since() -> QWidget:
    """What an absence missed, above the queue."""
    made = desk()
    made.show_queue(sample.worklist())
    now_ms = sample.NOW_MS
    new = tr("queue.since.opened", count=3), tr("queue.since.wrote", count=2)
    answers = [
        tr("queue.since.answered", name=name, count=count)
        for name, count in (("周明岚", 2), ("陈以恒", 1))
    ]
    time = formats.day_time(now_ms - 16 * 3_600_000, now_ms)
    lines = [tr("queue.comma").join(part) for part in (new, answers)]
    longest = tr("queue.since.longest", duration=formats.duration(126))
    made.page.queue.activity_summary.show_lines(
        tr("queue.since.title", time=time), [*lines, longest]
    )
    return made.frame


SCENES = [
    GalleryScene("find", *WINDOW, find),
    GalleryScene("find-single", 720, 560, find),
    GalleryScene("calendar", *WINDOW, calendar),
    GalleryScene("since", *WINDOW, since),
    GalleryScene("since-1024", 1024, 700, since),
    GalleryScene("palette", *WINDOW, palette),
    GalleryScene("palette-filtered", *WINDOW, palette_filtered),
    GalleryScene("palette-nothing", 1024, 700, palette_nothing),
    GalleryScene("palette-single", 720, 560, palette),
]
