"""An at sign opens the names of the team; the one picked stands in the text."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from tests.fakes.archive import COLLEAGUE, ROOM
from tests.ui.composer.conftest import HERE, THERE
from workstation.domain.changes import Changes
from workstation.domain.mentions import Mention, begun_name
from workstation.ui.composer.mention_menu import MentionMenu, matching_names
from workstation.vault.conversation import members
from workstation.vault.unsent import outbox


async def name_colleague(bench) -> None:
    await bench.vault.write(members.learn, COLLEAGUE, "周明岚")
    bench.desk.apply(Changes(names=((COLLEAGUE, "周明岚"),)))


def menu(bench):
    return next((one for one in bench.window.findChildren(MentionMenu) if one.isVisible()), None)


async def test_a_name_is_picked_by_keys_and_its_doctor_mentioned(bench):
    await name_colleague(bench)
    bench.open()
    bench.write("请")
    bench.press(Qt.Key.Key_At)
    assert menu(bench) is not None
    bench.press(Qt.Key.Key_Return)
    assert bench.text == "请@周明岚 "
    assert bench.composer.editor.hasFocus()
    bench.write("看一下")
    await bench.send()
    (entry,) = await bench.vault.read(outbox.entries, ROOM)
    command = await bench.vault.read(outbox.command, entry.origin_id)
    assert command.mentions == (Mention(COLLEAGUE, 1, 5),)


async def test_a_doctor_without_a_name_is_mentioned_by_number(bench):
    bench.open()
    bench.compose("", "＠")
    assert menu(bench) is not None
    bench.press(Qt.Key.Key_Return)
    assert bench.text == f"＠{COLLEAGUE} "


@pytest.mark.parametrize("before", ["a", "7"])
async def test_an_address_of_mail_opens_nothing(bench, before):
    bench.open()
    bench.write(before)
    bench.press(Qt.Key.Key_At)
    assert menu(bench) is None


async def test_the_names_of_one_team_do_not_lie_over_the_reply_to_another_patient(bench):
    """By a key the keyboard stays in the text; Enter would write a name there."""
    bench.open(HERE)
    bench.press(Qt.Key.Key_At)
    assert menu(bench) is not None
    bench.open(THERE)
    assert menu(bench) is None
    bench.press(Qt.Key.Key_Return)
    assert bench.text == ""


async def test_a_sign_that_was_typed_before_the_team_was_known_offers_it_once_it_is(bench):
    """Right after a consultation is opened for the first time the sign had opened nothing."""
    bench.open(replace(HERE, doctor_ids=()))
    bench.press(Qt.Key.Key_At)
    assert menu(bench) is None
    bench.open(HERE)
    assert menu(bench) is not None
    bench.press(Qt.Key.Key_Escape)
    bench.open(HERE)
    assert menu(bench) is None


async def test_a_sign_in_another_reply_offers_nothing(bench):
    bench.open(replace(HERE, doctor_ids=()))
    bench.press(Qt.Key.Key_At)
    bench.open(THERE)
    assert menu(bench) is None


async def test_escape_leaves_the_sign_alone(bench):
    bench.open()
    bench.press(Qt.Key.Key_At)
    bench.press(Qt.Key.Key_Escape)
    assert menu(bench) is None
    assert bench.text == "@"
    assert bench.composer.editor.hasFocus()


READINGS = {
    "周": ("zhou",),
    "明": ("ming",),
    "岚": ("lan",),
    "陈": ("chen",),
    "以": ("yi",),
    "恒": ("heng",),
}
TEAM = {2: "周明岚", 3: "陈以恒", 4: "Ａｎｎａ Li", 1007: ""}


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("", [2, 3, 4, 1007]),
        ("明", [2]),
        ("zml", [2]),
        ("zhouming", [2]),
        ("chenyh", [3]),
        ("zhon", []),
        ("YH", [3]),
        ("ann", [4]),
        ("100", [1007]),
        ("x", []),
    ],
)
def test_names_are_found_by_characters_pinyin_and_number(typed, left):
    assert list(matching_names(TEAM, typed, READINGS)) == left


@pytest.mark.parametrize(
    ("before", "typed"),
    [("请@", ""), ("请＠周明", "周明"), ("@a @b", "b"), ("@周明岚 好", None), ("没有", None)],
)
def test_a_name_begins_behind_the_last_sign_and_ends_with_a_blank(before, typed):
    assert begun_name(before) == typed


async def test_typing_narrows_the_names_and_enter_writes_the_one_that_is_left(bench):
    await name_colleague(bench)
    bench.open()
    bench.write("请")
    bench.press(Qt.Key.Key_At)
    bench.compose("zml")
    await bench.settle()
    assert menu(bench) is not None
    bench.compose("", "周")
    assert [item.written for item in menu(bench).items] == ["周明岚"]
    bench.press(Qt.Key.Key_Down)
    bench.press(Qt.Key.Key_Return)
    assert bench.text == "请@周明岚 "
    assert menu(bench) is None
    await bench.settle()
    assert await bench.queued() == []


async def test_what_no_name_has_stays_as_it_is_typed(bench):
    await name_colleague(bench)
    bench.open()
    bench.press(Qt.Key.Key_At)
    await bench.settle()
    bench.write("8pm")
    assert menu(bench) is None
    assert bench.text == "@8pm"
    bench.write(" ")
    bench.press(Qt.Key.Key_At)
    bench.press(Qt.Key.Key_Left)
    assert menu(bench) is None, "the caret left the name"
    await bench.settle()
