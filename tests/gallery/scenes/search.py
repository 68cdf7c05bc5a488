"""Searching: the palette over the window (08a), a word found in the open conversation."""

from PySide6.QtWidgets import QWidget

from tests.gallery import sample
from tests.gallery.scenes.active import WINDOW, desk
from workstation.ui.gallery import Scene
from workstation.ui.palette.entries import Found, Group, GroupHeading, Person
from workstation.ui.palette.palette import Palette
from workstation.ui.strings import formats, tr
from workstation.ui.theme import Icon

RASH = "皮疹"


def results() -> list[Found | GroupHeading]:
    told, said, act = Group.CONSULTATIONS, Group.MESSAGES, Group.ACTIONS
    on = tr("search.active")
    day = formats.day(sample.NOW_MS - 4 * 86_400_000, sample.NOW_MS)
    yesterday = formats.day(sample.NOW_MS - 86_400_000, sample.NOW_MS)
    today = formats.day(sample.NOW_MS, sample.NOW_MS)
    heads = [GroupHeading(group, tr(f"search.group.{group.value}")) for group in (told, said, act)]
    return [
        heads[0],
        Found(told, 1, Person("小宝", 1), "王小宝", "手臂和肚子上开始出现红色皮疹", on),
        Found(told, 2, Person("孙悦", 4), "孙悦", "换季后脸颊皮疹反复", on),
        Found(told, 3, Person("安安", 5), "周安安", "湿疹，皮疹伴脱屑",
              tr("search.ended_on", day=day)),
        heads[1],
        Found(said, 4, Icon.CHAT, "何静", "先观察两天，体温有变化随时告诉我们，后背的皮疹已经消了",
              tr("search.said_on", name="何雨桐", day=yesterday)),
        Found(said, 5, Icon.CHAT, "孙悦", "换了面霜以后皮疹好一些了",
              tr("search.said_on", name="孙悦", day=today)),
        heads[2],
        Found(act, 6, Icon.SEARCH, tr("search.in_history", words=RASH), keys="Ctrl H"),
    ]  # fmt: skip


def palette() -> QWidget:
    made = desk()
    made.show_queue(sample.worklist())
    made.open(fresh=sample.FRESH_FROM)
    made.frame.resize(*WINDOW)
    over = Palette(made.frame)
    over.open()
    over.field.edit.setText(RASH)
    over.show_found(RASH, results())
    return made.frame


def palette_filtered() -> QWidget:
    """One group alone."""
    made = palette()
    over = made.findChild(Palette)
    over._filter(Group.MESSAGES)
    over.show_found(RASH, [entry for entry in results() if entry.group is Group.MESSAGES])
    return made


def palette_nothing() -> QWidget:
    made = palette()
    made.findChild(Palette).show_found("<b>紫癜</b>", ())
    return made


SCENES = [
    Scene("palette", *WINDOW, palette),
    Scene("palette-filtered", *WINDOW, palette_filtered),
    Scene("palette-nothing", 1024, 700, palette_nothing),
    Scene("palette-single", 720, 560, palette),
]
