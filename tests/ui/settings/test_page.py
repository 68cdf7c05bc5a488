"""The settings page."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from workstation.ui.kit.fields.form import SettingRow
from workstation.ui.kit.fields.select import Select
from workstation.ui.kit.page import Width
from workstation.ui.kit.strings import Language, retranslate, set_language
from workstation.ui.kit.theme import SIZE
from workstation.ui.kit.widgets.switch import Switch
from workstation.ui.settings.keys import KEYS, KeysSection
from workstation.ui.settings.page import SettingsPage
from workstation.ui.settings.sections import SettingsSection

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def page(show_widget: Callable[..., QWidget]) -> SettingsPage:
    page = SettingsPage("1.2.3")
    show_widget(page).resize(1000, 700)
    return page


def pick(select: Select, value: object) -> None:
    select.choose(value)
    select.activated.emit(select.currentIndex())


def offered(select: Select) -> list[int]:
    return [select.itemData(number) for number in range(select.count())]


def test_what_is_set_is_shown_without_being_told_back(page: SettingsPage, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(page.changed):
        page.show_settings(
            theme="dark", text_size=120, language="en", reduced_motion=True,
            waiting_minutes=20, overdue_minutes=90,
        )  # fmt: skip
    appearance, waiting = page.sections["appearance"], page.sections["waiting"]
    assert (appearance.theme.value(), appearance.text_size.currentData()) == ("dark", 120)
    assert offered(appearance.text_size) == [85, 100, 115, 120, 130, 150, 175, 200]
    assert appearance.language.currentData() == "en"
    assert appearance.reduced_motion.isChecked()
    assert (waiting.warning.currentData(), waiting.priority.currentData()) == (20, 90)


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
    page._items["notices"].setFocus()
    assert page._items["notices"].hasFocus()
    page.fit(Width.SINGLE, short=False)
    assert page.hasFocus()


def test_a_change_is_told_by_its_settings_name(page: SettingsPage, qtbot: QtBot) -> None:
    appearance, waiting = page.sections["appearance"], page.sections["waiting"]
    for act, expected in (
        (lambda: QTest.mouseClick(appearance.theme._group.button(1), LEFT), ["theme", "dark"]),
        (lambda: pick(appearance.text_size, 150), ["text_size", 150]),
        (lambda: QTest.mouseClick(appearance.reduced_motion, LEFT), ["reduced_motion", True]),
        (lambda: pick(appearance.language, "en"), ["language", "en"]),
        (lambda: pick(waiting.warning, 15), ["waiting_minutes", 15]),
        (lambda: pick(waiting.priority, 120), ["overdue_minutes", 120]),
    ):  # fmt: skip
        with qtbot.waitSignal(page.changed) as blocker:
            act()
        assert blocker.args == expected


def test_amber_stays_before_red(page: SettingsPage) -> None:
    waiting = page.sections["waiting"]
    page.show_settings(waiting_minutes=45, overdue_minutes=60)
    assert max(offered(waiting.warning)) < 60
    assert min(offered(waiting.priority)) > 45


def test_a_time_that_is_not_offered_is_shown_all_the_same(page: SettingsPage) -> None:
    waiting = page.sections["waiting"]
    page.show_settings(waiting_minutes=7, overdue_minutes=300)
    assert (waiting.warning.currentText(), waiting.priority.currentText()) == ("7 分钟", "5 小时")
    set_language(Language.EN)
    assert waiting.priority.currentText() == "5 hours"
    page.show_settings(overdue_minutes=60)
    assert waiting.priority.currentText() == "1 hour"


def test_another_section_comes_before_about_and_speaks_by_the_same_signal(
    page: SettingsPage, qtbot: QtBot
) -> None:
    class MoreSection(SettingsSection):
        name = "more"
        title_key = "settings.waiting"

        def __init__(self) -> None:
            super().__init__()
            self.switch = Switch()
            self.add_row(self.switch)
            self.switch.toggled.connect(lambda on: self.changed.emit("more", on))

    section = MoreSection()
    page.add_section(section)
    assert [page._cards.itemAt(n).widget().name for n in range(5)] == [
        "appearance", "notices", "waiting", "more", "about",
    ]  # fmt: skip
    with qtbot.waitSignal(page.changed) as blocker:
        QTest.mouseClick(section.switch, LEFT)
    assert blocker.args == ["more", True]


def test_the_version_is_there_to_read(page: SettingsPage) -> None:
    assert page.sections["about"]._version.text() == "1.2.3"


def test_a_sections_name_scrolls_to_it(page: SettingsPage) -> None:
    page.window().resize(1000, 300)
    QTest.mouseClick(page._items["about"], LEFT)
    assert page._scroll.verticalScrollBar().value() > 0
    assert page._items["about"].isChecked()


def test_one_pane_leaves_the_list_out(page: SettingsPage) -> None:
    page.fit(Width.SINGLE, short=False)
    assert not page._nav.isVisible()
    page.fit(Width.WIDE, short=False)
    assert page._nav.isVisible()


def test_the_hours_without_notices_are_picked_and_kept_while_switched_off(
    page: SettingsPage, qtbot: QtBot
) -> None:
    quiet = page.sections["notices"].quiet
    page.show_settings(notify=True, quiet_hours="")
    assert not quiet.begin.isVisible()
    for act, expected in (
        (lambda: QTest.mouseClick(quiet.switch, LEFT), "22:00-07:00"),
        (lambda: pick(quiet.begin, 20 * 60 + 30), "20:30-07:00"),
        (lambda: QTest.mouseClick(quiet.switch, LEFT), ""),
        (lambda: QTest.mouseClick(quiet.switch, LEFT), "20:30-07:00"),
    ):
        with qtbot.waitSignal(page.changed) as blocker:
            act()
        assert blocker.args == ["quiet_hours", expected]
    assert quiet.begin.isVisible()


def test_hours_that_a_file_names_are_shown_to_the_minute(page: SettingsPage) -> None:
    page.show_settings(notify=True, quiet_hours="21:47-06:10")
    quiet = page.sections["notices"].quiet
    assert (quiet.begin.currentText(), quiet.end.currentText()) == ("21:47", "06:10")


def test_where_nothing_is_announced_there_is_nothing_to_choose_about_it(
    page: SettingsPage, qtbot: QtBot
) -> None:
    section = page.sections["notices"]
    page.show_settings(notify=True)
    rest = [row.control for name, row in section.rows.items() if name != "notify"]
    assert all(control.isEnabled() for control in rest)
    with qtbot.waitSignal(page.changed):
        QTest.mouseClick(section.switches["notify"], LEFT)
    assert not any(control.isEnabled() for control in rest)
    assert section.switches["notify"].isEnabled()


def test_what_the_administrator_set_is_shown_and_not_to_be_changed(page: SettingsPage) -> None:
    page.show_settings(notify=True, notify_content=False, theme="dark")
    page.lock({"notify_content", "theme"})
    notices, appearance = page.sections["notices"], page.sections["appearance"]
    for row in (notices.rows["notify_content"], appearance.rows["theme"]):
        assert not row.control.isEnabled()
        assert row.hint.text() == "由管理员设置"
    page.show_settings(notify=True)
    assert not notices.rows["notify_content"].control.isEnabled()
    assert notices.rows["notify_sound"].control.isEnabled()
    set_language(Language.EN)
    assert appearance.rows["theme"].hint.text() == "Set by your administrator"
    assert appearance.rows["language"].control.isEnabled()


def test_the_keys_are_named_with_what_they_do_in_both_languages(
    show_widget: Callable[..., QWidget],
) -> None:
    section = KeysSection()
    show_widget(section)
    assert section.keys["match"].text.text() == "下一处、上一处"
    assert section.keys["match"].text.accessibleName() == "下一处、上一处: F3 / Shift F3"
    set_language(Language.EN)
    assert section.keys["search"].text.text() == "Search everything"
    assert len({row.text.text() for row in section.keys.values()}) == len(KEYS)
