"""An at sign opens the names of the team; the one picked stands in the text."""

import pytest
from PySide6.QtCore import Qt

from tests.fakes.archive import COLLEAGUE, ROOM
from workstation.domain.changes import Changes
from workstation.domain.mentions import Mention
from workstation.ui.kit.layers.menu import Menu
from workstation.vault import members, outbox


async def name_colleague(bench) -> None:
    await bench.vault.write(members.learn, COLLEAGUE, "周明岚")
    bench.desk.apply(Changes(names=((COLLEAGUE, "周明岚"),)))


def menu(bench):
    return next((one for one in bench.window.findChildren(Menu) if one.isVisible()), None)


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


async def test_escape_leaves_the_sign_alone(bench):
    bench.open()
    bench.press(Qt.Key.Key_At)
    bench.press(Qt.Key.Key_Escape)
    assert menu(bench) is None
    assert bench.text == "@"
    assert bench.composer.editor.hasFocus()
