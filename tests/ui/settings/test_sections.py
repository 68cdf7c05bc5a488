"""The sections of the settings page: their order, their list, and going to one."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSlider, QApplication, QPushButton, QScrollBar, QWidget
from pytestqt.qtbot import QtBot

from workstation.ui.kit.fields.form import SettingRow
from workstation.ui.kit.theme import SIZE, SPACE, Icon
from workstation.ui.settings.page import SettingsPage
from workstation.ui.settings.sections import SectionTitle, SettingsSection

LEFT = Qt.MouseButton.LeftButton


def test_another_section_comes_before_about(page: SettingsPage) -> None:
    title = SectionTitle("more", "settings.waiting", Icon.CLOCK)
    page.add_section(title, lambda: SettingsSection(title))
    assert len(page.sections) == 5
    assert [page._cards.itemAt(n).widget().title.name for n in range(5)] == [
        "appearance", "notices", "waiting", "more", "about",
    ]  # fmt: skip


class SwitchSection(SettingsSection):
    """Has one thing to press."""

    def __init__(self, title: SectionTitle) -> None:
        super().__init__(title)
        self.switch = QPushButton("press", self)


def test_tab_and_a_screen_reader_go_from_above_to_below(page: SettingsPage) -> None:
    """Sections are made while the page is in use already, the last one before some of them."""
    title = SectionTitle("more", "settings.waiting", Icon.CLOCK)
    page.add_section(title, lambda: SwitchSection(title))
    items = [page._list.itemAt(number).widget() for number in range(page._list.count())]
    assert [child for child in page.navigation.children() if child in items] == items
    places = {section: number for number, section in enumerate(page.sections.values(), 1)}
    stop, visited = items[0].nextInFocusChain(), [0]
    while stop is not items[0]:
        if stop.focusPolicy() & Qt.FocusPolicy.TabFocus:
            inside = [places[section] for section in places if section.isAncestorOf(stop)]
            visited.extend(inside or [0] * (stop in items))
        stop = stop.nextInFocusChain()
    assert visited == sorted(visited)
    assert set(visited) >= {0, 1, 2, 3, places[page.sections["more"]]}


def test_the_version_is_there_to_read_and_to_hear(page: SettingsPage) -> None:
    """A screen reader said the row's title in its place."""
    version = page.sections["about"]._version
    assert (version.text(), version.accessibleName()) == ("1.2.3", "1.2.3")


def test_a_sections_name_scrolls_to_it(page: SettingsPage) -> None:
    page.window().resize(1000, 300)
    QTest.mouseClick(page.items["about"], LEFT)
    assert page.scroll_area.verticalScrollBar().value() > 0
    assert page.items["about"].isChecked()


def test_the_list_of_sections_follows_scrolling(page: SettingsPage) -> None:
    page.window().resize(1000, 300)
    QApplication.processEvents()
    bar = page.scroll_area.verticalScrollBar()

    def marked() -> list[str]:
        return [name for name, item in page.items.items() if item.isChecked()]

    assert marked() == ["appearance"]
    bar.setValue(page.sections["notices"].y())
    assert marked() == ["notices"]
    bar.setValue(page.sections["waiting"].y() - SIZE.row_setting)
    assert marked() == ["notices"]
    bar.setValue(bar.maximum())
    assert marked() == ["about"]
    bar.setValue(0)
    assert marked() == ["appearance"]


def test_a_section_that_was_asked_for_stays_marked_where_it_cannot_reach_the_top(
    page: SettingsPage, qtbot: QtBot
) -> None:
    page.window().resize(1000, 500)
    QTest.mouseClick(page.items["waiting"], LEFT)
    bar = page.scroll_area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.value() == bar.maximum() < page.sections["waiting"].y())
    assert page.items["waiting"].isChecked()


def ask_for_notices(page: SettingsPage) -> tuple[QScrollBar, SettingsSection]:
    """On a page that is too low for it; what scrolls, and what was asked for."""
    page.window().resize(1000, 300)
    page.show_section("notices")
    return page.scroll_area.verticalScrollBar(), page.sections["notices"]


def test_a_section_that_was_asked_for_is_followed_to_its_place_until_the_reader_scrolls(
    page: SettingsPage, qtbot: QtBot
) -> None:
    """What was only just made has its last place after a few turns."""
    bar, section = ask_for_notices(page)

    def grow_above() -> None:
        """By far more than a layout that is not done yet is off."""
        before, row = section.y(), SettingRow(QWidget())
        row.setFixedHeight(2_000)
        page.sections["appearance"].card.add(row)
        qtbot.waitUntil(lambda: section.y() > before + 1_000)

    for _ in range(2):
        grow_above()
        qtbot.waitUntil(lambda: bar.value() == section.y() - SPACE.x6)
        assert page.items["notices"].isChecked()
    bar.triggerAction(QAbstractSlider.SliderAction.SliderSingleStepSub)
    scrolled = bar.value()
    grow_above()
    assert bar.value() == scrolled


def test_a_section_that_moves_on_a_page_as_long_as_before_is_followed_too(
    page: SettingsPage, qtbot: QtBot
) -> None:
    bar, section = ask_for_notices(page)
    qtbot.waitUntil(lambda: bar.value() == section.y() - SPACE.x6)
    length, scrolled = bar.maximum(), bar.value()
    section.move(section.x(), section.y() - 1)
    assert (bar.maximum(), bar.value()) == (length, scrolled - 1)
