"""Quick replies: opened by a slash or the button, found, filled in, inserted, never sent."""

import pytest
from PySide6.QtCore import Qt

from tests.ui.composer.conftest import HERE, THERE, alone
from tests.ui.waiting import until
from workstation.domain.quick_replies import QuickReply
from workstation.ui.composer.quick_replies.menu import QuickMenu
from workstation.ui.composer.quick_replies.rows import QuickEntry
from workstation.ui.composer.quick_replies.sheet import QuickSheet
from workstation.ui.kit.announcer import announcer
from workstation.ui.kit.layers.popover import SHADOW_ROOM
from workstation.ui.kit.theme import SIZE, theme

CARE = "避免抓挠，穿宽松棉质衣物"


def menu(bench) -> QuickMenu | None:
    """The open menu, if any."""
    menus = [one for one in bench.window.findChildren(QuickMenu) if one.isVisible()]
    assert len(menus) <= 1
    return menus[0] if menus else None


def quick_entries(bench) -> list[QuickEntry]:
    entries = menu(bench).entries
    items = [entries.entry(row) for row in range(entries.rowCount())]
    return [entry for entry in items if entry.selectable]


def titles(bench) -> list[str]:
    return [entry.title for entry in quick_entries(bench)]


def texts(bench) -> list[str]:
    return [entry.text for entry in quick_entries(bench)]


def search(bench, words: str) -> None:
    """Type into the menu's field."""
    for letter in words:
        bench.press(Qt.Key(ord(letter.upper())))


async def test_a_slash_in_an_empty_input_opens_the_menu_above_the_composer(bench):
    bench.open()
    bench.press(Qt.Key.Key_Slash)
    opened = menu(bench)
    assert opened is not None
    assert bench.text == ""
    assert opened.search.edit.hasFocus()
    assert len(titles(bench)) == len(bench.signed_in.messaging.quick_replies.replies)
    drawn = opened.geometry().adjusted(SHADOW_ROOM, SHADOW_ROOM, -SHADOW_ROOM, -SHADOW_ROOM)
    box = bench.composer.box
    assert drawn.width() == SIZE.quick_replies
    assert min(opened.new.height(), opened.manage.height()) >= SIZE.control_sm
    assert drawn.bottom() < box.mapTo(bench.window, box.rect().topLeft()).y()
    opened.close_now()


async def test_a_screen_reader_is_told_what_enter_picks(bench, screen_reader):
    bench.open()
    bench.press(Qt.Key.Key_Slash)
    first, second = quick_entries(bench)[:2]
    assert announcer.recent[0] == first.spoken
    bench.press(Qt.Key.Key_Down)
    await until(lambda: screen_reader[-1:] == [second.spoken.rstrip("。")])
    menu(bench).close_now()


@pytest.mark.parametrize("height", [560, 900])
async def test_the_menu_never_covers_what_is_written(bench, height):
    bench.window.resize(640, height)
    bench.open()
    bench.composer.tools.quick.click()
    bottom = menu(bench).geometry().bottom() - SHADOW_ROOM
    assert bottom < bench.composer.box.mapTo(bench.window, bench.composer.box.rect().topLeft()).y()
    menu(bench).close_now()


async def test_the_menu_is_no_wider_than_the_window_in_large_text(bench):
    theme.set_text_size(200)
    bench.window.resize(640, 560)
    bench.open()
    bench.composer.tools.quick.click()
    opened = menu(bench)
    drawn = opened.geometry().adjusted(SHADOW_ROOM, SHADOW_ROOM, -SHADOW_ROOM, -SHADOW_ROOM)
    assert bench.window.rect().contains(drawn)
    assert opened.rect().contains(opened.manage.geometry())
    opened.close_now()


@pytest.mark.parametrize("sign", ["/", "／", "、"])
async def test_the_key_opens_it_under_an_input_method_too(bench, sign):
    bench.open()
    bench.compose("", sign)
    assert menu(bench) is not None
    assert bench.text == ""
    bench.compose("", sign)
    assert menu(bench) is None
    assert bench.text == sign


async def test_a_slash_behind_words_is_a_slash(bench):
    bench.open()
    bench.write("120")
    bench.press(Qt.Key.Key_Slash)
    assert menu(bench) is None
    assert bench.text == "120/"


async def test_two_slashes_are_one(bench):
    bench.open()
    bench.press(Qt.Key.Key_Slash)
    bench.press(Qt.Key.Key_Slash)
    assert menu(bench) is None
    assert bench.text == "/"
    assert bench.composer.editor.hasFocus()


async def test_initials_find_it_and_enter_inserts_it_without_sending(bench):
    bench.open()
    bench.press(Qt.Key.Key_Slash)
    search(bench, "pzhl")
    assert titles(bench) == ["皮疹护理"]
    bench.press(Qt.Key.Key_Return)
    await bench.settle()
    assert menu(bench) is None
    assert bench.text.startswith(CARE)
    assert bench.composer.editor.hasFocus()
    assert await bench.queued() == []


async def test_letters_still_being_composed_find_it_already(bench):
    bench.open()
    bench.press(Qt.Key.Key_Slash)
    bench.compose("p'z'h'l")
    assert titles(bench) == ["皮疹护理"]
    bench.compose("", "皮疹")
    assert "皮疹护理" in titles(bench)
    menu(bench).close_now()


async def test_the_arrow_keys_go_to_the_next_and_a_click_takes_one(bench):
    bench.open()
    bench.press(Qt.Key.Key_Slash)
    opened = menu(bench)
    first, second = titles(bench)[:2]
    bench.press(Qt.Key.Key_Down)
    bench.press(Qt.Key.Key_Return)
    texts = {one.title: one.text for one in bench.signed_in.messaging.quick_replies.replies}
    assert bench.text == texts[second]
    assert bench.text != texts[first]
    assert not opened.isVisible()


async def test_escape_first_empties_the_search_then_closes(bench):
    bench.open()
    bench.press(Qt.Key.Key_Slash)
    search(bench, "zzz")
    assert titles(bench) == []
    assert menu(bench).empty.isVisible()
    bench.press(Qt.Key.Key_Return)
    bench.press(Qt.Key.Key_Escape)
    assert len(titles(bench)) > 10
    bench.press(Qt.Key.Key_Escape)
    assert menu(bench) is None
    assert bench.composer.editor.hasFocus()


@pytest.mark.parametrize(
    ("consultation", "text"),
    [
        (HERE, "王秀英您好，王小宝的情况"),
        (THERE, "李敏您好，李一诺的情况"),
        (alone("孙悦"), "孙悦您好，您的情况"),
    ],
)
async def test_names_and_the_form_of_address_are_filled_in(bench, consultation, text):
    bench.open(consultation)
    await bench.signed_in.messaging.quick_replies.add(
        QuickReply("试", "{称呼}您好，{就诊人}的情况")
    )
    bench.press(Qt.Key.Key_Slash)
    search(bench, "s")
    search_row = titles(bench).index("试")
    assert text in texts(bench), "what is read in the menu is what is written"
    for _ in range(search_row):
        bench.press(Qt.Key.Key_Down)
    bench.press(Qt.Key.Key_Return)
    assert bench.text == text


async def test_it_is_put_where_the_caret_stands(bench):
    bench.open()
    bench.write("您好。再见")
    cursor = bench.composer.editor.textCursor()
    cursor.setPosition(3)
    bench.composer.editor.setTextCursor(cursor)
    bench.composer.tools.quick.click()
    search(bench, "pzhl")
    bench.press(Qt.Key.Key_Return)
    assert bench.text.startswith("您好。" + CARE)
    assert bench.text.endswith("再见")


async def test_the_foot_leads_to_a_new_one_that_says_what_is_written(bench):
    bench.open()
    bench.write("按压会不会褪色？")
    bench.composer.tools.quick.click()
    menu(bench).new.click()
    sheet = bench.window.findChild(QuickSheet)
    assert sheet.isVisible()
    assert sheet.form.text.text() == "按压会不会褪色？"
    assert sheet.form.title.edit.hasFocus()
    sheet.form.revert()
    sheet.close_now()
    assert bench.composer.editor.hasFocus()


async def test_a_first_set_that_cannot_be_kept_is_said(bench, full, monkeypatch):
    monkeypatch.setattr(bench.signed_in.messaging.quick_replies, "_loaded", False)
    full()
    bench.wiring.quick_replies.open_menu()
    await bench.settle()
    assert menu(bench) is None
    assert "磁盘" in bench.error_text


async def test_tab_stays_inside_and_going_elsewhere_closes_it(bench):
    bench.open()
    bench.press(Qt.Key.Key_Slash)
    opened = menu(bench)
    for part in (opened.new, opened.manage, opened.search.edit):
        bench.press(Qt.Key.Key_Tab)
        assert part.hasFocus()
    bench.press(Qt.Key.Key_Backtab)
    assert opened.manage.hasFocus()
    bench.press(Qt.Key.Key_Return)
    assert menu(bench) is None
    sheet = bench.window.findChild(QuickSheet)
    sheet.done.setFocus()
    bench.press(Qt.Key.Key_Return)
    assert not sheet.isVisible()
    bench.press(Qt.Key.Key_Slash)
    bench.composer.tools.send.setEnabled(True)
    bench.composer.tools.send.setFocus()
    assert menu(bench) is None
    assert bench.composer.tools.send.hasFocus()
