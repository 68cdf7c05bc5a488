"""The settings page."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from workstation.ui.page import Width
from workstation.ui.pages.settings import SettingsPage
from workstation.ui.pages.settings_sections import Section
from workstation.ui.strings import Language, set_language
from workstation.ui.widgets.select import Select
from workstation.ui.widgets.switch import Switch

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def page(shown: Callable[..., QWidget]) -> SettingsPage:
    page = SettingsPage("1.2.3")
    shown(page).resize(1000, 700)
    return page


def pick(select: Select, value: object) -> None:
    select.choose(value)
    select.activated.emit(select.currentIndex())


def offered(select: Select) -> list[int]:
    return [select.itemData(number) for number in range(select.count())]


def test_what_is_set_is_shown_without_being_told_back(page: SettingsPage, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(page.changed):
        page.show_settings(
            theme="dark", text_size="largest", language="en", reduced_motion=True,
            waiting_minutes=20, overdue_minutes=90,
        )  # fmt: skip
    appearance, waiting = page.sections["appearance"], page.sections["waiting"]
    assert (appearance.theme.value(), appearance.text_size.value()) == ("dark", "largest")
    assert appearance.language.currentData() == "en"
    assert appearance.reduced_motion.isChecked()
    assert (waiting.warning.currentData(), waiting.priority.currentData()) == (20, 90)


def test_a_change_is_told_by_its_settings_name(page: SettingsPage, qtbot: QtBot) -> None:
    appearance, waiting = page.sections["appearance"], page.sections["waiting"]
    for act, expected in (
        (lambda: QTest.mouseClick(appearance.theme._group.button(1), LEFT), ["theme", "dark"]),
        (lambda: QTest.mouseClick(appearance.text_size._group.button(2), LEFT),
         ["text_size", "largest"]),
        (lambda: QTest.mouseClick(appearance.reduced_motion, LEFT), ["reduced_motion", True]),
        (lambda: pick(appearance.language, "en"), ["language", "en"]),
        (lambda: pick(waiting.warning, 15), ["waiting_minutes", 15]),
        (lambda: pick(waiting.priority, 120), ["overdue_minutes", 120]),
    ):  # fmt: skip
        with qtbot.waitSignal(page.changed) as heard:
            act()
        assert heard.args == expected


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
    class MoreSection(Section):
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
    with qtbot.waitSignal(page.changed) as heard:
        QTest.mouseClick(section.switch, LEFT)
    assert heard.args == ["more", True]


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
