"""The settings page."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from workstation.settings.resolve import resolve
from workstation.settings.sources import SettingsLayer, SettingsSource
from workstation.ui.kit.fields.form import SettingCard, SettingRow
from workstation.ui.kit.fields.select import Select
from workstation.ui.kit.page import Width
from workstation.ui.kit.strings import Language, retranslate, set_language
from workstation.ui.kit.theme import SIZE
from workstation.ui.settings.keys import KEYS, KeysSection
from workstation.ui.settings.page import SettingsPage

LEFT = Qt.MouseButton.LeftButton
TAB = Qt.FocusPolicy.TabFocus


def pick(select: Select, value: object) -> None:
    select.choose(value)
    select.activated.emit(select.currentIndex())


def show(page: SettingsPage, policy: dict[str, object] | None = None, **user: object) -> None:
    """Show what is set by the administrator, and by the user with _ for the dots of keys."""
    keys = {key.replace(".", "_"): key for key in page.rows}
    page.show_resolution(
        resolve(
            [
                SettingsLayer(SettingsSource.POLICY_FILE, policy or {}),
                SettingsLayer(SettingsSource.USER, {keys[name]: user[name] for name in user}),
            ]
        )
    )


def offered(select: Select) -> list[int]:
    return [select.itemData(number) for number in range(select.count())]


def test_what_is_set_is_shown_without_being_told_back(page: SettingsPage, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(page.changed):
        show(
            page, ui_theme="dark", ui_text_size=120, ui_language="en", ui_reduced_motion=True,
            waiting_amber=20, waiting_red=90,
        )  # fmt: skip
    rows = page.rows
    assert rows["ui.theme"].choice.value() == "dark"
    assert rows["ui.text_size"].select.currentData() == 120
    assert offered(rows["ui.text_size"].select) == [85, 100, 115, 120, 130, 150, 175, 200]
    assert rows["ui.language"].select.currentData() == "en"
    assert rows["ui.reduced_motion"].switch.isChecked()
    assert rows["waiting.amber"].select.currentData() == 20
    assert rows["waiting.red"].select.currentData() == 90


@pytest.mark.parametrize("language", Language)
def test_what_a_setting_means_is_whole_beside_its_control_at_880(
    page: SettingsPage, language: Language
) -> None:
    set_language(language)
    retranslate(page)
    page.window().layout().setContentsMargins(0, 0, 0, 0)
    page.window().resize(880 - SIZE.rail_compact, 640)
    QApplication.processEvents()
    assert page.width() == 880 - SIZE.rail_compact
    for row in page.findChildren(SettingRow):
        block = row.hint.block(row.hint.width())
        assert row.hint.height() >= block.height
        assert not any(line.text.endswith("\u2026") for line in block.lines)


def test_the_keyboard_stays_on_the_page_where_the_list_of_sections_goes(
    page: SettingsPage, qtbot: QtBot
) -> None:
    qtbot.waitUntil(page.isActiveWindow)
    after = QPushButton()
    page.window().layout().addWidget(after)
    page.items["notices"].setFocus()
    assert page.items["notices"].hasFocus()
    page.fit(Width.SINGLE, short=False)
    assert page.hasFocus()


def test_a_notice_has_room_under_the_cards_and_the_sidebar_stays_whole(page: SettingsPage) -> None:
    """The sidebar's ground ended above the notice, as if the page were cut off."""
    height, view = page.height(), page.scroll_area.viewport().height()
    page.make_room(60)
    page.layout().activate()
    assert page.scroll_area.viewport().height() == view - 60
    assert page.navigation.height() == height
    assert page.navigation.contentsRect().height() == height - 60
    page.make_room(0)
    page.layout().activate()
    assert page.scroll_area.viewport().height() == view


def test_a_change_is_told_by_its_settings_key(page: SettingsPage, qtbot: QtBot) -> None:
    rows = page.rows
    dark = rows["ui.theme"].choice.segments.button(1)
    for act, expected in (
        (lambda: QTest.mouseClick(dark, LEFT), ["ui.theme", "dark"]),
        (lambda: pick(rows["ui.text_size"].select, 150), ["ui.text_size", 150]),
        (lambda: QTest.mouseClick(rows["ui.reduced_motion"].switch, LEFT),
         ["ui.reduced_motion", True]),
        (lambda: pick(rows["ui.language"].select, "en"), ["ui.language", "en"]),
        (lambda: pick(rows["waiting.amber"].select, 15), ["waiting.amber", 15]),
        (lambda: pick(rows["waiting.red"].select, 120), ["waiting.red", 120]),
    ):  # fmt: skip
        with qtbot.waitSignal(page.changed) as blocker:
            act()
        assert blocker.args == expected


def test_tab_comes_to_the_section_that_is_read(page: SettingsPage) -> None:
    """Since the keyboard was on the list of sections another one came to the top."""
    first, *_, last = page.items.values()
    first.setFocus()
    page.show_section(list(page.items)[-1])
    assert last.isChecked()
    assert [item for item in page.items.values() if item.focusPolicy() & TAB] == [last]


def test_tab_comes_to_the_read_section_also_of_those_added_later(page: SettingsPage) -> None:
    """All but the first sections' rows are made after the list of sections."""
    page.add_section(KEYS, KeysSection)
    below = page.sections["appearance"]
    for name, item in page.items.items():
        page.show_section(name)
        assert [each for each in page.items.values() if each.focusPolicy() & TAB] == [item]
        item.setFocus()
        QTest.keyClick(item, Qt.Key.Key_Tab)
        QTest.keyClick(page.scroll_area, Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        assert focused is not None
        assert below.isAncestorOf(focused)


def test_tab_comes_to_what_scrolls_behind_the_list_beside_it(page: SettingsPage) -> None:
    """It lies at the right of the list, and came before it."""
    assert page.sections
    page.resize(page.width(), 200)
    assert page.scroll_area.focusPolicy() & TAB
    first, *_ = page.items.values()
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is page.scroll_area
    QTest.keyClick(page.scroll_area, Qt.Key.Key_Backtab)
    assert QApplication.focusWidget() is first


def test_amber_stays_before_red(page: SettingsPage) -> None:
    amber, red = page.rows["waiting.amber"].select, page.rows["waiting.red"].select
    show(page, waiting_amber=45, waiting_red=60)
    assert max(offered(amber)) < 60
    assert min(offered(red)) > 45
    pick(red, 90)
    assert max(offered(amber)) == 60


def test_a_time_that_is_not_offered_is_shown_all_the_same(page: SettingsPage) -> None:
    amber, red = page.rows["waiting.amber"].select, page.rows["waiting.red"].select
    show(page, waiting_amber=7, waiting_red=300)
    assert (amber.currentText(), red.currentText()) == ("7 分钟", "5 小时")
    set_language(Language.EN)
    assert red.currentText() == "5 hours"
    show(page, waiting_red=60)
    assert red.currentText() == "1 hour"


def test_one_pane_leaves_the_list_out(page: SettingsPage) -> None:
    page.fit(Width.SINGLE, short=False)
    assert not page.navigation.isVisible()
    page.fit(Width.WIDE, short=False)
    assert page.navigation.isVisible()


def test_the_hours_without_notices_are_picked_and_kept_while_switched_off(
    page: SettingsPage, qtbot: QtBot
) -> None:
    quiet = page.rows["notifications.quiet_hours"].hours
    show(page)
    assert not quiet.begin.isVisible()
    for act, expected in (
        (lambda: QTest.mouseClick(quiet.switch, LEFT), "22:00-07:00"),
        (lambda: pick(quiet.begin, 20 * 60 + 30), "20:30-07:00"),
        (lambda: QTest.mouseClick(quiet.switch, LEFT), ""),
        (lambda: QTest.mouseClick(quiet.switch, LEFT), "20:30-07:00"),
    ):
        with qtbot.waitSignal(page.changed) as blocker:
            act()
        assert blocker.args == ["notifications.quiet_hours", expected]
    assert quiet.begin.isVisible()


def test_hours_that_a_file_names_are_shown_to_the_minute(page: SettingsPage) -> None:
    show(page, notifications_quiet_hours="21:47-06:10")
    quiet = page.rows["notifications.quiet_hours"].hours
    assert (quiet.begin.currentText(), quiet.end.currentText()) == ("21:47", "06:10")


def test_where_nothing_is_announced_there_is_nothing_to_choose_about_it(
    page: SettingsPage, qtbot: QtBot
) -> None:
    rows = page.sections["notices"].rows
    show(page, notifications_enabled=True)
    rest = [
        row.control
        for key, row in rows.items()
        if key.startswith("notifications.") and key != "notifications.enabled"
    ]
    assert all(control.isEnabled() for control in rest)
    with qtbot.waitSignal(page.changed):
        QTest.mouseClick(rows["notifications.enabled"].switch, LEFT)
    assert not any(control.isEnabled() for control in rest)
    assert rows["notifications.enabled"].control.isEnabled()


def test_what_the_administrator_set_is_shown_and_not_to_be_changed(page: SettingsPage) -> None:
    show(page, {"notifications.content": False, "ui.theme": "dark", "locked": ["ui.text_size"]})
    rows = page.rows
    for key in ("notifications.content", "ui.theme", "ui.text_size"):
        assert not rows[key].control.isEnabled()
        assert rows[key].hint.text() == "由管理员设置"
    assert rows["ui.theme"].choice.value() == "dark"
    QTest.mouseClick(rows["notifications.enabled"].switch, LEFT)
    QTest.mouseClick(rows["notifications.enabled"].switch, LEFT)
    assert not rows["notifications.content"].control.isEnabled()
    assert rows["notifications.sound"].control.isEnabled()
    set_language(Language.EN)
    assert rows["ui.theme"].hint.text() == "Set by your administrator"
    assert rows["ui.language"].control.isEnabled()


def test_what_the_administrator_sets_no_longer_can_be_changed_again(page: SettingsPage) -> None:
    show(page, {"ui.theme": "dark"})
    show(page)
    row = page.rows["ui.theme"]
    assert row.control.isEnabled()
    assert row.hint.text() == "深色模式不改变图片颜色"


def test_the_keys_are_named_with_what_they_do_in_both_languages(
    show_widget: Callable[..., QWidget],
) -> None:
    section = KeysSection()
    show_widget(section)
    assert section.keys["match"].text.text() == "下一处、上一处"
    assert section.keys["match"].text.accessibleName() == "下一处、上一处: F3 / Shift F3"
    set_language(Language.EN)
    assert section.keys["search"].text.text() == "Search everything"
    assert len({row.text.text() for row in section.keys.values()}) == len(section.keys)


class SqueezedCards(QObject):
    """What was painted lower than its rows need."""

    def __init__(self) -> None:
        super().__init__()
        self.heights: list[tuple[int, int]] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint and isinstance(watched, SettingCard):
            height, least = watched.height(), watched.minimumSizeHint().height()
            if height < least:
                self.heights.append((height, least))
        return False


def test_no_card_is_painted_squeezed_while_sections_are_made(
    show_widget: Callable[..., QWidget], qtbot: QtBot
) -> None:
    page = SettingsPage("1.2.3")
    page.add_section(KEYS, KeysSection)
    squeezed = SqueezedCards()
    QApplication.instance().installEventFilter(squeezed)
    show_widget(page).resize(1000, 700)
    qtbot.waitUntil(lambda: not page._makers and not page._sections[KEYS.name]._left)
    QApplication.processEvents()
    QApplication.instance().removeEventFilter(squeezed)
    assert squeezed.heights == [], squeezed.heights
